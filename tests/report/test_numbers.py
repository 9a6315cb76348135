"""Every number of every report is the one that commands show, and the one of the truth table."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harvest.asking import ask
from harvest.demo.truth import truth_rows
from harvest.report.all_of_it import ALL, build
from harvest.report.facts import Facts
from store.database import Reader
from tests.cli.said import Greylit


def numbers(data: Any) -> Iterator[dict[str, Any]]:
    """Yield whatever in the data of a report names the command that shows it."""
    if isinstance(data, dict):
        if "shown_by" in data:
            yield data
        for value in data.values():
            yield from numbers(value)
    elif isinstance(data, list):
        for value in data:
            yield from numbers(value)


def tables(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        if "columns" in data and "rows" in data:
            yield data
        for value in data.values():
            yield from tables(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from tables(value)


def rows_of(data: Any, name: str) -> list[dict[str, Any]]:
    table = next(each for each in tables(data) if each["name"] == name)
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


def at(document: Any, where: str) -> Any:
    for step in where.split("."):
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document


@pytest.mark.parametrize("name", ["govuk", "cited"])
def test_every_number_is_the_one_that_its_command_shows(
    say: Greylit, request: pytest.FixtureRequest, name: str
) -> None:
    folder: Path = request.getfixturevalue(name)
    data = build(ALL, request.getfixturevalue(f"{name}_facts")).data
    found = list(numbers(data))
    assert len(found) > 80
    answers: dict[str, Any] = {}
    with Reader(folder / "greylit.duckdb") as database:
        for each in found:
            command = each["shown_by"]
            words = shlex.split(command)[1:]
            # The first query goes through the command; the others are put as it puts them, which is faster.
            if words[0] == "query" and any(other.split()[1] == "query" for other in answers):
                answers.setdefault(command, {"rows": ask(database, words[1])})
            if command not in answers:
                said = say(*words, "--json", cwd=folder)
                assert said.code == 0, (command, said)
                answers[command] = said.json()
            shown = at(answers[command], each["where"])
            assert each["n"] == (len(shown) if isinstance(shown, list) else shown), each
    assert {command.split()[1] for command in answers} >= {
        "status",
        "records",
        "query",
        "screen",
        "saturation",
    }


@pytest.mark.parametrize("name", ["govuk", "cited"])
def test_what_is_listed_by_query_is_what_status_counts(
    say: Greylit, request: pytest.FixtureRequest, name: str
) -> None:
    folder: Path = request.getfixturevalue(name)
    facts: Facts = request.getfixturevalue(f"{name}_facts")
    state = say("status", "--json", cwd=folder).json()
    totals, lists = state["totals"], facts.lists
    assert (lists["no_match"], lists["outside"], lists["merged"]) == (
        totals["no_match"],
        totals["outside"],
        totals["merged"],
    )
    assert lists["records"] == totals["records"] == state["records"] == facts.records
    assert lists["works"] == sum(totals[key] for key in ("records", "no_match", "outside", "merged"))
    assert lists["sources"] == len(state["sources"]) and lists["runs"] == len(state["runs"])
    assert lists["questions"] == sum(value for key, value in totals.items() if key.startswith("asked_"))
    assert lists["passed_over"] == totals["skipped"]
    assert lists["dead"] == sum(say("dead-links", "--json", cwd=folder).json()["counts"].values())


@pytest.mark.parametrize("name", ["govuk", "cited"])
def test_each_box_of_the_diagram_lists_its_records_by_its_command(
    say: Greylit, request: pytest.FixtureRequest, name: str
) -> None:
    folder: Path = request.getfixturevalue(name)
    for variant in ("official", "with-screening"):
        data = build("flow", request.getfixturevalue(f"{name}_facts"), variant).data
        for box in data["boxes"]:
            if box["command"]:
                listed = say(*shlex.split(box["command"])[1:], "--json", cwd=folder).json()["rows"]
                assert sorted(row["id"] for row in listed) == box["ids"], box["name"]
                assert len(listed) == box["n"], box["name"]
            else:
                assert not box["n"], box["name"]


def test_records_limits_and_works_are_those_of_the_truth_table(govuk_facts: Facts) -> None:
    truth = truth_rows()
    relevant = {f"govuk:{row.content_id}" for row in truth if row.relevant}
    data = build(ALL, govuk_facts).data["reports"]
    flow = {box["name"]: box for box in data["flow"]["boxes"]}
    works = {row["record"]: row["work"] for row in govuk_facts.works}
    assert {works[record] for record in flow["organisations"]["ids"]} == relevant
    assert flow["organisations"]["n"] == len(relevant) == data["characteristics"]["records"]
    outside = {
        row.content_id for row in truth if row.words and not row.in_scope and row.found_by != "translation"
    }
    limits = rows_of(data["prisma-s"], "limits")
    assert sum(row["Works left out"] for row in limits) >= len(outside) > 0
    by_type = rows_of(data["characteristics"], "by-type")
    assert by_type[-1]["Records"] == len(relevant) == sum(row["Records"] for row in by_type[:-1])
    years: dict[str, int] = {}
    for row in truth:
        if row.relevant:
            year = row.date[:4] if row.date else "not known"
            years[year] = years.get(year, 0) + 1
    assert {row["Year"]: row["Records"] for row in rows_of(data["characteristics"], "by-year")[:-1]} == years
    asked = rows_of(data["search-log"], "search-log-questions")
    assert all(row["Counted by the site"] == row["Results returned"] for row in asked)
    assert sum(row["New"] for row in asked) <= len(relevant)


@pytest.mark.parametrize("name", ["govuk", "cited"])
def test_counts_stand_beside_what_is_left_of_them(request: pytest.FixtureRequest, name: str) -> None:
    facts: Facts = request.getfixturevalue(f"{name}_facts")
    data = build(ALL, facts).data["reports"]
    for row in rows_of(data["prisma-s"], "records-by-source"):
        assert row["Works"] == row["No match"] + row["Outside limits"] + row["Merged"] + row["Records"]
        assert row["Unique to"] <= row["Found by"] and row["Found first"] <= row["Found by"]
    assert sum(row["Found first"] for row in rows_of(data["prisma-s"], "records-by-source")) == facts.records
    for row in data["search-log"]["questions"]:
        left = ("read", "moved", "refused", "failed", "unreadable", "gone", "kept", "passed_over", "left_out", "not_asked")  # fmt: skip
        assert row["listed"] == sum(row[key] for key in left), row
        assert row["works"] == row["records"] + row["no_records"]
    for table in ("by-publisher-class", "by-type", "by-year", "by-source"):
        *parts, whole = rows_of(data["characteristics"], table)
        assert whole["Records"] == facts.records == sum(row["Records"] for row in parts)
        assert whole["Included"] == len(facts.included())
        for row in (*parts, whole):
            assert row["Records"] == row["Included"] + row["Excluded"] + row["Not settled"]


def test_a_number_is_in_plain_json(govuk_facts: Facts) -> None:
    json.dumps(build(ALL, govuk_facts).data, allow_nan=False)
