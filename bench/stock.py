"""Stock Scrapy: the spider a good Scrapy user writes first, with Scrapy's own settings. The baseline.

    python -m bench.stock fetch http://127.0.0.1:PORT/ ...
    python -m bench.stock text --proxy http://127.0.0.1:PORT http://site1.test/ ...

``fetch`` fetches all pages and PDFs and follows all links; ``text`` also takes the text out of both, in the callback,
and writes it to a JSON-lines feed. Prints one line of JSON (``Result``).

What is not Scrapy's default, and why: ``ROBOTSTXT_OBEY`` is on, as the project template has it. ``LOG_LEVEL`` is INFO
and the log goes to a file: the default, DEBUG to the terminal, costs about 8 % more and nobody leaves it on; so the
baseline is the faster of the two. The template's delay of one second and one request per domain are left out (the
library's own 16 and 8 hold): they would change the wall clock, not the work. ``LinkExtractor`` skips PDFs by default,
so that one entry is taken off its list.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import resource
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import HtmlResponse, Response
from scrapy.linkextractors import IGNORED_EXTENSIONS, LinkExtractor

OUT = Path(__file__).parent / "out"


@dataclass(frozen=True, slots=True)
class Result:
    """What a run did and cost. CPU is user and system time of the process and its children."""

    mode: str
    documents: int
    html: int
    pdf: int
    characters: int  # of text, in mode ``text``
    wall_seconds: float
    cpu_seconds: float
    startup_cpu_seconds: float  # the part of it spent before the crawl starts: imports
    peak_rss_mb: float


class StockSpider(scrapy.Spider):
    """Follows every link of the sites it starts from."""

    name = "stock"

    def __init__(self, urls: list[str], mode: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = urls
        self.allowed_domains = [str(urlsplit(url).hostname) for url in urls]
        self.text = mode == "text"
        self.html = self.pdf = self.characters = 0
        skip = [extension for extension in IGNORED_EXTENSIONS if extension != "pdf"]
        self.links = LinkExtractor(deny_extensions=skip)

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for url in self.start_urls:
            yield scrapy.Request(url)

    def parse(self, response: Response) -> Iterator[scrapy.Request | dict[str, str]]:
        if isinstance(response, HtmlResponse):
            self.html += 1
            if self.text:
                yield self.item(response, html_text(response.text))
            for link in self.links.extract_links(response):
                yield scrapy.Request(link.url)
        else:
            self.pdf += 1
            if self.text:
                yield self.item(response, pdf_text(response.body))

    def item(self, response: Response, text: str) -> dict[str, str]:
        self.characters += len(text)
        return {"url": response.url, "text": text}


def html_text(html: str) -> str:
    """Main text of a page, with trafilatura's own settings."""
    # Imported on first use: mode ``fetch`` should not pay for it.
    import trafilatura

    return trafilatura.extract(html) or ""


def pdf_text(data: bytes) -> str:
    """Text of all pages of a PDF."""
    import pypdfium2

    pages = []
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            text = page.get_textpage()
            pages.append(text.get_text_range())
            text.close()
            page.close()
    return "\n".join(pages)


def cpu_seconds() -> float:
    """User and system time of this process and of the children it has waited for."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def peak_rss_mb() -> float:
    """Highest resident memory of this process, in MB."""
    # Not ru_maxrss: Linux lets a process inherit the peak of the one which started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def crawl(mode: str, urls: list[str], *, feed: Path, log: Path) -> Result:
    """Crawl the sites; one call a process, as Scrapy's reactor starts only once."""
    settings: dict[str, Any] = {"ROBOTSTXT_OBEY": True, "LOG_LEVEL": "INFO", "LOG_FILE": str(log)}
    if mode == "text":
        settings["FEEDS"] = {feed: {"format": "jsonlines", "overwrite": True}}
    began, startup = time.perf_counter(), cpu_seconds()
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(StockSpider)
    process.crawl(crawler, urls=urls, mode=mode)
    process.start()
    spider = crawler.spider
    assert isinstance(spider, StockSpider)
    return Result(
        mode=mode,
        documents=spider.html + spider.pdf,
        html=spider.html,
        pdf=spider.pdf,
        characters=spider.characters,
        wall_seconds=round(time.perf_counter() - began, 3),
        cpu_seconds=round(cpu_seconds(), 3),
        startup_cpu_seconds=round(startup, 3),
        peak_rss_mb=round(peak_rss_mb(), 1),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Crawl sites with stock Scrapy and print what it cost.")
    parser.add_argument("mode", choices=["fetch", "text"])
    parser.add_argument("urls", nargs="+", metavar="URL", help="home pages of the sites")
    parser.add_argument("--proxy", help="fetch through this proxy")
    parser.add_argument("--feed", type=Path, default=OUT / "stock.jsonl", help="where mode text writes")
    parser.add_argument("--log", type=Path, default=OUT / "stock.log", help="Scrapy's log")
    options = parser.parse_args()
    # Scrapy's proxy middleware reads the environment; one left over from the user must not send us elsewhere.
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        os.environ.pop(name, None)
    if options.proxy:
        os.environ["http_proxy"] = options.proxy
    for path in (options.feed, options.log):
        path.parent.mkdir(parents=True, exist_ok=True)
    options.log.unlink(missing_ok=True)
    logging.captureWarnings(True)
    result = crawl(options.mode, options.urls, feed=options.feed, log=options.log)
    print(json.dumps(asdict(result)))


if __name__ == "__main__":
    main()
