"""www.kingsfund.test, kingsfund.test and assets.kingsfund.test: a think tank after its move from one system to another."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from harvest.demo.answers import Answer, Request, html_answer, not_allowed, redirect
from harvest.demo.corpus.markup import slugify, to_html
from harvest.demo.publishers.common import dead_status, newest_first, page, page_number, robots, sitemap
from harvest.demo.publishers.files import file_answer, file_at
from harvest.demo.publishers.kingsfund_pages import TYPES, WHO, framed, listing_page, publication_page
from harvest.demo.publishers.model import (
    KINGS_FUND,
    KINGS_FUND_ASSETS,
    KINGS_FUND_BARE,
    Publication,
    plain_pages,
    publications,
)
from harvest.demo.scene import Scene

HOSTS = (KINGS_FUND, KINGS_FUND_BARE, KINGS_FUND_ASSETS)
LIST = "/insight-and-analysis"
PAGE_SIZE = 6
#: Day of the move: what the sitemap says of every page.
MOVED = "2024-02-06"


def answer(request: Request, _scene: Scene) -> Answer:
    """Answer any request to the three hosts."""
    if request.method == "POST":
        return not_allowed()
    if request.host == KINGS_FUND_BARE:
        target = request.path + (f"?{request.query}" if request.query else "")
        return redirect(301, f"http://{KINGS_FUND}{target}")
    if request.host == KINGS_FUND_ASSETS:
        return _asset(request)
    return _site(request)


def _asset(request: Request) -> Answer:
    if request.path == "/robots.txt":
        return robots("User-agent: *", "Allow: /")
    found = file_at(request.host, request.path)
    return file_answer(request, found[1]) if found else html_answer(404, "<h1>Not Found</h1>")


def _site(request: Request) -> Answer:
    path = request.path.rstrip("/") or "/"
    if path == "/robots.txt":
        return robots("User-agent: *", "Disallow: /admin/", f"Sitemap: http://{KINGS_FUND}/sitemap.xml")
    if path == "/sitemap.xml":
        return sitemap(request, _sitemap(), MOVED)
    if status := dead_status(request):
        return _not_found(status)
    if (found := file_at(KINGS_FUND, path)) is not None:
        return file_answer(request, found[1])
    if (moved := _moved().get(path)) is not None:
        return redirect(301, f"http://{KINGS_FUND}{moved}")
    if path in _current():
        return page(request, publication_page(_current()[path]))
    if path == LIST or path.removeprefix(f"{LIST}/") in TYPES:
        return page(request, _listing(path, page_number(request)))
    return _other(request, path)


def _other(request: Request, path: str) -> Answer:
    if path == "/":
        return page(request, _front())
    if path in (plain := plain_pages(KINGS_FUND)):
        title, body = plain[path]
        return page(
            request, framed(title, f"<main><h1>{escape(title)}</h1>{to_html(body, wrap=False)}</main>")
        )
    if (person := _people().get(path)) is not None:
        words = "<p>Writes here, and answers letters on Thursdays.</p>"
        return page(request, framed(person, f"<main><h1>{escape(person)}</h1>{words}</main>"))
    if (topic := _topics().get(path)) is not None:
        words = f'<p>See <a href="{LIST}">all that we wrote</a>, which is in no order but that of time.</p>'
        return page(request, framed(topic, f"<main><h1>{escape(topic)}</h1>{words}</main>"))
    return _not_found(404)


def _not_found(status: int) -> Answer:
    main = "<main><h1>We cannot find that page</h1><p>It may have been left behind when we moved.</p></main>"
    return html_answer(status, framed("Page not found", main))


@lru_cache(maxsize=1)
def _current() -> dict[str, Publication]:
    return {each.path: each for each in publications(KINGS_FUND)}


@lru_cache(maxsize=1)
def _moved() -> dict[str, str]:
    return {old: each.path for each in publications(KINGS_FUND) for old in each.old}


@lru_cache(maxsize=1)
def _people() -> dict[str, str]:
    return {f"{WHO}{slugify(name)}": name for each in publications(KINGS_FUND) for name in each.authors}


@lru_cache(maxsize=1)
def _topics() -> dict[str, str]:
    return {f"/topics/{slugify(name)}": name for each in publications(KINGS_FUND) for name in each.topics}


def _sitemap() -> list[str]:
    """Return what the sitemap names: pages of all kinds, and publications at new or old addresses."""
    named = {"new": lambda each: each.path, "old": lambda each: each.old[0]}
    paths = ["/", *plain_pages(KINGS_FUND), LIST]
    paths += [named[each.sitemap](each) for each in publications(KINGS_FUND) if each.sitemap != "no"]
    return [f"http://{KINGS_FUND}{path}" for path in paths]


def _front() -> str:
    newest = "".join(f'<li><a href="{each.path}">{escape(each.title)}</a></li>' for each in _listed("")[:3])
    return framed(
        "Home",
        f"<main><h1>Ideas for health and care</h1><p>We read so that you need not.</p><ul>{newest}</ul>"
        f'<p><a href="{LIST}">Insight and analysis</a></p></main>',
    )


def _listed(kind: str) -> list[Publication]:
    return newest_first(
        each for each in publications(KINGS_FUND) if each.listed and each.path.startswith(f"{LIST}/{kind}")
    )


def _listing(path: str, number: int) -> str:
    kind = path.removeprefix(LIST).strip("/")
    found = _listed(kind)
    start = (number - 1) * PAGE_SIZE
    last = -(-len(found) // PAGE_SIZE)
    title = TYPES.get(kind, "Insight and analysis")
    return listing_page(title, found[start : start + PAGE_SIZE], path, number, last)
