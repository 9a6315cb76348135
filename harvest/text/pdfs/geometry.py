"""Where the lines of a PDF page lie."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw

# pypdfium2 carries no types.
_RAW: Any = pypdfium2.raw


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of a page: its words, where they start in the page's text, its ends and its baseline in points."""

    text: str
    start: int
    left: float
    right: float
    base: float


class Place:
    """Asks PDFium where characters lie. ``start`` counts in the page's text, as PDFium gave it."""

    def __init__(self, textpage: Any) -> None:
        self._textpage = textpage
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = _RAW.FS_RECTF()
        self._matrix = _RAW.FS_MATRIX()

    def _char(self, start: int) -> int:
        return int(_RAW.FPDFText_GetCharIndexFromTextIndex(self._textpage, start))

    def origin(self, start: int) -> tuple[float, float]:
        """Return where a character begins on its baseline."""
        _RAW.FPDFText_GetCharOrigin(self._textpage, self._char(start), self._x, self._y)
        return self._x.value, self._y.value

    def edges(self, start: int) -> tuple[float, float]:
        """Return the left and right edge of a character."""
        box = self._box
        _RAW.FPDFText_GetLooseCharBox(self._textpage, self._char(start), ctypes.byref(box))
        return box.left, box.right

    def size(self, start: int) -> float:
        """Return the size of a character's type in points: PDFium's must be scaled by the text matrix."""
        char, matrix = self._char(start), self._matrix
        size = float(_RAW.FPDFText_GetFontSize(self._textpage, char))
        if _RAW.FPDFText_GetMatrix(self._textpage, char, ctypes.byref(matrix)):
            size *= math.hypot(matrix.b, matrix.d) or 1.0
        return size

    def is_generated(self, start: int) -> bool:
        """Tell whether PDFium added a character, as it adds a space where a gap is."""
        return bool(_RAW.FPDFText_IsGenerated(self._textpage, self._char(start)) == 1)


def placed_lines(textpage: Any, text: str) -> list[Placed]:
    """Return the lines of a page that have ink, in the order of its text."""
    place = Place(textpage)
    lines = []
    start = 0
    for line in text.split("\n"):
        inked = line.strip()
        if inked:
            first = start + line.index(inked[0])
            left, base = place.origin(first)
            _, right = place.edges(first + len(inked) - 1)
            lines.append(Placed(inked, first, left, right, base))
        start += len(line) + 1
    return lines
