"""A finished review to spoil, one copy a test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import finished as finished


@pytest.fixture
def review(finished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished, tmp_path / "review"))
