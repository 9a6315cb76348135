"""What commands print under ``--json`` is what the JSON Schemas in docs/json say."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.cli.said import Greylit

SCHEMAS = Path(__file__).parents[2] / "docs" / "json"


def check_shape(document: Any, name: str) -> None:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    problems = [
        f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(document)
    ]
    assert not problems, problems
    if name != "error":
        assert document["schema"] == f"greylit/{name}/1"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("status", "status"),
        ("records", "records"),
        ("records", "records --year 1900"),
        ("record", "show R00001"),
        ("record", "show R00004"),
        ("why", "why R00001"),
        ("why", "why http://www.gov.test/robots.txt"),
        ("why", "why govuk:A1"),
        ("why", "why http://nowhere.test/"),
        ("check", "check"),
        ("check", "check --sample 5"),
        ("plan", "plan --offline"),
        ("hosts", "hosts"),
        ("councils", "councils --name Kent"),
        ("hosts", "hosts --blocked"),
        ("hosts", "hosts --shrunk --run 1"),
        ("screen", "screen next --by HS"),
        ("screen", "screen next --by LB --stage full-text"),
        ("screen", "screen status"),
        ("error", "decide R99999 include --by HS"),
        ("error", "show R99999"),
        ("error", "records --nonsense"),
        ("error", "resume --review nowhere"),
    ],
)
def test_the_answer_has_the_documented_shape(say: Greylit, finished: Path, name: str, words: str) -> None:
    check_shape(say(*shlex.split(words), "--json", cwd=finished).json(), name)


@pytest.mark.parametrize("fmt", ["csv", "ris", "csl-json", "jsonl", "xlsx"])
def test_an_export_says_what_it_wrote_in_the_documented_shape(
    say: Greylit, finished: Path, tmp_path: Path, fmt: str
) -> None:
    said = say("export", "--to", fmt, "--out", str(tmp_path), "--json", cwd=finished).json()
    check_shape(said, "export")
    assert said["records"] == 13 and all(Path(path).stat().st_size for path in said["paths"])


def test_a_plan_of_many_kinds_of_source_has_the_documented_shape(say: Greylit, tmp_path: Path) -> None:
    say("init", str(tmp_path / "big"), "--template", "alliancing")
    check_shape(say("plan", "--offline", "--json", cwd=tmp_path / "big").json(), "plan")
    check_shape(say("check", "--json", cwd=tmp_path / "big").json(), "check")


@pytest.mark.parametrize("words", ["doctor", "query 'select 1 as one'", "records --unread", "init new"])
def test_every_other_answer_names_its_shape_too(
    say: Greylit, finished: Path, tmp_path: Path, words: str
) -> None:
    cwd = tmp_path if words.startswith("init") else finished
    assert say(*shlex.split(words), "--json", cwd=cwd).json()["schema"].startswith("greylit/")
