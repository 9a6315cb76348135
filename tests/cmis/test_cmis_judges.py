"""What CMIS answered: results, nothing, or neither. Nothing that is sent can raise, and only one sentence is `none`."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.judge.cmis import judge_calendar, judge_form, judge_meeting, judge_results
from tests.cmis.pages import GRID, LIST, MEETING, MONTH, NOTHING, WITH_SCRIPTS, grid, row, search_page

URL = "https://cmis.alpha.test/cmis5/Search.aspx"
PLACE = "https://cmis.alpha.test/cmis5/Meetings/tabid/73/ctl/ViewMeetingPublic/mid/41/Meeting/7/Committee/9/Default.aspx"
JUNE = "https://cmis.alpha.test/cmis5/Meetings/tabid/70/ctl/MeetingCalendarPublicNoJava/mid/397/Date/2026-06-01/Default.aspx"
FOREIGN = {
    "a form to log in": b"<html><title>Log in</title><form action='/Login.aspx'><input name='u'><input type=password name='p'></form></html>",
    "another page": b"<html><title>Welcome to Alpha</title><h1>Welcome</h1><p>Your search produced no results.</p></html>",
    "no HTML": b"%PDF-1.4 produced no results", "nothing": b"", "binary": bytes(range(256)) * 20,
    "half a tag": b"<html><body><form><input name='", "deep": b"<div>" * 20_000,
}  # fmt: skip


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_page_of_the_system_is_unreadable_with_a_sentence(name: str) -> None:
    for page in (
        judge_form(200, FOREIGN[name], URL), judge_results(200, FOREIGN[name], URL),
        judge_meeting(200, FOREIGN[name], PLACE), judge_calendar(200, FOREIGN[name], URL),
        judge_calendar(200, FOREIGN[name], JUNE),
    ):  # fmt: skip
        assert page.outcome == "unreadable" and page.detail


def test_the_sentence_tells_what_the_page_calls_itself() -> None:
    assert "Log in" in (judge_results(200, FOREIGN["a form to log in"], URL).detail or "")


@pytest.mark.parametrize(
    "body",
    [
        b"<html><title>Runtime Error</title><h1>Server Error in '/cmis5' Application.</h1><h2>Runtime Error</h2></html>",
        b"<html><p>Validation of viewstate MAC failed. If this application is hosted by a Web Farm ...</p></html>",
        b"<html><p>The state information is invalid for this page and might be corrupted.</p></html>",
        b"<html><p>Invalid postback or callback argument. Event validation is enabled</p></html>",
    ],
)
def test_a_state_that_is_not_taken_is_worth_a_new_beginning(body: bytes) -> None:
    assert judge_results(200, body, URL).renew and judge_results(500, body, URL).renew
    assert judge_results(200, body, URL).outcome == "unreadable"


def test_scripts_that_speak_of_the_state_do_not_make_a_page_one_of_errors() -> None:
    page = judge_results(200, b"<html><script>get('__VIEWSTATE')</script><p>Opening hours</p></html>", URL)
    assert (page.outcome, page.renew) == ("unreadable", False)


@pytest.mark.parametrize("status", [201, 204, 301, 403, 404, 500, 503])
def test_other_statuses_are_never_an_answer_to_a_question(status: int) -> None:
    page = judge_results(status, search_page("s", NOTHING), URL)
    assert page.outcome == "unreadable" and str(status) in (page.detail or "")
    assert judge_form(status, search_page("s"), URL).form is None


def test_none_is_said_only_by_the_systems_own_sentence_in_its_own_place() -> None:
    assert judge_results(200, search_page("s", NOTHING), URL).outcome == "none"
    for inside in (
        "Eich chwiliad: dim canlyniadau", "<h2>Search Results (22 Documents Found)</h2>", grid([], 22),
        f"<h2>Search Results (22 Documents Found)</h2>{NOTHING}", "Please enter search criteria.",
    ):  # fmt: skip
        page = judge_results(200, search_page("s", inside), URL)
        assert page.outcome == "unreadable" and page.detail, inside


def test_a_form_without_its_state_or_with_one_that_is_too_large_cannot_be_posted() -> None:
    for state in ("", "x" * 5_000_000):
        page = judge_form(200, search_page(state), URL)
        assert page.outcome == "unreadable" and page.form is None and page.detail
    results = judge_results(200, search_page("x" * 2_000_000, grid([row("A")], 1)), URL)
    assert results.outcome == "results" and results.form is None


def test_a_row_that_is_not_built_as_one_is_told_and_the_others_are_kept() -> None:
    broken = '<tr class="CMIS_Grid_RowStyle"><td>What is this?</td></tr>'
    page = judge_results(200, search_page("s", grid([row("A"), broken], 2)), URL)
    assert (page.outcome, len(page.rows)) == ("unreadable", 1) and "1 of 2 rows" in (page.detail or "")


def test_a_link_to_the_next_ten_pages_has_the_number_of_the_page_it_leads_to() -> None:
    page = judge_results(200, search_page("s", grid([row("A")], 500, 10, [1, 2, 11])), URL)
    assert (page.page, page.pages, page.grid) == (10, (1, 2, 11), GRID)


@pytest.mark.parametrize(
    "url, action, posted",
    [
        ("https://cmis.alpha.test/cmis5/Search.aspx", "/cmis5/Search.aspx", "https://cmis.alpha.test/cmis5/Search.aspx"),
        ("https://www.alpha.test/dms/Search.aspx", "./Search.aspx?x=1", "https://www.alpha.test/dms/Search.aspx?x=1"),
        ("https://alpha.cmis.test/Search.aspx", "Search.aspx", "https://alpha.cmis.test/Search.aspx"),
        ("https://alpha.cmis.test/Search.aspx", "http://alpha.cmis.test/Search.aspx", "https://alpha.cmis.test/Search.aspx"),
        ("https://alpha.cmis.test/Search.aspx", "", "https://alpha.cmis.test/Search.aspx"),
        ("http://alpha.cmis.test/Search.aspx", "Search.aspx", "http://alpha.cmis.test/Search.aspx"),
    ],
)  # fmt: skip
def test_the_form_is_posted_where_it_says_wherever_the_system_is_mounted(
    url: str, action: str, posted: str
) -> None:
    form = judge_form(200, search_page("s", action=action), url).form
    assert form is not None and form.action == posted


def test_links_to_http_on_the_pages_own_host_are_taken_as_https_and_those_to_others_are_not() -> None:
    found = judge_results(
        200, search_page("s", grid([row("A", "http://cmis.alpha.test/cmis5/Document.ashx?b%3d=A+b")], 1)), URL
    )
    assert found.rows[0].url == "https://cmis.alpha.test/cmis5/Document.ashx?b%3d=A+b"
    assert found.rows[0].meeting is not None and found.rows[0].meeting.url == PLACE
    found = judge_results(200, search_page("s", grid([row("A", "http://files.other.test/a.pdf")], 1)), URL)
    assert found.rows[0].url == "http://files.other.test/a.pdf"


def test_one_document_has_one_key_whatever_its_address_is_at_this_visit() -> None:
    def key(**how: object) -> str:
        return judge_results(200, search_page("s", grid([row("A", **how)], 1)), URL).rows[0].key  # type: ignore[arg-type]

    assert key(href="Document.ashx?one") == key(href="Document.ashx?two")
    assert len({key(), key(kind="Minutes"), key(meeting=8), key(href=None)}) == 4


def test_a_meeting_has_its_documents_its_committee_and_its_day() -> None:
    page = judge_meeting(200, MEETING, PLACE.replace("/Default", "/SelectedTab/Documents/Default"))
    assert page.meeting is not None
    assert (page.meeting.url, page.meeting.committee, page.meeting.date) == (PLACE, "Cabinet", "2026-09-01")
    assert page.meeting.status == "Scheduled"
    assert [(each.kind, each.container, bool(each.url)) for each in page.rows] == [
        ("AgendaPack", True, True), ("Report", False, True), ("Minutes", False, True), ("Report", False, False),
    ]  # fmt: skip


def test_a_month_has_the_day_of_each_meeting_in_the_cell_before_it() -> None:
    page = judge_calendar(200, MONTH, JUNE)
    assert [(each.committee, each.date) for each in page.meetings] == [
        ("Licensing Sub-Committee A", "2026-06-08"), ("Health and Wellbeing Board", "2026-06-09"), ("Cabinet", "2026-06-09"),
    ]  # fmt: skip
    assert page.meetings[0].url.endswith("/Meeting/11/Committee/6/Default.aspx")


def test_a_list_of_meetings_tells_where_the_pages_of_months_are() -> None:
    page = judge_calendar(200, LIST, "https://cmis.alpha.test/cmis5/CalendarofMeetings.aspx")
    assert [(each.committee, each.date) for each in page.meetings] == [
        ("Planning Committee", "2026-07-09"), ("Health & Wellbeing Board", "2026-07-23"),
    ]  # fmt: skip
    assert page.months == (
        "https://cmis.alpha.test/cmis5/CalendarofMeetings/tabid/70/ctl/MeetingCalendarPublicNoJava/mid/397/Date/{month}/Default.aspx"
    )


def test_a_calendar_made_by_scripts_tells_its_module_whose_list_is_asked_for() -> None:
    page = judge_calendar(200, WITH_SCRIPTS, "https://cmis.alpha.test/cmis5/Meetings.aspx")
    assert page.listing == "https://cmis.alpha.test/cmis5/Meetings.aspx?ctl=MeetingCalendarListView&mid=397"
    assert (page.meetings, page.months) == ((), "")


def test_a_month_without_meetings_is_read() -> None:
    page = judge_calendar(200, b"<table><tr><td>Saturday, 1 August</td><td></td></tr></table>", JUNE)
    assert (page.outcome, page.meetings) == ("read", ())


PIECES = [
    search_page("s", grid([row("A")], 3, 1, [2])), search_page("s", NOTHING), MEETING, MONTH, LIST, b"<form>",
    b"<tr class=CMIS_Grid_RowStyle>", b"<span>" + b"9" * 5000 + b"</span>", b"</table>", b"\xff\x00", b"http://[", b"href='",
]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.integers(0, 3000), st.integers(0, 3000)), max_size=6))
def test_pages_torn_to_pieces_raise_nothing_and_say_why(torn: list[tuple[bytes, int, int]]) -> None:
    body = b"".join(piece[first : first + length] for piece, first, length in torn)
    for page in (
        judge_form(200, body, URL), judge_results(200, body, URL), judge_meeting(200, body, PLACE),
        judge_calendar(200, body, JUNE),
    ):  # fmt: skip
        assert page.outcome != "unreadable" or page.detail
        assert page.outcome != "none" or b"produced no results" in body
