"""Lines of a PDF with their places, its rules and its links, read with PDFium."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw

from harvest.reference_lists.model import Line
from harvest.reference_lists.signs import NOTE

# pypdfium2 carries no types.
_PDFIUM: Any = pypdfium2
_RAW: Any = pypdfium2.raw
#: Pages and lines of a page that are looked at; a page with more lines is a drawing.
MAX_PAGES = 1_500
MAX_LINES = 600
#: Objects of a page that are looked at for rules.
_MAX_OBJECTS = 6_000
_LONGEST_ADDRESS = 4_000


@dataclass(frozen=True, slots=True)
class Link:
    """An address behind a place on a page: left, bottom, right and top in points."""

    url: str
    box: tuple[float, float, float, float]


@dataclass(slots=True)
class PageLines:
    """One page: its number from 1, its size in points, its lines in the file's order, links, and rules.

    A rule is a thin line across: (left, right, height above the foot of the page).
    """

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    rules: list[tuple[float, float, float]] = field(default_factory=list)


def read_pages(data: bytes, *, max_pages: int = MAX_PAGES) -> list[PageLines]:
    """Return the pages of a PDF; a page that cannot be read is empty.

    Raises:
        pypdfium2.PdfiumError: the file cannot be opened or asks for a password.
    """
    document = _PDFIUM.PdfDocument(data)
    try:
        pages = []
        for index in range(min(len(document), max_pages)):
            try:
                pages.append(_page(document, index))
            except (pypdfium2.PdfiumError, ValueError, AssertionError):
                pages.append(PageLines(index + 1, 595.0, 842.0))
        return pages
    finally:
        document.close()


def _page(document: Any, index: int) -> PageLines:
    page = document[index]
    try:
        width, height = page.get_size()
        found = PageLines(index + 1, float(width), float(height))
        textpage = page.get_textpage()
        try:
            found.lines = _lines(textpage, index + 1)
        finally:
            textpage.close()
        found.links = _links(document, page)
        if any(NOTE.match(line.text) for line in found.lines if line.y is not None and line.y < 0.6 * height):
            found.rules = _rules(page)
        return found
    finally:
        page.close()


def _lines(textpage: Any, number: int) -> list[Line]:
    text: str = textpage.get_text_range()
    lines: list[Line] = []
    place = _Place(textpage)
    start = 0
    # PDFium writes a hyphen at a line end as U+FFFE and leaves the line end out.
    for raw in text.replace("\ufffe", "\ufffe\n").split("\n"):
        length = len(raw) if raw.endswith("\ufffe") else len(raw) + 1
        piece = raw.rstrip("\r")
        if piece.strip():
            lines.append(place.line(piece, start, number))
            if len(lines) >= MAX_LINES:
                break
        start += length
    return lines


class _Place:
    """Asks PDFium where the characters of a text page are."""

    def __init__(self, textpage: Any) -> None:
        self._page = textpage
        self._matrix = _RAW.FS_MATRIX()
        self._box = [ctypes.c_double() for _ in range(4)]
        self._at = [ctypes.byref(each) for each in self._box]

    def line(self, text: str, start: int, number: int) -> Line:
        inked = [at for at, char in enumerate(text) if not char.isspace() and char != "\ufffe"]
        words = [at for at in inked if text[at].isalnum()] or inked
        line = Line(text.strip(), page=number)
        if not words:
            return line
        first, last, middle = (
            self._index(start + at) for at in (inked[0], inked[-1], words[len(words) // 2])
        )
        if min(first, last, middle) < 0:
            return line
        left, right = self._ends(first), self._ends(last)
        if left is None or right is None:
            return line
        line.x0, line.x1 = left[0], right[1]
        if _RAW.FPDFText_GetCharOrigin(self._page, middle, self._at[0], self._at[1]):
            line.y = self._box[1].value
        size = float(_RAW.FPDFText_GetFontSize(self._page, middle))
        if _RAW.FPDFText_GetMatrix(self._page, middle, ctypes.byref(self._matrix)):
            size *= math.hypot(self._matrix.b, self._matrix.d) or 1.0
        line.size = round(size, 1)
        if line.y is None or not all(map(math.isfinite, (line.x0, line.x1, line.y, line.size))):
            line.x0 = line.x1 = line.y = None
        return line

    def _index(self, at: int) -> int:
        return int(_RAW.FPDFText_GetCharIndexFromTextIndex(self._page, at))

    def _ends(self, index: int) -> tuple[float, float] | None:
        if not _RAW.FPDFText_GetCharBox(self._page, index, *self._at):
            return None
        return self._box[0].value, self._box[1].value


def _links(document: Any, page: Any) -> list[Link]:
    found: list[Link] = []
    position, link, box = ctypes.c_int(0), _RAW.FPDF_LINK(), _RAW.FS_RECTF()
    while len(found) < MAX_LINES and _RAW.FPDFLink_Enumerate(
        page, ctypes.byref(position), ctypes.byref(link)
    ):
        action = _RAW.FPDFLink_GetAction(link)
        if not action or _RAW.FPDFAction_GetType(action) != _RAW.PDFACTION_URI:
            continue
        size = min(int(_RAW.FPDFAction_GetURIPath(document, action, None, 0)), _LONGEST_ADDRESS)
        buffer = ctypes.create_string_buffer(max(size, 1))
        _RAW.FPDFAction_GetURIPath(document, action, buffer, size)
        url = buffer.value.decode("utf-8", "replace").strip()
        if url.lower().startswith(("http://", "https://")) and _RAW.FPDFLink_GetAnnotRect(
            link, ctypes.byref(box)
        ):
            low, high = sorted((float(box.bottom), float(box.top)))
            found.append(Link(url, (float(box.left), low, float(box.right), high)))
    return found


def _rules(page: Any) -> list[tuple[float, float, float]]:
    """Return thin lines across a page: one of them may stand above its notes."""
    rules = []
    sides = [ctypes.c_float() for _ in range(4)]
    at = [ctypes.byref(each) for each in sides]
    for count in range(min(_MAX_OBJECTS, int(_RAW.FPDFPage_CountObjects(page)))):
        thing = _RAW.FPDFPage_GetObject(page, count)
        if _RAW.FPDFPageObj_GetType(thing) != _RAW.FPDF_PAGEOBJ_PATH:
            continue
        if _RAW.FPDFPageObj_GetBounds(thing, *at):
            left, bottom, right, top = (each.value for each in sides)
            if top - bottom <= 2.5 and right - left >= 30:
                rules.append((left, right, bottom))
    return rules
