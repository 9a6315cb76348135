"""Workbooks of every kind (XLSX, XLSB, XLS, ODS), read with calamine: a sheet is a page that bears its name.

Rows are lines, cells parted by " | ". Hidden sheets are left out, and said so.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from io import BytesIO
from typing import Any

import python_calamine as calamine

from harvest.text.model import Extracted
from harvest.text.office.composing import Composer, listing
from harvest.text.office.model import Context, RefusedError
from harvest.text.office.odf_styles import opened
from harvest.text.office.odf_styles import stated_in as stated_in_odf
from harvest.text.office.ole_properties import stated_in as stated_in_ole
from harvest.text.office.ooxml_properties import stated_in
from harvest.text.office.package import Package
from harvest.text.office.stating import Printed, Stated, facts_of

#: Bytes of one sheet when unpacked, and of all parts together.
LARGEST_SHEET = 200_000_000
#: Cells between the first and the last of a sheet: calamine makes room for all of them, filled or not.
MOST_CELLS = 10_000_000
MOST_SHEETS = 1_000
_FAR_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?\br="(\d{1,8})"')
_FAR_COLUMN = re.compile(rb'\br="([A-Z]{2,4})\d')
_ODS_CELL = re.compile(rb"<[\w-]+:(table-row|table|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
_ODS_TIMES = re.compile(rb'-repeated="(\d{1,9})"')
_ERRORS = (calamine.CalamineError, ValueError, OSError, IndexError, KeyError)


def read(data: bytes, kind: str, context: Context) -> Extracted:
    """Return the text of a workbook.

    Raises:
        RefusedError: it is encrypted, broken or too large.
    """
    stated = _checked(data, kind, context)
    try:
        return _read(data, kind, context, stated)
    except (Exception, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        # A slip in calamine's own code comes as pyo3's PanicException, which is no Exception.
        raise RefusedError("broken", f"the workbook cannot be read: {error}"[:300], "calamine") from error


def _read(data: bytes, kind: str, context: Context, stated: Stated) -> Extracted:
    composer = Composer(context.max_chars)
    try:
        workbook = calamine.load_workbook(BytesIO(data))
    except calamine.PasswordError as error:
        raise RefusedError("encrypted", "the workbook needs a password", "calamine") from error
    except _ERRORS as error:
        raise RefusedError("broken", f"the workbook cannot be opened: {error}"[:300], "calamine") from error
    hidden: list[str] = []
    failed: list[str] = []
    shown = 0
    for meta in workbook.sheets_metadata[:MOST_SHEETS]:
        if meta.visible != calamine.SheetVisibleEnum.Visible:
            hidden.append(meta.name)
            continue
        if meta.typ not in (calamine.SheetTypeEnum.WorkSheet, calamine.SheetTypeEnum.DialogSheet):
            continue
        if composer.full:
            break
        composer.page(meta.name)
        shown += 1
        try:
            _sheet(workbook.get_sheet_by_name(meta.name), composer)
        except _ERRORS:
            failed.append(meta.name)
    if shown and len(failed) == shown:
        raise RefusedError("broken", f"no sheet can be read: {listing(failed)}", "calamine")
    if hidden:
        composer.note(f"hidden sheets left out: {listing(hidden)}")
    if failed:
        composer.note(f"sheets that could not be read: {listing(failed)}")
    facts = facts_of(Printed(composer.first_lines(6)), stated)
    return composer.finish(kind, "calamine", facts, nothing="no sheet holds words or figures")


def _sheet(sheet: Any, composer: Composer) -> None:
    for row in sheet.iter_rows():
        composer.row(_placed(map(_shown, row)))
        if composer.full:
            return


def _placed(cells: Iterable[str]) -> list[str]:
    """Return the cells of a row; words that stand alone in it are a caption, wherever they stand."""
    every = list(cells)
    filled = [cell for cell in every if cell]
    return filled if len(filled) == 1 else every


def _shown(value: object) -> str:
    """Return a value as a reader expects it: whole numbers without a point, days without a time, true and false in words."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".10g")
    if isinstance(value, datetime.datetime):
        return (
            value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
        )
    return str(value)


def _checked(data: bytes, kind: str, context: Context) -> Stated:
    """Return what the file says of itself, once it is sure that reading it does not fill the memory."""
    if kind == "xls" or not data.startswith(b"PK"):
        return stated_in_ole(data)
    if kind == "ods":
        package = opened(data, context.budget)
        _check_repeats(package.read("content.xml", LARGEST_SHEET))
        return stated_in_odf(package)
    package = Package(data, context.budget)
    for name in package.entries:
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            _check_extent(package.read(name, LARGEST_SHEET), name)
        elif name.startswith("xl/") and name.endswith((".xml", ".bin")):
            package.read(name, LARGEST_SHEET)
    return stated_in(package)


def _check_extent(data: bytes, name: str) -> None:
    rows = max((int(found[1]) for found in _FAR_ROW.finditer(data)), default=0)
    columns = max(map(_column, set(_FAR_COLUMN.findall(data))), default=26)
    if rows * columns > MOST_CELLS:
        raise RefusedError("too-large", f"{name} spans {rows:,} rows and {columns:,} columns", "calamine")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_repeats(data: bytes) -> None:
    """See how far the filled cells of an OpenDocument sheet reach: rows and cells are written once and repeated by number."""
    row = column = width = height = times = 0
    for found in _ODS_CELL.finditer(data):
        what, said = found.groups()
        repeated = _ODS_TIMES.search(said)
        count = int(repeated[1]) if repeated else 1
        if what == b"table":
            row = column = width = height = times = 0
        elif what == b"table-row":
            row, column, times = row + times, 0, count
        else:
            column += count
            if b"value-type" in said:
                width, height = max(width, column), row + times
                if width * height > MOST_CELLS:
                    raise RefusedError(
                        "too-large", f"a sheet spans {height:,} rows and {width:,} columns", "calamine"
                    )
