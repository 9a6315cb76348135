"""XML from strangers: sitemaps, feeds and the web service of ModernGov, read without what can do harm.

No document type definition, so no entities to expand and no file or address to fetch (defusedxml); limits on
size, depth and the number of elements.
"""

from __future__ import annotations

import html
import re
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

#: The largest sitemap that the protocol allows, unpacked: 50 MB (sitemaps.org).
LARGEST = 52_428_800
#: Elements within one another, and elements in all: 50,000 addresses with four things said of each.
DEEPEST, MOST = 64, 300_000
#: Roots that are no answer of a service: pages, and what ModernGov sends to be asked again by https.
_PAGES = frozenset({"html", "head", "body", "script", "div", "p", "meta", "title", "center", "h1", "span"})
#: Characters that XML 1.0 does not have, as they are and as they are written (2.2).
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_WRITTEN = re.compile(r"&#(?:x([0-9a-f]{1,6})|(\d{1,7}));", re.IGNORECASE)
_NAMED = re.compile(r"&(#?\w{0,31};)?")
_OWN = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})


class _Limited(TreeBuilder):
    """Builds the tree, up to the limits."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: Any, attrs: Any, /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST or self._count > MOST:
            raise ValueError("more elements than anybody needs")
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def xml_root(body: bytes) -> Element | None:
    """Return the root of an XML document, or ``None`` where the answer is none that may be read.

    ``None`` for web pages (also well-formed ones, and pages that only lead to https), for anything with a
    document type definition, and for what is larger or deeper than the limits. Characters that XML does not
    have, entities of HTML and bare ampersands, which councils' systems send, are mended first.
    """
    if len(body) > LARGEST or b"<" not in body[:4096]:
        return None
    try:
        root = _parsed(body.lstrip(b" \t\r\n"))
    except (ValueError, DefusedXmlException):
        return None
    except (ParseError, LookupError):
        try:
            root = _parsed(_mended(body))
        except (ParseError, LookupError, ValueError, DefusedXmlException):
            return None
    return None if root is None or local_name(root).lower() in _PAGES else root


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def unescaped_twice(text: str | None) -> str:
    """Return the text of an element of ModernGov's, which escapes its entities twice, with single spaces."""
    return " ".join(html.unescape(html.unescape(text or "")).split())


def _parsed(body: bytes) -> Element | None:
    make: Any = DefusedXMLParser
    parser = make(target=_Limited(), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.feed(body)
    root = parser.close()
    return root if isinstance(root, Element) else None


def _mended(body: bytes) -> bytes:
    """Return what a careless program meant: UTF-8, with the characters and entities that XML has."""
    for coding in ("utf-8-sig", "cp1252"):
        try:
            text = body.decode("utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else coding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = body.decode("utf-8", "replace")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    text = _ILLEGAL.sub("", text)
    text = _WRITTEN.sub(lambda found: found[0] if _is_legal(found) else "", text)
    return _NAMED.sub(_entity, text).lstrip().encode("utf-8", "replace")


def _is_legal(found: re.Match[str]) -> bool:
    number = int(found[1], 16) if found[1] else int(found[2])
    return (
        number in (9, 10, 13)
        or 32 <= number < 0xD800
        or 0xE000 <= number < 0xFFFE
        or 0x10000 <= number < 0x110000
    )


def _entity(found: re.Match[str]) -> str:
    name = found[1]
    if not name:
        return "&amp;"
    if name in _OWN or name.startswith("#"):
        return found[0]
    meant = html.unescape(found[0])
    return "&amp;" + name if meant == found[0] else html.escape(meant)
