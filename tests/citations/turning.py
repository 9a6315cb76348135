"""A clock that is turned instead of waited for, and that remembers the waits."""

from __future__ import annotations


class TurningClock:
    """Seconds that pass only when somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def epoch(self) -> float:
        return 1_790_000_000.0 + self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds
