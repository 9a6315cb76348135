"""A web site that has no search to ask: start pages and the links on them, on one host."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urljoin

from scrapy.utils.gz import gunzip
from scrapy.utils.sitemap import Sitemap
from selectolax.lexbor import LexborHTMLParser

from crawler.canonical import canonical
from crawler.guard import host_of
from crawler.lead import Answer, Lead, Reading
from crawler.spec import Question, Source, SourceSpec
from crawler.spider import SourceSpider

PARSER = "site/1"
#: The largest sitemap that the protocol allows, unpacked: 50 MB (sitemaps.org).
SITEMAP_BYTES = 52_428_800
#: Addresses that are already in the one spelling, as nearly all links of a site are.
_PLAIN = re.compile(r"https?://[a-z0-9.:-]+(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")
_NOT_PAGES = re.compile(r"\.(?:css|js|json|png|jpe?g|gif|svg|ico|webp|woff2?|mp[34]|avi|mov|zip)$", re.I)


@lru_cache(maxsize=4096)
def _spelled(url: str) -> str | None:
    if _PLAIN.fullmatch(url):
        return url
    try:
        return canonical(url)
    except ValueError:
        return None


def _joined(base: str, href: str) -> str | None:
    try:
        return urljoin(base, href)
    except ValueError:
        return None


def links(body: bytes, base: str) -> list[tuple[str, str]]:
    """Return ``(address, anchor text)`` of the links of a page to its own host, each address once."""
    found: dict[str, str] = {}
    host = host_of(base)
    page = LexborHTMLParser(body)
    if (own := page.css_first("base[href]")) and (href := own.attributes.get("href")):
        base = _joined(base, href.strip()) or base
    origin = base[: base.find("/", 8)] if base.find("/", 8) > 0 else base
    for node in page.css("a[href]"):
        href = (node.attributes.get("href") or "").partition("#")[0].strip()
        if not href:
            continue
        whole = origin + href if href[0] == "/" and href[1:2] != "/" else _joined(base, href)
        url = _spelled(whole) if whole else None
        if url and url not in found and host_of(url) == host and not _NOT_PAGES.search(url):
            found[url] = node.text(strip=True)[:200] if len(found) < 2000 else ""
    return list(found.items())


class SiteSpider(SourceSpider):
    """Walks one host from its start pages, following links in the order they are found."""

    name = "site"
    spec = SourceSpec(kind="site", title="A web site, walked from its start pages", parser=PARSER)

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
            return _read_sitemap(answer)
        if answer.body[:5] == b"%PDF-" or b"<" not in answer.body[:4096]:
            return Reading("read")
        return Reading(
            "read",
            tuple(
                Lead(url, "page", "link", {"text": text} if text else {})
                for url, text in links(answer.body, answer.url)
            ),
        )


def _read_sitemap(answer: Answer) -> Reading:
    """Read a sitemap or an index of sitemaps (sitemaps.org protocol 0.9), plain or in a gzip file."""
    try:
        zipped = answer.body[:2] == b"\x1f\x8b"
        body = gunzip(answer.body, max_size=SITEMAP_BYTES) if zipped else answer.body
        sitemap = Sitemap(body)
        addresses = [url for entry in sitemap if (url := _spelled(str(entry.get("loc") or "")))]
    except Exception as error:
        return Reading("unreadable", detail=f"not a sitemap: {type(error).__name__}")
    if sitemap.type not in ("urlset", "sitemapindex"):
        return Reading("unreadable", detail="not a sitemap")
    kind = "sitemap" if sitemap.type == "sitemapindex" else "page"
    return Reading("read", tuple(Lead(url, kind, "sitemap") for url in dict.fromkeys(addresses)))
