"""Which works are one record, and which never are."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Any

import pytest

from crawler.judge.item import Item, Meeting
from harvest.gathering import Work
from harvest.identity.merging import CONTAINED, SAME_BODY, SAME_FILE, meetings, merge
from harvest.matching import Matcher
from harvest.protocol import load_protocol

CABINET = Meeting("http://a.test/m?MId=1", "Cabinet", "2019-03-04")
COUNCIL = Meeting("http://a.test/m?MId=2", "Full Council", "2019-03-20")


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    with as_file(files("harvest.demo") / "review.toml") as path:
        return Matcher.of(load_protocol(path))


def document(kind: str = "pdf", **times: int) -> dict[str, Any]:
    return {"outcome": "text", "kind": kind, "concepts": sorted(times), "times": times}


def work(
    id_: str, title: str, *documents: str, meeting: Meeting | None = None, described: bool = True, **row: Any
) -> Work:
    item = Item(key=id_, url=f"http://a.test/{id_}", title=title) if described else None
    made = Work(f"s:{id_}", "s", f"http://a.test/{id_}", 1, 1, item, meeting=meeting)
    made.files = [{"document": each} for each in documents]
    made.row = {
        "title": title,
        "verdict": "record",
        "into_work": None,
        "reason": "",
        "container": False,
        **row,
    }
    return made


def told(works: list[Work], documents: dict[str, Any], matcher: Matcher) -> list[tuple[str, str, str]]:
    return [(row["work"], row["into_work"], row["rule"]) for row in merge(works, documents, matcher)]


def test_one_report_at_two_meetings_is_one_record_whatever_the_items_are_called(matcher: Matcher) -> None:
    works = [
        work("a", "Alliance agreement", "pdf1", meeting=CABINET),
        work("b", "Recommendation from Cabinet", "pdf1", meeting=COUNCIL),
    ]
    assert told(works, {"pdf1": document(A=2, C=1)}, matcher) == [("s:b", "s:a", SAME_FILE)]
    assert [each.row["verdict"] for each in works] == ["record", "merged"]
    assert works[1].row["into_work"] == "s:a" and works[1].row["reason"] == "the same file as s:a"


def test_one_file_that_four_web_sites_have_is_one_record(matcher: Matcher) -> None:
    works = [work(name, f"Strategy {name}", "pdf1", described=False) for name in "dbca"]
    assert told(works, {"pdf1": document(A=1)}, matcher) == [
        ("s:b", "s:a", SAME_FILE), ("s:c", "s:a", SAME_FILE), ("s:d", "s:a", SAME_FILE),
    ]  # fmt: skip


def test_two_publications_of_a_site_that_share_a_file_stay_two(matcher: Matcher) -> None:
    works = [work("a", "Report", "pdf1"), work("b", "Consultation on the report", "pdf1")]
    assert told(works, {"pdf1": document(A=1)}, matcher) == []
    assert told([work("a", "Report", "x"), work("b", "report", "x")], {"x": document(A=1)}, matcher) == [
        ("s:b", "s:a", SAME_BODY)
    ]


def test_papers_that_share_one_matching_file_and_differ_in_another_stay_two(matcher: Matcher) -> None:
    works = [
        work("a", "First report", "pdf1", "pdf2", meeting=CABINET),
        work("b", "Second report", "pdf1", meeting=COUNCIL),
    ]
    assert told(works, {"pdf1": document(A=1), "pdf2": document(A=1)}, matcher) == []


def test_a_file_without_a_match_does_not_make_two_papers_one(matcher: Matcher) -> None:
    works = [
        work("a", "First", "form", "html1", meeting=CABINET),
        work("b", "Second", "form", "html2", meeting=COUNCIL),
    ]
    documents = {"form": document(), "html1": document("html", A=1), "html2": document("html", A=1)}
    assert told(works, documents, matcher) == []


def test_the_same_words_of_two_agendas_do_not_make_two_papers_one(matcher: Matcher) -> None:
    works = [
        work("a", "Street lighting and care", "intro", "pdf1", meeting=CABINET),
        work("b", "Street lighting and care", "intro", "pdf2", meeting=COUNCIL),
    ]
    documents = {"intro": document("html", A=1), "pdf1": document(A=1), "pdf2": document(A=1)}
    assert told(works, documents, matcher) == []
    described = [work("a", "Care", "form", "x"), work("b", "Care", "form", "y")]
    assert told(described, {"form": document(), "x": document(A=1), "y": document(A=1)}, matcher) == []


def test_a_pack_is_no_record_beside_the_reports_that_it_holds(matcher: Matcher) -> None:
    report = work("a", "Alliance agreement", "pdf1", meeting=CABINET)
    other = work("b", "Roads", "pdf2", meeting=CABINET, verdict="no-match")
    pack = work("p", "Public reports pack", "pack", meeting=CABINET, described=False, container=True)
    # Twice in the report, once on the front sheet of the pack.
    documents = {"pdf1": document(A=2, C=1), "pdf2": document(C=1), "pack": document(A=3, C=2)}
    assert told([report, other, pack], documents, matcher) == [("s:p", "s:a", CONTAINED)]


def test_the_name_of_the_committee_on_the_front_sheet_of_a_pack_is_no_further_report(
    matcher: Matcher,
) -> None:
    board = Meeting("http://a.test/m?MId=3", "Health and Wellbeing Board", "2019-03-04")
    report = work("a", "Alliance agreement", "pdf1", meeting=board)
    pack = work("p", "Agenda pack", "pack", meeting=board, described=False, container=True)
    documents = {"pdf1": document(A=1, C=1), "pack": document(A=1, C=3)}
    assert told([report, pack], documents, matcher) == [("s:p", "s:a", CONTAINED)]


def test_a_pack_that_holds_more_than_the_reports_that_are_known_stays_a_record(matcher: Matcher) -> None:
    report = work("a", "Roads", "pdf1", meeting=CABINET)
    pack = work("p", "Public reports pack", "pack", meeting=CABINET, described=False, container=True)
    documents = {"pdf1": document(A=1, C=1), "pack": document(A=2, C=1)}
    assert told([report, pack], documents, matcher) == []


def test_a_pack_whose_matches_stand_in_different_reports_is_no_record_when_none_of_them_is(
    matcher: Matcher,
) -> None:
    roads = work("a", "Roads", "pdf1", meeting=CABINET, verdict="no-match")
    care = work("b", "Day centres", "pdf2", meeting=CABINET, verdict="no-match")
    pack = work("p", "Pack", "pack", meeting=CABINET, described=False, container=True)
    documents = {"pdf1": document(A=1), "pdf2": document(C=2), "pack": document(A=1, C=2)}
    assert told([roads, care, pack], documents, matcher) == []
    assert pack.row["verdict"] == "no-match" and "A 1 of 1, C 2 of 2" in pack.row["reason"]


def test_a_pack_whose_reports_are_not_to_be_had_by_themselves_stays_a_record(matcher: Matcher) -> None:
    other = work("b", "Roads", "pdf2", meeting=CABINET, verdict="no-match")
    pack = work("p", "Public reports pack", "pack", meeting=CABINET, described=False, container=True)
    elsewhere = work("c", "Alliance", "pdf3", meeting=COUNCIL)
    documents = {"pdf2": document(), "pdf3": document(A=9, C=9), "pack": document(A=1, C=1)}
    assert told([other, pack, elsewhere], documents, matcher) == []


def test_a_pack_follows_its_report_to_the_record_that_this_was_joined_to(matcher: Matcher) -> None:
    first = work("a", "Alliance agreement", "pdf1", meeting=CABINET)
    again = work("b", "Alliance agreement, from Cabinet", "pdf1", meeting=COUNCIL)
    pack = work("p", "Pack", "pack", meeting=COUNCIL, described=False, container=True)
    documents = {"pdf1": document(A=1, C=1), "pack": document(A=1, C=1)}
    assert told([again, pack, first], documents, matcher) == [
        ("s:b", "s:a", SAME_FILE), ("s:p", "s:a", CONTAINED),
    ]  # fmt: skip


def test_a_meeting_is_told_once_with_what_any_of_its_papers_knows_of_it() -> None:
    known = Meeting(CABINET.url, "Cabinet", "2019-03-04", "http://a.test/c?ID=7", "cancelled")
    rows = meetings([work("a", "A", meeting=CABINET), work("b", "B", meeting=known), work("c", "C")])
    assert rows == [
        {"meeting": CABINET.url, "source": "s", "committee": "Cabinet", "committee_url": "http://a.test/c?ID=7",
         "meeting_date": "2019-03-04", "status": "cancelled"}
    ]  # fmt: skip
