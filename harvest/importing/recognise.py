"""Telling what a file is that a person wants imported."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from harvest.text.kind import kind_of

#: The first column of the sheet, and one that nothing else has.
_FIRST, _OTHER = "task", "searched on"
_TOLD = {
    "pdf": "a PDF", "html": "a web page", "docx": "a Word document", "doc": "a Word document", "xml": "an XML file",
    "empty": "empty", "zip": "a ZIP archive", "json": "a JSON file", "binary": "a file of an unknown kind",
    "xlsx": "a workbook, but not a manual-search sheet", "xls": "a workbook of Excel 97-2003: save it as XLSX",
    "ods": "an OpenDocument spreadsheet: save it as XLSX",
}  # fmt: skip
_RIS, _BIBTEX = re.compile(r"\s*TY  - "), re.compile(r"\s*@\w+\s*\{")


def is_manual_search(path: Path, head: bytes) -> bool:
    """Tell whether a file is a manual-search sheet: a workbook with its sheets, or a table with its columns."""
    if head.startswith(b"PK\x03\x04"):
        return _is_workbook(path)
    first = beginning(head).splitlines()[:1]
    names = {name.strip(' "').casefold() for name in re.split(r"[,;\t]", first[0])} if first else set()
    return _FIRST in names and (_OTHER in names or "file name" in names)


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.read("xl/workbook.xml")[:1_000_000].decode("utf-8", "replace").casefold()
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return False
    return 'name="searches"' in names


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
        if _RIS.match(text):
            return "a RIS file, which this version does not import"
        if _BIBTEX.match(text):
            return "a BibTeX file, which this version does not import"
        return "a table or text, but not a manual-search sheet: its first line lacks the columns task and searched on"
    return _TOLD.get(kind, f"a file of the kind {kind}")
