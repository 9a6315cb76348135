"""The overlap between the ways of finding can say that more is to be expected, and never that nothing is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from harvest.between_sources import between, lists


class Found:
    """A database that knows by which way each record was found, and nothing else."""

    def __init__(self, **ways: Sequence[int]) -> None:
        self.ways = ways

    def rows(self, _sql: str, _values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        return [
            {"record": f"R{n:05d}", "route": way, "source": "x", "kind": "site"}
            for way, ns in self.ways.items()
            for n in ns
        ]


def test_walks_of_all_sites_are_one_list_and_ways_within_a_work_are_none() -> None:
    found = lists(Found(link=[1, 2], sitemap=[2, 3], question=[1], redirect=[9]))
    assert {name: len(records) for name, records in found.items()} == {
        "walks": 3,
        "questions to search functions": 1,
    }


def test_lists_that_hardly_meet_are_a_veto() -> None:
    said = between(Found(question=range(20), link=range(15, 40), suggestion=range(38, 44)))
    assert said.veto and said.short == "it does" and "at least" in said.says
    assert said.chao2 is not None and said.chao2 > 44


def test_lists_that_agree_are_no_proof() -> None:
    said = between(Found(question=range(20), link=range(20), suggestion=range(10)))
    assert not said.veto and "no proof" in said.says and said.chapman is not None


def test_too_few_records_or_lists_say_nothing() -> None:
    said = between(Found(question=range(20), link=range(20)))
    assert not said.veto and said.chao2 is None and said.short == "too little to say"


def test_what_people_excluded_is_on_no_list() -> None:
    out = [f"R{n:05d}" for n in range(15, 40)]
    assert between(Found(question=range(20), link=range(15, 40)), out).lists == {
        "questions to search functions": 15
    }
