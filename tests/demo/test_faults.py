"""The fault switch: every kind of network weather does to a client what it says."""

from __future__ import annotations

import contextlib
import socket
import time
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
import requests
import urllib3

from crawler.clock import SkippingClock
from harvest.demo.faults import BOMB_BYTES, FAULT_KINDS, HUGE_HEADER_BYTES, gzip_bomb
from harvest.demo.server import MiniWeb
from store.archive import decode_body

URL = "http://www.gov.test/working-in-alliances"
CONTROL = "http://control.test/__fault?host=www.gov.test&kind="


def raw(web: MiniWeb, url: str = URL, seconds: float = 1.0, most: int = 1 << 24) -> bytes:
    """Ask once without any library and return all bytes that come before the connection ends or time is out."""
    host = url.split("/")[2]
    came = b""
    with socket.create_connection(("127.0.0.1", web.port), timeout=seconds) as connection:
        connection.sendall(f"GET {url} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        with contextlib.suppress(TimeoutError, ConnectionResetError):
            while len(came) < most and (piece := connection.recv(1 << 16)):
                came += piece
    return came


def split(came: bytes) -> tuple[int, dict[str, str], bytes]:
    head, _, body = came.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    return int(lines[0].split()[1]), dict(line.lower().split(": ", 1) for line in lines[1:]), body


@pytest.mark.parametrize("status", ["401", "403", "404", "405", "410", "451", "500", "502", "503", "504"])
def test_a_status_is_answered_with_the_header_that_belongs_to_it(
    web: MiniWeb, client: requests.Session, status: str
) -> None:
    client.get(CONTROL + status)
    answer = client.get(URL)
    assert answer.status_code == int(status)
    named = {"401": "WWW-Authenticate", "405": "Allow", "451": "Link"}.get(status)
    assert named is None or answer.headers[named]
    assert "Retry-After" not in answer.headers
    assert web.requests[-1].fault == status
    assert client.get(URL).status_code == 200


def test_too_many_requests_can_be_without_end(web: MiniWeb, client: requests.Session) -> None:
    client.get(CONTROL + "429&times=always&seconds=7")
    assert {client.get(URL).headers["Retry-After"] for _ in range(6)} == {"7"}
    web.reset()
    assert client.get(URL).status_code == 200


@pytest.mark.parametrize("kind", ["429", "503-later"])
def test_a_date_to_come_back_at_goes_by_the_clock_of_the_web(
    turned: MiniWeb, clock: SkippingClock, stormy: requests.Session, kind: str
) -> None:
    clock.advance(86_400)
    turned.fault("www.gov.test", kind, seconds=90, form="date")
    answer = stormy.get(URL)
    asked = parsedate_to_datetime(answer.headers["Retry-After"])
    sent = parsedate_to_datetime(answer.headers["Date"])
    assert 88 <= (asked - sent).total_seconds() <= 92
    assert asked.timestamp() > time.time() + 86_000


def test_a_host_may_be_any_and_the_path_one(web: MiniWeb, client: requests.Session) -> None:
    web.fault("*", "503", times=None, path="/robots.txt")
    hosts = ("www.gov.test", "rwild.robots.test", "www.theta.test")
    assert {client.get(f"http://{host}/robots.txt").status_code for host in hosts} == {503}
    assert {client.get(f"http://{host}/").status_code for host in hosts} == {200}


def test_bodies_that_break_off_are_shorter_than_was_promised(web: MiniWeb, client: requests.Session) -> None:
    whole = client.get(URL).content
    for kind in ("truncated", "reset-midway"):
        web.fault("www.gov.test", kind)
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            client.get(URL)
    web.fault("www.gov.test", "truncated")
    status, headers, body = split(raw(web))
    assert (status, int(headers["content-length"])) == (200, len(whole))
    assert body == whole[: len(whole) // 2]
    assert web.requests[-1].bytes_sent == len(whole) // 2


def test_a_length_can_be_too_small(web: MiniWeb, client: requests.Session) -> None:
    whole = client.get(URL).content
    web.fault("www.gov.test", "wrong-length")
    status, headers, body = split(raw(web))
    assert (status, int(headers["content-length"]), body) == (200, len(whole) // 2, whole)


def test_a_body_can_have_no_end(web: MiniWeb) -> None:
    web.fault("www.gov.test", "endless")
    status, headers, body = split(raw(web, most=5_000_000))
    assert status == 200
    assert "content-length" not in headers
    assert len(body) > 4_000_000


def test_a_drip_sends_one_byte_at_a_time_by_the_clock_of_the_web(
    turned: MiniWeb, clock: SkippingClock
) -> None:
    turned.fault("www.gov.test", "drip", seconds=60)
    status, headers, body = split(raw(turned, seconds=0.3))
    assert (status, len(body)) == (200, 1)
    assert int(headers["content-length"]) > 1000
    turned.fault("www.gov.test", "drip", seconds=60)
    with socket.create_connection(("127.0.0.1", turned.port), timeout=2) as connection:
        connection.sendall(f"GET {URL} HTTP/1.1\r\nHost: www.gov.test\r\n\r\n".encode())
        came = connection.recv(1 << 16)
        while b"\r\n\r\n" not in came or came.endswith(b"\r\n\r\n"):
            came += connection.recv(1 << 16)
        clock.advance(61)
        assert len(connection.recv(1 << 16)) == 1


def test_an_answer_can_be_late_and_a_silence_ended_by_the_clock(
    turned: MiniWeb, clock: SkippingClock, stormy: requests.Session
) -> None:
    turned.fault("www.gov.test", "late", seconds=0.2)
    before = time.monotonic()
    assert stormy.get(URL).status_code == 200
    assert time.monotonic() - before >= 0.19
    turned.fault("www.gov.test", "hang", seconds=600)
    with socket.create_connection(("127.0.0.1", turned.port), timeout=5) as connection:
        connection.sendall(f"GET {URL} HTTP/1.1\r\nHost: www.gov.test\r\n\r\n".encode())
        time.sleep(0.1)
        clock.advance(601)
        assert connection.recv(1) == b"", "the connection ends without a byte"


def test_a_log_line_says_until_when_an_answer_was_under_way(
    turned: MiniWeb, clock: SkippingClock, stormy: requests.Session
) -> None:
    turned.fault("www.gov.test", "hang", seconds=3600)
    with pytest.raises(requests.ReadTimeout):
        stormy.get(URL, timeout=0.3)
    clock.advance(5)
    assert stormy.get(URL).status_code == 200
    deadline = time.monotonic() + 5
    while turned.requests[0].ended == turned.requests[0].t and time.monotonic() < deadline:
        time.sleep(0.01)
    gone, answered = turned.requests
    assert (gone.status, gone.fault, gone.bytes_sent) == (0, "hang", 0)
    assert 0.2 < gone.ended - gone.t < 0.6
    assert answered.t - gone.ended > 4.9
    assert answered.ended >= answered.t


def test_pages_for_persons_are_not_what_was_asked_for(web: MiniWeb, client: requests.Session) -> None:
    signs = {
        "challenge": (200, "Pardon Our Interruption"), "challenge-403": (403, "Just a moment"),
        "login-page": (200, 'type="password"'), "cookie-wall": (200, "accept cookies"),
        "javascript": (200, "enable JavaScript"), "html-for-pdf": (200, "could not be opened"),
        "html": (200, "could not be opened"), "empty": (200, ""),
    }  # fmt: skip
    for kind, (status, words) in signs.items():
        web.fault("www.gov.test", kind)
        answer = client.get(URL)
        assert (answer.status_code, words in answer.text) == (status, True), kind
        assert "alliance" not in answer.text, kind
    web.fault("www.gov.test", "challenge")
    assert len(client.get(URL).content) == 922
    web.fault("www.gov.test", "html-for-pdf")
    assert client.get(URL).headers["Content-Type"] == "application/pdf"
    web.fault("www.gov.test", "challenge-403")
    assert client.get(URL).headers["CF-Mitigated"] == "challenge"


def test_a_login_is_a_redirect_to_a_page_that_is_there(web: MiniWeb, client: requests.Session) -> None:
    assert client.get("http://www.gov.test/login").status_code == 404
    web.fault("www.gov.test", "login")
    sent = client.get(URL, allow_redirects=False)
    assert sent.status_code == 302
    page = client.get(sent.headers["Location"])
    assert (page.status_code, 'type="password"' in page.text) == (200, True)


def test_a_gzip_bomb_is_small_and_unpacks_without_end(web: MiniWeb) -> None:
    web.fault("www.gov.test", "gzip-bomb")
    status, headers, body = split(raw(web, seconds=5))
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert body == gzip_bomb()
    assert len(body) < 4_000_000
    assert BOMB_BYTES > 3_000_000_000
    assert len(decode_body(body, "gzip", 30_000_001)) == 30_000_001


def test_headers_can_be_larger_than_any_client_takes(web: MiniWeb) -> None:
    web.fault("www.gov.test", "huge-headers")
    head, _, _ = raw(web, seconds=5).partition(b"\r\n\r\n")
    assert len(head) > HUGE_HEADER_BYTES


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("redirect-away", "http://rules.robots.test/working-in-alliances"),
        ("redirect-private", "http://169.254.169.254/latest/meta-data/"),
        ("redirect-local", "http://127.0.0.1:{port}/"),
        ("redirect-localhost", "http://localhost:{port}/"),
        ("redirect-loop", URL + "?turn=1"),
    ],
)
def test_redirects_lead_where_they_say(
    web: MiniWeb, client: requests.Session, kind: str, target: str
) -> None:
    web.fault("www.gov.test", kind)
    answer = client.get(URL, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, target.format(port=web.port))


def test_a_loop_that_never_ends_has_no_way_out(web: MiniWeb, client: requests.Session) -> None:
    web.fault("www.gov.test", "redirect-loop", times=None)
    with pytest.raises(requests.TooManyRedirects):
        client.get(URL)


def test_labels_can_be_wrong(web: MiniWeb, client: requests.Session) -> None:
    plain = client.get(URL).content
    web.fault("www.gov.test", "wrong-encoding")
    status, headers, body = split(raw(web))
    assert (status, headers["content-encoding"], body) == (200, "gzip", plain)
    web.fault("www.gov.test", "garbage", times=2)
    first, second = client.get(URL), client.get(URL)
    assert first.headers["Content-Type"].startswith("text/html")
    assert first.content == second.content != plain
    web.fault("www.gov.test", "304")
    assert client.get(URL).status_code == 304


@pytest.mark.parametrize("kind", FAULT_KINDS)
def test_every_kind_says_what_it_does_and_strikes_robots_txt_too(
    turned: MiniWeb, clock: SkippingClock, kind: str
) -> None:
    assert len(FAULT_KINDS[kind]) > 3
    turned.fault("rwild.robots.test", kind, seconds=0.01, path="/robots.txt")
    assert turned.requests == []
    raw(turned, "http://rwild.robots.test/robots.txt", seconds=0.3, most=200_000)
    deadline = time.monotonic() + 5
    while not turned.requests and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [record.fault for record in turned.requests] == [kind]
    assert b"Disallow" in raw(turned, "http://rwild.robots.test/robots.txt"), "once is once"


def test_the_http_library_is_the_one_the_tests_were_written_against() -> None:
    assert int(urllib3.__version__.split(".")[0]) >= 2, "older ones do not notice a body that breaks off"


def test_faults_are_told_in_the_log_file(tmp_path: Path) -> None:
    with MiniWeb(log_file=tmp_path / "log.jsonl") as web:
        web.fault("www.gov.test", "503")
        raw(web)
        raw(web)
        lines = (tmp_path / "log.jsonl").read_text().splitlines()
    assert ['"fault": "503"' in line for line in lines] == [True, False]
