"""Where the entries of a list begin: by numbers, hanging indents, space between them, or how they begin."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from harvest.reference_lists.model import Line
from harvest.reference_lists.signs import CAPITAL, NOT_FIRST, NUMBERED, OPEN, START, URL, YEAR, number_of

_ENDED = re.compile(r"[.)>\]]$|\d$|/$|https?:\S+$")
_DONE = re.compile(r"[.)\]>”\"’'/]$|\d$|[\w/]{6,}$")


def by_number(lines: Sequence[Line]) -> dict[int, str | None]:
    """Entries that begin with rising numbers."""
    found: list[tuple[int, int, str, str]] = []
    for at, line in enumerate(lines):
        match = NUMBERED.match(line.text)
        if match:
            kind = match.lastgroup or ""
            number = match[kind]
            value = number_of(number)
            if value <= 2_000:
                found.append((at, value, number, kind))
    alone = [each for each in found if each[3] == "alone"]
    if len(alone) >= 0.5 * len(found):
        # One field a line: a list number stands between blank lines, a volume or page number does not.
        apart = [each for each in alone if _apart(lines, each[0])]
        if len(apart) >= 3:
            found = apart
    best: list[tuple[int, int, str, str]] = []
    for first in range(min(len(found), 8)):
        run = _rising(lines, found[first:])
        if len(run) > len(best):
            best = run
    if not best:
        return {}
    per_entry = (len(lines) - best[0][0]) / len(best)
    begins = best[0][0] <= max(3, 0.15 * len(lines))
    few = len(best) >= 2 and best[0][0] == 0 and best[0][1] == 1 and per_entry <= 8 and best[0][3] != "alone"
    if begins and (few or (len(best) >= 3 and per_entry < 14)):
        return {at: number for at, _, number, _ in best}
    return {}


def _apart(lines: Sequence[Line], at: int) -> bool:
    return (at == 0 or lines[at].gap) and (at + 1 == len(lines) or lines[at + 1].gap)


def _rising(
    lines: Sequence[Line], found: Sequence[tuple[int, int, str, str]]
) -> list[tuple[int, int, str, str]]:
    """Return the numbers that count on from the first, all printed in one way and at one place."""
    first = found[0]
    run = [first]
    edge = _relative(lines)
    for place, each in enumerate(found[1:], 1):
        last = run[-1]
        same = each[3] == first[3] or {each[3], first[3]} <= {"plain", "alone", "dot"}
        if not same or not 1 <= each[1] - last[1] <= 3:
            continue
        if edge is not None and edge[each[0]] > edge[first[0]] + 12:
            continue
        # A number may be left out (its line was not read); not where the one that is wanted comes soon.
        if each[1] - last[1] > 1 and any(later[1] == last[1] + 1 for later in found[place + 1 : place + 12]):
            continue
        run.append(each)
    return run


def _relative(lines: Sequence[Line]) -> list[float] | None:
    """Return how far each line is from the left edge of the list in its column; ``None`` without places."""
    if any(line.x0 is None for line in lines):
        return None
    edges: dict[tuple[int, int], float] = defaultdict(lambda: 1e9)
    for line in lines:
        key = (line.page or 0, line.column)
        edges[key] = min(edges[key], line.x0 or 0.0)
    best = dict(edges)
    for (page, column), edge in edges.items():
        # A column with nothing but the rest of an entry: its edge is that of the same column on other pages.
        for (other, same), nearby in edges.items():
            if same == column and (other - page) % 2 == 0 and 0 < edge - nearby < 45:
                best[page, column] = min(best[page, column], nearby)
    return [(line.x0 or 0.0) - best[line.page or 0, line.column] for line in lines]


def by_indent(lines: Sequence[Line]) -> dict[int, str | None]:
    """Entries whose first line stands out to the left (or, rarely, is indented)."""
    edge = _relative(lines)
    if edge is None or len(lines) < 4:
        return {}
    inner = [each for each in edge if each > 4]
    if not 0.15 * len(lines) <= len(inner) <= 0.92 * len(lines):
        return {}
    step = median(inner)
    _push_in(lines, edge, step)
    if sum(abs(each - step) < 3.5 for each in inner) < 0.8 * len(inner):
        return {}
    hanging = {at: None for at, each in enumerate(edge) if each <= 0.5 * step}
    first = {at: None for at, each in enumerate(edge) if each > 0.5 * step}
    begun = [
        sum(START.match(lines[at].text) is not None for at in way) / max(1, len(way))
        for way in (hanging, first)
    ]
    return dict(hanging) if begun[0] >= begun[1] else dict(first)


def _push_in(lines: Sequence[Line], edge: list[float], step: float) -> None:
    """Move a column that begins within an entry, and has no first line to tell its edge by, to where its lines belong."""
    begun = 0
    for at in range(1, len(lines) + 1):
        same = at < len(lines) and (lines[at].page, lines[at].column) == (
            lines[begun].page,
            lines[begun].column,
        )
        if same:
            continue
        before = lines[begun - 1].text.strip() if begun else ""
        within = before and (
            OPEN.search(before) or lines[begun].text[:1].islower() or before[-1] not in ".)>]/0123456789"
        )
        few = at - begun <= 4 or not any(START.match(each.text) for each in lines[begun + 1 : at])
        if within and at - begun <= 8 and few and max(edge[begun:at]) < 3:
            edge[begun:at] = [step] * (at - begun)
        begun = at


def by_gap(lines: Sequence[Line]) -> dict[int, str | None]:
    """Entries that are paragraphs: after blank lines, or with more space above them."""
    starts: dict[int, str | None] = {at: None for at, line in enumerate(lines) if at == 0 or line.gap}
    if len(starts) < 2:
        starts = dict.fromkeys(_spaced(lines))
    if len(starts) < 2 or len(lines) / len(starts) > 14:
        return {}
    return starts


def _spaced(lines: Sequence[Line]) -> list[int]:
    steps = [
        (at, (before.y or 0.0) - (line.y or 0.0))
        for at, (before, line) in enumerate(pairwise(lines), 1)
        if before.y is not None
        and line.y is not None
        and (before.page, before.column) == (line.page, line.column)
    ]
    positive = sorted(step for _, step in steps if step > 0)
    if len(positive) < 4:
        return []
    usual = positive[len(positive) // 5]
    wide = [at for at, step in steps if step > 1.25 * usual]
    known = {at for at, _ in steps}
    broken = [
        at for at in range(1, len(lines))
        if at not in known and not OPEN.search(lines[at - 1].text) and _DONE.search(lines[at - 1].text)
        and (START.match(lines[at].text) or (CAPITAL.match(lines[at].text) and lines[at - 1].text.endswith(".")))
        and not NOT_FIRST.match(lines[at].text)
    ]  # fmt: skip
    return sorted([0, *wide, *broken])


def by_fit(lines: Sequence[Line]) -> dict[int, str | None]:
    """Entries that begin on a new line although their first word had room on the one before."""
    right: dict[tuple[int, int], float] = defaultdict(float)
    for line in lines:
        if line.x0 is None or line.x1 is None:
            return {}
        key = (line.page or 0, line.column)
        right[key] = max(right[key], line.x1)
    starts: dict[int, str | None] = {0: None}
    begun, forced = 0, 0
    for at in range(1, len(lines)):
        before, line = lines[at - 1], lines[at]
        key = (before.page or 0, before.column)
        wide = ((line.x1 or 0.0) - (line.x0 or 0.0)) / max(1, len(line.text))
        room = right[key] - (before.x1 or 0.0)
        fits = room > 1.25 * wide * (len(line.text.split(" ", 1)[0]) + 1) + 1.0
        text = line.text.strip()
        if fits and not NOT_FIRST.match(text) and (CAPITAL.match(text) or START.match(text)):
            forced += 1
        else:
            # A full line may end an entry as well.
            have = " ".join(each.text for each in lines[begun:at])
            ahead = " ".join(each.text for each in lines[at : at + 5])[:420]
            full = START.match(text) and _ENDED.search(before.text) and room < 0.12 * right[key]
            if not (full and YEAR.search(have) and (YEAR.search(ahead) or URL.search(ahead))):
                continue
        starts[at] = None
        begun = at
    if forced < 3 or forced < 0.1 * len(lines):
        return {}
    return starts


def by_words(lines: Sequence[Line]) -> dict[int, str | None]:
    """Entries told by how their first lines begin and the lines before them end, and by the alphabet."""
    lengths = sorted(len(line.text) for line in lines)
    usual = lengths[int(0.8 * (len(lengths) - 1))]
    starts: dict[int, str | None] = {0: None}
    may: list[int] = []
    begun = 0
    for at in range(1, len(lines)):
        text, before = lines[at].text.strip(), lines[at - 1].text.strip()
        have = " ".join(line.text for line in lines[begun:at][:12])
        if OPEN.search(before) or not (CAPITAL.match(text) or START.match(text)) or NOT_FIRST.match(text):
            continue
        ahead = " ".join(line.text for line in lines[at : at + 5])[:420]
        short = len(before) < 0.82 * usual
        done = _DONE.search(before) is not None
        ended = _ENDED.search(before) is not None
        dated = YEAR.search(ahead) is not None or URL.search(ahead) is not None
        if ended and dated:
            may.append(at)
        if not (YEAR.search(have) or URL.search(have)):
            continue
        begins = START.match(text) is not None
        if dated and ((begins and (done or short)) or (short and len(have) > 50 and ended)):
            starts[at] = None
            begun = at
    return _by_alphabet(lines, starts, may)


def _by_alphabet(
    lines: Sequence[Line], starts: dict[int, str | None], may: Sequence[int]
) -> dict[int, str | None]:
    """Where entries run from A to Z, take out starts that break the order and put in those that fit it."""
    order = sorted(starts)
    keys: dict[int, str] = {}
    key = ""
    for at in sorted({*order, *may}):
        # "van", "de": some lists sort by them and some do not.
        key = key if key and lines[at].text[:1].islower() else _key(lines[at].text)
        keys[at] = key
    longest = _longest_rising([keys[at] for at in order])
    if len(order) < 6 or len(longest) < 0.9 * len(order):
        return starts
    kept = [order[at] for at in longest]
    result = set(kept)
    for low, high in zip(kept, [*kept[1:], len(lines)], strict=True):
        ceiling = keys.get(high, "zz")
        floor, before = keys[low], low
        for at in may[bisect_right(may, low) : bisect_left(may, high)]:
            if floor <= keys[at] <= ceiling and ceiling[:1] <= chr(ord(floor[:1] or "a") + 3):
                # A dated entry must be left on both sides.
                have = " ".join(line.text for line in lines[before:at])
                if YEAR.search(have) or URL.search(have):
                    result.add(at)
                    floor, before = keys[at], at
    return dict.fromkeys(sorted(result | {0}))


def _key(text: str) -> str:
    return re.sub(r"^(?:the|a|an)\s+|[^a-z]", "", unicodedata.normalize("NFKD", text[:30]).lower())[:4] or "a"


def _longest_rising(keys: Sequence[str]) -> list[int]:
    """Return the places of the longest run of keys that never falls."""
    tails: list[str] = []
    places: list[int] = []
    before: list[int] = []
    for at, key in enumerate(keys):
        slot = bisect_right(tails, key)
        tails[slot : slot + 1] = [key]
        places[slot : slot + 1] = [at]
        before.append(places[slot - 1] if slot else -1)
    run: list[int] = []
    at = places[-1] if places else -1
    while at >= 0:
        run.append(at)
        at = before[at]
    return run[::-1]
