from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.said import Greylit
from tests.hosts.made import Made
from tests.importing.conftest import refused_run

__all__ = ["refused_run"]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Greylit:
    """Run a command in this process."""
    return Greylit(monkeypatch)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """A review without any run, whose ledger a test writes."""
    folder = tmp_path / "made"
    folder.mkdir()
    return Made(folder)
