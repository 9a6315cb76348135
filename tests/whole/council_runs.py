"""Runs of the councils' review against the councils of the miniature web, and what is read from them afterwards."""

from __future__ import annotations

import json
import subprocess
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from crawler.clock import SkippingClock
from harvest.demo.councils.generator import list_text
from harvest.demo.councils.model import Council
from harvest.demo.councils.registry import hosts_of
from harvest.demo.hosts import COUNCIL_HOSTS
from harvest.demo.scene import RequestRecord
from harvest.demo.server import MiniWeb
from tests.whole.harness import command, killed_after
from tests.whole.storm import SEEN

#: Seconds between two requests to one host that the review asks for.
DELAY = 5.0


@dataclass(frozen=True)
class Asked:
    """One run over councils, and all that the web saw of it."""

    folder: Path
    code: int
    said: str
    log: list[RequestRecord]

    @classmethod
    def of(cls, folder: Path) -> Asked:
        """Read back what :func:`ask` left in a folder."""
        seen = json.loads((folder / SEEN).read_text())
        return cls(
            folder / "review", seen["code"], seen["said"], [RequestRecord(**each) for each in seen["log"]]
        )

    @cached_property
    def requests(self) -> Counter[str]:
        """How many requests each host got."""
        return Counter(record.host for record in self.log)

    def shortest_pause(self) -> float:
        """Return the shortest time between the end of a request to a host and the begin of the next one, in seconds."""
        times: dict[str, list[RequestRecord]] = defaultdict(list)
        for record in sorted(self.log, key=lambda each: each.t):
            times[record.host].append(record)
        return min(two.t - one.t for each in times.values() for one, two in pairwise(each))

    def at_once(self, seconds: float = DELAY) -> int:
        """Return to how many hosts requests went within the first so many seconds of the run."""
        begins = min(record.t for record in self.log)
        return len({record.host for record in self.log if record.t < begins + seconds})

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the computed database."""
        connection = duckdb.connect(str(self.folder / "greylit.duckdb"), read_only=True)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def sent(self) -> str:
        """Return the string that every ModernGov system was asked."""
        ((sent,),) = self.query(
            "select distinct sent from question join source using (source) where kind = 'moderngov' and question not like '%.2'"
        )
        return str(sent)

    def outcomes(self) -> dict[str, str]:
        """Return what the search of each portal came to, as `greylit status` counts it."""
        from store import counts
        from store.database import Reader

        with Reader(self.folder / "greylit.duckdb") as database:
            rows = [each for each in counts.questions(database, 1) if ":A" in each["question"]]
        return {str(each["source"]): str(each["outcome"]) for each in rows}

    def works(self, *verdicts: str) -> list[tuple[str, str]]:
        """Return source and item (or address) of the works with one of these verdicts."""
        rows = self.query("select source, substr(work, length(source) + 2), verdict from work")
        return [
            (str(source), str(url).rpartition("#")[2] if "#" in str(url) else str(url))
            for source, url, verdict in rows if verdict in verdicts
        ]  # fmt: skip


def ask(
    folder: Path, councils: Sequence[Council], *words: str, protocol: str = "", again: bool = False
) -> None:
    """Run the councils' review in a folder, five seconds between requests to one host, none of them waited for.

    Args:
        folder: gets the review, and what the web saw.
        councils: all that the list has, and that the miniature web answers for.
        words: more of the command line.
        protocol: instead of the review's protocol.
        again: the folder has a review already.
    """
    review = _written(folder, councils, protocol, again=again)
    clock = folder / "clock"
    with MiniWeb(clock=SkippingClock(clock)) as web:
        line = command("run", str(review / "protocol.toml"), "--no-progress", *words) + _places(
            web, clock, councils
        )
        ran = subprocess.run(line, capture_output=True, text=True, timeout=170)
        log = [asdict(record) for record in web.requests]
    seen = {"code": ran.returncode, "said": ran.stdout + ran.stderr, "log": log}
    (folder / SEEN).write_text(json.dumps(seen))


def ask_with_kills(folder: Path, councils: Sequence[Council], after: Sequence[int]) -> int:
    """Run the review as :func:`ask` does, killed with all its processes after so many further ledger rows each time.

    Returns:
        How often it was killed before it ended.
    """
    review = _written(folder, councils, "", again=False)
    clock, killed = folder / "clock", 0
    with MiniWeb(clock=SkippingClock(clock)) as web:
        places = _places(web, clock, councils)
        words = ["run", str(review / "protocol.toml")]
        for rows in after:
            killed += killed_after(rows, review / "ledger.sqlite", *words, "--no-progress", *places, web=None)
            words = ["resume", "--review", str(review)]
        ran = subprocess.run(
            command(*words, "--no-progress", *places), capture_output=True, text=True, timeout=170
        )
        log = [asdict(record) for record in web.requests]
    (folder / SEEN).write_text(
        json.dumps({"code": ran.returncode, "said": ran.stdout + ran.stderr, "log": log})
    )
    return killed


def _written(folder: Path, councils: Sequence[Council], protocol: str, *, again: bool) -> Path:
    review = folder / "review"
    review.mkdir(parents=True, exist_ok=again)
    text = protocol or (files("harvest.demo") / "councils.toml").read_text(encoding="utf-8")
    (review / "protocol.toml").write_text(text, encoding="utf-8")
    (review / "councils.csv").write_text(list_text(councils), encoding="utf-8")
    COUNCIL_HOSTS.update(hosts_of(councils))
    return review


def _places(web: MiniWeb, clock: Path, councils: Sequence[Council]) -> list[str]:
    line = ["--clock", str(clock), "--proxy", web.proxy]
    for host in sorted({each.papers for each in councils} | {each.site for each in councils}):
        line += ["--test-host", host] if host else []
    return line
