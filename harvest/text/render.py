"""HTML that is content through and through, as lines of text: no guess about what belongs and what does not."""

from __future__ import annotations

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from harvest.text.clean import tidy

# The serialised tree is canonical (quoted attributes, lower-case names), so a pattern reads it safely and
# some ten times faster than visiting nodes one by one from Python.
_TAG = re.compile(r'<(/?)([a-z][^\s/>]*)(?:[^>"]|"[^"]*")*>|<!--.*?-->', re.DOTALL)
_ROW, _CELL = "\x1e", "\x1f"
_FIRST_CELL = re.compile(rf"[ \n]*{_ROW}[ \n]*{_CELL}[ \n]*")
_NEXT_CELL = re.compile(rf"[ \n]*{_CELL}[ \n]*")
_PARAGRAPHS = (
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "dl",
    "table",
    "blockquote",
    "pre",
    "figure",
)
_LINES = {
    "address",
    "article",
    "aside",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dt",
    "fieldset",
    "figcaption",
    "footer",
    "form",
    "header",
    "hgroup",
    "hr",
    "legend",
    "li",
    "main",
    "nav",
    "option",
    "section",
    "summary",
    "tbody",
    "tfoot",
    "thead",
}
_OPEN = {**dict.fromkeys(_PARAGRAPHS, "\n\n"), **dict.fromkeys(_LINES, "\n"), "br": "\n", "tr": _ROW}
_OPEN |= {"td": _CELL, "th": _CELL}
_CLOSE = {**dict.fromkeys(_PARAGRAPHS, "\n\n"), **dict.fromkeys(_LINES, "\n"), "tr": "\n"}
#: Elements whose inside is never text for a reader.
UNSEEN = "script,style,noscript,template,svg,iframe,object,select,datalist,textarea,button,dialog,canvas"


def fragment_to_text(html_fragment: str) -> str:
    """Return the text of an HTML fragment in which everything is content, such as a Content API body.

    Blocks stand on their own lines, paragraphs and headings with a blank line between; list items one a line;
    table rows one a line with cells parted by " | ". Scripts, styles and the like are left out.
    """
    if not html_fragment or html_fragment.isspace():
        return ""
    body = LexborHTMLParser(html_fragment).body
    return "" if body is None else node_text(body)


def node_text(node: LexborNode) -> str:
    """Return the text of a node as ``fragment_to_text`` does. Elements in ``UNSEEN`` are taken off the tree."""
    for unseen in node.css(UNSEEN):
        unseen.decompose()
    return _markup_text(node.html or "")


def _markup_text(markup: str) -> str:
    markup = " ".join(markup.split())
    parts: list[str] = []
    end = 0
    for tag in _TAG.finditer(markup):
        parts.append(markup[end : tag.start()])
        end = tag.end()
        name = tag.group(2)
        if name is not None:
            parts.append((_CLOSE if tag.group(1) else _OPEN).get(name, ""))
    parts.append(markup[end:])
    text = "".join(parts)
    if _ROW in text:
        text = _NEXT_CELL.sub(" | ", _FIRST_CELL.sub(_ROW, text)).replace(_ROW, "\n")
    return tidy(unescape(text))
