"""Hosts that give nothing are left, waits are spread and shared, hours are kept, and the disk is never filled."""

from __future__ import annotations

import time
from collections import namedtuple
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import store.workspace as workspace_module
from crawler.crawl import Crawl
from crawler.hours import closed_for
from crawler.lead import Reading
from crawler.manners import Manners
from crawler.pace import asked_pause, pause
from store.ledger import Ledger
from tests.crawler.clock import FakeClock
from tests.crawler.crawling import OPEN, SITE, answer, page, site, turn_until_asked, walk


def test_a_host_that_refuses_everything_is_left_after_a_few_tries(tmp_path: Path) -> None:
    here = site(tmp_path, refusals=3)
    here.plan(*(f"/{n}" for n in range(9)), "https://two.example.org/fine")
    paths = {f"/{n}": (403, b"no") for n in range(9)}
    asked = walk(here.crawl(), here.clock, paths)
    assert [path for path in asked if path.strip("/").isdigit()] == ["/0", "/1", "/2"]
    assert "https://two.example.org/fine" in asked, "another host is not left with it"
    skips = here.bodies("skip")
    assert len(skips) == 6 and {skip["reason"] for skip in skips} == {"refusing"}
    assert "3 times in a row" in skips[0]["detail"] and "one.example.org" in skips[0]["detail"]


def test_refusals_between_answers_leave_nobody(tmp_path: Path) -> None:
    here = site(tmp_path, refusals=2)
    here.plan(*(f"/{n}" for n in range(6)))
    asked = walk(here.crawl(), here.clock, {"/0": (403, b""), "/2": (403, b""), "/4": (403, b"")})
    assert len(asked) == 7 and not here.bodies("skip")


def test_a_host_stays_left_after_a_resume(tmp_path: Path) -> None:
    here = site(tmp_path, refusals=2)
    here.plan("/0", "/1", "/2")
    crawl = here.crawl()
    for _ in range(3):
        pending = turn_until_asked(crawl, here.clock)
        assert pending is not None
        answer(crawl, pending, 200 if pending.id < 0 else 403, OPEN)
    del crawl
    assert walk(here.crawl(), here.clock) == []
    assert [skip["reason"] for skip in here.bodies("skip")] == ["refusing"]


@pytest.mark.parametrize(
    ("status", "fields", "body", "seconds"),
    [
        (403, {}, b"Too many requests. No further requests until after 5 minutes", 300.0),
        (429, {}, b"12 request limit in 2 minute exceeded", 120.0),
        (503, {"retry-after": "7"}, b"", 7.0),
        (403, {"retry-after": "9"}, b"", 9.0),
        (403, {}, b"<title>Forbidden</title>", None),
        (404, {"retry-after": "9"}, b"", None),
        (200, {}, b"wait 5 minutes", None),
    ],
)  # fmt: skip
def test_a_pause_is_read_from_the_header_or_from_the_words_of_services_that_say_it(
    status: int, fields: dict[str, str], body: bytes, seconds: float | None
) -> None:
    assert asked_pause(status, fields, body, FakeClock()) == seconds


def test_a_403_that_means_slow_down_is_obeyed_by_the_whole_host(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a", "/b")
    crawl = here.crawl()
    times = []
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        times.append(here.clock.passed)
        if len(times) == 2:
            answer(crawl, pending, 403, b"no further requests until after 5 minutes")
        else:
            answer(crawl, pending, body=OPEN)
    assert times[2] - times[1] >= 300
    assert [row["outcome"] for row in here.bodies("fetch", kind="page")] == ["failed", "read", "read"]


def test_pauses_of_a_host_in_trouble_are_spread_and_never_shorter_than_it_asks() -> None:
    assert pause(5.0, 1, None, 0.0) == 20.0 and pause(5.0, 1, None, 1.0) == 30.0
    assert pause(5.0, 1, 60.0, 0.0) == pause(5.0, 1, 60.0, 1.0) == 60.0


def test_the_pauses_of_a_crawl_are_drawn(tmp_path: Path) -> None:
    here = site(tmp_path, attempts=2)
    here.plan("/a")
    crawl = Crawl(
        here.workspace,
        1,
        here.manners,
        {"scripted": here.reader},
        here.clock,
        "greylit/1",
        chance=lambda: 0.5,
    )
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        answer(crawl, pending, 200 if pending.id < 0 else 503, OPEN)
    assert here.bodies("fetch", again=True)[0]["wait"] == 5.0 * 4 * 1.25


def at(hour: int, minute: int = 0) -> float:
    return datetime(2026, 3, 10, hour, minute).timestamp()


@pytest.mark.parametrize(
    ("hours", "now", "seconds"),
    [
        ("19:00-07:00", at(12), 7 * 3600), ("19:00-07:00", at(20), 0), ("19:00-07:00", at(3), 0),
        ("19:00-07:00", at(7), 12 * 3600), ("09:00-17:00", at(8, 30), 1800), ("09:00-17:00", at(17), 16 * 3600),
        ("09:00-17:00", at(9), 0), (None, at(12), 0),
    ],
)  # fmt: skip
def test_hours_of_the_day_may_go_over_midnight(hours: str | None, now: float, seconds: float) -> None:
    assert closed_for(hours, now) == seconds


def test_nothing_is_asked_outside_the_hours(tmp_path: Path) -> None:
    here = site(tmp_path)
    begins = datetime.fromtimestamp(here.clock.epoch()) + timedelta(hours=2)
    here.manners = here.manners.model_copy(
        update={"hours": f"{begins:%H:%M}-{begins + timedelta(hours=1):%H:%M}"}
    )
    here.plan("/a")
    crawl = here.crawl()
    assert crawl.next("scripted") is None
    wait = crawl.wait()
    assert wait is not None and 3600 < wait <= 7200
    assert turn_until_asked(crawl, here.clock, most=8000) is not None
    assert here.clock.passed > 3600


def test_a_disk_that_is_nearly_full_stops_the_crawl_while_every_file_can_be_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = site(tmp_path)
    here.plan("/a", "/b")
    crawl = here.crawl()
    pending = turn_until_asked(crawl, here.clock)
    assert pending is not None
    answer(crawl, pending, body=OPEN)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(workspace_module.shutil, "disk_usage", lambda _: usage(10**12, 0, 65 * 1024 * 1024))
    pending = turn_until_asked(crawl, here.clock)
    assert pending is not None
    answer(crawl, pending, body=b"x" * 10_000_000)
    assert crawl.fatal is not None and "nearly full" not in crawl.fatal and "68 MB left" in crawl.fatal
    assert crawl.next("scripted") is None
    crawl.close("store")
    monkeypatch.undo()
    with Ledger(here.workspace.ledger, read_only=True) as ledger:
        assert ledger.verify() is None
    assert "/a" in walk(here.crawl(), here.clock), "what was not written is asked again"


def test_addresses_that_redirect_in_a_circle_say_so(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a")
    crawl = here.crawl()
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        if pending.id < 0:
            answer(crawl, pending, body=OPEN)
        else:
            answer(crawl, pending, 302, Location="/b" if pending.url.endswith("/a") else "/a")
    last = here.bodies("fetch", url=SITE + "/b")[0]
    assert (last["outcome"], last["trouble"]) == ("unreadable", "redirect-loop")
    assert "circle" in last["detail"] and SITE + "/a" in last["evidence"]


def test_a_row_says_when_it_was_asked_and_how_long_it_took(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a")
    crawl = here.crawl()
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        here.clock.turn(2.5)
        answer(crawl, pending, body=OPEN)
    robots, first = here.bodies("fetch")
    assert robots["took"] == first["took"] == 2.5
    assert first["asked_at"] - robots["asked_at"] >= 7.5
    assert abs(first["asked_at"] - time.time()) < 60


def test_only_what_failed_is_asked_again_in_a_run_for_it(tmp_path: Path) -> None:
    here = site(tmp_path)
    lead = page("/b", "link", note={"text": "a report"})
    with Ledger(here.workspace.ledger) as ledger:
        row = {"source": "s", "kind": "scripted", "name": "S", "url": SITE, "options": {"start": ["/a"]}}
        ledger.append("source", {**row, "retry": [[2, lead.as_row()]]}, 1)
    assert walk(here.crawl(), here.clock) == ["/robots.txt", "/b"]
    body = here.bodies("fetch", kind="page")[0]
    assert (body["depth"], body["why"]) == (3, "link")


def test_time_is_never_skipped_on_hosts_of_others() -> None:
    with pytest.raises(ValueError, match="proxy on this machine"):
        Manners(user_agent="greylit/1", clock="/tmp/clock")
    with pytest.raises(ValueError, match="proxy on this machine"):
        Manners(user_agent="greylit/1", clock="/tmp/clock", proxy="http://proxy.example.org:3128")


def test_a_host_that_is_no_test_host_is_not_asked_while_time_is_skipped(tmp_path: Path) -> None:
    here = site(
        tmp_path, clock=str(tmp_path / "clock"), proxy="http://127.0.0.1:1", test_hosts=("two.example.org",)
    )
    here.plan("/a", "https://two.example.org/b")
    assert all("two.example.org" in url for url in walk(here.crawl(), here.clock))
    assert here.bodies("skip", url=SITE + "/a")[0]["reason"] == "address"


def test_a_host_that_asked_for_time_gets_it_in_the_next_run_too(tmp_path: Path) -> None:
    here = site(tmp_path, attempts=1)
    here.plan("/a")
    crawl = here.crawl()
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        if pending.id < 0:
            answer(crawl, pending, body=OPEN)
        else:
            answer(crawl, pending, 429, Retry_After="7200")
    crawl.close("finished")
    here.run = 2
    here.plan("/a", "https://two.example.org/b", run=2)
    here.clock.turn(60)
    asked = walk(here.crawl(), here.clock)
    assert asked == ["https://two.example.org/robots.txt", "https://two.example.org/b"]
    assert here.bodies("skip")[-1]["reason"] == "retry-after"


def test_a_link_that_is_left_out_of_every_page_is_told_once_also_after_a_resume(tmp_path: Path) -> None:
    trap = page("/login", "link", follow=False, note={"reason": "a door"})
    here = site(tmp_path, {path: Reading("read", (trap,)) for path in ("/a", "/b", "/c")})
    here.plan("/a", "/b", "/c")
    crawl = here.crawl()
    for _ in range(3):
        pending = turn_until_asked(crawl, here.clock)
        assert pending is not None
        answer(crawl, pending, body=OPEN)
    del crawl
    walk(here.crawl(), here.clock)
    told = [body.get("leads") for body in here.bodies("fetch", kind="page")]
    assert [bool(leads) for leads in told] == [True, False, False]


def test_a_crawl_delay_holds_for_the_first_request_after_a_resume(tmp_path: Path) -> None:
    here = site(tmp_path, delay=5.0)
    here.plan("/a", "/b")
    crawl = here.crawl()
    for body in (b"User-agent: *\nCrawl-delay: 10\n", b"a page"):
        pending = turn_until_asked(crawl, here.clock)
        assert pending is not None
        answer(crawl, pending, body=body)
    stopped = here.clock.passed
    del crawl
    pending = turn_until_asked(here.crawl(), here.clock)
    assert pending is not None and pending.url == SITE + "/b"
    assert here.clock.passed - stopped >= 10.0
