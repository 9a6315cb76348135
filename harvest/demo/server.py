"""The loopback server: a forward proxy that answers for the ``.test`` hosts itself.

A client is pointed at it with ``http_proxy`` and asks for ``http://www.gov.test/...``; the request line
then carries the whole address (RFC 9112, 3.2.2), and the host in it chooses the module that answers.
"""

from __future__ import annotations

import argparse
import contextlib
import socket
import struct
import sys
import threading
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from harvest.demo.answers import Answer, Request, text_answer
from harvest.demo.control import CONTROL_HOST, Fault, RequestRecord, State, control_answer, fault_answer
from harvest.demo.gov.index import entries
from harvest.demo.hosts import HOSTS
from harvest.demo.truth import TruthRow, truth_rows

_SLOW_STEPS = 20


class _Server(ThreadingHTTPServer):
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
        self.open_sockets.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
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
        for connection in list(self.open_sockets):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    """One connection; keeps it open between requests."""

    protocol_version = "HTTP/1.1"
    server_version = "miniature-web"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 120
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._refuse(405, "this web only answers GET and HEAD\n")

    def do_CONNECT(self) -> None:
        self._refuse(501, "this web has no TLS: use http:// addresses\n")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep the terminal quiet: the request log is the record."""

    def _refuse(self, status: int, why: str) -> None:
        self.close_connection = True
        answer = text_answer(status, why)
        self._record(time.monotonic(), self._host(), answer)
        self._send(answer)

    def _host(self) -> str:
        host = urlsplit(self.path).netloc if "://" in self.path else self.headers.get("Host", "")
        return host.rsplit("@", 1)[-1].lower().removesuffix(":80").rstrip(".")

    def _serve(self) -> None:
        arrived = time.monotonic()
        host, parts = self._host(), urlsplit(self.path)
        request = Request(
            method=self.command,
            host=host,
            path=parts.path or "/",
            query=parts.query,
            headers={key.lower(): value for key, value in self.headers.items()},
        )
        if host == CONTROL_HOST:
            self._send(control_answer(request, self.server.state))
            return
        fault = self.server.state.take_fault(host, request.path)
        if fault is not None and fault.kind in ("hang", "reset"):
            self._break_off(arrived, host, fault)
            return
        answer = fault_answer(fault) if fault is not None else None
        if answer is None:
            answer = self._ask_host(request)
        position = self._record(arrived, host, answer)
        try:
            self._send(answer, slow=fault.seconds if fault is not None and fault.kind == "slow" else 0.0)
        except OSError:
            self.server.state.cut_short(position, 0)
            self.close_connection = True

    def _ask_host(self, request: Request) -> Answer:
        host = HOSTS.get(request.host)
        if host is None:
            return text_answer(502, f"no host {request.host!r} in the miniature web\n")
        return host(request, self.server.state.epoch)

    def _break_off(self, arrived: float, host: str, fault: Fault) -> None:
        """Say nothing for a while, then close; or reset the connection at once."""
        self._record(arrived, host, Answer(0))
        if fault.kind == "hang":
            self.server.stopping.wait(fault.seconds)
        else:
            self.server.to_reset.add(self.connection)
        self.close_connection = True

    def _record(self, arrived: float, host: str, answer: Answer) -> int:
        # recorded before the answer is sent, so that a client which has its answer finds it in the log
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
                bytes_sent=0 if self.command == "HEAD" else len(answer.body),
            )
        )

    def _send(self, answer: Answer, slow: float = 0.0) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command == "HEAD" or answer.status == 304:
            return
        if slow <= 0:
            self.wfile.write(answer.body)
            return
        step = max(1, len(answer.body) // _SLOW_STEPS)
        for start in range(0, len(answer.body), step):
            self.wfile.write(answer.body[start : start + step])
            self.wfile.flush()
            if self.server.stopping.wait(slow / _SLOW_STEPS):
                self.close_connection = True
                return


class MiniWeb:
    """The miniature web in a background thread of this process.

    Use it as a context manager, or call :meth:`start` and :meth:`stop`. ``port`` 0 takes a free port.
    """

    def __init__(self, port: int = 0, log_file: Path | None = None) -> None:
        self._state = State(log_file=log_file)
        self._wanted_port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> Self:
        """Begin to answer and return self; raise OSError when the port is taken."""
        entries(self._state.epoch)  # built before the first request, so that no client waits for it
        self._server = _Server(self._wanted_port, self._state)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        """Cut all connections and free the port; harmless when already stopped."""
        if self._server is None or self._thread is None:
            return
        self._server.stopping.set()
        self._server.shutdown()
        self._server.cut_connections()
        self._server.server_close()
        self._thread.join()
        self._server = self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def port(self) -> int:
        """The port it listens on; raise RuntimeError when it is not running."""
        if self._server is None:
            raise RuntimeError("the miniature web is not running: call start() first")
        return int(self._server.server_address[1])

    @property
    def proxy(self) -> str:
        """The address to set as HTTP proxy."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def requests(self) -> list[RequestRecord]:
        """A copy of the log so far, in order of answering; requests to control.test are not in it."""
        return list(self._state.requests)

    @property
    def truth(self) -> tuple[TruthRow, ...]:
        """What is true of the content of the present epoch."""
        return truth_rows(self._state.epoch)

    @property
    def epoch(self) -> int:
        """Which content is shown: 1 at first, 2 for the second harvest."""
        return self._state.epoch

    def set_epoch(self, epoch: int) -> None:
        """Show the content of epoch 1 or 2 from the next request on; raise ValueError for others."""
        self._state.set_epoch(epoch)

    def fault(self, host: str, kind: str, *, times: int = 1, seconds: float = 1.0, path: str = "") -> None:
        """Let the next ``times`` requests to ``host`` below ``path`` fail; kinds as in ``FAULT_KINDS``.

        ``seconds`` is the Retry-After of 429, the silence of hang and the whole length of slow.
        """
        self._state.add_fault(Fault(host, kind, times, seconds, path))

    def reset(self) -> None:
        """Forget requests and faults and return to the first epoch."""
        self._state.reset()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as a process of its own: print the proxy address, answer until stdin closes."""
    parser = argparse.ArgumentParser(prog="python -m harvest.demo.server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (0: any free one)")
    parser.add_argument("--log", type=Path, help="file to which each request is appended as a JSON line")
    parser.add_argument("--epoch", type=int, default=1, choices=(1, 2), help="which content to show")
    options = parser.parse_args(arguments)
    with MiniWeb(port=options.port, log_file=options.log) as web:
        web.set_epoch(options.epoch)
        sys.stdout.write(web.proxy + "\n")
        sys.stdout.flush()
        while sys.stdin.buffer.read(4096):
            pass
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
