"""A web site that has no search to ask: start pages and the links on them, on one host."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from scrapy.utils.gz import gunzip
from selectolax.lexbor import LexborHTMLParser

from crawler.canonical import canonical
from crawler.guard import host_of
from crawler.judge.kind import kind_of_bytes
from crawler.judge.xml import local_name, xml_root
from crawler.lead import Answer, Lead, Reading
from crawler.spec import Question, Source, SourceSpec
from crawler.spider import SourceSpider
from crawler.traps import LONGEST, trap_of

PARSER = "site/1"
#: The largest sitemap that the protocol allows, unpacked: 50 MB (sitemaps.org).
SITEMAP_BYTES = 52_428_800
#: Addresses that it may hold, and sitemaps that may be named within one another.
SITEMAP_ADDRESSES, SITEMAP_LEVELS = 50_000, 3
#: Links that are taken of one page, and bytes of a page that are read at a time.
MAX_LINKS, PART = 10_000, 1 << 16
_NOT_PAGES = re.compile(
    r"\.(?:css|js|json|png|jpe?g|gif|svg|ico|webp|woff2?|mp[34]|avi|mov|zip)(?:\?|$)", re.I
)
#: Why such a link is not followed.
NO_DOCUMENT = "a picture, a sound, a film, an archive or a part of a program, and no document"


@lru_cache(maxsize=4096)
def _spelled(url: str) -> str | None:
    """Return the one spelling of an address that can be asked for, ``None`` for mail, telephones and scripts.

    One that is too long to be followed stays as it is written, as far as it is kept.
    """
    if len(url) > LONGEST:
        return url if url.startswith(("http://", "https://")) else None
    try:
        spelled = canonical(url)
    except ValueError:
        return None
    return spelled if spelled.startswith(("http://", "https://")) else None


@lru_cache(maxsize=4096)
def _trap(url: str) -> str | None:
    return NO_DOCUMENT if _NOT_PAGES.search(url) else trap_of(url)


def _drop(url: str, page: str) -> str | None:
    """Return why a link is not followed, where something is against it."""
    # The page that it is on matters for orders and printed forms of that page, and for paths that grow.
    if "?" in url or url.count("/") > 6 or "print" in url[-24:].lower():
        return NO_DOCUMENT if _NOT_PAGES.search(url) else trap_of(url, page)
    return _trap(url)


def _lead(url: str, page: str, kind: str, why: str, note: dict[str, Any]) -> Lead:
    reason = _drop(url, page)
    return Lead(url, kind, why, {**note, "reason": reason} if reason else note, follow=reason is None)


def _joined(base: str, href: str) -> str | None:
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
        if not based and (own := page.css_first("base[href]")) and (href := own.attributes.get("href")):
            base, based = (_joined(base, href.strip()) or base)[:LONGEST], True
        origin = base[: base.find("/", 8)] if base.find("/", 8) > 0 else base
        for node in page.css("a[href]"):
            href = (node.attributes.get("href") or "").partition("#")[0].strip()
            if not href:
                continue
            whole = origin + href if href[0] == "/" and href[1:2] != "/" else _joined(base, href)
            url = _spelled(whole[: LONGEST + 1]) if whole else None
            if url and url not in found:
                if len(found) == MAX_LINKS:
                    return list(found.items())
                found[url] = node.text(strip=True)[:200] if len(found) < 2000 else ""
    return list(found.items())


def _parts(body: bytes) -> Iterator[bytes]:
    """Cut a page between tags: a tree of forty megabytes of tags takes two gigabytes of memory."""
    at = 0
    while at < len(body):
        end = at + PART
        if end < len(body) and (tag := body.rfind(b"<", at + PART // 2, end)) > 0:
            end = tag
        yield body[at:end]
        at = end


class SiteSpider(SourceSpider):
    """Walks one host from its start pages, following links in the order they are found."""

    name = "site"
    spec = SourceSpec(kind="site", title="A web site, walked from its start pages", parser=PARSER, probe=True)

    def hosts(self, source: Source) -> frozenset[str]:
        """The host of the source's address."""
        return frozenset({host_of(source.url)})

    def start_leads(self, source: Source) -> Iterable[Lead]:
        """The source's own address, its sitemap, and the paths and addresses in ``start``."""
        yield Lead(canonical(source.url), "page", "start")
        for place in source.strings("start"):
            if place == "sitemap":
                yield Lead(canonical(urljoin(source.url, "/sitemap.xml")), "sitemap", "start", priority=5)
            elif place.startswith(("/", "http://", "https://")):
                yield Lead(canonical(urljoin(source.url, place.rstrip("*"))), "page", "start")

    def ask(self, source: Source, question: Question) -> Lead:
        """There is nothing to ask; questions for sites are logged as not asked."""
        raise ValueError(f"{source.id} has no search that could be asked")

    def read(self, source: Source, lead: Lead, answer: Answer) -> Reading:
        """Take a document as it is, and the links of a page."""
        if answer.status in (401, 403, 405, 429):
            return Reading("refused", detail=f"the host answered {answer.status}")
        if answer.status in (404, 410):
            return Reading("gone" if answer.status == 410 else "not-found")
        if answer.status != 200:
            return Reading("failed", detail=f"the host answered {answer.status}")
        if lead.kind == "sitemap":
            return _read_sitemap(answer, int(lead.note.get("level", 1)))
        if kind_of_bytes(answer.body, answer.headers.get("content-type", ""), answer.url) != "html":
            return Reading("read")
        found = links(answer.body, answer.url)
        return Reading(
            "read",
            tuple(
                _lead(url, answer.url, "page", "link", {"text": text} if text else {}) for url, text in found
            ),
            f"only its first {MAX_LINKS} links were taken" if len(found) == MAX_LINKS else None,
        )


def _read_sitemap(answer: Answer, level: int) -> Reading:
    """Read a sitemap or an index of sitemaps (sitemaps.org protocol 0.9), plain or in a gzip file."""
    try:
        zipped = answer.body[:2] == b"\x1f\x8b"
        body = gunzip(answer.body, max_size=SITEMAP_BYTES) if zipped else answer.body
    except Exception as error:
        # Whatever gzip, zlib and Scrapy make of bytes that are none of theirs.
        return Reading("unreadable", detail=f"not a sitemap: it cannot be unpacked ({type(error).__name__})")
    root = xml_root(body)
    if root is None or local_name(root) not in ("urlset", "sitemapindex"):
        return Reading("unreadable", detail="not a sitemap")
    index = local_name(root) == "sitemapindex"
    # Not more than a sitemap may hold: the rest of it is counted in words.
    named = [
        part.text or "" for entry in root for part in entry if local_name(part) == "loc"
    ]  # fmt: skip
    addresses = dict.fromkeys(
        url
        for each in named[:SITEMAP_ADDRESSES]
        if (place := _joined(answer.url, each.strip())) and (url := _spelled(place[: LONGEST + 1]))
    )
    detail = (
        f"only the first {SITEMAP_ADDRESSES} of its {len(named)} addresses were taken"
        if len(named) > SITEMAP_ADDRESSES
        else None
    )
    if not index:
        return Reading(
            "read", tuple(_lead(url, answer.url, "page", "sitemap", {}) for url in addresses), detail
        )
    deep = level >= SITEMAP_LEVELS
    note: dict[str, Any] = {"level": level + 1}
    if deep:
        note["reason"] = f"a sitemap named by more than {SITEMAP_LEVELS - 1} sitemaps within one another"
    return Reading(
        "read", tuple(Lead(url, "sitemap", "sitemap", note, follow=not deep) for url in addresses), detail
    )
