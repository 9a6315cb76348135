"""Servers keep connections or do not, and say so in several ways: no request is lost on one that is being closed."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from crawler.process import FINISHED
from crawler.start import start
from tests.crawler.test_process import ended, manners, prepare, rows

PAGES = 60


@pytest.mark.parametrize(
    "version, line",
    [("HTTP/1.0", None), ("HTTP/1.1", "close"), ("HTTP/1.1", "Close"), ("HTTP/1.1", "Upgrade, CLOSE"), ("HTTP/1.1", None)],
)  # fmt: skip
def test_every_page_is_asked_once_and_read(tmp_path: Path, version: str, line: str | None) -> None:
    asked, broken = list[str](), list[object]()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = version

        def do_GET(self) -> None:
            asked.append(self.path)
            links = "".join(f"<a href='/{n}'>x</a>" for n in range(PAGES)) if self.path == "/" else ""
            body = f"<p>{self.path}</p>{links}".encode()
            known = self.path == "/" or self.path[1:].isdigit()
            self.send_response(200 if known else 404)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            if line:
                self.send_header("Connection", line)
                self.close_connection = True
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            broken.append(client_address)

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        host = f"127.0.0.1:{server.server_address[1]}"
        workspace = prepare(tmp_path, [f"http://{host}/"])
        assert ended(start(workspace.root, 1, manners([host], timeout=10.0), "greylit/1")) == (FINISHED, "")
        server.shutdown()
    assert {row["outcome"] for row in rows(workspace)} == {"read", "not-found"}
    assert len(asked) == len(set(asked)) == len(rows(workspace)) == PAGES + 3
    assert not broken, "a connection was torn down on a server that had done nothing wrong"
