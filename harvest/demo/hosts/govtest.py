"""www.gov.test: the search and content APIs of GOV.UK, its pages, robots.txt and sitemaps."""

from __future__ import annotations

import hashlib

from harvest.demo.answers import Answer, Request, conditional, html_answer, json_answer, redirect
from harvest.demo.corpus.build import Site, build_site
from harvest.demo.corpus.model import ASSETS, WWW, Attachment, Organisation, Work
from harvest.demo.gov import common, items, pages
from harvest.demo.gov.search import search
from harvest.demo.gov.sitemaps import sitemap

ROBOTS = f"""User-agent: *
Disallow: /*/print$
Disallow: /search/all*
Sitemap: {WWW}/sitemap.xml

User-agent: AhrefsBot
Crawl-delay: 10
"""
_CACHE = ("Cache-Control", "max-age=300, public")
_CORS = ("Access-Control-Allow-Origin", "*")


def _with_etag(answer: Answer) -> Answer:
    tag = hashlib.sha256(answer.body).hexdigest()[:32]
    return Answer(answer.status, answer.body, (*answer.headers, ("ETag", f'W/"{tag}"')))


def _old_address(site: Site, path: str) -> Work | None:
    return next((w for w in site.works.values() if path in w.old_paths), None)


def _html_publication(site: Site, path: str) -> tuple[Work, Attachment] | None:
    parent, _, slug = path.rpartition("/")
    work = site.by_path.get(parent)
    if work is None or work.gone:
        return None
    found = next((a for a in work.attachments if a.kind == "html" and a.slug == slug), None)
    return (work, found) if found else None


def _organisation(site: Site, path: str) -> Organisation | None:
    prefix, _, slug = path.rpartition("/")
    return site.organisations.get(slug) if prefix == "/government/organisations" else None


def _content(request: Request, site: Site, path: str) -> Answer:
    """Answer for one content item, by the rules of content-store."""
    work, html, body = site.by_path.get(path), _html_publication(site, path), _organisation(site, path)
    parent = site.by_path.get(path.rpartition("/")[0])
    if work is not None and work.gone:
        return json_answer(410, items.gone_item(work), _CACHE, _CORS)
    if work is not None:
        item = items.work_item(site, work)
    elif html is not None:
        item = items.html_item(site, *html)
    elif body is not None:
        item = common.organisation_item(body)
    elif (moved := _old_address(site, path)) is not None:
        item = items.redirect_item(moved, path)
    elif parent is not None and any(path.endswith(f"/{part.slug}") for part in parent.parts):
        return redirect(303, f"/api/content{parent.path}", _CACHE, _CORS)
    else:
        return json_answer(404, {"error": "not_found", "message": f"no content item at {path}"}, _CORS)
    return conditional(request, _with_etag(json_answer(200, item, _CACHE, _CORS)))


def _organisations(request: Request, site: Site, path: str) -> Answer:
    slug = path.removeprefix("/api/organisations").strip("/")
    if slug:
        body = site.organisations.get(slug)
        if body is None:
            return json_answer(404, {"_response_info": {"status": "not found"}}, _CORS)
        entry = common.organisation_entry(body)
        entry["_response_info"] = {"status": "ok", "links": []}
        return conditional(request, _with_etag(json_answer(200, entry, _CACHE, _CORS)))
    everything = [common.organisation_entry(body) for body in site.organisations.values()]
    size = 20
    asked = dict(request.params).get("page", "1")
    number = int(asked) if asked.isdigit() and int(asked) > 0 else 1
    count = -(-len(everything) // size)
    nearby = {
        f"{word}_page_url": f"{WWW}/api/organisations?page={n}"
        for word, n in (("next", number + 1), ("previous", number - 1))
        if 1 <= n <= count
    }
    shown = {
        "results": everything[(number - 1) * size : number * size],
        **nearby,
        "current_page": number,
        "total": len(everything),
        "pages": count,
        "page_size": size,
        "start_index": (number - 1) * size + 1,
        "_response_info": {"status": "ok", "links": []},
    }
    return conditional(request, _with_etag(json_answer(200, shown, _CACHE, _CORS)))


def _html(request: Request, site: Site, path: str) -> Answer:
    """Answer for a page that people read."""
    work, html, body = site.by_path.get(path), _html_publication(site, path), _organisation(site, path)
    above, _, last = path.rpartition("/")
    parent = site.by_path.get(above)
    if (moved := _old_address(site, path)) is not None:
        return redirect(301, WWW + moved.path, _CACHE)
    if work is not None and work.gone:
        return html_answer(
            410, pages.message_page("Gone", "The page you are looking for is no longer available.")
        )
    if work is not None:
        page = pages.work_page(site, work)
    elif html is not None:
        page = pages.html_publication_page(site, *html)
    elif body is not None:
        page = pages.organisation_page(body)
    elif parent is not None and last == "print":
        page = pages.print_page(site, parent)
    elif parent is not None and (part := next((p for p in parent.parts if p.slug == last), None)):
        page = pages.work_page(site, parent, part)
    elif path.startswith("/search/all"):
        page = pages.listing_page(site)
    elif path == "/":
        page = pages.message_page("Welcome to GOV.TEST", "The best place to find government services.")
    elif path == "/government/placeholder":
        page = pages.message_page("File not ready", "This file is being checked and will soon be available.")
    else:
        return html_answer(
            404, pages.message_page("Page not found", "If you typed the web address, check it is correct.")
        )
    return conditional(request, _with_etag(html_answer(200, page, _CACHE)))


def answer(request: Request, epoch: int) -> Answer:
    """Answer any request to www.gov.test."""
    site, path = build_site(epoch), request.path
    if path != "/" and path[-1] in "/.":
        query = f"?{request.query}" if request.query else ""
        return redirect(301, f"{WWW}{path.rstrip('/.')}{query}")
    if path == "/robots.txt":
        return Answer(200, ROBOTS.encode(), (("Content-Type", "text/plain; charset=utf-8"), _CACHE))
    if (listed := sitemap(path, site)) is not None:
        return listed
    if path == "/api/search.json":
        return conditional(request, _with_etag(search(request, site)))
    if path.startswith("/api/content/"):
        return _content(request, site, path.removeprefix("/api/content"))
    if path.startswith("/api/organisations"):
        return _organisations(request, site, path)
    if path.startswith("/government/uploads/"):
        return redirect(301, ASSETS + path)
    return _html(request, site, path)
