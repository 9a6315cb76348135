"""A crawl without Scrapy: a reader that follows a script, and a hand that feeds it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.crawl import Crawl
from crawler.lead import Answer, Lead, Reading
from crawler.manners import Manners
from crawler.reader import Reader
from crawler.spec import Question, Source, SourceSpec
from store.frontier import Pending
from store.ledger import Entry, Ledger
from store.workspace import Workspace
from tests.crawler.clock import FakeClock

SITE = "https://one.example.org"
OPEN = b"User-agent: *\nDisallow:\n"


class ScriptedReader:
    """Asks ``/search?q=...`` and leads wherever the script says a path leads."""

    def __init__(
        self,
        script: Mapping[str, Reading | Exception] | None = None,
        *,
        min_delay: Mapping[str, float] | None = None,
    ) -> None:
        self.spec = SourceSpec(
            kind="scripted", title="Scripted", parser="scripted/1", min_delay=dict(min_delay or {})
        )
        self.script = dict(script or {})
        self.read_urls: list[str] = []

    def hosts(self, source: Source) -> frozenset[str]:
        return frozenset({"one.example.org", "two.example.org"})

    def start_leads(self, source: Source) -> Iterable[Lead]:
        return [page(path) for path in source.strings("start")]

    def suggested_leads(self, source: Source) -> Iterable[Lead]:
        return [page(url, "suggestion") for url, _, _ in source.suggested()]

    def ask(self, source: Source, question: Question) -> Lead:
        return Lead(
            f"{SITE}/search?q={question.sent}", "search", "question", {"n": 1}, question.id, priority=10
        )

    def instead(self, source: Source, lead: Lead) -> tuple[Lead, ...]:
        return ()

    def read(self, source: Source, lead: Lead, answer: Answer) -> Reading:
        self.read_urls.append(answer.url)
        scripted = self.script.get(
            answer.url.removeprefix(SITE), Reading("read" if answer.status == 200 else "failed")
        )
        if isinstance(scripted, Exception):
            raise scripted
        return scripted


def page(path: str, why: str = "start", **more: Any) -> Lead:
    return Lead(path if "://" in path or not path.startswith("/") else SITE + path, "page", why, **more)


@dataclass
class Site:
    """One review's folder with a crawl over it, which can be dropped and taken up again."""

    root: Path
    reader: Reader
    clock: FakeClock = field(default_factory=FakeClock)
    manners: Manners = field(default_factory=lambda: Manners(user_agent="greylit/1 (a@b.uk)", delay=5.0))
    run: int = 1

    def __post_init__(self) -> None:
        self.workspace = Workspace(self.root)
        self.workspace.prepare()

    def plan(self, *start: str, questions: Iterable[str] = (), run: int = 1) -> None:
        with Ledger(self.workspace.ledger) as ledger:
            options = {"start": list(start)}
            ledger.append(
                "source",
                {"source": "s", "kind": "scripted", "name": "S", "url": SITE, "options": options},
                run,
            )
            for each in questions:
                ledger.append(
                    "question", {"question": f"q-{each}", "source": "s", "meant": each, "sent": each}, run
                )

    def crawl(self) -> Crawl:
        return Crawl(
            self.workspace, self.run, self.manners, {"scripted": self.reader}, self.clock, "greylit/1",
            chance=lambda: 0.0,
        )  # fmt: skip

    def rows(self, *kinds: str) -> list[Entry]:
        with Ledger(self.workspace.ledger, read_only=True) as ledger:
            assert ledger.verify() is None
            return list(ledger.entries(kinds=kinds))

    def bodies(self, row: str, /, **having: Any) -> list[dict[str, Any]]:
        rows = [entry.body for entry in self.rows(row)]
        return [body for body in rows if all(body.get(key) == value for key, value in having.items())]


def site(tmp_path: Path, script: dict[str, Any] | None = None, **manners: Any) -> Site:
    """Return a folder with the scripted reader; ``manners`` replace the numbers of the crawl."""
    numbers = {"delay": 5.0, **manners}
    return Site(
        tmp_path / "review",
        ScriptedReader(script),
        manners=Manners(user_agent="greylit/1 (a@b.uk)", **numbers),
    )


def answer(crawl: Crawl, pending: Pending, status: int = 200, body: bytes = b"", **headers: str) -> None:
    """Feed one answer. Names of headers are given with underscores."""
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    crawl.answered(pending, b"GET / HTTP/1.1\r\n\r\n", status, sent, body)


def turn_until_asked(crawl: Crawl, clock: FakeClock, most: float = 10_000) -> Pending | None:
    """Turn the clock to each next moment until the crawl hands out an address; ``None`` when it has none."""
    waited = 0.0
    while waited < most:
        pending = crawl.next("scripted")
        if pending is not None:
            return pending
        wait = crawl.wait()
        if wait is None or crawl.fatal:
            return None
        clock.turn(wait + 0.001)
        waited += wait + 0.001
    raise AssertionError(f"nothing was handed out in {most} s")


def walk(
    crawl: Crawl, clock: FakeClock, answers: Mapping[str, tuple[int, bytes]] | None = None, most: int = 100
) -> list[str]:
    """Answer everything that is handed out: 200 and a body of its own unless ``answers`` say otherwise."""
    asked: list[str] = []
    for _ in range(most):
        pending = turn_until_asked(crawl, clock)
        if pending is None:
            return asked
        asked.append(pending.url.removeprefix(SITE))
        status, body = (answers or {}).get(
            asked[-1], (200, OPEN if asked[-1].endswith("/robots.txt") else pending.url.encode())
        )
        answer(crawl, pending, status, body, Content_Type="text/plain")
    raise AssertionError(f"still asking after {most} requests: {asked[-5:]}")
