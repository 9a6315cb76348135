"""The one error type that a user meets, and the exit codes of the command."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any


class Exit(IntEnum):
    """Exit codes of ``greylit``: an interface, documented in docs/reference/exit-codes.md."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    PARTIAL = 3
    NOT_FOUND = 4
    LOCKED = 5
    UNREACHABLE = 6
    STORE = 7
    UNEXPECTED = 9
    ANSWER_NO = 10
    INTERRUPTED = 11
    LIMIT = 12


class GreylitError(Exception):
    """A failure that a person can understand and act on.

    ``message`` says what was wrong, ``where`` names the file, key, line or address it concerns, and
    ``hint`` what to do next. ``code`` is a stable word for programs; ``exit_code`` is what the command
    ends with.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str = "ERROR",
        exit_code: int = Exit.USAGE,
        where: Mapping[str, Any] | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.exit_code = int(exit_code)
        self.where = dict(where or {})
        self.hint = hint

    def as_json(self) -> dict[str, Any]:
        """Return the error in the shape that every command prints under ``--json``."""
        return {"error": {"code": self.code, "message": self.message, "where": self.where, "hint": self.hint}}
