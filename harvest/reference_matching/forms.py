"""Titles of known works as they may be written, each form once, and the words by which they are found.

A form is a title as letters without blanks. One form may belong to many works ("Annual report 2019-20").
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import log

from harvest.reference_matching.model import Known
from harvest.reference_matching.spelling import STOP, Spelt, telling, weight_of
from harvest.reference_matching.strings import plain

#: Where a title ends and its subtitle begins.
_SUBTITLE = re.compile(r"\s*(?::|\?|!|\s[-–—]|—|;|\.(?=\s+\S{3}))\s+")
#: Parts are numbered so; "i" alone is a word as well.
_NUMERAL = re.compile(r"i{2,3}|iv|vi{0,3}|ix")
_PARTS = frozenset({"part", "volume", "vol", "phase", "chapter", "section", "book"})
#: The year at the end of a title, which references often put elsewhere.
_DATED = re.compile(r"[\s,(:–—-]+((?:19|20)\d\d)(?:\s?[-–/]\s?(\d{2,4}))?\)?\.?\s*$")
#: A title whose first part is shorter, in letters, says nothing without its second.
_HEAD_LETTERS = 11
#: A word in more titles than this share (and number) finds none by itself: its pairs do.
_SHARE = 0.004
_NUMBER = 150


@dataclass(slots=True)
class Form:
    """A title, or its part before the subtitle, or an alias.

    Attributes:
        letters: small letters and digits without blanks.
        words: the words it was made of.
        telling: how many of them tell it from other titles.
        numbers: years, parts and other numbers in it.
    """

    letters: str
    words: tuple[str, ...]
    telling: int
    numbers: frozenset[str]

    @property
    def generic(self) -> bool:
        """Tell whether nearly any body may have a work of this title: one or two words, or none that tells."""
        return self.telling <= 1 or (self.telling <= 2 and sum(each not in STOP for each in self.words) <= 2)


@dataclass(frozen=True, slots=True)
class Owner:
    """A work that has a form: its number, and what of it the form is ("title", "head", "undated" or "alias")."""

    known: int
    part: str
    rest: str


class Forms:
    """All forms of all works, with postings of their words, rare ones first."""

    def __init__(self, works: Iterable[Known]) -> None:
        self.forms: list[Form] = []
        self.owners: list[list[Owner]] = []
        self._numbers: dict[str, int] = {}
        for number, known in enumerate(works):
            self._add(number, "title", known.title)
            for alias in known.titles:
                self._add(number, "alias", alias)
        self._index()

    def _add(self, known: int, part: str, title: str) -> None:
        title = plain(title)
        spelt = Spelt(title)
        if len(spelt.letters) < 4:
            return
        self._own(spelt, Owner(known, part, ""))
        if (dated := _DATED.search(title)) and len((undated := Spelt(title[: dated.start()])).letters) >= 10:
            self._own(undated, Owner(known, "undated", " ".join(filter(None, dated.groups()))))
        for found in _SUBTITLE.finditer(title):
            head, rest = Spelt(title[: found.start()]), Spelt(title[found.end() :])
            if len(head.letters) >= _HEAD_LETTERS and len(rest.letters) >= 4:
                self._own(head, Owner(known, "head", rest.letters))
                break

    def _own(self, spelt: Spelt, owner: Owner) -> None:
        place = self._numbers.get(spelt.letters)
        if place is None:
            place = self._numbers[spelt.letters] = len(self.forms)
            words = tuple(spelt.words)
            numbers = frozenset(each for each in words if each.isdigit() or _NUMERAL.fullmatch(each))
            # "Part I": the word behind it is a number whatever it looks like.
            numbers |= {two for one, two in pairwise(words) if one in _PARTS and len(two) < 4}
            self.forms.append(Form(spelt.letters, words, weight_of(set(telling(spelt.words))), numbers))
            self.owners.append([])
        if all(each.known != owner.known for each in self.owners[place]):
            self.owners[place].append(owner)

    def _index(self) -> None:
        counted: Counter[str] = Counter()
        for form in self.forms:
            counted.update(set(form.words))
        limit = max(_NUMBER, int(len(self.forms) * _SHARE))
        postings: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for place, form in enumerate(self.forms):
            for key in keys_of(form.words, counted, limit):
                postings[key].append(place)
        self.postings: dict[str, array[int]] = dict(postings)
        total = len(self.forms) or 1
        self.weights = {key: _weight(total, len(found)) for key, found in self.postings.items()}
        #: What the keys of each form weigh together.
        self.full = array(
            "d",
            (
                sum(map(self.weights.__getitem__, keys_of(form.words, counted, limit))) or 1.0
                for form in self.forms
            ),
        )
        self.common = frozenset(word for word, count in counted.items() if count > limit)
        #: Words with one letter left out, to find those that are damaged in a string.
        self.near: dict[str, list[str]] = defaultdict(list)
        for word in self.postings:
            if " " not in word and len(word) >= 5 and not word.isdigit():
                for less in without_one(word):
                    self.near[less].append(word)
        self.near = dict(self.near)

    def keys(self, spelt: Spelt) -> list[str]:
        """Return the keys that a string may find forms by; damaged words by those they may have been."""
        words = set(spelt.words) | spelt.mended()
        keys = {each for each in words if each in self.postings}
        content = [each for each in spelt.words if each not in STOP]
        keys |= {pair for pair in map(" ".join, pairwise(content)) if pair in self.postings}
        for word in words:
            if (
                len(word) >= 5
                and word not in self.postings
                and word not in self.common
                and not word.isdigit()
            ):
                keys.update(self._meant(word))
        return sorted(keys)

    def _meant(self, word: str) -> set[str]:
        found = set(self.near.get(word, ()))
        for less in without_one(word):
            if less in self.postings:
                found.add(less)
            found.update(self.near.get(less, ()))
        if not found:
            for cut in range(3, len(word) - 2):
                if word[:cut] in self.postings and word[cut:] in self.postings:
                    return {word[:cut], word[cut:]}
        return found


def without_one(word: str) -> set[str]:
    """Return what is left of a word when any one letter is left out."""
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def keys_of(words: Iterable[str], counted: Counter[str], limit: int) -> set[str]:
    """Return the rare words of a title, and its pairs of neighbours where it has fewer than three."""
    content = [each for each in words if each not in STOP]
    if not content:
        content = list(words)
    rare = {each for each in content if counted[each] <= limit}
    if len(rare) < 3:
        rare |= set(map(" ".join, pairwise(content)))
    return rare or set(content)


def _weight(total: int, count: int) -> float:
    return log(1 + total / count)
