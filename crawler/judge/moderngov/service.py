"""ModernGov's web service (``mgWebService.asmx``): committees, their meetings, and the items of one meeting.

Written from notes and from public programs that read the service (names of elements: a client for Gloucestershire's
councils, a reader of Hammersmith and Fulham's decisions); only an answer that leads to https was captured, so that
nothing here is verified on captured answers but that one. Known oddities: counts begin with a blank, texts are escaped twice, dates are ``dd/mm/yyyy``, addresses are written with http, dates that are asked in
another form are passed over and everything comes, so that what comes is filtered again.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin, urlsplit, urlunsplit
from xml.etree.ElementTree import Element

from crawler.canonical import canonical
from crawler.judge.item import Attachment, Meeting, Part
from crawler.judge.moderngov.addresses import day, meeting_url, root_of
from crawler.judge.moderngov.markup import what_it_is
from crawler.judge.moderngov.meeting import STATUS, AgendaItem
from crawler.judge.xml import local_name, unescaped_twice, xml_root

#: What an answer says that wants to be asked by https and can only say so to a browser.
_TO_HTTPS = re.compile(
    rb"redirectToHttps|https://[^'\"]{0,40}['\"]?\s*\+\s*(?:httpURL|window\.location)", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,12}")
_YES, _NO = frozenset({"true", "1", "yes"}), frozenset({"false", "0", "no"})

Outcome = Literal["read", "redirect", "unreadable"]


@dataclass(frozen=True, slots=True)
class Committee:
    """One committee: ``active`` is false for those that are deleted or no longer meet."""

    number: str
    title: str
    category: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Listed:
    """One meeting of a list; ``date`` is ISO, ``None`` where it cannot be read."""

    number: str
    date: str | None
    committee: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """A judged answer of the service.

    Attributes:
        outcome: ``read``; ``redirect`` where it wants to be asked by https; ``unreadable``.
        committees, meetings: of a list.
        meeting, items: of one meeting.
        https: the address by https, for ``redirect``.
        detail: what is wrong, where it is unreadable.
    """

    outcome: Outcome
    committees: tuple[Committee, ...] = ()
    meetings: tuple[Listed, ...] = ()
    meeting: Meeting | None = None
    items: tuple[AgendaItem, ...] = ()
    https: str | None = None
    detail: str | None = None


def judge_committees(status: int, body: bytes, url: str) -> Service:
    """Judge an answer to ``GetCommittees``."""
    root = _root(status, body, url, {"committees", "getcommittees", "arrayofcommittee"})
    if isinstance(root, Service):
        return root
    found = []
    for each in _all(root, "committee"):
        number, title = _number(each, "committeeid"), _text(each, "committeetitle")
        if number and title:
            gone = _yes(each, "committeedeleted") or _yes(each, "committeeexpired")
            found.append(Committee(number, title, _text(each, "committeecategory"), not gone))
    return Service("read", tuple(found))


def judge_meetings(status: int, body: bytes, url: str) -> Service:
    """Judge an answer to ``GetMeetings`` or ``GetAllMeetingsByDate``: every meeting that it names."""
    root = _root(
        status, body, url,
        {"getmeetings", "meetings", "getmeetingsbydate", "getallmeetingsbydate", "committee", "arrayofmeeting"},
    )  # fmt: skip
    if isinstance(root, Service):
        return root
    found = []
    for each in _all(root, "meeting"):
        if number := _number(each, "meetingid"):
            committee = _number(each, "committeeid")
            found.append(
                Listed(
                    number, day(_text(each, "meetingdate")), committee, _text(each, "meetingstatus") or None
                )
            )
    return Service("read", meetings=tuple(found))


def judge_service_meeting(status: int, body: bytes, url: str) -> Service:
    """Judge an answer to ``GetMeeting``. Its items have the numbers that the page of the meeting gives them."""
    root = _root(status, body, url, {"meeting", "getmeeting"})
    if isinstance(root, Service):
        return root
    each = root if local_name(root).lower() == "meeting" else next(iter(_all(root, "meeting")), root)
    number = _number(each, "meetingid") or _asked_for(url)
    if number is None:
        return Service("unreadable", detail="an answer of the web service that tells no meeting")
    said = STATUS.search(_text(each, "meetingstatus"))
    root_url, committee = root_of(url), _number(each, "committeeid")
    told = _text(each, "committeetitle") or next(
        (title for found in _all(each, "linkeddoc") if (title := _text(found, "committeetitle"))),
        "committee not told",
    )
    meeting = Meeting(
        meeting_url(root_url, number), told, day(_text(each, "meetingdate")),
        canonical(f"{root_url}mgCommitteeDetails.aspx?ID={committee}") if committee else None,
        said[1].lower() if said else None,
    )  # fmt: skip
    items = {item.number: item for found in reversed(_all(each, "agendaitem")) if (item := _item(found, url))}
    return Service("read", meeting=meeting, items=tuple(reversed(items.values())))


def _item(each: Element, url: str) -> AgendaItem | None:
    number = _number(each, "agendaitemid")
    if number is None or _text(each, "isdisplayallowed").lower() in _NO:
        return None
    closed = _yes(each, "isrestricted")
    parts = [
        Part(heading, text)
        for heading, text in (
            (None, _html(each, "agendatext")),
            ("Decision", _html(each, "decisionnonemptyhtmlbody") or _html(each, "decisionhtmlbody")),
            ("Minutes", _html(each, "minutesnonemptyhtmlbody")),
        )
        if text.strip() and not closed
    ]
    files: dict[str, Attachment] = {}
    restricted = []
    for document in _all(each, "linkeddoc"):
        title = _text(document, "title")
        where = _file_url(_text(document, "url"), url)
        if closed or _yes(document, "isrestricted") or where is None:
            restricted.append(title)
        else:
            files.setdefault(where, Attachment("file", where, title or None))
    # As its page prints it: the number in the minutes, once there are some.
    numbers = ("fulldisplaynumberformat", "minutesitemnumber", "agendaitemnumber")
    printed = next((said for name in numbers if (said := _text(each, name)) and said.strip("0.")), "")
    return AgendaItem(
        number,
        printed,
        _text(each, "agendaitemtitle"),
        tuple(parts),
        tuple(files.values()),
        tuple(restricted),
    )


def _file_url(written: str, url: str) -> str | None:
    """Return the address of a file, by https where the service was asked so on the same host."""
    if not written:
        return None
    try:
        found = canonical(urljoin(root_of(url), written))
    except ValueError:
        return None
    parts, own = urlsplit(found), urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return None
    if parts.hostname == own.hostname and parts.scheme != own.scheme and not parts.port:
        found = canonical(urlunsplit((own.scheme, own.netloc, parts.path, parts.query, "")))
    return found


def _root(status: int, body: bytes, url: str, names: set[str]) -> Element | Service:
    if status != 200:
        return Service("unreadable", detail=f"the web service answered {status}")
    root = xml_root(body)
    if root is None:
        if url.startswith("http://") and len(body) < 4000 and _TO_HTTPS.search(body):
            return Service(
                "redirect", https="https" + url[4:], detail="the web service is to be asked by https"
            )
        return Service(
            "unreadable",
            detail=f"no XML that can be read, and no answer of the web service: {what_it_is(body)}",
        )
    if local_name(root).lower() not in names:
        return Service("unreadable", detail=f"XML of another kind: {local_name(root)[:40]}")
    return root


def _all(root: Element, name: str) -> list[Element]:
    return [each for each in root.iter() if local_name(each).lower() == name]


def _child(each: Element, name: str) -> str | None:
    return next((child.text for child in each if local_name(child).lower() == name), None)


def _text(each: Element, name: str) -> str:
    return unescaped_twice(_child(each, name))


def _html(each: Element, name: str) -> str:
    """Return escaped HTML as HTML."""
    text = html.unescape(_child(each, name) or "")
    # Escaped once more where the first unescaping gives no tag.
    return html.unescape(text) if "<" not in text and "&lt;" in text else text


def _number(each: Element, name: str) -> str | None:
    found = _NUMBER.fullmatch(_text(each, name))
    return str(int(found[0])) if found else None


def _yes(each: Element, name: str) -> bool:
    return _text(each, name).lower() in _YES


def _asked_for(url: str) -> str | None:
    found = re.search(r"[?&]lmeetingid=(\d{1,12})(?:&|$)", url, re.IGNORECASE)
    return str(int(found[1])) if found else None
