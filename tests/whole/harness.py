"""Runs of the real command against the miniature web, and what of their results must be equal."""

from __future__ import annotations

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from harvest.demo.hosts import HOSTS

#: Columns that two runs of the same search may differ in: times, run ids, WARC names and places.
LEFT_OUT = {
    "seq", "run", "fetched_at", "found_at", "at_time", "warc", "warc_offset", "warc_length", "same_as",
    "started_at", "ended_at", "software", "asked_at", "took",
}  # fmt: skip
CSV_LEFT_OUT = {
    "accessed",
    "run",
    "warc_file",
    "warc_offset",
    "found_by",
    "context",
    "provenance",
    "export",
    "notes",
}


@dataclass(frozen=True)
class Web:
    """A miniature web in a process of its own: its proxy address and the log of its requests."""

    proxy: str
    log: Path

    def requests(self) -> list[dict[str, Any]]:
        if not self.log.exists():
            return []
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.strip()]


@contextmanager
def serving(log: Path) -> Iterator[Web]:
    """Serve the miniature web until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "harvest.demo.server", "--log", str(log)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None and process.stdin is not None
    try:
        yield Web(process.stdout.readline().strip(), log)
    finally:
        process.stdin.close()
        process.wait(20)


def write_review(folder: Path, **changes: str) -> Path:
    """Write the demonstration protocol into a folder; ``changes`` replace text in it."""
    folder.mkdir(parents=True, exist_ok=True)
    text = (files("harvest.demo") / "review.toml").read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "protocol.toml"
    path.write_text(text, encoding="utf-8")
    return path


def command(*words: str, web: Web | None = None) -> list[str]:
    """Return the command line of greylit, pointed at the miniature web when one is given."""
    line = [sys.executable, "-m", "harvest", *words]
    if web:
        line += ["--proxy", web.proxy]
        for host in HOSTS:
            line += ["--test-host", host]
    return line


def greylit(
    *words: str, web: Web | None = None, cwd: Path | None = None, timeout: float = 170
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(command(*words, web=web), capture_output=True, text=True, cwd=cwd, timeout=timeout)


def killed_after(rows: int, ledger: Path, *words: str, web: Web | None) -> bool:
    """Start a command, kill its whole process tree when its ledger has grown by so many rows; tell if it was killed.

    By rows and not by seconds, so that a fast machine does not end before the kill.
    """
    before = _rows(ledger)
    process = subprocess.Popen(
        command(*words, web=web), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        if _rows(ledger) >= before + rows:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)
            return True
        time.sleep(0.005)
    process.wait(20)
    return False


def _rows(ledger: Path) -> int:
    """Return how many rows a ledger has, 0 while there is none that can be read."""
    if not ledger.exists():
        return 0
    with suppress(sqlite3.Error):
        connection = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True, timeout=1)
        try:
            return int(connection.execute("select coalesce(max(seq), 0) from entry").fetchone()[0])
        finally:
            connection.close()
    return 0


def plain_tables(database: Path) -> dict[str, list[str]]:
    """Return every computed table without what may differ, its rows sorted."""
    connection = duckdb.connect(str(database), read_only=True)
    try:
        tables = [
            name
            for (name,) in connection.execute(
                "select table_name from information_schema.tables where table_type = 'BASE TABLE'"
            ).fetchall()
        ]
        found: dict[str, list[str]] = {}
        for table in tables:
            # The log of saturation follows the order in which documents were read, which no two runs share.
            if table in ("meta", "run", "extraction", "saturation"):
                continue
            cursor = connection.execute(f"select * from {table}")
            names = [column[0] for column in cursor.description or ()]
            keep = [index for index, name in enumerate(names) if name not in LEFT_OUT]
            rows = cursor.fetchall()
            if table == "capture":
                # A request under way at a kill is asked again; its first attempt may have no answer.
                rows = [row for row in rows if row[names.index("kind")] != "robots"]
            found[table] = sorted({repr([row[index] for index in keep]) for row in rows})
        return found
    finally:
        connection.close()


def plain_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of an exported CSV without what may differ."""
    with path.open(newline="", encoding="utf-8") as file:
        return [
            {key: value for key, value in row.items() if key not in CSV_LEFT_OUT}
            for row in csv.DictReader(file)
        ]
