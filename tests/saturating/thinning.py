"""A site whose relevant reports thin out, with a few at its very end, and a run that walks it with steering on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from store.ledger import Entry, Ledger
from tests.again.pages import site, write_town
from tests.whole.harness import greylit

#: Reports on the site, after how many of them the last is relevant, and documents of a batch.
REPORTS, THIN, BATCH = 240, 60, 10
MATCHES = "<p>The town signed an alliance contract for social care. Number {}.</p>"
OTHER = "<p>The town mended street number {} last winter, at some cost to everybody.</p>"


def relevant(number: int) -> bool:
    """Every second report at first, then every eighth, then none."""
    return (number < 40 and number % 2 == 0) or (40 <= number < THIN and number % 8 == 0)


def thinning(also: tuple[int, ...] = ()) -> dict[str, str]:
    """Return the pages; further reports that match are given by their numbers."""
    pages = {"/": "".join(f'<p><a href="/report-{n:03d}">Report {n}</a></p>' for n in range(REPORTS))}
    for number in range(REPORTS):
        text = MATCHES if relevant(number) or number in also else OTHER
        pages[f"/report-{number:03d}"] = text.format(number)
    return pages


@dataclass(frozen=True)
class Ran:
    """A run that is over: its folder, the address of its site, exit code and words."""

    folder: Path
    url: str
    code: int
    said: str

    def rows(self, *kinds: str) -> list[Entry]:
        with Ledger(self.folder / "ledger.sqlite", read_only=True) as ledger:
            return list(ledger.entries(kinds=kinds))

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        connection = duckdb.connect(str(self.folder / "greylit.duckdb"), read_only=True)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()


def run(folder: Path, also: tuple[int, ...] = (), stop: str = "", known: str = "") -> Ran:
    """Walk the thinning site."""
    with site(thinning(also)) as served:
        path = write_town(folder, served.url, f"[stop]\nbatch = {BATCH}\n{stop}\n")
        text = path.read_text().replace('delay = "10ms"', 'delay = "25ms"')
        path.write_text(text + known.replace("SITE/", served.url))
        done = greylit("run", str(path), "--quiet", "--test-host", served.host)
    return Ran(folder, served.url, done.returncode, done.stdout + done.stderr)


def kept(ran: Ran) -> dict[str, Any]:
    """Return a run as JSON data, for a fixture that workers share."""
    return {"folder": str(ran.folder), "url": ran.url, "code": ran.code, "said": ran.said}


def read_back(path: Path) -> Ran:
    """Return what :func:`kept` gave."""
    data = json.loads(path.read_text())
    return Ran(Path(data["folder"]), data["url"], data["code"], data["said"])
