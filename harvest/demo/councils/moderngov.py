"""A ModernGov system of the miniature web, mounted anywhere: what it answers to each of its addresses.

Written from notes on the real system and with the order and classes of captured pages, in words of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from urllib.parse import unquote

from harvest.demo.answers import Answer, Request, html_answer, redirect, text_answer
from harvest.demo.corpus.markup import to_text
from harvest.demo.councils import pages, service
from harvest.demo.councils.files import file_bytes, pack_bytes
from harvest.demo.councils.model import AgendaItem, Committee, Council, File, Issue, Meeting, OldPaper

PAGE_SIZE = 10
_PHRASE = re.compile(r'"([^"]+)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the search knows: its words, and where it stands."""

    words: str
    in_files: tuple[tuple[File, str], ...]
    day: str
    committee: Committee | None = None
    meeting: Meeting | None = None
    item: AgendaItem | None = None
    issue: Issue | None = None
    old: OldPaper | None = None


@lru_cache(maxsize=1024)
def entries(council: Council) -> tuple[Entry, ...]:
    """Return everything that the search of a council knows, newest first."""
    found: list[Entry] = []
    for committee in council.committees:
        for meeting in committee.meetings:
            for item in meeting.items:
                words = " ".join((item.title, *map(to_text, (item.intro, item.decision, item.minutes))))
                files = tuple(
                    (file, _folded(" ".join(map(to_text, file.pages))))
                    for file in item.files
                    if not file.restricted
                )
                found.append(Entry(_folded(words), files, meeting.date, committee, meeting, item))
    for issue in council.issues:
        found.append(Entry(_folded(f"{issue.title} {to_text(issue.text)}"), (), issue.date, issue=issue))
    for old in council.old:
        found.append(
            Entry(_folded(f"{old.title} {' '.join(map(to_text, old.pages))}"), (), old.date, old=old)
        )
    return tuple(sorted(found, key=lambda each: each.day, reverse=True))


def _folded(text: str) -> str:
    return " " + " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split()) + " "


def searched(
    query: str, first: str | None, last: str | None, council: Council
) -> list[tuple[Entry, list[File]]]:
    """Return what a query finds, each with the files in which it stands.

    Args:
        query: phrases in quotation marks, joined by ``OR``; words without them mean all of them.
        first, last: ISO dates; what is dated outside of them is not found.
        council: whose system is asked.
    """
    wanted = [
        [_folded(phrase or word).strip() for phrase, word in _PHRASE.findall(part)]
        for part in re.split(r"\s+OR\s+", query)
    ]
    found = []
    for entry in entries(council):
        if (first and entry.day < first) or (last and entry.day > last):
            continue
        files = [file for file, words in entry.in_files if _matches(wanted, words)]
        if files or _matches(wanted, entry.words):
            found.append((entry, files))
    return found


def _matches(wanted: list[list[str]], words: str) -> bool:
    return any(
        parts
        and all(
            f" {part}" in words if len(parts) > 1 else f" {part} " in words or f" {part}s " in words
            for part in parts
        )
        for parts in wanted
    )


def _iso(slashed: str) -> str | None:
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", slashed)
    return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else None


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


# ---- pages


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
        _iso(params.get("sd", "")) if dated else None,
        _iso(params.get("ed", "")) if dated else None,
        council,
    )
    number = int(params.get("pg", "1") or 1)
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
    return redirect(302, f"{council.root}/mgError.aspx")


def _item(params: dict[str, str], council: Council) -> Answer:
    for committee, meeting in meetings_of(council):
        for item in meeting.items:
            if str(item.number) == params.get("id"):
                return html_answer(200, pages.item(council, committee, meeting, item))
    return redirect(302, f"{council.root}/mgError.aspx")


def _issue(params: dict[str, str], council: Council) -> Answer:
    for issue in council.issues:
        if str(issue.number) == params.get("iid"):
            return html_answer(200, pages.issue(council, issue))
    return redirect(302, f"{council.root}/mgError.aspx")


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
        return redirect(302, f"{council.root}/mgError.aspx")
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
    return redirect(302, f"{council.root}/mgError.aspx")


def _old(params: dict[str, str], council: Council) -> Answer:
    wanted = params.get("meetingid") or params.get("mid")
    papers = [each for each in council.old if str(each.meeting) == wanted]
    if not papers:
        return redirect(302, f"{council.root}/mgError.aspx")
    links = "".join(
        f'<li><a href="{pages.old_address(each)}">{escape(each.title)}</a></li>' for each in papers
    )
    return html_answer(
        200,
        pages.shell(
            council, f"Meeting documents {papers[0].committee}", f'<ul class="mgBulletList">{links}</ul>'
        ),
    )


def _calendar(params: dict[str, str], council: Council) -> Answer:
    year, month = int(params.get("dd") or 2026), int(params.get("m") or 6)
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
    "mgcommitteedetails.aspx": lambda params, council: _meetings({"cid": params.get("id", "")}, council),
    "ielistmeetings.aspx": _meetings, "mgconvert2pdf.aspx": _convert, "mgchoosedocpack.aspx": _choose,
    "celistdocuments.aspx": _old, "mgcalendarmonthview.aspx": _calendar, "mgerror.aspx": _error,
}  # fmt: skip


# ---- files


def files_of(council: Council) -> Iterator[File]:
    """Yield every file of a council's system that is public."""
    for _, meeting in meetings_of(council):
        for item in meeting.items:
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
            front = File(
                number=0,
                title=f"{committee.title} {meeting.date}",
                pages=("\n\n".join(each.title for each in meeting.items) or "No items",),
            )
            return _pdf(file_bytes(front))
    return _not_there()
