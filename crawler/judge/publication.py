"""The page of one publication, as publishers write it: its files, authors, label and warnings, by declared signs.

Structured data first (JSON-LD, meta), then what every such page has in some form: a heading, a line that says by
whom, a block of downloads. No selector of one site's style sheet: those change with every redesign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.guard import host_of
from crawler.judge.item import Attachment
from crawler.judge.json_ld import json_ld
from crawler.judge.listing import joined, spelled
from crawler.judge.offered import files_of, names
from crawler.judge.page import heading_of, one_line, title_of
from crawler.publisher import Publisher

#: Characters of own text below which a page with no file says nothing.
LEAST_TEXT = 80
_MAIN = "main, [role=main], article"
_AROUND = "nav, aside, footer, form, script, style, template, svg, noscript, [role=navigation], [role=complementary]"
_RELATED = re.compile(
    r"(?:^|[\s_-])(?:related|recommended|read-?more|more-?from|you-?may|see-?also|similar|latest)(?:$|[\s_-])",
    re.I,
)
_BYLINE = re.compile(r"(?:^|[\s_-])(?:by|by-?line|authors?|written-?by|contributors?)(?:$|[\s_-])", re.I)
_DATED = re.compile(
    r"(?:^|[\s_-])(?:date|published|pub-?date|post-?date|publication-?date)(?:$|[\s_-])", re.I
)
_LABEL = re.compile(
    r"(?:^|[\s_-])(?:label|type|content-?type|kicker|eyebrow|category|tag|pre-?title|strapline|flag)(?:$|[\s_-])", re.I
)  # fmt: skip
_BY = re.compile(r"^\s*(?:written by|authors?|by)\s*[:\u2013-]?\s+", re.IGNORECASE)
_WRITTEN = re.compile(
    r"\bWritten by\s*:?|\bAuthors?\s*:|\bDate published\s*:?|\bPublished\s*:", re.IGNORECASE
)
_NOT_DATE = re.compile(r"updat|modif|review|reading time|minutes? read", re.IGNORECASE)
_DAY = re.compile(r"\b(?:19|20)\d\d\b")
_NO_NAME = re.compile(r"\b(?:reading time|minutes?|published|updated|share)\b|https?:|@|\d{4}", re.IGNORECASE)
_ARTICLES = frozenset({
    "article", "report", "scholarlyarticle", "newsarticle", "blogposting", "techarticle", "publicationissue", "book",
    "creativework", "opinionnewsarticle", "digitaldocument", "medicalscholarlyarticle",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page of a publication shows.

    Attributes:
        outcome: ``read`` for a publication; ``hub`` for a page that only leads on; ``unreadable`` for one that is
            declared to be a publication and does not look like one.
        detail: what is missing, for ``unreadable``.
        heading: its title as it stands on the page.
        canonical: the address that the page itself calls its own; ``""`` where it names none on the publisher's hosts.
        label: what the page calls its kind, as printed, and as a type in the field's words.
        doc_type: the same in the field's words.
        authors: as named.
        dated: what stands as a date beside the heading, as printed.
        notice: the sentence by which the page warns its readers.
        description: what it says of itself.
        files: its files, in order.
        cited: the publisher's files that its text links to, which are others' or stand elsewhere too.
    """

    outcome: str
    detail: str | None = None
    heading: str = ""
    canonical: str = ""
    label: str | None = None
    doc_type: str | None = None
    authors: tuple[str, ...] = ()
    dated: str | None = None
    notice: str | None = None
    description: str | None = None
    files: tuple[Attachment, ...] = ()
    cited: tuple[Attachment, ...] = ()


def publication(body: bytes, url: str, publisher: Publisher) -> Seen:
    """Return what a page shows of a publication.

    Args:
        body: the page.
        url: its address.
        publisher: what is declared of its site, with all its hosts.
    """
    tree = LexborHTMLParser(body)
    linked = list(json_ld(tree))
    metas = _metas(tree)
    hosts = frozenset(publisher.hosts)
    canonical = _canonical(tree, url, hosts)
    main = max(tree.css(_MAIN), key=lambda node: len(node.text()), default=None) or tree.body
    if main is None:
        return Seen("unreadable", "the page is empty")
    label, kind = _label(main, url, publisher)
    authors = _authors(main, linked, metas, publisher)
    dated = _dated(main)
    notice = _notice(main, publisher)
    written = _WRITTEN.search(one_line(main.text(separator=" "))[:2000]) is not None
    for gone in main.css(_AROUND):
        gone.decompose()
    for each in main.css("[class], [id]"):
        if _RELATED.search(names(each)):
            each.decompose()
    offered, cited = files_of(main, url, publisher, hosts)
    heading = heading_of(body) or metas.get("og:title", "") or title_of(body)
    text = one_line(main.text(separator=" "))
    sure = publisher.is_document(url)
    article = bool(
        label or offered or written or authors or "article:published_time" in metas
        or metas.get("og:type", "").casefold() == "article"
        or any(_types(item) & _ARTICLES for item in linked)
    )  # fmt: skip
    if not sure and not article:
        return Seen("hub", heading=heading)
    if not heading or (len(text) < LEAST_TEXT and not offered):
        if not sure:
            return Seen("hub", heading=heading)
        missing = "has no heading" if not heading else "has neither text nor a file"
        return Seen(
            "unreadable", f"the page does not look like a publication of {publisher.name or 'this site'}: it {missing}"
        )  # fmt: skip
    return Seen(
        "read", None, heading, canonical, label, kind or publisher.document_type or None, authors, dated, notice,
        _description(linked, metas), offered, cited,
    )  # fmt: skip


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        name = (node.attributes.get("property") or node.attributes.get("name") or "").strip().lower()
        if name:
            found.setdefault(name, one_line(node.attributes.get("content") or ""))
    return found


def _types(item: dict[str, Any]) -> set[str]:
    named = item.get("@type")
    return {str(each).casefold() for each in (named if isinstance(named, list) else [named]) if each}


def _canonical(tree: LexborHTMLParser, url: str, hosts: frozenset[str]) -> str:
    for node in tree.css("link[rel=canonical][href]"):
        address = joined(url, node.attributes.get("href") or "")
        found = spelled(address) if address else None
        # A front page is the canonical address of nothing but itself: some systems write it on every page.
        if found and host_of(found) in hosts and urlsplit(found).path.strip("/"):
            return found
    return ""


def _label(main: LexborNode, url: str, publisher: Publisher) -> tuple[str | None, str | None]:
    """Return what the page calls its kind, and as what that is declared."""
    types = {key.casefold(): value for key, value in publisher.types}
    if not types:
        return None, None
    for node in main.css("[class]"):
        text = one_line(node.text()) if _LABEL.search(node.attributes.get("class") or "") else ""
        if text.casefold() in types:
            return text, types[text.casefold()]
    for part in urlsplit(url).path.strip("/").split("/")[:-1]:
        if part.casefold() in types:
            return None, types[part.casefold()]
    return None, None


def _authors(
    main: LexborNode, linked: Iterable[dict[str, Any]], metas: dict[str, str], publisher: Publisher
) -> tuple[str, ...]:
    found: list[str] = []
    for item in linked:
        if _types(item) & _ARTICLES and not found:
            author = item.get("author")
            for each in author if isinstance(author, list) else [author]:
                name = each.get("name") if isinstance(each, dict) else each
                found += [
                    str(one) for one in (name if isinstance(name, list) else [name]) if isinstance(one, str)
                ]
    for name in ("citation_author", "author", "article:author", "dc.creator", "dcterms.creator"):
        if not found and metas.get(name):
            found = _apart(metas[name])
    if not found:
        found = [one_line(node.text()) for node in main.css("a[rel~=author], [itemprop=author]")]
    if not found:
        found = _byline(main)
    own = publisher.name.casefold()
    kept = (one_line(each).strip(" ,;") for each in found)
    names = [
        each
        for each in kept
        if each and len(each) < 120 and not _NO_NAME.search(each) and each.casefold() != own
    ]
    return tuple(dict.fromkeys(names))


def _byline(main: LexborNode) -> list[str]:
    for node in main.css("p, div, span, li, dd, address"):
        text = one_line(node.text(separator=" "))
        if len(text) > 300 or not text:
            continue
        named = _BYLINE.search(node.attributes.get("class") or "")
        begins = _BY.match(text)
        if not named and not (begins and len(text) < 200 and text[begins.end() : begins.end() + 1].isupper()):
            continue
        links = [one_line(link.text()) for link in node.css("a")]
        return links or _apart(_BY.sub("", text))
    return []


def _apart(text: str) -> list[str]:
    return [each for each in re.split(r"\s*(?:;|,|\band\b|&)\s*", text) if each]


def _dated(main: LexborNode) -> str | None:
    """Return the date that stands by itself beside the heading, as printed; never one of an update."""
    for node in main.css("time, p, div, span, li, dd")[:200]:
        text = one_line(node.text(separator=" "))
        if not 4 <= len(text) <= 60 or not _DAY.search(text) or _NOT_DATE.search(f"{text} {names(node)}"):
            continue
        words = re.sub(r"[^A-Za-z ]", " ", text).split()
        alone = len(words) <= 2 and (node.tag == "time" or len(text) <= 20)
        if alone or _DATED.search(node.attributes.get("class") or ""):
            return text
    return None


def _notice(main: LexborNode, publisher: Publisher) -> str | None:
    if not publisher.notices:
        return None
    for node in main.css("p, div, span, strong"):
        text = one_line(node.text(separator=" "))
        for begins in publisher.notices:
            at = text.casefold().find(begins.casefold())
            if at >= 0 and len(text) < 400:
                return re.split(r"(?<=[.!])\s", text[at:], maxsplit=1)[0]
    return None


def _description(linked: Iterable[dict[str, Any]], metas: dict[str, str]) -> str | None:
    for item in linked:
        said = item.get("description")
        if _types(item) & _ARTICLES and isinstance(said, str) and said.strip():
            return one_line(said)
    return metas.get("description") or metas.get("og:description") or None
