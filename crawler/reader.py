"""How a kind of source is read: what every spider offers the crawl. No Scrapy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from crawler.lead import Answer, Lead, Reading
from crawler.spec import Question, Source, SourceSpec


class Reader(Protocol):
    """Pure functions of one kind of source. They fetch nothing and keep nothing."""

    spec: SourceSpec

    def hosts(self, source: Source) -> frozenset[str]:
        """Return the hosts that belong to the source: leads to others are recorded, not followed."""
        ...

    def start_leads(self, source: Source) -> Iterable[Lead]:
        """Return the addresses that a walk of the source begins with."""
        ...

    def suggested_leads(self, source: Source) -> Iterable[Lead]:
        """Return a lead for each address that a person named for the source, in the same order."""
        ...

    def ask(self, source: Source, question: Question) -> Lead:
        """Return the first page of a question."""
        ...

    def read(self, source: Source, lead: Lead, answer: Answer) -> Reading:
        """Judge an answer to a lead."""
        ...
