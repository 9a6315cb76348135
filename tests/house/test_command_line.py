"""The command answers at once, and says of itself what a person needs."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import click
import pytest

from harvest.cli import COMMANDS, greylit

NAMES = [name for group in COMMANDS.values() for name in group]
HEAVY = (
    "scrapy", "twisted", "duckdb", "pyarrow", "pydantic", "rich", "trafilatura", "pypdfium2", "openpyxl", "requests",
)  # fmt: skip
#: Seconds that ``--help`` may take longer than an empty Python.
ALLOWED = 0.28
_LOADED = """
import json, sys
from harvest.cli import greylit
try:
    greylit.main(["--help"], prog_name="greylit")
except SystemExit:
    pass
print(json.dumps(sorted(sys.modules)))
"""


def command_of(name: str) -> click.Command:
    command = greylit.get_command(click.Context(greylit), name)
    assert command is not None
    return command


def test_help_imports_nothing_heavy() -> None:
    ran = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True)
    loaded = json.loads(ran.stdout.splitlines()[-1])
    assert "harvest.cli" in loaded
    assert not [name for name in loaded if name.split(".")[0] in HEAVY]


def test_help_answers_at_once() -> None:
    """The quickest of five tries in seconds of CPU: what else the machine does must not decide."""
    script = Path(sys.executable).with_name("greylit")
    tries = [(_seconds([script, "--help"]), _seconds([sys.executable, "-c", "pass"])) for _ in range(5)]
    assert min(asked for asked, _ in tries) < min(empty for _, empty in tries) + ALLOWED


def _seconds(command: list[str | Path]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("name", NAMES)
def test_a_command_says_what_it_does_and_shows_an_example(name: str) -> None:
    command = command_of(name)
    text = command.help or ""
    assert text.split("\n")[0].rstrip().endswith("."), "the first line is a sentence"
    assert f"greylit {name}" in text, "an example of the command itself"
    assert all(each.help for each in command.params if isinstance(each, click.Option)), (
        "every option is explained"
    )
