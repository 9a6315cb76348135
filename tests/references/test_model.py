"""Keys tell references apart, and are the same in every file that has the reference."""

from __future__ import annotations

from dataclasses import replace

from harvest.references import Entry, keyed

ONE = Entry(position=1, line=1, title="Alliance contracting: a guide", authors=("Ham, C.",), year=2014)


def test_the_key_is_the_same_however_the_reference_is_spelt() -> None:
    same = Entry(
        position=9,
        line=90,
        title="ALLIANCE CONTRACTING - A Guide.",
        authors=("Ham, Chris", "Smith, J."),
        year=2014,
        abstract="more",
    )
    assert same.key == ONE.key
    assert len(ONE.key) == 16


def test_a_doi_is_the_key_whatever_else_is_said() -> None:
    one, other = (
        replace(ONE, doi="10.1234/a"),
        replace(ONE, doi="10.1234/a", title="Another title", year=2015),
    )
    assert one.key == other.key != ONE.key


def test_year_name_and_the_address_of_what_has_no_title_tell_apart() -> None:
    nameless = Entry(position=1, line=1, url="https://a.test/1")
    keys = {
        ONE.key,
        replace(ONE, year=2015).key,
        replace(ONE, authors=("Jones",)).key,
        nameless.key,
        replace(nameless, url="https://a.test/2").key,
    }
    assert len(keys) == 5


def test_different_references_of_one_key_are_numbered_and_the_same_twice_is_not() -> None:
    other = replace(ONE, abstract="another text", position=2, line=7)
    again = replace(ONE, position=3, line=14)
    third = replace(ONE, note="a third", position=4, line=21)
    keys = [key for key, _ in keyed([ONE, other, again, third])]
    assert keys == [ONE.key, f"{ONE.key}-2", ONE.key, f"{ONE.key}-3"]


def test_an_entry_comes_back_from_json_and_fields_of_a_later_version_do_no_harm() -> None:
    said = replace(ONE, urls=("https://a.test",), keywords=("a", "b")).as_dict()
    assert said["authors"] == ["Ham, C."]
    assert Entry.from_dict({**said, "of_later": 1}) == replace(
        ONE, urls=("https://a.test",), keywords=("a", "b")
    )
