"""The rule that says when to stop, as a state machine over what is read: one document at a time, no look ahead.

Each source is open until its trigger says that it slows down. When all are, documents are drawn at random from the
unread ones of all sources together and their labels asked for. When the draws show the target, reading ends. When
they find more than can be missing if the target was reached, the sources of what they found are opened again and
reading goes on; until then drawing does.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from harvest.saturation.anytime import Anytime, anytime_audit_size, expected_missing
from harvest.saturation.audits import allowed, audit_size, most_missed, spent
from harvest.saturation.sources import Source, Trigger
from harvest.saturation.verdicts import AuditResult, Basis, Verdict, audited, slowing

Method = Literal["exact", "ppr"]

#: An audit goes on while it says that fewer relevant documents are unread than this share of what the target allows.
PATIENCE = 0.75
#: ``exact``: an audit is large enough to reach the target with this share of the allowed documents found in it.
SPARE = 0.1
#: ``exact``: audits in a row, without reading on; each may spend half of what the one before could.
IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Event:
    """A document that was read: where it came from and whether it is relevant."""

    source: str
    document: str
    relevant: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be shown, and how.

    ``target`` is a recall in the pool, ``alpha`` the error allowed, ``method`` the audit (``exact``: fixed samples, the
    first of which spends half of alpha, each later one half of what is left; ``ppr``: any number of looks), ``trigger``
    what lets a source count as slowing, ``batch`` the number of audited documents after which ``ppr`` asks whether to go
    on, ``seed`` the number that the draws follow from.
    """

    target: float = 0.8
    alpha: float = 0.05
    method: Method = "ppr"
    trigger: Trigger = "fast"
    batch: int = 25
    seed: int = 0


class Rule:
    """The rule over one pool.

    ``pool`` has the number of discovered documents of each source, ``documents`` id and source of those that can be
    drawn (fewer than the pool if some are only counted: any of those may be relevant, and the bound takes them so),
    ``ask`` returns the label of a document that is audited.
    """

    def __init__(
        self,
        pool: Mapping[str, int],
        documents: Iterable[tuple[str, str]],
        ask: Callable[[str], bool],
        plan: Plan,
    ) -> None:
        self.plan = plan
        self.sources = {name: Source(size, plan.trigger, closed=True) for name, size in pool.items()}
        self.pool = sum(pool.values())
        self.read = 0
        self.found = 0
        self.audited: dict[str, bool] = {}
        self.bound = 0.0
        self.stopped = False
        self._ask = ask
        self._source_of = dict(documents)
        self._unlisted = self.pool - len(self._source_of)
        self._audits = 0
        self._run = 0
        self._known: set[str] = set()
        self._order = sorted(self._source_of, reverse=True)
        # Independent of labels and of the order of reading: the next unread document in it is one drawn at random.
        random.Random(f"greylit audit {plan.seed}").shuffle(self._order)
        self._anytime = Anytime(len(self._source_of))

    @property
    def _unread(self) -> int:
        return len(self._source_of) - len(self._known)

    def take(self, event: Event) -> bool:
        """Take in the next document that was read; return whether reading ends with it.

        Raises:
            KeyError: its source is not one of the pool.
        """
        source = self.sources[event.source]
        self.read += 1
        if event.document not in self._known:
            self._known.add(event.document)
            self.found += event.relevant
            self._run = 0 if event.relevant else self._run + 1
            source.take(event.relevant)
        if all(each.slowing for each in self.sources.values()):
            self._audit()
        return self.stopped

    def verdict(self, basis: Basis = "decisions") -> Verdict:
        """Return what may be said by now."""
        plan = self.plan
        sampled = len(self.audited)
        result = AuditResult(
            self.pool, self.read, sampled, sum(self.audited.values()), self.found, self.bound, plan.alpha,
            unread=self._unread + self._unlisted,
        )  # fmt: skip
        if self.stopped or self.audited or not all(each.slowing for each in self.sources.values()):
            return audited(result, plan.target, basis, None if self.stopped else self.more())
        return slowing(self.pool, self.read, self.found, self._run, basis)

    def more(self) -> int | None:
        """Return how many documents a new audit must draw, none of them relevant, to show the target; or ``None``."""
        if self._unlisted:
            return None
        size = anytime_audit_size if self.plan.method == "ppr" else audit_size
        alpha = self.plan.alpha if self.plan.method == "ppr" else spent(self.plan.alpha, self._audits + 1)
        return size(self.found, self._unread, self.plan.target, alpha)

    def _audit(self) -> None:
        if self._unread == 0:
            self._settle(self.found)
        elif self.found and self.plan.method == "ppr":
            self._audit_anytime()
        elif self.found:
            self._audit_exactly()

    def _settle(self, most: int) -> None:
        """Keep the best bound; stop when it reaches the target. ``most`` listed documents may be relevant."""
        bottom = most + self._unlisted
        self.bound = max(self.bound, self.found / bottom if bottom else 1.0)
        self.stopped = self.bound >= self.plan.target - 1e-12

    def _draw(self) -> tuple[str, bool]:
        while (document := self._order.pop()) in self._known:
            pass
        relevant = bool(self._ask(document))
        self._known.add(document)
        self.audited[document] = relevant
        self.found += relevant
        self.sources[self._source_of[document]].lose()
        return document, relevant

    def _hopeless(self, drawn: list[tuple[str, bool]]) -> bool:
        """Tell whether an audit says that too much is missing for more of it to be worth while."""
        relevant = sum(label for _, label in drawn)
        missing = relevant / len(drawn) * self._unread
        return relevant > 0 and missing > PATIENCE * allowed(self.found, self.plan.target)

    def _audit_anytime(self) -> None:
        plan, state = self.plan, self._anytime
        state.expect(expected_missing(allowed(self.found, plan.target)), self._unread)
        drawn: list[tuple[str, bool]] = []
        while self._unread:
            found, unread = self.found, self._unread
            drawn.append(self._draw())
            state.draw(drawn[-1][1], found=found, unread=unread)
            self._settle(state.most_relevant(found=self.found, unread=self._unread, alpha=plan.alpha))
            if self.stopped:
                return
            if len(drawn) % plan.batch == 0 and self._hopeless(drawn):
                break
        self._open(drawn)

    def _audit_exactly(self) -> None:
        for _ in range(IN_A_ROW):
            drawn = self._sample()
            if self.stopped:
                return
            if not self._unread or self._hopeless(drawn):
                break
        self._open(drawn)

    def _sample(self) -> list[tuple[str, bool]]:
        """Draw one sample of a size that was fixed before, or give up early: that can only keep it from certifying."""
        self._audits += 1
        alpha, found, unread = spent(self.plan.alpha, self._audits), self.found, self._unread
        spare = int(SPARE * allowed(found, self.plan.target))
        size = audit_size(found, unread, self.plan.target, alpha, spare) or unread
        drawn: list[tuple[str, bool]] = []
        while len(drawn) < size:
            drawn.append(self._draw())
            if sum(label for _, label in drawn) > spare and len(drawn) < size:
                return drawn
        self._settle(found + most_missed(unread, size, sum(label for _, label in drawn), alpha))
        return drawn

    def _open(self, drawn: list[tuple[str, bool]]) -> None:
        for document, relevant in drawn:
            if relevant:
                self.sources[self._source_of[document]].open_again()
