from __future__ import annotations

from pathlib import Path

import pytest

import harvest.cli
from tests.cli.said import Greylit
from tests.hosts.made import PROTOCOL, Made


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Greylit:
    """Run a command in this process."""
    monkeypatch.setenv("TZ", "Europe/London")
    monkeypatch.setitem(harvest.cli._ALL, "schedule", ("schedule", ""))
    return Greylit(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review's folder with a name that has to be quoted everywhere."""
    folder = tmp_path / 'Zoë\'s 100% "care" $HOME review'
    folder.mkdir()
    (folder / "protocol.toml").write_text(PROTOCOL, encoding="utf-8")
    return folder


@pytest.fixture
def made(folder: Path) -> Made:
    """A review in that folder whose ledger a test writes."""
    return Made(folder)
