"""Folders in memory: what is tested here is not the disk, which may take a tenth of a second a file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    memory = Path("/dev/shm")
    if not memory.is_dir():
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="greylit-test-", dir=memory))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
