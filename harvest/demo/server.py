"""The loopback server: a forward proxy that answers for the ``.test`` hosts itself.

A client is pointed at it with ``http_proxy`` and asks for ``http://www.gov.test/...``; the request line
then carries the whole address (RFC 9112, 3.2.2), and the host in it chooses the module that answers.
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from crawler.clock import Clock, SkippingClock, SystemClock
from harvest.demo.control import EPOCHS, Fault, RequestRecord, State
from harvest.demo.councils.generator import generated
from harvest.demo.councils.registry import hosts_of
from harvest.demo.gov.index import entries
from harvest.demo.handler import Server
from harvest.demo.hosts import COUNCIL_HOSTS, content_epoch
from harvest.demo.truth import TruthRow, truth_rows


class MiniWeb:
    """The miniature web in a background thread of this process.

    Use it as a context manager, or call :meth:`start` and :meth:`stop`. ``port`` 0 takes a free port. All
    times are those of ``clock``; with a :class:`crawler.clock.SkippingClock` a crawl that shares its file
    waits without sleeping, and the log shows the waits as if they had passed.
    """

    def __init__(self, port: int = 0, log_file: Path | None = None, clock: Clock | None = None) -> None:
        self._state = State(log_file=log_file, clock=clock or SystemClock())
        self._wanted_port = port
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> Self:
        """Begin to answer and return self; raise OSError when the port is taken."""
        entries(
            content_epoch(self._state.epoch)
        )  # built before the first request, so that no client waits for it
        self._server = Server(self._wanted_port, self._state)
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
        """What is true of www.gov.test in the present epoch; of the stormy hosts see :mod:`harvest.demo.storm`."""
        return truth_rows(content_epoch(self._state.epoch))

    @property
    def epoch(self) -> int:
        """Which content is shown: 1 at first, 2 for the second harvest, 3 when the storms are over."""
        return self._state.epoch

    def set_epoch(self, epoch: int) -> None:
        """Show the content of another epoch from the next request on; raise ValueError for an unknown one."""
        self._state.set_epoch(epoch)

    def fault(
        self,
        host: str,
        kind: str,
        *,
        times: int | None = 1,
        seconds: float = 1.0,
        path: str = "",
        form: str = "",
    ) -> None:
        """Let the next ``times`` requests to ``host`` below ``path`` fail; see :class:`harvest.demo.faults.Fault`.

        The kinds are those of :data:`harvest.demo.faults.FAULT_KINDS`; raise ValueError for another one.
        """
        self._state.add_fault(Fault(host, kind, times, seconds, path, form))

    def reset(self) -> None:
        """Forget requests and faults and return to the first epoch."""
        self._state.reset()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as a process of its own: print the proxy address, answer until stdin closes."""
    parser = argparse.ArgumentParser(prog="python -m harvest.demo.server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (0: any free one)")
    parser.add_argument("--log", type=Path, help="file to which each request is appended as a JSON line")
    parser.add_argument("--epoch", type=int, default=1, choices=EPOCHS, help="which content to show")
    parser.add_argument("--clock", type=Path, help="file of a clock that can be turned (made when missing)")
    parser.add_argument("--councils", type=int, default=0, help="so many councils more, made from the seed")
    parser.add_argument("--seed", type=int, default=1, help="seed of the councils that are made")
    options = parser.parse_args(arguments)
    if options.councils:
        COUNCIL_HOSTS.update(hosts_of(generated(options.councils, options.seed)))
    clock = SkippingClock(options.clock) if options.clock else None
    with MiniWeb(port=options.port, log_file=options.log, clock=clock) as web:
        web.set_epoch(options.epoch)
        sys.stdout.write(web.proxy + "\n")
        sys.stdout.flush()
        while sys.stdin.buffer.read(4096):
            pass
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
