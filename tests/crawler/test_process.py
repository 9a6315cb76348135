"""The crawl process itself, against a web server on this machine."""

from __future__ import annotations

import gzip
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from crawler.manners import Manners
from crawler.process import FINISHED, INTERRUPTED, STORE
from crawler.start import start
from store.archive import read
from store.ledger import Ledger
from store.workspace import Workspace

LINKS = b"<a href='/packed'>p</a><a href='/large'>l</a><a href='/declared'>d</a><a href='/slow'>s</a><a href='/broken'>b</a><a href='/chunked'>c</a><a href='/old'>o</a>"
PACKED = gzip.compress(b"<p>as meant, many times over</p>" * 100)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    requests: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        self.requests.append((self.path, dict(self.headers.items())))
        name = self.path.strip("/").partition("/")[0].replace(".", "_") or "home"
        with suppress(BrokenPipeError, ConnectionResetError):
            getattr(self, f"send_{name}", self.send_other)()

    def send(self, body: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def send_robots_txt(self) -> None:
        self.send(b"User-agent: *\nDisallow: /private\n", Content_Type="text/plain")

    def send_home(self) -> None:
        self.send(LINKS, Content_Type="text/html")

    def send_packed(self) -> None:
        self.send(PACKED, Content_Type="text/html", Content_Encoding="gzip")

    def send_large(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        for _ in range(60):
            self.wfile.write(b"x" * 10_000)
        self.close_connection = True

    def send_declared(self) -> None:
        self.send(b"x" * 10, length=10_000_000)
        self.close_connection = True

    def send_slow(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        for _ in range(30):
            self.wfile.write(b".")
            self.wfile.flush()
            time.sleep(0.1)
        self.close_connection = True

    def send_broken(self) -> None:
        self.send(b"half of it", length=100)
        self.close_connection = True

    def send_chunked(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"5\r\nfirst\r\n7\r\n second\r\n0\r\n\r\n")

    def send_old(self) -> None:
        self.send(b"", 301, Location="/new")

    def send_other(self) -> None:
        links = (
            "".join(f"<a href='{self.path.rstrip('/')}/{n}'>{n}</a>" for n in range(9))
            if self.path.startswith("/many")
            else ""
        )
        self.send(f"<p>{self.path}</p>{links}".encode(), Content_Type="text/html")

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    handler = type("Handler", (Handler,), {"requests": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as made:
        made.daemon_threads = True
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def prepare(root: Path, urls: list[str]) -> Workspace:
    workspace = Workspace(root)
    workspace.prepare()
    with Ledger(workspace.ledger) as ledger:
        for number, url in enumerate(urls):
            ledger.append(
                "source", {"source": f"s{number}", "kind": "site", "name": url, "url": url, "options": {}}, 1
            )
    return workspace


def manners(hosts: list[str], **changes: Any) -> Manners:
    numbers = {"delay": 0.0, "max_bytes": 200_000, "timeout": 1.0, "attempts": 1, "max_depth": 2, **changes}
    return Manners(user_agent="greylit/1 (+mailto:library@example.ac.uk)", test_hosts=tuple(hosts), **numbers)


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    # `communicate` would close its standard input, which stops it.
    try:
        code = process.wait(30)
    finally:
        process.kill()
    assert process.stderr is not None
    with process.stderr as said:
        return code, said.read().decode()


def rows(workspace: Workspace, kind: str = "fetch") -> list[dict[str, Any]]:
    with Ledger(workspace.ledger, read_only=True) as ledger:
        assert ledger.verify() is None
        return [entry.body for entry in ledger.entries(kinds=(kind,))]


class Crawled(NamedTuple):
    workspace: Workspace
    found: dict[str, dict[str, Any]]  # ledger rows by path, or by what the host is known for
    here: str
    requests: list[tuple[str, dict[str, str]]]  # what the server saw


@pytest.fixture(scope="module")
def crawled(server: ThreadingHTTPServer, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """One crawl of everything that the server does, of a host that refuses and of one that does not exist."""
    here, refusing = f"127.0.0.1:{server.server_address[1]}", f"127.0.0.1:{free_port()}"
    nowhere = "does-not-exist.invalid"
    workspace = prepare(
        tmp_path_factory.mktemp("crawled"), [f"http://{here}/", f"http://{refusing}/", f"http://{nowhere}/"]
    )
    requests = server.RequestHandlerClass.requests  # type: ignore[attr-defined]
    before = len(requests)
    code, said = ended(start(workspace.root, 1, manners([here, refusing]), "greylit/1"))
    assert (code, said) == (FINISHED, "")
    by_url = {row["url"].removeprefix(f"http://{here}"): row for row in rows(workspace)}
    by_url |= {
        "refusing": by_url[f"http://{refusing}/robots.txt"],
        "nowhere": by_url[f"http://{nowhere}/robots.txt"],
    }
    return Crawled(workspace, by_url, here, requests[before:])


def test_a_compressed_answer_is_archived_as_it_came_and_read_as_meant(crawled: Crawled) -> None:
    workspace, found, _, _ = crawled
    row = found["/packed"]
    stored = read(workspace.archive, row["warc"], row["offset"])
    assert stored.raw == PACKED and stored.body() == b"<p>as meant, many times over</p>" * 100
    assert row["outcome"] == "read" and row["bytes"] == 3200


@pytest.mark.parametrize("path", ["/large", "/declared"])
def test_an_answer_larger_than_allowed_is_failed_with_the_reason(crawled: Crawled, path: str) -> None:
    row = crawled.found[path]
    assert row["outcome"] == "failed" and "crawl.max_bytes" in row["detail"] and row["status"] is None


def test_an_answer_that_takes_too_long_is_failed_with_the_reason(crawled: Crawled) -> None:
    assert crawled.found["/slow"]["outcome"] == "failed" and "time limit" in crawled.found["/slow"]["detail"]


def test_an_answer_that_breaks_off_is_failed_with_the_reason(crawled: Crawled) -> None:
    assert (
        crawled.found["/broken"]["outcome"] == "failed"
        and "connection broke" in crawled.found["/broken"]["detail"]
    )


def test_a_refused_connection_and_an_unknown_name_close_their_hosts_with_the_reason(crawled: Crawled) -> None:
    workspace, found, _, _ = crawled
    assert "refused" in found["refusing"]["detail"] and "DNS" in found["nowhere"]["detail"]
    skips = [skip["detail"] for skip in rows(workspace, "skip")]
    assert len(skips) == 2 and all("closed to us" in detail for detail in skips)


def test_a_chunked_answer_is_archived_whole_and_without_its_transfer_coding(crawled: Crawled) -> None:
    workspace, found, _, _ = crawled
    stored = read(workspace.archive, found["/chunked"]["warc"], found["/chunked"]["offset"])
    assert stored.raw == b"first second" and "transfer-encoding" not in stored.headers


def test_a_redirect_is_followed_as_a_request_of_its_own(crawled: Crawled) -> None:
    assert crawled.found["/old"]["outcome"] == "redirect" and crawled.found["/new"]["why"] == "redirect"


def test_the_server_saw_our_name_once_per_address_and_robots_first(crawled: Crawled) -> None:
    paths = [path for path, _ in crawled.requests]
    assert paths[0] == "/robots.txt" and len(paths) == len(set(paths)) == 11, paths
    assert {headers["User-Agent"] for _, headers in crawled.requests} == {
        "greylit/1 (+mailto:library@example.ac.uk)"
    }
    assert all(not any(name.lower() == "cookie" for name in headers) for _, headers in crawled.requests)


def test_the_archived_request_is_the_one_that_went_out(crawled: Crawled) -> None:
    from warcio.archiveiterator import ArchiveIterator

    workspace, found, here, _ = crawled
    (warc,) = workspace.archive.glob("*.warc.gz")
    with warc.open("rb") as file:
        asked = {
            record.rec_headers["WARC-Target-URI"]: record.http_headers
            for record in ArchiveIterator(file, check_digests="raise") if record.rec_type == "request"
        }  # fmt: skip
    headers = asked[f"http://{here}/packed"]
    assert headers.protocol == "GET" and headers.statusline.startswith("/packed HTTP/1.1")
    assert headers.get_header("Host") == here and headers.get_header("Accept-Encoding") == "gzip"
    assert set(asked) == {row["url"] for row in found.values() if row.get("warc")}


# ---- being stopped


def running(server: ThreadingHTTPServer, root: Path) -> tuple[Workspace, subprocess.Popen[bytes]]:
    """Start a crawl that would go on for minutes and return once it has fetched something."""
    here = f"127.0.0.1:{server.server_address[1]}"
    workspace = prepare(root, [f"http://{here}/many"])
    process = start(workspace.root, 1, manners([here], delay=0.05, max_depth=9), "greylit/1")
    deadline = time.monotonic() + 20
    while len(rows(workspace)) < 4:
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)
    return workspace, process


def check_stopped(workspace: Workspace, code: int) -> None:
    assert code == INTERRUPTED
    (row,) = rows(workspace, "warc")
    assert row["reason"] == "interrupted"
    urls = [body["url"] for body in rows(workspace)]
    assert len(urls) == len(set(urls))
    end = (workspace.archive / row["warc"]).stat().st_size
    assert row["offset"] + row["length"] == end, "something was archived after the last words"


def close_input(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    process.stdin = None


@pytest.mark.parametrize(
    "stop", [lambda process: process.send_signal(signal.SIGINT), close_input], ids=["SIGINT", "stdin closed"]
)
def test_a_stop_is_clean_and_the_ledger_says_so(
    server: ThreadingHTTPServer, tmp_path: Path, stop: Callable[[Any], None]
) -> None:
    workspace, process = running(server, tmp_path)
    stop(process)
    check_stopped(workspace, ended(process)[0])


def test_it_stops_when_its_parent_is_killed(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    here = f"127.0.0.1:{server.server_address[1]}"
    workspace = prepare(tmp_path, [f"http://{here}/many"])
    parent = subprocess.Popen(
        [
            sys.executable, "-c",
            "import sys, time; from pathlib import Path; from crawler.start import start; from crawler.manners import Manners\n"
            "print(start(Path(sys.argv[1]), 1, Manners.model_validate_json(sys.argv[2]), 'greylit/1').pid, flush=True); time.sleep(60)",
            str(workspace.root), manners([here], delay=0.05, max_depth=9).model_dump_json(),
        ],
        stdout=subprocess.PIPE,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    try:
        while len(rows(workspace)) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        parent.kill()
        parent.communicate()
    while not rows(workspace, "warc"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert rows(workspace, "warc")[0]["reason"] == "interrupted"


def test_an_empty_frontier_ends_at_once(tmp_path: Path) -> None:
    workspace = prepare(tmp_path, [])
    assert ended(start(workspace.root, 1, manners([]), "greylit/1")) == (FINISHED, "")
    assert rows(workspace, "warc")[0]["reason"] == "finished"


def test_a_ledger_that_cannot_be_used_is_said_in_a_line_of_json(tmp_path: Path) -> None:
    workspace = prepare(tmp_path, [])
    workspace.ledger.write_bytes(b"no database" * 500)
    code, said = ended(start(workspace.root, 1, manners([]), "greylit/1"))
    assert code == STORE and "cannot be opened as a ledger" in json.loads(said)["fatal"]
