"""RIS for EPPI-Reviewer: one file a source and day, since it keeps each import as a source of its own.

It joins several ``UR`` into one field with a space between them, which is then no address: only the original one is
written there, and the archived copy stands in the notes. No limit of its imports is known to us.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from harvest.export.batches import Limits, write_batches
from harvest.export.model import ExportContext, ExportRecord, ExportResult
from harvest.export.ris import Dialect


def write(records: Iterable[ExportRecord], out: Path, context: ExportContext) -> ExportResult:
    """Write ``records`` into the folder ``out``, with a manifest.

    Raises GreylitError if the folder cannot be written; then what it had before is there.
    """
    return write_batches(
        records, out, context, program="EPPI-Reviewer", limits=Limits(), dialect=Dialect(one_address=True)
    )
