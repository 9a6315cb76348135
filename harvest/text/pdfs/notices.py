"""What is said of the reading of a PDF, in plain words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from statistics import fmean

from harvest.text.model import OcrPage
from harvest.text.pdfs.reading import Reading

# With one page unreadable per page, listing them all helps nobody.
_LISTED = 10


def notices(
    reading: Reading,
    ocr: Mapping[int, OcrPage],
    by_ocr: Mapping[int, OcrPage],
    unread: Sequence[int],
    *,
    cut: bool,
    breaks_off: bool,
) -> list[str]:
    """Return the sentences of a file's ``detail``.

    Args:
        reading: its pages as they were read.
        ocr: what engines read from pictures of pages.
        by_ocr: those of ``ocr`` that were taken.
        unread: pages that are left without usable text.
        cut: whether text was cut at the limit of characters.
        breaks_off: whether the file lacks its end.
    """
    count, said = reading.count, []
    if len(reading.texts) < count or cut:
        said.append(f"cut: {len(reading.texts)} of {count} pages read")
    if breaks_off:
        said.append("the end of the file is missing: pages may be lacking")
    for pages, what in (
        (reading.failed, f"could not be read{{}}: {reading.reason}"),
        (reading.pictures, "are pictures of text{}"),
        (reading.garbled, "have a broken character map and cannot be read as text{}"),
    ):
        if pages:
            said.append(f"{len(pages)} of {count} pages {what.format(f' ({listing(pages)})')}")
    if by_ocr:
        sure = [page.confidence for page in by_ocr.values() if page.confidence is not None]
        with_confidence = f", mean confidence {fmean(sure):.2f}" if sure else ""
        said.append(f"{_pages(len(by_ocr))} read by OCR ({listing(sorted(by_ocr))}{with_confidence})")
    nothing = [
        number for number in (*reading.pictures, *reading.garbled) if number in ocr and number not in by_ocr
    ]
    if nothing:
        said.append(
            f"OCR gave nothing for {_pages(len(nothing))} ({listing(sorted(nothing))}){_why(ocr, nothing)}"
        )
    if by_ocr and any(number not in ocr for number in unread):
        said.append(f"{_pages(len(unread))} not read by OCR yet ({listing(unread)})")
    return said


def _why(ocr: Mapping[int, OcrPage], numbers: Collection[int]) -> str:
    reasons = dict.fromkeys(detail for number in numbers if (detail := ocr[number].detail))
    return f": {', '.join(list(reasons)[:3])}" if reasons else ""


def _pages(count: int) -> str:
    return f"{count} page{'' if count == 1 else 's'}"


def listing(numbers: Sequence[int]) -> str:
    """Return page numbers for a sentence, the first ten of many."""
    shown = ", ".join(map(str, numbers[:_LISTED]))
    return f"page {shown}" + (", ..." if len(numbers) > _LISTED else "")
