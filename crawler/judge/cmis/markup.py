"""What the pages of CMIS have in common: how they are parsed, and how their addresses and dates are spelled."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode
from w3lib.url import safe_url_string

from crawler.canonical import canonical
from crawler.judge.moderngov.addresses import day
from crawler.judge.page import quoted, title_of

#: Name and version of these judges.
PARSER = "cmis/2"
#: Bytes of a page that are read: the state of a form alone may be 100 kB.
LARGEST = 8_000_000
_DATE = re.compile(r"\b(\d{1,2})/([A-Za-z]{3,9})/(\d{4})\b")
#: The tab that a page of a meeting is opened at: all of them come with it.
_TAB = re.compile(r"/SelectedTab/[^/]*", re.IGNORECASE)


def tree_of(body: bytes) -> LexborHTMLParser | None:
    """Return a page, ``None`` when the body is none or is larger than :data:`LARGEST`."""
    return LexborHTMLParser(body) if body and len(body) <= LARGEST and b"<" in body[:4096] else None


def one_line(node: LexborNode | None) -> str:
    """Return the words of an element on one line; none where there is no element."""
    return " ".join(node.text(separator=" ").split()) if node is not None else ""


def words_of(tree: LexborHTMLParser) -> str:
    """Return the first words of a page, without its scripts, which it loses."""
    tree.strip_tags(["script", "style"], recursive=True)
    return one_line(tree.body)[:20_000]


def called(body: bytes) -> str:
    """Return what a page calls itself, for the sentence that says that it is not what was asked for."""
    title = quoted(title_of(body))
    return f"the page calls itself {title!r}" if title else "the page has no title"


def address(href: str | None, base: str) -> str | None:
    """Return the address of a link as it is written, ``None`` where it leads nowhere.

    Pages of CMIS link to http and ask browsers to take that as https (``upgrade-insecure-requests``); so do we,
    on the host that they came from. Nothing else is respelled: what an opaque address means may depend on it.
    """
    written = (href or "").strip()
    if not written or written.startswith("#") or written.lower().startswith("javascript:"):
        return None
    try:
        found = urljoin(base, written)
        parts, own = urlsplit(found), urlsplit(base)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        if parts.hostname == own.hostname and parts.scheme != own.scheme:
            found = urlunsplit((own.scheme, own.netloc, parts.path, parts.query, ""))
        return str(safe_url_string(found.partition("#")[0]))
    except ValueError:
        return None


def meeting_address(href: str | None, base: str) -> str | None:
    """Return the one spelling of the address of a meeting: without the tab that it is opened at."""
    found = address(href, base)
    try:
        return canonical(_TAB.sub("", found)) if found else None
    except ValueError:
        return None


def folder_of(url: str) -> str:
    """Return the address of the folder that a page of the system lies in, with a slash at its end."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rpartition("/")[0] + "/", "", ""))


def folded(words: str) -> str:
    """Return words as they stand in a key: small, letters and digits, with hyphens between."""
    return "-".join("".join(c if c.isalnum() else " " for c in words.casefold()).split())[:200]


def iso(written: str) -> str | None:
    """Return the date in words such as ``01/Sep/2026`` or ``9 July 2026`` as an ISO date."""
    found = _DATE.search(written)
    return day(f"{found[1]} {found[2]} {found[3]}") if found else day(written)
