"""Identifiers that documents print of themselves."""

from __future__ import annotations

import pytest

from harvest.identity.printed import isbn, paper, printed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A plan\nCm 9876\n", ("cm:9876",)),
        ("A plan\nCm. 6268-II\n", ("cm:6268-ii",)),
        ("CP 213", ("cp:213",)),
        ("Our response to Cm 9876 of last year", ()),
        ("HC 567 Session 2016-17", ("hc:567:2016",)),
        ("HC 567\n", ()),
        ("ISBN 978-1-84369-123-4", ()),
        ("ISBN 978 1 84369 123 5", ("isbn:9781843691235",)),
        ("ISBN: 0-306-40615-2", ("isbn:9780306406157",)),
        ("Call 0306406152 today", ()),
    ],
)  # fmt: skip
def test_what_is_labelled_as_its_own_counts(text: str, found: tuple[str, ...]) -> None:
    assert printed(text) == found


def test_what_stands_in_the_middle_is_of_what_is_cited() -> None:
    filling = "word " * 2000
    assert printed(f"{filling} ISBN 0-306-40615-2 {filling}") == ()
    assert printed(f"{filling} ISBN 0-306-40615-2") == ("isbn:9780306406157",)


def test_both_lengths_of_a_number_are_one() -> None:
    assert isbn("0306406152") == isbn("978-0-306-40615-7") == "isbn:9780306406157"
    assert isbn("0306406153") is isbn(None) is isbn("see cover") is None
    assert paper("Cm 9876") == "cm:9876" and paper("DFE-00234-2014") is paper(None) is None


def test_many_blank_lines_take_no_time() -> None:
    assert printed("\n \n" * 200_000) == ()
