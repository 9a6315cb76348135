"""The small clients ask under the same guard, limits and pace as the crawl."""

from __future__ import annotations

import base64
import gzip
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from crawler.failures import failure_of
from crawler.guard import NotPublicError
from crawler.limits import LeftAloneError, LimitError
from crawler.pace import LONGEST_WAIT, Pace
from crawler.proxies import proxy_of
from crawler.safe_requests import NO_ANSWER, Client, Got
from tests.crawler.clock import FakeClock
from tests.crawler.disguises import NOT_FOR_US, PRIVATE
from tests.crawler.hostile import hosts

AGENT = "greylit/1 (evidence review; contact: library@example.ac.uk)"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, dict[str, str]]]
    connections: set[tuple[str, int]]

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers.items())))
        self.connections.add(self.client_address)
        body, status, lines = b"hello", 200, {}
        if self.path == "/packed":
            body, lines = gzip.compress(b"as meant " * 100), {"Content-Encoding": "gzip"}
        elif self.path == "/cookie":
            lines = {"Set-Cookie": "session=1; Path=/"}
        elif self.path.startswith("/round"):
            status, lines = 302, {"Location": f"/round/{int(self.path[7:] or 0) + 1}"}
        elif self.path == "/inside":
            status, lines = 302, {"Location": "http://169.254.169.254/latest/meta-data/"}
        elif self.path == "/busy":
            status, lines = 503, {"Retry-After": "30"}
        elif self.path == "/later":
            status, lines = 503, {"Retry-After": "86400"}
        self.send_response(status)
        for name, value in lines.items():
            self.send_header(name, value)
        self.send_header("X-Twice", "a")
        self.send_header("X-Twice", "b")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(BrokenPipeError):
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    handler = type("Handler", (Handler,), {"asked": [], "connections": set()})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as made:
        made.daemon_threads = True
        threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True).start()
        yield made
        made.shutdown()


def at(server: ThreadingHTTPServer) -> str:
    return f"127.0.0.1:{server.server_address[1]}"


def asked(server: ThreadingHTTPServer) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = server.RequestHandlerClass.asked  # type: ignore[attr-defined]
    return found


class Waits(FakeClock):
    """A clock that its waits turn forward."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.turn(seconds)


def client(*exempt: str, delay: float = 0.0, **options: Any) -> Client:
    clock = Waits()
    made = Client(
        AGENT, Pace(clock, delay), exempt=exempt, clock=clock, wait=clock.wait, **{"seconds": 20.0, **options}
    )
    made.clock = clock  # type: ignore[attr-defined]
    return made


def test_an_answer_comes_back_byte_for_byte_and_as_meant(server: ThreadingHTTPServer) -> None:
    got = client(at(server)).get(f"http://{at(server)}/packed?a=1")
    assert isinstance(got, Got) and got.status_line == "HTTP/1.1 200 OK"
    got = client(at(server)).get(f"http://{at(server)}/packed")
    assert got.body == b"as meant " * 100 and gzip.decompress(got.raw) == got.body
    assert [value for name, value in got.headers if name == b"X-Twice"] == [b"a", b"b"]
    assert got.answer().headers["content-encoding"] == "gzip" and got.answer().status == 200


def test_the_request_is_honest_and_kept_as_it_went_out(server: ThreadingHTTPServer) -> None:
    got = client(at(server)).get(f"http://{at(server)}/a?b=c", {"If-None-Match": '"x"'})
    _, headers = asked(server)[-1]
    assert headers == {
        "Host": at(server), "User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "gzip", "If-None-Match": '"x"'
    }  # fmt: skip
    line, *lines = got.request.decode().strip().split("\r\n")
    assert line == "GET /a?b=c HTTP/1.1" and dict(each.split(": ", 1) for each in lines) == headers


def test_cookies_password_files_and_proxies_of_the_machine_are_left_alone(
    server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    ours = client(at(server))
    for _ in range(2):
        ours.get(f"http://{at(server)}/cookie")
    assert len(asked(server)) == 2
    assert not {"Cookie", "Authorization", "Proxy-Authorization"} & {
        name for _, headers in asked(server) for name in headers
    }


def test_a_connection_is_kept_for_the_next_request(server: ThreadingHTTPServer) -> None:
    with client(at(server)) as ours:
        for _ in range(3):
            ours.get(f"http://{at(server)}/")
    assert len(server.RequestHandlerClass.connections) == 1  # type: ignore[attr-defined]


# ---- the guard


def test_no_disguise_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("connected"))
    ours = client()
    for url in (*PRIVATE, *NOT_FOR_US):
        with pytest.raises(NotPublicError):
            ours.get(url)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "localhost"]
)
def test_what_passes_as_a_url_is_stopped_when_it_connects(
    server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setattr("crawler.safe_requests.refusal", lambda *_: None)
    with pytest.raises(NotPublicError, match="is not a public address") as said:
        client().get(f"http://{host}:{server.server_address[1]}/")
    assert not asked(server) and failure_of(said.value).trouble == "private-address"


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads outside the first time and inside the second time."""
    answers = [["93.184.216.34"], ["127.0.0.1"]]
    plain, looked, connected = socket.getaddrinfo, list[str](), list[str]()

    def resolve(name: bytes, port: int, **options: Any) -> Any:
        looked.append(name.decode())
        return plain(answers[min(len(looked), 2) - 1][0], port, **options)

    def connect(_: socket.socket, address: tuple[str, int]) -> None:
        connected.append(address[0])
        raise ConnectionRefusedError("not in a test")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", connect)
    ours = client()
    with pytest.raises(requests.ConnectionError) as said:
        ours.get("http://rebinding.example.org/")
    assert failure_of(said.value).trouble == "connection-refused"
    with pytest.raises(NotPublicError):
        ours.get("https://rebinding.example.org/")
    assert looked == ["rebinding.example.org"] * 2 and connected == ["93.184.216.34"]


def test_redirects_are_followed_only_on_request_each_target_checked(server: ThreadingHTTPServer) -> None:
    ours = client(at(server))
    assert ours.get(f"http://{at(server)}/round").status == 302
    assert [got.status for got in ours.follow(f"http://{at(server)}/round")] == [302] * 6
    (got,) = ours.follow(f"http://{at(server)}/inside")
    assert got.status == 302 and got.fields["location"].startswith("http://169.254")


# ---- the pace


def test_it_waits_as_the_pace_says(server: ThreadingHTTPServer) -> None:
    ours = client(at(server), delay=5.0)
    for path in ("/", "/busy", "/"):
        ours.get(f"http://{at(server)}{path}")
    assert ours.clock.waits == [5.0, 30.0]  # type: ignore[attr-defined]


def test_a_host_that_asks_for_a_day_is_left_alone(server: ThreadingHTTPServer) -> None:
    ours = client(at(server))
    ours.get(f"http://{at(server)}/later")
    with pytest.raises(LeftAloneError, match="left alone"):
        ours.get(f"http://{at(server)}/")
    assert len(asked(server)) == 1 and not ours.clock.waits and LONGEST_WAIT < 86400  # type: ignore[attr-defined]


# ---- limits


@pytest.mark.parametrize(
    "name, trouble",
    [
        ("bomb-gzip", "too-large"), ("bomb-brotli", "too-large"), ("bomb-gzip-in-gzip", "too-large"), ("bomb-zstd", "too-large"),
        ("five-gigabytes-declared", "too-large"), ("five-gigabytes-undeclared", "too-large"), ("chunks-without-end", "too-large"),
        ("one-header-of-10-mb", "headers-too-large"), ("headers-of-10-mb", "headers-too-large"),
        ("headers-without-end", "headers-too-large"), ("status-line-without-end", "headers-too-large"),
        ("one-byte-a-second", "timeout"), ("one-header-byte-a-second", "timeout"), ("one-header-a-second", "timeout"),
        ("nothing-at-all", "timeout"), ("trailers-without-end", "timeout"), ("chunks-of-one-byte", "timeout"),
        ("no-http", "other"), ("closes-at-once", "connection-broken"),
    ],
)  # fmt: skip
def test_a_hostile_answer_ends_in_time_with_a_word_for_it(
    web: dict[str, str], name: str, trouble: str
) -> None:
    ours, began = client(web[name], seconds=0.7 if trouble == "timeout" else 30.0), time.monotonic()
    with pytest.raises(NO_ANSWER) as said:
        ours.get(f"http://{web[name]}/")
    assert time.monotonic() - began < 25
    known = failure_of(said.value)
    assert known.trouble == trouble, known
    if isinstance(said.value, LimitError):
        assert said.value.trouble == trouble


@pytest.fixture(scope="module")
def web() -> Iterator[dict[str, str]]:
    names = [
        "bomb-gzip", "bomb-brotli", "bomb-gzip-in-gzip", "bomb-zstd", "five-gigabytes-declared", "five-gigabytes-undeclared",
        "chunks-without-end", "one-header-of-10-mb", "headers-of-10-mb", "headers-without-end", "status-line-without-end",
        "one-byte-a-second", "one-header-byte-a-second", "one-header-a-second", "nothing-at-all", "trailers-without-end",
        "chunks-of-one-byte", "no-http", "closes-at-once",
    ]  # fmt: skip
    with hosts(*names) as found:
        yield found


def test_the_next_request_is_answered_after_one_that_was_cut_off(
    web: dict[str, str], server: ThreadingHTTPServer
) -> None:
    ours = client(web["one-byte-a-second"], at(server), seconds=1.0)
    with pytest.raises(LimitError):
        ours.get(f"http://{web['one-byte-a-second']}/")
    assert ours.get(f"http://{at(server)}/").body == b"hello"


# ---- TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1, with its key, signed by itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now, address = datetime.now(UTC), x509.IPAddress(ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def tls(certificate: Path) -> Iterator[str]:
    """A host under TLS: ``/slow`` sends one byte every tenth of a second."""

    class Slow(Handler):
        asked, connections = [], set()

        def do_GET(self) -> None:
            if self.path != "/slow":
                return super().do_GET()
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):
                for _ in range(100):
                    self.wfile.write(b"x")
                    time.sleep(0.1)
            return None

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as made:
        made.daemon_threads = True
        made.socket = context.wrap_socket(made.socket, server_side=True)
        threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True).start()
        yield f"127.0.0.1:{made.server_address[1]}"
        made.shutdown()


def test_guard_and_time_limit_hold_under_tls(
    tls: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    ours, began = client(tls, seconds=1.0), time.monotonic()
    assert ours.get(f"https://{tls}/").body == b"hello"
    with pytest.raises(LimitError):
        ours.get(f"https://{tls}/slow")
    assert time.monotonic() - began < 5
    assert ours.get(f"https://{tls}/").body == b"hello"
    monkeypatch.setattr("crawler.safe_requests.refusal", lambda *_: None)
    with pytest.raises(NotPublicError):
        client().get(f"https://{tls}/")


def test_a_certificate_of_nobody_is_not_trusted(tls: str) -> None:
    with pytest.raises(requests.ConnectionError) as said:
        client(tls).get(f"https://{tls}/")
    assert failure_of(said.value).trouble == "tls"


# ---- proxies


def test_a_proxy_is_told_its_password_and_nobody_else(server: ThreadingHTTPServer) -> None:
    """The server of these tests takes absolute addresses, as a proxy does."""
    ours = client(proxy=f"http://us%40er:se%3Acret@{at(server)}")
    got = ours.get("http://www.example.org/a")
    path, headers = asked(server)[-1]
    assert path == "http://www.example.org/a"
    assert base64.b64decode(headers["Proxy-Authorization"].split()[1]) == b"us@er:se:cret"
    assert b"Proxy" not in got.request and b"secret" not in got.request and b"c2U" not in got.request


def test_the_address_of_a_proxy_is_read_and_its_password_kept_apart() -> None:
    proxy = proxy_of("http://me:p%40ss@proxy.example.org:3128")
    assert proxy.url == "http://proxy.example.org:3128" and proxy.host == "proxy.example.org"
    assert "p%40ss" not in repr(proxy) and "Basic" not in repr(proxy)
    assert proxy_of("proxy.example.org:3128").url == "http://proxy.example.org:3128"
    assert proxy_of("http://[::1]:8080").host == "::1" and proxy_of("http://h").authorization is None
    for wrong in (
        "socks5://me:pass@h",
        "http://",
        "http://me:pass@",
        "http://me:pass@h:x",
        "http://me:pass@[::1",
    ):
        with pytest.raises(ValueError) as said:
            proxy_of(wrong)
        assert "pass" not in str(said.value)


def test_a_key_is_sent_and_not_kept(server: ThreadingHTTPServer) -> None:
    key = "k/3 y+Z"
    ours = client(at(server), secrets=[key])
    got = ours.get(f"http://{at(server)}/a?api_key=k%2F3%20y%2BZ", {"X-Api-Key": key})
    path, headers = asked(server)[-1]
    assert path == "/a?api_key=k%2F3%20y%2BZ" and headers["X-Api-Key"] == key
    assert got.url == f"http://{at(server)}/a?api_key=REDACTED"
    assert b"?api_key=REDACTED HTTP" in got.request and b"X-Api-Key: REDACTED\r\n" in got.request


def test_a_key_is_not_in_what_is_said_of_a_failure() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"127.0.0.1:{free.getsockname()[1]}"
    ours = client(nobody, secrets=["0123456789abcdef"])
    with pytest.raises(requests.ConnectionError) as said:
        ours.get(f"http://{nobody}/works?api_key=0123456789abcdef")
    assert "0123456789abcdef" in str(said.value), "or there is nothing to keep out"
    told = ours.told(said.value)
    assert told.trouble == "connection-refused" and "0123456789abcdef" not in repr(told)
