"""Tables of references: CSV, TSV and XLSX of whichever program wrote them. They need a column with titles."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from harvest.errors import GreylitError
from harvest.importing.decision_files import MAX_ROWS, MAX_UNPACKED, cell_text
from harvest.references.columns import fields_of, has_title, names, type_word
from harvest.references.decode import lines
from harvest.references.draft import Draft, gathered
from harvest.references.model import Entry, Fault

Row = tuple[int, Sequence[Any]]

#: Most characters of one cell; rows that may stand before the header (``sep=;``, the name of a search).
_CELL, _HEADER_WITHIN = 10_000_000, 12
#: Most characters of a header: the tables with the most columns have two thousand.
_HEADER = 20_000
_DELIMITERS = ",;\t"


def header_of(head: str) -> tuple[int, str] | None:
    """Return line and delimiter of the header of a table, or ``None`` where no line is one."""
    for number, line in enumerate(lines(head)[:_HEADER_WITHIN], 1):
        if len(line) > _HEADER:
            continue
        for delimiter in sorted(_DELIMITERS, key=line.count, reverse=True):
            cells = next(csv.reader([line.replace("\0", "")], delimiter=delimiter), [])
            # A line of prose that is the word "title" is no table, a column of titles alone is.
            if has_title(cells) and (len(cells) > 1 or number == 1):
                return number, delimiter
    return None


def read(text: str) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """Return the references of a CSV or TSV file and its faults."""
    found = header_of(text[:200_000])
    if found is None:
        return (), ()
    first, delimiter = found
    faults: list[Fault] = []
    every = lines(text)
    header = next(csv.reader([every[first - 1].replace("\0", "")], delimiter=delimiter))
    return _read(header, _rows(every, first, delimiter, len(header), faults), faults)


def read_workbook(data: bytes) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """Return the references of the first sheet of a workbook that has a column of titles, and its faults.

    Raises:
        GreylitError: the workbook is damaged or too large, or no sheet has such a column (``REFERENCES_INVALID``).
    """
    for sheet in _sheets(data):
        for place, row in enumerate(sheet[:_HEADER_WITHIN]):
            header = [cell_text(each) for each in row]
            if has_title(header):
                rows = ((number, each) for number, each in enumerate(sheet[place + 1 :], place + 2))
                return _read(header, rows, [])
    raise GreylitError(
        "the workbook has no sheet with a column called title", code="REFERENCES_INVALID",
        hint="Put a first row with the names of the columns: title, authors, year, url.",
    )  # fmt: skip


def _sheets(data: bytes) -> Iterator[Sequence[Sequence[Any]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.escape import unescape

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(each.file_size for each in archive.infolist()) > MAX_UNPACKED:
                raise ValueError("unpacked it is far too large")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True)
        sheets = [
            [
                tuple(unescape(each) if isinstance(each, str) else each for each in row)
                for row in islice(sheet.iter_rows(values_only=True), MAX_ROWS + 2)
            ]
            for sheet in book.worksheets
        ]
        book.close()
    except Exception as error:
        # openpyxl meets a damaged workbook with whatever its parts raise.
        raise GreylitError(
            f"the workbook is damaged ({type(error).__name__}: {str(error)[:100]})", code="REFERENCES_INVALID",
            hint="Open it in the program that made it, and save it again.",
        ) from error  # fmt: skip
    yield from sheets


def _rows(every: list[str], first: int, delimiter: str, width: int, faults: list[Fault]) -> Iterator[Row]:
    """Yield the rows after the header with their lines; where a quotation mark is not closed, line by line."""
    at = first
    while at < len(every):
        rows = _one(every, at, delimiter)
        row, used = rows
        if used > 1 and len(row) != width:
            single = [_one([line], 0, delimiter)[0] for line in every[at : at + used]]
            if sum(len(each) == width for each in single[1:]) > 0:
                faults.append(
                    Fault(
                        at + 1,
                        None,
                        "a quotation mark is not closed in this row: it and those after it were read line by line",
                    )
                )
                for place, each in enumerate(single):
                    yield at + place + 1, each
                at += used
                continue
        yield at + 1, row
        at += used


def _one(every: list[str], at: int, delimiter: str) -> tuple[list[str], int]:
    """Return the row that begins at a line, and how many lines it takes."""
    used = 0

    def following() -> Iterator[str]:
        nonlocal used
        for place in range(at, len(every)):
            used += 1
            yield every[place].replace("\0", "") + "\n"

    before = csv.field_size_limit(_CELL)
    try:
        return next(csv.reader(following(), delimiter=delimiter), []), max(used, 1)
    except csv.Error:
        return every[at].split(delimiter), 1
    finally:
        csv.field_size_limit(before)


def _read(
    header: Sequence[str], rows: Iterator[Row], faults: list[Fault]
) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    fields = fields_of(header)
    headings = {each.strip().casefold() for each in header}
    scholar = bool(headings & {"gsrank", "citesurl"})
    # Better headings first, so that the first value of a field is the best.
    order = sorted(fields, key=lambda place: fields[place][1])
    drafts: list[Draft] = []
    for line, row in rows:
        cells = [cell_text(each) if not isinstance(each, str) else each for each in row]
        if not any(each.strip() for each in cells):
            continue
        draft = Draft(line)
        drafts.append(draft)
        if len(cells) != len(header) and any(each.strip() for each in cells[len(header) :]):
            draft.fault(
                line,
                None,
                f"the row has {len(cells)} columns where the header has {len(header)}: is a quotation mark missing?",
            )
        elif len(cells) < len(header):
            draft.fault(
                line,
                None,
                f"the row has {len(cells)} columns where the header has {len(header)}: the others are empty",
            )
        _fill(
            draft,
            [
                (fields[place][0], header[place].strip() or "column", cells[place])
                for place in order
                if place < len(cells)
            ],
            scholar,
        )
    return gathered(drafts, faults)


def _fill(draft: Draft, cells: list[tuple[str, str, str]], scholar: bool) -> None:
    said: dict[str, str] = {}
    line = draft.line
    for name, field, raw in cells:
        text = _unguarded(raw)
        if not text.strip():
            continue
        said.setdefault(name, text)
        if name in ("month", "day", "first", "last"):
            continue
        if name in ("authors", "editors"):
            # Of several columns with the same names, the better one is enough.
            if not draft.has(name):
                for each in names(text, scholar=scholar):
                    draft.add(name, each, line, field)
        elif name == "keywords":
            for each in re.split(r";|\n", text):
                draft.add(name, each, line, field)
        elif name == "doc_type":
            if not draft.has(name):
                draft.add(name, type_word(text), line, field)
        elif name == "id" and text.startswith("#"):
            draft.add(name, text[1:], line, field)
        else:
            draft.add(name, text, line, field)
    _date(draft, said)
    if "first" in said and not draft.has("pages"):
        draft.add("pages", "-".join(filter(None, (said["first"], said.get("last")))), line, "pages")
    if scholar and (title := said.get("title", "")).rstrip().endswith(("...", "…")):
        draft.fault(
            line,
            "Title",
            f"the title ends with {title.rstrip()[-1]!r}: Google Scholar has cut it off, and it was kept as it is",
        )


def _unguarded(text: str) -> str:
    """Return a cell without the apostrophe that an export puts before what would run as a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text


def _date(draft: Draft, said: dict[str, str]) -> None:
    year, month, day = (said.get(name, "").strip() for name in ("year", "month", "day"))
    # Rayyan writes the first of January where it knows the year alone.
    if re.fullmatch(r"\d{4}", year) and re.fullmatch(r"1[0-2]|0?[1-9]", month) and (month, day) != ("1", "1"):
        draft.add(
            "date",
            "/".join((year, month, day, "")) if day and day != "1" else f"{year}/{month}/",
            draft.line,
            "month",
        )
