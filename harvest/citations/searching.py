"""A whole citation search: seeds resolved, indexes asked, the result with what was answered and what was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harvest.citations.asker import Asker, Service
from harvest.citations.identifying import Identifying, identify
from harvest.citations.mentioning import Mentioned, mentions
from harvest.citations.model import GAPS, OUTCOMES, Direction, Index
from harvest.citations.rounds import Round, Search, Searched, resolved
from harvest.citations.seeds import FileDecisions, Seed, looked_for
from harvest.citations.services import INDEXES, hosts_of, services
from harvest.citations.shelf import Shelf
from harvest.errors import Exit
from harvest.reference_fields import Fields
from harvest.version import version


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search is asked to do.

    Attributes:
        seeds: where it begins.
        directions: ``backward``, ``forward`` or both.
        rounds: at most so many; ``None`` until no round adds an included work.
        decided: by id whether a work is included; ``None`` when nobody has decided of anything.
        urls: addresses of indexes, by name, where they are not the public ones.
        indexes: whom to ask, by name; none means all, or those with an address of their own.
        contact: whom an index may write to.
        environment: where keys are.
        cap: at most so many citing works are taken of one work, of each index; ``None`` for all.
        proxy: a proxy that all requests go through.
        offline: nobody is asked, the archive only.
        references: references as written, by a key of the caller's, that indexes are to be asked for by their words.
    """

    seeds: Sequence[Seed]
    directions: frozenset[Direction] = frozenset({"backward", "forward"})
    rounds: int | None = None
    decided: Mapping[str, bool] | None = None
    urls: Mapping[str, str] = field(default_factory=dict)
    indexes: Sequence[str] = ()
    contact: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    cap: int | None = None
    proxy: str | None = None
    offline: bool = False
    references: Mapping[str, tuple[str, Fields | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cited:
    """How a search ended.

    Attributes:
        searched: what was found.
        seeds: each seed as it was brought, and its work's id; ``None`` where no index was asked about it.
        services: the indexes that were asked, and how that went.
        left: the indexes that were not, with the reason.
        archive: where the answers are.
        identifying: what came of asking for references by their words.
        mentioned: what came of looking for the titles of seeds that no index knows.
    """

    searched: Searched
    seeds: Sequence[tuple[Seed, str | None]]
    services: Mapping[str, Service]
    left: Mapping[str, str]
    archive: str
    decisions: FileDecisions | None
    identifying: Identifying = field(default_factory=Identifying)
    mentioned: Sequence[Mentioned] = ()

    @property
    def gaps(self) -> list[dict[str, Any]]:
        """What was not answered: index, outcome, sentence, and how many questions."""
        counts: Counter[tuple[str, str, str]] = Counter()
        for (index, outcome, detail), number in self.searched.gaps.items():
            counts[index, outcome, detail] += number
        for (index, outcome, detail), number in self.identifying.gaps.items():
            counts[index, outcome, detail] += number
        for title in self.mentioned:
            if title.outcome in GAPS:
                counts[title.index, title.outcome, title.detail] += 1
        for told in self.searched.told:
            if told.outcome in GAPS:
                counts[told.index, told.outcome, told.detail] += 1
        for each in self.services.values():
            if each.refused_key:
                counts[each.name, "refused", each.refused_key] += 1
        return [{"index": index, "outcome": outcome, "detail": detail, "questions": number}
                for (index, outcome, detail), number in sorted(counts.items())]  # fmt: skip

    @property
    def exit_code(self) -> Exit:
        """0; 3 when something was not answered; 6 when no index was reached at all."""
        lost = [seed for seed, name in self.seeds if name is None]
        if not self.gaps and not lost:
            return Exit.OK
        reached = any(
            each.counts["from_archive"] or any(name.startswith("status_") for name in each.counts)
            for each in self.services.values()
        )
        return Exit.PARTIAL if reached else Exit.UNREACHABLE

    def outcomes(self, index: str) -> dict[str, int]:
        """Return how often an index gave each outcome."""
        counts = Counter(each.outcome for each in self.searched.told if each.index == index)
        return {each: counts[each] for each in OUTCOMES if counts[each]}

    @property
    def undecided(self) -> int:
        """How many works were found of which nobody has decided."""
        return sum(1 for each in self.searched.works if each.round and self.verdict(each) is None)

    def verdict(self, work: Any) -> bool | None:
        """Return what was decided of a work."""
        return self.decisions(work) if self.decisions else None

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        found = self.searched
        included = {each.serial for each in found.included}
        return {
            "included": sorted(each.id for each in found.included),
            "rounds": len(found.rounds),
            "per_round": [each.as_dict() for each in found.rounds],
            "ended": found.end,
            "undecided": self.undecided,
            "seeds": [{"written": seed.written, "id": name} for seed, name in self.seeds],
            "indexes": [
                {"index": each.name, "url": each.base, "outcomes": self.outcomes(each.name),
                 "requests": each.counts["requests"], "retries": each.counts["retries"],
                 "from_archive": each.counts["from_archive"], "budget": each.budget.as_dict() if each.budget else None}
                for each in self.services.values()
            ],
            "not_asked": [{"index": name, "reason": reason} for name, reason in self.left.items()],
            "gaps": self.gaps,
            "answers": [each.as_dict() for each in found.told],
            "merged": {old: each.id for each in found.works for old in sorted(each.merged)},
            "works": [{**each.as_dict(), "included": each.serial in included, "decided": self.verdict(each)}
                      for each in found.ranked()],
            "references_without_id": [each.as_dict() for each in found.wordy],
            "references_looked_for": {
                "asked": self.identifying.asked, "identified": len(self.identifying.found), "not_asked": self.identifying.left,
            },
            "titles_looked_for": [each.as_dict() for each in self.mentioned],
            "archive": self.archive,
        }  # fmt: skip


def agent_of(contact: str) -> str:
    """Return the honest name under which a search goes, with whom to write to where that is known."""
    return f"greylit/{version()} (evidence review{f'; contact: {contact}' if contact else ''})"


def cite(
    asked: Asked,
    shelf: Shelf,
    report: Callable[[Round], None] = lambda _: None,
    *,
    make: Callable[..., Asker] = Asker,
) -> Cited:
    """Search citations from seeds.

    It raises nothing where indexes refuse, fail or have no budget left: what could be had is returned, and the
    outcomes say the rest. Answers that the shelf has are not asked for again.

    Args:
        asked: what to do.
        shelf: where answers are kept, and looked for first; it stays open.
        report: told each round when it is done.
        make: makes the asker, for tests that turn the clock.
    """
    reached, left = services(asked.urls, asked.indexes, asked.environment, asked.contact, asked.cap)
    asker = make(
        shelf,
        agent_of(asked.contact),
        reached,
        exempt=hosts_of(asked.urls),
        proxy=asked.proxy,
        offline=asked.offline,
    )
    try:
        indexes: list[Index] = [INDEXES[name].make(asker, service) for name, service in reached.items()]
        seeds = [(seed, seed.found if seed.found.ids else looked_for(seed, indexes)) for seed in asked.seeds]
        decisions = None
        if asked.decided is not None:
            plain = FileDecisions(asked.decided)
            decisions = FileDecisions(asked.decided, resolved(indexes, plain.included))
        search = Search(indexes, asked.directions, decisions, report, asked.cap)
        found = search.run([each for _, each in seeds if each.ids], asked.rounds)
        identifying = identify(indexes, asked.references)
        unknown = [each.title for _, each in seeds if each.title and not each.ids]
        mentioned = mentions(indexes, unknown) if "forward" in asked.directions else []
    finally:
        asker.close()
    works = found.works
    named = [
        (seed, work.id if each.ids and (work := works.named(each.ids[0])) else None) for seed, each in seeds
    ]
    return Cited(found, named, reached, left, str(shelf.place), decisions, identifying, mentioned)
