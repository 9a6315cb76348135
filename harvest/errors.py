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


#: What each exit code tells a script, as printed in docs/reference/exit-codes.md.
MEANINGS: dict[Exit, str] = {
    Exit.OK: "Done, and nothing to report.",
    Exit.FINDINGS: "Done, and there are findings: `audit` found something, `check --strict` has warnings, `doctor` saw something bad, "
    "`rebuild` or `run --as-of` read an answer otherwise than the run did.",
    Exit.USAGE: "The command line, the protocol or a query is not valid, or an earlier run is unfinished. "
    "Nothing was fetched.",
    Exit.PARTIAL: "Finished with gaps: something failed, was refused, was unreadable or was not asked, or a source "
    "gave far less than usual (`status` says what); `text` or `match` could not read a file; `rebuild` or `run --as-of` lacks WARC files.",
    Exit.NOT_FOUND: "There is no such review, run, record or source, or the address was never seen.",
    Exit.LOCKED: "Another run is at work in the folder.",
    Exit.UNREACHABLE: "No source could be reached.",
    Exit.STORE: "The disk is full, or the folder or one of its files cannot be used.",
    Exit.UNEXPECTED: "Something unexpected; the message names the file that holds the trace.",
    Exit.ANSWER_NO: "The answer is no: `saturation --exit-code` while it is not shown that reading may stop.",
    Exit.INTERRUPTED: "Stopped by a person, cleanly; go on with `greylit resume`.",
    Exit.LIMIT: "A limit of the protocol (`crawl.budget`) was reached; go on with `greylit resume`.",
}


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
