"""A loopback web server as light as Python allows, in its own process: it must not hide what a crawler costs.

    python -m bench.server bench/out/site-...

Whole responses are held in memory and written in one piece; nothing of a request is parsed but its first line
and the few headers that matter. Site ``k`` of the folder is served in three ways at once: as
``http://127.0.0.k:PORT/``, to any client which sends ``Host: sitek.test``, and as ``http://sitek.test/`` to
clients which use the server as their proxy. What was asked is counted here, not by the crawler under test:
``/__log`` (JSON), ``/__reset``, ``/__cpu``. Prints its port; ends when its standard input is closed, so it
never outlives the run which started it.
"""

from __future__ import annotations

import argparse
import asyncio
import errno
import gc
import hashlib
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.site import ORIGIN

TYPES = {".html": "text/html; charset=utf-8", ".pdf": "application/pdf", ".xml": "application/xml",
         ".txt": "text/plain; charset=utf-8", ".css": "text/css"}  # fmt: skip
DOCUMENTS = (".html", ".pdf")
MAX_HEAD = 65_536
MEMORY_MB = 1500


@dataclass(frozen=True, slots=True)
class Answer:
    """A response ready to be sent."""

    head: bytes
    whole: bytes | None  # head and body; None: too much to hold in memory, read from ``file`` each time
    file: Path
    etag: bytes


def _head(status: str, **fields: str | int) -> bytes:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return "\r\n".join([f"HTTP/1.1 {status}", "Server: bench", *lines, "", ""]).encode()


NOT_FOUND = _head("404 Not Found", Content_Type="text/plain", Content_Length=10) + b"Not found\n"
REFUSED = _head("405 Method Not Allowed", Allow="GET, HEAD", Content_Length=0)


class Service:
    """The sites of a folder, and what was asked of them."""

    def __init__(self, root: Path, memory_mb: int = MEMORY_MB) -> None:
        memory = memory_mb * 1_000_000
        folders = sorted((p for p in root.iterdir() if p.name.isdigit()), key=lambda p: int(p.name))
        if not folders:
            raise SystemExit(
                f"{root} holds no site (folders named 1, 2, ...); make one with `python -m bench.site`"
            )
        self.sites: list[dict[bytes, Answer]] = []
        self.names: dict[bytes, int] = {b"localhost": 0}
        for number, folder in enumerate(folders):
            self.names[f"127.0.0.{folder.name}".encode()] = number
            self.names[f"site{folder.name}.test".encode()] = number
            answers = {}
            for file in sorted(p for p in folder.rglob("*") if p.is_file()):
                answer = _answer(file, memory > 0)
                memory -= len(answer.whole or b"")
                path = "/" + file.relative_to(folder).as_posix()
                answers[path.removesuffix("index.html").encode()] = answer
            self.sites.append(answers)
        self.folders = [folder.name for folder in folders]
        self.reset()

    def reset(self) -> None:
        """Forget what was asked."""
        self.counts: list[Counter[bytes]] = [Counter() for _ in self.sites]
        self.statuses: Counter[int] = Counter()
        self.ways: Counter[str] = Counter()
        self.first = self.last = 0.0
        self.start = time.process_time()

    def answer(self, head: bytes) -> tuple[bytes, bool]:
        """Response to a request head (without its blank line), and whether to close the connection after it."""
        line, _, fields = head.partition(b"\r\n")
        try:
            method, target, version = line.split(b" ")
        except ValueError:
            return _head("400 Bad Request", Content_Length=0), True
        fields = b"\r\n" + fields + b"\r\n"
        lower = fields.lower()
        close = version == b"HTTP/1.0" or b"\r\nconnection: close" in lower
        if method not in (b"GET", b"HEAD"):
            return REFUSED, True
        if target.startswith(b"/"):
            start = lower.find(b"\r\nhost:")
            host = lower[start + 7 : lower.find(b"\r\n", start + 7)].strip() if start >= 0 else b""
            way = "name" if host.startswith(b"site") else "address"
        else:
            host, _, target = target.partition(b"://")[2].partition(b"/")
            target, way = b"/" + target, "proxy"
        if target.startswith(b"/__"):
            return self._control(target), close
        number = self.names.get(host.partition(b":")[0].lower())
        self.last = time.time()
        self.first = self.first or self.last
        self.ways[way] += 1
        answer = None
        if number is not None:
            self.counts[number][target] += 1
            answer = self.sites[number].get(target.partition(b"?")[0])
        if answer is None:
            self.statuses[404] += 1
            return NOT_FOUND, close
        if b"if-none-match" in lower and answer.etag in fields:
            self.statuses[304] += 1
            return _head("304 Not Modified", ETag=answer.etag.decode()), close
        self.statuses[200] += 1
        if answer.file.suffix in (".txt", ".xml"):
            return _localised(answer, host.decode("latin-1"), method == b"HEAD"), close
        if method == b"HEAD":
            return answer.head, close
        return answer.whole or answer.head + answer.file.read_bytes(), close

    def _control(self, target: bytes) -> bytes:
        value: Any
        if target == b"/__log":
            value = self.log()
        elif target == b"/__cpu":
            used = os.times()
            value = {"user": used.user, "system": used.system, "requests": sum(self.ways.values())}
            value["since_reset"] = time.process_time() - self.start
        elif target == b"/__reset":
            self.reset()
            value = {}
        else:
            return NOT_FOUND
        body = json.dumps(value).encode()
        return _head("200 OK", Content_Type="application/json", Content_Length=len(body)) + body

    def log(self) -> dict[str, Any]:
        """What was asked since the last reset, as ``/__log`` gives it."""
        hosts, duplicates, breaches = {}, {}, {}
        documents = 0
        for folder, answers, counts in zip(self.folders, self.sites, self.counts, strict=True):
            host = f"site{folder}.test"
            paths = {path.decode("latin-1"): n for path, n in sorted(counts.items())}
            asked = {
                path: n
                for path, n in paths.items()
                if not path.startswith("/private/") and is_document(answers.get(path.encode("latin-1")))
            }
            documents += len(asked)
            hosts[host] = {"requests": sum(counts.values()), "documents": len(asked), "paths": paths}
            duplicates |= {host: again} if (again := {p: n for p, n in asked.items() if n > 1}) else {}
            trapped = {path: n for path, n in paths.items() if path.startswith("/private/")}
            breaches |= {host: trapped} if trapped else {}
        return {
            "requests": sum(self.ways.values()),
            "documents": documents,  # different ones
            "duplicates": sum(n - 1 for again in duplicates.values() for n in again.values()),
            "duplicate_paths": duplicates,
            "robots_breaches": sum(n for trapped in breaches.values() for n in trapped.values()),
            "breach_paths": breaches,
            "statuses": {str(status): n for status, n in sorted(self.statuses.items())},
            "ways": dict(self.ways),
            "span_seconds": self.last - self.first,
            "hosts": hosts,
        }


def _answer(file: Path, hold: bool) -> Answer:
    data = file.read_bytes()
    etag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
    head = _head("200 OK", Content_Type=TYPES[file.suffix], Content_Length=len(data), ETag=etag)
    return Answer(head, head + data if hold else None, file, etag.encode())


def _localised(answer: Answer, host: str, head_only: bool) -> bytes:
    """robots.txt and sitemaps must name the address by which the site was asked."""
    body = answer.file.read_bytes().replace(ORIGIN.encode(), f"http://{host}".encode())
    content_type = TYPES[answer.file.suffix]
    head = _head("200 OK", Content_Type=content_type, Content_Length=len(body), ETag=answer.etag.decode())
    return head if head_only else head + body


def is_document(answer: Answer | None) -> bool:
    """Whether this is something a crawl should bring home: a page or a PDF."""
    return answer is not None and answer.file.suffix in DOCUMENTS


class Connection(asyncio.Protocol):
    """One keep-alive connection, pipelining allowed."""

    __slots__ = ("pending", "service", "transport")

    def __init__(self, service: Service) -> None:
        self.service = service
        self.pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        data = self.pending + data if self.pending else data
        while (end := data.find(b"\r\n\r\n")) >= 0:
            response, close = self.service.answer(data[:end])
            self.transport.write(response)
            data = data[end + 4 :]
            if close:
                self.transport.close()
                return
        self.pending = data
        if len(data) > MAX_HEAD:
            self.transport.abort()


def _listen(addresses: list[str]) -> list[socket.socket]:
    """One port, free on all addresses (Linux answers on the whole of 127.0.0.0/8)."""
    for _ in range(50):
        sockets: list[socket.socket] = []
        try:
            for address in addresses:
                sock = socket.socket()
                sockets.append(sock)
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                sock.bind((address, sockets[0].getsockname()[1] if len(sockets) > 1 else 0))
        except OSError as error:
            for sock in sockets:
                sock.close()
            if error.errno != errno.EADDRINUSE:
                raise SystemExit(
                    f"cannot listen on {address}: {error}; 127.0.0.2 and up need Linux"
                ) from error
        else:
            return sockets
    raise SystemExit("no port is free on all loopback addresses")


async def serve(service: Service) -> None:
    """Serve until standard input is closed."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    sockets = _listen([f"127.0.0.{folder}" for folder in service.folders])
    port = sockets[0].getsockname()[1]
    for sock in sockets:
        await loop.create_server(lambda: Connection(service), sock=sock, backlog=1024)

    def wait_for_end() -> None:
        # os.read, not sys.stdin: a thread blocked in a buffered reader makes the interpreter's end fail.
        while os.read(0, 4096):
            pass
        loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=wait_for_end, daemon=True).start()
    # Whatever is in memory now stays: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    print(port, flush=True)
    await stop.wait()


@dataclass(frozen=True, slots=True)
class Server:
    """A running server as its starter sees it."""

    port: int
    pid: int
    hosts: int

    @property
    def proxy(self) -> str:
        """Proxy address under which the ``names`` can be fetched."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def addresses(self) -> list[str]:
        """Home page of every site, by address literal: no proxy needed."""
        return [f"http://127.0.0.{k}:{self.port}/" for k in range(1, self.hosts + 1)]

    @property
    def names(self) -> list[str]:
        """Home page of every site, by name: through the proxy."""
        return [f"http://site{k}.test/" for k in range(1, self.hosts + 1)]

    def _get(self, path: str) -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            value: dict[str, Any] = json.load(connection.getresponse())
            return value
        finally:
            connection.close()

    def log(self) -> dict[str, Any]:
        """What was asked since the last reset: ``Service.log``."""
        return self._get("/__log")

    def reset(self) -> None:
        """Start counting anew, CPU included."""
        self._get("/__reset")

    def cpu(self) -> dict[str, float]:
        """CPU seconds of the server: ``user``, ``system``, ``since_reset``; and ``requests`` since the reset."""
        return self._get("/__cpu")


@contextmanager
def serving(root: Path, *, cpus: Collection[int] | None = None) -> Iterator[Server]:
    """A server for the site in ``root``, in its own process (on these cores only, if given), ended on leaving."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.server", str(root.resolve())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parent.parent,
        start_new_session=True,  # Ctrl-C is for the run, which then ends the server
    )
    assert process.stdin and process.stdout
    try:
        if cpus is not None:
            os.sched_setaffinity(process.pid, cpus)
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"the server for {root} did not start; its message is above")
        hosts = sum(p.name.isdigit() for p in root.iterdir())
        yield Server(int(line), process.pid, hosts)
    finally:
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def main() -> None:
    import uvloop

    parser = argparse.ArgumentParser(description="Serve a generated site on the loopback.")
    parser.add_argument("root", type=Path)
    parser.add_argument("--memory-mb", type=int, default=MEMORY_MB, help="hold at most this much in memory")
    options = parser.parse_args()
    uvloop.run(serve(Service(options.root, options.memory_mb)))


if __name__ == "__main__":
    main()
