"""www.jrf.test and jrf.test: a foundation whose pages have other slugs since its site was rebuilt.

Both hosts answer with the same pages; each page names the address with ``www`` as its own.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from urllib.parse import parse_qs

from harvest.demo.answers import Answer, Request, html_answer, not_allowed, redirect
from harvest.demo.corpus.markup import to_html
from harvest.demo.publishers.common import dead_status, newest_first, page, robots, sitemap
from harvest.demo.publishers.files import file_answer, file_at
from harvest.demo.publishers.jrf_pages import framed, publication_page, topic_page
from harvest.demo.publishers.model import JRF, JRF_BARE, PaperFile, Publication, plain_pages, publications
from harvest.demo.scene import Scene

HOSTS = (JRF, JRF_BARE)
TOPICS = {"/housing": "Housing", "/care": "Care", "/neighbourhoods": "Neighbourhoods", "/income": "Income"}


def answer(request: Request, _scene: Scene) -> Answer:
    """Answer any request to either host."""
    if request.method == "POST":
        return not_allowed()
    path = request.path.rstrip("/") or "/"
    if path == "/robots.txt":
        return robots("User-agent: *", "Disallow: /user/", f"Sitemap: http://{JRF}/sitemap.xml")
    if path == "/sitemap.xml":
        return sitemap(request, _sitemap(), "2023-05-16")
    if status := dead_status(request):
        return _not_found(status)
    if path.startswith(("/file/", "/sites/")):
        return _file(request, path)
    if (moved := _moved().get(path)) is not None:
        return redirect(301, f"http://{request.host}{moved}")
    if path in _current():
        return page(request, publication_page(_current()[path]))
    return _other(request, path)


def _file(request: Request, path: str) -> Answer:
    numbered = _numbered().get(path)
    if numbered is None:
        found = file_at(JRF, path)
        return file_answer(request, found[1]) if found else _not_found(404)
    file = numbered.get(dict(request.params).get("token", ""))
    if file is None:
        # the number alone opens nothing: the token in the link does
        main = "<h1>Access denied</h1><p>You are not allowed to see this page.</p>"
        return html_answer(403, framed("Access denied", path, main))
    return file_answer(request, file, attached=True)


@lru_cache(maxsize=1)
def _numbered() -> dict[str, dict[str, PaperFile]]:
    """Return the files that have a number for a name: path to token to file."""
    found: dict[str, dict[str, PaperFile]] = {}
    for each in publications(JRF):
        for file in each.files:
            path, _, query = file.path.partition("?")
            if query and not file.lost:
                found.setdefault(path, {})[parse_qs(query)["token"][0]] = file
    return found


def _other(request: Request, path: str) -> Answer:
    if path == "/":
        words = "<p>We began with sweets and went on to everything else.</p>"
        links = "".join(f'<li><a href="{to}">{title}</a></li>' for to, title in TOPICS.items())
        return page(request, framed("Home", "/", f"<h1>Work to end hardship</h1>{words}<ul>{links}</ul>"))
    if path in TOPICS:
        return page(request, topic_page(TOPICS[path], path, _under(path)))
    if path in (plain := plain_pages(JRF)):
        title, body = plain[path]
        return page(request, framed(title, path, f"<h1>{escape(title)}</h1>{to_html(body, wrap=False)}"))
    return _not_found(404)


def _not_found(status: int) -> Answer:
    main = "<h1>Sorry, this page is not here</h1><p>We have a new site. Not everything came along.</p>"
    return html_answer(status, framed("Page not found", "/404", main))


@lru_cache(maxsize=1)
def _current() -> dict[str, Publication]:
    return {each.path: each for each in publications(JRF)}


@lru_cache(maxsize=1)
def _moved() -> dict[str, str]:
    return {old: each.path for each in publications(JRF) for old in each.old}


def _under(topic: str) -> list[Publication]:
    return newest_first(
        each for each in publications(JRF)
        if each.listed and (each.path.startswith(f"{topic}/") or TOPICS[topic] in each.topics)
    )  # fmt: skip


def _sitemap() -> list[str]:
    paths = ["/", *TOPICS, *plain_pages(JRF)]
    paths += [each.path for each in publications(JRF) if each.sitemap == "new"]
    return [f"http://{JRF}{path}" for path in paths]
