"""ModernGov's page of search results (``ieSearchResults2.aspx``).

Read from captured pages of two councils. A result is a stretch between two rules (``hr``): an agenda item of a
meeting, an issue, or a paper of the archive that is older than the system. What the page quotes of a text is not
kept: it names people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.judge.moderngov.addresses import asked, committee_number, day, meeting_number
from crawler.judge.moderngov.markup import (
    address,
    broken_off,
    fragment,
    label,
    one_line,
    parsed,
    unranked,
    what_it_is,
)  # fmt: skip

Outcome = Literal["results", "none", "unreadable"]

#: The only sentence that means that nothing was found.
NOTHING = "no results found for your query"
_SPAN = re.compile(r"\bResults\s+([\d,]{1,9})\s+to\s+([\d,]{1,9})\b")
_ITEM = re.compile(r"AI(\d{1,12})")
_PRINTED = re.compile(r"^(?:item\s*)?[\w./()-]{1,12}[.:]\s*$", re.IGNORECASE)
_STRENGTHS = {"excellent match": "excellent", "good match": "good", "average match": "average"}
#: Results that one page may hold; the site gives ten.
MOST = 200


@dataclass(frozen=True, slots=True)
class File:
    """A file that a result names."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Result:
    """One result.

    Attributes:
        kind: ``meeting`` (with the items of it that match), ``issue`` (and decisions), ``old`` for the archive of
            papers that are older than the system, ``other`` for whatever else was found: the library, a plan.
        url: of the page that it leads to.
        title: of the issue, or date and committee of the meeting as printed.
        committee, date: of the meeting, where they can be told; the date as ISO.
        committee_id, meeting_id: numbers of the system.
        items: number in the system, number as printed, and title of each agenda item that it names.
        files: files that it names.
        strength: ``excellent``, ``good``, ``average`` as the site rates it, else empty.
    """

    kind: Literal["meeting", "issue", "old", "other"]
    url: str
    title: str
    committee: str = ""
    date: str | None = None
    committee_id: str | None = None
    meeting_id: str | None = None
    items: tuple[tuple[str, str, str], ...] = ()
    files: tuple[File, ...] = ()
    strength: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A judged page of results.

    Attributes:
        outcome: ``results``, ``none`` (only where the page says so) or ``unreadable``.
        results: in the order of the page; also those of a page of which something is missing.
        first: number of the first result, from 1; 0 where the page does not tell.
        next_url: the next page, ``None`` on the last one.
        detail: what is wrong, where it is unreadable, or which results lead nowhere.
    """

    outcome: Outcome
    results: tuple[Result, ...] = ()
    first: int = 0
    next_url: str | None = None
    detail: str | None = None


@dataclass(slots=True)
class _Block:
    heads: list[LexborNode] = field(default_factory=list)
    lists: list[LexborNode] = field(default_factory=list)


def judge_search(status: int, body: bytes, url: str) -> SearchPage:
    """Judge an answer to a search.

    Args:
        status: HTTP status.
        body: the answer, its content coding undone.
        url: where it came from.
    """
    if status != 200:
        return _unreadable(f"status {status}")
    page = parsed(body)
    if page is None:
        return _unreadable(what_it_is(body))
    for node in page.css("p.mgErrorTxt"):
        if one_line(node.text(separator=" ")).lower().startswith(NOTHING):
            return SearchPage("none")
    # What is quoted of a text is cut anywhere, and may hold rules and open tags.
    for node in page.css("div.mgWordPara"):
        node.decompose()
    blocks = _blocks(page.css("hr, p.mgAiTitleTxt, ul.mgBulletList"))
    results = [read for block in blocks if (read := _result(block, url)) is not None]
    first, last = _span(page)
    if not results:
        said = "it counts results and shows none" if last else f"neither results nor {NOTHING!r}"
        return _unreadable(f"{said}: {what_it_is(body)}")
    onward = next(
        (address(node, url) for node in page.css("a") if _is_next(node.attributes.get("title"))), None
    )
    missing = None
    if last and len(blocks) < last - first + 1:
        missing = f"it counts {last - first + 1} results and shows {len(blocks)}: cut short"
    elif broken_off(body):
        # The link to the next page may be in what is missing.
        missing = f"it breaks off after {len(blocks)} results"
    if missing:
        detail = f"not the whole of a page of search results: {missing}"
        return SearchPage("unreadable", tuple(results), first, onward, detail)
    lost = len(blocks) - len(results)
    detail = f"{lost} of its {len(blocks)} results lead nowhere" if lost else ""
    return SearchPage("results", tuple(results), first, onward, detail or None)


def _span(page: LexborHTMLParser) -> tuple[int, int]:
    """Return the numbers of the first and last result as the page says them, 0 where it does not."""
    for node in page.css("p"):
        found = _SPAN.search(one_line(node.text(separator=" ")))
        if found and found[1].strip(",") and found[2].strip(","):
            return int(found[1].replace(",", "")), int(found[2].replace(",", ""))
    return 0, 0


def _is_next(title: str | None) -> bool:
    return one_line(title).lower() == "next page of search results"


def _unreadable(said: str) -> SearchPage:
    return SearchPage("unreadable", detail=f"no page of search results: {said}")


def _blocks(nodes: list[LexborNode]) -> list[_Block]:
    blocks: list[_Block] = []
    current = _Block()
    for node in [*nodes, None]:
        if node is None or node.tag == "hr":
            if current.heads or current.lists:
                blocks.append(current)
            current = _Block()
            if len(blocks) >= MOST:
                break
        elif node.tag == "p":
            current.heads.append(node)
        else:
            current.lists.append(node)
    return [block for block in blocks if block.heads]


def _result(block: _Block, base: str) -> Result | None:
    head = block.heads[0]
    link = head.css_first("a[href]")
    if link is None or (url := address(link, base)) is None:
        return None
    page, values = asked(url)
    words = unranked(label(link))
    strength = next(
        (
            _STRENGTHS[said]
            for node in head.css("img")
            if (said := one_line(node.attributes.get("alt")).lower()) in _STRENGTHS
        ),
        "",
    )
    files = tuple(_files(block.lists, base))
    if page == "ielistdocuments.aspx" and (meeting := meeting_number(url)):
        return Result(
            "meeting", url, words, _committee(words), day(words), committee_number(url), meeting,
            tuple(_items(block.heads, base, meeting)), files, strength,
        )  # fmt: skip
    if page == "celistdocuments.aspx":
        return Result(
            "old",
            url,
            words,
            _committee(words),
            day(words),
            None,
            values.get("meetingid"),
            (),
            files,
            strength,
        )
    if page in (
        "mgissuehistoryhome.aspx",
        "ieissuedetails.aspx",
        "iedecisiondetails.aspx",
        "mgissuehistorychronology.aspx",
    ):
        return Result("issue", url, words, files=files, strength=strength)
    return Result("other", url, words, files=files, strength=strength)


def _committee(words: str) -> str:
    """Return the committee of ``17/09/2015 - Name`` or ``08/02/2011, 10:00 - Name``."""
    return words.partition(" - ")[2].strip()


def _items(heads: list[LexborNode], base: str, meeting: str) -> list[tuple[str, str, str]]:
    found: dict[str, tuple[str, str, str]] = {}
    for head in heads:
        for link in head.css("a[href]"):
            named = _ITEM.fullmatch(fragment(link))
            url = address(link, base)
            if named is None or url is None or meeting_number(url) != meeting:
                continue
            printed = one_line(head.text(separator=" ").partition(link.text(separator=" "))[0])
            number = printed if _PRINTED.match(printed) else ""
            found.setdefault(named[1], (named[1], number.rstrip(":"), unranked(label(link))))
    return list(found.values())


def _files(lists: list[LexborNode], base: str) -> list[File]:
    found: dict[str, File] = {}
    for each in lists:
        for link in each.css("li a[href]"):
            if url := address(link, base):
                found.setdefault(url, File(url, unranked(label(link))))
    return list(found.values())
