"""Reading sitemaps: an index, a list, a gzip file, and what only calls itself a sitemap."""

from __future__ import annotations

import gzip

import pytest

from crawler.lead import Answer, Lead, Reading
from crawler.spec import Source
from spiders.site import SITEMAP_ADDRESSES, SITEMAP_LEVELS, SiteSpider

SOURCE = Source(
    "s",
    "site",
    "S",
    "https://www.example.org/",
    {"start": ["sitemap", "/reports*", "https://www.example.org/x"]},
)
LIST = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://www.example.org/a</loc><lastmod>2012-10-17</lastmod></url>
<url><loc> https://www.example.org/b </loc></url><url><loc>https://www.example.org/a</loc></url></urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://www.example.org/sitemaps/1.xml.gz</loc></sitemap></sitemapindex>"""
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>'


def reading(body: bytes, status: int = 200, level: int | None = None) -> Reading:
    note = {"level": level} if level else {}
    return SiteSpider().read(
        SOURCE,
        Lead("https://www.example.org/sitemap.xml", "sitemap", "start", note),
        Answer("https://www.example.org/sitemap.xml", status, {}, body),
    )


def read(body: bytes, status: int = 200) -> tuple[str, list[tuple[str, str]]]:
    found = reading(body, status)
    return found.outcome, [(lead.url, lead.kind) for lead in found.leads]


def test_a_walk_begins_with_the_front_page_the_sitemap_and_the_places_named() -> None:
    assert [(lead.url, lead.kind) for lead in SiteSpider().start_leads(SOURCE)] == [
        ("https://www.example.org/", "page"),
        ("https://www.example.org/sitemap.xml", "sitemap"),
        ("https://www.example.org/reports", "page"),
        ("https://www.example.org/x", "page"),
    ]


@pytest.mark.parametrize("body", [LIST, gzip.compress(LIST)])
def test_a_list_gives_each_page_once(body: bytes) -> None:
    assert read(body) == (
        "read",
        [("https://www.example.org/a", "page"), ("https://www.example.org/b", "page")],
    )


def test_an_index_gives_sitemaps() -> None:
    assert read(INDEX) == ("read", [("https://www.example.org/sitemaps/1.xml.gz", "sitemap")])


@pytest.mark.parametrize("body", [b"", b"<html><body>Page not found</body></html>", b"\x1f\x8bbroken", b"{}"])
def test_what_is_no_sitemap_is_unreadable(body: bytes) -> None:
    assert read(body) == ("unreadable", [])


@pytest.mark.parametrize(
    "body",
    [
        BOMB,
        b'<!DOCTYPE x SYSTEM "file:///etc/hostname"><urlset><url><loc>https://www.example.org/a</loc></url></urlset>',
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><urlset><url><loc>https://www.example.org/&f;</loc></url></urlset>',
        b"<urlset>"
        + b"<url>" * 500
        + b"<loc>https://www.example.org/a</loc>"
        + b"</url>" * 500
        + b"</urlset>",
        gzip.compress(b" " * 60_000_000),
    ],
)
def test_no_sitemap_is_read_with_entities_or_beyond_the_limits(body: bytes) -> None:
    assert read(body) == ("unreadable", [])


def test_a_sitemap_with_more_addresses_than_it_may_have_is_taken_in_part_and_says_so() -> None:
    body = (
        b"<urlset>"
        + b"".join(b"<url><loc>/%d</loc></url>" % n for n in range(SITEMAP_ADDRESSES + 3))
        + b"</urlset>"
    )
    found = reading(body)
    assert len(found.leads) == SITEMAP_ADDRESSES
    assert (
        found.detail
        == f"only the first {SITEMAP_ADDRESSES} of its {SITEMAP_ADDRESSES + 3} addresses were taken"
    )


def test_sitemaps_that_name_one_another_without_end_are_followed_so_far() -> None:
    (lead,) = reading(INDEX).leads
    assert lead.follow and lead.note["level"] == 2
    (lead,) = reading(INDEX, level=SITEMAP_LEVELS).leads
    assert not lead.follow and "within one another" in lead.note["reason"]


def test_traps_in_a_sitemap_are_kept_with_their_reason() -> None:
    (lead,) = reading(b"<urlset><url><loc>https://www.example.org/events/2093/05</loc></url></urlset>").leads
    assert not lead.follow and "a calendar" in lead.note["reason"]


def test_careless_sitemaps_are_read() -> None:
    body = b"\n\n<?xml version='1.0'?><urlset><url><loc>https://www.example.org/a?x=1&y=2&nbsp;</loc></url></urlset>"
    assert read(body) == ("read", [("https://www.example.org/a?x=1&y=2", "page")])
