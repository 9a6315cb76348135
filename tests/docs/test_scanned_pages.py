"""A scan of the demonstration: found, named, read when asked, and its words kept for machines without an engine."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from store.database import Reader
from store.ledger import Ledger
from tests.cli.said import Greylit
from tests.cli.test_json_shapes import check_shape
from tests.docs.conftest import Demo

SCAN = "marlsea-statement-2006.pdf"


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Greylit:
    return Greylit(monkeypatch)


@pytest.fixture
def review(demo: Demo, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo.folder, tmp_path / "review"))


def records(review: Path) -> set[str]:
    with Reader(review / "greylit.duckdb") as database:
        return {row["record"] for row in database.rows("select record from record")}


def test_a_scan_that_could_not_be_read_is_listed_whether_it_is_a_record_or_not(
    say: Greylit, review: Path
) -> None:
    said = say("ocr", "--list", "--json", cwd=review).json()
    check_shape(said, "ocr")
    assert [(each["record"], each["pages"], each["tried"]) for each in said["documents"]] == [(None, [1], 0)]
    assert said["documents"][0]["url"].endswith(SCAN)
    assert "1 document with 1 page that are pictures of text" in say("status", cwd=review).out


def test_without_an_engine_nothing_is_read_and_the_next_step_is_said(
    say: Greylit, review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harvest.text.ocr.available", lambda: None)
    done = say("ocr", cwd=review)
    assert done.code == 2 and 'pip install "greylit[ocr]"' in done.err
    assert len(say("ocr", "--list", "--json", cwd=review).json()["documents"]) == 1


def test_a_scan_whose_words_match_becomes_a_record_and_stays_one_without_the_engine(
    say: Greylit, review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("rapidocr", reason="the extra greylit[ocr] is not installed")
    before = records(review)
    said = say("ocr", "--json", cwd=review).json()
    check_shape(said, "ocr")
    assert (said["asked"], said["read"], said["failed"], said["left"]) == (1, 1, 0, 0)
    assert records(review) - before == set(said["records"]) and len(said["records"]) == 1
    shown = say("show", said["records"][0], cwd=review).out
    assert "1 page read from pictures, confidence 0.9" in shown
    with Ledger(review / "ledger.sqlite", read_only=True) as ledger:
        (row,) = ledger.entries(kinds=("ocr",))
    assert "alliance contract" in row.body["text"] and row.body["confidence"] > 0.8
    monkeypatch.setattr("harvest.text.ocr.available", lambda: None)
    assert say("rebuild", cwd=review).code == 0
    assert records(review) == before | set(said["records"]), "a rebuild needs the engine"
    assert say("audit", cwd=review).code == 0
