"""The archive: every request and response, byte for byte, in gzip WARC 1.1 files (ISO 28500:2017).

A file is only ever appended to, and one process writes one file: ``0001-00000.warc.gz`` is the first file
of run 1. Bytes are handed to the operating system before the ledger names them, so that a killed process
leaves at most a tail that no ledger row speaks of; :func:`mend` looks at that tail.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fastwarc import stream_io, warc

from store.coding import MAX_BODY as MAX_BODY
from store.coding import decode_body as decode_body
from store.errors import StoreError

#: A new file is begun after this many bytes.
FILE_BYTES = 1_000_000_000
#: Longest head of an archived answer that is read back, in bytes; more than the crawler takes.
MAX_HEAD = 1 << 20
_PIECE = 1 << 16
#: zlib level: WARC bytes of text shrink to a half at any level, and higher ones cost more CPU than fetching.
LEVEL = 2

Headers = Iterable[tuple[bytes, bytes]]

#: zlib's window bits for gzip.
_GZIP = 31
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
        self._write(record, lines)

    def _write(self, record: warc.WarcRecord, *block: bytes) -> Place:
        offset = self._end
        record.headers["Content-Length"] = str(sum(map(len, block)))
        record.headers.write(self._gzip)
        # Not with ``record.write``, which holds a large body twice more.
        for part in (*block, b"\r\n\r\n"):
            self._gzip.write(part)
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
        unmodified: bool = False,
        ip: str | None = None,
    ) -> Place:
        """Write the request and the response of one exchange; return where the response lies.

        ``body`` is the entity as it came, content coding and all. With ``same_as`` the very same bytes
        are already held, and a ``revisit`` record without the body is written (profile
        identical-payload-digest); it names file and offset of the record that has them. With
        ``unmodified`` the host said so itself with a 304 (profile server-not-modified).

        Raises:
            OSError: the disk is full or gone.
        """
        self._make_room()
        head = (
            (status_line + "\r\n").encode() + b"".join(k + b": " + v + b"\r\n" for k, v in headers) + b"\r\n"
        )
        response = warc.WarcRecord()
        response.init_headers(warc.revisit if same_as else warc.response)
        fields = response.headers
        fields["WARC-Target-URI"] = url
        if not unmodified:
            fields["WARC-Payload-Digest"] = _digest(body)
        fields["Content-Type"] = "application/http; msgtype=response"
        if ip:
            fields["WARC-IP-Address"] = ip
        if same_as:
            profile = "server-not-modified" if unmodified else "identical-payload-digest"
            fields["WARC-Profile"] = f"http://netpreserve.org/warc/1.1/revisit/{profile}"
            fields["WARC-Refers-To-Target-URI"] = same_as.url
            fields["WARC-Refers-To-Date"] = same_as.date
            # Not of the standard, but what Heritrix writes: a date does not find a record.
            fields["WARC-Refers-To-Filename"] = same_as.warc
            fields["WARC-Refers-To-File-Offset"] = str(same_as.offset)
        place = self._write(response, head, b"" if same_as else body)
        asked = warc.WarcRecord()
        asked.init_headers(warc.request)
        asked.headers["WARC-Target-URI"] = url
        asked.headers["WARC-Concurrent-To"] = response.headers["WARC-Record-ID"]
        asked.headers["Content-Type"] = "application/http; msgtype=request"
        last = self._write(asked, request)
        return Place(place.warc, place.offset, last.offset + last.length - place.offset)

    def bring(self, url: str, body: bytes, mime: str) -> Place:
        """Write a file that a person brought; return where it lies.

        It becomes a ``resource`` record (ISO 28500:2017, 6.5): bytes without an HTTP exchange, since what
        the site said to the person's browser is not known.

        Args:
            url: the address that the file is from, or another URI of it.
            body: its bytes.
            mime: its media type.

        Raises:
            OSError: the disk is full or gone.
        """
        self._make_room()
        record = warc.WarcRecord()
        record.init_headers(warc.resource)
        record.headers["WARC-Target-URI"] = url
        record.headers["WARC-Payload-Digest"] = _digest(body)
        record.headers["Content-Type"] = mime
        return self._write(record, body)

    def _make_room(self) -> None:
        """Go on in a new file when the present one is full."""
        if self._end > FILE_BYTES:
            if self._last_words:
                self.note(self._last_words())
            self.close()
            self._begin(self._number + 1)

    def note(self, fields: Mapping[str, str]) -> Place:
        """Write a ``metadata`` record, such as the head of the ledger's chain."""
        record = warc.WarcRecord()
        record.init_headers(warc.metadata)
        record.headers["Content-Type"] = "application/warc-fields"
        return self._write(record, "".join(f"{k}: {v}\r\n" for k, v in fields.items()).encode())

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


def _fields(items: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return headers as a crawl reads them: FastWARC would take bytes 0x80 to 0x9f for those of Windows-1252."""
    return {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in items}


def read(folder: Path, name: str, offset: int) -> Stored:
    """Read back the response at an offset of a WARC file, or the file that a person brought.

    Of a ``revisit`` record the body is taken from the record that it refers to. A ``resource`` record has
    no HTTP exchange: it is read as a 200 with its media type.

    Raises:
        StoreError: there is no such file, no such record at that place, or it is damaged.
    """
    path = folder / name
    with _opened(path, offset) as record:
        fields, http = dict(record.headers.items()), record.http_headers
        if record.record_type == warc.resource:
            status, headers = 200, {"content-type": fields.get("Content-Type", "")}
        else:
            status, headers = http.status_code or 0, _fields(http.items_bytes())
        body = io.BytesIO()
        # Piece by piece: read in one go, a large body is held twice.
        while piece := record.reader.read(_PIECE):
            body.write(piece)
    raw = body.getvalue()
    if fields.get("WARC-Type") == "revisit" and fields.get("WARC-Refers-To-Filename"):
        original = read(folder, fields["WARC-Refers-To-Filename"], int(fields["WARC-Refers-To-File-Offset"]))
        raw = original.raw
        if fields.get("WARC-Profile", "").endswith("server-not-modified"):
            # A 304 speaks of the answer that stands, and repeats only what has changed about it.
            kept = {key: value for key, value in headers.items() if key != "content-length"}
            return Stored(original.status, {**original.headers, **kept}, raw, fields.get("WARC-Date", ""))
    if fields.get("WARC-Payload-Digest", _digest(raw)) != _digest(raw):
        raise StoreError(
            f"{path}: the response at byte {offset} is damaged, its bytes do not fit their digest",
            "Put the file back from your backup.",
        )
    return Stored(status, headers, raw, fields.get("WARC-Date", ""))


def holds(folder: Path, name: str, offset: int, raw: bytes) -> str | None:
    """Return the date of the response at an offset when its body is these very bytes, else ``None``.

    Raises:
        StoreError: there is no such file, no such record at that place, or it is damaged.
    """
    at, sought = 0, memoryview(raw)
    with _opened(folder / name, offset) as record:
        while piece := record.reader.read(_PIECE):
            if sought[at : at + len(piece)] != piece:
                return None
            at += len(piece)
        return record.headers.get("WARC-Date", "") if at == len(raw) else None


@contextmanager
def _opened(path: Path, offset: int) -> Iterator[warc.WarcRecord]:
    """Open the record at an offset; its body is read from the file while it is open."""
    nothing = StoreError(
        f"{path} has no response at byte {offset}",
        "Put the file back from your backup, or go on without it: greylit rebuild",
    )
    try:
        with path.open("rb") as file:
            file.seek(offset)
            record = next(iter(warc.ArchiveIterator(file, max_header_len=MAX_HEAD)), None)
            if record is None or record.record_type not in (warc.response, warc.revisit, warc.resource):
                raise nothing
            http = record.http_headers
            if record.record_type != warc.resource and (http is None or http.status_code is None):
                raise nothing
            yield record
    except OSError as error:
        raise StoreError(
            f"{path} cannot be read: {error.strerror or error}", "Put the file back from your backup."
        ) from error


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
