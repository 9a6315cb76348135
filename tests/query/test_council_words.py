"""How the terms of a protocol are put to the search of committee systems and told to the walk of a site."""

from __future__ import annotations

from harvest.councils.words import forms, joined, one_by_one, said
from harvest.query import Abilities

ABLE = Abilities(
    phrases=True, boolean=True, truncation=False, stems=True, wildcard=False, proximity=False, max_length=1000
)


def test_plain_terms_of_a_concept_are_one_string_of_phrases() -> None:
    (one,) = joined(["alliancing", "Alliance  Board", "place-based"], ABLE, 1000)
    assert one.sent == '"alliancing" OR "alliance board" OR "place based"' and not one.widened
    assert one.meant == ("alliancing", "Alliance  Board", "place-based") and one.notes == ()


def test_a_term_that_goes_on_is_asked_in_its_usual_forms_and_the_note_says_which() -> None:
    (one,) = joined(["alliance contract*"], ABLE, 1000)
    assert (
        one.sent
        == '"alliance contract" OR "alliance contracts" OR "alliance contracting" OR "alliance contracted"'
    )
    assert one.notes == (
        "alliance contract* is asked as alliance contract, alliance contracts, alliance contracting, alliance contracted; "
        "other forms of the word may be missed",
    )  # fmt: skip
    assert forms("integrated care partnership*") == (
        "integrated care partnership",
        "integrated care partnerships",
    )


def test_a_string_that_would_be_too_long_is_put_as_two() -> None:
    both = joined(["alpha", "beta"], ABLE, 12)
    assert [each.sent for each in both] == ['"alpha"', '"beta"']
    assert [each.meant for each in both] == [("alpha",), ("beta",)]


def test_a_term_with_operators_is_a_string_of_its_own_with_what_was_given_up() -> None:
    first, second = joined(["alliancing", '"alliance partner"~3'], ABLE, 1000)
    assert first.sent == '"alliancing"'
    assert second.sent and second.widened and "NEAR/3" in second.notes[0]
    assert forms('"alliance partner"~3') is None and forms("a OR b") is None


def test_a_box_without_or_takes_one_form_at_a_time() -> None:
    strings = one_by_one(["alliancing", "alliance agreement*"], ABLE)
    assert [each.sent for each in strings] == ["alliancing", '"alliance agreement"', '"alliance agreements"']


def test_a_walk_is_told_the_words_of_all_terms_without_their_operators() -> None:
    terms = [
        "Alliancing",
        "alliance contract*",
        '"alliance partner"~3',
        'NHS OR "public health"',
        "alliancing",
    ]
    assert said(terms) == ["alliancing", "alliance contract*", "alliance partner", "nhs", "public health"]
