from __future__ import annotations

import io
import random
from dataclasses import replace

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from harvest.text.ocr.picture import MAX_PIXELS, UnreadableError, picture_of
from harvest.text.ocr.turning import sideways
from tests.text.made import lines_pdf
from tests.text.ocr_pages import POOR_150, SCAN_200, Wear, column_page, pictures_pdf, scanned, table_page


def plain(width: int, height: int) -> Image.Image:
    return Image.new("L", (width, height), 255)


@pytest.mark.parametrize(("scan", "taken"), [(150, 150), (200, 200), (300, 300), (600, 300), (72, 100)])
def test_a_scan_is_taken_at_its_own_resolution_within_bounds(scan: int, taken: int) -> None:
    picture = picture_of(pictures_pdf([plain(scan * 8, scan * 11)], scan), 1)
    assert (picture.dpi, picture.scan_dpi) == (taken, scan)
    assert picture.grey.shape == pytest.approx((taken * 11, taken * 8), abs=2)


def test_a_scan_cut_into_strips_has_the_resolution_of_its_strips() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(576, 792))
    for strip in range(11):
        png = io.BytesIO()
        plain(1600, 200).save(png, "PNG")
        canvas.drawImage(ImageReader(png), 0, 72 * strip, 576, 72)
    canvas.save()
    assert picture_of(out.getvalue(), 1).scan_dpi == 200


def test_a_page_that_is_drawn_is_taken_at_300_dots_an_inch() -> None:
    picture = picture_of(lines_pdf([["words"]]), 1)
    assert (picture.dpi, picture.scan_dpi) == (300, None)


def test_a_poster_is_taken_at_fewer_dots() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(5000, 7000))
    canvas.drawString(100, 100, "words")
    canvas.save()
    assert 0.9 * MAX_PIXELS < picture_of(out.getvalue(), 1).grey.size < 1.01 * MAX_PIXELS


@pytest.mark.parametrize("page", [column_page(1), column_page(2, 9), column_page(3, 8), table_page()])
def test_a_sheet_that_lay_on_its_side_is_told_from_an_upright_one(page: bytes) -> None:
    picture = picture_of(scanned(page, replace(POOR_150, blur=0)), 1)
    assert [sideways(picture.turned(quarters)) for quarters in range(4)] == [False, True, False, True]


def test_an_empty_sheet_is_blank_and_one_with_a_line_is_not() -> None:
    assert picture_of(scanned(lines_pdf([[]]), Wear(150, paper=200, noise=4)), 1).blank
    assert not picture_of(scanned(lines_pdf([["A"]]), SCAN_200), 1).blank


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "GIF"])
def test_a_file_that_is_a_picture_is_its_own_first_page(kind: str) -> None:
    out = io.BytesIO()
    plain(1600, 2200).save(out, kind, **({} if kind == "GIF" else {"dpi": (200, 200)}))
    picture = picture_of(out.getvalue(), 1)
    assert picture.grey.shape == (2200, 1600)
    assert picture.dpi == pytest.approx(200, abs=15)


def test_every_page_of_a_tiff_can_be_asked_for() -> None:
    out = io.BytesIO()
    plain(800, 1100).save(out, "TIFF", save_all=True, append_images=[plain(400, 500)])
    assert picture_of(out.getvalue(), 2).grey.shape == (500, 400)
    with pytest.raises(UnreadableError, match="the file has 2 pages"):
        picture_of(out.getvalue(), 3)


def test_a_transparent_picture_lies_on_white_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    assert picture_of(out.getvalue(), 1).grey.min() == 255


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(
    "data", [b"", b"words", b"%PDF-1.4 nothing", b"\x89PNG\r\n\x1a\n", b"II*\x00\x08\x00\x00\x00"]
)
def test_what_is_no_picture_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="could not be opened"):
        picture_of(data, 1)


def test_a_page_that_a_file_lacks_and_a_locked_file_say_so() -> None:
    with pytest.raises(UnreadableError, match="the file has 1 pages"):
        picture_of(lines_pdf([["words"]]), 2)
    with pytest.raises(UnreadableError, match=r"(?i)password"):
        picture_of(lines_pdf([["words"]], password="secret"), 1)


def test_damaged_scans_give_a_picture_or_say_why_not() -> None:
    whole = scanned(column_page(), Wear(100, jpeg=40))
    chance = random.Random(5)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 40)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        cut = data[: chance.randrange(len(data))] if chance.random() < 0.3 else data
        try:
            assert picture_of(bytes(cut), 1).grey.size
        except UnreadableError as error:
            assert str(error)
