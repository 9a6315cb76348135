"""CSV (RFC 4180): one line a record, every provenance column, for ASReview, R, pandas and spreadsheets.

UTF-8 without a byte-order mark: a mark would become part of the first column's name in most programs. Excel
guesses the encoding of such a file wrongly; the ``xlsx`` format is there for Excel. Column names ASReview
reads (title, abstract, authors, year, keywords, doi, url) have its meaning; ``year`` is a whole number or
empty, since one other value makes its import fail.
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


def write(records: Iterable[ExportRecord], out: Path, context: ExportContext) -> ExportResult:
    """Write ``records`` as CSV to the file ``out``.

    Raises GreylitError if the file cannot be written; then no file, or the old one, is there.
    """
    tally = Tally()
    count = 0
    stamp = context.stamp()
    with replacing(out) as part, part.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow([*(column.name for column in RECORD_COLUMNS), EXPORT_COLUMN[0]])
        for record in records:
            tally_common(tally, record, left_out="year")
            row = [
                safe_cell(column.value(record), tally, CSV_CELL_LIMIT, record_id=record.id)
                for column in RECORD_COLUMNS
            ]
            table.writerow([*row, stamp])
            count += 1
    return ExportResult(paths=(out,), records=count, notes=tally.sentences())
