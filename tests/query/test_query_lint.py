"""Warnings about terms."""

from __future__ import annotations

import pytest

from harvest.query import compile_query, compile_term, find, lint_terms, tokenize
from harvest.query.lint import covers

COVERED = [  # wide, narrow
    ("alliance contract*", '"alliance contract"'),
    ("alliance contract*", "alliance contracting board"),
    ("integrated care", "integrated care partnership*"),
    ("allianc*", "alliance*"),
    ("allianc*", "alliance agreement"),
    ("colo?r", "colour"),
    ("wom?n", "wom#n"),
    ("alliance NEAR/5 board", "alliance NEAR/3 board"),
    ("alliance NEAR/5 board", "alliance ADJ/3 board"),
    ("alliance NEAR/3 partner*", '"alliance partner"'),
    ("alliance", "alliance AND board"),
    ("alliance OR board", "board"),
    ("alliance", '"alliance board" OR "new alliance"'),
]
NOT_COVERED = [
    ('"alliance contract"', "alliance contract*"),
    ("alliance contract*", "contract alliance"),
    ("alliance*", "allianc*"),
    ("wom#n", "wom?n"),
    ("alliance ADJ/5 board", "alliance NEAR/3 board"),
    ("alliance NEAR/3 board", "alliance AND board"),
    ("alliance", "board NOT alliance"),
    ("alliance AND board", "alliance"),
]


@pytest.mark.parametrize(("wide", "narrow"), COVERED)
def test_a_term_that_finds_all_another_does_covers_it(wide: str, narrow: str) -> None:
    assert covers(compile_query(wide).node, compile_query(narrow).node)


@pytest.mark.parametrize(("wide", "narrow"), NOT_COVERED)
def test_a_term_that_misses_something_does_not_cover(wide: str, narrow: str) -> None:
    assert not covers(compile_query(wide).node, compile_query(narrow).node)


def lint(*terms: tuple[str, str]) -> list[str]:
    return lint_terms([(concept, compile_term(text)) for concept, text in terms])


def test_covered_term_is_named_with_the_one_that_covers_it() -> None:
    [warning] = lint(("A", "alliance contract*"), ("A", '"alliance contract"'))
    assert warning.startswith('A: "alliance contract" adds nothing, alliance contract*')


def test_doubles_are_told_within_and_across_concepts() -> None:
    warnings = lint(("B", "place based"), ("B", "place-based"), ("C", "place based"))
    assert len(warnings) == 3
    assert 'B: place-based (read as "place based") is the same as place based' in warnings[0]
    assert "of B" in warnings[1]


def test_terms_of_two_concepts_may_overlap() -> None:
    assert lint(("B", "integrated care partnership*"), ("C", "integrated care")) == []


def test_terms_that_match_nearly_everything_are_told() -> None:
    assert "short word" in lint(("C", "NHS"))[0]
    assert "most frequent" in lint(("C", "services"))[0]
    assert "first 3 letters" in lint(("C", "all*"))[0]
    assert lint(("C", "NHS trust"), ("A", "alliance*"), ("A", "wom?n")) == []


def test_covering_holds_on_text() -> None:
    text = tokenize(
        "the alliance contracting board, a new alliance, colour and women; the board of the alliance"
    )
    for wide, narrow in COVERED:
        if find(compile_query(narrow), text):
            assert find(compile_query(wide), text), (wide, narrow)
