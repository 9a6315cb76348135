"""The links of a page with what stands around them, and what kind of page it is: a text, a list of links, a chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.canonical import canonical
from crawler.judge.page import AROUND, UNREAD, heading_of, one_line, title_of
from crawler.promise import Link
from crawler.traps import LONGEST

#: Links that are taken of one page, and bytes of a page that are read at a time.
MAX_LINKS, PART = 10_000, 1 << 16
#: Links of a page that are taken with their words, and characters of these.
_SPOKEN, _CHARACTERS = 2000, 200
#: Links above which a page of hardly any text is a list; the share of its text that is in links.
_MANY, _SHARE = 12, 0.65
#: Characters of own text below which a page with links says nothing itself.
_NOTHING = 40
#: Classes and roles of what stands on every page, where the element does not say so.
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navigation|menu|breadcrumbs?|header|footer|cookie|banner|skip|sidebar|social|share)(?:$|[\s_-])", re.I
)  # fmt: skip
#: Elements that a link is a line of.
_LINES = frozenset({"li", "p", "td", "dd", "tr", "dt", "article"})
#: The next chapter of a publication in LocalGov Drupal, and the files that it names as its own.
BOOK, FILES = "ul.book-navigation--publication", ".publication-document"
#: Titles and addresses of pages that only lead on.
_HUB = re.compile(
    r"\b(?:a\s*(?:to|-|–|/)\s*z|site\s?map|site index|publication scheme|index of (?:pages|services)|all (?:pages|topics|services))\b",
    re.IGNORECASE,
)
_HUB_PATH = re.compile(
    r"/(?:a[-_]?(?:to[-_]?)?z|site[-_]?map|site[-_]?index)(?:[/_-][a-z0-9]{1,3})?/?(?:\.\w+)?$|/publication[-_]scheme/?$", re.I
)  # fmt: skip
#: Jadu's page of a file: it says what the file is, and leads to it (`/downloads/file/<n>/<slug>`).
_FILE_PAGE = re.compile(r"/downloads/(?:file|download)/\d+(?:/|$)", re.IGNORECASE)
_FILE_HREF = re.compile(
    r"\.(?:pdf|docx?|rtf|odt|pptx?|odp|xlsx?|ods)(?:$|\?)|/downloads/(?:file|download)/\d+", re.I
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page as a walk sees it.

    Attributes:
        title: its title and first heading.
        text: what it says besides links and what is on every page.
        links: its links, each address once, with the words of the place where it says most.
        hub: it only leads on: a list of links, an A to Z, a publication scheme. Such a page is no document.
        file_page: it is the page of one file, which it leads to.
    """

    title: str
    heading: str
    text: str
    links: tuple[Link, ...]
    hub: bool
    file_page: bool


@lru_cache(maxsize=4096)
def spelled(url: str) -> str | None:
    """Return the one spelling of an address that can be asked for, ``None`` for mail, telephones and scripts.

    One that is too long to be followed stays as it is written, as far as it is kept.
    """
    if len(url) > LONGEST:
        return url if url.startswith(("http://", "https://")) else None
    try:
        found = canonical(url)
    except ValueError:
        return None
    return found if found.startswith(("http://", "https://")) else None


def joined(base: str, href: str) -> str | None:
    """Return what an address means on a page, ``None`` where it means nothing."""
    try:
        return urljoin(base, href)
    except ValueError:
        return None


def links(body: bytes, base: str) -> list[tuple[str, str]]:
    """Return ``(address, anchor text)`` of the links of a page, each address once.

    Links that are no addresses of pages (mail, telephone, scripts) are left out.
    """
    found: dict[str, str] = {}
    based = False
    for part in _parts(body):
        page = LexborHTMLParser(part)
        if not based:
            base, based = _based(page, base)
        for node in page.css("a[href]"):
            url = _address(node, base)
            if url and url not in found:
                if len(found) == MAX_LINKS:
                    return list(found.items())
                found[url] = node.text(strip=True)[:_CHARACTERS] if len(found) < _SPOKEN else ""
    return list(found.items())


def _without(said: str, *names: str) -> str:
    """Return a text without the names of its page."""
    for name in names:
        for part in (name, *re.split(r"\s+[-|\u2013]\s+", name)):
            said = said.replace(part, " ") if part else said
    return one_line(said)


def listed(body: bytes, base: str) -> Listed:
    """Return a page with its links, and what stands around each of them."""
    title, heading = title_of(body), heading_of(body)
    address = base
    found: dict[str, Link] = {}
    text: list[str] = []
    linked, based = 0, False
    for part in _parts(body):
        page = LexborHTMLParser(part)
        if not based:
            base, based = _based(page, base)
        above = ""
        for node in page.css("h1, h2, h3, h4, a[href]"):
            if node.tag != "a":
                above = one_line(node.text(separator=" "))[:_CHARACTERS]
                continue
            url = _address(node, base)
            if url is None:
                continue
            if url not in found and len(found) >= MAX_LINKS:
                continue
            link = _link(node, url, above) if len(found) < _SPOKEN else Link(url)
            linked += 0 if link.around else len(link.text)
            old = found.get(url)
            # A page links to the same place by its picture, by "more" and by its name.
            if old is None or (old.around, -len(old.text)) > (link.around, -len(link.text)):
                found[url] = link
        page.strip_tags([*UNREAD, *AROUND, "a"], recursive=True)
        if page.body:
            text.append(page.body.text(separator=" "))
    said = one_line(" ".join(text))
    inside = sum(not each.around for each in found.values())
    file_page = _FILE_PAGE.search(address) is not None
    hub = not file_page and (
        _HUB.search(f"{title} | {heading}") is not None
        or _HUB_PATH.search(address) is not None
        or (inside >= _MANY and linked > _SHARE * (linked + len(said)))
        # A heading over links, and no word besides: what it leads to is the document.
        or (inside > 0 and len(_without(said, title, heading)) < _NOTHING)
    )
    return Listed(title, heading, said, tuple(found.values()), hub, file_page)


def _link(node: LexborNode, url: str, above: str) -> Link:
    text = one_line(node.text(separator=" "))[:_CHARACTERS]
    if not text and (image := node.css_first("img[alt]")):
        text = one_line(image.attributes.get("alt") or "")[:_CHARACTERS]
    line, around, book, file = "", False, False, False
    each, steps = node.parent, 0
    while each is not None and steps < 40 and each.tag not in ("body", "html"):
        tag, steps = each.tag or "", steps + 1
        named = each.attributes.get("class") or ""
        if "book-navigation--publication" in named:
            book = True
        elif "publication-document" in named:
            file = True
        elif tag in AROUND or tag == "form" or (named and tag != "main" and _FURNITURE.search(named)):
            around = True
            break
        if not line and tag in _LINES:
            line = _line(each)
        each = each.parent
    rel = (node.attributes.get("rel") or "").lower()
    own = _FILE_HREF.search(url) is not None
    return Link(
        url, text, one_line(node.attributes.get("title") or "")[:_CHARACTERS], "" if around else line,
        "" if around else above, around and not book, rel, book and "next" in rel, file or own,
    )  # fmt: skip


def _line(node: LexborNode) -> str:
    """Return the text of the line that a link is in, ``""`` where it is a line of many links."""
    whole = node.text(separator=" ")
    if len(whole) > 3000 or len(node.css("a[href]")) > 3:
        return ""
    return one_line(whole)[:400]


def _based(page: LexborHTMLParser, base: str) -> tuple[str, bool]:
    if (own := page.css_first("base[href]")) and (href := own.attributes.get("href")):
        return (joined(base, href.strip()) or base)[:LONGEST], True
    return base, False


def _address(node: LexborNode, base: str) -> str | None:
    href = (node.attributes.get("href") or "").partition("#")[0].strip()
    if not href:
        return None
    origin = base[: base.find("/", 8)] if base.find("/", 8) > 0 else base
    whole = origin + href if href[0] == "/" and href[1:2] != "/" else joined(base, href)
    return spelled(whole[: LONGEST + 1]) if whole else None


def _parts(body: bytes) -> Iterator[bytes]:
    """Cut a page between tags: a tree of forty megabytes of tags takes two gigabytes of memory."""
    at = 0
    while at < len(body):
        end = at + PART
        if end < len(body) and (tag := body.rfind(b"<", at + PART // 2, end)) > 0:
            end = tag
        yield body[at:end]
        at = end
