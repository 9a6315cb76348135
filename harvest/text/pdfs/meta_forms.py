"""Titles in forms: what stands beside "Report title:" at the head of a committee report, a board paper or a letter."""

from __future__ import annotations

import re

from harvest.text.clean import one_line
from harvest.text.pdfs.meta_blocks import FORM_ENTRY, LABEL_LINE, MAKER
from harvest.text.pdfs.meta_lines import Line
from harvest.text.pdfs.meta_words import is_date_line, is_generic, is_wordy

_LABEL = re.compile(
    r"^(?:(?:(?:report|document|paper|policy|project|decision|full|short|item|agenda item)\s+)?title|subject|(?:policy|document|report) name"
    r"|name(?=\s+of))(?:\s+of\s+(?:the\s+|this\s+)?(?:report|paper|document|item|policy|decision|project|contract|service))?"
    r"(?:\s*\([^)]*\))?(\s*[:\u2013]|\s+-\s|(?=\s|$))\s*(.*)$",
    re.IGNORECASE,
)
_RE = re.compile(r"^(?:re|regarding|subject)\s*:\s*(\S.{7,200})$", re.IGNORECASE)
_ITEM = re.compile(
    r"^(?:agenda )?item(?: no\.?| number)?\s*:?\s*[\d.]+[a-z]?\s*[:\u2013|-]?\s+([A-Z]\S+\s.{8,200})$",
    re.IGNORECASE,
)
#: Forms have at least so many labelled lines; there a label needs no colon.
_FORM_LINES = 3
_NEAR = 1.8


def labelled_title(rows: list[Line]) -> str | None:
    """Return what stands beside or below "Title:", "Report title", "Subject:" or after "Item 7:", or None."""
    form = sum(1 for row in rows if FORM_ENTRY.match(row.text)) >= _FORM_LINES
    for at, row in enumerate(rows):
        label = _LABEL.match(row.text)
        if label is None:
            continue
        value, rest = label[2], rows[at + 1 :]
        if not value:
            if not label[1] and not form and not row.bold:
                continue
            rest, value = _beside(rows, at)
        elif not label[1] and not (form and value[0].isupper()):
            continue
        if value and is_wordy(title := one_line(_whole(value, row, rest))) and not is_generic(title):
            return title.strip("\u201c\u201d\"' ")
    letter = any(row.text.startswith(("Dear ", "Yours ")) for row in rows)
    for at, row in enumerate(rows):
        item = (_RE.match(row.text) if letter else None) or (_ITEM.match(row.text) if form else None)
        if item and is_wordy(item[1]):
            return one_line(_whole(item[1], row, rows[at + 1 :]))
    return None


def _beside(rows: list[Line], at: int) -> tuple[list[Line], str]:
    """Return the entry of a label that stands alone: what is right of it, else below; and the rows after that."""
    row = rows[at]
    for number in range(max(0, at - 1), min(len(rows), at + 3)):
        other = rows[number]
        close = abs(other.top - row.top) < 0.6 * row.leading if row.leading else number == at + 1
        if number != at and close and (other.left > row.right or not row.leading):
            return [other for other in rows[number + 1 :] if other is not row], other.text
    below = rows[at + 1] if at + 1 < len(rows) else None
    if below is None or LABEL_LINE.match(below.text):
        return [], ""
    return rows[at + 2 :], below.text


def _whole(value: str, row: Line, rest: list[Line]) -> str:
    """Return an entry with its further lines: indented behind the label, or going on where the first was full."""
    last, right = row, max([row.right, *(other.right for other in rest)])
    for other in rest[:4]:
        if not (row.leading and other.leading) or LABEL_LINE.match(other.text) or _LABEL.match(other.text):
            break
        near = other.top - last.top <= _NEAR * row.leading and 0.9 <= other.size / row.size <= 1.1
        indented = other.left > row.left + 0.03
        full = last.right > 0.85 * right and last.bold == other.bold and not last.text.endswith(".")
        if not near or is_date_line(other.text) or not (indented or full) or MAKER.match(other.text):
            break
        value = f"{value} {other.text}"
        last = other
    return value
