"""By which sources each work was found: the first of them counts, the others are listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from harvest.citing.directions import directions
from harvest.citing.source import SOURCE as CITATIONS

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """One work as it stands after merging.

    Attributes:
        work: its row.
        members: its row and those of the works that were merged into it.
        ways: how any of them was found, the earliest first.
        sources: the sources that found it, in the order of their first finding.
        first: the source that it is counted for. What is held and does not match the question is a record only since
            citation searching named it: it counts for citation searching, whatever led to its page before.
    """

    work: Row
    members: tuple[Row, ...]
    ways: tuple[Row, ...]
    sources: tuple[str, ...]
    first: str

    @property
    def record(self) -> str | None:
        """Its number, ``None`` for what is no record."""
        return self.work["record"] if self.work["verdict"] == "record" else None

    @property
    def id(self) -> str:
        """Its number, or the name of the work where it has none."""
        return str(self.record or self.work["work"])


def groups(works: Iterable[Row], ways: Iterable[Row]) -> list[Group]:
    """Return the works as they stand, records first in the order of their numbers."""
    rows = list(works)
    members: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        members[row["into_work"] or row["work"]].append(row)
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for way in ways:
        found[way["stands"]].append(way)
    return [
        _group(row, members[row["work"]], found[row["work"]]) for row in rows if row["verdict"] != "merged"
    ]


def _group(work: Row, members: list[Row], ways: list[Row]) -> Group:
    by_time = [way["source"] for way in ways]
    sources = tuple(dict.fromkeys([*by_time, *(each["source"] for each in members)]))
    named = work["verdict"] == "record" and directions(work["reason"] or "")
    if named and CITATIONS not in sources:
        sources = (*sources, CITATIONS)
    return Group(work, tuple(members), tuple(ways), sources, CITATIONS if named else sources[0])


@dataclass(frozen=True, slots=True)
class Yield:
    """Records of one source: ``first`` counted for it, ``found`` found by it too, ``unique`` by it alone."""

    first: tuple[str, ...]
    found: tuple[str, ...]
    unique: tuple[str, ...]


def yields(every: Iterable[Group], sources: Iterable[str]) -> dict[str, Yield]:
    """Return for each source its records: those of ``first`` over all sources are all records, each once."""
    records = [group for group in every if group.record]
    return {
        source: Yield(
            tuple(group.id for group in records if group.first == source),
            tuple(group.id for group in records if source in group.sources),
            tuple(group.id for group in records if group.sources == (source,)),
        )
        for source in sources
    }
