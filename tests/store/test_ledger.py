"""The ledger: an order that cannot be changed, a chain that shows when it was, and many writers at once."""

from __future__ import annotations

import json
import multiprocessing
import sqlite3
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from store.errors import StoreError
from store.ledger import GENESIS, LEDGER_VERSION, Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path / "ledger.sqlite")
    made.append("run", {"protocol_sha256": "ab", "software": {"greylit": "1"}}, run=1)
    for number in range(1, 6):
        made.append("fetch", {"url": f"http://h/{number}", "sha256": f"{number:02}", "status": 200}, run=1)
    return made


def behind_its_back(path: Path, *statements: str) -> None:
    """Change the file as somebody would who wants to hide something: without the triggers."""
    db = sqlite3.connect(path)
    for name in ("entry_no_update", "entry_no_delete", "entry_in_order"):
        db.execute(f"drop trigger {name}")
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def test_rows_come_back_as_they_were_written_and_in_order(ledger: Ledger) -> None:
    entries = list(ledger.entries())
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert entries[1].body == {"url": "http://h/1", "sha256": "01", "status": 200}
    assert entries[0].kind == "run" and entries[0].run == 1 and entries[0].at.endswith("Z")


def test_entries_can_be_taken_by_position_kind_and_run(ledger: Ledger) -> None:
    ledger.append("note", {"text": "later"}, run=2)
    assert [entry.seq for entry in ledger.entries(after=4)] == [5, 6, 7]
    assert [entry.seq for entry in ledger.entries(kinds=("run", "note"))] == [1, 7]
    assert [entry.seq for entry in ledger.entries(run=2)] == [7]
    last = ledger.last("fetch", 1)
    assert last is not None and last.seq == 6 and ledger.last("fetch", 2) is None
    assert ledger.entry(99) is None


def test_an_untouched_chain_fits_and_its_head_is_the_last_hash(ledger: Ledger) -> None:
    assert ledger.verify() is None
    seq, head = ledger.head()
    assert seq == 6 and len(head) == 64 and head != GENESIS


def test_an_empty_ledger_has_the_genesis_head(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as empty:
        assert empty.head() == (0, GENESIS)
        assert empty.verify() is None


def test_an_edited_row_breaks_the_chain_there(ledger: Ledger) -> None:
    behind_its_back(
        ledger.path, """update entry set body = replace(body, 'http://h/3', 'http://h/x') where seq = 4"""
    )
    broken = ledger.verify()
    assert broken is not None and broken.seq == 4 and "not what was written" in broken.reason


@pytest.mark.parametrize(
    "column, value", [("at", "'2001-01-01T00:00:00.000Z'"), ("kind", "'skip'"), ("run", "7")]
)
def test_every_column_is_in_the_chain(ledger: Ledger, column: str, value: str) -> None:
    behind_its_back(ledger.path, f"update entry set {column} = {value} where seq = 3")
    broken = ledger.verify()
    assert broken is not None and broken.seq == 3


def test_a_deleted_row_breaks_the_chain_there(ledger: Ledger) -> None:
    behind_its_back(ledger.path, "delete from entry where seq = 3")
    broken = ledger.verify()
    assert broken is not None and broken.seq == 3 and "missing" in broken.reason


def test_a_deleted_row_is_found_when_the_rest_is_renumbered(ledger: Ledger) -> None:
    behind_its_back(
        ledger.path,
        "delete from entry where seq = 3",
        *(f"update entry set seq = {n - 1} where seq = {n}" for n in (4, 5, 6)),
    )
    broken = ledger.verify()
    assert broken is not None and broken.seq == 3


def test_an_inserted_row_breaks_the_chain(ledger: Ledger) -> None:
    behind_its_back(
        ledger.path,
        *(f"update entry set seq = {n + 1} where seq = {n}" for n in (6, 5, 4)),
        "insert into entry select 4, at, kind, run, body, hash from entry where seq = 3",
    )
    broken = ledger.verify()
    assert broken is not None and broken.seq == 4


def test_a_cut_tail_changes_the_head_that_the_archive_remembers(ledger: Ledger) -> None:
    before = ledger.head()
    behind_its_back(ledger.path, "delete from entry where seq = 6")
    # The chain itself fits: this is why its head is also kept in the WARC files.
    assert ledger.verify() is None
    assert ledger.head() != before


@pytest.mark.parametrize(
    "statement, words",
    [
        ("update entry set body = '{}' where seq = 2", "never changed"),
        ("delete from entry where seq = 2", "never deleted"),
        ("delete from entry", "never deleted"),
        ("insert into entry values (9, 'now', 'note', 0, '{}', 'x')", "one after the other"),
        ("insert into entry values (2, 'now', 'note', 0, '{}', 'x')", "one after the other"),
        ("insert or replace into entry values (2, 'now', 'note', 0, '{}', 'x')", "one after the other"),
    ],
)
def test_triggers_refuse_what_is_not_an_append(ledger: Ledger, statement: str, words: str) -> None:
    db = sqlite3.connect(ledger.path, isolation_level=None)
    with pytest.raises(sqlite3.Error, match=words):
        db.execute(statement)
    db.close()
    assert ledger.verify() is None and ledger.head()[0] == 6


def test_append_many_is_all_or_nothing(ledger: Ledger) -> None:
    before = ledger.head()
    with pytest.raises(TypeError):
        ledger.append_many([("note", {"a": 1}), ("note", {"a": object()})])
    with pytest.raises(sqlite3.Error):
        ledger.append_many([("note", {"a": 1}), (None, {"a": 2})])  # type: ignore[list-item]
    assert ledger.head() == before
    assert ledger.append("note", {"a": 1}) == 7, "the failed transaction was left open"
    assert ledger.verify() is None


def test_what_is_not_json_is_refused_and_not_written(ledger: Ledger) -> None:
    with pytest.raises(ValueError):
        ledger.append("note", {"n": float("nan")})
    assert ledger.head()[0] == 6


def test_halves_of_surrogate_pairs_from_strangers_json_can_be_kept(ledger: Ledger) -> None:
    title = json.loads('"Bridge \\ud83d to é \\ud83d\\ude00"')
    ledger.append("fetch", {"url": "http://h/s", "title": title}, run=1)
    assert ledger.by_url("http://h/s")[0].body["title"] == "Bridge \ufffd to é \U0001f600"
    assert ledger.verify() is None


def _append(path: Path, name: str, count: int, together: Barrier) -> None:
    together.wait(30)
    with Ledger(path) as ledger:
        for number in range(0, count, 2):
            ledger.append_many(
                [("note", {"by": name, "n": number}), ("note", {"by": name, "n": number + 1})], run=3
            )


def test_processes_appending_at_once_keep_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    # Nobody has made the file yet: the first of them does.
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(2)
    writers = [context.Process(target=_append, args=(path, name, 300, together)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    with Ledger(path, read_only=True) as ledger:
        assert ledger.verify() is None
        assert ledger.head()[0] == 600
        for name in "ab":
            assert [e.body["n"] for e in ledger.entries() if e.body["by"] == name] == list(range(300))


def test_a_reader_sees_rows_while_the_writer_is_open(ledger: Ledger) -> None:
    with Ledger(ledger.path, read_only=True) as reader:
        ledger.append("note", {"text": "fresh"})
        assert reader.head()[0] == 7
        with pytest.raises(sqlite3.Error):
            reader.append("note", {"text": "no"})


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_layout_is_refused_and_left_alone(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger(path).close()
    db = sqlite3.connect(path)
    db.execute(f"pragma user_version = {LEDGER_VERSION + 1}")
    db.close()
    with pytest.raises(StoreError) as said:
        Ledger(path, read_only=read_only)
    assert said.value.code == "NEWER_VERSION" and "newer greylit" in said.value.message
    assert said.value.hint and "pip install" in said.value.hint


@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_that_is_not_sqlite_is_refused_in_a_sentence(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"This is a letter, not a database. " * 100)
    with pytest.raises(StoreError, match="cannot be opened as a ledger") as said:
        Ledger(path, read_only=read_only)
    assert str(path) in said.value.message and said.value.hint
    assert path.read_bytes().startswith(b"This is a letter")


@pytest.mark.parametrize("read_only", [True, False])
def test_somebody_elses_sqlite_file_is_refused_and_left_alone(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "ledger.sqlite"
    db = sqlite3.connect(path)
    db.execute("create table recipes (name text)")
    db.commit()
    with pytest.raises(StoreError, match="not a ledger"):
        Ledger(path, read_only=read_only)
    assert db.execute("select name from sqlite_master").fetchall() == [("recipes",)]
    db.close()


def test_opening_a_missing_ledger_only_to_read_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no ledger") as said:
        Ledger(tmp_path / "none.sqlite", read_only=True)
    assert said.value.hint and "greylit run" in said.value.hint
    assert not (tmp_path / "none.sqlite").exists()


def test_a_folder_that_does_not_exist_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        Ledger(tmp_path / "no" / "ledger.sqlite")


def test_fetches_and_skips_are_found_by_address_and_by_body(ledger: Ledger) -> None:
    ledger.append("skip", {"url": "http://h/2", "reason": "robots"}, run=1)
    ledger.append("note", {"url": "http://h/2"}, run=1)
    ledger.append("fetch", {"url": "http://h/9", "sha256": "02", "same_as": 3}, run=2)
    assert [entry.seq for entry in ledger.by_url("http://h/2")] == [3, 7]
    first = ledger.stored_body("02")
    assert first is not None and first.seq == 3
    assert ledger.stored_body("ff") is None


def test_the_end_of_a_warc_file_is_that_of_its_last_named_record(ledger: Ledger) -> None:
    for kind, warc, offset, length in (
        ("fetch", "0001-00000.warc.gz", 100, 50), ("warc", "0001-00000.warc.gz", 150, 30),
        ("fetch", "0001-00001.warc.gz", 5000, 1), ("note", "0001-00000.warc.gz", 9000, 1),
    ):  # fmt: skip
        ledger.append(kind, {"url": "u", "warc": warc, "offset": offset, "length": length}, run=1)
    assert ledger.archive_end("0001-00000.warc.gz") == 180
    assert ledger.archive_end("0009-00000.warc.gz") == 0


def test_each_kind_of_row_has_a_view_with_its_columns(ledger: Ledger) -> None:
    ledger.append("question", {"question": "q1", "source": "s", "meant": "m", "sent": "x"}, run=1)
    ledger.append("skip", {"url": "http://h/z", "reason": "robots", "detail": "Disallow: /z"}, run=1)
    ledger.append("decision", {"record": "R00001"}, run=0)
    ledger.append("doctor", {"ok": True}, run=0)
    db = sqlite3.connect(ledger.path)
    one = {
        "select run, protocol_sha256, software from runs": [(1, "ab", '{"greylit":"1"}')],
        "select question, source, meant, sent from questions": [("q1", "s", "m", "x")],
        "select url, status, sha256 from fetches where seq = 2": [("http://h/1", 200, "01")],
        "select url, reason, detail from skips": [("http://h/z", "robots", "Disallow: /z")],
        "select body from decisions": [('{"record":"R00001"}',)],
        "select kind from notes": [("doctor",)],
    }
    for sql, rows in one.items():
        assert db.execute(sql).fetchall() == rows, sql
    db.close()
