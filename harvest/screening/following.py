"""Decisions follow the documents that were shown: to which record each belongs after a merge or a split."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from harvest.screening.model import Row
from store.counts import Queryable
from store.decisions import places


@dataclass(frozen=True, slots=True)
class Places:
    """Where numbers, works and documents are today.

    Attributes:
        works: the work of each record number that is in use.
        documents: the documents of each record, in order.
        record_of: the record that each work belongs to, also one that was merged into another.
        holders: the records that hold each document.
    """

    works: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    record_of: Mapping[str, str] = field(default_factory=dict)
    holders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, database: Queryable) -> Places:
        """Read them from the database."""
        rows = places(database)
        records = {row["work"]: row["record"] for row in rows if row["record"] and row["verdict"] == "record"}
        into = {row["work"]: row["into_work"] for row in rows if row["into_work"]}
        held: defaultdict[str, list[str]] = defaultdict(list)
        documents: dict[str, tuple[str, ...]] = {}
        for row in rows:
            if record := records.get(row["work"]):
                documents[record] = tuple(dict.fromkeys(row["documents"]))
                for document in documents[record]:
                    held[document].append(record)
        return cls(
            {record: work for work, record in records.items()},
            documents,
            {**{work: records[to] for work, to in into.items() if to in records}, **records},
            {document: tuple(dict.fromkeys(having)) for document, having in held.items()},
        )

    def now(self, row: Row) -> str | None:
        """Return the record that a decision belongs to today; ``None`` when that is not certain.

        Its own number while that is in use; else the record that its work was merged into; else the only
        record that holds a document which was shown.
        """
        if row["record"] in self.works:
            return str(row["record"])
        if row["work"] in self.record_of:
            return self.record_of[row["work"]]
        having = {record for document in row["documents"] for record in self.holders.get(document, ())}
        return having.pop() if len(having) == 1 else None


@dataclass(frozen=True, slots=True)
class Followed:
    """Decisions at their records of today.

    Attributes:
        rows: each with ``now``; those of which it is not certain are left out.
        lost: standing decisions without a record.
        moved: standing decisions that belong to another number than they were given for.
        changed: standing decisions of which no document is the record's any more.
        shared: standing decisions whose documents lie in another record as well, with these records.
    """

    rows: tuple[Row, ...]
    lost: tuple[Row, ...]
    moved: tuple[Row, ...]
    changed: tuple[Row, ...]
    shared: tuple[tuple[Row, tuple[str, ...]], ...]


def followed(rows: Iterable[Row], where: Places) -> Followed:
    """Return decisions at the records that they belong to today, and what a person should look at."""
    kept: list[Row] = []
    lost: list[Row] = []
    moved: list[Row] = []
    changed: list[Row] = []
    shared: list[tuple[Row, tuple[str, ...]]] = []
    for row in rows:
        now = where.now(row)
        if now is None:
            if row["standing"]:
                lost.append(row)
            continue
        told = {**row, "now": now}
        kept.append(told)
        if not row["standing"]:
            continue
        held = where.documents.get(now, ())
        if now != row["record"]:
            moved.append(told)
        if row["documents"] and held and not set(row["documents"]) & set(held):
            changed.append(told)
        others = {each for document in row["documents"] for each in where.holders.get(document, ())} - {now}
        if others:
            shared.append((told, tuple(sorted(others))))
    return Followed(tuple(kept), tuple(lost), tuple(moved), tuple(changed), tuple(shared))
