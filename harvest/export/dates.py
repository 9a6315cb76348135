"""Partial ISO dates, as grey literature has them: a year, a month, or a day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

# Not from the locale: the same record gives the same words on every machine.
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def date_parts(text: str | None) -> tuple[int, ...]:
    """Return (year,), (year, month) or (year, month, day) of a partial ISO date; ``()`` if it is not one.

    A date that does not exist ("2019-13") gives ``()``: we do not guess which part of it is wrong.
    """
    found = _PARTIAL.fullmatch((text or "").strip())
    if not found:
        return ()
    parts = tuple(int(part) for part in found.groups() if part)
    try:
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        return ()
    return parts if parts[0] >= 1000 else ()


def day_of(moment: str | None) -> tuple[int, int, int] | None:
    """Return (year, month, day), in UTC, of an ISO date or date-time; None if it is not one."""
    try:
        parsed = datetime.fromisoformat((moment or "").strip())
        if parsed.tzinfo:
            parsed = parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return (parsed.year, parsed.month, parsed.day) if parsed.year >= 1000 else None


def day_in_words(moment: str | None) -> str:
    """Return the day, in UTC, of an ISO date or date-time as "10 February 2014"; ``""`` if it is not one."""
    day = day_of(moment)
    return f"{day[2]} {_MONTHS[day[1] - 1]} {day[0]}" if day else ""
