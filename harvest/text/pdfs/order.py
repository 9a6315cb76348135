"""Reading order, where the order in which a file draws its words is not it.

PDFium gives words in the order in which they are drawn, which nearly always is the order to read them in, and better than
any order made from their places. Three cases need the places: numbers of paragraphs and references that hang in the margin and
are drawn before or after their text, columns that are drawn line by line across the page, and text that lies on its side.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pypdfium2.raw

from harvest.text.pdfs.geometry import Place, Placed, placed_lines

# pypdfium2 carries no types.
_RAW: Any = pypdfium2.raw
# "[23]", "23.", "(23)", "2.13", "A1.2", "23"
_NUMBER = re.compile(r"[\[(]?(?:\d{1,3}|[A-Z]?\d{1,2}(?:\.\d{1,3}){1,3})[\])]?\.?")
_LONGEST_NUMBER = 9
#: The angles of letters, in radians, that read downwards, for each rotation of a page in quarters of a turn.
_PAST_UPRIGHT = {0: math.pi / 2, 1: 0.0, 2: 1.5 * math.pi, 3: math.pi}
_ANGLE = 0.1
#: Parts of a line this near to one baseline are one line, in points.
_ONE_LINE = 3.0
#: The widest gap between a number and its text, in points.
_HANGING = 90.0
#: Between columns lies at least this much, in points; and a line has so many characters on each side.
_GUTTER = 9.0
_SIDE_CHARS = 12
_COLUMN_CHARS = 22
_SAMPLE = 8
_LONG_LINE = 45
_SPLIT_SHARE = 0.7


def downward(page: Any, textpage: Any, text: str) -> str:
    """Return the text of a page with its lines turned round where it is set to be read with the sheet's right side up.

    PDFium gives the lines of such a page, a wide table as a rule, from the last to the first.
    """
    angle = _PAST_UPRIGHT.get(_RAW.FPDFPage_GetRotation(page))
    count = _RAW.FPDFText_CountChars(textpage)
    if angle is None or count < 4:
        return text
    for at in (count // 2, count // 4, 3 * count // 4):
        if abs(_RAW.FPDFText_GetCharAngle(textpage, at) - angle) > _ANGLE:
            return text
    return "\r\n".join(line.strip() for line in reversed(text.split("\n")))


def margin_numbers_beside(textpage: Any, text: str) -> str:
    """Return the text of a page with numbers that stand alone on their line put before the text that they are beside."""
    numbers = _margin_numbers(text)
    if not numbers:
        return text
    lines = placed_lines(textpage, text)
    beside: dict[int, str] = {}
    gone: set[int] = set()
    for at, number in enumerate(lines):
        if number.text not in numbers or _right_of_text(number, lines):
            continue
        target = _text_beside(number, lines)
        if target is not None and target not in beside:
            beside[target] = number.text
            gone.add(at)
    if not gone:
        return text
    return "\r\n".join(
        f"{beside[at]} {line.text}" if at in beside else line.text
        for at, line in enumerate(lines)
        if at not in gone
    )


def _margin_numbers(text: str) -> frozenset[str]:
    """Return the numbers that stand alone on a line and are those of a list, not the cells of a table or a picture.

    Brackets, a full stop and three levels say so by themselves; others must count up.
    """
    short = (line.strip() for line in text.split("\n") if len(line) <= _LONGEST_NUMBER)
    numbers = [line for line in short if _NUMBER.fullmatch(line)]
    if not numbers:
        return frozenset()
    sure = {number for number in numbers if number[-1] in ".])" or number.count(".") > 1}
    values = [
        (number.rpartition(".")[0], int(number.rpartition(".")[2]))
        for number in numbers
        if number[-1].isdigit()
    ]
    steps = sum(1 for before, after in pairwise(values) if after == (before[0], before[1] + 1))
    if steps >= max(1, len(values) // 2):
        sure.update(numbers)
    return frozenset(sure)


def _right_of_text(number: Placed, lines: Sequence[Placed]) -> bool:
    """Tell whether words end right before a number: it is a raised mark or the end of its line."""
    return any(
        line is not number
        and abs(line.base - number.base) <= 2 * _ONE_LINE
        and 0 <= number.left - line.right + 1 < 8
        for line in lines
    )


def _text_beside(number: Placed, lines: Sequence[Placed]) -> int | None:
    """Return which line stands to the right of a number, with words in it."""
    best: tuple[float, int] | None = None
    for at, line in enumerate(lines):
        gap = line.left - number.right
        if abs(line.base - number.base) > _ONE_LINE or not 0 <= gap + 1 < _HANGING:
            continue
        if best is None or gap < best[0]:
            best = gap, at
    if best is None or not any(map(str.isalpha, lines[best[1]].text[:20])):
        return None
    return best[1]


class Columns:
    """Finds out whether the columns of a document are drawn line by line, and sets them in order if so.

    Looks at the first ``looks`` pages full of text; where those are not, nothing is done with the rest.
    """

    def __init__(self, looks: int = 2) -> None:
        self._looks = looks
        self._across = False

    def ordered(self, textpage: Any, text: str) -> str:
        """Return the text of a page, column by column where it was drawn across."""
        if self._looks and text.count("\n") > 2 * _SAMPLE:
            self._looks -= 1
            self._across = self._across or _gutter(textpage, text, sample=True) is not None
        if not self._across:
            return text
        gutter = _gutter(textpage, text, sample=False)
        return text if gutter is None else _split(textpage, text, gutter)


def _gaps(place: Place, text: str, start: int, end: int) -> list[tuple[float, float, int]]:
    """Return the wide gaps of a line: their edges in points, and where in the text they are."""
    gaps = []
    at = text.find(" ", start, end)
    while at >= 0:
        if start + _SIDE_CHARS <= at < end - _SIDE_CHARS and place.is_generated(at):
            left, right = place.edges(at - 1)[1], place.edges(at + 1)[0]
            if right - left >= _GUTTER:
                gaps.append((left, right, at))
        at = text.find(" ", at + 1, end)
    return gaps


def _bounds(text: str) -> list[tuple[int, int]]:
    bounds, start = [], 0
    for line in text.split("\n"):
        bounds.append((start, start + len(line.rstrip())))
        start += len(line) + 1
    return bounds


def _gutter(textpage: Any, text: str, *, sample: bool) -> tuple[float, float] | None:
    """Return the edges of the gap that runs down through most long lines of a page, if one does."""
    place = Place(textpage)
    long = [(start, end) for start, end in _bounds(text) if end - start >= _LONG_LINE]
    if len(long) < _SAMPLE:
        return None
    if sample:
        long = long[:: max(1, len(long) // _SAMPLE)][:_SAMPLE]
    found: list[tuple[float, float, int]] = []
    left = right = 0
    for start, end in long:
        gaps = _gaps(place, text, start, end)
        if len(gaps) == 1:
            found.append(gaps[0])
            left += gaps[0][2] - start
            right += end - gaps[0][2]
        elif sample and len(found) == 0 and (start, end) == long[_SAMPLE // 2]:
            return None
    if len(found) < _SPLIT_SHARE * len(long) or min(left, right) < _COLUMN_CHARS * len(found):
        return None
    # Ragged lines end before the gutter, so its left edge is where the longest of most lines ends.
    edges = sorted(gap[0] for gap in found)
    low, high = edges[int(0.9 * (len(edges) - 1))], min(gap[1] for gap in found)
    return (low, high) if high - low >= _GUTTER / 2 else None


def _split(textpage: Any, text: str, gutter: tuple[float, float]) -> str:
    place = Place(textpage)
    middle = (gutter[0] + gutter[1]) / 2
    done: list[str] = []
    left: list[str] = []
    right: list[str] = []
    for start, end in _bounds(text):
        line = text[start:end]
        inked = line.strip()
        if not inked:
            continue
        first, last = start + line.index(inked[0]), start + line.index(inked[0]) + len(inked) - 1
        gap = next(
            (gap for gap in _gaps_anywhere(place, text, first, last + 1) if gap[0] <= middle <= gap[1]), None
        )
        if gap is not None:
            left.append(text[first : gap[2]])
            right.append(text[gap[2] + 1 : last + 1])
        elif place.edges(last)[1] <= middle:
            left.append(inked)
        elif place.origin(first)[0] >= middle:
            right.append(inked)
        else:
            done += [*left, *right, inked]
            left, right = [], []
    return "\r\n".join([*done, *left, *right])


def _gaps_anywhere(place: Place, text: str, start: int, end: int) -> list[tuple[float, float, int]]:
    gaps = []
    at = text.find(" ", start, end)
    while at >= 0:
        if at + 1 < end and place.is_generated(at):
            gaps.append((place.edges(at - 1)[1], place.edges(at + 1)[0], at))
        at = text.find(" ", at + 1, end)
    return gaps
