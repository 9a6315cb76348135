"""What must hold for any query and any text."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.query import (
    And,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    QueryError,
    Word,
    compile_query,
    compile_require,
    compile_term,
    explain,
    find,
    matches,
    tokenize,
)
from harvest.query.nodes import is_anchored, join, written
from harvest.query.tokens import Tokens, fold

from .query_reference import slow_find, word_matches

VOCABULARY = [
    "alpha",
    "alphabet",
    "beta",
    "bet",
    "care",
    "carer",
    "inte",
    "grated",
    "integrated",
    "and",
    "adj",
]
PATTERNS = ["alp*", "bet?", "car*", "care#", "int*ed", "inte*"]

words = st.sampled_from(VOCABULARY + PATTERNS).map(Word)
phrases = st.lists(words, min_size=2, max_size=3).map(lambda ws: Phrase(tuple(ws)))


def nears(items: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(
        lambda i, n, o: Near(tuple(i), n, o),
        st.lists(items, min_size=2, max_size=3),
        st.integers(0, 3),
        st.booleans(),
    )


leaves = st.one_of(words, phrases)
groups = st.lists(leaves, min_size=2, max_size=3).map(lambda items: join(Or, list(items)))
places = st.one_of(leaves, nears(st.one_of(leaves, groups, nears(leaves))))
queries = st.recursive(
    places,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda i: join(Or, list(i))),
        st.lists(st.one_of(inner, inner.map(Not)), min_size=2, max_size=3).map(lambda i: join(And, list(i))),
    ),
    max_leaves=6,
).filter(is_anchored)

simple_texts = st.lists(
    st.tuples(
        st.sampled_from([*VOCABULARY, "Alpha", "people's", "people’s", "x"]),
        st.sampled_from([" ", " ", ", ", "-", "-\n", "\n\n", "’ "]),
    ),
    max_size=14,
).map(lambda pieces: "".join(word + gap for word, gap in pieces))

odd_texts = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(list("aAbé -'’‘\n\u00ad\u200b\ufffeﬁ²ʼ_İßΣ–·½ªÿ\u0301\x02\r*?#$\"()[]/~")),
    )
)
queryish = st.lists(
    st.one_of(
        odd_texts,
        st.sampled_from(
            [
                "AND",
                "or",
                "NOT",
                "NEAR/3",
                "adj2",
                "near",
                "(",
                ")",
                '"',
                "'",
                "care*",
                "TS=",
                ".ti,ab.",
                "[tiab]",
                "~3",
                "exp ",
                "x",
                "/",
                " ",
            ]
        ),
    ),
    max_size=12,
).map(" ".join)


@given(queries, simple_texts)
@settings(max_examples=200, deadline=None)
def test_fast_and_slow_reading_agree(node: Node, text: str) -> None:
    compiled = compile_query(written(node))
    tokens = tokenize(text)
    expected = slow_find(node, text)
    assert [tuple(s) for s in find(compiled, tokens)] == expected
    assert matches(compiled, tokens) == bool(expected)
    # The same words, with a character that makes the whole text take the other way through the tokenizer.
    hard = tokenize(text + " . ﬁ")
    assert [tuple(s) for s in find(compiled, hard)] == expected


@given(queries)
@settings(max_examples=100, deadline=None)
def test_house_style_reads_back_as_the_same_query(node: Node) -> None:
    assert compile_query(written(node)).node == node
    assert compile_term(written(node)).node == node


@given(st.one_of(odd_texts, queryish))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_and_house_style_is_stable(text: str) -> None:
    for read in (compile_term, compile_query):
        try:
            compiled = read(text)
        except QueryError as error:
            assert 1 <= error.column <= len(text) + 1
            assert error.hint
            continue
        assert read(explain(compiled)).node == compiled.node
        find(compiled, tokenize(text))


@given(st.one_of(odd_texts, queryish))
@settings(deadline=None)
def test_any_requirement_is_read_or_refused(text: str) -> None:
    try:
        compile_require(text, ["x", "care"]).must_ask()
    except QueryError as error:
        assert 1 <= error.column <= len(text) + 1


@given(odd_texts)
@settings(max_examples=300, deadline=None)
def test_words_have_their_offsets_and_folding_is_stable(text: str) -> None:
    tokens = tokenize(text)
    behind = 0
    for i, word in enumerate(tokens.words):
        start, end = tokens.span(i)
        assert behind <= start < end <= len(text)
        assert fold(text[start:end]) == word
        assert fold(word) == word
        behind = end


@given(odd_texts)
@settings(max_examples=300, deadline=None)
def test_the_short_way_through_the_tokenizer_changes_nothing(text: str) -> None:
    short, long = tokenize(text), Tokens(text + " . ﬁ")
    assert short.words == long.words[:-1]
    assert short.joined == long.joined
    assert [short.span(i) for i in range(len(short))] == [long.span(i) for i in range(len(short))]
    assert all(word in short.hay for word in [*short.words, *short.joined])


@given(odd_texts, st.data())
@settings(max_examples=100, deadline=None)
def test_every_word_of_a_text_finds_itself(text: str, data: st.DataObject) -> None:
    tokens = tokenize(text)
    usable = [i for i, word in enumerate(tokens.words) if word]
    if not usable:
        return
    i = data.draw(st.sampled_from(usable))
    compiled = compile_term(f'"{text[slice(*tokens.span(i))]}"')
    assert isinstance(compiled.node, Word)
    assert tokens.span(i) in [tuple(s) for s in find(compiled, tokens)]


@given(st.one_of(words, phrases), simple_texts)
@settings(max_examples=100, deadline=None)
def test_a_match_holds_the_words_looked_for(node: Word | Phrase, text: str) -> None:
    wanted = [node] if isinstance(node, Word) else list(node.words)
    for start, end in find(compile_query(written(node)), tokenize(text)):
        inside = re.sub("-\n", "", text[start:end]).lower().replace("’", "'")
        whole = re.findall(r"[a-z']+", inside) + re.findall(r"[a-z]+", text[start:end].lower())
        assert all(any(word_matches(w, found) for found in whole) for w in wanted)
