"""Words and letters of a text in one spelling, each with its place in the text as it was written. Pure.

Titles are compared without blanks: line-break hyphens, words run together and "e-mail"/"email" are then no difference.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+|&")
_INNER = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: Letters that do not come apart into one with a mark (Unicode has no decomposition for them).
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
#: What stands between the two halves of a word that a line end broke; U+FFFE is PDFium's.
_BROKEN = re.compile(r"[-\u2010\u00ad\ufffe]\s*|\u00ac\s*")

#: Words that tell nothing of a title, in the languages of most reports.
STOP = frozenset({
    "the", "of", "and", "in", "a", "an", "to", "for", "on", "with", "by", "from", "at", "as", "is", "are",
    "be", "or", "its", "it", "this", "that", "what", "how", "why", "into", "de", "la", "le", "les", "des",
    "du", "et", "en", "un", "une", "der", "die", "das", "und", "von", "zur", "zum", "im", "den", "dem",
    "ein", "eine", "fur", "uber", "el", "los", "las", "y", "del", "o", "e", "do", "da", "di", "il", "per",
    "i",
})  # fmt: skip
#: Words that titles of reports share: they tell no report from another.
COMMON = frozenset({
    "annual", "report", "reports", "reporting", "health", "healthcare", "wellbeing", "well", "being",
    "strategy", "strategic", "plan", "plans", "planning", "policy", "policies", "review", "reviews",
    "care", "social", "public", "services", "service", "council", "local", "joint", "needs", "assessment",
    "introduction", "conclusion", "overview", "summary", "executive", "paper", "papers", "update",
    "guidance", "guide", "statement", "accounts", "business", "action", "delivery", "final", "interim",
    "draft", "corporate", "performance", "quality", "system", "systems", "study", "studies", "research",
    "evaluation", "analysis", "framework", "programme", "program", "project", "consultation", "response",
    "evidence", "new", "national", "community", "communities", "development", "future", "commissioning",
    "integrated", "integration", "partnership", "board", "committee", "minutes", "agenda", "meeting",
    "year", "years", "part", "volume", "first", "second", "third", "information", "data", "work",
    "working", "people", "mental", "children", "young", "adult", "adults", "safeguarding", "housing",
    "education", "england", "english", "wales", "scotland", "uk", "united", "kingdom", "british",
    "editorial", "preface", "foreword", "appendix", "discussion", "results", "methods", "background",
    "references", "index", "notes", "contents", "approach",
})  # fmt: skip


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Return a word in small letters, without marks, ligatures and signs; "&" is "and"."""
    if word == "&":
        return "and"
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold()).translate(_LETTERS)
    return "".join(each for each in apart if each.isalnum())


class Spelt:
    """A text as words in one spelling and as one run of letters, with the way back to the text."""

    __slots__ = ("_starts", "_stops", "begins", "letters", "places", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        words: list[str] = []
        starts: list[int] = []
        stops: list[int] = []
        places: list[int] = []
        at = 0
        for found in _WORD.finditer(text):
            word = fold(found[0])
            if word:
                words.append(word)
                starts.append(found.start())
                stops.append(found.end())
                places.append(at)
                at += len(word)
        self.words = words
        #: Where each word begins in ``letters``.
        self.places = places
        self.begins = frozenset(places)
        self.letters = "".join(words)
        self._starts = starts
        self._stops = stops

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """Return the place in the text of a run of letters; half words are made whole where more than half is in."""
        first = self.word_at(start)
        if start - self.places[first] > len(self.words[first]) / 2 and first + 1 < len(self.words):
            first += 1
        last = self.word_at(max(stop - 1, 0))
        if stop - self.places[last] < len(self.words[last]) / 2 and last > first:
            last -= 1
        return self._starts[first], self._stops[last]

    def word_at(self, place: int) -> int:
        """Return the number of the word that a place in ``letters`` belongs to."""
        return max(bisect_right(self.places, place) - 1, 0)

    def start_of(self, word: int) -> int:
        """Return where a word begins in the text."""
        return self._starts[word]

    def stop_of(self, word: int) -> int:
        """Return where a word ends in the text."""
        return self._stops[word]

    def mended(self) -> set[str]:
        """Return words that are in the text broken by a hyphen, or run together where a capital shows it."""
        more: set[str] = set()
        for number in range(len(self.words) - 1):
            between = self.text[self._stops[number] : self._starts[number + 1]]
            if between and _BROKEN.fullmatch(between):
                more.add(self.words[number] + self.words[number + 1])
        for start, stop in zip(self._starts, self._stops, strict=True):
            if stop - start > 5 and len(parts := _INNER.split(self.text[start:stop])) > 1:
                more.update(fold(each) for each in parts)
        return more


def weight_of(words: set[str]) -> int:
    """Return how many words tell a title from others; three signs of a script without blanks are a word."""
    return sum(max(1, len(each) // 3) if each[0] >= "\u2e80" else 1 for each in words)


def telling(words: list[str]) -> list[str]:
    """Return the words of a title that tell it from others: neither small nor common words nor numbers."""
    return [
        each
        for each in words
        if len(each) > 1 and each not in STOP and each not in COMMON and not each.isdigit()
    ]
