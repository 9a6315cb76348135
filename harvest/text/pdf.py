"""PDF files, page by page with PDFium; words read from pictures of pages stand in where the file has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2

from harvest.text.clean import tidy
from harvest.text.language import language_of
from harvest.text.model import MAX_CHARS, Extracted, OcrPage, Outcome, Page
from harvest.text.pdfs.attachments import attached, is_portfolio_cover
from harvest.text.pdfs.forms import XFA_DETAIL, is_stand_in
from harvest.text.pdfs.lines import mend_pages
from harvest.text.pdfs.meta import pdf_meta
from harvest.text.pdfs.notices import notices
from harvest.text.pdfs.outline import outline_of
from harvest.text.pdfs.page import label_of
from harvest.text.pdfs.reading import Reading, read_pages

# pypdfium2 carries no types.
_PDFIUM: Any = pypdfium2
#: Pages read of one file. The longest reports of public bodies have some 1,500.
MAX_PAGES = 3_000
_META_CHARS = 4_000


def extract_pdf(
    data: bytes,
    *,
    max_chars: int = MAX_CHARS,
    max_pages: int = MAX_PAGES,
    ocr: Mapping[int, OcrPage] | None = None,
) -> Extracted:
    """Return the text of a PDF with page boundaries and printed page labels, its title, date and headings.

    A file that asks for a password gives "encrypted"; one that cannot be opened, or none of whose pages can, "broken"
    with PDFium's words in ``detail``; a form that only Adobe's programs show "unsupported".

    Pages that are pictures of text, or whose characters are no letters for a broken character map, have no usable text:
    what ``ocr`` holds for their numbers is taken instead, with its method and confidence. Where half of all pages or more
    are left without, the outcome is "needs-ocr". Files attached to the PDF follow as further pages, labelled with the
    file's name. What was left out is said in ``detail``.
    """
    try:
        document = _PDFIUM.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return _refused(str(error))
    try:
        reading = read_pages(document, max_chars, max_pages)
        if reading.count and len(reading.failed) == len(reading.texts):
            said = f"none of {reading.count} pages could be read: {reading.reason}"
            return Extracted("broken", "pdf", method="pdfium", detail=said)
        return _conclude(document, reading, _breaks_off(data), max_chars, ocr or {})
    finally:
        document.close()


def unreadable_pages(data: bytes, *, max_pages: int = MAX_PAGES) -> tuple[int, ...]:
    """Return the numbers, from 1, of pages without usable text: pictures of text, and broken character maps.

    A file that cannot be opened has none.
    """
    try:
        document = _PDFIUM.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return ()
    try:
        reading = read_pages(document, MAX_CHARS, max_pages, meta=False)
        return tuple(sorted({*reading.pictures, *reading.garbled}))
    finally:
        document.close()


def _refused(message: str) -> Extracted:
    lower = message.lower()
    if "password" in lower:
        detail = f"the file asks for a password before it can be opened: {message}"
        return Extracted("encrypted", "pdf", method="pdfium", detail=detail)
    if "security" in lower:
        detail = f"the file is encrypted in a way that cannot be read here: {message}"
        return Extracted("encrypted", "pdf", method="pdfium", detail=detail)
    return Extracted("broken", "pdf", method="pdfium", detail=message)


def _breaks_off(data: bytes) -> bool:
    """Tell whether a file lacks its end, where the marker of one stands even in careless files."""
    return b"%%EOF" not in data[-4_096:] and b"%%EOF" not in data.rstrip(b"\x00\r\n ")[-4_096:]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page to be: its words, its label, and how they were read where that was from a picture."""

    text: str
    label: str | None
    method: str | None = None
    confidence: float | None = None


def _conclude(
    document: Any, reading: Reading, breaks_off: bool, max_chars: int, ocr: Mapping[int, OcrPage]
) -> Extracted:
    texts = mend_pages(reading.texts, reading.tails)
    found = attached(document, max_chars - min(max_chars, sum(map(len, texts))))
    cover = bool(found.count and texts and is_portfolio_cover(texts[0]))
    if cover:
        texts[0] = ""
    if is_stand_in("\n".join(texts[:3])) and not found.read:
        return Extracted("unsupported", "pdf", method="pdfium", detail=XFA_DETAIL)
    unusable = sorted({*reading.pictures, *reading.garbled})
    by_ocr = {number: ocr[number] for number in unusable if number in ocr and ocr[number].text.strip()}
    # A picture that an engine looked at in peace and found no words in is a photograph or an empty sheet.
    wordless = {
        number for number in unusable if number in ocr and number not in by_ocr and not ocr[number].detail
    }
    unread = tuple(number for number in unusable if number not in by_ocr and number not in wordless)
    leaves = [_leaf(document, at, text, by_ocr.get(at + 1)) for at, text in enumerate(texts)]
    leaves += [_Leaf(text, label, method, confidence) for label, text, method, confidence in found.pages]
    text, pages, cut = _assembled(leaves, max_chars)
    notes = notices(reading, ocr, by_ocr, unread, cut=cut, breaks_off=breaks_off)
    outcome = _outcome(text, len(unread), len(pages))
    if outcome == "empty":
        notes.append("no page holds words or a picture of words")
    meta = pdf_meta([] if cover else reading.lines, document.get_metadata_dict(), text[:_META_CHARS])
    return Extracted(
        outcome=outcome,
        kind="pdf",
        text=text,
        pages=pages,
        title=meta.title,
        title_source=meta.title_source,
        date=meta.date,
        date_source=meta.date_source,
        language=language_of(text),
        publisher=meta.publisher,
        method="pdfium+ocr" if by_ocr else "pdfium",
        detail="; ".join([*notes, *found.notes()]) or None,
        authors=meta.authors,
        claims=meta.claims,
        headings=outline_of(document, len(texts)),
        unread_pages=unread,
    )


def _leaf(document: Any, index: int, text: str, read: OcrPage | None) -> _Leaf:
    label = label_of(document, index)
    if read is None:
        return _Leaf(text, label)
    return _Leaf(tidy(read.text), label, read.engine, read.confidence)


def _outcome(text: str, unread: int, pages: int) -> Outcome:
    if unread and 2 * unread >= pages:
        return "needs-ocr"
    return "text" if any(map(str.isalnum, text)) else "empty"


def _assembled(leaves: Sequence[_Leaf], max_chars: int) -> tuple[str, tuple[Page, ...], bool]:
    parts: list[str] = []
    pages: list[Page] = []
    at = 0
    cut = False
    for number, leaf in enumerate(leaves, 1):
        text = leaf.text
        separator = "\n\n" if text and at else ""
        room = max(0, max_chars - at - len(separator))
        if len(text) > room:
            text, cut = text[:room], True
        if text:
            parts += (separator, text)
            at += len(separator)
        pages.append(Page(number, leaf.label, at, at + len(text), leaf.method, leaf.confidence))
        at += len(text)
    return "".join(parts), tuple(pages), cut
