"""CSV for ASReview, with the columns that it reads first, and provenance in columns that survive into its export.

CSV and not RIS: of RIS it drops ``UR`` (measured in 3.0.8), the only address of most of these records. ``year`` is a
whole number or empty, since one other value makes its import fail. ``included`` is 1 or 0 where people settled it, which
is prior knowledge there. It takes records of one title and abstract for one: our abstracts differ from their first words.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from harvest.export.clean import CSV_CELL_LIMIT
from harvest.export.columns import EXPORT_COLUMN, RECORD_COLUMNS, safe_cell
from harvest.export.files import replacing
from harvest.export.model import ExportContext, ExportRecord, ExportResult
from harvest.export.notes import Tally, tally_common

#: What it reads (asreview.data.tabular of 3.0.8), then what only travels.
READ = ("title", "abstract", "authors", "keywords", "year", "doi", "url", "included")
CARRIED = (
    "id", "publisher", "publisher_class", "doc_type", "date", "language", "file_urls", "archive_url", "archived_at",
    "accessed", "found_by", "question", "seed_ids", "round", "run", "searched_on", "source_id", "source_name", "sha256", "notes",
)  # fmt: skip

#: Words that its reader (pandas) takes for an empty cell, whatever column they stand in.
_NOTHING = frozenset(
    ("#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null")
)  # fmt: skip


def write(records: Iterable[ExportRecord], out: Path, context: ExportContext) -> ExportResult:
    """Write ``records`` as CSV to the file ``out``.

    Raises GreylitError if the file cannot be written; then no file, or the old one, is there.
    """
    tally, count, stamp = Tally(), 0, context.stamp()
    known = {column.name: column for column in RECORD_COLUMNS}
    columns = [known[name] for name in (*READ, *CARRIED)]
    with replacing(out) as part, part.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow([*(column.name for column in columns), EXPORT_COLUMN[0]])
        for record in records:
            tally_common(tally, record, left_out="year")
            cells = [safe_cell(c.value(record), tally, CSV_CELL_LIMIT, record_id=record.id) for c in columns]
            if any(cell in _NOTHING for cell in cells):
                cells = [f"[{cell}]" if cell in _NOTHING else cell for cell in cells]
                tally.add(
                    "record has a cell in brackets, which ASReview would take for an empty one",
                    "records have a cell in brackets, which ASReview would take for an empty one",
                    record.id,
                )
            table.writerow([*cells, stamp])
            count += 1
            if record.decision and record.decision.verdict == "maybe":
                tally.add(
                    "decision is maybe, which ASReview has no word for (included is empty)",
                    "decisions are maybe, which ASReview has no word for (included is empty)",
                    record.id,
                )
    return ExportResult(paths=(out,), records=count, notes=tally.sentences())
