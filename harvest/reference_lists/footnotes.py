"""Notes at the foot of pages: numbered, in smaller type or below a rule, going on from page to page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from harvest.reference_lists.joining import Joiner
from harvest.reference_lists.model import Line
from harvest.reference_lists.pdf import PageLines
from harvest.reference_lists.signs import NOTE, URL, YEAR, is_citation, number_of
from harvest.reference_lists.splitting import Entry

_SMALLER = 0.95
#: Between two publications in one note.
_BETWEEN = re.compile(
    r"\s*;\s+(?:(?:and|see(?: also)?|also)\s+)?(?=[^\W\d_a-z][\w’'\-]+(?:,|/|\s+[^\W\d_a-z]|\s*:|\s+et al|\s+&|\s+and\s|\s*\())"
)
_BETWEEN_TITLES = re.compile(rf"(?:;\s+(?:and\s+)?|,?\s+and\s+|(?<=\d\d\d\d),\s+)(?=[‘“])|{_BETWEEN.pattern}")
_SEE = re.compile(
    r"(?i:see(?: also| for example| further)?|cf\.?|e\.g\.?|source|quoted in|cited in|from)\s*[,:]?\s+(?=[^\W\d_a-z]|[“‘\"'])"
)
_WORD = re.compile(r"\w{3,}")


class Note:
    """One note: its number and its lines."""

    __slots__ = ("lines", "number")

    def __init__(self, number: str, lines: list[Line]) -> None:
        self.number, self.lines = number, lines


def find_notes(
    pages: Sequence[PageLines], ordered: Sequence[Sequence[Line]], size: float | None, taken: set[int]
) -> list[Note]:
    """Return the notes at page feet, in order. ``size`` is that of the body; ``taken`` are the ids of lines in lists."""
    notes: list[Note] = []
    last = 0
    waiting = False
    for page, lines in zip(pages, ordered, strict=True):
        free = [line for line in lines if id(line) not in taken]
        found = False
        for zone, sure in _zones(page, free, size):
            begun = _begin(zone, last)
            if not begun or not (sure or _referred_to(_above(free, zone), begun)):
                continue
            head = zone[: begun[0][0]]
            if head and waiting and notes and len(head) <= 12:
                notes[-1].lines.extend(head)
            for (at, number, _), (stop, _, _) in zip(begun, [*begun[1:], (len(zone), "", 0)], strict=True):
                notes.append(Note(number, zone[at:stop]))
            last = max((value for _, _, value in begun), default=last) or last
            found = True
        if not found and waiting and notes:
            rest, sure = next(iter(_zones(page, free, size)), ([], False))
            if sure and len(rest) <= 6:
                notes[-1].lines.extend(rest)
        waiting = found
    return notes


def _zones(page: PageLines, lines: Sequence[Line], size: float | None) -> list[tuple[list[Line], bool]]:
    """Return the lines at the foot of each column that may be notes, and whether type or a rule says that they are."""
    columns: dict[int, list[Line]] = {}
    for line in lines:
        if line.y is not None:
            columns.setdefault(line.column, []).append(line)
    zones = []
    for column in columns.values():
        column.sort(key=lambda each: -(each.y or 0.0))
        at = len(column)
        while at and size and (column[at - 1].size or size) <= _SMALLER * size:
            at -= 1
        ruled = _below_rule(page, column)
        if ruled is not None and (at == len(column) or ruled > at):
            at = ruled
        if at < len(column) and (column[at].y or 0.0) < 0.8 * page.height:
            zones.append((column[at:], True))
        elif at == len(column):
            low = [line for line in column if (line.y or 0.0) < 0.45 * page.height]
            first = next((count for count, line in enumerate(low) if NOTE.match(line.text)), len(low))
            zones.append((low[first:], False))
    return [zone for zone in zones if zone[0]]


def _above(lines: Sequence[Line], zone: Sequence[Line]) -> list[Line]:
    ids = set(map(id, zone))
    return [line for line in lines if id(line) not in ids]


def _referred_to(above: Sequence[Line], begun: Sequence[tuple[int, str, int]]) -> bool:
    """Tell whether numbered lines in the type of the body are notes: their numbers follow words of the page."""
    text = " ".join(line.text for line in above)
    # Glued to a word or its full stop, or in brackets; "section 4" and "Q1" are none.
    marked = sum(
        re.search(rf"[^\W\d_A-Z][.,;:)\]’”\"]?(?:{re.escape(number)}(?!\d)|\s?\[{re.escape(number)}\])", text)
        is not None
        for _, number, _ in begun
    )
    return marked >= 0.6 * len(begun)


def _below_rule(page: PageLines, column: Sequence[Line]) -> int | None:
    left = min(line.x0 or 0.0 for line in column)
    right = max(line.x1 or 0.0 for line in column)
    for rule_left, rule_right, height in sorted(page.rules, key=lambda rule: rule[2]):
        if any(_under(line, rule_left, rule_right, height) for line in column):
            continue
        short = rule_right - rule_left <= 0.7 * max(1.0, right - left)
        if abs(rule_left - left) <= 12 and short and height < 0.6 * page.height:
            below = [at for at, line in enumerate(column) if (line.y or 0.0) < height]
            if below and below[-1] == len(column) - 1:
                return below[0]
    return None


def _under(line: Line, left: float, right: float, height: float) -> bool:
    """Tell whether a rule only underlines words of a line."""
    return (
        line.y is not None and line.x0 is not None and line.x1 is not None
        and -0.5 <= line.y - height <= 0.35 * (line.size or 10.0) and line.x0 - 3 <= left and right <= line.x1 + 3
    )  # fmt: skip


def _begin(zone: Sequence[Line], last: int) -> list[tuple[int, str, int]]:
    """Return where notes begin in a zone: rising numbers that go on from ``last`` or from 1, or signs."""
    found: list[tuple[int, str, int]] = []
    for at, line in enumerate(zone):
        match = NOTE.match(line.text)
        if match:
            number = match["number"]
            found.append((at, number, number_of(number)))
    best: list[tuple[int, str, int]] = []
    for first in range(min(len(found), 6)):
        value = found[first][2]
        if value and value != 1 and not last < value <= last + 3:
            continue
        run = [found[first]]
        for each in found[first + 1 :]:
            if (each[2] and 1 <= each[2] - run[-1][2] <= 2) or (not each[2] and not value):
                run.append(each)
        if len(run) > len(best):
            best = run
    return best


def cited(note: Note, joiner: Joiner) -> list[Entry]:
    """Return the publications that a note names; none where it only explains."""
    lines = _together(note.lines)
    text = joiner.join(lines)
    match = NOTE.match(text)
    text = text[match.end() :].strip() if match else text
    linked = [line for line in lines if line.url]
    # A note that only links to something names it as well.
    found = publications(text) or ([text] if linked and len(text) > 15 else [])
    if len(found) < 2 or not linked:
        return [Entry(lines, note.number, each) for each in found]
    return [Entry(_own(lines, each), note.number, each) for each in found]


def _together(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a note up to a space in them: what is below it is something else."""
    for at in range(1, len(lines)):
        before, line = lines[at - 1], lines[at]
        if (before.page, before.column) != (line.page, line.column) or before.y is None or line.y is None:
            continue
        if not 0 <= before.y - line.y <= 1.9 * (line.size or 10.0):
            return list(lines[:at])
    return list(lines)


def _own(lines: Sequence[Line], text: str) -> list[Line]:
    """Return the lines of a note with those links alone that lie on the words of one of its publications."""
    there = set(_WORD.findall(text))
    own = []
    for line in lines:
        words = _WORD.findall(line.linked)
        # Where a link lies is known to about a word.
        on = bool(words) and sum(word in there for word in words) >= 0.75 * len(words)
        own.append(replace(line, url=line.url if on else None))
    return own


def publications(text: str) -> list[str]:
    """Return the publications that the text of a note names, each as written."""
    # ‘Title’, body, month year, and ‘title’, body, month year: the style of the government's own reports.
    seams = _BETWEEN_TITLES if text[:1] in "‘“" else _BETWEEN
    parts: list[str] = []
    begun = 0
    for seam in seams.finditer(text):
        before, after = text[begun : seam.start()], text[seam.end() :]
        if _dated(before) and _dated(after) and len(before) > 25:
            parts.append(before)
            begun = seam.end()
    parts.append(text[begun:])
    found = []
    for part in parts:
        if lead := _SEE.match(part):
            part = part[lead.end() :]
        if is_citation(part):
            found.append(part.strip())
    return found


def _dated(text: str) -> bool:
    return YEAR.search(text) is not None or URL.search(text) is not None
