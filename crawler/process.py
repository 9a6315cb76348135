"""The crawl process: Scrapy engines over one frontier. Started by :mod:`crawler.start`."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import threading
from pathlib import Path

from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings

from crawler import settings as ours
from crawler.clock import Clock, SkippingClock, SystemClock
from crawler.crawl import Crawl
from crawler.download import GuardedHandler
from crawler.manners import Manners
from crawler.proxies import VARIABLE, proxy_of
from crawler.resolver import GuardResolver
from crawler.scheduler import FrontierScheduler
from crawler.sources import spiders
from crawler.spider import Asker
from store.errors import StoreError
from store.workspace import Workspace

#: Exit codes of this process; the parent turns them into its own.
FINISHED, INTERRUPTED, STORE = 0, 11, 7


def _settings(workspace: Workspace, run: int, manners: Manners) -> Settings:
    settings = Settings()
    settings.setmodule(ours, priority="project")
    settings.update(
        {
            "CONCURRENT_REQUESTS": manners.concurrency * manners.per_host,
            "CONCURRENT_REQUESTS_PER_DOMAIN": manners.per_host,
            "DOWNLOAD_TIMEOUT": manners.timeout,
            "DOWNLOAD_MAXSIZE": manners.max_bytes,
            "DOWNLOAD_WARNSIZE": 0,
            "LOG_FILE": str(workspace.logs / f"run-{run:04d}.log"),
        },
        priority="cmdline",
    )
    if sys.platform != "win32":
        settings.set("ASYNCIO_EVENT_LOOP", "uvloop.Loop", priority="cmdline")
    return settings


def _watch_parent(process: CrawlerProcess) -> None:
    """Stop when the parent is gone: its end of our standard input closes with it."""

    def watch() -> None:
        sys.stdin.buffer.read()
        from twisted.internet import reactor

        reactor.callFromThread(process.stop)

    threading.Thread(target=watch, daemon=True).start()


def main(arguments: list[str] | None = None) -> int:
    """Crawl until the frontier is empty, the parent is gone, or a person stops it."""
    parser = argparse.ArgumentParser(prog="python -m crawler.process")
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--run", type=int, required=True)
    parser.add_argument("--software", required=True)
    parser.add_argument("--manners", required=True, help="the numbers of the crawl, JSON")
    options = parser.parse_args(arguments)
    workspace, manners = Workspace(options.workspace), Manners.model_validate_json(options.manners)
    readers = {name: spider() for name, spider in spiders().items()}
    clock: Clock = SkippingClock(Path(manners.clock)) if manners.clock else SystemClock()
    try:
        crawl = Crawl(workspace, options.run, manners, readers, clock, options.software)
    except (StoreError, OSError) as error:
        print(json.dumps({"fatal": str(error)}), file=sys.stderr)  # noqa: T201
        return STORE
    FrontierScheduler.asker = Asker(crawl)
    GuardedHandler.folder = str(workspace.root)
    GuardResolver.exempt = frozenset(manners.test_hosts)
    if manners.proxy:
        # Its password, which the numbers of the crawl do not hold, is in the environment only.
        proxy = proxy_of(os.environ.get(VARIABLE) or manners.proxy)
        GuardedHandler.proxy_authorization = proxy.authorization
        GuardResolver.exempt |= {proxy.host}
    process = CrawlerProcess(_settings(workspace, options.run, manners))
    kinds = [name for name in readers if crawl.frontier.open_for(name)]
    for name in kinds:
        process.crawl(name)
    _watch_parent(process)
    if kinds:
        process.start()
    left = any(crawl.frontier.open_for(name) for name in kinds)
    reason = "store" if crawl.fatal else "interrupted" if left else "finished"
    crawl.close(reason)
    if crawl.fatal:
        print(json.dumps({"fatal": crawl.fatal}), file=sys.stderr)  # noqa: T201
        return STORE
    return INTERRUPTED if left else FINISHED


if __name__ == "__main__":
    code = main()
    logging.shutdown()
    # Threads of the resolver may still wait for names; nothing of ours is open any more.
    os._exit(code)
