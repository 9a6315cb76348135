"""A WARC file as it lies on the disk: one gzip member after the other, each unpacked to its last byte.

What :func:`store.archive.read` needs for one record, this does for all of them, damaged ones included: it is how
an archive is checked. A member that is damaged is told with its place, and reading goes on at the next one.
"""

from __future__ import annotations

import hashlib
import zlib
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from fastwarc import warc

#: zlib's window bits for gzip (RFC 1952).
_GZIP = 31
_BITE = 1 << 16
#: How a gzip member begins, and how many bytes of it are the fixed header.
_MAGIC, HEADER = b"\x1f\x8b\x08", 10
#: Largest record that is unpacked, in bytes: more than any that a crawl writes.
LARGEST = 1 << 31


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member: where it lies, its fixed header, and what it unpacks to."""

    offset: int
    length: int
    header: bytes
    data: bytes

    @property
    def end(self) -> int:
        """The offset of the byte after it."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that are no whole member: where they lie, up to the next one or the end of the file, and why."""

    offset: int
    length: int
    reason: str
    at_end: bool

    @property
    def end(self) -> int:
        """The offset of the byte after it."""
        return self.offset + self.length


def members(path: Path) -> Iterator[Member | Damage]:
    """Yield the gzip members of a file in order, and the damage between them.

    The checksum and the length that end each member (RFC 1952, 2.3.1) are checked. Memory: the largest record.

    Raises:
        OSError: the file cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start, pending = 0, b""
        while start < size:
            decoder, pieces, length, reason = zlib.decompressobj(_GZIP), list[bytes](), 0, ""
            position, header = start, b""
            while not decoder.eof:
                data = pending or file.read(_BITE)
                pending = b""
                if not data:
                    reason = "the file ends in the middle of it"
                    break
                header = header if len(header) >= HEADER else (header + data)[:HEADER]
                position += len(data)
                try:
                    pieces.append(decoder.decompress(data, LARGEST - length))
                except zlib.error as error:
                    reason = str(error).rpartition(": ")[2]
                    break
                length += len(pieces[-1])
                if length >= LARGEST:
                    reason = f"it unpacks to more than {LARGEST / 1e9:.0f} GB"
                    break
            if reason:
                following = _next_member(file, start + 1)
                end = size if following is None else following
                yield Damage(start, end - start, reason, following is None)
                file.seek(end)
                start, pending = end, b""
                continue
            pending = decoder.unused_data
            end = position - len(pending)
            yield Member(start, end - start, header, b"".join(pieces))
            start = end


def _next_member(file: BinaryIO, start: int) -> int | None:
    """Return where the next member with a WARC record begins, at or after ``start``."""
    file.seek(start)
    position, kept = start, b""
    while data := file.read(1 << 20):
        block = kept + data
        at = block.find(_MAGIC)
        while at >= 0:
            # Its beginning may reach into the next block.
            beginning = block[at : at + 1024] if len(block) - at >= 1024 else _at(file, position + at)
            if _is_warc(beginning):
                return position + at
            at = block.find(_MAGIC, at + 1)
        kept = block[-2:]
        position += len(block) - len(kept)
    return None


def _at(file: BinaryIO, offset: int) -> bytes:
    here = file.tell()
    file.seek(offset)
    beginning = file.read(1024)
    file.seek(here)
    return beginning


def _is_warc(beginning: bytes) -> bool:
    try:
        return zlib.decompressobj(_GZIP).decompress(beginning, 16).startswith(b"WARC/")
    except zlib.error:
        return False


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record, taken apart.

    Attributes:
        kind: ``warcinfo``, ``response``, ``revisit``, ``request``, ``metadata`` ...
        fields: its WARC headers.
        status: HTTP status of a response.
        http: HTTP headers by lower-case name.
        payload: the body of a response as it was sent, or the whole block of another record.
        block_fits: whether the block fits its digest; ``None`` where it has none.
    """

    kind: str
    fields: dict[str, str]
    status: int | None
    http: dict[str, str]
    payload: bytes
    block_fits: bool | None

    @property
    def digest(self) -> str:
        """The digest of the payload as WARC writes it: SHA-1 in Base32."""
        return "sha1:" + b32encode(hashlib.sha1(self.payload, usedforsecurity=False).digest()).decode()


def record_of(member: Member) -> Record | None:
    """Take the WARC record of a member apart; ``None`` when it holds none that can be read."""
    try:
        found = next(iter(warc.ArchiveIterator(BytesIO(member.data), parse_http=False)), None)
        if found is None:
            return None
        fields = dict(found.headers.items())
        fits = found.verify_block_digest() if "WARC-Block-Digest" in fields else None
        status, http = None, dict[str, str]()
        if found.record_type in (warc.response, warc.revisit):
            found.parse_http()
            if found.http_headers is not None:
                status = found.http_headers.status_code
                http = {key.lower(): value for key, value in found.http_headers.items()}
        return Record(fields.get("WARC-Type", ""), fields, status, http, found.reader.read(), fits)
    except (OSError, ValueError, UnicodeError):
        return None
