"""The King's Fund: a think tank for health and care, on its site since the move from Drupal to Storyblok.

Evidenced are both generations of addresses and the file host; the markup is not, so structured data and common signs
are read (:mod:`crawler.judge.publication`), and a page that shows neither is reported as unreadable. Old addresses
answer with a redirect to the same last part; some old PDFs never moved.
"""

from __future__ import annotations

from typing import ClassVar

from crawler.publisher import Publisher
from crawler.spec import SourceSpec
from spiders.base import PublisherSpider

PARSER = "kingsfund/1"


class KingsFundSpider(PublisherSpider):
    """Reads www.kingsfund.org.uk by its sitemap and its lists of publications."""

    name = "kingsfund"
    publisher: ClassVar[Publisher] = Publisher(
        name="The King's Fund",
        documents=(
            "/insight-and-analysis/*/*", "/publications/*", "/publications/*/*", "/projects/*", "/press/press-releases/*",
        ),
        listings=("/insight-and-analysis", "/insight-and-analysis/*"),
        files=("https://assets.kingsfund.org.uk/f/**", "/sites/default/files/**"),
        types=(
            ("report", "research report"), ("reports", "research report"), ("long read", "article"),
            ("long reads", "article"), ("long-reads", "article"), ("explainer", "article"), ("explainers", "article"),
            ("article", "article"), ("articles", "article"), ("briefing", "briefing"), ("briefings", "briefing"),
            ("project", "project page"), ("projects", "project page"), ("blog", "blog post"), ("blogs", "blog post"),
            ("press release", "news"), ("press releases", "news"), ("press-releases", "news"),
            ("case study", "case study"), ("case studies", "case study"), ("case-studies", "case study"),
            ("data", "data"), ("consultation response", "consultation"), ("podcast", "podcast"), ("podcasts", "podcast"),
        ),
        notices=("This content is more than", "This page is more than", "This content was published more than"),
    )  # fmt: skip
    spec = SourceSpec(
        kind="kingsfund", title="The King's Fund", parser=PARSER, probe=True,
        live_hosts=("www.kingsfund.org.uk", "kingsfund.org.uk", "assets.kingsfund.org.uk"), publisher=publisher,
    )  # fmt: skip
