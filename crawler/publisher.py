"""How the pages of a publisher are told apart, declared in a handful of attributes. Pure data: no code to run.

A declaration stands beside a spider, or in a protocol; it goes into the ledger with its source, so that archived
pages are read again as they were read then.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from typing import Any, Self
from urllib.parse import urlsplit

#: Where the words of a question stand in the address of a search page.
WORDS = "{words}"


@dataclass(frozen=True, slots=True)
class Publisher:
    """One publisher's site.

    Addresses are given as paths (``/reports/*``) or, for other hosts, as whole addresses
    (``https://assets.example.org/*``); ``*`` stands for anything within one part of a path, ``**`` for anything at all.

    Attributes:
        name: the body that publishes, as records and exports name it.
        documents: pages of one publication each. What such a page does not show, is reported as unreadable.
        perhaps: pages that are a publication where their markup says so, and else only lead on.
        listings: pages that list publications: only their links are read.
        files: where its files lie. Addresses that end as documents do (.pdf, .docx ...) on the hosts of the source
            are files in any case.
        search: address of its search page, with ``{words}`` where the phrase goes; empty where none is asked.
        nothing_found: the sentence by which that page says that there is nothing; only then the answer is ``none``.
        document_type: what its publications are, where their pages do not say.
        types: what the labels on its pages, or parts of their paths, mean as a type of document.
        notices: beginnings of sentences by which its pages warn their readers, such as of their age.
        hosts: all hosts of its own, once a source is planned; before that, those besides its address and ``files``.
    """

    name: str = ""
    documents: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    search: str = ""
    nothing_found: str = ""
    document_type: str = ""
    types: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return what is declared as plain JSON data; what is not, is left out."""
        said = {key: value for key, value in asdict(self).items() if value}
        return {
            key: [list(each) if isinstance(each, tuple) else each for each in value] if isinstance(value, tuple) else value
            for key, value in said.items()
        }  # fmt: skip

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a declaration back from :meth:`as_dict`, also after a trip through JSON; what is unknown is left out."""
        values: dict[str, Any] = {}
        for field in fields(cls):
            value = data.get(field.name)
            if value:
                values[field.name] = (
                    tuple(tuple(each) if isinstance(each, list) else each for each in value)
                    if isinstance(value, list | tuple) else value
                )  # fmt: skip
        return cls(**values)

    def over(self, other: Publisher) -> Publisher:
        """Return another declaration with what this one says instead."""
        return Publisher(
            **{field.name: getattr(self, field.name) or getattr(other, field.name) for field in fields(self)}
        )

    def own_hosts(self, url: str) -> frozenset[str]:
        """Return all hosts of the publisher whose front page is ``url``, with and without ``www``."""
        front = urlsplit(url).netloc.lower()
        bare = front.removeprefix("www.")
        named = {urlsplit(each.replace("*", "x")).netloc.lower() for each in self.files if "://" in each}
        return frozenset({bare, f"www.{bare}", *named, *self.hosts} - {""})

    def is_document(self, url: str) -> bool:
        """Tell whether an address is one of a publication's page."""
        return _any(self.documents, url) and not self.is_listing(url)

    def may_be(self, url: str) -> bool:
        """Tell whether an address may be one of a publication's page."""
        return _any(self.perhaps, url) and not self.is_listing(url)

    def is_listing(self, url: str) -> bool:
        """Tell whether an address is one of a list of publications, whichever page of it."""
        return _any(self.listings, url.partition("?")[0])

    def is_file(self, url: str) -> bool:
        """Tell whether an address is one where the publisher's files lie."""
        return _any(self.files, url) or _any(self.files, url.partition("?")[0])

    def search_address(self, words: str) -> str:
        """Return the path of the search page for some words, already written for an address."""
        return self.search.replace(WORDS, words)


def _any(patterns: tuple[str, ...], url: str) -> bool:
    return any(_pattern(each).fullmatch(_seen(each, url)) is not None for each in patterns)


def _seen(pattern: str, url: str) -> str:
    """Return of an address what a pattern speaks of: all of it, or its path, with the query where that has one."""
    if "://" in pattern:
        return url
    parts = urlsplit(url)
    path = parts.path or "/"
    return f"{path}?{parts.query}" if "?" in pattern else path


@lru_cache(maxsize=1024)
def _pattern(glob: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*|\*)", glob)
    body = "".join({"**": ".*", "*": "[^/]+"}.get(part, re.escape(part)) for part in parts)
    return re.compile(body + "/?", re.IGNORECASE)
