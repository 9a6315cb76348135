"""From one source of a protocol to the portals and sites that are asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.sources import sources
from harvest.councils import as_csv, load
from harvest.councils.planned import BY_HAND, NOT_KNOWN
from harvest.errors import GreylitError
from harvest.planned import PlannedSource
from harvest.protocol import load_protocol
from harvest.questions import plan

PROTOCOL = """
[review]
id = "x"
title = "T"
question = "Q?"
contact = "a@b.ac.uk"
team = ["AB"]
[concepts.A]
name = "alliancing"
terms = ["alliancing", "alliance contract*"]
[concepts.C]
name = "care"
terms = ["social care"]
[search]
require = "A and C"
ask = ["A"]
[limits]
from_year = { value = 2000, why = "none before" }
[crawl]
delay = "5s"
[[sources]]
id = "la"
name = "Councils"
type = "councils"
"""

Planned = Callable[[str], dict[str, PlannedSource]]


@pytest.fixture
def planned(tmp_path: Path) -> Planned:
    def of(more: str) -> dict[str, PlannedSource]:
        path = tmp_path / "protocol.toml"
        path.write_text(PROTOCOL + more, encoding="utf-8")
        return {each.id: each for each in plan(load_protocol(path), sources())}

    return of


def test_all_councils_are_asked_in_three_ways_and_what_cannot_be_asked_says_so(planned: Planned) -> None:
    found = planned("")
    ways = Counter((each.kind, each.reason) for each in found.values())
    assert ways == {
        ("moderngov", None): 271, ("cmis", None): 22, ("site", None): 314, ("councils", NOT_KNOWN): 17,
        ("councils", BY_HAND): 2,
    }  # fmt: skip
    assert {each.part_of for each in found.values()} == {"la"}


def test_a_portal_of_two_councils_is_one_source_that_names_both(planned: Planned) -> None:
    found = planned('select = { names = ["Adur", "Worthing Borough Council"] }\nstart = ["moderngov"]')
    (one,) = found.values()
    assert one.id == "la.adur_worthing" and one.options["councils"] == ["E07000223", "E07000229"]
    assert "Adur" in str(one.options["publisher"]) and "Worthing" in str(one.options["publisher"])


def test_a_web_site_of_two_councils_is_walked_once(planned: Planned) -> None:
    found = planned('select = { names = ["Adur", "Worthing"] }\nstart = ["sitemap"]')
    (one,) = found.values()
    assert one.id == "la.adur_worthing-site" and one.options["councils"] == ["E07000223", "E07000229"]
    assert one.url == "https://www.adur-worthing.gov.uk" and "Worthing" in one.name


def test_a_modern_gov_portal_is_asked_one_string_for_a_concept_within_the_years_of_the_protocol(
    planned: Planned,
) -> None:
    found = planned('select = { names = "Kent" }')
    papers, site = found["la.kent"], found["la.kent-site"]
    (question,) = papers.questions
    assert question.question == "la.kent:A" and question.meant == "alliancing OR alliance contract*"
    assert question.sent is not None and question.sent.startswith(
        '"alliancing" OR "alliance contract" OR "alliance contracts"'
    )
    assert papers.options["date_from"] == "2000-01-01" and str(papers.options["date_to"]).endswith("-12-31")
    assert any("2000-01-01" in note for note in question.notes)
    assert site.options["words"] == {"A": ["alliancing", "alliance contract*"], "C": ["social care"]}
    assert site.options["start"] == ["sitemap"] and not site.questions


def test_a_cmis_portal_is_asked_one_phrase_at_a_time_without_dates(planned: Planned) -> None:
    found = planned('select = { names = "Harborough" }\nstart = ["cmis"]')
    (papers,) = found.values()
    assert papers.kind == "cmis" and papers.url == "https://cmis.harborough.gov.uk/cmis5"
    assert [each.sent for each in papers.questions][:2] == ["alliancing", '"alliance contract"']
    assert not any("dates" in note for each in papers.questions for note in each.notes)


def test_start_without_a_system_leaves_its_councils_out_with_the_reason(planned: Planned) -> None:
    found = planned('select = { names = ["Kent", "Harborough"] }\nstart = ["moderngov"]')
    assert found["la.kent"].reason is None and "leaves out" in str(found["la.harborough"].reason)
    assert set(planned('select = { names = "Kent" }\nstart = ["/strategies"]')) == {"la.kent-site"}


def test_committees_that_are_read_whole_are_told_to_each_portal(planned: Planned) -> None:
    found = planned('select = { names = "Kent" }\ncommittees = ["Health and Wellbeing", "Cabinet"]')
    assert found["la.kent"].options["committees"] == ["Health and Wellbeing", "Cabinet"]
    assert "committees" not in found["la.kent-site"].options


def test_one_changed_row_of_a_list_of_ones_own_is_where_that_council_is_asked(
    tmp_path: Path, planned: Planned
) -> None:
    text = as_csv(load()).replace("https://democracy.kent.gov.uk", "https://papers.kent.example")
    (tmp_path / "councils.csv").write_text(text, encoding="utf-8")
    found = planned('list = "councils.csv"\nselect = { names = "Kent" }\nstart = ["moderngov"]')
    assert found["la.kent"].url == "https://papers.kent.example"


def test_a_choice_that_no_council_meets_is_an_error(planned: Planned) -> None:
    with pytest.raises(GreylitError, match="selects no council"):
        planned('select = { tier = "county", region = "London" }')
