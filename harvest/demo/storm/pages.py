"""The pages of the stormy hosts as they were written down, and what they look like when they are asked for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from functools import lru_cache
from html import escape
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from harvest.demo.answers import Answer, html_answer, strong_etag
from harvest.demo.corpus.markup import blocks, to_html, to_text
from harvest.demo.pdfs import text_pdf

_LISTS = ("outcome", "trouble", "links")
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title} - {site}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
</head>
<body>
<header><p><a href="/">{site}</a></p></header>
<main>
<h1>{title}</h1>
{main}
</main>
<footer><p>{site}, Town Hall. Printed copies can be had at the front desk.</p></footer>
</body>
</html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StormPage:
    """One address of a stormy host, and what a crawl that keeps its manners must make of it.

    Attributes:
        path: with its query.
        title: of the page or file.
        body: in the markup of the corpus.
        date: of publication, as an ISO text; empty when the page does not say.
        kind: ``document``, ``listing``, ``error`` or ``trap``.
        layout: ``html``, ``pdf`` or ``plain``.
        relevant: a run must end with it as a record.
        reason: why that is so, or what is wrong with the address.
        weather: kind of fault that strikes here; empty for none.
        times: how many requests it strikes, the first ones; without end when 0.
        seconds: of the weather.
        form: of its Retry-After.
        location: where it redirects to (301); empty for nowhere.
        outcome: what may become of it in a crawl, in the words of the ledger; ``skipped`` for what must not
            be asked for.
        trouble: the word for what is wrong, or for ``skipped`` the reason; any of these.
        listed: the front page links to it.
        links: further links on it.
        validators: ``both`` ETag and Last-Modified, ``etag``, ``date`` or ``none``.
        made: day on which its bytes were made, where they show it; the same words made on another day are
            other bytes.
        from_epoch: first epoch in which it is there.
        status: answers with this status and nothing else, as 410; with 0 as for whatever the host does not know.
        change: what becomes of it in the second epoch: ``text``, ``bytes``, ``moved``, ``gone``, ``new`` or
            ``same``; empty where nobody says.
        second: what of all this is different from the second epoch on.
    """

    path: str
    title: str = ""
    body: str = ""
    date: str = ""
    kind: str = "document"
    layout: str = "html"
    relevant: bool = False
    reason: str = ""
    weather: str = ""
    times: int = 0
    seconds: float = 1.0
    form: str = ""
    location: str = ""
    outcome: tuple[str, ...] = ("read",)
    trouble: tuple[str, ...] = ()
    listed: bool = True
    links: tuple[str, ...] = ()
    validators: str = "both"
    made: str = ""
    from_epoch: int = 1
    status: int = 200
    change: str = ""
    second: Mapping[str, Any] | None = None

    def at(self, epoch: int) -> StormPage | None:
        """Return the page as it is in an epoch, or None when it is not there yet."""
        if epoch < self.from_epoch:
            return None
        return replace(self, **_fields(self.second)) if self.second and epoch >= 2 else self

    @property
    def text(self) -> str:
        """Title and words."""
        return f"{self.title}\n{to_text(self.body)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StormHost:
    """A host with its pages. ``robots`` is the text of its robots.txt; None when there is none (404).

    ``robots_weather`` strikes the first ``robots_times`` requests for robots.txt, all when that is 0.
    ``front_outcome`` and ``front_trouble`` say what becomes of the front page. With ``unknown`` the host
    answers for what it does not have with status 200, and these words and title.
    """

    name: str
    title: str
    about: str
    robots: str | None = None
    robots_weather: str = ""
    robots_times: int = 0
    robots_seconds: float = 1.0
    front_outcome: str = "read"
    front_trouble: str = ""
    unknown: str = ""
    unknown_title: str = ""
    pages: tuple[StormPage, ...] = ()

    def at(self, epoch: int) -> dict[str, StormPage]:
        """Return the pages that are there in an epoch, by path."""
        found = (page.at(epoch) for page in self.pages)
        return {page.path: page for page in found if page is not None}


def _fields(table: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(table)
    for name in _LISTS:
        if isinstance(value := found.get(name), str):
            found[name] = (value,)
        elif isinstance(value, list):
            found[name] = tuple(value)
    return found


@lru_cache(maxsize=1)
def storm_hosts() -> dict[str, StormHost]:
    """Read all stormy hosts from the corpus, by name."""
    found: dict[str, StormHost] = {}
    for name in sorted(each.name for each in _folder().iterdir() if each.name.endswith(".toml")):
        for table in storm_tables(name)["host"]:
            pages = tuple(StormPage(**_fields(page)) for page in table.pop("page"))
            found[table["name"]] = StormHost(**table, pages=pages)
    return found


def storm_tables(name: str) -> dict[str, Any]:
    """Read one file of the stormy corpus as it was written."""
    return tomllib.loads(_folder().joinpath(name).read_text(encoding="utf-8"))


def _folder() -> Traversable:
    return resources.files("harvest.demo.corpus").joinpath("storm")


def shown(site: str, title: str, main: str) -> str:
    """Return a whole web page of a stormy host around what belongs to it alone."""
    return _PAGE.format(title=escape(title), site=escape(site), main=main)


def link_list(links: Sequence[tuple[str, str]]) -> str:
    """Return a list of links; ``links`` are addresses with their words."""
    return (
        "<ul>\n"
        + "\n".join(f'<li><a href="{escape(to)}">{escape(words)}</a></li>' for to, words in links)
        + "\n</ul>"
    )


def front_page(
    host: StormHost, pages: Mapping[str, StormPage], more: Sequence[tuple[str, str]] = ()
) -> Answer:
    """Answer with the front page: what the place is, and a link to each listed page."""
    listed = [(page.path, page.title or page.path) for page in pages.values() if page.listed]
    page = shown(host.title, host.title, f"{to_html(host.about)}\n{link_list([*listed, *more])}")
    return validated(html_answer(200, page), "both", "2025-11-03")


def page_answer(host: StormHost, page: StormPage) -> Answer:
    """Answer with a page as it would be in good weather."""
    if page.status != 200:
        return html_answer(
            page.status, shown(host.title, "This page is not here", "<p>It has been taken down.</p>")
        )
    made = page.made or page.date or "2024-04-02"
    if page.layout == "pdf":
        words = [f"# {page.title}", *blocks(page.body)]
        answer = Answer(
            200, text_pdf([words], title=page.title, date=made), (("Content-Type", "application/pdf"),)
        )
    elif page.layout == "plain":
        answer = Answer(200, page.text.encode(), (("Content-Type", "text/plain; charset=utf-8"),))
    else:
        made_by = f"<!-- made {page.made} -->\n" if page.made else ""
        answer = html_answer(200, shown(host.title, page.title, page_main(page)) + made_by)
    return validated(answer, page.validators, made)


def page_main(page: StormPage) -> str:
    """Return the HTML that belongs to a page alone: its date, its words and its links."""
    when = f'<p>Published <time datetime="{page.date}">{page.date}</time></p>\n' if page.date else ""
    links = link_list([(to, to.rsplit("/", 1)[-1] or to) for to in page.links]) if page.links else ""
    return when + to_html(page.body) + links


def validated(answer: Answer, validators: str = "both", day: str = "2024-04-02") -> Answer:
    """Add what a client can ask again by: an ETag of the bytes, and a date."""
    headers = answer.headers
    if validators in ("both", "etag"):
        headers = (*headers, ("ETag", strong_etag(answer.body)))
    if validators in ("both", "date"):
        headers = (*headers, ("Last-Modified", http_date(day)))
    return replace(answer, headers=headers)


def http_date(day: str) -> str:
    """Return nine in the morning of an ISO date as an HTTP date."""
    return format_datetime(datetime.combine(date.fromisoformat(day), time(9), UTC), usegmt=True)
