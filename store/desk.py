"""A temporary database in which an audit lays things side by side: answers and WARC records, addresses found and asked.

Nothing of it stays.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from importlib.resources import files
from typing import Any

Row = dict[str, Any]

#: Rows that are put on the desk at a time.
_BATCH = 5000
#: Made when everything lies there: an index that grows row by row costs ten times as much.
_INDEXES = (
    "create index answer_place on answer(warc, place)",
    "create index lead_url on lead(url, seq)",
    "create index lead_run on lead(run, url)",
    "create index asked_run on asked(run, url)",
    "create index asked_seq on asked(seq)",
)


def key_of(url: str) -> int:
    """Return the number that an address is filed under."""
    return int.from_bytes(blake2b(url.encode(), digest_size=8).digest(), "big", signed=True)


class Desk:
    """A temporary database to lay things side by side; nothing of it stays.

    SQLite keeps little of it in memory and the rest in a file of the system's temporary folder that has no name.
    All ledger rows are put on it before the first question.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("pragma journal_mode = off")
        self._db.execute("pragma synchronous = off")
        self._db.executescript((files("store") / "audit.sql").read_text(encoding="utf-8"))
        self._waiting: dict[str, list[tuple[Any, ...]]] = {}
        self._indexed = False
        #: Rows that found addresses without being asked for themselves: lists of what is asked once more.
        self.beginnings: set[int] = set()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def put(self, table: str, *values: Any) -> None:
        """Put a row on a table of the desk (``store/audit.sql``)."""
        rows = self._waiting.setdefault(table, [])
        rows.append(values)
        if len(rows) >= _BATCH:
            self._write(table)

    def _write(self, table: str) -> None:
        rows = self._waiting.get(table)
        if rows:
            marks = ",".join("?" * len(rows[0]))
            self._db.execute("begin")
            self._db.executemany(f"insert into {table} values ({marks})", rows)
            self._db.execute("commit")
            rows.clear()

    def _settle(self) -> None:
        for table in self._waiting:
            self._write(table)
        if not self._indexed:
            self._indexed = True
            for sql in _INDEXES:
                self._db.execute(sql)

    def _rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Iterator[Row]:
        self._settle()
        cursor = self._db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))

    # -- answers and WARC records

    def warcs(self) -> list[tuple[str, int]]:
        """Return the WARC files that ledger rows name, with the number of rows that name each."""
        return [
            (r["warc"], r["n"])
            for r in self._rows("select warc, count(*) as n from answer group by 1 order by 1")
        ]

    def answers_in(self, warc: str) -> Iterator[Row]:
        """Yield the rows that name a WARC file, in the order of the places they name."""
        return self._rows("select * from answer where warc = ? order by place, seq", (warc,))

    def wrong_repeats(self) -> Iterator[Row]:
        """Yield rows whose ``same_as`` names no earlier answer with the same body."""
        return self._rows(
            "select a.seq, a.url, a.same_as, b.seq as found, a.sha256, b.sha256 as held from answer a"
            " left join answer b on b.seq = a.same_as and b.seq < a.seq"
            " where a.same_as is not null and (b.seq is null or b.sha256 is not a.sha256) order by a.seq"
        )

    def wrong_revisits(self) -> Iterator[Row]:
        """Yield revisit records whose original is not where they say, or is another one."""
        return self._rows(
            "select r.*, o.kind as o_kind, o.url as o_url, o.date as o_date, o.digest as o_digest"
            " from record r left join record o on o.warc = r.refers_warc and o.place = r.refers_place"
            " where r.kind = 'revisit' and (o.kind is null or o.kind <> 'response'"
            "   or (r.refers_url is not null and o.url <> r.refers_url)"
            "   or (r.refers_date is not null and o.date <> r.refers_date)"
            "   or (r.digest is not null and o.digest <> r.digest)) order by r.warc, r.place"
        )

    def wrong_originals(self) -> Iterator[Row]:
        """Yield rows whose revisit record refers to another place than the row they repeat."""
        return self._rows(
            "select a.seq, a.url, a.warc, a.place, a.same_as, b.warc as b_warc, b.place as b_place,"
            " r.refers_warc, r.refers_place from answer a join record r using (warc, place)"
            " join answer b on b.seq = a.same_as"
            " where r.kind = 'revisit' and (r.refers_warc, r.refers_place) is not (b.warc, b.place) order by a.seq"
        )

    # -- addresses found and addresses asked

    def sums(self, run: int) -> list[Row]:
        """Return for each source of a run the addresses found, and what became of them.

        ``found`` is counted on its own; ``fetched``, ``skipped``, ``left_out`` (found, and not followed) and
        ``waiting`` are what it must come to.
        """
        return list(
            self._rows(
                """
                with done as (
                    select url, min(source) as source, max(what = 'fetch') as fetched from asked
                    where run = :run group by url),
                seen as (
                    select url, min(source) as source, max(follow) as follow from lead where run = :run group by url),
                every as (select url, source from done union all
                    select url, source from seen where url not in (select url from done))
                select e.source, count(*) as found,
                    count(*) filter (where d.fetched = 1) as fetched,
                    count(*) filter (where d.fetched = 0) as skipped,
                    count(*) filter (where d.url is null and s.follow = 0) as left_out,
                    count(*) filter (where d.url is null and s.follow = 1) as waiting
                from every e left join done d using (url) left join seen s using (url) group by 1 order by 1
                """,
                {"run": run},
            )
        )

    def waiting(self, run: int) -> Iterator[Row]:
        """Yield the row and position of each address of a run that was to be followed and was neither asked nor skipped."""
        return self._rows(
            "select min(seq) as seq, position from lead l where run = ? and follow = 1"
            " and not exists (select 1 from asked a where a.run = l.run and a.url = l.url) group by l.url order by 1, 2",
            (run,),
        )

    def asked_twice(self) -> Iterator[Row]:
        """Yield the rows that ask for, or pass over, an address that its run was done with already."""
        return self._rows(
            "select run, min(seq) as first, max(seq) as seq, count(*) as times from asked"
            " group by run, url having count(*) > 1 order by 2"
        )

    def unexplained(self) -> Iterator[Row]:
        """Yield the rows whose address no earlier row had found, and that are no beginning of a search."""
        return self._rows(
            "select a.run, a.seq from asked a where not a.origin"
            " and not exists (select 1 from lead l where l.url = a.url and l.seq < a.seq) order by a.seq"
        )

    def traced(self, seq: int) -> tuple[bool, int]:
        """Follow a row back to where its search began.

        Returns:
            Whether the path ends at a question, start, listing or suggestion; and the row at which it ends.
        """
        self._settle()
        while True:
            url, origin = self._db.execute(
                "select url, max(origin) from asked where seq = ?", (seq,)
            ).fetchone()
            if url is None:
                return seq in self.beginnings, seq
            earlier = self._db.execute(
                "select min(seq) from lead where url = ? and seq < ?", (url, seq)
            ).fetchone()[0]
            if earlier is None:
                return bool(origin), seq
            # Each step is an earlier row, so that it ends.
            seq = int(earlier)
