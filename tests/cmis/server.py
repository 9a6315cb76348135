"""A CMIS system of our own on loopback: each state of its form is good for one post."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

from tests.cmis.pages import CONTROLS, GRID, NOTHING, grid, row, search_page

EXPIRED = b"<html><title>Error</title><p>Validation of viewstate MAC failed.</p></html>"


@dataclass
class System:
    """What it holds and what it was asked.

    Attributes:
        titles: of the documents that every question finds, three on a page.
        forgets: numbers of posts, from 1, whose state it does not take although it is good.
        posts: target, argument and words of each post.
    """

    titles: list[str]
    forgets: set[int] = field(default_factory=set)
    status: int = 500
    posts: list[tuple[str, str, str]] = field(default_factory=list)
    gets: int = 0
    states: dict[str, str] = field(default_factory=dict)
    base: str = ""

    def page(self, inside: str = "", words: str = "") -> tuple[int, bytes]:
        state = f"S{len(self.states)}+/="
        self.states[state] = words
        return 200, search_page(state, inside, words=words, action="./Search.aspx")

    def posted(self, fields: dict[str, str]) -> tuple[int, bytes]:
        words = fields[f"{CONTROLS}SimpleSearchFor"]
        self.posts.append((fields["__EVENTTARGET"], fields["__EVENTARGUMENT"], words))
        state = fields["__VIEWSTATE"]
        known = self.states.pop(state, None)
        # A new name for each: what was used up is not given out again.
        self.states[f"used {state} {len(self.posts)}"] = ""
        if known is None or fields["__EVENTVALIDATION"] != f"v-{state}" or len(self.posts) in self.forgets:
            return self.status, EXPIRED
        if fields["__EVENTTARGET"] == f"{CONTROLS}SimpleSearchSubmit":
            number = 1
        elif fields["__EVENTTARGET"] == GRID and known == words:
            number = int(fields["__EVENTARGUMENT"].removeprefix("Page$"))
        else:
            return self.status, EXPIRED
        if words == "nothing":
            return self.page(NOTHING, words)
        shown = self.titles[3 * number - 3 : 3 * number]
        last = (len(self.titles) + 2) // 3
        rows = [row(each, f"Document.ashx?visit{len(self.posts)}%3d={each}") for each in shown]
        turns = [each for each in range(1, last + 1) if each != number]
        return self.page(grid(rows, len(self.titles), number, turns), words)


@contextmanager
def running(system: System) -> Iterator[System]:
    """Serve it below ``/dms`` while the block runs; ``system.base`` says where."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            system.gets += 1
            self._send(
                *(system.page() if self.path == "/dms/Search.aspx" else (404, b"<html>Not found</html>"))
            )

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._send(*system.posted(dict(parse_qsl(body, keep_blank_values=True))))

        def _send(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    system.base = f"http://127.0.0.1:{server.server_address[1]}/dms"
    try:
        yield system
    finally:
        server.shutdown()
        server.server_close()
