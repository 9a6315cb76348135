"""Citations among works that are held, by year, as a picture: SVG that stands alone.

No script, nothing from outside, no font but the reader's own. Light, dark and printed pages have colours of their own,
and what the bars show is told in words as well.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

Row = Mapping[str, Any]

TITLE = "Citations among works that are held, by year of the citing work"
NOTHING = "No work that is held cites or mentions another one."
NO_DATE = "no date"

#: Pixels: the least width of the picture, the most height of a bar, and the space around the bars.
_WIDTH, _HEIGHT = 760, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 24, 108, 64
#: Pixels that a bar and the space beside it have: at least, and at most; from which on its sum stands above it.
_NARROWEST, _WIDEST, _ROOM_FOR_SUM = 8.0, 56.0, 22.0
#: Pixels for the label of a year, and between the last year and works without a date.
_ROOM_FOR_YEAR, _APART = 38.0, 44.0
_LINES = 5
# Blue and amber are told apart by all kinds of colour vision; on paper, dark and white with an edge.
_STYLE = """
text { font-family: system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; font-size: 12px; fill: #1b1f24; }
.head { font-size: 15px; font-weight: 600; }
.paper { fill: #ffffff; }
.line { stroke: #c9ced6; stroke-width: 1; }
.foot { stroke: #1b1f24; stroke-width: 1; }
.citation { fill: #1f5c99; stroke: #1f5c99; }
.mention { fill: #f2b134; stroke: #8a5a00; }
@media (prefers-color-scheme: dark) {
  text { fill: #e8eaed; }
  .paper { fill: #14181d; }
  .line { stroke: #3a424d; }
  .foot { stroke: #e8eaed; }
  .citation { fill: #79b8ff; stroke: #79b8ff; }
  .mention { fill: #8a5a00; stroke: #ffd37a; }
}
@media print {
  text { fill: #000000; }
  .paper { fill: #ffffff; }
  .line { stroke: #bbbbbb; }
  .foot { stroke: #000000; }
  .citation { fill: #333333; stroke: #000000; }
  .mention { fill: #ffffff; stroke: #000000; }
}
"""


def picture(rows: Iterable[Row]) -> str:
    """Return the picture as SVG 1.1, one element a line, ending in a line feed.

    Args:
        rows: as :func:`store.citing.by_year` has them: ``year`` (``None`` for citing works without a date), ``citations``
            and ``mentions``, pairs of works, each once. Years that have none need no row.
    """
    bars = _bars(rows)
    around = _LEFT + _apart(bars) + _RIGHT
    slot = min(_WIDEST, max(_NARROWEST, (_WIDTH - around) / max(len(bars), 1)))
    width = max(float(_WIDTH), around + slot * len(bars))
    height = _TOP + _HEIGHT + _BOTTOM if bars else 120
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {_short(width)} {height}", "width": _short(width),
            "height": str(height), "role": "img", "aria-labelledby": "citations-title citations-desc",
        },
    )  # fmt: skip
    SubElement(svg, "title", {"id": "citations-title"}).text = TITLE
    SubElement(svg, "desc", {"id": "citations-desc"}).text = described(bars)
    SubElement(svg, "style").text = _STYLE
    SubElement(svg, "rect", {"class": "paper", "width": "100%", "height": "100%"})
    _text(svg, _LEFT, 28, TITLE, **{"class": "head"})
    if bars:
        _key(svg, bars)
        _draw(svg, bars, slot, width)
    else:
        _text(svg, _LEFT, 60, NOTHING)
    indent(svg)
    return tostring(svg, encoding="unicode") + "\n"


def described(rows: Iterable[Row]) -> str:
    """Return all numbers of the picture in words: each year with its citations and mentions, then the sums."""
    bars = _bars(rows)
    if not bars:
        return NOTHING
    said = [f"{bar['year'] or NO_DATE}: {_numbers(bar)}" for bar in bars]
    return f"Pairs of works, each counted once. {'; '.join(said)}. In all {_numbers(_sums(bars))}."


def _bars(rows: Iterable[Row]) -> list[Row]:
    """Return a row for each year from the first to the last, and one without a year where there is any."""
    by_year = {row["year"]: row for row in rows if row["citations"] or row["mentions"]}
    undated = by_year.pop(None, None)
    years = range(min(by_year), max(by_year) + 1) if by_year else range(0)
    dated = [by_year.get(year, {"year": year, "citations": 0, "mentions": 0}) for year in years]
    return [*dated, undated] if undated else dated


def _sums(bars: Iterable[Row]) -> Row:
    bars = list(bars)
    return {kind: sum(bar[kind] for bar in bars) for kind in ("citations", "mentions")}


def _numbers(bar: Row) -> str:
    return ", ".join(
        f"{bar[f'{word}s']} {word}{'' if bar[f'{word}s'] == 1 else 's'}" for word in ("citation", "mention")
    )


def _apart(bars: list[Row]) -> float:
    """Return the pixels between the last year and the bar of works without a date, 0 unless there are both."""
    return _APART if len(bars) > 1 and bars[-1]["year"] is None else 0


# ---- what is drawn


def _key(svg: Element, bars: list[Row]) -> None:
    """Draw which colour is what, with the sums."""
    sums, left = _sums(bars), float(_LEFT)
    for word in ("citation", "mention"):
        count = sums[f"{word}s"]
        said = f"{word}{'' if count == 1 else 's'} ({count})"
        _rect(svg, word, left, 44, 12, 12)
        _text(svg, left + 18, 54, said)
        left += 34 + 7.5 * len(said)


def _draw(svg: Element, bars: list[Row], slot: float, width: float) -> None:
    step = _step(max(bar["citations"] + bar["mentions"] for bar in bars))
    most = step * math.ceil(max(bar["citations"] + bar["mentions"] for bar in bars) / step)
    unit, foot = _HEIGHT / most, float(_TOP + _HEIGHT)
    for value in range(0, most + 1, step):
        y = foot - value * unit
        _line(svg, "line" if value else "foot", _LEFT, y, width - _RIGHT)
        _text(svg, _LEFT - 8, y + 4, str(value), **{"text-anchor": "end"})
    _text(svg, _LEFT - 44, _TOP - 26, "pairs of works, citing and cited")
    every = max(1, math.ceil(_ROOM_FOR_YEAR / slot))
    last = max((bar["year"] for bar in bars if bar["year"] is not None), default=0)
    for place, bar in enumerate(bars):
        middle = _LEFT + slot * (place + 0.5) + (_apart(bars) if bar["year"] is None else 0)
        _bar(svg, bar, middle, slot, unit, foot)
        # The last year is always told, so one that would run into it is not.
        told = place % every == 0 and last - (bar["year"] or last) >= every
        if bar["year"] is None or bar["year"] == last or told:
            _text(svg, middle, foot + 18, str(bar["year"] or NO_DATE), **{"text-anchor": "middle"})
    _text(svg, _LEFT, foot + 44, "year of the citing work")


def _bar(svg: Element, bar: Row, middle: float, slot: float, unit: float, foot: float) -> None:
    """Draw one bar, citations below and mentions upon them, with what it shows for those who point at it."""
    group = SubElement(svg, "g", {"class": "bar"})
    SubElement(group, "title").text = f"{bar['year'] or NO_DATE}: {_numbers(bar)}"
    wide, top = slot * 0.7, foot
    for word in ("citation", "mention"):
        if high := bar[f"{word}s"] * unit:
            top -= high
            _rect(group, word, middle - wide / 2, top, wide, high)
    if (total := bar["citations"] + bar["mentions"]) and slot >= _ROOM_FOR_SUM:
        _text(group, middle, top - 5, str(total), **{"text-anchor": "middle"})


def _step(most: int) -> int:
    """Return the distance of the lines: 1, 2 or 5 times a power of ten, so that there are few of them."""
    power = 1
    while True:
        for times in (1, 2, 5):
            if times * power * _LINES >= most:
                return times * power
        power *= 10


def _rect(parent: Element, kind: str, x: float, y: float, wide: float, high: float) -> None:
    places = {"x": _short(x), "y": _short(y), "width": _short(wide), "height": _short(high)}
    SubElement(parent, "rect", {"class": kind, **places})


def _line(parent: Element, kind: str, left: float, y: float, right: float) -> None:
    places = {"x1": _short(left), "y1": _short(y), "x2": _short(right), "y2": _short(y)}
    SubElement(parent, "line", {"class": kind, **places})


def _text(parent: Element, x: float, y: float, said: str, **more: str) -> None:
    SubElement(parent, "text", {"x": _short(x), "y": _short(y), **more}).text = said


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
