"""What a query for records can ask of them, read once for all queries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from harvest.screening.model import State
from harvest.screening.states import settled
from store import views
from store.database import Reader

#: Where a record stands, in the words of a query, by what was settled of it.
STATUSES: Mapping[str | None, str] = {
    "include": "included",
    "exclude": "excluded",
    "maybe": "maybe",
    None: "undecided",
}


class Facts(NamedTuple):
    """What a query asks of one record. ``sources`` are the ids of its source and of what that is a part of."""

    record: str
    status: str
    sources: frozenset[str]
    year: int | None
    doc_type: str
    publisher_class: str
    words: str


class Everything(NamedTuple):
    """What queries are put to: every record in the order of the numbers, and every source, also those without records."""

    records: tuple[Facts, ...]
    sources: frozenset[str] = frozenset()


def everything(database: Reader, states: Mapping[tuple[str, str], State]) -> Everything:
    """Return what queries ask of every record.

    Args:
        database: the review's.
        states: where each record stands that anybody decided of; what waits for a second screener is undecided.
    """
    known = settled(dict(states))
    wholes = {row["source"]: row["part_of"] for row in views.sources(database)}
    return Everything(
        tuple(
            _facts(row, known.get(row["record"]), wholes.get(row["source"]))
            for row in views.records(database)
        ),
        frozenset(filter(None, (*wholes, *wholes.values()))),
    )


def _facts(row: Mapping[str, Any], state: State | None, part_of: str | None) -> Facts:
    text = [row["title"], *row["publishers"], row["description"], row["summary"]]
    return Facts(
        record=row["record"],
        status=STATUSES.get(state.verdict if state else None, "undecided"),
        sources=frozenset(filter(None, (row["source"], part_of))),
        year=int(row["work_date"][:4]) if row["work_date"] else None,
        doc_type=(row["doc_type"] or "").casefold(),
        publisher_class=(row["publisher_class"] or "").casefold(),
        words=" ".join(" ".join(filter(None, text)).casefold().split()),
    )
