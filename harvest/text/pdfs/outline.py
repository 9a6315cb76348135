"""Bookmarks of a PDF as headings."""

from __future__ import annotations

import logging
from typing import Any

import pypdfium2
import pypdfium2.raw

from harvest.text.clean import one_line
from harvest.text.model import Heading

_RAW: Any = pypdfium2.raw
_MOST = 300
_LONGEST = 300
_DEEPEST = 6
# A ring of bookmarks is the file's fault and none of the reader's business.
logging.getLogger("pypdfium2").setLevel(logging.ERROR)


def outline_of(document: Any, pages: int) -> tuple[Heading, ...]:
    """Return at most 300 bookmarks with words, in order. ``pages`` is the number of pages that were read.

    Names that programs give to places ("_Toc123456") are no headings.
    """
    if not _RAW.FPDFBookmark_GetFirstChild(document, None):
        return ()
    found: list[Heading] = []
    try:
        for bookmark in document.get_toc(max_depth=_DEEPEST):
            text = one_line(bookmark.get_title())[:_LONGEST]
            if not text.startswith("_") and any(map(str.isalpha, text)):
                found.append(Heading(bookmark.level + 1, text, _page_of(bookmark, pages)))
            if len(found) == _MOST:
                break
    except (pypdfium2.PdfiumError, ValueError):
        # What could be read stands.
        pass
    return tuple(found)


def _page_of(bookmark: Any, pages: int) -> int | None:
    dest = bookmark.get_dest()
    index = dest.get_index() if dest else None
    return index + 1 if index is not None and 0 <= index < pages else None
