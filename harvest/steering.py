"""Closing walks that yield no more while a run is at work, auditing what they left, and opening them again.

Only with ``[stop] steer = true``. What a run did because of a verdict is a row of the ledger; the verdict itself is
computed. Questions are always asked to their last page.
"""

from __future__ import annotations

import time
from collections import defaultdict
from typing import Any

from harvest import auditing_unread as auditing
from harvest.auditing_unread import Audit
from harvest.matching import Matcher
from harvest.measuring import Measured, measure_all, measured
from harvest.protocol import Protocol
from harvest.reading_order import Reading, reading
from harvest.saturation.verdicts import CALLED, Basis, exhausted
from harvest.screening import latest
from store import saturation
from store.counts import Queryable
from store.frontier import Frontier
from store.ledger import Ledger
from store.workspace import Workspace

Row = dict[str, Any]

#: Reason of what is left of a closed walk.
SATURATED = "saturated"
#: Seconds between two looks at the walks.
LOOK = 1.0
#: Audits of one run.
AUDITS = 10


class Steering:
    """Steers one run.

    Args:
        workspace: the review's folder.
        ledger: open for appending.
        run: number of the run.
        protocol: whose rule and query decide.
        database: what the review has so far: people's decisions are taken from it.
    """

    def __init__(
        self, workspace: Workspace, ledger: Ledger, run: int, protocol: Protocol, database: Queryable
    ) -> None:
        self._workspace, self._ledger, self._run = workspace, ledger, run
        self._protocol, self._stop = protocol, protocol.stop
        self._matcher = Matcher.of(protocol)
        said = latest(database)
        self._decided = {
            row["document"]: said[row["record"]] == "include"
            for row in saturation.decided_documents(database)
            if said.get(row["record"]) in ("include", "exclude")
        }
        self._at = 0.0
        self._looked: dict[str, int] = {}
        self._opened: defaultdict[str, list[int]] = defaultdict(list)
        self.closed: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._sampled: set[str] = set()
        #: Walks were opened again since the newest sample: once they have slowed down, another one is drawn.
        self._anew = False
        #: What the run ended with, in a sentence, and whether the rule was met; nothing while no walk was closed.
        self.says: str | None = None
        self.met = True
        for entry in ledger.entries(kinds=("close", "reopen", "audit_sample"), run=run):
            if entry.kind == "audit_sample":
                self._sampled.update(entry.body["documents"])
                self._anew = False
            elif entry.kind == "close":
                self.closed[entry.body["source"]] = entry.body["detail"]
            else:
                self.closed.pop(entry.body["source"], None)
                self._opened[entry.body["source"]].append(int(entry.body["n"]))
                self._anew = True

    # ---- while the crawl is at work

    def look(self, database: Queryable) -> None:
        """Close the walks that are slowing; looks only now and then, and at each walk after every batch."""
        if time.monotonic() - self._at < LOOK:
            return
        self._at = time.monotonic()
        labels = self._labels(database)
        waiting: dict[str, int] | None = None
        for source, read in labels.items():
            batches = len(read) // self._stop.batch
            if source in self.closed or batches <= self._looked.get(source, 0):
                continue
            self._looked[source] = batches
            opened = self._opened[source]
            if opened and len(read) < opened[-1] + self._stop.batch:
                continue
            waiting = saturation.waiting_on_walks(database, self._run) if waiting is None else waiting
            pool = len(read) + waiting.get(source, 0)
            found = measured(source, read, pool, self._stop.batch, self._basis, opened_at=opened)
            if found.verdict == "slowing":
                self._close(found)

    @property
    def _basis(self) -> Basis:
        return "mixed" if self._decided else "query"

    def _labels(self, database: Queryable) -> dict[str, list[bool]]:
        """Return the labels of what each walk read, in order; documents of an audit are no part of its order."""
        labels: defaultdict[str, list[bool]] = defaultdict(list)
        had: set[str] = set()
        for row in saturation.walked(database, self._run):
            if row["url"] in self._sampled:
                continue
            document = row["document"]
            concepts = {*row["concepts"], *self._matcher.present(row["title"] or "")}
            matches = self._decided.get(document, self._matcher.met(concepts) and row["close"])
            labels[row["source"]].append(bool(matches) and document not in had)
            had.add(document)
        self._counts = {source: len(each) for source, each in labels.items()}
        return dict(labels)

    def _close(self, found: Measured) -> None:
        p = found.p["0.8"]
        detail = (
            f"slowing: {found.r} {CALLED[found.basis]} in {found.n} read of {found.pool} discovered, the last "
            f"{found.run} without one (p = {p:.3f} for 80 % recall)"
        )
        self.closed[found.scope] = detail
        numbers = {
            "n": found.n,
            "pool": found.pool,
            "r": found.r,
            "run": found.run,
            "p": dict(found.p),
            "basis": found.basis,
        }
        body = {
            "source": found.scope,
            "reason": SATURATED,
            "verdict": found.verdict,
            "detail": detail,
            "numbers": numbers,
        }
        self._ledger.append("close", body, self._run)

    # ---- when the crawl has come to an end

    def goes_on(self, database: Queryable) -> bool:
        """Decide, once everything was read and works are known, whether the crawl is to go on; say so in the ledger.

        It goes on to look at a sample of what the closed walks left, and where that found something that was
        missed, with the walks that it lies in.
        """
        if not self.closed and not self._sampled:
            return False
        self._labels(database)
        read = reading(database, latest(database))
        overall, _ = measure_all(read, self._stop.batch)
        left = self._left()
        samples = auditing.rows(self._ledger, self._run)
        audit = auditing.evaluated(database, samples[-1], read) if samples else None
        shown = audit.bound if audit and audit.bound is not None else None
        unlisted = overall.unread - sum(each.url in left for each in read.unread)
        enough = shown is not None and shown >= self._stop.target
        if not left or unlisted or enough or overall.r == 0 or len(samples) > AUDITS:
            return self._end(overall, audit)
        if shown is not None and self._reopen(read, samples[-1], set(left.values())):
            return True
        if audit is None or not audit.stands or self._anew:
            return self._sample(read, overall)
        return self._end(overall, audit)

    def _sample(self, read: Reading, overall: Measured) -> bool:
        """Draw a sample of what is unread; the crawl is to ask for it."""
        look = max((int(row["look"]) for row in auditing.rows(self._ledger)), default=0) + 1
        alpha = auditing.next_alpha(self._stop.alpha, look)
        pool = {each.url for each in read.unread}
        size = auditing.size_for(overall.r, len(pool), self._stop.target, self._stop.method, alpha)
        head, _ = self._ledger.head()
        row = auditing.sample_row(pool, size or len(pool), self._run, look, self._stop, overall.r, head)
        self._ledger.append("audit_sample", row, self._run)
        self._sampled.update(row["documents"])
        self._anew = False
        return True

    def _reopen(self, read: Reading, sample: Row, left: set[str]) -> bool:
        """Open the walks again in which the sample found something; return whether there are any."""
        drawn, counts = set(sample["documents"]), self._counts
        missed = {
            each.source
            for each in read.read
            if each.relevant and each.url in drawn and each.seq > sample["at_seq"]
        }
        again = sorted(missed & self.closed.keys() & left) if not self._anew else []
        for source in again:
            why = "the audit found relevant documents in what its walk had left"
            body = {"source": source, "reason": why, "n": counts.get(source, 0)}
            self._ledger.append("reopen", body, self._run)
            del self.closed[source]
            self._opened[source].append(counts.get(source, 0))
            self._anew = True
        return bool(again)

    def _end(self, overall: Measured, audit: Audit | None) -> bool:
        shown = audit.bound if audit and audit.bound is not None else 0.0
        self.met = overall.unread == 0 or shown >= self._stop.target
        walks = ", ".join(sorted(self.closed))
        if overall.unread == 0:
            said = exhausted(overall.pool, overall.r, overall.basis).sentence
        else:
            said = audit.says if audit else "No audit was made of what remained unread."
        closed = f"walks closed because they slowed down: {walks}; " if walks else ""
        left = f" {overall.unread} documents remained unread." if overall.unread else ""
        self.says = f"{closed}{'saturated' if self.met else 'not shown to be saturated'}. {said}{left}"
        return False

    def _left(self) -> dict[str, str]:
        frontier = Frontier(self._workspace.frontier, self._run)
        try:
            return {each.url: each.source for each in frontier.left() if each.source in self.closed}
        finally:
            frontier.close()

    def leave(self) -> None:
        """Say of every address that closed walks left that it was not asked for, and why: once the crawl is over."""
        frontier = Frontier(self._workspace.frontier, self._run)
        try:
            rows = [
                (
                    "skip",
                    {
                        "url": each.url, "source": each.source, "depth": each.depth, "reason": SATURATED,
                        "detail": self.closed[each.source],
                        **{key: each.lead[key] for key in ("kind", "why", "question", "key") if each.lead.get(key)},
                    },
                )
                for each in frontier.left()
                if each.source in self.closed
            ]  # fmt: skip
        finally:
            frontier.close()
        if rows:
            self._ledger.append_many(rows, self._run)
