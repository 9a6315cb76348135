"""RIS for Rayyan: one file a source and day, at most 100 MB each, ten at a time (Rayyan's help pages).

RIS and not its CSV: there every row becomes a journal article and names are split at "and" (rayyan-formats-core
495bc3e). Its RIS reader takes ``AU`` whole, ``PY`` for the year, ``AN`` as an id of its own, ``N1`` as notes, and shows
``T2`` as the journal. It reads no ``DO``: the DOI stands in a
note as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from harvest.export.batches import Limits, write_batches
from harvest.export.model import ExportContext, ExportRecord, ExportResult
from harvest.export.ris import Dialect

LIMITS = Limits(bytes=100_000_000, files=10)


def write(records: Iterable[ExportRecord], out: Path, context: ExportContext) -> ExportResult:
    """Write ``records`` into the folder ``out``, with a manifest.

    Raises GreylitError if the folder cannot be written; then what it had before is there.
    """
    return write_batches(
        records, out, context, program="Rayyan", limits=LIMITS, dialect=Dialect(doi_in_notes=True)
    )
