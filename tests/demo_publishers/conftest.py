"""A running miniature web and a reader of its publishers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import requests

from harvest.demo.server import MiniWeb

Ask = Callable[..., requests.Response]


@pytest.fixture(scope="package")
def publishers_web() -> Iterator[MiniWeb]:
    with MiniWeb() as web:
        yield web


@pytest.fixture
def ask(publishers_web: MiniWeb) -> Iterator[Ask]:
    """A function that gets an address through the miniature web alone, and follows no redirect."""
    with requests.Session() as session:
        session.trust_env = False
        session.proxies = {"http": publishers_web.proxy}

        def get(url: str, **headers: str) -> requests.Response:
            return session.get(
                url,
                headers={k.replace("_", "-"): v for k, v in headers.items()},
                timeout=10,
                allow_redirects=False,
            )

        yield get
