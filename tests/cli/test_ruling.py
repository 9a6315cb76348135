"""People say which works are one, and which are not; every rule gives way, in every later computation."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from store.database import Reader
from tests.cli.said import Greylit
from tests.cli.test_json_shapes import check_shape


def tables(review: Path, name: str) -> list[dict[str, object]]:
    with Reader(review / "greylit.duckdb") as database:
        return database.rows(f"select * from {name}")


def records(review: Path) -> list[str]:
    return [str(row["record"]) for row in tables(review, "record")]


def test_two_records_that_a_person_calls_one_are_one_and_can_be_parted_again(
    say: Greylit, review: Path
) -> None:
    before = records(review)
    first, second = sorted(before)[:2]
    said = say("same", first, second, "--by", "HS", "--note", "the same report", "--json", cwd=review).json()
    check_shape(said, "ruling")
    assert said["now"] in ([first], [second]) and said["follows"] is None
    assert len(records(review)) == len(before) - 1
    shown = say("show", said["now"][0], cwd=review).out
    assert "a person said so" in shown and "HS said on" in shown and "the same report" in shown
    say("rebuild", cwd=review)
    assert len(records(review)) == len(before) - 1, "a rebuild forgot what a person said"
    parted = say("split", said["now"][0], "--by", "LB", "--json", cwd=review).json()
    check_shape(parted, "ruling")
    assert sorted(records(review)) == sorted(before), "each has its own number again"
    assert sorted(parted["now"]) == sorted([first, second])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("same", "R00001"), "Name two records"),
        (("same", "R00001", "R99999"), "there is no record R99999"),
        (("same", "R00001", "R00001"), "one work already"),
        (("split", "R00001", "http://nowhere.test/"), "there is no record http://nowhere.test/"),
    ],
)
def test_a_word_that_cannot_be_followed_is_refused_and_leaves_nothing(
    say: Greylit, review: Path, words: tuple[str, ...], told: str
) -> None:
    done = say(*words, "--by", "HS", cwd=review)
    assert done.code != 0 and told in done.err, done.err
    assert "Traceback" not in done.err
    with sqlite3.connect(review / "ledger.sqlite") as ledger:
        assert ledger.execute("select count(*) from entry where kind = 'ruling'").fetchone() == (0,)
