"""One review that was run three times, shared by all tests that only look at it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from tests.again.reviews import Review, run_three_times
from tests.cli.said import Greylit


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Greylit:
    """Run a command in this process."""
    return Greylit(monkeypatch)


@pytest.fixture(scope="session")
def thrice(tmp_path_factory: pytest.TempPathFactory) -> Review:
    """A review that was run three times. Only to be looked at."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "again"
    with FileLock(f"{folder}.lock"):
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            run_three_times(folder)
            (folder / "done").touch()
    return Review(folder / "review", folder / "exports")


@pytest.fixture
def copied(thrice: Review, tmp_path: Path) -> Review:
    """A copy of it that a test may spoil."""
    folder = Path(shutil.copytree(thrice.folder, tmp_path / "review"))
    return Review(folder, thrice.exports)
