"""One connection to the miniature web: what is asked, what strikes, and how the answer travels."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import sys
import threading
from collections.abc import Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from harvest.demo.answers import PLAINLY, Answer, Request, not_allowed, text_answer
from harvest.demo.control import CONTROL_HOST, State, control_answer
from harvest.demo.faults import LOGIN_PATH, Strike, login_page, struck
from harvest.demo.hosts import COUNCIL_HOSTS, HOSTS, PUBLISHER_HOSTS, STORM_HOSTS
from harvest.demo.scene import RequestRecord, Scene

#: Seconds between looks at the clock, which others may turn, and at the connection.
_LOOK = 0.02
#: Most bytes that are written at once.
_PIECE = 65_536
#: Most bytes of a posted form that are read; more is answered with 413.
MOST_POSTED = 1024 * 1024


class Server(ThreadingHTTPServer):
    """A threading server that can cut its open connections when it stops."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, state: State) -> None:
        self.state = state
        self.stopping = threading.Event()
        self.open_sockets: set[socket.socket] = set()
        self.to_reset: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection while it is open."""
        self.open_sockets.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """End a connection in the ordinary way, or with a reset where one is due."""
        self.open_sockets.discard(request)
        if request in self.to_reset:
            self.to_reset.discard(request)
            # a zero linger time makes close() send RST, which clients see as "connection reset"
            request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            request.close()
            return
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent when a client goes away (tests kill clients); show every other failure."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError | OSError):
            super().handle_error(request, client_address)

    def cut_connections(self) -> None:
        """End every connection that is still open."""
        for connection in list(self.open_sockets):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _GoneError(OSError):
    """The client has gone away, or the server is told to stop."""


class _Handler(BaseHTTPRequestHandler):
    """One connection; keeps it open between requests."""

    protocol_version = "HTTP/1.1"
    server_version = "miniature-web"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 120
    server: Server

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self._host() not in COUNCIL_HOSTS:
            self._refuse(not_allowed())
        elif not (length.isascii() and length.isdigit()):
            self._refuse(text_answer(411, "this web wants to know the length of a form\n"))
        elif int(length) > MOST_POSTED:
            self._refuse(text_answer(413, f"this web reads forms of up to {MOST_POSTED} bytes\n"))
        else:
            self._serve(self.rfile.read(int(length)))

    def do_CONNECT(self) -> None:
        self._refuse(text_answer(501, "this web has no TLS: use http:// addresses\n"))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep the terminal quiet: the request log is the record."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Date the answers by the clock of the web."""
        return formatdate(self.server.state.clock.epoch() if timestamp is None else timestamp, usegmt=True)

    def _refuse(self, answer: Answer) -> None:
        self.close_connection = True
        position = self._record(self.server.state.clock.monotonic(), self._host(), answer)
        self._deliver(answer, position)

    def _host(self) -> str:
        host = urlsplit(self.path).netloc if "://" in self.path else self.headers.get("Host", "")
        return host.rsplit("@", 1)[-1].lower().removesuffix(":80").rstrip(".")

    def _serve(self, posted: bytes = b"") -> None:
        state = self.server.state
        arrived = state.clock.monotonic()
        host, parts = self._host(), urlsplit(self.path)
        request = Request(
            method=self.command,
            host=host,
            path=parts.path or "/",
            query=parts.query,
            headers={key.lower(): value for key, value in self.headers.items()},
            body=posted,
        )
        if host == CONTROL_HOST:
            self._deliver(control_answer(request, state), None)
            return
        scene = state.scene(host, int(self.server.server_address[1]), arrived)
        fault = state.take_fault(host, request.path)
        if fault is None:
            answer = self._ask_host(request, scene)
        else:
            answer = struck(Strike(request, scene, fault, lambda: self._ask_host(request, scene)))
        position = self._record(arrived, host, answer, fault.kind if fault else "", posted)
        self._deliver(answer, position)

    def _ask_host(self, request: Request, scene: Scene) -> Answer:
        if request.path == LOGIN_PATH and self.server.state.asks_login(request.host):
            return login_page()
        if (stormy := STORM_HOSTS.get(request.host) or PUBLISHER_HOSTS.get(request.host)) is not None:
            return stormy(request, scene)
        if (council := COUNCIL_HOSTS.get(request.host)) is not None:
            return council(request, scene)
        host = HOSTS.get(request.host)
        if host is None:
            return text_answer(502, f"no host {request.host!r} in the miniature web\n")
        return host(request, scene.epoch)

    def _record(self, arrived: float, host: str, answer: Answer, fault: str = "", posted: bytes = b"") -> int:
        parts = urlsplit(self.path)
        return self.server.state.record(
            RequestRecord(
                t=arrived,
                method=self.command,
                host=host,
                path=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
                user_agent=self.headers.get("User-Agent", ""),
                if_none_match=self.headers.get("If-None-Match"),
                status=answer.status,
                bytes_sent=0,
                ended=arrived,
                if_modified_since=self.headers.get("If-Modified-Since"),
                cookie=self.headers.get("Cookie"),
                fault=fault,
                posted=posted.decode("utf-8", "replace"),
            )
        )

    # ---- how it travels

    def _deliver(self, answer: Answer, position: int | None) -> None:
        """Send an answer as it is to travel, and note in the log when that ended."""
        how, self._sent, self._alive = answer.how, 0, self._now()
        self._before = self._alive
        if how.breaks or not answer.status:
            self.close_connection = True
        if how.reset:
            self.server.to_reset.add(self.connection)
        noted = False
        try:
            self._pause(how.silence, self._now())
            if answer.status:
                self._head(answer)
                for piece, last in self._pieces(answer):
                    if how.pause and self._sent:
                        self._pause(how.pause, self._before)
                    if last:
                        # noted before the client can have it all: what it does next must not come first
                        self._alive, noted = self._now(), True
                        self._note(position, self._sent + len(piece))
                    self._write(piece, flush=last or how != PLAINLY)
        except OSError:
            self.close_connection = True
            if noted and position is not None:
                self.server.state.cut_short(position, 0)
        if not noted:
            self._note(position, self._sent)

    def _now(self) -> float:
        return self.server.state.clock.monotonic()

    def _note(self, position: int | None, sent: int) -> None:
        if position is not None:
            self.server.state.ended(position, self._alive, sent)

    def _write(self, piece: bytes, *, flush: bool) -> None:
        # A write after the client went away may still succeed, the one after it does not.
        before = self._now()
        self.wfile.write(piece)
        if flush:
            self.wfile.flush()
        self._alive, self._before = self._before, before
        self._sent += len(piece)

    def _head(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        how = answer.how
        if how.repeat == 0:
            self.send_header("Connection", "close")
        elif answer.status != 304:
            length = len(answer.body) * how.repeat if how.declared is None else how.declared
            self.send_header("Content-Length", str(length))
        self.end_headers()
        if how != PLAINLY:
            self.wfile.flush()

    def _pieces(self, answer: Answer) -> Iterator[tuple[bytes, bool]]:
        """Yield what is to be written, piece by piece, each with whether it is the last one."""
        how = answer.how
        nothing = self.command == "HEAD" or answer.status == 304
        body = b"" if nothing else answer.body[: how.cut]
        size = how.step or _PIECE
        if not body:
            yield b"", True
            return
        for turn in count(1):
            ends = turn == how.repeat
            for start in range(0, len(body), size):
                yield body[start : start + size], ends and start + size >= len(body)
            if ends:
                return

    def _pause(self, seconds: float, since: float) -> None:
        """Wait until so long after a moment of the web; raise _GoneError when the client goes, or the web stops."""
        until = since + seconds
        while (now := self._now()) < until:
            if self.server.stopping.wait(min(_LOOK, until - now)) or self._gone():
                raise _GoneError
            self._alive = now

    def _gone(self) -> bool:
        """Tell whether the client has ended the connection."""
        readable, _, _ = select.select([self.connection], [], [], 0)
        try:
            return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)
        except OSError:
            return True
