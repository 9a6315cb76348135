"""Mementos: captures of an address in a web archive, when one was taken, and which is nearest to a date. Pure.

RFC 7089, and the 14 digits by which web archives name a moment. What the archives list is read in
:mod:`crawler.judge.captures`; what archived addresses stand for is in :mod:`crawler.judge.replayed`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote

_AT = re.compile(r"[0-9]{14}")
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture of an address.

    Attributes:
        at: when it was taken: 14 digits, UTC.
        original: the address as it was captured.
        status: the HTTP status then, where the archive tells it.
        mime: the media type then.
        digest: base32 SHA-1 of the body, as archives write it.
    """

    at: str
    original: str
    status: int | None = None
    mime: str | None = None
    digest: str | None = None

    @property
    def copy(self) -> bool:
        """Whether it may be a copy of what was there: not a redirect, not an error."""
        return self.status is None or self.status == 200


def digits(date: str) -> str:
    """Return an HTTP date as 14 digits, UTC; nothing for what is none."""
    try:
        moment = parsedate_to_datetime(date)
        # Every HTTP date is in GMT, whether it says so or not (RFC 9110, 5.6.7).
        moment = moment.astimezone(UTC) if moment.tzinfo else moment
    except (TypeError, ValueError, OverflowError, IndexError):
        return ""
    return re.sub("[^0-9]", "", moment.isoformat()[:19])


def moment_of(at: str) -> datetime | None:
    """Return the moment that 14 digits stand for; ``None`` for what is none."""
    if not _AT.fullmatch(at):
        return None
    try:
        return datetime.strptime(at, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def iso(at: str) -> str:
    """Return 14 digits as ISO 8601, UTC."""
    moment = moment_of(at)
    return moment.isoformat() if moment else at


def memento_datetime(headers: Mapping[str, str]) -> str | None:
    """Return when a copy was taken by its ``Memento-Datetime`` (RFC 7089, 2.1.1), 14 digits; ``None`` without one."""
    return digits(headers.get("memento-datetime", "")) or None


def nearest(captures: Sequence[Capture], wanted: str | None) -> tuple[Capture, ...]:
    """Return captures with the one nearest to a date first; of two as near, the later one.

    Args:
        captures: what archives hold.
        wanted: ISO date as precise as it is known: a year stands for its middle, a month for its middle. The newest
            captures come first when it is ``None``.
    """
    found = _PARTIAL.match(wanted or "")
    if not found:
        return tuple(sorted(captures, key=lambda each: each.at, reverse=True))
    month, day = int(found[2] or 7), int(found[3] or (15 if found[2] else 1))
    try:
        middle = datetime(int(found[1]), month, day, 12, tzinfo=UTC)
    except ValueError:
        # What is no day of the month, or no month, is left out of it.
        return nearest(captures, wanted[: 7 if found[3] else 4] if wanted and found[2] else None)

    def distance(each: Capture) -> tuple[float, float]:
        moment = moment_of(each.at)
        if moment is None:
            return float("inf"), 0.0
        return abs((moment - middle).total_seconds()), -moment.timestamp()

    return tuple(sorted(captures, key=distance))


def raw_address(template: str, capture: Capture) -> str:
    """Return where the bytes of a capture are.

    Args:
        template: with ``{at}`` for the 14 digits and ``{plain}`` (or ``{url}``, in percent signs) for the address.
        capture: the capture.
    """
    parts = {
        "at": capture.at,
        "url": quote(capture.original, safe=""),
        "plain": capture.original.replace("#", "%23"),
    }
    return re.sub(r"\{(at|url|plain)\}", lambda found: parts[found[1]], template)
