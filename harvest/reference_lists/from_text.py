"""References of plain text."""

from __future__ import annotations

from harvest.reference_lists.assembling import listed
from harvest.reference_lists.inline import mentions
from harvest.reference_lists.joining import Joiner
from harvest.reference_lists.model import Line, Reference


def text_lines(text: str) -> list[Line]:
    """Return the lines of a text with their places; a line after an empty one begins a paragraph."""
    lines = []
    gap = True
    page = 1 if "\f" in text else None
    at = 0
    for raw in text.split("\n"):
        if page is not None and "\f" in raw:
            page += raw.count("\f")
        piece = raw.strip()
        if piece:
            start = at + raw.index(piece)
            lines.append(Line(piece, page=page, gap=gap, start=start, stop=start + len(piece)))
        gap = not piece
        at += len(raw) + 1
    return lines


def text_references(text: str) -> list[Reference]:
    """Return the references of a text; ``start`` and ``stop`` are places in it."""
    lines = text_lines(text)
    joiner = Joiner(lines)
    found, taken = listed(lines, joiner)
    return found + mentions([line for line in lines if id(line) not in taken], joiner)
