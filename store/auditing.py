"""What an audit asks of ledger and database: rows in order with their hashes, and tables read a page at a time.

Nothing here changes anything.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from store.counts import Queryable
from store.database import newest_layout
from store.errors import StoreError
from store.ledger import GENESIS, Entry, Ledger, chain_hash
from store.workspace import Workspace

Row = dict[str, Any]

#: Rows of a table of the database that are in memory at a time, or ledger rows that they belong to.
PAGE = 4000


@dataclass(frozen=True, slots=True)
class Line:
    """One ledger row as it stands: the text of its body and the stored hash."""

    seq: int
    at: str
    kind: str
    run: int
    text: str
    hash: str

    def follows(self, before: str) -> bool:
        """Tell whether the stored hash is what follows from the row and the hash before it."""
        return chain_hash(before, self.seq, self.at, self.kind, self.run, self.text) == self.hash


class AuditedLedger(Ledger):
    """A ledger that is read as it stands, whatever state it is in."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, read_only=True)
        # A byte that was changed may leave no text; the row is named all the same, since its hash does not fit.
        self._db.text_factory = lambda raw: raw.decode("utf-8", "replace")

    def __enter__(self) -> AuditedLedger:
        return self

    def _entry(self, row: tuple[int, str, str, int, str]) -> Entry:
        """Take a row as it stands: what is no JSON object says nothing."""
        try:
            body = json.loads(row[4])
        except ValueError:
            body = None
        return Entry(row[0], row[1], row[2], row[3], body if isinstance(body, dict) else {})

    def lines(self, upto: int) -> Iterator[Line]:
        """Yield the rows up to number ``upto`` in order.

        Raises:
            StoreError: the file is damaged.
        """
        try:
            for row in self._db.execute("select * from entry where seq <= ? order by seq", (upto,)):
                yield Line(*row)
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def hash_of(self, seq: int) -> str | None:
        """Return the stored hash of a row, ``None`` where there is no such row."""
        if seq == 0:
            return GENESIS
        row = self._db.execute("select hash from entry where seq = ?", (seq,)).fetchone()
        return str(row[0]) if row else None

    def newest(self, kind: str, limit: int) -> list[Entry]:
        """Return the newest rows of a kind, the newest first."""
        rows = self._db.execute(
            "select seq, at, kind, run, body from entry where kind = ? order by seq desc limit ?",
            (kind, limit),
        )
        return [self._entry(row) for row in rows]

    def robots_of(self, run: int) -> Iterator[Entry]:
        """Return the requests for a robots.txt in a run, in order."""
        rows = self._db.execute(
            "select seq, at, kind, run, body from entry where kind = 'fetch' and run = ?"
            " and body ->> 'kind' = 'robots' order by seq",
            (run,),
        )
        return (self._entry(row) for row in rows)

    def guards_missing(self) -> list[str]:
        """Return the triggers that every ledger has and this one lacks."""
        there = {
            name for (name,) in self._db.execute("select name from sqlite_master where type = 'trigger'")
        }
        with sqlite3.connect(":memory:") as plain:
            plain.executescript((files("store") / "ledger.sql").read_text(encoding="utf-8"))
            all_of_them = [
                name for (name,) in plain.execute("select name from sqlite_master where type = 'trigger'")
            ]
        return [name for name in all_of_them if name not in there]

    def flaws(self) -> list[str]:
        """Return what SQLite's own check finds wrong with the file, at most ten sentences.

        Raises:
            StoreError: it cannot even be checked.
        """
        try:
            found = [str(row[0]) for row in self._db.execute("pragma integrity_check(10)")]
        except sqlite3.Error as error:
            raise self._damaged(error) from error
        return [] if found == ["ok"] else found

    def _damaged(self, error: sqlite3.Error) -> StoreError:
        return StoreError(
            f"{self.path} is damaged: {error}",
            "Put the ledger back from your backup; archive and database are left as they are.",
        )


def at_work(workspace: Workspace) -> bool:
    """Tell whether a run is at work in a folder. Unlike :meth:`Workspace.lock` it touches no file."""
    path = workspace.root / ".lock"
    if not path.exists():
        return False
    try:
        import fcntl
    except ImportError:  # Windows: there the lock itself has to be tried
        try:
            workspace.lock().release()
        except StoreError:
            return True
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


# ---- the computed database, a page at a time


def of_earlier_layout(database: Queryable) -> bool:
    """Tell whether an earlier version computed the database, so that it lacks tables that are asked for today."""
    rows = database.rows("select value from meta where key = 'schema_version'")
    return not rows or int(rows[0]["value"]) < newest_layout()


def _paged(database: Queryable, sql: str, upto: int) -> Iterator[Row]:
    """Yield the rows of a query in the order of their ledger rows, those of so many ledger rows at a time.

    The query takes the ledger row before the first and the last one.
    """
    for after in range(0, upto, PAGE):
        yield from database.rows(sql, (after, min(after + PAGE, upto)))


def captures(database: Queryable, upto: int) -> Iterator[Row]:
    """Yield the rows of ``capture`` in order, those that follow from ledger rows up to ``upto``."""
    return _paged(database, "select * from capture where seq > ? and seq <= ? order by seq", upto)


def skips(database: Queryable, upto: int) -> Iterator[Row]:
    """Yield the rows of ``skip`` in order."""
    return _paged(database, "select * from skip where seq > ? and seq <= ? order by seq", upto)


def link_sums(database: Queryable, upto: int) -> Iterator[Row]:
    """Yield for each row with links their number, how many are followed, and one digest of them all.

    The digest is the MD5 of address, purpose, whether it is followed (1 or 0) and reason of each, joined by line
    feeds in their order.
    """
    return _paged(
        database,
        "select seq, count(*) as links, count(*) filter (followed) as followed,"
        " md5(string_agg(concat_ws(chr(10), to_url, why, followed::int::varchar, coalesce(reason, '')), chr(10)"
        " order by position)) as digest from link where seq > ? and seq <= ? group by seq order by seq",
        upto,
    )


def table_sizes(database: Queryable) -> dict[str, int]:
    """Return the number of rows of every table."""
    names = database.rows(
        "select table_name from information_schema.tables where table_type = 'BASE TABLE' order by 1"
    )
    return {
        each["table_name"]: int(database.rows(f"select count(*) as n from {each['table_name']}")[0]["n"])
        for each in names
    }


def questions_held(database: Queryable, run: int) -> list[Row]:
    """Return name, source and reason of every question of a run."""
    return database.rows(
        "select question, source, reason from question where run = ? order by question", (run,)
    )


def runs_held(database: Queryable) -> list[Row]:
    """Return number, protocol hash and outcome of every run."""
    return database.rows("select run, protocol_sha256, outcome from run order by run")


def sources_with_works(database: Queryable) -> set[str]:
    """Return the sources that have works."""
    return {row["source"] for row in database.rows("select distinct source from work")}


def works(database: Queryable) -> Iterator[Row]:
    """Yield every work with what its verdict follows from, in the order of their names.

    Beside the columns of ``work``: ``files`` (outcomes of its documents), ``found_in`` (concepts that match in its
    readable documents), ``near_together`` (whether some readable document has them close to each other),
    ``readable`` (number of readable documents), ``referenced`` (it is a reference that a person brought) and
    ``merged_by`` (rows of ``merge`` that speak of it).
    """
    sql = """
        with page as (select * from work where work > ? order by work limit {page}),
        held as (
            select wd.work, list(wd.outcome order by wd.position) as files,
                bool_or(d.close) filter (d.outcome = 'text') as near_together,
                count(*) filter (d.outcome = 'text') as readable,
                list(d.document) filter (d.outcome = 'text') as texts
            from work_document wd left join document d using (document)
            where wd.work in (select work from page) group by 1),
        there as (
            select wd.work, list(distinct m.concept) as found_in
            from work_document wd join document d using (document) join match m using (document)
            where d.outcome = 'text' and wd.work in (select work from page) group by 1)
        select s.*, exists (select 1 from entry e where s.work = e.source || ':' || e.key) or exists (
                select 1 from merge m join entry e on m.work = e.source || ':' || e.key where m.into_work = s.work) as referenced, h.files, coalesce(h.near_together, false) as near_together, coalesce(h.readable, 0) as readable,
            t.found_in, (select count(*) from merge where merge.work = s.work and into_work = s.into_work) as merged_by
        from page s left join held h using (work) left join there t using (work) order by s.work
    """
    after = ""
    while True:
        rows = database.rows(sql.format(page=PAGE), (after,))
        yield from rows
        if len(rows) < PAGE:
            return
        after = str(rows[-1]["work"])


def record_paths(database: Queryable) -> Iterator[Row]:
    """Yield each record with the ledger rows that its ways in were found in, in the order of their names."""
    after = ""
    while True:
        rows = database.rows(
            "select w.work, w.record, w.url, list(distinct f.seq order by f.seq) filter (f.seq is not null) as rows,"
            " list(distinct f.route) filter (f.route is not null) as routes"
            " from (select * from work where record is not null and work > ? order by work"
            f" limit {PAGE}) w left join found f using (work) group by all order by w.work",
            (after,),
        )
        yield from rows
        if len(rows) < PAGE:
            return
        after = str(rows[-1]["work"])


def record_numbers(database: Queryable) -> list[Row]:
    """Return number, work and verdict of every work that has a number."""
    return database.rows(
        "select record, work, verdict from work where record is not null order by record, work"
    )


def verdict_of(database: Queryable, work: str) -> str | None:
    """Return the verdict on a work, ``None`` where there is no such work."""
    rows = database.rows("select verdict from work where work = ?", (work,))
    return str(rows[0]["verdict"]) if rows else None
