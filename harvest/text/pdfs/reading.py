"""All pages of a PDF, read one by one: a page that cannot be read costs itself and no other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pypdfium2

from harvest.text.pdfs.characters import is_garbled
from harvest.text.pdfs.forms import filled_in, has_fields
from harvest.text.pdfs.meta import Line, sized_lines
from harvest.text.pdfs.notes import Notes
from harvest.text.pdfs.order import Columns, downward, margin_numbers_beside
from harvest.text.pdfs.page import is_picture_of_text, opened, opened_for_lines, text_of


@dataclass(slots=True)
class Reading:
    """What the pages of a file gave.

    ``texts`` are as PDFium gives them but for the order; ``tails`` go to the ends of pages once their feet are gone;
    ``lines`` are those of the first page with words. ``failed``, ``pictures`` and ``garbled`` are numbers of pages that
    could not be loaded, are pictures of text, or have a broken character map; ``reason`` is PDFium's for the first.
    """

    count: int
    texts: list[str] = field(default_factory=list)
    tails: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    reason: str = ""


def read_pages(document: Any, max_chars: int, max_pages: int, *, meta: bool = True) -> Reading:
    """Read the pages of an open file, up to the limits. ``meta`` asks for the first lines with the sizes of their type."""
    # Before any page is opened: PDFium wants it so.
    form = has_fields(document)
    reading = Reading(len(document))
    reader = _PageReader(document, form)
    size = 0
    for index in range(min(reading.count, max_pages)):
        if size >= max_chars:
            break
        number = index + 1
        text = rest = ""
        try:
            text, rest, lines = reader.read(index, want_lines=meta and not reading.lines)
            reading.lines = reading.lines or lines
            if is_garbled(text):
                reading.garbled.append(number)
                text, rest = "", ""
                if lines:
                    reading.lines = []
            elif is_picture_of_text(document, index, text):
                reading.pictures.append(number)
        except (pypdfium2.PdfiumError, ValueError, AssertionError) as error:
            reading.failed.append(number)
            reading.reason = reading.reason or str(error)
        size += len(text)
        reading.texts.append(text)
        reading.tails.append("")
        if rest:
            reading.tails[index - 1] = rest
    return reading


class _PageReader:
    def __init__(self, document: Any, form: bool) -> None:
        self._document = document
        self._form = form
        self._columns = Columns()
        self._notes = Notes()

    def read(self, index: int, *, want_lines: bool) -> tuple[str, str, list[Line]]:
        """Return a page's text, the rest of a note of the page before, and its first lines."""
        with (opened_for_lines if want_lines else opened)(self._document, index) as (page, textpage):
            text = drawn = text_of(textpage)
            rest = ""
            lines = sized_lines(textpage, drawn) if want_lines and any(map(str.isalpha, drawn)) else []
            # Places are counted in the text as drawn, so only one of these may change it.
            text = downward(page, textpage, drawn)
            if text is drawn:
                text, rest = self._notes.cut(textpage, drawn)
            if text is drawn:
                text = self._columns.ordered(textpage, drawn)
            if text is drawn:
                text = margin_numbers_beside(textpage, drawn)
            if self._form:
                text = "\r\n".join(part for part in (text, filled_in(self._document, page)) if part)
            return text, rest, lines
