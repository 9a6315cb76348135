"""What is asked next, and what becomes of the answer. The clock is turned by hand, the answers are fed."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.lead import Lead, Reading
from store.archive import read
from store.ledger import Ledger
from tests.crawler.crawling import (
    OPEN,
    SITE,
    answer,
    page,
    site,
    turn_until_asked,
    walk,
)

# ---- refusals and limits


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/a", "http://[::1]/", "http://one.example.org:22/", "http://metadata.internal/x"]
)
def test_a_private_address_is_skipped_before_its_robots_is_asked(tmp_path: Path, url: str) -> None:
    here = site(tmp_path)
    here.plan(url)
    assert walk(here.crawl(), here.clock) == []
    (skip,) = here.bodies("skip")
    assert skip["reason"] == "address" and skip["url"] == url


def test_max_pages_counts_requests_to_a_host_and_skips_the_rest(tmp_path: Path) -> None:
    here = site(tmp_path, max_pages=2)
    here.plan("/a", "/b", "/c", "https://two.example.org/d")
    asked = walk(here.crawl(), here.clock)
    assert sorted(asked) == [
        "/a",
        "/b",
        "/robots.txt",
        "https://two.example.org/d",
        "https://two.example.org/robots.txt",
    ]
    (skip,) = here.bodies("skip")
    assert (
        skip["reason"] == "budget" and "crawl.max_pages = 2" in skip["detail"] and skip["url"] == SITE + "/c"
    )


def test_asking_again_is_not_a_further_page(tmp_path: Path) -> None:
    here = site(tmp_path, max_pages=2)
    here.plan("/a", "/b", "/c")
    crawl, asked = here.crawl(), []
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        asked.append(pending.url.removeprefix(SITE))
        answer(crawl, pending, 503 if asked == ["/robots.txt", "/a"] else 200, OPEN)
    assert asked == ["/robots.txt", "/a", "/a", "/b"]
    assert [skip["url"] for skip in here.bodies("skip", reason="budget")] == [SITE + "/c"]


def test_max_pages_holds_over_a_resume(tmp_path: Path) -> None:
    here = site(tmp_path, max_pages=2)
    here.plan("/a", "/b", "/c")
    crawl = here.crawl()
    for _ in range(2):
        pending = turn_until_asked(crawl, here.clock)
        assert pending is not None
        answer(crawl, pending, body=OPEN)
    assert walk(here.crawl(), here.clock) == ["/b"]
    assert [skip["url"] for skip in here.bodies("skip", reason="budget")] == [SITE + "/c"]


def test_links_deeper_than_max_depth_are_skipped_and_other_leads_do_not_deepen(tmp_path: Path) -> None:
    script = {
        "/0": Reading("read", (page("/1", "link"), page("/file", "attachment"))), "/1": Reading("read", (page("/2", "link"),)),
        "/2": Reading("read", (page("/3", "link"), page("/file2", "attachment"))),
    }  # fmt: skip
    here = site(tmp_path, script, max_depth=2)
    here.plan("/0")
    assert sorted(walk(here.crawl(), here.clock)) == ["/0", "/1", "/2", "/file", "/file2", "/robots.txt"]
    (skip,) = here.bodies("skip")
    assert (skip["reason"], skip["url"], skip["depth"]) == ("depth", SITE + "/3", 3)


# ---- answers


def test_an_answer_is_a_row_with_its_place_in_the_archive_and_its_verdict(tmp_path: Path) -> None:
    reading = Reading(
        "results",
        (page("/doc", "question", question="q-x", note={"title": "T"}),),
        "note",
        {"start": 0, "total": 1, "returned": 1},
    )
    here = site(tmp_path, {"/search?q=x": reading})
    here.plan(questions=["x"])
    crawl = here.crawl()
    walk(crawl, here.clock, {"/search?q=x": (200, b"found")})
    (row,) = here.bodies("fetch", kind="search")
    assert (row["url"], row["source"], row["why"], row["question"], row["status"]) == (
        SITE + "/search?q=x",
        "s",
        "question",
        "q-x",
        200,
    )
    assert (row["outcome"], row["detail"], row["answer"]) == (
        "results",
        "note",
        {"start": 0, "total": 1, "returned": 1},
    )
    assert row["bytes"] == 5 and row["mime"] == "text/plain" and row["depth"] == 0
    assert [Lead.from_row(lead).url for lead in row["leads"]] == [SITE + "/doc"]
    stored = read(here.workspace.archive, row["warc"], row["offset"])
    assert stored.raw == b"found"
    (followed,) = here.bodies("fetch", url=SITE + "/doc")
    assert followed["question"] == "q-x"


def test_questions_come_before_what_walks(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a", "/b", questions=["x"])
    assert walk(here.crawl(), here.clock) == ["/robots.txt", "/search?q=x", "/a", "/b"]


def test_a_question_not_asked_is_not_asked(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan()
    with Ledger(here.workspace.ledger) as ledger:
        ledger.append("question", {"question": "q", "source": "s", "sent": "x", "not_asked": "saturation"}, 1)
    assert walk(here.crawl(), here.clock) == []


def test_a_lead_to_a_foreign_host_is_recorded_and_not_followed(tmp_path: Path) -> None:
    leads = (
        page("https://elsewhere.org/x", "link"),
        page("http://[bad", "link"),
        page("https://two.example.org/ok", "link"),
    )
    here = site(tmp_path, {"/a": Reading("read", leads)})
    here.plan("/a")
    asked = walk(here.crawl(), here.clock)
    assert "https://two.example.org/ok" in asked and not any(
        "elsewhere" in url or "bad" in url for url in asked
    )
    found = [Lead.from_row(lead) for lead in here.bodies("fetch", url=SITE + "/a")[0]["leads"]]
    assert [lead.follow for lead in found] == [False, False, True]
    assert found[0].note["reason"] == "on a host that is not one of this source's"


def test_redirects_are_rows_and_followed(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/old")
    crawl, asked = here.crawl(), []
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        asked.append(pending.url.removeprefix(SITE))
        if asked[-1] == "/old":
            answer(crawl, pending, 301, Location="/new?utm_source=x#top")
        else:
            answer(crawl, pending, body=OPEN)
    assert asked == ["/robots.txt", "/old", "/new"]
    old, new = here.bodies("fetch", kind="page")
    assert old["outcome"] == "redirect" and Lead.from_row(old["leads"][0]).why == "redirect"
    assert new["why"] == "redirect" and new["outcome"] == "read"


@pytest.mark.parametrize("count, outcome", [(5, "read"), (6, "unreadable")])
def test_more_than_five_redirects_in_a_row_are_unreadable(tmp_path: Path, count: int, outcome: str) -> None:
    here = site(tmp_path)
    here.plan("/0")
    crawl = here.crawl()
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        number = pending.url.rpartition("/")[2]
        if number.isdigit() and int(number) < count:
            answer(crawl, pending, 302, Location=f"/{int(number) + 1}")
        else:
            answer(crawl, pending, body=OPEN)
    assert here.bodies("fetch", kind="page")[-1]["outcome"] == outcome
    assert len(here.bodies("fetch", kind="page")) == 6


@pytest.mark.parametrize("location, words", [
    ("", "without an address"), ("http://[", "no address"), ("/a", "to itself"), ("/a?utm_medium=x#y", "to itself"),
])  # fmt: skip
def test_a_redirect_to_nowhere_is_unreadable_with_the_reason(
    tmp_path: Path, location: str, words: str
) -> None:
    here = site(tmp_path)
    here.plan("/a")
    crawl = here.crawl()
    for _ in range(2):
        pending = turn_until_asked(crawl, here.clock)
        assert pending is not None
        answer(crawl, pending, 302 if pending.id > 0 else 404, **({"Location": location} if location else {}))
    (row,) = here.bodies("fetch", kind="page")
    assert row["outcome"] == "unreadable" and words in row["detail"]


def test_a_redirect_to_a_foreign_host_is_recorded_and_not_followed(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a")
    crawl = here.crawl()
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        answer(crawl, pending, 301 if pending.id > 0 else 404, Location="https://elsewhere.org/")
    (row,) = here.bodies("fetch", kind="page")
    assert row["outcome"] == "redirect" and Lead.from_row(row["leads"][0]).follow is False


def test_a_reader_that_raises_makes_the_answer_unreadable_and_the_crawl_goes_on(tmp_path: Path) -> None:
    here = site(tmp_path, {"/a": KeyError("results")})
    here.plan("/a", "/b")
    assert walk(here.crawl(), here.clock) == ["/robots.txt", "/a", "/b"]
    row, _ = here.bodies("fetch", kind="page")
    assert row["outcome"] == "unreadable" and "KeyError" in row["detail"] and row["warc"]


def test_titles_with_halves_of_surrogate_pairs_do_not_stop_the_crawl(tmp_path: Path) -> None:
    here = site(tmp_path, {"/a": Reading("read", (page("/b", "link", note={"title": "\ud83d bridge"}),))})
    here.plan("/a")
    crawl = here.crawl()
    assert walk(crawl, here.clock) == ["/robots.txt", "/a", "/b"] and crawl.fatal is None
