"""What people write into cells, read as what they mean; a sentence where that is not certain."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from crawler.canonical import canonical
from harvest.importing.sheet import Line

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_WORDS = re.compile(r"(\d{1,2}) ([A-Za-z]{3})[a-z]* (\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: The earliest year that a document or a search of this kind is dated.
_FIRST_YEAR = 1000


class NotMeantError(ValueError):
    """A cell that cannot be read; the message says what to write."""


def partial_date(line: Line, column: str) -> str | None:
    """Return a date as precise as it was written: ``2019``, ``2019-03`` or ``2019-03-05``; ``None`` for none.

    Raises:
        NotMeantError: it is no date, or one that is read differently in different countries.
    """
    value = line.raw(column)
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    text = line.text(column)
    if not text:
        return None
    if found := _ISO.fullmatch(text.removesuffix(" 00:00:00")):
        parts = [int(each) for each in found.groups() if each]
    elif found := _SLASHED.fullmatch(text):
        day, month = int(found[1]), int(found[2])
        if day <= 12 and month <= 12 and day != month:
            raise NotMeantError(
                f"{text!r} is one day in Britain and another in America: write it as 2026-11-23"
            )
        day, month = (month, day) if month > 12 else (day, month)
        parts = [int(found[3]), month, day]
    elif (found := _WORDS.fullmatch(text)) and found[2].lower() in _MONTHS:
        parts = [int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1])]
    else:
        raise NotMeantError(f"{text!r} is not a date: write it as 2019, 2019-03 or 2019-03-05")
    try:
        date(*([*parts, 1, 1])[:3])
    except ValueError:
        raise NotMeantError(f"{text!r} is not a day of the calendar") from None
    if parts[0] < _FIRST_YEAR:
        raise NotMeantError(f"{text!r} is not a year that anything was published in")
    return "-".join([f"{parts[0]:04d}", *(f"{each:02d}" for each in parts[1:])])


def day(line: Line, column: str, today: date) -> str | None:
    """Return the day on which something was done, as an ISO date; ``None`` when nothing is written.

    Raises:
        NotMeantError: it is no whole date, or it lies in the future.
    """
    text = partial_date(line, column)
    if text is None:
        return None
    if len(text) < 10:
        raise NotMeantError(f"{text!r} names no day: write it as 2026-11-23")
    # Where the person is, it may be tomorrow already.
    if date.fromisoformat(text) > today + timedelta(days=1):
        raise NotMeantError(f"{text} is in the future")
    return text


def number(line: Line, column: str) -> int | None:
    """Return a count; ``None`` when nothing is written.

    Raises:
        NotMeantError: it is no whole number of 0 or more.
    """
    text = line.text(column).replace(",", "").replace(" ", "")
    if not text:
        return None
    if (
        not (text.isascii() and text.isdigit())
        or len(text) > 9
        or isinstance(line.raw(column), datetime | date)
    ):
        raise NotMeantError(
            f"{line.text(column)!r} is not a whole number: write 0 or more, or leave it empty"
        )
    return int(text)


def address(line: Line, column: str) -> str | None:
    """Return a web address in its one spelling; ``None`` when nothing is written.

    Raises:
        NotMeantError: it is no web address, or holds a password.
    """
    text = line.text(column)
    if not text:
        return None
    try:
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NotMeantError(f"{text!r} is not a web address: copy it from the browser, with https://")
        if "@" in parts.netloc:
            raise NotMeantError("there is a name or password in the address: take it out")
        return canonical(text)
    except NotMeantError:
        raise
    except ValueError as error:
        raise NotMeantError(f"{text!r} is not a web address ({error})") from None
