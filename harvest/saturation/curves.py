"""What can be seen in the order of reading alone: batches, runs and themes. Signs of slowing down, never a proof."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Batch:
    """One point of the yield curve: after ``read`` documents ``found`` were relevant, ``new`` of them in this batch."""

    read: int
    new: int
    found: int


def yield_curve(labels: Sequence[bool], size: int) -> list[Batch]:
    """Return the yield of each batch of ``size`` documents, in the order they were read; the last may be smaller.

    Raises:
        ValueError: a batch holds no document.
    """
    if size < 1:
        raise ValueError("a batch holds at least one document")
    batches, found = [], 0
    for start in range(0, len(labels), size):
        part = labels[start : start + size]
        new = sum(map(bool, part))
        found += new
        batches.append(Batch(start + len(part), new, found))
    return batches


def run_length(labels: Sequence[bool]) -> int:
    """Return how many documents were read since the last relevant one."""
    for run, label in enumerate(reversed(labels)):
        if label:
            return run
    return len(labels)


@dataclass(frozen=True, slots=True)
class Themes:
    """New themes in the last ``run`` units against those of the first ``base_units`` (a ratio, or ``None``)."""

    per_unit: tuple[int, ...]
    base: int
    new_in_run: int
    ratio: float | None
    reached: bool


def new_themes(
    units: Sequence[Collection[Hashable]], *, base_units: int = 4, run: int = 3, threshold: float = 0.05
) -> Themes:
    """Return the new themes of each unit and the first unit-run at which few enough were new.

    Guest G, Namey E, Chen M. A simple method to assess and report thematic saturation in qualitative research.
    PLoS ONE 2020;15(5):e0232076. A unit is a document or a batch with the themes that reviewers tagged in it; the
    measure is of themes, and says nothing of documents. ``reached`` tells whether the *last* run of units was at or
    below the threshold.

    Raises:
        ValueError: base or run hold no unit.
    """
    if base_units < 1 or run < 1:
        raise ValueError("base and run hold at least one unit each")
    known: set[Hashable] = set()
    per_unit = []
    for unit in units:
        fresh = set(unit) - known
        per_unit.append(len(fresh))
        known |= fresh
    base = sum(per_unit[:base_units])
    enough = len(per_unit) >= base_units + run
    new = sum(per_unit[-run:]) if enough else sum(per_unit[base_units:])
    ratio = new / base if base and enough else None
    return Themes(tuple(per_unit), base, new, ratio, ratio is not None and ratio <= threshold)
