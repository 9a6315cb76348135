"""What the pages of ModernGov have in common: how they are read, their links and titles, and what is none of them."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.canonical import canonical
from crawler.judge.page import one_line as _one_line
from crawler.judge.page import quoted

#: Bytes of a page, its tags, and tags within one another, that are read: a budget meeting with all its minutes
#: is 400 kB. A parser takes minutes for a hundred thousand tags within one another.
LARGEST, MOST_TAGS, DEEPEST = 8_000_000, 200_000, 800
#: What stands in a link beside its words: file sizes, ``, item 59.``
_BESIDE = (".mgFileSize", ".mgHide", "img")
_RANK = re.compile(r"\s*\(\d+(?:\.\d+)?\)\s*$")
_SIZE = re.compile(
    r"\s*(?:\bref: \d+)?\s*(?:\b(?:PDF|HTML?|DOCX?|XLSX?|PPTX?|RTF|TXT)\s+[\d.]+\s*[KM]B)\s*$", re.IGNORECASE
)
_REFERENCE = re.compile(r"\s+ref: \d+\s*$", re.IGNORECASE)
_SIGNS = ("modgov", "mgcontent", "$moderngov", "mgimages/", "ssmgstyles.css")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)([^<>]*)>")
#: Elements that end by themselves, and those of drawings, which do where they say so.
_FLAT = frozenset(
    {"p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "caption", "colgroup", "dt", "dd", "option", "optgroup", "br",
     "img", "input", "hr", "meta", "link", "base", "col", "area", "embed", "source", "track", "wbr", "param", "html", "head", "body"}
)  # fmt: skip
_DRAWN = frozenset(
    {
        "path",
        "circle",
        "rect",
        "line",
        "polygon",
        "polyline",
        "ellipse",
        "use",
        "stop",
        "image",
        "g",
        "symbol",
    }
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_WELSH = re.compile(
    r"\b(?:canlyniadau|chwilio|cyfarfod(?:ydd)?|pwyllgor|cofnodion|ymholiad)\b", re.IGNORECASE
)


def parsed(body: bytes) -> LexborHTMLParser | None:
    """Return the tree of a page of ModernGov; ``None`` for an answer that is none, or that nobody could read."""
    if not body or len(body) > LARGEST:
        return None
    low = body[:200_000].lower()
    if not any(sign.encode() in low for sign in _SIGNS):
        return None
    text = decoded(body)
    if text.count("<") > MOST_TAGS or _too_deep(text):
        return None
    return LexborHTMLParser(text)


def decoded(body: bytes) -> str:
    """Return the text of a page: as UTF-8 where it is that, else as it says, else as Windows writes."""
    try:
        text = body.decode("utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        said = _CHARSET.search(body[:4096])
        name = said[1].decode("ascii", "replace").lower() if said else "cp1252"
        try:
            text = body.decode("cp1252" if name in ("iso-8859-1", "utf-8") else name, "replace")
        except (LookupError, ValueError):
            text = body.decode("cp1252", "replace")
    return re.sub(r"[\x00\ud800-\udfff]", "\ufffd", text)


def _too_deep(text: str) -> bool:
    depth = 0
    for found in _TAG.finditer(text):
        name = found[2].lower()
        if name in _FLAT or (name in _DRAWN and found[3].endswith("/")):
            continue
        depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > DEEPEST:
            return True
    return False


def broken_off(body: bytes) -> bool:
    """Tell a page that ends before its end: neither the foot of ModernGov nor the end of a document is in it."""
    tail = body[-200_000:].lower()
    return not any(end in tail for end in (b"</html", b"</body", b'class="mgfooter'))


def what_it_is(body: bytes) -> str:
    """Return in words what an answer is that is not the page which was asked for."""
    if not body.strip():
        return "an empty answer"
    if len(body) > LARGEST:
        return f"an answer of {len(body):,} bytes"
    text = decoded(body)
    if "<" not in text:
        return f"no web page, it begins {quoted(text[:80])!r}"
    if text.count("<") > MOST_TAGS or _too_deep(text):
        return "a page with more tags than any page has"
    tree = LexborHTMLParser(text)
    heads = (tree.css_first("title"), tree.css_first("h1"))
    words = one_line(" ".join(node.text(separator=" ") for node in heads if node is not None))
    if tree.css_first("input[type=password]") is not None:
        return f"a page to log in, called {quoted(words)!r}"
    root = tree.css_first("html[lang]")
    language = ((root.attributes.get("lang") or "") if root else "").lower()
    errors = " ".join(node.text(separator=" ") for node in tree.css(".mgErrorTxt"))
    if (language and not language.startswith("en")) or _WELSH.search(f"{words} {errors}"):
        return f"a page in another language, called {quoted(words)!r}"
    if errors.strip():
        return f"a page that says {quoted(one_line(errors))!r}"
    return f"a page called {quoted(words)!r}" if words else "a page without a title"


def one_line(text: str | None) -> str:
    """Return text with every run of white space as one space."""
    return _one_line(text or "")


def label(node: LexborNode) -> str:
    """Return the words of a link without file size, hidden words and the rank of a result."""
    words = one_line(node.text(separator=" "))
    for selector in _BESIDE:
        for beside in node.css(selector):
            said = one_line(beside.text(separator=" "))
            if said:
                # What is beside stands at the end: the same words in a title stay.
                before, _, after = words.rpartition(said)
                words = f"{before} {after}"
    words = _REFERENCE.sub("", _SIZE.sub("", one_line(words)))
    return one_line(words).strip(" ,")


def unranked(words: str) -> str:
    """Return the words of a result without its number in the list."""
    return _RANK.sub("", words)


def address(node: LexborNode, base: str) -> str | None:
    """Return where a link leads, in the one spelling; ``None`` for what is no address of a page.

    A link to the page's own host under another scheme means the system as it was asked.
    """
    href = (node.attributes.get("href") or "").strip()
    if not href or href.lower().startswith(("javascript:", "mailto:", "tel:", "#")):
        return None
    try:
        url = canonical(urljoin(base, href))
        parts, own = urlsplit(url), urlsplit(base)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        if parts.hostname == own.hostname and parts.scheme != own.scheme and parts.port is None:
            url = canonical(urlunsplit((own.scheme, own.netloc, parts.path, parts.query, "")))
    except ValueError:
        return None
    return url


def fragment(node: LexborNode) -> str:
    """Return what stands behind ``#`` in a link."""
    return (node.attributes.get("href") or "").partition("#")[2]
