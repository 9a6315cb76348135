"""One finished run for all tests of the command line, also when several workers share the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from harvest.demo.hosts import HOSTS
from harvest.demo.server import MiniWeb
from tests.cli.reviews import small_review
from tests.cli.said import Greylit
from tests.whole.harness import command, greylit, serving


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Greylit:
    """Run a command in this process."""
    return Greylit(monkeypatch)


def shared(factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all workers of one test run share."""
    base = factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a review that has been run to its end. Only to be looked at."""
    folder = shared(tmp_path_factory) / "cli-finished"
    with FileLock(f"{folder}.lock"):
        if not (folder / "done").exists():
            with serving(folder.with_suffix(".jsonl")) as web:
                ran = greylit("run", str(small_review(folder)), "--no-progress", web=web)
            assert ran.returncode == 0, ran.stdout + ran.stderr
            (folder / "done").touch()
    return folder


@pytest.fixture
def review(finished: Path, tmp_path: Path) -> Path:
    """A copy of the finished review that a test may spoil."""
    return Path(shutil.copytree(finished, tmp_path / "review"))


@pytest.fixture(scope="session")
def web() -> Iterator[MiniWeb]:
    """A miniature web in this process."""
    with MiniWeb() as running:
        yield running


@dataclass
class Background:
    """A run that goes on while other tests are made."""

    folder: Path
    process: subprocess.Popen[str]

    def ended(self) -> tuple[int, str, str]:
        out, err = self.process.communicate(timeout=120)
        return self.process.returncode, out, err


@pytest.fixture(scope="session", autouse=True)
def unreachable_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Background]:
    """A run through a proxy that refuses connections. It waits most of its time, so it starts first."""
    folder = tmp_path_factory.mktemp("unreachable") / "review"
    words = command("run", str(small_review(folder)), "--no-progress", "--proxy", "http://127.0.0.1:9")
    for host in HOSTS:
        words += ["--test-host", host]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    yield Background(folder, process)
    if process.poll() is None:
        process.kill()
        process.communicate()
