"""Where titles of an index stand in a long text, letter by letter: found by their rarest words, then compared whole. Pure.

A text is read once, whatever the number of titles: each of its words asks for the titles that it is the rarest word of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from harvest.reference_matching.forms import Form
from harvest.reference_matching.spelling import STOP, Spelt

#: The words of a title that find it: two, so that a line-break hyphen in one does not lose it.
_ANCHORS = 2
#: A word that begins more titles than this finds them by its pair with the next one.
_CROWDED = 12


class Found(NamedTuple):
    """A form and where it stands in the letters of a text."""

    form: int
    start: int
    stop: int


class Anchors:
    """The rarest words of all forms of an index, each with the place of the word in the form."""

    def __init__(self, forms: list[Form]) -> None:
        self._forms = forms
        counted: Counter[str] = Counter()
        for form in forms:
            counted.update(set(form.words))
        self._words: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._pairs: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for number, form in enumerate(forms):
            places = _places(form.words)
            ranked = sorted(
                range(len(places)), key=lambda at: (form.words[at] in STOP, counted[form.words[at]], at)
            )
            for at in ranked[:_ANCHORS]:
                word = form.words[at]
                if counted[word] <= _CROWDED or len(form.words) == 1:
                    self._words[word].append((number, places[at]))
                elif at + 1 < len(places):
                    self._pairs[word, form.words[at + 1]].append((number, places[at]))
                else:
                    self._pairs[form.words[at - 1], word].append((number, places[at - 1]))
        self._words, self._pairs = dict(self._words), dict(self._pairs)
        self._firsts = frozenset(first for first, _ in self._pairs)

    def find(self, spelt: Spelt) -> Iterator[Found]:
        """Yield every place where a form stands whole, from the beginning of a word to the end of one."""
        words, places, letters, begins = spelt.words, spelt.places, spelt.letters, spelt.begins
        seen: set[Found] = set()
        last = len(words) - 1
        for at, word in enumerate(words):
            entries = self._words.get(word, ())
            if word in self._firsts and at < last and (more := self._pairs.get((word, words[at + 1]))):
                entries = [*entries, *more]
            for number, place in entries:
                start = places[at] - place
                form = self._forms[number]
                stop = start + len(form.letters)
                if (
                    start in begins
                    and letters.startswith(form.letters, start)
                    and (stop in begins or stop == len(letters))
                ):
                    found = Found(number, start, stop)
                    if found not in seen:
                        seen.add(found)
                        yield found


def _places(words: tuple[str, ...]) -> list[int]:
    places, at = [], 0
    for word in words:
        places.append(at)
        at += len(word)
    return places
