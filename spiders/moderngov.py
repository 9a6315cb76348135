"""ModernGov: the committee papers of most English councils, asked through each system's own search.

A question leads to pages of results, a result to the page of a meeting, and that to the files of the one item that
the search named; the page itself has the minutes. Committees that a protocol names are read whole besides, through
the web service or, where that is switched off, through its pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, urlencode

from crawler.canonical import canonical
from crawler.guard import host_of
from crawler.judge.item import Meeting
from crawler.judge.moderngov import (
    PARSER,
    judge_committees,
    judge_list,
    judge_meeting,
    judge_meetings,
    judge_search,
    judge_service_meeting,
    judge_single,
)
from crawler.judge.moderngov.addresses import (
    asked,
    item_key,
    meeting_name,
    meeting_url,
    root_of,
)
from crawler.judge.moderngov.meeting import OF_THE_MEETING, AgendaItem, MeetingPage, Pack
from crawler.judge.moderngov.search import Result
from crawler.judge.moderngov.service import Committee, Listed
from crawler.lead import Answer, Lead, Reading
from crawler.spec import Question, SearchAbilities, Source, SourceSpec
from crawler.spider import SourceSpider

#: Pages of results that one question may have; the rest is told in words.
MOST_PAGES = 200
#: Pages of earlier and of later meetings of one committee: they end nowhere.
MOST_LISTS = 40
SERVICE = "mgWebService.asmx/"
#: Why files are not asked for, in the words of the ledger.
OTHER_ITEM = "it belongs to an item of the agenda that the search did not name"
BY_ITS_ITEM = "asked for by way of its agenda item"
PACKED = "a pack that holds the same papers as the items of its meeting"


class ModernGovSpider(SourceSpider):
    """Asks one ModernGov system, wherever it is mounted.

    Options of the source: ``date_from`` and ``date_to`` (ISO, the dates that the search is asked within),
    ``committees`` (parts of names of committees whose meetings are read whole).
    """

    name = "moderngov"
    spec = SourceSpec(
        kind="moderngov",
        title="ModernGov committee papers",
        # It marks words with endings in its results (captured pages), so that it reduces words to their stems.
        search=SearchAbilities(phrases=True, boolean=True, stems=True, max_length=1200),
        parser=PARSER,
        starts=("moderngov",),
        search_page="ieSearchResults2.aspx?SS={words}&DT=3&ADV=0&CA=false&SB=true&PG=1",
        describes=frozenset({"meeting", "issue", "service-meeting"}),
        # Systems that councils run themselves can take a minute for one answer.
        timeout=90.0,
    )

    def hosts(self, source: Source) -> frozenset[str]:
        """The host of the system."""
        return frozenset({host_of(source.url)})

    def start_leads(self, source: Source) -> Iterable[Lead]:
        """The list of committees, where the protocol names some whose meetings are to be read whole."""
        if source.strings("committees"):
            url = canonical(f"{root_of(source.url)}{SERVICE}GetCommittees")
            yield Lead(url, "committees", "start", {"by": "service"}, priority=5)

    def ask(self, source: Source, question: Question) -> Lead:
        """The first page of results."""
        first, last = _span(source)
        query = [("SS", question.sent or "")]
        if first or last:
            query += [
                ("SD", _slashed(first or "1990-01-01")),
                ("ED", _slashed(last or "2100-12-31")),
                ("ADV", "1"),
            ]
        else:
            query.append(("ADV", "0"))
        query += [("DT", "3"), ("CA", "false"), ("SB", "true"), ("PG", "1")]
        url = canonical(f"{root_of(source.url)}ieSearchResults2.aspx?{urlencode(query, quote_via=quote)}")
        return Lead(url, "search", "question", {"page": 1, "start": 0}, question.id, priority=10)

    def read(self, source: Source, lead: Lead, answer: Answer) -> Reading:
        """Judge an answer by what was expected at its address."""
        if lead.kind != "search" and answer.status in (404, 410):
            if lead.kind == "committees" and lead.note.get("by") == "service":
                return _without_service(source, "the web service is switched off")
            return Reading("gone" if answer.status == 410 else "not-found")
        match lead.kind:
            case "search":
                return _read_search(lead, answer)
            case "meeting" if asked(answer.url)[0] == "mgai.aspx":
                return _read_single(lead, answer)
            case "meeting":
                return _read_meeting(lead, answer)
            case "issue":
                return _read_single(lead, answer)
            case "committees":
                return _read_committees(source, lead, answer)
            case "meetings":
                return _read_meetings(source, lead, answer)
            case "service-meeting":
                return _read_service_meeting(source, lead, answer)
            case "listing":
                return _read_listing(lead, answer)
            case _:
                return Reading("read") if answer.status == 200 else _status(answer)


def _status(answer: Answer) -> Reading:
    return Reading("failed", detail=f"the host answered {answer.status}")


def _span(source: Source) -> tuple[str, str]:
    return str(source.options.get("date_from") or ""), str(source.options.get("date_to") or "")


def _slashed(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


# ---- the search


def _read_search(lead: Lead, answer: Answer) -> Reading:
    page = judge_search(answer.status, answer.body, answer.url)
    start = page.first - 1 if page.first else int(lead.note.get("start") or 0)
    said = {"start": start, "total": None, "returned": len(page.results)}
    if page.outcome != "results":
        if answer.status >= 500:
            return Reading("failed", detail=f"the host answered {answer.status}", answer=said)
        return Reading(page.outcome, (), page.detail, said)
    leads = [each for result in page.results for each in _result_leads(result, answer.url, lead.question)]
    detail = None
    number = int(lead.note.get("page") or 1)
    if page.next_url and number >= MOST_PAGES:
        detail = f"more than {MOST_PAGES} pages of results: the rest was not asked for"
    elif page.next_url:
        note = {"page": number + 1, "start": start + len(page.results)}
        leads.append(Lead(page.next_url, "search", "question", note, lead.question, priority=10))
    return Reading("results", tuple(leads), detail, said)


def _result_leads(result: Result, url: str, question: str | None) -> Iterator[Lead]:
    if result.kind == "issue":
        yield Lead(result.url, "issue", "question", {"title": result.title}, question, priority=4)
        for file in result.files:
            yield Lead(
                file.url,
                "file",
                "question",
                {"title": file.title, "reason": BY_ITS_ITEM},
                question,
                follow=False,
            )
        return
    root, meeting = root_of(url), result.meeting_id or ""
    if result.kind == "meeting":
        at = meeting_url(root, meeting, result.committee_id)
        for number, printed, title in result.items:
            note = {"title": title, "number": printed, "item": number}
            yield Lead(
                at, "meeting", "question", note, question, priority=4, key=item_key(root, meeting, number)
            )
        if result.items:
            for file in result.files:
                note = {"title": file.title, "reason": BY_ITS_ITEM}
                yield Lead(file.url, "file", "question", note, question, follow=False)
        elif not result.files:
            yield Lead(at, "meeting", "question", {"title": result.title}, question, priority=4)
    told = Meeting(
        meeting_name(root, meeting) if result.kind == "meeting" else result.url, result.committee, result.date
    )  # fmt: skip
    if result.kind == "old" or not result.items:
        for file in result.files:
            yield _document(file.url, file.title, told, question)
        if result.kind == "old" and not result.files:
            yield _document(result.url, result.title, told, question)


def _document(url: str, title: str, meeting: Meeting, question: str | None, **more: Any) -> Lead:
    """Return the lead to a paper that has no item of an agenda: of the old archive, or a pack."""
    note: dict[str, Any] = {
        "title": f"{title}, {meeting.committee}" if len(title) < 15 and meeting.committee else title,
        "doc_type": "committee paper", "meeting": _plain(meeting), **more,
    }  # fmt: skip
    if meeting.date:
        note.update(date=meeting.date, date_source=OF_THE_MEETING)
    return Lead(url, "document", "question" if question else "link", note, question, priority=3)


def _plain(meeting: Meeting) -> dict[str, Any]:
    known = {"url": meeting.url, "committee": meeting.committee, "date": meeting.date,
             "committee_url": meeting.committee_url, "status": meeting.status}  # fmt: skip
    return {name: value for name, value in known.items() if value is not None}


# ---- meetings, issues, decisions


def _read_meeting(lead: Lead, answer: Answer) -> Reading:
    if answer.status != 200:
        return _status(answer)
    page = judge_meeting(answer.status, answer.body, answer.url)
    if page.meeting is None:
        return Reading(page.outcome, (), page.detail)
    return _of_meeting(lead, page, answer.url)


def _of_meeting(lead: Lead, page: MeetingPage, url: str) -> Reading:
    assert page.meeting is not None
    meant = _meant(lead)
    leads: list[Lead] = []
    for each in page.items:
        leads += _item_leads(each, page.meeting, url, lead, wanted=meant is None or each.number == meant)
    has_files = any(each.files for each in page.items)
    leads += _pack_leads(page.packs, page.meeting, lead, instead=not has_files)
    detail = None
    if meant is not None and meant not in {each.number for each in page.items}:
        # What the search named is looked for in the pack of the meeting, if anywhere.
        detail = f"the item {meant} that was named is not on the agenda"
        leads += _pack_leads(page.packs, page.meeting, lead, instead=True) if has_files else []
    hidden = sum(len(each.restricted) for each in page.items)
    if hidden:
        told = (
            f"{hidden} documents are listed and not public"
            if hidden > 1
            else "1 document is listed and not public"
        )
        detail = f"{detail}; {told}" if detail else told
    return Reading("read", tuple(leads), detail)


def _meant(lead: Lead) -> str | None:
    """Return the number of the item that a lead means, ``None`` when it means the whole agenda."""
    found = re.search(r"#AI(\d{1,12})$", lead.key)
    return found[1] if found else None


def _item_leads(each: AgendaItem, meeting: Meeting, url: str, lead: Lead, *, wanted: bool) -> Iterator[Lead]:
    key = item_key(root_of(url), str(committee_free(meeting.url)), each.number)
    for order, file in enumerate(each.files):
        note: dict[str, Any] = {"title": file.title, "order": order, "of": key}
        if wanted:
            yield Lead(file.url, "file", "attachment", note, lead.question, priority=3)
        else:
            yield Lead(file.url, "file", "link", {**note, "reason": OTHER_ITEM}, None, follow=False)
    if wanted and each.more_url:
        yield Lead(each.more_url, "meeting", "part", {"of": key}, lead.question, priority=3)


def committee_free(url: str) -> str:
    """Return the number of the meeting that a name of a meeting holds."""
    return url.rpartition("MId=")[2]


def _pack_leads(packs: Iterable[Pack], meeting: Meeting, lead: Lead, *, instead: bool) -> Iterator[Lead]:
    """Yield the printed packs: followed only where the papers are not beside the items."""
    for pack in packs:
        chooser = asked(pack.url)[0] == "mgchoosedocpack.aspx"
        if instead and pack.kind in ("reports", "supplement"):
            if chooser:
                note = {"title": pack.title, "meeting": _plain(meeting)}
                yield Lead(pack.url, "listing", "link", note, lead.question, priority=2)
            else:
                yield _document(pack.url, pack.title, meeting, lead.question, container=True)
        else:
            yield Lead(
                pack.url, "document", "link", {"title": pack.title, "reason": PACKED}, None, follow=False
            )


def _read_single(lead: Lead, answer: Answer) -> Reading:
    if answer.status != 200:
        return _status(answer)
    page = judge_single(answer.status, answer.body, answer.url)
    if page.item is None:
        return Reading(page.outcome, (), page.detail)
    if lead.why == "part":
        return Reading("read")
    leads = [
        Lead(each.url, "file", "attachment", {"title": each.title, "order": order, "of": page.item.key}, lead.question, 3)
        for order, each in enumerate(page.item.attachments)
    ]  # fmt: skip
    leads += [Lead(url, "meeting", "link", {}, lead.question, 3, key=key) for url, key in page.items]
    if lead.kind == "issue" and asked(answer.url)[0] != "iedecisiondetails.aspx":
        leads += [Lead(url, "issue", "link", {}, lead.question, 3) for url in page.decisions]
    return Reading("read", tuple(leads))


def _read_listing(lead: Lead, answer: Answer) -> Reading:
    """Read the page on which a pack is chosen: its files stand for the meeting."""
    if answer.status != 200:
        return _status(answer)
    told = lead.note.get("meeting")
    if answer.body[:5] == b"%PDF-":
        return Reading("unreadable", detail="a file where a choice of packs was expected")
    page = judge_list(answer.status, answer.body, answer.url)
    if page.outcome != "read":
        return Reading("unreadable", detail=page.detail)
    meeting = Meeting(**told) if isinstance(told, dict) else None
    leads = []
    for url, title in page.files:
        if meeting is not None:
            leads.append(_document(url, title or "Reports pack", meeting, lead.question, container=True))
        else:
            leads.append(Lead(url, "page", "link", {"text": title}, lead.question, priority=2))
    return Reading("read", tuple(leads))


# ---- committees that are read whole


def _wanted(source: Source, committees: Iterable[Committee]) -> list[Committee]:
    names = [_folded(each) for each in source.strings("committees")]
    return [each for each in committees if any(name and name in _folded(each.title) for name in names)]


def _folded(name: str) -> str:
    """Return a name without case, punctuation and the word and: ``Health & Wellbeing`` is ``Health and Wellbeing``."""
    words = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
    return " " + " ".join(word for word in words if word != "and") + " "


def _without_service(source: Source, why: str) -> Reading:
    url = canonical(f"{root_of(source.url)}mgListCommittees.aspx?bcr=1")
    lead = Lead(url, "committees", "start", {"by": "page"}, priority=5)
    return Reading("read", (lead,), f"{why}: its web pages are read instead")


def _read_committees(source: Source, lead: Lead, answer: Answer) -> Reading:
    root = root_of(source.url)
    if lead.note.get("by") == "service":
        found = judge_committees(answer.status, answer.body, answer.url)
        if found.https:
            note = {**lead.note, "reason_for": found.detail}
            return Reading(
                "redirect",
                (Lead(canonical(found.https), lead.kind, "redirect", note, priority=5),),
                found.detail,
            )
        if found.outcome != "read":
            return _without_service(source, found.detail or "the web service does not answer")
        committees: Iterable[Committee] = found.committees
    else:
        page = judge_list(answer.status, answer.body, answer.url)
        if page.outcome != "read" or not page.committees:
            return Reading("unreadable", detail=page.detail or "a list of committees without any")
        committees = page.committees
    chosen = _wanted(source, committees)
    leads = [_meetings_lead(source, root, each, by=str(lead.note.get("by"))) for each in chosen]
    told = ", ".join(each.title for each in chosen[:5]) or "none"
    return Reading("read", tuple(leads), f"committees of the names asked for: {told}")


def _meetings_lead(source: Source, root: str, committee: Committee, *, by: str) -> Lead:
    note = {"committee": committee.title, "number": committee.number, "by": by, "page": 1}
    if by == "service":
        first, last = _span(source)
        query = urlencode(
            {"lCommitteeId": committee.number, "sFromDate": _slashed(first or "1990-01-01"),
             "sToDate": _slashed(last or "2100-12-31")}
        )  # fmt: skip
        return Lead(
            canonical(f"{root}{SERVICE}GetMeetings?{query}"), "meetings", "collection", note, priority=4
        )
    return Lead(
        canonical(f"{root}ieListMeetings.aspx?CId={committee.number}&Year=0"),
        "meetings",
        "collection",
        note,
        priority=4,
    )


def _in_span(source: Source, each: Listed) -> bool:
    """Tell whether a meeting is within the dates of the source: some systems pass the dates over that they are asked for."""
    first, last = _span(source)
    return each.date is None or ((not first or each.date >= first) and (not last or each.date <= last))


def _read_meetings(source: Source, lead: Lead, answer: Answer) -> Reading:
    root, note = root_of(source.url), lead.note
    if note.get("by") == "service":
        found = judge_meetings(answer.status, answer.body, answer.url)
        if found.outcome != "read":
            committee = Committee(str(note.get("number")), str(note.get("committee")))
            onward = _meetings_lead(source, root, committee, by="page")
            return Reading("read", (onward,), f"{found.detail}: its web pages are read instead")
        leads = [
            Lead(
                canonical(f"{root}{SERVICE}GetMeeting?lMeetingId={each.number}"), "service-meeting", "collection",
                {"meeting": each.number, "number": note.get("number")}, priority=3, key=meeting_name(root, each.number),
            )
            for each in found.meetings if _in_span(source, each)
        ]  # fmt: skip
        return Reading("read", tuple(leads))
    if answer.status != 200:
        return _status(answer)
    page = judge_list(answer.status, answer.body, answer.url)
    if page.outcome != "read":
        return Reading("unreadable", detail=page.detail)
    within = [(url, each) for url, each in page.meetings if _in_span(source, each)]
    leads = [
        Lead(
            meeting_url(root, each.number, each.committee or str(note.get("number") or "")), "meeting", "collection",
            {}, priority=3, key=meeting_name(root, each.number),
        )
        for _, each in within
    ]  # fmt: skip
    number = int(note.get("page") or 1)
    if within and number < MOST_LISTS:
        for further in (page.earlier, page.later):
            if further:
                leads.append(
                    Lead(further, "meetings", "collection", {**note, "page": number + 1}, priority=4)
                )
    return Reading("read", tuple(leads))


def _read_service_meeting(source: Source, lead: Lead, answer: Answer) -> Reading:
    found = judge_service_meeting(answer.status, answer.body, answer.url)
    if found.meeting is None:
        number = str(lead.note.get("meeting") or "")
        url = meeting_url(root_of(source.url), number, str(lead.note.get("number") or ""))
        onward = Lead(url, "meeting", "collection", {}, priority=3, key=f"{lead.name}/page")
        return Reading(
            "unreadable", (onward,) if number else (), f"{found.detail}: its web page is read instead"
        )
    page = MeetingPage("read", found.meeting, found.items)
    return _of_meeting(Lead(lead.url, lead.kind, lead.why, lead.note, lead.question), page, found.meeting.url)
