"""ModernGov's page of a meeting (``ieListDocuments.aspx``): its items, each with its texts and files.

Read from three captured agendas. The date is that of the heading: ``DC.date`` of many pages is the day on which
the page was made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.judge.item import Attachment, Item, Meeting, Part
from crawler.judge.moderngov.addresses import (
    asked,
    committee_number,
    day,
    item_key,
    meeting_number,
    meeting_url,
    root_of,
)
from crawler.judge.moderngov.markup import address, broken_off, label, one_line, parsed, what_it_is

#: How the date of a paper is known.
OF_THE_MEETING = "the date of the meeting"
#: What the first texts of an item are called, which have no heading of their own.
INTRODUCTION = "Introduction"
_HEADING = re.compile(
    r"^(?P<committee>.+?)\s*[-,]\s*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+(?P<rest>\d.*)$",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\bfor\s+(?P<committee>.+?)\s+on\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+(?P<rest>\d.*)$",
    re.IGNORECASE,
)
#: The same without the name of the day.
_PLAIN_HEADING = re.compile(
    r"^(?P<committee>.+?)\s*[-,]\s*(?P<rest>\d{1,2}(?:/\d{1,2}/|(?:st|nd|rd|th)?\s+[A-Za-z]{3,9},?\s+)\d{4}\b.*)$",
    re.IGNORECASE,
)
#: What the status of a meeting may say.
STATUS = re.compile(
    r"\b(cancelled|postponed|rescheduled|re-?arranged|moved|adjourned|abandoned|withdrawn)\b", re.IGNORECASE
)
_ANCHOR = re.compile(r"AI(\d{1,12})")
_RESTRICTED = re.compile(r"reason\w*restricted|restricted", re.IGNORECASE)
#: Items that one agenda may have.
MOST = 500

PackKind = Literal["agenda", "minutes", "decisions", "reports", "supplement"]
_PACKS: dict[str, PackKind] = {"0": "agenda", "1": "minutes", "2": "decisions", "10": "reports"}


@dataclass(frozen=True, slots=True)
class Pack:
    """A printed pack of a meeting: ``kind`` tells what is in it."""

    url: str
    title: str
    kind: PackKind


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of an agenda.

    Attributes:
        number: of the system (the ``AI`` of its anchor).
        printed: number on the agenda, as printed.
        title: as printed.
        parts: heading and HTML of its introduction, decision and minutes.
        files: its report and the documents beside it.
        restricted: titles of files that are listed and not public.
        more_url: the page with the whole text, where this one cuts it short.
    """

    number: str
    printed: str
    title: str
    parts: tuple[Part, ...] = ()
    files: tuple[Attachment, ...] = ()
    restricted: tuple[str, ...] = ()
    more_url: str | None = None


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A judged page of a meeting. ``outcome`` is ``read`` or ``unreadable``."""

    outcome: Literal["read", "unreadable"]
    meeting: Meeting | None = None
    items: tuple[AgendaItem, ...] = ()
    packs: tuple[Pack, ...] = ()
    detail: str | None = None


def judge_meeting(status: int, body: bytes, url: str) -> MeetingPage:
    """Judge the page of a meeting.

    Args:
        status: HTTP status.
        body: the answer, its content coding undone.
        url: where it came from.
    """
    number = meeting_number(url)
    if status != 200 or number is None:
        said = f"status {status}" if status != 200 else "its address names no meeting"
        return MeetingPage("unreadable", detail=f"not the page of a meeting: {said}")
    page = parsed(body)
    meeting = _meeting(page, url, number) if page is not None else None
    if page is None or meeting is None:
        return MeetingPage(
            "unreadable", detail=f"not the page of a meeting with committee and date: {what_it_is(body)}"
        )
    rows = [row for row in page.css("tr") if _is_item(row)]
    items = {each.number: each for row in reversed(rows[:MOST]) if (each := _item(row, url)) is not None}
    if not items and page.css_first("table.mgItemTable td") is not None:
        return MeetingPage("unreadable", detail="its table of items holds none that can be read")
    if broken_off(body):
        return MeetingPage("unreadable", detail=f"the page of a meeting, broken off after {len(items)} items")
    detail = f"only the first {MOST} of its {len(rows)} items were read" if len(rows) > MOST else None
    return MeetingPage("read", meeting, tuple(reversed(items.values())), tuple(_packs(page, url)), detail)


def _is_item(row: LexborNode) -> bool:
    """Tell the row of an item from rows of votes and of tables in its minutes: its own cells have number or anchor."""
    return any(
        cell.tag == "td"
        and ("mgItemNumberCell" in (cell.attributes.get("class") or "") or _anchor(cell) is not None)
        for cell in row.iter()
    )


def _meeting(page: LexborHTMLParser, url: str, number: str) -> Meeting | None:
    heads = [one_line(node.text(separator=" ")) for node in page.css("h2.mgSubTitleTxt, .mgSubTitleTxt")]
    title = page.css_first("title")
    said = [
        *((_HEADING, head) for head in heads), *((_PLAIN_HEADING, head) for head in heads), (_TITLE, one_line(title.text()) if title else ""),
        *((_TITLE, one_line(node.attributes.get("content"))) for node in page.css('meta[name="DC.title"]')),
    ]  # fmt: skip
    for pattern, words in said:
        found = pattern.search(words)
        if found is None or (date := day(found["rest"])) is None:
            continue
        status = STATUS.search(" ".join(heads) + " " + found["rest"])
        links = [*page.css(".mgSubTitleTxt a[href]"), *page.css("a[href]")]
        committee = next((each for node in links if _leads_to_committee(each := address(node, url))), None)
        return Meeting(
            meeting_url(root_of(url), number), found["committee"].strip(" -,"), date, committee,
            status[1].lower() if status else None,
        )  # fmt: skip
    return None


def _leads_to_committee(url: str | None) -> bool:
    return (
        bool(url)
        and asked(url or "")[0] == "mgcommitteedetails.aspx"
        and committee_number(url or "") is not None
    )


def _item(row: LexborNode, base: str) -> AgendaItem | None:
    anchor = _anchor(row)
    cells = row.css("td")
    if anchor is None or not cells:
        return None
    first = row.css_first("td.mgItemNumberCell")
    # The first: tables of votes stand within it and have cells of their own.
    content = next(
        (cell for cell in cells if "mgItemNumberCell" not in (cell.attributes.get("class") or "")), None
    )
    if content is None:
        return None
    return read_item(content, base, anchor, one_line(first.text(separator=" ")) if first else "")


def _anchor(node: LexborNode) -> str | None:
    """Return the number of the first agenda item that is marked within an element."""
    for each in node.css("a[name], a[id]"):
        found = _ANCHOR.fullmatch(each.attributes.get("name") or each.attributes.get("id") or "")
        if found and int(found[1]):
            return str(int(found[1]))
    return None


def read_item(content: LexborNode, base: str, number: str, printed: str) -> AgendaItem:
    """Return the item whose texts and files an element of a page holds, in the order of the page."""
    title, heading = "", INTRODUCTION
    parts: list[Part] = []
    files: dict[str, Attachment] = {}
    restricted: list[str] = []
    more: str | None = None
    for node in content.css(
        "p.mgAiTitleTxt, p.mgSubItemTitleTxt, .mgSubSubTitleTxt, div.mgWordPara, ul.mgBulletList"
    ):
        kind = node.attributes.get("class") or ""
        if "mgWordPara" in kind:
            if node.parent is not None and _inside(node, "mgWordPara"):
                continue
            more = more or _more(node, base)
            if one_line(node.text(separator=" ")):
                parts.append(Part(None if heading == INTRODUCTION else heading, node.html or ""))
        elif "mgSubItemTitleTxt" in kind or "mgSubSubTitleTxt" in kind:
            heading = one_line(node.text(separator=" ")).rstrip(":") or heading
        else:
            if "mgAiTitleTxt" in kind and not title:
                title = label(node)
            for link in node.css("a[href]"):
                _take_file(link, base, files, restricted)
    return AgendaItem(number, printed, title, tuple(parts), tuple(files.values()), tuple(restricted), more)


def _inside(node: LexborNode, name: str) -> bool:
    parent = node.parent
    while parent is not None:
        if name in (parent.attributes.get("class") or "" if parent.attributes else ""):
            return True
        parent = parent.parent
    return False


def _more(node: LexborNode, base: str) -> str | None:
    """Return the address of the whole text of an item, where its page says that it shows a part of it."""
    for link in node.css("a[href]"):
        url = address(link, base)
        if url and asked(url)[0] == "mgai.aspx" and "full" in one_line(link.text()).lower():
            return url
    return None


def _take_file(link: LexborNode, base: str, files: dict[str, Attachment], restricted: list[str]) -> None:
    url = address(link, base)
    if url is None:
        return
    page, _ = asked(url)
    words = label(link)
    if _RESTRICTED.search(page) or words.lower().startswith("view the reasons why"):
        restricted.append(words)
    elif is_file(url):
        files.setdefault(url, Attachment("file", url, words or None))


def is_file(url: str) -> bool:
    """Tell whether an address is a file of ModernGov and not a printed pack."""
    page, values = asked(url)
    folders = url.lower().partition("?")[0].split("/")
    if page == "mgconvert2pdf.aspx":
        return "t" not in values
    if "olddocuments" in folders:
        return True
    if "data" in folders[3:-1] and not page.endswith((".aspx", ".htm", ".html")):
        # Where files of meetings from before 2010 or so lie: ``Data/<committee>/<time>/Agenda/<name>.pdf``.
        return True
    if "documents" not in folders[3:-1]:
        return False
    before = folders[-2]
    return not re.fullmatch(r"g\d+", before)


def is_pack(url: str) -> bool:
    """Tell whether an address is a printed pack of a meeting, as a file.

    ``documents/g8.../...pdf?T=10``, a supplement in ``documents/b8...``, on older systems ``mgConvert2PDF.aspx?ID=8&T=10``.
    """
    page, values = asked(url)
    if page == "mgconvert2pdf.aspx":
        return "t" in values
    folders = url.lower().partition("?")[0].split("/")
    return "documents" in folders[3:-1] and re.fullmatch(r"[gb]\d+", folders[-2]) is not None


def _packs(page: LexborHTMLParser, base: str) -> list[Pack]:
    found: dict[str, Pack] = {}
    for link in page.css("ul.mgActionList a[href], div.mgLinks a[href]"):
        url = address(link, base)
        if url is None or url in found:
            continue
        name, values = asked(url)
        folder = url.lower().partition("?")[0].split("/")[-2]
        if name == "mgchoosedocpack.aspx":
            found[url] = Pack(url, label(link), "supplement" if values.get("sid") else "reports")
        elif is_pack(url):
            kind: PackKind = (
                "supplement" if re.fullmatch(r"b\d+", folder) else _PACKS.get(values.get("t", ""), "reports")
            )
            found[url] = Pack(url, label(link), kind)
    return list(found.values())


def items_of(page: MeetingPage, url: str) -> tuple[Item, ...]:
    """Return the works that the page of a meeting speaks of: one for each item of its agenda.

    Args:
        page: the judged page.
        url: where it came from.
    """
    if page.meeting is None:
        return ()
    return tuple(described_item(each, page.meeting, url) for each in page.items)


def described_item(each: AgendaItem, meeting: Meeting, url: str) -> Item:
    """Return the work that an item of an agenda is."""
    key = item_key(root_of(url), meeting_number(meeting.url) or "", each.number)
    attachments = list(each.files)
    if each.more_url:
        attachments.append(Attachment("html", each.more_url, "The whole text of the item"))
    return Item(
        key=key,
        url=key,
        title=each.title or f"Item {each.printed or each.number}",
        date=meeting.date,
        date_source=OF_THE_MEETING if meeting.date else None,
        doc_type=kind_of_item(each),
        language=None,
        attachments=tuple(attachments),
        parts=each.parts,
        meeting=meeting,
        number=each.printed or None,
    )


def kind_of_item(each: AgendaItem) -> str:
    """Return what kind of paper an item is, in words."""
    if each.title.lower().startswith(("minutes", "confirmation of minutes", "to confirm the minutes")):
        return "minutes"
    return "committee report" if each.files else "agenda item"
