"""A crawl that was dropped anywhere goes on where it was, and asks nothing twice."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.lead import Reading
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


def script() -> dict[str, Any]:
    return {
        "/0": Reading("read", (page("/1", "link"), page("/2", "link"), page("https://elsewhere.org/", "link"))),
        "/1": Reading("read", (page("/3", "link"), page("/2", "link"))), "/search?q=x": Reading("results", (page("/3", "question"),)),
    }  # fmt: skip


ALL = ["/robots.txt", "/search?q=x", "/0", "/3", "/1", "/2"]


@pytest.mark.parametrize("answered", range(7))
@pytest.mark.parametrize("lost", ["nothing", "frontier", "damaged"])
def test_a_crawl_dropped_anywhere_goes_on_where_it_was(tmp_path: Path, answered: int, lost: str) -> None:
    here = site(tmp_path, script())
    here.plan("/0", questions=["x"])
    crawl, asked = here.crawl(), []
    for _ in range(answered):
        pending = turn_until_asked(crawl, here.clock)
        assert pending is not None
        asked.append(pending.url.removeprefix(SITE))
        answer(crawl, pending, body=OPEN if pending.id < 0 else pending.url.encode())
    in_flight = turn_until_asked(crawl, here.clock) if answered < 6 else None
    assert (in_flight is None) == (answered == 6)
    # Dropped without being closed, one request under way.
    if lost != "nothing":
        for path in here.root.glob("frontier.sqlite*"):
            path.unlink()
    if lost == "damaged":
        here.workspace.frontier.write_bytes(b"no database")
    rest = walk(here.crawl(), here.clock)
    assert sorted(asked + rest) == sorted(ALL), "each address once"
    assert walk(here.crawl(), here.clock) == []


def test_robots_comes_from_the_archive_after_a_resume(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/private", "/a", "/b")
    crawl = here.crawl()
    for _ in range(2):
        pending = turn_until_asked(crawl, here.clock)
        assert pending is not None
        answer(
            crawl,
            pending,
            body=gzip.compress(b"User-agent: *\nDisallow: /b\nCrawl-delay: 50\n"),
            Content_Encoding="gzip",
        )
    again = here.crawl()
    pending = turn_until_asked(again, here.clock)
    assert pending is not None and pending.url == SITE + "/a"
    assert again.pace.delay("one.example.org") == 50.0
    answer(again, pending, body=b"x")
    assert walk(again, here.clock) == [] and [skip["url"] for skip in here.bodies("skip")] == [SITE + "/b"]


def test_moved_robots_are_found_again_after_a_resume(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/private", "/a")
    crawl = here.crawl()
    for status, body in ((301, b""), (200, b"User-agent: *\nDisallow: /private\n")):
        pending = turn_until_asked(crawl, here.clock)
        assert pending is not None and pending.id < 0
        answer(crawl, pending, status, body, Location="https://elsewhere.org/robots.txt")
    assert walk(here.crawl(), here.clock) == ["/a"]
    assert [skip["url"] for skip in here.bodies("skip")] == [SITE + "/private"]


def test_a_closed_host_stays_closed_after_a_resume(tmp_path: Path) -> None:
    here = site(tmp_path, attempts=1)
    here.plan("/a", "https://two.example.org/b")
    crawl = here.crawl()
    first, second = crawl.next("scripted"), crawl.next("scripted")
    assert first is not None and second is not None
    answer(crawl, first, 500)
    crawl.failed(second, "the connection was refused")
    assert walk(here.crawl(), here.clock) == []
    assert len(here.bodies("skip", reason="robots")) == 2


def test_robots_whose_archive_is_lost_are_asked_for_again(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a")
    crawl = here.crawl()
    pending = turn_until_asked(crawl, here.clock)
    assert pending is not None
    answer(crawl, pending, body=OPEN)
    for path in here.workspace.archive.glob("*"):
        path.unlink()
    assert walk(here.crawl(), here.clock) == ["/robots.txt", "/a"]


def test_another_run_asks_robots_and_everything_else_anew(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a")
    crawl = here.crawl()
    walk(crawl, here.clock)
    crawl.close("finished")
    here.plan("/a", run=2)
    here.run = 2
    again = here.crawl()
    assert walk(again, here.clock) == ["/robots.txt", "/a"]
    again.close("finished")
    assert here.rows("fetch")[-1].body["same_as"] == here.rows("fetch")[1].seq


def test_a_question_added_while_a_crawl_runs_is_asked_by_the_next_process(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a", "/b")
    crawl = here.crawl()
    with Ledger(here.workspace.ledger) as ledger:
        ledger.append("question", {"question": "q-late", "source": "s", "meant": "late", "sent": "late"}, 1)
    for _ in range(2):
        pending = turn_until_asked(crawl, here.clock)
        assert pending is not None
        answer(crawl, pending, body=OPEN)
    crawl.close("interrupted")
    assert "/search?q=late" in walk(here.crawl(), here.clock)


def test_closing_writes_the_head_of_the_chain_into_archive_and_ledger(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a")
    crawl = here.crawl()
    walk(crawl, here.clock)
    seq, head = crawl.ledger.head()
    crawl.close("finished")
    (row,) = here.bodies("warc")
    assert (row["ledger_seq"], row["ledger_head"], row["reason"]) == (seq, head, "finished")
    with (here.workspace.archive / row["warc"]).open("rb") as file:
        words = [
            record.content_stream().read()
            for record in ArchiveIterator(file)
            if record.rec_type == "metadata"
        ]
    assert words == [f"ledger-rows: {seq}\r\nledger-head: {head}\r\n".encode()]
    assert row["offset"] + row["length"] == (here.workspace.archive / row["warc"]).stat().st_size


def test_every_archive_of_a_crawl_is_whole_to_others(tmp_path: Path) -> None:
    here = site(tmp_path, script())
    here.plan("/0", questions=["x"])
    walk(here.crawl(), here.clock)
    walk(here.crawl(), here.clock)
    for path in here.workspace.archive.glob("*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
