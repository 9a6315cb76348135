"""A person with a browser and a spreadsheet: opens what the crawler could not, saves it, fills the sheet in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
from openpyxl import load_workbook

from harvest.demo.answers import Request
from harvest.demo.hosts import HOSTS

#: Columns that a person fills in, as they are written on the sheet.
DONE = {"searched on": "2026-11-24", "by": "LB"}


def opened(url: str) -> bytes:
    """Return what a browser shows at an address of the miniature web, after its redirects."""
    for _ in range(5):
        parts = urlsplit(url)
        answer = HOSTS[parts.netloc](Request("GET", parts.netloc, parts.path or "/", parts.query, {}), 1)
        if answer.status // 100 != 3:
            assert answer.status == 200, (url, answer.status)
            return answer.body
        url = dict(answer.headers)["Location"]
    raise AssertionError(url)


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query to a review's database."""
    connection = duckdb.connect(str(folder / "greylit.duckdb"), read_only=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def titles(folder: Path) -> list[str]:
    """Return the titles of the records of a review."""
    return [title for (title,) in rows(folder, "select title from record order by title")]


@dataclass
class Sheet:
    """A manual-search workbook that is open on a person's screen."""

    path: Path
    book: Any = field(init=False)

    def __post_init__(self) -> None:
        self.book = load_workbook(self.path)
        self.searches, self.documents = self.book["Searches"], self.book["Documents found"]

    def tasks(self) -> dict[str, dict[str, Any]]:
        """Return the rows of the sheet of searches by task."""
        head, *lines = self.searches.iter_rows(values_only=True)
        return {line[0]: dict(zip(head, line, strict=True)) for line in lines}

    def of_kind(self, kind: str) -> list[str]:
        """Return the numbers of the tasks of one kind."""
        return [name for name, row in self.tasks().items() if row["kind"] == kind]

    def fill(self, task: str, **values: Any) -> None:
        """Write into the yellow columns of a task; names with ``_`` for a space."""
        self._write(self.searches, self._row(self.searches, task), values)

    def document(self, task: str, **values: Any) -> None:
        """Write into the row that was prepared for a task, or into a new one."""
        row = self._row(self.documents, task, file_name=None)
        if row is None:
            row = self.documents.max_row + 1
        self._write(self.documents, row, {"task": task, **values})

    def save(self, path: Path | None = None) -> Path:
        """Save the workbook."""
        self.book.save(path or self.path)
        return path or self.path

    @staticmethod
    def _columns(sheet: Any) -> dict[str, int]:
        return {cell.value: cell.column for cell in sheet[1]}

    def _row(self, sheet: Any, task: str, **empty: None) -> int | None:
        columns = self._columns(sheet)
        for row in range(2, sheet.max_row + 1):
            used = any(sheet.cell(row, columns[name.replace("_", " ")]).value for name in empty)
            if sheet.cell(row, 1).value == task and not used:
                return row
        return None

    def _write(self, sheet: Any, row: int | None, values: Mapping[str, Any]) -> None:
        columns = self._columns(sheet)
        for name, value in values.items():
            sheet.cell(row, columns[name.replace("_", " ")]).value = value


def done(**values: Any) -> dict[str, Any]:
    """Return what a person writes of a task, with day and name."""
    return {"searched_on": "2026-11-24", "by": "LB", "outcome": "results", **values}
