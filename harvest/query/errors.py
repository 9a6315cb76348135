"""What a person is told when a search term cannot be read."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from harvest.errors import GreylitError


class QueryError(GreylitError):
    """A term, query or requirement that cannot be read.

    ``message`` says what was wrong, ``column`` (1-based, code points of ``source``) where, and ``hint``
    what to write instead.
    """

    def __init__(self, message: str, column: int, *, source: str, hint: str | None = None) -> None:
        super().__init__(message, code="QUERY_INVALID", where={"column": column, "query": source}, hint=hint)
        self.column = column
        self.source = source

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions pickle by their positional arguments alone; text workers send these across processes.
        return _rebuild, (self.message, self.column, self.source, self.hint)


def _rebuild(message: str, column: int, source: str, hint: str | None) -> QueryError:
    return QueryError(message, column, source=source, hint=hint)


def did_you_mean(wrong: str, known: Iterable[str]) -> str | None:
    """Return the known name nearest to ``wrong``, case set aside first, or None if none is near."""
    names = list(known)
    for name in names:
        if name.casefold() == wrong.casefold():
            return name
    near = difflib.get_close_matches(wrong, names, n=1)
    return near[0] if near else None
