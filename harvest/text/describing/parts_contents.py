"""The table of contents of a text, which must never be taken for what it lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvest.text.describing.parts_headings import Lines, folded
from harvest.text.describing.parts_words import SECTIONS
from harvest.text.model import Page

#: Contents begin within these lines or not at all, and have at most so many.
WITHIN = 600
MOST = 800
#: Lines in a row that are no entries and end the contents; long entries go over two or three lines.
MISSES = 4
#: Entries with dots that are contents without the word.
ENOUGH_DOTTED = 5
#: Longest entry with its dots.
LONGEST = 400
_DOTTED = re.compile(r"(?:\.{4,}|(?:\.\s){4,}|…{2,}|_{4,})\s*(?:page\s*)?[\divxlIVX,\s–-]{0,12}$")
# The space before the number may be lost: "Foreword4".
_PAGE = re.compile(r"(?:^|[\s.]|(?<=[a-z)])(?=\d))(?:(\d{1,3})|([ivxl]{1,6}))$")
_SENTENCE = re.compile(r"[.!?]$")


def contents_of(read: Lines, pages: Sequence[Page]) -> tuple[int, int, str | None] | None:
    """Return the first line of the contents, the line after their last, and their heading; ``None`` without contents."""
    lines = read.lines
    for at in range(min(len(lines), WITHIN)):
        line = lines[at]
        if (
            6 < len(line) < 30
            and SECTIONS.get(folded(line)) == "contents"
            and (end := _end(read, at + 1, pages))
        ):
            return at, end, line.strip()
    return _dotted(lines)


def _end(read: Lines, start: int, pages: Sequence[Page]) -> int:
    """Return the line after the entries that begin at ``start``, 0 where there are none."""
    lines = read.lines
    tops = {each.start for each in pages}
    last, entries, misses, page, dotted = start, 0, 0, 0, 0
    for at in range(start, min(len(lines), start + MOST)):
        line = lines[at]
        if not line:
            continue
        number = _page_number(line)
        with_dots = _has_dots(line)
        if with_dots or (
            number is not None and dotted < 3 and page <= number <= page + 100 and _entry_like(line)
        ):
            last, misses = at + 1, 0
            entries += 1
            dotted += with_dots
            page = number if number is not None else page
        else:
            misses += 1
            if misses > MISSES or (entries >= 2 and read.starts[at] in tops and not _goes_on(lines, at)):
                break
    return last if entries >= 2 else _block(lines, start)


def _goes_on(lines: list[str], at: int) -> bool:
    return any(map(_has_dots, lines[at : at + 3]))


def _has_dots(line: str) -> bool:
    """Tell whether dots lead from the words of a line to its end; a line longer than any entry is not looked at."""
    return (
        len(line) <= LONGEST
        and (". ." in line or "..." in line or "…" in line or "___" in line)
        and bool(_DOTTED.search(line))
    )


def _entry_like(line: str) -> bool:
    return len(line) <= 120 and (line[0].isupper() or line[0].isdigit())


def _page_number(line: str) -> int | None:
    found = _PAGE.search(line)
    if found is None:
        return None
    # Roman numbers count pages before the first.
    return int(found.group(1)) if found.group(1) else 0


def _block(lines: list[str], start: int) -> int:
    """Return the line after a list of headings without pages: short lines up to a blank one."""
    at = start
    while at < len(lines) and not lines[at]:
        at += 1
    first = at
    while at < len(lines) and lines[at] and at - first < 60:
        if len(lines[at]) > 100 or _SENTENCE.search(lines[at]):
            return 0
        at += 1
    return at if at - first >= 2 else 0


def _dotted(lines: list[str]) -> tuple[int, int, str | None] | None:
    dotted = [at for at, line in enumerate(lines[: 2 * WITHIN]) if "...." in line and _has_dots(line)]
    if len(dotted) < ENOUGH_DOTTED:
        return None
    last = dotted[0]
    for at in dotted:
        if at - last > 2 * MISSES:
            break
        last = at
    return (dotted[0], last + 1, None) if last - dotted[0] >= ENOUGH_DOTTED - 1 else None
