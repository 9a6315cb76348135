"""What commands print under ``--json`` is what the JSON Schemas in docs/json say."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bench.citations import replica
from tests.citations.scripted import LittleOpenAlex, scripted
from tests.citations.test_troubles import GRAPH
from tests.cli.said import Greylit
from tests.whole.publisher_runs import ARCHIVES, ask_publishers

SCHEMAS = Path(__file__).parents[2] / "docs" / "json"
#: Reports that cite each other, and whose older files are gone.
CITED = """
[review]
id       = "cited"
question = "What helps care alliances to work?"
contact  = "library@example.ac.uk"

[concepts.A]
name  = "alliances"
terms = ["alliancing", "alliance contract*", "alliance agreement*"]

[search]
require = "A"

[limits]
from_year = { value = 2000, why = "alliances are not seen before 2000" }

[crawl]
delay = "50ms"

[citations]
backward = { from = ["reference-list"] }

[[sources]]
id     = "jrf"
name   = "JRF"
type   = "site"
url    = "http://www.jrf.test/"
reader = "jrf"
"""
REPORT = """Care alliances

Alliances share risk.(1)

References

1. Greer, S. L. and Peckham, M. (2016). The alliance handbook: sharing risk
   in care. London: The King's Fund.
2. Sandu A. Pooled budgets, pooled blame. J Integr Care. 2018;26(2):61-72.
"""


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
        ("citations", "citations"),
        ("citations", "citations --show edges"),
        ("citations", "citations --show not-held --record R00001"),
        ("dead-links", "dead-links"),
        ("dead-links", "dead-links --outcome refused"),
        ("hosts", "hosts --blocked"),
        ("hosts", "hosts --shrunk --run 1"),
        ("screen", "screen next --by HS"),
        ("screen", "screen next --by LB --stage full-text"),
        ("screen", "screen status"),
        ("query", "query 'select 1 as one'"),
        ("query", "query records-by-year"),
        ("queries", "query --list"),
        ("ocr", "ocr --list"),
        ("plots", "plot years --format json --out PLACE"),
        ("report-site", "report site --out PLACE/site"),
        ("error", "decide R99999 include --by HS"),
        ("error", "show R99999"),
        ("error", "records --nonsense"),
        ("error", "resume --review nowhere"),
    ],
)
def test_the_answer_has_the_documented_shape(
    say: Greylit, finished: Path, tmp_path: Path, name: str, words: str
) -> None:
    said = say(*shlex.split(words.replace("PLACE", str(tmp_path))), "--json", cwd=finished)
    check_shape(said.json(), name)


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


def test_citations_dead_links_and_what_cite_brings_have_the_documented_shape(
    say: Greylit, tmp_path: Path
) -> None:
    folder = ask_publishers(tmp_path, CITED + ARCHIVES).folder
    for view in ("cited", "edges", "not-held"):
        said = say("citations", "--show", view, "--json", cwd=folder).json()
        check_shape(said, "citations")
        assert said["rows"] and said["show"] == view
    gone = say("dead-links", "--json", cwd=folder).json()
    check_shape(gone, "dead-links")
    assert gone["counts"]["recovered"] and any(each["archived_at"] for each in gone["links"])
    say("decide", "R00002", "include", "--by", "LB", cwd=folder)
    said = say("cite", "--seeds", "included", "--offline", "--json", cwd=folder).json()
    check_shape(said, "cite")
    assert said["brought"]["new"], "references of R00002 that are of nothing held"


def test_the_references_of_each_file_have_the_documented_shape(say: Greylit, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "empty.pdf").write_bytes(b"")
    said = say("references", "report.txt", "empty.pdf", "nowhere.pdf", "--json", cwd=tmp_path)
    lines = [json.loads(line) for line in said.out.splitlines()]
    for line in lines:
        check_shape(line, "references")
    assert said.code == 3 and [len(line["references"]) for line in lines] == [2, 0, 0]
    assert not lines[0]["problem"] and lines[2]["problem"]


def test_a_citation_search_has_the_documented_shape(
    say: Greylit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENALEX_API_KEY", "OPENCITATIONS_TOKEN", "S2_API_KEY", "GREYLIT_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "seeds.txt").write_text("W1\n", encoding="utf-8")
    words = ["cite", "--seeds", "seeds.txt", "--json", "--archive", "kept"]
    with scripted(LittleOpenAlex(GRAPH)) as server:
        words += ["--index-url", f"openalex={server.url}"]
        said = say(*words, cwd=tmp_path)
    check_shape(said.json(), "cite")
    assert said.code == 0 and said.json()["works"] and said.json()["ended"] == "undecided"
    (tmp_path / "decisions.csv").write_text("id,included\nW4,1\n", encoding="utf-8")
    said = say(*words, "--decisions", "decisions.csv", cwd=tmp_path)
    check_shape(said.json(), "cite")
    assert said.json()["gaps"], "the index is away"


@pytest.mark.samples
def test_a_citation_search_from_a_real_review_has_the_documented_shape(say: Greylit, tmp_path: Path) -> None:
    data, servers = os.environ.get("GREYLIT_TEST_DATA"), os.environ.get("GREYLIT_TEST_SERVERS")
    if not data or not servers:
        pytest.skip("GREYLIT_TEST_DATA and GREYLIT_TEST_SERVERS are not set")
    review = Path(data) / "citations" / "Oud_2018"
    case = json.loads((review / "cases.json").read_text(encoding="utf-8"))["cases"][0]
    (tmp_path / "seeds.txt").write_text("\n".join(case["seeds"]), encoding="utf-8")
    with replica(Path(servers) / "openalex_replica.py", review) as url:
        said = say(
            "cite", "--seeds", "seeds.txt", "--decisions", str(review / "decisions.csv"),
            "--index-url", f"openalex={url}", "--archive", "kept", "--json", cwd=tmp_path,
        ).json()  # fmt: skip
    check_shape(said, "cite")
    assert said["ended"] == "exhausted" and said["included"] == sorted(case["expected"]["included"])
