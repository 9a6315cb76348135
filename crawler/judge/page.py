"""A web page as the judges see it: its title, its first heading, and the text that a reader without scripts sees."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from crawler.trouble import EVIDENCE

#: Bytes of a page that are looked at. What keeps a page from being a document shows in its beginning.
LOOKED_AT = 65_536
_OPEN = {name: re.compile(rb"<%b(?:\s[^<>]{0,500})?>" % name, re.IGNORECASE) for name in (b"title", b"h1")}
_CLOSE = {name: re.compile(rb"</%b" % name, re.IGNORECASE) for name in _OPEN}
_TAG = re.compile(rb"<[^<>]*>")
#: Not read by anybody, or only by a reader who has no scripts, or lists of choices.
UNREAD = ["script", "style", "template", "svg", "noscript", "select", "datalist", "head"]
#: What stands around the text on every page of a site.
AROUND = ["header", "nav", "footer", "aside"]


@dataclass(slots=True)
class Page:
    """The beginning of a page.

    Attributes:
        title: what ``title`` says.
        heading: the first ``h1``.
        text: everything a person reads in it, furniture of the site included.
        noscript: what it says to readers without scripts.
        scripts: number of scripts.
        whole: whether all of the page was looked at.
        tree: the parsed page, without what is not read.
    """

    title: str
    heading: str
    text: str
    noscript: str
    scripts: int
    whole: bool
    tree: LexborHTMLParser

    def has(self, selector: str) -> bool:
        """Tell whether the page holds an element that is read or filled in."""
        return self.tree.css_first(selector) is not None

    def main_text(self) -> str:
        """Return the text without what stands around it on every page. Takes that out of ``tree``."""
        self.tree.strip_tags(AROUND, recursive=True)
        return _text(self.tree)


def page_of(body: bytes) -> Page:
    """Read the first :data:`LOOKED_AT` bytes of a page. Never fails: every sequence of bytes is some page."""
    head = body[:LOOKED_AT]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    tree = LexborHTMLParser(head)
    noscript = " ".join(one_line(node.text()) for node in tree.css("noscript"))
    scripts = len(tree.css("script"))
    title = title_of(head)
    tree.strip_tags(UNREAD, recursive=True)
    return Page(
        title,
        heading_of(head),
        _text(tree),
        noscript,
        scripts,
        len(body) <= LOOKED_AT,
        tree,
    )


def _text(tree: LexborHTMLParser) -> str:
    return one_line(tree.body.text(separator=" ")) if tree.body else ""


def title_of(body: bytes) -> str:
    """Return the title of a page, ``""`` where its beginning has none."""
    return _first(body, b"title")


def heading_of(body: bytes) -> str:
    """Return the first ``h1`` of a page, ``""`` where its beginning has none."""
    return _first(body, b"h1")


def _first(body: bytes, name: bytes) -> str:
    # Not one expression for both tags: a page of a thousand tags that never close would take seconds.
    begins = _OPEN[name].search(body, 0, LOOKED_AT)
    ends = begins and _CLOSE[name].search(body, begins.end(), LOOKED_AT)
    if not begins or not ends:
        return ""
    inside = body[begins.end() : min(ends.start(), begins.end() + 2000)]
    return one_line(html.unescape(_TAG.sub(b" ", inside).decode("utf-8", "replace")))


def one_line(text: str) -> str:
    """Return text with every run of white space as one space."""
    return " ".join(text.split())


def quoted(text: str) -> str:
    """Return words of an answer fit for a row: one line, nothing that a terminal obeys, not too long."""
    plain = one_line("".join(letter if letter.isprintable() else " " for letter in text[: 4 * EVIDENCE]))
    return plain if len(plain) <= EVIDENCE else plain[: EVIDENCE - 3] + "..."
