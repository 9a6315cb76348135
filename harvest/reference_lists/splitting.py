"""The lines of a list to entries: by numbers, hanging indents, paragraphs, or how entries begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from harvest.reference_lists.joining import Joiner
from harvest.reference_lists.model import Line
from harvest.reference_lists.signs import (
    CAPITAL,
    NOT_FIRST,
    NUMBERED,
    OPEN,
    START,
    URL,
    YEAR,
    is_citation,
    marked,
)
from harvest.reference_lists.starting import by_fit, by_gap, by_indent, by_number, by_words

#: Entries shorter than this are none.
SHORTEST = 16
_LONGEST = 700
_SENSIBLE = 0.55


class Entry:
    """Lines of one entry with its number as printed."""

    __slots__ = ("lines", "number", "text")

    def __init__(self, lines: list[Line], number: str | None, text: str) -> None:
        self.lines, self.number, self.text = lines, number, text


def split(lines: Sequence[Line], joiner: Joiner) -> list[Entry]:
    """Return the entries of a list, in order; whatever is too short for one is left out."""
    lines = [line for line in lines if line.text.strip()]
    if not lines:
        return []
    if any(line.fixed for line in lines):
        return _by_mark(lines, joiner)
    made: list[list[Entry]] = []
    for way in (by_number, by_indent, by_gap, by_fit, by_words):
        if starts := way(lines):
            made.append(_made(lines, starts, joiner))
            # Where the layout tells entries apart, it is right more often than their words are.
            if _sense(made[-1]) >= _SENSIBLE:
                break
    best = max(made, key=_sense, default=[])
    kept = [entry for entry in best if len(entry.text) >= SHORTEST and any(map(str.isalpha, entry.text))]
    return _without_tail(kept, joiner)


def _made(lines: Sequence[Line], starts: dict[int, str | None], joiner: Joiner) -> list[Entry]:
    entries = []
    order = sorted(starts)
    # What stands before the first entry is an introduction, unless entries carry no numbers.
    if order[0] > 0 and starts[order[0]] is None:
        order.insert(0, 0)
        starts = {**starts, 0: None}
    for at, stop in zip(order, [*order[1:], len(lines)], strict=True):
        part = list(lines[at:stop])
        number = starts[at]
        text = joiner.join(part)
        if number is not None and part[0].number is None and (found := NUMBERED.match(text)):
            text = text[found.end() :]
        entries.append(Entry(part, number, text.strip()))
    return entries


def _without_tail(entries: list[Entry], joiner: Joiner) -> list[Entry]:
    """Cut off running text that follows a list without a heading: in its last entry, or as lines of their own."""
    count = len(entries)
    while count and not (YEAR.search(entries[count - 1].text) or URL.search(entries[count - 1].text)):
        count -= 1
    if len(entries) - count >= 3 and entries[-1].number is None and count:
        entries = entries[:count]
    if not entries:
        return entries
    last = entries[-1]
    cut = _end_of_words(last.lines)
    if cut is not None:
        text = joiner.join(last.lines[:cut])
        if last.number is not None and (found := NUMBERED.match(text)):
            text = text[found.end() :]
        entries[-1] = Entry(last.lines[:cut], last.number, text)
    return entries


def _end_of_words(lines: Sequence[Line]) -> int | None:
    """Return where running text begins within the lines of a last entry, or ``None``."""
    inner = [line.x0 for line in lines[1:3] if line.x0 is not None]
    for at in range(1, len(lines)):
        line, before = lines[at], lines[at - 1]
        rest = " ".join(each.text for each in lines[at:])
        if len(rest) < 12:
            return None
        sized = bool(line.size and before.size and abs(line.size - before.size) > 0.08 * before.size)
        step = before.y - line.y if before.y is not None and line.y is not None else 0.0
        spaced = step > 1.55 * (line.size or 10.0) or (step < 0 and line.column != before.column and at > 1)
        back = bool(
            inner
            and at > 1
            and line.x0 is not None
            and line.x0 < inner[0] - 6
            and line.column == before.column
        )
        plain = line.gap and line.y is None
        apart = sized or step > 2.0 * (line.size or 10.0)
        if not (sized or spaced or back or plain) or (len(rest) < 100 and not apart):
            continue
        if (
            YEAR.search(" ".join(each.text for each in lines[:at]))
            and len(YEAR.findall(rest)) / (len(rest) / 120) < 0.2
        ):
            return at
    return None


def _sense(entries: Sequence[Entry]) -> float:
    """Return how far entries look like references, up to 1: dated or linked, begun and ended as such, of one kind."""
    if not entries:
        return 0.0
    usual = median(len(entry.text) for entry in entries)
    total = 0.0
    for entry in entries:
        text = entry.text
        value = 0.5 if YEAR.search(text) or URL.search(text) else 0.0
        value += (
            0.3 if START.match(text) else 0.15 if CAPITAL.match(text) and not NOT_FIRST.match(text) else 0.0
        )
        value += 0.2 if re.search(r"[.)>\]/”\"]$|\d$", text) and not OPEN.search(text) else 0.0
        if len(text) < 25 or len(text) > max(_LONGEST, 3.5 * usual):
            value *= 0.3
        total += value * (1 + max(0, len(text) // 300))
    weight = sum(1 + max(0, len(entry.text) // 300) for entry in entries)
    merged = sum(_seams(entry.text) for entry in entries)
    return total / (weight + merged)


_SEAM = re.compile(
    r"(?:[.>)\]/]|\d)\s+(?=[^\W\d_a-z][\w’'-]+,?\s+(?:[^\W\d_a-z]\.|[^\W\d_a-z]{1,3}[,.]|[^\W\d_a-z]{2}\b)[^()]{0,120}\(?(?:19|20)\d\d)"
)


def _seams(text: str) -> int:
    """Return how many further entries seem to begin within a text, after a first year."""
    first = YEAR.search(text)
    return len(_SEAM.findall(text, first.end())) if first else 0


def _by_mark(lines: Sequence[Line], joiner: Joiner) -> list[Entry]:
    """Return the entries that the document itself keeps apart, and paragraphs between them that name publications."""
    entries = []
    for line in lines:
        text, number = joiner.join([line]), line.number
        if number is None:
            number, text = marked(text)
        if len(text) >= SHORTEST and (line.fixed or is_citation(text)):
            entries.append(Entry([line], number, text.strip()))
    return entries
