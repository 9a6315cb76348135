"""The password of a proxy goes to the proxy, and is nowhere else: not in what is kept, said or shown of a process."""

from __future__ import annotations

import base64
import gzip
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import pytest

from crawler.process import FINISHED
from crawler.start import start
from store.workspace import Workspace
from tests.crawler.test_process import ended, manners, prepare, rows

PASSWORD = "Tr0ub4dor&3"
BASIC = base64.b64encode(f"librarian:{PASSWORD}".encode()).decode()
#: What must not be found anywhere: the password as it is, in a URL, and in the header.
TRACES = (PASSWORD, "Tr0ub4dor%263", BASIC, "librarian:")


class Proxy(BaseHTTPRequestHandler):
    """Answers for every host, and opens no tunnel."""

    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, str, dict[str, str]]]

    def do_GET(self) -> None:
        self.asked.append(("GET", self.path, dict(self.headers.items())))
        time.sleep(0.1)
        body = b"" if self.path.endswith("robots.txt") else b"<a href='/2'>2</a>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_CONNECT(self) -> None:
        self.asked.append(("CONNECT", self.path, dict(self.headers.items())))
        self.send_response(407)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        pass


class Crawled(NamedTuple):
    workspace: Workspace
    asked: list[tuple[str, str, dict[str, str]]]
    shown: str  # the command lines of the processes
    said: str


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    handler = type("Proxy", (Proxy,), {"asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        workspace = prepare(
            tmp_path_factory.mktemp("proxied"), ["http://www.example.org/", "https://www.example.org/"]
        )
        proxy = f"http://librarian:Tr0ub4dor%263@127.0.0.1:{server.server_address[1]}"
        process = start(workspace.root, 1, manners([], proxy=proxy, timeout=5.0), "greylit/1")
        shown = ""
        while process.poll() is None:
            shown += command_lines(process)
            time.sleep(0.05)
        code, said = ended(process)
        assert code == FINISHED
        yield Crawled(workspace, handler.asked, shown, said)  # type: ignore[attr-defined]
        server.shutdown()


def command_lines(process: subprocess.Popen[bytes]) -> str:
    try:
        return "\n".join(psutil.Process(process.pid).cmdline()) + "\n"
    except psutil.Error:
        return ""


def kept(folder: Path) -> bytes:
    """Return every byte of a folder, and what is packed as well as it is meant."""
    pieces = []
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            pieces += [data, gzip.decompress(data) if path.suffix == ".gz" else b"", str(path).encode()]
    return b"\n".join(pieces)


def test_the_proxy_is_told_its_password(crawled: Crawled) -> None:
    plain = [headers for method, _, headers in crawled.asked if method == "GET"]
    tunnels = [headers for method, _, headers in crawled.asked if method == "CONNECT"]
    assert len(plain) >= 3 and tunnels
    assert {headers["Proxy-Authorization"] for headers in (*plain, *tunnels)} == {f"Basic {BASIC}"}
    assert {path for method, path, _ in crawled.asked if method == "GET"} >= {
        "http://www.example.org/robots.txt", "http://www.example.org/", "http://www.example.org/2"
    }  # fmt: skip


def test_nothing_that_is_kept_holds_it(crawled: Crawled) -> None:
    everything = kept(crawled.workspace.root)
    assert b"www.example.org" in everything and b"User-Agent: greylit" in everything, "or nothing is read"
    assert not [trace for trace in TRACES if trace.encode() in everything]
    assert b"Proxy-Authorization" not in everything


def test_nothing_that_is_said_or_shown_holds_it(crawled: Crawled) -> None:
    assert "crawler.process" in crawled.shown and "127.0.0.1" in crawled.shown
    assert not [trace for trace in TRACES if trace in crawled.shown + crawled.said]


def test_the_tunnel_that_was_not_opened_is_a_row(crawled: Crawled) -> None:
    row = next(row for row in rows(crawled.workspace) if row["url"].startswith("https:"))
    assert row["outcome"] == "failed" and row["trouble"]
