"""What a crawl remembers of each host: how often it was asked, how often in vain, and which ones it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Troubles that a host has with every request, and not with one address.
HOST_TROUBLES = frozenset(
    {"dns", "connection-refused", "connection-broken", "tls", "timeout", "server-error", "rate-limited"}
)


class HostBook:
    """One page a host.

    Args:
        refusals: answers in vain, one after the other, after which a host is left for the run.
    """

    def __init__(self, refusals: int) -> None:
        self._refusals = refusals
        self._asked: dict[str, int] = {}
        self._vain: dict[str, int] = {}
        self._left: dict[str, tuple[str, str]] = {}

    def count(self, host: str, requests: int = 1) -> None:
        """Count a request, or take one back that is to be made again."""
        self._asked[host] = self._asked.get(host, 0) + requests

    def asked(self, host: str) -> int:
        """Return the requests that were made to a host in this run."""
        return self._asked.get(host, 0)

    def left(self, host: str) -> tuple[str, str] | None:
        """Return why a host is left for a later run, in a word and a sentence; ``None`` when it is not."""
        return self._left.get(host)

    def leave(self, host: str, seconds: float) -> None:
        """Leave a host that asked for more time than a run waits."""
        detail = f"{host} asked to be left alone for {seconds:.0f} s, which is for a later run"
        self._left[host] = "retry-after", detail

    def note(self, host: str, row: Mapping[str, Any]) -> None:
        """Take what came of a request: a host that gives nothing, time after time, is annoyed no further."""
        vain = row.get("outcome") == "refused" or row.get("trouble") in HOST_TROUBLES
        self._vain[host] = self._vain.get(host, 0) + 1 if vain else 0
        if self._vain[host] >= self._refusals:
            said = row.get("trouble") or "refused"
            detail = (
                f"{host} gave no answer {self._vain[host]} times in a row ({said}), and is left for this run"
            )
            self._left.setdefault(host, ("refusing", detail))
