"""Sitemaps: an index or a list (sitemaps.org protocol 0.9), plain or in a gzip file, and the lines of robots.txt that name them.

What a sitemap says of the age of a page is not taken: ``lastmod`` is the day of a rebuild as often as not (GOV.UK has
none before 2012-10-17, its launch), and never the date of a publication.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from crawler.judge.listing import joined, spelled
from crawler.judge.xml import local_name, xml_root
from crawler.traps import LONGEST

#: The largest sitemap that the protocol allows, unpacked: 50 MB.
SITEMAP_BYTES = 52_428_800
#: Addresses that it may hold, and sitemaps that may be named within one another.
SITEMAP_ADDRESSES, SITEMAP_LEVELS = 50_000, 3
#: Sitemaps that one robots.txt may name, and bytes of it that are read (RFC 9309, 2.5).
NAMED, ROBOTS_BYTES = 500, 500 * 1024
_LINE = re.compile(r"^[ \t\ufeff]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap names.

    Attributes:
        addresses: in their one spelling and in the order of the sitemap, each once.
        index: these are sitemaps and not pages.
        named: how many there were, of which no more than :data:`SITEMAP_ADDRESSES` are taken.
    """

    addresses: tuple[str, ...]
    index: bool
    named: int

    @property
    def detail(self) -> str | None:
        """A sentence where not all was taken."""
        if self.named <= SITEMAP_ADDRESSES:
            return None
        return f"only the first {SITEMAP_ADDRESSES} of its {self.named} addresses were taken"


def sitemap_of(body: bytes, url: str) -> Sitemap | str:
    """Return what a sitemap names, or the sentence that says why it is none.

    Args:
        body: as it came.
        url: its address, which relative ones (the protocol has none, sites do) are read from.
    """
    if body[:2] == b"\x1f\x8b":
        unpacked = _unpacked(body)
        if isinstance(unpacked, str):
            return unpacked
        body = unpacked
    root = xml_root(body)
    if root is None or local_name(root) not in ("urlset", "sitemapindex"):
        return "not a sitemap"
    # Not more than a sitemap may hold: the rest of it is counted in words.
    named = [
        part.text or "" for entry in root for part in entry if local_name(part) == "loc"
    ]  # fmt: skip
    addresses = dict.fromkeys(
        found
        for each in named[:SITEMAP_ADDRESSES]
        if (place := joined(url, each.strip())) and (found := spelled(place[: LONGEST + 1]))
    )
    return Sitemap(tuple(addresses), local_name(root) == "sitemapindex", len(named))


def sitemaps_named(body: bytes, url: str) -> tuple[str, ...]:
    """Return the sitemaps that a robots.txt names, in its order; these lines belong to no group of rules.

    A web page in place of a robots.txt names none.
    """
    text = body[:ROBOTS_BYTES].decode("utf-8-sig", "replace")
    if text.lstrip().startswith("<"):
        return ()
    found = (joined(url, each) for each in _LINE.findall(text))
    return tuple(dict.fromkeys(place for each in found if each and (place := spelled(each))))[:NAMED]


def _unpacked(body: bytes) -> bytes | str:
    """Return what is in a gzip file, whose end may be missing; a sentence where it cannot be had."""
    machine = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        found = machine.decompress(body, SITEMAP_BYTES + 1)
    except zlib.error as error:
        return f"not a sitemap: it cannot be unpacked ({type(error).__name__})"
    if len(found) > SITEMAP_BYTES:
        return f"not a sitemap: more than {SITEMAP_BYTES} bytes when unpacked"
    return found
