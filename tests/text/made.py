"""Files made for tests: pages in a dozen lines, PDFs with reportlab."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.lib import pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

SENTENCES = (
    "The committee agreed that alliance contracting would be tried in the north of the county from the spring.",
    "Officers were asked to report on the cost of the new service and on what the people who use it think.",
    "A review of the evidence found that joint commissioning had reduced delays for patients leaving hospital.",
    "Members noted that the agreement with the voluntary sector had been renewed for a further three years.",
)
PROSE = " ".join(SENTENCES)


def prose_paragraphs(count: int = 6) -> str:
    return "".join(f"<p>{SENTENCES[i % len(SENTENCES)]}</p>" for i in range(count))


def page(body: str, head: str = "") -> bytes:
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()


def menu(links: int = 30) -> str:
    return "<ul>" + "".join(f'<li><a href="/m/{i}">Menu entry {i}</a></li>' for i in range(links)) + "</ul>"


def pdf(draw: Callable[[Canvas], None], *, title: str = "", password: str | None = None) -> bytes:
    """Return a PDF drawn by ``draw``; with ``password`` it opens only for those who know it."""
    out = io.BytesIO()
    encrypt = pdfencrypt.StandardEncryption(password, canPrint=0) if password is not None else None
    canvas = Canvas(out, pagesize=A4, encrypt=encrypt)
    if title:
        canvas.setTitle(title)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def lines_pdf(
    pages: Sequence[Sequence[str | tuple[str, int]]], *, title: str = "", password: str | None = None
) -> bytes:
    """Return a PDF with the given lines on each page; a line may be (text, font size), default size 11."""

    def draw(canvas: Canvas) -> None:
        for lines in pages:
            at = 800
            for line in lines:
                text, size = line if isinstance(line, tuple) else (line, 11)
                canvas.setFont("Helvetica", size)
                at -= int(size * 1.5)
                canvas.drawString(60, at, text)
            canvas.showPage()

    return pdf(draw, title=title, password=password)


def picture_page(canvas: Canvas, share: float = 1.0) -> None:
    from PIL import Image

    width, height = A4
    image = ImageReader(Image.new("L", (60, 80), 200))
    canvas.drawImage(image, 0, 0, width, height * share)
    canvas.showPage()
