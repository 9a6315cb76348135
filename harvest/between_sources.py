"""What the overlap between the ways of finding says of documents that none of them found: at most a veto."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from harvest.saturation.lists import LEAST_COMMON, Check, chapman, independent_sources
from store.counts import Queryable
from store.saturation import lists_of_records

Row = dict[str, Any]

#: Ways of finding that may meet the same documents. Walks of different sites never can, and are one list.
LISTS = {
    "question": "questions to search functions", "link": "walks", "sitemap": "walks", "start": "walks",
    "collection": "lists of the sites", "organisation": "lists of the sites", "suggestion": "people",
    "manual-search": "people",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Between:
    """What the overlap says.

    Attributes:
        lists: how many records each way of finding has.
        chao2, chao2_high: the estimate of how many records there are (a lower bound), and the upper end of its
            95 % interval; ``None`` where there are too few records or ways to say.
        chapman: the estimate from the two largest ways; ``None`` where they share too few.
        veto: further ways of finding are needed.
        says: that in a sentence.
        check: what it was said from.
    """

    lists: dict[str, int]
    chao2: float | None
    chao2_high: float | None
    chapman: float | None
    veto: bool
    says: str
    check: Check

    @property
    def short(self) -> str:
        """The answer in three words."""
        return "it does" if self.veto else "it does not" if self.chao2 is not None else "too little to say"

    def as_dict(self) -> Row:
        """Return plain JSON data."""
        return {key: value for key, value in asdict(self).items() if key != "check"}


def lists(database: Queryable) -> dict[str, set[str]]:
    """Return the records that each way of finding has."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in lists_of_records(database):
        if way := LISTS.get(row["route"] or ""):
            found[way].add(row["record"])
    return dict(found)


def between(database: Queryable, excluded: Collection[str] = ()) -> Between:
    """Return what the overlap between the ways of finding says.

    Args:
        database: where from.
        excluded: records that people excluded.
    """
    ways = {name: records - set(excluded) for name, records in lists(database).items()}
    ways = {name: records for name, records in sorted(ways.items()) if records}
    check = independent_sources(list(ways.values()))
    said = check.verdict != "no evidence"
    largest = sorted(ways.values(), key=len, reverse=True)[:2]
    pair = largest if len(largest) == 2 and len(largest[0] & largest[1]) >= LEAST_COMMON else None
    two = chapman(*pair) if pair else None
    return Between(
        {name: len(records) for name, records in ways.items()},
        check.estimate.estimate if said else None, check.estimate.high if said else None,
        two.estimate if two else None, check.verdict == "veto", check.sentence, check,
    )  # fmt: skip
