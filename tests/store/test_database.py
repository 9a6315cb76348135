"""The computed database: one writer, a consistent copy for readers, and nothing but reading through it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from store.database import Reader, Writer, schema
from store.errors import StoreError


def run_row(run: int, outcome: str | None = None) -> dict[str, object]:
    return {
        "run": run,
        "started_at": "2026-01-01",
        "protocol_sha256": "ab",
        "protocol": "{}",
        "software": "{}",
        "outcome": outcome,
    }


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "greylit.duckdb"


def test_an_empty_database_has_every_table_of_the_schema_and_its_version(path: Path) -> None:
    writer = Writer(path)
    writer.close()
    connection = duckdb.connect(str(path), read_only=True)
    tables = {
        name for (name,) in connection.execute("select table_name from information_schema.tables").fetchall()
    }
    assert {"meta", "run", "source", "question", "capture", "skip", "link", "item", "document", "page", "extraction",
            "match", "passage", "work", "work_document", "found", "merge", "record", "asked_source", "suggestion",
            "permission", "by_hand", "brought", "decision", "saturation", "meeting", "imported", "import_fault", "entry",
            "dead_link", "reference", "reference_list", "citation", "unmatched_reference",
            "claim", "part", "ocr_page", "relation", "ruling"} == tables  # fmt: skip
    assert connection.execute("select value from meta where key = 'schema_version'").fetchone() == ("9",)
    connection.close()
    assert "create table capture" in schema()


def test_opening_again_keeps_what_is_there_and_fresh_begins_anew(path: Path) -> None:
    writer = Writer(path)
    writer.meta("ledger_seq", "12")
    writer.close()
    again = Writer(path)
    assert again.meta("ledger_seq") == "12" and again.meta("unknown") is None
    again.close()
    fresh = Writer(path, fresh=True)
    assert fresh.meta("ledger_seq") is None
    fresh.close()


def newer(path: Path) -> None:
    Writer(path).close()
    connection = duckdb.connect(str(path))
    connection.execute("update meta set value = '99' where key = 'schema_version'")
    connection.close()


def test_a_newer_layout_is_refused_by_writer_and_reader_and_left_alone(path: Path) -> None:
    newer(path)
    before = path.read_bytes()
    for opened in (Writer, Reader):
        with pytest.raises(StoreError, match="newer greylit") as said:
            opened(path)
        assert said.value.code == "NEWER_VERSION" and "rebuild" in (said.value.hint or "")
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_file_that_is_no_database_is_refused_in_a_sentence(path: Path) -> None:
    path.write_bytes(b"a letter" * 1000)
    for opened in (Writer, Reader):
        with pytest.raises(StoreError, match="cannot be opened") as said:
            opened(path)
        assert "rebuild" in (said.value.hint or "")


def test_a_missing_database_says_how_to_compute_it(path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no greylit\.duckdb") as said:
        Reader(path)
    assert said.value.hint == "Compute it: greylit rebuild"


def test_readers_see_what_was_published_while_the_writer_goes_on(path: Path) -> None:
    writer = Writer(path)
    writer.add("run", [run_row(1)])
    writer.publish()
    writer.add("run", [run_row(2)])
    with Reader(path) as reader:
        assert reader.rows("select run from run") == [{"run": 1}]
        writer.publish()
        # A reader keeps the copy that it opened.
        assert reader.rows("select run from run") == [{"run": 1}]
    with Reader(path) as reader:
        assert reader.rows("select run from run order by run") == [{"run": 1}, {"run": 2}]
    writer.close()


def test_at_rest_there_is_one_file(path: Path) -> None:
    writer = Writer(path)
    writer.add("run", [run_row(1)])
    writer.publish()
    writer.close()
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_what_a_killed_writer_left_is_thrown_away(path: Path) -> None:
    writer = Writer(path)
    writer.add("run", [run_row(1)])
    writer.publish()
    writer.add("run", [run_row(2)])
    # Not closed: as if the process had been killed here.
    del writer
    again = Writer(path)
    assert again.rows("select run from run") == [{"run": 1}]
    again.close()


@pytest.mark.parametrize(
    "sql",
    [
        "delete from run", "create table x (a integer)", "insert into meta values ('a', 'b')", "drop table run",
        "select * from read_csv('/etc/passwd')", "select * from '/etc/passwd'", "select * from read_text('/etc/hostname')",
        "copy run to '/tmp/greylit-test-copy.csv'", "attach '/tmp/greylit-test-other.duckdb' as other",
        "install httpfs", "load httpfs", "set enable_external_access = true", "export database '/tmp/greylit-test-export'",
        "select * from glob('/etc/*')", "select nonsense", "selec 1", "",
    ],
)  # fmt: skip
def test_a_reader_refuses_writes_file_access_and_nonsense(path: Path, sql: str) -> None:
    writer = Writer(path)
    writer.add("run", [run_row(1)])
    writer.close()
    before = path.read_bytes()
    with Reader(path) as reader:
        if sql:
            with pytest.raises(StoreError) as said:
                reader.rows(sql)
            assert said.value.code == "QUERY"
        assert reader.rows("select run from run") == [{"run": 1}]
    assert path.read_bytes() == before


def test_a_row_with_the_same_key_is_replaced(path: Path) -> None:
    writer = Writer(path)
    writer.add("run", [run_row(1), run_row(2)])
    writer.add("run", [run_row(1, "ok")])
    assert writer.rows("select run, outcome from run order by run") == [
        {"run": 1, "outcome": "ok"},
        {"run": 2, "outcome": None},
    ]
    writer.close()


def test_of_two_rows_with_one_key_in_a_batch_the_later_stays(path: Path) -> None:
    """A rebuild of several runs meets the same source once a run; the newest run is the one that counts."""
    writer = Writer(path)
    rows = [
        {"source": "gov", "run": run, "name": f"n{run}", "kind": "govuk", "url": "u"} for run in (1, 2, 3)
    ]
    writer.add("source", rows)
    assert writer.rows("select run, name from source") == [{"run": 3, "name": "n3"}]
    pairs = [
        {"run": run, "question": name, "source": "s", "widened": False}
        for run in (1, 2)
        for name in ("p", "q")
    ]
    writer.add("question", pairs)
    assert len(writer.rows("select * from question")) == 4
    writer.close()


SAMPLE = {
    "VARCHAR": "x",
    "INTEGER": 1,
    "BIGINT": 2**40,
    "BOOLEAN": True,
    "DOUBLE": 0.5,
    "BLOB": b"\x00\xff",
    "VARCHAR[]": ["a", "b"],
    "INTEGER[]": [1, 3],
}


def test_every_table_takes_gives_and_forgets_rows_of_its_own_shape(path: Path) -> None:
    """Among the names of tables and columns are words of SQL: match, merge, start, page, found."""
    writer = Writer(path)
    kinds = writer.rows(
        "select c.table_name as t, c.column_name as c, c.data_type as d from information_schema.columns c"
        " join information_schema.tables using (table_name) where table_type = 'BASE TABLE'"
    )
    tables: dict[str, dict[str, object]] = {}
    for row in kinds:
        tables.setdefault(row["t"], {})[row["c"]] = SAMPLE[row["d"]]
    assert len(tables) == 38
    for table, row in tables.items():
        if table == "meta":
            continue
        writer.append(table, [row])
        assert writer.rows(f"select * from {table}") == [row], table
        writer.replace(table, [])
        assert writer.rows(f"select * from {table}") == []
        writer.replace(table, [row])
        assert writer.rows(f"select * from {table}") == [row]
        if table not in ("match", "citation"):
            writer.add(table, [row, row])
            assert writer.rows(f"select * from {table}") == [row]
        text = next((name for name, value in row.items() if value == "x"), None)
        if text:
            writer.forget(table, text, ["y"])
            writer.forget(table, text, [])
            assert writer.rows(f"select * from {table}") == [row]
            writer.forget(table, text, ["x", "y"])
            assert writer.rows(f"select * from {table}") == []
        writer.add(table, [])
        writer.append(table, [])
    writer.close()


def test_several_batches_in_a_transaction_are_published_together(path: Path) -> None:
    writer = Writer(path)
    writer.begin()
    writer.add("run", [run_row(1)])
    writer.append(
        "match", [{"document": "d", "concept": "A", "term": "t", "page": 1, "start": 0, "stop": 4}] * 3
    )
    writer.commit()
    writer.publish()
    with Reader(path) as reader:
        assert reader.rows("select count(*) as n from match where start = ?", (0,)) == [{"n": 3}]
    writer.close()


def test_text_that_only_unicode_has_survives(path: Path) -> None:
    writer = Writer(path)
    writer.meta("title", "Ünïcode \U0001f600 'quoted' \"twice\" \u0000")
    assert writer.meta("title") == "Ünïcode \U0001f600 'quoted' \"twice\" \u0000"
    writer.close()
