"""`greylit councils`: the list, what came of each council in the last run, and a list to edit."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from jsonschema import Draft202012Validator

from harvest.councils import as_csv, load
from tests.cli.said import Greylit, check_refusal

SCHEMA = Path(__file__).parents[2] / "docs" / "json" / "councils.schema.json"


def test_the_whole_list_is_told_outside_a_review(say: Greylit, tmp_path: Path) -> None:
    said = say("councils", cwd=tmp_path)
    assert said.code == 0 and len(said.out.splitlines()) == 318
    assert "317 councils (list: built-in)" in said.err
    assert "https://democracy.kent.gov.uk" in said.out


@pytest.mark.parametrize(
    ("words", "number"),
    [(["--tier", "county"], 21), (["--duty"], 153), (["--system", "CMIS"], 22), (["--region", "London"], 33),
     (["--tier", "county", "--tier", "unitary", "--region", "South West"], 15), (["--name", "E10000016"], 1)],
)  # fmt: skip
def test_options_narrow_the_list_and_must_all_hold(
    say: Greylit, tmp_path: Path, words: list[str], number: int
) -> None:
    assert len(say("councils", *words, "--json", cwd=tmp_path).json()["councils"]) == number


def test_a_name_that_no_council_has_is_an_error_with_the_nearest_one(say: Greylit, tmp_path: Path) -> None:
    check_refusal(say("councils", "--name", "Kemt", cwd=tmp_path), 4, '"Kemt"', 'did you mean "Kent"')


def test_the_list_to_edit_is_the_whole_built_in_list(say: Greylit, tmp_path: Path) -> None:
    assert say("councils", "--csv", cwd=tmp_path).out == as_csv(load())


def test_gaps_without_a_run_say_what_to_do(say: Greylit, tmp_path: Path) -> None:
    check_refusal(say("councils", "--gaps", cwd=tmp_path), 4, "no run", "greylit run")


def test_each_council_of_a_run_has_an_outcome_with_reason_and_next_step(say: Greylit, asked: Path) -> None:
    found = say("councils", "--json", cwd=asked).json()
    by_slug = {each["slug"]: each for each in found["councils"]}
    assert {slug: each["papers"]["outcome"] for slug, each in by_slug.items()} == {
        "psi": "results", "xi": "none", "mu": "results", "nu": "results", "pi": "refused", "rho": "not asked",
        "phi": "not asked",
    }  # fmt: skip
    assert by_slug["psi"]["papers"]["reason"] is None and by_slug["psi"]["records"] > 0
    assert "403" in by_slug["pi"]["papers"]["reason"] and "manual-search" in by_slug["pi"]["papers"]["next"]
    assert "Disallow: /" in by_slug["rho"]["papers"]["reason"]
    assert "not known where" in by_slug["phi"]["papers"]["reason"]
    assert by_slug["mu"]["papers"]["shared"] == [by_slug["nu"]["gss_code"]]
    for each in by_slug.values():
        assert bool(each["papers"]["next"]) == bool(each["papers"]["reason"])


def test_the_totals_count_each_source_once_and_add_up(say: Greylit, asked: Path) -> None:
    found = say("councils", "--json", cwd=asked).json()
    totals = found["totals"]
    assert sum(totals["papers"].values()) == totals["councils"] == 7 == sum(totals["site"].values())
    with duckdb.connect(str(asked / "greylit.duckdb"), read_only=True) as database:
        works = database.execute("select count(*) from work").fetchall()[0][0]
        records = database.execute("select count(*) from work where verdict = 'record'").fetchall()[0][0]
    of = totals["of_sources"]
    assert of["records"] == records > 0
    assert of["records"] + of["outside"] + of["no_match"] + of["merged"] == works
    # Those that share a portal both show its records.
    assert sum(each["records"] for each in found["councils"]) > of["records"]


def test_people_see_a_line_for_each_council_and_the_gaps_when_they_ask(say: Greylit, asked: Path) -> None:
    said = say("councils", cwd=asked)
    assert "results (shared)" in said.out and "run 1: 7 councils, " in said.out
    assert "next: greylit councils --gaps" in said.out
    gaps = say("councils", "--gaps", "--review", str(asked)).out
    assert "Rho Borough Council: papers not asked: " in gaps and "Xi Borough Council: papers" not in gaps
    assert f"greylit export --to manual-search --review {asked}" in gaps


def test_a_council_that_the_run_did_not_have_says_so(say: Greylit, asked: Path, tmp_path: Path) -> None:
    text = (asked / "protocol.toml").read_text()
    (tmp_path / "protocol.toml").write_text(
        text.replace('"la"\n', '"la"\nselect = { names = "Psi District Council" }\n', 1)
    )
    for name in ("councils.csv", "greylit.duckdb"):
        (tmp_path / name).write_bytes((asked / name).read_bytes())
    assert [each["slug"] for each in say("councils", "--json", cwd=tmp_path).json()["councils"]] == ["psi"]
    whole = say("councils", "--all", "--json", cwd=tmp_path).json()["councils"]
    assert len(whole) == 7
    with duckdb.connect(str(tmp_path / "greylit.duckdb")) as database:
        database.execute("delete from asked_source where source = 'la.xi'")
    (xi,) = say("councils", "--name", "Xi Borough Council", "--json", cwd=tmp_path).json()["councils"]
    assert xi["papers"]["outcome"] == "not in the run" and xi["papers"]["next"] is None


@pytest.mark.parametrize("words", ["councils --name Kent", "councils --tier county", "councils --csv"])
def test_the_list_is_told_in_a_folder_whose_list_is_about_to_be_written(
    say: Greylit, tmp_path: Path, words: str
) -> None:
    """A shell empties councils.csv before `greylit councils --csv > councils.csv` begins."""
    (tmp_path / "councils.csv").write_bytes(b"")
    (tmp_path / "protocol.toml").write_text(PROTOCOL.replace("#LIST", 'list = "councils.csv"'))
    said = say(*words.split(), cwd=tmp_path)
    if "--csv" in words:
        assert said.code == 0 and said.out == as_csv(load())
    else:
        check_refusal(said, 2, "councils.csv", "there is no column")


@pytest.mark.parametrize("folder", ["asked", "empty"])
def test_the_answer_has_the_documented_shape(
    say: Greylit, request: pytest.FixtureRequest, tmp_path: Path, folder: str
) -> None:
    cwd = request.getfixturevalue("asked") if folder == "asked" else tmp_path
    document = say("councils", "--json", cwd=cwd).json()
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    problems = [
        f"{each.json_path}: {each.message}" for each in Draft202012Validator(schema).iter_errors(document)
    ]
    assert not problems, problems[:5]


PROTOCOL = """
[review]
id = "x"
title = "T"
question = "Q?"
contact = "library@example.ac.uk"
[concepts.A]
name = "alliancing"
terms = ["alliancing"]
[search]
require = "A"
[crawl]
delay = "5s"
[[sources]]
id = "la"
name = "Councils"
type = "councils"
select = { names = "Kent" }
#LIST
"""


def test_a_council_is_corrected_by_editing_one_row(say: Greylit, tmp_path: Path) -> None:
    """As docs/how-to/correct-a-council.md says: write the list, change one row, and see it used."""
    protocol = tmp_path / "protocol.toml"
    protocol.write_text(PROTOCOL)
    text = say("councils", "--csv", cwd=tmp_path).out
    assert text.count("https://democracy.kent.gov.uk") == 1
    (tmp_path / "councils.csv").write_text(
        text.replace("https://democracy.kent.gov.uk", "https://papers.kent.example/modgov"), encoding="utf-8"
    )
    protocol.write_text(PROTOCOL.replace("#LIST", 'list = "councils.csv"'))
    checked = say("check", cwd=tmp_path)
    assert (
        checked.code == 0
        and "means 1 council (1 ModernGov) with 1 committee system;" in checked.out + checked.err
    )
    (kent,) = say("councils", "--json", cwd=tmp_path).json()["councils"]
    assert kent["committee_url"] == "https://papers.kent.example/modgov"
    planned = say("plan", "--offline", "--json", cwd=tmp_path).out
    assert "https://papers.kent.example/modgov" in planned
