"""Web pages: the words that belong to the page, not to the site around it."""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, LexborNode

from harvest.text.clean import ink, tidy
from harvest.text.decode import decode
from harvest.text.language import language_of
from harvest.text.model import MAX_CHARS, Extracted, Page
from harvest.text.page_meta import PageMeta, page_meta, with_text
from harvest.text.render import UNSEEN, node_text

if TYPE_CHECKING:
    from collections.abc import Callable

#: Below this share of the text of <main>, trafilatura's answer is not believed. Measured best between 0.25 and 0.8.
GUARD = 0.5
#: <main> with at most this share of its text in links holds prose, and reading it whole is as good as trafilatura
#: (word F1 .958 to .964 and .988 to .985 on two sets) at a twentieth of the price.
PROSE_LINKS = 0.05
PROSE_INK = 400
#: A <main> with less text than this does not bound the search for content.
SCOPE_INK = 150
#: Markup above this size goes to the plain reader alone: trafilatura's time grows faster than the page.
TRAFILATURA_CHARS = 6_000_000
_FURNITURE_TAGS = frozenset({"header", "footer", "aside", "form"})
_FURNITURE_ROLES = frozenset({"banner", "contentinfo", "complementary", "form"})
_FURNITURE_NAMES = re.compile(
    r"(?:^|[-_\s])(?:cookies?|breadcrumbs?|related|share|sharing|social|skip-?links?|pagination|newsletter|sidebar"
    r"|feedback)(?=$|[-_\s])",
    re.IGNORECASE,
)
_TABLE_RULE = re.compile(r"^\|(?:-+\|)+\n?", re.MULTILINE)
_OUTER_BARS = re.compile(r"^\| | \|$", re.MULTILINE)
_ALWAYS_GONE = f"{UNSEEN},nav,[role=navigation],[role=search],[hidden]"
_MAYBE_GONE = "header,footer,aside,form,[role],[class],[id]"
# Something that looks like furniture by its name but holds this share of the text is the content in a wrapper.
_WRAPPER = 0.4


def extract_html(
    data: bytes, *, url: str = "", content_type: str = "", max_chars: int = MAX_CHARS
) -> Extracted:
    """Return the main text of a web page with its stated title, date, publisher and language.

    The text is that of ``<main>`` read whole where it is prose (``method`` "main"); else what trafilatura takes
    out of ``<main>`` or, without one, the page ("trafilatura"); if that is less than half of ``<main>``'s own text,
    ``<main>`` after all ("main"); if there is nothing, the body without its furniture ("body").
    """
    markup, _ = decode(data, content_type=content_type)
    tree = LexborHTMLParser(markup.replace("\x00", ""))
    meta = page_meta(tree, url)
    text, method = _main_text(tree, markup)
    detail = None
    if len(text) > max_chars:
        text = text[:max_chars]
        detail = f"text cut after {max_chars:,} characters"
    return _extracted(text, method, with_text(meta, text), detail)


def _extracted(text: str, method: str, meta: PageMeta, detail: str | None) -> Extracted:
    empty = not any(map(str.isalnum, text))
    return Extracted(
        outcome="empty" if empty else "text",
        kind="html",
        text=text,
        pages=(Page(1, None, 0, len(text)),),
        title=meta.title,
        title_source=meta.title_source,
        date=meta.date,
        date_source=meta.date_source,
        language=language_of(text),
        publisher=meta.publisher,
        method=method,
        detail="the page holds no words" if empty else detail,
        authors=meta.authors,
        claims=meta.claims,
    )


def _main_text(tree: LexborHTMLParser, markup: str) -> tuple[str, str]:
    main = _main_node(tree)
    if main is None:
        text = _by_trafilatura(markup)
        return (text, "trafilatura") if text else (_body_text(tree), "body")
    # trafilatura gets <main> as it came; the furniture is taken off afterwards for our own reading.
    scoped = main.html or ""
    _strip_furniture(main)
    own_ink = ink(main.text())
    links = sum(ink(link.text()) for link in main.css("a"))
    if own_ink >= PROSE_INK and links <= PROSE_LINKS * own_ink:
        return node_text(main), "main"
    text = _by_trafilatura(f"<html><body>{scoped}</body></html>" if own_ink >= SCOPE_INK else markup)
    if ink(text) < GUARD * own_ink:
        return node_text(main), "main"
    return (text, "trafilatura") if text else (_body_text(tree), "body")


def _main_node(tree: LexborHTMLParser) -> LexborNode | None:
    nodes = tree.css("main,[role=main]")
    return max(nodes, key=lambda node: len(node.text()), default=None)


def _strip_furniture(node: LexborNode) -> None:
    for gone in node.css(_ALWAYS_GONE):
        gone.decompose()
    total = ink(node.text())
    for maybe in node.css(_MAYBE_GONE):
        if maybe.mem_id != node.mem_id and _is_furniture(maybe) and ink(maybe.text()) < _WRAPPER * total:
            maybe.decompose()


def _is_furniture(node: LexborNode) -> bool:
    attributes = node.attributes
    return (
        node.tag in _FURNITURE_TAGS
        or attributes.get("role") in _FURNITURE_ROLES
        or _FURNITURE_NAMES.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
        is not None
    )


def _body_text(tree: LexborHTMLParser) -> str:
    body = tree.body
    if body is None:
        return ""
    _strip_furniture(body)
    return node_text(body)


def _by_trafilatura(markup: str) -> str:
    if len(markup) > TRAFILATURA_CHARS:
        return ""
    text = tidy(_trafilatura()(markup) or "")
    # Its tables are Markdown; the rules between head and body are no words, the outer bars no cells.
    return _OUTER_BARS.sub("", _TABLE_RULE.sub("", text)) if "|" in text else text


@cache
def _trafilatura() -> Callable[[str], str | None]:
    """Load trafilatura once: its import takes a third of a second, which PDFs need not pay."""
    from trafilatura import extract
    from trafilatura.settings import Extractor

    # It reports every page without an article as a warning; for us that is an outcome.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

    def run(markup: str) -> str | None:
        options = Extractor(output_format="txt", comments=False, tables=True, fast=False)
        try:
            return extract(markup, options=options)
        except (RecursionError, ValueError, AssertionError):
            # Markup nested thousands deep: the plain reader takes over.
            return None

    return run
