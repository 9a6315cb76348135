"""The numbers a crawl is run by: what the protocol allows, as the crawl process is told."""

from __future__ import annotations

from typing import Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, model_validator


class Manners(BaseModel):
    """Settings of one crawl, recorded with the run.

    Attributes:
        user_agent: the honest name of the crawler, with the contact of the person who runs it.
        delay: seconds between requests to one host; a host that asks for more gets more.
        concurrency: hosts asked at the same time.
        per_host: requests under way to one host; more than 1 only where the host is our own.
        max_pages: requests to one host in one run.
        max_depth: links followed from a start page.
        patience: pages in a row that show nothing of what is sought, after which a best-first walk of a site leaves what
            promises little; 0 for never.
        max_bytes: largest answer that is taken, in bytes.
        max_requests: requests of this sitting, to all hosts together; no limit when ``None``.
        hours: hours of the day in which requests are made, as ``19:00-07:00``; all when ``None``.
        update: ask only for what is new or has changed since earlier runs.
        recheck_after: seconds for which an answer of an earlier run stands unasked, in an update.
        settled_after: seconds after which a file that never changed is not asked for again, in an update.
        refusals: refusals in a row after which a host is left for this run.
        timeout: seconds for one whole answer.
        attempts: how often an address is asked when the host is in trouble.
        proxy: address of a proxy that all requests go through, if any.
        test_hosts: hosts exempt from the public-address check.
        clock: file of a clock that skips waits instead of sleeping (:class:`crawler.clock.SkippingClock`);
            only where all hosts are test hosts behind a proxy on this machine.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    user_agent: str
    delay: float = 5.0
    concurrency: int = 8
    per_host: int = 1
    max_pages: int = 2000
    max_depth: int = 4
    patience: int = 300
    max_bytes: int = 40_000_000
    max_requests: int | None = None
    hours: str | None = None
    update: bool = False
    recheck_after: float = 30 * 86400.0
    settled_after: float | None = None
    refusals: int = 5
    timeout: float = 60.0
    attempts: int = 3
    proxy: str | None = None
    test_hosts: tuple[str, ...] = ()
    clock: str | None = None

    @model_validator(mode="after")
    def _skips_no_time_of_others(self) -> Self:
        if self.clock and urlsplit(self.proxy or "").hostname not in ("127.0.0.1", "::1", "localhost"):
            raise ValueError("time may be skipped only behind a proxy on this machine")
        return self

    @property
    def robots_agent(self) -> str:
        """The product token that robots.txt groups are matched by (RFC 9309, 2.2.1)."""
        return self.user_agent.split("/")[0]
