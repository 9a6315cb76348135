"""One thing that is wrong with a protocol, or looks wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from harvest.protocol import Protocol
from harvest.protocol.problems import dotted


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found at one key: an ``error`` keeps a run from starting, a ``warning`` looks wrong.

    A ``note`` says how something was understood.
    """

    level: Literal["error", "warning", "note"]
    key: str
    message: str
    line: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the finding for JSON."""
        return {"level": self.level, "key": self.key, "line": self.line, "message": self.message}


def warning(protocol: Protocol, message: str, *location: str | int) -> Finding:
    """Return a warning about a key."""
    return Finding("warning", dotted(location), message, protocol.line(*location))


def error(protocol: Protocol, message: str, *location: str | int) -> Finding:
    """Return an error about a key."""
    return Finding("error", dotted(location), message, protocol.line(*location))


def note(protocol: Protocol, message: str, *location: str | int) -> Finding:
    """Return a note on how a key was understood."""
    return Finding("note", dotted(location), message, protocol.line(*location))
