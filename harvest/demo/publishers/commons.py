"""www.healthcommons.test and files.healthcommons.test: a small publisher that no spider was written for.

It has lists, a search page, and markup of its own; no structured data and no sitemap.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from urllib.parse import quote_plus

from harvest.demo.answers import Answer, Request, html_answer, not_allowed
from harvest.demo.corpus.markup import to_html
from harvest.demo.publishers.common import (
    day_in_words,
    named,
    newest_first,
    page,
    page_number,
    references,
    robots,
)
from harvest.demo.publishers.files import file_answer, file_at
from harvest.demo.publishers.model import COMMONS, COMMONS_FILES, Publication, plain_pages, publications
from harvest.demo.scene import Scene

HOSTS = (COMMONS, COMMONS_FILES)
LIST, FIND = "/library", "/find"
PAGE_SIZE = 4
FOUND_SIZE = 3
NOTHING = "Sorry, nothing in our library matches."
_PAGE = """<!DOCTYPE html>
<html>
<head><meta charset="utf-8"><title>{title} - Health Commons</title></head>
<body>
<div id="top"><a href="/">Health Commons</a> &middot; <a href="/library">Library</a> &middot; <a href="/people">People</a>
<form action="/find" method="get"><input name="q"><button>Find</button></form></div>
{main}
<div id="bottom">Health Commons is two rooms above a bicycle shop.</div>
</body>
</html>
"""


def framed(title: str, main: str) -> str:
    """Return a whole page."""
    return _PAGE.format(title=escape(title), main=main)


def answer(request: Request, _scene: Scene) -> Answer:
    """Answer any request to the site or to its files."""
    if request.method == "POST":
        return not_allowed()
    path = request.path.rstrip("/") or "/"
    if path == "/robots.txt":
        return robots("User-agent: *", "Disallow: /desk/")
    if request.host == COMMONS_FILES:
        found = file_at(COMMONS_FILES, path)
        return (
            file_answer(request, found[1], attached=True)
            if found
            else html_answer(404, "<h1>No such file</h1>")
        )
    if path in _current():
        return page(request, _publication(_current()[path]))
    if path == LIST:
        return page(request, _listing(page_number(request)))
    if path == FIND:
        return page(request, _results(dict(request.params).get("q", ""), page_number(request)))
    if path == "/":
        newest = "".join(_link(each) for each in _listed()[:2])
        return page(
            request,
            framed("Home", f"<h1>Health Commons</h1><p>What we write, we give away.</p><ul>{newest}</ul>"),
        )
    if path in (plain := plain_pages(COMMONS)):
        title, body = plain[path]
        return page(request, framed(title, f"<h1>{escape(title)}</h1>{to_html(body, wrap=False)}"))
    return html_answer(404, framed("Not here", "<h1>Not here</h1><p>Try the library.</p>"))


@lru_cache(maxsize=1)
def _current() -> dict[str, Publication]:
    return {each.path: each for each in publications(COMMONS)}


def _listed() -> list[Publication]:
    return newest_first(each for each in publications(COMMONS) if each.listed)


def _link(each: Publication) -> str:
    return f'<li><a href="{each.path}">{escape(each.title)}</a></li>'


def _publication(each: Publication) -> str:
    dated = f'<div class="pub-date">{day_in_words(each.date)}</div>\n' if each.date else ""
    people = f'<div class="by">{escape(named(each.authors))}</div>\n' if each.authors else ""
    files = "".join(
        f'<p class="get"><a href="{escape(each.addresses_of(file)[0])}">{escape(file.words)}</a></p>\n'
        for file in each.files
    )
    return framed(
        each.title,
        f"<article>\n<h1>{escape(each.title)}</h1>\n{dated}{people}{to_html(each.body, wrap=False)}{references(each)}\n{files}</article>",
    )


def _pager(address: str, joiner: str, number: int, last: int) -> str:
    back = f'<a href="{address}{joiner}page={number - 1}">Back</a> ' if number > 1 else ""
    on = f'<a href="{address}{joiner}page={number + 1}">Next</a>' if number < last else ""
    return f'<p class="turn">{back}{on}</p>'


def _listing(number: int) -> str:
    found = _listed()
    start = (number - 1) * PAGE_SIZE
    rows = "\n".join(_link(each) for each in found[start : start + PAGE_SIZE])
    turn = _pager(LIST, "?", number, -(-len(found) // PAGE_SIZE))
    return framed("Library", f"<h1>Library</h1>\n<ul>\n{rows}\n</ul>\n{turn}")


def matching(asked: str) -> list[Publication]:
    """Return what the search page finds: all words or quoted phrases on the page of a publication, newest first.

    ``*`` ends a word that may go on; what is after a phrase, such as ``~3``, says nothing to it. Files are not searched.
    """
    wanted = [
        re.escape(" ".join(found.replace("*", " * ").split())).replace(r"\ \*", r"\w*").replace(r"\ ", r"\s+")
        for phrase, word in re.findall(r'"([^"]*)"(?:~\d+)?|(\S+)', asked)
        if (found := phrase or word).strip("* ")
    ]
    if not wanted:
        return []
    patterns = [re.compile(rf"(?<!\w){each}(?!\w)", re.IGNORECASE) for each in wanted]
    return newest_first(
        each for each in publications(COMMONS) if all(pattern.search(each.page_words) for pattern in patterns)
    )


def _results(asked: str, number: int) -> str:
    found = matching(asked)
    box = f"<h1>Find</h1>\n<p>You asked for: {escape(asked)}</p>\n"
    start = (number - 1) * FOUND_SIZE
    shown = found[start : start + FOUND_SIZE]
    if not shown:
        return framed("Find", f"{box}<p>{NOTHING}</p>")
    rows = "\n".join(_link(each) for each in shown)
    turn = _pager(f"{FIND}?q={quote_plus(asked)}", "&amp;", number, -(-len(found) // FOUND_SIZE))
    return framed("Find", f'{box}<ol class="found">\n{rows}\n</ol>\n{turn}')
