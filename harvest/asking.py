"""A person's own SQL: one statement that reads, or a sentence that says why not."""

from __future__ import annotations

from typing import Any

import duckdb

from harvest.errors import GreylitError
from store.database import Reader
from store.errors import StoreError

#: Kinds of statement that cannot change anything, by DuckDB's names.
READING = frozenset({"SELECT", "EXPLAIN"})


def ask(database: Reader, sql: str) -> list[dict[str, Any]]:
    """Return the rows that one reading statement gives.

    Raises:
        GreylitError: the SQL is wrong, writes, reads files, or is more or less than one statement (``QUERY``).
    """
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise _wrong(str(error).split("\n\n")[0]) from error
    if len(statements) != 1:
        raise _wrong(f"one statement at a time: there are {len(statements)}", "Ask them one by one.")
    kind = statements[0].type.name
    if kind not in READING:
        raise _wrong(
            f"{kind} is refused: the database is only read",
            "What it holds follows from ledger and archive. Copy greylit.duckdb to work on it in another program.",
        )
    try:
        return database.rows(sql)
    except StoreError as error:
        outside = "file system operations are disabled" in error.message
        hint = "Only the tables of the review can be read: greylit schema --tables" if outside else None
        raise _wrong(error.message, hint) from error


def _wrong(message: str, hint: str | None = None) -> GreylitError:
    return GreylitError(
        message, code="QUERY", hint=hint or "Tables and columns are listed by: greylit schema --tables"
    )
