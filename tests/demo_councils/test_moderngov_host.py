"""Meetings, items, files, lists and the web service of the ModernGov hosts of the miniature web."""

from __future__ import annotations

import hashlib
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.clock import SkippingClock
from harvest.demo.councils import pages
from harvest.demo.councils.authored import councils
from harvest.demo.server import MiniWeb
from harvest.text import extract
from tests.demo_councils.conftest import Ask, visitor

ALPHA, BETA, GAMMA = "democracy.alpha.test", "beta.moderngov.test", "www.gamma.test"


def links(page: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'href="([^"]*)"', page)]


# ---- meetings


def test_a_meeting_has_many_addresses_and_is_always_the_same(ask: Ask) -> None:
    asked: tuple[tuple[str, dict[str, str]], ...] = (
        ("ieListDocuments.aspx", {"CId": "101", "MId": "10221", "Ver": "4"}),
        ("ieListDocuments.aspx", {"CId": "101", "MID": "10221"}),
        ("ieListDocuments.aspx", {"CId": "101", "MeetingId": "10221"}),
        ("ieListDocuments.aspx", {"MId": "10221"}),
        ("ieListDocuments.aspx", {"MId": "10221", "EVT": "101", "DT": "A", "J": "2"}),
        ("IELISTDOCUMENTS.ASPX", {"cid": "101", "mid": "10221", "bcr": "1"}),
    )
    seen = {ask(ALPHA, path, **params).text for path, params in asked}
    assert len(seen) == 1


def test_hosted_systems_write_the_address_of_a_meeting_in_five_ways_and_bcr_everywhere(ask: Ask) -> None:
    page = ask(BETA, "ieListMeetings.aspx", CId="7").text
    written = [each for each in links(page) if "listdocuments" in each.lower()]
    assert len({re.sub(r"\d+", "1", each) for each in written}) == 5
    menu = [each for each in links(page) if re.match(r"(mg|ie)\w+\.aspx\?.*bcr=1", each)]
    assert len(menu) >= 5


def test_an_agenda_has_its_items_with_anchors_texts_and_files(ask: Ask) -> None:
    tree = LexborHTMLParser(ask(ALPHA, "ieListDocuments.aspx", MId="10221").text)
    rows = tree.css("table.mgItemTable td.mgItemNumberCell a[name]")
    assert [str(row.attributes["name"])[:2] for row in rows] == ["AI"] * 12
    last = tree.css("table.mgItemTable tr")[-1]
    assert "Working as one for people at home" in last.text()
    report = last.css_first("a.mgAiTitleLnk")
    assert report is not None
    assert "documents/s111/" in str(report.attributes["href"])
    assert [each.text() for each in last.css("p.mgSubItemTitleTxt")] == [
        "Additional documents:", "Decision:", "Minutes:",
    ]  # fmt: skip
    heading = tree.css_first("h2.mgSubTitleTxt")
    assert heading is not None
    assert heading.text() == "Cabinet - Monday 4 March 2019 14:00"
    sizes = tree.css("span.mgFileSize")
    assert sizes
    assert all("PDF 119 KB" in size.text() for size in sizes)


def test_the_date_of_a_page_is_the_day_it_was_made(ask: Ask) -> None:
    page = ask(ALPHA, "ieListDocuments.aspx", MId="10221").text
    assert f'name="DC.date" scheme="W3CDTF" content="{pages.TODAY}"' in page
    assert 'content="<%1.dctitle%>"' in page


def test_a_cancelled_meeting_says_so_and_has_no_items(ask: Ask) -> None:
    page = ask(ALPHA, "ieListDocuments.aspx", MId="10270").text
    assert "14:00, CANCELLED" in page
    assert "mgItemTable" not in page
    assert "CANCELLED" in ask(ALPHA, "ieListMeetings.aspx", CId="101").text


def test_a_meeting_that_does_not_exist_leads_to_the_page_of_errors(ask: Ask) -> None:
    answer = ask(GAMMA, "moderngov/ieListDocuments.aspx", MId="1")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/moderngov/mgError.aspx")
    assert ask(GAMMA, "moderngov/mgError.aspx").status_code == 200


def test_pages_of_a_system_in_a_folder_link_relatively(ask: Ask) -> None:
    for host, path in ((ALPHA, ""), (GAMMA, "moderngov/")):
        for page in ("mgListCommittees.aspx", "ieDocHome.aspx", "ieDocSearch.aspx"):
            answer = ask(host, path + page)
            assert answer.status_code == 200
            assert not [each for each in links(answer.text) if each.startswith(("/", "http"))]
    assert ask(ALPHA, "moderngov/mgListCommittees.aspx").status_code == 404


def test_a_restricted_paper_is_listed_and_not_given_out(ask: Ask) -> None:
    page = ask(ALPHA, "ieListDocuments.aspx", MId="10260").text
    assert "Price schedule" in page
    assert "documents/s151/" not in page
    assert ask(ALPHA, "documents/s151/Price schedule.pdf").status_code == 404
    assert ask(ALPHA, "mgConvert2PDF.aspx", ID="151").status_code == 404
    assert ask(ALPHA, "mgReasonsRestricted.aspx", ID="151").status_code == 200


# ---- items, issues, decisions, lists


def test_items_issues_and_decisions_have_pages_of_their_own(ask: Ask) -> None:
    assert "Working as one" in ask(ALPHA, "mgAi.aspx", ID="12199").text
    issue = ask(ALPHA, "mgIssueHistoryHome.aspx", IId="901", optionId="0").text
    assert "Alliancing for reablement" in issue
    assert "documents/s181/" in issue
    for name in ("ID", "AIId"):
        assert (
            "alliance agreement be entered into"
            in ask(ALPHA, "ieDecisionDetails.aspx", **{name: "12199"}).text
        )
    assert ask(ALPHA, "ieDecisionDetails.aspx", ID="12100").status_code == 302


def test_committees_lead_to_their_meetings(ask: Ask) -> None:
    listed = ask(ALPHA, "mgListCommittees.aspx", bcr="1").text
    assert "mgCommitteeDetails.aspx?ID=103" in listed
    assert "mgCommitteeDetails.aspx?ID=104" not in listed  # expired
    committee = ask(ALPHA, "mgCommitteeDetails.aspx", ID="103").text
    assert "Purpose of committee" in committee
    assert "ieListMeetings.aspx?CommitteeId=103" in committee
    meetings = ask(ALPHA, "ieListMeetings.aspx", CommitteeId="103").text
    assert len(re.findall("mgMeetingTableLnk", meetings)) == 2


def test_lists_of_meetings_and_calendars_never_end(ask: Ask) -> None:
    for path in ("ieListMeetings.aspx?CId=101", "mgCalendarMonthView.aspx?GL=1"):
        seen: set[str] = set()
        for _ in range(15):
            page = ask(ALPHA, path).text
            turns = [each for each in links(page) if "Act=earlier" in each or re.search(r"M=\d+&DD=", each)]
            assert turns[0] not in seen
            seen.add(path := turns[0])


def test_the_old_archive_is_reached_by_its_own_addresses(ask: Ask) -> None:
    page = ask(ALPHA, "ceListDocuments.aspx", MeetingId="77", DF="08/03/2004").text
    address = next(each for each in links(page) if each.startswith("olddocuments/"))
    assert ask(ALPHA, address).content.startswith(b"%PDF")


def test_a_feed_names_meetings_by_one_more_form_of_their_address(ask: Ask) -> None:
    feed = ElementTree.fromstring(ask(ALPHA, "mgRss.aspx", CID="103").text)
    found = [each.text or "" for each in feed.iter("link")]
    assert found
    assert all(each.startswith("http://democracy.alpha.test/ieListDocuments.aspx?MId=") for each in found)


# ---- files


def test_the_same_report_is_the_same_bytes_in_every_place(ask: Ask) -> None:
    places = (
        (ALPHA, "documents/s171/A.pdf"), (BETA, "documents/s4101/Any name.pdf"), (GAMMA, "moderngov/documents/s6002/B.pdf"),
        (ALPHA, "mgConvert2PDF.aspx?ID=171"), (GAMMA, "moderngov/mgConvert2PDF.aspx?ID=6002"),
    )  # fmt: skip
    answers = [ask(host, path) for host, path in places]
    assert {answer.headers["Content-Type"] for answer in answers} == {"application/pdf"}
    assert len({hashlib.sha256(answer.content).hexdigest() for answer in answers}) == 1
    cabinet, council = (ask(ALPHA, f"documents/s{number}/Agreement.pdf").content for number in (111, 161))
    assert cabinet == council


def test_the_number_of_a_pack_is_not_that_of_its_meeting_and_needs_a_kind(ask: Ask) -> None:
    page = ask(ALPHA, "ieListDocuments.aspx", MId="10221").text
    packs = [each for each in links(page) if "/g" in each]
    assert {each.split("/")[1] for each in packs} == {"g10230"}
    for kind in ("0", "1", "2", "10"):
        assert ask(ALPHA, "documents/g10230/Pack.pdf", T=kind).content.startswith(b"%PDF")
    agenda, minutes, decisions = (
        words_of(ask(ALPHA, "documents/g10230/Pack.pdf", T=kind).content) for kind in ("0", "1", "2")
    )
    assert all("Working as one for people at home" in words for words in (agenda, minutes, decisions))
    told = ("RESOLVED that", "Members asked how")
    assert [[each in words for each in told] for words in (agenda, minutes, decisions)] == [
        [False, False], [True, True], [True, False],
    ]  # fmt: skip
    assert ask(ALPHA, "documents/g10230/Pack.pdf").status_code == 404
    assert ask(ALPHA, "documents/g10221/Pack.pdf", T="10").status_code == 404
    chosen = links(ask(ALPHA, "mgChooseDocPack.aspx", ID="10230").text)
    assert any("documents/g10230/" in each and each.endswith("T=10") for each in chosen)


def words_of(body: bytes) -> str:
    return " ".join(extract(body).text.split())


def test_a_pack_holds_every_report_one_after_the_other(ask: Ask) -> None:
    pack = words_of(ask(ALPHA, "documents/g10230/Pack.pdf", T="10").content)
    page = ask(ALPHA, "ieListDocuments.aspx", MId="10221").text
    reports = [each for each in links(page) if each.startswith("documents/s")]
    assert len(reports) == 4
    at = [pack.index(words_of(ask(ALPHA, each).content)) for each in reports]
    assert at == sorted(at)


def test_reports_that_are_in_a_pack_alone_have_no_address_of_their_own(ask: Ask) -> None:
    page = ask(BETA, "ieListDocuments.aspx", MId="350").text
    assert not [each for each in links(page) if "documents/s" in each]
    assert ask(BETA, "documents/s4100/Home care.pdf").status_code == 404
    assert "alliance contract for home care" in words_of(
        ask(BETA, "documents/g9350/Pack.pdf", T="10").content
    )
    found = ask(BETA, "ieSearchResults2.aspx", SS='"alliance contract for home care"').text
    assert "MID=350" in found.upper().replace("MEETINGID", "MID")
    assert "mgConvert2PDF" not in found


# ---- the web service


def called(ask: Ask, method: str, **params: str) -> ElementTree.Element:
    answer = ask(ALPHA, f"mgWebService.asmx/{method}", **params)
    assert answer.headers["Content-Type"].startswith("text/xml")
    return ElementTree.fromstring(answer.content)


def test_the_service_names_all_committees_also_those_that_are_no_more(ask: Ask) -> None:
    told = called(ask, "GetCommittees")
    assert told.findtext("committeecount") == " 4"
    expired = {
        each.findtext("committeeid"): each.findtext("committeeexpired") for each in told.iter("committee")
    }
    assert expired == {"101": "False", "102": "False", "103": "False", "104": "True"}
    titles = [each.text or "" for each in told.iter("committeetitle")]
    assert "Health &amp; Wellbeing Board" in titles  # escaped twice


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("01/01/2019", "31/12/2019", ["10221"]), ("01/11/2018", "", ["10221", "10260", "10270"]),
        ("2019-01-01", "2019-12-31", ["10221", "10260", "10270"]), ("01/01/2030", "31/12/2030", []),
    ],
)  # fmt: skip
def test_the_service_obeys_dates_with_slashes_and_passes_over_others(
    ask: Ask, first: str, last: str, found: list[str]
) -> None:
    told = called(ask, "GetMeetings", lCommitteeId="101", sFromDate=first, sToDate=last)
    assert [each.text for each in told.iter("meetingid")] == found
    assert told.findtext(".//meetingcount") == f" {len(found)}"


def test_all_meetings_at_once_need_all_four_parameters(ask: Ask) -> None:
    asked = {
        "lCommitteeId": "0",
        "sFromDate": "01/01/2018",
        "sToDate": "31/12/2018",
        "bIsAscendingDateOrder": "true",
    }
    told = called(ask, "GetAllMeetingsByDate", **asked)
    assert [each.text for each in told.iter("meetingid")] == ["10260", "10400", "10401"]
    del asked["bIsAscendingDateOrder"]
    assert ask(ALPHA, "mgWebService.asmx/GetAllMeetingsByDate", **asked).status_code == 500


def test_the_service_tells_a_meeting_as_its_page_does(ask: Ask) -> None:
    told = called(ask, "GetMeeting", lMeetingId="10221")
    assert told.findtext("meetingdate") == "04/03/2019"
    items = list(told.iter("agendaitem"))
    assert [each.findtext("agendaitemid") for each in items][-1] == "12199"
    assert (items[-1].findtext("minutesnonemptyhtmlbody") or "").startswith("<p>RESOLVED")
    urls = [each.text for each in items[-1].iter("url")]
    assert urls == [
        "http://democracy.alpha.test/documents/s111/Alliance agreement for adult social care.pdf",
        "http://democracy.alpha.test/mgConvert2PDF.aspx?ID=112",
    ]
    hidden = list(called(ask, "GetMeeting", lMeetingId="10260").iter("linkeddoc"))[-1]
    assert (hidden.findtext("isrestricted"), hidden.findtext("url")) == ("True", "")


def test_a_service_that_is_switched_off_is_not_there(ask: Ask) -> None:
    for method in ("GetCommittees", "GetMeetings", "GetMeeting"):
        assert ask(BETA, f"mgWebService.asmx/{method}").status_code == 404


# ---- weather


@pytest.mark.parametrize(
    ("host", "status", "words"),
    [("democracy.pi.test", 403, "Forbidden"), ("democracy.tau.test", 200, "password"), ("democracy.upsilon.test", 200, "being prepared")],
)  # fmt: skip
def test_some_councils_do_not_answer_a_search(ask: Ask, host: str, status: int, words: str) -> None:
    answer = ask(host, "ieSearchResults2.aspx", SS='"alliancing"')
    assert answer.status_code == status
    assert words in answer.text
    assert "No results found" not in answer.text


def test_one_council_forbids_crawlers_and_the_others_do_not(ask: Ask) -> None:
    assert "Disallow: /\n" in ask("democracy.rho.test", "robots.txt").text
    assert "Disallow: /\n" not in ask(ALPHA, "robots.txt").text


def test_an_abolished_council_is_gone_at_the_second_harvest(councils_web: MiniWeb, ask: Ask) -> None:
    assert ask("democracy.psi.test", "ieListDocuments.aspx", MId="8").status_code == 200
    councils_web.set_epoch(2)
    with pytest.raises(OSError):
        ask("democracy.psi.test", "ieListDocuments.aspx", MId="8")
    with pytest.raises(OSError):
        ask("democracy.sigma.test", "robots.txt")


def test_a_slow_page_takes_45_seconds_of_the_clock_of_the_web(council_clock: SkippingClock) -> None:
    with MiniWeb(clock=council_clock) as web, visitor(web) as client:
        assert client.get("http://modgov.chi.test/ieListDocuments.aspx?MId=31", timeout=10).status_code == 200
        record = web.requests[-1]
    assert 45 <= record.ended - record.t < 50
    assert council_clock.skipped() == 45


def test_two_councils_share_one_portal() -> None:
    shared = [each.key for each in councils() if each.papers == "papers.munu.test"]
    assert shared == ["mu", "nu"]


def test_no_address_of_a_system_takes_a_form(councils_web: MiniWeb) -> None:
    with visitor(councils_web) as client:
        assert client.post(f"http://{ALPHA}/ieSearchResults2.aspx", data={"SS": "x"}).status_code == 405


def test_every_link_of_every_page_is_answered_by_the_system(ask: Ask) -> None:
    """A page that leads nowhere would teach a spider to give up, which the real ones do not."""
    unknown = re.compile(r"mgMemberIndex|SiteSpecific|mgimages")
    for host, root in ((ALPHA, ""), (BETA, ""), (GAMMA, "moderngov/")):
        todo, seen = ["mgListCommittees.aspx"], {"mgListCommittees.aspx"}
        while todo and len(seen) < 200:
            answer = ask(host, root + todo.pop())
            assert answer.status_code == 200, answer.url
            if answer.headers["Content-Type"].startswith("text/html"):
                new = {each.split("#")[0] for each in links(answer.text) if not unknown.search(each)} - seen
                # the turns of calendars and lists are without end
                new = {each for each in new if not re.search(r"mgCalendar|Act=", each)}
                seen |= new
                todo += sorted(new)
        assert len(seen) > 10
