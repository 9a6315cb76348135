"""A review of a few records for tests of screening."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import finished
from tests.cli.said import Greylit
from tests.screening.reviews import make_review

__all__ = ["finished"]

TITLES = ("Alliancing in Wexmoor", "Housing in Wexmoor", "Roads of Wexmoor", "Schools of Wexmoor")


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Greylit:
    """Run a command in this process."""
    monkeypatch.delenv("GREYLIT_BY", raising=False)
    return Greylit(monkeypatch)


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """A review that one person screens."""
    return make_review(tmp_path / "review", TITLES)


@pytest.fixture
def double(tmp_path: Path) -> Path:
    """A review that two people screen."""
    return make_review(tmp_path / "double", TITLES, screeners=2)
