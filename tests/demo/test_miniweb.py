"""The server itself: proxying, log, faults, epochs, and the process of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from harvest.demo.server import MiniWeb
from harvest.text import extract

WWW = "http://www.gov.test"


def test_an_unknown_host_is_a_502_that_names_it(client: requests.Session) -> None:
    answer = client.get("http://reports.calderbayhospice.test/together-2022")
    assert answer.status_code == 502
    assert "reports.calderbayhospice.test" in answer.text
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_every_request_is_logged_as_it_was_answered(web: MiniWeb, client: requests.Session) -> None:
    before = time.monotonic()
    body = client.get(f"{WWW}/api/search.json?q=alliancing&count=1").content
    client.get(f"{WWW}/nowhere", headers={"If-None-Match": '"abc"'})
    first, second = web.requests
    assert (first.method, first.host, first.path) == (
        "GET",
        "www.gov.test",
        "/api/search.json?q=alliancing&count=1",
    )
    assert (first.status, first.bytes_sent) == (200, len(body))
    assert first.user_agent.startswith("greylit-tests")
    assert before <= first.t <= second.t <= time.monotonic()
    assert (second.status, second.if_none_match) == (404, '"abc"')
    logged = client.get("http://control.test/__log").json()
    assert [entry["path"] for entry in logged] == [first.path, second.path]
    client.get("http://control.test/__reset")
    assert web.requests == []


def test_a_connection_is_kept_for_many_requests(web: MiniWeb) -> None:
    with socket.create_connection(("127.0.0.1", web.port)) as connection, connection.makefile("rb") as lines:
        for _ in range(3):
            connection.sendall(f"HEAD {WWW}/robots.txt HTTP/1.1\r\nHost: www.gov.test\r\n\r\n".encode())
            head = []
            while (line := lines.readline()) not in (b"\r\n", b""):
                head.append(line.decode().strip().lower())
            assert head[0].startswith("http/1.1 200")
            assert any(line.startswith("content-length: ") for line in head)


def test_head_sends_the_length_but_no_body(client: requests.Session) -> None:
    whole = client.get(f"{WWW}/working-in-alliances")
    head = client.head(f"{WWW}/working-in-alliances")
    assert head.headers["Content-Length"] == str(len(whole.content))
    assert head.content == b""


@pytest.mark.parametrize(("kind", "status"), [("500", 500), ("503", 503), ("403", 403), ("429", 429)])
def test_a_fault_strikes_the_next_requests_to_its_host_and_no_more(
    web: MiniWeb, client: requests.Session, kind: str, status: int
) -> None:
    client.get(f"http://control.test/__fault?host=www.gov.test&kind={kind}&times=2&seconds=3")
    assert client.get("http://assets.publishing.gov.test/robots.txt").status_code == 200
    struck = [client.get(f"{WWW}/robots.txt") for _ in range(3)]
    assert [answer.status_code for answer in struck] == [status, status, 200]
    assert struck[0].headers.get("Retry-After") == ("3" if kind == "429" else None)
    assert [r.status for r in web.requests if r.host == "www.gov.test"] == [status, status, 200]


def test_a_fault_can_be_kept_to_one_path(web: MiniWeb, client: requests.Session) -> None:
    web.fault("www.gov.test", "503", path="/api/search.json")
    assert client.get(f"{WWW}/robots.txt").status_code == 200
    assert client.get(f"{WWW}/api/search.json").status_code == 503


def test_retry_after_can_be_a_date(client: requests.Session) -> None:
    client.get("http://control.test/__fault?host=www.gov.test&kind=429&seconds=9&form=date")
    assert client.get(f"{WWW}/robots.txt").headers["Retry-After"].endswith("GMT")


def test_a_reset_breaks_the_connection(web: MiniWeb, client: requests.Session) -> None:
    web.fault("www.gov.test", "reset")
    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        client.get(f"{WWW}/robots.txt")
    assert web.requests[0].status == 0
    assert client.get(f"{WWW}/robots.txt").status_code == 200


def test_a_hanging_host_outlasts_the_client(web: MiniWeb, client: requests.Session) -> None:
    web.fault("www.gov.test", "hang", seconds=1.0)
    with pytest.raises(requests.ReadTimeout):
        client.get(f"{WWW}/robots.txt", timeout=0.2)


def test_a_slow_answer_comes_whole_in_the_end(web: MiniWeb, client: requests.Session) -> None:
    web.fault("www.gov.test", "slow", seconds=0.6)
    started = time.monotonic()
    slow = client.get(f"{WWW}/working-in-alliances")
    assert time.monotonic() - started >= 0.5
    assert slow.content == client.get(f"{WWW}/working-in-alliances").content


@pytest.mark.parametrize(
    "path",
    [
        "/__epoch?n=4",
        "/__epoch",
        "/__fault?host=x&kind=flood",
        "/__fault?kind=500",
        "/__fault?host=x&kind=500&times=0",
        "/__fault?host=x&kind=429&form=later",
        "/__fault?host=x&kind=hang&seconds=-1",
        "/__fault?host=x&kind=hang&seconds=nan",
        "/__clock?advance=5m",
    ],
)
def test_the_control_host_says_what_was_wrong(client: requests.Session, path: str) -> None:
    answer = client.get("http://control.test" + path)
    assert answer.status_code == 400
    assert answer.text.startswith("bad request")


def test_the_second_epoch_adds_changes_withdraws_and_removes(web: MiniWeb, client: requests.Session) -> None:
    api = f"{WWW}/api/content"
    toolkit = next(u for r in web.truth if r.work_id == "undated-toolkit" for u in r.urls if "/media/" in u)
    case = f"{api}/government/case-studies/dunmere-mental-health-alliance"
    before = client.get(case), client.get(toolkit)
    client.get("http://control.test/__epoch?n=2")
    assert web.epoch == 2
    after = client.get(case), client.get(toolkit)
    assert before[0].json()["public_updated_at"] < after[0].json()["public_updated_at"]
    assert after[0].json()["details"]["change_history"][0]["note"] == "Added results of the ninth year."
    assert before[1].content != after[1].content
    assert before[1].headers["ETag"] != after[1].headers["ETag"]
    assert client.get(f"{api}/government/publications/bellcombe-alliance-interim-findings").status_code == 200
    plan = client.get(f"{api}/government/publications/care-closer-to-home-a-plan").json()
    assert plan["withdrawn_notice"]["withdrawn_at"].startswith("2026")
    assert client.get(f"{api}/government/speeches/working-as-one").status_code == 410
    moved = client.get(f"{api}/government/publications/thornley-homelessness-alliance-annual-report").json()
    assert moved["schema_name"] == "redirect"
    remade = next(
        u for r in web.truth if r.work_id == "brackwater-third-year" for u in r.urls if "/media/" in u
    )
    second = client.get(remade)
    web.set_epoch(1)
    first = client.get(remade)
    assert (first.headers["ETag"], first.content) != (second.headers["ETag"], second.content)
    assert extract(first.content).text == extract(second.content).text != ""
    web.set_epoch(2)
    unchanged = f"{api}/working-in-alliances"
    tag = client.get(unchanged).headers["ETag"]
    web.set_epoch(1)
    assert client.get(unchanged, headers={"If-None-Match": tag}).status_code == 304


def test_it_stops_at_once_although_clients_still_hold_connections() -> None:
    web = MiniWeb().start()
    with socket.create_connection(("127.0.0.1", web.port)) as held:
        held.sendall(f"GET {WWW}/robots.txt HTTP/1.1\r\nHost: www.gov.test\r\n\r\n".encode())
        assert held.recv(100)
        started = time.monotonic()
        web.stop()
        web.stop()
        assert time.monotonic() - started < 2
    with pytest.raises(RuntimeError, match="not running"):
        _ = web.port


def test_it_runs_as_a_process_that_logs_each_request_and_ends_with_its_input(tmp_path: Path) -> None:
    log = tmp_path / "requests.jsonl"
    command = [sys.executable, "-m", "harvest.demo.server", "--port", "0", "--log", str(log)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        proxy = process.stdout.readline().strip()
        assert proxy.startswith("http://127.0.0.1:")
        answer = requests.get(f"{WWW}/robots.txt", proxies={"http": proxy}, timeout=10)
        assert answer.status_code == 200
        assert json.loads(log.read_text().splitlines()[0])["path"] == "/robots.txt"
        process.communicate("", timeout=10)
        assert process.returncode == 0


_DIGEST = """
import hashlib, json
from harvest.demo.corpus.build import build_site
from harvest.demo.gov.items import work_item
from harvest.demo.gov.pages import work_page
digest = hashlib.sha256()
for epoch in (1, 2):
    site = build_site(epoch)
    for path, asset in sorted(site.assets.items()):
        digest.update(path.encode() + asset.body)
    for work in site.works.values():
        digest.update(json.dumps(work_item(site, work)).encode() + work_page(site, work).encode())
print(digest.hexdigest())
"""


def test_two_fresh_processes_make_the_same_bytes() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", _DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] != ""
