"""ModernGov's lists as web pages, for systems whose web service does not answer.

Committees (``mgListCommittees.aspx``), the meetings of one (``ieListMeetings.aspx``, whose pages of earlier and
later meetings end nowhere), the library of documents (``ecCatDisplay.aspx``) and plans. Written from notes: not yet
verified on captured pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crawler.judge.moderngov.addresses import asked, committee_number, day, meeting_number
from crawler.judge.moderngov.markup import address, label, one_line, parsed, what_it_is
from crawler.judge.moderngov.meeting import STATUS, is_file, is_pack
from crawler.judge.moderngov.service import Committee, Listed

#: Links of one list that are read.
MOST = 2000


@dataclass(frozen=True, slots=True)
class ListPage:
    """A judged list.

    Attributes:
        outcome: ``read`` or ``unreadable``.
        committees, meetings: what it lists.
        files: address and title of the files of a library.
        earlier, later: the next pages of a list of meetings.
        further: pages of the same library or of the same plans.
    """

    outcome: Literal["read", "unreadable"]
    committees: tuple[Committee, ...] = ()
    meetings: tuple[tuple[str, Listed], ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    earlier: str | None = None
    later: str | None = None
    further: tuple[str, ...] = ()
    detail: str | None = None


def judge_list(status: int, body: bytes, url: str) -> ListPage:
    """Judge a list of committees, of meetings, of documents or of plans.

    Args:
        status: HTTP status.
        body: the answer, its content coding undone.
        url: where it came from.
    """
    page = parsed(body) if status == 200 else None
    if page is None:
        said = what_it_is(body) if status == 200 else f"status {status}"
        return ListPage("unreadable", detail=f"not a list of ModernGov: {said}")
    own, _ = asked(url)
    committees: dict[str, Committee] = {}
    meetings: dict[str, tuple[str, Listed]] = {}
    files: dict[str, str] = {}
    further: dict[str, None] = {}
    earlier = later = None
    for node in page.css("a[href]")[:MOST]:
        target = address(node, url)
        if target is None:
            continue
        name, values = asked(target)
        words = label(node)
        if name == "mgcommitteedetails.aspx" and (number := committee_number(target)) and words:
            committees.setdefault(number, Committee(number, words))
        elif (meeting := meeting_number(target)) is not None:
            said = one_line(f"{words} {_after(node)}")
            status_word = STATUS.search(said)
            listed = Listed(
                meeting, day(said), committee_number(target), status_word[1].lower() if status_word else None
            )
            meetings.setdefault(meeting, (target, listed))
        elif name == "ielistmeetings.aspx" and own == name and values.get("act"):
            if values["act"].lower() == "earlier":
                earlier = earlier or target
            else:
                later = later or target
        elif is_file(target) or (own == "mgchoosedocpack.aspx" and is_pack(target)):
            files.setdefault(target, words)
        elif own in ("eccatdisplay.aspx", "mgplanshome.aspx", "mglistplans.aspx") and name in (
            "eccatdisplay.aspx", "mglistplanitems.aspx", "mglistplans.aspx", "ieissuedetails.aspx",
        ):  # fmt: skip
            further.setdefault(target)
    return ListPage(
        "read",
        tuple(committees.values()),
        tuple(meetings.values()),
        tuple(files.items()),
        earlier,
        later,
        tuple(further),
    )


def _after(node: object) -> str:
    """Return the words that stand beside a link in its line: dates and ``CANCELLED``."""
    parent = getattr(node, "parent", None)
    words = one_line(parent.text(separator=" ")) if parent is not None else ""
    return words if len(words) < 300 else ""
