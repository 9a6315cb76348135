"""A web site that has no search to ask: start pages and the links on them, on one host.

With the words of a review (``words`` of the source's options) the most promising links come first; without them,
links are followed in the order in which they are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from crawler.canonical import canonical
from crawler.guard import host_of
from crawler.judge.kind import kind_of_bytes
from crawler.judge.listing import MAX_LINKS, PART, Listed, links, listed
from crawler.judge.sitemap import SITEMAP_ADDRESSES, SITEMAP_LEVELS, sitemap_of, sitemaps_named
from crawler.lead import Answer, Lead, Reading
from crawler.promise import Link, Sought, priority_of, promise_of
from crawler.spec import Question, Source, SourceSpec
from crawler.spider import SourceSpider
from crawler.traps import trap_of
from spiders._statuses import by_status

__all__ = [
    "MAX_LINKS", "NO_DOCUMENT", "PARSER", "PART", "SITEMAP_ADDRESSES", "SITEMAP_LEVELS", "SiteSpider", "links",
]  # fmt: skip

PARSER = "site/2"
#: What a list of links says of its own links, in parts of what its text is worth.
HUB = 0.5
#: Parts of a promise that an address of a sitemap has less than a link: nothing but its address speaks for it.
UNSPOKEN = 0.02
_NOT_PAGES = re.compile(
    r"\.(?:css|js|json|png|jpe?g|gif|svg|ico|webp|woff2?|mp[34]|avi|mov|zip)(?:\?|$)", re.I
)
#: Why such a link is not followed.
NO_DOCUMENT = "a picture, a sound, a film, an archive or a part of a program, and no document"


@lru_cache(maxsize=4096)
def _trap(url: str) -> str | None:
    return NO_DOCUMENT if _NOT_PAGES.search(url) else trap_of(url)


def _drop(url: str, page: str) -> str | None:
    """Return why a link is not followed, where something is against it."""
    # The page that it is on matters for orders and printed forms of that page, and for paths that grow.
    if "?" in url or url.count("/") > 6 or "print" in url[-24:].lower():
        return NO_DOCUMENT if _NOT_PAGES.search(url) else trap_of(url, page)
    return _trap(url)


def _lead(url: str, page: str, kind: str, why: str, note: dict[str, Any], priority: int = 0) -> Lead:
    reason = _drop(url, page)
    note = {**note, "reason": reason} if reason else note
    return Lead(url, kind, why, note, priority=priority, follow=reason is None)


class SiteSpider(SourceSpider):
    """Walks one host from its start pages, the most promising links first where it is known what is sought."""

    name = "site"
    spec = SourceSpec(kind="site", title="A web site, walked from its start pages", parser=PARSER, probe=True)

    def hosts(self, source: Source) -> frozenset[str]:
        """The host of the source's address."""
        return frozenset({host_of(source.url)})

    def start_leads(self, source: Source) -> Iterable[Lead]:
        """The source's own address, its sitemaps, and the paths and addresses in ``start``."""
        yield Lead(canonical(source.url), "page", "start")
        for place in source.strings("start"):
            if place == "sitemap":
                yield from _sitemaps(source)
            elif place.startswith(("/", "http://", "https://")):
                yield Lead(canonical(urljoin(source.url, place.rstrip("*"))), "page", "start")

    def ask(self, source: Source, question: Question) -> Lead:
        """There is nothing to ask; questions for sites are logged as not asked."""
        raise ValueError(f"{source.id} has no search that could be asked")

    def read(self, source: Source, lead: Lead, answer: Answer) -> Reading:
        """Take a document as it is, and the links of a page."""
        if (told := by_status(answer)) is not None:
            return told
        sought = Sought.of(source.options.get("words"))
        if lead.kind == "sitemaps":
            named = sitemaps_named(answer.body, answer.url)
            return Reading("read", tuple(Lead(url, "sitemap", "sitemap", priority=5) for url in named))
        if lead.kind == "sitemap":
            return _read_sitemap(answer, int(lead.note.get("level", 1)), sought)
        if kind_of_bytes(answer.body, answer.headers.get("content-type", ""), answer.url) != "html":
            return Reading("read")
        if sought is None:
            return _read_page(answer)
        return _walk_page(listed(answer.body, answer.url), lead, answer, sought)


def _sitemaps(source: Source) -> Iterator[Lead]:
    first = canonical(urljoin(source.url, "/sitemap.xml"))
    if Sought.of(source.options.get("words")) is not None:
        # Asked for as robots.txt already: with a key of its own it is read for this as well.
        robots = canonical(urljoin(source.url, "/robots.txt"))
        yield Lead(robots, "sitemaps", "start", priority=6, key=f"{robots}#sitemaps")
    yield Lead(first, "sitemap", "start", priority=5)


def _read_page(answer: Answer) -> Reading:
    """Take the links of a page as they come."""
    found = links(answer.body, answer.url)
    return Reading(
        "read",
        tuple(_lead(url, answer.url, "page", "link", {"text": text} if text else {}) for url, text in found),
        f"only its first {MAX_LINKS} links were taken" if len(found) == MAX_LINKS else None,
    )


def _walk_page(page: Listed, lead: Lead, answer: Answer, sought: Sought) -> Reading:
    """Take the links of a page with what each promises, and what the page itself is worth."""
    # What a page names is what lies near it, whether its own text says so or not.
    named = " ".join(link.text for link in page.links if not link.around)
    worth = sought.worth(f"{page.title} {page.heading}", f"{page.text} {named}")
    lends = HUB * worth if page.hub else worth
    if page.file_page:
        # The file is what its page is about.
        lends = max(lends, sought.worth(page.heading, ""))
    parent = promise_of(lead.priority)
    known = sought.known(f"{page.title} {page.heading}")
    leads = tuple(
        _lead(
            link.url, answer.url, "page", "link", _note(link, page, lead, answer.url),
            priority_of(sought.promise(link, lends, known, parent)) if link.url != answer.url else priority_of(0),
        )
        for link in page.links
    )  # fmt: skip
    said: dict[str, Any] = {}
    if page.hub or page.file_page:
        # Such a page leads to documents and is none.
        said["hub"] = True
    detail = f"only its first {MAX_LINKS} links were taken" if len(leads) == MAX_LINKS else None
    return Reading("read", leads, detail, said or None, worth=round(worth, 3))


def _note(link: Link, page: Listed, lead: Lead, url: str) -> dict[str, Any]:
    note: dict[str, Any] = {"text": link.text} if link.text else {}
    if link.book:
        # The first chapter is the book, and every chapter a part of it.
        note["book"] = lead.note.get("book") or url
        note["part"] = int(lead.note.get("part") or 1) + 1
    if page.file_page and link.file and not link.around and page.heading:
        note["title"] = page.heading
    return note


def _read_sitemap(answer: Answer, level: int, sought: Sought | None) -> Reading:
    """Take what a sitemap names: sitemaps of an index, pages with what their addresses promise."""
    found = sitemap_of(answer.body, answer.url)
    if isinstance(found, str):
        return Reading("unreadable", detail=found)
    if not found.index:
        return Reading(
            "read",
            tuple(
                _lead(url, answer.url, "page", "sitemap", {}, _unspoken(url, sought))
                for url in found.addresses
            ),
            found.detail,
        )
    deep = level >= SITEMAP_LEVELS
    note: dict[str, Any] = {"level": level + 1}
    if deep:
        note["reason"] = f"a sitemap named by more than {SITEMAP_LEVELS - 1} sitemaps within one another"
    priority = 5 if sought else 0
    return Reading(
        "read",
        tuple(Lead(url, "sitemap", "sitemap", note, None, priority, not deep) for url in found.addresses),
        found.detail,
    )


def _unspoken(url: str, sought: Sought | None) -> int:
    return priority_of(max(0.0, sought.promise(Link(url), 0.0) - UNSPOKEN)) if sought else 0
