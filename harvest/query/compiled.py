"""A query ready to be asked of many texts, and asking it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from harvest.query.nodes import Node, positive_words, written
from harvest.query.plan import Plan, plan
from harvest.query.tokens import Tokens


class Span(NamedTuple):
    """A match: offsets into the text as given, in code points, ``end`` exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Compiled:
    """A term or query: its tree, the text it was read from, and what was reinterpreted on the way."""

    node: Node
    source: str
    notes: tuple[str, ...] = ()
    plan: Plan = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plan", plan(self.node))

    def words(self) -> tuple[str, ...]:
        """Return the distinct folded words, wildcards and all, in order of writing; those under NOT left out."""
        return tuple(dict.fromkeys(word.text for word in positive_words(self.node)))


def find(compiled: Compiled, tokens: Tokens) -> list[Span]:
    """Return where ``compiled`` matches, in order of the text and not overlapping.

    Of overlapping matches the one that begins first is kept, of those that begin together the longest. A
    Boolean query gives, if it is true of the whole text, the places of all words, phrases and NEAR groups
    that took part; else nothing. Words under NOT have no place.
    """
    if not compiled.plan.may(tokens):
        return []
    spans: list[Span] = []
    behind = 0
    for first, end in sorted(compiled.plan.places(tokens), key=lambda place: (place[0], -place[1])):
        if first >= behind:
            spans.append(Span(*tokens.span(first, end)))
            behind = end
    return spans


def matches(compiled: Compiled, tokens: Tokens) -> bool:
    """Return True if ``find`` would return anything."""
    return compiled.plan.may(tokens) and compiled.plan.true(tokens)


def explain(compiled: Compiled) -> str:
    """Return how the query is read, in house style; reading that text again gives the same query."""
    return written(compiled.node)
