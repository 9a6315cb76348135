"""What web archives say of an address: which captures they hold. Pure.

The forms: the CDX server of the Internet Archive (JSON arrays, the first row names the columns), pywb's CDXJ (one JSON
object a line), TimeMaps (``application/link-format``, RFC 7089, 5), and the Internet Archive's short answer.
How archives say that they have none: the CDX server by an empty list; pywb by 200 and nothing at all, before its version
2 by 404 and "No Captures found" (webrecorder/pywb issues 193 and 627); a TimeMap by 404. A 404 that says nothing of the
kind is the server's, and no answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crawler.judge.kind import kind_of_bytes
from crawler.judge.memento import Capture, digits, moment_of
from crawler.judge.page import page_of, quoted
from crawler.judge.replayed import original_of

#: Captures of one address that are read at most.
MOST = 20_000
#: Bytes of an answer above which it is not read as a list: no dead document has that many captures.
LARGEST = 32 * 1024 * 1024
#: Characters of text that a page has at most that tests for a person.
_TEST = 1500
_AT = re.compile(r"[0-9]{14}")
_STATUS = re.compile(r"[1-9][0-9]{2}")
#: One link of a TimeMap: its address, and everything up to the comma before the next one.
_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:"[^"]*"|[^\s;,"]*))?)*)')
_PARAMETER = re.compile(r';\s*([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]*))')
_CAPTCHA = re.compile(r"human verification|action\W{1,4}captcha|are you (?:a )?human", re.IGNORECASE)
_NONE = re.compile(
    r"no captures?\b|\bnot (?:been )?(?:archived|captured)|has not archived|not in (?:the |this )?archive|no mementos?\b"
    r"|no snapshots?\b|(?:not|n't) (?:be )?(?:found|available|held) in (?:the|this) (?:collection|archive|index)|NotInArchive",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Captures:
    """What an archive says.

    Attributes:
        outcome: ``results``, ``none`` (it says that it has none) or ``unreadable``.
        captures: those that may be copies, in the archive's order.
        passed: redirects and errors, which are no copies.
        detail: what came instead, for ``unreadable``; what is missing of the list, for ``results``.
    """

    outcome: str
    captures: tuple[Capture, ...] = ()
    passed: int = 0
    detail: str | None = None


def is_captcha(body: bytes) -> bool:
    """Tell whether an answer is a page that tests for a person, or the few words of JSON that ask for the test.

    A long page is a document, whatever words stand in it.
    """
    head = body[:20_000]
    if body[:5] == b"%PDF-" or not _CAPTCHA.search(head.decode("utf-8", "replace")):
        return False
    return len(page_of(body).text) <= _TEST


def judge_captures(form: str, status: int, headers: Mapping[str, str], body: bytes) -> Captures:
    """Return what an archive says of an address. Never raises for what an archive sends.

    Args:
        form: ``cdx``, ``cdxj``, ``timemap`` or ``availability``.
        status: HTTP status.
        headers: names in small letters.
        body: its content coding undone.

    Raises:
        KeyError: there is no such form.
    """
    read = _READERS[form]
    if form != "availability" and status in (200, 404, 410) and _says_none(form, status, headers, body):
        return Captures("none")
    if status != 200:
        return Captures("unreadable", detail=f"the archive answered {status}, and not that it has none")
    if len(body) > LARGEST:
        return Captures("unreadable", detail=f"a list of captures of more than {LARGEST // 1024 // 1024} MiB")
    try:
        rows = read(body.decode("utf-8-sig", "replace").strip())
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError, IndexError):
        rows = None
    if rows is None:
        what = "none, or too many requests: it does not say which" if form == "availability" else _what(body)
        return Captures("unreadable", detail=what)
    whole = [each for each in dict.fromkeys(rows.captures) if each is not None]
    if rows.captures and not whole:
        return Captures("unreadable", detail=f"no row of it is a capture: {quoted(rows.sample)}")
    copies = tuple(each for each in whole if each.copy)
    return Captures("results" if whole else "none", copies, len(whole) - len(copies), rows.flaw())


def _says_none(form: str, status: int, headers: Mapping[str, str], body: bytes) -> bool:
    """Tell whether an answer says, in one of the ways known, that there are no captures."""
    if not body.strip():
        # An empty page is no list: something stands between us and the archive.
        plain = "html" not in headers.get("content-type", "").lower()
        return plain and (status == 200 or form in ("timemap", "cdxj"))
    if "NotInArchive" in headers.get("x-archive-wayback-runtime-error", ""):
        return True
    if len(body) > LARGEST or (status == 200 and body.lstrip()[:1] not in (b"{", b"N", b"n")):
        return False
    page = page_of(body)
    text = f"{page.title} {page.text}"
    return len(text) <= _TEST and bool(_NONE.search(text)) and b'"timestamp"' not in body


def _what(body: bytes) -> str:
    if is_captcha(body):
        return "the archive asks for a person"
    if kind_of_bytes(body) != "html":
        said = body[:120].decode("utf-8", "replace") + (" ..." if len(body) > 120 else "")
        return f"not a list of captures: {quoted(said) or 'nothing'}"
    page = page_of(body)
    return (
        f"not a list of captures: a page, {quoted(page.title or page.heading or page.text[:120]) or 'empty'}"
    )


def _made(at: Any, original: Any, status: Any, mime: Any, digest: Any) -> Capture | None:
    if not isinstance(original, str) or not original or not moment_of(str(at)):
        return None
    known = str(status) if status is not None else ""
    return Capture(
        str(at), str(original), int(known) if _STATUS.fullmatch(known) else None, str(mime) if mime else None,
        str(digest) if digest else None,
    )  # fmt: skip


@dataclass(slots=True)
class _Rows:
    """The rows of a list: each as a capture, ``None`` for one that is none.

    ``more``: the archive has more rows than it sent, or than are read.
    """

    captures: list[Capture | None] = field(default_factory=list)
    more: bool = False
    sample: str = ""

    def take(self, made: Capture | None, row: object) -> None:
        """Take a row; what it was is kept where it is none."""
        if made is None:
            self.sample = self.sample or str(row)[:120]
        if len(self.captures) < MOST:
            self.captures.append(made)
        else:
            self.more = True

    def flaw(self) -> str | None:
        """Return what is missing of the list, as a sentence."""
        broken = sum(each is None for each in self.captures)
        said = [f"{broken} of {len(self.captures)} rows could not be read"] if broken else []
        said += ["the archive has more captures than it listed"] if self.more else []
        return "; ".join(said) or None


def _cdx(text: str) -> _Rows | None:
    rows, found = json.loads(text), _Rows()
    if not isinstance(rows, list) or (rows and not isinstance(rows[0], list)):
        return None
    if not rows:
        return found
    names = [str(each) for each in rows[0]]
    if "timestamp" not in names or "original" not in names:
        return None
    for row in rows[1:]:
        if row == []:
            # After an empty row stands the key to go on with.
            found.more = True
            break
        cells = dict(zip(names, row, strict=True)) if isinstance(row, list) and len(row) == len(names) else {}
        found.take(_row(cells), row)
    return found


def _cdxj(text: str) -> _Rows | None:
    if text.startswith("["):
        rows, found = json.loads(text), _Rows()
        if rows and isinstance(rows[0], list):
            return _cdx(text)
        for row in rows:
            found.take(_row(row) if isinstance(row, dict) else None, row)
        return found
    lines, found = text.splitlines(), _Rows()
    if "{" not in lines[0] or lines[0].startswith("<"):
        return None
    for line in filter(None, map(str.strip, lines)):
        found.take(_line(line), line)
    return found


def _line(line: str) -> Capture | None:
    """Read a line: JSON, or as an index is written: key, moment, and the rest as JSON."""
    before, brace, rest = line.partition("{")
    words = before.split()
    try:
        row = json.loads(brace + rest)
    except (ValueError, RecursionError):
        # The last line of an answer that was cut off, mostly.
        return None
    return _row({"timestamp": words[1] if len(words) > 1 else None, **row})


def _row(row: Mapping[str, Any]) -> Capture | None:
    return _made(
        row.get("timestamp"), row.get("url") or row.get("original"), row.get("status") or row.get("statuscode"),
        row.get("mime") or row.get("mimetype"), row.get("digest"),
    )  # fmt: skip


def _timemap(text: str) -> _Rows | None:
    if not text.startswith("<") or text[:200].lower().startswith(("<!", "<html", "<?xml")):
        return None
    original, elsewhere, found = "", False, _Rows()
    mementos: list[tuple[str, str]] = []
    for link in _LINK.finditer(text):
        said = {name.lower(): quoted_ or bare for name, quoted_, bare in _PARAMETER.findall(link[2])}
        relations = said.get("rel", "").lower().split()
        if "original" in relations:
            original = link[1]
        elsewhere = elsewhere or ("timemap" in relations and "self" not in relations)
        if "memento" in relations:
            at = digits(said.get("datetime", "")) or next(iter(_AT.findall(link[1])), "")
            mementos.append((at, link[1]))
    if not mementos and (elsewhere or not original):
        # An index of other TimeMaps (RFC 7089, 5.1) has its mementos there, or it is no TimeMap at all.
        return None
    for at, url in mementos:
        found.take(_made(at, original or original_of(url)[0], None, None, None), url)
    return found


def _availability(text: str) -> _Rows | None:
    said, found = json.loads(text), _Rows()
    closest = said["archived_snapshots"].get("closest")
    if not closest:
        return None
    original = original_of(str(closest["url"]))[0] or said.get("url")
    found.take(_made(closest["timestamp"], original, closest.get("status"), None, None), closest)
    return found


_READERS = {"cdx": _cdx, "cdxj": _cdxj, "timemap": _timemap, "availability": _availability}
