"""What every trial of a source is made of: single checks, and somebody who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from crawler.lead import Answer


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what, whether it is as it should be, what was seen, and what to do about it."""

    name: str
    ok: bool
    saw: str
    next: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data; ``next`` only where there is something to do."""
        return {key: value for key, value in asdict(self).items() if value is not None}


class Asker(Protocol):
    """Asks for an address, politely, and keeps the answer."""

    agent: str

    def get(self, url: str, source: str, kind: str, form: Sequence[Sequence[str]] | None = None) -> Answer:
        """Return the answer to a request, or to what is posted."""
        ...
