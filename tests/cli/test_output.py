"""What is printed where: the answer alone on stdout, safe on a terminal, and commands that work as printed."""

from __future__ import annotations

import csv
import io
import json
import shlex
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from harvest.demo.server import MiniWeb
from tests.cli.conftest import Background
from tests.cli.said import DANGEROUS, Greylit
from tests.whole.harness import command

HOSTILE = "Alliance\x1b[2J\x1b]0;owned\x07 contract\r\nR00099  2020  fake \u202etxt.exe\u202c \x9b31m end \u2066x\u2069"


@pytest.fixture
def hostile(review: Path) -> Path:
    with duckdb.connect(str(review / "greylit.duckdb")) as database:
        for statement in (
            "update work set title = $text, description = $text, publishers = [$text], reason = $text, url = url || $text where record = 'R00001'",
            "update source set name = $text",
            "update passage set body = $text",
            "update work_document set detail = $text, title = $text, url = url || $text",
            "update capture set detail = $text, outcome = 'unreadable' where kind = 'content'",
            "update document set outcome = 'broken', detail = $text where document = (select min(document) from document)",
        ):
            database.execute(statement, {"text": HOSTILE})
    return review


@pytest.mark.parametrize(
    "words",
    ["records", "records --csv", "records --jsonl", "records --json", "records --unread", "records --unread --csv", "show R00001", "show R00001 --json",
     "why R00001", "why R00001 --json", "status", "status --json", 'query "select title, description from work"',
     'query "select title, description from work" --csv', 'query "select title from work" --json'],
)  # fmt: skip
def test_hostile_words_of_the_web_never_reach_the_terminal_as_they_came(
    say: Greylit, hostile: Path, words: str
) -> None:
    said = say(*shlex.split(words), cwd=hostile)
    assert said.code == 0, said.err
    assert not DANGEROUS.search(said.out + said.err)
    assert "fake" in said.out
    if "json" not in words:
        assert not [line for line in said.out.splitlines() if line.startswith("R00099")]
    if "--json" in words.split():
        assert "\x1b[2J" in json.dumps(said.json(), ensure_ascii=False).replace("\\u001b", "\x1b")


def test_records_are_narrowed_by_year_words_and_number(say: Greylit, finished: Path) -> None:
    everything = say("records", "--json", cwd=finished).json()
    assert everything["total"] == everything["shown"] == 13
    years = [row["work_date"][:4] for row in everything["records"] if row["work_date"]]
    for asked, kept in (
        ("2018", lambda y: y == "2018"),
        ("2018..", lambda y: y >= "2018"),
        ("..2018", lambda y: y <= "2018"),
        ("2017..2019", lambda y: "2017" <= y <= "2019"),
    ):
        found = say("records", "--year", asked, "--json", cwd=finished).json()
        assert [row["work_date"][:4] for row in found["records"]] == [year for year in years if kept(year)]
        assert found["total"] == 13
    words = say("records", "--search", "LEARNING", "--jsonl", cwd=finished).out.splitlines()
    assert words and all(
        "learning" in (row["title"] + (row["description"] or "")).lower() for row in map(json.loads, words)
    )
    assert len(say("records", "--limit", "2", cwd=finished).out.splitlines()) == 2
    table = list(csv.DictReader(io.StringIO(say("records", "--csv", cwd=finished).out)))
    assert [row["record"] for row in table] == [row["record"] for row in everything["records"]]


def test_stdout_holds_the_answer_alone(say: Greylit, finished: Path) -> None:
    said = say("records", cwd=finished)
    assert len(said.out.splitlines()) == 13 and "13 of 13 records" in said.err
    said = say("query", "select 1 as one", cwd=finished)
    assert said.out.split() == ["one", "1"] and "1 row" in said.err


@pytest.mark.parametrize(
    "words",
    [
        "records --jsonl",
        "query 'select range as r from range(200000)'",
        "query --csv 'select range as r from range(200000)'",
    ],
)
def test_a_reader_that_goes_away_is_no_failure(finished: Path, words: str) -> None:
    line = shlex.join(command(*shlex.split(words)))
    ran = subprocess.run(
        ["bash", "-c", f"{line} | head -n 1; exit ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        cwd=finished,
    )
    assert ran.returncode == 0
    assert ran.stdout.count("\n") == 1
    assert "Traceback" not in ran.stderr and "BrokenPipe" not in ran.stderr


def test_any_character_is_printed_whatever_the_encoding_of_the_machine(finished: Path) -> None:
    ran = subprocess.run(
        command("why", "R00001"), capture_output=True, cwd=finished,
        env={"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "├──" in ran.stdout.decode("utf-8")


def test_help_is_quick_and_imports_nothing_heavy() -> None:
    heavy = "duckdb scrapy trafilatura pyarrow pypdfium2 rich pydantic openpyxl twisted"
    code = f"import sys; from harvest.cli import main\ntry: main(['--help'])\nexcept SystemExit: print([m for m in '{heavy}'.split() if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.stdout.strip().endswith("[]")


def _findings(say: Greylit, folder: Path, **where: Path) -> list[dict[str, str]]:
    given = ("--review", str(folder)) if not where else ()
    found: list[dict[str, str]] = say("status", "--json", *given, **where).json()["findings"]
    return found


@pytest.mark.parametrize("inside", [True, False], ids=["in the folder", "from elsewhere"])
def test_every_command_that_status_prints_works_as_printed(
    say: Greylit, hostile: Path, web: MiniWeb, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, inside: bool
) -> None:
    monkeypatch.setenv("GREYLIT_PROXY", web.proxy)
    with duckdb.connect(str(hostile / "greylit.duckdb")) as database:
        database.execute("update capture set outcome = 'refused' where question = 'govuk:A1'")
        database.execute("update question set reason = 'out of budget' where question = 'govuk:A2'")
        database.execute("delete from capture where question = 'govuk:A2'")
    here = hostile if inside else tmp_path
    findings = _findings(say, hostile, cwd=hostile) if inside else _findings(say, hostile)
    order = [each["severity"] for each in findings]
    assert order == sorted(order, key=("unfinished", "bad", "warn", "note").index)
    commands = {each["next"] for each in findings}
    assert {line.split()[1] for line in commands} == {
        "why", "plan", "query", "records", "doctor", "hosts", "export",
    }, commands  # fmt: skip
    for line in commands:
        words = shlex.split(line)
        assert words[0] == "greylit"
        said = say(*words[1:], cwd=here)
        assert said.code in (0, 1), (line, said)
        assert said.out.strip() and "error" not in said.err, (line, said)


def test_a_run_that_reaches_nobody_says_so_with_its_own_code(
    say: Greylit, unreachable_run: Background
) -> None:
    code, out, err = unreachable_run.ended()
    assert code == 6, out + err
    assert "no source could be reached (www.gov.test: the connection was refused)" in out
    assert "next: greylit status" in out
    assert "Traceback" not in err and "\x1b" not in out + err
    state = say("status", "--json", cwd=unreachable_run.folder).json()
    worst = state["findings"][0]
    assert worst["severity"] == "bad" and "2 of 2 questions not asked" in worst["says"]
    rows = say(*shlex.split(worst["next"])[1:], "--json", cwd=unreachable_run.folder).json()["rows"]
    assert rows and all("robots" in row["reason"] for row in rows)


def test_the_unexpected_is_a_sentence_that_names_the_trace_in_the_folder_of_the_review(
    say: Greylit, review: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a\x1b[31mb")

    monkeypatch.setattr("harvest.status.status", fail)
    trace = review / "logs" / "greylit-error.txt"
    for words, cwd in ((["status"], review), (["status", "--review", str(review)], tmp_path)):
        said = say(*words, cwd=cwd)
        assert said.code == 9 and str(trace.relative_to(cwd) if cwd == review else trace) in said.err
        assert "something unexpected" in said.err and not DANGEROUS.search(said.err)
        assert "RuntimeError" in trace.read_text(encoding="utf-8")
        trace.unlink()
    assert say("status", "--json", cwd=review).json()["error"]["code"] == "UNEXPECTED"


def test_interrupting_a_command_is_told_in_a_sentence(
    say: Greylit, finished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("harvest.status.status", interrupt)
    said = say("status", cwd=finished)
    assert said.code == 11 and "error: stopped" in said.err
    assert say("status", "--json", cwd=finished).json()["error"]["code"] == "INTERRUPTED"
