"""Bringing the database up to the ledger after something was taken in."""

from __future__ import annotations

from harvest.asked import Asked
from harvest.follow import Follower
from harvest.holding import unfinished
from store.inputs import records_held
from store.ledger import Entry, Ledger
from store.workspace import Workspace


def bring_up(workspace: Workspace, ledger: Ledger, last: Entry, workers: int | None) -> tuple[set[str], int]:
    """Bring the database up to the ledger.

    Args:
        workspace: the review.
        ledger: open for appending.
        last: the row of the newest run.
        workers: text worker processes.

    Returns:
        The numbers of all records, and how many records wait for one.
    """
    follower = Follower(workspace, ledger, Asked.of(last), workers=workers)
    try:
        waiting = follower.finish(last.run, number=unfinished(ledger) is None)
        numbers = records_held(follower.writer)
        follower.close()
    finally:
        follower.abandon()
    return numbers, waiting
