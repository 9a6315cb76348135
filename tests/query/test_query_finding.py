"""What is a word, and where queries match."""

from __future__ import annotations

import pytest

from harvest.query import compile_query, compile_term, find, matches, tokenize


def found(query: str, text: str) -> list[str]:
    compiled = compile_query(query)
    tokens = tokenize(text)
    spans = find(compiled, tokens)
    assert matches(compiled, tokens) == bool(spans)
    return [text[s.start : s.end] for s in spans]


WORDS = [  # text, folded words
    ("Place-based care", ["place", "based", "care"]),
    ("snake_case a/b", ["snake", "case", "a", "b"]),
    ("people’s ‘quoted’ 'too' dogs' 90's", ["people's", "quoted", "too", "dogs", "90's"]),
    ("a''b 'n' O'Brien’s", ["a", "b", "n", "o'brien's"]),
    ("ﬁnance ｆｕｌｌ STRASSE straße", ["finance", "full", "strasse", "strasse"]),
    ("con\u00adtract zero\u200bwidth", ["contract", "zerowidth"]),
    ("contract² note¹2", ["contract", "note", "2"]),
    ("café cafe\u0301 cafe", ["café", "café", "cafe"]),
    ("3.5 2019/20 £1,000", ["3", "5", "2019", "20", "1", "000"]),
    ("• ▪ → – \ufffd", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    tokens = tokenize(text)
    assert tokens.words == words
    assert len(tokens) == len(words)
    for hard in ("ﬁ", "\u200b"):  # the same when the whole text must take the slow way
        assert tokenize(f"{text} {hard}x").words[: len(words)] == words


MATCHES = [
    (
        "alliance contract*",
        "An Alliance-Contract; alliance\ncontracts, alliance (contracting), alliance x contract",
        ["Alliance-Contract", "alliance\ncontracts", "alliance (contracting"],
    ),
    (
        "place based",
        "place-based place–based place‑based placebased",
        ["place-based", "place–based", "place‑based"],
    ),
    ("place-based", "a place based plan", ["place based"]),
    ("placebased", "place-based", []),
    ("people", "people’s people peoples", ["people’s", "people"]),
    ("people's", "people’s people peoples", ["people’s"]),
    ("people*", "people’s people peoples", ["people’s", "people", "peoples"]),
    ("people care", "people's care", ["people's care"]),
    ("alliance", "l’alliance", ["l’alliance"]),
    ("brien", "O'Brien's", ["O'Brien's"]),
    ("o’brien", "O'Brien's", ["O'Brien's"]),
    ("integrated care", "inte-\ngrated care", ["inte-\ngrated care"]),
    (
        "integrated care",
        "inte\u00ad\n  grated care inte\ufffegrated care",
        ["inte\u00ad\n  grated care", "inte\ufffegrated care"],
    ),
    ("integrat*", "inte-\ngrated", ["inte-\ngrated"]),
    ("inte?rated", "inte-\r\ngrated", ["inte-\r\ngrated"]),
    ("place-based", "place-\nbased", ["place-\nbased"]),
    ("multidisciplinary", "multi-\ndisci-\nplinary", ["multi-\ndisci-\nplinary"]),
    ("integrated NEAR/0 care", "care inte-\ngrated", ["care inte-\ngrated"]),
    ("integrated", "inte- grated inte -\ngrated", []),
    ("finance", "ﬁnance", ["ﬁnance"]),
    ("contract", "the contract² and con\u00adtract", ["contract", "con\u00adtract"]),
    ("café", "cafe café", ["café"]),
    ("wom?n", "woman women womn womman", ["woman", "women", "womn"]),
    ("wom#n", "woman women womn", ["woman", "women"]),
    ("colo?r", "color colour", ["color", "colour"]),
    ("behavio*r", "behavior behaviour behaving", ["behavior", "behaviour"]),
    ("nhs", "The NHS. nhs-led unhs", ["NHS", "nhs"]),
    ("a NEAR/2 b", "a x x b", ["a x x b"]),
    ("a NEAR/2 b", "a x x x b", []),
    ("a NEAR/2 b", "b x a", ["b x a"]),
    ("a NEAR/0 b", "b a", ["b a"]),
    ("a ADJ/2 b", "b a x b", ["a x b"]),
    ("a ADJ/2 b", "b a", []),
    ("a NEAR/1 a", "a x a", ["a x a"]),
    ("a NEAR/1 a", "a x", []),
    ("a NEAR/3 b", "a a b", ["a b"]),
    ("a NEAR/1 b NEAR/1 c", "c x a x b", ["c x a x b"]),
    ("a NEAR/1 b NEAR/1 c", "c x x a b", []),
    ('(a OR "b c") NEAR/1 d', "b c x d a", ["b c x d"]),
    (
        '"alliance contract*" ADJ/3 board',
        "alliance contracting and a board",
        ["alliance contracting and a board"],
    ),
    ("alliance OR alliance contract", "alliance contract", ["alliance contract"]),
    ("a AND b", "a x b", ["a", "b"]),
    ("a AND b", "a x", []),
    ("a OR b", "x b", ["b"]),
    ("a NOT b", "a", ["a"]),
    ("a NOT b", "a b", []),
    ("(a AND b) OR c", "a c", ["c"]),
    ("a AND (b OR (c NOT d))", "a b c d", ["a", "b"]),
    ("last word", "page one ends with the last\n\nword of page two", ["last\n\nword"]),
    ("health and wellbeing board*", "x", []),
]


@pytest.mark.parametrize(("query", "text", "spans"), MATCHES)
def test_matches_stand_where_they_should(query: str, text: str, spans: list[str]) -> None:
    compiled_as_query = not query.startswith("health and")
    if compiled_as_query:
        assert found(query, text) == spans
        # A character far off that sends the whole text the slow way must change nothing.
        assert found(query, text + " \n\n ﬁ") == spans
    else:
        assert find(compile_term(query), tokenize(text)) == []


def test_offsets_are_code_points_of_the_text_as_given() -> None:
    text = "İ 𝔘 ﬃ e\u0301 alliance"
    [span] = find(compile_term("alliance"), tokenize(text))
    assert (span.start, span.end) == (len(text) - 8, len(text))


def test_long_hostile_text_is_done_in_a_moment() -> None:
    words = "a" * 200_000
    text = f"{words} " + "care the " * 20_000 + "'" * 50_000 + "-\n" * 50_000 + "e\u0301" * 50_000
    tokens = tokenize(text)
    assert len(find(compile_query("the NEAR/100 care NEAR/100 the"), tokens)) > 1000
    assert find(compile_query("aaa*a*a?b"), tokens) == []
