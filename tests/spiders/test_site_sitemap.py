"""Reading sitemaps: an index, a list, a gzip file, and what only calls itself a sitemap."""

from __future__ import annotations

import gzip

import pytest

from crawler.lead import Answer, Lead
from crawler.spec import Source
from spiders.site import SiteSpider

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


def read(body: bytes, status: int = 200) -> tuple[str, list[tuple[str, str]]]:
    reading = SiteSpider().read(
        SOURCE,
        Lead("https://www.example.org/sitemap.xml", "sitemap", "start"),
        Answer("https://www.example.org/sitemap.xml", status, {}, body),
    )
    return reading.outcome, [(lead.url, lead.kind) for lead in reading.leads]


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


def test_entities_are_never_expanded() -> None:
    _, leads = read(BOMB)
    assert all("aaaa" not in url for url, _ in leads)
