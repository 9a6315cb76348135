"""Holding a review's folder: one program at a time computes in it, and knows whether a run is open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from store.archive import mend
from store.ledger import Ledger
from store.workspace import Workspace


@contextmanager
def held(workspace: Workspace) -> Iterator[Ledger]:
    """Hold the folder, so that nobody else works in it, with its ledger open for appending."""
    workspace.prepare()
    lock = workspace.lock()
    try:
        with Ledger(workspace.ledger) as ledger:
            yield ledger
    finally:
        lock.release()


def unfinished(ledger: Ledger) -> int | None:
    """Return the newest run when it has not ended for good: killed, interrupted or out of budget."""
    run = ledger.last("run")
    if run is None:
        return None
    end = ledger.last("run_end", run.run)
    if end is None or end.body["outcome"] in ("interrupted", "limit", "failed"):
        return run.run
    return None


def mend_archive(workspace: Workspace, ledger: Ledger) -> None:
    """Cut torn last records off the WARC files, each with a ledger row that says so."""
    for path in sorted(workspace.archive.glob("*.warc.gz")):
        cut = mend(workspace.archive, path.name, ledger.archive_end(path.name))
        if cut:
            ledger.append(
                "archive_cut",
                {"warc": cut.warc, "named_end": cut.named_end, "cut_from": cut.cut_from, "bytes": cut.cut_bytes,
                 "why": "the last record was torn when the process that wrote it was stopped"},
            )  # fmt: skip
