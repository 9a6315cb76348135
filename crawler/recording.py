"""Putting an answer into the archive, and beginning the ledger row that speaks of it. No Scrapy."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import responses
from typing import Any

from crawler.lead import Answer
from crawler.manners import Manners
from store.archive import Archive, Headers, Original, holds
from store.coding import decoded
from store.errors import StoreError
from store.frontier import Pending
from store.ledger import Entry, Ledger
from store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Came:
    """What came for an address, byte for byte.

    Attributes:
        request: the request as it went out.
        status: HTTP status.
        headers: names and values as they came.
        raw: the body as it came, content coding and all.
        ip: the address that answered, where known.
    """

    request: bytes
    status: int
    headers: Headers
    raw: bytes
    ip: str | None = None

    @property
    def fields(self) -> dict[str, str]:
        """The headers by lower-case name; of two with one name the last."""
        return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in self.headers}


def asked(pending: Pending) -> dict[str, Any]:
    """Return what every row of a fetch begins with: what was asked, why, when, and how long it took."""
    found = {key: pending.lead[key] for key in ("kind", "why", "question") if pending.lead.get(key)}
    row: dict[str, Any] = {
        "url": pending.url, "source": pending.source, **found, "depth": pending.depth,
    }  # fmt: skip
    if pending.name != pending.url:
        row["key"] = pending.name
    if pending.form is not None:
        row["method"] = "POST"
    if pending.began:
        row["asked_at"] = round(pending.asked_at, 3)
        row["took"] = round(pending.took, 3)
    return row


class Recorder:
    """Archives answers and begins their rows.

    Args:
        workspace: the review's folder.
        run: number of the run.
        ledger: knows which bytes are held already.
        manners: the numbers of the crawl.
        archive: the WARC file that is written.
    """

    def __init__(
        self, workspace: Workspace, run: int, ledger: Ledger, manners: Manners, archive: Archive
    ) -> None:
        self._workspace, self._run, self._ledger = workspace, run, ledger
        self._manners, self._archive = manners, archive

    def record(self, pending: Pending, came: Came) -> tuple[dict[str, Any], Answer]:
        """Archive an answer; return the row begun for it and the answer as a reader sees it.

        The answer to a question whether anything has changed is what was held before, when nothing has.

        Raises:
            OSError: the disk is full or gone.
            StoreError: the archive cannot be written.
        """
        fields = came.fields
        if came.status == 304 and pending.held is not None:
            return self._unchanged(pending, came, fields)
        found = decoded(came.raw, fields.get("content-encoding", ""), self._manners.max_bytes)
        body = found.body
        sha256 = hashlib.sha256(body).hexdigest()
        earlier, original = self._same(sha256, came.raw)
        row = self._row(pending, came, fields, original)
        row.update(mime=fields.get("content-type"), bytes=len(body), sha256=sha256)
        if found.flaw == "too-large":
            # What was read of it is not the answer, so it has no digest.
            row.update(bytes=None, sha256=None)
        if earlier:
            row["same_as"] = earlier.seq
            if earlier.run < self._run and earlier.body["url"] == pending.url:
                row["unchanged"] = True
        if fields.get("etag") or fields.get("last-modified"):
            row["validators"] = [fields.get("etag"), fields.get("last-modified")]
        return row, Answer(pending.url, came.status, fields, body)

    def _unchanged(
        self, pending: Pending, came: Came, fields: Mapping[str, str]
    ) -> tuple[dict[str, Any], Answer]:
        held = pending.held
        assert held is not None
        row = self._row(pending, came, fields, held.original, unmodified=True)
        row.update(
            mime=held.body.get("mime"), bytes=held.body.get("bytes"), sha256=held.body.get("sha256"),
            unchanged=True, same_as=held.seq, original_status=held.status,
            # A 304 need not repeat the validators (RFC 9110, 15.4.5): those it was asked with still hold.
            validators=[fields.get("etag") or held.etag, fields.get("last-modified") or held.modified],
        )  # fmt: skip
        return row, held.answer(pending.url, self._manners.max_bytes + 1)

    def _row(
        self, pending: Pending, came: Came, fields: Mapping[str, str], original: Original | None,
        *, unmodified: bool = False,
    ) -> dict[str, Any]:  # fmt: skip
        place = self._archive.add(
            pending.url,
            request=came.request,
            status_line=f"HTTP/1.1 {came.status} {responses.get(came.status, '')}".rstrip(),
            headers=_decoded_headers(came.headers),
            body=came.raw,
            same_as=original,
            unmodified=unmodified,
            ip=came.ip,
        )
        return {
            **asked(pending), "status": came.status,
            "warc": place.warc, "offset": place.offset, "length": place.length,
        }  # fmt: skip

    def _same(self, sha256: str, raw: bytes) -> tuple[Entry | None, Original | None]:
        """Return the fetch that already brought the very same bytes, and where they lie."""
        earlier = self._ledger.stored_body(sha256) if raw else None
        if earlier is None:
            return None, None
        warc, offset = str(earlier.body["warc"]), int(earlier.body["offset"])
        try:
            # The same text in another coding is not the same payload.
            date = holds(self._workspace.archive, warc, offset, raw)
        except StoreError:
            date = None
        return (earlier, Original(earlier.body["url"], date, warc, offset)) if date else (None, None)


def _decoded_headers(headers: Headers) -> list[tuple[bytes, bytes]]:
    """Leave out transfer coding: the archived body no longer has it (WARC 1.1, annex on HTTP)."""
    return [(name, value) for name, value in headers if name.lower() != b"transfer-encoding"]
