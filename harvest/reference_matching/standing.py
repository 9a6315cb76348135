"""What stands before and after a title in a string: whether the string is of that title or of another. Pure."""

from __future__ import annotations

import re

#: A work about the work: its review, its summary.
_ABOUT = re.compile(
    r"\b(?:(?:book\s+)?review|summary|critique|discussion|evaluation|translation)\s+of\W*(?:the\s+)?$"
    r"|\b(?:responses?|reply|replies|response\s+paper|rejoinder|appendix|annex|supplement|correction|corrigendum|erratum)\s+(?:to|for)\W*(?:the\s+)?$"
    r"|\b(?:comments?|commentary|reflections|consultation|note)\s+on\W*(?:the\s+)?$",
    re.IGNORECASE,
)
#: A part of the work, or another work that goes with it.
_PART = re.compile(
    r"\W{0,4}\(?(?:executive\s+summary|summary\s+report|technical\s+(?:appendix|annex|note)|appendi(?:x|ces)\b|annex\b|"
    r"supplement(?:ary)?\b|easy[\s-]read|erratum|corrigendum|a\s+(?:response|reply|commentary)\b"
    r"|(?:part|phase|volume|chapter|module)\s+(?:[ivx]{1,4}|\d{1,2}|one|two|three|four)\b)",
    re.IGNORECASE,
)
#: What stands before the book or the proceedings that something is in.
_IN = re.compile(
    r"(?:[.,;:?!\"'”’»)\]]\s*(?:In|in)\s*[:.]?|\bIn\s*:|\bIn)\s+(?:[^\"“«]{0,160}?(?:\(?\b[Ee]d(?:s|itors?|ited\s+by)?\b\.?\)?\s*[.,:;]?|\([Hh]rsg\.?\)[.,:;]?)[^.]{0,30})?[\s\"“'‘«(]*$"
)
_EDITORS = re.compile(
    r"\bin\b\s*:?\s+[^\"“]{3,160}\(?\b(?:eds?|editors?|hrsg)\b\.?\)?\s*[.,:;]?\s*[\"“'‘«]?\s*$", re.IGNORECASE
)
_SIDE = re.compile(r"[^\w\s&-]|\s[-–—]|[-–—]\s|$")
_LOWER = re.compile(r"(?<![\w'’.-])[a-zà-ÿ]{3,}(?![\w.])")
_NO_TITLE = frozenset(
    {
        "and",
        "et",
        "al",
        "von",
        "van",
        "der",
        "den",
        "del",
        "della",
        "eds",
        "ed",
        "the",
        "for",
        "edited",
        "with",
        "und",
        "see",
        "also",
    }
)
_FURTHER = re.compile(r"\s*(?::|[-–—]\s|\s[-–—])\s*(.{0,120})", re.DOTALL)


_YEAR_IN_BRACKETS = re.compile(r"\((?:1[5-9]|20)\d\d[a-z]?(?:,[^()]{0,20})?\)")
_WORDS = re.compile(r"[^\W\d_]{4,}")
_PERSON = re.compile(
    r"[\s.,;/\"”’»]{1,6}(?:by\s+)?(?:[A-Z][a-zà-ÿ'’-]+,?\s+(?:[A-Z]\.?){1,3}|(?:[A-Z]\.\s?){1,3}[A-Z][a-zà-ÿ'’-]+)"
    # Journals end in a letter too: a name is followed by another one, or by the year.
    r"(?=,\s*(?:[A-Z][a-z'’-]+,?\s+[A-Z]\b|[A-Z]\.)|,?\s+(?:and|&)\s|\.?,?\s*\(?(?:19|20)\d\d|\s*\((?:eds?|19|20))"
)


def about(before: str) -> bool:
    """Tell whether what stands before a title makes the string one of a work about it."""
    return _ABOUT.search(before[-60:].rstrip(" \"“”'‘’«»")) is not None


def part_after(after: str) -> str | None:
    """Return what after a title says that the string is of a part of the work, or ``None``."""
    found = _PART.match(after)
    return found[0].strip() if found else None


def container(before: str) -> bool:
    """Tell whether the title is that of the book that something is in: "In: Jones A, ed."."""
    tail = before[-260:]
    found = _IN.search(tail) or _EDITORS.search(tail)
    if found is None:
        return False
    # Something must be in it: words before that are more than a name.
    return len(re.findall(r"[A-Za-zÀ-ÿ]{3,}", before[: len(before) - len(tail) + found.start()])) >= 3


def title_before(before: str) -> bool:
    """Tell whether another title stands before: four words in small letters between two points or quotes."""
    for piece in re.split(r"[.:;?!\"“”«»()\[\]]\s*", before):
        words = [each for each in _LOWER.findall(piece) if each not in _NO_TITLE]
        if len(words) >= 3 and len(piece.split()) >= 4:
            return True
    return False


def behind_title(before: str) -> bool:
    """Tell whether words stand between the year in brackets and the title: those are the title then."""
    found = _YEAR_IN_BRACKETS.search(before)
    return found is not None and len(_WORDS.findall(before[found.end() :])) >= 2


def person_after(after: str) -> bool:
    """Tell whether a person's name stands right behind a title, with initials before or after it."""
    return _PERSON.match(after) is not None


def open_sides(before: str, after: str, text_before: str) -> tuple[bool, bool]:
    """Tell for each side of a title whether a word goes on there with no sign between: it may be part of another title."""
    left = before.rstrip()
    begins = not left or re.search(r"[^\w\s&-]$|[-–—]$|\d[a-z]?$", left) is not None
    right = after[:3]
    ends = not after.strip() or (_SIDE.match(right) or _SIDE.match(right.lstrip())) is not None
    if not ends:
        ends = re.match(r"\s*(?:[\[(]|In\s|in:\s|\d|https?:|[A-Z])", after) is not None
    if not begins and text_before:
        # A sentence case title behind a name without a sign: "Smith J The state of care".
        begins = re.search(r"\b[A-Z]{1,3}$", left) is not None
    return not begins, not ends


def further(after: str) -> str:
    """Return what follows a title as a subtitle would, behind a colon or a dash; "" where nothing does."""
    found = _FURTHER.match(after)
    return found[1] if found else ""
