"""A running miniature web and a client that reaches nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from crawler.clock import SkippingClock
from harvest.demo.server import MiniWeb


@pytest.fixture(scope="session")
def running() -> Iterator[MiniWeb]:
    with MiniWeb() as web:
        yield web


@pytest.fixture
def web(running: MiniWeb) -> MiniWeb:
    """The miniature web in its first epoch with an empty log."""
    running.reset()
    return running


@pytest.fixture
def clock(tmp_path: Path) -> SkippingClock:
    return SkippingClock(tmp_path / "clock")


@pytest.fixture
def turned(clock: SkippingClock) -> Iterator[MiniWeb]:
    """A miniature web whose clock the test can turn."""
    with MiniWeb(clock=clock) as web:
        yield web


def client_of(web: MiniWeb) -> requests.Session:
    """Return a polite client that asks only through a miniature web, and never retries."""
    session = requests.Session()
    session.trust_env = False
    session.proxies = {"http": web.proxy}
    session.headers["User-Agent"] = "greylit-tests (+mailto:library@example.ac.uk)"
    return session


@pytest.fixture
def client(web: MiniWeb) -> Iterator[requests.Session]:
    with client_of(web) as session:
        yield session


@pytest.fixture
def stormy(turned: MiniWeb) -> Iterator[requests.Session]:
    """A client of the web whose clock can be turned."""
    with client_of(turned) as session:
        yield session
