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

    def instead(self, source: Source, lead: Lead) -> tuple[Lead, ...]:
        """Return what is asked for where an answer was a refusal: another, open way to the same; mostly nothing.

        Never a way round the refusal: a web service may be closed where the pages of the same site are open.
        """
        ...

    def read(self, source: Source, lead: Lead, answer: Answer) -> Reading:
        """Judge an answer to a lead."""
        ...
