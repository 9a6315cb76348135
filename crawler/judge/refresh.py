"""Pages that only lead on: by ``meta http-equiv=refresh``, or by the one script of ModernGov's.

Sources: HTML Living Standard, 4.2.5.3 (the value of ``refresh``); the page that ModernGov sends over http
in place of its web service's XML (``HttpRedirect.htm``).
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.canonical import canonical
from crawler.judge.page import LOOKED_AT, page_of

#: Seconds after which a page that refreshes is one to be read.
SLOWEST = 30
#: Characters of text above which a page is one to be read, though it leads on.
_MOST = 600
#: Bytes above which a page of scripts does more than lead on.
_SCRIPT = 8192
#: The longest value that is read, in characters.
_VALUE = 2200
_AFTER = re.compile(r"\s*(\d{0,6})[\d.]*")
_NAMED = re.compile(r"url\s*=\s*", re.IGNORECASE)
#: ``window.location = "https://" + window.location.hostname + ...``, in one step or several.
_GOES = re.compile(rb"location(?:\.href)?\s*=(?!=)|location\.(?:replace|assign)\s*\(")
_OWN_HOST = re.compile(rb"location\.(?:host|hostname|href)\b|document\.domain")


def refresh_target(body: bytes, url: str) -> str | None:
    """Return the address that a page leads on to, in its one spelling, or ``None``.

    ``None`` for pages that reload themselves, that wait longer than :data:`SLOWEST` seconds, or that have
    text of their own. A page that sends the reader to the same address by https, with a script and nothing
    else, leads there.
    """
    low = body[:LOOKED_AT].lower()
    refreshes = b"http-equiv" in low and b"refresh" in low
    scripted = (
        len(body) <= _SCRIPT
        and url[:5].lower() == "http:"
        and b"https:" in low
        and _GOES.search(low) is not None
    )
    if not refreshes and not scripted:
        return None
    page = page_of(body)
    if len(page.text) > _MOST:
        return None
    if refreshes:
        return _refreshed(body, url)
    if page.text or page.has("form, img, a[href]") or not page.whole or not _OWN_HOST.search(low):
        return None
    return _by_https(url)


def _refreshed(body: bytes, url: str) -> str | None:
    tree = LexborHTMLParser(body[:LOOKED_AT])
    base = tree.css_first("base[href]")
    try:
        start = canonical((base.attributes.get("href") or "") if base else "", url)
        here = canonical(url)
    except ValueError:
        return None
    for meta in tree.css("meta[http-equiv='refresh' i]"):
        target = _target((meta.attributes.get("content") or "")[:_VALUE])
        if not target:
            continue
        try:
            onward = canonical(target, start)
        except ValueError:
            continue
        if onward != here and onward.startswith(("http://", "https://")):
            return onward
    return None


def _target(value: str) -> str:
    """Return the address in the value of a refresh, as it is written; ``""`` for none, or for a slow one."""
    after = _AFTER.match(value)
    rest = value[after.end() :] if after else ""
    if not after or not after[1] or int(after[1]) > SLOWEST or rest[:1] not in (";", ",", *" \t\r\n\f"):
        return ""
    rest = rest.lstrip()
    rest = rest[1:].lstrip() if rest[:1] in (";", ",") else rest
    if named := _NAMED.match(rest):
        rest = rest[named.end() :]
    # A quotation mark that opens closes at the next of its kind.
    return (rest[1:].partition(rest[0])[0] if rest[:1] in ("'", '"') else rest).strip()


def _by_https(url: str) -> str | None:
    try:
        parts = urlsplit(canonical(url))
    except ValueError:
        return None
    # A port that was written was the one for http.
    return (
        urlunsplit(("https", parts.hostname or "", parts.path, parts.query, "")) if not parts.port else None
    )
