"""Files for programs that count by import: one a source of the protocol and day, each below the program's limits.

Covidence takes the numbers of its flow diagram from the source that a file is imported as, Rayyan advises to name each
import after its source and date. What is parts of one source of the protocol (councils, say) is in one file.

Records come in any order and are written at once, so nothing is kept in memory but counts. The files have names that are
numbered in the order of the protocol when all is written; then they take the place of those of an earlier export.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

from harvest.export.files import writing
from harvest.export.manifest import MANIFEST, Row, forget_earlier, write_manifest
from harvest.export.model import ExportContext, ExportRecord, ExportResult
from harvest.export.notes import Tally
from harvest.export.provenance import origin
from harvest.export.ris import Dialect, text_of

#: Files that are open at once: systems allow from 256.
_OPEN = 32


class Limits(NamedTuple):
    """What a program takes: records and bytes in one file, files in one import; ``None`` where no limit is known."""

    records: int | None = None
    bytes: int | None = None
    files: int | None = None


class _Key(NamedTuple):
    source: str
    date: str


@dataclass(slots=True)
class _Part:
    path: Path
    key: _Key
    number: int
    records: int = 0
    bytes: int = 0
    retitled: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)


def write_batches(
    records: Iterable[ExportRecord], out: Path, context: ExportContext, *, program: str, limits: Limits, dialect: Dialect
) -> ExportResult:  # fmt: skip
    """Write ``records`` as RIS files into the folder ``out``, with a manifest of what each holds.

    Args:
        records: what is to be written.
        out: the folder; made if it is missing.
        context: the search.
        program: name of the program, for what is told at the end.
        limits: what it takes.
        dialect: how it wants its RIS.

    Raises:
        GreylitError: the folder cannot be written; then what it had before is there.
    """
    tally = Tally()
    with writing(out), ExitStack() as at_end:
        at_end.callback(shutil.rmtree, part := out / f".{os.getpid()}.part", ignore_errors=True)
        part.mkdir(parents=True, exist_ok=True)
        batches = _Batches(part, limits)
        at_end.callback(batches.close)
        for record in records:
            before = tally.count_of(_RETITLED)
            text = text_of(record, context, tally, dialect)
            batches.add(record, context, text.encode(), tally.count_of(_RETITLED) > before)
        batches.close()
        rows = _rows(batches, context)
        kept = forget_earlier(out, {row.file for row in rows})
        for row, done in rows.items():
            if done is not None:
                done.path.replace(out / row.file)
        write_manifest(list(rows), out)
    files = [row for row, done in rows.items() if done is not None]
    return ExportResult(
        paths=(*(out / row.file for row in files), out / MANIFEST),
        counts=(*(row.records for row in files), None),
        records=sum(row.records for row in files),
        notes=(*tally.sentences(), *_told(files, program, limits), *kept),
    )


#: The remark of harvest.export.titles on what it added, by its first words.
_RETITLED = "title has publisher and number added"


class _Batches:
    """The files that are being written, by source, day and number of the part."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder, self._limits = folder, limits
        self._open: OrderedDict[Path, BinaryIO] = OrderedDict()
        self._current: dict[_Key, _Part] = {}
        self.parts: list[_Part] = []
        self.names: dict[str, str] = {}

    def add(self, record: ExportRecord, context: ExportContext, text: bytes, retitled: bool) -> None:
        source, name = origin(record)
        key = _Key(source, record.searched_on or context.generated[:10])
        # A source may have been named anew: what the review calls it today is the name of all of it.
        self.names.setdefault(source, name)
        part = self._current.get(key)
        if part is None or self._full(part, len(text)):
            part = _Part(self._folder / str(len(self.parts)), key, part.number + 1 if part else 1)
            self._current[key] = part
            self.parts.append(part)
        self._stream(part.path).write(text)
        part.records += 1
        part.bytes += len(text)
        part.retitled += retitled
        part.digest.update(text)

    def _full(self, part: _Part, more: int) -> bool:
        records, size, _ = self._limits
        return (records is not None and part.records >= records) or (
            size is not None and part.bytes + more > size
        )

    def _stream(self, path: Path) -> BinaryIO:
        if path not in self._open:
            if len(self._open) >= _OPEN:
                self._open.popitem(last=False)[1].close()
            self._open[path] = path.open("ab")
        self._open.move_to_end(path)
        return self._open[path]

    def close(self) -> None:
        while self._open:
            self._open.popitem()[1].close()


def _rows(batches: _Batches, context: ExportContext) -> dict[Row, _Part | None]:
    """Return the rows of the manifest in the order of the protocol and of days, each with its file."""
    found = {_Key(each.source_id, each.date): each for each in context.searched}
    names = batches.names | {each.source_id: each.source_name for each in context.searched}
    by_key: dict[_Key, list[_Part]] = {key: [] for key in found}
    for part in batches.parts:
        by_key.setdefault(part.key, []).append(part)
    order = {source: at for at, source in enumerate(context.source_order)}
    width = max(2, len(str(len(batches.parts))))
    number = 0
    rows: dict[Row, _Part | None] = {}
    for key in sorted(by_key, key=lambda each: (order.get(each.source, len(order)), each)):
        files, name = by_key[key], names[key.source]
        searched = found.get(key)
        left_out = searched.duplicates if searched else 0
        written = sum(each.records for each in files)
        not_selected = max(searched.records - written, 0) if searched else 0
        if not files and (left_out or not_selected):
            rows[Row("", name, key.source, key.date, 0, left_out, not_selected)] = None
        for part in files:
            number += 1
            end = f"_part-{part.number}" if len(files) > 1 else ""
            file = f"{number:0{width}d}_{slug(name) or slug(key.source) or 'source'}_{key.date}{end}.ris"
            beside = (left_out, not_selected) if part.number == 1 else (0, 0)
            rows[
                Row(
                    file, name, key.source, key.date, part.records, *beside, part.retitled, part.bytes, part.digest.hexdigest(),
                )
            ] = part  # fmt: skip
    return rows


def slug(text: str) -> str:
    """Return text as a part of a file name: small letters without accents, digits and hyphens; ``""`` if none is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


def _told(files: list[Row], program: str, limits: Limits) -> Iterable[str]:
    if any("_part-" in row.file for row in files):
        most = [f"{limits.records:,} records"] if limits.records else []
        most += [f"{limits.bytes / 1e6:.0f} MB"] if limits.bytes else []
        yield f"{program} takes {' and '.join(most)} in a file: what is more is in further parts"
    if limits.files and len(files) > limits.files:
        yield f"{program} takes {limits.files} files at a time: import these {len(files)} in {-(-len(files) // limits.files)} goes"
    over = [row.file for row in files if limits.bytes and row.bytes > limits.bytes]
    if over:
        yield f"one record alone is larger than {program} takes in a file: {', '.join(over)}"
