"""Scrapy's scheduler, pulling plain addresses from the frontier of the crawl."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from crawler.clock import SkippingClock
from crawler.spider import Asker

#: Scrapy looks at its scheduler again only every five seconds when it was handed nothing, so it is
#: called when the first host may be asked; never sooner than this, in seconds.
SHORTEST_WAIT = 0.002


class FrontierScheduler(BaseScheduler):
    """Hands Scrapy one request at a time, when its host may be asked."""

    #: Set by the crawl process before any engine starts: there is one crawl a process.
    asker: ClassVar[Asker]

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FrontierScheduler:
        """Make the scheduler of one engine."""
        return cls(crawler)

    def open(self, spider: Any) -> None:
        """Remember which spider's addresses are handed out."""
        self._name = spider.name

    def has_pending_requests(self) -> bool:
        """Tell whether the spider has addresses that are not done."""
        crawl = self.asker.crawl
        return crawl.fatal is None and not crawl.spent and crawl.frontier.open_for(self._name)

    def enqueue_request(self, request: Request) -> bool:
        """Refuse: spiders hand the crawl leads, never requests."""
        return False

    def next_request(self) -> Request | None:
        """Return a request whose host may be asked now."""
        crawl = self.asker.crawl
        while (pending := crawl.next(self._name)) is not None:
            try:
                return self.asker.request(pending)
            except ValueError as error:
                # Scrapy reads addresses more strictly than whoever wrote this one.
                crawl.failed(pending, f"it is no address that can be asked for: {error}", lasting=True)
        wait = crawl.wait()
        if wait and isinstance(crawl.clock, SkippingClock):
            # Time is turned forward only while nothing is under way, or answers would seem to take hours.
            # What is under way may be another spider's, whose end wakes nobody here.
            if crawl.pace.idle():
                crawl.clock.advance(wait)
            wait = 0.0
        if wait is not None and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(max(wait, SHORTEST_WAIT), self._wake)
        return None

    def _wake(self) -> None:
        self._timer = None
        slot = getattr(self._crawler.engine, "_slot", None)
        if slot is not None:
            slot.nextcall.schedule()

    def close(self, reason: str) -> None:
        """Stop waiting."""
        if self._timer is not None:
            self._timer.cancel()
