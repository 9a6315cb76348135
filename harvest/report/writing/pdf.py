"""Reports as PDF for printing and filing: A4, bookmarks, heads of tables on every page, page x of y.

Made with reportlab, whose free edition writes no tags for screen readers: the accessible form is the HTML page.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files as resources
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from harvest.report.model import Block, Bullets, Figure, Heading, Line, Paragraph, Report, Run, Table
from harvest.report.writing.common import (
    NOT_DRAWN,
    footer,
    has_title,
    named_headings,
    picture,
    require,
    shortened,
    tables,
    target,
    words,
)
from harvest.report.writing.pdf_cells import cell_parts, column_widths, lines_of_a_row
from harvest.report.writing.pdf_pages import SANS, numbered_canvas
from harvest.report.writing.tables import table_csv

_BOLD, _MONO = "greylit-bold", "greylit-mono"
_FONTS = {SANS: "DejaVuSans.ttf", _BOLD: "DejaVuSans-Bold.ttf", _MONO: "DejaVuSansMono.ttf"}
_SIZES = {1: 16, 2: 13, 3: 11, 4: 10, 5: 10, 6: 10}
#: Columns from which on a table wants the long side of the page.
_WIDE = 7


def files(report: Report, stem: str) -> list[tuple[str, bytes]]:
    """Return the report, and a CSV file for each table that is too long for it.

    Raises:
        GreylitError: reportlab is not installed.
    """
    require("reportlab", "reportlab", "pdf")
    return _Writer(report, stem).files()


@cache
def _glyphs() -> frozenset[int]:
    """Register the fonts and return the characters that all of them have."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    known = []
    for name, file in _FONTS.items():
        font = TTFont(name, io.BytesIO((resources("harvest.report.writing") / "fonts" / file).read_bytes()))
        pdfmetrics.registerFont(font)
        known.append(frozenset(font.face.charToGlyph))
    pdfmetrics.registerFontFamily(SANS, normal=SANS, bold=_BOLD, italic=SANS, boldItalic=_BOLD)
    return frozenset.intersection(*known)


class _Writer:
    def __init__(self, report: Report, stem: str) -> None:
        from reportlab.lib.pagesizes import A4, landscape
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.lib.units import mm

        self.glyphs = _glyphs()
        self.report, self.stem = report, stem
        self.named = named_headings(report)
        self.anchors = {name for _, name in self.named if name}
        self.beside: list[tuple[str, bytes]] = []
        self.files_of = {id(table): name for name, table in tables(report)}
        self.missing: set[str] = set()
        wide = any(isinstance(block, Table) and len(block.columns) >= _WIDE for block in report.blocks)
        self.size = landscape(A4) if wide else A4
        self.margin = 16 * mm
        self.room = self.size[0] - 2 * self.margin
        self.body = ParagraphStyle(
            "body", fontName=SANS, fontSize=9, leading=12.5, spaceAfter=5, splitLongWords=1
        )
        self.cell = ParagraphStyle("cell", parent=self.body, fontSize=7, leading=9, spaceAfter=0)
        self.right = ParagraphStyle("right", parent=self.cell, alignment=2)
        self.head = ParagraphStyle("head", parent=self.cell, fontName=_BOLD)
        self.head_right = ParagraphStyle("head-right", parent=self.head, alignment=2)
        self.caption = ParagraphStyle(
            "caption", parent=self.body, fontName=_BOLD, spaceBefore=6, keepWithNext=1
        )

    def files(self) -> list[tuple[str, bytes]]:
        from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

        out = io.BytesIO()
        title = words(Run(self.report.title))
        document = BaseDocTemplate(
            out, pagesize=self.size, leftMargin=self.margin, rightMargin=self.margin, topMargin=self.margin, bottomMargin=self.margin,
            title=title, author="greylit", subject=words(Run(footer(self.report))), creator="greylit", lang=self.report.language,
            invariant=1,
        )  # fmt: skip
        frame = Frame(
            self.margin, self.margin + 12, self.room, self.size[1] - 2 * self.margin - 24, 0, 0, 0, 0
        )
        document.addPageTemplates([PageTemplate("page", [frame])])
        document.afterFlowable = self._after(document)
        flow = list(self._flow())
        if self.missing:
            note = f"{len(self.missing)} characters of other scripts are shown as \ufffd: they are in the HTML, Word and JSON forms of this report."
            flow.append(self._paragraph(note, self.body))
        day = datetime.fromisoformat(self.report.date[:10]).replace(tzinfo=UTC)
        document.build(
            flow,
            canvasmaker=numbered_canvas(self._text(footer(self.report)), self._text(title), self.margin, day),
        )
        return [(f"{self.stem}.pdf", out.getvalue()), *self.beside]

    def _after(self, document: Any) -> Callable[[Any], None]:
        level = -1

        def after(flowable: Any) -> None:
            nonlocal level
            if name := getattr(flowable, "greylit_name", None):
                # An outline may go down one step at a time only.
                level = min(flowable.greylit_level, level + 1)
                document.canv.bookmarkPage(name)
                document.canv.addOutlineEntry(flowable.greylit_text, name, level, closed=level > 0)

        return after

    def _flow(self) -> Iterator[Any]:
        if not has_title(self.report):
            yield self._heading(Heading(1, self.report.title), "report-title")
        for block, name in self.named:
            yield from self._block(block, name)

    def _block(self, block: Block, name: str) -> Iterator[Any]:
        if isinstance(block, Heading):
            yield self._heading(block, name)
        elif isinstance(block, Paragraph):
            yield from self._paragraphs(block.line)
        elif isinstance(block, Bullets):
            from reportlab.lib.styles import ParagraphStyle

            style = ParagraphStyle("item", parent=self.body, leftIndent=14, bulletIndent=2, spaceAfter=2)
            for number, line in enumerate(block.lines, 1):
                yield self._paragraph(self._markup(line), style, f"{number}." if block.numbered else "•")
        elif isinstance(block, Table):
            yield from self._table(block)
        else:
            yield from self._figure(block)

    def _heading(self, block: Heading, name: str) -> Any:
        from reportlab.lib.styles import ParagraphStyle

        size = _SIZES[min(max(block.level, 1), 6)]
        style = ParagraphStyle(
            f"h{block.level}",
            fontName=_BOLD,
            fontSize=size,
            leading=size * 1.3,
            spaceBefore=size,
            spaceAfter=4,
            keepWithNext=1,
        )
        paragraph = self._paragraph(f"<a name={quoteattr(name)}/>{escape(self._text(block.text))}", style)
        paragraph.greylit_name, paragraph.greylit_level = f"at-{name}", min(max(block.level, 1), 6) - 1
        paragraph.greylit_text = self._text(block.text)
        return paragraph

    def _paragraphs(self, line: Line) -> Iterator[Any]:
        if len(line) == 1 and line[0].style == "code":
            from reportlab.lib.styles import ParagraphStyle

            style = ParagraphStyle(
                "code", parent=self.body, fontName=_MONO, fontSize=7.5, leading=10, leftIndent=6
            )
            for each in self._text(words(line[0])).split("\n"):
                # No-break spaces keep the columns of what was sent.
                yield self._paragraph(escape(each.replace("  ", " \u00a0")) or "\u00a0", style)
        else:
            yield self._paragraph(self._markup(line), self.body)

    @staticmethod
    def _paragraph(markup: str, style: Any, bullet: str | None = None) -> Any:
        from reportlab.platypus import Paragraph as Printed

        return Printed(markup, style, bulletText=bullet)

    def _text(self, text: str) -> str:
        """Return text with what no font has replaced, and remember that it was."""
        text = words(Run(text, "code"))
        if text.isascii():
            return text
        gone = {each for each in text if ord(each) not in self.glyphs and each != "\n"}
        self.missing |= gone
        return "".join("\ufffd" if each in gone else each for each in text) if gone else text

    def _markup(self, line: Line, limit: tuple[int, int] | None = None) -> str:
        parts, at = [], 0
        for run in line:
            text = words(run)
            begin, at = at, at + len(text)
            if limit:
                text = text[max(0, limit[0] - begin) : max(0, limit[1] - begin)]
                if not text:
                    continue
            said = escape(self._text(text)).replace("\n", "<br/>")
            if run.style == "strong":
                said = f'<font name="{_BOLD}">{said}</font>'
            elif run.style == "code":
                said = f'<font name="{_MONO}">{said}</font>'
            elif run.style == "blank":
                said = f'<font name="{_BOLD}" backColor="#fff3bf">{said}</font>'
            href = target(run, self.anchors)
            parts.append(f'<a href={quoteattr(href)} color="#0b5a60"><u>{said}</u></a>' if href else said)
        return "".join(parts)

    def _table(self, whole: Table) -> Iterator[Any]:
        from reportlab.lib.colors import HexColor
        from reportlab.platypus import LongTable, Spacer, TableStyle

        name = self.files_of[id(whole)]
        table, cut = shortened(whole, f"{self.stem}-{name}")
        if cut:
            self.beside.append((f"{self.stem}-{name}.csv", table_csv(whole)))
        yield self._paragraph(escape(self._text(table.caption)), self.caption)
        if not table.rows:
            yield self._paragraph("None.", self.body)
            return
        styles = [self.right if at in table.numbers else self.cell for at in range(len(table.columns))]
        heads = [self.head_right if at in table.numbers else self.head for at in range(len(table.columns))]
        rows = [
            [
                self._paragraph(escape(self._text(each)), style)
                for each, style in zip(table.columns, heads, strict=True)
            ]
        ]
        look = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, 0), 0.8, HexColor("#57606a")),
            ("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3), ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]  # fmt: skip
        widths = column_widths(table, self.room)
        lines = lines_of_a_row(self.size[1] - 2 * self.margin - 24)
        for row in table.rows:
            parts = [cell_parts(cell, width, lines) for cell, width in zip(row, widths, strict=True)]
            for at in range(max(map(len, parts))):
                rows.append(
                    [
                        self._paragraph(self._markup(cell, part[at]) if at < len(part) else "", style)
                        for cell, part, style in zip(row, parts, styles, strict=True)
                    ]
                )
            look.append(("LINEBELOW", (0, len(rows) - 1), (-1, len(rows) - 1), 0.3, HexColor("#b5bcc4")))
        yield LongTable(rows, colWidths=widths, repeatRows=1, style=TableStyle(look))
        yield Spacer(1, 6)
        if cut:
            yield self._paragraph(escape(cut), self.body)

    def _figure(self, figure: Figure) -> Iterator[Any]:
        from reportlab.platypus import Image, KeepTogether

        png = picture(figure)
        caption = self._paragraph(
            f'<font name="{_BOLD}">{escape(self._text(figure.title))}.</font> {escape(self._text(figure.says))}',
            self.body,
        )
        if png:
            image = Image(io.BytesIO(png))
            # A drawing has 300 dots an inch; one that is too large for the page is made smaller, never larger.
            own = image.imageWidth * 72 / 300, image.imageHeight * 72 / 300
            scale = min(1.0, self.room / own[0], (self.size[1] - 2 * self.margin - 90) / own[1])
            image.drawWidth, image.drawHeight, image.hAlign = own[0] * scale, own[1] * scale, "LEFT"
            yield KeepTogether([image, caption])
        else:
            yield caption
            if figure.table:
                yield self._paragraph(NOT_DRAWN, self.body)
        if figure.table:
            yield from self._table(figure.table)
