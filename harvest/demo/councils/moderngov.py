"""A ModernGov system of the miniature web, mounted anywhere: what it answers to each of its addresses.

Written from notes on the real system and with the order and classes of captured pages, in words of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from urllib.parse import unquote

from harvest.demo.answers import Answer, Request, html_answer, redirect, text_answer
from harvest.demo.councils import details, pages, service
from harvest.demo.councils.files import file_bytes, pack_bytes, printed_bytes
from harvest.demo.councils.model import Committee, Council, File, Meeting
from harvest.demo.councils.searching import PAGE_SIZE, best_first, iso_of, searched


def answer(request: Request, council: Council) -> Answer:
    """Answer any request to a ModernGov system."""
    if request.path == "/robots.txt":
        rules = (
            "User-agent: *\nDisallow: /\n"
            if council.weather == "robots"
            else "User-agent: *\nDisallow: /mgEPetition\n"
        )
        return text_answer(200, rules)
    if council.weather == "refuses":
        return html_answer(
            403, "<html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1></body></html>"
        )
    path = request.path
    if council.root:
        if not path.lower().startswith(council.root.lower() + "/"):
            return _not_there()
        path = path[len(council.root) :]
    params = {name.lower(): value for name, value in reversed(request.params)}
    low = path.lower().strip("/")
    if low.startswith("mgwebservice.asmx/"):
        return service.answer(low.partition("/")[2], params, council) if council.service else _not_there()
    if low.startswith(("documents/", "olddocuments/")):
        return _file(unquote(path), params, council)
    page = _PAGES.get(low)
    if page is None:
        return _not_there()
    return page(params, council)


def _not_there() -> Answer:
    return html_answer(
        404,
        "<html><head><title>404 - File or directory not found.</title></head><body><h1>Server Error</h1><h2>404 - File or directory not found.</h2></body></html>",
    )


def _wrong(council: Council) -> Answer:
    """Send a visitor to the page of errors, which is what the system does about a number that it does not know."""
    return redirect(302, f"{council.root}/mgError.aspx")


# ---- pages


def _number(text: str | None, otherwise: int) -> int:
    """Return a number of an address; what is none, or has more than six figures, is passed over."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise


def _search(params: dict[str, str], council: Council) -> Answer:
    query = params.get("ss", "")
    if council.weather == "login":
        return html_answer(
            200,
            "<html><head><title>Sign in</title></head><body><form action='/login' method='post'><label>User name</label><input name='u'><input type='password' name='p'><button>Sign in</button></form></body></html>",
        )
    if council.weather == "broken":
        return html_answer(200, pages.shell(council, "Search results", "<p>Results are being prepared.</p>"))
    dated = params.get("adv") == "1"
    found = searched(
        query,
        iso_of(params.get("sd", "")) if dated else None,
        iso_of(params.get("ed", "")) if dated else None,
        council,
    )
    if params.get("sb", "true").lower() == "true":
        found = best_first(query, found)
    number = max(1, _number(params.get("pg"), 1))
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return html_answer(200, pages.results(council, query, params, shown, number, len(found)))


def meetings_of(council: Council) -> Iterator[tuple[Committee, Meeting]]:
    """Yield every meeting with its committee."""
    for committee in council.committees:
        for meeting in committee.meetings:
            yield committee, meeting


def _meeting(params: dict[str, str], council: Council) -> Answer:
    wanted = params.get("mid") or params.get("meetingid") or ""
    for committee, meeting in meetings_of(council):
        if str(meeting.number) == wanted:
            return html_answer(200, pages.meeting(council, committee, meeting))
    return _wrong(council)


def _item(params: dict[str, str], council: Council) -> Answer:
    for committee, meeting in meetings_of(council):
        for item in meeting.items:
            if str(item.number) == params.get("id"):
                return html_answer(200, pages.item(council, committee, meeting, item))
    return _wrong(council)


def _issue(params: dict[str, str], council: Council) -> Answer:
    for issue in council.issues:
        if str(issue.number) == params.get("iid"):
            return html_answer(200, pages.issue(council, issue))
    return _wrong(council)


def _committees(_params: dict[str, str], council: Council) -> Answer:
    links = "".join(
        f'<li><a href="mgCommitteeDetails.aspx?ID={each.number}" title="Link to {escape(each.title)}">{escape(each.title)}</a></li>'
        for each in council.committees if not each.expired
    )  # fmt: skip
    return html_answer(
        200, pages.shell(council, "Committee structure", f'<ul class="mgBulletList">{links}</ul>')
    )


def _meetings(params: dict[str, str], council: Council) -> Answer:
    wanted = params.get("cid") or params.get("committeeid")
    committee = next((each for each in council.committees if str(each.number) == wanted), None)
    if committee is None:
        return _wrong(council)
    return html_answer(200, pages.meetings(council, committee, params))


def _convert(params: dict[str, str], council: Council) -> Answer:
    for file in files_of(council):
        if str(file.number) == params.get("id"):
            return _pdf(file_bytes(file))
    return _not_there()


def _choose(params: dict[str, str], council: Council) -> Answer:
    for committee, meeting in meetings_of(council):
        if meeting.pack and str(meeting.pack) == params.get("id"):
            link = f'<li><a href="{pages.pack_address(committee, meeting, 10)}">Public reports pack</a></li>'
            return html_answer(
                200,
                pages.shell(council, "Choose agenda document pack", f'<ul class="mgBulletList">{link}</ul>'),
            )
    return _wrong(council)


def _old(params: dict[str, str], council: Council) -> Answer:
    wanted = params.get("meetingid") or params.get("mid")
    papers = [each for each in council.old if str(each.meeting) == wanted]
    if not papers:
        return _wrong(council)
    links = "".join(
        f'<li><a href="{pages.old_address(each)}">{escape(each.title)}</a></li>' for each in papers
    )
    return html_answer(
        200,
        pages.shell(
            council, f"Meeting documents {papers[0].committee}", f'<ul class="mgBulletList">{links}</ul>'
        ),
    )


def _committee(params: dict[str, str], council: Council) -> Answer:
    found = [each for each in council.committees if str(each.number) == params.get("id")]
    return html_answer(200, details.committee(council, found[0])) if found else _wrong(council)


def _decision(params: dict[str, str], council: Council) -> Answer:
    for committee, meeting in meetings_of(council):
        for item in meeting.items:
            if item.decision and str(item.number) in (params.get("id"), params.get("aiid")):
                return html_answer(200, details.decision(council, committee, meeting, item))
    return _wrong(council)


def _attendance(params: dict[str, str], council: Council) -> Answer:
    for committee, meeting in meetings_of(council):
        if str(meeting.number) == params.get("id"):
            return html_answer(200, details.attendance(council, committee, meeting))
    return _wrong(council)


def _feed(params: dict[str, str], council: Council) -> Answer:
    shown = [pair for pair in meetings_of(council) if params.get("cid") in (None, str(pair[0].number))]
    shown.sort(key=lambda pair: pair[1].date, reverse=True)
    return Answer(
        200, details.feed(council, shown[:20]).encode(), (("Content-Type", "text/xml; charset=utf-8"),)
    )


def _calendar(params: dict[str, str], council: Council) -> Answer:
    year, month = _number(params.get("dd"), 2026), _number(params.get("m"), 6)
    before, after = (year - (month == 1), (month - 2) % 12 + 1), (year + (month == 12), month % 12 + 1)
    links = "".join(
        f'<a href="mgCalendarMonthView.aspx?GL=1&amp;M={m}&amp;DD={y}">{m}/{y}</a> '
        for y, m in (before, after)
    )
    return html_answer(200, pages.shell(council, f"Calendar {month}/{year}", f"<p>No meetings.</p>{links}"))


def _home(_params: dict[str, str], council: Council) -> Answer:
    return html_answer(
        200, pages.shell(council, "Council meetings", "<p>Agendas, reports and minutes of meetings.</p>")
    )


def _error(_params: dict[str, str], council: Council) -> Answer:
    return html_answer(
        200, pages.shell(council, "Error", "<p class='mgErrorTxt'>The page cannot be shown.</p>")
    )


_PAGES = {
    "": _home, "iedochome.aspx": _home, "mgwhatsnew.aspx": _home, "iesearchresults2.aspx": _search, "ielistdocuments.aspx": _meeting,
    "mgai.aspx": _item, "mgissuehistoryhome.aspx": _issue, "mglistcommittees.aspx": _committees,
    "mgcommitteedetails.aspx": _committee, "iedecisiondetails.aspx": _decision, "mgmeetingattendance.aspx": _attendance,
    "mgrss.aspx": _feed, "iedocsearch.aspx": lambda _params, council: html_answer(200, details.search_form(council)),
    "mgreasonsrestricted.aspx": lambda _params, council: html_answer(200, details.reasons(council)),
    "ielistmeetings.aspx": _meetings, "mgconvert2pdf.aspx": _convert, "mgchoosedocpack.aspx": _choose,
    "celistdocuments.aspx": _old, "mgcalendarmonthview.aspx": _calendar, "mgerror.aspx": _error,
}  # fmt: skip


# ---- files


def files_of(council: Council) -> Iterator[File]:
    """Yield every file of a council's system that is public and has an address of its own."""
    for _, meeting in meetings_of(council):
        for item in () if meeting.only_pack else meeting.items:
            yield from (file for file in item.files if not file.restricted)
    for issue in council.issues:
        yield from issue.files


def _pdf(body: bytes) -> Answer:
    return Answer(200, body, (("Content-Type", "application/pdf"),))


def _file(path: str, params: dict[str, str], council: Council) -> Answer:
    parts = path.strip("/").split("/")
    if parts[0].lower() == "olddocuments":
        for old in council.old:
            if parts[-1] == old.name:
                return _pdf(file_bytes(File(number=0, title=old.title, pages=old.pages, made=old.date)))
        return _not_there()
    found = re.fullmatch(r"([sgb])(\d+)", parts[1].lower()) if len(parts) == 3 else None
    if found is None:
        return _not_there()
    if found[1] == "s":
        for file in files_of(council):
            if file.number == int(found[2]):
                return _pdf(file_bytes(file))
        return _not_there()
    for committee, meeting in meetings_of(council):
        if meeting.pack == int(found[2]) and params.get("t") in ("0", "1", "2", "10"):
            if params["t"] == "10":
                return _pdf(pack_bytes(meeting, committee.title))
            return _pdf(printed_bytes(meeting, committee.title, params["t"]))
    return _not_there()
