"""Whatever text comes, fields come out of it, and soon."""

from __future__ import annotations

import dataclasses
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.reference_fields import Fields, parse_reference

PIECES = st.sampled_from(
    ["Smith J", "Smith, J.", "(2019)", "“", "”", "'", "In:", "(eds)", "https:// www.", "doi:10.1/", "10.1234/", "et al.", "&", "and", ". ", ", ", "(", ")", "[", "]", "Cm", "12", "pp.", "Accessed", "5 March", "n.d.", "\n", "\x00", "\ud800", "é", "ﬁ", "王", "NHS", "Act 2014", "London:", "-", "–"]
)  # fmt: skip


def held(fields: Fields) -> None:
    for name in (field.name for field in dataclasses.fields(fields)):
        value = getattr(fields, name)
        if name == "authors":
            assert all(author and author == author.strip() for author in value)
        elif name == "year":
            assert value is None or 1500 <= value <= 2039
        else:
            assert value is None or (value.strip() == value and value)
    assert fields.accessed is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", fields.accessed)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=400),
        st.lists(PIECES, max_size=40).map(" ".join),
        st.lists(PIECES, max_size=40).map("".join),
    )
)
def test_any_text_gives_fields(text: str) -> None:
    held(parse_reference(text))


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "A. ",
        "“",
        "( ",
        "Smith J, ",
        "A.- ",
        "http:// ",
        "10.1234/(((",
        "Aa and of for ",
        "In: a ",
        "A-",
        "\n",
        "1, ",
        "é́",
    ],
)
def test_a_megabyte_is_read_in_under_a_second(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    held(parse_reference(text))
    assert time.process_time() - start < 1


def test_the_same_reference_is_read_in_the_same_way_by_every_thread() -> None:
    from concurrent.futures import ThreadPoolExecutor

    text = "Ham C, Alderwick H. Systems of care for places: a way forward. London: The King’s Fund, 2015."
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(parse_reference, [text] * 200)) == {parse_reference(text)}
