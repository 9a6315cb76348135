"""Files of references that people bring, read into one shape: every reference, and every fault with its line.

``read_references`` is the whole front. A format is one module with ``read(text)`` and a function that recognises it by
its first characters; what values mean, and what may be wrong with them, is judged in one place (``draft``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path, PurePath

from harvest.errors import GreylitError
from harvest.importing.recognise import is_ris
from harvest.references import bibtex, csl, endnote_xml, pubmed, ris, table, wos
from harvest.references.decode import decode
from harvest.references.model import Entry, Fault, Format, ReferenceFile, keyed
from harvest.text.kind import kind_of

__all__ = [
    "MAX_BYTES",
    "Entry",
    "Fault",
    "ReferenceFile",
    "bytes_of",
    "keyed",
    "read_bytes",
    "read_references",
]

#: Larger files than this are none that a search gives.
MAX_BYTES = 400_000_000
_HEAD = 200_000
_SPLIT = "Split it into several files."
#: Kinds of files that are one document each, and no list of references.
DOCUMENTS = frozenset(
    {"pdf", "html", "docx", "doc", "odt", "rtf", "pptx", "ppt", "odp", "epub", "ole", "eml", "msg", "postscript"}
)  # fmt: skip

_Read = Callable[[str], tuple[tuple[Entry, ...], tuple[Fault, ...]]]
#: Formats in the order in which they are tried: those that can be told for sure before those that many texts look like.
_FORMATS: tuple[tuple[Format, Callable[[str], bool], _Read], ...] = (
    ("web-of-science", wos.is_web_of_science, wos.read),
    ("pubmed", pubmed.is_pubmed, pubmed.read),
    ("endnote-xml", endnote_xml.is_endnote, endnote_xml.read),
    ("csl-json", csl.is_csl, csl.read),
    ("table", lambda head: table.header_of(head) is not None and not ris.is_tagged(head), table.read),
    ("ris", ris.is_tagged, ris.read),
    ("bibtex", bibtex.is_bibtex, bibtex.read),
)
_TOLD = {
    "empty": ("the file is empty", "Save the search again, and see that the file has something in it."),
    "xls": ("the file is a workbook of Excel 97-2003", "Open it and save it as XLSX or CSV."),
    "ods": ("the file is an OpenDocument spreadsheet", "Open it and save it as XLSX or CSV."),
    "zip": ("the file is a ZIP archive", "Unpack it, and name the files that are in it."),
}
_NONE = (
    "the file is none that references are read from",
    "Export the references as RIS, BibTeX, EndNote XML, CSL-JSON, the plain text of Web of Science or PubMed, "
    "or a table (CSV, XLSX) with a column called title.",
)


def read_references(path: Path) -> ReferenceFile:
    """Read a file of references, or a document, by what it is and not by its name.

    Raises:
        GreylitError: nothing can be read in it at all, or it is not there (``REFERENCES_INVALID``).
    """
    return read_bytes(bytes_of(path), path.name)


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file that may be one of references.

    Raises:
        GreylitError: it is too large, not there, or may not be opened (``REFERENCES_INVALID``).
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _invalid(
                path.name,
                f"the file has {size / 1e6:.0f} MB, and at most {MAX_BYTES / 1e6:.0f} MB are read",
                _SPLIT,
            )
        return path.read_bytes()
    except OSError as error:
        hint = "See that it is there and that you may read it."
        raise _invalid(path.name, f"the file cannot be opened ({error.strerror or error})", hint) from error


def read_bytes(data: bytes, name: str) -> ReferenceFile:
    """Read the bytes of a file of references, or of a document; ``name`` is only used for titles and messages.

    Raises:
        GreylitError: nothing can be read in it at all (``REFERENCES_INVALID``).
    """
    kind = kind_of(data, name=name)
    if kind == "xlsx":
        try:
            return ReferenceFile("table", *table.read_workbook(data))
        except GreylitError as error:
            raise _invalid(name, error.message, error.hint) from error
    if kind not in (*DOCUMENTS, *_TOLD) or kind == "html":
        text, faults = decode(data)
        head = text[:_HEAD]
        page = head.lstrip()[:1] == "<"
        for told, recognises, read in _FORMATS:
            if page and told != "endnote-xml":
                # What a web page shows or styles is no file of references.
                continue
            if recognises(head) or (told == "ris" and is_ris(data[:_HEAD])):
                entries, found = read(text)
                every = sorted((*faults, *found), key=lambda fault: fault.line)
                return ReferenceFile(told, entries, tuple(every))
    if kind in DOCUMENTS:
        return ReferenceFile("document", (Entry(position=1, line=1, title=_readable(name)),), ())
    raise _invalid(name, *_TOLD.get(kind, _NONE))


def _invalid(name: str, why: str, hint: str | None) -> GreylitError:
    return GreylitError(
        f"{name} cannot be read: {why}", code="REFERENCES_INVALID", where={"file": name}, hint=hint
    )


def _readable(name: str) -> str:
    """Return the name of a file as a title: without its ending, blanks for what stands for blanks in names."""
    stem = PurePath(name).stem
    return " ".join(re.sub(r"[_+]|%20|(?<=\w)-(?=[^\W\d])", " ", stem).split()) or name
