"""The flow diagram: each record in one place, sums that are checked, the official template."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest

from harvest.errors import GreylitError
from harvest.report.facts import Facts
from harvest.report.flow_counting import flow_counts
from harvest.report.flow_counts import FlowCounts
from harvest.report.flow_sums import checked
from harvest.report.notes import Notes
from harvest.report.prisma_csv import ROWS, prisma_csv

#: Names in the column ``data`` of the official template, in its order.
OFFICIAL = [
    "NA",
    "previous_studies",
    "previous_reports",
    "NA",
    "database_results",
    "register_results",
    "NA",
    "website_results",
    "organisation_results",
    "citations_results",
    "duplicates",
    "excluded_automatic",
    "excluded_other",
    "records_screened",
    "records_excluded",
    "dbr_sought_reports",
    "dbr_notretrieved_reports",
    "other_sought_reports",
    "other_notretrieved_reports",
    "dbr_assessed",
    "dbr_excluded",
    "other_assessed",
    "other_excluded",
    "new_studies",
    "new_reports",
    "total_studies",
    "total_reports",
    "identification",
    "screening",
    "included",
]


def changed(counts: FlowCounts, name: str, **values: Any) -> FlowCounts:
    return replace(
        counts, boxes=tuple(replace(box, **values) if box.name == name else box for box in counts.boxes)
    )


def test_what_databases_gave_stands_apart_from_other_methods(cited_facts: Facts) -> None:
    counts = flow_counts(cited_facts)
    by_name = {box.name: box.n for box in counts.boxes}
    # Two of the four references are one work, one is outside the limits.
    assert (by_name["databases"], by_name["duplicates"], by_name["automatic"]) == (4, 1, 1)
    assert by_name["screened"] == 2
    assert (by_name["websites"] or 0) > 0 and (by_name["citations"] or 0) > 0
    assert cited_facts.records == 2 + sum(
        by_name[name] or 0 for name in ("websites", "organisations", "citations")
    )


def test_a_document_found_twice_counts_for_the_source_that_found_it_first(cited_facts: Facts) -> None:
    kindness = next(group for group in cited_facts.groups if group.work["title"] == "A contract for kindness")
    assert kindness.sources[:2] == ("wos", "jrf") and kindness.first == "wos"
    counts = flow_counts(cited_facts)
    assert kindness.id in counts.box("databases").ids or kindness.id in counts.box("waiting").ids
    assert kindness.id not in counts.box("websites").ids
    assert (
        kindness.id in cited_facts.yields["jrf"].found and kindness.id not in cited_facts.yields["jrf"].unique
    )


def test_a_held_page_that_only_citation_searching_made_a_record_counts_for_it(cited_facts: Facts) -> None:
    named = [group for group in cited_facts.groups if group.record and group.first == "citations"]
    assert any(group.work["source"] == "jrf" for group in named)
    assert {group.id for group in named} == set(flow_counts(cited_facts).box("citations").ids)


@pytest.mark.parametrize("variant", ["official", "with-screening"])
def test_each_record_ends_in_exactly_one_place(cited_facts: Facts, variant: Any) -> None:
    counts = flow_counts(cited_facts, variant)
    ends = ("excluded", "not_retrieved", "assessed_excluded", "waiting")
    placed = [each for box in counts.boxes if box.name.removeprefix("other_") in ends for each in box.ids]
    placed += counts.box("reports").ids
    assert sorted(placed) == sorted(group.id for group in cited_facts.groups if group.record)


def test_the_official_form_has_no_row_for_screening_of_other_methods(govuk_facts: Facts) -> None:
    official, screening = flow_counts(govuk_facts), flow_counts(govuk_facts, "with-screening")
    assert not official.has("other_screened") and screening.box("other_screened").n == govuk_facts.records
    assert {part.label: part.n for part in official.box("other_assessed_excluded").parts} == {
        "Not England": 1,
        "Not alliancing": 1,
    }
    assert {part.label: part.n for part in screening.box("other_assessed_excluded").parts} == {
        "Not alliancing": 1
    }
    assert screening.box("other_excluded").n == 1
    assert official.box("reports").n == screening.box("reports").n == 1
    assert any("no row for screening" in note for note in official.notes)


@pytest.mark.parametrize(
    ("name", "values", "named"),
    [
        ("screened", {"n": 99}, "records screened = identified"),
        ("sought", {"n": 99}, "reports sought = records screened"),
        ("assessed", {"n": 99}, "reports assessed = sought"),
        ("other_sought", {"n": 0}, "reports sought (other methods)"),
        ("other_assessed", {"n": 99}, "reports assessed (other methods)"),
        ("reports", {"n": 0}, "reports included = reports assessed"),
        ("websites", {"n": 0}, "reports sought (other methods)"),
    ],
)  # fmt: skip
def test_a_diagram_whose_sum_does_not_hold_is_refused_and_the_sum_is_named(
    cited_facts: Facts, name: str, values: dict[str, Any], named: str
) -> None:
    broken = changed(flow_counts(cited_facts), name, **values)
    with pytest.raises(GreylitError) as refused:
        checked(broken, cited_facts.records)
    assert refused.value.code == "FLOW_SUM" and named in refused.value.message, refused.value.message


def test_reasons_that_do_not_sum_to_the_exclusions_are_refused(govuk_facts: Facts) -> None:
    counts = flow_counts(govuk_facts)
    box = counts.box("other_assessed_excluded")
    with pytest.raises(GreylitError, match="Reports excluded"):
        checked(changed(counts, box.name, parts=box.parts[:1]), govuk_facts.records)


def test_a_record_in_two_places_is_refused(govuk_facts: Facts) -> None:
    counts = flow_counts(govuk_facts)
    box = counts.box("other_waiting")
    twice = (*box.ids[1:], counts.box("other_assessed_excluded").ids[0])
    with pytest.raises(GreylitError, match="two places"):
        checked(changed(counts, box.name, ids=twice), govuk_facts.records)


def test_records_that_stand_nowhere_are_refused(govuk_facts: Facts) -> None:
    with pytest.raises(GreylitError, match="all records ="):
        checked(flow_counts(govuk_facts), govuk_facts.records + 1)


def test_more_studies_than_reports_are_refused_and_none_is_a_blank(govuk_facts: Facts) -> None:
    assert flow_counts(govuk_facts).box("studies").n is None
    assert flow_counts(replace(govuk_facts, notes=Notes({}, 1))).box("studies").n == 1
    with pytest.raises(GreylitError, match="studies"):
        flow_counts(replace(govuk_facts, notes=Notes({}, 2)))


def test_prisma_csv_is_the_official_template_with_our_numbers(govuk_facts: Facts) -> None:
    counts = flow_counts(govuk_facts)
    rows = list(csv.reader(io.StringIO(prisma_csv(counts))))
    assert rows[0] == ["data", "node", "box", "description", "boxtext", "tooltips", "url", "n"]
    assert [row[0] for row in rows[1:]] == OFFICIAL
    assert [tuple(row[:7]) for row in rows[1:]] == list(ROWS)
    cells = {row[0]: row[7] for row in rows[1:]}
    assert cells["organisation_results"] == str(govuk_facts.records) and cells["database_results"] == "0"
    assert (
        cells["other_excluded"] == "Not England, 1; Not alliancing, 1"
        or cells["other_excluded"] == "Not alliancing, 1; Not England, 1"
    )
    assert cells["new_studies"] == "" and cells["new_reports"] == "1"
