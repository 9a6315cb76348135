"""A folder that is damaged, read-only, full or of a newer version: a sentence, exit code 7, and nothing lost."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import pytest

from store.ledger import Ledger
from tests.cli.said import Greylit, check_json_error, check_refusal
from tests.whole.harness import plain_tables

LOOKING = (
    "status",
    "records",
    "show R00001",
    "why http://www.gov.test/",
    "query 'select 1'",
    "export --to csv",
)


def _words(command: str) -> list[str]:
    import shlex

    return shlex.split(command)


def test_a_ledger_of_a_newer_version_is_left_alone(say: Greylit, review: Path) -> None:
    with sqlite3.connect(review / "ledger.sqlite") as connection:
        connection.execute("pragma user_version = 99")
    before = (review / "ledger.sqlite").read_bytes()
    for command in (
        "status",
        "run",
        "resume",
        "rebuild",
        "why http://www.gov.test/x",
        "check",
        "export --to csv",
    ):
        check_refusal(say(*_words(command), cwd=review), 7, "written by a newer greylit", "Upgrade greylit")
    check_json_error(say("run", "--json", cwd=review), 7, "NEWER_VERSION")
    assert (review / "ledger.sqlite").read_bytes() == before
    said = say("doctor", cwd=review)
    assert said.code == 1 and "BAD  ledger" in said.out and "newer greylit" in said.out


def test_a_database_of_a_newer_version_is_left_alone_and_no_run_is_begun(say: Greylit, review: Path) -> None:
    with duckdb.connect(str(review / "greylit.duckdb")) as connection:
        connection.execute("update meta set value = '99' where key = 'schema_version'")
    before = (review / "greylit.duckdb").read_bytes()
    for command in (*LOOKING, "run"):
        check_refusal(say(*_words(command), cwd=review), 7, "written by a newer greylit", "greylit rebuild")
    assert (review / "greylit.duckdb").read_bytes() == before
    with Ledger(review / "ledger.sqlite", read_only=True) as ledger:
        assert ledger.last("run").run == 1  # type: ignore[union-attr]


def test_a_damaged_database_is_named_and_computed_again(say: Greylit, review: Path, finished: Path) -> None:
    (review / "greylit.duckdb").write_bytes(b"no database" * 1000)
    for command in LOOKING:
        check_refusal(say(*_words(command), cwd=review), 7, "greylit.duckdb", "greylit rebuild")
    said = say("doctor", cwd=review)
    assert said.code == 1 and "BAD  database" in said.out
    assert say("rebuild", "--workers", "1", cwd=review).code == 0
    assert plain_tables(review / "greylit.duckdb") == plain_tables(finished / "greylit.duckdb")


def test_a_database_that_is_gone_is_said_to_be_computable(say: Greylit, review: Path) -> None:
    (review / "greylit.duckdb").unlink()
    check_refusal(say("records", cwd=review), 7, "greylit rebuild")
    state = say("status", "--json", cwd=review).json()
    assert state["findings"][0]["severity"] == "bad" and state["findings"][0]["next"] == "greylit rebuild"


def test_a_file_that_is_no_ledger_is_named_and_left_alone(say: Greylit, review: Path) -> None:
    (review / "ledger.sqlite").write_bytes(b"no ledger" * 1000)
    for command in ("status", "run", "resume", "rebuild"):
        check_refusal(say(*_words(command), cwd=review), 7, "ledger.sqlite")
    assert (review / "ledger.sqlite").read_bytes() == b"no ledger" * 1000


def test_a_missing_warc_file_is_stated_by_rebuild_and_status_until_it_is_back(
    say: Greylit, review: Path, finished: Path
) -> None:
    (warc,) = (review / "archive").glob("*.warc.gz")
    kept = warc.read_bytes()
    warc.unlink()
    said = say("rebuild", "--workers", "1", cwd=review)
    assert said.code == 3, said
    assert f"missing: archive/{warc.name}, with 41 answers" in said.out
    assert "not computed: 13 records that had a number (R00001," in said.out
    assert "judged otherwise" not in said.out
    finding = say("status", "--json", cwd=review).json()["findings"][0]
    assert finding["severity"] == "bad" and warc.name in finding["says"]
    warc.write_bytes(kept)
    assert say("rebuild", "--workers", "1", cwd=review).code == 0
    assert plain_tables(review / "greylit.duckdb") == plain_tables(finished / "greylit.duckdb")


@contextmanager
def _read_only(folder: Path) -> Iterator[Path]:
    """Show a folder where nothing can be written, as on a borrowed disk. Root may write anywhere, so it is a mount."""
    shown = folder.with_name("shown")
    shown.mkdir()
    if subprocess.run(["mount", "--bind", str(folder), str(shown)], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount, and permissions do not bind its user")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(shown)], check=True)
        yield shown
    finally:
        subprocess.run(["umount", "-l", str(shown)], check=True)


def test_a_folder_that_cannot_be_written_is_named_and_can_still_be_read(
    say: Greylit, review: Path, tmp_path: Path
) -> None:
    with _read_only(review) as shown:
        for command in ("run", "resume", "rebuild"):
            check_refusal(say(*_words(command), cwd=shown), 7, "cannot be written", "write permission")
        assert say("records", cwd=shown).code == 0
        assert say("show", "R00001", cwd=shown).code == 0


def test_a_file_where_a_folder_should_be_is_named(say: Greylit, review: Path) -> None:
    for name in ("archive", "logs"):
        (review / name).rename(review / f"{name}-away")
        (review / name).write_text("in the way")
        check_refusal(say("run", cwd=review), 7, "cannot be written")
        (review / name).unlink()
        (review / f"{name}-away").rename(review / name)


def test_an_export_that_cannot_be_written_is_named_and_the_old_file_stays(
    say: Greylit, finished: Path, tmp_path: Path
) -> None:
    for out in ("/dev/null/x.csv", "/dev/null/x", "/proc/x.csv"):
        check_refusal(
            say("export", "--to", "csv", "--out", out, cwd=finished), 7, "could not write", "another place"
        )
    (tmp_path / "taken.csv").mkdir()
    with suppress(OSError):
        assert say("export", "--to", "csv", "--out", str(tmp_path / "taken.csv"), cwd=finished).code == 0
    check_json_error(
        say("export", "--to", "csv", "--out", "/dev/null/x.csv", "--json", cwd=finished),
        7,
        "EXPORT_NOT_WRITTEN",
    )
