"""Dates as written, to ISO 8601 as precise as they are. Nothing is filled in."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = {name[:size]: i for i, name in enumerate(_MONTHS, 1) for size in (3, len(name))} | {"sept": 9}
_NAME = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_ISO = re.compile(rf"(?<!\d)({_YEAR})-(\d\d)(?:-(\d\d))?(?!\d)(?!-\d)")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s,-]+({_NAME}),?[\s,-]+({_YEAR})(?!\d)", re.I
)
_MONTH_FIRST = re.compile(rf"\b({_NAME})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+({_YEAR})(?!\d)", re.I)
_SLASHED = re.compile(rf"(?<![\d/.])(\d{{1,2}})[/.](\d{{1,2}})[/.]({_YEAR})(?![\d/])")
_MONTH_YEAR = re.compile(rf"\b({_NAME}),?\s+({_YEAR})(?!\d)", re.I)
_YEAR_ALONE = re.compile(
    rf"(?<![\d/.£$€-])(?<![–—-]\s)(?<!\d to )(?<!\d and )({_YEAR})(?![\d/-]|\.\d|\s?[–—-]\s?\d|\s(?:to|and)\s\d)",
    re.I,
)


def parse_date(value: str) -> str | None:
    """Return the date that ``value`` states, such as "2019-03-05", "2019-03" or "2019", or None.

    Reads ISO 8601 (a time is dropped, the day kept as written), "5 March 2019", "March 5, 2019", "March 2019"
    and "05/03/2019" day first, as written in the United Kingdom. A bare year must be the whole value. A day that
    does not exist gives None.
    """
    value = value.strip()
    for _, found in find_dates(value):
        return found
    return value if re.fullmatch(_YEAR, value) else None


def find_dates(text: str, *, years: bool = False) -> list[tuple[int, str]]:
    """Return (offset, ISO date) of each date in ``text`` in order; bare years only with ``years``.

    A year in a range ("2019-2024", "2019/20") is not a date of anything and is passed over.
    """
    return [(start, iso) for start, _, iso in date_spans(text, years=years)]


def date_spans(text: str, *, years: bool = False, numbers: bool = True) -> list[tuple[int, int, str]]:
    """Return (start, stop, ISO date) of each date as ``find_dates`` does; ``05/03/2019`` only with ``numbers``."""
    found: list[tuple[int, int, str]] = []

    def take(match: re.Match[str], iso: str | None) -> None:
        if iso and not any(start < match.end() and match.start() < end for start, end, _ in found):
            found.append((match.start(), match.end(), iso))

    for match in _ISO.finditer(text):
        take(match, iso_date(int(match[1]), int(match[2]), int(match[3]) if match[3] else None))
    for match in _DAY_FIRST.finditer(text):
        take(match, iso_date(int(match[3]), _month(match[2]), int(match[1])))
    for match in _MONTH_FIRST.finditer(text):
        take(match, iso_date(int(match[3]), _month(match[1]), int(match[2])))
    if numbers:
        for match in _SLASHED.finditer(text):
            take(match, iso_date(int(match[3]), int(match[2]), int(match[1])))
    for match in _MONTH_YEAR.finditer(text):
        take(match, iso_date(int(match[2]), _month(match[1]), None))
    if years:
        for match in _YEAR_ALONE.finditer(text):
            take(match, match[1])
    return sorted(found)


def _month(name: str) -> int:
    return _MONTH[name.lower().rstrip(".")]


def iso_date(year: int, month: int, day: int | None) -> str | None:
    """Return the ISO 8601 day, or month without ``day``, or None if the calendar has no such day."""
    try:
        checked = date(year, month, 1 if day is None else day)
    except ValueError:
        return None
    return checked.isoformat()[:7] if day is None else checked.isoformat()
