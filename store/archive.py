"""The archive: every request and response, byte for byte, in gzip WARC 1.1 files (ISO 28500:2017).

A file is only ever appended to, and one process writes one file: ``0001-00000.warc.gz`` is the first file
of run 1. Bytes are handed to the operating system before the ledger names them, so that a killed process
leaves at most a tail that no ledger row speaks of; :func:`mend` looks at that tail.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fastwarc import stream_io, warc

from store.errors import StoreError

#: A new file is begun after this many bytes.
FILE_BYTES = 1_000_000_000
#: zlib level: WARC bytes of text shrink to a half at any level, and higher ones cost more CPU than fetching.
LEVEL = 2
#: Bodies are decompressed to at most this size unless told otherwise.
MAX_BODY = 64_000_000

Headers = Iterable[tuple[bytes, bytes]]

#: zlib's window bits for gzip, zlib and bare deflate.
_GZIP, _ZLIB, _DEFLATE = 31, 15, -15
_SMALL_BITE = 64
_NAME = re.compile(r"(\d+)-(\d+)\.warc\.gz")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one WARC record lies: file name, offset and length in bytes of its gzip member."""

    warc: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Original:
    """The record that holds in full what a ``revisit`` record repeats."""

    url: str
    date: str
    warc: str
    offset: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A response read back: HTTP status, headers (names in lower case) and the body as it was sent.

    ``date`` is the ``WARC-Date`` of its record.
    """

    status: int
    headers: dict[str, str]
    raw: bytes
    date: str = ""

    def body(self, limit: int = MAX_BODY) -> bytes:
        """Return the body with its content coding undone, at most ``limit`` bytes of it."""
        return decode_body(self.raw, self.headers.get("content-encoding", ""), limit)


def decode_body(raw: bytes, coding: str, limit: int = MAX_BODY) -> bytes:
    """Undo an HTTP content coding (gzip or deflate; others are returned as they are).

    The result is cut at ``limit`` bytes, and a broken stream gives what could be read of it, so that no
    body can fill the memory or raise.
    """
    coding = coding.strip().lower()
    if coding not in ("gzip", "x-gzip", "deflate"):
        return raw[:limit]
    windows = (_GZIP,) if "gzip" in coding else (_ZLIB, _DEFLATE)
    for bits in windows:
        if (plain := _inflate(raw, bits, limit)) is not None:
            return plain
    # Servers that say gzip and send plain bytes are common enough to be read as meant.
    return raw[:limit]


def _inflate(raw: bytes, bits: int, limit: int, bite: int = 1 << 16) -> bytes | None:
    """Decompress up to ``limit`` bytes of all members; ``None`` when nothing of it can be read."""
    view, pieces, left, at = memoryview(raw), list[bytes](), limit, 0
    while at < len(raw) and left > 0:
        decoder = zlib.decompressobj(bits)
        try:
            while at < len(raw) and left > 0 and not decoder.eof:
                piece = decoder.decompress(view[at : at + bite], left)
                at += min(bite, len(raw) - at) - len(decoder.unconsumed_tail) - len(decoder.unused_data)
                pieces.append(piece)
                left -= len(piece)
        except zlib.error:
            if bite > _SMALL_BITE:
                # All of the bite that holds the broken place is lost, so it is made small.
                return _inflate(raw, bits, limit, _SMALL_BITE)
            return b"".join(pieces) if left < limit else None
        if bits != _GZIP:
            break
        # A gzip body may have several members (RFC 1952, 2.2).
    return b"".join(pieces)


def _digest(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


class Archive:
    """The WARC file of one process, open for appending.

    Args:
        folder: where the files lie.
        run: number of the run, the first part of the file name.
        software: what ``warcinfo`` says wrote the file.
        info: further ``warcinfo`` fields (operator, robots policy, protocol hash).
        last_words: gives the fields of the ``metadata`` record that ends a full file.
    """

    def __init__(
        self,
        folder: Path,
        run: int,
        software: str,
        info: Mapping[str, str],
        last_words: Callable[[], Mapping[str, str]] | None = None,
    ) -> None:
        self._folder, self._run, self._last_words = folder, run, last_words
        self._info = {"software": software, "format": "WARC File Format 1.1", **info}
        found = (_NAME.fullmatch(path.name) for path in folder.glob(f"{run:04d}-*.warc.gz"))
        numbers = [int(name[2]) for name in found if name]
        self._begin(max(numbers, default=-1) + 1)

    def _begin(self, number: int) -> None:
        self.name = f"{self._run:04d}-{number:05d}.warc.gz"
        self._number = number
        self._file = (self._folder / self.name).open("ab")
        self._end = self._file.tell()
        self._gzip = stream_io.GzipWriter(self._file, compression_level=LEVEL)
        lines = "".join(f"{key}: {value}\r\n" for key, value in self._info.items()).encode()
        record = warc.WarcRecord()
        record.init_headers(warc.warcinfo)
        record.headers["WARC-Filename"] = self.name
        record.headers["Content-Type"] = "application/warc-fields"
        record.set_bytes_content(lines)
        self._write(record)

    def _write(self, record: warc.WarcRecord) -> Place:
        offset = self._end
        record.write(self._gzip)
        self._gzip.finish()
        self._file.flush()
        self._end = self._file.tell()
        return Place(self.name, offset, self._end - offset)

    def add(
        self,
        url: str,
        *,
        request: bytes,
        status_line: str,
        headers: Headers,
        body: bytes,
        same_as: Original | None = None,
        ip: str | None = None,
    ) -> Place:
        """Write the request and the response of one exchange; return where the response lies.

        ``body`` is the entity as it came, content coding and all. With ``same_as`` the very same bytes
        are already held, and a ``revisit`` record without the body is written (profile
        identical-payload-digest); it names file and offset of the record that has them.

        Raises:
            OSError: the disk is full or gone.
        """
        if self._end > FILE_BYTES:
            if self._last_words:
                self.note(self._last_words())
            self.close()
            self._begin(self._number + 1)
        head = (
            (status_line + "\r\n").encode() + b"".join(k + b": " + v + b"\r\n" for k, v in headers) + b"\r\n"
        )
        response = warc.WarcRecord()
        response.init_headers(warc.revisit if same_as else warc.response)
        fields = response.headers
        fields["WARC-Target-URI"] = url
        fields["WARC-Payload-Digest"] = _digest(body)
        fields["Content-Type"] = "application/http; msgtype=response"
        if ip:
            fields["WARC-IP-Address"] = ip
        if same_as:
            fields["WARC-Profile"] = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
            fields["WARC-Refers-To-Target-URI"] = same_as.url
            fields["WARC-Refers-To-Date"] = same_as.date
            # Not of the standard, but what Heritrix writes: a date does not find a record.
            fields["WARC-Refers-To-Filename"] = same_as.warc
            fields["WARC-Refers-To-File-Offset"] = str(same_as.offset)
            response.set_bytes_content(head)
        else:
            response.set_bytes_content(head + body)
        place = self._write(response)
        asked = warc.WarcRecord()
        asked.init_headers(warc.request)
        asked.headers["WARC-Target-URI"] = url
        asked.headers["WARC-Concurrent-To"] = response.headers["WARC-Record-ID"]
        asked.headers["Content-Type"] = "application/http; msgtype=request"
        asked.set_bytes_content(request)
        last = self._write(asked)
        return Place(place.warc, place.offset, last.offset + last.length - place.offset)

    def note(self, fields: Mapping[str, str]) -> Place:
        """Write a ``metadata`` record, such as the head of the ledger's chain."""
        record = warc.WarcRecord()
        record.init_headers(warc.metadata)
        record.headers["Content-Type"] = "application/warc-fields"
        record.set_bytes_content("".join(f"{k}: {v}\r\n" for k, v in fields.items()).encode())
        return self._write(record)

    def sync(self) -> None:
        """Ask the operating system to put what was written on the disk, against loss of power."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file; what was half written when the disk was full is cut off.

        Raises:
            OSError: the disk is full or gone.
        """
        try:
            self._file.close()
        finally:
            path = self._folder / self.name
            if path.stat().st_size > self._end:
                os.truncate(path, self._end)


def read(folder: Path, name: str, offset: int) -> Stored:
    """Read back the response at an offset of a WARC file.

    Of a ``revisit`` record the body is taken from the record that it refers to.

    Raises:
        StoreError: there is no such file, no HTTP response at that place, or it is damaged.
    """
    path = folder / name
    nothing = StoreError(
        f"{path} has no response at byte {offset}",
        "Put the file back from your backup, or go on without it: greylit rebuild",
    )
    try:
        with path.open("rb") as file:
            file.seek(offset)
            record = next(iter(warc.ArchiveIterator(file)), None)
            if record is None or record.record_type not in (warc.response, warc.revisit):
                raise nothing
            http = record.http_headers
            if http is None or http.status_code is None:
                raise nothing
            raw, fields = record.reader.read(), dict(record.headers.items())
            headers = {key.lower(): value for key, value in http.items()}
    except OSError as error:
        raise StoreError(
            f"{path} cannot be read: {error.strerror or error}", "Put the file back from your backup."
        ) from error
    if record.record_type == warc.revisit and fields.get("WARC-Refers-To-Filename"):
        raw = read(folder, fields["WARC-Refers-To-Filename"], int(fields["WARC-Refers-To-File-Offset"])).raw
    if fields.get("WARC-Payload-Digest", _digest(raw)) != _digest(raw):
        raise StoreError(
            f"{path}: the response at byte {offset} is damaged, its bytes do not fit their digest",
            "Put the file back from your backup.",
        )
    return Stored(http.status_code, headers, raw, fields.get("WARC-Date", ""))


@dataclass(frozen=True, slots=True)
class Cut:
    """What was found behind the last record that the ledger names in a WARC file."""

    warc: str
    named_end: int
    kept_to: int
    cut_from: int
    cut_bytes: int


def mend(folder: Path, name: str, named_end: int) -> Cut | None:
    """Cut a torn last record off a WARC file.

    Args:
        folder: the archive.
        name: the file.
        named_end: where the last record that the ledger names ends.

    Returns:
        What was kept and cut, or ``None`` when the file ends in a whole record. Whole records that the
        ledger does not name (the process died between the two writes) are kept: they are true.
    """
    path = folder / name
    size = path.stat().st_size
    whole = named_end
    with path.open("rb") as file:
        file.seek(named_end)
        pending = b""
        position = named_end
        while True:
            decoder = zlib.decompressobj(_GZIP)
            torn = False
            while not decoder.eof:
                data = pending or file.read(1 << 20)
                pending = b""
                if not data:
                    torn = True
                    break
                position += len(data)
                try:
                    decoder.decompress(data)
                except zlib.error:
                    torn = True
                    break
            if torn:
                break
            pending = decoder.unused_data
            position -= len(pending)
            whole = position
            if position >= size:
                break
            position = whole
    if whole >= size:
        return None
    with path.open("r+b") as file:
        file.truncate(whole)
    return Cut(name, named_end, whole, whole, size - whole)
