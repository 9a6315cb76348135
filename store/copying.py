"""Copying exchanges out of the archive as they lie there: whole gzip members, not a byte of them changed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from store.errors import StoreError

#: zlib's window bits for gzip.
_GZIP = 31
_PIECE = 1 << 20
#: Bytes of a record that are kept for reading its heads; more than the crawler takes of a head.
HEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """One WARC record as it lies in a file: place in bytes, its own fields, and the first mebibyte of its block."""

    offset: int
    length: int
    fields: dict[str, str]
    block: bytes

    @property
    def type(self) -> str:
        """What kind of record it is: response, request, revisit, resource, warcinfo, metadata."""
        return self.fields.get("warc-type", "")


def members(path: Path) -> Iterator[Member]:
    """Yield the records of a WARC file in order, up to one that is torn: a run may still be writing it.

    Raises:
        StoreError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            pending, at = b"", 0
            while True:
                decoder = zlib.decompressobj(_GZIP)
                head, length = bytearray(), 0
                while not decoder.eof:
                    data = pending or file.read(_PIECE)
                    pending = b""
                    if not data:
                        return
                    out = decoder.decompress(data)
                    if len(head) < HEAD:
                        head += out[: HEAD - len(head)]
                    length += len(data) - len(decoder.unused_data)
                    pending = decoder.unused_data
                yield _member(at, length, bytes(head))
                at += length
    except zlib.error:
        return
    except OSError as error:
        raise StoreError(
            f"{path} cannot be read: {error.strerror or error}", "Put the file back from your backup."
        ) from error


def _member(offset: int, length: int, head: bytes) -> Member:
    top, _, block = head.partition(b"\r\n\r\n")
    lines = top.decode("utf-8", "replace").split("\r\n")[1:]
    fields = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    return Member(offset, length, fields, block)


def without_torn_end(path: Path, beside: Path) -> Path:
    """Return a WARC file that ends in a whole record: this one, or a copy of as much of it, made at ``beside``.

    Raises:
        StoreError: the file cannot be read.
    """
    end = max((each.offset + each.length for each in members(path)), default=0)
    if end == path.stat().st_size:
        return path
    with path.open("rb") as source, beside.open("wb") as into:
        while end and (data := source.read(min(_PIECE, end))):
            into.write(data)
            end -= len(data)
    return beside


def copy(folder: Path, name: str, places: Iterable[tuple[int, int]], into: BinaryIO) -> None:
    """Copy the record that describes a WARC file, then those at some places of it (offset and length in bytes).

    Raises:
        StoreError: the file is not there, or shorter than it should be.
    """
    path = folder / name
    first = next(members(path), None)
    wanted = [(first.offset, first.length)] if first is not None and first.type == "warcinfo" else []
    wanted += [place for place in places if place not in wanted]
    try:
        with path.open("rb") as file:
            for offset, length in wanted:
                file.seek(offset)
                data = file.read(length)
                if len(data) != length:
                    raise StoreError(
                        f"{path} ends before byte {offset + length}", "Put the file back from your backup."
                    )
                into.write(data)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be read: {error.strerror or error}", "Put the file back from your backup."
        ) from error
