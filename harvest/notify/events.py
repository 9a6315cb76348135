"""What of a run is told: its trouble once, that it went through again once, and that the rule for stopping is met once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harvest.ending import Ended
from harvest.errors import Exit
from harvest.protocol.running import Notify
from store.ledger import Entry

#: Kind of the ledger's rows.
KIND = "notified"
FAILED, PARTIAL, RECOVERED, MET = "failed", "partial", "recovered", "stop-rule-met"
TROUBLE = (FAILED, PARTIAL)
#: Ends with gaps that leave nothing found: nobody was reached.
_AS_FAILED = (Exit.UNREACHABLE, Exit.STORE, Exit.UNEXPECTED)


@dataclass(frozen=True, slots=True)
class Past:
    """What was told before, by the rows of the ledger, oldest first."""

    rows: Sequence[Entry]

    def told(self, *events: str, run: int | None = None, number: int | None = None) -> list[Entry]:
        """Return the rows of messages that were taken and told one of some events."""
        return [
            row for row in self.rows
            if row.body["outcome"] == "told" and set(events) & set(row.body["on"])
            and run in (None, row.run) and number in (None, row.body["number"])
        ]  # fmt: skip

    @property
    def trouble(self) -> Entry | None:
        """The newest row that told of trouble, unless it was told since that the trouble is over."""
        trouble, over = self.told(*TROUBLE), self.told(RECOVERED)
        return trouble[-1] if trouble and (not over or over[-1].seq < trouble[-1].seq) else None


def worth_telling(notify: Notify, ended: Ended, past: Past, met: bool) -> tuple[str, ...]:
    """Return what is worth telling of a run, worst first.

    Args:
        notify: what is to be told, by the protocol.
        ended: how the run ended.
        past: what was told before.
        met: the rule for stopping is met, and it was not told of this rule yet.
    """
    found: list[str] = []
    if ended.outcome == FAILED or ended.exit_code in _AS_FAILED:
        # A run that reached nobody is called partial: whoever wants to hear of either hears of it.
        found += [FAILED] if FAILED in notify.on else [PARTIAL] if PARTIAL in notify.on else []
    elif ended.outcome == PARTIAL and PARTIAL in notify.on:
        found.append(PARTIAL)
    elif ended.outcome in ("ok", PARTIAL) and set(TROUBLE) & set(notify.on) and past.trouble is not None:
        found.append(RECOVERED)
    if met and MET in notify.on and ended.outcome in ("ok", PARTIAL):
        found.append(MET)
    return tuple(found)


def still_untold(found: Sequence[str], past: Past, run: int, number: int) -> tuple[str, ...]:
    """Return those events that an address was not told in this run yet: a run that is resumed tells nothing twice."""
    return tuple(
        event
        for event in found
        if not past.told(*(TROUBLE if event in TROUBLE else (event,)), run=run, number=number)
    )
