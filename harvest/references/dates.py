"""Years and dates as references have them: with letters before them, in brackets, as ranges, or not at all."""

from __future__ import annotations

import re
from typing import NamedTuple

from harvest.text.dates import parse_date

#: Printing, and the century after this one: what lies outside is a slip of the pen.
EARLIEST, LATEST = 1450, 2100
#: Year/month/day/other, the last parts perhaps empty, as the tag list of RIS has it (Reference Manager; Zotero writes
#: ``2024///``). Two parts without an end may be a year and a month, or a year that runs into the next one.
_RIS = re.compile(r"(\d{4})/(\d{1,2})?(?:/(\d{1,2})?)?(?:/(.*))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?")
_RANGE = re.compile(r"(\d{4})\s*(?:/|[-–—]|to)\s*(\d{2}|\d{4})")
_AROUND = re.compile(r"(?:(?:c(?:a|irca)?|©|\(c\)|copyright|publ?(?:ished)?)\.?\s*)?[\[(]?\s*(?:c(?:a|irca)?\.?\s*)?(\d{4})[a-z]?\s*\??\s*[\])]?[.,;]?", re.I)  # fmt: skip
_FOUR = re.compile(r"(?<!\d)\d{4}(?!\d)")
#: Year, month, day, as PubMed writes it.
_YEAR_FIRST = re.compile(r"(\d{4})[\s,;]+([A-Za-z]{3,9})\.?(?:[\s,]+(\d{1,2}))?")
_NONE = re.compile(
    r"(?:\[|\()?(?:in press|in print|forthcoming|to appear|accepted|submitted|n\.?\s?d\.?|no date|undated|unknown|not known|not dated|"
    r"online first|early access|ahead of print|epub|s\.?\s?d\.?|null|none|nan|n/a|na|\?+|-+|0+)(?:\]|\))?\.?",
    re.IGNORECASE,
)


class When(NamedTuple):
    """What a value says of time: the year, the ISO date as precise as it is, and what is odd of it, or ``None``."""

    year: int | None
    date: str | None
    odd: str | None


def when(value: str) -> When:
    """Return what a value says of when something was published. Nothing is filled in, and no century guessed."""
    value = value.strip()
    if not value:
        return When(None, None, "is empty: no year was taken")
    if re.fullmatch(r"\d{4}", value):
        return _checked(int(value), value, None)
    if found := _RIS.fullmatch(value):
        return _slashed(value, found)
    if found := _ISO.fullmatch(value):
        return _iso(value, found)
    if found := _YEAR_FIRST.fullmatch(value):
        spelt = " ".join(filter(None, (found[3], found[2], found[1])))
        if date := parse_date(spelt):
            return _checked(int(found[1]), date, f"is {value!r} and not a year: read as {date}")
    if date := parse_date(value):
        return _checked(int(date[:4]), date, f"is {value!r} and not a year: read as {date}")
    if found := _RANGE.fullmatch(value):
        return _checked(int(found[1]), found[1], f"is the span {value!r}: its first year was taken")
    if found := _AROUND.fullmatch(value):
        return _checked(int(found[1]), found[1], f"is {value!r}: read as {found[1]}")
    if _NONE.fullmatch(value):
        return When(None, None, f"says {value!r}: no year was taken")
    if re.fullmatch(r"['’]?\d{2}", value):
        return When(
            None, None, f"is {value!r}, a year of two digits: no year was taken, as its century is not known"
        )
    years = [year for year in _FOUR.findall(value) if EARLIEST <= int(year) <= LATEST]
    if years:
        return When(int(years[0]), years[0], f"is {value!r}: the year {years[0]} was taken from it")
    return When(None, None, f"is {value!r}, which is no year: none was taken")


def is_dated(value: str) -> bool:
    """Tell whether a value is what a date field may hold: a date, a year however written, or words for none."""
    value = value.strip()
    told = when(value)
    return told.odd is None or bool(_NONE.fullmatch(value)) or (
        told.year is not None and len(value) <= 24 and len(re.findall(r"[A-Za-z]{2,}", value)) <= 2
    )  # fmt: skip


def day(value: str) -> str | None:
    """Return the ISO date of a value such as a date of access, as precise as it is, or ``None``."""
    return when(value).date


def _checked(year: int, date: str | None, odd: str | None) -> When:
    if not EARLIEST <= year <= LATEST:
        return When(None, None, f"is {year}, which cannot be its year: none was taken")
    return When(year, date, odd)


def _parts(year: str, month: str | None, number: str | None) -> str | None:
    """Return the ISO date of numbers, or ``None`` where there is no such month or day."""
    if not month or int(month) == 0:
        return year
    day_of = f"-{int(number):02d}" if number and int(number) else ""
    return parse_date(f"{year}-{int(month):02d}{day_of}") or (
        # The reader of dates knows the years of documents, and books are older.
        f"{year}-{int(month):02d}{day_of}" if int(month) <= 12 and int(number or 0) <= 28 else None
    )


def _slashed(value: str, found: re.Match[str]) -> When:
    year, month, number = found[1], found[2], found[3]
    if value.count("/") == 1 and month and len(month) == 2:
        if not 1 <= int(month) <= 12:
            return _checked(int(year), year, f"is the span {value!r}: its first year was taken")
        said = f"is {value!r}, a year with a month or one that runs into the next: only the year {year} was taken"
        return _checked(int(year), year, said)
    date = _parts(year, month, number)
    if date is None:
        return _checked(int(year), year, f"is {value!r}, which is no date: only the year {year} was taken")
    return _checked(int(year), date, None)


def _iso(value: str, found: re.Match[str]) -> When:
    year = found[1]
    date = _parts(year, found[2], found[3])
    if date is None and found[3] is None and len(found[2]) == 2:
        return _checked(int(year), year, f"is the span {value!r}: its first year was taken")
    if date is None:
        return _checked(int(year), year, f"is {value!r}, which is no date: only the year {year} was taken")
    return _checked(int(year), date, f"is {value!r} and not a year: read as {date}")
