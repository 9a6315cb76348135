"""Reading order of the lines of a page: columns one after the other, tables row by row, paragraphs apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from harvest.text.clean import characters, tidy
from harvest.text.ocr.lines import Line
from harvest.text.pdfs.hyphens import join_broken

#: Fewer lines beside each other are no columns.
_BESIDE = 3
#: Lines of a column have at least so many letters (median): less is a column of a table, which is read row by row.
_COLUMN_CHARS = 14
#: Few lines are taken for a column only if they are as long as those of prose.
_FEW_LINES, _PROSE_CHARS = 5, 25
#: Lines of a column reach over this share of its width (median); the entries of a table mostly do not.
_FILLED = 0.55
#: A step to the next line longer than this many usual ones begins a paragraph.
_PARAGRAPH = 1.4
#: So many gaps that run through all columns, with few lines between them, make a table with long entries.
_TABLE_GAPS = 3
_TABLE_LINES = 5
#: Columns between two lines that cross them have so many lines at least.
_FEWEST = 2
_DEEPEST = 4
# What stands before the hyphen at a line end and keeps it: these rarely are the beginning of another word.
_COMPOUND = re.compile(
    r"(?:^|[^\w-])(?:self|well|non|full|part|long|short|high|low|half|cross|year|old|ex|mid|so|one|two|three|four|five|"
    r"six|ten|twenty|thirty|forty|fifty|first|second|third|decision|user|community|evidence|whole|world|large|small)$",
    re.IGNORECASE,
)
#: Unicode's sign between paragraphs.
_APART = "\u2029"
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ac]\n+(?=[^\W\d_])")


def text_of(lines: Sequence[Line]) -> str:
    """Return the text of a page: a line each, a blank line between paragraphs, words broken at line ends joined."""
    text = ""
    for block in _blocks(list(lines), 0):
        for part in _paragraphs(block):
            text += f"{_between(text, part)}{part}"
    # PDFium's mark for a hyphen that ends a line, so that pages read by an engine are mended like all others; there
    # blank lines would count as lines that end without one.
    text = _HYPHEN.sub(_marked, characters(text)).replace("\n\n", _APART)
    return tidy(join_broken([text])[0].replace(_APART, "\n\n"))


def _marked(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 20) : match.start()]
    return "-" if _COMPOUND.search(before) else "\ufffe\n"


def _between(text: str, part: str) -> str:
    """Return what separates a block from the text before it: a sentence may run on into the next column."""
    if not text:
        return ""
    return "\n" if (text[-1].isalpha() and part[:1].islower()) or text[-1] in "-," else "\n\n"


def _blocks(lines: list[Line], depth: int) -> list[list[Line]]:
    """Divide lines into blocks in reading order, each read from top to bottom."""
    at = _gutter(lines) if depth < _DEEPEST else None
    if at is None:
        return [lines] if lines else []
    blocks: list[list[Line]] = []
    # Lines over the whole width, with the short ones that end their paragraphs.
    wide: list[Line] = []
    for band, crossing in _bands(lines, at):
        left = [line for line in band if line.right <= at]
        right = [line for line in band if line.right > at]
        if min(len(left), len(right)) < _FEWEST:
            wide += band
        else:
            blocks += [wide] if wide else []
            wide = []
            for row in _rows_of_table(left, right) or [(left, right)]:
                blocks += _blocks(row[0], depth + 1) + _blocks(row[1], depth + 1)
        wide += crossing
    return [*blocks, wide] if wide else blocks


def _bands(lines: Sequence[Line], at: float) -> list[tuple[list[Line], list[Line]]]:
    """Divide lines at those that cross the gutter: each band with the line that ends it."""
    bands: list[tuple[list[Line], list[Line]]] = []
    band: list[Line] = []
    for line in sorted(lines, key=lambda line: line.middle):
        if line.left < at < line.right:
            bands.append((band, [line]))
            band = []
        else:
            band.append(line)
    return [*bands, (band, [])]


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return where the page divides into columns, or ``None``.

    That is where most lines that stand beside each other have their gap, if they look like columns of prose.
    """
    pairs = _neighbours(lines)
    best: list[float] = []
    most = _BESIDE - 1
    for at in sorted({(one.right + other.left) / 2 for one, other in pairs}):
        beside = [(one, other) for one, other in pairs if one.right <= at <= other.left]
        if len(beside) < max(most, _BESIDE) or not all(map(_prose, zip(*beside, strict=True))):
            continue
        if len(beside) > most:
            best, most = [], len(beside)
        best.append(at)
    return best[len(best) // 2] if best else None


def _neighbours(lines: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Return each line with the next one to its right."""
    pairs = []
    for one in lines:
        beside = [
            other
            for other in lines
            if other.left >= one.right and abs(one.middle - other.middle) < 0.8 * one.height
        ]
        if beside:
            pairs.append((one, min(beside, key=lambda line: line.left)))
    return pairs


def _prose(column: Sequence[Line]) -> bool:
    width = max(line.right for line in column) - min(line.left for line in column)
    least = _COLUMN_CHARS if len(column) >= _FEW_LINES else _PROSE_CHARS
    return (
        median(len(line.text) for line in column) >= least
        and median(line.right - line.left for line in column) >= _FILLED * width
    )


def _rows_of_table(left: list[Line], right: list[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Return the rows of a table whose entries are several lines long, or nothing where there is no table."""
    lines = sorted([*left, *right], key=lambda line: line.middle)
    steps = [below.middle - above.middle for above, below in _steps(left) + _steps(right)]
    usual = median(steps) if steps else 0
    cuts = [
        (above.middle + below.middle) / 2
        for above, below in _steps(lines)
        if usual and below.middle - above.middle > _PARAGRAPH * usual
    ]
    if len(cuts) < _TABLE_GAPS or max(len(left), len(right)) > _TABLE_LINES * (len(cuts) + 1):
        return []
    edges = [float("-inf"), *cuts, float("inf")]
    return [
        (
            [line for line in left if start < line.middle <= end],
            [line for line in right if start < line.middle <= end],
        )
        for start, end in pairwise(edges)
    ]


def _steps(lines: Sequence[Line]) -> list[tuple[Line, Line]]:
    ordered = sorted(lines, key=lambda line: line.middle)
    return list(pairwise(ordered))


def _paragraphs(block: Sequence[Line]) -> list[str]:
    """Return the paragraphs of a block, pieces that stand beside each other put into one line."""
    rows: list[list[Line]] = []
    for line in sorted(block, key=lambda line: line.middle):
        last = rows[-1][-1] if rows else None
        if last and line.middle - last.middle < 0.5 * min(line.height, last.height):
            rows[-1].append(line)
        else:
            rows.append([line])
    steps = [below[0].middle - above[0].middle for above, below in pairwise(rows)]
    # The usual step within paragraphs: in lists and forms most steps are longer.
    usual = sorted(steps)[len(steps) // 4] if steps else 0
    parts = [[_row(rows[0])]]
    for row, step in zip(rows[1:], steps, strict=True):
        if step > _PARAGRAPH * usual:
            parts.append([])
        parts[-1].append(_row(row))
    return ["\n".join(part) for part in parts]


def _row(row: Sequence[Line]) -> str:
    return " ".join(line.text for line in sorted(row, key=lambda line: line.left))
