"""Whether Scrapy still asks for forbidden pages while it waits for robots.txt: the reason for a gate of our own."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

STOCK = """
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess

class Stock(scrapy.Spider):
    name = "stock"

    async def start(self):
        for number in range(8):
            yield scrapy.Request(f"{sys.argv[1]}page/{number}")

    def parse(self, response):
        print(json.dumps(response.url), flush=True)

process = CrawlerProcess({
    "ROBOTSTXT_OBEY": True, "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
})
process.crawl(Stock)
process.start()
"""


@contextmanager
def forbidden_site() -> Iterator[tuple[str, list[str]]]:
    """Serve a site that forbids everything, and says so slowly."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            if self.path == "/robots.txt":
                time.sleep(0.5)
            body = b"User-agent: *\nDisallow: /\n" if self.path == "/robots.txt" else b"<p>private</p>"
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        server.server_close()


def test_stock_scrapy_still_asks_for_pages_that_a_slow_robots_txt_forbids() -> None:
    with forbidden_site() as (url, asked):
        ran = subprocess.run(
            [sys.executable, "-c", STOCK, url],
            capture_output=True, text=True, timeout=60, cwd=Path(__file__).parents[2], check=True,
        )  # fmt: skip
    got = [json.loads(line) for line in ran.stdout.splitlines()]
    assert "/robots.txt" in asked, "the check reads nothing"
    leaked = [path for path in asked if path != "/robots.txt"]
    assert len(leaked) == len(got)
    assert leaked, (
        "Scrapy has mended its race: it asked for nothing before robots.txt answered. Take the sentence about this "
        "race out of docs/explanation/law-and-manners.md, and this test. The gate stays: it also closes hosts whose "
        "robots.txt fails, and keeps the rule that forbade each address."
    )
