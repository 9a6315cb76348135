"""The manual-search sheet: what the crawler was refused, as a workbook that a person fills in by hand.

``greylit import`` reads it back, by the names of the columns here. As a workbook it has three sheets; as CSV
(when the file is named so) it is two tables and a text beside them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from harvest.export.clean import CSV_CELL_LIMIT, EXCEL_CELL_LIMIT, is_web_address, one_line, web_address
from harvest.export.columns import safe_cell
from harvest.export.files import replacing
from harvest.export.model import ExportContext, ExportRecord, ExportResult
from harvest.export.notes import Tally
from harvest.export.workbook import EXCEL_LINK_LENGTH, escaped, save, set_properties

if TYPE_CHECKING:
    from harvest.by_hand import Task

INSTRUCTIONS, SEARCHES, DOCUMENTS = "What to do", "Searches", "Documents found"
#: What a person may answer to a task.
OUTCOMES = ("results", "none", "refused")
#: The documents of a sheet in CSV lie in a table of their own, the instructions in a text.
DOCUMENTS_CSV, INSTRUCTIONS_TXT = "-documents.csv", "-what-to-do.txt"
_TO_DO = {
    "search": "Put the phrase to the site's own search. For each document that may fit the review: a row in the "
    "sheet Documents found, and its file beside this sheet.",
    "site": "Look through the site, by its search or its publications pages. For each document that may fit the "
    "review: a row in the sheet Documents found, and its file beside this sheet.",
    "document": "Open the address and save the document beside this sheet. Its row in the sheet Documents found is "
    "there: write the file name.",
}


class Column(NamedTuple):
    """One column of a sheet: its name, its width in characters, and whether a person fills it in."""

    name: str
    width: int
    filled: bool = False


SEARCH_COLUMNS = (
    Column("task", 24), Column("run", 6), Column("kind", 10), Column("source", 24), Column("host", 28),
    Column("open this address", 44), Column("phrase as meant", 26), Column("phrase as sent", 26),
    Column("title", 34), Column("keep to", 34), Column("why by hand", 34), Column("evidence", 34),
    Column("when", 22), Column("permission", 24), Column("what to do", 44),
    Column("searched on", 13, True), Column("by", 10, True), Column("outcome", 10, True),
    Column("results seen", 9, True), Column("documents kept", 11, True), Column("note", 40, True),
)  # fmt: skip
DOCUMENT_COLUMNS = (
    Column("task", 24, True), Column("title", 50, True), Column("address", 50, True), Column("date", 13, True),
    Column("publisher", 30, True), Column("file name", 34, True), Column("note", 40, True),
)  # fmt: skip
#: Empty rows of the sheet of documents that are ready to be filled in.
_EMPTY_ROWS = 500
_BOLD, _LINK = Font(bold=True), Font(color="0563C1", underline="single")
_FILL_IN = PatternFill("solid", start_color="FFF2CC", end_color="FFF2CC")
_WRAP = Alignment(wrap_text=True, vertical="top")


def write(_records: Iterable[ExportRecord], out: Path, context: ExportContext) -> ExportResult:
    """Write the tasks of ``context`` as a sheet to be filled in; records have no part in it.

    Where nothing is left for a person, no file is written and a note says so.

    Raises:
        GreylitError: the file cannot be written; then no file, or the old one, is there.
    """
    if not context.tasks:
        return ExportResult(
            paths=(), records=0, notes=("nothing is left for a person: no sheet was written",), tasks=0
        )
    tally = Tally()
    if out.suffix.lower() == ".csv":
        paths = _write_csv(out, context, tally)
    else:
        _write_workbook(out, context, tally)
        paths = (out,)
    return ExportResult(paths=paths, records=0, notes=tally.sentences(), tasks=len(context.tasks))


def instructions(context: ExportContext) -> list[str]:
    """Return what a person is told, a paragraph an item; headings begin with ``# ``."""
    text = (files("harvest.export") / "manual_search.txt").read_text(encoding="utf-8")
    searches = sum(1 for task in context.tasks if task.kind != "document")
    values = {
        "title": one_line(context.review_title), "date": context.generated[:10],
        "searches": searches, "documents": len(context.tasks) - searches, "limits": context.limits or "none",
    }  # fmt: skip
    filled = text.format(**values)
    return [" ".join(part.split()) for part in filled.split("\n\n") if part.strip()]


def _search_row(task: Task, context: ExportContext) -> list[object]:
    return [
        task.id, task.run, task.kind, f"{task.name} ({task.source})", task.host, task.opens, task.meant, task.sent,
        task.title, context.limits, task.why, task.evidence, task.seen_at, task.permission, _TO_DO[task.kind],
    ]  # fmt: skip


def _document_row(task: Task) -> list[object]:
    return [task.id, task.title, task.opens]


def _write_csv(out: Path, context: ExportContext, tally: Tally) -> tuple[Path, ...]:
    stem = out.with_suffix("")
    documents = stem.with_name(stem.name + DOCUMENTS_CSV)
    told = stem.with_name(stem.name + INSTRUCTIONS_TXT)
    known = [task for task in context.tasks if task.kind == "document"]
    for path, columns, rows in (
        (out, SEARCH_COLUMNS, [_search_row(task, context) for task in context.tasks]),
        (documents, DOCUMENT_COLUMNS, [_document_row(task) for task in known]),
    ):
        # With a byte-order mark: people open this file in a spreadsheet, which guesses the encoding otherwise.
        with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as stream:
            table = csv.writer(stream)
            table.writerow([column.name for column in columns])
            for row in rows:
                cells = [safe_cell(value, tally, CSV_CELL_LIMIT) for value in row]
                table.writerow(cells + [None] * (len(columns) - len(cells)))
    with replacing(told) as part:
        part.write_text("\n\n".join(instructions(context)) + "\n", encoding="utf-8")
    return out, documents, told


def _write_workbook(out: Path, context: ExportContext, tally: Tally) -> None:
    book = Workbook()
    set_properties(book, context)
    told: Any = book.active
    told.title = INSTRUCTIONS
    told.column_dimensions["A"].width = 110
    for number, paragraph in enumerate(instructions(context), 1):
        cell = told.cell(number, 1, escaped(paragraph.removeprefix("# ")))
        cell.alignment = _WRAP
        if paragraph.startswith("# "):
            cell.font = _BOLD
    rows = [_search_row(task, context) for task in context.tasks]
    searches = _sheet(book, SEARCHES, SEARCH_COLUMNS, rows, len(rows), tally)
    searches.freeze_panes = "B2"
    known = [_document_row(task) for task in context.tasks if task.kind == "document"]
    _sheet(book, DOCUMENTS, DOCUMENT_COLUMNS, known, len(known) + _EMPTY_ROWS, tally).freeze_panes = "A2"
    _validate(searches, len(rows))
    with replacing(out) as part:
        save(book, part)


def _sheet(
    book: Workbook,
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[object]],
    room: int,
    tally: Tally,
) -> Any:
    sheet: Any = book.create_sheet(name)
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
        head = sheet.cell(1, number, column.name)
        head.font, head.alignment = _BOLD, _WRAP
        if column.filled:
            head.fill = _FILL_IN
    for line, row in enumerate(rows, 2):
        for number, value in enumerate(row, 1):
            _put(sheet.cell(line, number), value, tally)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(room + 1, 2)}"
    return sheet


def _put(cell: Any, value: object, tally: Tally) -> None:
    safe = safe_cell(value, tally, EXCEL_CELL_LIMIT, utf16=True)
    cell.alignment = _WRAP
    if not isinstance(safe, str):
        cell.value = safe
        return
    cell.value = escaped(safe)
    # openpyxl makes "#N/A" and its like error cells unless told otherwise.
    cell.data_type = "s"
    target = web_address(safe) if is_web_address(safe) and " " not in safe else ""
    if target and len(target) < EXCEL_LINK_LENGTH:
        cell.hyperlink, cell.font = target, _LINK


def _validate(sheet: Any, rows: int) -> None:
    """Let the spreadsheet offer the outcomes, and refuse days and numbers that are none."""
    last = rows + 1
    letters = {column.name: get_column_letter(n) for n, column in enumerate(SEARCH_COLUMNS, 1)}
    outcome = DataValidation(type="list", formula1=f'"{",".join(OUTCOMES)}"', allow_blank=True)
    outcome.errorTitle, outcome.error = "Outcome", f"Write {', '.join(OUTCOMES[:-1])} or {OUTCOMES[-1]}."
    day = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
    day.errorTitle, day.error = "Searched on", "Write the day of the search as 2026-11-23."
    number = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    number.errorTitle, number.error = "Number", "Write a whole number, 0 or more."
    for validation, names in (
        (outcome, ("outcome",)), (day, ("searched on",)), (number, ("results seen", "documents kept")),
    ):  # fmt: skip
        validation.showErrorMessage = True
        sheet.add_data_validation(validation)
        for name in names:
            validation.add(f"{letters[name]}2:{letters[name]}{last}")
    for line in range(2, last + 1):
        sheet[f"{letters['searched on']}{line}"].number_format = "yyyy-mm-dd"
