"""Queries that choose records: what they take, and what they say of a slip of the pen."""

from __future__ import annotations

import pytest

from harvest.errors import Exit, GreylitError
from harvest.export.selectable import Everything, Facts
from harvest.export.selecting import select


def fact(number: int, status: str = "undecided", source: str = "la/1", year: int | None = 2015, kind: str = "strategy", sort: str = "local authority", words: str = "") -> Facts:  # fmt: skip
    sources = frozenset((source, source.partition("/")[0]))
    return Facts(f"R{number:05d}", status, sources, year, kind, sort, words or f"title {number}")


ALL = Everything(
    (
        fact(1, "included", year=2010, words="alliance agreement of plymouth"),
        fact(2, "excluded", year=2015, kind="minutes"),
        fact(
            3,
            "maybe",
            source="govuk",
            year=2020,
            sort="government department",
            words="an alliance; an agreement",
        ),
        fact(
            4,
            source="jrf",
            year=None,
            kind="",
            sort="",
            words="status:included is a word here, and so is included",
        ),
        fact(5, "included", source="la/2", year=2021, sort="think tank"),
    ),
    frozenset({"empty", "la", "la/1", "la/2", "govuk", "jrf"}),
)


def numbers(query: str) -> str:
    return "".join(record[-1] for record in select(ALL, query).records)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "12345"), ("all", "12345"), ("ALL", "12345"), ("not all", ""), ("included", "15"), ("Included", "15"), ("excluded", "2"),
        ("maybe", "3"), ("undecided", "4"), ("unscreened", "4"), ("status:included", "15"), ("status:included,maybe", "135"),
        ("status:unscreened", "4"), ("not included", "234"), ("not not included", "15"), ("included year:2010..2015", "1"),
        ("included and year:2010..2015", "1"), ("source:la", "125"), ("source:la/2", "5"), ("source:la/2,govuk", "35"), ("source:empty", ""), ("source:la,", "125"),
        ("year:2015", "2"), ("year:2015..2020", "23"), ("year:2015..", "235"), ("year:..2015", "12"), ("year:none", "4"),
        ("year:2010,2020..2030", "135"), ("year:none,2010", "14"), ("not year:2015..", "14"), ("type:minutes", "2"), ("type:Strategy", "135"),
        ('class:"local authority"', "12"), ('class:"local authority","think tank"', "125"), ("record:R00001,R00003", "13"), ("record:r00002", "2"),
        ("alliance", "13"), ("ALLIANCE agreement", "13"), ('"alliance agreement"', "1"), ("alliance not included", "3"),
        # In quotation marks a word is a word, whatever it means without them.
        ('"included"', "4"), ('"status:included"', "4"), ("source:la not status:excluded year:2021", "5"),
    ],
)  # fmt: skip
def test_a_query_takes_what_it_says(query: str, expected: str) -> None:
    assert numbers(query) == expected


@pytest.mark.parametrize(
    ("query", "said", "hint"),
    [
        ("inclded", "no record has the word 'inclded'", "did you mean 'included'?"), ("sorce:la", "there is no sorce: in a query", "did you mean source:?"),
        ("status:incluuded", "there is no status 'incluuded'", "did you mean 'included'?"), ("source:govk", "there is no source 'govk'", "did you mean 'govuk'?"),
        ("type:strategie", "there is no type of document 'strategie'", "did you mean 'strategy'?"),
        ('class:"local athority"', "there is no class of publisher", "did you mean 'local authority'?"), ("year:201", "'201' is not a year", "year:2015..2020"),
        ("year:..", "'..' is not a year", "year:2015.."), ("year:2020..2015", "ends before it begins", ""), ("year:20152020", "is not a year", ""),
        ('"alliance', "a quotation mark has no second one", "for example: included"), ("included or maybe", '"or" is not read', "status:included,maybe"),
        ("included not", '"not" stands before nothing', ""), ("source:", "source: has no value", ""), ('""', "nothing between", ""),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_what_may_be_meant(query: str, said: str, hint: str) -> None:
    with pytest.raises(GreylitError) as caught:
        select(ALL, query)
    assert caught.value.code == "SELECT" and caught.value.exit_code == Exit.USAGE
    assert said in caught.value.message and hint in (caught.value.hint or "")
    assert caught.value.where["select"] == query


def test_a_record_that_is_not_there_is_not_found() -> None:
    with pytest.raises(GreylitError) as caught:
        select(ALL, "record:R00001,R00099")
    assert (caught.value.code, caught.value.exit_code) == ("NO_RECORD", Exit.NOT_FOUND)


def test_a_word_that_looks_like_a_status_is_a_word_where_a_record_has_it() -> None:
    assert numbers("include") == "4"


def test_a_selection_says_how_many_of_how_many() -> None:
    assert (
        select(ALL, "included  year:2010").sentence() == "1 of 5 records selected (included year:2010), 4 not"
    )
    assert select(Everything(()), "included").sentence() == "0 of 0 records selected (included), 0 not"
