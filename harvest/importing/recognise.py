"""Telling what a file is that a person wants imported."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from harvest.text.kind import kind_of

#: The first column of the sheet, and one that nothing else has.
_FIRST, _OTHER = "task", "searched on"
_TOLD = {
    "pdf": "a PDF", "html": "a web page", "docx": "a Word document", "doc": "a Word document", "xml": "an XML file",
    "empty": "empty", "zip": "a ZIP archive", "json": "a JSON file", "binary": "a file of an unknown kind",
    "xlsx": "a workbook, but not a manual-search sheet nor one of decisions", "xls": "a workbook of Excel 97-2003: save it as XLSX",
    "ods": "an OpenDocument spreadsheet: save it as XLSX",
}  # fmt: skip
#: A RIS record begins with TY; rispy writes a number before it.
_RIS, _BIBTEX = re.compile(r"\s*(?:\d+\.\s*)?TY  - "), re.compile(r"\s*@\w+\s*\{")
#: Columns in which screening programs say what was decided (asreview.data.base, and our own export), best first.
LABEL_COLUMNS = (
    "asreview_label", "included", "label", "final_included", "label_included", "included_label", "included_final",
    "included_flag", "include",
)  # fmt: skip


def is_manual_search(path: Path, head: bytes) -> bool:
    """Tell whether a file is a manual-search sheet: a workbook with its sheets, or a table with its columns."""
    if head.startswith(b"PK\x03\x04"):
        return _is_workbook(path)
    first = beginning(head).splitlines()[:1]
    names = {name.strip(' "').casefold() for name in re.split(r"[,;\t]", first[0])} if first else set()
    return _FIRST in names and (_OTHER in names or "file name" in names)


def _is_workbook(path: Path) -> bool:
    return 'name="searches"' in _part(path, "xl/workbook.xml")


def _part(path: Path, name: str) -> str:
    """Return the beginning of a part of a workbook, in small letters; nothing where there is none."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as part:
            return part.read(1_000_000).decode("utf-8", "replace").casefold()
    except (
        OSError,
        KeyError,
        ValueError,
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,
        NotImplementedError,
        EOFError,
    ):
        return ""


def is_decisions(path: Path, head: bytes) -> bool:
    """Tell whether a file says what was decided of records: RIS, a workbook of ours or ASReview's, or a table."""
    if head.startswith(b"PK\x03\x04"):
        if 'name="decisions"' in _part(path, "xl/workbook.xml"):
            return True
        # Programs keep words in the shared part, or in the cells.
        words = _part(path, "xl/sharedStrings.xml") + _part(path, "xl/worksheets/sheet1.xml")
        return ">asreview_label<" in words or (">included<" in words and ">title<" in words)
    if is_ris(head):
        return True
    first = beginning(head).splitlines()[:1]
    if not first:
        return False
    names = {name.strip(" \"'").casefold() for name in re.split(r"[,;\t]", first[0])}
    titled = bool(names & {"title", "primary_title", "id"})
    return (
        {"record", "verdict"} <= names
        or "covidence #" in names
        or (titled and bool(names & set(LABEL_COLUMNS)))
        or ({"title", "notes"} <= names and ("key" in names or b"RAYYAN-INCLUSION" in head))
    )


def is_ris(head: bytes) -> bool:
    """Tell whether a file is RIS."""
    return _RIS.match(beginning(head)) is not None


def beginning(data: bytes) -> str:
    """Return text that a spreadsheet saved: UTF-8 or UTF-16 by their marks, else UTF-8, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def told_as(path: Path, head: bytes) -> str:
    """Return what a file is that cannot be imported, in words."""
    kind = kind_of(head, name=path.name)
    if kind in ("plain", "csv"):
        text = beginning(head)
        if _BIBTEX.match(text):
            return "a BibTeX file: say with --source ID whose search its references are of"
        return (
            "a table or text, but not a manual-search sheet (its first line lacks the columns task and searched on) "
            "nor a list of decisions (it lacks a column such as included or asreview_label)"
        )
    if kind == "zip" and path.suffix.casefold() == ".xlsx":
        # Torn: the list of its parts, by which a workbook is told, stands at its end.
        return _TOLD["xlsx"]
    return _TOLD.get(kind, f"a file of the kind {kind}")
