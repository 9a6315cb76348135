"""A page of search results of any site: which of its publications it lists, or that it says there is nothing. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from crawler.judge.listing import listed
from crawler.judge.offered import is_file
from crawler.judge.page import one_line, page_of, quoted
from crawler.promise import Link
from crawler.publisher import Publisher

#: Parameters that number the pages of a list.
PAGE_KEYS = frozenset({"page", "p", "pg", "paged"})
_NEXT = re.compile(
    r"^(?:go to )?(?:the )?(?:next|more results|older)(?: page| results)?(?:\s*[\u203a\u00bb>\u2192]+)?$|^[\u203a\u00bb>\u2192]+$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Results:
    """What a page of results says.

    Attributes:
        outcome: ``results``, ``none`` (the site says so in its own words) or ``unreadable``.
        results: links to publications and files, in order.
        next: address of the next page of results, ``""`` on the last one.
        detail: what came instead, for ``unreadable``.
    """

    outcome: str
    results: tuple[Link, ...] = ()
    next: str = ""
    detail: str | None = None


def results_of(body: bytes, url: str, publisher: Publisher) -> Results:
    """Judge a page of results.

    Args:
        body: the page.
        url: its address.
        publisher: which addresses are publications of the site, and its sentence for nothing found.
    """
    page = page_of(body)
    said = " ".join(page.text.casefold().split())
    sentence = one_line(publisher.nothing_found.casefold())
    if sentence and sentence in said:
        return Results("none")
    links = [each for each in listed(body, url).links if not each.around and each.url != url]
    found = [each for each in links if _listed(each.url, publisher)]
    if found:
        return Results("results", tuple(found), _next(links, url))
    shown = quoted(f"{page.title} {page.heading}") or "an empty page"
    missing = (
        f'neither results nor "{publisher.nothing_found}"'
        if sentence else "no results, and it is not known how this site says that there are none"
    )  # fmt: skip
    return Results("unreadable", detail=f"{missing}: {shown}")


def _listed(url: str, publisher: Publisher) -> bool:
    return publisher.is_document(url) or publisher.may_be(url) or is_file(url, publisher)


def _next(links: list[Link], url: str) -> str:
    """Return the address of the next page: by its ``rel``, its words, or as the number after this one."""
    here = urlsplit(url)
    near = [each for each in links if urlsplit(each.url)[:3] == here[:3]]
    for each in near:
        if each.rel == "next" or _NEXT.match(one_line(each.text)):
            return each.url
    number = next(
        (int(v[0]) for k, v in parse_qs(here.query).items() if k in PAGE_KEYS and v[0].isdigit()), 1
    )
    for each in near:
        if one_line(each.text) == str(number + 1):
            return each.url
    return ""
