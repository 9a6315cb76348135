"""The lines of a PDF in the order in which people read them: columns, hanging numbers, heads and feet."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence

from harvest.reference_lists.model import Line
from harvest.reference_lists.pdf import PageLines

_EDGE = 3
_MIN_PAGES = 3
_SHARE = 0.3
_PAGE_NUMBER = re.compile(
    r"(?:p(?:age|g?\.)?\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|\|)\s*\d{1,4})?|[-–|]\s*\d{1,4}\s*[-–|]",
    re.I,
)
#: Lines that stand across the space between columns may be this share of a page's.
_ACROSS = 0.3
_LEAST = 4


def reading_order(pages: Sequence[PageLines]) -> list[list[Line]]:
    """Return the lines of each page in reading order, without running heads and feet, parts of one line joined."""
    kept = _without_furniture(pages)
    gutters = [
        _gutter(lines, 0.25 * page.width, 0.75 * page.width, _LEAST)
        for page, lines in zip(pages, kept, strict=True)
    ]
    known = Counter(round(each / 4) for each in gutters if each is not None)
    ordered = []
    for page, lines, gutter in zip(pages, kept, gutters, strict=True):
        if gutter is None and known and len(lines) > 2:
            # The last page of a text in columns has few lines: they are columns where those of other pages are.
            middle = known.most_common(1)[0][0] * 4.0
            gutter = _gutter(lines, middle - 12, middle + 12, 2)
        ordered.append(_ordered(lines, gutter, page.width))
    return ordered


def _ordered(lines: list[Line], gutter: float | None, width: float) -> list[Line]:
    placed = [line for line in lines if line.y is not None]
    if len(placed) < len(lines) or _sideways(placed):
        return lines
    if gutter is None:
        return _column(placed, 0)
    result: list[Line] = []
    band: list[Line] = []
    over = _running_over(placed, gutter)
    for line in [*sorted(placed, key=lambda each: -_y(each)), None]:
        if line is None or (_x0(line) < gutter - 3 and _x1(line) > gutter + 3 and id(line) not in over):
            result += _band(band, gutter, width)
            band = []
            if line is not None:
                line.column = 0
                result.append(line)
        else:
            band.append(line)
    return _merged_rows(result)


def _running_over(lines: Sequence[Line], gutter: float) -> set[int]:
    """Return the lines of a left column that are too long for it: an address without blanks, beside other words."""
    beside = [line for line in lines if _x0(line) > gutter]
    return {
        id(line) for line in lines
        if _x0(line) < gutter - 3 and _x1(line) > gutter + 3
        and (" " not in line.text.strip() or any(abs(_y(line) - _y(each)) < 0.5 * _size(line) for each in beside))
    }  # fmt: skip


def _band(lines: list[Line], gutter: float, width: float) -> list[Line]:
    left = [line for line in lines if _x0(line) <= gutter - 3 or _x1(line) <= gutter]
    ids = set(map(id, left))
    right = [line for line in lines if id(line) not in ids]
    if not left or not right:
        return _column(lines, 0 if left else 1)
    # A third column is a space between columns on one side of the first one.
    second = _gutter(right, gutter + 0.15 * width, 0.9 * width, 6)
    first = _gutter(left, 0.15 * width, gutter - 0.15 * width, 6) if gutter > 0.45 * width else None
    result: list[Line] = []
    number = 0
    for part, at in ((left, first), (right, second)):
        if at is None:
            result += _column(part, number)
            number += 1
            continue
        result += _column([line for line in part if (_x0(line) + _x1(line)) / 2 <= at], number)
        result += _column([line for line in part if (_x0(line) + _x1(line)) / 2 > at], number + 1)
        number += 2
    return result


def _column(lines: list[Line], number: int) -> list[Line]:
    for line in lines:
        line.column = number
    return _merged_rows(sorted(lines, key=lambda each: (-_y(each), _x0(each))))


def _merged_rows(lines: list[Line]) -> list[Line]:
    """Join lines of one column and height from left to right: a hanging number with the words beside it."""
    rows: list[list[Line]] = []
    for line in lines:
        row = rows[-1] if rows else []
        if row and row[0].column == line.column and _level(row[-1], line):
            row.append(line)
        else:
            rows.append([line])
    result = []
    for row in rows:
        if len(row) == 1:
            result.append(row[0])
            continue
        row.sort(key=_x0)
        widest = max(row, key=lambda each: len(each.text))
        result.append(Line(
            " ".join(each.text for each in row), page=row[0].page, column=row[0].column, x0=_x0(row[0]),
            x1=max(map(_x1, row)), y=widest.y, size=widest.size,
        ))  # fmt: skip
    return result


def _level(one: Line, other: Line) -> bool:
    """Tell whether two pieces are of one line: at one height, or one of them a small raised number."""
    small, large = sorted((_size(one), _size(other)))
    raised = small < 0.8 * large and min(len(one.text), len(other.text)) <= 4
    return abs(_y(one) - _y(other)) <= (0.6 if raised else 0.35) * (large if raised else small)


def _gutter(lines: Sequence[Line], low: float, high: float, least: int) -> float | None:
    """Return where the space between two columns is, in points from the left, or ``None`` where there is none."""
    spans = [(line.x0, line.x1) for line in lines if line.x0 is not None and line.x1 is not None]
    if len(spans) < 2 * least:
        return None
    begins, ends = sorted(x0 for x0, _ in spans), sorted(x1 for _, x1 in spans)
    tried: list[tuple[float, int]] = []
    at = low
    while at <= high:
        left = bisect_right(ends, at + 1)
        right = len(begins) - bisect_left(begins, at - 1)
        if min(left, right) >= least:
            tried.append((at, len(spans) - left - right))
        at += 2.0
    fewest = min((across for _, across in tried), default=len(spans))
    # A long address that runs over into the next column must not move the space to a narrower place.
    allowed = fewest + 0.05 * len(spans)
    if fewest > _ACROSS * len(spans):
        return None
    strips: list[list[float]] = []
    for at, across in tried:
        if across > allowed:
            continue
        if strips and at - strips[-1][-1] < 2.5:
            strips[-1].append(at)
        else:
            strips.append([at])
    widest = max(strips, key=len)
    middle = widest[len(widest) // 2]
    return middle if _both_filled(lines, middle) else None


def _both_filled(lines: Sequence[Line], at: float) -> bool:
    """Tell whether both sides hold words in lines, not the cells or numbers of a table."""
    left = sorted(len(line.text) for line in lines if line.x1 is not None and line.x1 <= at + 1)
    right = sorted(len(line.text) for line in lines if line.x0 is not None and line.x0 >= at - 1)
    return min(left[int(0.7 * len(left))], right[int(0.7 * len(right))]) >= 16


def _sideways(lines: Sequence[Line]) -> bool:
    """Tell whether most lines of a page run up or down it: their order is left to the file."""
    long = [line for line in lines if len(line.text) > 15]
    return sum(_x1(line) - _x0(line) < 2.0 * _size(line) for line in long) > 0.5 * len(long)


def _without_furniture(pages: Sequence[PageLines]) -> list[list[Line]]:
    """Return each page's lines without those at its head and foot that recur, numbers aside, and page numbers."""
    edges: list[list[Line]] = []
    seen: dict[str, set[int]] = defaultdict(set)
    same: dict[str, set[int]] = defaultdict(set)
    for page in pages:
        placed = sorted((line for line in page.lines if line.y is not None), key=_y)
        edge = placed if len(placed) <= 2 * _EDGE else placed[:_EDGE] + placed[-_EDGE:]
        edge = [line for line in edge if not 0.2 * page.height < _y(line) < 0.8 * page.height]
        edges.append(edge)
        for line in edge:
            if len(line.text) <= 150:
                seen[_mask(line, page)].add(page.number)
                if not 0.09 * page.height < _y(line) < 0.91 * page.height:
                    same[f"{_mask(line, page)} {round(_y(line))}"].add(page.number)
    filled = sum(1 for page in pages if page.lines)
    needed = max(_MIN_PAGES, _SHARE * filled)
    # Of few pages a head must stand at the same height on most.
    exact = max(2, 0.6 * filled)
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        gone = {
            id(line) for line in edge
            if len(seen.get(_mask(line, page), ())) >= needed
            or len(same.get(f"{_mask(line, page)} {round(_y(line))}", ())) >= exact
        }  # fmt: skip
        lines = [line for line in page.lines if line.y is not None]
        if lines:
            low, high = min(lines, key=_y), max(lines, key=_y)
            for line in (low, high):
                alone = sum(abs(_y(other) - _y(line)) < 4 for other in lines) == 1
                outside = _y(line) < 0.1 * page.height or _y(line) > 0.9 * page.height
                if alone and outside and _PAGE_NUMBER.fullmatch(line.text):
                    gone.add(id(line))
        kept.append([line for line in page.lines if id(line) not in gone])
    return kept


def _mask(line: Line, page: PageLines) -> str:
    at = "head" if _y(line) > page.height / 2 else "foot"
    return at + re.sub(r"\d+", "#", " ".join(line.text.split()).casefold())


def _x0(line: Line) -> float:
    return line.x0 if line.x0 is not None else 0.0


def _x1(line: Line) -> float:
    return line.x1 if line.x1 is not None else 0.0


def _y(line: Line) -> float:
    return line.y if line.y is not None else 0.0


def _size(line: Line) -> float:
    return line.size or 10.0
