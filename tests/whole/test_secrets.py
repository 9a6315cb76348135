"""The password of a proxy comes from the environment and stays there: every command, everything kept, every process."""

from __future__ import annotations

import gzip
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest

from crawler.clock import SkippingClock
from harvest.demo.hosts import HOSTS
from harvest.demo.server import MiniWeb
from tests.cli.reviews import small_review
from tests.cli.said import Greylit, Said
from tests.whole.harness import command

PASSWORD = "Tr0ub4dor3"
TRACES = (PASSWORD, "librarian:", "bGlicmFyaWFuOl")


class Ran(NamedTuple):
    review: Path
    proxy: str  # with name and password
    said: dict[str, str]
    processes: set[str]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    folder = tmp_path_factory.mktemp("secrets")
    protocol, clock = small_review(folder / "review"), folder / "clock"
    with MiniWeb(clock=SkippingClock(clock)) as web:
        proxy = web.proxy.replace("//", f"//librarian:{PASSWORD}@")
        line = command("run", str(protocol), "--no-progress", "--clock", str(clock))
        line += [word for host in HOSTS for word in ("--test-host", host)]
        environment = {**os.environ, "GREYLIT_PROXY": proxy}
        process = subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        seen = set[str]()
        while process.poll() is None:
            seen |= command_lines(process.pid)
            time.sleep(0.05)
        assert process.stdout is not None
        with process.stdout as out:
            said = {"run": out.read().decode()}
        assert process.returncode in (0, 3), said
        yield Ran(folder / "review", proxy, said, seen)


def command_lines(pid: int) -> set[str]:
    found = set[str]()
    try:
        root = psutil.Process(pid)
        for each in (root, *root.children(recursive=True)):
            found.add(" ".join(each.cmdline()))
    except psutil.Error:
        pass
    return found


@pytest.fixture
def greylit(ran: Ran, say: Greylit, monkeypatch: pytest.MonkeyPatch) -> Greylit:
    """Run a command in this process, with the proxy in its environment."""
    monkeypatch.setenv("GREYLIT_PROXY", ran.proxy)
    return say


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Greylit:
    return Greylit(monkeypatch)


def check(text: str) -> None:
    assert not [trace for trace in TRACES if trace in text], text


def test_a_run_through_a_proxy_with_a_password_finds_what_it_should(ran: Ran, greylit: Greylit) -> None:
    assert (
        "records" in ran.said["run"] and '"total": 0' not in greylit("records", "--json", cwd=ran.review).out
    )


def test_no_process_shows_it(ran: Ran) -> None:
    assert any("crawler.process" in line for line in ran.processes), "the crawl process was seen"
    check("\n".join(ran.processes))


def test_no_command_says_it(ran: Ran, greylit: Greylit) -> None:
    check(ran.said["run"])
    for line in (
        "status", "status --json", "records", "hosts --json", "plan protocol.toml", "plan protocol.toml --json",
        "doctor", "doctor --json", "doctor govuk", "doctor govuk --json", "audit", "show R00001 --json",
        "export --to csv", "export --to jsonl", "export --to manual-search", "check protocol.toml", "rebuild",
    ):  # fmt: skip
        said = greylit(*line.split(), cwd=ran.review)
        assert said.code in (0, 1, 3), (line, said)
        check(said.out + said.err)


def test_no_failure_says_it(ran: Ran, greylit: Greylit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREYLIT_PROXY", f"http://librarian:{PASSWORD}@127.0.0.1:9")
    failed: list[Said] = [
        greylit(*line.split(), cwd=ran.review)
        for line in ("doctor govuk", "doctor govuk --json", "plan protocol.toml", "plan protocol.toml --json")
    ]
    assert failed[0].code == 6 and "refused" in failed[0].err
    for wrong in (
        f"socks5://librarian:{PASSWORD}@h",
        f"http://librarian:{PASSWORD}@h:port",
        f"http://librarian:{PASSWORD}@",
    ):
        monkeypatch.setenv("GREYLIT_PROXY", wrong)
        failed += [greylit("plan", "protocol.toml", *more, cwd=ran.review) for more in ((), ("--json",))]
        assert failed[-1].code == 2
    for said in failed:
        check(said.out + said.err)


def test_a_password_that_is_typed_is_refused(ran: Ran, say: Greylit) -> None:
    said = say("plan", "protocol.toml", "--proxy", f"http://librarian:{PASSWORD}@127.0.0.1:9", cwd=ran.review)
    assert said.code == 2 and "GREYLIT_PROXY" in said.err and said.out == ""
    check(said.err)


def test_nothing_that_is_kept_holds_it(ran: Ran, say: Greylit) -> None:
    assert say("export", "--to", "csv", cwd=ran.review).code == 0
    files = [path for path in ran.review.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".gz", ".sqlite", ".duckdb", ".log", ".csv"}
    for path in files:
        data = path.read_bytes()
        data += gzip.decompress(data) if path.suffix == ".gz" else b""
        assert not [trace for trace in (*TRACES, "Proxy-Authorization") if trace.encode() in data], path
