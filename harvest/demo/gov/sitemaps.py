"""Sitemaps of www.gov.test: an index of three files, one of them packed.

As on GOV.UK, ``lastmod`` is never before the day the site was opened, so it is no date of publication.
"""

from __future__ import annotations

import gzip

from harvest.demo.answers import Answer
from harvest.demo.corpus.build import Site
from harvest.demo.corpus.model import WWW

LAUNCH = "2012-10-17"
FILES = ("/sitemaps/sitemap_1.xml", "/sitemaps/sitemap_2.xml", "/sitemaps/sitemap_3.xml.gz")
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def _urls(site: Site) -> list[tuple[str, str]]:
    works = sorted((w for w in site.works.values() if not w.gone), key=lambda w: w.path)
    return [(WWW + w.path, max(w.changed or LAUNCH, LAUNCH)) for w in works]


def _xml(path: str, site: Site) -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    if path == "/sitemap.xml":
        rows = "".join(
            f"  <sitemap><loc>{WWW}{f}</loc><lastmod>{LAUNCH}T00:00:00+00:00</lastmod></sitemap>\n"
            for f in FILES
        )
        return f"{head}<sitemapindex {_NAMESPACE}>\n{rows}</sitemapindex>\n"
    rows = "".join(
        f"  <url><loc>{url}</loc><lastmod>{day}T09:30:00+00:00</lastmod><priority>0.5</priority></url>\n"
        for url, day in _urls(site)[FILES.index(path) :: len(FILES)]
    )
    return f"{head}<urlset {_NAMESPACE}>\n{rows}</urlset>\n"


def sitemap(path: str, site: Site) -> Answer | None:
    """Answer for a sitemap address, or None for any other path."""
    if path != "/sitemap.xml" and path not in FILES:
        return None
    text = _xml(path, site)
    if path.endswith(".gz"):
        # mtime 0 keeps the bytes the same at every start
        return Answer(
            200, gzip.compress(text.encode(), mtime=0), (("Content-Type", "application/octet-stream"),)
        )
    return Answer(200, text.encode(), (("Content-Type", "application/xml; charset=utf-8"),))
