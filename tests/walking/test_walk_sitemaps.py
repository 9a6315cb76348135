"""Sitemaps of a walk: named by robots.txt or not, with what their addresses promise."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from crawler.judge.sitemap import Sitemap, sitemap_of, sitemaps_named
from crawler.lead import Answer, Lead
from spiders.site import SiteSpider
from tests.walking.walked import BASE, SOURCE, Walked, page

ROBOTS = BASE + "/robots.txt"
LIST = b"<urlset><url><loc>%b/bins</loc><lastmod>2012-10-17</lastmod></url><url><loc>%b/homelessness-alliancing</loc></url></urlset>"
PAGES = LIST % (BASE.encode(), BASE.encode())


@pytest.mark.parametrize(
    "body, named",
    [
        (b"User-agent: *\nDisallow: /x\nSitemap: /a.xml\nsitemap : https://o.example/b.xml.gz # here", ["/a.xml", "https://o.example/b.xml.gz"]),
        (b"\xef\xbb\xbfSITEMAP:/a.xml\r\nSitemap: /a.xml", ["/a.xml"]),
        (b"# Sitemap: /a.xml\nDisallow: /sitemap: x", []),
        (b"<html>Sitemap: /a.xml", []),
        (b"", []), (b"\x00\xff" * 100, []), (b"Sitemap: http://[x\nSitemap: mailto:a@b", []),
    ],
)  # fmt: skip
def test_the_sitemaps_that_a_robots_txt_names_are_found(body: bytes, named: list[str]) -> None:
    assert [each.removeprefix(BASE) for each in sitemaps_named(body, ROBOTS)] == named


def test_a_sitemap_tells_addresses_and_no_dates() -> None:
    assert sitemap_of(PAGES, BASE + "/s.xml") == Sitemap(
        (BASE + "/bins", BASE + "/homelessness-alliancing"), index=False, named=2
    )


def test_a_gzip_file_that_was_cut_off_is_read_as_far_as_it_goes_or_said_to_be_none() -> None:
    whole = gzip.compress(PAGES)
    assert isinstance(sitemap_of(whole, BASE), Sitemap)
    assert isinstance(sitemap_of(whole[:-4], BASE), Sitemap)
    assert sitemap_of(whole[:20], BASE) == "not a sitemap"


def test_addresses_of_a_sitemap_promise_by_their_words() -> None:
    url = BASE + "/sitemap.xml"
    reading = SiteSpider().read(SOURCE, Lead(url, "sitemap", "start"), Answer(url, 200, {}, PAGES))
    bins, good = reading.leads
    assert -1000 <= bins.priority < good.priority < 0


def test_sitemaps_that_robots_txt_names_are_read_without_asking_for_it_twice(tmp_path: Path) -> None:
    served = {
        "/": page("Home"), "/robots.txt": b"User-agent: *\nDisallow:\nSitemap: /map/index.xml\n",
        "/map/index.xml": b"<sitemapindex><sitemap><loc>/map/1.xml</loc></sitemap></sitemapindex>", "/map/1.xml": PAGES,
        "/bins": page("Bins"), "/homelessness-alliancing": page("H"),
    }  # fmt: skip
    here = Walked(tmp_path, served)
    crawl = here.crawl()
    asked = here.asked(crawl)
    crawl.close("finished")
    assert asked[-3:] == ["/map/1.xml", "/homelessness-alliancing", "/bins"] or asked[-2:] == ["/homelessness-alliancing", "/bins"]  # fmt: skip
    assert sum(row.body["url"] == ROBOTS for row in here.rows("fetch")) == 1
    (told,) = (row.body for row in here.rows("skip") if row.body.get("kind") == "sitemaps")
    assert told["reason"] == "same-page" and told["leads"][0][0] == BASE + "/map/index.xml"


def test_a_host_without_robots_txt_is_asked_for_the_usual_sitemap(tmp_path: Path) -> None:
    here = Walked(tmp_path, {"/": page("Home"), "/sitemap.xml": PAGES})
    assert here.asked(here.crawl())[-2:] == ["/homelessness-alliancing", "/bins"]
