"""A made web walked by the real reader and the real crawl, without a network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crawler.crawl import Crawl
from crawler.manners import Manners
from crawler.spec import Source
from crawler.walks import Walks
from spiders.site import SiteSpider
from store.frontier import Pending
from store.ledger import Entry, Ledger
from store.workspace import Workspace
from tests.crawler.clock import FakeClock

BASE = "https://www.made.example.org"
WORDS = {"A": ["alliancing", "alliance contract"], "C": ["homelessness", "supported housing"]}
SOURCE = Source("la.made-site", "site", "Made", f"{BASE}/", {"words": WORDS, "start": ["sitemap"]})


def page(title: str, *links: tuple[str, str], text: str = "Nothing in particular.", rest: str = "") -> bytes:
    """Return a page with links in its main part."""
    rows = "".join(f"<li><a href='{url}'>{words}</a></li>" for url, words in links)
    return f"<!doctype html><title>{title}</title><main><h1>{title}</h1><p>{text}</p><ul>{rows}</ul>{rest}</main>".encode()


class Walked:
    """One review's folder with one site, which can be stopped and taken up again."""

    def __init__(self, root: Path, served: Mapping[str, bytes], *, patience: int = 0, **options: Any) -> None:
        self.served, self.patience = dict(served), patience
        self.clock = FakeClock()
        self.workspace = Workspace(root)
        self.workspace.prepare()
        with Ledger(self.workspace.ledger) as ledger:
            said = {"words": WORDS, "start": ["sitemap"], **options}
            ledger.append(
                "source",
                {"source": SOURCE.id, "kind": "site", "name": "Made", "url": SOURCE.url, "options": said},
                1,
            )

    def crawl(self) -> Crawl:
        """Take the walk up where it stands."""
        manners = Manners(user_agent="greylit/1 (a@b.uk)", max_pages=5000, max_depth=30, test_hosts=("www.made.example.org",))  # fmt: skip
        crawl = Crawl(
            self.workspace, 1, manners, {"site": SiteSpider()}, self.clock, "greylit/1", lambda: 0.0
        )
        crawl.walks.patience = self.patience
        return crawl

    def asked(self, crawl: Crawl, most: int = 10_000) -> list[str]:
        """Answer what is asked for, and return its paths, without robots.txt and the address that does not exist."""
        found: list[str] = []
        while len(found) < most and (pending := self._next(crawl)) is not None:
            path = pending.url.removeprefix(BASE)
            body = self.served.get(path)
            if pending.lead["kind"] not in ("robots", "probe"):
                found.append(path)
            crawl.answered(
                pending, b"GET / HTTP/1.1\r\n\r\n", 200 if body is not None else 404, [], body or b""
            )
        return found

    def _next(self, crawl: Crawl) -> Pending | None:
        while True:
            pending = crawl.next("site")
            assert crawl.fatal is None, crawl.fatal
            wait = crawl.wait()
            if pending is not None or wait is None:
                return pending
            self.clock.turn(wait + 0.001)

    def rows(self, *kinds: str) -> list[Entry]:
        """Return the rows of the ledger of these kinds."""
        with Ledger(self.workspace.ledger, read_only=True) as ledger:
            return list(ledger.entries(kinds=kinds))


__all__ = ["BASE", "SOURCE", "WORDS", "Walked", "Walks", "page"]
