"""Where a document's reference lists begin and end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from harvest.reference_lists.model import Line
from harvest.reference_lists.signs import (
    NUMBERED,
    START,
    URL,
    YEAR,
    density,
    heading_of,
    is_citation,
    is_contents,
    is_end,
)  # fmt: skip

#: Years for every 120 characters in the first lines of a list: of one whose heading says so, and of notes.
_STRONG, _WEAK = 0.3, 0.45
#: Below this over a window of lines with characters enough, running text has begun.
_FADED = 0.12
_WINDOW, _ENOUGH = 20, 500
_LARGER = 1.1
#: An entry names its authors before its first full stop, with a comma or a bracket after them.
_AUTHORS = re.compile(r"[^.,(]{2,60}[,(]")


@dataclass(frozen=True, slots=True)
class Section:
    """A list: ``lines[start:stop]`` below a heading. ``strong`` is false of notes and sources."""

    heading: str
    start: int
    stop: int
    strong: bool


def body_size(lines: Sequence[Line]) -> float | None:
    """Return the size of type that most of a document is set in, or ``None`` where none is known."""
    sizes: Counter[float] = Counter()
    for line in lines:
        if line.size:
            sizes[line.size] += len(line.text)
    if not sizes:
        return None
    usual, chars = sizes.most_common(1)[0]
    for size, share in sizes.most_common(4)[1:]:
        # Where notes have more words than the text: larger type above nearly all of the usual one on its pages.
        if size > 1.05 * usual and share >= 0.25 * chars and _above(lines, size, usual):
            return size
    return usual


def _above(lines: Sequence[Line], large: float, small: float) -> bool:
    lowest: dict[int | None, float] = {}
    for line in lines:
        if line.size == large and line.y is not None:
            lowest[line.page] = min(lowest.get(line.page, line.y), line.y)
    places = [
        line.y < lowest[line.page]
        for line in lines
        if line.size == small and line.y is not None and line.page in lowest
    ]
    return len(places) >= 2 and sum(places) >= 0.9 * len(places)


def find_sections(lines: Sequence[Line]) -> list[Section]:
    """Return the lists in a document's lines, in order; they do not overlap."""
    found: list[Section] = []
    at = 0
    while at < len(lines):
        kind = heading_of(lines[at].text)
        if kind is None or not _begins(lines, at, kind):
            at += 1
            continue
        stop = _end(lines, at)
        if stop > at + 1:
            found.append(Section(lines[at].text.strip(), at + 1, stop, kind == "strong"))
        at = max(stop, at + 1)
    return found


def _begins(lines: Sequence[Line], at: int, kind: str) -> bool:
    following = [line.text for line in lines[at + 1 : at + 61] if line.text.strip()][:25]
    if not following or is_contents(following[:8]):
        return False
    line = lines[at]
    # "Sources" in the small print of a table, "references" at the end of a sentence: no heading.
    after = lines[at + 1]
    if line.size and after.size and line.size < 0.9 * after.size:
        return False
    if at and not line.head and line.text[:1].islower() and not line.gap:
        return False
    needed = _STRONG if kind == "strong" else _WEAK
    near = [line for line in lines[at + 1 : at + 61] if line.text.strip()]
    if not any(_evidence(near[:count]) >= needed for count in (4, 12, 25)):
        return False
    if near[0].fixed:
        return True
    first = following[0]
    return kind == "strong" or (
        (NUMBERED.match(first) or START.match(first) or URL.search(" ".join(following[:3]))) is not None
        and sum(density([each]) > 0 for each in following[:12]) >= 0.25 * len(following[:12])
    )


def _evidence(lines: Sequence[Line]) -> float:
    """Return years and addresses, printed or linked, for every 120 characters."""
    linked = sum(line.url is not None for line in lines)
    return density([line.text for line in lines]) + 0.5 * linked / max(
        1.0, sum(len(line.text) for line in lines) / 120
    )


def _end(lines: Sequence[Line], head: int) -> int:
    """Return where the list below a heading ends."""
    size = _list_size(lines, head)
    stop = head + 1
    for stop in range(head + 1, len(lines) + 1):
        if stop == len(lines):
            break
        line = lines[stop]
        text = line.text.strip()
        if not text or stop == head + 1:
            continue
        if lines[stop - 1].fixed and not line.fixed and not _between_items(lines, stop):
            break
        if heading_of(text) and (
            line.head or not size or (line.size or size) > 1.02 * size or _begins(lines, stop, "weak")
        ):
            break
        if _is_heading(line, size) and (is_end(text) or not _goes_on(lines, stop)):
            break
        if not line.fixed and is_end(text) and stop > head + 3 and not size and not _goes_on(lines, stop):
            break
    return _before_fading(lines, head, stop)


def _list_size(lines: Sequence[Line], head: int) -> float | None:
    sizes = Counter(line.size for line in lines[head + 1 : head + 40] if line.size and len(line.text) > 20)
    return sizes.most_common(1)[0][0] if sizes else None


def _is_heading(line: Line, size: float | None) -> bool:
    if line.head:
        return True
    larger = bool(size and line.size and line.size >= _LARGER * size)
    return larger and len(line.text) < 100


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Tell whether the lines after a heading are references as well: a list in parts."""
    following = [line.text for line in lines[at + 1 : at + 13] if line.text.strip()]
    if len(following) < 2 or density(following) < _STRONG:
        return False
    return START.match(following[0]) is not None or NUMBERED.match(following[0]) is not None


def _between_items(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line that is no item is a sub-heading of a list, or an entry of it all the same."""
    following = at + 1 < len(lines) and lines[at + 1].fixed
    text = lines[at].text
    heading = following and len(text) < 60 and not is_end(text)
    return heading or (
        is_citation(text) and START.match(text) is not None and _AUTHORS.match(text) is not None
    )


def _before_fading(lines: Sequence[Line], head: int, stop: int) -> int:
    """Return the end of a list that goes over into running text without a heading."""
    body = [at for at in range(head + 1, stop) if lines[at].text.strip()]
    if any(lines[at].fixed for at in body):
        return stop
    dated = [len(YEAR.findall(lines[at].text)) + 0.5 * len(URL.findall(lines[at].text)) for at in body]
    sizes = [len(lines[at].text) for at in body]
    for first in range(6, max(0, len(body) - 3)):
        last = first
        chars, years = 0, 0.0
        while last < len(body) and (last - first < _WINDOW or chars < _ENOUGH):
            chars += sizes[last]
            years += dated[last]
            last += 1
        if chars < _ENOUGH or years / (chars / 120) >= _FADED:
            continue
        # The last entries before it stay whole: lines dated close to one another, and the rest of a sentence.
        end = first
        for at in range(first, min(first + 16, len(body))):
            if dated[at] and at - end <= 5:
                end = at + 1
        finish = end
        while (
            finish < len(body)
            and finish - end < 3
            and not lines[body[finish - 1]].text.rstrip().endswith((".", ">", ")"))
        ):
            finish += 1
        end = finish if finish - end < 3 else end
        return body[end] if end < len(body) else stop
    return stop
