"""Every command that the documentation shows is run as a reader would run it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.blocks import PAGES, ROOT, Shell, blocks, fitting, page_marks, shown_as
from tests.docs.conftest import Demo

#: First lines of the blocks that no test can run: they need the live web, a person, or another terminal.
NOT_RUN = {
    ("docs/how-to/know-when-to-stop.md", "greylit saturation --draw 60 --seed 7"),
    ("README.md", ". .venv/bin/activate"),
    ("README.md", "greylit plan my-review/protocol.toml"),
    ("docs/how-to/resume-and-rebuild.md", "greylit resume --review my-review"),
    ("docs/how-to/bring-a-search-of-your-own.md", "greylit import imports/wos-3.ris --source wos"),
    ("docs/how-to/follow-citations.md", "greylit cite --seeds included --review my-review"),
    ("docs/how-to/read-scanned-pages.md", 'pip install "greylit[ocr]"'),
    ("docs/tutorial.md", ". .venv/bin/activate"),
    ("docs/tutorial.md", "greylit demo --serve"),
    ("docs/tutorial.md", "export GREYLIT_PROXY=http://127.0.0.1:PORT"),
}

TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
DEMO = re.compile(r"greylit demo(?: greylit-demo)?(?: --no-progress)?")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", [p for p in PAGES if any(b.runs for b in blocks(p))], ids=name_of)
def test_the_commands_of_a_page_do_what_it_shows(
    page: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    shell = Shell(tmp_path, request.getfixturevalue("proxy"))
    if page_marks(page).get("has") == "greylit-demo":
        demo: Demo = request.getfixturevalue("demo")
        demo.copy(tmp_path)
    for block in blocks(page):
        if name := block.marks.get("file"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(block.text, encoding="utf-8")
        if not block.runs:
            continue
        for command, expected in block.commands():
            if command.startswith("make "):
                words = [line.split()[1] for line in command.splitlines()]
                assert set(words) <= TARGETS, f"not in the Makefile: {command}"
                continue
            if DEMO.fullmatch(command):
                demo = request.getfixturevalue("demo")
                demo.copy(shell.folder)
                output = demo.said
            else:
                ran = shell.run(command)
                output = ran.stdout + ran.stderr
                assert ran.returncode in fitting(command, block), f"{command}: {ran.returncode}\n{output}"
            missing = shown_as(expected, output)
            assert missing is None, f"{command}: not as shown: {missing!r}\n{output}"


def test_blocks_that_are_not_run_are_the_few_named_here_and_each_has_a_reason() -> None:
    left = [(name_of(p), b) for p in PAGES for b in blocks(p) if "not run" in b.marks]
    assert {(page, block.text.splitlines()[0].split("  ")[0]) for page, block in left} == NOT_RUN
    assert all(block.marks["not run"] for _, block in left)


def test_every_page_with_commands_is_tested_at_all() -> None:
    assert sum(b.runs for p in PAGES for b in blocks(p)) > 20


def test_shown_output_is_compared_line_by_line() -> None:
    said = "one 1\ntwo   2\nthree 3 of 4\nfour"
    assert shown_as(["one 1", "two 2", "...", "four"], said) is None
    assert shown_as(["...", "three ... 4"], said) is None
    assert shown_as(["two 2"], said) == "two 2"
    assert shown_as(["one 1", "four"], said) == "four"
    assert shown_as(["...", "five"], said) == "five"
