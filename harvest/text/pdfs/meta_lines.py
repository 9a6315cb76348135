"""Lines of a page as they lie on it, with the size and weight of their type."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2.raw

from harvest.text.clean import one_line

# pypdfium2 carries no types.
_RAW: Any = pypdfium2.raw
_MOST_LINES = 60
_BOLD = re.compile(rb"bold|black|heavy|semibd|demi|(?:-|,)bd", re.IGNORECASE)
_BOLD_WEIGHT = 600
#: "S T R A T E G Y": this many single letters in a row, and hardly anything else.
_SPACED = re.compile(r"(?:\S[ \u00a0]+){4,}\S")
_SPACED_SHARE = 0.8
#: Gaps this much wider than the usual one part the words of letter-spaced type.
_WORD_GAP = 1.45
#: Five words in a row, four of them small: running text.
RUNNING = re.compile(r"(?:\b[a-z][\w'\u2019-]*\W+){4}[a-z]")
#: A page is in columns where each half of it holds this many lines of running text.
_COLUMN_CHARS = 25
_COLUMN_LINES = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words, the size of its type in points, and where it lies.

    ``left`` and ``right`` are shares of the page's width, ``top`` is the share of its height that lies above the
    baseline; ``leading`` is the size as a share of the page's height. All are 0 where the place is not known.
    """

    text: str
    size: float
    bold: bool = False
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    leading: float = 0.0


def sized_lines(textpage: Any, text: str) -> list[Line]:
    """Return the first lines of a page in PDFium's order. ``text`` is the page's text as PDFium gave it.

    The middle character stands for its line's type; PDFium's font size must be scaled by the text matrix.
    """
    width, height = textpage.page.get_size()
    lines: list[Line] = []
    for start, line in _lines(text):
        if len(lines) >= _MOST_LINES:
            break
        inked = [offset for offset, char in enumerate(line) if char.isalnum()]
        if inked:
            lines.append(_measured(textpage, start, line, inked, max(width, 1.0), max(height, 1.0)))
    return lines


def _measured(textpage: Any, start: int, line: str, inked: list[int], width: float, height: float) -> Line:
    matrix, box = _RAW.FS_MATRIX(), _RAW.FS_RECTF()
    char = _RAW.FPDFText_GetCharIndexFromTextIndex(textpage, start + inked[len(inked) // 2])
    # PDFium eats the newline after a hyphen and leaves a mark; whether the hyphen stays is told later.
    text = one_line(line.replace("\ufffe", "\u2010"))
    if char < 0:
        return Line(text, 0.0)
    size = float(_RAW.FPDFText_GetFontSize(textpage, char))
    if _RAW.FPDFText_GetMatrix(textpage, char, ctypes.byref(matrix)):
        size *= math.hypot(matrix.b, matrix.d) or 1.0
    edges = []
    for offset in (inked[0], inked[-1]):
        at = _RAW.FPDFText_GetCharIndexFromTextIndex(textpage, start + offset)
        if at < 0 or not _RAW.FPDFText_GetLooseCharBox(textpage, at, ctypes.byref(box)):
            return Line(text, round(size, 1))
        edges.append((box.left, box.right, box.bottom))
    if _SPACED.search(line):
        text = _closed_up(textpage, start, line) or text
    return Line(
        text,
        round(size, 1),
        _is_bold(textpage, char),
        edges[0][0] / width,
        edges[1][1] / width,
        1.0 - matrix.f / height if matrix.f else 1.0 - edges[0][2] / height,
        size / height,
    )


def _is_bold(textpage: Any, char: int) -> bool:
    if _RAW.FPDFText_GetFontWeight(textpage, char) >= _BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = _RAW.FPDFText_GetFontInfo(textpage, char, name, 128, ctypes.byref(flags))
    return 0 < length <= 128 and _BOLD.search(name.value) is not None


def _closed_up(textpage: Any, start: int, line: str) -> str | None:
    """Return letter-spaced type as words, told apart by the gaps between its letters, or None if it is none."""
    tokens = line.split()
    if sum(len(token) == 1 for token in tokens) < _SPACED_SHARE * len(tokens):
        return None
    box = _RAW.FS_RECTF()
    letters: list[tuple[str, float, float]] = []
    for offset, char in enumerate(line):
        if char.isspace():
            continue
        at = _RAW.FPDFText_GetCharIndexFromTextIndex(textpage, start + offset)
        if at < 0 or not _RAW.FPDFText_GetLooseCharBox(textpage, at, ctypes.byref(box)):
            return None
        letters.append((char, box.left, box.right))
    gaps = [after[1] - before[2] for before, after in pairwise(letters)]
    # The advance of a letter holds its spacing in some files; the width of a space then still tells words apart.
    usual = median(gaps)
    widest = max(usual * _WORD_GAP, usual + 0.12 * median(right - left for _, left, right in letters))
    words = letters[0][0]
    for (char, _, _), gap in zip(letters[1:], gaps, strict=True):
        words += f" {char}" if gap > widest else char
    return words


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line.rstrip("\r")
        start += len(line) + 1


def down_the_page(lines: list[Line]) -> list[Line]:
    """Return lines from top to bottom, those of one baseline from left to right.

    Unplaced lines stay as they come, and so do those of a page in columns, which PDFium tells apart.
    """
    if not all(line.leading for line in lines) or _in_columns(lines):
        return list(lines)
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.top):
        # Raised and lowered type is a little off its baseline.
        if rows and line.top - rows[-1][0].top < 0.35 * min(line.leading, rows[-1][0].leading):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]


def _in_columns(lines: list[Line]) -> bool:
    long = [line for line in lines if len(line.text) >= _COLUMN_CHARS]
    left = sum(1 for line in long if line.right < 0.54)
    right = sum(1 for line in long if line.left > 0.46)
    return min(left, right) >= _COLUMN_LINES


def rows_of(lines: list[Line]) -> list[Line]:
    """Return the rows of a page from top to bottom: pieces that touch on one baseline are one ("5", "th", "March")."""
    rows: list[Line] = []
    for line in down_the_page(lines):
        last = rows[-1] if rows else None
        if (
            last is not None
            and last.leading
            and line.leading
            and abs(line.top - last.top) < 0.45 * last.leading
        ):
            # Shares of width and height differ; an A4 page is 1.41 times as high as wide, a slide less.
            gap = line.left - last.right
            if -0.01 < gap < 1.2 * last.leading:
                between = "" if gap < 0.15 * last.leading and line.size < last.size else " "
                size, bold = (
                    (last.size, last.bold) if len(last.text) >= len(line.text) else (line.size, line.bold)
                )
                rows[-1] = Line(
                    last.text + between + line.text,
                    size,
                    bold,
                    last.left,
                    line.right,
                    last.top,
                    max(last.leading, line.leading),
                )
                continue
        rows.append(line)
    return rows


@lru_cache(256)
def is_prose(text: str) -> bool:
    """Tell whether a row is of running text: of some length, with four small words in a row."""
    return len(text) > 35 and RUNNING.search(text) is not None


def body_starts(rows: Sequence[Line]) -> int:
    """Return the number of the row with which running text begins: three rows of it; on a cover that of the end."""
    run = 0
    for at, row in enumerate(rows):
        run = run + 1 if is_prose(row.text) else 0
        if run == 3:
            return at - 2
    return len(rows)
