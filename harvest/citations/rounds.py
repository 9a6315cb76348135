"""Rounds: from the seeds to what they cite and what cites them, and on from what of that is included.

A round expands the works that the round before included, and nothing else. The search ends with a round that adds no
included work: the citation graph is exhausted. That says nothing of works that no included one cites or is cited by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from harvest.citations.model import GAPS, Direction, Found, Index, Listed, Outcome, Sought
from harvest.citations.names import scheme_of
from harvest.citations.union import Link, Work, Works

#: What is to be done with a work: include it, leave it, or nobody has said (``None``).
Decide = Callable[[Work], bool | None]
#: How a search ends: the graph is exhausted; the rounds that were asked for are done; or no round added an included
#: work while questions were left without an answer; or a cap left citing works out; or nobody has decided
#: of anything yet.
End = Literal["exhausted", "rounds", "gaps", "capped", "undecided"]


@dataclass(frozen=True, slots=True)
class Round:
    """One round: works expanded, works that were new, and how many of those are included."""

    round: int
    expanded: int
    new: int
    new_included: int

    def as_dict(self) -> dict[str, int]:
        """Return plain JSON data."""
        return {
            "round": self.round,
            "expanded": self.expanded,
            "new": self.new,
            "new_included": self.new_included,
        }


@dataclass(frozen=True, slots=True)
class Told:
    """What one index said of one expanded work in one direction."""

    round: int
    index: str
    direction: Direction
    work: Work
    outcome: Outcome
    works: int
    left: int
    detail: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return {"round": self.round, "index": self.index, "direction": self.direction, "work": self.work.id,
                "outcome": self.outcome, "works": self.works, "left": self.left, "detail": self.detail}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wordy:
    """A reference that an index has in words only, kept to be looked for by title: ``of`` cites it."""

    round: int
    index: str
    of: Work
    found: Found

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return {"round": self.round, "index": self.index, "of": self.of.id, "text": self.found.text, "title": self.found.title,
                "year": self.found.year, "authors": list(self.found.authors)}  # fmt: skip


@dataclass(slots=True)
class Searched:
    """What a citation search found.

    Attributes:
        works: every work, seeds first.
        seeds, included: seeds as they were resolved, and every included work, seeds among them.
        rounds: what each round added.
        told: every answer, by index, direction and work.
        wordy: references without an id.
        gaps: sentences on what was not answered beside ``told``, by index and outcome.
        end: how it ended.
    """

    works: Works = field(default_factory=Works)
    seeds: list[Work] = field(default_factory=list)
    included: list[Work] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    wordy: list[Wordy] = field(default_factory=list)
    gaps: Counter[tuple[str, Outcome, str]] = field(default_factory=Counter)
    end: End = "exhausted"

    def ranked(self) -> list[Work]:
        """Return the works that were found, those first that are linked to most seeds, then to most expanded works."""
        found = [each for each in self.works if each.round]
        return sorted(found, key=lambda each: (-len(each.seeds), -len({link.of.serial for link in each.links}),
                                               each.round or 0, each.id))  # fmt: skip


class Search:
    """A citation search.

    Args:
        indexes: whom to ask, in order.
        directions: ``backward``, ``forward`` or both.
        decide: what is included, of works that are not seeds; ``None`` when nobody has decided of anything.
        report: told each round when it is done.
        cap: at most so many citing works are taken of one work, of each index.
    """

    def __init__(
        self, indexes: Sequence[Index], directions: Collection[Direction], decide: Decide | None,
        report: Callable[[Round], None] = lambda _: None, cap: int | None = None,
    ) -> None:  # fmt: skip
        self._indexes, self._directions, self._decide, self._report = indexes, directions, decide, report
        self._cap = cap
        self.found = Searched()

    def run(self, seeds: Iterable[Found], rounds: int | None = None) -> Searched:
        """Search from seeds, to the end or for so many rounds."""
        found = self.found
        for each in seeds:
            found.works.take(each)
        self._look_up(list(found.works))
        found.seeds = list(found.works)
        for work in found.seeds:
            work.round, work.roots = 0, {work}
        found.included = list(found.seeds)
        frontier = list(found.seeds)
        number = 0
        while frontier and (rounds is None or number < rounds):
            number += 1
            frontier = self._round(number, frontier)
        if frontier:
            found.end = "rounds"
        elif found.gaps or any(each.outcome in GAPS for each in found.told):
            found.end = "gaps"
        elif any(each.left for each in found.told):
            found.end = "capped"
        elif self._decide is None:
            found.end = "undecided"
        return found

    def _round(self, number: int, frontier: list[Work]) -> list[Work]:
        frontier = sorted(frontier, key=lambda each: each.id)
        for index in self._indexes:
            for direction in ("backward", "forward"):
                if direction in self._directions and direction in index.directions:
                    ask = index.references if direction == "backward" else index.citing
                    sought = {each.serial: each for each in dict.fromkeys(one.standing for one in frontier)}
                    for listed in ask([each.sought() for each in sought.values()]):
                        self._take(number, index.name, sought[int(listed.of.key)], listed)
        self._look_up([each for each in self.found.works if each.round is None and not each.looked_up])
        new = [each for each in self.found.works if each.round is None]
        for work in new:
            work.round = number
        # Roots may have grown for works of earlier rounds as well.
        for work in self.found.works:
            for link in work.links:
                if link.round == number and work.round != 0:
                    work.roots |= link.of.roots
        included = [each for each in new if self._decide and self._decide(each)]
        self.found.included += included
        done = Round(number, len(frontier), len(new), len(included))
        self.found.rounds.append(done)
        self._report(done)
        return included

    def _take(self, number: int, index: str, work: Work, listed: Listed) -> None:
        count, work = 0, work.standing
        works, left = listed.works, listed.left
        if self._cap and listed.direction == "forward" and len(works) > self._cap:
            works, left = works[: self._cap], left + len(works) - self._cap
        for each in works:
            if not each.ids:
                self.found.wordy.append(Wordy(number, index, work, each))
                continue
            other = self.found.works.take(each)
            other.looked_up = other.looked_up or each.title is not None
            count += 1
            work = work.standing
            if other is not work:
                sure = each.ids[0] not in listed.unsure
                other.links.append(Link(number, listed.direction, index, work, other, sure))
        self.found.told.append(
            Told(number, index, listed.direction, work, listed.outcome, count, left, listed.detail)
        )

    def _look_up(self, works: Sequence[Work]) -> None:
        """Learn what works are that are only ids so far, and which of these were merged into others.

        The first index that has many works in one answer does it; the others would be asked for each by itself.
        """
        index = next((each for each in self._indexes if each.name == "openalex"), None)
        if index is None:
            for work in works:
                work.looked_up = True
            return
        names = [_best(each) for each in works if each.ids]
        looked = index.works(sorted(names))
        for asked, found in looked.found.items():
            if asked in looked.moved:
                self.found.works.moved(asked, looked.moved[asked])
            self.found.works.take(found)
            # An id that led to a work is one of its ids, whether or not the index repeats it.
            self.found.works.take(Found((found.ids[0], asked)))
        for work in works:
            work.looked_up = True
        for outcome, detail in looked.gaps.values():
            self.found.gaps[index.name, outcome, detail] += 1


def _best(work: Work) -> str:
    sought: Sought = work.sought()
    return sought.first("openalex", "doi", "pmid") or sought.ids[0]


def resolved(indexes: Sequence[Index], names: Iterable[str]) -> dict[str, str]:
    """Return ids that an index has merged into others, old one first: for decisions that were made before that."""
    index = next((each for each in indexes if each.name == "openalex"), None)
    return dict(index.works(each for each in names if scheme_of(each) == "openalex").moved) if index else {}
