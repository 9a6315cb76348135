"""CMIS: the committee papers of 22 English councils, asked through each system's search form.

The form must be fetched before it can be posted, and its state is good for one post: each page of results gives the
state for the next one. Documents have addresses that change with every visit; they are known by their meeting,
title, type and size, and in the end by their bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from crawler.canonical import canonical
from crawler.guard import host_of
from crawler.judge.cmis import (
    PARSER,
    Form,
    ResultsPage,
    Row,
    judge_calendar,
    judge_form,
    judge_meeting,
    judge_results,
    months,
    months_from,
)
from crawler.lead import Answer, Lead, Reading
from crawler.spec import Question, SearchAbilities, Source, SourceSpec
from crawler.spider import SourceSpider
from spiders._committees import is_named

#: Pages of results that one question may have.
MOST_PAGES = 200
#: Times that a question is begun from the form because its state was no longer taken.
ATTEMPTS = 2
#: Pages of months that are read of one system: each takes up to 40 seconds.
MOST_MONTHS = 60
#: Days after the day of the answer up to which months are read: papers come out a week before a meeting.
AHEAD = 92
#: The oldest month that is read where the protocol sets no limit.
OLDEST = "2000-01-01"
#: Pages that list meetings; which of them a system has differs.
CALENDARS = ("Meetings.aspx", "MeetingsCalendar.aspx", "CalendarofMeetings.aspx")
MEMBERS_ONLY = "only members of the council may open it"


class CmisSpider(SourceSpider):
    """Asks one CMIS system, wherever it is mounted.

    Options of the source: ``date_from`` and ``date_to`` (ISO), ``committees`` (parts of names of committees whose
    meetings are read whole).
    """

    name = "cmis"
    spec = SourceSpec(
        kind="cmis",
        title="CMIS committee papers",
        search=SearchAbilities(phrases=True, max_length=100),
        parser=PARSER,
        starts=("cmis",),
        search_page="Search.aspx",
        # A page of a month takes 40 seconds where the calendar is long.
        timeout=120.0,
    )

    def hosts(self, source: Source) -> frozenset[str]:
        """The host of the system."""
        return frozenset({host_of(source.url)})

    def start_leads(self, source: Source) -> Iterable[Lead]:
        """The calendar, where the protocol names committees whose meetings are to be read whole."""
        if source.strings("committees"):
            yield _calendar_lead(source, 0)

    def ask(self, source: Source, question: Question) -> Lead:
        """The search form, which is posted once it has come."""
        return _form_lead(source, question.id, question.sent or "", 1)

    def read(self, source: Source, lead: Lead, answer: Answer) -> Reading:
        """Judge an answer by what was expected at its address."""
        match lead.kind:
            case "form":
                return _read_form(lead, answer)
            case "search":
                return _read_search(source, lead, answer)
            case "calendar":
                return _read_calendar(source, lead, answer)
        if answer.status in (404, 410):
            return Reading("gone" if answer.status == 410 else "not-found")
        if answer.status != 200:
            return Reading("failed", detail=f"the host answered {answer.status}")
        return _read_meeting(lead, answer) if lead.kind == "listing" else Reading("read")


def _form_lead(source: Source, question: str, sent: str, attempt: int) -> Lead:
    url = canonical(f"{source.url.rstrip('/')}/Search.aspx")
    note = {"sent": sent, "attempt": attempt}
    return Lead(url, "form", "question", note, question, priority=10, key=f"{url}#{question}/{attempt}")


def _page_lead(lead: Lead, form: Form, fields: Iterable[tuple[str, str]], page: int, start: int) -> Lead:
    attempt = _attempt(lead)
    note: dict[str, Any] = {
        "sent": lead.note.get("sent"), "attempt": attempt, "page": page, "start": start,
        "form": [[name, value] for name, value in fields],
    }  # fmt: skip
    key = f"{form.action}#{lead.question}/{attempt}/{page}"
    # Before other forms: a state grows old.
    return Lead(form.action, "search", "question", note, lead.question, priority=11, key=key)


def _attempt(lead: Lead) -> int:
    return int(lead.note.get("attempt") or 1)


def _read_form(lead: Lead, answer: Answer) -> Reading:
    page = judge_form(answer.status, answer.body, answer.url)
    if page.form is None:
        return Reading("failed" if answer.status >= 500 else "unreadable", detail=page.detail)
    fields = page.form.asking(str(lead.note.get("sent") or ""))
    return Reading("read", (_page_lead(lead, page.form, fields, 1, 0),))


def _read_search(source: Source, lead: Lead, answer: Answer) -> Reading:
    page = judge_results(answer.status, answer.body, answer.url)
    start, number = int(lead.note.get("start") or 0), int(lead.note.get("page") or 1)
    said = {"start": start, "total": page.total, "returned": len(page.rows)}
    if page.renew:
        if _attempt(lead) < ATTEMPTS:
            again = _form_lead(
                source, lead.question or "", str(lead.note.get("sent") or ""), _attempt(lead) + 1
            )
            return Reading("redirect", (again,), f"{page.detail}: begun anew from the form")
        detail = f"{page.detail}, also when begun anew"
        return Reading("failed" if answer.status >= 500 else "unreadable", (), detail, said)
    if wrong := _another(lead, page, number):
        return Reading("unreadable", (), wrong, {**said, "total": None, "returned": 0})
    leads = [_document(row, lead.question, start + order) for order, row in enumerate(page.rows)]
    if page.outcome == "none":
        return Reading("none", (), None, said)
    onward = _next_page(lead, page, number, start + len(page.rows))
    leads += onward
    if number == 1:
        leads += _months_of_results(source, page.rows, answer)
    if page.outcome == "unreadable":
        return Reading("unreadable", tuple(leads), page.detail, said)
    if number >= MOST_PAGES and number + 1 in page.pages:
        detail = f"more than {MOST_PAGES} pages of results: the rest was not asked for"
        return Reading("results", tuple(leads), detail, said)
    seen = start + len(page.rows)
    if not onward and page.total is not None and seen < page.total:
        # What is listed is followed, but the question is not answered in full.
        detail = f"{page.total} documents are counted and {seen} listed, and no way to the rest is shown"
        return Reading("unreadable", tuple(leads), detail, said)
    return Reading("results", tuple(leads), None, said)


def _another(lead: Lead, page: ResultsPage, number: int) -> str | None:
    """Return in a sentence that a page answers something else than what was asked, ``None`` when it does not."""
    if page.rows and page.page != number:
        return f"page {number} was asked for and page {page.page} came"
    asked = page.form.asked if page.form else ""
    if asked and _letters(asked) != _letters(str(lead.note.get("sent") or "")):
        return f"the answer is to other words than were asked: {asked[:100]!r}"
    return None


def _letters(words: str) -> str:
    return "".join(each for each in words.casefold() if each.isalnum())


def _next_page(lead: Lead, page: ResultsPage, number: int, start: int) -> list[Lead]:
    # The pager shows ten pages and a link to the next ten, which has the number of the page that it leads to.
    if page.form is None or not page.grid or number + 1 not in page.pages or number >= MOST_PAGES:
        return []
    fields = page.form.turning(str(lead.note.get("sent") or ""), page.grid, number + 1)
    return [_page_lead(lead, page.form, fields, number + 1, start)]


def _document(row: Row, question: str | None, order: int) -> Lead:
    note: dict[str, Any] = {"title": row.title, "doc_type": row.in_words, "order": order}
    if row.container:
        note["container"] = True
    if row.meeting:
        note["meeting"] = row.meeting.told()
        if row.meeting.date:
            note.update(date=row.meeting.date, date_source="the date of the meeting")
    why = "question" if question else "collection"
    if row.url is None:
        url = row.meeting.url if row.meeting else row.key
        note["reason"] = MEMBERS_ONLY
        return Lead(url, "document", why, note, question, follow=False, key=row.key)
    # Reports before the packs that hold them.
    return Lead(row.url, "document", why, note, question, 2 if row.container else 3, key=row.key)


# ---- committees that are read whole


def _calendar_lead(source: Source, number: int) -> Lead:
    url = canonical(f"{source.url.rstrip('/')}/{CALENDARS[number]}")
    return Lead(url, "calendar", "start", {"calendar": number}, priority=5)


def _read_calendar(source: Source, lead: Lead, answer: Answer) -> Reading:
    number = lead.note.get("calendar")
    page = judge_calendar(answer.status, answer.body, answer.url)
    if page.outcome != "read":
        if isinstance(number, int) and number + 1 < len(CALENDARS):
            return Reading("not-found", (_calendar_lead(source, number + 1),), page.detail)
        if answer.status in (404, 410):
            return Reading("gone" if answer.status == 410 else "not-found", detail=page.detail)
        return Reading("failed" if answer.status >= 500 else "unreadable", detail=page.detail)
    first, last = _bounds(source, answer)
    leads = [
        Lead(each.url, "listing", "collection", {"meeting": each.told()}, priority=3)
        for each in page.meetings
        if is_named(source.strings("committees"), each.committee)
        and (each.date is None or first <= each.date <= last)
    ]
    if number is None:
        return Reading("read", tuple(leads))
    if page.months:
        asked, further = _month_leads(page.months, first, last)
        leads += further
        short = asked and asked[-1][:7] > first[:7]
        detail = (
            f"the pages of {MOST_MONTHS} months are read, back to {asked[-1][:7]}: each takes up to 40 seconds"
            if short else None
        )  # fmt: skip
        return Reading("read", tuple(leads), detail)
    if page.listing and page.listing != answer.url:
        leads.append(Lead(page.listing, "calendar", "collection", {"calendar": len(CALENDARS)}, priority=5))
        return Reading("read", tuple(leads))
    return Reading(
        "read", tuple(leads), "no link tells where the pages of other months are: only this one was read"
    )


def _month_leads(way: str, first: str, last: str) -> tuple[list[str], list[Lead]]:
    """Return the months that are read, and the leads to their pages."""
    asked = list(months(first, last, MOST_MONTHS))
    leads = [
        Lead(canonical(way.format(month=each)), "calendar", "collection", {}, priority=4) for each in asked
    ]
    return asked, leads


def _months_of_results(source: Source, rows: Iterable[Row], answer: Answer) -> list[Lead]:
    """Return the leads to the pages of months that the meetings of results tell of, for committees that are read whole.

    Where no meeting is near, the calendar itself has no link that tells.
    """
    if not source.strings("committees"):
        return []
    ways = (months_from(row.meeting.url) for row in rows if row.meeting)
    way = next((each for each in ways if each), "")
    return _month_leads(way, *_bounds(source, answer))[1] if way else []


def _bounds(source: Source, answer: Answer) -> tuple[str, str]:
    """Return the first and the last day of what is read: the protocol's, and no later than papers can be out."""
    try:
        today = parsedate_to_datetime(answer.headers.get("date", ""))
    except (TypeError, ValueError):
        today = datetime.now(UTC)
    latest = (today + timedelta(days=AHEAD)).date().isoformat()
    first, last = str(source.options.get("date_from") or OLDEST), str(source.options.get("date_to") or latest)
    return first, min(last, latest)


def _read_meeting(lead: Lead, answer: Answer) -> Reading:
    page = judge_meeting(answer.status, answer.body, answer.url)
    if page.outcome != "read":
        return Reading("unreadable", detail=page.detail)
    told: Mapping[str, Any] = lead.note.get("meeting") or {}
    leads = []
    for order, row in enumerate(page.rows):
        each = _document(row, lead.question, order)
        # What the list of meetings said is kept where the page itself is silent.
        known = {**told, **{name: value for name, value in each.note.get("meeting", {}).items() if value}}
        note = {**each.note, "meeting": known}
        if known.get("date"):
            note.update(date=known["date"], date_source="the date of the meeting")
        leads.append(
            Lead(each.url, each.kind, each.why, note, each.question, each.priority, each.follow, each.key)
        )
    return Reading("read", tuple(leads))
