"""XLSX, for people: records, passages, search log, sources, and a codebook that says what each column means.

Written row by row (openpyxl's write-only mode keeps no cells in memory). Each sheet has a frozen header and
filters. Crawled text is always text: guarded against formulas, without characters that XML forbids, within
Excel's limits (https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from harvest.export.clean import EXCEL_CELL_LIMIT, is_web_address, web_address
from harvest.export.columns import RECORD_COLUMNS, safe_cell
from harvest.export.files import replacing
from harvest.export.model import ExportContext, ExportRecord, ExportResult
from harvest.export.notes import Tally, tally_common
from harvest.export.workbook import EXCEL_LINK_LENGTH, escaped, save, set_properties

EXCEL_ROWS = 1_048_576
EXCEL_LINKS = 65_530
# Excel keeps 15 digits of a number; longer ones are written as text.
_EXCEL_DIGITS = 10**15
_LINK = Font(color="0563C1", underline="single")
_BOLD = Font(bold=True)

# name, meaning, width
_PASSAGE_COLUMNS = (
    ("record", "Record id: the same as id in the sheet records", 10),
    ("title", "Title of the record", 40),
    ("concept", "Concept of the protocol that matched", 12),
    ("term", "Term of the protocol that matched", 24),
    ("page", "Page of the document, from 1; empty if it has no pages", 7),
    ("start", "Where the passage starts in the document's text, in characters from 0", 10),
    ("end", "Where the passage ends in the document's text", 10),
    ("text", "The passage", 100),
)
#: The sheet that is filled in and read back: the verdict, and what belongs to it.
DECISIONS = "decisions"
DECISION_COLUMNS = (
    ("record", "Record id: the same as id in the sheet records", 10),
    ("title", "Title of the record", 50),
    ("stage", "Stage of screening: title-text or full-text", 12),
    ("verdict", "include, exclude or maybe; write it where it is empty, then: greylit import", 10),
    ("reason", "Reason for the exclusion: one of the protocol's", 28),
    ("by", "Who decides: name or initials as the protocol has them", 10),
    ("note", "Note of the screener", 40),
    ("labels", "Labels of the screener, separated by ;", 24),
    ("settles", "yes where it settles a conflict between screeners", 9),
    ("at", "When it was decided (ISO 8601); empty in new rows", 22),
)
_CODEBOOK_COLUMNS = (("sheet", "", 14), ("column", "", 20), ("meaning", "", 100))
_LOG_MEANINGS = {
    "source": "Source that was asked",
    "source_id": "Source in the protocol",
    "name": "Name of the source",
    "id": "Id in the protocol",
    "url": "Address that was asked",
    "class": "Kind of source",
    "reason": "Why this source, or why it was not asked",
    "method": "How it was searched: site search, listing pages, sitemap, by hand",
    "question": "Phrase as meant",
    "query": "Search string as sent",
    "sent": "Search string as sent",
    "date": "When it was asked (ISO 8601)",
    "verdict": "Answer: results, none, refused, unreadable, failed, or not_asked",
    "results": "Number of results the site shows",
    "screened": "Number of records screened",
    "retrieved": "Number of documents retrieved",
    "relevant": "Number of relevant records",
    "refused": "What the site refused",
    "by": "Who or what searched",
    "by hand": "What a person found with the same question where the crawler was refused; empty if nobody searched",
    "host": "Host that a permission is for",
    "path": "Where on the host it applies; everywhere if empty",
    "permits": "What the owner of the site allowed, in words",
    "given_by": "Who allowed it",
    "role": "That person's role",
    "given_on": "When it was given",
    "expires_on": "When it ends; empty for one without an end",
    "evidence": "Letter or message that shows it, in the review's folder",
    "added_by": "Who wrote it down",
    "run": "Run number",
    "warc_file": "WARC file that holds the answer",
    "warc_offset": "Byte at which its WARC record starts",
}


def write(records: Iterable[ExportRecord], out: Path, context: ExportContext) -> ExportResult:
    """Write ``records`` as a workbook to the file ``out``.

    Raises GreylitError if the file cannot be written; then no file, or the old one, is there.
    """
    tally = Tally()
    book = Workbook(write_only=True)
    with replacing(out) as part, ExitStack() as at_end:
        at_end.callback(_discard, book)
        set_properties(book, context)
        # Both sheets grow together, so that an iterator of records is enough.
        record_sheet = _Sheet(book, "records", [(c.name, c.meaning, c.width) for c in RECORD_COLUMNS], tally)
        passage_sheet = _Sheet(book, "passages", _PASSAGE_COLUMNS, tally)
        count = 0
        for record in records:
            tally_common(tally, record, left_out="year")
            record_sheet.add([column.value(record) for column in RECORD_COLUMNS], record.id, links=True)
            for p in record.passages:
                row = [record.id, record.title, p.concept, p.term, p.page, p.start, p.end, p.text]
                passage_sheet.add(row, record.id)
            count += 1
        sheets = [record_sheet, passage_sheet]
        more = [("permissions", context.permissions)] if context.permissions else []
        if context.decisions:
            sheets.append(_decision_sheet(book, context, tally))
        for name, rows in (("search log", context.search_log), ("sources", context.sources), *more):
            sheets.append(_rows_sheet(book, name, rows, context.column_meanings, tally))
        for sheet in sheets:
            sheet.close()
        _codebook(book, sheets, context, count, tally).close()
        save(book, part)
    return ExportResult(paths=(out,), records=count, notes=tally.sentences())


class _Sheet:
    """One sheet: header row, then rows of cells, within Excel's limits."""

    def __init__(
        self, book: Workbook, name: str, columns: Sequence[tuple[str, str, int]], tally: Tally
    ) -> None:
        self.name = name
        self.columns = columns
        self._tally = tally
        self._rows = 1
        self._links = 0
        self._sheet: Any = book.create_sheet(name)
        self._sheet.freeze_panes = "A2"
        for number, (_, _, width) in enumerate(columns, 1):
            self._sheet.column_dimensions[get_column_letter(number)].width = width
        self._sheet.append([self._styled(escaped(heading), _BOLD) for heading, _, _ in columns])

    def add(self, values: Sequence[object], record_id: str = "", *, links: bool = False) -> None:
        """Append a row; with ``links``, cells that are a web address can be clicked."""
        if self._rows >= EXCEL_ROWS:
            self._tally.add(
                f"row left out of sheet {self.name} (Excel's limit; jsonl has it)",
                f"rows left out of sheet {self.name} (Excel's limit; jsonl has them)",
                record_id,
            )
            return
        self._sheet.append([self._cell(value, record_id, links) for value in values])
        self._rows += 1

    def close(self) -> None:
        """Finish the sheet: its filters need to know the last row."""
        self._sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(self.columns), 1))}{self._rows}"
        self._sheet.close()

    def _cell(self, value: object, record_id: str, links: bool) -> Any:
        safe = safe_cell(value, self._tally, EXCEL_CELL_LIMIT, record_id=record_id, utf16=True)
        if isinstance(safe, int | float):
            return safe if abs(safe) < _EXCEL_DIGITS else str(safe)
        if safe is None:
            return None
        if links and is_web_address(safe) and " " not in safe:
            return self._link(safe, record_id)
        text = escaped(safe)
        # openpyxl makes "#N/A" and its like error cells unless told otherwise.
        return self._styled(text, None) if text.startswith("#") else text

    def _link(self, url: str, record_id: str) -> Any:
        target = web_address(url)
        if len(target) >= EXCEL_LINK_LENGTH or self._links >= EXCEL_LINKS:
            self._tally.add(
                "address is text, not a link (Excel's limits)",
                "addresses are text, not links (Excel's limits)",
                record_id,
            )
            return escaped(url)
        self._links += 1
        cell = self._styled(escaped(url), _LINK)
        cell.hyperlink = target
        return cell

    def _styled(self, text: str, font: Font | None) -> Any:
        cell: Any = WriteOnlyCell(self._sheet, value=text)
        cell.data_type = "s"
        if font is not None:
            cell.font = font
        return cell


def _discard(book: Workbook) -> None:
    """Remove what openpyxl keeps in temporary files; after a whole export there is nothing left to remove."""
    sheets: list[Any] = book.worksheets
    for sheet in sheets:
        # The disk may be full, which is then the error that is already on its way.
        with suppress(OSError):
            if not sheet.closed:
                sheet.close()
            if Path(sheet._writer.out).exists():
                sheet._writer.cleanup()


def _rows_sheet(
    book: Workbook, name: str, rows: Sequence[Mapping[str, object]], meanings: Mapping[str, str], tally: Tally
) -> _Sheet:
    """Write rows that are given as mappings: the columns are their keys, in order of first appearance."""
    names = list(dict.fromkeys(key for row in rows for key in row)) or ["source"]
    columns = [
        (key, meanings.get(key) or _LOG_MEANINGS.get(key) or "No meaning recorded", _width(key, rows))
        for key in names
    ]
    sheet = _Sheet(book, name, columns, tally)
    for row in rows:
        sheet.add([row.get(key) for key in names], links=True)
    return sheet


def _decision_sheet(book: Workbook, context: ExportContext, tally: Tally) -> _Sheet:
    """Write what was decided, and an empty row for each record that waits for a decision."""
    sheet = _Sheet(book, DECISIONS, DECISION_COLUMNS, tally)
    for row in context.decisions:
        sheet.add([row.get(name) for name, _, _ in DECISION_COLUMNS], str(row.get("record") or ""))
    if context.blinded:
        tally.add(
            "decision is not in sheet decisions: the second screener has not voted",
            "decisions are not in sheet decisions: the second screener has not voted",
            count=context.blinded,
        )
    return sheet


def _width(key: str, rows: Sequence[Mapping[str, object]]) -> int:
    longest = max((len(str(row.get(key) or "")) for row in rows[:200]), default=0)
    return min(max(longest, len(key), 6) + 2, 60)


def _codebook(
    book: Workbook, sheets: Sequence[_Sheet], context: ExportContext, count: int, tally: Tally
) -> _Sheet:
    """Write the meaning of every column, and what this file is."""
    codebook = _Sheet(book, "codebook", _CODEBOOK_COLUMNS, tally)
    about = (
        ("review", f"{context.review_title} ({context.review_id})"),
        ("generated", context.generated),
        ("records", count),
        ("software", f"greylit {context.software_version}"),
        ("protocol sha256", context.protocol_sha256),
        ("ledger head", context.ledger_head or "not recorded"),
    )
    for name, value in about:
        codebook.add(["(this file)", name, value])
    codebook.add(
        [
            "(all sheets)",
            "",
            "An apostrophe before = + - or @ is ours: it keeps text from running as a formula",
        ]
    )
    for sheet in sheets:
        for name, meaning, _ in sheet.columns:
            codebook.add([sheet.name, name, meaning])
    return codebook
