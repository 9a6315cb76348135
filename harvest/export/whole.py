"""What the formats of whole reviews are given: the records, and the review that they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harvest.export.model import ExportContext, ExportRecord
from store.database import Reader
from store.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """An export that reads more than its records.

    ``records`` are those selected; ``database`` is open, and stays so until the export is written. ``everything`` says
    that all of the review was asked for, not only what belongs to these records: an archive then holds every answer.
    """

    workspace: Workspace
    database: Reader
    records: Sequence[ExportRecord]
    context: ExportContext
    everything: bool = False
