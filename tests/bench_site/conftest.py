from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:  # bench is run from the checkout and never installed
    sys.path.insert(0, str(ROOT))

from bench.server import Server, serving  # noqa: E402
from bench.site import Site, SiteSpec, generate  # noqa: E402

TINY = SiteSpec(pages=24, pdfs=5, hosts=2, page_kb=12, pdf_kb=20, pdf_pages=2)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return generate(TINY, tmp_path_factory.mktemp("site"), processes=1)


@pytest.fixture(scope="session")
def running(site: Site) -> Iterator[Server]:
    with serving(site.root) as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    running.reset()
    return running
