"""HTML that is content through and through, as lines of text: no guess about what belongs and what does not."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from harvest.text.clean import tidy

# The serialised tree is canonical (quoted attributes, lower-case names), so a pattern reads it safely and
# some ten times faster than visiting nodes one by one from Python.
# A name of an attribute may hold a quotation mark where the page was badly written; its value never does.
_TAG = re.compile(r'<(/?)([a-z][^\s/>]*)((?: [^\s>][^\s=>]*(?:="[^"]*")?)*) ?/?>|<!--.*?-->', re.DOTALL)
_PRE = re.compile(r"(?<=<pre)[ >].*?(?=</pre>)", re.DOTALL)
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
_GRID = {_ROW, _CELL}
#: A table of more rows than this has them for a reason.
_FEW_ROWS = 5
#: Elements whose inside is never text for a reader.
UNSEEN = "script,style,noscript,template,svg,iframe,object,select,datalist,textarea,button,dialog,canvas"


def fragment_to_text(html_fragment: str) -> str:
    """Return the text of an HTML fragment in which everything is content, such as a Content API body.

    Blocks stand on their own lines, paragraphs and headings with a blank line between; list items one a line;
    table rows one a line with cells parted by " | ", but the cells of tables that only place things on the page (those that
    hold tables or main headings) like blocks; lines of preformatted text as they stand. Scripts, styles and the like are left out.
    """
    if not html_fragment or html_fragment.isspace():
        return ""
    body = LexborHTMLParser(html_fragment).body
    return "" if body is None else node_text(body)


def node_text(node: LexborNode) -> str:
    """Return the text of a node as ``fragment_to_text`` does. Elements in ``UNSEEN`` are taken off the tree."""
    for unseen in node.css(UNSEEN):
        unseen.decompose()
    _mark_plain(node)
    return _markup_text(node.html or "")


def _mark_plain(node: LexborNode) -> None:
    """Mark rows and cells of tables that only place things on a page, for those are blocks like any other."""
    holders = {_table_of(inner) for inner in node.css("td table,th table,td h1,td h2")}
    if holders:
        # A list of items, each with a table of its own, has rows all the same.
        rows = Counter(map(_table_of, node.css("tr")))
        holders = {table for table in holders if rows[table] <= _FEW_ROWS}
    plain = holders | {table.mem_id for table in node.css("table[role=presentation],table[role=none]")}
    if plain:
        for part in node.css("tr,td,th"):
            if _table_of(part) in plain:
                part.attrs["role"] = "none"


def _table_of(node: LexborNode) -> int:
    """Return the id of the table that a node stands in, 0 if it stands in none."""
    owner = node.parent
    while owner is not None and owner.tag != "table":
        owner = owner.parent
    return owner.mem_id if owner is not None else 0


def _markup_text(markup: str) -> str:
    if "<pre" in markup:
        markup = _PRE.sub(lambda found: found[0].replace("\n", "<br>"), markup)
    markup = " ".join(markup.split())
    parts: list[str] = []
    end = 0
    for tag in _TAG.finditer(markup):
        parts.append(markup[end : tag.start()])
        end = tag.end()
        name = tag.group(2)
        if name is not None:
            mark = (_CLOSE if tag.group(1) else _OPEN).get(name, "")
            parts.append("\n" if mark in _GRID and 'role="none"' in tag.group(3) else mark)
    parts.append(markup[end:])
    text = "".join(parts)
    if _ROW in text:
        text = _NEXT_CELL.sub(" | ", _FIRST_CELL.sub(_ROW, text)).replace(_ROW, "\n")
    return tidy(unescape(text))
