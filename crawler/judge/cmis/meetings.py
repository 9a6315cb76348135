"""Meetings of CMIS: the page of one, with its documents, and the lists of a month or of those to come.

Written from notes and from what public programs read in these pages (DemocracyClub/LGSF): not yet verified on
captured ones. The list of the month has links such as ``09 Jul 2026 14:00 - Planning Committee``; the calendar
without scripts has cells such as ``Monday, 8 June``, each followed by a cell of links ``10:00 Licensing Sub-Committee``;
a meeting tells ``Committee``, ``Status`` and the like as pairs of label and value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.canonical import canonical
from crawler.judge.cmis.markup import address, called, iso, meeting_address, one_line, tree_of
from crawler.judge.cmis.rows import Row, row_of
from crawler.judge.item import Meeting

_MEETING = re.compile(r"/ctl/ViewMeetingPublic/.*?/?Meeting/\d{1,12}(?:/|$)", re.IGNORECASE)
#: A link of the module of meetings; what stands before its ``ctl``, and the number of the module, lead to any month.
_MODULE = re.compile(
    r"(?P<before>.*/tabid/\d{1,9})/ctl/(?:ViewMeetingPublic|MeetingCalendar)\w*/mid/(?P<mid>\d{1,9})(?:/|$)",
    re.IGNORECASE,
)
_CONTROL = re.compile(rb"dnn\$ctr(\d{1,9})\$MeetingCalendarPublic")
_LISTED = re.compile(r"^(?P<date>\d{1,2} \w{3,9} \d{4})(?: \d{1,2}:\d{2})?\s+-\s+(?P<committee>.+)$")
_DATED = re.compile(r"^(?:Meeting:\s*)?(?P<committee>.+?)\s+-\s+(?P<date>\d{1,2}[/ ]\w{2,9}[/ ]\d{4})\b")
_TIMED = re.compile(r"^\d{1,2}:\d{2}\s+")
_DAY = re.compile(r"^\w+day,?\s+(\d{1,2})\s+([A-Za-z]{3,9})(?:\s+(\d{4}))?$")
#: How the page of a month calls itself, also of one without meetings.
_CALENDAR = re.compile(r"\b(?:meetings?|calendar)\b", re.IGNORECASE)
_MONTH = re.compile(r"/Date/(\d{4})-(\d{2})-\d{2}(?:/|$)", re.IGNORECASE)
#: Elements that only the page of a meeting has, or may have.
_MARKS = "li.DocumentListItem, div.holder div.DNNLabel, [id*=ViewMeeting], [class*=CMIS_Meeting]"


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A judged page of a meeting: its documents. The committee is empty where the page does not name it."""

    outcome: Literal["read", "unreadable"]
    meeting: Meeting | None = None
    rows: tuple[Row, ...] = ()
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A judged list of meetings.

    Attributes:
        outcome: whether it is one.
        meetings: address, committee and, where it is told, date of each.
        months: address of the page of a month, with ``{month}`` for its first day (ISO); empty where no link tells it.
        listing: address of the list of this month, where the page itself has no meetings.
        detail: why it cannot be read.
    """

    outcome: Literal["read", "unreadable"]
    meetings: tuple[Meeting, ...] = ()
    months: str = ""
    listing: str = ""
    detail: str | None = None


def judge_meeting(status: int, body: bytes, url: str) -> MeetingPage:
    """Judge the page of a meeting (``ViewMeetingPublic``).

    Args:
        status: HTTP status.
        body: the answer, its content coding undone.
        url: its address.
    """
    where = meeting_address(url, url)
    if status != 200 or where is None:
        return MeetingPage("unreadable", detail=f"the page of a meeting was answered with status {status}")
    tree = tree_of(body)
    if tree is None:
        return MeetingPage("unreadable", detail="not a page, or too large")
    if tree.css_first(_MARKS) is None:
        return MeetingPage("unreadable", detail=f"not the page of a meeting of CMIS: {called(body)}")
    meeting = _meeting(tree, where)
    rows = []
    for node in tree.css("li.DocumentListItem"):
        link = node.css_first("a.TitleLink") or node.css_first("a")
        if link is not None and (title := one_line(link)):
            rows.append(
                row_of(address(link.attributes.get("href"), url), title, _kind(title), "", meeting, url)
            )
    return MeetingPage("read", meeting, tuple(rows))


def _meeting(tree: LexborHTMLParser, where: str) -> Meeting:
    told: dict[str, str] = {}
    for holder in tree.css("div.holder"):
        label = one_line(holder.css_first("div.DNNLabel")).rstrip(": ").lower()
        value = one_line(holder.css_first("div.Value"))
        if label and value:
            told.setdefault(label, value)
    committee, status = told.get("committee", ""), told.get("status")
    date = next((day for label, value in told.items() if "date" in label and (day := iso(value))), None)
    for node in tree.css("h1, h2, h3, .TitleHead"):
        words = one_line(node)
        if (committee and date) or not (day := iso(words)):
            continue
        found = _DATED.match(words) or _LISTED.match(words)
        committee, date = committee or (found["committee"].strip() if found else ""), date or day
    return Meeting(where, committee, date, status=status)


def _kind(title: str) -> str:
    """Return the type of a document, as the search calls it, by its title: the page of a meeting does not tell it."""
    words = title.lower()
    if "document pack" in words or "reports pack" in words or "agenda pack" in words:
        return "AgendaPack"
    if "minutes" in words and "matters arising" not in words:
        return "Minutes"
    return "AgendaContents" if words.startswith("agenda") else "Report"


def judge_calendar(status: int, body: bytes, url: str) -> Calendar:
    """Judge a page of meetings: of any month, of this one, or the page that has a calendar only with scripts.

    Args:
        status: HTTP status.
        body: the answer, its content coding undone.
        url: its address; that of a month tells the year.
    """
    if status != 200:
        return Calendar("unreadable", detail=f"the calendar was answered with status {status}")
    tree = tree_of(body)
    if tree is None:
        return Calendar("unreadable", detail="not a page, or too large")
    meetings: dict[str, Meeting] = {}
    ways: list[str] = []
    for link in tree.css("a[href]"):
        target = address(link.attributes.get("href"), url)
        way = months_from(target) if target else ""
        if target is None or not way:
            continue
        # A meeting's own link before others: several modules of a page may have a calendar.
        ways.insert(
            0 if "viewmeetingpublic" in target.lower() and not meetings else len(ways), way,
        )  # fmt: skip
        where = meeting_address(target, url) if _MEETING.search(target) else None
        # A meeting may have several links, of which some are pictures.
        if where and not (where in meetings and meetings[where].committee):
            meetings[where] = _listed(link, where, url)
    control = _CONTROL.search(body)
    listing = ""
    if not ways and control and "ctl=" not in url:
        listing = canonical(f"{url.partition('?')[0]}?ctl=MeetingCalendarListView&mid={control[1].decode()}")
    if not meetings and not ways and not listing and control is None and not _MONTH.search(url):
        said = f"no meetings, and no way to other months: {called(body)}"
        return Calendar("unreadable", detail=said)
    days = any(_DAY.match(one_line(cell)) for cell in tree.css("td"))
    headed = any(_CALENDAR.search(one_line(head)) for head in tree.css("h1, h2, .TitleHead"))
    if not meetings and _MONTH.search(url) and not days and not headed:
        return Calendar("unreadable", detail=f"not the page of a month of CMIS: {called(body)}")
    return Calendar("read", tuple(meetings.values()), ways[0] if ways else "", listing)


def _listed(link: LexborNode, where: str, url: str) -> Meeting:
    words = one_line(link)
    if found := _LISTED.match(words) or _DATED.match(words):
        return Meeting(where, found["committee"].strip(), iso(found["date"]))
    committee = _TIMED.sub("", words).strip()
    return Meeting(where, committee, _day_of(link, url) or iso(words))


def _day_of(link: LexborNode, url: str) -> str | None:
    """Return the date of a link by the cell before its own, or by another cell of its row."""
    cell = link.parent
    for _ in range(8):
        if cell is None or cell.tag == "td":
            break
        cell = cell.parent
    if cell is None or cell.tag != "td":
        return None
    before = cell.prev
    while before is not None and before.tag != "td":
        before = before.prev
    asked = _MONTH.search(url)
    if found := _DAY.match(one_line(before)):
        day, month, year = found[1], found[2], found[3] or (asked[1] if asked else None)
        return iso(f"{day} {month} {year}") if year else None
    return iso(one_line(cell.parent)[:1000])


def months_from(url: str) -> str:
    """Return the address of the pages of months, with ``{month}`` for a first day, that a link of the module of meetings
    tells; empty for other links.
    """
    found = _MODULE.search(url)
    return (
        f"{found['before']}/ctl/MeetingCalendarPublicNoJava/mid/{found['mid']}/Date/{{month}}/Default.aspx"
        if found
        else ""
    )


def months(first: str, last: str, most: int) -> Iterable[str]:
    """Yield the first days of the months from ``last`` back to ``first`` (ISO dates), at most ``most``."""
    year, month = int(last[:4]), int(last[5:7])
    for _ in range(most):
        if f"{year:04d}-{month:02d}" < first[:7]:
            return
        yield f"{year:04d}-{month:02d}-01"
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
