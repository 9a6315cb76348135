"""Documents set for the tests, in the layouts of reports: columns, hanging numbers, indents, notes at the foot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
FONT = "Times-Roman"

PROSE = (
    "The committee heard that demand for home care had risen faster than its budget in every year since the service "
    "was first commissioned, and that carers were leaving for work that paid better. Members asked how many people "
    "waited for an assessment and were told that the list had been shortened by moving staff from reviews. "
    "Providers said that hourly rates had not kept up with wages, and that fixed contracts left the risk with them."
)
REFERENCES = (
    "Adams, J. and Okafor, T. (2014) Integrated care in rural districts. Leeds: Northern Policy Press.",
    "Age Concern (2009) Older people and transport: a survey of local authorities. London: Age Concern.",
    "Brown, K.L., Singh, P. and O'Neill, M. (2018) 'Alliance contracting in adult social care', Journal of Public "
    "Contracts, 12(3), pp. 45-61.",
    "Care Quality Commission (2016) The state of care in urgent services 2014 to 2016. Newcastle upon Tyne: CQC.",
    "Department of Health (2012) Transforming care: a national response to Winterbourne View Hospital. Available at: "
    "https://www.example.gov.uk/government/publications/transforming-care-a-national-response (Accessed: 4 May 2019).",
    "Evans, R. (2003) Contracting out and the councils. 2nd edn. Bristol: Severn University Press.",
    "van der Meer, H. (2011) 'Buurtzorg and the self-managing team', Health Systems Review, 4(1), pp. 7-19. "
    "doi:10.1234/hsr.2011.0041.",
    "Local Government Association (2020) Spending review submission. London: LGA.",
    "Mitchell, D.F. and Price, A. (1999) Joint commissioning: lessons from twelve pilots. York: Rowan Foundation.",
    "National Audit Office (2017) Health and social care integration. HC 1011. London: NAO.",
    "Quinn, B. (2015) 'Who decides? Panels and the allocation of personal budgets', Policy and Practice, 43(2), pp. "
    "201-220.",
    "Zhang, L., Ward, S. and Hughes, C. (2021) Neighbourhood teams in four cities: final report. Report 62. Cardiff: "
    "Institute for Care Research.",
)  # fmt: skip


def wrap(text: str, room: float, size: float) -> list[str]:
    """Break text into lines; a word that is too long is broken after a slash or hyphen, as browsers do."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if stringWidth(longer, FONT, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        while stringWidth(word, FONT, size) > room:
            at = max(
                (
                    i + 1
                    for i, c in enumerate(word)
                    if c in "/-." and stringWidth(word[: i + 1], FONT, size) <= room
                ),
                default=20,
            )
            lines.append(word[:at])
            word = word[at:]
        line = word
    return [*lines, line] if line else lines


class Setter:
    """Sets lines down the columns of pages."""

    def __init__(
        self, *, columns: int = 1, size: float = 10, head: str = "", margin: float = 60, gutter: float = 24
    ) -> None:
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=A4, invariant=1)
        self.columns, self.size, self.head, self.margin, self.gutter = columns, size, head, margin, gutter
        self.room = (WIDTH - 2 * margin - (columns - 1) * gutter) / columns
        self.page, self.column, self.bottom = 1, 0, 60.0
        self.y = HEIGHT - 70
        self._furniture()

    def _furniture(self) -> None:
        if self.head:
            self.show(self.head, self.margin, HEIGHT - 40, 8)
            self.show(str(self.page), WIDTH / 2, 30, 8)

    def show(self, text: str, x: float, y: float, size: float, font: str = FONT) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, text)

    @property
    def left(self) -> float:
        return self.margin + self.column * (self.room + self.gutter)

    def feed(self, lines: int = 1, size: float | None = None) -> None:
        if self.y - lines * 1.2 * (size or self.size) < self.bottom:
            self.column += 1
            self.y = HEIGHT - 70
            if self.column == self.columns:
                self.new_page()

    def new_page(self) -> None:
        self.canvas.showPage()
        self.page, self.column, self.y = self.page + 1, 0, HEIGHT - 70
        self._furniture()

    def line(self, text: str, indent: float = 0.0, size: float | None = None, font: str = FONT) -> float:
        size = size or self.size
        self.feed(1, size)
        self.y -= 1.2 * size
        self.show(text, self.left + indent, self.y, size, font)
        return self.y

    def paragraph(self, text: str, *, hanging: float = 0.0, first: float = 0.0, gap: float = 0.0) -> None:
        for at, line in enumerate(wrap(text, self.room - hanging - first, self.size)):
            self.line(line, first if at == 0 else hanging)
        self.y -= gap

    def heading(self, text: str) -> None:
        self.feed(3)
        self.y -= 6
        self.line(text, size=self.size * 1.4, font="Times-Bold")
        self.y -= 4

    def done(self) -> bytes:
        self.canvas.save()
        return self.out.getvalue()


def list_pdf(
    entries: Sequence[str] = REFERENCES, *, number: str = "", columns: int = 1, hanging: float = 0.0, first: float = 0.0,
    gap: float = 0.0, heading: str = "References", after: str = "Appendix A: Questions asked", head: str = "", prose: int = 4,
    aside: bool = False, size: float = 10, chapters: int = 1,
) -> bytes:  # fmt: skip
    """A report whose list is set as told; ``number`` is a pattern such as "[{}]", ``aside`` sets it in the margin,
    after the words it belongs to, as browsers do. With ``chapters`` each has its own part of the list."""
    setter = Setter(columns=columns, size=size, head=head)
    share = -(-len(entries) // chapters)
    for chapter in range(chapters):
        for _ in range(prose):
            setter.paragraph(PROSE, gap=6)
        setter.heading(heading)
        for count, entry in enumerate(entries[chapter * share : (chapter + 1) * share], 1):
            if not number:
                setter.paragraph(entry, hanging=hanging, first=first, gap=gap)
                continue
            printed = number.format(count)
            if not aside:
                setter.paragraph(f"{printed} {entry}", hanging=hanging, gap=gap)
                continue
            lines = wrap(entry, setter.room - 24, setter.size)
            # After the words where they stay in one column, as browsers draw it; else at once.
            stays = setter.y - 1.2 * setter.size * len(lines) >= setter.bottom
            top = (setter.left, setter.y - 1.2 * setter.size)
            for at, text in enumerate(lines):
                setter.line(text, 24)
                if at == 0 and not stays:
                    setter.show(printed, setter.left, setter.y, setter.size)
            if stays:
                setter.show(printed, *top, setter.size)
            setter.y -= gap
    if after:
        setter.heading(after)
        setter.paragraph(PROSE)
        setter.paragraph(PROSE)
    return setter.done()


def notes_pdf(
    notes: Sequence[str] = REFERENCES, *, rule: bool = True, size: float = 8, raised: bool = False, columns: int = 1,
    each: int = 3, dot: bool = False,
) -> bytes:  # fmt: skip
    """A report that cites in notes at page feet, ``each`` on a page."""
    setter = Setter(columns=1, size=11)
    for begun in range(0, len(notes), each):
        part = list(enumerate(notes[begun : begun + each], begun + 1))
        if begun:
            setter.new_page()
        for number, _ in part:
            setter.paragraph(PROSE + f" This was agreed.{number}", gap=8)
        lines: list[tuple[str, str]] = []
        for number, note in part:
            for at, text in enumerate(wrap(note, setter.room - 20, size)):
                lines.append((f"{number}{'.' if dot else ''}" if at == 0 else "", text))
        y = 60 + 1.2 * size * len(lines)
        if rule:
            setter.canvas.line(setter.left, y + 6, setter.left + 140, y + 6)
        for number, text in lines:
            y -= 1.2 * size
            if number and raised:
                setter.show(number, setter.left, y + 3, size * 0.6)
                setter.show(text, setter.left + stringWidth(number, FONT, size * 0.6), y, size)
            else:
                setter.show(f"{number} {text}" if number else text, setter.left, y, size)
    return setter.done()


def docx(paragraphs: Sequence[str | tuple[str, str]], notes: Sequence[str] = ()) -> bytes:
    """A Word document: paragraphs, or (style, text), and foot notes that the last paragraph refers to."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = ""
    for each in paragraphs:
        style, text = each if isinstance(each, tuple) else ("", each)
        head = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style and style != "list" else ""
        if style == "list":
            head = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        body += f"<w:p>{head}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"
    marks = "".join(f'<w:r><w:footnoteReference w:id="{at}"/></w:r>' for at in range(1, len(notes) + 1))
    body += f"<w:p>{marks}</w:p>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>'
        )
        if notes:
            made = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>' + "".join(
                f'<w:footnote w:id="{at}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> {escape(note)}</w:t></w:r></w:p></w:footnote>'
                for at, note in enumerate(notes, 1)
            )
            archive.writestr("word/footnotes.xml", f'<w:footnotes xmlns:w="{w}">{made}</w:footnotes>')
    return out.getvalue()
