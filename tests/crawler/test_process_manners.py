"""The crawl process and its manners, seen from the server: no page before the rules, nothing twice, no time lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

from crawler.clock import SkippingClock
from crawler.process import FINISHED
from crawler.start import start
from store.ledger import Ledger
from tests.crawler.test_process import ended, manners, prepare, rows

STARTS = 40


class Seen:
    """What a server saw: when, which path, which headers."""

    def __init__(self, clock: Any = time) -> None:
        self.clock, self.requests = clock, list[tuple[float, str, dict[str, str]]]()


@contextmanager
def serving(robots: bytes, wait: float = 0.0, clock: Any = time) -> Iterator[tuple[str, Seen]]:
    """Serve pages with an ETag and a robots.txt that takes its time; yield the host and what it sees."""
    seen = Seen(clock)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            # Behind the proxy setting the whole address stands in the request line.
            path = (
                "/" + self.path.removeprefix("http://").partition("/")[2] if "://" in self.path else self.path
            )
            seen.requests.append((seen.clock.monotonic(), path, dict(self.headers.items())))
            if path == "/robots.txt":
                time.sleep(wait)
                self.reply(200, robots, "text/plain")
            elif self.headers.get("If-None-Match") == '"same"':
                self.reply(304, b"", "text/html")
            elif path.startswith("/page"):
                self.reply(200, f"<p>{path}</p>".encode(), "text/html")
            else:
                self.reply(404, b"no", "text/html")

        def reply(self, status: int, body: bytes, mime: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", mime)
            self.send_header("ETag", '"same"')
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        # Eight connections come at once.
        request_queue_size = 64

    with Server(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}", seen
        server.shutdown()


def planned(root: Path, host: str, starts: int, run: int = 1) -> Any:
    workspace = prepare(root, [])
    options = {"start": [f"/page{n}" for n in range(starts)]}
    with Ledger(workspace.ledger) as ledger:
        row = {"source": "s", "kind": "site", "name": "S", "url": f"http://{host}/page", "options": options}
        ledger.append("source", row, run)
    return workspace


def test_of_forty_requests_that_wait_for_robots_none_leaks(tmp_path: Path) -> None:
    with serving(b"User-agent: *\nDisallow: /\n", wait=0.5) as (host, seen):
        workspace = planned(tmp_path, host, STARTS)
        code, said = ended(start(workspace.root, 1, manners([host], per_host=8, concurrency=8), "greylit/1"))
    assert (code, said) == (FINISHED, "")
    assert [path for _, path, _ in seen.requests] == ["/robots.txt"]
    skips = rows(workspace, "skip")
    assert len(skips) == STARTS + 1 and {(each["reason"], each["line"]) for each in skips} == {("robots", 2)}


def test_pages_that_are_allowed_are_asked_for_only_after_the_rules_came(tmp_path: Path) -> None:
    with serving(b"User-agent: *\nDisallow: /page1\n", wait=0.3) as (host, seen):
        workspace = planned(tmp_path, host, STARTS)
        assert ended(start(workspace.root, 1, manners([host], per_host=8), "greylit/1"))[0] == FINISHED
    asked = [path for _, path, _ in seen.requests]
    assert asked[0] == "/robots.txt" and asked.count("/robots.txt") == 1
    assert seen.requests[1][0] - seen.requests[0][0] >= 0.3
    allowed = {f"/page{n}" for n in range(STARTS) if not str(n).startswith("1")} | {"/page"}
    probed = [path for path in asked if not path.startswith("/page") and path != "/robots.txt"]
    assert {path for path in asked if path.startswith("/page")} == allowed and len(probed) == 1


def test_an_update_asks_with_the_validators_and_takes_the_answer_that_stands(tmp_path: Path) -> None:
    with serving(b"") as (host, seen):
        for run in (1, 2):
            workspace = planned(tmp_path, host, 3, run)
            numbers = manners([host], update=run == 2, recheck_after=0.0)
            assert ended(start(workspace.root, run, numbers, "greylit/1"))[0] == FINISHED
    pages = [headers for _, path, headers in seen.requests if path.startswith("/page")]
    assert [headers.get("If-None-Match") for headers in pages] == [None] * 4 + ['"same"'] * 4
    again = [row for row in rows(workspace) if row.get("status") == 304]
    assert len(again) == 4 and {row["outcome"] for row in again} == {"read"}


def test_with_a_clock_that_skips_waits_the_pace_is_kept_and_no_time_is_lost(tmp_path: Path) -> None:
    clock = SkippingClock(tmp_path / "clock")
    with serving(b"User-agent: *\nCrawl-delay: 60\n", clock=clock) as (host, seen):
        workspace = planned(tmp_path / "review", "site.test", 10)
        numbers = manners(["site.test"], proxy=f"http://{host}", clock=str(tmp_path / "clock"), delay=5.0)
        began = time.monotonic()
        assert ended(start(workspace.root, 1, numbers, "greylit/1"))[0] == FINISHED
        took = time.monotonic() - began
    times = [at for at, _, _ in seen.requests]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert len(times) == 13 and min(gaps) >= 60.0
    assert clock.skipped() >= 12 * 60 - 20 and took < 20
