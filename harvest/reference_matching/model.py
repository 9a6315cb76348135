"""What is known, what a reference string is of, and where a known title stands in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Known:
    """A work that strings are matched to.

    Attributes:
        id: what the caller calls it; two works have two ids.
        title: the whole title, with its subtitle.
        year: the year of publication, or ``None``.
        authors: "Family, Given", families alone or bodies, the first one first.
        publisher: the body that published it, or ``None``.
        doi: bare or as an address, in any case.
        urls: addresses of the work itself, not of the site it is on.
        titles: other titles: aliases, translations, short titles.
        isbns: with or without hyphens.
    """

    id: str
    title: str
    year: int | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    doi: str | None = None
    urls: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    isbns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The work that a string is of: its id, how sure (0 to 1), by which rule, and what speaks for it."""

    id: str
    score: float
    rule: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A match, or ``None`` with the rule that refused and what it went by; ``near`` are the ids that came nearest."""

    match: Match | None
    rule: str
    evidence: tuple[str, ...]
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text where a known work stands.

    Attributes:
        id: of the work.
        start: offset of its first character in the text.
        stop: offset behind its last character.
        kind: "citation" inside a reference, with an address, or with year, author or publisher beside it; else "mention".
        score: 0 to 1.
        rule: "doi", "url", "title" or "alias".
        evidence: what speaks for it.
    """

    id: str
    start: int
    stop: int
    kind: Literal["citation", "mention"]
    score: float
    rule: str
    evidence: tuple[str, ...]
