"""What goes into an import, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from harvest.errors import GreylitError

#: Problems of a file that are told in words; a program gets all of them.
TOLD = 20


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may set for one import.

    Attributes:
        files: the folder of the documents; the folder of the sheet when ``None``.
        by: who did the searches or took the decisions, for rows that do not say it.
        skip_bad: take in the rows that are right, and list the others.
        workers: text worker processes.
        stage: stage of screening that decisions are of; the first of the review when ``None``.
        verdict: what was decided of records of which the file does not say it.
        source: source of the protocol whose search the references of the file are of; ``None`` for other files.
        searched_on: day of that search (ISO), where it is another than the protocol says.
        strategy, seen, screened: the search as made, results that it gave, and how many of them were looked at.
    """

    files: Path | None = None
    by: str | None = None
    skip_bad: bool = False
    workers: int | None = None
    stage: str | None = None
    verdict: str | None = None
    source: str | None = None
    searched_on: str | None = None
    strategy: str | None = None
    seen: int | None = None
    screened: int | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one cell, and what to write instead.

    ``row`` counts from 1, as spreadsheets do; of a text file, whose name ``sheet`` is then, it is the line.
    """

    sheet: str
    row: int
    column: str
    says: str

    @property
    def sentence(self) -> str:
        """The problem with its place."""
        column = f", column {self.column}" if self.column else ""
        place = f"{self.sheet}, line" if "." in self.sheet else f"sheet {self.sheet}, row"
        return f"{place} {self.row}{column}: {self.says}"

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return asdict(self)


def not_right(path: Path, wrong: Sequence[Wrong], code: str, hint: str) -> GreylitError:
    """Return the error for a file of which nothing was taken in, with every place where it is wrong."""
    more = [f"and {len(wrong) - TOLD} more"] if wrong[TOLD:] else []
    number = "1 thing is" if len(wrong) == 1 else f"{len(wrong)} things are"
    head = f"{path.name}: {number} not right; nothing was taken in"
    return GreylitError(
        "\n  ".join([head, *(each.sentence for each in wrong[:TOLD]), *more]),
        code=code, where={"file": str(path), "problems": [each.as_dict() for each in wrong]}, hint=hint,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import.

    Attributes:
        kind: what the file was taken for.
        searches: tasks that are new or told otherwise than before.
        documents: documents taken in with their file.
        without_file: documents taken in by title and address only.
        known: rows that were taken in before.
        waiting: tasks of the sheet that nobody has filled in, or records of which nobody has decided.
        left_out: rows that were not right and were left out, as ``skip_bad`` asks.
        notes: what is worth knowing of single files.
        records: records of the review now.
        new_records: numbers that were given by this import.
        unnumbered: records that wait for their number, because their run has not ended.
        decisions: decisions that are new.
        references: references that are new.
    """

    kind: str
    searches: int
    documents: int
    without_file: int
    known: int
    waiting: int
    left_out: tuple[Wrong, ...]
    notes: tuple[str, ...]
    records: int
    new_records: tuple[str, ...]
    unnumbered: int = 0
    decisions: int = 0
    references: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return {
            **asdict(self), "left_out": [each.as_dict() for each in self.left_out], "notes": list(self.notes),
            "new_records": list(self.new_records),
        }  # fmt: skip
