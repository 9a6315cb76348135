"""RIS for Covidence: one file a source and day, at most 15,000 records and 50 MB each.

Covidence takes RIS, EndNote XML and PubMed text, and no CSV; it imports one file at a time, and which source is chosen
then makes the numbers of its flow diagram. Volume, issue and pages, which it is strict on, are not written.
It takes records for duplicates that agree in title and year: :mod:`harvest.export.titles`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from harvest.export.batches import Limits, write_batches
from harvest.export.model import ExportContext, ExportRecord, ExportResult
from harvest.export.ris import Dialect

LIMITS = Limits(records=15_000, bytes=50_000_000)


def write(records: Iterable[ExportRecord], out: Path, context: ExportContext) -> ExportResult:
    """Write ``records`` into the folder ``out``, with a manifest of the numbers to type.

    Raises GreylitError if the folder cannot be written; then what it had before is there.
    """
    return write_batches(
        records, out, context, program="Covidence", limits=LIMITS, dialect=Dialect(goes_by_titles=True)
    )
