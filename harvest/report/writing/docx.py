"""Reports as Word files: headings that are headings, tables whose heads repeat, blanks that are marked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
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
    slug,
    tables,
    target,
    words,
)
from harvest.report.writing.pdf_cells import column_widths
from harvest.report.writing.tables import table_csv

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_LINKED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
#: What zip files have for a date where none is meant.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
#: What a run looks like by its style: what stands before its colour and what after, in the order that the format wants.
_STYLES = {
    "strong": ("<w:b/>", ""), "blank": ("<w:b/>", '<w:highlight w:val="yellow"/>'),
    "code": ('<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>', ""),
}  # fmt: skip
#: Units of text and of pages in a point.
_TWIPS, _EMU = 20, 12700
#: Columns from which on a table wants the long side of the page.
_WIDE = 7


def files(report: Report, stem: str) -> list[tuple[str, bytes]]:
    """Return the report, and a CSV file for each table that is too long for it.

    Raises:
        GreylitError: python-docx is not installed.
    """
    require("docx", "python-docx", "docx")
    return _Writer(report, stem).files()


class _Writer:
    def __init__(self, report: Report, stem: str) -> None:
        import docx

        self.report, self.stem = report, stem
        self.document = docx.Document()
        self.named = named_headings(report)
        self.anchors = {name for _, name in self.named if name}
        self.marks = {name: number for number, name in enumerate(sorted(self.anchors), 1)}
        self.beside: list[tuple[str, bytes]] = []
        self.files_of = {id(table): name for name, table in tables(report)}
        self.linked: dict[str, str] = {}

    def files(self) -> list[tuple[str, bytes]]:
        self._frame()
        if not has_title(self.report):
            self.document.add_heading(words(Run(self.report.title)), 0)
        for block, name in self.named:
            self._block(block, name)
        out = io.BytesIO()
        self.document.save(out)
        return [(f"{self.stem}.docx", _fixed(out.getvalue())), *self.beside]

    def _frame(self) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.oxml import OxmlElement, parse_xml
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt, RGBColor

        section = self.document.sections[0]
        across, down = Mm(210), Mm(297)
        if any(isinstance(block, Table) and len(block.columns) >= _WIDE for block in self.report.blocks):
            section.orientation = WD_ORIENT.LANDSCAPE
            across, down = down, across
        section.page_width, section.page_height = across, down
        section.left_margin = section.right_margin = Mm(18)
        section.top_margin = section.bottom_margin = Mm(20)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(10.5)
        # The blues of the template stand out too little.
        for name in ("Title", "Caption", *(f"Heading {level}" for level in range(1, 7))):
            self.document.styles[name].font.color.rgb = RGBColor(0x1B, 0x1F, 0x23)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), self.report.language)
        normal.element.get_or_add_rPr().append(language)
        line = section.footer.paragraphs[0]
        line.text = f"{footer(self.report)} · page "
        for field, after in (("PAGE", " of "), ("NUMPAGES", "")):
            line._p.append(
                parse_xml(f'<w:fldSimple {_W} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
            )
            line.add_run(after)
        about = self.document.core_properties
        about.author, about.title, about.language = (
            "greylit",
            words(Run(self.report.title)),
            self.report.language,
        )
        about.created = about.modified = datetime.fromisoformat(self.report.date[:10])
        about.comments, about.last_modified_by, about.revision = "", "greylit", 1

    def _block(self, block: Block, name: str) -> None:
        if isinstance(block, Heading):
            self._heading(block, name)
        elif isinstance(block, Paragraph):
            self._fill(self.document.add_paragraph(), block.line)
        elif isinstance(block, Bullets):
            self._bullets(block)
        elif isinstance(block, Table):
            self._table(block)
        else:
            self._figure(block)

    def _heading(self, block: Heading, name: str) -> None:
        from docx.oxml import parse_xml

        paragraph = self.document.add_heading(words(Run(block.text)), min(max(block.level - 1, 0), 9))
        number = self.marks[name]
        paragraph._p.append(
            parse_xml(f'<w:bookmarkStart {_W} w:id="{number}" w:name={quoteattr(_mark(name))}/>')
        )
        paragraph._p.append(parse_xml(f'<w:bookmarkEnd {_W} w:id="{number}"/>'))

    def _bullets(self, block: Bullets) -> None:
        for number, line in enumerate(block.lines, 1):
            if block.numbered:
                # Written out: Word would go on counting from one list to the next.
                paragraph = self.document.add_paragraph(f"{number}. ", style="List Continue")
            else:
                paragraph = self.document.add_paragraph(style="List Bullet")
            self._fill(paragraph, line)

    def _fill(self, paragraph: Any, line: Line) -> None:
        from docx.oxml import parse_xml

        for each in parse_xml(f"<w:p {_W}>{self._runs(line)}</w:p>"):
            paragraph._p.append(each)

    def _runs(self, line: Line) -> str:
        return "".join(self._run(run) for run in line)

    def _run(self, run: Run) -> str:
        text = words(run)
        lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(each)}</w:t>' for each in text.split("\n"))
        href = target(run, self.anchors)
        before, after = _STYLES.get(run.style, ("", ""))
        if not href:
            look = before + after
            return f"<w:r><w:rPr>{look}</w:rPr>{lines}</w:r>" if look else f"<w:r>{lines}</w:r>"
        look = f'{before}<w:color w:val="0B5A60"/>{after}<w:u w:val="single"/>'
        inside = f"<w:r><w:rPr>{look}</w:rPr>{lines}</w:r>"
        if href.startswith("#"):
            return f"<w:hyperlink w:anchor={quoteattr(_mark(href[1:]))}>{inside}</w:hyperlink>"
        if href not in self.linked:
            self.linked[href] = self.document.part.relate_to(href, _LINKED, is_external=True)
        return f'<w:hyperlink r:id="{self.linked[href]}">{inside}</w:hyperlink>'

    def _table(self, whole: Table) -> None:
        from docx.oxml import parse_xml

        name = self.files_of[id(whole)]
        table, cut = shortened(whole, f"{self.stem}-{name}")
        if cut:
            self.beside.append((f"{self.stem}-{name}.csv", table_csv(whole)))
        caption = self.document.add_paragraph(words(Run(table.caption)), style="Caption")
        caption.paragraph_format.keep_with_next = True
        section: Any = self.document.sections[0]
        room = (section.page_width - section.left_margin - section.right_margin) / _EMU
        widths = [round(each * _TWIPS) for each in column_widths(table, room, 7.2, 12)]
        grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
        rows = [
            self._cells([(Run(each, "strong"),) for each in table.columns], widths, table.numbers, head=True)
        ]
        rows += [self._cells(row, widths, table.numbers) for row in table.rows]
        body = self.document.element.body
        body.insert_element_before(
            parse_xml(
                f'<w:tbl {_W}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/>'
                f'<w:tblLook w:firstRow="1" w:firstColumn="1" w:noHBand="1" w:noVBand="1" w:lastRow="0" w:lastColumn="0"/>'
                f"<w:tblCaption w:val={quoteattr(words(Run(table.caption)))}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
            ),
            "w:sectPr",
        )
        if cut or not table.rows:
            self.document.add_paragraph(cut or "None.")
        else:
            self.document.add_paragraph()

    def _cells(
        self, row: Sequence[Line], widths: Sequence[int], numbers: frozenset[int], head: bool = False
    ) -> str:
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{widths[at]}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:spacing w:before="20" w:after="20"/>{"<w:jc w:val=" + chr(34) + "right" + chr(34) + "/>" if at in numbers else ""}</w:pPr>'
            f"{self._runs(cell)}</w:p></w:tc>"
            for at, cell in enumerate(row)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{cells}</w:tr>"

    def _figure(self, figure: Figure) -> None:
        from docx.shared import Emu

        png = picture(figure)
        if png:
            paragraph = self.document.add_paragraph()
            section: Any = self.document.sections[0]
            room = section.page_width - section.left_margin - section.right_margin
            tall = section.page_height - section.top_margin - section.bottom_margin - 900000
            shape = paragraph.add_run().add_picture(io.BytesIO(png))
            # A drawing has 300 dots an inch; one that is too large for the page is made smaller, never larger.
            own = shape.width * 96 / 300
            scale = min(1.0, room / own, tall / (shape.height * 96 / 300))
            shape.width, shape.height = Emu(int(own * scale)), Emu(int(shape.height * 96 / 300 * scale))
            shape._inline.docPr.set("descr", words(Run(f"{figure.title}. {figure.says}")))
            shape._inline.docPr.set("title", words(Run(figure.title)))
            shape._inline.docPr.set("name", figure.name)
        self._fill(
            self.document.add_paragraph(style="Caption"),
            (Run(f"{figure.title}. ", "strong"), Run(figure.says)),
        )
        if figure.table:
            if not png:
                self.document.add_paragraph(NOT_DRAWN)
            self._table(figure.table)


def _mark(name: str) -> str:
    """Return the name of a bookmark: letters, digits and underscores, 40 at most, as Word wants them."""
    return "h_" + slug(name).replace("-", "_")[:38]


def _fixed(content: bytes) -> bytes:
    """Return a zip file whose entries bear no date."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _NO_DATE)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(info, old.read(entry))
    return out.getvalue()
