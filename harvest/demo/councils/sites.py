"""The councils' own web sites: how each kind of content system shows its pages and answers."""

from __future__ import annotations

import gzip
import re
from html import escape
from urllib.parse import quote, unquote

from harvest.demo.answers import Answer, Request, conditional, html_answer, not_allowed, redirect, text_answer
from harvest.demo.corpus.files import scan_pages
from harvest.demo.corpus.markup import blocks, to_html
from harvest.demo.councils.sites_pages import SiteHost, SitePage, SiteRow, address_of, site_hosts, site_rows
from harvest.demo.pdfs import image_pdf, text_pdf
from harvest.demo.scene import Scene
from harvest.demo.storm.pages import validated

__all__ = ["HOSTS", "SiteRow", "answer", "site_rows"]

HOSTS: tuple[str, ...] = (
    "www.zeta.test",
    "www.gamma.test",
    "www.alpha.test",
    "jsna.eta.test",
    "www.epsilon.test",
)
#: Committee systems that the front pages link to.
_PAPERS = {
    "www.alpha.test": "http://democracy.alpha.test/", "www.gamma.test": "/moderngov/mgListCommittees.aspx",
    "www.epsilon.test": "http://cmis.epsilon.test/cmis5/Meetings.aspx",
}  # fmt: skip
_URLSET = '<?xml version="1.0" encoding="UTF-8"?>\n<{tag} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</{tag}>\n'


def _list(links: list[tuple[str, str]], visit: str = "") -> str:
    items = []
    for to, words in links:
        carried = f"{to};jsessionid={visit}" if visit and to.startswith("/") else to
        items.append(f'<li><a href="{escape(carried)}">{escape(words)}</a></li>')
    return f"<ul>{''.join(items)}</ul>"


def _shown(host: SiteHost, page: SitePage, main: str) -> Answer:
    published = ""
    if page.date:
        day = f'<time datetime="{page.date}">{page.date}</time>'
        published = f'<div class="lgd-page-title-block__published">Published {day}</div>'
        if page.updated:
            published += f'<div class="lgd-page-title-block__updated">Last updated <time datetime="{page.updated}">{page.updated}</time></div>'
    html = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(page.title)} | {escape(host.title)}</title></head>'
        f'<body class="{host.style}"><header><a href="/">{escape(host.title)}</a></header>'
        f'<main><div class="lgd-page-title-block"><h1>{escape(page.title)}</h1>{published}</div>{main}</main>'
        f"<footer>{escape(host.title)}, the front desk is open on weekdays.</footer></body></html>\n"
    )
    return validated(html_answer(200, html), day=page.updated or page.date or "2024-04-02")


def _front(host: SiteHost) -> Answer:
    named = [
        (address_of(host.name, page.path).removeprefix(f"http://{host.name}"), page.title)
        for page in host.pages.values()
        if (page.kind in ("hub", "listing", "trap") and "page=" not in page.path)
        or page.path.startswith("/services/")
    ]
    if any(path.startswith("/news/") for path in host.pages):
        named.append(("/news/archive/?page=1", "News archive"))
    if host.name in _PAPERS:
        named.append((_PAPERS[host.name], "Councillors and meetings"))
    return _shown(host, SitePage(path="/", title=host.title), _list(named))


def _calendar(host: SiteHost, page: SitePage, query: str) -> Answer:
    found = re.fullmatch(r"month=(\d{4})-(\d\d)", query)
    months = int(found[1]) * 12 + int(found[2]) - 1 if found else 24316
    links = [
        (f"/events?month={m // 12:04d}-{m % 12 + 1:02d}", f"{m % 12 + 1}/{m // 12}")
        for m in (months - 1, months + 1)
    ]
    return _shown(host, page, "<p>Nothing is on.</p>" + _list(links))


def _answer_page(host: SiteHost, page: SitePage, scene: Scene) -> Answer:
    if page.location:
        return redirect(301, f"http://{host.name}{page.location}")
    day = page.date or "2024-04-02"
    if page.layout == "doc":
        return Answer(
            200, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), (("Content-Type", "application/msword"),)
        )
    if page.layout in ("pdf", "image"):
        body = (
            image_pdf(scan_pages(), title=page.title, date=page.date) if page.layout == "image"
            else text_pdf([[f"# {page.title}", *blocks(page.body)]], title=page.title, date=page.date)
        )  # fmt: skip
        return validated(Answer(200, body, (("Content-Type", "application/pdf"),)), day=day)
    # other numbers at every visit, as systems do that keep no cookies
    visit = f"{len(scene.earlier) * 2654435761 % 2**32:08X}" if page.visits else ""
    links = [
        (
            address_of(host.name, to).removeprefix(f"http://{host.name}"),
            host.pages[to].title if to in host.pages else "Next",
        )
        for to in page.links
    ]
    main = to_html(page.body, wrap=False) + (_list(links, visit) if links else "")
    if host.style == "drupal" and page.next:
        main += f'<ul class="book-navigation--publication"><li><a rel="next" href="{page.next}">Next chapter</a></li></ul>'
    return _shown(host, page, main)


def _sitemap(host: SiteHost, path: str) -> Answer | None:
    """Answer with a sitemap; where there is an index every page seems to have changed on one day."""
    xml = ("Content-Type", "application/xml; charset=utf-8")
    if not host.sitemap:
        return None
    index = host.sitemap.endswith("index.xml")
    if path == host.sitemap and index:
        body = "".join(
            f"<sitemap><loc>http://{host.name}/sitemaps/{name}</loc></sitemap>"
            for name in ("pages.xml", "news.xml.gz")
        )
        return Answer(200, _URLSET.format(tag="sitemapindex", body=body).encode(), (xml,))
    wanted = {"/sitemaps/pages.xml": False, "/sitemaps/news.xml.gz": True} if index else {host.sitemap: False}
    if path not in wanted:
        return None
    entries = "".join(
        f"<url><loc>{escape(address_of(host.name, page.path))}</loc><lastmod>{'2026-11-01' if index else page.updated or page.date or '2024-04-02'}</lastmod></url>"
        for page in host.pages.values()
        if page.path.startswith("/news/") == wanted[path] and page.kind != "trap" and not page.location
    )
    plain = _URLSET.format(tag="urlset", body=entries).encode()
    if path.endswith(".gz"):
        return Answer(200, gzip.compress(plain, mtime=0), (("Content-Type", "application/x-gzip"),))
    return Answer(200, plain, (xml,))


def answer(request: Request, scene: Scene) -> Answer:
    """Answer any request to a council's own web site."""
    host = site_hosts()[request.host]
    if request.method == "POST":
        return not_allowed()
    if request.path == "/robots.txt" and host.robots:
        return text_answer(200, host.robots)
    path = unquote(request.path).partition(";")[0]
    page = host.pages.get(path + (f"?{request.query}" if request.query else ""))
    if page is not None and not page.months:
        return conditional(request, _answer_page(host, page, scene))
    if path == "/":
        return conditional(request, _front(host))
    if path == "/events" and (page := next((p for p in host.pages.values() if p.months), None)):
        return _calendar(host, page, request.query)
    if (sitemap := _sitemap(host, request.path)) is not None:
        return sitemap
    words = f"<p>There is nothing at {escape(quote(path))}.</p>"
    missing = _shown(host, SitePage(path=path, title="Page not found"), words)
    return Answer(404, missing.body, (("Content-Type", "text/html; charset=utf-8"),))
