"""A site of a few pages on loopback, whose pages a test can change, and a protocol that walks it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PROTOCOL = """
[review]
id = "small"
title = "Small"
question = "What works?"
contact = "library@example.ac.uk"

[concepts.A]
name = "alliancing"
terms = ["alliance contract*"]

[search]
require = "A"

[crawl]
delay = "10ms"
recheck_after = "0s"
{more}
[[sources]]
id = "town"
name = "Town"
type = "site"
url = "{url}"
start = ["/"]
"""


@dataclass
class Pages:
    """Paths with their type and body, and paths that moved; what is not there is answered with 404.

    ``asked`` keeps every request.
    """

    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://").rstrip("/")

    def html(self, path: str, body: str, title: str = "A page") -> None:
        text = f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1>{body}</main></body></html>"
        self.pages[path] = ("text/html; charset=utf-8", text.encode())

    def take(self) -> list[str]:
        """Return what was asked since the last time, without robots.txt and addresses nobody made."""
        taken, self.asked[:] = [path for path in self.asked if path in self.pages], []
        return taken


@contextmanager
def site(pages: Mapping[str, str] | None = None) -> Iterator[Pages]:
    """Serve pages until the block ends; give the HTML of each by its path."""
    served = Pages()
    for path, body in (pages or {}).items():
        served.html(path, body, title=path)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            served.asked.append(self.path)
            kind, body = served.pages.get(self.path, ("text/plain", b"no such page"))
            place = served.moved.get(self.path)
            self.send_response(302 if place else 200 if self.path in served.pages else 404)
            if place:
                self.send_header("Location", place)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def town(count: int) -> dict[str, str]:
    """Return the pages of a site: a list, and so many reports that match."""
    listed = "".join(f'<p><a href="/report-{n}">Report {n}</a></p>' for n in range(count))
    text = "<p>The town signed an alliance contract for social care. Number {}.</p>"
    return {"/": listed} | {f"/report-{n}": text.format(n) for n in range(count)}


def write_town(folder: Path, url: str, more: str = "") -> Path:
    """Write the protocol into a folder and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "protocol.toml"
    path.write_text(PROTOCOL.format(url=url, more=more))
    return path
