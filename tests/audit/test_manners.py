"""Crawls against hosts with rules and pauses of their own: the audit knows what was due, and sees what was not kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crawler.sources import sources
from harvest.asked import Asked
from harvest.audit import audit
from harvest.audit.findings import Finding, Report
from harvest.beginning import Options, first_rows
from harvest.protocol import load_protocol
from store.ledger import Ledger
from store.workspace import Workspace
from tests.audit.planting import of
from tests.crawler.crawling import SITE, ScriptedReader, Site, answer, site, turn_until_asked, walk
from tests.whole.harness import write_review

TWO = "https://two.example.org"


def review(tmp_path: Path, *start: str, min_delay: dict[str, float] | None = None, **run: Any) -> Site:
    """Return a folder with a run of five seconds a request."""
    here = site(tmp_path)
    here.reader = ScriptedReader({}, min_delay=min_delay or {})
    protocol = load_protocol(write_review(tmp_path / "protocol", **{'"50ms"': '"5s"'}))
    with Ledger(here.workspace.ledger) as ledger:
        ledger.append("run", {**Asked.row(protocol), "software": {}, "only": [], "max_pages": None, **run}, 1)
    here.plan(*start)
    return here


def judged(here: Site) -> Report:
    return audit(here.workspace, {"scripted": here.reader.spec})


def plant(here: Site, url: str, after: float, **fields: Any) -> int:
    """Add a request so many seconds after the end of the last one; return its row."""
    last = [row.body for row in here.rows("fetch")][-1]
    at = last["asked_at"] + last["took"] + after
    body = {
        "url": url,
        "source": "s",
        "kind": "page",
        "why": "start",
        "depth": 0,
        "asked_at": at,
        "took": 1.0,
    }
    with Ledger(here.workspace.ledger) as ledger:
        return ledger.append(
            "fetch", {**body, "status": None, "outcome": "failed", "detail": "planted", **fields}, 1
        )


def the(report: Report, name: str) -> Finding:
    (finding,) = of(report, name)
    return finding


def test_a_crawl_that_kept_every_pause_is_told_with_what_was_due_to_whom(tmp_path: Path) -> None:
    here = review(tmp_path, "/a", "/b", "/c", f"{TWO}/x", f"{TWO}/y", min_delay={"two.example.org": 7.0})
    slow = b"User-agent: *\nCrawl-delay: 12\nDisallow:\n"
    walk(here.crawl(), here.clock, {"/robots.txt": (200, slow)})
    report = judged(here)
    assert of(report, "robots") == of(report, "pace") == []
    gaps = {gap.due_to: gap for gap in report.gaps}
    assert set(gaps) == {"crawl-delay", "published-limit"}
    assert (gaps["crawl-delay"].host, gaps["crawl-delay"].due) == ("one.example.org", 12.0)
    assert (gaps["published-limit"].host, gaps["published-limit"].due) == ("two.example.org", 7.0)
    assert gaps["crawl-delay"].seconds >= 12.0 and gaps["published-limit"].seconds >= 7.0


def test_a_pause_that_the_host_asked_for_is_due_to_all_its_addresses(tmp_path: Path) -> None:
    here = review(tmp_path, "/a", "/b")
    crawl = here.crawl()
    for _ in range(5):
        pending = turn_until_asked(crawl, here.clock)
        if pending is None:
            break
        busy = pending.url.endswith("/a") and pending.attempts == 0
        answer(crawl, pending, 503 if busy else 200, b"", Retry_After="90")
    report = judged(here)
    assert of(report, "pace") == []
    (asked,) = [gap for gap in report.gaps if gap.due_to == "retry-after"]
    assert asked.due == pytest.approx(90, abs=0.01) and asked.seconds >= 90


def test_a_host_that_was_asked_sooner_than_it_wished_is_named(tmp_path: Path) -> None:
    here = review(tmp_path, "/a")
    crawl = here.crawl()
    robots = turn_until_asked(crawl, here.clock)
    assert robots is not None
    answer(crawl, robots, 200, b"")
    page = turn_until_asked(crawl, here.clock)
    assert page is not None
    answer(crawl, page, 503, b"", Retry_After="90")
    seq = plant(here, f"{SITE}/b", 60.0)
    finding = the(judged(here), "pace")
    assert finding.where["row"] == seq and finding.where["host"] == "one.example.org"
    assert "60.000 s after row" in finding.says and "90 s were due as the host asked" in finding.says


@pytest.mark.parametrize(
    ("robots", "least", "after", "due"),
    [
        (b"User-agent: *\nDisallow:\n", {}, 4.9, "5 s were due by the protocol"),
        (
            b"User-agent: *\nCrawl-delay: 12\nDisallow:\n",
            {},
            11.0,
            "12 s were due by Crawl-delay in its robots.txt",
        ),
        (b"", {"one.example.org": 7.0}, 6.0, "7 s were due by its published limit"),
        (b"", {}, -0.5, "while another request to it was under way: 5 s were due"),
    ],
)
def test_a_pause_that_is_too_short_is_named_with_what_was_due(
    tmp_path: Path, robots: bytes, least: dict[str, float], after: float, due: str
) -> None:
    here = review(tmp_path, "/a", min_delay=least)
    walk(here.crawl(), here.clock, {"/robots.txt": (200, robots)})
    seq = plant(here, f"{SITE}/b", after)
    finding = the(judged(here), "pace")
    assert finding.where["row"] == seq and due in finding.says


def test_a_pause_just_long_enough_is_no_finding(tmp_path: Path) -> None:
    here = review(tmp_path, "/a")
    walk(here.crawl(), here.clock)
    plant(here, f"{SITE}/b", 5.0)
    assert of(judged(here), "pace") == []


def test_hosts_of_ones_own_that_were_asked_without_pause_are_noted_and_not_judged(tmp_path: Path) -> None:
    here = review(tmp_path, "/a", per_host=4)
    walk(here.crawl(), here.clock)
    plant(here, f"{SITE}/b", -0.5)
    report = judged(here)
    assert of(report, "pace") == []
    assert any("run 1 asked hosts of one's own without a pause" in check.says for check in report.checks)


def test_a_run_that_asks_hosts_of_ones_own_at_once_says_so_in_its_first_row(tmp_path: Path) -> None:
    protocol = load_protocol(write_review(tmp_path))
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        for per_host, said in ((4, 4), (1, None)):
            kind, row = first_rows(
                Workspace(tmp_path), ledger, protocol, sources(), Options(per_host=per_host)
            )[0]
            assert kind == "run" and row.get("per_host") == said


def test_more_requests_to_a_host_than_the_run_allowed_are_named(tmp_path: Path) -> None:
    here = review(tmp_path, "/a", "/b", max_pages=2)
    walk(here.crawl(), here.clock)
    assert of(judged(here), "pace") == []
    seq = plant(here, f"{SITE}/c", 5.0)
    finding = the(judged(here), "pace")
    assert (
        finding.where["row"] == seq
        and "request 3 to one.example.org in run 1: 2 were allowed" in finding.says
    )


def test_rows_without_times_are_judged_by_when_they_were_written(tmp_path: Path) -> None:
    here = review(tmp_path, "/a")
    with Ledger(here.workspace.ledger) as ledger:
        for path, kind in (("/robots.txt", "robots"), ("/a", "page")):
            ledger.append("fetch", {"url": SITE + path, "source": "s", "kind": kind, "status": None, "outcome": "failed", "detail": "x"}, 1)  # fmt: skip
    finding = the(judged(here), "pace")
    assert finding.where["row"] == 4 and "5 s were due by the protocol" in finding.says


# ---- robots.txt


def test_a_closed_host_that_is_left_alone_is_no_finding_and_one_that_is_asked_is(tmp_path: Path) -> None:
    here = review(tmp_path, "/a", "/b")
    walk(here.crawl(), here.clock, {"/robots.txt": (503, b"")})
    assert [row.body["reason"] for row in here.rows("skip")] == ["robots", "robots"]
    assert of(judged(here), "robots") == []
    seq = plant(here, f"{SITE}/c", 100.0)
    finding = the(judged(here), "robots")
    assert finding.where["row"] == seq
    assert "robots.txt answered 503: the host is closed to us" in finding.says


def test_a_host_whose_robots_could_not_be_fetched_is_closed(tmp_path: Path) -> None:
    here = review(tmp_path, "/a")
    crawl = here.crawl()
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        crawl.failed(pending, "the connection was refused")
    assert of(judged(here), "robots") == []
    plant(here, f"{SITE}/c", 100.0)
    assert "could not be fetched (the connection was refused)" in the(judged(here), "robots").says


def test_robots_that_moved_is_judged_where_it_went(tmp_path: Path) -> None:
    here = review(tmp_path, "/private/x", "/open")
    crawl = here.crawl()
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        if pending.url == f"{SITE}/robots.txt":
            answer(crawl, pending, 301, Location=f"{TWO}/robots.txt")
        elif pending.url == f"{TWO}/robots.txt":
            answer(crawl, pending, 200, b"User-agent: *\nDisallow: /private\n", Content_Type="text/plain")
        else:
            answer(crawl, pending, 200, b"page")
    assert len(here.rows("skip")) == 1 and of(judged(here), "robots") == []
    plant(here, f"{SITE}/private/y", 100.0)
    assert f"line 2, Disallow: /private; {TWO}/robots.txt of row" in the(judged(here), "robots").says


def test_a_robots_that_is_older_than_a_day_is_a_warning(tmp_path: Path) -> None:
    here = review(tmp_path, "/a")
    walk(here.crawl(), here.clock)
    plant(here, f"{SITE}/b", 25 * 3600.0)
    finding = the(judged(here), "robots")
    assert finding.severity == "warn" and "25 hours old" in finding.says


def test_a_newer_robots_is_the_one_that_counts(tmp_path: Path) -> None:
    here = review(tmp_path, "/a", "/b")
    crawl, asked = here.crawl(), 0
    for _ in range(6):
        pending = turn_until_asked(crawl, here.clock, most=200_000)
        if pending is None:
            break
        if pending.url.endswith("/robots.txt"):
            asked += 1
            rules = b"User-agent: *\nDisallow:\n" if asked == 1 else b"User-agent: *\nDisallow: /b\n"
            answer(crawl, pending, 200, rules, Content_Type="text/plain")
        else:
            answer(crawl, pending, 200, b"page")
            here.clock.turn(25 * 3600.0)
    assert asked == 2 and [row.body["url"] for row in here.rows("skip")] == [f"{SITE}/b"]
    assert of(judged(here), "robots") == of(judged(here), "pace") == []
