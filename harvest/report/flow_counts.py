"""The boxes of a PRISMA 2020 flow diagram, each with its number and what it is a number of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Column = Literal["databases", "other", "included"]
Variant = Literal["official", "with-screening"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a box: a reason for exclusion or a source, with its number and the ids counted."""

    label: str
    n: int
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """One box, or one line in a box.

    ``key`` is that of PRISMA.csv, empty for a line that the official template has no row for. ``n`` is ``None`` where
    only a person can say it. ``ids`` are the records counted (works without a number by the works' names), ``command``
    the greylit command that lists them. ``parts`` say the number by reason or by source; they sum to ``n``.
    """

    name: str
    column: Column
    label: str
    n: int | None
    key: str = ""
    ids: tuple[str, ...] = ()
    command: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of the diagram that was checked: ``left`` names one box, ``right`` the arithmetic."""

    sentence: str
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class FlowCounts:
    """All boxes of the diagram in reading order: databases column, other column, included.

    Names of the boxes of the databases column: ``databases``, ``registers`` (identified from), ``duplicates``,
    ``automatic``, ``other_reasons`` (removed before screening), ``screened``, ``excluded``, ``sought``,
    ``not_retrieved``, ``assessed``, ``assessed_excluded``, ``waiting``. Of the other column: ``websites``,
    ``organisations``, ``citations`` (identified from), ``other_screened`` and ``other_excluded`` (drawn with
    ``with-screening`` only), ``other_sought``, ``other_not_retrieved``, ``other_assessed``,
    ``other_assessed_excluded``, ``other_waiting``. Included: ``studies`` (``n`` may be ``None``), ``reports``.
    The two ``waiting`` boxes count records that have no decision yet; they are drawn when not 0.
    ``notes`` are sentences to stand below the diagram.
    """

    variant: Variant
    boxes: tuple[Box, ...]
    sums: tuple[Sum, ...] = ()
    notes: tuple[str, ...] = ()

    def box(self, name: str) -> Box:
        """Return a box by its name.

        Raises:
            KeyError: the variant has no such box.
        """
        for box in self.boxes:
            if box.name == name:
                return box
        raise KeyError(name)

    def has(self, name: str) -> bool:
        """Say whether the variant has a box of that name."""
        return any(box.name == name for box in self.boxes)

    def column(self, column: Column) -> Iterator[Box]:
        """Return the boxes of one column, from top to bottom."""
        return (box for box in self.boxes if box.column == column)
