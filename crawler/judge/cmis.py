"""CMIS (Civica), a committee system on DotNetNuke: its search form, its grid of results, its meetings. Pure.

Search form, grid and the page without results are read from captured pages of one council. The pages of a meeting
and of a month are written from notes: not yet verified on captured ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode
from w3lib.url import safe_url_string

from crawler.canonical import canonical
from crawler.judge.item import Meeting
from crawler.judge.moderngov.addresses import day

#: Name and version of these judges.
PARSER = "cmis/1"
#: Bytes of a page that are read: the state of a form alone may be 100 kB.
LARGEST = 8_000_000
#: The only sentence that means that nothing was found.
NOTHING = "produced no results"
#: Controls of the search form, by the end of their names.
WORDS, WHAT, SUBMIT = "SimpleSearchFor", "SimpleSearchSelector", "SimpleSearchSubmit"
#: Type of what holds the papers of a whole meeting.
PACK = "agendapack"
#: Kinds of documents as CMIS names them, in words.
_TYPES = {"agendapack": "agenda pack", "report": "committee report", "minutes": "minutes", "agenda": "agenda",
          "decisions": "decision", "decision": "decision", "appendix": "appendix"}  # fmt: skip
_TOTAL = re.compile(r"\((\d{1,7}) Documents? Found\)", re.IGNORECASE)
_PAGE = re.compile(r"__doPostBack\('([^']{1,300})','Page\$(\d{1,6})'\)")
_MEETING = re.compile(r"/Meeting/(\d{1,12})/", re.IGNORECASE)
_PARENT = re.compile(r"^(?:Meeting:\s*)?(?P<committee>.+?)\s+-\s+(?P<date>\d{1,2}/\w{3,9}/\d{4})\b")
_DATE = re.compile(r"\b(\d{1,2})/([A-Za-z]{3,9})/(\d{4})\b")
_IDS = re.compile(r"/tabid/(\d{1,9})/ctl/[A-Za-z]+/mid/(\d{1,9})/", re.IGNORECASE)
#: What the pages say when the state of a form is no longer taken.
_EXPIRED = re.compile(
    r"view\s?state|state information is invalid|validation of viewstate|session (?:has )?expired",
    re.IGNORECASE,
)

Outcome = Literal["results", "none", "expired", "unreadable"]
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The search form: where it is posted to, its fields as they stand, and the names of its controls."""

    action: str
    fields: Fields
    words: str
    what: str
    submit: str

    def asking(self, words: str) -> Fields:
        """Return what is posted to search for documents with these words."""
        return self._with(words, self.submit, "")

    def turning(self, words: str, grid: str, page: int) -> Fields:
        """Return what is posted for another page of the results."""
        return self._with(words, grid, f"Page${page}")

    def _with(self, words: str, target: str, argument: str) -> Fields:
        own = {
            "__EVENTTARGET": target,
            "__EVENTARGUMENT": argument,
            self.words: words,
            self.what: "documents",
        }
        kept = [(name, value) for name, value in self.fields if name not in own]
        return (*own.items(), *kept)


@dataclass(frozen=True, slots=True)
class Row:
    """One document of a list.

    Attributes:
        key: what the document is known by, whatever address it has at this visit.
        url: its address at this visit; ``None`` for what only members may open.
        title, kind, size: as printed.
        meeting: that it is attached to, where it is told.
    """

    key: str
    url: str | None
    title: str
    kind: str
    size: str = ""
    meeting: Meeting | None = None

    @property
    def container(self) -> bool:
        """Whether it is a pack that holds the papers of a meeting."""
        return self.kind.lower().replace(" ", "") == PACK

    @property
    def in_words(self) -> str:
        """Its kind in words."""
        return _TYPES.get(self.kind.lower().replace(" ", ""), self.kind.lower() or "committee paper")


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """A judged page of results.

    Attributes:
        outcome: ``results``; ``none`` only where the page says so; ``expired`` where the state of the form is no
            longer taken; else ``unreadable``.
        rows: in the order of the page.
        total: documents that the page counts; ``None`` where it does not.
        page: number of the page.
        grid: control to turn its pages with; empty where there is one page only.
        form: the form as it stands now: its state is good for one post.
        detail: what is wrong, where it is unreadable.
    """

    outcome: Outcome
    rows: tuple[Row, ...] = ()
    total: int | None = None
    page: int = 1
    grid: str = ""
    pages: tuple[int, ...] = ()
    form: Form | None = None
    detail: str | None = None


def _tree(body: bytes) -> LexborHTMLParser | None:
    return LexborHTMLParser(body) if body and len(body) <= LARGEST and b"<" in body[:4096] else None


def _one_line(node: LexborNode | None) -> str:
    return " ".join(node.text(separator=" ").split()) if node is not None else ""


def judge_form(status: int, body: bytes, url: str) -> Form | None:
    """Return the search form of an answer, ``None`` where it holds none."""
    tree = _tree(body) if status == 200 else None
    return _form(tree, url) if tree is not None else None


def _form(tree: LexborHTMLParser, url: str) -> Form | None:
    for form in tree.css("form"):
        names: dict[str, str] = {}
        for node in form.css("input, select"):
            name = node.attributes.get("name") or ""
            for control in (WORDS, WHAT, SUBMIT):
                if name.endswith(control):
                    names.setdefault(control, name)
        if len(names) < 3:
            continue
        fields = [
            (name, node.attributes.get("value") or "")
            for node in form.css('input[type="hidden"]')
            if (name := node.attributes.get("name") or "")
        ]
        if not any(name == "__VIEWSTATE" and value for name, value in fields):
            continue
        try:
            action = canonical(urljoin(url, form.attributes.get("action") or ""))
        except ValueError:
            continue
        # Pages ask browsers to take http addresses of their own host as https; so do we.
        parts, own = urlsplit(action), urlsplit(url)
        if parts.hostname == own.hostname and parts.scheme != own.scheme:
            action = urlunsplit((own.scheme, own.netloc, parts.path, parts.query, ""))
        return Form(action, tuple(fields), names[WORDS], names[WHAT], names[SUBMIT])
    return None


def judge_results(status: int, body: bytes, url: str) -> ResultsPage:
    """Judge the answer to a search, or to the wish for another page of it.

    Args:
        status: HTTP status.
        body: the answer, its content coding undone.
        url: where it was posted to.
    """
    tree = _tree(body)
    text = _one_line(tree.body)[:20_000] if tree is not None and tree.body else ""
    if status != 200 or tree is None:
        if status >= 500 and _EXPIRED.search(text):
            return ResultsPage("expired", detail=f"status {status}: the state of the form is no longer taken")
        return ResultsPage("unreadable", detail=f"status {status}" if status != 200 else "no page")
    form = _form(tree, url)
    place = tree.css_first(".SE_Results")
    if form is None or place is None:
        if _EXPIRED.search(text):
            return ResultsPage("expired", detail="the state of the form is no longer taken")
        return ResultsPage("unreadable", detail="not a page of search results of CMIS")
    said = _one_line(place)
    rows = tuple(
        row
        for node in place.css("tr.CMIS_Grid_RowStyle, tr.CMIS_Grid_AlternatingRowStyle")
        if (row := _row(node, url)) is not None
    )
    if not rows:
        if NOTHING in said.lower():
            return ResultsPage("none", form=form)
        if not said:
            return ResultsPage("expired", detail="the form came back without an answer", form=form)
        return ResultsPage("unreadable", detail=f"neither results nor {NOTHING!r}", form=form)
    total = _TOTAL.search(said)
    pager = place.css_first("tr.CMIS_Grid_PagerStyle")
    turns = [
        found
        for node in (pager.css("a[href]") if pager else ())
        if (found := _PAGE.search(node.attributes.get("href") or ""))
    ]
    current = next(
        (int(words) for node in (pager.css("span") if pager else ()) if (words := _one_line(node)).isdigit()),
        1,
    )
    return ResultsPage(
        "results", rows, int(total[1]) if total else None, current, turns[0][1] if turns else "",
        tuple(sorted({int(each[2]) for each in turns})), form,
    )  # fmt: skip


def _row(node: LexborNode, base: str) -> Row | None:
    cells = [cell for cell in node.css("td") if _same(cell.parent, node)]
    link = next(
        (each for each in node.css("a[id]") if "hlnkDocument" in (each.attributes.get("id") or "")), None
    )
    if link is None or len(cells) < 5:
        return None
    title = _one_line(link)
    kind, size = _one_line(cells[3]), _one_line(cells[4])
    parent = next((each for each in (cells[5].css("a") if len(cells) > 5 else ())), None)
    meeting = _parent(parent, base) if parent is not None else None
    return Row(_key(base, meeting, kind, title, size), _address(link, base), title, kind, size, meeting)


def _same(one: LexborNode | None, other: LexborNode) -> bool:
    return one is not None and one.mem_id == other.mem_id


def _address(link: LexborNode, base: str) -> str | None:
    href = (link.attributes.get("href") or "").strip()
    if not href or href.lower().startswith("javascript:"):
        return None
    try:
        found = urljoin(base, href)
        parts, own = urlsplit(found), urlsplit(base)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    if parts.hostname == own.hostname and parts.scheme != own.scheme:
        found = urlunsplit((own.scheme, own.netloc, parts.path, parts.query, ""))
    # As it is written: what an opaque address means may depend on the order of its parts.
    return str(safe_url_string(found.partition("#")[0]))


def _parent(link: LexborNode, base: str) -> Meeting | None:
    words = _one_line(link)
    found = _PARENT.match(words)
    url = _address(link, base)
    if found is None and url is None:
        return None
    committee = found["committee"] if found else words.removeprefix("Meeting:").strip()
    return Meeting(
        url or f"{folder_of(base)}#{_folded(words)}", committee, iso(found["date"]) if found else None
    )


def iso(written: str) -> str | None:
    """Return a date such as ``01/Sep/2026`` as an ISO date."""
    found = _DATE.search(written)
    return day(f"{found[1]} {found[2]} {found[3]}") if found else day(written)


def folder_of(url: str) -> str:
    """Return the address of the folder that a page of the system lies in, with a slash at its end."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rpartition("/")[0] + "/", "", ""))


def _folded(words: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in words.casefold()).split())[:200]


def _key(base: str, meeting: Meeting | None, kind: str, title: str, size: str) -> str:
    """Return what a document is known by: its address says nothing and changes at every visit."""
    where = meeting.url if meeting else f"{folder_of(base)}Document.ashx"
    return f"{where}#{_folded(f'{kind} {title}')}.{_folded(size)}"


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A judged page of a meeting: its documents."""

    outcome: Literal["read", "unreadable"]
    meeting: Meeting | None = None
    rows: tuple[Row, ...] = ()
    detail: str | None = None


def judge_meeting(status: int, body: bytes, url: str) -> MeetingPage:
    """Judge the page of a meeting (``ViewMeetingPublic``)."""
    tree = _tree(body) if status == 200 else None
    content = tree.css_first("#Panes, #content, form") if tree is not None else None
    if tree is None or content is None or not _MEETING.search(url):
        return MeetingPage("unreadable", detail="not the page of a meeting of CMIS")
    head = next(
        (
            words
            for node in content.css("h1, h2, h3, .TitleHead")
            if day(words := _one_line(node).replace("/", " "))
        ),
        "",
    )
    title = next((_one_line(node) for node in content.css("h1, h2, .TitleHead")), "")
    date = iso(head) or day(head) or iso(_one_line(content)[:2000])
    committee = re.split(r"\s+-\s+", head or title)[0].strip()
    if not committee:
        return MeetingPage("unreadable", detail="the page names no committee")
    meeting = Meeting(canonical(url), committee, date)
    rows = []
    for node in content.css("li.DocumentListItem"):
        link = node.css_first("a.TitleLink") or node.css_first("a[href]")
        if link is not None and (words := _one_line(link)):
            kind = (
                "AgendaPack"
                if "pack" in words.lower()
                else "Minutes"
                if words.lower().startswith("minutes")
                else "Report"
            )
            rows.append(
                Row(_key(url, meeting, kind, words, ""), _address(link, url), words, kind, "", meeting)
            )
    return MeetingPage("read", meeting, tuple(rows))


@dataclass(frozen=True, slots=True)
class Calendar:
    """A judged list of meetings: committee, date and address of each; ``ids`` are those of the pages of months."""

    outcome: Literal["read", "unreadable"]
    meetings: tuple[Meeting, ...] = ()
    ids: tuple[str, str] | None = None
    detail: str | None = None


def judge_calendar(status: int, body: bytes, url: str) -> Calendar:
    """Judge a page of meetings: of a month, or of those to come."""
    tree = _tree(body) if status == 200 else None
    if tree is None:
        return Calendar("unreadable", detail="not a calendar of CMIS")
    meetings: dict[str, Meeting] = {}
    ids: tuple[str, str] | None = None
    for link in tree.css("a[href]"):
        target = _address(link, url)
        if target is None:
            continue
        found = _IDS.search(target)
        if found and ids is None:
            ids = (found[1], found[2])
        if _MEETING.search(target) and "viewmeetingpublic" in target.lower():
            words = _one_line(link)
            parent = _PARENT.match(words)
            committee = parent["committee"] if parent else re.split(r"\s+-\s+", words)[0]
            meetings.setdefault(target, Meeting(target, committee, iso(words)))
    if not meetings and ids is None:
        return Calendar("unreadable", detail="no meetings, and no way to other months")
    return Calendar("read", tuple(meetings.values()), ids)


def month_url(base: str, ids: tuple[str, str], month: str) -> str:
    """Return the address of a month's page that needs no scripts.

    Args:
        base: where the system is mounted.
        ids: ``tabid`` and ``mid``, taken from a link of the system.
        month: first day of the month, ISO.
    """
    tab, module = ids
    return canonical(
        f"{base.rstrip('/')}/Meetings/tabid/{tab}/ctl/MeetingCalendarPublicNoJava/mid/{module}/Date/{month}/Default.aspx"
    )


def months(first: str, last: str, most: int) -> Iterable[str]:
    """Yield the first days of the months from ``last`` back to ``first`` (ISO dates), at most ``most``."""
    year, month = int(last[:4]), int(last[5:7])
    for _ in range(most):
        if f"{year:04d}-{month:02d}" < first[:7]:
            return
        yield f"{year:04d}-{month:02d}-01"
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
