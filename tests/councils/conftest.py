"""Running commands in this process, and one run over a few councils that all tests may look at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filelock import FileLock

from harvest.demo.councils.authored import councils
from tests.cli.said import Greylit
from tests.whole.council_runs import ask

#: One that finds, one without results, two on one portal, one that refuses, one that forbids, one without papers.
FEW = ("psi", "xi", "mu", "nu", "pi", "rho", "phi")


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Greylit:
    """Run a command in this process."""
    return Greylit(monkeypatch)


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a review of seven councils that has been run. Only to be looked at."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "few-councils"
    with FileLock(f"{folder}.lock"):
        if not (folder / "done").exists():
            ask(folder, [each for each in councils() if each.key in FEW])
            (folder / "done").touch()
    return folder / "review"
