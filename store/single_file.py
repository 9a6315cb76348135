"""One SQLite file with the tables of an export: foreign keys, views, and a table that says what each column means."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple


class FileColumn(NamedTuple):
    """A column: name, SQLite's type, what it means, and the table whose key it names (empty for none)."""

    name: str
    type: str
    meaning: str
    of: str


class FileTable(NamedTuple):
    """A table: name, what a row is, columns, and the columns of its key."""

    name: str
    about: str
    columns: Sequence[FileColumn]
    key: Sequence[str]


#: Views for people who look at the file with Datasette or a browser of SQLite files.
VIEWS = {
    "records_by_year": "select year, count(*) as records, count(*) filter (where decision = 'include') as included"
    " from records group by year order by year",
    "records_by_publisher": "select publisher, count(*) as records from records group by publisher order by records desc, publisher",
    "records_with_first_passage": "select r.record, r.title, r.publisher, r.date, r.url, p.page, p.text as passage"
    " from records r left join passages p on p.record = r.record and p.position = 1 order by r.record",
    "records_to_decide": "select record, title, publisher, date, url from records where decision is null order by record",
    "questions_and_yield": "select s.source, s.question, s.as_sent, s.outcome, s.results_returned,"
    " (select count(distinct f.record) from found f join records r using (record)"
    "  where f.question = s.as_sent and r.source = s.source) as records"
    " from search_log s order by s.source, s.question",
}


class SingleFile:
    """A SQLite file that is being written, and that nobody reads before :meth:`close`.

    Args:
        path: the file; it must not exist.
        tables: in an order in which what a table points to comes before it.
    """

    def __init__(self, path: Path, tables: Iterable[FileTable]) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._insert: dict[str, str] = {}
        self._columns: dict[str, list[str]] = {}
        # Nobody reads a half-written file, so that no journal is needed; pages are of one size everywhere.
        for setting in ("page_size = 4096", "journal_mode = off", "synchronous = off", "foreign_keys = on"):
            self._db.execute(f"pragma {setting}")
        self._db.execute("begin")
        self._db.execute(
            "create table columns (table_name text not null, column_name text not null, meaning text not null,"
            " primary key (table_name, column_name))"
        )
        for table in tables:
            self._create(table)

    def _create(self, table: FileTable) -> None:
        lines = [f'"{c.name}" {c.type}' for c in table.columns]
        lines.append(f"primary key ({', '.join(table.key)})")
        lines += [f'foreign key ("{c.name}") references {c.of}' for c in table.columns if c.of]
        self._db.execute(f"create table {table.name} ({', '.join(lines)})")
        for column in table.columns:
            if column.of and column.name != table.key[0]:
                self._db.execute(f'create index {table.name}_{column.name} on {table.name} ("{column.name}")')
        self._db.execute("insert into columns values (?, '', ?)", (table.name, f"One row is {table.about}."))
        self._db.executemany(
            "insert into columns values (?, ?, ?)", [(table.name, c.name, c.meaning) for c in table.columns]
        )
        self._columns[table.name] = [c.name for c in table.columns]
        marks = ", ".join("?" * len(table.columns))
        self._insert[table.name] = f"insert into {table.name} values ({marks})"

    def add(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add rows, by the names of the columns; lists become JSON."""
        names = self._columns[table]
        self._db.executemany(self._insert[table], ([_plain(row[name]) for name in names] for row in rows))

    def close(self) -> None:
        """Make the views, and finish the file.

        Raises:
            sqlite3.Error: the disk is full.
        """
        for name, sql in VIEWS.items():
            self._db.execute(f"create view {name} as {sql}")
        self._db.execute("commit")
        self._db.close()

    def abandon(self) -> None:
        """Let go of the file, whatever is in it."""
        self._db.close()


def _plain(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | tuple) else value
