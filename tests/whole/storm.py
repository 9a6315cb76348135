"""A run of the storm review against the miniature web with every fault on, and what is read from it afterwards."""

from __future__ import annotations

import json
import os
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from crawler.canonical import canonical
from crawler.clock import SkippingClock
from harvest.demo.hosts import HOSTS, STORM_HOSTS
from harvest.demo.scene import RequestRecord
from harvest.demo.server import MiniWeb
from harvest.demo.truth import truth_rows
from store.ledger import Entry, Ledger
from tests.whole.harness import command

#: What the web saw of a run, and the run said.
SEEN = "seen.json"
ASSETS = "assets.publishing.gov.test"
#: Weather over GOV.UK's hosts that passes: kind, host, path, and more. All of it must be sat out.
PASSING: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("503-later", "www.gov.test", "/robots.txt", {"seconds": 45}),
    ("429", "www.gov.test", "/api/search.json", {"seconds": 30}),
    ("429", "www.gov.test", "/api/content/working-in-alliances", {"seconds": 240, "form": "date"}),
    ("503-later", "www.gov.test", "/api/content/government/speeches", {"seconds": 90, "form": "date"}),
    ("502", "www.gov.test", "/api/content/government/case-studies", {}),
    ("500", "www.gov.test", "/api/content/guidance", {}),
    ("504", "www.gov.test", "/api/content/government/consultations", {}),
    ("reset", "www.gov.test", "/api/content/government/publications/selwick-peer-review", {}),
    ("truncated", "www.gov.test", "/api/content/government/publications/end-of-life", {}),
    ("slow", "www.gov.test", "/api/content/government/publications/ashford", {"seconds": 0.4}),
    ("truncated", ASSETS, "/media/", {"times": 2}),
    ("late", ASSETS, "/media/", {"seconds": 0.2}),
    ("503", ASSETS, "/robots.txt", {}),
)


@dataclass(frozen=True)
class Stormed:
    """One run and all that the web saw of it."""

    folder: Path
    code: int
    said: str
    log: list[RequestRecord]
    rows: list[Entry]

    @classmethod
    def of(cls, folder: Path) -> Stormed:
        """Read back what :func:`storm` left in a folder."""
        seen = json.loads((folder / SEEN).read_text())
        with Ledger(folder / "review" / "ledger.sqlite", read_only=True) as ledger:
            last = ledger.last("run")
            assert last is not None, seen["said"]
            rows = list(ledger.entries(kinds=("fetch", "skip"), run=last.run))
        log = [RequestRecord(**record) for record in seen["log"]]
        return cls(folder / "review", seen["code"], seen["said"], log, rows)

    def by_host(self) -> dict[str, list[RequestRecord]]:
        """Return the requests of each host in the order in which they came."""
        found: dict[str, list[RequestRecord]] = defaultdict(list)
        for record in sorted(self.log, key=lambda each: each.t):
            found[record.host].append(record)
        return found

    def came_to(self) -> dict[str, tuple[str, str]]:
        """Return what became of each address: outcome and trouble, or ``skipped`` and its reason."""
        found = {}
        for entry in self.rows:
            body = entry.body
            if body.get("kind") in ("robots", "probe") or body.get("again"):
                continue
            if entry.kind == "skip":
                found[str(body["url"])] = "skipped", str(body["reason"])
            else:
                found[str(body["url"])] = str(body["outcome"]), str(body.get("trouble") or "")
        return found

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the computed database."""
        connection = duckdb.connect(str(self.folder / "greylit.duckdb"), read_only=True)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def records(self) -> set[str]:
        """Return the addresses of all records."""
        return {url for (url,) in self.query("select url from record")}


def write_storm(folder: Path) -> Path:
    """Write the storm review into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "protocol.toml"
    path.write_text((files("harvest.demo") / "storm.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return path


def storm(
    folder: Path, epoch: int, *words: str, passing: Iterable[tuple[str, str, str, dict[str, Any]]] = ()
) -> None:
    """Run the storm review in a folder while all weather is on, five seconds between requests, none waited for."""
    protocol = write_storm(folder / "review")
    with MiniWeb(clock=SkippingClock(folder / "clock")) as web:
        web.set_epoch(epoch)
        for kind, host, path, more in passing:
            web.fault(host, kind, path=path, **more)
        line = command("run", str(protocol), "--no-progress", "--clock", str(folder / "clock"), *words)
        line += ["--proxy", web.proxy]
        for host in (*HOSTS, *STORM_HOSTS):
            line += ["--test-host", host]
        ran = subprocess.run(line, capture_output=True, text=True, timeout=170)
        log = [asdict(record) for record in web.requests]
    seen = {"code": ran.returncode, "said": ran.stdout + ran.stderr, "log": log}
    (folder / SEEN).write_text(json.dumps(seen))


@contextmanager
def once(factory: pytest.TempPathFactory, name: str) -> Iterator[tuple[Path, bool]]:
    """Yield a folder that all test workers share, and whether it is still empty."""
    base = factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / name
    with FileLock(f"{folder}.lock"):
        yield folder, not (folder / SEEN).exists()


def relevant_on_govuk(epoch: int) -> set[str]:
    """Return the addresses of the works of GOV.UK that a run must end with."""
    return {canonical(row.urls[0]) for row in truth_rows(min(epoch, 2)) if row.relevant}


def shown(rows: Iterable[Any]) -> str:
    """Return rows as lines, for a test that fails."""
    return "\n".join(json.dumps(row, default=str) for row in rows)
