"""Updates: what is held is asked for changes only, or not at all; and nothing that is held is lost by asking."""

from __future__ import annotations

from dataclasses import replace
from email.utils import formatdate
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from crawler.crawl import Crawl
from crawler.lead import Reading
from store.archive import read
from tests.crawler.crawling import OPEN, SITE, Site, answer, page, site, turn_until_asked, walk

DAY = 86400.0
LINKED = {"/a": Reading("read", (page("/b", "link"),))}


def first_run(tmp_path: Path, script: dict[str, Any] | None = None, **manners: Any) -> Site:
    """Run 1 over /a, with an ETag, and what it links to; then everything is ready for run 2, an update."""
    here = site(tmp_path, LINKED if script is None else script, **manners)
    here.plan("/a")
    crawl = here.crawl()
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        robots = pending.url.endswith("/robots.txt")
        headers = {} if robots else {"ETag": '"one"', "Last-Modified": formatdate(0, usegmt=True)}
        answer(
            crawl, pending, body=OPEN if robots else pending.url.encode(), Content_Type="text/html", **headers
        )
    crawl.close("finished")
    here.run = 2
    here.manners = here.manners.model_copy(update={"update": True})
    here.plan("/a", run=2)
    return here


def asked(crawl: Crawl, here: Site, replies: dict[str, tuple[int, bytes]]) -> dict[str, dict[str, str]]:
    """Answer everything, and return the conditions that each address was asked with."""
    seen: dict[str, dict[str, str]] = {}
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        path = pending.url.removeprefix(SITE)
        seen[path] = pending.held.conditions if pending.held else {}
        status, body = replies.get(path, (200, OPEN))
        answer(
            crawl, pending, status, body, Content_Type="text/html", ETag='"two"' if status == 200 else '"one"'
        )
    return seen


def second(here: Site, **having: Any) -> list[dict[str, Any]]:
    rows = [each for each in here.rows("fetch", "skip") if each.run == 2]
    bodies = [each.body for each in rows if each.body.get("kind") != "robots"]
    return [body for body in bodies if all(body.get(key) == value for key, value in having.items())]


def test_an_answer_of_an_earlier_run_is_asked_for_changes_with_its_validators(tmp_path: Path) -> None:
    here = first_run(tmp_path, recheck_after=30 * DAY)
    here.clock.turn(31 * DAY)
    crawl = here.crawl()
    seen = asked(crawl, here, {"/a": (304, b""), "/b": (304, b"")})
    conditions = {"If-None-Match": '"one"', "If-Modified-Since": formatdate(0, usegmt=True)}
    assert seen == {"/robots.txt": {}, "/a": conditions, "/b": conditions}


def test_what_has_not_changed_stands_with_its_links_and_a_revisit_record(tmp_path: Path) -> None:
    here = first_run(tmp_path, recheck_after=0.0)
    original = here.bodies("fetch", url=SITE + "/a")[0]
    crawl = here.crawl()
    asked(crawl, here, {"/a": (304, b""), "/b": (304, b"")})
    crawl.close("finished")
    row = second(here, url=SITE + "/a")[0]
    assert (row["status"], row["outcome"], row["unchanged"], row["original_status"]) == (
        304,
        "read",
        True,
        200,
    )
    assert row["sha256"] == original["sha256"] and row["mime"] == "text/html"
    assert [lead[0] for lead in row["leads"]] == [SITE + "/b"], "links of the copy that stands are followed"
    assert read(here.workspace.archive, row["warc"], row["offset"]).raw == (SITE + "/a").encode()
    profiles = [
        record.rec_headers.get_header("WARC-Profile")
        for path in here.workspace.archive.glob("0002-*.warc.gz")
        for record in ArchiveIterator(path.open("rb"), check_digests="raise")
        if record.rec_type == "revisit" and record.rec_headers.get_header("WARC-Target-URI") == SITE + "/a"
    ]
    assert profiles == ["http://netpreserve.org/warc/1.1/revisit/server-not-modified"]


def test_a_third_run_asks_with_the_validators_that_still_hold(tmp_path: Path) -> None:
    here = first_run(tmp_path, recheck_after=0.0)
    crawl = here.crawl()
    asked(crawl, here, {"/a": (304, b""), "/b": (304, b"")})
    crawl.close("finished")
    here.run = 3
    here.plan("/a", run=3)
    crawl = here.crawl()
    seen = asked(crawl, here, {"/a": (304, b""), "/b": (304, b"")})
    assert seen["/a"]["If-None-Match"] == '"one"'
    third = [each.body for each in here.rows("fetch") if each.run == 3]
    row = next(body for body in third if body["url"] == SITE + "/a")
    assert row["outcome"] == "read" and read(here.workspace.archive, row["warc"], row["offset"]).status == 200
    first = here.rows("fetch")
    assert row["same_as"] == next(each.seq for each in first if each.body["url"] == SITE + "/a"), (
        "never a chain"
    )


def test_other_bytes_are_a_new_version_and_the_same_bytes_are_not(tmp_path: Path) -> None:
    here = first_run(tmp_path, recheck_after=0.0)
    crawl = here.crawl()
    asked(crawl, here, {"/a": (200, b"other words"), "/b": (200, (SITE + "/b").encode())})
    changed, same = second(here, url=SITE + "/a")[0], second(here, url=SITE + "/b")[0]
    assert changed["outcome"] == "read" and "unchanged" not in changed
    assert same["unchanged"] is True and same["status"] == 200 and same["same_as"]


def test_a_young_answer_stands_unasked_and_its_links_are_followed(tmp_path: Path) -> None:
    here = first_run(tmp_path, recheck_after=30 * DAY)
    here.clock.turn(2 * DAY)
    crawl = here.crawl()
    assert list(asked(crawl, here, {})) == ["/robots.txt"]
    skips = {body["url"]: body for body in second(here)}
    assert {body["reason"] for body in skips.values()} == {"fresh"} and set(skips) == {
        SITE + "/a",
        SITE + "/b",
    }
    assert "crawl.recheck_after = 30 days" in skips[SITE + "/a"]["detail"]
    first = here.rows("fetch")
    assert skips[SITE + "/a"]["of"] == next(each.seq for each in first if each.body["url"] == SITE + "/a")


def test_a_file_that_never_changed_is_settled_and_a_page_is_not(tmp_path: Path) -> None:
    linked = Reading("read", (page("/b", "link"), replace(page("/f", "link"), kind="file")))
    here = first_run(tmp_path, {"/a": linked}, recheck_after=DAY, settled_after=300 * DAY)
    here.clock.turn(40 * DAY)
    seen = asked(here.crawl(), here, dict.fromkeys(("/a", "/b", "/f"), (304, b"")))
    assert set(seen) == {"/robots.txt", "/a", "/b"}, (
        "its Last-Modified is old enough, and a page's does not count"
    )
    settled = second(here, url=SITE + "/f")[0]
    assert settled["reason"] == "settled" and "crawl.settled_after = 300 days" in settled["detail"]


def test_an_answer_whose_bytes_are_lost_is_asked_for_anew(tmp_path: Path) -> None:
    here = first_run(tmp_path, recheck_after=30 * DAY)
    for path in here.workspace.archive.glob("0001-*.warc.gz"):
        path.unlink()
    crawl = here.crawl()
    seen = asked(crawl, here, {})
    assert seen["/a"] == {}


def test_a_304_that_nobody_asked_for_is_no_answer(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a")
    walk(here.crawl(), here.clock, {"/a": (304, b"")})
    row = here.bodies("fetch", url=SITE + "/a")[0]
    assert (row["outcome"], row["trouble"]) == ("failed", "other") and "304" in row["detail"]


def test_an_ordinary_run_asks_for_everything_anew(tmp_path: Path) -> None:
    here = first_run(tmp_path, recheck_after=30 * DAY)
    here.manners = here.manners.model_copy(update={"update": False})
    seen = asked(here.crawl(), here, {})
    assert seen["/a"] == {} and not second(here, reason="fresh")


def test_a_question_is_put_again_however_young_its_answer_and_takes_no_change_for_an_answer(
    tmp_path: Path,
) -> None:
    said = Reading("none", answer={"start": 0, "total": 0, "returned": 0})
    here = site(tmp_path, {"/search?q=trust": said}, recheck_after=30 * DAY)
    for run in (1, 2):
        here.run = run
        here.manners = here.manners.model_copy(update={"update": run == 2})
        here.plan(questions=["trust"], run=run)
        crawl = here.crawl()
        while (pending := turn_until_asked(crawl, here.clock)) is not None:
            if pending.id < 0:
                answer(crawl, pending, body=OPEN)
            elif run == 1:
                answer(crawl, pending, body=b"nothing", ETag='"n"')
            else:
                assert pending.held.conditions == {"If-None-Match": '"n"'}
                answer(crawl, pending, 304)
        crawl.close("finished")
    row = second(here)[0]
    assert (row["outcome"], row["status"], row["answer"]["total"]) == ("none", 304, 0)
