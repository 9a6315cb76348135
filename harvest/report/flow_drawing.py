"""The PRISMA 2020 flow diagram as SVG: real text, wrapped inside its boxes, each box a link to its records.

Boxes and arrows are those of Page et al. (2021), "The PRISMA 2020 statement", BMJ 372:n71, for new reviews with searches of
databases, registers and other methods. Nothing is counted here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from harvest.export.clean import is_web_address
from harvest.plots.model import ACCENT, FONT, INK, PAPER, TINT
from harvest.plots.svg import named, plain_words
from harvest.plots.text_widths import wrapped
from harvest.report.flow_boxes import LINE_HEIGHT, PAD, SIZE, Cell, Words, arrow
from harvest.report.flow_counts import Box, FlowCounts, Part
from harvest.report.model import BLANK

Page = Literal["landscape", "portrait"]
Href = Callable[[Box | Part], str | None]

#: Width of a box and gap between boxes; printed on A4 the letters have about 8 points on either page.
_WIDTHS: dict[Page, tuple[float, float]] = {"landscape": (218, 26), "portrait": (152, 16)}
#: Space inside the margins of A4, height by width.
_RATIO: dict[Page, float] = {"landscape": 180 / 267, "portrait": 257 / 180}
_STRIP, _ROW = 24.0, 16.0
#: What makes an address of some other kind of a word.
_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]*:", re.IGNORECASE)
#: Parts of a box that are told apart where the page has room for all, and the fewest where it has not.
_MOST, _FEWEST = 40, 4
_HEADS = (
    "Identification of new studies via databases and registers",
    "Identification of new studies via other methods",
)


def flow_svg(counts: FlowCounts, page: Page = "landscape", href: Href | None = None) -> str:
    """Return the diagram as SVG with real colours; it fits A4 inside margins of 15 mm.

    Args:
        counts: every number in it.
        page: which way round A4 is.
        href: where the records of a box, or of a part of it, are listed; ``None`` for no link.
    """
    link = href or (lambda _: None)
    most = _MOST
    while True:
        drawing = _Drawing(counts, page, link, most)
        if most <= _FEWEST or drawing.height <= drawing.width * _RATIO[page]:
            return drawing.svg()
        most = max(_FEWEST, most - max(1, most // 4))


def flow_says(counts: FlowCounts) -> str:
    """Return the finding of the diagram in a sentence."""
    names = ("databases", "registers", "websites", "organisations", "citations")
    identified = sum(counts.box(name).n or 0 for name in names if counts.has(name))
    assessed = sum(counts.box(name).n or 0 for name in ("assessed", "other_assessed") if counts.has(name))
    waiting = sum(counts.box(name).n or 0 for name in ("waiting", "other_waiting") if counts.has(name))
    reports = counts.box("reports").n
    return (
        f"Of {identified} records identified, {assessed} reports were assessed and {reports if reports is not None else 'an unknown number of'} "
        f"reports included{f'; {waiting} wait for a decision' if waiting else ''}."
    )


class _Drawing:
    def __init__(self, counts: FlowCounts, page: Page, href: Href, most: int) -> None:
        self.counts, self.page, self.href, self.most = counts, page, href, most
        self.box_width, self.gap = _WIDTHS[page]
        self.width = _STRIP + 4 * self.box_width + 4 * self.gap + 2
        self.arrows: list[list[tuple[float, float]]] = []
        self.cells: list[Cell] = []
        self.strips: list[tuple[str, float, float]] = []
        self.left_out = 0
        self.height = self._lay_out()

    def _x(self, column: int) -> float:
        return _STRIP + self.gap + column * (self.box_width + self.gap)

    def _wrap(
        self,
        words: str,
        n: int | None = -1,
        *,
        bold: bool = False,
        indent: float = 0,
        width: float | None = None,
    ) -> tuple[str, ...]:
        """Return the lines of some words with a number, which no line parts; -1 for none, ``None`` for a blank."""
        said = BLANK if n is None else f"n\u00a0=\u00a0{n}"
        text = plain_words(words) if n == -1 else f"{plain_words(words)} ({said})"
        return tuple(wrapped(text, SIZE, (width or self.box_width) - 2 * PAD - indent, bold))

    def _count(self, box: Box, indent: float = 0) -> Words:
        return Words(self._wrap(box.label, box.n, indent=indent), self._link(box), indent=indent)

    def _link(self, of: Box | Part) -> str | None:
        """Return a web address or a place beside this file; nothing else is a link."""
        found = self.href(of)
        if not found or found.startswith("//"):
            return None
        return found if is_web_address(found) or not _SCHEME.match(found) else None

    def _parts(self, box: Box) -> list[Words]:
        """Return the parts of a box, the largest first; where there are too many the rest is summed."""
        parts = [part for part in box.parts if part.n]
        shown, rest = parts, parts[:0]
        if len(parts) > self.most:
            shown, rest = parts[: self.most - 1], parts[self.most - 1 :]
        texts = [
            Words(self._wrap(part.label, part.n, indent=8), self._link(part), indent=8) for part in shown
        ]
        if rest:
            self.left_out += len(rest)
            texts.append(
                Words(self._wrap(f"{len(rest)} others", sum(part.n for part in rest), indent=8), indent=8)
            )
        return texts

    def _single(self, name: str, column: int, dashed: bool = False) -> Cell | None:
        if not self.counts.has(name):
            return None
        box = self.counts.box(name)
        count = self._count(box)
        texts = [Words(count.lines), *self._parts(box)]
        return Cell(column, texts, count.href, dashed, name=name)

    def _several(self, names: Sequence[str], column: int, head: str) -> Cell:
        texts = [Words(self._wrap(head))]
        for name in names:
            if self.counts.has(name):
                box = self.counts.box(name)
                count = self._count(box)
                texts += [
                    Words(self._wrap(f"{box.label} (n = {box.n})", indent=4), count.href, indent=4),
                    *self._parts(box),
                ]
        return Cell(column, texts, name=names[0])

    def _row(self, y: float, cells: Sequence[Cell | None]) -> float:
        """Lay out a row of boxes, side boxes beside main ones, and return where the next one begins."""
        present = [cell for cell in cells if cell]
        for cell in present:
            cell.place(self._x(cell.column), y, self.box_width)
        tallest = max(cell.height for cell in present)
        self.cells += present
        return y + tallest + _ROW

    def _lay_out(self) -> float:
        heads = []
        for at, words in enumerate(_HEADS):
            span = 2 * self.box_width + self.gap
            cell = Cell(2 * at, [Words(self._wrap(words, bold=True, width=span), bold=True)], filled=True)
            cell.place(self._x(2 * at), 1, span)
            heads.append(cell)
        tall = max(cell.height for cell in heads)
        for cell in heads:
            cell.height = tall
        self.cells += heads
        y = begin = tall + _ROW
        removed = self._several(
            ("duplicates", "automatic", "other_reasons"), 1, "Records removed before screening:"
        )
        left = self._several(("databases", "registers"), 0, "Records identified from:")
        right = self._several(("websites", "organisations", "citations"), 2, "Records identified from:")
        y = self._row(y, (left, removed, right))
        self._level(left, removed)
        self.strips.append(("Identification", begin, y - _ROW))
        begin = y
        mains: dict[int, Cell] = {0: left, 2: right}
        for main, side in (
            ("screened", "excluded"),
            ("sought", "not_retrieved"),
            ("assessed", "assessed_excluded"),
        ):
            row = [
                self._single(f"{before}{name}", column + offset)
                for column, before in ((0, ""), (2, "other_"))
                for offset, name in ((0, main), (1, side))
            ]
            if not any(row):
                continue
            if main == "screened" and not (
                self.counts.has("other_screened") and self.counts.variant == "with-screening"
            ):
                row[2] = row[3] = None
            y = self._row(y, row)
            for at in (0, 2):
                if below := row[at]:
                    self._down(mains[at], below)
                    mains[at] = below
                    if beside := row[at + 1]:
                        self._level(below, beside)
        waiting = [
            self._single(name, column, dashed=True)
            for name, column in (("waiting", 1), ("other_waiting", 3))
            if self.counts.has(name) and self.counts.box(name).n
        ]
        if waiting:
            y = self._row(y, waiting)
        self.strips.append(("Screening", begin, y - _ROW))
        begin = y
        included = Cell(
            0,
            [self._count(self.counts.box("studies")), self._count(self.counts.box("reports"))],
            name="reports",
        )
        y = self._row(y, (included,))
        self._down(mains[0], included)
        bend = included.y + included.height / 2
        middle = mains[2].x + mains[2].width / 2
        end = (included.x + included.width, bend)
        self.arrows.append([(middle, mains[2].y + mains[2].height), (middle, bend), end])
        self.strips.append(("Included", begin, y - _ROW))
        notes = [*self.counts.notes]
        if self.left_out:
            notes.append("What is summed as others is told apart in the table of these numbers.")
        room = self.width - _STRIP - self.gap - 2
        self.notes = [
            (line, y + LINE_HEIGHT * at)
            for at, line in enumerate(
                line for note in notes for line in wrapped(plain_words(note), SIZE - 1, room)
            )
        ]
        return y - _ROW + 2 + (len(self.notes) * LINE_HEIGHT + 6 if self.notes else 0)

    def _level(self, main: Cell, side: Cell) -> None:
        y = main.y + min(main.height, side.height) / 2
        self.arrows.append([(main.x + main.width, y), (side.x, y)])

    def _down(self, above: Cell, below: Cell) -> None:
        x = above.x + above.width / 2
        self.arrows.append([(x, above.y + above.height), (x, below.y)])

    def svg(self) -> str:
        """Return the drawing."""
        width, height = self.width, max(self.height, 1)
        # In mm, so that it is printed inside the margins of A4 whatever it holds.
        across = (267 if self.page == "landscape" else 180) * min(1.0, width * _RATIO[self.page] / height)
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{across:.1f}mm" height="{across * height / width:.1f}mm" '
            f'viewBox="0 0 {width:g} {height:g}" font-family={quoteattr(FONT)} font-size="{SIZE:g}">',
            f'<rect width="{width:g}" height="{height:g}" fill="{PAPER}"/>',
        ]
        parts += [self._strip(*each) for each in self.strips]
        parts += [arrow(points) for points in self.arrows]
        parts += [cell.svg() for cell in self.cells]
        parts += [
            f'<text x="{_STRIP + self.gap:g}" y="{y:g}" fill="{INK}" font-size="{SIZE - 1:g}">{escape(line)}</text>'
            for line, y in self.notes
        ]
        role = (
            "group"
            if any(cell.href or any(text.href for text in cell.texts) for cell in self.cells)
            else "img"
        )
        return named(
            "\n".join([*parts, "</svg>\n"]), "flow", "PRISMA 2020 flow diagram", flow_says(self.counts), role
        )

    def _strip(self, words: str, top: float, bottom: float) -> str:
        middle = (top + bottom) / 2
        return (
            f'<rect x="1" y="{top:g}" width="{_STRIP - 2:g}" height="{bottom - top:g}" rx="4" fill="{TINT}" stroke="{ACCENT}"/>'
            f'<text transform="translate({_STRIP / 2 + 4:g} {middle:g}) rotate(-90)" text-anchor="middle" font-weight="bold" fill="{INK}" '
            f'font-size="{SIZE if bottom - top > 90 else 8:g}">{escape(words)}</text>'
        )
