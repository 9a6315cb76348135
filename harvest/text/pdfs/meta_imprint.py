"""Imprints and lines on rights: "First published in 2016 by the Otherley Foundation", "\u00a9 NHS England 2019"."""

from __future__ import annotations

import re

from harvest.text.clean import one_line
from harvest.text.dates import find_dates

_COPYRIGHT = re.compile(
    r"(?:\u00a9|\(c\)|\bcopyright\b|\bcrown copyright\b)[^\n]{0,80}?\b((?:19[5-9]|20[0-4])\d)(?!\d|\s?[-\u2013/]\s?\d)",
    re.IGNORECASE,
)
_IMPRINT = re.compile(
    r"\b(?:first |this (?:edition|version|report) )?published (?:in |on )?(?=(?:\w+ ){0,2}(?:19|20)\d\d)|\b(?:publication date|date of publication|published|date published)\s*:\s*",
    re.IGNORECASE,
)
_LATER_EDITION = re.compile(
    r"\b(?:this|second|third|\d+(?:nd|rd|th)|revised|updated) (?:edition|version|impression)\b", re.IGNORECASE
)
_RIGHTS = re.compile(
    r"(?:\u00a9|\(c\)\s|\bcopyright\b)\s*(?:\u00a9|\(c\)|copyright)?\s*(?:(?:19|20)\d\d(?:\s*[-\u2013]\s*\d+)?)?,?\s*(?:by |of )?(?:the )?([A-Z][^\n\d.]{3,80}?)\s*(?:,?\s*(?:19|20)\d\d|\.|,|\n|$)",
)
_PUBLISHED_BY = re.compile(
    r"\b[Pp]ublished (?:in (?:\w+ )?(?:19|20)\d\d )?(?:for [^\n]{3,60} )?by:?\s+(?:the )?([A-Z][^\n.;]{3,80}?)\s*(?:[.,;\n(]|\bin\b|\d|$)"
)
#: One of these stands in every line on rights; looking for them is much quicker than a pattern.
_MARKS = ("\u00a9", "(c)", "copyright")


def imprint_dates(text: str) -> list[tuple[str, str, int]]:
    """Return (ISO date, source, place) of each date of an imprint ("imprint") and each year of rights ("copyright-line").

    The place orders them: a later edition goes first, for it is what the file holds.
    """
    lower = text.lower()
    found: list[tuple[str, str, int]] = []
    for label in _IMPRINT.finditer(text) if "published" in lower or "publication" in lower else ():
        after = text[label.end() : label.end() + 40].split("\n")[0]
        dates = find_dates(after, years=True)
        if dates and dates[0][0] <= 25:
            later = _LATER_EDITION.search(text[label.start() : label.start() + 20])
            found.append((dates[0][1], "imprint", label.start() - (10_000 if later else 0)))
    for year in _COPYRIGHT.finditer(text) if any(mark in lower for mark in _MARKS) else ():
        if "survey" not in text[year.start() : year.end()].casefold():
            found.append((year[1], "copyright-line", year.start()))
    return found


def imprint_names(text: str) -> list[tuple[str, str]]:
    """Return (name, source) of each publisher of an imprint and each owner of rights, the former first."""
    lower = text.lower()
    found: list[tuple[str, str]] = []
    for source, pattern, marks in (
        ("imprint", _PUBLISHED_BY, ("published",)),
        ("copyright-line", _RIGHTS, _MARKS),
    ):
        if any(mark in lower for mark in marks):
            found += [(one_line(match[1]).strip(" ,;:-\u2013"), source) for match in pattern.finditer(text)]
    return found
