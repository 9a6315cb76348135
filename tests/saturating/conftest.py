"""Two runs with steering on, shared by all tests that only look at them."""

from __future__ import annotations

import json
import os

import pytest
from filelock import FileLock

from tests.cli.said import Greylit
from tests.saturating.thinning import Ran, kept, read_back, run

KNOWN = """
[[known_items]]
title = "An early one"
url = "SITE/report-002"

[[known_items]]
title = "/report-004"

[[known_items]]
url = "SITE/report-001"

[[known_items]]
doi = "10.1234/nobody-has-it"
"""


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Greylit:
    """Run a command in this process."""
    return Greylit(monkeypatch)


def _once(
    factory: pytest.TempPathFactory, name: str, also: tuple[int, ...], stop: str, known: str = ""
) -> Ran:
    base = factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / name
    with FileLock(f"{folder}.lock"):
        if not (folder / "done").exists():
            ran = run(folder / "review", also, stop, known)
            (folder / "done").write_text(json.dumps(kept(ran)))
        return read_back(folder / "done")


@pytest.fixture(scope="session")
def thinned(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A site whose relevant reports thin out and end. Only to be looked at."""
    return _once(tmp_path_factory, "thinned", (), "steer = true", KNOWN)


@pytest.fixture(scope="session")
def remainder(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The same with many relevant reports at its end, which a walk that was closed has left. Only to be looked at."""
    return _once(tmp_path_factory, "remainder", tuple(range(200, 240)), "steer = true")
