"""Addresses that people name: each page or file by itself, with the files that the page links to.

Nothing is walked. An address on a host that another source of the protocol has is read by that source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.guard import host_of
from crawler.lead import Answer, Lead, Reading
from crawler.spec import Source, SourceSpec
from spiders.site import PARSER, SiteSpider

#: Endings of the files that documents are published as.
DOCUMENT = re.compile(r"\.(?:pdf|docx?|rtf|odt|pptx?|odp|xlsx?|ods)$", re.I)
#: Why all other links of such a page are not followed.
NOT_WALKED = "only the documents of a page that a person named are fetched with it"


class SuggestedSpider(SiteSpider):
    """Fetches the addresses of its source, and the documents that these pages link to on their own host."""

    name = "suggested"
    spec = SourceSpec(kind="suggested", title="Addresses that people suggest", parser=PARSER, probe=True)

    def hosts(self, source: Source) -> frozenset[str]:
        """The hosts of the addresses, with and without ``www``: sites send their visitors from one to the other."""
        named = {host_of(url) for url, _, _ in source.suggested()} | ({host_of(source.url)} - {""})
        plain = {host.removeprefix("www.") for host in named}
        return frozenset({*plain, *(f"www.{host}" for host in plain)})

    def start_leads(self, source: Source) -> Iterable[Lead]:
        """None: what people name is all there is."""
        return ()

    def read(self, source: Source, lead: Lead, answer: Answer) -> Reading:
        """Take a page or file as it is, and of a page that was named the documents that it links to."""
        reading = super().read(source, lead, answer)
        named = "by" in lead.note
        return replace(reading, leads=tuple(_attached(each, named) for each in reading.leads))


def _attached(lead: Lead, named: bool) -> Lead:
    if not lead.follow:
        return lead
    if named and DOCUMENT.search(urlsplit(lead.url).path):
        return replace(lead, why="attachment")
    return replace(lead, follow=False, note={**lead.note, "reason": NOT_WALKED})
