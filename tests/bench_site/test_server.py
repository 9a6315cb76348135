from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest

from bench.server import Server
from bench.site import Site, document_paths

from .conftest import ROOT


def ask(
    server: Server, host: str, target: str, method: str = "GET", **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(host, server.port, timeout=5)
    connection.request(method, target, headers={k.replace("_", "-"): v for k, v in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def by_address(server: Server, host: int, path: str) -> bytes:
    return ask(server, f"127.0.0.{host}", path)[1]


def by_proxy(server: Server, host: int, path: str) -> bytes:
    return ask(server, "127.0.0.1", f"http://site{host}.test{path}")[1]


def by_name(server: Server, host: int, path: str) -> bytes:
    return ask(server, "127.0.0.1", path, Host=f"site{host}.test")[1]


@pytest.mark.parametrize("way", [by_address, by_proxy, by_name])
def test_each_host_serves_and_counts_its_own_site_whichever_way_it_is_asked(
    way, site: Site, server: Server
) -> None:
    for host in (1, 2):
        for path in document_paths(site.spec, host):
            file = site.root / str(host) / (path.strip("/") or "index.html")
            assert way(server, host, path) == file.read_bytes()
    way(server, 2, "/p/01/1.html")
    way(server, 2, "/p/01/1.html")
    way(server, 1, "/private/0.html")
    way(server, 1, "/robots.txt")
    way(server, 1, "/robots.txt")
    way(server, 1, "/nowhere")
    log = server.log()
    assert log["documents"] == 29
    assert log["requests"] == 35 == server.cpu()["requests"]
    assert log["duplicates"] == 2
    assert log["duplicate_paths"] == {"site2.test": {"/p/01/1.html": 3}}
    assert log["robots_breaches"] == 1
    assert log["breach_paths"] == {"site1.test": {"/private/0.html": 1}}
    assert log["statuses"] == {"200": 34, "404": 1}
    assert log["hosts"]["site1.test"]["paths"]["/robots.txt"] == 2
    assert log["ways"] == {way.__name__.removeprefix("by_"): 35}


def test_links_in_robots_and_sitemap_lead_back_the_way_the_site_was_asked(site: Site, server: Server) -> None:
    for way, origin in ((by_address, f"http://127.0.0.2:{server.port}"), (by_proxy, "http://site2.test")):
        assert f"Sitemap: {origin}/sitemap.xml".encode() in way(server, 2, "/robots.txt")
        assert f"{origin}/sitemap-0.xml".encode() in way(server, 2, "/sitemap.xml")
        urls = re.findall(r"<loc>(.*?)</loc>", way(server, 2, "/sitemap-0.xml").decode())
        assert urls == [origin + path for path in document_paths(site.spec, 2)]


def test_a_reset_forgets_everything(server: Server) -> None:
    by_address(server, 1, "/private/0.html")
    server.reset()
    log = server.log()
    assert (log["requests"], log["documents"], log["robots_breaches"]) == (0, 0, 0)
    assert server.cpu()["since_reset"] < 1


def test_types_lengths_and_etags_are_sent_and_an_unchanged_document_is_not_sent_again(server: Server) -> None:
    page, body = ask(server, "127.0.0.1", "/")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert int(page.headers["Content-Length"]) == len(body)
    assert ask(server, "127.0.0.1", "/d/00/0.pdf")[0].headers["Content-Type"] == "application/pdf"
    again, nothing = ask(server, "127.0.0.1", "/", If_None_Match=page.headers["ETag"])
    assert (again.status, nothing) == (304, b"")
    changed, whole = ask(server, "127.0.0.1", "/", If_None_Match='"other"')
    assert (changed.status, whole) == (200, body)
    head, nothing = ask(server, "127.0.0.1", "/", method="HEAD")
    assert (head.headers["Content-Length"], nothing) == (str(len(body)), b"")
    assert ask(server, "127.0.0.1", "/", method="POST")[0].status == 405


def test_requests_in_pieces_and_several_at_once_on_one_connection_are_answered_in_order(
    server: Server,
) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(b"GET /p/01/1.html HTTP/1.1\r\nHost: 127.0.0.2\r\nX: ")
        time.sleep(0.05)  # else both pieces arrive as one
        connection.sendall(
            b"y\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: 127.0.0.2\r\n\r\n"
            b"GET /robots.txt HTTP/1.1\r\nHost: 127.0.0.2\r\nConnection: close\r\n\r\n"
        )
        received = b""
        while data := connection.recv(65536):
            received += data
    assert re.findall(rb"HTTP/1.1 (\d+)", received) == [b"200", b"404", b"200"]
    assert received.endswith(b"/sitemap.xml\n")
    assert set(server.log()["hosts"]["site2.test"]["paths"]) == {"/p/01/1.html", "/nowhere", "/robots.txt"}


def test_nonsense_is_refused_and_does_not_stop_the_server(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(b"nonsense\r\n\r\n")
        assert b" 400 " in connection.recv(1000)
    assert ask(server, "127.0.0.1", "http://elsewhere.test/")[0].status == 404
    assert by_address(server, 1, "/")


def test_the_server_ends_when_its_standard_input_is_closed(site: Site) -> None:
    command = [sys.executable, "-m", "bench.server", str(site.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdin and process.stdout
        assert int(process.stdout.readline()) > 0
        assert process.poll() is None
        process.stdin.close()
        assert process.wait(5) == 0


def test_a_running_server_names_its_sites_and_its_process(server: Server) -> None:
    os.kill(server.pid, 0)
    assert [urlsplit(url).netloc for url in server.addresses] == [
        f"127.0.0.{k}:{server.port}" for k in (1, 2)
    ]
    assert server.names == ["http://site1.test/", "http://site2.test/"]
