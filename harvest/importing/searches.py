"""Searches that people made, and references known before: the files that a protocol names, brought into a review.

A file goes into the archive as it is; the ledger has a row of kind ``imported`` for it, with every fault, and one of
kind ``entry`` for each reference that its source did not have yet. What was brought is never brought twice.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harvest.errors import Exit, GreylitError
from harvest.importing.sealing import seal
from harvest.protocol import Protocol
from harvest.protocol.sources import AnySource
from harvest.references import ReferenceFile, bytes_of, keyed, read_bytes
from harvest.references.held import Held
from harvest.text.kind import kind_of
from harvest.version import version
from store.archive import Archive
from store.ledger import Ledger
from store.workspace import Workspace

Row = dict[str, Any]

_MIME = {
    "ris": "application/x-research-info-systems", "bibtex": "application/x-bibtex", "endnote-xml": "application/xml",
    "web-of-science": "text/plain", "pubmed": "application/nbib", "csl-json": "application/vnd.citationstyles.csl+json",
}  # fmt: skip
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BY_KIND = {"pdf": "application/pdf", "html": "text/html", "xlsx": _XLSX}


@dataclass(frozen=True, slots=True)
class BroughtFrom:
    """What came of the files of one source.

    Attributes:
        source: its id.
        files: files that were brought now.
        passed: files that were brought before, with the same words on the search.
        new: references that the source did not have.
        known: references of the files brought now that it had, or that stand in them twice.
        faults: places where these files are not as their formats have it.
    """

    source: str
    files: int = 0
    passed: int = 0
    new: int = 0
    known: int = 0
    faults: int = 0


@dataclass(frozen=True, slots=True)
class Brought:
    """What :func:`bring` brought, source by source in the order of the protocol; :attr:`total` adds them up."""

    sources: tuple[BroughtFrom, ...]

    @property
    def total(self) -> BroughtFrom:
        """The sums over all sources, without an id."""
        names = ("files", "passed", "new", "known", "faults")
        return BroughtFrom("", *(sum(getattr(each, name) for each in self.sources) for name in names))


@dataclass(slots=True)
class _File:
    """One file that was looked at: its row, without where it will lie, and what was read in it."""

    path: Path
    row: Row
    read: ReferenceFile
    entries: list[Row] = field(default_factory=list)
    known: int = 0


def bring(
    workspace: Workspace, ledger: Ledger, run: int, protocol: Protocol, sources: Iterable[AnySource] | None = None
) -> Brought:  # fmt: skip
    """Bring the files of a protocol's manual searches and lists of seeds; nothing is written unless all can be read.

    Args:
        workspace: the review; files are named from its root, and its archive takes them.
        ledger: open for appending.
        run: number of the run that the rows belong to.
        protocol: the protocol of the run.
        sources: those of its sources that are asked; all when left out. Others than ``manual`` and ``seeds`` are
            passed over.

    Raises:
        GreylitError: a file is missing or cannot be read (``REFERENCES_MISSING``, ``REFERENCES_INVALID``), or changed
            meanwhile (``FILES``); it names file and source.
        StoreError: the disk is nearly full.
        OSError: the archive cannot be written.
    """
    held = Held(ledger)
    told: dict[str, Row] = {}
    files: list[_File] = []
    for source in protocol.sources if sources is None else sources:
        named = _files_of(source)
        if named is None:
            continue
        told[source.id] = {"passed": 0}
        for name in named:
            file = _looked_at(workspace, source, name)
            if held.has_file(file.row):
                told[source.id]["passed"] += 1
            else:
                held.add_file(file.row)
                files.append(file)
    for file in files:
        _new_entries(file, held)
    if files:
        _write(workspace, ledger, run, files, held)
    return Brought(tuple(_counted(source, each["passed"], files) for source, each in told.items()))


def check_files(workspace: Workspace, sources: Iterable[AnySource]) -> None:
    """Make sure that every file of manual searches and lists of seeds can be read; nothing is written.

    Raises:
        GreylitError: a file is missing or cannot be read; it names file and source.
    """
    for source in sources:
        for name in _files_of(source) or ():
            _looked_at(workspace, source, name)


def _counted(source: str, passed: int, files: list[_File]) -> BroughtFrom:
    own = [file for file in files if file.row["source"] == source]
    return BroughtFrom(
        source, len(own), passed, sum(len(each.entries) for each in own), sum(each.known for each in own),
        sum(len(each.row["faults"]) for each in own),
    )  # fmt: skip


def _files_of(source: Any) -> tuple[str, ...] | None:
    if source.type == "manual":
        return tuple(source.files)
    return (source.list,) if source.type == "seeds" else None


# ---- what is there now


def _looked_at(workspace: Workspace, source: Any, name: str) -> _File:
    path = workspace.root / name
    try:
        data = bytes_of(path)
        read = read_bytes(data, path.name)
    except GreylitError as error:
        missing = not path.is_file()
        raise GreylitError(
            f"{name}, a file of the source {source.id}, "
            + ("is not there" if missing else f"cannot be used: {error.message}") + "; nothing was taken in",
            code="REFERENCES_MISSING" if missing else error.code, exit_code=Exit.USAGE,
            where={"file": str(path), "source": source.id},
            hint=f"Put the file at {name} in the folder of the review, or change the protocol." if missing else error.hint,
        ) from error  # fmt: skip
    row = {
        "source": source.id, "file": Path(name).as_posix(), "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data),
        "format": read.format, "mime": _mime(read.format, data, path.name), "entries": len(read.entries),
        "faults": [{"line": each.line, "field": each.field, "says": each.says} for each in read.faults],
        "searched_on": _text(getattr(source, "searched_on", None)), "by": getattr(source, "searched_by", None),
        "strategy": getattr(source, "strategy", None), "seen": getattr(source, "seen", None),
        "screened": getattr(source, "screened", None),
    }  # fmt: skip
    row["url"] = f"urn:sha256:{row['sha256']}"
    return _File(path, row, read)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _mime(told: str, data: bytes, name: str) -> str:
    if told in _MIME:
        return _MIME[told]
    known = _BY_KIND.get(kind_of(data, name=name))
    if told == "table":
        return (
            known
            if known == _XLSX
            else "text/tab-separated-values"
            if name.lower().endswith((".tsv", ".tab"))
            else "text/csv"
        )
    return known or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _changed(name: str, source: str) -> GreylitError:
    return GreylitError(
        f"{name}, a file of the source {source}, changed while it was taken in", code="FILES", exit_code=Exit.STORE,
        where={"file": name, "source": source}, hint="Close the program that has it open, and run the command again.",
    )  # fmt: skip


def _new_entries(file: _File, held: Held) -> None:
    """Make the rows of the references that are new in the source of a file."""
    common = {"source": file.row["source"], "file": file.row["file"], "file_sha256": file.row["sha256"]}
    for key, entry in keyed(file.read.entries):
        row = {
            **common, "position": entry.position, "line": entry.line, "key": key,
            "url": entry.url or f"{file.row['file']}#line={entry.line}", "kind": "entry", "why": "import", "outcome": "no-file",
            "entry": entry.as_dict(),
        }  # fmt: skip
        if file.read.format == "document":
            row.update(
                outcome="read", mime=file.row["mime"], bytes=file.row["bytes"], sha256=file.row["sha256"]
            )
        if held.take(row):
            file.entries.append(row)
        else:
            file.known += 1


# ---- archive and ledger


def _write(workspace: Workspace, ledger: Ledger, run: int, files: list[_File], held: Held) -> None:
    """Write bytes, then rows, then what ends the file: the ledger never names what is not there."""
    workspace.check_room(sum(each.row["bytes"] for each in files if each.row["sha256"] not in held.places))
    archive = Archive(
        workspace.archive, 0, f"greylit/{version()}", {"description": "files of searches that people made"}
    )
    try:
        rows = [row for file in files for row in _placed(file, archive, held)]
        ledger.append_many(rows, run)
        seal(archive, ledger)
    finally:
        archive.close()


def _placed(file: _File, archive: Archive, held: Held) -> Iterator[tuple[str, Row]]:
    """Put a file into the archive unless it lies there, and yield its rows with where it lies."""
    sha256 = file.row["sha256"]
    if sha256 not in held.places:
        data = file.path.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise _changed(file.row["file"], file.row["source"])
        held.places[sha256] = archive.bring(file.row["url"], data, file.row["mime"])
    place = held.places[sha256]
    lies = {"warc": place.warc, "offset": place.offset, "length": place.length}
    yield "imported", {**file.row, **lies}
    for row in file.entries:
        yield "entry", {**row, **lies} if row["outcome"] == "read" else row
