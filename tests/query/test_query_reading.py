"""How terms and queries are read: the house language, other houses, and what is refused."""

from __future__ import annotations

import pickle

import pytest

from harvest.query import QueryError, compile_query, compile_term, explain
from harvest.query.lexer import LONGEST_QUERY

HOUSE = [
    ("alliancing", "alliancing"),
    ("NHS", "nhs"),
    ("alliance contract*", '"alliance contract*"'),
    ("“alliance contract*”", '"alliance contract*"'),
    ("«alliance contract»", '"alliance contract"'),
    ("'alliance contract' OR alliancing", '"alliance contract" OR alliancing'),
    ("place-based", '"place based"'),
    ("place–based", '"place based"'),
    ("alliance - contract", '"alliance contract"'),
    ("people’s", "people's"),
    ("ﬁnance", "finance"),
    ("wom?n", "wom?n"),
    ("wom#n", "wom#n"),
    ("behavio*r", "behavio*r"),
    ("allianc**", "allianc*"),
    ("1,000", '"1 000"'),
    ("a OR b OR c", "a OR b OR c"),
    ("a OR (b OR c)", "a OR b OR c"),
    ("((a))", "a"),
    ("a AND b NOT c", "a AND b NOT c"),
    ("a AND NOT c", "a NOT c"),
    ("NOT c AND a", "NOT c AND a"),
    ("a NOT (b OR c)", "a NOT (b OR c)"),
    ("(a OR b) AND (c OR d)", "(a OR b) AND (c OR d)"),
    ("a NEAR/3 b NEAR/3 c", "a NEAR/3 b NEAR/3 c"),
    ("a NEAR/3 b NEAR/5 c", "(a NEAR/3 b) NEAR/5 c"),
    ("(a NEAR/3 b) NEAR/3 c", "(a NEAR/3 b) NEAR/3 c"),
    ("alliance agreement near/5 board*", '"alliance agreement" NEAR/5 board*'),
    ('(alliance* OR "social care") ADJ/2 board', '(alliance* OR "social care") ADJ/2 board'),
    ('"alliance partner"~3', "alliance NEAR/3 partner"),
    ('"and"', '"and"'),
    ('"not" OR adjacent', '"not" OR adjacent'),
]


@pytest.mark.parametrize(("text", "read_as"), HOUSE)
def test_house_language_is_read_as(text: str, read_as: str) -> None:
    assert explain(compile_term(text)) == read_as
    assert explain(compile_query(text)) == read_as


FOREIGN = [
    ("alliance adj3 partner*", "alliance NEAR/2 partner*", "Ovid"),
    ("alliance adj1 partner", "alliance NEAR/0 partner", "no word between"),
    ("alliance adj partner", "alliance ADJ/0 partner", "in this order"),
    ("alliance NEXT/3 partner", "alliance ADJ/3 partner", "ADJ/3"),
    ("alliance W/3 partner", "alliance NEAR/3 partner", "NEAR/3"),
    ("alliance PRE/3 partner", "alliance ADJ/3 partner", "ADJ/3"),
    ("(alliance$ adj3 contract$).ti,ab.", "alliance* NEAR/2 contract*", "field is left out"),
    ("alliance$2", "alliance??", "at most 2"),
    ("odo$r", "odo?r", "zero or one"),
    ("TS=(organi$ation OR contract$)", "organi?ation OR contract?", "Web of Science"),
    (
        'TS=(alliancing OR "alliance contract*") AND TS=("social care" OR "local government")',
        '(alliancing OR "alliance contract*") AND ("social care" OR "local government")',
        "TS=",
    ),
    ("alliance contract*[tiab] OR x[tw]", '"alliance contract*" OR x', "[tiab]"),
    ('"alliance partner"[tiab:~3]', "alliance NEAR/3 partner", "NEAR/3"),
    ("alliance.mp. [mp=title, abstract]", "alliance", ".mp."),
    ("TITLE-ABS-KEY(alliance OR x)", "alliance OR x", "TITLE-ABS-KEY"),
    ("alliance N3 partner", '"alliance n3 partner"', "NEAR/3"),
    ("health & care", '"health care"', "&"),
    ("a OR b AND c", "a OR (b AND c)", "AND and NOT come before OR"),
    ("a OR b NOT c", "a OR (b NOT c)", "AND and NOT come before OR"),
]


@pytest.mark.parametrize(("text", "read_as", "note"), FOREIGN)
def test_other_houses_are_read_truthfully_and_noted(text: str, read_as: str, note: str) -> None:
    compiled = compile_term(text)
    assert explain(compiled) == read_as
    assert any(note in n for n in compiled.notes), compiled.notes


LOWER_CASE = [  # text, as a term, as a query
    ("health and wellbeing", '"health and wellbeing"', "health AND wellbeing"),
    ("alliance$ or contract$", "alliance* OR contract*", "alliance* OR contract*"),
    ('"social care" and board', '"social care" AND board', '"social care" AND board'),
    (
        "(alliance or partnership) adj3 board",
        "(alliance OR partnership) NEAR/2 board",
        "(alliance OR partnership) NEAR/2 board",
    ),
    (
        "health and wellbeing OR social care",
        '"health and wellbeing" OR "social care"',
        '"health and wellbeing" OR "social care"',
    ),
    ("War And Peace", '"war and peace"', '"war and peace"'),
    ("HEALTH AND WELLBEING", "health AND wellbeing", "health AND wellbeing"),
]


@pytest.mark.parametrize(("text", "term", "query"), LOWER_CASE)
def test_lower_case_operators_are_words_or_operators_by_their_company(
    text: str, term: str, query: str
) -> None:
    assert explain(compile_term(text)) == term
    assert explain(compile_query(text)) == query


def test_either_reading_of_lower_case_is_noted() -> None:
    assert "word of the phrase" in compile_term("health and wellbeing").notes[0]
    assert "operator" in compile_query("health and wellbeing").notes[0]
    assert compile_term("a AND (b OR c)").notes == ()


REFUSED = [  # text, column, part of the message, part of the hint
    ("", 1, "nothing to look for", "write"),
    (" — ", 1, "nothing to look for", "write"),
    ('a OR "bc', 6, "never closed", "write"),
    ('""', 1, "no word", "put words in"),
    ("(a OR b", 1, "never closed", ")"),
    ("a OR (", 6, "never closed", ")"),
    ("a) OR b", 2, "never opened", "take it out"),
    ("a OR ()", 6, "empty", "take them out"),
    ("a OR *care", 6, "begins with *", "allianc*"),
    ("?are", 1, "begins with ?", "letters"),
    ('"social *care"', 9, "begins with *", "letters"),
    ("a OR ab*", 6, "too much", "more letters"),
    ("a?", 1, "too much", "more letters"),
    ("what works ?", 12, "stands alone", "end of or inside"),
    ("a*b*c*d*e*", 1, "too many wildcards", "OR"),
    ("alliance NEAR contract", 10, "needs a number", "NEAR/5"),
    ("alliance NEAR / 3 contract", 10, "needs a number", "NEAR/5"),
    ("alliance NEAR/x contract", 10, "needs a number", "NEAR/5"),
    ("alliance NEAR/999 contract", 10, "no distance", "AND"),
    ("alliance adj0 contract", 10, "counts from adj1", "NEAR/0"),
    ("NEAR/3 a", 1, "nothing before", "add"),
    ("a AND", 3, "nothing after", "add"),
    ("a AND OR b", 3, "nothing after", "add"),
    ("OR a", 1, "nothing before", "add"),
    ("NOT a", 1, "NOT leaves nothing", "NOT what"),
    ("a OR NOT b", 6, "NOT leaves nothing", "NOT what"),
    ("a NOT NOT b", 7, "twice", "one NOT"),
    ("(a AND b) NEAR/3 c", 11, "not AND or NOT", "outside"),
    ("a NEAR/3 (b OR (c NOT d))", 3, "not AND or NOT", "outside"),
    ('a "b c"', 3, "side by side", "quotes"),
    ("a (b OR c)", 3, "side by side", "AND"),
    ("exp Public Health/", 1, "subject heading", "words that texts use"),
    ("Public Health/ OR a", 8, "subject heading", "words that texts use"),
    ("'public health'/exp", 1, "subject heading", "words that texts use"),
    ("alliance[Mesh]", 9, "subject heading", "words that texts use"),
    ("smith[au]", 6, "field", "leave the field out"),
    ("AU=smith", 1, "field", "leave the field out"),
    ("smith.au.", 6, "field", "leave the field out"),
    ("#1 AND #2", 1, "another line", "write out"),
    ("or/1-5", 1, "another line", "write out"),
    ("[a]", 1, "no meaning", "round brackets"),
    ("{social care}", 1, "no meaning", "quotes"),
    ("alliance~2", 9, "fuzzy", "wom?n"),
    ('"a b"~', 6, "needs a number", "NEAR"),
    ('"alliance contract"*', 20, "outside the quotation", "inside"),
    ("$5 million", 1, "begins with $", "out"),
    ("(" * 60 + "a" + ")" * 60, 41, "deep", "take some out"),
    ("a NEAR/1 " * 12 + "a", 66, "more than 8", "phrases"),
    ("x" * (LONGEST_QUERY + 1), LONGEST_QUERY + 1, "longer than", "split"),
]


@pytest.mark.parametrize(("text", "column", "message", "hint"), REFUSED)
def test_what_cannot_be_read_is_refused_with_place_and_advice(
    text: str, column: int, message: str, hint: str
) -> None:
    with pytest.raises(QueryError) as caught:
        compile_query(text)
    assert message in caught.value.message
    assert caught.value.column == column
    assert caught.value.where["column"] == column
    assert hint in (caught.value.hint or "")
    assert caught.value.exit_code == 2


def test_words_are_those_looked_for_without_those_under_not() -> None:
    assert compile_query('("alliance contract*" OR alliance) NOT (draft OR agenda)').words() == (
        "alliance",
        "contract*",
    )


def test_compiled_queries_and_errors_travel_to_worker_processes() -> None:
    compiled = compile_query('a NEAR/3 ("b cat*" OR d) NOT e')
    assert pickle.loads(pickle.dumps(compiled)) == compiled
    with pytest.raises(QueryError) as caught:
        compile_query("a OR")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.message, copy.column, copy.hint) == (
        caught.value.message,
        caught.value.column,
        caught.value.hint,
    )
