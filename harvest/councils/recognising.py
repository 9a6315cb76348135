"""Which committee system a page belongs to, and where that system is mounted. Pure."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from crawler.judge.moderngov.service import judge_committees

#: Pages that each system has under its base: the first are asked for first.
PAGES = {"ModernGov": ("mgWhatsNew.aspx", "ieDocHome.aspx"), "CMIS": ("Search.aspx",)}
#: ModernGov's method that needs no parameters; it can be switched off.
SERVICE = "mgWebService.asmx/GetCommittees"
#: Names of pages that only a ModernGov links to, and the module of the search form of CMIS.
_SIGNS = (
    ("ModernGov", re.compile(rb"\b(?:mgMemberIndex|ieListMeetings|ieDocSearch)\b", re.IGNORECASE)),
    ("CMIS", re.compile(rb"ModCMISSearchC")),
)
_LINK = re.compile(
    rb"""["']([^"'<>\s]{0,300}?(?:mgMemberIndex|ieListMeetings|ieDocSearch)\.aspx)""", re.IGNORECASE
)
#: How much of a page is looked at, in bytes.
_SEEN = 400_000


def recognised(body: bytes) -> str | None:
    """Return ``ModernGov`` or ``CMIS`` for a page that shows to be of it, else ``None``."""
    page = body[:_SEEN]
    return next((name for name, sign in _SIGNS if sign.search(page)), None)


def is_own_page(url: str, system: str) -> bool:
    """Tell whether an address is one of the pages that a system is known by, and not one that only links to it."""
    page = urlsplit(url).path.rpartition("/")[2].lower()
    return page in {each.lower() for each in PAGES[system]}


def pointed_at(body: bytes, url: str) -> str:
    """Return the base of the ModernGov that a page links to: its own folder, or another host's."""
    found = _LINK.search(body[:_SEEN])
    try:
        return mounted_at(urljoin(url, found[1].decode("latin-1")) if found else url)
    except ValueError:
        return mounted_at(url)


def mounted_at(url: str) -> str:
    """Return the base that a page of a system lies in, without a slash at its end.

    Args:
        url: where the page was found, redirects followed. A last part that has no ``.aspx`` is a folder.
    """
    parts = urlsplit(url)
    folder, _, page = parts.path.rpartition("/")
    path = folder if ".aspx" in page.lower() else parts.path
    return urlunsplit((parts.scheme, parts.netloc.lower(), path.rstrip("/"), "", ""))


def service_answers(status: int, body: bytes, url: str) -> int | None:
    """Return the number of committees that ModernGov's web service told of, ``None`` where it told nothing."""
    found = judge_committees(status, body, url)
    return len(found.committees) if found.outcome == "read" else None
