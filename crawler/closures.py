"""Walks that are closed because they yield no more: rows of the ledger that others write while a crawl is at work."""

from __future__ import annotations

import time

from store.frontier import Pending
from store.ledger import Ledger

#: Ways in which a walk comes to an address. What a question, a collection or a person led to is always asked for.
WALKS = frozenset({"link", "sitemap", "start"})
#: What a walk comes to: pages and files. Sitemaps and lists of results are read to their end.
WALKED = frozenset({"page", "file", "publication"})
#: Seconds between two looks at the ledger.
LOOK = 1.0


class Closures:
    """Which sources of a run are closed, by the rows ``close``, ``reopen`` and ``audit_sample`` of its ledger.

    Args:
        ledger: where they stand.
        run: number of the run.
    """

    def __init__(self, ledger: Ledger, run: int) -> None:
        self._ledger, self._run = ledger, run
        self._seq, self._at = 0, float("-inf")
        self._closed: set[str] = set()
        self._sampled: set[str] = set()
        self.look()

    def look(self) -> list[str]:
        """Take what is new in the ledger, when it is time; return the sources that were opened again."""
        if time.monotonic() - self._at < LOOK:
            return []
        self._at = time.monotonic()
        opened: list[str] = []
        for entry in self._ledger.entries(
            after=self._seq, kinds=("close", "reopen", "audit_sample"), run=self._run
        ):
            self._seq = entry.seq
            if entry.kind == "audit_sample":
                # A document that was drawn is looked at, wherever it lies.
                self._sampled.update(str(url) for url in entry.body["documents"])
            elif entry.kind == "close":
                self._closed.add(str(entry.body["source"]))
            else:
                self._closed.discard(str(entry.body["source"]))
                opened.append(str(entry.body["source"]))
        return opened

    def closes(self, pending: Pending) -> bool:
        """Tell whether an address is left because the walk of its source is closed."""
        lead = pending.lead
        return (
            pending.source in self._closed
            and lead.get("why") in WALKS
            and lead.get("kind") in WALKED
            and pending.url not in self._sampled
        )
