"""Runs of the publishers' review against the publishers and archives of the miniature web."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

from crawler.clock import SkippingClock
from harvest.demo.hosts import HOSTS, PUBLISHER_HOSTS
from harvest.demo.server import MiniWeb
from tests.whole.council_runs import Asked
from tests.whole.harness import command
from tests.whole.storm import SEEN

#: Where the web archives of the miniature web answer.
ARCHIVES = """
[web_archives]
ask = ["internet-archive", "uk-government-web-archive", "uk-web-archive"]

[web_archives.at]
internet-archive          = "http://ia.webarchive.test/"
uk-government-web-archive = "http://ukgwa.webarchive.test/"
uk-web-archive            = "http://ukwa.webarchive.test/"
"""


def protocol_text(more: str = ARCHIVES) -> str:
    """Return the protocol of the publishers' review, with some sections more."""
    return (files("harvest.demo") / "publishers.toml").read_text(encoding="utf-8") + more


def ask_publishers(folder: Path, text: str, *words: str, epoch: int = 1) -> Asked:
    """Run the review in ``folder/review``, which may hold files already; no pause is waited for."""
    review = folder / "review"
    review.mkdir(parents=True, exist_ok=True)
    (review / "protocol.toml").write_text(text, encoding="utf-8")
    with MiniWeb(clock=SkippingClock(folder / "clock")) as web:
        web.set_epoch(epoch)
        line = command("run", str(review / "protocol.toml"), "--no-progress", *words)
        line += ["--clock", str(folder / "clock"), "--proxy", web.proxy]
        for host in (*HOSTS, *PUBLISHER_HOSTS):
            line += ["--test-host", host]
        ran = subprocess.run(line, capture_output=True, text=True, timeout=170)
        log = [asdict(record) for record in web.requests]
    seen = {"code": ran.returncode, "said": ran.stdout + ran.stderr, "log": log}
    (folder / SEEN).write_text(json.dumps(seen))
    return Asked.of(folder)
