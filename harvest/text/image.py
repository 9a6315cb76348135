"""Pictures served as documents: scans of letters and reports, whose words are for OCR to read."""

from __future__ import annotations

from collections.abc import Mapping

from harvest.text.clean import tidy
from harvest.text.language import language_of
from harvest.text.model import Extracted, OcrPage, Page


def extract_image(kind: str, ocr: Mapping[int, OcrPage], max_chars: int) -> Extracted:
    """Return what OCR has read from a picture; without it the outcome is "needs-ocr", and page 1 is unread."""
    read = ocr.get(1)
    text = tidy(read.text)[:max_chars] if read else ""
    if read is None or not any(map(str.isalnum, text)):
        detail = (
            read.detail if read else None
        ) or "the file is a picture: its words are not read without OCR"
        return Extracted("needs-ocr", kind, pages=(Page(1, None, 0, 0),), detail=detail, unread_pages=(1,))
    page = Page(1, None, 0, len(text), read.engine, read.confidence)
    return Extracted(
        "text",
        kind,
        text=text,
        pages=(page,),
        language=language_of(text),
        method=read.engine,
        detail=read.detail,
    )
