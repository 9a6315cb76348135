"""One undisturbed run of the demonstration, shared by all tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.whole.harness import Web, greylit, serving, write_review


@dataclass(frozen=True)
class Finished:
    folder: Path
    web: Web
    code: int
    said: str


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finished]:
    folder = tmp_path_factory.mktemp("finished")
    with serving(folder / "requests.jsonl") as web:
        protocol = write_review(folder / "review")
        ran = greylit("run", str(protocol), "--no-progress", web=web)
        assert ran.returncode in (0, 3), ran.stdout + ran.stderr
        yield Finished(folder / "review", web, ran.returncode, ran.stdout)
