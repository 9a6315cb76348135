"""What earlier runs hold of an address: for runs that ask only for what is new or changed. No Scrapy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from crawler.lead import Answer
from crawler.manners import Manners
from store.archive import Original, read
from store.errors import StoreError
from store.ledger import Entry, Ledger

#: Outcomes of answers that can stand for another one.
USED = frozenset({"read", "results", "none"})


@dataclass(frozen=True, slots=True)
class Held:
    """The newest answer to an address that was read in an earlier run.

    Attributes:
        seq: the ledger row whose answer it is, in full.
        original: the record of that answer, which revisits refer to.
        body: what the newest row says.
        confirmed: when the host last answered with it or said that it stands, seconds since the epoch.
        since: since when it has been so: its ``Last-Modified``, else when these bytes first came.
        etag, modified: the validators to ask with (RFC 9110, 13.1).
        archive: where the answer is read from, each time that it is needed: forty megabytes of each of eight hosts
            are not to wait in memory for an answer.
    """

    seq: int
    original: Original
    body: dict[str, Any]
    confirmed: float
    since: float
    etag: str | None
    modified: str | None
    archive: Path

    @property
    def status(self) -> int:
        """HTTP status of the answer that stands."""
        return int(self.body.get("original_status") or self.body["status"])

    @property
    def conditions(self) -> dict[str, str]:
        """The header lines that ask for the answer only if it has changed."""
        lines = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in lines.items() if value}

    def answer(self, url: str, limit: int) -> Answer:
        """Return the answer as if it had come now.

        Raises:
            StoreError: the archive has lost it since it was looked for.
        """
        stored = read(self.archive, str(self.body["warc"]), int(self.body["offset"]))
        return Answer(url, self.status, stored.headers, stored.body(limit))

    def stands(self, kind: str, manners: Manners, now: float) -> tuple[str, str] | None:
        """Return the reason, in a word and a sentence, why it need not be asked for again, or ``None``."""
        if now - self.confirmed < manners.recheck_after:
            days = manners.recheck_after / 86400
            return "fresh", f"confirmed less than crawl.recheck_after = {days:g} days ago"
        settled = manners.settled_after
        if kind == "file" and settled is not None and now - self.since > settled:
            return "settled", f"unchanged for longer than crawl.settled_after = {settled / 86400:g} days"
        return None


def came_in(ledger: Ledger, url: str, run: int) -> Entry | None:
    """Return the fetch that brought the page of an address in this run, ``None`` when none was read."""
    for each in reversed(ledger.by_url(url)):
        if each.kind == "fetch" and each.run == run and not each.body.get("again"):
            return each if each.body.get("outcome") == "read" and each.body.get("warc") else None
    return None


def answer_of(entry: Entry, archive: Path, limit: int) -> Answer | None:
    """Return the archived answer of a fetch, ``None`` when the archive has lost it.

    Args:
        entry: the fetch.
        archive: the folder of WARC files.
        limit: bytes of the body, unpacked, that are read at most.
    """
    try:
        stored = read(archive, str(entry.body["warc"]), int(entry.body["offset"]))
    except StoreError:
        return None
    status = int(entry.body.get("original_status") or entry.body["status"])
    return Answer(str(entry.body["url"]), status, stored.headers, stored.body(limit))


def held(ledger: Ledger, archive: Path, url: str, before: int) -> Held | None:
    """Return what runs before ``before`` hold of an address, or ``None`` when it must be asked for anew.

    Only what was read counts, and only while its bytes are still in the archive.
    """
    rows = [
        each
        for each in ledger.by_url(url)
        if each.kind == "fetch" and each.run < before and not each.body.get("again")
    ]
    if not rows or rows[-1].body.get("outcome") not in USED or not rows[-1].body.get("warc"):
        return None
    newest = rows[-1]
    root = ledger.entry(int(newest.body.get("same_as") or newest.seq)) or newest
    place = str(root.body["warc"]), int(root.body["offset"])
    try:
        stored = read(archive, str(newest.body["warc"]), int(newest.body["offset"]))
        # The newest record may be a revisit itself, and the same bytes may first have come from elsewhere.
        date = stored.date if root.seq == newest.seq else read(archive, *place).date
    except StoreError:
        return None
    etag, modified = (newest.body.get("validators") or [None, None])[:2]
    since = _since(rows, modified)
    original = Original(str(root.body["url"]), date, *place)
    return Held(root.seq, original, newest.body, _epoch(newest), since, etag, modified, archive)


def _since(rows: list[Entry], modified: str | None) -> float:
    sha256, first = rows[-1].body.get("sha256"), rows[-1]
    for each in reversed(rows):
        if each.body.get("sha256") != sha256:
            break
        first = each
    try:
        return min(_epoch(first), parsedate_to_datetime(modified or "").timestamp())
    except (TypeError, ValueError, OverflowError):
        return _epoch(first)


def _epoch(entry: Entry) -> float:
    asked = entry.body.get("asked_at")
    return float(asked) if asked else datetime.fromisoformat(entry.at).timestamp()
