"""Items of a reporting guideline: which of them the machine filled, which need a person, which were not used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from harvest.report.model import (
    BLANK,
    Block,
    Bullets,
    Heading,
    Line,
    Paragraph,
    Run,
    Table,
    blank,
    plain,
    text,
)
from harvest.report.numbers import Number

Status = Literal["filled", "needs you", "not used"]


@dataclass(frozen=True, slots=True)
class Item:
    """One item.

    ``lines`` say what was done; a line with a blank in it makes the item one that needs a person. ``numbers`` are its
    evidence, each with the command that shows it; ``see`` are further commands; ``unused`` marks what was not done.
    """

    key: str
    title: str
    lines: tuple[Line, ...]
    numbers: tuple[Number, ...] = ()
    see: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    unused: bool = False

    @property
    def status(self) -> Status:
        """Whether it is filled, needs a person, or was not used."""
        if any(run.style == "blank" for line in self.lines for run in line):
            return "needs you"
        return "not used" if self.unused else "filled"

    @property
    def anchor(self) -> str:
        """The name that links lead to."""
        return f"item-{self.key.lower()}"

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return {
            "item": self.key, "title": self.title, "status": self.status, "text": [plain(line) for line in self.lines],
            "numbers": [each.as_dict() for each in self.numbers], "see": list(self.see),
            "tables": [table_data(each) for each in self.tables],
        }  # fmt: skip


def table_data(table: Table) -> dict[str, Any]:
    """Return a table as plain JSON data: numbers as numbers."""
    return {
        "name": table.name, "caption": table.caption, "columns": list(table.columns),
        "rows": [
            [_value(plain(cell)) if at in table.numbers else plain(cell) for at, cell in enumerate(row)]
            for row in table.rows
        ],
    }  # fmt: skip


def _value(cell: str) -> int | float | str | None:
    if not cell:
        return None
    try:
        return int(cell)
    except ValueError:
        try:
            return float(cell)
        except ValueError:
            return cell


def said(words: str, what: str) -> Line:
    """Return what a person wrote, or the visible blank for it."""
    return text(words) if words else blank(what)


def rows_table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[object]], name: str) -> Table:
    """Return a table; columns whose cells are all numbers (or nothing) are columns of numbers."""
    cells = [list(row) for row in rows]
    numbers = frozenset(
        at
        for at in range(len(columns))
        if any(isinstance(row[at], int | float) for row in cells)
        and all(row[at] is None or isinstance(row[at], int | float) for row in cells)
    )
    lines = tuple(
        tuple(each if isinstance(each, tuple) else text("" if each is None else str(each)) for each in row)
        for row in cells
    )
    return Table(caption, tuple(columns), lines, numbers, name)


def shown_by(numbers: Iterable[Number], see: Iterable[str] = ()) -> list[Line]:
    """Return for each number the command that shows it."""
    lines: list[Line] = [
        (Run(f"{each.says}: {each.n}. "), Run(each.command, "code")) for each in numbers
    ]  # fmt: skip
    return lines + [(Run("See also "), Run(command, "code")) for command in see]


def item_blocks(items: Sequence[Item]) -> list[Block]:
    """Return the items as blocks: a table of what has what, then each by itself."""
    counted = Counter(item.status for item in items)
    blocks: list[Block] = [
        Paragraph(
            text(
                f"{len(items)} items: {counted['filled']} filled by machine or from the notes, {counted['needs you']} with a blank for a "
                f'person ("{BLANK}"), {counted["not used"]} that were not used. Commands are typed in the folder of the review.'
            )
        ),
        rows_table(
            "What each item has", ("Item", "Title", "State"),
            [((Run(item.key, "", f"#{item.anchor}"),), item.title, item.status) for item in items], "items",
        ),
    ]  # fmt: skip
    for item in items:
        blocks.append(Heading(2, f"{item.key}. {item.title} ({item.status})", item.anchor))
        blocks += [Paragraph(line) for line in item.lines]
        blocks += item.tables
        if evidence := shown_by(item.numbers, item.see):
            blocks.append(Bullets(tuple(evidence)))
    return blocks


def items_data(items: Sequence[Item]) -> dict[str, Any]:
    """Return the items as plain JSON data."""
    counted = Counter(item.status for item in items)
    return {
        "states": {each: counted[each] for each in ("filled", "needs you", "not used")},
        "items": [item.as_dict() for item in items],
    }  # fmt: skip
