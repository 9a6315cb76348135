"""Writing records to the files that screening and reference tools read.

``write(records, "ris", out, context)`` is the whole front. A format is one module with a function
``write(records, out, context) -> ExportResult``, named in ``FORMATS`` and loaded only when it is asked for.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from harvest.errors import GreylitError
from harvest.export.model import ExportContext, ExportRecord, ExportResult, Found, Passage, abstract_for

__all__ = [
    "FORMATS",
    "SHEETS",
    "ExportContext",
    "ExportRecord",
    "ExportResult",
    "Format",
    "Found",
    "Passage",
    "abstract_for",
    "write",
]


class Format(NamedTuple):
    """One format: the module that writes it, what it is for, and its file-name extension (with the dot)."""

    module: str
    description: str
    extension: str


FORMATS: dict[str, Format] = {
    "csv": Format("harvest.export.csv_", "one table for ASReview, R, pandas (UTF-8, no BOM)", ".csv"),
    "csl-json": Format(
        "harvest.export.csl_json", "typed references for Zotero and citation processors", ".csl.json"
    ),
    "jsonl": Format("harvest.export.jsonl", "everything, one JSON object a record, for programs", ".jsonl"),
    "ris": Format(
        "harvest.export.ris", "references for Zotero, Rayyan, Covidence, EndNote, EPPI-Reviewer", ".ris"
    ),
    "xlsx": Format(
        "harvest.export.xlsx", "workbook: records, passages, search log, sources, codebook", ".xlsx"
    ),
}

#: What is written for people to fill in, in place of records.
SHEETS: dict[str, Format] = {
    "manual-search": Format(
        "harvest.export.manual_search",
        "sheet of what the crawler was refused, to be searched by hand",
        "_manual-search.xlsx",
    ),
}


class _Writer(Protocol):
    def write(self, records: Iterable[ExportRecord], out: Path, context: ExportContext) -> ExportResult: ...


def write(records: Iterable[ExportRecord], fmt: str, out: Path, context: ExportContext) -> ExportResult:
    """Write ``records`` in the format ``fmt`` and say what was written and what could not be expressed.

    ``out`` is the file, or a folder (one that exists, or a path whose name has no dot): there the file is named
    after the review and the date of the export. An older file of that name is replaced, at once and whole.
    Raises GreylitError for an unknown format (``UNKNOWN_FORMAT``) or if the file cannot be written
    (``EXPORT_NOT_WRITTEN``).
    """
    known = {**FORMATS, **SHEETS}
    chosen = known.get(fmt)
    if chosen is None:
        near = difflib.get_close_matches(fmt, known, n=1)
        raise GreylitError(
            f"unknown export format {fmt!r}",
            code="UNKNOWN_FORMAT",
            where={"format": fmt},
            hint=(f"did you mean {near[0]!r}? " if near else "") + f"formats: {', '.join(known)}",
        )
    if out.is_dir() or not out.suffix:
        out = out / _file_name(context, chosen.extension)
    return cast(_Writer, import_module(chosen.module)).write(records, out, context)


def _file_name(context: ExportContext, extension: str) -> str:
    stem = f"{context.review_id}_{context.generated[:10]}"
    return (re.sub(r"[^\w-]+", "-", stem).strip("-")[:80] or "records") + extension
