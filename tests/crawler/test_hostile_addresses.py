"""The crawl process connects to nobody inside, whatever a page, a redirect or the DNS says: every socket is watched."""

from __future__ import annotations

import ipaddress
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import psutil
import pytest

from crawler.guard import host_of, public_address
from crawler.lead import Lead
from crawler.process import FINISHED
from store.ledger import Ledger
from store.workspace import Workspace
from tests.crawler.disguises import NAMES, NOT_FOR_US, PARTLY, PRIVATE, PUBLIC
from tests.crawler.test_process import ended, manners, prepare, rows


class Inside:
    """Listens on every address of this machine, and counts who comes."""

    def __init__(self) -> None:
        self.came = 0
        self.ports: list[int] = []
        self._open = ExitStack()

    def __enter__(self) -> Inside:
        # The ports of the web as well, where that is allowed.
        for port in (0, 80, 443):
            for family, address in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
                try:
                    listening = socket.socket(family, socket.SOCK_STREAM)
                    if family == socket.AF_INET6:
                        listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                    listening.bind((address, self.ports[0] if port == 0 and self.ports else port))
                    listening.listen()
                except OSError:
                    listening.close()
                    continue
                self.ports.append(listening.getsockname()[1])
                self._open.callback(listening.close)
                threading.Thread(target=self._count, args=(listening,), daemon=True).start()
        return self

    def _count(self, listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            self.came += 1
            connection.close()

    def __exit__(self, *_: object) -> None:
        self._open.close()


def possible(url: str) -> bool:
    """Tell whether an address can stand in the frontier at all."""
    try:
        return urlsplit(url).scheme in ("http", "https") and bool(host_of(url))
    except ValueError:
        return False


#: What fits into a ``Location`` line.
LOCATIONS = [url for url in PRIVATE if possible(url) and not any(each in url for each in "\t\n")]


@contextmanager
def leading_inside(port: int) -> Iterator[str]:
    """Serve a host whose robots.txt and pages lead to every disguise, with a number each."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name, _, number = self.path.strip("/").partition("/")
            moved = name == "robots.txt" and self.headers["Host"].startswith("localhost")
            if name == "to" or moved:
                self.send_response(302)
                location = with_port("http://127.0.0.1/" if moved else LOCATIONS[int(number)], port)
                self.send_header("Location", location.encode("utf-8").decode("latin-1"))
            else:
                self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def with_port(url: str, port: int) -> str:
    head, _, rest = url.removeprefix("http://").partition("/")
    return f"http://{head}:{port}/{rest}"


class Seen(NamedTuple):
    workspace: Workspace
    done: list[list[Any]]  # what was done with sockets, in order
    came: int  # to listeners inside
    outside: str  # the one host that is exempt
    listening: set[int]  # ports on which the process was seen to listen

    def connections(self) -> set[str]:
        return {address for what, address, *_ in self.done if what == "socket.connect"}

    def lookups(self) -> list[str]:
        return [name for what, name, *_ in self.done if what == "lookup"]


def listened(pid: int) -> set[int]:
    with suppress(psutil.Error):
        found = psutil.Process(pid).net_connections("inet")
        return {each.laddr.port for each in found if each.status == psutil.CONN_LISTEN}
    return set()


def crawl(folder: Path, *, unguarded: bool) -> Seen:
    """Crawl every disguise with the real process."""
    with Inside() as inside, leading_inside(inside.ports[0]) as outside:
        if unguarded:
            urls = [with_port(url, inside.ports[0]) for url in PRIVATE if possible(url)]
            urls += [f"http://{name}:{inside.ports[0]}/" for name in (*NAMES, *PARTLY)]
        else:
            urls = [url for url in (*PRIVATE, *NOT_FOR_US) if possible(url)]
            urls += [f"http://{name}/" for name in (*NAMES, *PARTLY)]
        urls += [f"http://{outside}/to/{n}" for n in range(len(LOCATIONS))]
        moved = outside.replace("127.0.0.1", "localhost")
        workspace = prepare(folder, [f"http://{outside}/", f"http://{moved}/"])
        leads = [Lead(url, "page", "start").as_row() for url in urls]
        with Ledger(workspace.ledger) as ledger:
            ledger.append(
                "fetch",
                {"url": f"http://{outside}/before", "source": "s0", "kind": "page", "why": "start", "depth": 0,
                 "status": 200, "outcome": "read", "leads": leads}, 1,
            )  # fmt: skip
        script = folder / "script.json"
        log = folder / "sockets.jsonl"
        script.write_text(json.dumps({"names": NAMES | PARTLY, "log": str(log), "unguarded": unguarded}))
        numbers = manners([outside, moved], attempts=2, concurrency=200, timeout=20.0)
        process = subprocess.Popen(
            [
                sys.executable, "-m", "tests.crawler.watched", str(script), "--workspace", str(folder),
                "--run", "1", "--software", "greylit/1", "--manners", numbers.model_dump_json(),
            ],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        listening = set()
        while process.poll() is None:
            listening |= listened(process.pid)
            time.sleep(0.05)
        code, said = ended(process)
        assert (code, said) == (FINISHED, "")
        done = [json.loads(line) for line in log.read_text().splitlines()]
        return Seen(workspace, done, inside.came, outside, listening)


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    """The crawl as it is, and one in which no URL is refused, so that only what guards the connection is left."""
    folders = {name: tmp_path_factory.mktemp(name) for name in ("guarded", "unguarded")}
    with ThreadPoolExecutor() as pool:
        running = {
            name: pool.submit(crawl, folder, unguarded=name == "unguarded")
            for name, folder in folders.items()
        }
        return {name: each.result() for name, each in running.items()}


@pytest.fixture
def guarded(crawls: dict[str, Seen]) -> Seen:
    return crawls["guarded"]


@pytest.fixture(params=["guarded", "unguarded"])
def seen(request: pytest.FixtureRequest, crawls: dict[str, Seen]) -> Seen:
    return crawls[request.param]


def test_there_are_enough_disguises() -> None:
    assert len(set(PRIVATE)) >= 100 and len({*NOT_FOR_US}) >= 40 and len(NAMES | PARTLY) >= 25
    assert sum(map(possible, PRIVATE)) >= 100


def test_nobody_inside_is_connected_to(seen: Seen) -> None:
    assert seen.came == 0
    # Without the guard, 000127.0.0.1 is read as octal, and is 87.0.0.1, which is public.
    assert seen.connections() - {"87.0.0.1"} == {"127.0.0.1", PUBLIC}
    ports = {each[2] for each in seen.done if each[:2] == ["socket.connect", "127.0.0.1"]}
    assert ports == {int(seen.outside.partition(":")[2])}, "the exempt host is exempt with its port only"


def test_the_listeners_would_have_seen_a_connection() -> None:
    with Inside() as inside:
        socket.create_connection(("127.0.0.1", inside.ports[0])).close()
        for _ in range(100):
            if inside.came:
                break
            threading.Event().wait(0.01)
        assert inside.came == 1


def test_each_disguise_has_a_row_that_says_why_it_was_not_asked(guarded: Seen) -> None:
    skipped = {row["url"]: row for row in rows(guarded.workspace, "skip")}
    for url in filter(possible, (*PRIVATE, *NOT_FOR_US)):
        assert skipped[url]["reason"] == "address" and skipped[url]["detail"], url
    names = {urlsplit(f"http://{name}/").hostname for name in (*NAMES, *PARTLY)}
    assert set(guarded.lookups()) <= names | {"127.0.0.1", "localhost"}, (
        "what the URL shows is not even looked up"
    )


def test_a_name_that_leads_inside_has_a_row_that_says_where(guarded: Seen) -> None:
    fetches = {row["url"]: row for row in rows(guarded.workspace)}
    for name, (addresses, *_) in NAMES.items():
        row = fetches[f"http://{name}/robots.txt"]
        assert row["trouble"] == "private-address" and row["outcome"] == "failed", row
        assert addresses[0] in f"{row['detail']} {row['evidence']}", row


def test_a_page_that_leads_inside_is_not_followed(seen: Seen) -> None:
    redirects = [row for row in rows(seen.workspace) if "/to/" in row["url"]]
    assert len(redirects) == len(LOCATIONS)
    assert not any(lead[5] for row in redirects for lead in row.get("leads", ()))


def test_a_robots_txt_that_has_moved_inside_is_not_asked_there(seen: Seen) -> None:
    moved = seen.outside.replace("127.0.0.1", "localhost")
    found = [row for row in rows(seen.workspace) if row["url"] == f"http://{moved}/robots.txt"]
    assert found and all(row["status"] == 302 for row in found)


def test_a_name_is_looked_up_for_every_connection_and_that_address_is_connected_to(seen: Seen) -> None:
    assert all(seen.lookups().count(name) >= 2 for name in PARTLY)
    expected = sum(
        any(map(public_address, answers[min(n, len(answers) - 1)]))
        for name, answers in PARTLY.items()
        for n in range(seen.lookups().count(name))
    )
    made = [address for what, address, *_ in seen.done if what == "socket.connect"]
    assert made.count(PUBLIC) == expected


def test_nothing_listens_and_nothing_is_sent_past_the_connections(seen: Seen) -> None:
    assert not seen.listening
    assert not [each for each in seen.done if each[0] == "socket.sendto"]


def test_every_answer_of_the_dns_in_the_table_is_what_it_says() -> None:
    for answers in NAMES.values():
        assert not any(public_address(each) for answer in answers for each in answer)
    assert ipaddress.ip_address(PUBLIC).is_global
