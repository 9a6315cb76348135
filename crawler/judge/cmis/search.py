"""The search of CMIS: a form whose state is good for one post, and the grid of documents that answers it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.canonical import canonical
from crawler.judge.cmis.markup import address, called, one_line, tree_of, words_of
from crawler.judge.cmis.rows import Row, grid_row
from crawler.judge.page import quoted

#: The only sentence that means that nothing was found.
NOTHING = "produced no results"
#: Controls of the search form, by the end of their names.
WORDS, WHAT, SUBMIT = "SimpleSearchFor", "SimpleSearchSelector", "SimpleSearchSubmit"
#: Characters that the fields of a form may have in all: they are kept with each page that is still to be asked
#: for. Captured ones have up to 40,000.
LARGEST_STATE = 1_000_000
_ROWS = "tr.CMIS_Grid_RowStyle, tr.CMIS_Grid_AlternatingRowStyle"
_PLACES = ".SE_Results, [id$=pnlDocumentResults], [id$=pnlNoResults]"
_TOTAL = re.compile(r"\(([\d,]{1,9}) Documents? Found\)", re.IGNORECASE)
_PAGE = re.compile(r"__doPostBack\('([^']{1,300})','Page\$(\d{1,6})'\)")
#: What ASP.NET says when the state of a form is no longer taken, and what stands on its pages of errors.
_BROKEN = re.compile(
    r"view\s?state|state information is invalid|invalid postback or callback argument|session (?:has )?(?:expired|timed out)"
    r"|server error in '|runtime error|an (?:unexpected |unhandled )?error (?:has )?occurred",
    re.IGNORECASE,
)

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The search form: where it is posted to, its fields as they stand, and the names of its controls.

    ``asked`` is what stands in the field for the words: what the page that holds the form answers.
    """

    action: str
    fields: Fields
    words: str
    what: str
    submit: str
    asked: str = ""

    def asking(self, words: str) -> Fields:
        """Return what is posted to search for documents with these words."""
        return self._with(words, self.submit, "")

    def turning(self, words: str, grid: str, page: int) -> Fields:
        """Return what is posted for another page of the results."""
        return self._with(words, grid, f"Page${page}")

    def _with(self, words: str, target: str, argument: str) -> Fields:
        own = {
            "__EVENTTARGET": target, "__EVENTARGUMENT": argument, self.words: words, self.what: "documents",
        }  # fmt: skip
        kept = [(name, value) for name, value in self.fields if name not in own]
        return (*own.items(), *kept)


@dataclass(frozen=True, slots=True)
class FormPage:
    """A judged page with the search form on it; ``detail`` says in a sentence why there is none."""

    outcome: Literal["read", "unreadable"]
    form: Form | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """A judged page of results.

    Attributes:
        outcome: ``results``; ``none`` only where the page says so; else ``unreadable``.
        rows: in the order of the page; also of a page that cannot be read as a whole.
        total: documents that the page counts; ``None`` where it does not.
        page: number of the page.
        grid: control to turn its pages with; empty where there is one page only.
        pages: numbers of the pages that it leads to.
        form: the form as it stands now: its state is good for one post.
        detail: what is wrong, where it is unreadable.
        renew: whether to begin anew from the form may help: its state was not taken, or the server failed.
    """

    outcome: Literal["results", "none", "unreadable"]
    rows: tuple[Row, ...] = ()
    total: int | None = None
    page: int = 1
    grid: str = ""
    pages: tuple[int, ...] = ()
    form: Form | None = None
    detail: str | None = None
    renew: bool = False


def judge_form(status: int, body: bytes, url: str) -> FormPage:
    """Judge the page ``Search.aspx`` before anything is asked.

    Args:
        status: HTTP status.
        body: the answer, its content coding undone.
        url: where it came from, which its action is relative to.
    """
    if status != 200:
        return FormPage("unreadable", detail=f"the search form was answered with status {status}")
    tree = tree_of(body)
    if tree is None:
        return FormPage(
            "unreadable", detail="the search form was answered with what is no page, or too large"
        )
    return _form(tree, url) or FormPage("unreadable", detail=f"not the search form of CMIS: {called(body)}")


def _form(tree: LexborHTMLParser, url: str) -> FormPage | None:
    """Return the search form; why it cannot be used; or ``None`` where the page has none."""
    for node in tree.css("form"):
        names: dict[str, str] = {}
        asked = ""
        fields: list[tuple[str, str]] = []
        for each in node.css("input[name], select[name]"):
            name, value = each.attributes.get("name") or "", each.attributes.get("value") or ""
            if (each.attributes.get("type") or "").lower() == "hidden":
                fields.append((name, value))
                continue
            control = next((end for end in (WORDS, WHAT, SUBMIT) if name.endswith(end)), None)
            if control and names.setdefault(control, name) == name and control == WORDS:
                asked = value
        if len(names) < 3:
            continue
        if not any(name == "__VIEWSTATE" and value for name, value in fields):
            return FormPage("unreadable", detail="the search form has no __VIEWSTATE, so it cannot be posted")
        if (size := sum(len(name) + len(value) for name, value in fields)) > LARGEST_STATE:
            said = f"the fields of the search form have {size:,} characters: more than {LARGEST_STATE:,}"
            return FormPage("unreadable", detail=said)
        action = address(node.attributes.get("action") or url, url)
        try:
            where = canonical(action) if action else None
        except ValueError:
            where = None
        if where is None:
            return FormPage("unreadable", detail="the search form leads nowhere")
        form = Form(where, tuple(fields), names[WORDS], names[WHAT], names[SUBMIT], asked)
        return FormPage("read", form)
    return None


def judge_results(status: int, body: bytes, url: str) -> ResultsPage:
    """Judge the answer to a search, or to the wish for another page of it.

    Args:
        status: HTTP status.
        body: the answer, its content coding undone.
        url: where it was posted to.
    """
    tree = tree_of(body)
    if status != 200:
        return ResultsPage(
            "unreadable", detail=f"the search was answered with status {status}", renew=status >= 500
        )
    if tree is None:
        return ResultsPage("unreadable", detail="the search was answered with what is no page, or too large")
    held = _form(tree, url)
    place = tree.css_first(_PLACES)
    if held is None or place is None:
        # Only now: a page of results may speak of errors and states in its titles.
        broken = _BROKEN.search(words_of(tree))
        said = f"it says {quoted(broken[0])!r}; " if broken else ""
        said = f"not a page of search results of CMIS: {said}{called(body)}"
        return ResultsPage("unreadable", detail=said, renew=broken is not None)
    page = _listed(place, url)
    if page.rows and b"</form" not in body.lower():
        # The last row may be half of one.
        detail = f"the page is cut off after {len(page.rows)} rows"
        return replace(page, outcome="unreadable", rows=page.rows[:-1], grid="", pages=(), detail=detail)
    if page.outcome == "unreadable" and not page.detail:
        return replace(page, detail="the form came back without an answer", form=held.form, renew=True)
    return replace(page, form=held.form, detail=page.detail or held.detail if page.pages else page.detail)


def _listed(place: LexborNode, url: str) -> ResultsPage:
    said = one_line(place)
    nodes = place.css(_ROWS)
    rows = tuple(row for node in nodes if (row := grid_row(node, url)) is not None)
    counted = _TOTAL.search(said)
    total = int(counted[1].replace(",", "") or 0) if counted else None
    if not nodes:
        if NOTHING in said.lower() and not total:
            return ResultsPage("none", total=0)
        if not said:
            return ResultsPage("unreadable")
        why = f"neither documents nor {NOTHING!r}, but {quoted(said)!r}"
        return ResultsPage("unreadable", total=total, detail=why)
    current, grid, pages = _pager(place)
    outcome: Literal["results", "unreadable"] = "results"
    detail = None
    if len(rows) < len(nodes):
        outcome, detail = (
            "unreadable",
            f"{len(nodes) - len(rows)} of {len(nodes)} rows are not built as rows of CMIS are",
        )
    return ResultsPage(outcome, rows, total, current, grid, pages, detail=detail)


def _pager(place: LexborNode) -> tuple[int, str, tuple[int, ...]]:
    """Return the number of the page, the control to turn with, and the pages that can be turned to."""
    pager = place.css_first("tr.CMIS_Grid_PagerStyle")
    turns = [
        found
        for node in (pager.css("a[href]") if pager else ())
        if (found := _PAGE.search(node.attributes.get("href") or ""))
    ]
    current = next(
        (
            int(words)
            for node in (pager.css("span") if pager else ())
            if (words := one_line(node)).isdecimal()
        ),
        1,
    )
    return current, turns[0][1] if turns else "", tuple(sorted({int(each[2]) for each in turns}))
