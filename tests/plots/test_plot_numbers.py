"""The numbers of plots are those of the functions that commands and reports call."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harvest.errors import GreylitError
from harvest.plots import PLOTS, figures, open_search, plot_data
from harvest.plots.model import Search
from harvest.saturating import review_saturation
from harvest.screening.report import screening_status
from store import citing, counts, hosts
from store.workspace import Workspace


def test_records_of_a_run_are_the_same_number_in_every_plot(run_search: Search) -> None:
    whole = counts.records(run_search.database)
    assert whole > 0
    assert sum(row["records"] for row in plot_data("yield", run_search).rows) == whole
    assert sum(row["records"] for row in plot_data("concepts", run_search).rows) == whole
    years = plot_data("years", run_search)
    assert sum(row[word] for row in years.rows for word in years.extra["groups"]) == whole


def test_yield_is_what_the_sources_are_said_to_have(run_search: Search) -> None:
    said = {
        row["source"]: row["records"]
        for row in counts.grouped(counts.by_source(run_search.database, run_search.run))
    }
    drawn: dict[str, int] = {}
    for row in plot_data("yield", run_search).rows:
        drawn[row["source"]] = drawn.get(row["source"], 0) + row["records"]
    assert {name: drawn[name] for name in said} == said


def test_the_curve_ends_where_the_saturation_command_says(run_search: Search) -> None:
    state = review_saturation(run_search.workspace)
    last = plot_data("discovery", run_search).rows[-1]
    assert (last["read"], last["found"]) == (state.overall.n, state.overall.r)
    bars = plot_data("saturation", run_search).rows
    assert sum(row["new"] for row in bars) == state.overall.r and bars[-1]["new"] == state.overall.new


def test_hosts_have_all_requests_and_their_outcomes_sum_up(run_search: Search) -> None:
    rows = plot_data("hosts", run_search).rows
    assert rows
    assert sum(row["requests"] for row in rows) == sum(
        row["requests"] for row in hosts.requests(run_search.database, run_search.run)
    )
    for row in rows:
        assert row["requests"] == sum(value for key, value in row.items() if key not in ("host", "requests"))


def test_citations_are_those_that_are_counted(run_search: Search) -> None:
    said = citing.citation_counts(run_search.database)
    rows = plot_data("citations", run_search).rows
    for key in ("citations", "mentions"):
        assert sum(row[key] for row in rows) == said[key]


def test_agreement_and_decisions_are_those_of_the_screening(screened: Path) -> None:
    with open_search(Workspace(screened)) as search:
        data, years = plot_data("agreement", search), plot_data("years", search)
    (said,) = screening_status(Workspace(screened))["agreement"]
    (row,) = data.rows
    assert (row["both"], row["agreed"], row["kappa"]) == (4, 3, said["kappa"])
    assert "HS and LB said the same of 3 of 4 records" in data.says
    sums = {word: sum(each[word] for each in years.rows) for word in years.extra["groups"]}
    assert sums == {"included": 2, "excluded": 1, "maybe": 0, "not settled": 2}
    for word in ("included", "excluded", "not settled"):
        assert str(sums[word]) in years.says


def test_what_has_no_numbers_says_why(screened: Path) -> None:
    with open_search(Workspace(screened)) as search:
        drawn = {figure.name: figure for figure in figures(search)}
    assert list(drawn) == list(PLOTS)
    assert drawn["citations"].svg == "" and drawn["citations"].table is None
    assert drawn["citations"].says == "No work that is held cites or mentions another one."
    assert (
        drawn["discovery"].says == "No document was read yet."
        and drawn["hosts"].says == "Run 1 made no request."
    )


def test_an_unknown_plot_is_answered_with_the_list(run_search: Search) -> None:
    with pytest.raises(GreylitError) as error:
        plot_data("pie", run_search)
    assert "discovery" in str(error.value.hint)


def test_rows_are_plain_json(run_search: Search) -> None:
    for name in PLOTS:
        json.dumps(plot_data(name, run_search).rows)
