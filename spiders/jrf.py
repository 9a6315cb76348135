"""The Joseph Rowntree Foundation: reports on poverty, housing and care, under topics since its site was rebuilt.

Evidenced are the old addresses (``/report/<slug>``, files by number with a token, files named by ISBN) and the new
ones under topics, whose slugs are others: they are followed where they redirect, and matched by title and text where
they do not; never rewritten. The markup of the new site is not known: a page under a topic is a publication where it
says so itself (structured data, "Written by", files), and else only leads on.
"""

from __future__ import annotations

from typing import ClassVar

from crawler.publisher import Publisher
from crawler.spec import SourceSpec
from spiders.base import PublisherSpider

PARSER = "jrf/1"


class JrfSpider(PublisherSpider):
    """Reads www.jrf.org.uk by its sitemap and the links of its topics."""

    name = "jrf"
    publisher: ClassVar[Publisher] = Publisher(
        name="Joseph Rowntree Foundation",
        documents=("/report/*", "/reports/*"),
        perhaps=("/*", "/*/*"),
        files=("/file/*/download", "/sites/default/files/**"),
        types=(
            ("report", "research report"), ("reports", "research report"), ("briefing", "briefing"),
            ("analysis", "research report"), ("findings", "research report"), ("press", "news"), ("news", "news"),
            ("press-release", "news"), ("press release", "news"), ("blog", "blog post"), ("case study", "case study"),
        ),
        document_type="research report",
    )  # fmt: skip
    spec = SourceSpec(
        kind="jrf", title="Joseph Rowntree Foundation", parser=PARSER, probe=True,
        live_hosts=("www.jrf.org.uk", "jrf.org.uk"), publisher=publisher,
    )  # fmt: skip
