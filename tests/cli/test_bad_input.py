"""Whatever is typed or written wrongly is answered by a sentence that says what is wrong and what to do next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.reviews import small_review
from tests.cli.said import Greylit, check_json_error, check_refusal
from tests.whole.harness import write_review


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ('[review]\nid        = "demo"', '[review\nid = "demo"', ("not valid TOML", "line")),
        ("max_pages     = 2000", "max_page = 2000", ("crawl.max_page", 'did you mean "max_pages"')),
        ('type   = "site"', 'type   = "sites"', ('source "govuk"', 'did you mean "site"')),
        ('terms = ["place based"', 'terms = []\nzzz = ["place based"', ("concepts.B",)),
        ('"alliancing", ', '"(alliancing", ', ("concepts.A.terms", "bracket")),
        ('require  = "A and C"', 'require  = "A and X"', ("there is no concept X",)),
    ],
    ids=[
        "broken TOML",
        "unknown key",
        "unknown type",
        "empty concept",
        "unbalanced query",
        "unknown concept",
    ],
)
@pytest.mark.parametrize("command", ["check", "run", "plan"])
def test_a_wrong_protocol_is_refused_by_name_and_place(
    say: Greylit, tmp_path: Path, command: str, old: str, new: str, parts: tuple[str, ...]
) -> None:
    protocol = write_review(tmp_path / "review", **{old: new})
    check_refusal(say(command, str(protocol)), 2, "protocol.toml", "greylit check", *parts)
    error = check_json_error(say(command, str(protocol), "--json"), 2, "PROTOCOL_INVALID")
    assert error["where"]["file"] == str(protocol)
    assert not (tmp_path / "review" / "ledger.sqlite").exists()


@pytest.mark.parametrize("command", ["check", "run", "plan"])
def test_a_protocol_that_is_missing_or_a_folder_is_named(say: Greylit, tmp_path: Path, command: str) -> None:
    check_refusal(say(command, str(tmp_path / "no.toml")), 2, "no such file", "greylit init")
    check_refusal(say(command, str(tmp_path)), 2, "this is a folder", "protocol.toml")
    check_refusal(say(command, cwd=tmp_path), 2, "no such file")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00\x1b[31m")
    check_refusal(say(command, str(tmp_path / "bytes.toml")), 2, "UTF-16")


def test_a_run_is_not_begun_when_check_finds_an_error(say: Greylit, tmp_path: Path) -> None:
    protocol = small_review(tmp_path / "review")
    text = protocol.read_text() + '\n[citations]\nseeds = "sources/seeds.ris"\n'
    protocol.write_text(text)
    check_refusal(say("run", str(protocol)), 2, "sources/seeds.ris", "greylit check")
    assert not (tmp_path / "review" / "ledger.sqlite").exists()
    assert say("check", str(protocol)).code == 2


def test_an_unknown_source_is_named_with_the_one_that_may_be_meant(
    say: Greylit, finished: Path, review: Path
) -> None:
    check_refusal(
        say("run", str(review / "protocol.toml"), "--source", "govk"), 2, "'govk'", "did you mean 'govuk'"
    )
    check_refusal(say("records", "--source", "govk", "--review", str(finished)), 2, "did you mean 'govuk'")
    check_refusal(say("doctor", "govk", cwd=finished), 4, "did you mean 'govuk'")


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (["rcords"], 2, "Did you mean 'records'"),
        (["frobnicate"], 2, "There is no command 'frobnicate'"),
        (["records", "--limt", "3"], 2, "--limit"),
        (["records", "--limit", "0"], 2, "--limit"),
        (["records", "--year", "20x"], 2, "2015..2020"),
        (["records", "--year", "2020..2015"], 2, "2015..2020"),
        (["records", "--year", ".."], 2, "2015..2020"),
        (["records", "--unread", "--source", "govuk"], 2, "--unread"),
        (["records", "--state", "burnt"], 2, "needs-ocr"),
        (["show", "R99999"], 4, "R99999"),
        (["show", ""], 4, "record"),
        (["resume", "x"], 2, "x"),
        (["resume"], 4, "nothing to resume in run 1"),
        (["resume", "7"], 4, "there is no run 7"),
        (["export", "--to", "rs"], 2, "did you mean 'ris'"),
        (["export", "--to", "csv", "--date", "yesterday"], 2, "2026-11-23"),
        (["export"], 2, "--to"),
        (["check", "--sample", "0"], 2, "--sample"),
        (["match", "protocol.toml"], 2, "FILES"),
        (["text"], 2, "FILES"),
        (["why"], 2, "ADDRESS"),
        (["init", "x", "--template", "huge"], 2, "minimal"),
        (["status", "--review", "nowhere"], 4, "nowhere"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_wrong_words_are_refused_with_the_documented_code(
    say: Greylit, request: pytest.FixtureRequest, words: list[str], code: int, part: str
) -> None:
    # `resume` takes the lock of the folder, which other workers would meet.
    folder = request.getfixturevalue("review" if words[0] == "resume" else "finished")
    said = say(*words, cwd=folder)
    check_refusal(said, code, part)
    if words[0] not in ("text", "match"):
        shape = say(*words, "--json", cwd=folder)
        assert shape.code == code and shape.err == ""
        assert set(json.loads(shape.out)) == {"error"}


@pytest.mark.parametrize(
    "words",
    [["--json"], ["text", "--json"], ["match", "--json"], ["schema", "--json"], ["demo", "--json"]],
    ids=" ".join,
)
def test_usage_errors_under_json_are_json_too(say: Greylit, words: list[str]) -> None:
    check_json_error(say(*words), 2, "USAGE")


@pytest.mark.parametrize(
    "command",
    ["status", "records", "show R00001", "why http://a.test/", "export --to csv", "rebuild", "resume"],
)
def test_a_review_that_was_never_run_is_told_apart_from_no_review(
    say: Greylit, tmp_path: Path, command: str
) -> None:
    words = command.split()
    check_refusal(say(*words, cwd=tmp_path), 4, "greylit init")
    protocol = small_review(tmp_path / "review")
    check_refusal(say(*words, "--review", str(protocol.parent)), 4, "has not been run yet", "greylit run")
    check_json_error(say(*words, "--json", "--review", str(protocol.parent)), 4, "NO_RUN")


def test_a_query_may_only_read_and_only_the_tables_of_the_review(
    say: Greylit, finished: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "out.csv"
    for sql, part in (
        ("selec 1", "syntax error"),
        ("select * from nothing", "nothing"),
        ("", "name of a query, or SQL"),
        ("-- only a remark\n", "one statement"),
        ("select 1; select 2", "one statement at a time"),
        ("drop table work", "only read"),
        ("update work set title = 'x'", "only read"),
        ("create temp table t (a int)", "only read"),
        ("set memory_limit = '90GB'", "only read"),
        (f"copy work to '{outside}'", "only read"),
        (f"attach '{outside}' as other", "only read"),
        ("install httpfs", "only read"),
        ("select * from read_csv('/etc/passwd')", "Only the tables of the review"),
        ("select * from read_text('/etc/passwd')", "Only the tables of the review"),
        ("select * from glob('/*')", "Only the tables of the review"),
        ("select * from '/etc/passwd'", "passwd"),
    ):
        check_refusal(say("query", "--review", str(finished), "--", sql), 2, part)
    assert not outside.exists()
    check_json_error(say("query", "drop table work", "--json", "--review", str(finished)), 2, "QUERY")


@pytest.mark.parametrize(
    "address",
    ["", " ", "http://", "http://[", "javascript:alert(1)", "http://www.gov.test:99999/", "mailto:a@b", "no such", "govuk:A99",
     "https://user:pass@host/", "http://a/\x1b[31m", "http://‮a/", "/etc/passwd", "R00000", "%", "x" * 5000],
)  # fmt: skip
def test_why_answers_for_any_address_however_odd(say: Greylit, finished: Path, address: str) -> None:
    said = say("why", "--review", str(finished), "--", address)
    assert said.code == 4 and said.out.startswith("never seen"), said
    reason = say("why", "--json", "--review", str(finished), "--", address).json()
    assert reason["verdict"] == "never-seen" and reason["chain"] == []


def test_why_knows_an_address_by_all_its_spellings(say: Greylit, finished: Path) -> None:
    record = say("records", "--json", "--limit", "1", "--review", str(finished)).json()["records"][0]
    bare = record["url"].removeprefix("http://")
    for spelling in (
        record["url"],
        bare,
        bare.upper().replace(bare.upper()[13:], bare[13:]),
        record["url"] + "#page",
        record["record"],
        record["record"].lower(),
        f" {record['url']} ",
    ):
        said = say("why", spelling, "--review", str(finished))
        assert said.code == 0 and said.out.startswith(record["record"]), spelling
    steps = {
        each["step"]
        for each in say("why", record["record"], "--json", "--review", str(finished)).json()["chain"]
    }
    assert {"found", "allowed", "fetched", "read", "matched", "passage", "limits"} <= steps
