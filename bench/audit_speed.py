"""Auditing a large review: seconds and peak memory of ``greylit audit`` over a generated ledger and archive.

    python -m bench.audit_speed [--rows 100000] [--compare 20000]

One run of a hundred hosts, each walked as a tree of pages with six links a page. The review is generated without a
crawl: rows in one chain, every answer in the archive, the database loaded from the ledger; a fifth of the pages is
a work without a match. With ``--compare`` a smaller review is measured too, so that the growth of memory shows.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from harvest.asked import Asked
from harvest.batch import Batch
from harvest.load import observe, run_rows, write
from harvest.protocol import load_protocol
from harvest.version import version
from store.archive import Archive
from store.database import Writer
from store.ledger import Ledger
from store.workspace import Workspace

HOSTS, LINKS = 100, 5
ROBOTS = b"User-agent: *\nDisallow: /private\n"
#: Seconds of the generated clock between two requests to one host.
DELAY = 0.06
ROWS_AT_A_TIME = 1000

_MEASURED = """
import json, resource, sys, time
from pathlib import Path
from crawler.sources import sources
from harvest.audit import audit
from store.workspace import Workspace
def peak():
    # Not ru_maxrss: a process starts with its parent's.
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
specs = sources()
memory = peak()
before = resource.getrusage(resource.RUSAGE_SELF)
began = time.perf_counter()
report = audit(Workspace(Path(sys.argv[1])), specs)
took = time.perf_counter() - began
after = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"seconds": took, "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
    "mb": peak(), "before_mb": memory, "ok": report.ok, "rows": report.rows,
    "findings": [each.says for check in report.checks for each in check.findings[:3]]}))
"""


def make(folder: Path, rows: int) -> Workspace:
    """Write a review with about so many ledger rows."""
    workspace = Workspace(folder)
    workspace.prepare()
    protocol = folder / "protocol.toml"
    protocol.write_text((files("harvest.demo") / "review.toml").read_text(encoding="utf-8"), encoding="utf-8")
    body = {**Asked.row(load_protocol(protocol)), "software": {}, "only": [], "max_pages": None}
    with Ledger(workspace.ledger) as ledger:
        ledger.append("run", body, 1)
        ledger.append_many([("source", _source(host)) for host in range(HOSTS)], 1)
        archive = Archive(workspace.archive, 1, "bench", {})
        waiting: list[tuple[str, dict[str, Any]]] = []
        for kind, row in _rows(archive, (rows - HOSTS) // HOSTS):
            waiting.append((kind, row))
            if len(waiting) >= ROWS_AT_A_TIME:
                ledger.append_many(waiting, 1)
                waiting = []
        ledger.append_many(waiting, 1)
        seq, head = ledger.head()
        end = archive.note({"ledger-rows": str(seq), "ledger-head": head})
        archive.close()
        ledger.append("warc", {"warc": end.warc, "offset": end.offset, "length": end.length, "ledger_seq": seq,
                               "ledger_head": head, "reason": "finished"}, 1)  # fmt: skip
        ledger.append("run_end", {"outcome": "ok", "detail": "generated"}, 1)
        _load(workspace, ledger, body)
    return workspace


def _source(host: int) -> dict[str, Any]:
    name = f"h{host}"
    return {"source": name, "kind": "site", "name": name, "url": f"http://{name}.test/", "prisma": "website",
            "parser": "site/1", "options": {}}  # fmt: skip


def _rows(archive: Archive, pages: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows of all hosts in turn: robots.txt, then the pages of a tree, some of them forbidden."""
    now = 1_790_000_000.0
    for number in range(-1, pages):
        now += DELAY
        for host in range(HOSTS):
            site = f"http://h{host}.test"
            if number < 0:
                yield "fetch", {**_answer(archive, f"{site}/robots.txt", ROBOTS, "text/plain", now, "robots"),
                                "source": f"h{host}"}  # fmt: skip
            elif number and number % 20 == 0:
                yield "skip", {"url": _url(site, number), "source": f"h{host}", "kind": "page", "why": "link", "depth": 1,
                               "reason": "robots", "detail": "Disallow: /private", "line": 2}  # fmt: skip
            else:
                body = (f"<title>Page {number}</title>" + f"<p>Paragraph {number} of {site}. " * 40).encode()
                leads: list[list[Any]] = [
                    [_url(site, child), "page", "link", None, 0, 1, {"text": f"Page {child}"}]
                    for child in range(LINKS * number + 1, LINKS * number + LINKS + 1)
                    if child < pages
                ]
                leads += _adopted(site, number, pages)
                leads.append(
                    ["http://elsewhere.test/", "page", "link", None, 0, 0, {"reason": "on another host"}]
                )
                row = _answer(archive, _url(site, number), body, "text/html", now, "page")
                yield (
                    "fetch",
                    {**row, "source": f"h{host}", "why": "link" if number else "start", "leads": leads},
                )


def _adopted(site: str, number: int, pages: int) -> list[list[Any]]:
    """Return the children of the page after this one where robots.txt forbids it, so that they are found."""
    if (number + 1) % 20:
        return []
    first = LINKS * (number + 1) + 1
    return [
        [_url(site, child), "page", "link", None, 0, 1, {"text": f"Page {child}"}]
        for child in range(first, first + LINKS)
        if child < pages
    ]


def _url(site: str, number: int) -> str:
    if number == 0:
        return f"{site}/"
    return f"{site}/private/{number}" if number % 20 == 0 else f"{site}/page/{number}"


def _answer(archive: Archive, url: str, body: bytes, mime: str, now: float, kind: str) -> dict[str, Any]:
    place = archive.add(
        url, request=f"GET {url} HTTP/1.1\r\n\r\n".encode(), status_line="HTTP/1.1 200 OK",
        headers=[(b"Content-Type", mime.encode())], body=body,
    )  # fmt: skip
    return {
        "url": url, "kind": kind, "depth": 0, "asked_at": round(now, 3), "took": 0.005, "status": 200, "mime": mime,
        "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest(), "warc": place.warc, "offset": place.offset,
        "length": place.length, "outcome": "read",
    }  # fmt: skip


def _load(workspace: Workspace, ledger: Ledger, body: dict[str, Any]) -> None:
    writer, batch = Writer(workspace.database, fresh=True), Batch()
    for number, entry in enumerate(ledger.entries(), 1):
        for job in observe(batch, [entry]):
            if job.seq % 5 == 0:
                batch.add("work", {
                    "work": f"w{job.seq}", "source": entry.body["source"], "url": job.url, "title": "Page", "title_source": "x",
                    "publishers": [], "country": [], "run": 1, "seq": job.seq, "concepts": [], "verdict": "no-match",
                    "reason": "matched nothing", "state": "text",
                })  # fmt: skip
        if number % 2000 == 0:
            write(writer, batch)
    write(writer, batch)
    writer.replace("run", run_rows(ledger.entries(kinds=("run", "run_end"))))
    seq, head = ledger.head()
    for key, value in (("ledger_seq", str(seq)), ("ledger_head", head), ("query", f"{body['protocol_sha256']} {version()}")):  # fmt: skip
        writer.meta(key, value)
    writer.close()


def measured(rows: int) -> dict[str, Any]:
    """Return what an audit of so many rows took, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        workspace = make(Path(folder), rows)
        made = time.perf_counter() - began
        size = sum(path.stat().st_size for path in workspace.archive.iterdir()) / 1e6
        done = subprocess.run(
            [sys.executable, "-c", _MEASURED, folder], capture_output=True, text=True, check=True
        )
    return {**json.loads(done.stdout), "made": made, "archive_mb": size}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--compare", type=int, default=20_000)
    options = parser.parse_args()
    for rows in (options.compare, options.rows):
        if rows:
            found = measured(rows)
            print(f"{found['rows']:,} ledger rows, {found['archive_mb']:.0f} MB of WARC: {found['seconds']:.1f} s "
                  f"({found['cpu']:.1f} s of CPU), peak {found['mb']:.0f} MB of which {found['before_mb']:.0f} MB before it began; "
                  f"{'nothing found' if found['ok'] else found['findings']}")  # fmt: skip


if __name__ == "__main__":
    main()
