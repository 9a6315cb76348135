"""What the readers of Office files share: what they are given, and how they say no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from harvest.text.model import MAX_CHARS, Extracted, Outcome

#: Files within files are opened so many times over: a ZIP file in a ZIP file is, one in that is not.
DEEPEST = 2
#: Files read within one file, and bytes unpacked for them in all.
MOST_MEMBERS = 500
MOST_BYTES = 400_000_000


class RefusedError(Exception):
    """A file that gives no text, with the outcome that says why and plain words."""

    def __init__(self, outcome: Outcome, detail: str, method: str = "none") -> None:
        super().__init__(detail)
        self.outcome: Outcome = outcome
        self.method = method


@dataclass(slots=True)
class Budget:
    """What may still be unpacked, shared by a file and all the files within it."""

    members: int = MOST_MEMBERS
    bytes: int = MOST_BYTES

    def take(self, size: int) -> None:
        """Count ``size`` bytes of unpacked data.

        Raises:
            RefusedError: that is more than one file may give.
        """
        self.bytes -= size
        if self.bytes < 0:
            raise RefusedError("too-large", f"more than {MOST_BYTES // 1_000_000} MB when unpacked")


#: Reads a file within a file: its bytes, name and content type, and how deep it lies.
Inner = Callable[[bytes, str, str, "Context"], Extracted]


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader is given beside the bytes. ``inner`` reads what lies within; ``depth`` counts from 0."""

    inner: Inner
    name: str = ""
    content_type: str = ""
    max_chars: int = MAX_CHARS
    depth: int = 0
    budget: Budget = field(default_factory=Budget)
