"""Writing records to the files that screening and reference tools read.

``write(records, "ris", out, context)`` is the front of formats that are made of records, ``write_whole(whole, "wacz", out)``
of those that read the database and the archive as well. A format is one module, named in ``FORMATS`` or ``WHOLE`` and
loaded only when it is asked for.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from harvest.errors import GreylitError
from harvest.export.abstracts import abstract_for
from harvest.export.model import ExportContext, ExportRecord, ExportResult, Found, Passage

if TYPE_CHECKING:
    from harvest.export.whole import Whole

__all__ = [
    "FORMATS",
    "SHEETS",
    "WHOLE",
    "ExportContext",
    "ExportRecord",
    "ExportResult",
    "Format",
    "Found",
    "Passage",
    "abstract_for",
    "default_place",
    "format_of",
    "stem",
    "write",
    "write_whole",
]


class Format(NamedTuple):
    """One format: the module that writes it, what it is for, and what its files are called.

    ``extension`` ends the name, with its dot. Of a ``folder``, which holds several files, it ends the name of that.
    """

    module: str
    description: str
    extension: str
    folder: bool = False


#: What records are written as. A format is one line here and a module with ``write(records, out, context)``.
FORMATS: dict[str, Format] = {
    "zotero": Format("harvest.export.zotero", "RIS and CSL-JSON for Zotero, and which to take", "_zotero", True),
    "rayyan": Format("harvest.export.rayyan", "RIS by source and date for Rayyan, manifest", "_rayyan", True),
    "covidence": Format("harvest.export.covidence", "RIS by source and date for Covidence, manifest", "_covidence", True),
    "eppi": Format("harvest.export.eppi", "RIS by source and date for EPPI-Reviewer, manifest", "_eppi", True),
    "asreview": Format("harvest.export.asreview", "table for ASReview, decisions as prior knowledge", "_asreview.csv"),
    "endnote": Format("harvest.export.endnote_xml", "XML for EndNote", "_endnote.xml"),
    "ris": Format("harvest.export.ris", "references for any other reference or screening program", ".ris"),
    "csv": Format("harvest.export.csv_", "one table for R, pandas, spreadsheets (UTF-8, no BOM)", ".csv"),
    "xlsx": Format("harvest.export.xlsx", "workbook: records, passages, search log, sources, codebook", ".xlsx"),
    "csl-json": Format("harvest.export.csl_json", "typed references for citation processors", ".csl.json"),
    "bibtex": Format("harvest.export.bibtex", "references for LaTeX and JabRef", ".bib"),
    "jsonl": Format("harvest.export.jsonl", "everything, one JSON object a record, for programs", ".jsonl"),
}  # fmt: skip

#: What needs the whole review: a line here and a module with ``write_from(whole, out)``.
WHOLE: dict[str, Format] = {
    "parquet": Format("harvest.export.parquet", "tables for R, pandas, DuckDB: a folder of Parquet files", "_parquet", True),
    "sqlite": Format("harvest.export.sqlite", "one SQLite file with the same tables, for Datasette and others", ".sqlite"),
    "graphml": Format("harvest.export.graphml", "which works cite which, for Gephi and VOSviewer", ".graphml"),
    "wacz": Format("harvest.export.wacz", "web archive of the records, for ReplayWeb.page", ".wacz"),
    "corpus": Format("harvest.export.corpus", "texts and files with checksums (BagIt), for NVivo, ATLAS.ti, MAXQDA", "_corpus", True),
    "ro-crate": Format("harvest.export.ro_crate", "the whole search as a described research object (RO-Crate)", "_ro-crate.zip"),
}  # fmt: skip

#: What is written for people to fill in, in place of records.
SHEETS: dict[str, Format] = {
    "manual-search": Format(
        "harvest.export.manual_search",
        "sheet of what the crawler was refused, to be searched by hand",
        "_manual-search.xlsx",
    ),
}

#: Endings of files, by which a folder that is called like one is told.
_FILES = frozenset({".ris", ".csv", ".txt", ".xml", ".json", ".zip", ".xlsx", ".bib"})


class _Writer(Protocol):
    def write(self, records: Iterable[ExportRecord], out: Path, context: ExportContext) -> ExportResult: ...


class _WholeWriter(Protocol):
    def write_from(self, whole: Whole, out: Path) -> ExportResult: ...


def write(records: Iterable[ExportRecord], fmt: str, out: Path, context: ExportContext) -> ExportResult:
    """Write ``records`` in the format ``fmt`` and say what was written and what could not be expressed.

    ``out`` is the file, or a folder (one that exists, or a path whose name has no dot): there the file is named
    after the review and the date of the export. An older file of that name is replaced, at once and whole. Of a format
    that is a folder, ``out`` is that folder.
    Raises GreylitError for an unknown format (``UNKNOWN_FORMAT``), a name of a file for a format that is a folder
    (``USAGE``), or if it cannot be written (``EXPORT_NOT_WRITTEN``).
    """
    writer = cast(_Writer, import_module(format_of(fmt).module))
    return writer.write(records, _place(fmt, out, context), context)


def write_whole(whole: Whole, fmt: str, out: Path) -> ExportResult:
    """Write what needs the whole review, one of ``WHOLE``; else as :func:`write`.

    A folder that holds other things is not replaced: the format gets a folder of its own in there.
    Raises also StoreError if the archive cannot be read.
    """
    chosen = format_of(fmt)
    module = import_module(chosen.module)
    place = _place(fmt, out, whole.context)
    ours = getattr(module, "OURS", None)
    if chosen.folder and place.is_dir() and any(place.iterdir()) and not (ours and (place / ours).exists()):
        place = place / f"{stem(whole.context)}{chosen.extension}"
    return cast(_WholeWriter, module).write_from(whole, place)


def format_of(fmt: str) -> Format:
    """Return a format by its name.

    Raises GreylitError if there is none of that name (``UNKNOWN_FORMAT``), with the one that may be meant.
    """
    known = {**FORMATS, **WHOLE, **SHEETS}
    chosen = known.get(fmt)
    if chosen is None:
        near = difflib.get_close_matches(fmt, known, n=1)
        raise GreylitError(
            f"unknown export format {fmt!r}",
            code="UNKNOWN_FORMAT",
            where={"format": fmt},
            hint=(f"did you mean {near[0]!r}? " if near else "") + f"formats: {', '.join(known)}",
        )
    return chosen


def default_place(fmt: str, exports: Path, context: ExportContext) -> Path:
    """Return where a format is written when nobody says where: in ``exports``, a folder in one of its own there."""
    chosen = format_of(fmt)
    return exports / f"{stem(context)}{chosen.extension}"


def stem(context: ExportContext) -> str:
    """Return the name of an export without its ending: review and date."""
    said = f"{context.review_id}_{context.generated[:10]}"
    return re.sub(r"[^\w-]+", "-", said).strip("-")[:80] or "records"


def _place(fmt: str, out: Path, context: ExportContext) -> Path:
    chosen = format_of(fmt)
    if not chosen.folder:
        return out / f"{stem(context)}{chosen.extension}" if out.is_dir() or not out.suffix else out
    if out.suffix in _FILES and not out.is_dir():
        raise GreylitError(
            f"{fmt} is a folder of several files, and {out.name} is the name of one", code="USAGE",
            where={"out": str(out)}, hint=f"name a folder: --out {out.stem}",
        )  # fmt: skip
    return out
