"""What web archives say of an address: which captures they hold, and when one was taken. Pure.

The forms: the CDX server of the Internet Archive (JSON arrays, the first row names the columns), pywb's CDXJ (one JSON
object a line), TimeMaps (``application/link-format``, RFC 7089, 5), and the Internet Archive's short answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from crawler.judge.page import page_of, quoted

#: Captures of one address that are read at most.
MOST = 20_000
_AT = re.compile(r"\d{14}")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
#: One link of a TimeMap: its address, and everything up to the comma before the next one.
_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s;,"]*))*)')
_PARAMETER = re.compile(r';\s*([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]*))')
#: Replay addresses: the moment with what it is shown as (``id_``, ``if_``), and the address, its scheme often collapsed.
_REPLAY = re.compile(
    r"https?://(?:web\.archive\.org/web|webarchive\.nationalarchives\.gov\.uk(?:/ukgwa)?(?:/nobanner)?"
    r"|(?:www\.)?webarchive\.org\.uk/wayback/(?:archive|en/archive)|webarchive\.parliament\.uk|wayback\.archive-it\.org/[\w-]+)"
    r"/(\d{4,14})(?:[a-z]{2}_)?/+(.+)",
    re.IGNORECASE,
)  # fmt: skip
_SCHEME = re.compile(r"(https?):/{0,2}", re.IGNORECASE)
_CAPTCHA = re.compile(r"human verification|action\W{1,4}captcha|are you (?:a )?human", re.IGNORECASE)


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


@dataclass(frozen=True, slots=True)
class Captures:
    """What an archive says.

    Attributes:
        outcome: ``results``, ``none`` (it says that it has none) or ``unreadable``.
        captures: those that may be copies, in the archive's order.
        passed: redirects and errors, which are no copies.
        detail: what came instead, for ``unreadable``.
    """

    outcome: str
    captures: tuple[Capture, ...] = ()
    passed: int = 0
    detail: str | None = None


def is_captcha(body: bytes) -> bool:
    """Tell whether a page of an archive asks for a person."""
    return _CAPTCHA.search(body[:20_000].decode("utf-8", "replace")) is not None


def judge_captures(form: str, status: int, headers: Mapping[str, str], body: bytes) -> Captures:
    """Return what an archive says of an address.

    Args:
        form: ``cdx``, ``cdxj``, ``timemap`` or ``availability``.
        status: HTTP status.
        headers: names in small letters.
        body: its content coding undone.
    """
    if status in (404, 410) and form == "timemap":
        return Captures("none")
    if status != 200:
        return Captures("unreadable", detail=f"the archive answered {status}")
    try:
        found = _READERS[form](body.decode("utf-8", "replace").strip(), headers.get("content-type", ""))
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError, IndexError):
        found = None
    if found is None:
        what = "none, or too many requests: it does not say which" if form == "availability" else _what(body)
        return Captures("unreadable", detail=what)
    copies = tuple(each for each in found if each.copy)
    return Captures("results" if found else "none", copies, len(found) - len(copies))


def _what(body: bytes) -> str:
    page = page_of(body)
    return f"not a list of captures: {quoted(page.title or page.heading or page.text) or 'nothing'}"


def _made(at: Any, original: Any, status: Any, mime: Any, digest: Any) -> Capture | None:
    if not _AT.fullmatch(str(at)) or not original or not _moment(str(at)):
        return None
    known = str(status) if status is not None else ""
    return Capture(
        str(at), str(original), int(known) if known.isdigit() else None, str(mime) if mime else None,
        str(digest) if digest else None,
    )  # fmt: skip


def _whole(made: Iterable[Capture | None]) -> list[Capture]:
    found = [each for _, each in zip(range(MOST), made, strict=False)]
    captures = [each for each in found if each is not None]
    if found and not captures:
        raise ValueError("no row of it is a capture")
    return captures


def _cdx(text: str, _kind: str) -> list[Capture] | None:
    if not text:
        # Without any row its JSON is an empty list, or nothing at all.
        return []
    rows = json.loads(text)
    if not isinstance(rows, list):
        return None
    if not rows:
        return []
    names = [str(each) for each in rows[0]]
    if "timestamp" not in names or "original" not in names:
        return None

    def made() -> Iterator[Capture | None]:
        for row in rows[1:]:
            # The key to go on with stands after an empty row.
            if len(row) != len(names):
                return
            cells = dict(zip(names, row, strict=True))
            yield _made(
                cells["timestamp"],
                cells["original"],
                cells.get("statuscode"),
                cells.get("mimetype"),
                cells.get("digest"),
            )

    return _whole(made())


def _cdxj(text: str, kind: str) -> list[Capture] | None:
    if not text:
        return []
    if text.startswith("["):
        rows = json.loads(text)
        return _cdx(text, kind) if rows and isinstance(rows[0], list) else _whole(map(_row, rows))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not all("{" in line for line in lines):
        return None

    def made() -> Iterator[Capture | None]:
        for line in lines:
            before, brace, rest = line.partition("{")
            row = json.loads(brace + rest)
            # As an index is written: key, moment, and the rest as JSON.
            words = before.split()
            yield _row({"timestamp": words[1] if len(words) > 1 else None, **row})

    return _whole(made())


def _row(row: Mapping[str, Any]) -> Capture | None:
    return _made(
        row.get("timestamp"), row.get("url") or row.get("original"), row.get("status") or row.get("statuscode"),
        row.get("mime") or row.get("mimetype"), row.get("digest"),
    )  # fmt: skip


def _timemap(text: str, kind: str) -> list[Capture] | None:
    if not text:
        return []
    if (
        "html" in kind.lower()
        or not text.startswith("<")
        or text[:200].lower().startswith(("<!doctype", "<html"))
    ):
        return None
    original, links = "", 0
    found: list[tuple[str, str]] = []
    for link in _LINK.finditer(text):
        links += 1
        said = {name.lower(): quoted_ or bare for name, quoted_, bare in _PARAMETER.findall(link[2])}
        relations = said.get("rel", "").split()
        if "original" in relations:
            original = link[1]
        if "memento" in relations and len(found) < MOST:
            at = _digits(said.get("datetime", "")) or next(iter(_AT.findall(link[1])), "")
            found.append((at, link[1]))
    if not links or (not original and not found):
        return None
    return _whole(_made(at, original or original_of(url)[0] or url, None, None, None) for at, url in found)


def _availability(text: str, _kind: str) -> list[Capture] | None:
    said = json.loads(text)["archived_snapshots"]
    closest = said.get("closest")
    if not closest:
        return None
    original = original_of(closest["url"])[0] or json.loads(text).get("url")
    return _whole([_made(closest["timestamp"], original, closest.get("status"), None, None)])


_READERS = {"cdx": _cdx, "cdxj": _cdxj, "timemap": _timemap, "availability": _availability}


def _digits(date: str) -> str:
    try:
        return parsedate_to_datetime(date).astimezone(UTC).strftime("%Y%m%d%H%M%S")
    except (TypeError, ValueError, OverflowError):
        return ""


def _moment(at: str) -> datetime | None:
    try:
        return datetime.strptime(at, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def iso(at: str) -> str:
    """Return 14 digits as ISO 8601, UTC."""
    moment = _moment(at)
    return moment.isoformat() if moment else at


def memento_datetime(headers: Mapping[str, str]) -> str | None:
    """Return when a copy was taken by its ``Memento-Datetime`` (RFC 7089, 2.1.1), 14 digits; ``None`` without one."""
    return _digits(headers.get("memento-datetime", "")) or None


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
        return nearest(captures, found[1] if found[2] else None)

    def distance(each: Capture) -> tuple[float, int]:
        moment = _moment(each.at)
        apart = abs((moment - middle).total_seconds()) if moment else float("inf")
        return apart, -int(each.at)

    return tuple(sorted(captures, key=distance))


def original_of(url: str) -> tuple[str | None, str | None]:
    """Return the address and the moment that an address in a web archive stands for; ``(None, None)`` for others.

    Reference lists often write ``.../http:/host/...`` with one slash; the moment may be shorter than 14 digits.
    """
    found = _REPLAY.fullmatch(url.strip())
    if not found:
        return None, None
    rest = found[2]
    scheme = _SCHEME.match(rest)
    address = f"{scheme[1].lower()}://{rest[scheme.end() :]}" if scheme else f"http://{rest}"
    return address, found[1]
