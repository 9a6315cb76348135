"""Lines of text as an engine reads them off a picture: their words, and where they stand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a piece of one. Places are in pixels of the picture, counted from its top left.

    ``middle`` is the height at which the line runs, halfway between top and bottom of its letters; ``height`` is that of
    its letters. ``confidence`` is the engine's own, 0 to 1.
    """

    text: str
    confidence: float
    left: float
    right: float
    middle: float
    height: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine made of one picture. ``engine`` is its name and version."""

    lines: tuple[Line, ...]
    engine: str

    @property
    def confidence(self) -> float | None:
        """The mean of the lines, weighted by their letters; ``None`` without any."""
        letters = sum(len(line.text) for line in self.lines)
        return sum(len(line.text) * line.confidence for line in self.lines) / letters if letters else None


@dataclass(frozen=True, slots=True)
class Placed:
    """Words with the line through the middle of their letters, from ``start`` to ``end`` (x, y), before skew is taken out."""

    text: str
    confidence: float
    start: tuple[float, float]
    end: tuple[float, float]
    height: float


#: A line this many times as wide as high tells the skew of the page.
_LONG = 8
#: Steeper than this, in radians, is no skew of a sheet in a scanner.
_STEEPEST = 0.2


def straightened(placed: Sequence[Placed]) -> tuple[Line, ...]:
    """Return lines with the skew of the sheet taken out of their places; those without a letter or digit are left out."""
    kept = [words for words in placed if any(map(str.isalnum, words.text))]
    skew = _skew(kept)
    cos, sin = math.cos(skew), math.sin(skew)
    lines = []
    for words in kept:
        (x0, y0), (x1, y1) = words.start, words.end
        middle = ((y0 + y1) * cos - (x0 + x1) * sin) / 2
        lines.append(
            Line(words.text, words.confidence, x0 * cos + y0 * sin, x1 * cos + y1 * sin, middle, words.height)
        )
    return tuple(lines)


def _skew(placed: Sequence[Placed]) -> float:
    angles = []
    for words in placed:
        across = words.end[0] - words.start[0]
        if across > _LONG * words.height:
            angle = math.atan2(words.end[1] - words.start[1], across)
            if abs(angle) < _STEEPEST:
                angles.append(angle)
    return median(angles) if angles else 0.0
