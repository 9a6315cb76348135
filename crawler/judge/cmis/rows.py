"""Documents as CMIS lists them, and what they are known by: their addresses change with every visit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from crawler.judge.cmis.markup import address, folded, folder_of, iso, meeting_address, one_line
from crawler.judge.item import Meeting

#: Type of what holds the papers of a whole meeting.
PACK = "agendapack"
#: Kinds of documents as CMIS names them, in words.
_TYPES = {
    "agendapack": "agenda pack", "agendacontents": "agenda", "agenda": "agenda", "report": "committee report",
    "minutes": "minutes", "decisions": "decision", "decision": "decision", "appendix": "appendix",
}  # fmt: skip
_PARENT = re.compile(r"^(?:Meeting:\s*)?(?P<committee>.+?)\s+-\s+(?P<date>\d{1,2}/\w{3,9}/\d{4})\b")


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


def row_of(url: str | None, title: str, kind: str, size: str, meeting: Meeting | None, base: str) -> Row:
    """Return a document with its key: its meeting, type, title and size.

    What only members may open has a key of its own: the same title may stand in the list once more, for everybody.

    Args:
        url: its address at this visit, ``None`` where it has none.
        title, kind, size: as printed.
        meeting: that it is attached to.
        base: address of the page that lists it.
    """
    where = meeting.url.partition("#")[0] if meeting else f"{folder_of(base)}Document.ashx"
    key = f"{where}#{folded(f'{kind} {title}')}.{folded(size)}"
    return Row(key if url else f"{key}.members", url, title, kind, size, meeting)


def grid_row(node: LexborNode, base: str) -> Row | None:
    """Read a row of the grid of results; ``None`` when it is not built as they are.

    Args:
        node: the row: signs, number of finds, document, type, size, parent.
        base: address of the page.
    """
    cells = [cell for cell in node.css("td") if cell.parent is not None and cell.parent.mem_id == node.mem_id]
    link = next(
        (each for each in node.css("a[id]") if "hlnkDocument" in (each.attributes.get("id") or "")), None
    )
    title = one_line(link)
    if link is None or not title or len(cells) < 5:
        return None
    parent = cells[5].css_first("a") if len(cells) > 5 else None
    meeting = _parent(parent, base) if parent is not None else None
    url = address(link.attributes.get("href"), base)
    return row_of(url, title, one_line(cells[3]), one_line(cells[4]), meeting, base)


def _parent(link: LexborNode, base: str) -> Meeting | None:
    words = one_line(link)
    found = _PARENT.match(words)
    url = meeting_address(link.attributes.get("href"), base)
    if found is None and url is None:
        return None
    committee = found["committee"] if found else words.removeprefix("Meeting:").strip()
    # A meeting without a page is still told from others, by its committee and date.
    where = url or f"{folder_of(base)}Meeting/{folded(words)}"
    return Meeting(where, committee, iso(found["date"]) if found else None)
