"""The bench of walks: generated sites are whole, and walking them best first pays and loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.walking import walk
from bench.walking_sites import BASE, LAYOUTS, WORDS, made_site
from tests.walking.walked import Walked


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_relevant_document_is_found_and_sooner(layout: str) -> None:
    site = made_site(layout, 900, 250)
    best, broad = walk(site, words=True), walk(site, words=False)
    assert site.relevant <= set(best.order) and site.relevant <= set(broad.order)
    maps = {"/sitemap.xml", "/sitemap-index.xml"}
    assert set(best.order) - maps == set(broad.order) - maps, "the same web, whatever the order"
    assert len(best.order) == len(set(best.order))
    assert (best.needed(site.relevant) or 0) < (broad.needed(site.relevant) or 0)


def test_a_walk_is_the_same_each_time() -> None:
    assert (
        walk(made_site("jadu", 3, 200), words=True).order == walk(made_site("jadu", 3, 200), words=True).order
    )


def test_the_crawl_walks_in_the_order_that_the_bench_measures(tmp_path: Path) -> None:
    site = made_site("localgov", 2, 150)
    here = Walked(tmp_path, {}, words={name: list(each) for name, each in WORDS.items()})
    assert BASE != "https://www.made.example.org"
    here.served = {
        path: body.replace(BASE.encode(), b"https://www.made.example.org")
        for path, (_, body) in site.served.items()
    }
    assert here.asked(here.crawl()) == list(walk(site, words=True).order)
