"""Whatever a document holds, reading its references ends, and without an exception."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.reference_lists import references_of, references_of_text
from harvest.reference_lists.joining import Joiner
from harvest.reference_lists.model import Line
from harvest.reference_lists.splitting import split
from tests.reference_lists.made import REFERENCES, docx, list_pdf, notes_pdf

PDF = list_pdf(number="[{}]", columns=2)
WORD = docx(["A", ("Heading1", "References"), *REFERENCES], ["One. 2019."])
PAGE = (
    b"<body><h2>References</h2><ol><li>"
    + b"</li><li>".join(each.encode() for each in REFERENCES)
    + b"</li></ol>"
)
HEADS = st.sampled_from(
    [b"%PDF-1.7\n", b"<html><body><h2>References</h2>", b"References\n1. ", b"PK\x03\x04", b""]
)
PIECES = st.sampled_from(
    [
        "References",
        "1",
        "[2]",
        "3.",
        "Smith, J. (2010) A title.",
        "https://a.b/",
        "c-",
        "2019",
        ";",
        "",
        "Notes",
        "\ufffe",
        "‘",
        "Appendix",
    ]
)


@given(HEADS, st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise(head: bytes, rest: bytes) -> None:
    references_of(head + rest)


@given(st.sampled_from([PDF, WORD, PAGE]), st.integers(0, 1 << 20), st.binary(min_size=1, max_size=40))
@settings(max_examples=120, deadline=None)
def test_no_damaged_document_raises(data: bytes, at: int, put: bytes) -> None:
    at %= len(data)
    references_of(data[:at] + put + data[at + len(put) :])
    references_of(data[:at])


@given(st.lists(PIECES, max_size=60))
@settings(max_examples=200, deadline=None)
def test_no_text_raises_and_places_are_within_it(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    for each in references_of_text(text):
        assert each.start is None or (each.stop is not None and 0 <= each.start <= each.stop <= len(text))


@given(
    st.lists(
        st.builds(
            Line,
            text=PIECES,
            page=st.integers(1, 3),
            column=st.integers(0, 1),
            x0=st.none() | st.floats(-1e6, 1e6),
            y=st.none() | st.floats(-1e6, 1e6),
            size=st.none() | st.floats(0, 100),
            gap=st.booleans(),
            fixed=st.booleans(),
        ),
        max_size=40,
    )
)
@settings(max_examples=200, deadline=None)
def test_no_lines_raise_and_no_entry_has_words_that_are_not_there(lines: list[Line]) -> None:
    for entry in split(lines, Joiner(lines)):
        assert entry.lines
        assert len(entry.text.split()) <= sum(len(line.text.split()) for line in entry.lines)


def test_long_texts_take_seconds_not_minutes() -> None:
    for text in (
        "References\n" + "Smith, J. (2010) A title of some length. London: Press. " * 20_000,
        "References\n" + "Smith, J. (2010) A title of some length. London: Press.\n" * 20_000,
        "References\n" + "1\n\n" * 50_000,
        "“" + "A word " * 100_000,
        "References\n" + "A B " * 200_000,
        "References\n" + "A. " * 200_000 + "2010",
        "References\n" + "Aaaaaaa" * 100_000 + " 2010\n2010",
    ):
        began = time.process_time()
        references_of_text(text)
        assert time.process_time() - began < 12, text[:40]


def test_a_deep_page_ends() -> None:
    references_of(b"<body>" + b"<div><ul><li>" * 4_000 + b"x")


def test_notes_of_many_pages_take_seconds() -> None:
    began = time.process_time()
    references_of(notes_pdf(list(REFERENCES) * 20))
    assert time.process_time() - began < 20
