"""How fast one host may be asked: one request at a time, a pause between, and pauses that it asks for.

Imports no Scrapy: everything that talks to a host uses this one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

from crawler.clock import Clock

#: The longest pause that a ``Retry-After`` is obeyed for within a run, in seconds. A host that asks for
#: more is left for a later run.
LONGEST_WAIT = 3600.0
#: Answers that say "not now": asked again, later.
NOT_NOW = frozenset({429, 500, 502, 503, 504})
_SLOW_DOWN = re.compile(
    rb"(?:no (?:further|more) requests|try again|wait)[^.<]{0,60}?\b(\d{1,3}) minutes?"
    rb"|request limit in (\d{1,3}) minutes? exceeded",
    re.I,
)
#: Longer waits than ten years are all the same.
_FOR_EVER = 10 * 365 * 86400.0


@dataclass(slots=True)
class _Host:
    delay: float
    in_flight: int = 0
    next_at: float = 0.0


class Pace:
    """Keeps the time between requests for every host.

    Args:
        clock: where time comes from.
        delay: seconds between the end of one request and the start of the next, per host.
        least: seconds for single hosts that no smaller ``delay`` undercuts.
        per_host: requests under way to one host at a time. 1 wherever the host is somebody else's.
    """

    def __init__(
        self, clock: Clock, delay: float, least: Mapping[str, float] | None = None, per_host: int = 1
    ) -> None:
        self._clock, self._delay, self._least, self._per_host = clock, delay, dict(least or {}), per_host
        self._hosts: dict[str, _Host] = {}

    def _host(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(max(self._delay, self._least.get(name, 0.0)))
        return host

    def may_ask(self, name: str) -> bool:
        """Tell whether a request to this host may start now."""
        host = self._host(name)
        return host.in_flight < self._per_host and self._clock.monotonic() >= host.next_at

    def started(self, name: str) -> None:
        """Note that a request to this host has started."""
        host = self._host(name)
        host.in_flight += 1
        host.next_at = self._clock.monotonic() + host.delay

    def ended(self, name: str) -> None:
        """Note that a request has ended: the pause is counted from here."""
        host = self._host(name)
        host.in_flight -= 1
        host.next_at = max(host.next_at, self._clock.monotonic() + host.delay)

    def slow_to(self, name: str, delay: float) -> None:
        """Take the longer of our delay and the one a host asks for (``Crawl-delay``)."""
        host = self._host(name)
        host.delay = max(host.delay, delay)
        host.next_at = max(host.next_at, self._clock.monotonic() + delay)

    def wait(self, name: str, seconds: float) -> None:
        """Ask nothing of this host for so many seconds."""
        host = self._host(name)
        host.next_at = max(host.next_at, self._clock.monotonic() + seconds)

    def delay(self, name: str) -> float:
        """Return the seconds kept between requests to this host."""
        return self._host(name).delay

    def idle(self) -> bool:
        """Tell whether no request is under way to any host."""
        return not any(host.in_flight for host in self._hosts.values())

    def next_at(self, names: list[str]) -> float | None:
        """Return the seconds until the first of these hosts may be asked; ``None`` if all are in flight."""
        now = self._clock.monotonic()
        waits = [
            max(0.0, host.next_at - now) for host in map(self._host, names) if host.in_flight < self._per_host
        ]
        return min(waits) if waits else None


def pause(delay: float, attempts: int, asked: float | None, spread: float = 0.0) -> float:
    """Return the seconds to wait before a host in trouble is asked again.

    Args:
        delay: seconds kept between requests to the host.
        attempts: how often it was asked in vain, from 1.
        asked: what its ``Retry-After`` said, where it said something.
        spread: 0 to 1, drawn anew each time: makes our own pause up to a half longer, so that many clients
            of a host in trouble do not come back at the same moment.
    """
    ours = max(delay, 1.0) * 4.0**attempts * (1.0 + spread / 2.0)
    return float(min(LONGEST_WAIT, max(ours, asked or 0.0)))


def asked_pause(status: int, fields: Mapping[str, str], body: bytes, clock: Clock) -> float | None:
    """Return the seconds for which an answer asks the whole host to be left alone, ``None`` if it does not.

    ``Retry-After`` on a status that means "not now" (RFC 9110, 10.2.3; RFC 6585, 4), and the words of
    services that say it otherwise: Contracts Finder answers 403 with "no further requests until after 5
    minutes", Find a Tender 429 with "12 request limit in 2 minute exceeded".

    Args:
        status: HTTP status.
        fields: headers by lower-case name.
        body: the body; only its beginning is looked at.
        clock: for a ``Retry-After`` that is a date.
    """
    if status not in NOT_NOW and status != 403:
        return None
    if (said := retry_after(fields.get("retry-after", ""), clock)) is not None:
        return said
    if status in (403, 429) and (found := _SLOW_DOWN.search(body[:2000])):
        return int(found[1] or found[2]) * 60.0
    return None


def retry_after(value: str, clock: Clock) -> float | None:
    """Read a ``Retry-After`` header (RFC 9110, 10.2.3): seconds, or a date, as seconds from now.

    Returns:
        Seconds, never negative, or ``None`` when the value is neither.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value), _FOR_EVER)
    try:
        date = parsedate_to_datetime(value)
        # The obsolete asctime form names no zone; every HTTP date is in GMT (RFC 9110, 5.6.7).
        date = date if date.tzinfo else date.replace(tzinfo=UTC)
        return max(0.0, date.timestamp() - clock.epoch())
    except (TypeError, ValueError, OverflowError):
        return None
