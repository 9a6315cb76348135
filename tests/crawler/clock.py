"""A clock that tests turn by hand."""

from __future__ import annotations

import time


class FakeClock:
    """Seconds that pass only when they are told to. The date is the true one, as ledger rows carry it."""

    def __init__(self) -> None:
        self.passed, self._epoch = 0.0, time.time()

    def monotonic(self) -> float:
        return 1000.0 + self.passed

    def epoch(self) -> float:
        return self._epoch + self.passed

    def turn(self, seconds: float) -> None:
        self.passed += seconds
