"""What a table, an archive or a corpus cannot hold, counted once for all of them."""

from __future__ import annotations

from harvest.export.model import ExportContext, ExportRecord
from harvest.export.notes import Tally


def tally_held(tally: Tally, record: ExportRecord) -> None:
    """Count a record of which no text is held, and one that nobody could date."""
    if record.state != "text":
        tally.add("record has no text", "records have no text", record.id)
    if record.date is None and record.year is None:
        tally.add("record has no date", "records have no date", record.id)


def blinded(context: ExportContext) -> tuple[str, ...]:
    """Return the sentence on decisions that are left out because a second screener has not voted; none if there are none."""
    if not context.blinded:
        return ()
    what = "decision is" if context.blinded == 1 else "decisions are"
    return (f"{context.blinded:,} {what} left out: a second screener has still to vote",)
