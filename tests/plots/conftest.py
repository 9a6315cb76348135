"""Reviews to draw: one that was run on the miniature web, and one that two people screened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harvest.plots import open_search
from harvest.plots.model import Search
from store.workspace import Workspace
from tests.cli.conftest import finished
from tests.cli.said import Greylit
from tests.screening.reviews import make_review

__all__ = ["finished"]
WORDS = {
    "HS": ("include", "include", "exclude", "include"),
    "LB": ("include", "exclude", "exclude", "include"),
}


@pytest.fixture(scope="session")
def run_search(finished: Path) -> Iterator[Search]:
    """A review that was run to its end."""
    with open_search(Workspace(finished)) as search:
        yield search


@pytest.fixture
def screened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A review of five records, of which two people decided four."""
    folder = make_review(tmp_path / "review", [f"Alliancing in Wexmoor {n}" for n in range(5)], screeners=2)
    say = Greylit(monkeypatch)
    for who, words in WORDS.items():
        for number, word in enumerate(words, 1):
            why = ("--reason", "Not England") if word == "exclude" else ()
            said = say("decide", f"R{number:05d}", word, "--by", who, *why, "--review", str(folder))
            assert said.code == 0, said.err
    return folder
