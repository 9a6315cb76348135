"""Bringing the database up to the ledger when a run was killed in its last moment."""

from __future__ import annotations

from collections.abc import Callable

from harvest.asked import Asked
from harvest.ending import Ended
from harvest.errors import Exit
from harvest.follow import Follower, Progress
from harvest.load import KINDS
from store import counts, views
from store.database import Reader
from store.errors import StoreError
from store.ledger import Entry, Ledger
from store.workspace import Workspace

Report = Callable[[Progress], None]


def behind(workspace: Workspace, ledger: Ledger) -> bool:
    """Tell whether the database lacks what the ledger has: a run was killed after its end was written."""
    if not workspace.database.exists():
        return True
    try:
        with Reader(workspace.database) as database:
            followed = int(views.meta(database).get("ledger_seq", 0))
    except StoreError as error:
        if error.code == "NEWER_VERSION":
            raise
        return True
    # An address that somebody named is nothing to compute before a run has asked for it.
    kinds = {*KINDS, "run_end", "record"} - {"suggestion"}
    return any(True for _ in ledger.entries(after=followed, kinds=sorted(kinds)))


def catch_up(workspace: Workspace, ledger: Ledger, last: Entry, workers: int | None, report: Report) -> Ended:
    """Compute what a kill in the last moment of a run left out; nothing is asked of anybody."""
    follower = Follower(workspace, ledger, Asked.of(last), workers=workers)
    try:
        follower.finish(last.run)
        follower.close()
    finally:
        follower.abandon()
    end = ledger.last("run_end", last.run)
    outcome = str(end.body["outcome"]) if end else "ok"
    with Reader(workspace.database) as database:
        sources = counts.by_source(database, last.run)
    report(Progress(last.run, follower.seconds(), sources, 0, ended=True))
    code = Exit.OK if outcome == "ok" else Exit.PARTIAL
    return Ended(last.run, outcome, str(end.body.get("detail")) if end else "", code, sources)
