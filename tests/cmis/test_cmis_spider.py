"""A question at a CMIS system: its form, its pages one after the other, a state that is no longer taken."""

from __future__ import annotations

import urllib.error
import urllib.request
from urllib.parse import urlencode

from crawler.judging import judge
from crawler.lead import Answer, Lead, Reading
from crawler.spec import Question, Source
from spiders.cmis import MEMBERS_ONLY, CmisSpider
from tests.cmis.pages import GRID, LIST, MEETING, MONTH, WITH_SCRIPTS, grid, row, search_page
from tests.cmis.server import System, running

SPIDER = CmisSpider()
BASE = "https://cmis.alpha.test/cmis5"


def source(url: str = BASE, **options: object) -> Source:
    return Source("la.alpha", "cmis", "Alpha", url, options)


def asked(url: str = BASE, words: str = "alliance") -> Lead:
    return SPIDER.ask(source(url), Question("q1", "la.alpha", "A", words, words))


def got(lead: Lead) -> Answer:
    form = lead.note.get("form")
    data = urlencode([tuple(each) for each in form]).encode() if form else None
    try:
        with urllib.request.urlopen(urllib.request.Request(lead.url, data=data), timeout=10) as answer:
            return Answer(lead.url, answer.status, {"content-type": "text/html"}, answer.read())
    except urllib.error.HTTPError as error:
        return Answer(lead.url, error.code, {"content-type": "text/html"}, error.read())


def play(base: str, words: str = "alliance") -> tuple[list[Reading], dict[str, Lead]]:
    """Ask a question to its end; return the readings and the documents by key, each once."""
    waiting, readings, documents, known = [asked(base, words)], [], {}, set()
    while waiting:
        lead = waiting.pop(0)
        reading = judge(SPIDER, source(base), lead, got(lead))
        readings.append(reading)
        assert len(readings) < 30
        for each in reading.leads:
            if each.kind == "document":
                documents.setdefault(each.name, each)
            elif each.name not in known:
                known.add(each.name)
                waiting.append(each)
    return readings, documents


def read(lead: Lead, body: bytes, status: int = 200, **options: object) -> Reading:
    headers = {"content-type": "text/html", "date": "Thu, 26 Nov 2026 10:00:00 GMT"}
    return judge(SPIDER, source(**options), lead, Answer(lead.url, status, headers, body))


def first_page(words: str = "alliance") -> Lead:
    return read(asked(words=words), search_page("s")).leads[0]


def test_a_whole_search_of_three_pages_posts_each_state_once() -> None:
    with running(System([f"Paper {n}" for n in range(8)])) as system:
        readings, documents = play(system.base)
    assert [each.outcome for each in readings] == ["read", "results", "results", "results"]
    assert [each.answer for each in readings[1:]] == [
        {"start": 0, "total": 8, "returned": 3}, {"start": 3, "total": 8, "returned": 3},
        {"start": 6, "total": 8, "returned": 2},
    ]  # fmt: skip
    assert [post[1:] for post in system.posts] == [
        ("", "alliance"),
        ("Page$2", "alliance"),
        ("Page$3", "alliance"),
    ]
    assert [post[0] for post in system.posts[1:]] == [GRID, GRID]
    assert sorted(str(each.note["title"]) for each in documents.values()) == [f"Paper {n}" for n in range(8)]


def test_nothing_found_is_none_with_a_total_of_0() -> None:
    with running(System([])) as system:
        readings, documents = play(system.base, "nothing")
    assert (readings[-1].outcome, readings[-1].answer) == ("none", {"start": 0, "total": 0, "returned": 0})
    assert not documents


def test_a_state_that_is_not_taken_begins_the_question_anew_once_and_asks_no_document_twice() -> None:
    for status in (500, 200):
        with running(System([f"Paper {n}" for n in range(8)], forgets={2}, status=status)) as system:
            readings, documents = play(system.base)
        assert [each.outcome for each in readings] == [
            "read",
            "results",
            "redirect",
            "read",
            "results",
            "results",
            "results",
        ]
        assert "begun anew" in (readings[2].detail or "") and system.gets == 2 and len(documents) == 8


def test_a_state_that_is_never_taken_is_not_an_answer_and_ends() -> None:
    with running(System(["A"], forgets=set(range(100)), status=200)) as system:
        readings, _ = play(system.base)
    assert [each.outcome for each in readings] == ["read", "redirect", "read", "unreadable"]
    assert len(system.posts) == 2 and "also when begun anew" in (readings[-1].detail or "")


def test_the_question_stands_in_the_form_in_the_note_and_in_the_key() -> None:
    lead = asked()
    assert (lead.url, lead.kind, lead.key) == (f"{BASE}/Search.aspx", "form", f"{BASE}/Search.aspx#q1/1")
    post = first_page()
    assert (
        post.kind == "search" and post.note["sent"] == "alliance" and post.key == f"{BASE}/Search.aspx#q1/1/1"
    )
    assert dict(post.note["form"])["__VIEWSTATE"] == "s" and post.priority > lead.priority


def test_a_page_without_a_form_is_unreadable_and_never_none() -> None:
    for body in (b"<html><title>Closed</title><p>produced no results</p></html>", b"", search_page("")):
        reading = read(asked(), body)
        assert reading.outcome == "unreadable" and reading.detail and not reading.leads
    assert read(asked(), b"<html>Oops</html>", 500).outcome == "failed"


def test_reports_come_before_packs_and_what_members_only_may_open_is_recorded() -> None:
    rows = [row("Pack", kind="AgendaPack"), row("Report"), row("Exempt", None)]
    reading = read(first_page(), search_page("t", grid(rows, 3), words="alliance"))
    pack, report, exempt = reading.leads
    assert pack.note["container"] is True and pack.priority < report.priority and pack.follow
    assert not exempt.follow and exempt.note["reason"] == MEMBERS_ONLY
    assert report.note["date"] == "2026-09-01" and report.note["doc_type"] == "committee report"
    assert report.note["meeting"]["committee"] == "Cabinet" and "/Meeting/7/" in report.note["meeting"]["url"]


def test_fewer_documents_than_are_counted_and_no_way_on_is_not_an_answer_in_full() -> None:
    reading = read(first_page(), search_page("t", grid([row("A")], 22), words="alliance"))
    assert reading.outcome == "unreadable" and "22 documents are counted and 1 listed" in (
        reading.detail or ""
    )
    assert len(reading.leads) == 1


def test_an_answer_to_other_words_or_another_page_is_not_taken() -> None:
    other = read(first_page(), search_page("t", grid([row("A")], 1), words="roads"))
    assert other.outcome == "unreadable" and not other.leads and "roads" in (other.detail or "")
    wrong = read(first_page(), search_page("t", grid([row("A")], 9, 3, [1, 2]), words="alliance"))
    assert wrong.outcome == "unreadable" and not wrong.leads
    assert (
        read(
            first_page('"alliance contract"'),
            search_page("t", grid([row("A")], 1), words="Alliance  contract"),
        ).outcome
        == "results"
    )


# ---- committees that are read whole


def test_nothing_is_walked_unless_committees_are_named() -> None:
    assert list(SPIDER.start_leads(source())) == []
    (lead,) = SPIDER.start_leads(source(committees=["Cabinet"]))
    assert (lead.kind, lead.url) == ("calendar", f"{BASE}/Meetings.aspx")


def test_months_are_asked_from_the_limits_of_the_review_and_no_further_than_papers_can_be_out() -> None:
    (start,) = SPIDER.start_leads(source(committees=["health and wellbeing"]))
    reading = read(start, LIST, committees=["health and wellbeing"], date_from="2026-10-15")
    months = [lead.url.partition("/Date/")[2][:10] for lead in reading.leads if lead.kind == "calendar"]
    assert months == ["2027-02-01", "2027-01-01", "2026-12-01", "2026-11-01", "2026-10-01"]
    assert all(
        "/CalendarofMeetings/tabid/70/ctl/MeetingCalendarPublicNoJava/mid/397/" in lead.url
        for lead in reading.leads
    )
    reading = read(start, LIST, committees=["health & wellbeing"])
    assert len([lead for lead in reading.leads if lead.kind == "calendar"]) == 60
    assert "60 months" in (reading.detail or "")
    assert [lead.note["meeting"]["committee"] for lead in reading.leads if lead.kind == "listing"] == [
        "Health & Wellbeing Board"
    ]


def test_a_calendar_under_another_name_and_one_made_by_scripts_are_found() -> None:
    (start,) = SPIDER.start_leads(source(committees=["cabinet"]))
    missing = read(start, b"<html><h1>Oops</h1></html>", 404, committees=["cabinet"])
    assert [lead.url for lead in missing.leads] == [f"{BASE}/MeetingsCalendar.aspx"]
    (listed,) = read(start, WITH_SCRIPTS, committees=["cabinet"]).leads
    assert listed.url == f"{BASE}/Meetings.aspx?ctl=MeetingCalendarListView&mid=397"
    assert any("NoJava" in lead.url for lead in read(listed, LIST, committees=["cabinet"]).leads)


def test_the_meetings_of_named_committees_give_all_their_documents() -> None:
    url = f"{BASE}/Meetings/tabid/70/ctl/MeetingCalendarPublicNoJava/mid/397/Date/2026-06-01/Default.aspx"
    (meeting,) = read(Lead(url, "calendar", "collection"), MONTH, committees=["cabinet"]).leads
    assert meeting.kind == "listing" and meeting.note["meeting"]["date"] == "2026-06-09"
    documents = read(meeting, MEETING).leads
    assert [(lead.note["doc_type"], lead.follow) for lead in documents] == [
        ("agenda pack", True), ("committee report", True), ("minutes", True), ("committee report", False),
    ]  # fmt: skip
    assert documents[0].note["meeting"]["committee"] == "Cabinet" and documents[0].note["container"] is True
    assert (
        read(meeting, b"<html><title>Oops</title><h1>Something went wrong</h1></html>").outcome
        == "unreadable"
    )
