"""What repeats at the edges of pages: running heads and feet, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:p ?a ?g ?e|pg?\.?|of|#|[^\w#])*#(?:p ?a ?g ?e|pg?\.?|of|#|[^\w#])*")
_ROMAN = re.compile(r"[ivxlc]{1,7}", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# "Page 2", "2 of 9", "2/9": a page is counted, where "Part 2" counts what stands on it.
_COUNTS_PAGES = re.compile(r"\bp ?a ?g ?e\b|\bpg?\.? ?#|#\s*(?:of|/)\s*#|^[^\w#]*#[^\w#]*$")
_COUNTS_PARTS = re.compile(
    r"(?:appendix|annex|part|chapter|section|table|figure|fig\.|chart|map|box|form|schedule|question|recommendation|item|step"
    r"|stage|phase|theme|goal|aim|objective|priority|outcome|action|option|case study|proposal|policy|lesson|finding|example"
    r"|exercise|module|unit|week|day|year|case|criterion|principle|standard|area|ward|site|lot|slide|step|no\.?)\s*#"
)
_EDGE_LINES = 4
_HEAD_CHARS = 150
#: With fewer pages nothing but a page number can be said to repeat.
_MIN_PAGES = 3
#: A line is a running head if it stands at the edge of this share of the pages, and of three at least ...
_SHARE = 0.3
#: ... or of this many of the pages it spans from first to last, for heads that change with the chapter. Left and right
#: heads stand on every other page.
_CHAPTER_PAGES = 4
_CHAPTER_SHARE = 0.45
#: Numbers in a line that repeats are those of pages, years and versions: the same everywhere, or growing with the pages.
_IN_STEP = 0.6


def without_furniture(pages: Sequence[str]) -> list[str]:
    """Drop lines at the edges of pages that repeat, numbers aside, on many pages.

    A head stays on the first page it stands on and a foot on the last, where it breaks no sentence: no wording is lost
    to the document, only its repetition. Page numbers go from all. Lines whose numbers do not follow the pages (totals
    of a table) stay, and a page is left alone if more than half of it would go.
    """
    split = [[line for line in page.split("\n") if line and not line.isspace()] for page in pages]
    repeated = _repeated(split)
    if not repeated:
        return list(pages)
    runs = [_runs(lines, repeated, at) for at, lines in enumerate(split)]
    last = {
        _mask(line): at
        for at, (lines, (_, end)) in enumerate(zip(split, runs, strict=True))
        for line in lines[end:]
    }
    seen: set[str] = set()
    result = []
    for at, (page, lines, (start, end)) in enumerate(zip(pages, split, runs, strict=True)):
        if start == 0 and end == len(lines):
            result.append(page)
            continue
        head = [line for line in lines[:start] if _first_time(line, seen)]
        foot = [line for line in lines[end:] if last[_mask(line)] == at and _first_time(line, seen)]
        result.append("\n".join([*head, *lines[start:end], *foot]))
    return result


def _runs(lines: Sequence[str], repeated: Mapping[str, frozenset[int]], at: int) -> tuple[int, int]:
    """Return where the head of a page ends and where its foot starts."""
    start = _run(lines[:_EDGE_LINES], repeated, at)
    foot = _run(lines[start:][: -_EDGE_LINES - 1 : -1], repeated, at)
    end = len(lines) - foot
    gone = sum(map(len, lines[:start])) + sum(map(len, lines[end:]))
    return (start, end) if 2 * gone <= sum(map(len, lines)) else (0, len(lines))


def _repeated(split: Sequence[Sequence[str]]) -> Mapping[str, frozenset[int]]:
    """Return the masks of lines that are furniture, each with the pages on which it is."""
    if len(split) < _MIN_PAGES:
        return _numbered(split)
    where: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for at, lines in enumerate(split):
        for line in _edges(lines):
            if len(line) <= _HEAD_CHARS:
                where[_mask(line)].setdefault(at, line)
    filled = sum(1 for lines in split if lines)
    needed = max(_MIN_PAGES, _SHARE * filled)
    found = {}
    for mask, lines_at in where.items():
        count = len(lines_at)
        if count < _MIN_PAGES or _COUNTS_PARTS.match(mask):
            continue
        span = max(lines_at) - min(lines_at) + 1
        of_chapter = count >= _CHAPTER_PAGES and count >= _CHAPTER_SHARE * span
        if count >= needed or of_chapter:
            pages = frozenset(lines_at) if "#" not in mask else _in_step(lines_at)
            if len(pages) >= _MIN_PAGES:
                found[mask] = pages
    return found


def _numbered(split: Sequence[Sequence[str]]) -> Mapping[str, frozenset[int]]:
    """Return the masks of the first and last lines that both of two pages have and that count them."""
    if len(split) != 2 or not all(split):
        return {}
    found = {}
    for edge in (0, -1):
        lines = [lines[edge] for lines in split]
        counted = all(at + 1 in _numbers(line) for at, line in enumerate(lines))
        if (
            counted
            and _COUNTS_PAGES.search(_mask(lines[0]))
            and _mask(lines[0]) == _mask(lines[1])
            and len(lines[0]) <= _HEAD_CHARS
        ):
            found[_mask(lines[0])] = frozenset({0, 1})
    return found


def _in_step(lines_at: Mapping[int, str]) -> frozenset[int]:
    """Return the pages on which the numbers of a line fit: each the same as on most pages, or the page's own."""
    numbers = {at: _numbers(line) for at, line in lines_at.items()}
    fits = set(lines_at)
    for place in range(min(map(len, numbers.values()))):
        values = {at: found[place] for at, found in numbers.items()}
        same = Counter(values.values()).most_common(1)[0]
        step = Counter(value - at for at, value in values.items()).most_common(1)[0]
        ordered = sorted(values)
        follows = {
            at
            for pair in pairwise(ordered)
            if values[pair[1]] - values[pair[0]] == pair[1] - pair[0]
            for at in pair
        }
        if same[1] >= max(step[1], len(follows)):
            fitting = {at for at, value in values.items() if value == same[0]}
        else:
            # Each part of a pack has its own count.
            fitting = follows | {at for at, value in values.items() if value - at == step[0]}
        if len(fitting) < _IN_STEP * len(values):
            return frozenset()
        fits &= fitting
    return frozenset(fits)


def _numbers(line: str) -> list[int]:
    line = line.strip()
    if _ROMAN.fullmatch(line):
        return [_roman(line)]
    return [int(number[-9:]) for number in _NUMBER.findall(line)]


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in numeral.casefold()]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def _first_time(line: str, seen: set[str]) -> bool:
    mask = _mask(line)
    if mask in seen or _PAGE_NUMBER.fullmatch(mask):
        return False
    seen.add(mask)
    return True


def _edges(lines: Sequence[str]) -> Sequence[str]:
    return lines if len(lines) <= 2 * _EDGE_LINES else [*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]]


def _run(lines: Sequence[str], repeated: Mapping[str, frozenset[int]], at: int) -> int:
    count = 0
    for line in lines:
        if at not in repeated.get(_mask(line), ()):
            break
        count += 1
    return count


@lru_cache(maxsize=2_048)
def _mask(line: str) -> str:
    line = " ".join(line.split()).casefold()
    return "#" if _ROMAN.fullmatch(line) else _NUMBER.sub("#", line)
