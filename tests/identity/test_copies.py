"""Copies of what a publisher has: one record with it, whatever the order; siblings of one template never are."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import as_file, files
from typing import Any

import pytest

from harvest.gathering import Work
from harvest.identity.copies import MIRRORED, SAME_TEXT
from harvest.identity.joining import plain
from harvest.identity.merging import SAME_BODY, SAME_FILE, merge
from harvest.identity.mirrors import is_mirror
from harvest.matching import Matcher
from harvest.protocol import load_protocol
from tests.identity.made import Rows, held, shuffled, standing, text

STRATEGY = "Health and Wellbeing Strategy"


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    with as_file(files("harvest.demo") / "review.toml") as path:
        return Matcher.of(load_protocol(path))


def document(kind: str = "pdf", outcome: str = "text", **times: int) -> dict[str, Any]:
    return {"outcome": outcome, "kind": kind, "concepts": sorted(times), "times": times, "characters": 9}


def merged(works: list[Work], texts: dict[str, str], matcher: Matcher, **documents: Any) -> Rows:
    known = {id_: document(A=1) for id_ in texts} | documents
    rows = merge(works, known, matcher, lambda ids: {id_: texts[id_] for id_ in ids if id_ in texts})
    standing(works)
    return [(row["work"], row["into_work"], row["rule"]) for row in rows]


def always(make: Callable[[], list[Work]], texts: dict[str, str], matcher: Matcher, **documents: Any) -> Rows:
    """Merge in several orders; return what all of them give."""
    found = [sorted(merged(shuffled(make(), seed), texts, matcher, **documents)) for seed in range(5)]
    assert all(each == found[0] for each in found)
    return found[0]


def test_old_and_new_address_of_a_site_are_one_record(matcher: Matcher) -> None:
    def works() -> list[Work]:
        return [
            held("new", "Nine signatures", "n", publishers=["One"], work_date="2019"),
            held("old", "Nine Signatures.", "o", publishers=["One"], work_date="2013-02"),
        ]

    assert always(works, {"n": text(1), "o": text(1, changed=0.004)}, matcher) == [
        ("s:old", "s:new", SAME_TEXT)
    ]


def test_a_page_and_its_file_are_one_record_though_one_has_more_around_it(matcher: Matcher) -> None:
    def works() -> list[Work]:
        return [
            held("b.pdf", "Care together", "pdf", publishers=["One"]),
            held("a", "Care together", "html", publishers=["One"]),
        ]

    texts = {"html": text(1), "pdf": f"{text(1)} {text(2)[:900]}"}
    assert always(works, texts, matcher) == [("s:b.pdf", "s:a", SAME_TEXT)]


def test_editions_of_one_plan_stay_apart_though_most_of_the_text_is_the_same(matcher: Matcher) -> None:
    def works(first: str, second: str) -> list[Work]:
        return [
            held("a", "Winter plan", "a", publishers=["Ashford Council"], work_date=first),
            held("b", "Winter plan", "b", publishers=["Ashford Council"], work_date=second),
        ]

    texts = {"a": text(1), "b": text(1, changed=0.015)}
    assert merged(works("2019-10", "2020-10"), texts, matcher) == []
    assert merged(works("2019-10", "2019-11"), texts, matcher) == [("s:b", "s:a", SAME_TEXT)]


def test_the_same_template_of_three_councils_is_three_records(matcher: Matcher) -> None:
    def works() -> list[Work]:
        return [
            held(each, STRATEGY, each, publishers=[f"{each} Council"], source=each)
            for each in ("Ash", "Bex", "Cor")
        ]

    assert (
        always(works, {each: text(1, names=f"{each} Council") for each in ("Ash", "Bex", "Cor")}, matcher)
        == []
    )


def test_a_mirrors_copy_goes_to_the_sibling_that_it_is_of(matcher: Matcher) -> None:
    def works() -> list[Work]:
        own = [
            held(each, STRATEGY, each, publishers=[f"{each} Council"], source=each) for each in ("Ash", "Bex")
        ]
        return [*own, held("m", STRATEGY, "m", mirror=True, source="aaa")]

    texts = {each: text(1, names=f"{each} Council") for each in ("Ash", "Bex")}
    assert always(works, {**texts, "m": texts["Bex"] + " page 1"}, matcher) == [
        ("aaa:m", "Bex:Bex", SAME_TEXT)
    ]


def test_a_mirrors_copy_of_a_sibling_that_is_not_held_stays_a_record(matcher: Matcher) -> None:
    def works() -> list[Work]:
        return [
            held("a", STRATEGY, "a", publishers=["Ash Council"]),
            held("m", STRATEGY, "m", mirror=True, source="aaa"),
        ]

    assert (
        always(works, {"a": text(1, names="Ash Council"), "m": text(1, names="Dee Council")}, matcher) == []
    )


def test_the_publishers_own_stays_and_not_the_mirrors_whatever_their_ids(matcher: Matcher) -> None:
    def works() -> list[Work]:
        return [
            held("1", "Nine signatures", "x", mirror=True, source="aaa"),
            held("2", "Nine signatures: how alliances begin", "x", "y", publishers=["One"], source="zzz"),
        ]

    assert always(works, {"x": text(1), "y": text(2)}, matcher) == [("aaa:1", "zzz:2", MIRRORED)]


def test_two_mirrors_of_what_nobody_else_has_are_one_record(matcher: Matcher) -> None:
    def works() -> list[Work]:
        return [
            held("1", "Nine signatures", "a", mirror=True, source="m"),
            held("1", "Nine signatures", "b", mirror=True, source="n"),
        ]

    assert always(works, {"a": text(1), "b": text(1) + " downloaded from n"}, matcher) == [
        ("n:1", "m:1", SAME_TEXT)
    ]


def test_a_form_that_a_mirror_has_too_makes_its_report_no_copy(matcher: Matcher) -> None:
    def works() -> list[Work]:
        return [
            held("a", "Ours", "report", "form", publishers=["One"]),
            held("m", "Another", "form", "theirs", mirror=True, source="m"),
        ]

    texts = {"report": text(1), "theirs": text(2)}
    assert always(works, texts, matcher, form=document()) == []
    # A scan has no words to tell by: the same bytes are enough.
    assert always(works, texts, matcher, form=document(outcome="needs-ocr")) == [("m:m", "s:a", MIRRORED)]


def test_what_was_joined_to_a_work_follows_it_to_the_record_that_stays(matcher: Matcher) -> None:
    def works() -> list[Work]:
        return [
            held("1", "Nine signatures", "x", mirror=True, source="aaa"),
            held("2", "Nine signatures", "x", mirror=True, source="bbb"),
            held("3", "Nine signatures", "y", publishers=["One"], source="zzz"),
        ]

    rows = always(works, {"x": text(1), "y": text(1) + " more"}, matcher)
    assert rows == [("aaa:1", "zzz:3", SAME_TEXT), ("bbb:2", "zzz:3", SAME_BODY)]


def test_works_that_are_one_by_way_of_a_third_are_one(matcher: Matcher) -> None:
    def works() -> list[Work]:
        return [held("a", "Care", "x"), held("b", "Care", "x", "y"), held("c", "Care", "y")]

    assert always(works, {"x": text(1), "y": text(2)}, matcher) == [
        ("s:b", "s:a", SAME_BODY),
        ("s:c", "s:a", SAME_BODY),
    ]


def test_the_same_file_at_a_mirror_and_at_its_publisher_leaves_the_publishers(matcher: Matcher) -> None:
    def works() -> list[Work]:
        return [
            held("1", "nine-signatures-pdf", "x", mirror=True, source="aaa"),
            held("2", "Nine signatures", "x", source="zzz"),
        ]

    assert always(works, {"x": text(1)}, matcher) == [("aaa:1", "zzz:2", SAME_FILE)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Nine signatures.", "NINE  SIGNATURES"), ("Health & care", "Health and care"), ("Co\ufb03n", "Coffin"),
        ("The King\u2019s plan", "The Kings plan"), ("Zo\u00eb's café", "Zoe's cafe\u0301"), ("alli\u00adance", "alliance"),
        ("Place-based \u2013 care", "Place based: care"),
    ],
)  # fmt: skip
def test_titles_are_compared_by_what_they_say(one: str, two: str) -> None:
    assert plain(one) == plain(two)


def test_titles_that_differ_in_a_year_or_a_letter_differ() -> None:
    assert plain("Annual report 2019") != plain("Annual report 2020")
    assert plain("Plan A") != plain("Plan B")


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("www.scribd.com", True),
        ("vdocuments.mx", True),
        ("notscribd.com", False),
        ("scribd.com.ashford.gov.uk", False),
    ],
)
def test_mirrors_are_known_by_the_end_of_their_host(host: str, found: bool) -> None:
    assert is_mirror(host, "s", ()) is found
    assert is_mirror("docs.test", "copies", {"copies"}) and not is_mirror("docs.test", "other", {"copies"})


def test_where_no_text_names_its_publisher_the_most_alike_is_the_one_that_was_copied(
    matcher: Matcher,
) -> None:
    def works() -> list[Work]:
        own = [
            held(each, STRATEGY, each, publishers=[f"{each} Council"], source=each) for each in ("Ash", "Bex")
        ]
        return [*own, held("m", STRATEGY, "m", mirror=True, source="aaa")]

    texts = {"Ash": text(1, changed=0.01), "Bex": text(1), "m": text(1) + " page 1"}
    assert always(works, texts, matcher) == [("aaa:m", "Bex:Bex", SAME_TEXT)]
