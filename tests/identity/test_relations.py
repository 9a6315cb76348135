"""Works that belong together and stay two, each with one relation that says how."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.judge.item import Meeting
from harvest.gathering import Work
from harvest.identity.near import signature
from harvest.identity.relations import (
    ALIKE,
    HOLDS,
    KINDS,
    MOST,
    NEXT_TEXT,
    PAGE,
    PARTLY,
    SIBLING,
    VERSION,
    YEARS,
    relations,
)  # fmt: skip
from tests.identity.made import held, shuffled, text

ASH: dict[str, Any] = {"publishers": ["Ashford Council"]}
BEX: dict[str, Any] = {"publishers": ["Bexford Council"]}


def found(works: list[Work], texts: dict[str, str] | None = None) -> list[tuple[str, str, str, str]]:
    """Relate in several orders; return what all of them give."""
    texts = texts or {}
    facts = {
        name: {"outcome": "text", "kind": "html" if name.startswith("page") else "pdf", "concepts": ["A"],
               "characters": len(each)}
        for name, each in texts.items()
    }  # fmt: skip
    told = []
    for seed in range(4):
        stored = {name: signature(each) for name, each in texts.items()} if seed % 2 else None
        told.append(
            relations(shuffled(works, seed), facts, lambda ids: {id_: texts[id_] for id_ in ids}, stored)
        )
    assert all(each == told[0] for each in told)
    for row in told[0]:
        assert (
            row["kind"] in KINDS and 0 < row["score"] <= 1 and row["evidence"] and row["work"] != row["other"]
        )
        if row["kind"] in ("edition", "near-duplicate"):
            assert row["work"] < row["other"]
    return [(row["work"], row["other"], row["kind"], row["rule"]) for row in told[0]]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Winter plan: easy read", "easy-read"), ("Winter plan (Easy-Read version)", "easy-read"),
        ("Winter plan executive summary", "summary"), ("Winter plan - Welsh", "translation"),
        ("Winter plan in British Sign Language", "translation"), ("Winter plan, large print", "edition"),
    ],
)  # fmt: skip
def test_a_version_is_linked_with_the_work_that_it_is_of(title: str, kind: str) -> None:
    works = [held("z", "Winter plan", **ASH), held("a", title, **ASH), held("b", title, **BEX)]
    one, two = ("s:a", "s:z") if kind == "edition" else ("s:z", "s:a")
    assert found(works) == [(one, two, kind, VERSION)]


def test_pages_that_differ_in_their_language_only_are_translations() -> None:
    works = [
        held("a", "Cynllun y gaeaf", url="https://www.a.test/cy/plan", language="cy", **ASH),
        held("b", "Winter plan", url="https://a.test/en/plan", language="en", **ASH),
        held("c", "Other", url="https://a.test/en/other", language="en", **ASH),
    ]
    assert found(works) == [("s:b", "s:a", "translation", PAGE)]


def test_each_edition_is_linked_with_the_next_one() -> None:
    works = [held(each, f"Winter plan {2018 + at}", **ASH) for at, each in enumerate("bca")]
    works.append(held("d", "Winter plan 2019", **BEX))
    assert found(works) == [("s:a", "s:c", "edition", YEARS), ("s:b", "s:c", "edition", YEARS)]
    dated = [held(each, "Winter plan", work_date=f"{2018 + at}-10", **ASH) for at, each in enumerate("ab")]
    assert found(dated) == [("s:a", "s:b", "edition", YEARS)]


def test_an_edition_that_only_its_text_tells_is_linked_too() -> None:
    works = [held("a", "Plan for snow", "x", **ASH), held("b", "Ice and snow", "y", **ASH)]
    texts = {"x": text(1, names="in 2019"), "y": text(1, names="in 2020")}
    assert found(works, texts) == [("s:a", "s:b", "edition", NEXT_TEXT)]


def test_minutes_of_meetings_are_no_editions() -> None:
    works = [held(each, f"Minutes of 2019-0{at}", **ASH) for at, each in enumerate("abc")]
    for each in works:
        each.meeting = Meeting(f"http://a.test/{each.id}", "Cabinet")
    assert found(works) == []


def test_siblings_of_one_template_are_near_duplicates_with_what_tells_them_apart() -> None:
    works = [held("a", "Strategy", "x", **ASH), held("b", "Strategy", "y", **BEX)]
    texts = {"x": text(1, names="Ashford"), "y": text(1, names="Bexford Town")}
    assert found(works, texts) == [("s:a", "s:b", "near-duplicate", SIBLING)]
    assert found(works, {"x": text(1), "y": text(1, changed=0.02)}) == [
        ("s:a", "s:b", "near-duplicate", ALIKE)
    ]
    assert found(works, {"x": text(1), "y": text(2)}) == []


def test_a_pack_contains_the_reports_of_its_meeting_or_publisher_only() -> None:
    pack = text(7, count=500) + " " + text(1) + " " + text(8)
    texts = {"pack": pack, "report": text(1), "page": pack}

    def works(**row: Any) -> list[Work]:
        return [held("a", "Winter plan", "report", **ASH), held("p", "Agenda pack", "pack", **row)]

    assert found(works(**ASH), texts) == [("s:p", "s:a", "contains", HOLDS)]
    assert found(works(**BEX), texts) == []
    tabled = works(url="http://b.test/pack")
    assert found(tabled, texts) == []
    for each in tabled:
        each.meeting = Meeting("http://a.test/m", "Cabinet")
    assert found(tabled, texts) == [("s:p", "s:a", "contains", HOLDS)]
    tabled[1].meeting = Meeting("http://a.test/n", "Council")
    assert found(tabled, texts) == []


def test_what_a_page_holds_is_no_part_of_a_pack() -> None:
    texts = {"page": text(7, count=900) + " " + text(1), "report": text(1)}
    works = [held("a", "Winter plan", "report", **ASH), held("p", "Everything", "page", **ASH)]
    assert found(works, texts) == []


def test_many_near_duplicates_are_linked_along_the_closest_and_not_each_with_each() -> None:
    some = [held(f"{at:02}", "Strategy", f"x{at}", publishers=[f"Council {at}"]) for at in range(MOST + 8)]
    texts = {f"x{at}": text(1, names=f"name{at}here") for at in range(MOST + 8)}
    assert len(found(some, texts)) == len(some) - 1
    assert len(found(some[:5], texts)) == 10


def test_works_that_stand_no_more_are_in_no_relation() -> None:
    works = [held("a", "Winter plan 2018", **ASH), held("b", "Winter plan 2019", verdict="no-match", **ASH)]
    assert found(works) == []


def test_a_report_that_two_publishers_have_is_contained_in_the_pack_of_one() -> None:
    texts = {"pack": text(7, count=300) + " " + text(1), "report": text(1)}
    works = [
        held("a", "Winter plan", "report", **ASH),
        held("b", "Plan", "report", **BEX),
        held("p", "Pack", "pack", **ASH),
    ]
    assert found(works, texts) == [
        ("s:a", "s:b", "near-duplicate", ALIKE),
        ("s:b", "s:p", "near-duplicate", PARTLY),
        ("s:p", "s:a", "contains", HOLDS),
    ]
