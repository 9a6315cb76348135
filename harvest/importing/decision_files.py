"""Files with decisions, read into one shape: tables (CSV, TSV, XLSX) and RIS, of whichever program wrote them."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from harvest.errors import GreylitError
from harvest.export.clean import one_line
from harvest.export.xlsx import DECISIONS
from harvest.importing import said
from harvest.importing.recognise import LABEL_COLUMNS, beginning, is_ris
from harvest.importing.said import Said

MAX_BYTES, MAX_UNPACKED, MAX_ROWS = 400_000_000, 2_000_000_000, 500_000
#: Most characters of one cell.
_CELL = 10_000_000
_NUMBER = re.compile(r"R\d{5,}")
#: How our own abstract begins: publisher, date and number.
_HEAD = re.compile(
    r"^.{0,400}?(?:\d{4}(?:-\d\d){0,2}|date not known) \((R\d{5,})\)\. (?:Summary in source:|\[No abstract)"
)
_TAG = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*))?")
_LINE_END = re.compile("\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Item:
    """One record as a file has it.

    Attributes:
        row: line of the file (of a workbook: row of the sheet) where it begins.
        number: our number of it, where the file carries it.
        title, year, urls: what else it may be known by.
        said: what people say of it; empty while nobody decided.
        exported: the verdict that our own export wrote into it.
    """

    row: int
    number: str | None
    title: str
    year: str
    urls: tuple[str, ...]
    said: tuple[Said, ...]
    exported: str | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """A file that was read: what it is, the name of its table for messages, and its items."""

    kind: str
    table: str
    items: list[Item]
    notes: list[str] = field(default_factory=list)


def read_decisions(path: Path, verdict: str | None) -> Decisions:
    """Read a file with decisions.

    Args:
        path: the file.
        verdict: what was decided of records of which the file does not say it.

    Raises:
        GreylitError: it is too large, damaged, or has no column that says a decision (``DECISIONS_INVALID``).
    """
    if path.stat().st_size > MAX_BYTES:
        raise unreadable(path, f"it has more than {MAX_BYTES / 1e6:.0f} MB")
    with path.open("rb") as stream:
        head = stream.read(65_536)
    if head.startswith(b"PK\x03\x04"):
        table, rows = _workbook(path)
        return _table(path, table, rows, verdict)
    text = beginning(path.read_bytes())
    if is_ris(head):
        return Decisions("RIS", path.name, [_ris_item(row, tags, verdict) for row, tags in ris_records(text)])
    return _table(path, path.name, _csv(path, text), verdict)


def unreadable(path: Path, why: str) -> GreylitError:
    """Return the error of a file that cannot be read."""
    return GreylitError(
        f"{path.name} cannot be read as a file of decisions: {why}; nothing was taken in", code="DECISIONS_INVALID",
        where={"file": str(path)}, hint="Export it anew from the program that you screened with.",
    )  # fmt: skip


# ---- tables


def _csv(path: Path, text: str) -> Iterator[tuple[int, Sequence[Any]]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    before = csv.field_size_limit(_CELL)
    try:
        reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
        line = 1
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise unreadable(path, f"it is not CSV ({error})") from error
    finally:
        csv.field_size_limit(before)


def _workbook(path: Path) -> tuple[str, Iterator[tuple[int, Sequence[Any]]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.escape import unescape

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(each.file_size for each in archive.infolist()) > MAX_UNPACKED:
                raise unreadable(path, "unpacked it is far too large")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Not the values of formulas: a note may begin with a sign, and programs write it as it is.
            book = load_workbook(path, read_only=True)
        names = {sheet.title.strip().casefold(): sheet for sheet in book.worksheets}
        sheet = names.get(DECISIONS) or book.worksheets[0]
        rows = [
            # Excel writes some characters as _x000D_ and the like.
            tuple(unescape(each) if isinstance(each, str) else each for each in row)
            for row in islice(sheet.iter_rows(values_only=True), MAX_ROWS + 2)
        ]
        book.close()
    except GreylitError:
        raise
    except Exception as error:
        # openpyxl meets a damaged workbook with whatever its parts raise.
        raise unreadable(path, f"the workbook is damaged ({type(error).__name__})") from error
    return str(sheet.title), iter(list(enumerate(rows, 1)))


def _table(
    path: Path, table: str, rows: Iterable[tuple[int, Sequence[Any]]], verdict: str | None
) -> Decisions:
    lines = iter(rows)
    _, head = next(lines, (0, ()))
    columns = [cell_text(each).casefold() for each in head]
    kind = _kind(path, columns)
    items: list[Item] = []
    for number, (row, values) in enumerate(lines, 1):
        if number > MAX_ROWS:
            raise unreadable(path, f"it has more than {MAX_ROWS:,} rows")
        # The first of two columns of one name stands.
        cells = {
            name: cell_text(value)
            for name, value in reversed(list(zip(columns, values, strict=False)))
            if name
        }
        if any(cells.values()):
            item = _table_item(kind, row, cells, columns, verdict)
            if 0 < len(values) < len(columns) and table == path.name:
                said_ = f"it has {len(values)} columns where the first line has {len(columns)}: is a quotation mark missing?"
                item = replace(item, said=(Said("maybe", problem=said_),))
            items.append(item)
    return Decisions(kind, table, items)


def _kind(path: Path, columns: Sequence[str]) -> str:
    if {"record", "verdict"} <= set(columns):
        return "greylit"
    if "covidence #" in columns:
        return "Covidence"
    if any(column in LABEL_COLUMNS for column in columns):
        return "ASReview"
    if "notes" in columns and "title" in columns:
        return "Rayyan"
    raise unreadable(path, "no column of it says what was decided")


def cell_text(value: Any) -> str:
    """Return a cell as one line of text; a whole number without its decimals, a date in ISO."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = one_line(str(value))
    # The apostrophe that the export puts before what would run as a formula.
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@＝＋－＠") else text


def _table_item(
    kind: str, row: int, cells: Mapping[str, str], columns: Sequence[str], verdict: str | None
) -> Item:
    told: list[Said]
    ours = None
    if kind == "greylit":
        told = _own(cells)
    elif kind == "Covidence":
        told = said.covidence(cells.get("notes", ""), cells.get("tags", ""), verdict)
    elif "asreview_label" in columns:
        told = said.asreview(cells)
        ours = cells.get("decision") or None
    else:
        told = said.rayyan(cells.get("notes", ""))
        column = next((each for each in LABEL_COLUMNS if each in columns), None)
        if not told and column:
            told = said.asreview(cells, column)
            ours = cells.get("decision") or None
    if not told and kind == "Rayyan" and verdict:
        told = [Said(verdict)]
    number = cells.get("record") if kind == "greylit" else _number(
        [cells.get(name, "") for name in ("id", "record_id", "accession number", "an", "sid", "key")],
        cells.get("abstract", ""),
    )  # fmt: skip
    year = cells.get("year") or cells.get("published year") or ""
    return Item(
        row,
        number or None,
        _first(cells, "title", "primary_title"),
        year,
        _urls([cells.get("url", "")]),
        tuple(told),
        ours,
    )


def _own(cells: Mapping[str, str]) -> list[Said]:
    """Return what a row of our own sheet says; nothing where the verdict is empty."""
    try:
        verdict = said.label(cells.get("verdict", ""))
    except ValueError:
        return [
            Said("maybe", problem=f"{cells['verdict']!r} is not a verdict: write include, exclude or maybe")
        ]
    if verdict is None:
        return []
    labels = tuple(filter(None, (each.strip() for each in cells.get("labels", "").split(";"))))
    settles = cells.get("settles", "").casefold()
    return [
        Said(
            verdict, by=cells.get("by") or None, reasons=cells.get("reason", "") if verdict == "exclude" else "",
            note=cells.get("note") or None, labels=labels, stage=cells.get("stage") or None,
            settles=settles in ("yes", "y", "1", "true"),
        )
    ]  # fmt: skip


def _first(cells: Mapping[str, str], *names: str) -> str:
    return next((cells[name] for name in names if cells.get(name)), "")


def _number(values: Iterable[str], abstract: str) -> str | None:
    found = next((value.strip() for value in values if _NUMBER.fullmatch(value.strip())), None)
    if found is None and (head := _HEAD.match(abstract)):
        return head[1]
    return found


def _urls(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        each for value in values for each in value.split() if each.startswith(("http://", "https://"))
    )


# ---- RIS


def ris_records(text: str) -> Iterator[tuple[int, dict[str, list[str]]]]:
    """Yield the records of a RIS file with the line that each begins at: every value of every tag, in order.

    Lines without a tag go on with the value before them, as EndNote writes keywords; a number with a full stop
    before a record, as rispy writes it, is left out.
    """
    tags: dict[str, list[str]] = {}
    begins, last = 0, ""
    # Not ``splitlines``: a line separator of Unicode within a title ends no line of RIS.
    for number, line in enumerate(_LINE_END.split(text), 1):
        found = _TAG.fullmatch(line.rstrip())
        if found is None:
            if tags and last and line.strip():
                tags[last][-1] = f"{tags[last][-1]} {line.strip()}".strip()
            continue
        tag, value = found[1], (found[2] or "").strip()
        if tag == "TY":
            if tags:
                yield begins, tags
            tags, begins, last = {"TY": [value]}, number, "TY"
        elif tag == "ER":
            if tags:
                yield begins, tags
            tags, last = {}, ""
        elif tags:
            tags.setdefault(tag, []).append(value)
            last = tag
    if tags:
        yield begins, tags


def _ris_item(row: int, tags: Mapping[str, list[str]], verdict: str | None) -> Item:
    def every(*names: str) -> list[str]:
        return [one_line(value) for name in names for value in tags.get(name, ())]

    notes = every("N1")
    timed = any(each.startswith("asreview_time:") for each in notes)
    seen = said.asreview_notes(notes)
    told = (
        seen
        if timed and seen
        else said.rayyan(" | ".join(notes)) or said.eppi(_codes(every("KW", "N1", "C3", "C4", "C5")))
    )
    told = told or seen or ([Said(verdict)] if verdict and seen is None else [])
    years = [found[0] for each in every("PY", "Y1", "DA") if (found := re.match(r"\d{4}", each))]
    titles = every("TI", "T1", "CT")
    abstracts = every("AB", "N2")
    return Item(
        row, _number(every("AN", "ID", "U2", "C1", "C2"), abstracts[0] if abstracts else ""), titles[0] if titles else "",
        years[0] if years else "", _urls(every("UR", "L2")), tuple(told), said.exported(notes),
    )  # fmt: skip


def _codes(values: Iterable[str]) -> list[str]:
    return [part for value in values for part in value.removeprefix("Codes:").split(";")]
