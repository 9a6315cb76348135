"""What a run may cost before it stops: requests, minutes, bytes."""

from __future__ import annotations

import time

from harvest.protocol.running import Budget as Limits
from store.ledger import Ledger


class Budget:
    """Counts what a run costs against the protocol's ``crawl.budget``.

    Each sitting has the whole budget: a run that used it up and is resumed may use as much again, or it
    could never be resumed.

    Args:
        limits: the protocol's.
        run: number of the run.
        after: last ledger row before this sitting.
    """

    def __init__(self, limits: Limits, run: int, *, after: int = 0) -> None:
        self._limits, self._run, self._began = limits, run, time.monotonic()
        self._after, self._requests, self._bytes = after, 0, 0
        #: Which limit was reached, in a sentence; ``None`` while there is some left.
        self.reason: str | None = None

    def spent(self, ledger: Ledger) -> bool:
        """Tell whether a limit is reached. Looks only at ledger rows that are new since the last time."""
        limits = self._limits
        if self.reason or not (limits.requests or limits.minutes or limits.bytes):
            return False
        for entry in ledger.entries(after=self._after, kinds=("fetch",), run=self._run):
            self._after = entry.seq
            self._requests += 1
            # Of an answer that nothing has changed no bytes came.
            came = entry.body.get("status") != 304
            self._bytes += int(entry.body.get("bytes") or 0) if came else 0
        if limits.requests and self._requests >= limits.requests:
            self.reason = f"crawl.budget.requests = {limits.requests} is used up"
        elif limits.bytes and self._bytes >= limits.bytes:
            self.reason = f"crawl.budget.bytes = {limits.bytes} is used up"
        elif limits.minutes and time.monotonic() - self._began >= limits.minutes * 60:
            self.reason = f"crawl.budget.minutes = {limits.minutes} is used up"
        return self.reason is not None
