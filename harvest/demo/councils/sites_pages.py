"""The pages of the councils' own web sites as they were written down, and what is true of each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any
from urllib.parse import quote

from harvest.demo.corpus.markup import slugify, to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """One address of a council's site.

    Attributes:
        path: with its query, as it is meant (spaces and all).
        title, body: words, the body in the markup of the corpus.
        date, updated: ISO, empty where the page does not say.
        kind: ``document``, ``hub``, ``listing`` or ``trap``.
        layout: ``html``, ``pdf``, ``image`` (a scan) or ``doc`` (a legacy file).
        relevant: a run without character recognition must end with it, or with what it is a copy of.
        duplicate_of: path of what it is a copy of.
        part_of: path of the book that it is a chapter of.
        next: path of the next chapter.
        location: where it redirects to (301).
        links: further paths on it.
        visits: every link on it carries the number of the visit.
        months: a calendar without end.
    """

    path: str
    title: str
    body: str = ""
    date: str = ""
    updated: str = ""
    kind: str = "document"
    layout: str = "html"
    relevant: bool = False
    duplicate_of: str = ""
    part_of: str = ""
    next: str = ""
    location: str = ""
    links: tuple[str, ...] = ()
    visits: bool = False
    months: bool = False

    @property
    def text(self) -> str:
        """Title and words."""
        return f"{self.title}\n{to_text(self.body)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteHost:
    """One site. ``sitemap`` is the path of its sitemap (an index at the one with news), empty without."""

    name: str
    title: str
    style: str
    robots: str
    sitemap: str
    pages: dict[str, SitePage]


@dataclass(frozen=True, slots=True)
class SiteRow:
    """The truth about one address: ``date`` None where nobody says, ``duplicate_of`` and ``part_of`` addresses or empty."""

    host: str
    url: str
    title: str
    date: str | None
    relevant: bool
    duplicate_of: str
    kind: str
    part_of: str = ""


NEWS_PER_PAGE = 20
_SUBJECTS = (
    "Road closure",
    "Spring fair",
    "New benches",
    "Library week",
    "Tree planting",
    "Swimming gala",
    "Market day",
)


def _news(count: int) -> Iterator[SitePage]:
    for number in range(1, count + 1):
        title = f"{_SUBJECTS[number % len(_SUBJECTS)]} in ward {number}"
        day = f"{2001 + number % 24}-{number % 12 + 1:02d}-{number % 27 + 1:02d}"
        yield SitePage(
            path=f"/news/{number}-{slugify(title)}/", title=title, date=day,
            body=f"Ward {number} is told of it by post. Questions are answered at desk {number % 9 + 1}.",
        )  # fmt: skip
    pages = -(-count // NEWS_PER_PAGE)
    paths = [
        f"/news/{n}-{slugify(f'{_SUBJECTS[n % len(_SUBJECTS)]} in ward {n}')}/" for n in range(1, count + 1)
    ]
    for page in range(1, pages + 1):
        further = (f"/news/archive/?page={page + 1}",) if page < pages else ()
        yield SitePage(
            path=f"/news/archive/?page={page}", title=f"News archive, page {page}", kind="listing",
            links=(*paths[(page - 1) * NEWS_PER_PAGE : page * NEWS_PER_PAGE], *further),
        )  # fmt: skip


@lru_cache(maxsize=1)
def site_hosts() -> dict[str, SiteHost]:
    """Read all sites from the corpus, by host."""
    folder = resources.files("harvest.demo.corpus").joinpath("councils_sites")
    tables: dict[str, Any] = tomllib.loads(folder.joinpath("sites.toml").read_text(encoding="utf-8"))
    found = {}
    for table in tables["host"]:
        pages = [SitePage(**{**each, "links": tuple(each.get("links", ()))}) for each in table["page"]]
        pages += [
            SitePage(
                path=f"/services/{slugify(title)}", title=title,
                body=f"{title} in {table['title'].split()[0]}: ask at the front desk of {table['title']}.",
            )
            for title in tables["dull"]
        ]  # fmt: skip
        pages += _news(table.get("news", 0))
        found[table["name"]] = SiteHost(
            name=table["name"], title=table["title"], style=table["style"], robots=table["robots"],
            sitemap=table.get("sitemap", ""), pages={page.path: page for page in pages},
        )  # fmt: skip
    return found


def address_of(host: str, path: str) -> str:
    """Return the address of a path as it must be asked for."""
    return f"http://{host}{quote(path, safe='/?=&,')}" if path else ""


def site_rows() -> tuple[SiteRow, ...]:
    """Return what is true of every authored address of the sites, ordered by address."""
    rows = []
    for host in site_hosts().values():
        rows.append(SiteRow(host.name, f"http://{host.name}/", host.title, None, False, "", "hub"))
        for page in host.pages.values():
            url, twin, book = (
                address_of(host.name, path) for path in (page.path, page.duplicate_of, page.part_of)
            )
            rows.append(
                SiteRow(host.name, url, page.title, page.date or None, page.relevant, twin, page.kind, book)
            )
    return tuple(sorted(rows, key=lambda row: row.url))
