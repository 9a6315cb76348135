"""The one clock that all waiting goes through, so that tests can turn it."""

from __future__ import annotations

import struct
import time
from pathlib import Path
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


class SkippingClock:
    """The machine's clock, plus the waits that were skipped: several processes share it through a file.

    A crawl of the miniature web waits five seconds a request like any other; with this clock it turns the
    time forward instead of sleeping, and the web, which reads the same file, measures the waits as if they
    had passed.

    Args:
        path: a file of eight bytes, made when it is not there: the seconds skipped so far.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        # "a": two processes may make it at the same moment, and neither may empty it.
        path.open("ab").close()

    def skipped(self) -> float:
        """Return the seconds that were skipped so far, by everybody."""
        data = self._path.read_bytes()
        return float(struct.unpack("<d", data)[0]) if len(data) == 8 else 0.0

    def advance(self, seconds: float) -> None:
        """Turn the time forward for everybody who shares the file."""
        import fcntl  # not on Windows, where nothing is skipped

        with self._path.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            data = file.read(8)
            before = struct.unpack("<d", data)[0] if len(data) == 8 else 0.0
            file.seek(0)
            # One write of eight bytes: a reader sees the old or the new value.
            file.write(struct.pack("<d", before + max(0.0, seconds)))

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic() + self.skipped()

    def epoch(self) -> float:
        """Return seconds since 1970-01-01 UTC."""
        return time.time() + self.skipped()
