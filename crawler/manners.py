"""The numbers a crawl is run by: what the protocol allows, as the crawl process is told."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Manners(BaseModel):
    """Settings of one crawl, recorded with the run.

    Attributes:
        user_agent: the honest name of the crawler, with the contact of the person who runs it.
        delay: seconds between requests to one host; a host that asks for more gets more.
        concurrency: hosts asked at the same time.
        per_host: requests under way to one host; more than 1 only where the host is our own.
        max_pages: requests to one host in one run.
        max_depth: links followed from a start page.
        max_bytes: largest answer that is taken, in bytes.
        max_requests: requests of this sitting, to all hosts together; no limit when ``None``.
        timeout: seconds for one whole answer.
        attempts: how often an address is asked when the host is in trouble.
        proxy: address of a proxy that all requests go through, if any.
        test_hosts: hosts exempt from the public-address check.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    user_agent: str
    delay: float = 5.0
    concurrency: int = 8
    per_host: int = 1
    max_pages: int = 2000
    max_depth: int = 4
    max_bytes: int = 40_000_000
    max_requests: int | None = None
    timeout: float = 60.0
    attempts: int = 3
    proxy: str | None = None
    test_hosts: tuple[str, ...] = ()

    @property
    def robots_agent(self) -> str:
        """The product token that robots.txt groups are matched by (RFC 9309, 2.2.1)."""
        return self.user_agent.split("/")[0]
