"""A committee system of the kind called CMIS: a search by form whose states are good for one post, months, meetings.

Its ways are those of the captured pages of such systems: ASP.NET forms with hidden states, a grid of ten rows with a
pager that posts back, and addresses of documents that are other ones at every visit.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from datetime import UTC, date, datetime
from functools import lru_cache
from html import escape
from importlib import resources
from itertools import count
from string import Template
from typing import Any
from urllib.parse import quote, unquote

from crawler.clock import SkippingClock
from harvest.demo.answers import Answer, Request, html_answer, not_allowed, text_answer
from harvest.demo.councils.cmis_papers import CmisDocument, documents
from harvest.demo.councils.model import Committee, Council, Meeting
from harvest.demo.scene import Scene

__all__ = ["SLOW", "answer", "documents", "searched"]

PAGE_SIZE = 10
#: Seconds that a month page takes.
SLOW = 40.0
_KEY = b"opens nothing but the miniature web"
_SERIAL = count(1)
_CONTROL = "dnn$ctr424$ViewCMIS_Search$"
_MEETING = re.compile(r"/meetings/tabid/73/ctl/viewmeetingpublic/mid/410/meeting/(\d+)/", re.IGNORECASE)
_MONTH = re.compile(
    r"/meetings/tabid/73/ctl/meetingcalendarpublicnojava/mid/410/date/(\d{4})-(\d\d)-\d\d/default\.aspx",
    re.IGNORECASE,
)


@lru_cache(maxsize=8)
def _frame(name: str) -> Template:
    folder = resources.files("harvest.demo.corpus").joinpath("councils_sites")
    return Template(folder.joinpath(f"cmis-{name}.html").read_text(encoding="utf-8"))


def _sealed(value: dict[str, Any]) -> str:
    """Return a value as a text that nobody reads and that is another one each time."""
    nonce = hashlib.sha256(f"{next(_SERIAL)}".encode()).digest()[:8]
    plain = json.dumps(value).encode()
    stream = hashlib.shake_256(_KEY + nonce).digest(len(plain))
    mixed = nonce + bytes(a ^ b for a, b in zip(plain, stream, strict=True))
    return base64.b64encode(mixed + hmac.digest(_KEY, mixed, "sha256")[:12]).decode()


def _opened(text: str) -> dict[str, Any] | None:
    """Return what was sealed, or None for what this system never sealed."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    mixed, proof = raw[:-12], raw[-12:]
    if len(mixed) < 8 or not hmac.compare_digest(hmac.digest(_KEY, mixed, "sha256")[:12], proof):
        return None
    stream = hashlib.shake_256(_KEY + mixed[:8]).digest(len(mixed) - 8)
    found: dict[str, Any] = json.loads(bytes(a ^ b for a, b in zip(mixed[8:], stream, strict=True)))
    return found


def searched(query: str, council: Council) -> list[tuple[CmisDocument, int]]:
    """Return the documents that hold a phrase, each with how often; a trailing ``*`` lets the last word go on."""
    words = query.strip().strip('"').split()
    if not words:
        return []
    pattern = r"\W+".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    sought = re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)
    found = [(each, len(sought.findall(each.text))) for each in documents(council)]
    return sorted((pair for pair in found if pair[1]), key=lambda pair: -pair[1])


# ---- pages


def _page(council: Council, title: str, main: str, *, query: str = "", noindex: bool = False) -> Answer:
    action = f"{council.root}/Search.aspx" if noindex else f"{council.root}/Meetings.aspx"
    state = _sealed({"of": council.key, "q": query})
    proof = base64.b64encode(hmac.digest(_KEY, state.encode(), "sha256")).decode()
    robots = '<meta name="robots" content="noindex,nofollow">\n' if noindex else ""
    return html_answer(
        200,
        _frame("page").substitute(
            robots=robots,
            title=escape(title),
            action=action,
            state=state,
            validation=proof,
            root=council.root,
            main=main,
        ),
        ("Cache-Control", "private"),
    )


def _form(council: Council, query: str = "", results: str = "") -> Answer:
    main = _frame("form").substitute(words=escape(query), results=results)
    return _page(council, "Search", main, query=query, noindex=True)


def _address(council: Council, document: CmisDocument) -> str:
    """Return an address of a document, which is another one at every visit."""
    sealed = (
        quote(_sealed({"of": council.key, "doc": document.name}), safe="")
        .replace("%2B", "%2b")
        .replace("%3D", "%3d")
    )
    return f"{council.root}/Document.ashx?kq7RtZ0VbW3e%3d={sealed}&mC2vYp%3d%3d=hQ0pLxT1s%3d"


def _meeting_address(council: Council, committee: Committee, meeting: Meeting) -> str:
    return (
        f"{council.root}/Meetings/tabid/73/ctl/ViewMeetingPublic/mid/410/Meeting/{meeting.number}"
        f"/Committee/{committee.number}/Default.aspx"
    )


def _size(length: int) -> str:
    return f"{length / 1024 / 1024:.2f} Mb" if length >= 1024 * 1024 else f"{max(1, length // 1024)} Kb"


def _grid(council: Council, query: str, number: int) -> Answer:
    found = searched(query, council)
    if not found:
        nothing = '<div id="dnn_ctr424_ViewCMIS_Search_pnlNoResults" class="NoData">\n\t\tYour search produced no results.\n\t</div>'
        return _form(council, query, nothing)
    rows = []
    for at, (each, times) in enumerate(found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]):
        link = 'class="aspNetDisabled"' if each.restricted else f'href="{escape(_address(council, each))}"'
        rows.append(
            _frame("row").substitute(
                style="CMIS_Grid_AlternatingRowStyle" if at % 2 else "CMIS_Grid_RowStyle", root=council.root, at=at,
                title=escape(each.title), found=times, link=link, kind=each.kind, size=_size(len(each.body)),
                meeting=f"http://{council.papers}{_meeting_address(council, each.committee, each.meeting)}",
                committee=escape(each.committee.title), day=f"{date.fromisoformat(each.meeting.date):%d/%b/%Y}",
            )
        )  # fmt: skip
    pages = -(-len(found) // PAGE_SIZE)
    grid = _frame("grid").substitute(count=len(found), rows="".join(rows), pager=_pager(number, pages))
    return _form(council, query, grid)


def _pager(number: int, pages: int) -> str:
    if pages < 2:
        return ""
    cells = "".join(
        f"<td><span>{each}</span></td>" if each == number
        else f"<td><a href=\"javascript:__doPostBack('{_CONTROL}grdDocuments','Page${each}')\">{each}</a></td>"
        for each in range(1, pages + 1)
    )  # fmt: skip
    return f'<tr class="CMIS_Grid_PagerStyle"><td colspan="6"><table><tbody><tr>{cells}</tr></tbody></table></td></tr>'


def _error(words: str) -> Answer:
    page = f"<html><head><title>{words}</title></head><body><h1>Server Error in '/' Application.</h1><h2><i>{words}</i></h2></body></html>"
    return html_answer(500, page)


# ---- posts


def _posted(request: Request, scene: Scene, council: Council) -> Answer:
    fields = dict(request.form)
    token = fields.get("__VIEWSTATE", "")
    state = _opened(token)
    proof = base64.b64encode(hmac.digest(_KEY, token.encode(), "sha256")).decode()
    if state is None or state.get("of") != council.key or fields.get("__EVENTVALIDATION") != proof:
        return _error("Validation of viewstate MAC failed.")
    if any(quote(token, safe="") in each.posted or token in each.posted for each in scene.earlier):
        words = "<p>The state information is invalid for this page and might be corrupted.</p>"
        return _page(council, "Error", words, noindex=True)
    target, argument = fields.get("__EVENTTARGET", ""), fields.get("__EVENTARGUMENT", "")
    if target == f"{_CONTROL}grdDocuments":
        query, turn = str(state.get("q", "")), re.fullmatch(r"Page\$(\d{1,4})", argument)
        pages = -(-len(searched(query, council)) // PAGE_SIZE)
        if turn is None or not 1 <= int(turn[1]) <= pages:
            return _error("Invalid postback or callback argument.")
        return _grid(council, query, int(turn[1]))
    if target == f"{_CONTROL}SimpleSearchSubmit" or f"{_CONTROL}SimpleSearchSubmit" in fields:
        query = fields.get(f"{_CONTROL}SimpleSearchFor", "")[:100]
        if not query.strip():
            return _form(council, "", "<span>Please enter search criteria.</span>")
        if fields.get(f"{_CONTROL}SimpleSearchSelector") != "documents":
            return _form(council, query, '<div class="NoData">No members were found.</div>')
        return _grid(council, query, 1)
    return _form(council, str(state.get("q", "")))


# ---- meetings


def _meetings(council: Council, year: int, month: int) -> list[tuple[Committee, Meeting]]:
    wanted = f"{year:04d}-{month:02d}-"
    found = [(c, m) for c in council.committees for m in c.meetings if m.date.startswith(wanted)]
    return sorted(found, key=lambda pair: pair[1].date)


def _month(council: Council, scene: Scene, year: int, month: int) -> Answer:
    if isinstance(scene.clock, SkippingClock):
        # by the clock of the machine nobody waits
        scene.clock.advance(SLOW)
    rows = []
    for committee, meeting in _meetings(council, year, month):
        day = date.fromisoformat(meeting.date)
        link = f'<a href="{_meeting_address(council, committee, meeting)}">{meeting.time} {escape(committee.title)}</a>'
        rows.append(f"<tr><td>{day:%A}, {day.day} {day:%B}</td><td>{link}</td></tr>")
    return _page(council, f"Meetings {month}/{year}", f"<table>{''.join(rows)}</table>")


def _list_view(council: Council, scene: Scene) -> Answer:
    now = datetime.fromtimestamp(scene.clock.epoch(), UTC)
    rows = []
    for at, (committee, meeting) in enumerate(_meetings(council, now.year, now.month)):
        day = date.fromisoformat(meeting.date)
        words = f"{day.day} {day:%b %Y} {meeting.time} - {escape(committee.title)}"
        style = "rgAltRow" if at % 2 else "rgRow"
        link = f'<a href="{_meeting_address(council, committee, meeting)}">{words}</a>'
        rows.append(f'<tr class="{style}"><td>{link}</td><td>Council House</td></tr>')
    hidden = '<input type="hidden" name="dnn$ctr410$MeetingCalendarPublic$view" value="">'
    return _page(council, "Meetings", f'{hidden}<table class="rgMasterTable">{"".join(rows)}</table>')


def _meeting(council: Council, number: int) -> Answer | None:
    for committee in council.committees:
        for meeting in committee.meetings:
            if meeting.number == number:
                return _meeting_page(council, committee, meeting)
    return None


def _meeting_page(council: Council, committee: Committee, meeting: Meeting) -> Answer:
    day = date.fromisoformat(meeting.date)
    facts = (
        ("Committee", committee.title), ("Date", f"{day:%d/%b/%Y}"), ("Time", meeting.time),
        ("Status", meeting.status.title() or "Held"),
    )  # fmt: skip
    summary = "".join(
        f'<div class="holder"><div class="DNNLabel">{name}:</div><div class="Value">{escape(value)}</div></div>'
        for name, value in facts
    )
    items = []
    for each in documents(council):
        if each.meeting.number == meeting.number:
            link = "" if each.restricted else f' href="{escape(_address(council, each))}"'
            items.append(
                f'<li class="DocumentListItem"><a class="TitleLink"{link}>{escape(each.title)}</a></li>'
            )
    main = (
        f'<h2>Meeting Summary</h2>{summary}<h2>Documents</h2><ul class="DocumentList">{"".join(items)}</ul>'
    )
    return _page(council, f"{committee.title} - {day:%d/%b/%Y}", main)


def _document(request: Request, council: Council) -> Answer:
    for part in request.query.split("&"):
        told = _opened(unquote(part.partition("=")[2]))
        if told and told.get("of") == council.key:
            for each in documents(council):
                if each.name == told.get("doc") and not each.restricted:
                    return Answer(
                        200, each.body, (("Content-Type", "application/pdf"), ("Cache-Control", "private"))
                    )
    return html_answer(
        404,
        "<html><head><title>Not found</title></head><body><p>The document was not found.</p></body></html>",
    )


def answer(request: Request, scene: Scene, council: Council) -> Answer:
    """Answer any request to the committee system of a council, mounted at its root."""
    path = request.path.lower()
    if path == "/robots.txt":
        return text_answer(200, f"User-agent: *\nCrawl-delay: 2\nDisallow: {council.root}/login.aspx\n")
    path = path.removeprefix(council.root.lower()) or "/"
    if request.method == "POST":
        return _posted(request, scene, council) if path == "/search.aspx" else not_allowed()
    found: Answer | None = None
    if path == "/search.aspx":
        found = _form(council)
    elif path == "/document.ashx":
        found = _document(request, council)
    elif path in ("/", "/default.aspx", "/meetings.aspx"):
        found = _list_view(council, scene)
    elif month := _MONTH.fullmatch(path):
        found = _month(council, scene, int(month[1]), int(month[2])) if 1 <= int(month[2]) <= 12 else None
    elif meeting := _MEETING.match(path):
        found = _meeting(council, int(meeting[1]))
    return found or html_answer(
        404, "<html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>"
    )
