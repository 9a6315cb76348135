"""Hosts in trouble, hosts that ask for patience, and a disk that is full."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from store.archive import Archive
from tests.crawler.crawling import (
    OPEN,
    SITE,
    answer,
    site,
    turn_until_asked,
    walk,
)

# ---- not now


def test_a_host_in_trouble_is_left_alone_as_long_as_it_asks_and_asked_again(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a", "/b")
    crawl = here.crawl()
    times: list[tuple[float, str]] = []
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        times.append((here.clock.passed, pending.url.removeprefix(SITE)))
        if len(times) == 2:
            answer(crawl, pending, 503, Retry_After="900")
        else:
            answer(crawl, pending, body=OPEN)
    assert [path for _, path in times] == ["/robots.txt", "/a", "/a", "/b"]
    assert times[2][0] - times[1][0] >= 900
    first, again, _ = here.bodies("fetch", kind="page")
    assert (first["outcome"], first["again"], first["status"]) == ("failed", True, 503) and "900 s" in first[
        "detail"
    ]
    assert again["outcome"] == "read" and "again" not in again


def test_an_address_is_asked_as_often_as_the_manners_say_and_then_failed(tmp_path: Path) -> None:
    here = site(tmp_path, attempts=3)
    here.plan("/a", "/b")
    asked = walk(here.crawl(), here.clock, {"/a": (503, b"")})
    assert asked == ["/robots.txt", "/a", "/a", "/a", "/b"]
    rows = here.bodies("fetch", url=SITE + "/a")
    assert [row.get("again") for row in rows] == [True, True, None] and rows[-1]["outcome"] == "failed"


def test_a_failed_connection_is_tried_again_and_a_lasting_one_is_not(tmp_path: Path) -> None:
    here = site(tmp_path, attempts=2)
    here.plan("/a", "/b")
    crawl, asked = here.crawl(), []
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        asked.append(pending.url.removeprefix(SITE))
        if pending.id < 0:
            answer(crawl, pending, 404)
        else:
            crawl.failed(pending, "the answer is too large", lasting=asked[-1] == "/b")
    assert asked == ["/robots.txt", "/a", "/a", "/b"]
    assert here.bodies("fetch", url=SITE + "/b")[0]["detail"] == "the answer is too large"
    assert here.bodies("fetch", url=SITE + "/a")[1]["outcome"] == "failed"


@pytest.mark.parametrize("closed", [True, False])
def test_attempts_count_over_a_resume_and_over_a_lost_frontier(tmp_path: Path, closed: bool) -> None:
    here = site(tmp_path, attempts=3)
    here.plan("/a")
    crawl = here.crawl()
    for status in (404, 503, 503):
        pending = turn_until_asked(crawl, here.clock)
        assert pending is not None
        answer(crawl, pending, status)
    if closed:
        crawl.close("interrupted")
    asked = walk(here.crawl(), here.clock, {"/a": (503, b"")})
    assert asked == ["/a"], "the third attempt is the last"
    for path in here.root.glob("frontier.sqlite*"):
        # What belongs to the file goes when the connection that is dropped is closed, at a time of its own.
        path.unlink(missing_ok=True)
    assert walk(here.crawl(), here.clock) == []


def test_attempts_count_over_a_resume_when_later_answers_were_written(tmp_path: Path) -> None:
    here = site(tmp_path, attempts=3)
    here.plan("/a", "https://two.example.org/b")
    crawl = here.crawl()
    for _ in range(4):
        pending = turn_until_asked(crawl, here.clock)
        assert pending is not None
        answer(crawl, pending, 503 if pending.url == SITE + "/a" else 404)
    crawl.close("interrupted")
    assert walk(here.crawl(), here.clock, {"/a": (503, b"")}) == ["/a", "/a"]


@pytest.mark.parametrize("lost", [False, True])
def test_a_resume_keeps_the_pause_that_was_asked_for(tmp_path: Path, lost: bool) -> None:
    here = site(tmp_path)
    here.plan("/a")
    crawl = here.crawl()
    for status in (404, 503):
        pending = turn_until_asked(crawl, here.clock)
        assert pending is not None
        answer(crawl, pending, status, Retry_After="600")
    if lost:
        for path in here.root.glob("frontier.sqlite*"):
            path.unlink()
    began = here.clock.passed
    again = here.crawl()
    assert again.next("scripted") is None
    # The rows carry the true time, which stood still meanwhile.
    pending = turn_until_asked(again, here.clock)
    assert pending is not None and here.clock.passed - began >= 600 - began - 1


def test_a_resume_keeps_the_delay_after_the_last_request(tmp_path: Path) -> None:
    here = site(tmp_path, delay=300.0)
    here.plan("/a")
    crawl = here.crawl()
    pending = crawl.next("scripted")
    assert pending is not None
    answer(crawl, pending, 404)
    again = here.crawl()
    assert again.next("scripted") is None
    wait = again.wait()
    assert wait is not None and wait > 290


@pytest.mark.parametrize("after_resume", [False, True])
def test_a_host_that_asks_for_more_than_a_run_waits_is_left_for_a_later_one(
    tmp_path: Path, after_resume: bool
) -> None:
    here = site(tmp_path)
    here.plan("/a", "/b")
    crawl = here.crawl()
    for status, wait in ((404, "0"), (503, "86400")):
        pending = turn_until_asked(crawl, here.clock)
        assert pending is not None
        answer(crawl, pending, status, Retry_After=wait)
    if after_resume:
        crawl = here.crawl()
    assert walk(crawl, here.clock) == []
    assert here.bodies("fetch", url=SITE + "/a")[-1]["outcome"] == "failed"
    (skip,) = here.bodies("skip")
    assert skip["reason"] == "retry-after" and skip["url"] == SITE + "/b" and "86400 s" in skip["detail"]


def test_requests_to_a_host_are_a_delay_apart_from_end_to_start(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a", "/b", "/c")
    crawl, ended = here.crawl(), None
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        assert ended is None or here.clock.passed - ended >= 5.0
        here.clock.turn(17)
        answer(crawl, pending, body=OPEN)
        ended = here.clock.passed


# ---- when nothing more can be written


def test_a_full_disk_stops_the_crawl_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = site(tmp_path)
    here.plan("/a", "/b")
    crawl = here.crawl()
    pending = turn_until_asked(crawl, here.clock)
    assert pending is not None

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Archive, "add", full)
    answer(crawl, pending)
    assert (
        crawl.fatal is not None and "No space left on device" in crawl.fatal and str(here.root) in crawl.fatal
    )
    here.clock.turn(1000)
    assert crawl.next("scripted") is None
    crawl.close("store")
    assert here.bodies("fetch") == [] and here.bodies("warc") == []
    monkeypatch.undo()
    assert walk(here.crawl(), here.clock) == ["/robots.txt", "/a", "/b"]


def test_a_ledger_that_cannot_be_written_while_handing_out_stops_the_crawl(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = site(tmp_path)
    here.plan("http://127.0.0.1/")
    crawl = here.crawl()

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(crawl.ledger, "append", full)
    assert crawl.next("scripted") is None
    assert crawl.fatal is not None and "No space left" in crawl.fatal


def test_an_error_of_our_own_stops_the_crawl_and_does_not_hang_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = site(tmp_path)
    here.plan("/a")
    crawl = here.crawl()
    pending = turn_until_asked(crawl, here.clock)
    assert pending is not None

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(Archive, "add", broken)
    answer(crawl, pending)
    assert (
        crawl.fatal is not None and "ZeroDivisionError" in crawl.fatal and "error of its own" in crawl.fatal
    )
