"""What people say of works overrules every rule, in every order, and the newest word counts."""

from __future__ import annotations

import random
from collections.abc import Callable
from importlib.resources import as_file, files

import pytest

from crawler.judge.item import Meeting
from harvest.gathering import Work
from harvest.identity.copies import MIRRORED
from harvest.identity.merging import CONTAINED, SAME_FILE, merge
from harvest.identity.people import SAID, Ruling, Rulings
from harvest.matching import Matcher
from harvest.protocol import load_protocol
from tests.identity.made import Rows, held, reference, shuffled, standing

FACTS = {name: {"outcome": "text", "kind": "pdf", "concepts": ["A"], "times": {"A": 1}, "characters": 9} for name in "xyz"}  # fmt: skip


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    with as_file(files("harvest.demo") / "review.toml") as path:
        return Matcher.of(load_protocol(path))


def told(make: Callable[[], list[Work]], rulings: Rulings, matcher: Matcher) -> Rows:
    found = []
    for seed in range(8):
        works = shuffled(make(), seed)
        rows = merge(works, FACTS, matcher, rulings=rulings)
        standing(works)
        found.append(sorted((row["work"], row["into_work"], row["rule"]) for row in rows))
    assert all(each == found[0] for each in found)
    return found[0]


def three() -> list[Work]:
    return [held(name, f"Title {name}", "x") for name in "abc"]


def said(*works: str, when: str = "2026-11-01") -> Ruling:
    return Ruling(tuple(f"s:{each}" for each in works), "A. Reviewer", when, "read both")


def test_what_a_person_called_the_same_is_one_and_the_row_says_who_when_and_why(matcher: Matcher) -> None:
    works = [held("a", "Care", "x"), held("b", "Other", "y")]
    (row,) = merge(works, FACTS, matcher, rulings=Rulings(same=[said("b", "a")]))
    assert (row["work"], row["into_work"], row["rule"]) == ("s:b", "s:a", SAID) and row["score"] == 1.0
    assert row["evidence"] == "A. Reviewer, 2026-11-01: read both"
    assert works[1].row["reason"] == f"{SAID}, as s:a"


def test_what_is_no_record_becomes_part_of_the_record_that_a_person_named(matcher: Matcher) -> None:
    def make() -> list[Work]:
        return [held("a", "Care", "x", verdict="no-match"), held("b", "Other", "y")]

    assert told(make, Rulings(same=[said("a", "b")]), matcher) == [("s:a", "s:b", SAID)]

    def neither() -> list[Work]:
        return [held(name, "Care", verdict="no-match") for name in "ab"]

    assert told(neither, Rulings(same=[said("a", "b")]), matcher) == []


def test_what_is_gone_from_the_review_is_no_fault(matcher: Matcher) -> None:
    assert told(three, Rulings(same=[said("a", "lost")], apart=[said("lost")]), matcher) == [
        ("s:b", "s:a", SAME_FILE), ("s:c", "s:a", SAME_FILE),
    ]  # fmt: skip


def test_what_a_rule_joins_to_a_work_follows_it_to_what_a_person_said_it_is(matcher: Matcher) -> None:
    def make() -> list[Work]:
        return [*three(), held("0", "Zero", "y")]

    assert told(make, Rulings(same=[said("b", "0")]), matcher) == [
        ("s:a", "s:0", SAME_FILE), ("s:b", "s:0", SAID), ("s:c", "s:0", SAME_FILE),
    ]  # fmt: skip


def test_two_that_are_kept_apart_are_not_joined_by_way_of_a_third(matcher: Matcher) -> None:
    assert told(three, Rulings(apart=[said("a", "c")]), matcher) == [("s:b", "s:a", SAME_FILE)]
    assert told(three, Rulings(apart=[said("a", "b")]), matcher) == [("s:c", "s:a", SAME_FILE)]


def test_a_work_that_stands_by_itself_is_joined_with_nothing(matcher: Matcher) -> None:
    assert told(three, Rulings(apart=[said("a")]), matcher) == [("s:c", "s:b", SAME_FILE)]


def test_a_reference_is_not_joined_to_what_it_was_split_from(matcher: Matcher) -> None:
    def make() -> list[Work]:
        return [held("a", "Care", url="http://a.test/care"), reference("r", "Care", "http://a.test/care")]

    assert told(make, Rulings(), matcher) == [("refs:r", "s:a", "the same address")]
    assert told(make, Rulings(apart=[Ruling(("refs:r",))]), matcher) == []


def test_a_mirrors_copy_goes_to_another_work_that_has_the_file_or_to_none(matcher: Matcher) -> None:
    def make() -> list[Work]:
        return [held("a", "One", "x", "y"), held("b", "Two", "x", "z"), held("m", "Copy", "x", mirror=True)]

    assert told(make, Rulings(), matcher) == [("s:m", "s:a", MIRRORED)]
    assert told(make, Rulings(apart=[said("a", "m")]), matcher) == [("s:m", "s:b", MIRRORED)]
    assert told(make, Rulings(apart=[said("m")]), matcher) == []


def test_a_pack_that_stands_by_itself_is_a_record_beside_its_reports(matcher: Matcher) -> None:
    def make() -> list[Work]:
        works = [held("a", "One", "x"), held("p", "Pack", "y", container=True)]
        for each in works:
            each.meeting = Meeting("http://a.test/m", "Cabinet")
        return works

    assert told(make, Rulings(), matcher) == [("s:p", "s:a", CONTAINED)]
    assert told(make, Rulings(apart=[said("p")]), matcher) == []


def test_the_newest_word_counts() -> None:
    old, new = said("a", "b", when="2026-01-01"), said("b", "a", when="2026-02-01")
    assert Rulings(same=[old], apart=[new]).joined == ()
    assert Rulings(same=[old], apart=[new]).forbid({"s:a"}, {"s:b"})
    assert Rulings(same=[new], apart=[old]).joined == (new,)
    assert not Rulings(same=[new], apart=[old]).forbid({"s:a"}, {"s:b"})
    # At one time what keeps apart counts: it loses nothing.
    assert Rulings(same=[old], apart=[old]).joined == ()
    assert Rulings(same=[new], apart=[said("a", when="2026-01-01")]).joined == (new,)
    assert not Rulings(same=[new], apart=[said("a", when="2026-01-01")]).forbid({"s:a"}, {"s:x"})
    assert Rulings(same=[old], apart=[said("a", when="2026-02-01")]).joined == ()


def test_any_rulings_hold_in_any_order_of_works(matcher: Matcher) -> None:
    chance = random.Random(7)
    names = "abcdef"

    def make() -> list[Work]:
        return [held(name, f"Title {at % 3}", "xyz"[at % 2], "xyz"[at % 3]) for at, name in enumerate(names)]

    for _ in range(40):
        pairs = [said(*chance.sample(names, 2), when=f"2026-01-{chance.randint(1, 9):02}") for _ in range(4)]
        rulings = Rulings(same=pairs[:2], apart=[*pairs[2:], said(chance.choice(names))])
        into = {work: to for work, to, _ in told(make, rulings, matcher)}
        groups: dict[str, set[str]] = {}
        for name in names:
            groups.setdefault(into.get(f"s:{name}", f"s:{name}"), set()).add(f"s:{name}")
        for group in groups.values():
            for one in group:
                assert not rulings.forbid([one], group - {one}) or group == {one}
