"""What the model learns from: synthetic references are labelled rightly, and no test reference is among them."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest

from bench.reference_fields import judged, ratio, sets
from harvest.reference_fields import parse_reference
from harvest.reference_fields.grey_records import grey
from harvest.reference_fields.hints import hints
from harvest.reference_fields.labelled import labelled_tokens, plain, title_of, without_overlap
from harvest.reference_fields.synthetic import written
from harvest.reference_fields.train import gathered
from harvest.reference_fields.train import tested as held_out

DATA = os.environ.get("GREYLIT_TEST_DATA")


def test_the_tokens_of_a_synthetic_reference_have_the_labels_it_was_written_with() -> None:
    rng = Random(4)
    for _ in range(200):
        record = grey(rng, ["A spare title of some words"])
        labelled = labelled_tokens(written(record, rng))
        assert labelled is not None
        text, tokens, labels = labelled
        titled = "".join(token.text for token, label in zip(tokens, labels, strict=True) if label == "title")
        assert plain(titled) == plain(record.title)
        assert hints(text).authors_end <= len(text)


def test_the_same_seed_writes_the_same_references() -> None:
    once, again = (written(grey(Random(7), ["A spare title"]), Random(8)) for _ in range(2))
    assert once == again
    assert once != written(grey(Random(9), ["A spare title"]), Random(8))


def test_an_opening_mark_belongs_to_the_piece_that_it_opens() -> None:
    labelled = labelled_tokens([("author", "Smith, J. “"), ("title", "A view of towns.”"), ("date", "2019")])
    assert labelled is not None
    assert (
        labelled[2][labelled[1].index(next(token for token in labelled[1] if token.text == "“"))] == "title"
    )


def test_what_a_test_set_has_is_dropped_by_string_and_by_title() -> None:
    rows = [
        [("title", "A long enough title to tell apart"), ("date", "2019")],
        [("title", "Another one that is long enough"), ("date", "2018")],
        [("title", "Kept"), ("date", "2001")],
    ]
    kept = without_overlap(rows, {plain("Another one that is long enough2018")}, {title_of(rows[0])})
    assert kept == [rows[2]]


def test_the_ratio_is_that_of_the_longest_common_subsequence() -> None:
    assert ratio("abcd", "abcd") == 100
    assert ratio("abcd", "bd") == pytest.approx(100 * 4 / 6)
    assert ratio("", "a") == 0


def test_the_model_is_small() -> None:
    assert len(files("harvest.reference_fields").joinpath("model.crfsuite").read_bytes()) < 2_000_000


@pytest.mark.samples
@pytest.mark.skipif(not DATA, reason="GREYLIT_TEST_DATA is not set")
def test_no_test_reference_is_learned_from() -> None:
    strings, titles = held_out(Path(str(DATA)))
    for pieces in gathered(Path(str(DATA)), Random(1)):
        assert plain("".join(text for _, text in pieces)) not in strings
        assert len(title_of(pieces)) < 20 or title_of(pieces) not in titles


@pytest.mark.samples
@pytest.mark.skipif(not DATA, reason="GREYLIT_TEST_DATA is not set")
def test_labelled_references_are_read_as_well_as_was_measured() -> None:
    wanted = {"labelled-test": 0.88, "seed-review": 0.95, "refpdf": 0.88}
    for name, rows in sets(Path(str(DATA))):
        if name in wanted:
            verdicts = [judged(parse_reference(row["raw"]), row["fields"]) for row in rows]
            assert sum(verdict.all_three for verdict in verdicts) / len(verdicts) >= wanted[name], name
