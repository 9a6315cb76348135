"""Committees of a ModernGov system whose meetings are read whole: by the web service, or by its pages. No Scrapy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlencode

from crawler.canonical import canonical
from crawler.judge.moderngov import judge_committees, judge_list, judge_meetings, judge_service_meeting
from crawler.judge.moderngov.addresses import asked, meeting_url, root_of
from crawler.judge.moderngov.lists import ListPage
from crawler.judge.moderngov.meeting import MeetingPage
from crawler.judge.moderngov.service import Committee, Listed
from crawler.lead import Answer, Lead, Outcome, Reading
from crawler.spec import Source
from spiders._committees import is_named
from spiders._moderngov_papers import of_meeting, status_of

#: Pages of earlier, and of later, meetings of one committee: they end nowhere.
MOST_LISTS = 40
SERVICE = "mgWebService.asmx/"
#: The dates that are asked for where a protocol sets none.
EARLIEST, LATEST = "1990-01-01", "2100-12-31"


def span(source: Source) -> tuple[str, str]:
    """Return the first and last day of a source as ISO dates, ``""`` where there is none."""
    return str(source.options.get("date_from") or ""), str(source.options.get("date_to") or "")


def slashed(iso: str) -> str:
    """Return an ISO date as the system takes it: ``dd/mm/yyyy``."""
    year, month, day = iso[:10].split("-")
    return f"{day}/{month}/{year}"


def first_lead(source: Source) -> Lead:
    """Return the lead to the list of committees."""
    url = canonical(f"{root_of(source.url)}{SERVICE}GetCommittees")
    return Lead(url, "committees", "start", {"by": "service"}, priority=5)


def chosen(source: Source, committees: Iterable[Committee]) -> list[Committee]:
    """Return the committees whose names hold one of those that the protocol names, in whole words."""
    return [each for each in committees if is_named(source.strings("committees"), each.title)]


def without_service(url: str, why: str, status: int) -> Reading:
    """Return the reading of an answer that shows that there is no web service: its pages are read instead."""
    lead = Lead(
        canonical(f"{root_of(url)}mgListCommittees.aspx?bcr=1"),
        "committees",
        "start",
        {"by": "page"},
        priority=5,
    )
    return Reading("failed" if status >= 500 else "read", (lead,), f"{why}: its web pages are read instead")


def read_committees(source: Source, lead: Lead, answer: Answer) -> Reading:
    """Read a list of committees: a lead to the meetings of each that the protocol names."""
    by_page = lead.note.get("by") == "page" or asked(answer.url)[0] == "mglistcommittees.aspx"
    if not by_page:
        found = judge_committees(answer.status, answer.body, answer.url)
        if found.https:
            onward = Lead(canonical(found.https), lead.kind, "redirect", {"by": "service"}, priority=5)
            return Reading("redirect", (onward,), found.detail)
        if found.outcome != "read":
            off = answer.status in (404, 410)
            why = "the web service is switched off" if off else found.detail or "no answer of the web service"
            return without_service(answer.url, why, answer.status)
        committees: Iterable[Committee] = found.committees
    else:
        if answer.status != 200:
            return status_of(answer)
        page = judge_list(answer.status, answer.body, answer.url)
        if page.outcome != "read" or not page.committees:
            return Reading("unreadable", detail=page.detail or "a list of committees without any")
        committees = page.committees
    wanted = chosen(source, committees)
    leads = tuple(
        _meetings_lead(source, answer.url, each, by="page" if by_page else "service") for each in wanted
    )
    told = ", ".join(each.title for each in wanted[:5]) or "none"
    return Reading("read", leads, f"committees of the names asked for: {told}")


def _meetings_lead(source: Source, url: str, committee: Committee, *, by: str) -> Lead:
    root = root_of(url)
    note = {"committee": committee.title, "number": committee.number, "by": by, "page": 1}
    at = f"{root}ieListMeetings.aspx?CId={committee.number}&Year=0"
    if by == "service":
        first, last = span(source)
        at = f"{root}{SERVICE}GetMeetings?" + urlencode(
            {"lCommitteeId": committee.number, "sFromDate": slashed(first or EARLIEST), "sToDate": slashed(last or LATEST)}
        )  # fmt: skip
    return Lead(canonical(at), "meetings", "collection", note, priority=4)


def _in_span(source: Source, each: Listed) -> bool:
    """Tell whether a meeting is within the dates of the source: some systems pass the dates over that they are asked for."""
    first, last = span(source)
    return each.date is None or ((not first or each.date >= first) and (not last or each.date <= last))


def read_meetings(source: Source, lead: Lead, answer: Answer) -> Reading:
    """Read a list of the meetings of a committee: a lead to each that is within the dates of the source."""
    root, note = root_of(answer.url), lead.note
    name, values = asked(answer.url)
    if name != "ielistmeetings.aspx":
        found = judge_meetings(answer.status, answer.body, answer.url)
        if found.outcome != "read":
            number = str(note.get("number") or values.get("lcommitteeid") or "")
            onward = _meetings_lead(
                source, answer.url, Committee(number, str(note.get("committee") or "")), by="page"
            )
            outcome: Outcome = "failed" if answer.status >= 500 else "read"
            return Reading(outcome, (onward,), f"{found.detail}: its web pages are read instead")
        return Reading(
            "read",
            tuple(
                Lead(canonical(f"{root}{SERVICE}GetMeeting?lMeetingId={each.number}"), "service-meeting", "collection",
                     {"meeting": each.number}, priority=3)
                for each in found.meetings if _in_span(source, each)
            ),
        )  # fmt: skip
    if answer.status != 200:
        return status_of(answer)
    page = judge_list(answer.status, answer.body, answer.url)
    if page.outcome != "read":
        return Reading("unreadable", detail=page.detail)
    leads = [
        Lead(meeting_url(root, each.number), "meeting", "collection", {}, priority=3, key=meeting_url(root, each.number))
        for _, each in page.meetings if _in_span(source, each)
    ]  # fmt: skip
    further = list(_further(source, page, values.get("act", "").lower()))
    number_of_page = int(note.get("page") or 1)
    if further and number_of_page >= MOST_LISTS:
        return Reading(
            "read", tuple(leads), f"more than {MOST_LISTS} pages of meetings: the rest was not asked for"
        )
    leads += [
        Lead(each, "meetings", "collection", {**note, "page": number_of_page + 1}, priority=4)
        for each in further
    ]
    return Reading("read", tuple(leads))


def _further(source: Source, page: ListPage, act: str) -> Iterable[str]:
    """Yield the pages of earlier and later meetings that may hold some within the dates of the source.

    Args:
        source: its dates.
        page: the list.
        act: ``earlier`` or ``later`` where the list was reached by such a link: it is not gone back.
    """
    first, last = span(source)
    days = [each.date for _, each in page.meetings if each.date]
    if page.earlier and act != "later":
        edge = min(days) if days else _edge(page.earlier)
        # Where nothing says when to stop, a list without meetings does.
        if (edge > first) if edge and first else bool(days):
            yield page.earlier
    if page.later and act != "earlier":
        edge = max(days) if days else _edge(page.later)
        if (edge < last) if edge and last else bool(days):
            yield page.later


def _edge(url: str) -> str | None:
    """Return the day from which a list of earlier or later meetings starts (``D=yyyymmddhhmm``), as an ISO date."""
    found = re.match(r"(\d{4})(\d{2})(\d{2})", asked(url)[1].get("d", ""))
    return "-".join(found.groups()) if found else None


def read_service_meeting(lead: Lead, answer: Answer) -> Reading:
    """Read a meeting as the web service tells it; its page where that cannot be read."""
    found = judge_service_meeting(answer.status, answer.body, answer.url)
    if found.meeting is None:
        number = asked(answer.url)[1].get("lmeetingid", "")
        at = meeting_url(root_of(answer.url), number) if number.isdigit() else ""
        onward = (Lead(at, "meeting", "collection", {}, priority=3, key=at),) if at else ()
        return Reading("unreadable", onward, f"{found.detail}: its web page is read instead")
    return of_meeting(lead, MeetingPage("read", found.meeting, found.items), found.meeting)
