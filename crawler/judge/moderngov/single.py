"""ModernGov's pages of one item, issue or decision.

Written from notes on these pages (``mgAi.aspx``, ``mgIssueHistoryHome.aspx``, ``ieIssueDetails.aspx``,
``ieDecisionDetails.aspx``; a public program for Cambridge tells the headings and labels of the last): not yet verified
on captured ones. Whatever has a heading and the classes that all
pages of the system have is read; the rest is unreadable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

from crawler.judge.item import Attachment, Item
from crawler.judge.moderngov.addresses import asked, day, item_key, meeting_number, meeting_url, root_of
from crawler.judge.moderngov.markup import address, broken_off, fragment, label, one_line, parsed, what_it_is
from crawler.judge.moderngov.meeting import is_file, read_item

#: What may be said of dates, the better first: label on the page, what it is the date of.
_DATES = tuple(
    (re.compile(rf"\b{words}\b[^:\d]{{0,30}}:?\s*(.{{0,40}})", re.IGNORECASE), source)
    for words, source in (
        ("date of decision", "the date of the decision"), ("decision made", "the date of the decision"),
        ("first published", "the date of first publication"), ("publication date", "the date of publication"),
        ("date published", "the date of publication"), ("decision due", "the day on which the decision is due"),
    )
)  # fmt: skip
_ITEM = re.compile(r"AI(\d{1,12})")
#: Words for these pages.
_KINDS = {
    "mgissuehistoryhome.aspx": "issue", "mgissuehistorychronology.aspx": "issue", "ieissuedetails.aspx": "issue",
    "iedecisiondetails.aspx": "decision", "mgai.aspx": "agenda item",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SinglePage:
    """A judged page of one item, issue or decision.

    Attributes:
        outcome: ``read`` or ``unreadable``.
        item: the work that it is.
        items: addresses of agenda items that it leads to, each with the key of the item.
        decisions: addresses of pages of decisions, and of the details of the same issue, that it leads to.
    """

    outcome: Literal["read", "unreadable"]
    item: Item | None = None
    items: tuple[tuple[str, str], ...] = ()
    decisions: tuple[str, ...] = ()
    detail: str | None = None


def judge_single(status: int, body: bytes, url: str) -> SinglePage:
    """Judge a page of one item, issue or decision.

    Args:
        status: HTTP status.
        body: the answer, its content coding undone.
        url: where it came from.
    """
    page = parsed(body) if status == 200 else None
    name, own = asked(url)
    if page is None or name not in _KINDS:
        said = what_it_is(body) if status == 200 else f"status {status}"
        return SinglePage("unreadable", detail=f"not a page of an issue, a decision or an item: {said}")
    title = _title(page)
    content = page.css_first("#modgov") or page.body
    if not title or content is None:
        return SinglePage("unreadable", detail=f"the page names no {_KINDS[name]}")
    read = read_item(content, url, "0", "")
    files: dict[str, Attachment] = {each.url: each for each in read.files}
    items: dict[str, str] = {}
    decisions: dict[str, None] = {}
    for link in content.css("a[href]"):
        target = address(link, url)
        if target is None:
            continue
        if is_file(target):
            files.setdefault(target, Attachment("file", target, label(link) or None))
        elif (meeting := meeting_number(target)) and (named := _ITEM.fullmatch(fragment(link))):
            items.setdefault(item_key(root_of(url), meeting, named[1]), meeting_url(root_of(url), meeting))
        elif target != url and (
            asked(target)[0] == "iedecisiondetails.aspx"
            or (asked(target)[0] == "ieissuedetails.aspx" and asked(target)[1].get("iid") == own.get("iid"))
        ):
            decisions.setdefault(target)
    if broken_off(body):
        return SinglePage("unreadable", detail=f"the page of the {_KINDS[name]} breaks off")
    if not read.parts and not files and not items and not decisions:
        return SinglePage(
            "unreadable", detail=f"the page of the {_KINDS[name]} holds neither text nor files nor links"
        )
    said = one_line(content.text(separator=" "))
    date, source = next(
        ((iso, source) for words, source in _DATES for found in words.finditer(said) if (iso := day(found[1]))), (None, None)
    )  # fmt: skip
    item = Item(
        key=url, url=url, title=title, date=date, date_source=source,
        doc_type=_KINDS[name], attachments=tuple(files.values()), parts=read.parts,
    )  # fmt: skip
    return SinglePage("read", item, tuple((at, key) for key, at in items.items()), tuple(decisions))


def _title(page: LexborHTMLParser) -> str:
    for selector in (
        "h2.mgSubTitleTxt",
        ".mgSubTitleTxt",
        "p.mgAiTitleTxt",
        "h1.mgMainTitleTxt",
        "#modgov h1",
    ):
        node = page.css_first(selector)
        words = label(node) if node is not None else ""
        if words and words.lower() not in (
            "issue details",
            "decision details",
            "issue history",
            "decision",
            "issue",
            "agenda item",
            "item",
            "meeting",
        ):
            return words
    title = page.css_first("title")
    words = one_line(title.text()) if title is not None else ""
    return re.sub(
        r"^(?:Issue|Decision|Issue details|Decision details|Issue history)\s*[-:]\s*",
        "",
        words,
        flags=re.IGNORECASE,
    )
