"""Committees that are read whole: by the web service, by its pages, and where that ends."""

from __future__ import annotations

import pytest

from crawler.judge.moderngov import judge_committees
from crawler.judging import judge
from crawler.lead import Answer, Lead
from spiders._moderngov_committees import MOST_LISTS, chosen
from tests.moderngov.asking import (
    MEETING,
    ROOT,
    SERVICE,
    SPIDER,
    followed,
    read,
    source,
)
from tests.moderngov.pages import page

COMMITTEES = """<committees><committeecount> 3</committeecount>
<committee><committeeid>5</committeeid><committeetitle>Shadow Health &amp;amp; Well-being Board</committeetitle></committee>
<committee><committeeid>6</committeeid><committeetitle>Planning Sub-Committee</committeetitle></committee>
<committee><committeeid>7</committeeid><committeetitle>Partnership</committeetitle></committee></committees>"""
MEETINGS = """<getmeetings><committee><committeemeetings>
<meeting><meetingid>77</meetingid><meetingdate>04/03/2019</meetingdate></meeting>
<meeting><meetingid>78</meetingid><meetingdate>04/03/1999</meetingdate></meeting></committeemeetings></committee></getmeetings>"""
XML = """<meeting><meetingid>77</meetingid><committeeid>5</committeeid><committeetitle>Board</committeetitle>
<meetingdate>04/03/2019</meetingdate><meetingstatus>Meeting cancelled</meetingstatus><agendaitems>
<agendaitem><agendaitemid>12</agendaitemid><agendaitemtitle>Alliance</agendaitemtitle><minutesitemnumber>7.</minutesitemnumber>
<decisionnonemptyhtmlbody>&lt;p&gt;Agreed&lt;/p&gt;</decisionnonemptyhtmlbody><linkeddocuments><linkeddoc><title>Report</title>
<url>http://democracy.alpha.test/moderngov/documents/s1/R.pdf</url></linkeddoc></linkeddocuments></agendaitem>
<agendaitem><agendaitemid>13</agendaitemid><agendaitemtitle>Closed</agendaitemtitle><isrestricted>True</isrestricted><linkeddocuments>
<linkeddoc><title>Secret</title><url>http://democracy.alpha.test/moderngov/documents/s9/S.pdf</url></linkeddoc></linkeddocuments></agendaitem>
<agendaitem><agendaitemid>14</agendaitemid><isdisplayallowed>False</isdisplayallowed></agendaitem></agendaitems></meeting>"""
LISTED = Lead(f"{SERVICE}GetCommittees", "committees", "start", {"by": "service"})


def test_nothing_is_walked_unless_the_protocol_names_committees() -> None:
    assert not list(SPIDER.start_leads(source()))
    (lead,) = SPIDER.start_leads(source(committees=["health and wellbeing"]))
    assert (lead.url, lead.kind, lead.why) == (f"{SERVICE}GetCommittees", "committees", "start")


@pytest.mark.parametrize(
    "name, expected",
    [("health and wellbeing", ["5"]), ("Health & Well-being", ["5"]), ("sub committee", ["6"]), ("PLANNING", ["6"]),
     ("art", []), ("", []), ("&", []), ("partnership", ["7"])],
)  # fmt: skip
def test_committees_are_chosen_by_whole_words_however_they_are_written(
    name: str, expected: list[str]
) -> None:
    found = judge_committees(200, COMMITTEES.encode(), LISTED.url)
    assert [each.number for each in chosen(source(committees=[name]), found.committees)] == expected


def test_a_committee_is_read_whole_by_the_web_service_within_the_dates_of_the_source() -> None:
    options = {"committees": ["health and wellbeing"], "date_from": "2000-01-01"}
    (meetings,) = read(LISTED, COMMITTEES.encode(), **options).leads
    assert meetings.url.startswith(f"{SERVICE}GetMeetings?") and "lCommitteeId=5" in meetings.url
    assert "sFromDate=01%2F01%2F2000" in meetings.url and "sToDate=31%2F12%2F2100" in meetings.url
    (one,) = read(meetings, MEETINGS.encode(), **options).leads
    assert (one.url, one.kind, one.why) == (
        f"{SERVICE}GetMeeting?lMeetingId=77",
        "service-meeting",
        "collection",
    )
    found = read(one, XML.encode(), **options)
    assert followed(found) == ["documents/s1/R.pdf"] and found.leads[0].note["of"] == f"{MEETING}#AI12"
    assert "1 document is listed and not public" in str(found.detail)


@pytest.mark.parametrize(
    "status, body", [(404, b""), (200, page("<p>Home</p>")), (500, b"error"), (200, b"<committees>")]
)
def test_where_there_is_no_web_service_its_pages_are_read(status: int, body: bytes) -> None:
    found = read(LISTED, body, status, committees=["health"])
    assert followed(found) == ["mgListCommittees.aspx?bcr=1"] or followed(found) == ["mgListCommittees.aspx"]
    assert found.detail and found.outcome == ("failed" if status == 500 else "read")


def test_the_answer_that_leads_to_https_is_followed_once_and_the_rest_is_asked_by_https() -> None:
    script = b"<script>function redirectToHttps(){window.location = 'https://' + window.location.hostname}redirectToHttps();</script>"
    found = read(LISTED, script, committees=["health"])
    assert found.outcome == "redirect"
    (onward,) = found.leads
    assert onward.url == LISTED.url.replace("http:", "https:")
    (meetings,) = read(onward, COMMITTEES.encode(), committees=["health"]).leads
    assert meetings.url.startswith("https:")
    again = SPIDER.read(source(committees=["health"]), onward, Answer(onward.url, 200, {}, script))
    assert [lead.kind for lead in again.leads] == ["committees"] and "mgListCommittees" in again.leads[0].url


def test_meetings_and_a_meeting_that_the_service_does_not_tell_are_read_from_their_pages() -> None:
    lead = Lead(
        f"{SERVICE}GetMeetings?lCommitteeId=5", "meetings", "collection", {"number": "5", "by": "service"}
    )
    assert followed(read(lead, b"", 404)) == ["ieListMeetings.aspx?CId=5&Year=0"]
    one = Lead(f"{SERVICE}GetMeeting?lMeetingId=77", "service-meeting", "collection")
    (onward,) = read(one, page("<p>Home</p>")).leads
    assert (onward.url, onward.kind) == (MEETING, "meeting") and onward.name != one.name


def meetings_page(*days: tuple[int, str], earlier: str = "", later: str = "") -> bytes:
    rows = "".join(
        f'<li><a href="ieListDocuments.aspx?CId=5&amp;MId={number}">{day} 2.00 pm</a></li>'
        for number, day in days
    )
    links = "".join(
        f'<a class="mgTableNextLnk" href="ieListMeetings.aspx?Act={act}&amp;CId=5&amp;D={at}&amp;MD=ielistmeetings">{act}</a>'
        for act, at in (("earlier", earlier), ("later", later)) if at
    )  # fmt: skip
    return page(f"<ul>{rows}</ul>{links}")


def listed(query: str = "CId=5&Year=0", number: int = 1) -> Lead:
    return Lead(
        f"{ROOT}/ieListMeetings.aspx?{query}",
        "meetings",
        "collection",
        {"number": "5", "by": "page", "page": number},
    )


def test_a_list_of_meetings_is_followed_back_although_its_first_page_is_all_too_late() -> None:
    body = meetings_page((91, "4 Mar 2026"), earlier="202603041400", later="202703041400")
    found = read(listed(), body, date_from="2000-01-01", date_to="2020-12-31")
    assert followed(found) == ["ieListMeetings.aspx?Act=earlier&CId=5&D=202603041400"]


def test_a_list_of_meetings_is_bounded_by_the_dates_of_the_source_and_never_goes_back_on_its_way() -> None:
    body = meetings_page((77, "4 Mar 2019"), (78, "5 Feb 1999"), earlier="199902051400", later="202001011400")
    found = read(listed("CId=5&Act=earlier&D=2019"), body, date_from="2000-01-01")
    assert followed(found) == ["ieListDocuments.aspx?MId=77"]
    inside = meetings_page((77, "4 Mar 2019"), earlier="201903041400", later="201903041401")
    assert len(followed(read(listed("CId=5&Act=earlier&D=2020"), inside, date_from="2000-01-01"))) == 2
    nothing = meetings_page(earlier="190001010000", later="290001010000")
    assert not read(listed("CId=5&Act=later&D=2800"), nothing).leads


def test_a_list_of_meetings_that_does_not_end_is_left_in_words() -> None:
    body = meetings_page((77, "4 Mar 2019"), earlier="201903041400")
    found = read(listed("CId=5&Act=earlier&D=2020", MOST_LISTS), body)
    assert followed(found) == ["ieListDocuments.aspx?MId=77"] and str(MOST_LISTS) in str(found.detail)


@pytest.mark.parametrize(
    ("kind", "path", "onward"),
    [("committees", "GetCommittees", "mgListCommittees.aspx"), ("service-meeting", "GetMeeting?lMeetingId=77", "ieListDocuments.aspx?MId=77")],
)  # fmt: skip
def test_where_the_web_service_is_closed_to_us_the_pages_of_the_site_are_asked(
    kind: str, path: str, onward: str
) -> None:
    lead = Lead(f"{SERVICE}{path}", kind, "start", {"by": "service", "meeting": "77"})
    refused = judge(SPIDER, source(), lead, Answer(lead.url, 403, {}, b"<html><body>Forbidden</body></html>"))
    assert refused.outcome == "refused"
    assert [
        each.url.removeprefix(ROOT).lstrip("/").split("&")[0].split("?bcr")[0] for each in refused.leads
    ] == [onward]
    meeting = Lead(MEETING, "meeting", "question")
    assert judge(SPIDER, source(), meeting, Answer(MEETING, 403, {}, b"<html>Forbidden</html>")).leads == ()
