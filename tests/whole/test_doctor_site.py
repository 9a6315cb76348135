"""Trying a site that has no search: what `greylit doctor SOURCE` says of sites in every kind of weather."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harvest.demo.server import MiniWeb
from tests.whole.harness import greylit
from tests.whole.storm import write_storm


@pytest.fixture(scope="module")
def weather(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[MiniWeb, Path]]:
    protocol = write_storm(tmp_path_factory.mktemp("doctor") / "review")
    # The doctor asks in true time.
    protocol.write_text(protocol.read_text().replace('delay         = "5s"', 'delay         = "1ms"'))
    assert "1ms" in protocol.read_text()
    with MiniWeb() as web:
        yield web, protocol


def tried(weather: tuple[MiniWeb, Path], source: str) -> tuple[int, dict[str, dict[str, Any]]]:
    web, protocol = weather
    ran = greylit("doctor", source, "--protocol", str(protocol), "--proxy", web.proxy, "--json")
    said = json.loads(ran.stdout)
    assert "checks" in said, said
    return ran.returncode, {each["name"]: each for each in said["checks"]}


def test_a_site_that_answers_is_described_and_counts_as_tried(weather: tuple[MiniWeb, Path]) -> None:
    code, checks = tried(weather, "rempty-robots")
    assert code == 0 and all(each["ok"] for each in checks.values())
    assert checks["the front page"]["saw"].startswith("200, ")
    assert checks["no such page"]["saw"] == "says so with status 404"
    assert set(checks) >= {"robots", "the front page", "system", "no such page", "sitemap"}
    _, protocol = weather
    state = greylit("query", "--review", str(protocol.parent), "select 1")
    assert state.returncode in (4, 7), "nothing was run by it"


def test_a_site_that_never_says_no_is_recognised(weather: tuple[MiniWeb, Path]) -> None:
    _, checks = tried(weather, "www-theta")
    assert "status 200" in checks["no such page"]["saw"] and checks["no such page"]["ok"]


def test_a_site_that_refuses_is_bad_and_says_what_to_do(weather: tuple[MiniWeb, Path]) -> None:
    web, _ = weather
    web.fault("rempty.robots.test", "challenge", times=1, path="/")
    web.fault("rempty.robots.test", "challenge", times=1, path="/")
    code, checks = tried(weather, "rempty-robots")
    assert code == 1 and not checks["the front page"]["ok"]
    assert (
        "tests for a person" in checks["the front page"]["saw"]
        and "manual-search" in checks["the front page"]["next"]
    )


def test_a_host_that_robots_closes_is_asked_nothing_more(weather: tuple[MiniWeb, Path]) -> None:
    web, _ = weather
    before = len(web.requests)
    code, checks = tried(weather, "r500-robots")
    assert code == 1 and list(checks) == ["robots"] and "closed to us" in checks["robots"]["saw"]
    assert [each.path for each in web.requests[before:]] == ["/robots.txt"]
