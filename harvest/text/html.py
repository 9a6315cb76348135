"""Web pages: the words that belong to the page, not to the site around it."""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from harvest.text.clean import ink, one_line, tidy
from harvest.text.decode import decode, mended
from harvest.text.language import language_of
from harvest.text.model import MAX_CHARS, Extracted, Heading, Page
from harvest.text.pages.content import content_of
from harvest.text.pages.furniture import without_furniture_lines
from harvest.text.pages.meta import PageMeta, page_meta, with_text
from harvest.text.render import fragment_to_text, node_text

if TYPE_CHECKING:
    from collections.abc import Callable

#: trafilatura is asked where less text than this was found, or where most of the page's prose lies elsewhere.
LITTLE_INK = 80
#: Its answer is taken only where it is this many times as long: measured, our own reading is the better one as a rule
#: (word F1 .92 to .87 and .99 to .94 on two sets, .86 to .85 and .98 to .86 where names and <main> are taken away).
LONGER = 1.3
#: Markup above this size goes to our own reader alone: trafilatura's time grows faster than the page.
TRAFILATURA_CHARS = 1_500_000
#: Most headings kept of a page.
MAX_HEADINGS = 200
_HEADINGS = "h1,h2,h3,h4,h5,h6"
_TABLE_RULE = re.compile(r"^\|(?:-+\|)+\n?", re.MULTILINE)
_OUTER_BARS = re.compile(r"^\| | \|$", re.MULTILINE)
# Scripts hide the marks of such a section from scripts in comments; there it is no text.
_CDATA = re.compile(r"(?<![/*])<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


class _Reading(NamedTuple):
    """What was read of a page. ``facts`` are words beside the content on who wrote it and when."""

    text: str
    method: str
    headings: tuple[Heading, ...] = ()
    facts: str = ""


def extract_html(
    data: bytes, *, url: str = "", content_type: str = "", max_chars: int = MAX_CHARS
) -> Extracted:
    """Return the main text of a web page with its headings, stated title, date, publisher and language.

    The text is that of ``<main>`` without furniture (``method`` "main"); without a ``<main>``, of the container that holds
    the title and most of the prose ("densest"). Where that is next to nothing, or most of the prose lies elsewhere, it is
    what trafilatura takes out of the page, if that is longer ("trafilatura"); where there is nothing at all, the words for
    browsers without frames ("noframes"), or all words of the body ("body").
    """
    markup, _ = decode(data, content_type=content_type)
    markup = markup.replace("\x00", "")
    if "<![CDATA[" in markup:
        markup = _CDATA.sub(lambda found: found[1].replace("&", "&amp;").replace("<", "&lt;"), markup)
    tree = LexborHTMLParser(markup)
    meta = page_meta(tree, url)
    read = _read(tree, markup)
    text, detail = read.text, None
    if len(text) > max_chars:
        text = text[:max_chars]
        detail = f"text cut after {max_chars:,} characters"
    return _extracted(read._replace(text=text), with_text(meta, f"{read.facts}\n{text}".lstrip()), detail)


def _extracted(read: _Reading, meta: PageMeta, detail: str | None) -> Extracted:
    empty = not any(map(str.isalnum, read.text))
    return Extracted(
        outcome="empty" if empty else "text",
        kind="html",
        text=read.text,
        pages=(Page(1, None, 0, len(read.text)),),
        title=meta.title,
        title_source=meta.title_source,
        date=meta.date,
        date_source=meta.date_source,
        language=language_of(read.text),
        publisher=meta.publisher,
        method=read.method,
        detail="the page holds no words" if empty else detail,
        authors=meta.authors,
        claims=meta.claims,
        headings=read.headings,
    )


def _read(tree: LexborHTMLParser, markup: str) -> _Reading:
    content = content_of(tree)
    if content is None:
        return _last_resort(markup)
    headings = _headings(content.nodes)
    text = mended(without_furniture_lines("\n\n".join(filter(None, map(_text, content.nodes)))))
    own = ink(text)
    if content.sure and own >= LITTLE_INK:
        return _Reading(text, content.method, headings, content.facts)
    other = mended(without_furniture_lines(_by_trafilatura(markup)))
    if ink(other) > LONGER * own:
        kept = tuple(head for head in headings if head.text in other)
        return _Reading(other, "trafilatura", kept, content.facts)
    return _Reading(text, content.method, headings, content.facts) if own else _last_resort(markup)


def _text(node: LexborNode) -> str:
    tag = node.tag or ""
    if tag.startswith("-"):
        return tidy(node.text()) if tag == "-text" else ""
    return node_text(node)


def _headings(nodes: list[LexborNode]) -> tuple[Heading, ...]:
    found: list[Heading] = []
    for node in nodes:
        tag = node.tag or ""
        heads = [node] if tag in _HEADINGS.split(",") else [] if tag.startswith("-") else node.css(_HEADINGS)
        for head in heads:
            if text := one_line(head.text()):
                found.append(Heading(int((head.tag or "h1")[1]), text))
        if len(found) >= MAX_HEADINGS:
            break
    return tuple(found[:MAX_HEADINGS])


def _last_resort(markup: str) -> _Reading:
    """Return all words of a page in which no content is found: those for browsers without frames, else the body's."""
    tree = LexborHTMLParser(markup)
    spare = "\n\n".join(fragment_to_text(node.text()) for node in tree.css("noframes"))
    if spare:
        return _Reading(spare, "noframes")
    return _Reading(node_text(tree.body) if tree.body is not None else "", "body")


def _by_trafilatura(markup: str) -> str:
    if len(markup) > TRAFILATURA_CHARS:
        return ""
    text = tidy(_trafilatura()(markup) or "")
    # Its tables are Markdown; the rules between head and body are no words, the outer bars no cells.
    return _OUTER_BARS.sub("", _TABLE_RULE.sub("", text)) if "|" in text else text


@cache
def _trafilatura() -> Callable[[str], str | None]:
    """Load trafilatura once: its import takes a third of a second, which PDFs and most pages need not pay."""
    from trafilatura import extract
    from trafilatura.settings import Extractor

    # It reports every page without an article as a warning; for us that is an outcome.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

    def run(markup: str) -> str | None:
        options = Extractor(output_format="txt", comments=False, tables=True, fast=False)
        try:
            return extract(markup, options=options)
        except (RecursionError, ValueError, AssertionError):
            # Markup nested thousands deep: our own reading stands.
            return None

    return run
