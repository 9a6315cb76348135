"""Where the concepts of a protocol stand in a text, and whether the requirement is met."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from harvest.protocol import Protocol
from harvest.query import compile_require, compile_term, find, tokenize
from harvest.text import Page

#: Passages kept for one concept of a document; every match is kept all the same.
PASSAGES_A_CONCEPT = 8

_PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Match:
    """One place where a term stands: ``text[start:stop]`` of the whole document, in code points.

    ``page`` counts from 1; 0 is the title or description that a site gives.
    """

    concept: str
    term: str
    page: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text around matches."""

    page: int
    start: int
    stop: int
    concepts: tuple[str, ...]
    body: str


class Matcher:
    """The query of one protocol, compiled once and put to many texts.

    Args:
        terms: the terms of each concept, by concept id.
        require: the Boolean over concept ids that a record must meet.
        near: concepts that must stand together, and within what (``document``, ``page``, ``paragraph``).
        context: characters kept on each side of a match.
    """

    def __init__(
        self,
        terms: Mapping[str, Sequence[str]],
        require: str,
        near: tuple[Sequence[str], str] | None = None,
        context: int = 240,
    ) -> None:
        self._terms = [
            (concept, term, compile_term(term)) for concept, all_terms in terms.items() for term in all_terms
        ]
        self._require = compile_require(require, list(terms))
        self._near, self._context = near, context

    @classmethod
    def of(cls, protocol: Protocol) -> Matcher:
        """Return the matcher of a protocol."""
        near = protocol.search.near
        return cls(
            {name: concept.terms for name, concept in protocol.concepts.items()},
            protocol.search.require,
            (near.concepts, near.within) if near else None,
            protocol.search.context,
        )

    def match(self, text: str, pages: Sequence[Page] = ()) -> list[Match]:
        """Return every match of every term, in document order."""
        tokens = tokenize(text)
        starts = [page.start for page in pages]
        found = []
        for concept, term, compiled in self._terms:
            for start, stop in find(compiled, tokens):
                number = pages[max(0, bisect_right(starts, start) - 1)].number if pages else 1
                found.append(Match(concept, term, number, start, stop))
        return sorted(found, key=lambda each: (each.start, each.stop, each.concept, each.term))

    def present(self, text: str) -> set[str]:
        """Return the concepts that match anywhere in a short text, such as a title."""
        tokens = tokenize(text)
        return {concept for concept, _, compiled in self._terms if find(compiled, tokens)}

    def met(self, present: Collection[str]) -> bool:
        """Tell whether the requirement holds when these concepts are present."""
        return self._require.evaluate(present)

    def close(self, text: str, matches: Iterable[Match]) -> bool:
        """Tell whether the concepts named in ``near`` stand together in one document."""
        if self._near is None:
            return True
        concepts, within = self._near
        together: dict[int, set[str]] = defaultdict(set)
        ends = [gap.start() for gap in _PARAGRAPH.finditer(text)] if within == "paragraph" else []
        for match in matches:
            place = 0
            if within == "page":
                place = match.page
            elif within == "paragraph":
                place = bisect_right(ends, match.start)
            together[place].add(match.concept)
        return any(set(concepts) <= found for found in together.values())

    @property
    def near(self) -> tuple[Sequence[str], str] | None:
        """The concepts that must stand together, and within what."""
        return self._near

    def passages(self, text: str, pages: Sequence[Page], matches: Sequence[Match]) -> list[Passage]:
        """Return stretches around the matches, overlapping ones joined, none reaching over a page.

        Concepts that match seldom come with all their matches first: they are what a reader looks for.
        """
        often = Counter(match.concept for match in matches)
        chosen: list[Match] = []
        kept: Counter[str] = Counter()
        for match in sorted(matches, key=lambda each: (often[each.concept], each.start)):
            if kept[match.concept] < PASSAGES_A_CONCEPT:
                kept[match.concept] += 1
                chosen.append(match)
        chosen.sort(key=lambda each: each.start)
        bounds = {page.number: (page.start, page.end) for page in pages} or {1: (0, len(text))}
        joined: list[list[int]] = []
        for match in chosen:
            low, high = bounds.get(match.page, (0, len(text)))
            start = _word_edge(text, max(low, match.start - self._context), low, -1)
            stop = _word_edge(text, min(max(high, match.stop), match.stop + self._context), high, 1)
            if joined and joined[-1][0] == match.page and start <= joined[-1][2]:
                joined[-1][2] = max(joined[-1][2], stop)
            else:
                joined.append([match.page, start, stop])
        return [
            Passage(
                page, start, stop,
                tuple(sorted({each.concept for each in matches if start <= each.start < stop})),
                " ".join(text[start:stop].split()),
            )
            for page, start, stop in joined
        ]  # fmt: skip


def _word_edge(text: str, at: int, limit: int, step: int) -> int:
    """Move ``at`` outwards to the edge of a word, at most 30 characters and never past ``limit``."""
    for _ in range(30):
        edge = at - 1 if step < 0 else at
        if at == limit or not 0 <= edge < len(text) or text[edge].isspace():
            break
        at += step
    return at
