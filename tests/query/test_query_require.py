"""Requirements over concepts."""

from __future__ import annotations

from itertools import combinations

import pytest

from harvest.query import QueryError, compile_require

IDS = ("A", "B", "C", "D")


@pytest.mark.parametrize(
    ("text", "true_for", "false_for"),
    [
        ("A", ["A", "AB"], ["", "B"]),
        ("A and C", ["AC", "ABC"], ["A", "C", ""]),
        ("A AND (B or C) not D", ["AB", "AC"], ["A", "ABD"]),
        ("A Or B And C", ["A", "BC"], ["B", "C"]),
        ("A and not (B or C)", ["A", "AD"], ["AB", "AC"]),
        ("not (A and B)", ["", "A", "B"], ["AB"]),
        ("not not A", ["A"], [""]),
        ('"A" and B', ["AB"], ["A"]),
    ],
)
def test_requirement_is_evaluated(text: str, true_for: list[str], false_for: list[str]) -> None:
    require = compile_require(text, IDS)
    assert all(require.evaluate(set(present)) for present in true_for)
    assert not any(require.evaluate(set(present)) for present in false_for)


@pytest.mark.parametrize(
    ("text", "prefer", "asked"),
    [
        ("A and C", (), ("A",)),
        ("A and C", ("C",), ("C",)),
        ("A and B and C", ("C", "B"), ("C",)),
        ("A and (B or C)", (), ("A",)),
        ("A and (B or C)", ("B",), ("B", "C")),
        ("A or C", (), ("A", "C")),
        ("(A and B) or (B and C)", (), ("B",)),
        ("not D and A", (), ("A",)),
        ("A not D", ("D",), ("A",)),
        ("not (not A or D)", (), ("A",)),
    ],
)
def test_what_must_be_asked_is_enough_and_minimal(
    text: str, prefer: tuple[str, ...], asked: tuple[str, ...]
) -> None:
    require = compile_require(text, IDS)
    assert require.must_ask(prefer) == asked

    def enough(ids: tuple[str, ...]) -> bool:
        everything = [set(c) for n in range(len(IDS) + 1) for c in combinations(IDS, n)]
        return all(present & set(ids) for present in everything if require.evaluate(present))

    assert enough(asked)
    assert not any(enough(tuple(i for i in asked if i != left_out)) for left_out in asked)


@pytest.mark.parametrize("text", ["not A", "A or not B", "not (A and B)"])
def test_a_requirement_that_needs_no_concept_cannot_be_asked(text: str) -> None:
    with pytest.raises(QueryError, match="no concept is present"):
        compile_require(text, IDS).must_ask()


@pytest.mark.parametrize(
    ("text", "column", "message", "hint"),
    [
        ("", 1, "empty", "name concepts"),
        ("A and X", 7, "no concept X", "concepts are: A, B, C, D"),
        ("A and", 3, "nothing after", "add"),
        ("and A", 1, "missing before and", "add"),
        ("A or ()", 7, "missing before )", "add"),
        ("A B", 3, "beside", "and, or"),
        ("(A and B", 1, "never closed", ")"),
        ("A) and B", 2, "never opened", "take it out"),
        ("(" * 50 + "A", 41, "deep", "take"),
    ],
)
def test_unreadable_requirement_says_where(text: str, column: int, message: str, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        compile_require(text, IDS)
    assert caught.value.column == column
    assert message in caught.value.message
    assert hint in (caught.value.hint or "")


def test_unknown_concept_gets_the_nearest_name() -> None:
    with pytest.raises(QueryError) as caught:
        compile_require("alliancing and contxt", ["alliancing", "context"])
    assert caught.value.hint == "did you mean context?"
    with pytest.raises(QueryError) as caught:
        compile_require("a", ["A", "B"])
    assert caught.value.hint == "did you mean A?"


def test_concepts_are_named_once_in_order() -> None:
    assert compile_require("C and (A or C) not B", IDS).concepts() == ("C", "A", "B")
