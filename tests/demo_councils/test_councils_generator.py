"""Councils made from a seed."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pytest

from harvest.demo.answers import Request
from harvest.demo.councils import moderngov, truth
from harvest.demo.councils.files import file_bytes
from harvest.demo.councils.generator import generated, list_text
from harvest.demo.councils.model import Council
from harvest.demo.councils.registry import hosts_of
from harvest.demo.hosts import COUNCIL_HOSTS
from harvest.demo.server import MiniWeb
from tests.demo_councils.conftest import QUESTION, visitor


@pytest.fixture(scope="module")
def england() -> tuple[Council, ...]:
    return generated(317, 7)


def asked(council: Council, path: str, query: str = "") -> str:
    request = Request("GET", council.papers, f"{council.root}/{path}", query, {})
    return moderngov.answer(request, council).body.decode()


def test_a_seed_always_makes_the_same_councils(england: tuple[Council, ...]) -> None:
    generated.cache_clear()
    assert generated(317, 7) == england
    assert generated(20, 7) == england[:20]
    assert generated(20, 8) != england[:20]


def test_systems_are_as_common_as_in_england(england: tuple[Council, ...]) -> None:
    systems = Counter(each.system for each in england)
    assert 270 <= systems["ModernGov"] <= 282
    assert 18 <= systems["CMIS"] <= 26
    assert 15 <= systems["other"] <= 23
    assert all(bool(each.papers) == (each.system != "other") for each in england)


def test_hosts_and_codes_are_each_given_once(england: tuple[Council, ...]) -> None:
    for names in (
        [each.papers for each in england if each.papers],
        [each.code for each in england],
        [each.site for each in england],
    ):
        assert len(names) == len(set(names))
    assert len(hosts_of(england)) == sum(bool(each.papers) for each in england)


def test_some_have_papers_some_have_none_and_some_do_not_answer(england: tuple[Council, ...]) -> None:
    outcomes = Counter(truth.outcomes(england, QUESTION).values())
    assert set(outcomes) == {"results", "none", "refused", "not_asked", "unreadable"}
    assert outcomes["none"] > 20
    rows = truth.relevant_papers(england, QUESTION)
    some = {row.council for row in rows}
    assert len(england) / 4 < len(some) < len(england)
    assert truth.records_expected(rows) < len(rows)


def test_what_the_search_finds_is_not_always_relevant(england: tuple[Council, ...]) -> None:
    rows = [row for each in england for row in truth.papers(each, QUESTION) if row.named]
    assert {row.relevant for row in rows} == {True, False}
    assert all("Highways" in row.title for row in rows if not row.relevant)


def test_one_report_has_the_same_bytes_everywhere(england: tuple[Council, ...]) -> None:
    copies = [
        file_bytes(file)
        for each in england for committee in each.committees for meeting in committee.meetings
        for item in meeting.items for file in item.files if file.title == "Alliancing for councils"
    ]  # fmt: skip
    assert len(copies) > 3
    assert len(set(copies)) == 1


def test_every_system_says_what_its_truth_says(england: tuple[Council, ...]) -> None:
    outcomes = truth.outcomes(england, QUESTION)
    for each in england:
        if each.system == "ModernGov" and not each.weather:
            page = asked(each, "ieSearchResults2.aspx", f"SS={QUESTION}&ADV=1&SD=01/01/2000")
            assert ("No results found for your query" in page) == (outcomes[each.key] == "none")
            assert ("Next page of search results" in page) == (page.count("<hr />") > 11)


def test_the_list_names_every_council_with_its_systems(england: tuple[Council, ...]) -> None:
    rows = list(csv.DictReader(io.StringIO(list_text(england))))
    assert [row["gss_code"] for row in rows] == [each.code for each in england]
    for row, each in zip(rows, england, strict=True):
        assert row["committee_system"] == each.system
        assert row["committee_url"] == (f"http://{each.papers}{each.root}" if each.papers else "")


def test_the_miniature_web_serves_councils_that_are_made(
    england: tuple[Council, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for host, answering in hosts_of(england).items():
        monkeypatch.setitem(COUNCIL_HOSTS, host, answering)
    plain = [each for each in england if each.system == "ModernGov" and not each.weather][:30]
    with MiniWeb() as web, visitor(web) as client:
        for each in plain:
            answer = client.get(f"http://{each.papers}{each.root}/mgListCommittees.aspx", timeout=10)
            assert "Cabinet" in answer.text
