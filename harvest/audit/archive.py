"""Every WARC file, record by record: readable, with digests that fit, and each answer what the ledger says of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harvest.audit.chain import BACKUP, Head
from harvest.audit.findings import Check
from store.archive import decode_body
from store.desk import Desk
from store.members import Damage, Member, Record, members, record_of

#: Records that hold what came for an address.
ANSWERS = frozenset({"response", "revisit", "resource"})
#: Rows that are named in one sentence.
NAMED = 5


@dataclass(slots=True)
class Looked:
    """What was read: files, records, answers that rows name, answers that none names, and heads of the chain."""

    files: int = 0
    records: int = 0
    answers: int = 0
    unnamed: int = 0
    heads: list[Head] = field(default_factory=list)


def check_archive(folder: Path, desk: Desk, check: Check, *, run: int | None, busy: bool) -> Looked:
    """Check the WARC files.

    Args:
        folder: the archive.
        desk: has the rows that name records.
        check: where findings go.
        run: only the files of this run; all when ``None``.
        busy: a run is at work: the last record of a file may not be written yet.
    """
    looked = Looked()
    named = dict(desk.warcs())
    names = sorted({path.name for path in folder.glob("*.warc.gz")} | set(named))
    for name in names:
        if run is not None and not name.startswith(f"{run:04d}-"):
            continue
        path = folder / name
        looked.files += 1
        if not path.is_file():
            count = named.get(name, 0)
            check.found(
                "bad", f"archive/{name} is missing: {count} answers that the ledger names are in it",
                f"Put archive/{name} back from your backup, then: greylit audit", file=f"archive/{name}",
            )  # fmt: skip
            continue
        try:
            _File(path, desk, check, looked, busy).check()
        except OSError as error:
            check.found(
                "bad", f"archive/{name} cannot be read: {error.strerror or error}",
                f"Put archive/{name} back from your backup, then: greylit audit", file=f"archive/{name}",
            )  # fmt: skip
    return looked


class _File:
    """One WARC file beside the ledger rows that name it."""

    def __init__(self, path: Path, desk: Desk, check: Check, looked: Looked, busy: bool) -> None:
        self._path, self._name, self._desk, self._check = path, f"archive/{path.name}", desk, check
        self._looked, self._busy = looked, busy
        self._rows = desk.answers_in(path.name)
        self._row: dict[str, Any] | None = next(self._rows, None)
        # The row whose records are being read, and where they end by its word.
        self._open: dict[str, Any] | None = None
        self._headers: Counter[bytes] = Counter()
        self._first: dict[bytes, int] = {}

    def check(self) -> None:
        for each in members(self._path):
            for row in self._rows_before(each.offset):
                self._bad(
                    f"row {row['seq']} of the ledger names byte {row['place']} of {self._name}, where no record begins",
                    row,
                )
            if isinstance(each, Damage):
                self._damage(each)
            else:
                self._member(each)
        self._close(self._path.stat().st_size)
        self._lost(list(self._rows_before(None)))
        self._odd_headers()

    def _rows_before(self, offset: int | None) -> Iterator[dict[str, Any]]:
        """Take the rows that name a place before an offset."""
        while self._row is not None and (offset is None or self._row["place"] < offset):
            row, self._row = self._row, next(self._rows, None)
            yield row

    def _bad(self, says: str, row: dict[str, Any] | None = None, offset: int | None = None) -> None:
        row = row or {}
        place = row.get("place") if offset is None else offset
        self._check.found(
            "bad", says, f"Put {self._name} back from your backup, then: greylit audit",
            file=self._name, offset=place, row=row.get("seq"), url=row.get("url"),
        )  # fmt: skip

    # ---- what cannot be read

    def _damage(self, damage: Damage) -> None:
        affected = list(self._rows_before(damage.end))
        inside = self._open and damage.offset < self._open["place"] + self._open["length"]
        where = (
            f"{damage.length} bytes at byte {damage.offset} of {self._name} cannot be read ({damage.reason})"
        )
        if affected:
            self._bad(f"{where}: {_named(affected)}", affected[0], damage.offset)
        elif inside and self._open:
            self._bad(f"{where}: the request of {_named([self._open])}", self._open, damage.offset)
        elif not damage.at_end:
            self._bad(f"{where}; no ledger row names them", None, damage.offset)
        elif not self._busy:
            self._check.found(
                "warn", f"the last record of {self._name}, at byte {damage.offset}, is torn; no ledger row names it: a "
                "process was stopped while it wrote", "The next run cuts it off: greylit resume, or greylit rebuild",
                file=self._name, offset=damage.offset,
            )  # fmt: skip
        self._open = None

    def _lost(self, rows: list[dict[str, Any]]) -> None:
        if rows:
            size = self._path.stat().st_size
            self._bad(
                f"{self._name} ends at byte {size}, before what the ledger names in it: {_named(rows)}",
                rows[0],
            )

    # ---- what can be read

    def _member(self, member: Member) -> None:
        self._looked.records += 1
        self._headers[member.header] += 1
        self._first.setdefault(member.header, member.offset)
        record = record_of(member)
        rows = list(self._rows_before(member.offset + 1))
        if record is None:
            says = f"byte {member.offset} of {self._name} begins no WARC record"
            self._bad(f"{says}: {_named(rows)}" if rows else says, rows[0] if rows else None, member.offset)
            return
        if record.block_fits is False:
            self._bad(
                f"the record at byte {member.offset} of {self._name} does not fit its block digest",
                None,
                member.offset,
            )
        if rows:
            self._close(member.offset)
            self._open = rows[0]
        elif self._open and member.offset >= self._open["place"] + self._open["length"]:
            self._close(member.offset)
        if record.kind in ANSWERS:
            self._answer(member, record, rows)
        elif rows and rows[0]["url"]:
            self._bad(
                f"byte {member.offset} of {self._name} holds a {record.kind} record and no answer: {_named(rows)}",
                rows[0],
            )
        elif record.kind == "metadata":
            self._head(member, record)
        if self._open and member.end == self._open["place"] + self._open["length"]:
            self._open = None

    def _close(self, offset: int) -> None:
        """Note that the records of a row have ended, by its own word somewhere else."""
        if self._open is not None:
            row, self._open = self._open, None
            self._bad(
                f"row {row['seq']} of the ledger says that its records end at byte {row['place'] + row['length']} of "
                f"{self._name}, where none ends", row, offset,
            )  # fmt: skip

    def _answer(self, member: Member, record: Record, rows: list[dict[str, Any]]) -> None:
        fields = record.fields
        said = fields.get("WARC-Payload-Digest")
        place = _number(fields.get("WARC-Refers-To-File-Offset"))
        self._desk.put(
            "record", self._path.name, member.offset, record.kind, fields.get("WARC-Target-URI"), fields.get("WARC-Date"),
            said, fields.get("WARC-Refers-To-Filename"), place, fields.get("WARC-Refers-To-Target-URI"),
            fields.get("WARC-Refers-To-Date"),
        )  # fmt: skip
        self._looked.answers += len(rows)
        if not rows:
            self._looked.unnamed += 1
        whose = _named(rows) if rows else f"{fields.get('WARC-Target-URI')}, which no ledger row names"
        at = f"at byte {member.offset} of {self._name}"
        if said is not None and record.kind != "revisit" and said != record.digest:
            self._bad(
                f"the body {at} does not fit its digest: {whose}", rows[0] if rows else None, member.offset
            )
        if sum(row["kind"] == "fetch" for row in rows) > 1:
            self._bad(f"{len(rows)} ledger rows name the record {at}: {_named(rows)}", rows[1])
        for row in rows:
            self._compare(row, record, at)

    def _compare(self, row: dict[str, Any], record: Record, at: str) -> None:
        who = f"row {row['seq']} of the ledger"
        url = record.fields.get("WARC-Target-URI")
        # The file of a search is kept once, by its bytes, whatever it is called in the folder of the review.
        filed = row["kind"] == "entry" and str(url).startswith("urn:sha256:")
        if url != row["url"] and not filed:
            self._bad(f"{who} is about {row['url']}, but the record {at} about {url}", row)
            return
        if record.kind != "resource" and row["status"] != record.status:
            self._bad(
                f"{who} says that {url} answered {row['status']}, the record {at} says {record.status}", row
            )
        if record.kind == "revisit" or row["sha256"] is None:
            return
        mime = record.http.get("content-type")
        if row["kind"] == "fetch" and mime != row["mime"] and (mime or "").isascii():
            self._bad(f"{who} says that {url} is {row['mime']}, the record {at} says {mime}", row)
        # One byte more than was said is enough to see that it is not the same.
        limit = (row["bytes"] or 0) + 1
        body = decode_body(record.payload, record.http.get("content-encoding", ""), limit)
        if hashlib.sha256(body).hexdigest() != row["sha256"]:
            self._bad(
                f"the body of {url} {at} is not the one that row {row['seq']} of the ledger states: its SHA-256 does not fit",
                row,
            )

    def _head(self, member: Member, record: Record) -> None:
        """Take the head of the chain that a crawl wrote as its last words."""
        lines = record.payload.decode("utf-8", "replace").splitlines()
        said = dict(line.split(": ", 1) for line in lines if ": " in line)
        rows = _number(said.get("ledger-rows"))
        if rows is not None:
            at = f"the record at byte {member.offset} of {self._name}"
            self._looked.heads.append(Head(rows, said.get("ledger-head", ""), at, self._name, member.offset))

    def _odd_headers(self) -> None:
        """Name records whose gzip header is not like the others': no checksum protects those ten bytes."""
        for header, _ in self._headers.most_common()[1:]:
            at = self._first[header]
            says = f"the gzip header at byte {at} of {self._name} is not like the others: a byte of it was changed"
            self._bad(says, None, at)


def _named(rows: list[dict[str, Any]]) -> str:
    """Return rows with their addresses in words, the first few of many."""
    shown = ", ".join(
        f"row {row['seq']}" + (f" ({row['url']})" if row["url"] else " (the end of a crawl)")
        for row in rows[:NAMED]
    )
    return shown + (f" and {len(rows) - NAMED} more" if rows[NAMED:] else "")


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() else None


def check_repeats(desk: Desk, check: Check, *, whole: bool) -> None:
    """Check that every answer which repeats an earlier one leads to it, in the ledger and in the archive.

    Args:
        desk: has rows and records.
        check: where findings go.
        whole: all files were read; else a record of another run is not looked for.
    """
    for row in desk.wrong_repeats():
        said = "which is no earlier answer" if row["found"] is None else "whose body has another SHA-256"
        check.found(
            "bad", f"row {row['seq']} of the ledger ({row['url']}) says that it repeats row {row['same_as']}, {said}",
            BACKUP, row=row["seq"], url=row["url"], file="ledger.sqlite",
        )  # fmt: skip
    if not whole:
        return
    for record in desk.wrong_revisits():
        place = f"byte {record['refers_place']} of archive/{record['refers_warc']}"
        what = "where no answer is" if record["o_kind"] != "response" else "where another answer is"
        check.found(
            "bad", f"the revisit record at byte {record['place']} of archive/{record['warc']} ({record['url']}) refers to "
            f"{place}, {what}", f"Put archive/{record['refers_warc']} back from your backup, then: greylit audit",
            file=f"archive/{record['warc']}", offset=record["place"], url=record["url"],
        )  # fmt: skip
    for row in desk.wrong_originals():
        check.found(
            "bad", f"row {row['seq']} of the ledger ({row['url']}) repeats row {row['same_as']}, but its record refers to byte "
            f"{row['refers_place']} of archive/{row['refers_warc']}", BACKUP,
            row=row["seq"], url=row["url"], file=f"archive/{row['warc']}", offset=row["place"],
        )  # fmt: skip
