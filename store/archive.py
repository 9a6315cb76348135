"""The archive: every request and response, byte for byte, in gzip WARC 1.1 files (ISO 28500:2017).

A file is only ever appended to, and one process writes one file: ``0001-00000.warc.gz`` is the first file
of run 1. Bytes are handed to the operating system before the ledger names them, so that a killed process
leaves at most a tail that no ledger row speaks of; :func:`mend` looks at that tail.
"""

from __future__ import annotations

import base64
import hashlib
import os
import zlib
from collections.abc import Iterable, Mapping
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where one WARC record lies: file name, offset and length in bytes of its gzip member."""

    warc: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A response read back: HTTP status, headers (names in lower case) and the body as it was sent."""

    status: int
    headers: dict[str, str]
    raw: bytes

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
    windows = (31,) if "gzip" in coding else (15, -15)
    for bits in windows:
        decoder = zlib.decompressobj(bits)
        try:
            return decoder.decompress(raw, limit)
        except zlib.error:
            continue
    # Servers that say gzip and send plain bytes are common enough to be read as meant.
    return raw[:limit]


def _digest(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


class Archive:
    """The WARC file of one process, open for appending.

    Args:
        folder: where the files lie.
        run: number of the run, the first part of the file name.
        software: what ``warcinfo`` says wrote the file.
        info: further ``warcinfo`` fields (operator, robots policy, protocol hash).
    """

    def __init__(self, folder: Path, run: int, software: str, info: Mapping[str, str]) -> None:
        self._folder, self._run = folder, run
        self._info = {"software": software, "format": "WARC File Format 1.1", **info}
        numbers = [int(path.name[5:10]) for path in folder.glob(f"{run:04d}-*.warc.gz")]
        self._begin(max(numbers, default=-1) + 1)

    def _begin(self, number: int) -> None:
        self.name = f"{self._run:04d}-{number:05d}.warc.gz"
        self._number = number
        self._file = (self._folder / self.name).open("ab")
        self._gzip = stream_io.GzipWriter(self._file, compression_level=LEVEL)
        lines = "".join(f"{key}: {value}\r\n" for key, value in self._info.items()).encode()
        record = warc.WarcRecord()
        record.init_headers(warc.warcinfo)
        record.headers["WARC-Filename"] = self.name
        record.headers["Content-Type"] = "application/warc-fields"
        record.set_bytes_content(lines)
        self._write(record)

    def _write(self, record: warc.WarcRecord) -> Place:
        offset = self._file.tell()
        record.write(self._gzip)
        self._gzip.finish()
        self._file.flush()
        return Place(self.name, offset, self._file.tell() - offset)

    def add(
        self,
        url: str,
        *,
        request: bytes,
        status_line: str,
        headers: Headers,
        body: bytes,
        same_as: tuple[str, str] | None = None,
        ip: str | None = None,
    ) -> Place:
        """Write the request and the response of one exchange; return where the response lies.

        ``body`` is the entity as it came, content coding and all. With ``same_as = (url, date)`` the same
        payload is already held, and a ``revisit`` record without the body is written (profile
        identical-payload-digest).

        Raises:
            OSError: the disk is full or gone.
        """
        if self._file.tell() > FILE_BYTES:
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
            fields["WARC-Refers-To-Target-URI"], fields["WARC-Refers-To-Date"] = same_as
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
        """Close the file."""
        self._file.flush()
        self._file.close()


def read(folder: Path, name: str, offset: int) -> Stored:
    """Read back the response (or revisit) record at an offset of a WARC file.

    Raises:
        StoreError: there is no such file, or no HTTP response at that place.
    """
    path = folder / name
    try:
        with path.open("rb") as file:
            file.seek(offset)
            record = next(iter(warc.ArchiveIterator(file)), None)
            if record is None or record.http_headers is None:
                raise StoreError(f"{path} has no response at byte {offset}", "Run: greylit verify")
            headers = {key.lower(): value for key, value in record.http_headers.items()}
            return Stored(record.http_headers.status_code or 0, headers, record.reader.read())
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
            decoder = zlib.decompressobj(31)
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
