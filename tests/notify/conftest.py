from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import harvest.cli
from harvest.ending import Ended
from harvest.errors import Exit
from harvest.notify import Told, tell
from harvest.notify.sending import _TALKERS
from harvest.protocol import load_protocol
from store.ledger import Entry
from tests.cli.said import Greylit
from tests.hosts.made import PROTOCOL, Made

#: What stands in the variable besides host and port, and may be read nowhere.
SECRET = "s3cret-t0ken-of-the-team"
CODES = {"ok": Exit.OK, "partial": Exit.PARTIAL, "failed": Exit.UNEXPECTED, "limit": Exit.LIMIT,
         "interrupted": Exit.INTERRUPTED}  # fmt: skip


@dataclass
class Webhook:
    """A service on this machine that takes messages as Apprise posts them."""

    port: int = 0
    status: int = 200
    wait: threading.Event | None = None
    got: list[dict[str, Any]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"json://team:{SECRET}@127.0.0.1:{self.port}/{SECRET}"


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    hook = Webhook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.got.append({**json.loads(body), "path": self.path, "by": self.headers["User-Agent"]})
            if hook.wait:
                hook.wait.wait(20)
            self.send_response(hook.status)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook.port = server.server_address[1]
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield hook
    server.shutdown()
    server.server_close()


class Review:
    """A review whose runs end as a test says, and that tells of it."""

    def __init__(self, folder: Path, hook: Webhook) -> None:
        folder.mkdir()
        self.made = Made(folder)
        self.hook = hook
        self.environment = {"GREYLIT_NOTIFY": hook.address}
        self.notify('["failed", "partial"]')

    @property
    def folder(self) -> Path:
        return self.made.workspace.root

    def notify(self, on: str, to: str = '["${GREYLIT_NOTIFY}"]') -> None:
        path = self.folder / "protocol.toml"
        path.write_text(f"{PROTOCOL}\n[notify]\non = {on}\nto = {to}\n", encoding="utf-8")
        self.made._protocol = load_protocol(path)

    def run(self, outcome: str = "ok") -> int:
        number = self.made.run()
        for place in ("/a", "/b"):
            self.made.fetch(place, "read" if outcome == "ok" else "refused", status=200 if outcome == "ok" else 403,
                            detail="HTTP 403")  # fmt: skip
        return self.end(outcome, number)

    def end(self, outcome: str, number: int) -> int:
        self.made.ended(outcome)
        self.made.database().close()
        return number

    def tell(self, number: int, outcome: str, code: Exit | None = None, detail: str = "made") -> list[Told]:
        ended = Ended(number, outcome, detail, CODES[outcome] if code is None else code, [])
        return tell(self.made.workspace, self.made.ledger, ended, self.environment)

    def runs(self, *outcomes: str) -> list[str]:
        """Run once for each outcome; return the titles that came of it."""
        before = len(self.hook.got)
        for outcome in outcomes:
            self.tell(self.run(outcome), outcome)
        return [each["title"].removeprefix("greylit made: ") for each in self.hook.got[before:]]

    @property
    def rows(self) -> list[Entry]:
        return list(self.made.ledger.entries(kinds=("notified",)))


@pytest.fixture
def review(tmp_path: Path, webhook: Webhook) -> Review:
    return Review(tmp_path / "made", webhook)


@pytest.fixture(autouse=True)
def nothing_is_given_away(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> Iterator[None]:
    """No address is printed, logged or kept, whatever a test does."""
    caplog.set_level(logging.DEBUG)
    loggers = [logging.getLogger(name) for name in _TALKERS]
    before = [(each.propagate, list(each.handlers)) for each in loggers]
    yield
    for each, (propagate, handlers) in zip(loggers, before, strict=True):
        each.propagate, each.handlers = propagate, handlers
    said = capfd.readouterr()
    logged = [each.getMessage() for when in ("setup", "call") for each in caplog.get_records(when)]
    assert SECRET not in "\n".join([said.out, said.err, caplog.text, *logged])
    for path in tmp_path.glob("made/ledger.sqlite*"):
        assert SECRET.encode() not in path.read_bytes()


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Greylit:
    """Run a command in this process."""
    monkeypatch.setitem(harvest.cli._ALL, "schedule", ("schedule", ""))
    return Greylit(monkeypatch)
