"""What the store says when it cannot go on."""

from __future__ import annotations


class StoreError(Exception):
    """The workspace cannot be read or written.

    ``message`` names the file and what is wrong with it, ``hint`` what a person can do next.
    """

    def __init__(self, message: str, hint: str | None = None, code: str = "STORE_UNUSABLE") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code
