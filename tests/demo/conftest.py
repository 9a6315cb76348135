"""A running miniature web and a client that reaches nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

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
def client(web: MiniWeb) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        session.proxies = {"http": web.proxy}
        session.headers["User-Agent"] = "greylit-tests (+mailto:library@example.ac.uk)"
        yield session
