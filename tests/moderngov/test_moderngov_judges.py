"""What answers of ModernGov mean: `none` only where the site says so, and nothing that is sent can raise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.judge.moderngov import described, judge_list, judge_single
from crawler.judge.moderngov.addresses import day, item_key, meeting_number, meeting_url, root_of
from crawler.judge.moderngov.meeting import judge_meeting
from crawler.judge.moderngov.search import judge_search
from crawler.judge.moderngov.service import judge_committees, judge_meetings, judge_service_meeting
from tests.moderngov.pages import HOST, agenda, in_meeting, item, page, results

SEARCH = f"{HOST}/ieSearchResults2.aspx?SS=x&PG=1"
MEETING = f"{HOST}/ieListDocuments.aspx?CId=5&MId=77"
SERVICE = f"{HOST}/mgWebService.asmx/GetMeeting?lMeetingId=77"

NOTHING = '<p class="mgErrorTxt" >No results found for your query <span>zz</span> Try generalising.</p>'
LOGIN = b"<html><body><form><input type='password' name='p'></form>Please log in to modern.gov</body></html>"
WELSH = '<p class="mgErrorTxt">Ni chafwyd unrhyw ganlyniadau ar gyfer eich ymholiad</p>'
UNREADABLE = {
    "empty": b"", "a log-in form": LOGIN, "another site": b"<html><body><h1>Home</h1></body></html>",
    "another language": page(WELSH), "neither results nor the sentence": page("<p>Welcome</p>"),
    "the sentence elsewhere": page("<p>No results found for your query</p>"),
    "results that it counts and does not show": results(said=10), "cut short": results(in_meeting(1, 2, "A"), said=10),
    "only rules": page("<hr>" * 100_000), "bytes": bytes(range(256)) * 40, "xml": b"<?xml version='1.0'?><committees/>",
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_page_of_results_is_unreadable_and_says_why(name: str) -> None:
    found = judge_search(200, UNREADABLE[name], SEARCH)
    assert found.outcome == "unreadable" and found.detail


def test_none_is_said_only_by_the_sites_own_sentence() -> None:
    assert judge_search(200, page(NOTHING), SEARCH).outcome == "none"
    assert judge_search(500, page(NOTHING), SEARCH).outcome == "unreadable"


def test_a_result_tells_committee_date_item_and_files_and_not_who_spoke() -> None:
    file = '<li><a href="mgConvert2PDF.aspx?ID=9&amp;ISATT=1#search=%22x%22">Appendix A (1.1) <span class="mgFileSize">PDF 9 KB</span></a></li>'
    found = judge_search(
        200,
        results(
            in_meeting(77, 12, "Alliance agreement", files=file), onward="ieSearchResults2.aspx?SS=x&amp;PG=2"
        ),
        SEARCH,
    )
    (result,) = found.results
    assert (result.committee, result.date, result.committee_id, result.meeting_id) == (
        "Cabinet",
        "2019-03-04",
        "5",
        "77",
    )
    assert result.items == (("12", "7.", "Alliance agreement"),) and result.strength == "excellent"
    assert [(each.title, each.url) for each in result.files] == [
        ("Appendix A", f"{HOST}/mgConvert2PDF.aspx?ID=9&isatt=1")
    ]
    assert found.next_url == f"{HOST}/ieSearchResults2.aspx?PG=2&SS=x" and "Person" not in repr(found)


def test_the_date_of_a_meeting_is_that_of_its_heading_and_never_the_day_the_page_was_made() -> None:
    found = judge_meeting(200, agenda(item(1, "1.", "A")), MEETING)
    assert found.meeting is not None and found.meeting.date == "2019-03-04"
    assert judge_meeting(200, agenda(heading="Cabinet"), MEETING).outcome == "unreadable"


def test_a_cancelled_meeting_says_so_and_a_committee_keeps_the_dash_in_its_name() -> None:
    heading = "Scrutiny - Health - Monday 4 March 2019 2.00 pm, CANCELLED"
    found = judge_meeting(200, agenda(heading=heading), MEETING)
    assert found.meeting is not None
    assert (found.meeting.committee, found.meeting.status) == ("Scrutiny - Health", "cancelled")


def test_an_item_has_its_texts_its_files_and_the_address_of_its_whole_text() -> None:
    more = """<ul class="mgBulletList"><li><a href="documents/s2/An%20x.pdf">Annex <span class="mgHide">, item 7.</span></a></li>
      <li><a href="mgReasonsRestricted.aspx?ID=3">View the reasons why document 7./2 is restricted</a></li></ul>"""
    minutes = 'It was said ... <a href="mgAi.aspx?ID=12">view the full minutes text for item 7.</a>'
    body = agenda(
        item(12, "7.", "Alliance", report="documents/s1/Alliance report.pdf", more=more, minutes=minutes)
    )
    found = judge_meeting(200, body, MEETING)
    (each,) = found.items
    assert [(file.title, file.url) for file in each.files] == [
        ("Alliance", f"{HOST}/documents/s1/Alliance%20report.pdf"), ("Annex", f"{HOST}/documents/s2/An%20x.pdf"),
    ]  # fmt: skip
    assert [part.title for part in each.parts] == [
        None,
        "Minutes",
    ] and each.more_url == f"{HOST}/mgAi.aspx?ID=12"
    assert len(each.restricted) == 1


def test_packs_are_told_apart_from_reports_by_where_they_lie_and_what_they_hold() -> None:
    packs = "".join(
        f'<li><a href="documents/g90/Pack.pdf?T={number}">{name}</a></li>'
        for number, name in (
            (0, "Agenda frontsheet"),
            (1, "Printed minutes"),
            (2, "Decisions"),
            (10, "Reports pack"),
        )
    )
    packs += '<li><a href="mgChooseDocPack.aspx?ID=90&amp;SID=4">Supplement</a></li><li><a href="documents/b8/Late.pdf">Late</a></li>'
    found = judge_meeting(200, agenda(item(1, "1.", "A"), packs=packs), MEETING)
    assert [each.kind for each in found.packs] == [
        "agenda",
        "minutes",
        "decisions",
        "reports",
        "supplement",
        "supplement",
    ]
    assert found.packs[3].url == f"{HOST}/documents/g90/Pack.pdf?T=10" and not found.items[0].files


def test_packs_of_older_systems_are_told_from_reports_by_their_parameter() -> None:
    packs = '<li><a href="mgConvert2PDF.aspx?ID=90&amp;T=1">Printed minutes</a></li><li><a href="mgConvert2PDF.aspx?ID=90&amp;T=6">Pack</a></li>'
    found = judge_meeting(
        200, agenda(item(1, "1.", "A", report="mgConvert2PDF.aspx?ID=7"), packs=packs), MEETING
    )
    assert [each.kind for each in found.packs] == ["minutes", "reports"]
    assert [each.url for each in found.items[0].files] == [f"{HOST}/mgConvert2PDF.aspx?ID=7"]


SAME_MEETING = (
    "ieListDocuments.aspx?CId=5&MId=77", "ieListDocuments.aspx?CId=5&MID=77", "IELISTDOCUMENTS.ASPX?cid=5&meetingid=77",
    "ieListDocuments.aspx?MId=77", "ieListDocuments.aspx?CId=5&MId=77&Ver=4&J=2", "ieListDocuments.aspx?MId=77&EVT=101&DT=A",
)  # fmt: skip


@pytest.mark.parametrize("written", SAME_MEETING)
@pytest.mark.parametrize("root", ["/", "/moderngov/"])
def test_the_many_addresses_of_one_meeting_give_its_items_one_name(written: str, root: str) -> None:
    url = f"{HOST}{root}{written}"
    assert meeting_number(url) == "77" and root_of(url) == f"{HOST}{root}"
    outcome, (found,) = described("meeting", 200, agenda(item(12, "7.", "A")), url)
    assert outcome == "read" and found.key == f"{HOST}{root}ieListDocuments.aspx?MId=77#AI12"
    assert found.key == item_key(f"{HOST}{root}", "77", "12")
    assert found.url == found.key and meeting_url(f"{HOST}{root}", "77") == found.key.partition("#")[0]


XML = """<?xml version="1.0" encoding="utf-8"?><meeting><committeetitle>Health &amp;amp; Wellbeing Board</committeetitle>
<meetingid>77</meetingid><meetingdate>04/03/2019</meetingdate><meetingstatus>Confirmed</meetingstatus>
<agendaitemcount> 1</agendaitemcount><agendaitems><agendaitem><agendaitemid>12</agendaitemid>
<agendaitemtitle>Alliance &amp;amp; partners</agendaitemtitle><agendatext>&lt;p&gt;To consider&lt;/p&gt;</agendatext>
<minutesnonemptyhtmlbody>&amp;lt;p&amp;gt;Agreed&amp;lt;/p&amp;gt;</minutesnonemptyhtmlbody>
<linkeddocuments><linkeddoc><title>Report</title><url>http://democracy.alpha.test/documents/s1/R.pdf</url><isrestricted>False</isrestricted></linkeddoc>
<linkeddoc><title>Secret</title><url></url><isrestricted>True</isrestricted></linkeddoc></linkeddocuments></agendaitem></agendaitems></meeting>"""


def test_the_web_service_gives_a_meeting_the_same_items_as_its_page() -> None:
    outcome, (by_service,) = described("service-meeting", 200, XML.encode(), SERVICE)
    body = agenda(item(12, "7.", "Alliance & partners", report="documents/s1/R.pdf"))
    _, (by_page,) = described("meeting", 200, body, MEETING)
    assert (
        outcome == "read"
        and by_service.key == by_page.key
        and by_service.date == by_page.date == "2019-03-04"
    )
    assert by_service.title == "Alliance & partners" and [each.url for each in by_service.attachments] == [
        each.url for each in by_page.attachments
    ]
    assert [part.html for part in by_service.parts] == ["<p>To consider</p>", "<p>Agreed</p>"]
    assert by_service.meeting is not None and by_service.meeting.committee == "Health & Wellbeing Board"


def test_files_are_asked_for_by_https_where_the_service_was() -> None:
    found = judge_service_meeting(200, XML.encode(), SERVICE.replace("http:", "https:"))
    assert found.items[0].files[0].url == "https://democracy.alpha.test/documents/s1/R.pdf"
    assert found.items[0].restricted == ("Secret",)


def test_committees_and_meetings_of_the_service_are_listed_with_what_no_longer_meets() -> None:
    xml = b"""<committees><committeecount> 2</committeecount>
      <committee><committeeid>5</committeeid><committeetitle>Cabinet</committeetitle><committeedeleted>False</committeedeleted>
      <committeeexpired>False</committeeexpired></committee>
      <committee><committeeid> 6</committeeid><committeetitle>Old</committeetitle><committeeexpired>True</committeeexpired></committee></committees>"""
    found = judge_committees(200, xml, f"{HOST}/mgWebService.asmx/GetCommittees")
    assert [(each.number, each.title, each.active) for each in found.committees] == [
        ("5", "Cabinet", True),
        ("6", "Old", False),
    ]
    xml = b"""<getmeetings><committee><committeemeetings><meeting><meetingid>77</meetingid><meetingdate>04/03/2019</meetingdate></meeting>
      <meeting><meetingid>78</meetingid><meetingdate>soon</meetingdate></meeting></committeemeetings></committee></getmeetings>"""
    meetings = judge_meetings(200, xml, f"{HOST}/mgWebService.asmx/GetMeetings").meetings
    assert [(each.number, each.date) for each in meetings] == [("77", "2019-03-04"), ("78", None)]


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><committees>&b;</committees>'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<committees><committee>",
        BOMB,
        LOGIN,
        page("<p>x</p>"),
        b"<error>off</error>",
        XML[:300].encode(),
    ],
)
def test_what_is_no_answer_of_the_service_is_unreadable(body: bytes) -> None:
    for judge in (judge_committees, judge_meetings, judge_service_meeting):
        found = judge(200, body, f"{HOST}/mgWebService.asmx/GetCommittees")
        assert found.outcome == "unreadable" and found.detail


def test_a_page_of_meetings_leads_to_earlier_and_later_ones_and_tells_their_dates() -> None:
    body = page("""<ul><li><a class="mgMeetingTableLnk" href="ieListDocuments.aspx?CId=5&amp;MId=77&amp;Ver=4">4 Mar 2019 2.00 pm</a> - Agenda</li>
      <li><a class="mgMeetingTableLnk" href="ieListDocuments.aspx?CId=5&amp;MId=78">5 Apr 2019</a> - CANCELLED</li></ul>
      <div class="mgMeetingsEarlierLater"><a class="mgTableNextLnk" href="ieListMeetings.aspx?Act=earlier&amp;CId=5&amp;D=201903041400&amp;MD=ielistmeetings">Earlier</a>
      <a href="ieListMeetings.aspx?Act=later&amp;CId=5&amp;D=201904">Later</a></div>""")
    found = judge_list(200, body, f"{HOST}/ieListMeetings.aspx?CId=5&Year=0")
    assert [(each.number, each.date, each.status) for _, each in found.meetings] == [
        ("77", "2019-03-04", None), ("78", "2019-04-05", "cancelled"),
    ]  # fmt: skip
    assert found.earlier and "Act=earlier" in found.earlier and found.later and "Act=later" in found.later


def test_an_issue_is_a_work_with_its_files_and_leads_to_its_items_and_decisions() -> None:
    body = page("""<h2 class="mgSubTitleTxt">18/00012 - Alliance agreement</h2><div class="mgWordPara"><p>Proposed decision</p></div>
      <p>Date of decision: 4 March 2019</p><ul class="mgBulletList"><li><a href="documents/s1/R.pdf">Report</a></li></ul>
      <a href="ieListDocuments.aspx?CId=5&amp;MId=77#AI12">4 Mar</a><a href="ieDecisionDetails.aspx?ID=4">Decision</a>""")
    found = judge_single(200, body, f"{HOST}/mgIssueHistoryHome.aspx?IId=9")
    assert (
        found.item is not None
        and found.item.title == "18/00012 - Alliance agreement"
        and found.item.date == "2019-03-04"
    )
    assert [each.url for each in found.item.attachments] == [f"{HOST}/documents/s1/R.pdf"]
    assert found.items == (
        (f"{HOST}/ieListDocuments.aspx?MId=77", f"{HOST}/ieListDocuments.aspx?MId=77#AI12"),
    )
    assert found.decisions == (f"{HOST}/ieDecisionDetails.aspx?ID=4",)


def test_dates_are_read_day_first_and_what_is_none_is_none() -> None:
    assert [day(text) for text in ("04/03/2019", "4th March 2019", "Mon 4 Mar 2019", "31/02/2019", "soon", "4 Foo 2019")] == [
        "2019-03-04", "2019-03-04", "2019-03-04", None, None, None,
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_bytes_make_a_judge_fail(data: st.DataObject) -> None:
    whole = data.draw(
        st.sampled_from([results(in_meeting(1, 2, "A")), agenda(item(1, "1.", "A")), XML.encode()])
    )
    at = data.draw(st.integers(0, len(whole)))
    body = whole[:at] + data.draw(st.binary(max_size=20)) + whole[at + data.draw(st.integers(0, 200)) :]
    assert judge_search(200, body, SEARCH).outcome in ("results", "unreadable")
    for kind, url in (
        ("meeting", MEETING),
        ("issue", f"{HOST}/ieDecisionDetails.aspx?ID=1"),
        ("service-meeting", SERVICE),
    ):
        assert described(kind, 200, body, url)[0] in ("read", "unreadable", "redirect")
    judge_list(200, body, MEETING)
