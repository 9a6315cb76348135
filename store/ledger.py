"""The append-only ledger: observations in order, each row chained by hash to the one before.

SQLite in WAL mode, so that anybody can read while it grows. Triggers refuse changes; the chain shows
changes made behind their back. Several processes may append: each takes the write lock, reads the head,
adds its rows and lets go (``begin immediate``).
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from store.errors import StoreError

#: Version of the ledger's layout, kept in SQLite's ``user_version``.
LEDGER_VERSION = 1

#: How often, and at what pause in seconds, a file is tried that another process is just making.
OPENING_ATTEMPTS, OPENING_PAUSE = 300, 0.02

#: The hash before the first row.
GENESIS = "0" * 64

#: Halves of surrogate pairs: JSON of strangers may hold them, UTF-8 cannot.
_LONE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One observation. ``body`` is the parsed JSON object of the row."""

    seq: int
    at: str
    kind: str
    run: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """Where a ledger stops being what was written: the first row that does not fit, and why."""

    seq: int
    reason: str


def now() -> str:
    """Return the present time as the ledger writes it: ISO 8601, UTC, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def chain_hash(before: str, seq: int, at: str, kind: str, run: int, body: str) -> str:
    """Return the hash of a row whose predecessor has the hash ``before``; ``body`` is its JSON as stored."""
    return hashlib.sha256(f"{before}\n{seq}\n{at}\n{kind}\n{run}\n{body}".encode()).hexdigest()


def _json(body: Mapping[str, Any]) -> str:
    """Return JSON that SQLite and UTF-8 can hold: no NaN (``ValueError``), no halves of surrogate pairs."""
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text if text.isascii() else _LONE.sub("\ufffd", text)


def as_kept(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of a row as it is read back from the ledger."""
    kept: dict[str, Any] = json.loads(_json(body))
    return kept


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script one by one: ``executescript`` would commit before it begins."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _unusable(path: Path, error: sqlite3.Error) -> StoreError:
    return StoreError(
        f"{path} cannot be opened as a ledger: {error}",
        "If the file was copied, copy ledger.sqlite-wal and ledger.sqlite-shm with it.",
    )


def _connect(path: Path, read_only: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=30, cached_statements=64)
    if read_only and not path.with_name(path.name + "-wal").exists():
        try:
            connection.execute("select count(*) from sqlite_master")
        except sqlite3.OperationalError:
            # On a medium that cannot be written SQLite cannot make the files that reading in WAL mode takes;
            # with nothing in a WAL file the main file alone is whole.
            connection.close()
            address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True, isolation_level=None)
    return connection


class Ledger:
    """One ledger file, open for appending or only for reading.

    Raises:
        StoreError: the file is missing (when only reading), not a ledger, or written by a newer version.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        if read_only and not path.exists():
            raise StoreError(f"there is no ledger at {path}", "Start with: greylit run protocol.toml")
        try:
            self._db = _connect(path, read_only)
        except sqlite3.Error as error:
            raise _unusable(path, error) from error
        try:
            if read_only:
                self._db.execute("pragma query_only = on")
            self._open(read_only)
        except sqlite3.Error as error:
            self._db.close()
            raise _unusable(path, error) from error
        except StoreError:
            self._db.close()
            raise

    def _open(self, read_only: bool) -> None:
        version = self._db.execute("pragma user_version").fetchone()[0]
        if version > LEDGER_VERSION:
            raise StoreError(
                f"{self.path} was written by a newer greylit (ledger layout {version}, "
                f"this one knows {LEDGER_VERSION}); nothing was changed",
                "Upgrade greylit: pip install --upgrade greylit",
                "NEWER_VERSION",
            )
        tables = {name for (name,) in self._db.execute("select name from sqlite_master where type = 'table'")}
        if "entry" not in tables and (read_only or tables):
            raise StoreError(
                f"{self.path} is an SQLite file but not a ledger; nothing was changed",
                "Put the ledger back from your backup, or move this file away and start again.",
            )
        if read_only:
            return
        self._to_wal()
        # A crash of the process loses nothing in either mode; `normal` spares one fsync a row.
        self._db.execute("pragma synchronous = normal")
        if version == 0:
            self._create()

    def _to_wal(self) -> None:
        """Turn the file to WAL mode, or find that it is.

        SQLite does not wait for its busy timeout here: where two processes make the file at the same moment, one
        of them is told at once that it is locked (sqlite.org/wal.html, "Sometimes Queries Return SQLITE_BUSY").
        """
        for attempt in range(OPENING_ATTEMPTS):
            try:
                self._db.execute("pragma journal_mode = wal")
                return
            except sqlite3.OperationalError as error:
                locked = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
                if not locked or attempt == OPENING_ATTEMPTS - 1:
                    raise
                time.sleep(OPENING_PAUSE)

    def _create(self) -> None:
        script = (files("store") / "ledger.sql").read_text(encoding="utf-8")
        self._db.execute("begin immediate")
        try:
            # Another process may have made it between our look and our lock.
            if self._db.execute("pragma user_version").fetchone()[0] == 0:
                for statement in _statements(script):
                    self._db.execute(statement)
                self._db.execute(f"pragma user_version = {LEDGER_VERSION}")
            self._db.execute("commit")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("rollback")
            raise

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _entry(self, row: tuple[int, str, str, int, str]) -> Entry:
        return Entry(row[0], row[1], row[2], row[3], json.loads(row[4]))

    def append(self, kind: str, body: Mapping[str, Any], run: int = 0) -> int:
        """Add one observation and return its sequence number. It is on its way to disk when this returns."""
        return self.append_many([(kind, body)], run)

    def append_many(self, rows: Sequence[tuple[str, Mapping[str, Any]]], run: int = 0) -> int:
        """Add ``(kind, body)`` rows in one transaction, all or none; return the last sequence number."""
        texts = [(kind, _json(body)) for kind, body in rows]
        db = self._db
        db.execute("begin immediate")
        try:
            seq, before = self.head()
            at = now()
            for kind, text in texts:
                seq += 1
                before = chain_hash(before, seq, at, kind, run, text)
                db.execute("insert into entry values (?,?,?,?,?,?)", (seq, at, kind, run, text, before))
            db.execute("commit")
        except BaseException:
            if db.in_transaction:
                db.execute("rollback")
            raise
        return seq

    def head(self) -> tuple[int, str]:
        """Return sequence number and hash of the last row; ``(0, GENESIS)`` while empty."""
        row = self._db.execute("select seq, hash from entry order by seq desc limit 1").fetchone()
        return (row[0], row[1]) if row else (0, GENESIS)

    def entries(
        self, *, after: int = 0, kinds: Sequence[str] = (), run: int | None = None
    ) -> Iterator[Entry]:
        """Yield entries in order, those after sequence number ``after``, of the given kinds and run."""
        sql, values = "select seq, at, kind, run, body from entry where seq > ?", [after]
        arguments: list[Any] = list(values)
        if kinds:
            sql += f" and kind in ({','.join('?' * len(kinds))})"
            arguments += kinds
        if run is not None:
            sql += " and run = ?"
            arguments.append(run)
        for row in self._db.execute(sql + " order by seq", arguments):
            yield self._entry(row)

    def entry(self, seq: int) -> Entry | None:
        """Return one entry by its number."""
        row = self._db.execute("select seq, at, kind, run, body from entry where seq = ?", (seq,)).fetchone()
        return self._entry(row) if row else None

    def last(self, kind: str, run: int | None = None) -> Entry | None:
        """Return the newest entry of a kind."""
        row = self._db.execute(
            "select seq, at, kind, run, body from entry where kind = ? and run = coalesce(?, run)"
            " order by seq desc limit 1",
            (kind, run),
        ).fetchone()
        return self._entry(row) if row else None

    def by_url(self, url: str) -> list[Entry]:
        """Return every fetch and skip of one address, oldest first."""
        rows = self._db.execute(
            "select seq, at, kind, run, body from entry"
            " where kind in ('fetch', 'skip') and json_extract(body, '$.url') = ? order by seq",
            (url,),
        )
        return [self._entry(row) for row in rows]

    def waits(self, before: int) -> list[Entry]:
        """Return the newest fetch of each run before ``before`` in which a host asked for time, newest first."""
        rows = self._db.execute(
            "select seq, at, kind, run, body from entry where kind = 'fetch' and run < ?"
            " and body ->> 'wait' is not null order by seq desc limit 1000",
            (before,),
        )
        return [self._entry(row) for row in rows]

    def stored_body(self, sha256: str) -> Entry | None:
        """Return the first fetch whose WARC record holds the body with this SHA-256 in full."""
        row = self._db.execute(
            "select seq, at, kind, run, body from entry"
            " where kind = 'fetch' and json_extract(body, '$.sha256') = ?"
            " order by seq limit 1",
            (sha256,),
        ).fetchone()
        return self._entry(row) if row else None

    def archive_end(self, warc: str) -> int:
        """Return where the last WARC record named by the ledger ends in a file, in bytes; 0 if none is."""
        row = self._db.execute(
            "select max((body ->> 'offset') + (body ->> 'length')) from entry"
            " where kind in ('fetch', 'warc', 'brought', 'imported', 'entry') and body ->> 'warc' = ?",
            (warc,),
        ).fetchone()
        return int(row[0] or 0)

    def verify(self) -> ChainBreak | None:
        """Recompute the whole chain; return the first row that does not fit, or ``None``."""
        before, expected = GENESIS, 1
        for seq, at, kind, run, body, stored in self._db.execute("select * from entry order by seq"):
            if seq != expected:
                return ChainBreak(expected, f"row {expected} is missing")
            before = chain_hash(before, seq, at, kind, run, body)
            if stored != before:
                return ChainBreak(seq, f"row {seq} is not what was written: its hash does not fit")
            expected += 1
        return None
