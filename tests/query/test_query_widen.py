"""Strings for a site's own search: what is given up is noted, and nothing that matches is lost."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import snowballstemmer
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.query import (
    Abilities,
    And,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Word,
    compile_query,
    compile_term,
    matches,
    tokenize,
    widen,
)
from harvest.query.nodes import is_anchored, join, written

from .query_reference import SlowText, true

NOTHING = Abilities(
    phrases=False,
    boolean=False,
    truncation=False,
    stems=False,
    wildcard=False,
    proximity=False,
    max_length=200,
)
PHRASES = replace(NOTHING, phrases=True)
STEMS = replace(PHRASES, stems=True)
BOOLEAN = replace(PHRASES, boolean=True)
RICH = replace(BOOLEAN, truncation=True, wildcard=True, proximity=True, truncation_in_phrases=True)


@pytest.mark.parametrize(
    ("term", "abilities", "sent", "widened"),
    [
        ('"alliance contract"', PHRASES, ['"alliance contract"'], False),
        ('"alliance contract"', NOTHING, ["alliance contract"], True),
        ("place-based", PHRASES, ['"place based"'], False),
        ("alliance contract*", STEMS, ["alliance contract"], True),
        ("alliance contract*", PHRASES, ["alliance"], True),
        ("alliance contract*", replace(BOOLEAN, truncation=True), ["alliance AND contract*"], True),
        ("alliance contract*", RICH, ['"alliance contract*"'], False),
        ("allianc*", STEMS, ["allianc"], True),
        ("integrat*", STEMS, ["integrate"], True),
        ("allianc*", RICH, ["allianc*"], False),
        ("allianc*", PHRASES, [None], False),
        ("wom?n", STEMS, [None], False),
        ("wom?n", replace(NOTHING, truncation=True), ["wom*"], True),
        ("wom#n", RICH, ["wom?n"], True),
        ("wom?n health", STEMS, ["health"], True),
        ("alliance NEAR/3 contract", PHRASES, ["alliance contract"], True),
        ("alliance ADJ/3 contract", RICH, ["alliance NEAR/3 contract"], True),
        ("alliance NEAR/3 contract", RICH, ["alliance NEAR/3 contract"], False),
        ("a1 NEAR/3 b1 NEAR/3 c1", RICH, ["a1 AND b1 AND c1"], True),
        ("(a1 OR b1) NEAR/2 c1", PHRASES, ["a1 c1", "b1 c1"], True),
        ("alliancing OR social care", PHRASES, ["alliancing", '"social care"'], False),
        ("alliancing OR social care", BOOLEAN, ['alliancing OR "social care"'], False),
        ("alliancing OR wom?n", PHRASES, ["alliancing", None], False),
        ("alliancing AND (board OR wom?n)", BOOLEAN, ["alliancing"], True),
        ("a1 NOT b1", RICH, ["a1"], True),
        ("(a1 OR b1) AND (c1 OR d1)", BOOLEAN, ["(a1 OR b1) AND (c1 OR d1)"], False),
        ("(a1 OR b1) AND c1", PHRASES, ["a1 c1", "b1 c1"], False),
        ("health and wellbeing", PHRASES, ['"health and wellbeing"'], False),
        ("health and wellbeing", NOTHING, ["health wellbeing"], True),
        (
            'alliancing OR "social care"',
            replace(BOOLEAN, max_length=15),
            ["alliancing", '"social care"'],
            False,
        ),
        ("partnership board", replace(PHRASES, max_length=12), ["partnership"], True),
        ("partnership AND board", replace(BOOLEAN, max_length=12), ["partnership"], True),
        ("(partnership OR board) NOT a1", replace(BOOLEAN, max_length=12), ["partnership", "board"], True),
        ("partnership", replace(BOOLEAN, max_length=5), [None], False),
        ("social care", replace(PHRASES, quote="'"), ["'social care'"], False),
    ],
)
def test_term_is_written_for_a_site(
    term: str, abilities: Abilities, sent: list[str | None], widened: bool
) -> None:
    asked = widen(compile_term(term), abilities)
    assert [a.sent for a in asked] == sent
    assert any(a.widened for a in asked) == widened
    assert all(a.notes for a in asked if a.widened or a.sent is None)


def test_what_is_given_up_is_said_in_sentences() -> None:
    [asked] = widen(compile_term("alliance contract*"), STEMS)
    assert any("forms its own stemming reaches and may miss others" in note for note in asked.notes)
    assert any("applied again to the stored text" in note for note in asked.notes)
    [asked] = widen(compile_term("wom?n"), STEMS)
    assert "cannot be expressed" in asked.notes[0]


def test_many_alternatives_do_not_become_hundreds_of_requests() -> None:
    query = " AND ".join(f"({' OR '.join(f'{c}{n}' for n in range(6))})" for c in "abcd")
    asked = widen(compile_query(query), PHRASES)
    assert len(asked) <= 24
    assert any("left out to send no more" in note for note in asked[0].notes)


# A toy site, so that the rule itself can be held against many queries.

_stem = snowballstemmer.stemmer("english").stemWord
_OPERATOR = re.compile(r"\b(?:AND|OR|NEAR/\d+)\b")


def site_finds(site: Abilities, sent: str, document: str) -> bool:
    """Search one document as a site with these abilities would, refusing what it does not understand."""
    assert len(sent) <= site.max_length
    assert site.phrases or '"' not in sent
    assert site.boolean or not re.search(r"\b(?:AND|OR)\b|\(", sent)
    assert site.proximity or "NEAR" not in sent
    assert site.wildcard or "?" not in sent
    assert site.truncation or "*" not in sent
    assert site.truncation_in_phrases or not any("*" in phrase for phrase in re.findall('"([^"]*)"', sent))
    assert not re.search(r"\bNOT\b|#", sent)
    if _OPERATOR.search(sent) or sent.startswith('"'):
        node = compile_query(sent).node
    else:
        node = join(And, [Word(w) for w in sent.split()])
    text = SlowText(document)  # a stem is marked with ~, so that * is tried on words as written
    if site.stems:
        stemmed = SlowText(document)
        stemmed.words = [(place, form) for place, word in text.words for form in {word, _stem(word) + "~"}]
        return true(_stemmed(node), stemmed)
    return true(node, text)


def _stemmed(node: Node) -> Node:
    match node:
        case Word(text=text):
            return node if node.is_pattern else Word(_stem(text) + "~")
        case Phrase(words=words):
            return Phrase(tuple(w if w.is_pattern else Word(_stem(w.text) + "~") for w in words))
        case Near(items=items, within=within, ordered=ordered):
            return Near(tuple(_stemmed(i) for i in items), within, ordered)
        case And(items=items) | Or(items=items):
            return type(node)(tuple(_stemmed(i) for i in items))
    raise AssertionError(node)


VOCABULARY = [
    "alliance",
    "alliances",
    "alliancing",
    "contract",
    "contracts",
    "contracted",
    "integrated",
    "integrating",
    "woman",
    "women",
    "colour",
    "color",
    "and",
    "care",
]
words = st.sampled_from(
    ["alliance", "contract", "care", "and", "allianc*", "contract*", "integrat*", "wom?n", "wom#n", "colo?r"]
).map(Word)
phrases = st.lists(words, min_size=2, max_size=3).map(lambda ws: Phrase(tuple(ws)))
leaves = st.one_of(words, phrases)
groups = st.lists(leaves, min_size=2, max_size=3).map(lambda items: join(Or, list(items)))
nears = st.builds(
    lambda i, n, o: Near(tuple(i), n, o),
    st.lists(st.one_of(leaves, groups), min_size=2, max_size=3),
    st.integers(0, 3),
    st.booleans(),
)
queries = st.recursive(
    st.one_of(leaves, nears),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda i: join(Or, list(i))),
        st.lists(st.one_of(inner, inner.map(Not)), min_size=2, max_size=3).map(lambda i: join(And, list(i))),
    ),
    max_leaves=5,
).filter(is_anchored)
sites = st.builds(
    Abilities,
    *(st.booleans(),) * 6,
    max_length=st.sampled_from([8, 20, 60, 300]),
    truncation_in_phrases=st.booleans(),
)
documents = st.lists(st.sampled_from(VOCABULARY), max_size=10).map(" ".join)


@given(queries, sites, st.lists(documents, min_size=1, max_size=6))
@settings(max_examples=200, deadline=None)
def test_nothing_that_matches_is_lost(node: Node, site: Abilities, library: list[str]) -> None:
    compiled = compile_query(written(node))
    asked = widen(compiled, site)
    assert asked
    everything = all(a.sent is not None for a in asked)
    exact = everything and not any(a.widened for a in asked) and not site.stems
    for document in library:
        found = [site_finds(site, a.sent, document) for a in asked if a.sent is not None]
        wanted = matches(compiled, tokenize(document))
        if everything and wanted:
            assert any(found), [a.sent for a in asked]
        if exact:
            assert any(found) == wanted


@given(queries)
@settings(max_examples=100, deadline=None)
def test_a_site_that_can_do_everything_is_asked_once(node: Node) -> None:
    [asked] = widen(compile_query(written(node)), replace(RICH, max_length=10_000))
    assert asked.sent is not None
    assert len(set(asked.notes)) == len(asked.notes)
