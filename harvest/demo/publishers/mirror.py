"""mirror.docs.test: a site that holds copies of what others published, and never says whose they are."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from harvest.demo.answers import Answer, Request, html_answer, not_allowed
from harvest.demo.corpus.build import build_site
from harvest.demo.corpus.markup import to_html
from harvest.demo.corpus.model import Work
from harvest.demo.publishers.common import page, robots
from harvest.demo.publishers.files import bytes_of, file_answer, file_at, pdf_answer
from harvest.demo.publishers.model import MIRROR, Publication, by_id, publications
from harvest.demo.scene import Scene

HOSTS = (MIRROR,)
SITE = "DocsMirror"
#: Day on which the mirror took its copies, as its files say to those who ask again.
TAKEN = "2022-11-11"
_PAGE = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>{title} - [PDF Document]</title>
<meta property="og:site_name" content="{site}">
<meta property="og:title" content="{title}">
</head>
<body>
<div class="bar"><a href="/">{site}</a></div>
<main>
{main}
</main>
<div class="bar">{site}: share your documents with the world.</div>
</body>
</html>
"""


def framed(title: str, main: str) -> str:
    """Return a whole page of the mirror."""
    return _PAGE.format(title=escape(title), site=SITE, main=main)


def original(each: Publication) -> Work | Publication | None:
    """Return what a document of the mirror is a copy of, or None where nobody but the mirror has it."""
    if each.twin_of.startswith("gov:"):
        return build_site(1).works[each.twin_of.removeprefix("gov:")]
    return by_id()[each.twin_of] if each.twin_of else None


def answer(request: Request, _scene: Scene) -> Answer:
    """Answer any request."""
    if request.method == "POST":
        return not_allowed()
    path = request.path.rstrip("/") or "/"
    if path == "/robots.txt":
        return robots("User-agent: *", "Allow: /")
    if path == "/":
        rows = "".join(
            f'<li><a href="{each.path}">{escape(each.title)}</a></li>' for each in publications(MIRROR)
        )
        return page(request, framed(SITE, f"<h1>{SITE}</h1><ul>{rows}</ul>"))
    if path in _pages():
        return page(request, framed(_pages()[path].title, document(_pages()[path])))
    if path.endswith(".pdf") and path.removesuffix(".pdf") in _pages():
        return _file(request, path)
    return html_answer(404, framed("Not found", "<h1>Document not found</h1>"))


@lru_cache(maxsize=1)
def _pages() -> dict[str, Publication]:
    return {each.path: each for each in publications(MIRROR)}


def document(each: Publication) -> str:
    """Return what stands on the page of a document: the words themselves, or a box with the file."""
    source = original(each)
    if isinstance(source, Work):
        return f"<h1>{escape(source.title)}</h1>\n<p>{escape(source.description)}</p>\n{to_html(source.body)}"
    return (
        f'<h1>{escape(each.title)}</h1>\n<iframe src="{each.path}.pdf" title="viewer"></iframe>\n'
        f'<p><a href="{each.path}.pdf">Download</a> Category: Documents</p>'
    )


def _file(request: Request, path: str) -> Answer:
    each = _pages()[path.removesuffix(".pdf")]
    if isinstance(original(each), Publication):
        return pdf_answer(request, bytes_of(each.twin_of), TAKEN)
    found = file_at(MIRROR, path)
    return (
        file_answer(request, found[1])
        if found
        else html_answer(404, framed("Not found", "<h1>Not found</h1>"))
    )
