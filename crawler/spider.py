"""The Scrapy side of a source: one class for each kind, found by Scrapy's loader."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import Any, ClassVar
from urllib.parse import urlencode

import scrapy
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.crawl import Crawl
from crawler.download import WaitingResponse
from crawler.failures import failure_of
from crawler.lead import Answer, Lead, Reading
from crawler.spec import Question, Source, SourceSpec


class SourceSpider(scrapy.Spider):
    """Base of all spiders. A spider is pure reading; asking, waiting and recording are done for it.

    To add a kind of source:

    #. Subclass this in a module of ``spiders/``, set ``name`` and ``spec``.
    #. Say which ``hosts`` belong to a source.
    #. ``start_leads``: where a walk begins; ``ask``: the first page of a question.
    #. ``read``: bytes to :class:`crawler.lead.Reading`. Put the judging of bytes into ``crawler/judge/``.
    """

    spec: ClassVar[SourceSpec]

    def hosts(self, source: Source) -> frozenset[str]:
        """See :class:`crawler.reader.Reader`."""
        raise NotImplementedError

    def start_leads(self, source: Source) -> Iterable[Lead]:
        """See :class:`crawler.reader.Reader`."""
        return ()

    def suggested_leads(self, source: Source) -> Iterable[Lead]:
        """See :class:`crawler.reader.Reader`. Override it where pages are not asked for by their own address."""
        for url, note, by in source.suggested():
            yield Lead(url, "page", "suggestion", {"note": note, "by": by}, priority=10)

    def ask(self, source: Source, question: Question) -> Lead:
        """See :class:`crawler.reader.Reader`."""
        raise NotImplementedError

    def instead(self, source: Source, lead: Lead) -> tuple[Lead, ...]:
        """See :class:`crawler.reader.Reader`."""
        return ()

    def read(self, source: Source, lead: Lead, answer: Answer) -> Reading:
        """See :class:`crawler.reader.Reader`."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Any]:
        """Yield nothing: the scheduler hands out what the frontier holds."""
        nothings: tuple[Any, ...] = ()
        for nothing in nothings:
            yield nothing


class Asker:
    """Makes Scrapy requests of what a crawl hands out, and hands the answers back."""

    def __init__(self, crawl: Crawl) -> None:
        self.crawl = crawl
        manners = crawl.manners
        self._headers = {
            "User-Agent": manners.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.8",
            "Accept-Language": "en-GB,en;q=0.8",
            "Accept-Encoding": "gzip",
        }
        self._meta: dict[str, Any] = {
            "download_maxsize": manners.max_bytes,
            "dont_redirect": True,
        }
        if manners.proxy:
            self._meta["proxy"] = manners.proxy

    def request(self, pending: Any) -> Request:
        """Return the Scrapy request for a pending address."""
        form = pending.form
        posted = {} if form is None else {"Content-Type": "application/x-www-form-urlencoded"}
        return Request(
            pending.url,
            method="GET" if form is None else "POST",
            body=urlencode([(name, value) for name, value in form or ()]).encode(),
            headers={**self._headers, **posted, **(pending.held.conditions if pending.held else {})},
            callback=self._answered,
            errback=self._failed,
            dont_filter=True,
            meta={**self._meta, "download_timeout": self._timeout(pending.spider), "pending": pending},
        )

    def _timeout(self, spider: str) -> float:
        reader = self.crawl.readers.get(spider)
        return max(self.crawl.manners.timeout, reader.spec.timeout if reader else 0.0)

    def _answered(self, response: Response) -> None:
        request = response.request
        assert request is not None and isinstance(response, WaitingResponse)
        self.crawl.answered(
            request.meta["pending"],
            _request_bytes(request),
            response.status,
            [(name, value) for name, values in response.headers.items() for value in values],
            response.take(),
            str(response.ip_address) if response.ip_address and not self.crawl.manners.proxy else None,
        )

    def _failed(self, failure: Failure) -> None:
        name = failure.type.__name__ if failure.type else "error"
        known = failure_of(name, " ".join(str(failure.value).split())[:1000])
        pending = failure.request.meta["pending"]  # type: ignore[attr-defined]
        self.crawl.failed(
            pending, known.sentence, lasting=known.lasting, trouble=known.trouble, evidence=known.evidence
        )


def _request_bytes(request: Request) -> bytes:
    path = request.url.split("/", 3)[3] if request.url.count("/") > 2 else ""
    host = request.url.split("/", 3)[2]
    lines = [f"{request.method} /{path} HTTP/1.1".encode(), b"Host: " + host.encode()]
    for name, values in request.headers.items():
        lines += [name + b": " + value for value in values]
    return b"\r\n".join(lines) + b"\r\n\r\n" + request.body
