"""The one clock that all waiting goes through, so that tests can turn it."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Monotonic seconds, and wall-clock seconds since the epoch for dates that servers send."""

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        ...

    def epoch(self) -> float:
        """Return seconds since 1970-01-01 UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()

    def epoch(self) -> float:
        """Return seconds since 1970-01-01 UTC."""
        return time.time()
