"""``greylit schedule``: files, how to enable them, and when the next run is."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.said import Greylit, check_json_error, check_refusal
from tests.hosts.made import PROTOCOL

SCHEMA = Path(__file__).parents[2] / "docs" / "json" / "schedule.schema.json"
FILES = {
    "--systemd": {"greylit-made.service", "greylit-made.timer", "greylit-made-notify.service"},
    "--cron": {"greylit-made.sh", "greylit-made.cron", "greylit-made.anacron"},
    "--windows-task": {"greylit-made.xml"},
}


@pytest.mark.parametrize("target", FILES)
@pytest.mark.parametrize("scope", ["--user", "--system"])
@pytest.mark.parametrize("time", ["--daily 02:00", '--weekly "Mon,Fri 02:00"', '--monthly "1 02:00"'])
def test_the_answer_has_the_documented_shape(
    say: Greylit, folder: Path, target: str, scope: str, time: str
) -> None:
    said = say("schedule", "protocol.toml", *shlex.split(time), target, scope, "--json", cwd=folder)
    assert said.code == 0, said
    document = said.json()
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert not list(Draft202012Validator(schema).iter_errors(document))
    assert {Path(name).name for name in document["files"]} == FILES[target]
    assert {path.name for path in (folder / "schedule").iterdir()} == FILES[target]
    assert document["command"] == [str(Path(sys.executable).with_name("greylit")), "run", "protocol.toml", "--update",
                                   "--no-progress"]  # fmt: skip
    assert datetime.fromisoformat(document["next"]) > datetime.now(UTC)
    assert document["when"]["zone"] == "Europe/London"
    assert "{out}" not in said.out


@pytest.mark.parametrize("target", FILES)
def test_a_person_reads_when_what_and_how(say: Greylit, folder: Path, target: str) -> None:
    said = say("schedule", "protocol.toml", "--weekly", "Mon 02:00", target, "--out", "my out", cwd=folder)
    assert said.code == 0 and said.err == ""
    for words in ("starts    every Monday at 02:00", "Europe/London, the local time of this machine",
                  "next run  Mon ", " 02:00 ", "enable    ", "look      ", "disable   ", "[notify] of the protocol names nobody"):  # fmt: skip
        assert words in said.out, words
    by = "systemd-analyze" if target == "--systemd" and shutil.which("systemd-analyze") else "greylit"
    assert f"(says {by})" in said.out
    assert {path.name for path in (folder / "my out").iterdir()} == FILES[target]


def test_the_same_words_give_the_same_bytes(say: Greylit, folder: Path) -> None:
    def written() -> dict[str, bytes]:
        say("schedule", "--daily", "02:00", "--systemd", "--out", "x", cwd=folder)
        say("schedule", "--daily", "02:00", "--cron", "--out", "x", cwd=folder)
        return {path.name: path.read_bytes() for path in (folder / "x").iterdir()}

    first = written()
    assert len(first) == 6 and written() == first


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("--daily 25:00 --cron", "there is no time 25:00"),
        ("--weekly 'Someday 02:00' --cron", "'Someday' is not a day of the week"),
        ("--monthly '31 02:00' --cron", "not every month has a day 31"),
        ("--cron", "Say when, once"),
        ("--daily 02:00 --weekly 'Mon 02:00' --cron", "Say when, once"),
        ("--daily 02:00", "Say for which scheduler"),
        ("--try-notify --daily 02:00", "goes with no time"),
    ],
)
def test_what_cannot_be_scheduled_is_refused_in_a_sentence(
    say: Greylit, folder: Path, words: str, says: str
) -> None:
    check_refusal(say("schedule", "protocol.toml", *shlex.split(words), cwd=folder), 2, says)
    assert not (folder / "schedule").exists()


def test_a_protocol_that_is_missing_or_wrong_is_not_scheduled(say: Greylit, folder: Path) -> None:
    check_refusal(say("schedule", "other.toml", "--daily", "02:00", "--cron", cwd=folder), 2, "other.toml")
    (folder / "protocol.toml").write_text(
        PROTOCOL.replace('require = "A"', 'require = "B"'), encoding="utf-8"
    )
    check_refusal(say("schedule", "--daily", "02:00", "--cron", cwd=folder), 2, "protocol.toml")
    said = say("schedule", "--daily", "02:00", "--cron", "--json", cwd=folder)
    check_json_error(said, 2, "PROTOCOL_INVALID")
    assert not (folder / "schedule").exists()


def test_a_path_that_schedulers_cannot_take_is_refused(say: Greylit, tmp_path: Path) -> None:
    folder = tmp_path / "two\nlines"
    folder.mkdir()
    (folder / "protocol.toml").write_text(PROTOCOL, encoding="utf-8")
    check_refusal(say("schedule", "--daily", "02:00", "--systemd", cwd=folder), 2, "schedulers do not take")


def test_hours_and_clock_changes_that_get_in_the_way_are_told(say: Greylit, folder: Path) -> None:
    (folder / "protocol.toml").write_text(
        PROTOCOL.replace('delay = "5s"', 'delay = "5s"\nhours = "19:00-07:00"'), encoding="utf-8"
    )
    noon = say("schedule", "--daily", "12:00", "--cron", cwd=folder).out
    assert "crawl.hours lets requests be made from 19:00 to 07:00 only" in noon
    night = say("schedule", "--weekly", "Sun 01:30", "--cron", cwd=folder).out
    assert "crawl.hours" not in night and "the clocks go forward and show no 01:30" in night


def test_a_folder_that_cannot_be_written_is_told(say: Greylit, folder: Path) -> None:
    (folder / "file").touch()
    check_refusal(
        say("schedule", "--daily", "02:00", "--cron", "--out", "file/x", cwd=folder), 7, "could not write"
    )
