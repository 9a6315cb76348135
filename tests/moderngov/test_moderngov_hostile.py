"""Answers that are meant to harm or to mislead: each is unreadable with what it is, soon, and never `none`."""

from __future__ import annotations

import time

import pytest

from crawler.judge.moderngov import described, judge_list, judge_search
from crawler.judge.moderngov.markup import DEEPEST, decoded, what_it_is
from crawler.judge.moderngov.meeting import MOST, judge_meeting
from crawler.judge.moderngov.service import judge_committees, judge_service_meeting
from tests.moderngov.pages import HOST, agenda, in_meeting, item, page, results

SEARCH = f"{HOST}/ieSearchResults2.aspx?SS=x&PG=1"
MEETING = f"{HOST}/ieListDocuments.aspx?MId=77"
DECISION = f"{HOST}/ieDecisionDetails.aspx?ID=1"
SIGN = b'<div id="modgov"><div class="mgContent">'
BOMBS = {
    "ten megabytes of rules": SIGN + b"<hr>" * 2_500_000,
    "six megabytes of rules": SIGN + b"<hr>" * 1_500_000,
    "tags within one another": SIGN + b"<div>" * 100_000,
    "tags without meaning within one another": SIGN + b"<x>" * 100_000,
    "half a page of results": SIGN
    + b"<p>Results 1 to 10 for your search</p>"
    + b"<p class='mgAiTitleTxt'>" * 50_000,
    "nothing but opening brackets": SIGN + b"<" * 1_000_000,
    "one endless attribute": SIGN + b"<a href='" + b"x" * 3_000_000,
    "one endless heading": SIGN + b"<h2 class='mgSubTitleTxt'>" + b"a-" * 500_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_answer_takes_long_or_is_taken_for_a_page(name: str) -> None:
    began = time.monotonic()
    for outcome in (
        judge_search(200, BOMBS[name], SEARCH).outcome,
        described("meeting", 200, BOMBS[name], MEETING)[0],
        described("issue", 200, BOMBS[name], DECISION)[0],
    ):
        assert outcome == "unreadable"
    judge_list(200, BOMBS[name], f"{HOST}/ieListMeetings.aspx?CId=5")
    assert time.monotonic() - began < 20


def test_what_came_instead_is_told_in_words() -> None:
    told = {
        "an empty answer": b" \n", "to log in": b"<title>Sign in</title><form><input type='password'></form>",
        "another language": b"<html lang='cy'><title>Canlyniadau chwilio</title><p class='mgErrorTxt'>Dim",
        "no web page": b"Service Unavailable", "says 'Try later'": page('<p class="mgErrorTxt">Try later</p>'),
        "called 'Home'": b"<title>Home</title><p>modgov",
    }  # fmt: skip
    for words, body in told.items():
        assert words in what_it_is(body)
        detail = judge_search(200, body, SEARCH).detail
        assert detail is not None and words in detail


def test_a_page_of_results_in_another_language_is_not_one_without_results() -> None:
    body = page(
        '<p class="mgErrorTxt">Ni chafwyd canlyniadau ar gyfer eich ymholiad</p>', "Canlyniadau chwilio"
    )
    found = judge_search(200, body, SEARCH)
    assert found.outcome == "unreadable" and "another language" in str(found.detail)


def test_a_page_of_results_that_breaks_off_before_the_link_to_the_next_is_unreadable() -> None:
    whole = results(*(in_meeting(77, number, "A") for number in range(1, 11)), onward="x?PG=2")
    last = whole.rindex(b"<ul")
    assert judge_search(200, whole, SEARCH).outcome == "results"
    for at in range(last, whole.rindex(b"</body"), 40):
        assert judge_search(200, whole[:at], SEARCH).outcome == "unreadable"


def test_a_meeting_that_breaks_off_is_unreadable_and_not_one_with_fewer_items() -> None:
    whole = agenda(
        *(item(number, f"{number}.", "A", report=f"documents/s{number}/A.pdf") for number in range(1, 9))
    )
    for at in range(whole.index(b'name="AI4"'), whole.rindex(b"</body"), 150):
        assert judge_meeting(200, whole[:at], MEETING).outcome == "unreadable"


def test_rules_and_open_tags_in_what_is_quoted_of_a_text_hide_no_result() -> None:
    quoted = "<div class=\"mgWordPara\"><p>first<hr>second <a href='ieListDocuments.aspx?MId=1#AI1'>x</a></div></div></p>"
    block = in_meeting(77, 12, "A").replace('<div class="mgWordPara">', quoted + '<div class="mgWordPara">')
    found = judge_search(200, results(block, in_meeting(78, 13, "B")), SEARCH)
    assert [(each.meeting_id, len(each.items)) for each in found.results] == [("77", 1), ("78", 1)]


def test_tables_in_the_minutes_do_not_push_items_off_the_agenda() -> None:
    table = "<table>" + "<tr><td>word</td></tr>" * (MOST * 2) + "</table>"
    body = agenda(item(1, "1.", "A", minutes=table), item(2, "2.", "B", report="documents/s2/B.pdf"))
    found = judge_meeting(200, body, MEETING)
    assert [each.number for each in found.items] == ["1", "2"] and found.items[1].files


def test_an_item_that_is_marked_twice_is_one_work() -> None:
    outcome, items = described(
        "meeting", 200, agenda(item(1, "1.", "A"), item(1, "1.", "Again"), item(2, "2.", "B")), MEETING
    )
    assert outcome == "read" and [each.key for each in items] == [f"{MEETING}#AI1", f"{MEETING}#AI2"]
    assert items[0].title == "A"


@pytest.mark.parametrize(
    "heading, committee, date, status",
    [
        ("Cabinet - Monday, 5th January, 2026 10.00 am", "Cabinet", "2026-01-05", None),
        ("Cabinet, Thursday 15th January 2026 7.30 pm", "Cabinet", "2026-01-15", None),
        ("Scrutiny - Adults - 04/03/2019 2.00 pm", "Scrutiny - Adults", "2019-03-04", None),
        ("Board - 4 March 2019", "Board", "2019-03-04", None),
        ("Board - Monday 4 March 2019 2.00 pm, RESCHEDULED", "Board", "2019-03-04", "rescheduled"),
    ],
)  # fmt: skip
def test_headings_are_read_as_councils_write_them(
    heading: str, committee: str, date: str, status: str | None
) -> None:
    meeting = judge_meeting(200, agenda(item(1, "1.", "A"), heading=heading), MEETING).meeting
    assert meeting is not None and (meeting.committee, meeting.date, meeting.status) == (
        committee,
        date,
        status,
    )


def test_the_page_of_the_committee_is_the_one_that_the_heading_leads_to() -> None:
    body = agenda(item(1, "1.", "A")).replace(
        b'<div class="mgSubTitle">', b'<a href="mgCommitteeDetails.aspx?ID=99">Others</a><div>'
    )
    meeting = judge_meeting(200, body, MEETING).meeting
    assert meeting is not None and meeting.committee_url == f"{HOST}/mgCommitteeDetails.aspx?ID=5"


def test_pages_are_read_in_the_letters_that_they_are_written_in() -> None:
    pound = "<p>£5 – Children’s</p>"
    for coding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        assert "£5 – Children’s" in decoded(pound.encode(coding))
    assert "£" in decoded(b"<meta charset=iso-8859-1>\xa3") and "\ufffd" in decoded(
        b"<meta charset=no-such>\x00"
    )
    body = agenda(item(1, "1.", "Children’s care – £5")).decode().encode("cp1252")
    assert judge_meeting(200, body, MEETING).items[0].title == "Children’s care – £5"


def test_words_of_a_title_that_are_also_the_size_of_its_file_stay() -> None:
    body = agenda(item(1, "1.", "PDF 9 KB and other sizes", report="documents/s1/A.pdf"))
    assert judge_meeting(200, body, MEETING).items[0].title == "PDF 9 KB and other sizes"


def test_a_meeting_has_one_more_level_than_anybody_needs() -> None:
    deep = "<div>" * (DEEPEST - 20) + "text" + "</div>" * (DEEPEST - 20)
    assert judge_meeting(200, agenda(item(1, "1.", "A", minutes=deep)), MEETING).outcome == "read"


@pytest.mark.parametrize("status", [204, 301, 404, 500])
def test_a_status_without_a_page_gives_no_works(status: int) -> None:
    for kind, url in (
        ("meeting", MEETING),
        ("issue", DECISION),
        ("service-meeting", f"{HOST}/mgWebService.asmx/GetMeeting?lMeetingId=7"),
    ):
        assert described(kind, status, agenda(item(1, "1.", "A")), url) == ("unreadable", ())


def test_xml_that_says_nothing_of_a_meeting_is_unreadable_and_says_what_came() -> None:
    found = judge_service_meeting(200, b"<meeting></meeting>", f"{HOST}/mgWebService.asmx/GetMeeting")
    assert found.outcome == "unreadable"
    login = b"<html><title>Sign in</title><input type='password'></html>"
    assert "to log in" in str(judge_committees(200, login, f"{HOST}/mgWebService.asmx/GetCommittees").detail)
