"""The councils' own web sites, asked plainly, and what is said to be true of them."""

from __future__ import annotations

import gzip
from types import SimpleNamespace
from urllib.parse import urlsplit

from harvest.demo.answers import Answer, Request
from harvest.demo.councils import sites
from harvest.demo.councils.sites_pages import site_hosts
from harvest.demo.scene import Scene
from harvest.demo.truth import TERMS_A, TERMS_C


def ask(url: str, earlier: int = 0, method: str = "GET") -> Answer:
    parts = urlsplit(url)
    scene = Scene(1, 0, SimpleNamespace(), 0.0, (SimpleNamespace(),) * earlier)  # type: ignore[arg-type]
    return sites.answer(Request(method, parts.netloc, parts.path, parts.query, {}), scene)


def test_every_address_of_the_truth_answers() -> None:
    rows = sites.site_rows()
    assert {row.host for row in rows} == set(sites.HOSTS) and len({row.url for row in rows}) == len(rows)
    assert {row.url: ask(row.url).status for row in rows if ask(row.url).status not in (200, 301)} == {}


def test_relevance_is_that_of_the_words_and_the_date() -> None:
    for host in site_hosts().values():
        for page in host.pages.values():
            words = bool(TERMS_A.search(page.text) and TERMS_C.search(page.text))
            if not page.location:
                assert page.relevant == (words and (page.date or "2000") >= "2000"), page.path


def test_a_file_at_two_paths_has_the_same_bytes() -> None:
    twins = [
        row
        for row in sites.site_rows()
        if row.host == "jsna.eta.test" and row.url.endswith(".pdf") and row.relevant
    ]
    assert len(twins) == 2 and ask(twins[0].url).body == ask(twins[1].url).body


def test_links_of_one_section_carry_another_number_at_every_visit() -> None:
    one, two = (ask("http://www.gamma.test/directory", visit).body for visit in (1, 2))
    assert b";jsessionid=" in one and one != two
    assert ask("http://www.gamma.test/directory/1;jsessionid=AB").status == 200


def test_the_sitemap_that_only_robots_names_has_a_packed_member() -> None:
    assert b"/sitemaps/index.xml" in ask("http://www.epsilon.test/robots.txt").body
    assert ask("http://www.epsilon.test/sitemap.xml").status == 404
    assert b"news.xml.gz" in ask("http://www.epsilon.test/sitemaps/index.xml").body
    assert gzip.decompress(ask("http://www.epsilon.test/sitemaps/news.xml.gz").body).count(b"<loc>") > 200


def test_a_book_leads_from_chapter_to_chapter_and_nothing_takes_a_post() -> None:
    assert b'rel="next"' in ask("http://www.zeta.test/publications/caring-together").body
    assert ask("http://www.zeta.test/", method="POST").status == 405
