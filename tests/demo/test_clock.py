"""The clock of the miniature web: it can be turned, and everything that is dated goes by it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
import requests

from crawler.clock import SkippingClock
from harvest.demo.server import MiniWeb

URL = "http://www.gov.test/robots.txt"
CONTROL = "http://control.test/__clock"


@pytest.mark.parametrize(("length", "seconds"), [("5m", 300), ("90s", 90), ("2h", 7200), ("1d", 86_400)])
def test_time_turned_forward_shows_in_the_log_and_in_dates(
    turned: MiniWeb, stormy: requests.Session, length: str, seconds: int
) -> None:
    before = parsedate_to_datetime(stormy.get(URL).headers["Date"]).timestamp()
    assert abs(before - time.time()) < 5
    said = stormy.get(f"{CONTROL}?advance={length}").json()
    after = parsedate_to_datetime(stormy.get(URL).headers["Date"]).timestamp()
    first, second = turned.requests
    assert seconds <= second.t - first.ended < seconds + 5
    assert seconds - 2 <= after - before < seconds + 5
    assert abs(said["now"]["epoch"] - time.time() - seconds) < 5


def test_whoever_turns_the_shared_file_turns_the_web(
    turned: MiniWeb, clock: SkippingClock, stormy: requests.Session
) -> None:
    stormy.get(URL)
    SkippingClock(clock._path).advance(1000)
    stormy.get(URL)
    assert turned.requests[1].t - turned.requests[0].t >= 1000


@pytest.mark.parametrize("length", ["", "5", "m", "-5m", "soon"])
def test_what_is_no_length_of_time_is_refused_with_a_sentence(stormy: requests.Session, length: str) -> None:
    answer = stormy.get(f"{CONTROL}?advance={length}")
    assert (answer.status_code, "duration" in answer.text) == (400, True)


def test_the_clock_can_be_read_and_a_machine_clock_not_turned(client: requests.Session) -> None:
    assert abs(client.get(CONTROL).json()["now"]["epoch"] - time.time()) < 5
    answer = client.get(f"{CONTROL}?advance=5m")
    assert answer.status_code == 400
    assert "--clock" in answer.text


def test_a_process_of_its_own_shares_the_file(tmp_path: Path) -> None:
    log, file = tmp_path / "log.jsonl", tmp_path / "clock"
    words = [
        sys.executable,
        "-m",
        "harvest.demo.server",
        "--log",
        str(log),
        "--clock",
        str(file),
        "--epoch",
        "3",
    ]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        proxy = process.stdout.readline().strip()
        for _ in range(2):
            assert requests.get(URL, proxies={"http": proxy}, timeout=10).status_code == 200
            SkippingClock(file).advance(60)
        assert (
            requests.get("http://control.test/__clock", proxies={"http": proxy}, timeout=10).json()["epoch"]
            == 3
        )
        process.communicate("", timeout=10)
    first, second = (json.loads(line) for line in log.read_text().splitlines())
    assert second["t"] - first["ended"] >= 60
