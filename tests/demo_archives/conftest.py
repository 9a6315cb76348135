"""A running miniature web with its web archives, and a reader that asks them as a crawl does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import requests

from harvest.demo.hosts import PUBLISHER_HOSTS
from harvest.demo.publishers.archives import ARCHIVE_HOSTS
from harvest.demo.server import MiniWeb

Ask = Callable[[str], requests.Response]


@pytest.fixture(scope="package")
def archives_web() -> Iterator[MiniWeb]:
    added = {name: host for name, host in ARCHIVE_HOSTS.items() if name not in PUBLISHER_HOSTS}
    PUBLISHER_HOSTS.update(added)
    with MiniWeb() as web:
        yield web
    for name in added:
        del PUBLISHER_HOSTS[name]


@pytest.fixture
def ask(archives_web: MiniWeb) -> Iterator[Ask]:
    """A function that gets an address through the miniature web alone, and follows no redirect."""
    with requests.Session() as session:
        session.trust_env = False
        session.proxies = {"http": archives_web.proxy}
        yield lambda url: session.get(url, timeout=10, allow_redirects=False)
