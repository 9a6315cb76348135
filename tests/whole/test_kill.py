"""kill -9 of the whole process tree at any moment, then `resume`: equal to a run that nobody disturbed."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from harvest.demo.hosts import HOSTS
from store.ledger import Ledger
from tests.whole.conftest import Finished
from tests.whole.harness import greylit, killed_after, plain_csv, plain_tables, serving, write_review


def disturbed_run(folder: Path, kills: list[int]) -> tuple[int, Counter[tuple[str, str]]]:
    """Run the demonstration, killing it whenever so many rows were written; return kills done and requests."""
    with serving(folder / "requests.jsonl") as web:
        protocol = write_review(folder / "review")
        words, done = ["run", str(protocol), "--quiet"], 0
        for rows in kills:
            if not killed_after(rows, folder / "review" / "ledger.sqlite", *words, web=web):
                break
            done += 1
            if has_begun(folder / "review" / "ledger.sqlite"):
                words = ["resume", "--quiet", "--review", str(folder / "review")]
        ended = greylit(*words, web=web)
        # 4: the last kill came when everything was written and published; the comparison shows it.
        assert ended.returncode in (0, 3, 4), ended.stdout + ended.stderr
        return done, Counter((each["host"], each["path"]) for each in web.requests())


def has_begun(path: Path) -> bool:
    """Tell whether the run was written down: a kill before that leaves nothing to resume."""
    with Ledger(path) as ledger:
        return ledger.last("run") is not None


def check_equal(undisturbed: Path, disturbed: Path, tmp_path: Path) -> None:
    expected, found = plain_tables(undisturbed / "greylit.duckdb"), plain_tables(disturbed / "greylit.duckdb")
    for table, rows in expected.items():
        assert found[table] == rows, table
    for name, folder in (("expected", undisturbed), ("found", disturbed)):
        said = greylit(
            "export",
            "--to",
            "csv",
            "--date",
            "2026-01-01",
            "--out",
            str(tmp_path / f"{name}.csv"),
            "--review",
            str(folder),
        )
        assert said.returncode == 0, said.stderr
    assert plain_csv(tmp_path / "found.csv") == plain_csv(tmp_path / "expected.csv")


def check_archive(folder: Path) -> None:
    """Every WARC file is whole to an independent reader, digests included, and the ledger's chain holds."""
    for path in (folder / "archive").glob("*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
    with Ledger(folder / "ledger.sqlite", read_only=True) as ledger:
        assert ledger.verify() is None


def check_refetches(requests: Counter[tuple[str, str]], kills: int) -> None:
    """Only what was under way at a kill is asked for again: at most one address a host and kill."""
    extra = sum(count - 1 for count in requests.values())
    assert extra <= kills * len(HOSTS), requests.most_common(5)


@pytest.mark.parametrize(
    "seed", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)]
)
def test_a_killed_run_resumes_to_the_same_result(finished: Finished, tmp_path: Path, seed: int) -> None:
    moments = random.Random(seed)
    kills, requests = disturbed_run(tmp_path / "killed", [moments.randint(2, 110)])
    assert kills == 1
    check_equal(finished.folder, tmp_path / "killed" / "review", tmp_path)
    check_archive(tmp_path / "killed" / "review")
    check_refetches(requests, kills)


@pytest.mark.slow
def test_twenty_kills_at_random_moments_leave_no_trace(finished: Finished, tmp_path: Path) -> None:
    moments, total, number = random.Random(20), 0, 0
    while total < 20:
        number += 1
        folder = tmp_path / f"killed{number}"
        kills, requests = disturbed_run(folder, [moments.randint(1, 22) for _ in range(min(5, 20 - total))])
        total += kills
        check_equal(finished.folder, folder / "review", tmp_path)
        check_archive(folder / "review")
        check_refetches(requests, kills)
    assert total >= 20


def test_a_torn_last_record_is_cut_with_a_row_that_says_so(finished: Finished, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "torn"
    shutil.copytree(finished.folder, folder)
    newest = max((folder / "archive").glob("*.warc.gz"))
    whole = newest.read_bytes()
    newest.write_bytes(whole + whole[:97])
    assert greylit("rebuild", "--review", str(folder)).returncode == 0
    assert newest.read_bytes() == whole
    with Ledger(folder / "ledger.sqlite", read_only=True) as ledger:
        cut = ledger.last("archive_cut")
    assert cut is not None and cut.body["bytes"] == 97 and cut.body["warc"] == newest.name


def test_a_kill_between_the_end_of_a_run_and_its_database_is_made_good_by_resume(
    finished: Finished, tmp_path: Path
) -> None:
    import shutil

    folder = tmp_path / "late"
    shutil.copytree(finished.folder, folder)
    (folder / "greylit.duckdb").unlink()
    said = greylit("resume", "--quiet", "--review", str(folder))
    assert said.returncode == finished.code, said.stderr
    assert plain_tables(folder / "greylit.duckdb") == plain_tables(finished.folder / "greylit.duckdb")
    assert greylit("resume", "--quiet", "--review", str(folder)).returncode == 4
