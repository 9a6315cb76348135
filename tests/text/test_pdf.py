from __future__ import annotations

import io

import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from harvest.text import extract
from harvest.text.pdf import extract_pdf
from harvest.text.pdfs.lines import mend_pages
from tests.text.made import PROSE, SENTENCES, lines_pdf, pdf, picture_page

BODY = [sentence[i : i + 60] for sentence in SENTENCES for i in range(0, len(sentence), 60)]


def pdf_with_kids(*kids: int) -> bytes:
    """Return a PDF by hand whose page tree names ``kids``: 3 and 5 are pages, other numbers are not there."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>",
    ]
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    for words in ("First words here", "Third words here"):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {len(objects) + 2} 0 R"
            f" /Resources << /Font << /F1 {font} >> >> >>"
        )
        stream = f"BT /F1 12 Tf 60 700 Td ({words}) Tj ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out = "%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\n"
    return f"{out}startxref\n{out.index('xref')}\n%%EOF".encode()


def test_each_page_is_bounded_in_the_text() -> None:
    got = extract(lines_pdf([["First page words"], [], ["Third page words"]]))
    assert got.outcome == "text"
    assert [page.number for page in got.pages] == [1, 2, 3]
    assert [got.text[page.start : page.end] for page in got.pages] == [
        "First page words",
        "",
        "Third page words",
    ]
    assert got.text == "First page words\n\nThird page words"


def test_page_labels_are_kept_where_they_differ_from_the_count() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
        canvas.addPageLabel(2, style="ARABIC", start=3)
        for number in range(3):
            canvas.drawString(60, 700, f"Words of leaf {number}")
            canvas.showPage()

    assert [page.label for page in extract(pdf(draw)).pages] == ["i", "ii", None]


def test_a_file_that_asks_for_a_password_is_encrypted() -> None:
    got = extract(lines_pdf([["secret words"]], password="opensesame"))
    assert got.outcome == "encrypted"
    assert got.detail is not None and "password" in got.detail.lower()


def test_a_damaged_file_is_broken_in_pdfiums_words() -> None:
    got = extract(b"%PDF-1.7\n" + b"\x80rubbish" * 50)
    assert got.outcome == "broken"
    assert got.detail is not None and "PDFium" in got.detail


def test_pictures_of_text_need_ocr() -> None:
    def scanned(canvas: Canvas) -> None:
        for _ in range(3):
            picture_page(canvas)

    got = extract(pdf(scanned))
    assert got.outcome == "needs-ocr"
    assert got.detail is not None and "3 of 3" in got.detail


def test_a_picture_beside_text_or_a_small_one_needs_no_ocr() -> None:
    def illustrated(canvas: Canvas) -> None:
        picture_page(canvas, share=0.4)

    assert extract(pdf(illustrated)).outcome == "empty"

    def mixed(canvas: Canvas) -> None:
        for _ in range(3):
            for number, line in enumerate(BODY):
                canvas.drawString(60, 780 - 14 * number, line)
            canvas.showPage()
        picture_page(canvas)

    got = extract(pdf(mixed))
    assert got.outcome == "text"
    assert got.detail is not None and "page 4" in got.detail


def test_running_heads_go_after_their_first_page_and_page_numbers_from_all() -> None:
    pages = [
        [
            "Anytown Council | Strategy",
            f"Only on leaf {'abcdef'[i]}",
            *BODY,
            f"Ends {'abcdef'[i]}",
            f"Page {i + 1} of 6",
        ]
        for i in range(6)
    ]
    got = extract(lines_pdf(pages))
    assert got.text.count("Anytown Council | Strategy") == 1
    assert "of 6" not in got.text
    assert all(f"Only on leaf {leaf}" in got.text for leaf in "abcdef")


def test_lines_that_repeat_in_the_middle_or_on_two_pages_stay() -> None:
    pages = [[f"Top {leaf}", *BODY[:6], "Recommendation agreed", *BODY[6:], f"End {leaf}"] for leaf in "abcd"]
    assert extract(lines_pdf(pages)).text.count("Recommendation agreed") == 4
    two = [["Same head", *(f"Of leaf {leaf} line {line}" for line in "opqrstuvw")] for leaf in "ab"]
    assert extract(lines_pdf(two)).text.count("Same head") == 2


@pytest.mark.parametrize(
    ("raw", "mended"),
    [
        ("tim\ufffeing matters", "timing matters"),
        ("stra\u2010\r\ntegic plan", "strategic plan"),
        ("co\ufffeoperate and co-operate", "co-operate and co-operate"),
        ("co\ufffeoperate, cooperate, co-operate", "cooperate, cooperate, co-operate"),
        ("Anglo\ufffeSaxon", "Anglo-Saxon"),
        ("report-\ning on reporting", "reporting on reporting"),
        ("long-\nterm care", "long-term care"),
        ("2019\ufffe20", "2019-20"),
        ("soft\u00adhyphen", "softhyphen"),
        ("the 1\nst\nfloor", "the 1st floor"),
        ("at https://x.test/a\ufffeb/c\ufffed.", "at https://x.test/a-b/c-d."),
        ("doi:10.1111/j.1834-\n7819.1986", "doi:10.1111/j.1834-7819.1986"),
        ("pages 760\u2013\n764 of it", "pages 760\u2013764 of it"),
        ("one \u2013\nor two", "one \u2013\nor two"),
        ("NF\ufffekB", "NF-kB"),
        ("a pay\ufffeoff and a roll\ufffeout", "a pay-off and a roll-out"),
    ],
)
def test_words_broken_at_line_ends_are_joined(raw: str, mended: str) -> None:
    assert mend_pages([raw]) == [mended]


def test_hyphens_at_line_ends_are_the_words_own_where_nothing_else_is_broken() -> None:
    lines = [f"This is line {number} of a report that its word processor left ragged" for number in range(60)]
    lines[20] = "and here a large\ufffescale review of evidence"
    lines[40] = "while this one is the manage\ufffement of it"
    mended = mend_pages(["\n".join(lines)])[0]
    assert "large-scale review" in mended
    assert "management of it" in mended


def test_a_word_broken_by_the_end_of_its_page_is_whole_on_that_page() -> None:
    pages = []
    for at, leaf in enumerate("abcd", 1):
        body = "\n".join(f"{leaf} {line}" for line in BODY)
        pages.append(
            f"{'ages of ' if at > 1 else ''}leaf {leaf}\n{body}\nrun {leaf} on and encour\ufffePage {at}"
        )
    mended = mend_pages(pages)
    assert [page.endswith(" and encourages") for page in mended] == [True, True, True, False]
    assert mended[1].startswith("of leaf b")


def test_bookmarks_are_headings_with_their_pages() -> None:
    def draw(canvas: Canvas) -> None:
        for number, title in enumerate(("Summary", "_Toc123", "Findings", "What people said")):
            canvas.bookmarkPage(title)
            canvas.addOutlineEntry(title, title, level=1 if number == 3 else 0)
            canvas.drawString(60, 700, f"Words of leaf {number}")
            canvas.showPage()

    got = extract_pdf(pdf(draw)).headings
    assert [(each.level, each.text, each.page) for each in got] == [
        (1, "Summary", 1),
        (1, "Findings", 3),
        (2, "What people said", 4),
    ]


def test_a_file_that_only_forbids_copying_is_read() -> None:
    out = io.BytesIO()
    canvas = Canvas(
        out, encrypt=pdfencrypt.StandardEncryption("", ownerPassword="owner", canCopy=0, canPrint=0)
    )
    canvas.drawString(60, 700, "Words for all to read")
    canvas.save()
    assert extract(out.getvalue()).text == "Words for all to read"


def test_a_file_that_breaks_off_says_so() -> None:
    whole = lines_pdf([[f"Leaf {number}", *BODY] for number in range(6)])
    got = extract(whole[: int(0.8 * len(whole))])
    assert got.outcome in {"text", "broken", "empty"}
    assert got.outcome == "broken" or (
        got.detail is not None and "the end of the file is missing" in got.detail
    )
    assert extract(whole).detail is None


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_rotated_pages_read_as_upright_ones(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        for number, line in enumerate(BODY):
            canvas.drawString(60, 780 - 14 * number, line)
        canvas.showPage()

    assert extract(pdf(draw)).text.split() == " ".join(BODY).split()


def test_one_unreadable_page_costs_that_page_only() -> None:
    got = extract(pdf_with_kids(3, 99, 5))
    assert got.outcome == "text"
    assert [got.text[page.start : page.end] for page in got.pages] == [
        "First words here",
        "",
        "Third words here",
    ]
    assert got.detail is not None and got.detail.startswith("1 of 3 pages could not be read (page 2)")


def test_a_file_none_of_whose_pages_can_be_read_is_broken() -> None:
    got = extract(pdf_with_kids(99, 98))
    assert got.outcome == "broken"
    assert got.detail is not None and got.detail.startswith("none of 2 pages")


def test_too_many_pages_or_characters_are_cut_and_it_says_so() -> None:
    data = lines_pdf([[f"Words of leaf {i}"] for i in range(9)])
    few = extract_pdf(data, max_pages=4)
    assert few.outcome == "text" and len(few.pages) == 4
    assert few.detail == "cut: 4 of 9 pages read"
    short = extract_pdf(data, max_chars=40)
    assert len(short.text) <= 40 and short.detail is not None and short.detail.startswith("cut:")
    assert all(
        short.text[page.start : page.end] is not None and page.end <= len(short.text) for page in short.pages
    )


def test_the_largest_type_on_the_cover_is_the_title_not_the_file_name() -> None:
    cover: list[str | tuple[str, int]] = [
        "Anytown Council",
        ("Joint carers strategy", 28),
        ("for the county", 28),
        "5 March 2019",
        *BODY,
    ]
    got = extract(lines_pdf([cover, BODY], title="Microsoft Word - final v3.docx"))
    assert (got.title, got.title_source) == ("Joint carers strategy for the county", "cover-font")
    assert (got.date, got.date_source) == ("2019-03-05", "first-page")


def test_a_labelled_title_goes_before_type_size() -> None:
    cover: list[str | tuple[str, int]] = [
        ("Health Committee", 26),
        "Report title: Review of alliance contracting",
        *BODY,
    ]
    got = extract(lines_pdf([cover]))
    assert (got.title, got.title_source) == ("Review of alliance contracting", "cover-label")


@pytest.mark.parametrize(
    "junk",
    ["Microsoft Word - x.docx", "cover_v2.indd", "untitled", "Document1", "2019-report-final", "Agenda"],
)
def test_junk_metadata_is_no_title(junk: str) -> None:
    assert extract(lines_pdf([BODY], title=junk)).title != junk
    # With no words on any page there is nothing else to take.
    assert extract(pdf(picture_page, title=junk)).title is None


def test_a_stated_title_serves_where_there_are_no_words() -> None:
    got = extract(pdf(picture_page, title="Review of alliance contracting"))
    assert (got.title, got.title_source) == ("Review of alliance contracting", "pdf-metadata")


def test_a_stated_title_that_the_first_page_bears_out_is_used() -> None:
    got = extract(
        lines_pdf([["Review of alliance contracting", *BODY]], title="Review of alliance contracting")
    )
    assert (got.title, got.title_source) == ("Review of alliance contracting", "pdf-metadata")


def test_dates_of_periods_and_of_the_future_are_not_the_date() -> None:
    got = extract(
        lines_pdf([[("Carers strategy", 28), "2019 - 2024", "Year ending June 2017", "12 May 2044", *BODY]])
    )
    assert got.date is None
    assert any(claim.field == "date" and claim.why for claim in got.claims)


def test_text_of_a_pdf_is_one_with_what_was_written() -> None:
    got = extract(lines_pdf([[PROSE[i : i + 80] for i in range(0, len(PROSE), 80)]]))
    assert got.text.replace("\n", "").replace(" ", "") == PROSE.replace(" ", "")
    assert got.language == "en"
