"""The documents of a review in the order in which they were read, each with whether it is relevant, and those unread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harvest.saturation.verdicts import Basis
from store import saturation
from store.counts import Queryable

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """One document that was read.

    Attributes:
        seq: the fetch; documents are read in this order.
        run, at: of the fetch.
        url, source: where.
        found_at: the ledger row that first told of it.
        relevant: by the latest decision of people, else by the query; a copy of a work that was read before adds
            nothing and is not.
        record: its record, where it has one.
        decided: people decided, not the query.
    """

    seq: int
    run: int
    at: str
    url: str
    source: str
    found_at: int
    relevant: bool
    record: str | None
    decided: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """One document that is known and was not read; ``reason`` is why, ``None`` while its turn has not come."""

    url: str
    source: str
    found_at: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a review, and what was not.

    Attributes:
        read: in order.
        unread: in the order of their addresses.
        barred: discovered documents of each source that nobody can look at, by why: refused, failed, gone, barred by
            robots.txt, deeper than the crawl goes. They are in no pool.
        basis: what the labels rest on.
    """

    read: tuple[Document, ...]
    unread: tuple[Unread, ...]
    barred: Mapping[str, Mapping[str, int]]
    basis: Basis

    @property
    def found(self) -> int:
        """How many relevant documents were read."""
        return sum(each.relevant for each in self.read)

    @property
    def pool(self) -> int:
        """How many documents are known that can be looked at, read or not."""
        return len(self.read) + len(self.unread)

    def sources(self) -> list[str]:
        """Return the sources that have documents, by name."""
        return sorted({each.source for each in self.read} | {each.source for each in self.unread})

    def of(self, source: str) -> Reading:
        """Return what was read of one source."""
        return Reading(
            tuple(each for each in self.read if each.source == source),
            tuple(each for each in self.unread if each.source == source),
            {source: self.barred.get(source, {})}, self.basis,
        )  # fmt: skip


def reading(database: Queryable, decisions: Mapping[str, str]) -> Reading:
    """Return what was read of a review, and what was not.

    Args:
        database: where from.
        decisions: ``include``, ``exclude`` or ``maybe`` by record; ``maybe`` leaves it to the query.
    """
    met: set[str] = set()
    known: set[str] = set()
    read = []
    decided_records: set[str] = set()
    for row in saturation.read_documents(database):
        record, matches = row["record"], row["verdict"] in ("record", "merged")
        decision = decisions.get(record or "")
        decided = decision in ("include", "exclude")
        name = str(record or row["work"] or row["url"])
        if matches:
            known.add(name)
            if decided:
                decided_records.add(name)
        relevant = (decision == "include" if decided else matches) and name not in met
        if relevant:
            met.add(name)
        read.append(
            Document(row["seq"], row["run"], row["at_time"], row["url"], row["source"], row["found_at"], relevant,
                     record, decided)
        )  # fmt: skip
    basis: Basis = "query" if not decided_records else "decisions" if decided_records == known else "mixed"
    unread = tuple(
        Unread(row["url"], row["source"], row["found_at"], row["reason"])
        for row in saturation.unread_documents(database)
    )
    return Reading(tuple(read), unread, saturation.not_to_be_had(database), basis)
