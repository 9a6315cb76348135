"""The pages of the miniature JRF: publications before and after its site was rebuilt, and topics that only list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

from harvest.demo.corpus.markup import to_html
from harvest.demo.publishers.common import day_in_words, named, references
from harvest.demo.publishers.files import file_at, file_bytes
from harvest.demo.publishers.model import JRF, PaperFile, Publication, by_id

SITE = "JRF"
_PAGE = """<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<title>{title} | {site}</title>
<link rel="canonical" href="http://{host}{path}">
{head}</head>
<body>
<div class="header" role="banner"><a href="/">{site}</a> <a href="/housing">Housing</a> <a href="/care">Care</a>
<a href="/neighbourhoods">Neighbourhoods</a> <a href="/income">Income</a> <a href="/about-us">About us</a></div>
<main>
{main}
</main>
<div class="footer" role="contentinfo"><p>{site}, The Old Toffee Works, Yarnby.</p></div>
</body>
</html>
"""


def framed(title: str, path: str, main: str, head: str = "") -> str:
    """Return a whole page, which names the address with ``www`` as its own on whichever host it is read."""
    return _PAGE.format(title=escape(title), site=SITE, host=JRF, path=path, head=head, main=main)


def publication_page(each: Publication) -> str:
    """Return the page of a publication."""
    inner = _old(each) if each.markup == "old" else _new(each)
    return framed(each.title, each.path, inner, _head(each))


def _head(each: Publication) -> str:
    head = f'<meta property="og:title" content="{escape(each.title)}">\n<meta property="og:site_name" content="{SITE}">\n'
    if each.markup != "new" or not each.date:
        return head
    linked = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": SITE, "url": f"http://{JRF}/"},
            {
                "@type": "Article",
                "headline": each.title,
                "datePublished": each.date,
                "author": [{"@type": "Person", "name": name} for name in each.authors],
            },
        ],
    }
    written = json.dumps(linked, ensure_ascii=False).replace("</", "<\\/")
    return f'{head}<script type="application/ld+json">{written}</script>\n'


def _old(each: Publication) -> str:
    """Return a page whose words came over from the old site as they were."""
    written = f"<p>Written by: {escape(named(each.authors))}</p>\n" if each.authors else ""
    dated = f"<p>Date published: {day_in_words(each.date)}</p>\n" if each.date else ""
    topics = f"<p>{escape(', '.join(each.topics))}</p>\n" if each.topics else ""
    subtitle = f"<p><strong>{escape(each.subtitle)}</strong></p>\n" if each.subtitle else ""
    return (
        f"<h1>{escape(each.title)}</h1>\n{written}{dated}{topics}{subtitle}{to_html(each.body, wrap=False)}{references(each)}\n"
        f"{_files(each, 'field-files')}{_related(each)}"
    )


def _new(each: Publication) -> str:
    kind = f'<span class="label">{escape(each.kind)}</span>\n' if each.kind else ""
    subtitle = f'<p class="intro">{escape(each.subtitle)}</p>\n' if each.subtitle else ""
    people = f'<p class="authors">By {escape(named(each.authors))}</p>\n' if each.authors else ""
    dated = (
        f'<p class="published"><time datetime="{each.date}">{day_in_words(each.date)}</time></p>\n'
        if each.date else ""
    )  # fmt: skip
    return (
        f"{kind}<h1>{escape(each.title)}</h1>\n{subtitle}{people}{dated}"
        f'<div class="prose">{to_html(each.body, wrap=False)}{references(each)}</div>\n{_files(each, "downloads")}{_related(each)}'
    )


def _files(each: Publication, name: str) -> str:
    if not each.files:
        return ""
    rows = "\n".join(
        f'<li><a href="{escape(_relative(each, file))}">{escape(_words(each, file))}</a></li>'
        for file in each.files
    )
    return f'<div class="{name}"><h2>Downloads</h2>\n<ul>\n{rows}\n</ul></div>\n'


def _relative(each: Publication, file: PaperFile) -> str:
    """Return the address of a file as pages of this site write it: without a host where it is their own."""
    parts = urlsplit(each.addresses_of(file)[0])
    return parts.path + (f"?{parts.query}" if parts.query else "") if parts.netloc == JRF else parts.geturl()


def _words(each: Publication, file: PaperFile) -> str:
    """Return the words of the link to a file; the old site put the size after the name of the file."""
    if file.words != "name" or not file_at(JRF, _relative(each, file)):
        return file.words
    return f"{file.name} ({len(file_bytes(file)) / 1024:.2f} KB)"


def _related(each: Publication) -> str:
    rows = "".join(
        f'<li><a href="{by_id()[name].path}">{escape(by_id()[name].title)}</a></li>' for name in each.related
    )
    return f'<div class="related-content"><h2>Related content</h2><ul>{rows}</ul></div>' if rows else ""


def topic_page(title: str, path: str, found: Sequence[Publication]) -> str:
    """Return a page that only lists; some of its links carry where the reader came from."""
    rows = "\n".join(
        f'<li><a href="{escape((each.old[0] if each.sitemap == "no" and each.old else each.path) + query)}">'
        f"{escape(each.title)}</a></li>"
        for each in found
        for query in ("", *each.twins)
    )
    return framed(title, path, f"<h1>{escape(title)}</h1>\n<ul>\n{rows}\n</ul>")
