"""How much of a title stands in a string, in order, and where. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from harvest.reference_matching.forms import Form
from harvest.reference_matching.spelling import COMMON, STOP, Spelt

#: The least share of a title's letters, in order, that must stand in the string.
LEAST = 0.86
#: The least share of its words, by their letters, that must be there, damaged ones counted where they are alike.
LEAST_WORDS = 0.80


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form stands in the letters of a string, and how much of it (0 to 1)."""

    form: int
    share: float
    start: int
    stop: int


def place_of(number: int, form: Form, spelt: Spelt) -> Place | None:
    """Return where a form stands in a string best, or ``None`` where too little of it does."""
    letters, text = form.letters, spelt.letters
    if (at := text.find(letters)) >= 0 and (at := _at_words(letters, spelt, at)) >= 0:
        return Place(number, 1.0, at, at + len(letters))
    if len(letters) < 8:
        return None
    if len(letters) > len(text):
        # A string cut short, or a title longer than all that stands there: no room for the whole.
        if len(text) < len(letters) * LEAST:
            return None
        share = fuzz.ratio(letters, text, score_cutoff=LEAST * 100) / 100
        return Place(number, share, 0, len(text)) if share and _words_there(form, text) else None
    found = fuzz.partial_ratio_alignment(letters, text, score_cutoff=LEAST * 100 - 4)
    if found is None:
        return None
    start, stop = found.dest_start, found.dest_end
    share = found.score / 100
    # The window is as long as the title: letters that the string has more or fewer of move its ends, to ends of words.
    begins = [each for each in range(max(start - 5, 0), start + 6) if each in spelt.begins] or [start]
    ends = [
        each
        for each in range(stop - 5, min(stop + 6, len(text) + 1))
        if each in spelt.begins or each == len(text)
    ] or [stop]
    for begin in begins:
        for end in ends:
            if end > begin and (other := fuzz.ratio(letters, text[begin:end]) / 100) >= share:
                share, start, stop = other, begin, end
    if share < LEAST or not _words_there(form, text[start:stop]):
        return None
    return Place(number, share, start, stop)


def _at_words(letters: str, spelt: Spelt, at: int) -> int:
    """Return the first place from one on where a form begins with a word, or the first of all for long ones."""
    first, begins = at, spelt.begins
    while at >= 0:
        end = at + len(letters)
        if at in begins and (end in begins or end == len(spelt.letters)):
            return at
        at = spelt.letters.find(letters, at + 1)
    return first if len(letters) >= 25 else -1


def _words_there(form: Form, window: str) -> bool:
    """Tell whether the words of a title are there: "in mice" and "in rats" are two titles of nearly the same letters.

    A word is there if no more than a quarter of its letters, and always one, are changed; small words do not
    count. A word that is another one altogether makes another title.
    """
    errors = [0] * (len(form.letters) + 1)
    edits = Levenshtein.editops(form.letters, window)
    size = len(form.letters)
    for edit in edits:
        kind, at = edit.tag, edit.src_pos
        # What stands in the window before and after the title is no damage to it.
        if kind != "insert" or 0 < at < size:
            errors[at] += 1
    there = total = 0.0
    at = 0
    for word in form.words:
        wrong = sum(errors[at : at + len(word)])
        at += len(word)
        if word in STOP:
            continue
        if word.isdigit() and wrong:
            return False
        weight = min(len(word), 8) * (0.5 if word in COMMON else 1.0)
        total += weight
        if wrong <= max(1, len(word) // 4) and (len(word) > 3 or not wrong):
            there += weight
        elif wrong == 1 or (wrong <= max(2, len(word) * 2 // 5) and len(word) > 4):
            there += weight * 0.5
        elif len(word) > 2:
            return False
    return total == 0 or there / total >= LEAST_WORDS
