from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from harvest.text import OcrPage
from harvest.text.pdf import extract_pdf
from tests.text.made import SENTENCES, pdf, picture_page


def words(canvas: Canvas, leaf: str) -> None:
    for number, line in enumerate(SENTENCES):
        canvas.drawString(60, 780 - 14 * number, f"{leaf} {line[:60]}")
    canvas.showPage()


def mixed(canvas: Canvas) -> None:
    words(canvas, "Alpha")
    picture_page(canvas)
    picture_page(canvas)


def read(
    number: int, text: str = "Words of the scan", sure: float | None = 0.9, detail: str | None = None
) -> OcrPage:
    return OcrPage(number, text, sure, "tesseract 5.3", detail)


def test_pages_without_text_take_what_was_read_from_their_pictures() -> None:
    got = extract_pdf(pdf(mixed), ocr={2: read(2, sure=0.9), 3: read(3, "More\r\n\r\n\r\nwords  here", 0.7)})
    assert (got.outcome, got.method, got.unread_pages) == ("text", "pdfium+ocr", ())
    assert [(page.method, page.confidence) for page in got.pages] == [
        (None, None),
        ("tesseract 5.3", 0.9),
        ("tesseract 5.3", 0.7),
    ]
    assert got.text[got.pages[2].start : got.pages[2].end] == "More\n\nwords here"
    assert got.detail is not None
    assert "2 of 3 pages are pictures of text (page 2, 3)" in got.detail
    assert "2 pages read by OCR (page 2, 3, mean confidence 0.80)" in got.detail


def test_a_page_with_text_of_its_own_keeps_it() -> None:
    got = extract_pdf(pdf(mixed), ocr={1: read(1, "something else"), 2: read(2), 3: read(3)})
    assert got.text.startswith("Alpha") and "something else" not in got.text
    assert got.pages[0].method is None


def test_half_of_the_pages_left_unread_still_needs_ocr() -> None:
    def scans(canvas: Canvas) -> None:
        for _ in range(4):
            picture_page(canvas)

    got = extract_pdf(pdf(scans), ocr={1: read(1), 2: read(2)})
    assert (got.outcome, got.unread_pages, got.method) == ("needs-ocr", (3, 4), "pdfium+ocr")
    assert got.text.count("Words of the scan") == 2
    assert got.detail is not None and "2 pages not read by OCR yet (page 3, 4)" in got.detail
    assert extract_pdf(pdf(scans), ocr={1: read(1), 2: read(2), 3: read(3)}).outcome == "text"


@pytest.mark.parametrize(
    ("detail", "outcome", "unread"), [(None, "empty", ()), ("stopped after 60 s", "needs-ocr", (1,))]
)
def test_a_page_that_gave_nothing_is_named_with_the_reason(
    detail: str | None, outcome: str, unread: tuple[int, ...]
) -> None:
    got = extract_pdf(pdf(picture_page), ocr={1: read(1, "", None, detail)})
    assert (got.outcome, got.unread_pages) == (outcome, unread)
    assert got.detail is not None and "OCR gave nothing for 1 page (page 1)" in got.detail
    assert detail is None or detail in got.detail
