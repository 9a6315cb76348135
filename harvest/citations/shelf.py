"""Where the answers of indexes are kept, so that nothing is asked twice and a search can be repeated without a network.

Every answer is a WARC record under its address without key and contact. Those that stand (found, not found, moved)
are handed back when the same is asked again; refusals and failures are kept as evidence, and asked anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TextIO
from urllib.parse import urlsplit

from fastwarc import warc
from filelock import FileLock, Timeout

from crawler.safe_requests import Got
from harvest.errors import Exit, GreylitError
from store.archive import Archive, Place, read
from store.errors import StoreError
from store.ledger import Ledger, now
from store.redact import redact
from store.workspace import Workspace

#: Names of this machine.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
#: Statuses of answers that stand: they would be the same if asked again soon.
STANDING = frozenset({200, 301, 302, 303, 307, 308, 400, 404, 410})
#: Headers that say how a body was coded or how long it was: wrong once a secret in it was replaced.
_OF_BYTES = frozenset({b"content-encoding", b"content-length", b"transfer-encoding", b"content-md5", b"etag"})


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is handed to a client: status, headers by lower-case name, body; whether it was held."""

    status: int
    fields: Mapping[str, str]
    body: bytes
    held: bool


class Shelf(Protocol):
    """Keeps answers."""

    place: Path

    def held(self, index: str, url: str) -> Kept | None:
        """Return the answer of an index that stands under an address without secrets, or ``None``."""
        ...

    def keep(self, index: str, url: str, got: Got, secrets: Collection[str], said: Mapping[str, Any]) -> None:
        """Keep an answer under an address without secrets, and note what was ``said`` of budgets."""
        ...

    def note(self, index: str, url: str, said: Mapping[str, Any]) -> None:
        """Note that no answer came, and why."""
        ...

    def close(self) -> None:
        """Close what is open."""
        ...


class _Warcs:
    """Answers in one folder of WARC files, found by their addresses."""

    def __init__(self, folder: Path, open_archive: Callable[[], Archive]) -> None:
        self._folder, self._open, self._archive = folder, open_archive, None
        self.places: dict[str, tuple[str, int]] = {}

    _archive: Archive | None

    def held(self, index: str, url: str) -> Kept | None:
        place = self.places.get(_key(index, url))
        if place is None:
            return None
        try:
            stored = read(self._folder, *place)
        except StoreError:
            # A damaged record is as good as none: it is asked for again.
            return None
        return Kept(stored.status, stored.headers, stored.body(), True)

    def keep(self, index: str, url: str, got: Got, secrets: Collection[str]) -> Place:
        if self._archive is None:
            self._archive = self._open()
        headers, body = _without(got, secrets)
        place = self._archive.add(
            url, request=got.request, status_line=got.status_line, headers=headers, body=body
        )
        if got.status in STANDING:
            self.places[_key(index, url)] = (place.warc, place.offset)
        return place

    def close(self) -> None:
        if self._archive is not None:
            self._archive.sync()
            self._archive.close()


def _without(got: Got, secrets: Collection[str]) -> tuple[tuple[tuple[bytes, bytes], ...], bytes]:
    """Return headers and body as they came, or with secrets replaced where an index repeats them."""
    headers = tuple(
        (k, redact(v.decode("latin-1"), secrets).encode("latin-1", "replace")) for k, v in got.headers
    )
    text = got.body.decode("latin-1")
    if redact(text, secrets) == text:
        return headers, got.raw
    body = redact(text, secrets).encode("latin-1", "replace")
    return tuple(each for each in headers if each[0].lower() not in _OF_BYTES), body


class FolderShelf:
    """A folder of its own, for a search outside a review: WARC files, and ``asked.jsonl``, one line a question.

    Args:
        folder: made when it is not there.
        software: what the WARC files say wrote them.

    Raises:
        GreylitError: another search is at work in it (``LOCKED``), or it is the archive of a review (``ARCHIVE``).
    """

    def __init__(self, folder: Path, software: str) -> None:
        if (folder / os.pardir / "ledger.sqlite").exists() and any(folder.glob("*.warc.gz")):
            raise GreylitError(
                f"{folder} is the archive of a review, whose ledger names all that is in it", code="ARCHIVE",
                hint="Without --archive the answers are kept there; or name another folder.",
            )  # fmt: skip
        folder.mkdir(parents=True, exist_ok=True)
        self.place = folder
        self._lock = FileLock(str(folder / ".lock"))
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise GreylitError(
                f"another search is at work in {folder}", code="LOCKED", exit_code=Exit.LOCKED,
                hint="Wait for it to end, or give another folder with --archive.",
            ) from error  # fmt: skip
        self._warcs = _Warcs(
            folder, lambda: Archive(folder, 1, software, {"robots": "not asked: documented APIs"})
        )
        log = folder / "asked.jsonl"
        indexes = _indexes(log) if log.exists() else {}
        for path in sorted(folder.glob("*.warc.gz")):
            for offset, url in _standing(path):
                index = indexes.get((path.name, offset), "")
                self._warcs.places[_key(index, url)] = (path.name, offset)
        torn = log.exists() and log.read_bytes()[-1:] not in (b"", b"\n")
        self._log: TextIO = log.open("a", encoding="utf-8")
        if torn:
            # What was being written when a search was killed must not spoil the line after it.
            self._log.write("\n")

    def held(self, index: str, url: str) -> Kept | None:
        """Return the answer of an index that stands under an address."""
        return self._warcs.held(index, url)

    def keep(self, index: str, url: str, got: Got, secrets: Collection[str], said: Mapping[str, Any]) -> None:
        """Keep an answer."""
        place = self._warcs.keep(index, url, got, secrets)
        row = {"status": got.status, "warc": place.warc, "offset": place.offset, "length": place.length}
        self.note(index, url, {**row, **said})

    def note(self, index: str, url: str, said: Mapping[str, Any]) -> None:
        """Write a line of the log."""
        self._log.write(
            json.dumps({"at": now(), "index": index, "url": url, **said}, ensure_ascii=False) + "\n"
        )
        self._log.flush()

    def close(self) -> None:
        """Close archive and log, and let the folder go."""
        try:
            self._warcs.close()
        finally:
            self._log.close()
            self._lock.release()


class ReviewShelf:
    """The archive and the ledger of a review.

    Args:
        workspace: the review, held by the caller.
        ledger: its ledger, open.
        software: what the WARC files say wrote them.
    """

    #: What the ledger says an answer was asked for.
    WHY = "cite"

    def __init__(self, workspace: Workspace, ledger: Ledger, software: str) -> None:
        self.place = workspace.archive
        self._ledger = ledger
        self._warcs = _Warcs(
            workspace.archive,
            lambda: Archive(workspace.archive, 0, software, {"robots": "not asked: documented APIs"}),
        )
        for entry in ledger.entries(kinds=("warc",)):
            body = entry.body
            if body.get("why") == self.WHY and body.get("status") in STANDING:
                place = (str(body["warc"]), int(body["offset"]))
                self._warcs.places[_key(str(body["source"]), str(body["url"]))] = place

    def held(self, index: str, url: str) -> Kept | None:
        """Return the answer of an index that stands under an address."""
        return self._warcs.held(index, url)

    def keep(self, index: str, url: str, got: Got, secrets: Collection[str], said: Mapping[str, Any]) -> None:
        """Keep an answer, and name it in the ledger."""
        place = self._warcs.keep(index, url, got, secrets)
        self._ledger.append(
            "warc",
            {"url": url, "source": index, "kind": "citations", "status": got.status, "warc": place.warc,
             "offset": place.offset, "length": place.length, "why": self.WHY, **said},
        )  # fmt: skip

    def note(self, index: str, url: str, said: Mapping[str, Any]) -> None:
        """Write a row of the ledger."""
        self._ledger.append("note", {"url": url, "source": index, "why": self.WHY, **said})

    def close(self) -> None:
        """Close the archive; the ledger is the caller's."""
        self._warcs.close()


def _key(index: str, url: str) -> str:
    """Return what an answer is found by: its address, and for a server on this machine, whose port may be another one
    each time, the index and what follows the port.
    """
    parts = urlsplit(url)
    return (
        url[url.index(parts.netloc) + len(parts.netloc) :] + f" {index}"
        if parts.hostname in LOOPBACK
        else url
    )


def _standing(path: Path) -> Iterator[tuple[int, str]]:
    """Yield offset and address of the answers that stand in a WARC file, oldest first, up to where it is damaged.

    A torn end is left as it is: a new file is begun each time, and what was lost is asked for again.
    """
    with path.open("rb") as file, suppress(OSError, EOFError, ValueError, RuntimeError):
        for record in warc.ArchiveIterator(file, record_types=warc.response, parse_http=True):
            http, url = record.http_headers, record.headers.get("WARC-Target-URI")
            if url and http is not None and http.status_code in STANDING:
                yield record.stream_pos, url


def _indexes(log: Path) -> dict[tuple[str, int], str]:
    """Return which index each record of the WARC files is of, by the log; a torn last line is passed over."""
    found = {}
    with log.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                row = json.loads(line)
                found[str(row["warc"]), int(row["offset"])] = str(row["index"])
            except (ValueError, KeyError, TypeError):
                continue
    return found
