"""A whole question at a ModernGov system, by the crawl itself: what is asked for, how often, and what is recorded."""

from __future__ import annotations

from pathlib import Path

from spiders.moderngov import ModernGovSpider
from tests.crawler.crawling import OPEN, SITE, Site, walk
from tests.moderngov.asking import TWO_ITEMS
from tests.moderngov.pages import agenda, in_meeting, item, results

PDF = (200, b"%PDF-1.4\n%%EOF")


def search(words: str, number: int = 1) -> str:
    return f"/ieSearchResults2.aspx?ADV=0&CA=false&DT=3&PG={number}&SB=true&SS={words}"


PAGES = {
    "/robots.txt": (200, OPEN),
    search("alliance"): (
        200,
        results(in_meeting(77, 12, "Alliance agreement"), in_meeting(77, 13, "Roads"), onward="x?PG=2"),
    ),
    search("alliance", 2): (200, results(in_meeting(79, 5, "C"), first=3)),
    search("partners"): (200, results(in_meeting(77, 12, "Alliance agreement"))),
    "/ieListDocuments.aspx?MId=77": (200, TWO_ITEMS),
    "/ieListDocuments.aspx?MId=79": (
        200,
        agenda(
            item(5, "1.", "C", report="documents/s3/C.pdf"), item(6, "2.", "D", report="documents/s4/D.pdf")
        ),
    ),
    **{f"/documents/{name}": PDF for name in ("s1/Alliance%20report.pdf", "s2/Roads.pdf", "s3/C.pdf")},
}


def test_two_questions_ask_for_each_meeting_and_each_file_once(tmp_path: Path) -> None:
    here = Site(tmp_path / "review", ModernGovSpider())
    here.plan(questions=["alliance", "partners"])
    asked = walk(here.crawl(), here.clock, PAGES)
    assert sorted(asked) == sorted(PAGES)
    assert {body["outcome"] for body in here.bodies("fetch")} <= {"results", "read"}
    # The second item of the meeting was read from the page that had come for the first.
    (passed,) = here.bodies("skip", reason="same-page")
    assert passed["key"] == f"{SITE}/ieListDocuments.aspx?MId=77#AI13"
    by_question = [
        (body["question"], lead[7])
        for body in here.bodies("fetch", kind="search") for lead in body["leads"] if lead[1] == "meeting"
    ]  # fmt: skip
    both = [question for question, key in by_question if key.endswith("#AI12")]
    assert sorted(both) == ["q-alliance", "q-partners"], "each question is recorded with what it found"


def test_a_file_that_is_not_asked_for_is_recorded_once_however_many_items_are_read(tmp_path: Path) -> None:
    here = Site(tmp_path / "review", ModernGovSpider())
    here.plan(questions=["alliance"])
    walk(here.crawl(), here.clock, PAGES)
    left = [
        lead[0]
        for row in ("fetch", "skip")
        for body in here.bodies(row)
        for lead in body.get("leads", ())
        if not lead[5]
    ]
    assert f"{SITE}/documents/s4/D.pdf" in left and len(left) == len(set(left))
