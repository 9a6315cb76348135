"""Any publisher that a protocol declares: see :mod:`spiders.base` for the steps."""

from __future__ import annotations

from typing import ClassVar

from crawler.publisher import Publisher
from crawler.spec import SourceSpec
from spiders.base import PublisherSpider

PARSER = "publisher/1"


class DeclaredSpider(PublisherSpider):
    """Reads the site of a publisher as the protocol declares it."""

    name = "publisher"
    publisher: ClassVar[Publisher] = Publisher()
    spec = SourceSpec(
        kind="publisher", title="A publisher, declared in the protocol", parser=PARSER, probe=True
    )
