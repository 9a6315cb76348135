"""Works of one publisher whose texts are nearly the same under other titles, and those that stay two for all that."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import as_file, files
from typing import Any

import pytest

from crawler.judge.item import Item, Meeting
from harvest.gathering import Work
from harvest.identity.merging import SAME_FILE_WORDS, merge
from harvest.identity.near import signature
from harvest.identity.people import NONE, Ruling, Rulings
from harvest.identity.same_words import NEAR, SAME_WORDS, TWINS
from harvest.matching import Matcher
from harvest.protocol import load_protocol
from tests.identity.made import Rows, held, shuffled, standing, text

ONE: dict[str, Any] = {"publishers": ["Ashford Council"]}


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    with as_file(files("harvest.demo") / "review.toml") as path:
        return Matcher.of(load_protocol(path))


def joined(
    make: Callable[[], list[Work]], texts: dict[str, str], matcher: Matcher, rulings: Rulings = NONE
) -> Rows:
    """Merge in several orders, with and without stored signatures; return what all of them give.

    What is called after a page is a page, and the rest are files.
    """
    facts = {
        name: {"outcome": "text", "kind": "html" if name.startswith("page") else "pdf", "concepts": ["A"],
               "times": {"A": 1}, "characters": len(each)}
        for name, each in texts.items()
    }  # fmt: skip
    found = []
    for seed in range(6):
        works = shuffled(make(), seed)
        stored = {name: signature(each) for name, each in texts.items()} if seed % 2 else None
        rows = merge(works, facts, matcher, lambda ids: {id_: texts[id_] for id_ in ids}, rulings=rulings, signatures=stored)  # fmt: skip
        standing(works)
        found.append(sorted((row["work"], row["into_work"], row["rule"]) for row in rows))
    assert all(each == found[0] for each in found)
    return found[0]


def pair(
    title: str, other: str, one: dict[str, Any] = ONE, two: dict[str, Any] = ONE
) -> Callable[[], list[Work]]:
    return lambda: [held("a", title, "page", **one), held("b", other, "file", **two)]


def test_a_page_and_its_file_under_another_title_are_one_where_the_title_stands_in_the_other(
    matcher: Matcher,
) -> None:
    body = text(1)
    texts = {"page": body, "file": f"Ashford Council The winter plan 2019 {body} page 1"}
    assert joined(pair("The winter plan", "Ashford Winter Report"), texts, matcher) == [("s:b", "s:a", TWINS)]
    assert joined(pair("Plan for snow", "Ashford Winter Report"), texts, matcher) == []


def test_a_file_that_has_no_title_but_its_name_is_one_with_the_page_of_nearly_the_same_text(
    matcher: Matcher,
) -> None:
    texts = {"page": text(1), "file": f"{text(1)} page 1"}
    assert joined(pair("The winter plan", "wp_final_v3.pdf"), texts, matcher) == [("s:b", "s:a", TWINS)]
    assert joined(pair("The winter plan", "wp_final_v3.pdf", two={"publishers": ["Bexford Council"]}), texts, matcher) == []  # fmt: skip


def test_titles_that_differ_in_format_and_version_are_of_one_work(matcher: Matcher) -> None:
    def make() -> list[Work]:
        return [
            held("a", "Winter plan", "x", **ONE),
            held("b", "Winter plan (PDF, final version)", "y", **ONE),
        ]

    assert joined(make, {"x": text(1), "y": text(1, changed=0.01)}, matcher) == [("s:b", "s:a", NEAR)]


def test_the_same_words_in_other_bytes_are_the_same_file(matcher: Matcher) -> None:
    def make() -> list[Work]:
        return [held("a", "Winter plan", "x", **ONE), held("b", "Appendix B", "y", source="t")]

    assert joined(make, {"x": text(1), "y": text(1).upper()}, matcher) == [("t:b", "s:a", SAME_FILE_WORDS)]
    few = " ".join(text(1).split()[:20])
    assert joined(make, {"x": few, "y": few.upper()}, matcher) == []


def test_a_page_at_two_addresses_under_two_titles_is_one(matcher: Matcher) -> None:
    def make() -> list[Work]:
        return [held("a", "Winter plan", "page1", **ONE), held("b", "Plan | Ashford", "page2", **ONE)]

    assert joined(make, {"page1": text(1), "page2": text(1) + "."}, matcher) == [("s:b", "s:a", SAME_WORDS)]


@pytest.mark.parametrize(
    "names", [("Rose House", "Elm House"), ("in 2019", "in 2020"), ("Ashford", "Saint Helens")]
)
def test_siblings_and_editions_of_one_publisher_are_told_by_what_stands_for_what(
    names: tuple[str, str], matcher: Matcher
) -> None:
    texts = {"page": text(1, names=names[0]), "file": text(1, names=names[1])}
    for titles in (("Inspection", "Inspection"), ("Inspection", "Inspection pdf"), ("Inspection", "a_1.pdf")):
        assert joined(pair(*titles), texts, matcher) == []


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Winter plan 2019", "Winter plan 2020"), ("Winter plan part 1", "Winter plan part 2"),
        ("Winter plan", "Winter plan: easy read"), ("Winter plan", "Winter plan executive summary"),
        ("Winter plan", "Winter plan (Welsh)"), ("Winter plan", "Winter plan large print"),
    ],
)  # fmt: skip
def test_other_years_parts_and_versions_stay_two(title: str, other: str, matcher: Matcher) -> None:
    for first, second in (("", ""), (title, ""), ("", other), (title, other)):
        texts = {"page": f"{first} {text(1)}", "file": f"{second} {text(1)} page 1"}
        assert joined(pair(title, other), texts, matcher) == []
        texts = {"page": f"{other} {text(1)}", "file": f"{title} {text(1)} page 1"}
        assert joined(pair(title, other), texts, matcher) == []


def test_two_languages_stay_two_though_much_of_the_text_is_the_same(matcher: Matcher) -> None:
    make = pair("Winter plan", "Winter plan pdf", {**ONE, "language": "en"}, {**ONE, "language": "cy"})
    assert joined(make, {"page": text(1), "file": text(1) + " page 1"}, matcher) == []


def test_what_a_site_describes_as_two_stays_two_and_so_do_papers_of_a_meeting(matcher: Matcher) -> None:
    texts = {"page": text(1), "file": text(1) + " page 1"}

    def described() -> list[Work]:
        works = pair("Winter plan", "winter_plan.pdf")()
        for each in works:
            each.item = Item(each.id, each.url, each.row["title"])
        return works

    def tabled() -> list[Work]:
        works = pair("Winter plan", "winter_plan.pdf")()
        for each in works:
            each.meeting = Meeting("http://a.test/m", "Cabinet")
        return works

    assert joined(described, texts, matcher) == joined(tabled, texts, matcher) == []


def test_twins_that_a_person_keeps_apart_stay_two(matcher: Matcher) -> None:
    texts = {"page": text(1), "file": f"{text(1)} page 1"}
    rulings = Rulings(apart=[Ruling(("s:a", "s:b"))])
    assert joined(pair("The winter plan", "wp_v3.pdf"), texts, matcher, rulings) == []
    assert joined(pair("Winter plan", "Winter plan"), texts, matcher, rulings) == []


def test_many_works_give_the_same_in_every_order(matcher: Matcher) -> None:
    def make() -> list[Work]:
        return [
            held(f"{at:02}", f"Plan {at % 4}", f"{'page' if at % 2 else 'file'}{at}", source="st"[at % 2],
                 publishers=[f"{'Ash' if at % 3 else 'Bex'} Council"])
            for at in range(24)
        ]  # fmt: skip

    texts = {f"{'page' if at % 2 else 'file'}{at}": text(at % 4, changed=at / 2000) for at in range(24)}
    rulings = Rulings(same=[Ruling(("s:00", "t:01"))], apart=[Ruling(("s:02", "s:10")), Ruling(("s:14",))])
    rows = joined(make, texts, matcher, rulings)
    assert len(rows) > 8 and not {"s:14"} & {each for row in rows for each in row[:2]}
