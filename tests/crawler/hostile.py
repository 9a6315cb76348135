"""A web of hosts that mean harm, each on an address of its own: ``python -m tests.crawler.hostile NAME ...``.

It runs as a process of its own, so that what it sends costs the crawl nothing but the taking. It prints one line of
JSON, the ``host:port`` of each, and serves until its standard input closes. A host does its harm at ``/``, and has nothing
else; ``normal`` has pages, each with a link to the next.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

from tests.crawler import bombs

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
NOISE = random.Random(5).randbytes(1 << 16)
#: Pages of the host that means no harm, and seconds that it takes for each.
PAGES, PAUSE = 40, 0.05

Writer = asyncio.StreamWriter
HOSTS: dict[str, Callable[[Writer, str], Awaitable[None]]] = {}


def host(serve: Callable[[Writer, str], Awaitable[None]]) -> Callable[[Writer, str], Awaitable[None]]:
    HOSTS[serve.__name__.replace("_", "-")] = serve
    return serve


async def send(writer: Writer, data: bytes) -> None:
    writer.write(data)
    await writer.drain()


async def whole(writer: Writer, body: bytes, *lines: bytes) -> None:
    head = OK + b"".join(line + b"\r\n" for line in lines)
    await send(writer, head + b"Content-Length: %d\r\n\r\n" % len(body) + body)


async def repeat(writer: Writer, data: bytes, times: int, pause: float = 0.0) -> None:
    for _ in range(times):
        await send(writer, data)
        if pause:
            await asyncio.sleep(pause)


@host
async def normal(writer: Writer, path: str) -> None:
    await asyncio.sleep(PAUSE)
    number = int(path[1:] or 0)
    link = f"<a href='/{number + 1}'>next</a>" if number < PAGES else ""
    await whole(writer, f"<h1>Page {number}</h1><p>As any other.</p>{link}".encode())


# ---- large when unpacked


def bomb(name: str) -> Callable[[Writer, str], Awaitable[None]]:
    async def serve(writer: Writer, path: str) -> None:
        coding, body = bombs.SMALL[name]()
        await whole(writer, body, b"Content-Encoding: " + coding.encode())

    return serve


for _name in bombs.SMALL:
    HOSTS["bomb-" + _name.replace(" ", "-")] = bomb(_name)


@host
async def tags_without_number(writer: Writer, path: str) -> None:
    await whole(writer, gzip.compress(b"<b>" * 13_000_000, 1), b"Content-Encoding: gzip")


@host
async def links_without_number(writer: Writer, path: str) -> None:
    page = b"".join(b"<a href='/%d'>%d</a>" % (n, n) for n in range(1_300_000))
    await whole(writer, gzip.compress(page, 1), b"Content-Encoding: gzip")


# ---- large


@host
async def five_gigabytes_declared(writer: Writer, path: str) -> None:
    await send(writer, OK + b"Content-Length: 5000000000\r\n\r\n")
    await repeat(writer, NOISE, 5_000_000_000 // len(NOISE))


@host
async def five_gigabytes_undeclared(writer: Writer, path: str) -> None:
    await send(writer, OK + b"\r\n")
    await repeat(writer, NOISE, 5_000_000_000 // len(NOISE))


@host
async def chunks_without_end(writer: Writer, path: str) -> None:
    await send(writer, OK + b"Transfer-Encoding: chunked\r\n\r\n")
    await repeat(writer, b"%x\r\n%b\r\n" % (len(NOISE), NOISE), 10**9)


@host
async def chunks_of_one_byte(writer: Writer, path: str) -> None:
    await send(writer, OK + b"Transfer-Encoding: chunked\r\n\r\n")
    await repeat(writer, b"1\r\nx\r\n" * 1000, 10**9)


@host
async def chunk_with_an_endless_name(writer: Writer, path: str) -> None:
    await send(writer, OK + b"Transfer-Encoding: chunked\r\n\r\n5;")
    await repeat(writer, b"x" * 65536, 10**9)


@host
async def trailers_without_end(writer: Writer, path: str) -> None:
    await send(writer, OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n")
    await repeat(writer, b"X-More: " + b"y" * 1000 + b"\r\n", 10**9)


@host
async def nearly_too_large(writer: Writer, path: str) -> None:
    """An honest large file: as many bytes as are taken by default, less one."""
    size = 40_000_000 - 1
    await send(writer, OK + b"Content-Length: %d\r\n\r\n" % size)
    seed = random.Random(path).randbytes(1 << 16)
    await repeat(writer, seed, size // len(seed))
    await send(writer, seed[: size % len(seed)])


# ---- slow


@host
async def one_byte_a_second(writer: Writer, path: str) -> None:
    await send(writer, OK + b"Content-Length: 100000\r\n\r\n")
    await repeat(writer, b"x", 100_000, 1.0)


@host
async def one_header_byte_a_second(writer: Writer, path: str) -> None:
    await send(writer, OK)
    await repeat(writer, b"x", 100_000, 1.0)


@host
async def one_header_a_second(writer: Writer, path: str) -> None:
    await send(writer, OK)
    await repeat(writer, b"X-More: y\r\n", 100_000, 1.0)


@host
async def nothing_at_all(writer: Writer, path: str) -> None:
    await asyncio.sleep(3600)


# ---- heads


@host
async def one_header_of_10_mb(writer: Writer, path: str) -> None:
    await send(writer, OK + b"X-More: " + b"y" * 10_000_000 + b"\r\nContent-Length: 2\r\n\r\nok")


@host
async def headers_of_10_mb(writer: Writer, path: str) -> None:
    await send(writer, OK + (b"X-More: " + b"y" * 1000 + b"\r\n") * 10_000)
    await send(writer, b"Content-Length: 2\r\n\r\nok")


@host
async def headers_without_end(writer: Writer, path: str) -> None:
    await send(writer, OK)
    await repeat(writer, b"X-More: yyyyyyyyyyyyyyyyyyyy\r\n" * 1000, 10**9)


@host
async def header_folded_without_end(writer: Writer, path: str) -> None:
    await send(writer, OK + b"X-More: y\r\n")
    await repeat(writer, b" and more\r\n" * 1000, 10**9)


@host
async def status_line_without_end(writer: Writer, path: str) -> None:
    await send(writer, b"HTTP/1.1 200 ")
    await repeat(writer, b"O" * 65536, 10**9)


@host
async def interim_answers_without_end(writer: Writer, path: str) -> None:
    await repeat(writer, b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100, 10**9)


# ---- nonsense


@host
async def no_http(writer: Writer, path: str) -> None:
    await send(writer, b"220 mail.example.org ESMTP\r\n" * 10)


@host
async def lengths_that_differ(writer: Writer, path: str) -> None:
    await send(writer, OK + b"Content-Length: 2\r\nContent-Length: 200\r\n\r\n" + b"x" * 300)


@host
async def length_below_nought(writer: Writer, path: str) -> None:
    await send(writer, OK + b"Content-Length: -5\r\n\r\n" + b"x" * 300)


@host
async def more_than_it_says(writer: Writer, path: str) -> None:
    answer = OK + b"Content-Length: 2\r\n\r\nok"
    await send(writer, answer + b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged" * 1000)


@host
async def closes_at_once(writer: Writer, path: str) -> None:
    writer.transport.abort()


# ---- the web


def _serving(name: str) -> Callable[[asyncio.StreamReader, Writer], Awaitable[None]]:
    async def serve(reader: asyncio.StreamReader, writer: Writer) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                path = request.split(b" ")[1].decode()
                if path != "/" and not (name == "normal" and path[1:].isdigit()):
                    await send(writer, NOT_FOUND)
                    continue
                await HOSTS[name.partition("#")[0]](writer, path)
                if name != "normal":
                    break
        writer.close()

    return serve


async def _main(names: list[str]) -> None:
    # Addresses of their own: Scrapy takes ports of one address for one host.
    own = sys.platform == "linux"
    servers = {
        name: await asyncio.start_server(_serving(name), f"127.0.0.{number if own else 1}", 0)
        for number, name in enumerate(names, 1)
    }
    places = {name: server.sockets[0].getsockname() for name, server in servers.items()}
    sys.stdout.write(
        json.dumps({name: f"{address}:{port}" for name, (address, port) in places.items()}) + "\n"
    )
    sys.stdout.flush()
    loop, done = asyncio.get_running_loop(), asyncio.Event()

    def watch() -> None:
        sys.stdin.buffer.read()
        loop.call_soon_threadsafe(done.set)

    threading.Thread(target=watch, daemon=True).start()
    await done.wait()


@contextmanager
def hosts(*names: str) -> Iterator[dict[str, str]]:
    """Serve these hosts; give the ``host:port`` of each. ``name#2`` is one more of a kind."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.crawler.hostile", *names],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None and process.stdin is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.stdin.close()
        process.kill()
        process.wait()
        process.stdout.close()


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1:]))
