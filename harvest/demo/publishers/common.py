"""What the sites of the miniature publishers have in common: dates in words, sitemaps, robots.txt, and what is not there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from urllib.parse import parse_qsl, urlsplit

from harvest.demo.answers import Answer, Request, conditional, html_answer, strong_etag, text_answer
from harvest.demo.publishers.model import Publication, dead_links

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def day_in_words(day: str) -> str:
    """Return an ISO day as British sites print it: ``5 November 2013``."""
    found = date.fromisoformat(day)
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def named(people: Sequence[str]) -> str:
    """Return names as a sentence has them: ``A, B and C``."""
    return " and ".join((", ".join(people[:-1]), people[-1])) if len(people) > 1 else "".join(people)


_ADDRESS = re.compile(r"http://[^\s<>()]+(?<![.,;])")


def _linked(found: re.Match[str]) -> str:
    return f'<a href="{found[0]}">{found[0]}</a>'


def references(each: Publication) -> str:
    """Return the list of references at the end of a page, its addresses as links; empty where there is none."""
    if not each.page_list:
        return ""
    rows = "\n".join(
        f"<li>{_ADDRESS.sub(_linked, escape(entry, quote=False))}</li>" for entry in each.page_list
    )
    return f"\n<h2>{escape(each.cite_heading)}</h2>\n<ol>\n{rows}\n</ol>"


def newest_first(found: Iterable[Publication]) -> list[Publication]:
    """Return publications by date, those without one last."""
    return sorted(found, key=lambda each: (each.date, each.id), reverse=True)


def page_number(request: Request) -> int:
    """Return which page of a list is asked for: 1 for none, and for what is no number."""
    asked = dict(request.params).get("page", "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def page(request: Request, html: str) -> Answer:
    """Answer with a page and its validator."""
    body = html.encode()
    return conditional(request, html_answer(200, html, ("ETag", strong_etag(body))))


def sitemap(request: Request, addresses: Iterable[str], changed: str) -> Answer:
    """Answer with a sitemap; ``changed`` is the day that it names for each page, which is no publication date."""
    rows = "\n".join(
        f"  <url><loc>{escape(each)}</loc><lastmod>{changed}</lastmod></url>" for each in addresses
    )
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}\n</urlset>\n'
    ).encode()
    headers = (("Content-Type", "application/xml; charset=utf-8"), ("ETag", strong_etag(body)))
    return conditional(request, Answer(200, body, headers))


def robots(*lines: str) -> Answer:
    """Answer with a robots.txt."""
    return text_answer(200, "\n".join(lines) + "\n")


def dead_status(request: Request) -> int:
    """Return the status of an address that answers no more; 0 for all others."""
    for each in dead_links():
        parts = urlsplit(each.url)
        # the bare host has the same pages, so it has lost the same ones
        same = parts.netloc in (request.host, f"www.{request.host}") and parts.path == request.path
        if same and (not parts.query or sorted(parse_qsl(parts.query)) == sorted(request.params)):
            return each.status
    return 0
