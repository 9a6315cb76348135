"""Nothing that a host sends becomes a path, a line of a log, an order to a terminal or a statement of SQL.

One real run over a site whose titles, headers, file names and addresses mean harm, and every command after it.
"""

from __future__ import annotations

import json
import os
import random
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb
import pytest

from store.ledger import Ledger
from tests.cli.said import DANGEROUS, Greylit

#: Orders to a terminal: another title, red, the cursor home, everything away, and the same in one byte (C1).
ESCAPES = "\x1b]0;taken over\x07\x1b[31m\x1b[H\x1b[2J\x9b31m\x08\x08\r"
#: A direction that is turned round, so that the end is read first.
TURNED = "\u202efdp.exe\u202c\u2066"
SQL = "'; drop table document; delete from record; --"
FORMATS = "%s %n %(message)s {0} {0.__class__} ${HOME} $(touch pwned) `touch pwned`"
PATHS = "../../../../../../tmp/pwned"


def text(name: str) -> str:
    """Return a paper that is like no other, so that it becomes a record of its own."""
    words = random.Random(name)
    return " ".join(
        f"In {words.choice(['alpha', 'beta', 'gamma', 'delta'])} {words.randrange(10**6)} the alliance contract brought"
        f" social care and {words.choice(['trust', 'risk', 'money', 'staff'])} {words.randrange(10**6)} together."
        for _ in range(40)
    )


#: As a page writes them: bytes that no text has would make it a file of another kind.
WRITTEN = "".join(f"&#{ord(each)};" if ord(each) < 32 else each for each in ESCAPES)

TITLES = {
    "escapes": f"Alliance contract {WRITTEN} one",
    "turned": f"Alliance contract {TURNED} two",
    "sql": f"Alliance contract {SQL} three",
    "formats": f"Alliance contract {FORMATS} four",
    "paths": f"Alliance contract {PATHS} five",
    "markup": "Alliance contract <script>alert(1)</script> &lt;b&gt; ]]> six",
    "formula": '=HYPERLINK("http://evil.example";"Alliance contract") seven',
    "lines": "Alliance contract\nINFO: a line that nobody wrote\r\n2026-01-01 [scrapy] ERROR eight",
}
#: Addresses as a page writes them.
ADDRESSES = [
    "/it's \"quoted\"", "/percent%25s%25n", "/braces{0}{self}", "/sql';drop%20table%20capture;--", "/..%2f..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/tmp/pwned", "/nul%00byte", "/esc%1b[31m", "/line%0d%0aSet-Cookie:%20a=b", "/" + "long/" * 300, "/turned%E2%80%AEfdp",
    "/a?b='%20or%201=1&c=%25s", "/$(touch%20pwned)", "/`touch%20pwned`", "/|touch%20pwned", "/~root/.ssh/id_rsa", "/con", "/-rf", "/*",
]  # fmt: skip


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    cookies: list[str]

    def do_GET(self) -> None:
        self.cookies += self.headers.get_all("Cookie") or []
        name = self.path.strip("/")
        if name == "robots.txt":
            body = f"User-agent: *\nDisallow: /forbidden{ESCAPES}x\nDisallow: /forbidden\n".encode()
            self.answer(body, ("Content-Type", "text/plain"))
        elif name == "":
            links = "".join(
                f'<a href="{quote(each, safe="/%?=&;:$@!*+,-._~()")}">x</a>' for each in ADDRESSES
            )
            links += "".join(f'<a href="/title/{each}">{WRITTEN}</a>' for each in TITLES)
            links += (
                "<a href='/to'>x</a><a href='/forbidden'>x</a><a href='/refused'>x</a><a href='/file'>x</a>"
            )
            self.answer(f"<title>{SQL}</title>{links}".encode())
        elif name.startswith("title/"):
            title = TITLES[name.removeprefix("title/")]
            head = f"<title>{title}</title><meta name=author content='{WRITTEN}{FORMATS}'>"
            self.answer(
                f"<html><head>{head}</head><body><h1>{title}</h1><p>{text(name)}</p></body></html>".encode()
            )
        elif name == "to":
            self.send_response(302)
            self.send_header(
                "Location", f"/after{ESCAPES.replace(chr(13), '')}{PATHS}".encode().decode("latin-1")
            )
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif name == "refused":
            self.send_response(403, f"No{ESCAPES}".replace("\r", ""))
            self.answer(f"<title>Access denied {WRITTEN}{SQL}</title>".encode(), begun=True)
        elif name == "file":
            pages = (Path(__file__).parent.parent / "text" / "made.py").read_bytes()
            self.answer(pages, ("Content-Type", "application/octet-stream"))
        elif name == "":
            self.answer(b"")
        else:
            self.send_response(404)
            self.answer(b"<title>nothing here</title>", begun=True)

    def answer(self, body: bytes, *lines: tuple[str, str], begun: bool = False) -> None:
        if not begun:
            self.send_response(200)
        told = {name.lower() for name, _ in lines}
        for name, value in (
            *lines,
            *([] if "content-type" in told else [("Content-Type", f"text/html; charset={ESCAPES[:-1]}")]),
            ("Content-Disposition", f'attachment; filename="{PATHS}"; filename*=UTF-8\'\'..%2f..%2fpwned'),
            ("ETag", f'"{SQL}{ESCAPES[:-1]}"'), ("Last-Modified", FORMATS), ("Server", ESCAPES[:-1]),
            ("Set-Cookie", "session=stolen; Domain=.example.org; Path=/"), ("X-" + "Y" * 300, "z" * 8000),
            ("Content-Language", f"en{SQL}"), ("Link", f"<{PATHS}>; rel=canonical"),
        ):  # fmt: skip
            self.send_header(name, value.encode("utf-8").decode("latin-1"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@dataclass
class Ran:
    folder: Path
    host: str
    said: dict[str, str]
    cookies: list[str]

    def greylit(self, *words: str) -> str:
        """Run a command in the review; return everything it says."""
        with pytest.MonkeyPatch.context() as patch:
            said = Greylit(patch)(*words, cwd=self.folder)
        assert said.code in (0, 1, 3, 4), (words, said)
        assert "Traceback" not in said.out + said.err, said
        return said.out + said.err


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    handler = type("Site", (Site,), {"cookies": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        host = f"127.0.0.1:{server.server_address[1]}"
        folder = tmp_path_factory.mktemp("words") / "a" / "b" / "c" / "review"
        folder.mkdir(parents=True)
        protocol = (files("harvest.demo") / "review.toml").read_text(encoding="utf-8")
        source = f'[[sources]]\nid = "site"\nname = "A site"\ntype = "site"\nurl = "http://{host}/"\nprisma = "website"\n\n'
        protocol = re.sub(r"\[\[sources\]\].*?(?=\[screening\])", source, protocol, flags=re.DOTALL)
        (folder / "protocol.toml").write_text(protocol.replace('"50ms"', '"1ms"'), encoding="utf-8")
        found = Ran(folder, host, {}, handler.cookies)  # type: ignore[attr-defined]
        found.said["run"] = found.greylit("run", "protocol.toml", "--test-host", host, "--no-progress")
        server.shutdown()
        yield found


#: Every command that shows what was found.
COMMANDS = [
    "status", "status --json", "records", "records --json", "records --csv", "records --unread", "hosts", "hosts --json",
    "hosts --blocked", "show R00001", "show R00001 --json", "show R00003", "audit", "audit --json",
    "query select:url,outcome,detail,mime:from:capture", "why /title/escapes", "why /forbidden", "why /to", "why /refused", "why /title/sql --json",
    "why /after", "diff 1 1", "rebuild",
]  # fmt: skip


@pytest.fixture(scope="module")
def said(ran: Ran) -> dict[str, str]:
    """What each command says."""
    for line in COMMANDS:
        words = [word.replace(":", " ") for word in line.split()]
        words = [f"http://{ran.host}{word}" if word.startswith("/") else word for word in words]
        ran.said[line] = ran.greylit(*words)
    for name in ("csv", "ris", "csl-json", "jsonl", "xlsx", "manual-search"):
        ran.said[f"export {name}"] = ran.greylit("export", "--to", name)
    return ran.said


def test_the_records_are_there_under_their_own_titles(ran: Ran) -> None:
    database = duckdb.connect(str(ran.folder / "greylit.duckdb"), read_only=True)
    try:
        titles = " ".join(title for (title,) in database.execute("select title from record").fetchall())
        tables = {name for (name,) in database.execute("select table_name from duckdb_tables()").fetchall()}
    finally:
        database.close()
    assert "drop table document" in titles and "{0.__class__}" in titles and "../tmp/pwned" in titles
    for word in ("one", "two", "three", "four", "five", "eight"):
        assert word in titles, titles
    assert {"document", "capture"} <= tables


def test_no_command_gives_orders_to_the_terminal(said: dict[str, str]) -> None:
    assert any("drop table" in text for text in said.values()), "or nothing of it was shown"
    for line, text in said.items():
        wrong = DANGEROUS.search(text)
        assert wrong is None, (line, text[max(0, wrong.start() - 60) : wrong.end() + 60])


def test_no_line_is_forged(said: dict[str, str], ran: Ran) -> None:
    for line, text in said.items():
        assert not re.search(r"^\s*(?:INFO|\d{4}-\d\d-\d\d \[scrapy\])", text, re.MULTILINE), line
    for path in (ran.folder / "logs").iterdir():
        log = path.read_bytes()
        assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", log), path
        assert b"a line that nobody wrote" not in log


def test_no_file_is_named_by_a_host(said: dict[str, str], ran: Ran) -> None:
    top = ran.folder.parents[2]
    found = {path.relative_to(ran.folder) for path in top.rglob("*") if path.is_file()}
    assert not [path for path in found if "pwned" in str(path) or ".." in str(path)]
    assert not Path("/tmp/pwned").exists() and not any(Path(each).exists() for each in ("pwned", "/pwned"))
    tops = {path.parts[0] for path in found}
    assert tops <= {
        "protocol.toml", "ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "frontier.sqlite", "frontier.sqlite-wal",
        "frontier.sqlite-shm", "greylit.duckdb", "archive", "logs", "exports", "imports", ".lock", "lock", "permissions.csv", ".gitignore",
    }, tops  # fmt: skip


def test_addresses_are_kept_as_they_were_written_and_asked_once(ran: Ran) -> None:
    with Ledger(ran.folder / "ledger.sqlite", read_only=True) as ledger:
        assert ledger.verify() is None
        urls = [entry.body["url"] for entry in ledger.entries(kinds=("fetch", "skip"))]
    assert len(urls) == len(set(urls))
    assert any("drop" in url for url in urls) and any("touch" in url for url in urls)
    assert all(url.isascii() and not re.search(r"[\x00-\x20\x7f]", url) for url in urls)


def test_cookies_are_never_sent_back(ran: Ran) -> None:
    assert ran.cookies == []


def test_json_stays_json(said: dict[str, str]) -> None:
    for line, text in said.items():
        if line.endswith("--json"):
            assert json.loads(text)["schema"].startswith("greylit/"), line
    assert os.environ.get("HOME", "/root") not in said["records"], "a format was filled in"
