"""One work, however many indexes have it under however many ids: the works of a search, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from harvest.citations.model import Direction, Found, Sought
from harvest.citations.names import in_order, value_of


@dataclass(frozen=True, slots=True)
class Link:
    """One index's evidence that one work cites another.

    Attributes:
        round: in which it was found, from 1.
        direction: how it was found: ``backward`` in the references of ``of``, ``forward`` among what cites it.
        index: whose evidence it is.
        sure: false where the index said that ``other`` cites one of several works, and not which.
    """

    round: int
    direction: Direction
    index: str
    _of: Work
    _other: Work
    sure: bool = True

    @property
    def of(self) -> Work:
        """The work that was expanded."""
        return self._of.standing

    @property
    def other(self) -> Work:
        """The work at the other end."""
        return self._other.standing


@dataclass(eq=False, slots=True)
class Work:
    """One work of a search.

    Attributes:
        serial: in the order in which works turned up.
        ids: every id that stands.
        merged: ids that an index has merged into one of those.
        round: the round that found it, 0 for a seed.
        links: evidence that expanded works cite it or are cited by it.
        roots: the seeds that led to it; a seed is its own.
        into: the work that it turned out to be, where two were one.
    """

    serial: int
    ids: set[str] = field(default_factory=set)
    merged: set[str] = field(default_factory=set)
    title: str | None = None
    year: int | None = None
    authors: tuple[str, ...] = ()
    container: str | None = None
    type: str | None = None
    cited_by: int | None = None
    round: int | None = None
    links: list[Link] = field(default_factory=list)
    roots: set[Work] = field(default_factory=set)
    looked_up: bool = False
    into: Work | None = None

    @property
    def standing(self) -> Work:
        """Itself, or the work that it turned out to be."""
        work = self
        while work.into is not None:
            work = work.into
        return work

    @property
    def seeds(self) -> list[str]:
        """The ids of the seeds that led to it, in order."""
        return sorted({each.standing.id for each in self.roots})

    @property
    def id(self) -> str:
        """Its id in this search: that of OpenAlex where it has one, else the next best."""
        return min(self.ids, key=in_order, default=f"unknown:{self.serial}")

    @property
    def doi(self) -> str | None:
        """Its DOI, bare."""
        names = sorted((each for each in self.ids if each.startswith("doi:")), key=in_order)
        return value_of(names[0]) if names else None

    def sought(self) -> Sought:
        """Return it as indexes are asked about it."""
        return Sought(str(self.serial), tuple(sorted(self.ids, key=in_order)))

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data: what it is, and every way in which it was found."""
        ways = [
            {"round": each.round, "direction": each.direction, "index": each.index, "of": each.of.id,
             **({} if each.sure else {"sure": False})}
            for each in self.links
        ]  # fmt: skip
        return {
            "id": self.id, "ids": sorted(self.ids, key=in_order), "doi": self.doi, "title": self.title, "year": self.year,
            "authors": list(self.authors), "container": self.container, "type": self.type, "round": self.round,
            "seeds": self.seeds, "links": ways,
        }  # fmt: skip


class Works:
    """The works of a search: a work that two indexes have is one as soon as an id says so."""

    def __init__(self) -> None:
        self._by_id: dict[str, Work] = {}
        self._all: dict[int, Work] = {}
        self._next = 0

    def __iter__(self) -> Iterator[Work]:
        return iter(list(self._all.values()))

    def __len__(self) -> int:
        return len(self._all)

    def named(self, name: str) -> Work | None:
        """Return the work with an id, whether that stands or was merged into another."""
        return self._by_id.get(name)

    def take(self, found: Found) -> Work:
        """Return the work that an index has, known or new, with what the index says of it filled in."""
        work = self._of(found.ids)
        work.title = work.title or found.title
        work.year = work.year or found.year
        work.authors = work.authors or found.authors
        work.container = work.container or found.container
        work.type = work.type or found.type
        if found.cited_by is not None:
            work.cited_by = max(found.cited_by, work.cited_by or 0)
        return work

    def moved(self, old: str, name: str) -> Work:
        """Note that an index has merged one id into another."""
        work = self._of((name, old))
        work.ids.discard(old)
        work.merged.add(old)
        return work

    def _of(self, names: Iterable[str]) -> Work:
        names = list(names)
        known = sorted(
            {id(each): each for name in names if (each := self._by_id.get(name))}.values(),
            key=lambda each: each.serial,
        )
        if known:
            work = known[0]
            for other in known[1:]:
                self._join(work, other)
        else:
            work = self._all[self._next] = Work(self._next)
            self._next += 1
        for name in names:
            if name not in work.merged:
                work.ids.add(name)
            self._by_id[name] = work
        return work

    def _join(self, work: Work, other: Work) -> None:
        """Make one of two works that turned out to be one."""
        for name in (*other.ids, *other.merged):
            self._by_id[name] = work
        work.ids |= other.ids
        work.merged |= other.merged
        work.ids -= work.merged
        work.title, work.year = work.title or other.title, work.year or other.year
        work.authors, work.container = work.authors or other.authors, work.container or other.container
        work.type, work.cited_by = work.type or other.type, work.cited_by or other.cited_by
        work.looked_up = work.looked_up or other.looked_up
        rounds = [each for each in (work.round, other.round) if each is not None]
        work.round = min(rounds, default=None)
        del self._all[other.serial]
        other.into = work
        work.roots |= other.roots
        work.links += other.links
