"""What a report is made of, whatever format it is written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: What stands where only a person can say something.
BLANK = "NOT RECORDED - please fill in"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text. ``href`` links it: an address, or "#name" in the same report.

    ``style`` is "", "strong", "code" (as it was sent, never wrapped) or "blank" (what a person has to fill in, shown as
    such in every format).
    """

    text: str
    style: str = ""
    href: str | None = None


#: A line of text: runs in order.
Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title of the report, ``anchor`` a name that links lead to."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    line: Line


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; ``numbered`` counts its lines."""

    lines: tuple[Line, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``columns`` are its heads, ``numbers`` the positions of columns that hold numbers, ``name`` the file name of
    the same rows as CSV."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    numbers: frozenset[int] = frozenset()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing: ``name`` of the plot or diagram, the sentence that says what it shows, and SVG with real colours.

    ``table`` holds the same numbers.
    """

    name: str
    title: str
    says: str
    svg: str
    table: Table | None = None


Block = Heading | Paragraph | Bullets | Table | Figure


@dataclass(frozen=True, slots=True)
class Report:
    """One report. ``date`` is given (ISO), never read from the clock; ``data`` is all of it for programs (plain JSON)."""

    name: str
    title: str
    date: str
    blocks: tuple[Block, ...]
    data: Mapping[str, Any] = field(default_factory=dict)
    language: str = "en-GB"


def text(words: str, style: str = "", href: str | None = None) -> Line:
    """Return a line of one run."""
    return (Run(words, style, href),)


def blank(what: str = "") -> Line:
    """Return the visible blank for what only a person can say; ``what`` names it."""
    return (Run(f"{BLANK}: {what}" if what else BLANK, "blank"),)


def plain(line: Line) -> str:
    """Return a line without styles and links."""
    return "".join(run.text for run in line)
