"""Scanned pages made for tests: pages drawn or taken from PDFs, turned into worn pictures, with the words on them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from harvest.text.pdfs.lines import mend_pages
from tests.text.made import SENTENCES

_PDFIUM: Any = pypdfium2


@dataclass(frozen=True, slots=True)
class Wear:
    """What scanner and copier did to a page: resolution, skew in degrees, blur in pixels, noise, paper and ink in grey levels.

    ``specks`` is the share of pixels that are black or white by accident; ``turn`` is how far the sheet lay rotated, clockwise, in degrees: 0, 90, 180 or 270.
    """

    dpi: int = 200
    skew: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    paper: int = 255
    ink: int = 0
    specks: float = 0.0
    jpeg: int = 80
    turn: int = 0

    def turned(self, degrees: int) -> Wear:
        return replace(self, turn=degrees)


#: An office scanner at its default, and a copy of a copy sent by fax software.
SCAN_200 = Wear(200, skew=0.6, blur=0.6, noise=8, jpeg=70)
POOR_150 = Wear(150, skew=1.1, blur=0.9, noise=22, paper=225, ink=60, specks=0.004, jpeg=45)


def worn(page: Image.Image, wear: Wear, seed: int = 1) -> Image.Image:
    """Return the picture of a page as ``wear`` leaves it."""
    picture = page.convert("L").rotate(wear.skew, Image.Resampling.BICUBIC, fillcolor=255)
    if wear.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(wear.blur))
    grey = np.asarray(picture, dtype=np.float32)
    # Paper that is not white, and darker towards one edge as copies are.
    paper = np.linspace(wear.paper, (255 + wear.paper) / 2, grey.shape[1], dtype=np.float32)
    grey = wear.ink + grey / 255 * (paper - wear.ink)
    chance = np.random.default_rng(seed)
    grey += chance.normal(0, wear.noise, grey.shape).astype(np.float32)
    speckled = chance.random(grey.shape)
    grey[speckled < wear.specks / 2] = 0
    grey[speckled > 1 - wear.specks / 2] = 255
    picture = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    return picture.rotate(-wear.turn, expand=True)


def scanned(pdf: bytes, wear: Wear, numbers: Sequence[int] = (1,), seed: int = 1) -> bytes:
    """Return a PDF that holds only pictures of the pages ``numbers`` of ``pdf``."""
    document = _PDFIUM.PdfDocument(pdf)
    try:
        pages = [
            worn(document[number - 1].render(scale=wear.dpi / 72).to_pil(), wear, seed) for number in numbers
        ]
    finally:
        document.close()
    return pictures_pdf(pages, wear.dpi, wear.jpeg)


def pictures_pdf(pictures: Sequence[Image.Image], dpi: int, quality: int = 80) -> bytes:
    """Return a PDF with one picture a page, as scanners make them."""
    out = io.BytesIO()
    pictures[0].save(
        out, "PDF", save_all=True, append_images=pictures[1:], resolution=float(dpi), quality=quality
    )
    return out.getvalue()


def words_of(pdf: bytes, number: int = 1) -> str:
    """Return the text of one page of a PDF that has text, words broken at line ends joined."""
    document = _PDFIUM.PdfDocument(pdf)
    try:
        raw = str(document[number - 1].get_textpage().get_text_range())
    finally:
        document.close()
    return mend_pages([raw])[0]


def column_page(columns: int = 1, size: float = 10.5, lines: int = 40, heading: str = "") -> bytes:
    """Return a PDF of one page of prose in columns, each under its own lead-in so that their order can be told."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    top = 790.0
    if heading:
        canvas.setFont("Helvetica-Bold", size * 1.6)
        canvas.drawString(56, top, heading)
        top -= size * 3
    gutter = 22.0
    width = (A4[0] - 112 - gutter * (columns - 1)) / columns
    canvas.setFont("Times-Roman", size)
    for column in range(columns):
        prose = f"Column {column + 1} begins here. " + " ".join(
            f"{sentence} ({column + 1}.{number + 1})" for number, sentence in enumerate(SENTENCES * 8)
        )
        at = top
        for line in simpleSplit(prose, "Times-Roman", size, width)[:lines]:
            canvas.drawString(56 + column * (width + gutter), at, line)
            at -= size * 1.3
    canvas.save()
    return out.getvalue()


def table_page(rows: int = 20) -> bytes:
    """Return a PDF of one page with a table of three columns between two sentences."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(56, 780, "Table 4: Spending of the service by ward, in thousands of pounds")
    at = 750
    for row in range(rows):
        for x, cell in (
            (56, f"Ward of Northfield {row + 1}"),
            (300, f"{1200 + row * 37}"),
            (420, f"{row * 3 + 2}.5%"),
        ):
            canvas.drawString(x, at, cell)
        at -= 16
    canvas.drawString(56, at - 20, "Source: outturn of the revenue budget as reported to the executive.")
    canvas.save()
    return out.getvalue()
