"""Boxes and arrows of the flow diagram, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from harvest.plots.model import INK, PAPER, SOFT, TINT

#: Size of letters, height of a line, and space between a box and its text.
SIZE, LINE_HEIGHT, PAD = 11.0, 14.0, 7.0


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of one count; ``href`` links them."""

    lines: tuple[str, ...]
    href: str | None = None
    bold: bool = False
    indent: float = 0


@dataclass
class Cell:
    """A box on the page.

    Attributes:
        column: 0 to 3, from the left.
        texts: what stands in it.
        href: a link for the whole box, where it holds one count.
        dashed: it is no box of the official form.
        filled: it is the head of a column, whose words stand in its middle.
        name: of its first count.
        x, y, width, height: where it lies.
    """

    column: int
    texts: list[Words]
    href: str | None = None
    dashed: bool = False
    filled: bool = False
    name: str = ""
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0

    def place(self, x: float, y: float, width: float) -> None:
        """Put it somewhere; it is as high as its text wants."""
        self.x, self.y, self.width = x, y, width
        self.height = sum(len(each.lines) for each in self.texts) * LINE_HEIGHT + 2 * PAD

    def svg(self) -> str:
        """Return the box with its text; each count is a link of its own where it has one."""
        box = (
            f'<rect x="{self.x:g}" y="{self.y:g}" width="{self.width:g}" height="{self.height:g}" rx="3" '
            f'fill="{TINT if self.filled else PAPER}" stroke="{SOFT}"{_DASHED if self.dashed else ""}/>'
        )
        y = self.y + PAD + SIZE - 1
        parts = []
        for number, text in enumerate(self.texts):
            words = "".join(
                self._line(text, line, y + LINE_HEIGHT * at) for at, line in enumerate(text.lines)
            )
            y += LINE_HEIGHT * len(text.lines)
            if number == 0:
                # The link of the box takes its frame in, so that there is more of it to point at.
                parts.append(
                    _linked(box + words, self.href) if self.href else box + _linked(words, text.href)
                )
            else:
                parts.append(_linked(words, text.href))
        return f'<g id="flow-{self.name}">{"".join(parts)}</g>' if self.name else "".join(parts)

    def _line(self, text: Words, line: str, y: float) -> str:
        x = self.x + self.width / 2 if self.filled else self.x + PAD + text.indent
        look = (' font-weight="bold"' if text.bold else "") + (' text-anchor="middle"' if self.filled else "")
        return f'<text x="{x:g}" y="{y:g}" fill="{INK}"{look}>{escape(line)}</text>'


_DASHED = ' stroke-dasharray="4 3"'


def _linked(inside: str, href: str | None) -> str:
    return f"<a href={quoteattr(href)}>{inside}</a>" if href else inside


def arrow(points: Sequence[tuple[float, float]]) -> str:
    """Return a line along some points, with a head at the last."""
    (before, _), (x, y) = points[-2:]
    path = "M" + "L".join(f"{each:g} {other:g}" for each, other in points)
    long, half = 5.0, 3.5
    if before == x:
        head = f"M{x - half:g} {y - long:g}L{x:g} {y:g}L{x + half:g} {y - long:g}z"
    else:
        back = long if x > before else -long
        head = f"M{x - back:g} {y - half:g}L{x:g} {y:g}L{x - back:g} {y + half:g}z"
    line = f'<path d="{path}" fill="none" stroke="{SOFT}" stroke-width="1.2"/>'
    return f'{line}<path d="{head}" fill="{SOFT}"/>'
