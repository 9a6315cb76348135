"""One page of a PDF: its words as PDFium gives them, and whether it is a picture of words."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import pypdfium2
import pypdfium2.raw

# pypdfium2 carries no types.
_RAW: Any = pypdfium2.raw
_ERROR: Any = pypdfium2.PdfiumError
#: A page with fewer characters than this and pictures over half of it is a picture of text. 18 of 18 scanned pages
#: found so, and none of 1,112 pages born digital.
SCAN_CHARS = 60
SCAN_SHARE = 0.5
#: So many small shapes on a page without words are letters that were turned into drawings.
_OUTLINES = 250
#: A map has hundreds of thousands; the first few thousand tell.
_SHAPES = 4_000
_LETTER_HEIGHT, _LETTER_WIDTH = (2.0, 40.0), 60.0


@contextmanager
def opened(document: Any, index: int) -> Iterator[tuple[Any, Any]]:
    """Open a page and its text, for PDFium's own functions. Half as dear as pypdfium2's objects on a short page.

    Raises:
        pypdfium2.PdfiumError: the page cannot be loaded.
    """
    page = _RAW.FPDF_LoadPage(document, index)
    if not page:
        raise _ERROR("Failed to load page.")
    textpage = _RAW.FPDFText_LoadPage(page)
    try:
        if not textpage:
            raise _ERROR("Failed to load text page.")
        yield page, textpage
    finally:
        if textpage:
            _RAW.FPDFText_ClosePage(textpage)
        _RAW.FPDF_ClosePage(page)


@contextmanager
def opened_for_lines(document: Any, index: int) -> Iterator[tuple[Any, Any]]:
    """Open a page and its text as pypdfium2's objects, which know their size.

    Raises:
        pypdfium2.PdfiumError: the page cannot be loaded.
    """
    page = document[index]
    try:
        textpage = page.get_textpage()
        try:
            yield page, textpage
        finally:
            textpage.close()
    finally:
        page.close()


def text_of(textpage: Any) -> str:
    """Return the text of a page with ``\\r\\n`` line ends, in the order in which the file draws it."""
    count = _RAW.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    # PDFium promises no more than count + 1; the room is for what it might insert.
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    written = _RAW.FPDFText_GetText(textpage, 0, count, buffer)
    return ctypes.string_at(buffer, 2 * max(0, written - 1)).decode("utf-16-le", "ignore")


def is_picture_of_text(document: Any, index: int, text: str) -> bool:
    """Tell whether a page is a scan, or drawn without letters. ``text`` is what words it has."""
    # Spaces are never most of a text.
    if len(text) > 10 * SCAN_CHARS or len("".join(text.split())) >= SCAN_CHARS:
        return False
    page = document[index]
    try:
        return _pictured(page) or _outlined(page)
    finally:
        page.close()


def _pictured(page: Any) -> bool:
    """Tell whether pictures cover over half of the page (scanners cut a page into strips: their areas add up)."""
    width, height = page.get_size()
    covered = 0.0
    for image in page.get_objects(filter=[_RAW.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = image.get_bounds()
        covered += max(0.0, min(right, width) - max(left, 0.0)) * max(
            0.0, min(top, height) - max(bottom, 0.0)
        )
    return bool(covered > SCAN_SHARE * width * height)


def _outlined(page: Any) -> bool:
    """Tell whether a page is full of shapes of the size of letters."""
    letters = 0
    for shape in islice(page.get_objects(filter=[_RAW.FPDF_PAGEOBJ_PATH], max_depth=3), _SHAPES):
        left, bottom, right, top = shape.get_bounds()
        letters += _LETTER_HEIGHT[0] < top - bottom < _LETTER_HEIGHT[1] and 0.5 < right - left < _LETTER_WIDTH
        if letters > _OUTLINES:
            return True
    return False


def label_of(document: Any, index: int) -> str | None:
    """Return the page's number as printed, ``None`` where it is the same as its place in the file."""
    size = _RAW.FPDF_GetPageLabel(document, index, None, 0)
    if size <= 2:
        return None
    buffer = ctypes.create_string_buffer(size)
    _RAW.FPDF_GetPageLabel(document, index, buffer, size)
    label = buffer.raw[: size - 2].decode("utf-16-le", "replace").strip()
    return label if label and label != str(index + 1) else None
