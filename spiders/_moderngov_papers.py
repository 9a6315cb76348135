"""Where the answers of a ModernGov system lead: from results to meetings, from meetings to papers. No Scrapy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from crawler.canonical import canonical
from crawler.judge.item import Meeting
from crawler.judge.moderngov import judge_list, judge_meeting, judge_search, judge_single
from crawler.judge.moderngov.addresses import asked, item_key, meeting_number, meeting_url, root_of
from crawler.judge.moderngov.meeting import OF_THE_MEETING, AgendaItem, MeetingPage, Pack, is_pack
from crawler.judge.moderngov.search import Result
from crawler.lead import Answer, Lead, Reading

#: Pages of results that one question may have; the rest is told in words.
MOST_PAGES = 200
#: Why something is not asked for, in the words of the ledger.
OTHER_ITEM = "it belongs to an item of the agenda that the search did not name"
BY_ITS_ITEM = "asked for by way of its agenda item"
PACKED = "a pack that holds the same papers as the items of its meeting"
PRINTED = "what it prints stands on the page of its meeting"
NO_PAPER = "a page of the system that is no paper of a committee"
#: What printed packs are called.
_PACKS = {
    "agenda": "agenda", "minutes": "minutes", "decisions": "decisions", "reports": "reports pack",
    "supplement": "reports pack",
}  # fmt: skip
_PRINTED = {"0": "agenda", "1": "minutes", "2": "decisions", "10": "reports pack"}
_PAGE = re.compile(r"(?<=[?&]PG=)(\d{1,6})(?=&|$)")
_MEANT = re.compile(r"#AI(\d{1,12})$")


def status_of(answer: Answer) -> Reading:
    """Return the reading of an answer whose status says that there is no page."""
    if answer.status in (404, 410):
        return Reading("gone" if answer.status == 410 else "not-found")
    return Reading("failed", detail=f"the host answered {answer.status}")


# ---- the search


def read_search(lead: Lead, answer: Answer) -> Reading:
    """Read a page of results: a lead to each meeting, issue and paper that it names, and to the next page."""
    page = judge_search(answer.status, answer.body, answer.url)
    start = page.first - 1 if page.first else int(lead.note.get("start") or 0)
    said = {"start": start, "total": None, "returned": len(page.results)}
    asked_for = _PAGE.search(answer.url)
    number = int(asked_for[1]) if asked_for else int(lead.note.get("page") or 1)
    if page.outcome == "none" and number > 1:
        return Reading("results", (), "the page after the last one has no results", said)
    if not page.results:
        if answer.status >= 500:
            return Reading("failed", detail=f"the host answered {answer.status}", answer=said)
        return Reading(page.outcome, (), page.detail, said)
    # What a page shows is followed, also where it does not show all of it and is to be asked for once more.
    if number > 1 and page.first == 1:
        came = f"page {number} of the results was asked for, and the first one came"
        return Reading("unreadable", (), came, said)
    leads = [each for result in page.results for each in _result_leads(result, answer.url, lead.question)]
    detail = page.detail
    if page.next_url and number >= MOST_PAGES:
        more = f"more than {MOST_PAGES} pages of results: the rest was not asked for"
        detail = f"{detail}; {more}" if detail else more
    elif page.next_url:
        # By the address that was asked for: the site's own link leaves out what this one says of dates.
        onward = canonical(_PAGE.sub(str(number + 1), answer.url)) if asked_for else str(page.next_url)
        note = {"page": number + 1, "start": start + len(page.results)}
        leads.append(Lead(onward, "search", "question", note, lead.question, priority=10))
    return Reading(page.outcome, tuple(leads), detail, said)


def _result_leads(result: Result, url: str, question: str | None) -> Iterator[Lead]:
    if result.kind == "meeting":
        yield from _meeting_leads(result, url, question)
        return
    if result.kind == "issue":
        yield Lead(result.url, "issue", "question", {"title": result.title}, question, priority=4)
    elif not result.files and result.kind == "other":
        library = asked(result.url)[0] == "eccatdisplay.aspx"
        note = {"title": result.title} if library else {"title": result.title, "reason": NO_PAPER}
        yield Lead(result.url, "listing" if library else "page", "question", note, question, follow=library)
    told = Meeting(result.url, result.committee, result.date) if result.kind == "old" else None
    for file in result.files:
        yield document(file.url, file.title, told, question)
    if result.kind == "old" and not result.files:
        yield document(result.url, result.title, told, question)


def _meeting_leads(result: Result, url: str, question: str | None) -> Iterator[Lead]:
    root = root_of(url)
    at = meeting_url(root, result.meeting_id or "")
    for number, printed, title in result.items:
        note = {"title": title, "number": printed, "item": number}
        key = item_key(root, result.meeting_id or "", number)
        yield Lead(at, "meeting", "question", note, question, priority=4, key=key)
    for file in result.files:
        if result.items:
            note = {"title": file.title, "reason": BY_ITS_ITEM}
            yield Lead(file.url, "file", "question", note, question, follow=False)
        else:
            yield document(file.url, file.title, Meeting(at, result.committee, result.date), question)
    if not result.items and not result.files:
        yield Lead(at, "meeting", "question", {"title": result.title}, question, priority=4, key=at)


def document(
    url: str, title: str, meeting: Meeting | None, question: str | None, kind: str = "", **more: Any
) -> Lead:
    """Return the lead to a paper that has no item of an agenda: of the old archive, of the library, or a pack."""
    note: dict[str, Any] = {"title": title, "doc_type": "committee paper", **more}
    if is_pack(url):
        kind = kind or _PRINTED.get(asked(url)[1].get("t", ""), "reports pack")
        note["container"] = True
    if kind:
        note["doc_type"] = kind
    if meeting is not None:
        if (len(title) < 15 or " " not in title) and meeting.committee:
            # "Agenda", or the name of a file.
            note["title"] = f"{title}, {meeting.committee}" if title else meeting.committee
        note["meeting"] = meeting.told()
        if meeting.date:
            note.update(date=meeting.date, date_source=OF_THE_MEETING)
    return Lead(url, "document", "question" if question else "link", note, question, priority=3)


# ---- meetings


def read_meeting(lead: Lead, answer: Answer) -> Reading:
    """Read the page of a meeting: the files of the item that is meant, or of all items."""
    if answer.status != 200:
        return status_of(answer)
    page = judge_meeting(answer.status, answer.body, answer.url)
    if page.meeting is None:
        return Reading(page.outcome, (), page.detail)
    return of_meeting(lead, page, page.meeting)


def of_meeting(lead: Lead, page: MeetingPage, meeting: Meeting) -> Reading:
    """Return where a meeting leads, as its page or the web service tells it."""
    found = _MEANT.search(lead.key)
    meant = found[1] if found else None
    leads: list[Lead] = []
    for each in page.items:
        if meant is None or each.number == meant:
            leads += _wanted(each, meeting, lead)
        else:
            # Of links that are not followed the crawl records the first to each address.
            leads += _unwanted(each, meeting)
    told = [page.detail] if page.detail else []
    there = meant is None or any(each.number == meant for each in page.items)
    if not there:
        # What the search named is looked for in the pack of the meeting, if anywhere.
        told.append(f"the item {meant} that was named is not on the agenda")
    instead = not there or not any(each.files for each in page.items)
    leads += _pack_leads(page, meeting, lead, instead=instead, walked=meant is None)
    if hidden := sum(len(each.restricted) for each in page.items):
        told.append(
            f"{hidden} documents are listed and not public"
            if hidden > 1
            else "1 document is listed and not public"
        )
    return Reading("read", tuple(_each_once(leads)), "; ".join(told) or None)


def _each_once(leads: Iterable[Lead]) -> Iterable[Lead]:
    """Return leads of which none has the name of another: one that is followed before one that is not."""
    kept: dict[str, Lead] = {}
    for lead in leads:
        if lead.name not in kept or (lead.follow and not kept[lead.name].follow):
            kept[lead.name] = lead
    return kept.values()


def _wanted(each: AgendaItem, meeting: Meeting, lead: Lead) -> Iterator[Lead]:
    key = f"{meeting.url}#AI{each.number}"
    for order, file in enumerate(each.files):
        note = {"title": file.title, "order": order, "of": key}
        yield Lead(file.url, "file", "attachment", note, lead.question, priority=3)
    if each.more_url:
        yield Lead(each.more_url, "meeting", "part", {"of": key}, lead.question, priority=3)


def _unwanted(each: AgendaItem, meeting: Meeting) -> Iterator[Lead]:
    for order, file in enumerate(each.files):
        note = {
            "title": file.title,
            "order": order,
            "of": f"{meeting.url}#AI{each.number}",
            "reason": OTHER_ITEM,
        }
        yield Lead(file.url, "file", "link", note, None, follow=False)


def _pack_leads(
    page: MeetingPage, meeting: Meeting, lead: Lead, *, instead: bool, walked: bool
) -> Iterator[Lead]:
    """Yield the printed packs: followed where what they hold stands nowhere else.

    Args:
        page: the judged meeting.
        meeting: whose packs these are.
        lead: the lead that was answered.
        instead: the papers are not beside the items.
        walked: the whole meeting is meant, and not one item.
    """
    texts = {(part.title or "").lower().partition(" ")[0] for each in page.items for part in each.parts}
    reports = any(pack.kind == "reports" for pack in page.packs)
    for pack in page.packs:
        follow = {
            "reports": instead, "supplement": instead, "agenda": instead and not reports,
            "minutes": "minutes" not in texts and (instead or walked),
            "decisions": instead and not texts & {"decision", "decisions", "minutes"},
        }[pack.kind]  # fmt: skip
        if follow:
            yield _pack(pack, meeting, lead.question)
        else:
            reason = PACKED if pack.kind in ("reports", "supplement", "agenda") else PRINTED
            yield Lead(
                pack.url, "document", "link", {"title": pack.title, "reason": reason}, None, follow=False
            )


def _pack(pack: Pack, meeting: Meeting, question: str | None) -> Lead:
    if asked(pack.url)[0] == "mgchoosedocpack.aspx":
        note = {"title": pack.title, "meeting": meeting.told()}
        return Lead(pack.url, "listing", "link", note, question, priority=2)
    return document(pack.url, pack.title, meeting, question, _PACKS[pack.kind], container=True)


# ---- single pages and lists of files


def read_single(lead: Lead, answer: Answer) -> Reading:
    """Read the page of an issue, a decision, or the whole text of an item."""
    if answer.status != 200:
        return status_of(answer)
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


def read_listing(lead: Lead, answer: Answer) -> Reading:
    """Read a list of files: the page on which a pack is chosen, whose files stand for the meeting, or the library."""
    if answer.status != 200:
        return status_of(answer)
    told = lead.note.get("meeting")
    meeting = Meeting(**told) if isinstance(told, dict) else None
    title = str(lead.note.get("title") or "")
    if answer.body[:5] == b"%PDF-":
        # Where there is nothing to choose, the pack itself comes.
        pack = document(answer.url, title, meeting, lead.question, "reports pack", container=True)
        leads: Iterable[Lead] = (
            Lead(
                pack.url, pack.kind, pack.why, pack.note, pack.question, pack.priority, key=f"{pack.url}#pack"
            ),
        )
        return Reading("read", tuple(leads), "a file came in place of a choice of files")
    page = judge_list(answer.status, answer.body, answer.url)
    if page.outcome != "read":
        return Reading("unreadable", detail=page.detail)
    more: dict[str, Any] = {"container": True} if meeting is not None else {}
    leads = (document(url, name or title, meeting, lead.question, **more) for url, name in page.files)
    return Reading("read", tuple(leads))


def suggested_lead(url: str, note: str, by: str) -> Lead:
    """Return the lead to an address that a person named: by what it is a page of."""
    name = asked(url)[0]
    kind = "page"
    if meeting_number(url) is not None:
        kind = "meeting"
    elif name in ("mgissuehistoryhome.aspx", "ieissuedetails.aspx", "iedecisiondetails.aspx"):
        kind = "issue"
    return Lead(url, kind, "suggestion", {"note": note, "by": by}, priority=10)
