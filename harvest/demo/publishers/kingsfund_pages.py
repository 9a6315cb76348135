"""The pages of the miniature King's Fund: one publication in each of the markups that a move of systems leaves behind."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from harvest.demo.corpus.markup import slugify, to_html
from harvest.demo.publishers.common import day_in_words, named, references
from harvest.demo.publishers.model import KINGS_FUND, NOTICE, PaperFile, Publication, by_id

SITE = "The King's Fund"
WHO = "/about-us/whos-who/"
_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title} | {site}</title>
{head}</head>
<body>
<header class="site-header"><a href="/">{site}</a>
<nav><a href="/insight-and-analysis">Insight and analysis</a> <a href="/events">Events</a> <a href="/about">About us</a></nav>
</header>
{main}
<footer class="site-footer"><p>{site}, 11-13 Little Cavern Street. Registered, and glad of it.</p></footer>
</body>
</html>
"""
#: What a page answers that lost its content in the move: 200, and nothing to read.
SHELL = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><script src="/assets/app.js" defer></script></head>
<body><div id="app"></div><script>window.__STATE__ = {"ready": false};</script></body></html>
"""


def framed(title: str, main: str, head: str = "") -> str:
    """Return a whole page around what belongs to it alone."""
    return _PAGE.format(title=escape(title), site=escape(SITE), head=head, main=main)


def publication_page(publication: Publication) -> str:
    """Return the page of a publication."""
    if publication.markup == "shell":
        return SHELL
    if publication.markup == "bare":
        # the new system knows the address and has lost what belongs there
        return framed("", '<main id="main-content">\n</main>')
    inner = _labels_only(publication) if publication.markup == "labels" else _hero(publication)
    return framed(publication.title, f'<main id="main-content">\n{inner}\n</main>', _head(publication))


def _head(each: Publication) -> str:
    canonical = f'<link rel="canonical" href="{each.url}">\n'
    if each.markup == "labels":
        return canonical
    title = escape(each.title)
    if each.markup == "meta":
        return (
            f'{canonical}<meta property="og:title" content="{title}">\n<meta property="og:type" content="article">\n'
            f'<meta property="article:published_time" content="{each.date}T00:01:00+00:00">\n'
            '<meta property="article:modified_time" content="2024-02-06T11:20:31+00:00">\n'
            f'<meta name="author" content="{escape(", ".join(each.authors))}">\n'
        )
    linked = {
        "@context": "https://schema.org",
        "@type": "Report" if each.kind == "Report" else "Article",
        "headline": each.title,
        "datePublished": f"{each.date}T00:01:00+00:00",
        "dateModified": "2024-02-06T11:20:31+00:00",
        "author": [{"@type": "Person", "name": name} for name in each.authors],
        "publisher": {"@type": "Organization", "name": SITE},
    }
    written = json.dumps(linked, ensure_ascii=False).replace("</", "<\\/")
    if each.markup == "broken":
        # a template that left its comma and lost its bracket: no parser reads it
        written = written[:-1] + ", \n"
    return f'{canonical}<script type="application/ld+json">{written}</script>\n'


def _people(names: Sequence[str]) -> str:
    return named([f'<a href="{WHO}{slugify(name)}">{escape(name)}</a>' for name in names])


def _hero(each: Publication) -> str:
    parts = [
        '<div class="hero">',
        f'<p class="hero__label">{escape(each.kind)}</p>',
        f"<h1>{escape(each.title)}</h1>",
    ]
    if each.subtitle:
        parts.append(f'<p class="hero__subtitle">{escape(each.subtitle)}</p>')
    if each.authors:
        parts.append(f'<p class="hero__authors">By {_people(each.authors)}</p>')
    minutes = f"<li>{each.minutes}-minute read</li>" if each.minutes else ""
    parts.append(
        f'<ul class="hero__meta"><li><time datetime="{each.date}">{day_in_words(each.date)}</time></li>{minutes}</ul></div>'
    )
    if each.is_old:
        parts.append(f'<div class="notice"><p>{NOTICE}</p></div>')
    parts.append(f'<div class="rich-text">{to_html(each.body, wrap=False)}{references(each)}</div>')
    parts += [_downloads(each, "downloads"), _topics(each), _related(each)]
    return "\n".join(part for part in parts if part)


def _labels_only(each: Publication) -> str:
    """Return the older markup: what a page says, it says to readers alone."""
    people = f'<p class="c-byline">By {_people(each.authors)}</p>\n' if each.authors else ""
    subtitle = f'<p class="c-standfirst">{escape(each.subtitle)}</p>\n' if each.subtitle else ""
    notice = f'<p class="c-warning"><strong>{NOTICE}</strong></p>\n' if each.is_old else ""
    minutes = f' <span class="c-minutes">Reading time: {each.minutes} minutes</span>' if each.minutes else ""
    return (
        f'<article>\n<span class="c-content-type">{escape(each.kind)}</span>\n<h1>{escape(each.title)}</h1>\n'
        f'{subtitle}{people}<p class="c-date">Published {day_in_words(each.date)}</p>{minutes}\n{notice}'
        f"{to_html(each.body, wrap=False)}{references(each)}\n{_downloads(each, 'c-attachments')}\n{_topics(each)}\n</article>\n{_related(each)}"
    )


def _downloads(each: Publication, name: str) -> str:
    if not each.files:
        return ""
    rows = "\n".join(_download(each, file) for file in each.files)
    return f'<section class="{name}"><h2>Downloads</h2>\n<ul>\n{rows}\n</ul></section>'


def _download(each: Publication, file: PaperFile) -> str:
    return f'<li><a href="{escape(each.addresses_of(file)[0])}">{escape(file.words)}</a></li>'


def _topics(each: Publication) -> str:
    links = ", ".join(f'<a href="/topics/{slugify(topic)}">{escape(topic)}</a>' for topic in each.topics)
    return f'<p class="topics">Topics: {links}</p>' if links else ""


def _related(each: Publication) -> str:
    rows = "".join(
        f'<li><a href="{by_id()[name].path}">{escape(by_id()[name].title)}</a></li>' for name in each.related
    )
    return f'<aside class="related"><h2>Related content</h2><ul>{rows}</ul></aside>' if rows else ""


def listing_page(title: str, found: Sequence[Publication], path: str, number: int, last: int) -> str:
    """Return one page of a list, with the links to its neighbours."""
    cards = "\n".join(
        f'<li class="card"><p class="card__label">{escape(each.kind)}</p><h3><a href="{each.path}">{escape(each.title)}</a></h3>'
        f'<p class="card__date">{day_in_words(each.date)}</p></li>'
        for each in found
    )
    back = f'<a href="{path}?page={number - 1}" rel="prev">Previous page</a> ' if number > 1 else ""
    on = f'<a href="{path}?page={number + 1}" rel="next">Next page</a>' if number < last else ""
    shown = f'<ul class="cards">\n{cards}\n</ul>' if cards else "<p>There is nothing on this page.</p>"
    types = " ".join(f'<a href="/insight-and-analysis/{slug}">{words}</a>' for slug, words in TYPES.items())
    return framed(
        title,
        f'<main id="main-content"><h1>{escape(title)}</h1>\n<nav class="filters">{types}</nav>\n{shown}\n'
        f'<nav class="pager">{back}{on}</nav></main>',
        f'<link rel="canonical" href="http://{KINGS_FUND}{path}">\n',
    )


#: The parts of the paths of publications, and what their lists are called.
TYPES = {
    "reports": "Reports",
    "long-reads": "Long reads",
    "projects": "Projects",
    "explainers": "Explainers",
    "articles": "Articles",
}
