"""What people say of which works are one: rows of the ledger, and which of them stand."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

from store.ledger import Entry

Row = dict[str, Any]

#: What a person can say of works: they are one, or each stands by itself.
SAME, APART = "same", "apart"


def ruling_rows(entries: Iterable[Entry]) -> list[Row]:
    """Return ledger rows of kind ``ruling`` as the database keeps them, oldest first.

    Of each two works the newest word holds; a row stands while it holds of any two.
    """
    rows = [_row(entry) for entry in entries]
    holds: dict[tuple[str, str], Row] = {}
    for row in rows:
        for pair in combinations(sorted(row["works"]), 2):
            holds[pair] = row
    for row in holds.values():
        row["standing"] = True
    return rows


def pairs(rows: Iterable[Row], says: str) -> dict[tuple[str, str], Row]:
    """Return the pairs of works of which people say one thing by now, each with the row that says it.

    Args:
        rows: of the table ``ruling``, oldest first.
        says: ``same`` or ``apart``.
    """
    holds: dict[tuple[str, str], Row] = {}
    for row in rows:
        for pair in combinations(sorted(row["works"]), 2):
            holds[pair] = row
    return {pair: row for pair, row in sorted(holds.items()) if row["says"] == says}


def _row(entry: Entry) -> Row:
    body = entry.body
    return {
        "seq": entry.seq, "at_time": entry.at, "says": body["says"], "records": list(body["records"]),
        "works": list(body["works"]), "by_whom": body["by"], "note": body.get("note"), "standing": False,
    }  # fmt: skip
