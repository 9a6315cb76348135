"""What the pages of ModernGov have in common: their links, titles and furniture."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.canonical import canonical

#: Bytes of a page that are read: a budget meeting with all its minutes is 400 kB.
LARGEST = 8_000_000
#: What stands in a link beside its words: file sizes, ``, item 59.``
_BESIDE = (".mgFileSize", ".mgHide", "img")
_RANK = re.compile(r"\s*\(\d+(?:\.\d+)?\)\s*$")
_SIZE = re.compile(
    r"\s*(?:\bref: \d+)?\s*(?:\b(?:PDF|HTML?|DOCX?|XLSX?|PPTX?|RTF|TXT)\s+[\d.]+\s*[KM]B)\s*$", re.IGNORECASE
)
_SIGNS = ("modgov", "mgcontent", "$moderngov", "mgimages/", "ssmgstyles.css")


def parsed(body: bytes) -> LexborHTMLParser | None:
    """Return the tree of a page of ModernGov; ``None`` for an answer that is none."""
    if not body or len(body) > LARGEST:
        return None
    low = body[:200_000].lower()
    if not any(sign.encode() in low for sign in _SIGNS):
        return None
    return LexborHTMLParser(body)


def one_line(text: str | None) -> str:
    """Return text with every run of white space as one space."""
    return " ".join((text or "").split())


def label(node: LexborNode) -> str:
    """Return the words of a link without file size, hidden words and the rank of a result."""
    words = one_line(node.text(separator=" "))
    for selector in _BESIDE:
        for beside in node.css(selector):
            said = one_line(beside.text(separator=" "))
            if said:
                words = words.replace(said, " ")
    words = _SIZE.sub("", one_line(words))
    return one_line(words).strip(" ,")


def unranked(words: str) -> str:
    """Return the words of a result without its number in the list."""
    return _RANK.sub("", words)


def address(node: LexborNode, base: str) -> str | None:
    """Return where a link leads, in the one spelling; ``None`` for what is no address of a page."""
    href = (node.attributes.get("href") or "").strip()
    if not href or href.lower().startswith(("javascript:", "mailto:", "tel:", "#")):
        return None
    try:
        url = canonical(urljoin(base, href))
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) else None


def fragment(node: LexborNode) -> str:
    """Return what stands behind ``#`` in a link."""
    return (node.attributes.get("href") or "").partition("#")[2]
