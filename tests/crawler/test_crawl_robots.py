"""robots.txt comes before everything else, also when it moved, and holds for a day."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.clock import FakeClock
from tests.crawler.crawling import (
    OPEN,
    SITE,
    ScriptedReader,
    answer,
    site,
    turn_until_asked,
    walk,
)

# ---- robots first


def test_robots_is_asked_before_anything_else_and_once(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a", "/b")
    assert walk(here.crawl(), here.clock) == ["/robots.txt", "/a", "/b"]
    (row,) = here.bodies("fetch", kind="robots")
    assert row["status"] == 200 and row["detail"] == "robots.txt with 2 lines"


def test_nothing_of_a_host_is_handed_out_while_its_robots_is_under_way(tmp_path: Path) -> None:
    here = site(tmp_path, per_host=4)
    here.plan("/a", "https://two.example.org/b")
    crawl = here.crawl()
    first, second = crawl.next("scripted"), crawl.next("scripted")
    assert first is not None and second is not None
    assert {first.url, second.url} == {SITE + "/robots.txt", "https://two.example.org/robots.txt"}
    here.clock.turn(60)
    assert crawl.next("scripted") is None and crawl.wait() is None


def test_a_forbidden_address_is_a_row_with_rule_and_line_and_is_never_handed_out(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/private/x", "/open")
    rules = b"User-agent: other\nDisallow: /private/x\n\nUser-agent: *\nDisallow: /private\n"
    assert walk(here.crawl(), here.clock, {"/robots.txt": (200, rules)}) == ["/robots.txt", "/open"]
    (skip,) = here.bodies("skip")
    assert (skip["url"], skip["reason"], skip["detail"], skip["line"]) == (
        SITE + "/private/x",
        "robots",
        "Disallow: /private",
        5,
    )
    assert (skip["source"], skip["why"], skip["kind"]) == ("s", "start", "page")


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_robots_in_trouble_is_asked_again_with_pauses_and_then_closes_the_host(
    tmp_path: Path, status: int
) -> None:
    here = site(tmp_path, attempts=3)
    here.plan("/a", "/b")
    crawl, times = here.crawl(), []
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        assert pending.url == SITE + "/robots.txt"
        times.append(here.clock.passed)
        answer(crawl, pending, status)
    assert len(times) == 3
    assert times[1] - times[0] >= 20 and times[2] - times[1] >= 80
    assert [row.get("again") for row in here.bodies("fetch")] == [True, True, None]
    skips = here.bodies("skip")
    assert {skip["url"] for skip in skips} == {SITE + "/a", SITE + "/b"}
    assert all(skip["reason"] == "robots" and str(status) in skip["detail"] for skip in skips)


def test_a_robots_that_does_not_answer_closes_the_host_with_the_reason(tmp_path: Path) -> None:
    here = site(tmp_path, attempts=2)
    here.plan("/a")
    crawl = here.crawl()
    for _ in range(2):
        pending = turn_until_asked(crawl, here.clock)
        assert pending is not None
        crawl.failed(pending, "the connection was refused")
    assert turn_until_asked(crawl, here.clock) is None
    (skip,) = here.bodies("skip")
    assert "the connection was refused" in skip["detail"]


def test_a_crawl_delay_longer_than_ours_is_kept(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a", "/b")
    crawl, times = here.crawl(), []
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        times.append(here.clock.passed)
        answer(crawl, pending, body=b"User-agent: *\nCrawl-delay: 30\n" if pending.id < 0 else b"x")
    assert len(times) == 3 and all(later - earlier >= 30 for earlier, later in pairwise(times))


def test_the_least_delay_of_a_source_is_kept_and_the_larger_of_two(tmp_path: Path) -> None:
    here = site(tmp_path, delay=0.0)
    here.reader = ScriptedReader(min_delay={"one.example.org": 2.0})
    here.plan("/a")
    from crawler.crawl import Crawl

    others = {"scripted": here.reader, "z": ScriptedReader(min_delay={"one.example.org": 0.5})}
    crawl = Crawl(here.workspace, 1, here.manners, others, here.clock, "greylit/1")
    assert crawl.pace.delay("one.example.org") == 2.0 and crawl.pace.delay("two.example.org") == 0.0


def test_robots_older_than_a_day_is_asked_for_again(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a", "/b")
    crawl = here.crawl()
    for path in ("/robots.txt", "/a"):
        pending = turn_until_asked(crawl, here.clock)
        assert pending is not None and pending.url == SITE + path
        answer(crawl, pending, body=OPEN)
    here.clock.turn(25 * 3600)
    assert walk(crawl, here.clock, {"/robots.txt": (200, b"User-agent: *\nDisallow: /b\n")}) == [
        "/robots.txt"
    ]
    assert [skip["url"] for skip in here.bodies("skip")] == [SITE + "/b"]


# ---- robots that moved


def moved(crawl: Any, clock: FakeClock, hops: dict[str, str], final: bytes) -> list[str]:
    asked = []
    while (pending := turn_until_asked(crawl, clock)) is not None:
        asked.append(pending.url)
        if pending.url in hops:
            answer(crawl, pending, 301, Location=hops[pending.url])
        else:
            answer(crawl, pending, body=final if pending.id < 0 else b"x", Content_Type="text/plain")
        assert len(asked) < 30, asked
    return asked


def test_a_robots_that_moved_is_followed_each_hop_a_row_and_rules_the_first_host(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/private", "/a")
    hops = {
        SITE + "/robots.txt": "/rules/robots.txt",
        SITE + "/rules/robots.txt": "https://www.elsewhere.org/robots.txt",
    }
    asked = moved(here.crawl(), here.clock, hops, b"User-agent: *\nDisallow: /private\n")
    assert asked == [
        SITE + "/robots.txt",
        SITE + "/rules/robots.txt",
        "https://www.elsewhere.org/robots.txt",
        SITE + "/a",
    ]
    assert [row["outcome"] for row in here.bodies("fetch", kind="robots")] == ["redirect", "redirect", "read"]
    assert [skip["url"] for skip in here.bodies("skip", reason="robots")] == [SITE + "/private"]


def test_the_host_that_robots_moved_to_has_its_pace_as_well(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a", "https://two.example.org/b")
    crawl = here.crawl()
    first, second = crawl.next("scripted"), crawl.next("scripted")
    assert first is not None and second is not None and second.host == "two.example.org"
    answer(crawl, first, 302, Location="https://two.example.org/rules.txt")
    here.clock.turn(6)
    assert crawl.next("scripted") is None, "the other host is being asked"
    answer(crawl, second, body=OPEN)
    ended = here.clock.passed
    third = turn_until_asked(crawl, here.clock)
    assert third is not None and third.host == "two.example.org" and here.clock.passed - ended >= 5.0
    answer(crawl, third, body=OPEN)
    assert sorted([third.url, *walk(crawl, here.clock)]) == [
        "/a",
        "https://two.example.org/b",
        "https://two.example.org/rules.txt",
    ]


@pytest.mark.parametrize("count, closed", [(5, False), (6, True)])
def test_five_redirects_of_robots_are_followed_and_no_more(tmp_path: Path, count: int, closed: bool) -> None:
    here = site(tmp_path)
    here.plan("/a")
    hops = {SITE + "/robots.txt": "/r1"} | {f"{SITE}/r{n}": f"/r{n + 1}" for n in range(1, count)}
    asked = moved(here.crawl(), here.clock, hops, OPEN)
    assert (SITE + "/a" in asked) is not closed
    assert len(here.bodies("skip", reason="robots")) == closed


@pytest.mark.parametrize(
    "target", ["/robots.txt", "http://127.0.0.1/robots.txt", "file:///etc/passwd", "http://[", ""]
)
def test_a_robots_that_leads_nowhere_closes_the_host_and_never_loops(tmp_path: Path, target: str) -> None:
    here = site(tmp_path)
    here.plan("/a")
    asked = moved(here.crawl(), here.clock, {SITE + "/robots.txt": target}, OPEN)
    assert set(asked) == {SITE + "/robots.txt"} and len(asked) <= 6
    assert len(here.bodies("skip", reason="robots")) == 1


def test_http_and_https_of_a_host_have_rules_of_their_own(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a", "http://one.example.org/a")
    closed = (200, b"User-agent: *\nDisallow: /\n")
    assert walk(here.crawl(), here.clock, {"/robots.txt": closed}) == [
        "/robots.txt",
        "http://one.example.org/robots.txt",
        "http://one.example.org/a",
    ]
