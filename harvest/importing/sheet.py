"""The cells of a manual-search sheet as they were written, from a workbook or from CSV."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from harvest.errors import GreylitError
from harvest.export.clean import one_line
from harvest.export.manual_search import DOCUMENT_COLUMNS, DOCUMENTS, DOCUMENTS_CSV, SEARCH_COLUMNS, SEARCHES
from harvest.importing.recognise import beginning

#: A sheet of ten thousand tasks has some megabytes; what is larger, also unpacked, is no sheet.
MAX_BYTES, MAX_UNPACKED, MAX_ROWS = 50_000_000, 400_000_000, 100_000
#: Columns without which a row says nothing.
_COMPULSORY = {SEARCHES: ("task", "searched on", "outcome"), DOCUMENTS: ("task", "title", "file name")}
_KNOWN = {
    SEARCHES: {column.name for column in SEARCH_COLUMNS}, DOCUMENTS: {column.name for column in DOCUMENT_COLUMNS},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its number, as spreadsheets count, and its cells by column."""

    sheet: str
    row: int
    cells: dict[str, Any]

    def raw(self, column: str) -> Any:
        """Return a cell as it is: text, a number, a date, or ``None``."""
        return self.cells.get(column)

    def text(self, column: str) -> str:
        """Return a cell as one line of text; a whole number without its decimals, a date in ISO."""
        value = self.cells.get(column)
        if value is None:
            return ""
        if isinstance(value, datetime | date):
            return value.isoformat()[:10]
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        text = one_line(str(value))
        # The apostrophe that the export puts before what would run as a formula.
        return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of both tables that hold anything, and what was seen on the way."""

    searches: list[Line]
    documents: list[Line]
    notes: list[str] = field(default_factory=list)


def read_sheet(path: Path) -> Sheet:
    """Read a filled-in sheet.

    Raises:
        GreylitError: it cannot be read, or a sheet or column that it needs is missing (``SHEET_INVALID``).
    """
    if path.stat().st_size > MAX_BYTES:
        raise _unreadable(path, f"it has more than {MAX_BYTES / 1e6:.0f} MB, which no sheet has")
    with path.open("rb") as stream:
        tables = _workbook(path) if stream.read(4) == b"PK\x03\x04" else _csv_pair(path)
    notes: list[str] = []
    lines = {name: list(_lines(path, name, rows, notes)) for name, rows in tables.items()}
    return Sheet(lines[SEARCHES], lines.get(DOCUMENTS, []), notes)


def _unreadable(path: Path, said: str) -> GreylitError:
    return GreylitError(
        f"{path.name} cannot be read as a manual-search sheet: {said}; nothing was taken in",
        code="SHEET_INVALID", where={"file": str(path)},
        hint="Write the sheet anew (greylit export --to manual-search), and copy what you have filled in.",
    )  # fmt: skip


def _workbook(path: Path) -> dict[str, Iterable[Sequence[Any]]]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(each.file_size for each in archive.infolist()) > MAX_UNPACKED:
                raise _unreadable(path, "unpacked it is far too large")
        with warnings.catch_warnings():
            # What openpyxl cannot keep (validations of newer spreadsheets) is nothing to the person.
            warnings.simplefilter("ignore")
            book = load_workbook(path, data_only=True)
    except GreylitError:
        raise
    except Exception as error:
        # openpyxl meets a damaged workbook with whatever its parts raise.
        raise _unreadable(path, f"the workbook is damaged ({type(error).__name__})") from error
    by_name = {sheet.title.strip().casefold(): sheet for sheet in book.worksheets}
    found: dict[str, Iterable[Sequence[Any]]] = {}
    for name in (SEARCHES, DOCUMENTS):
        if name.casefold() in by_name:
            found[name] = by_name[name.casefold()].iter_rows(values_only=True)
        elif name == SEARCHES:
            raise _unreadable(path, f"there is no sheet {name}")
    return found


def _csv_pair(path: Path) -> dict[str, Iterable[Sequence[Any]]]:
    """Return both tables, whichever of the two files was named."""
    if path.name.endswith(DOCUMENTS_CSV):
        path = path.with_name(path.name.removesuffix(DOCUMENTS_CSV) + ".csv")
        if not path.is_file():
            raise _unreadable(path, "the table of searches is not beside the table of documents")
    beside = path.with_name(path.stem + DOCUMENTS_CSV)
    found: dict[str, Iterable[Sequence[Any]]] = {SEARCHES: _csv_rows(path)}
    if beside.is_file():
        found[DOCUMENTS] = _csv_rows(beside)
    return found


def _csv_rows(path: Path) -> list[list[str]]:
    text = beginning(path.read_bytes())
    first = text.partition("\n")[0]
    # Spreadsheets separate by what the country of the machine uses.
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise _unreadable(path, f"it is not CSV ({error})") from error


def _lines(path: Path, name: str, rows: Iterable[Sequence[Any]], notes: list[str]) -> Iterator[Line]:
    numbered = enumerate(rows, 1)
    _, head = next(numbered, (0, ()))
    columns = [one_line(str(each or "")).casefold() for each in head]
    missing = [column for column in _COMPULSORY[name] if column not in columns]
    if missing:
        raise _unreadable(path, f"sheet {name} has no column {missing[0]} in its first row")
    if others := [each for each in columns if each and each not in _KNOWN[name]]:
        notes.append(f"sheet {name}: columns that are not of the sheet were not read: {', '.join(others)}")
    for number, values in numbered:
        if number > MAX_ROWS:
            raise _unreadable(path, f"sheet {name} has more than {MAX_ROWS:,} rows")
        cells = {
            column: value.strip() if isinstance(value, str) else value
            for column, value in zip(columns, values, strict=False) if column
        }  # fmt: skip
        if any(value not in (None, "") for value in cells.values()):
            yield Line(name, number, cells)
