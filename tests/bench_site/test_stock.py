from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bench.measure import crawl
from bench.server import Server
from bench.site import Site, document_paths

from .conftest import ROOT


@pytest.mark.parametrize(("mode", "way"), [("fetch", "address"), ("text", "proxy")])
def test_stock_scrapy_fetches_every_document_of_a_site_exactly_once(
    mode: str, way: str, site: Site, server: Server, tmp_path: Path
) -> None:
    feed = tmp_path / "feed.jsonl"
    ways = {"address": server.addresses, "proxy": ["--proxy", server.proxy, *server.names]}
    command = [
        sys.executable,
        "-m",
        "bench.stock",
        mode,
        "--feed",
        feed,
        "--log",
        tmp_path / "log",
        *ways[way],
    ]
    run = crawl(server, command, cwd=ROOT)
    assert run.measured.returncode == 0
    result = json.loads(run.measured.stdout)
    assert (result["documents"], result["html"], result["pdf"]) == (29, 24, 5)
    assert (run.documents, run.duplicates, run.robots_breaches) == (29, 0, 0)
    for host in (1, 2):
        asked = server.log()["hosts"][f"site{host}.test"]["paths"]
        assert set(asked) == {*document_paths(site.spec, host), "/robots.txt"}
    assert result["cpu_seconds"] == pytest.approx(run.measured.cpu_seconds, rel=0.3)
    assert result["peak_rss_mb"] == pytest.approx(run.measured.peak_mb, rel=0.1)
    assert feed.exists() == (mode == "text")
    if mode == "text":
        items = [json.loads(line) for line in feed.read_text().splitlines()]
        assert len(items) == 29
        assert all(len(item["text"]) > 500 for item in items)
