"""A running miniature web and a visitor of its councils."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from crawler.clock import SkippingClock
from harvest.demo.server import MiniWeb

#: What a review asks a council: one concept, its phrases joined.
QUESTION = '"alliancing" OR "alliance contract" OR "alliance agreement" OR "alliance commissioning"'

Ask = Callable[..., requests.Response]


@pytest.fixture(scope="package")
def shared() -> Iterator[MiniWeb]:
    with MiniWeb() as web:
        yield web


@pytest.fixture
def councils_web(shared: MiniWeb) -> MiniWeb:
    """The miniature web in its first epoch with an empty log."""
    shared.reset()
    return shared


def visitor(web: MiniWeb) -> requests.Session:
    """Return a client that asks only through a miniature web, and never retries."""
    session = requests.Session()
    session.trust_env = False
    session.proxies = {"http": web.proxy}
    return session


@pytest.fixture
def ask(councils_web: MiniWeb) -> Iterator[Ask]:
    """A function that gets ``host``, ``path`` and parameters, and follows no redirect."""
    with visitor(councils_web) as session:

        def get(host: str, path: str, **params: str) -> requests.Response:
            return session.get(f"http://{host}/{path}", params=params, timeout=10, allow_redirects=False)

        yield get


@pytest.fixture
def council_clock(tmp_path: Path) -> SkippingClock:
    return SkippingClock(tmp_path / "clock")
