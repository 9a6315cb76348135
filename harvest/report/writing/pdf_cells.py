"""How the room of a page is shared among the columns of a table, and cells that are longer than a page."""

from __future__ import annotations

from harvest.report.model import Line, Table, plain
from harvest.report.writing.common import words

#: Points that a line of a cell is high and a letter wide, roughly; and of the lines of a page the share that a row may
#: take, since words do not fill lines. What is longer goes on in rows below.
_LEADING, _LETTER, _SHARE = 9, 4.2, 0.45


def lines_of_a_row(height: float) -> int:
    """Return how many lines of a cell lie in one row, by the height of the page."""
    return int(height / _LEADING * _SHARE)


def column_widths(table: Table, room: float, letter: float = 4.4, frame: float = 7) -> list[float]:
    """Share the page among columns by how long their text is, none narrower than its longest ordinary word.

    All in points; ``letter`` is the width of one, ``frame`` what lies around the text of a cell.
    """
    wants, least = [], []
    for at, head in enumerate(table.columns):
        texts = [head, *(plain(row[at]) for row in table.rows[:300])]
        mean = sum(min(len(each), 400) for each in texts) / len(texts)
        word = max((min(len(word), 14) for each in texts for word in each.split()[:40]), default=1)
        wants.append(max(mean, 1) ** 0.6)
        least.append(word * letter + frame)
    spare = room - sum(least)
    if spare <= 0:
        return [room * each / sum(least) for each in least]
    return [low + spare * want / sum(wants) for low, want in zip(least, wants, strict=True)]


def cell_parts(line: Line, width: float, lines: int) -> list[tuple[int, int] | None]:
    """Return from where to where the parts of a cell go that fit so many lines each; ``None`` for one that is whole."""
    text = "".join(words(run) for run in line)
    across = max(1, int((width - 6) / _LETTER))
    if len(text) <= across * lines and text.count("\n") < lines:
        return [None]
    parts: list[tuple[int, int] | None] = []
    begin = used = 0
    last = -1
    for at, letter in enumerate(text):
        used += across if letter == "\n" else 1
        if letter.isspace():
            last = at
        if used >= across * lines:
            # Parted between words where one is near.
            end = last + 1 if last - begin > (at - begin) // 2 else at + 1
            parts.append((begin, end))
            begin, used = end, at + 1 - end
    return [*parts, (begin, len(text))]
