"""What the head of a web page states: its meta tags, its declared language, its linked data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from crawler.judge.json_ld import json_ld

#: Objects that are about a page or lie in it, by the key under which another object holds them.
_ABOUT = ("mainEntity", "mainEntityOfPage")
_TEXT = re.compile(
    r"article|posting|report|book|dataset|creativework|publication|legislation|thesis|chapter|document|guide"
    r"|recipe|howto|review|podcast|presentation"
)
_PAGE = re.compile(r"(?:web|about|collection|item|faq|profile|contact)page$|^(?:website|blog|itemlist)$")
_SHORTEST_LANGUAGE = 2


@dataclass(frozen=True, slots=True)
class Head:
    """The declared facts of a page.

    ``tags`` maps the lower-case name of a meta tag to its values in order; ``linked`` are the objects of its JSON-LD;
    ``title`` is the document title; ``language`` what the page declares ("en-GB"), or "".
    """

    tags: dict[str, list[str]]
    linked: list[dict[str, Any]]
    title: str
    language: str

    def first(self, name: str) -> str:
        """Return the first value of a meta tag, or ""."""
        return self.tags[name][0] if name in self.tags else ""


def read_head(tree: LexborHTMLParser) -> Head:
    """Return what the head of a page states; ``tree`` is not changed."""
    tags: dict[str, list[str]] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = (attributes.get("content") or "").strip()
        if name and content:
            # "DC.date.issued", "dc:date:issued" and "dcterms_issued" are one spelling apart.
            tags.setdefault(_plain(name), []).append(content)
    # A drawing in the page may have a <title> too.
    titled = tree.css_first("head title") or tree.css_first("title")
    root = tree.root
    declared = (
        (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    )
    language = next(
        (
            found.replace("_", "-")
            for found in (declared, *tags.get("content-language", ()), *tags.get("og:locale", ()), *tags.get("dc.language", ()))
            if len(found.strip()) >= _SHORTEST_LANGUAGE
        ),
        "",
    )  # fmt: skip
    return Head(tags, list(_linked(tree)), titled.text() if titled is not None else "", language.strip())


def _plain(name: str) -> str:
    name = name.strip().casefold()
    if name.startswith(("dc:", "dcterms:", "dc_", "dcterms_", "dc-", "dcterms-", "eprints.", "dct.", "dct:")):
        name = re.sub(r"^dct(?=\.)", "dcterms", re.sub(r"[:_-]", ".", name))
    return name


def kinds(item: dict[str, Any]) -> set[str]:
    """Return the types of a linked object, lower case and without an address before them."""
    named = item.get("@type")
    listed = named if isinstance(named, list) else [named]
    return {kind.rpartition("/")[2].casefold() for kind in listed if isinstance(kind, str)}


def is_text(item: dict[str, Any]) -> bool:
    """Whether a linked object is a piece of writing (article, report, posting) or untyped, no page of a site or thing."""
    found = kinds(item)
    return not found or (any(_TEXT.search(kind) for kind in found) and "jobposting" not in found)


def is_page(item: dict[str, Any]) -> bool:
    """Whether a linked object is a page of a site as such."""
    return any(_PAGE.search(kind) for kind in kinds(item))


def _linked(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    for item in json_ld(tree):
        yield item
        for key in _ABOUT:
            held = item.get(key)
            if isinstance(held, dict):
                yield held
