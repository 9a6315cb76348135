"""Which kinds of source there are: the spiders that Scrapy's loader finds."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from crawler.reader import Reader
from crawler.spec import SourceSpec


@lru_cache(maxsize=1)
def spiders() -> dict[str, Any]:
    """Return the spider classes by name. Scrapy is imported here and not before: it takes a second."""
    from scrapy.settings import Settings
    from scrapy.spiderloader import SpiderLoader

    loader = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["spiders"]}))
    return {name: loader.load(name) for name in sorted(loader.list())}


def readers() -> dict[str, Reader]:
    """Return what reads each kind of source, by spider name."""
    return {name: spider() for name, spider in spiders().items()}


def sources() -> dict[str, SourceSpec]:
    """Return what each kind of source can do, by spider name."""
    return {name: spider.spec for name, spider in spiders().items()}
