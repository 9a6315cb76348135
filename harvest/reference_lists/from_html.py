"""References of web pages: lists under their headings, notes with their way back, links in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from harvest.reference_lists.assembling import listed
from harvest.reference_lists.footnotes import publications
from harvest.reference_lists.inline import mentions
from harvest.reference_lists.joining import Joiner
from harvest.reference_lists.model import Line, Reference
from harvest.reference_lists.signs import heading_of, is_citation, marked
from harvest.text.clean import one_line
from harvest.text.decode import decode

_GONE = "script,style,noscript,template,nav,form,button,svg,iframe,select,[hidden],[role=navigation],[role=search],[aria-hidden=true]"
_FURNITURE = re.compile(
    r"(?:^|\s)(?:banner|contentinfo|complementary|breadcrumbs?|cookies?|sidebar|related|share|social)(?:$|\s)",
    re.I,
)
_FURNITURE_TAGS = frozenset({"header", "footer", "aside"})
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary"})
#: Containers of notes: what Kramdown (GOV.UK), pandoc, MediaWiki, WordPress and DPUB-ARIA call them.
_NOTES = re.compile(
    r"(?:^|[\s_-])(?:foot-?notes?|end-?notes?|fnlist|easy-footnotes?|doc-endnotes|doc-footnote)(?:$|[\s_-]|s\b)",
    re.I,
)
_LISTS = re.compile(
    r"(?:^|[\s_-])(?:references?|ref-?list|reflist|bibliography|citations?-?list|doc-bibliography|works-?cited)(?:$|[\s_-])",
    re.I,
)
_BACK = re.compile(
    r"^(?:[\s↩︎↑^\u21a9\ufe0e]+|\^|jump up|(?:go |return )?back(?: to (?:text|content|top|note|reference).*)?|return)$",
    re.I,
)
_SERVICES = re.compile(
    r"^(?:google scholar|cross\s?ref|pub\s?med|web of science|scopus|open in new tab|full text|view article|export citation|search ads"
    r"|find this resource|medline|abstract|download references|article|pmc free article|worldcat|openurl)$",
    re.I,
)
_MAX_NODES = 400_000
_MAX_LINKS = 2_000
_MAX_TITLES = 20


@dataclass(frozen=True, slots=True)
class _State:
    """What surrounds a piece of text: containers of notes and lists, a heading, an item (by its id) and its number."""

    notes: bool = False
    listed: bool = False
    head: bool = False
    item: int | None = None
    number: str | None = None
    content: bool = False
    furniture: bool = False


def html_references(data: bytes, *, url: str = "", content_type: str = "") -> list[Reference]:
    """Return the references of a web page; relative addresses are read against ``url``."""
    markup, _ = decode(data, content_type=content_type)
    tree = LexborHTMLParser(markup.replace("\x00", ""))
    root = tree.body
    if root is None:
        return []
    for gone in root.css(_GONE):
        gone.decompose()
    named = tree.css_first("base[href]")
    base = (_joined(url, named.attributes.get("href") or "") if named is not None else "") or url
    reader = _Reader(base)
    reader.read(root)
    return _assembled(reader)


def _assembled(reader: _Reader) -> list[Reference]:
    lines = reader.lines
    joiner = Joiner(lines)
    noted = set(map(id, reader.notes))
    body = [line for line in lines if id(line) not in noted]
    found, taken = listed(body, joiner)
    by_line: dict[int, list[tuple[str, str]]] = {}
    for line, words, address in reader.links:
        by_line.setdefault(id(line), []).append((words, address))

    def links_of(line: Line, part: str) -> str | None:
        return next((address for words, address in by_line.get(id(line), ()) if words in part), None)

    for line in reader.notes:
        text, number = joiner.join([line]), line.number
        if number is None:
            number, text = marked(text)
        # A note that only links to something is a reference as well: its words say to what.
        parts = publications(text) or ([text] if line.url and len(text) > 15 else [])
        for each in parts:
            own = line.url if len(parts) == 1 else links_of(line, each)
            found.append(Reference(each, number=number, where="footnote", url=own))
    kept = [line for line in body if id(line) in reader.listed and id(line) not in taken]
    found += [
        Reference(text, number=line.number, url=line.url)
        for line in kept
        if is_citation(text := joiner.join([line]))
    ]
    taken |= noted | set(map(id, kept))
    found += mentions([line for line in body if id(line) not in taken], joiner)
    seen = {each.url for each in found if each.url}
    for line, words, address in reader.links:
        if id(line) not in taken and address not in seen:
            seen.add(address)
            found.append(Reference(words, where="link", url=address))
    return found


def _joined(base: str, href: str) -> str:
    try:
        joined = urljoin(base, href.strip())
        parts = urlsplit(joined)
        return joined if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""


class _Reader:
    """Makes lines of a page's blocks: an item of a list is one line, and so is a paragraph."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.lines: list[Line] = []
        self.notes: list[Line] = []
        self.listed: set[int] = set()
        self.links: list[tuple[Line, str, str]] = []
        self._text: list[str] = []
        self._hrefs: list[tuple[str, str]] = []
        self._titles: list[str] = []
        self._item: int | None = None

    def read(self, root: LexborNode) -> None:
        """Read a whole page; a stack, not recursion, so that deep pages do no harm."""
        stack: list[tuple[LexborNode, bool, _State]] = [(root, False, _State())]
        for _ in range(_MAX_NODES):
            if not stack:
                break
            node, ends, state = stack.pop()
            if ends:
                self._break(state)
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._text.append(node.text_content or "")
            elif tag == "br":
                self._text.append(" ")
            elif tag.startswith(("-", "!", "_")) or (tag == "a" and self._link(node)):
                continue
            else:
                if tag in ("em", "i", "cite"):
                    self._titles.append(one_line(node.text()))
                if tag in _BLOCKS:
                    self._break(state)
                    state = _inside(node, tag, state)
                    stack.append((node, True, state))
                stack.extend((child, False, state) for child in reversed(list(node.iter(include_text=True))))
        self._break(_State())

    def _link(self, node: LexborNode) -> bool:
        """Note a link; return whether its words are none of the text, as those of a way back."""
        words = one_line(node.text())
        href = node.attributes.get("href") or ""
        if _SERVICES.match(words) or (href.startswith("#") and _BACK.match(words)):
            return True
        address = "" if href.startswith("#") else _joined(self.base, href)
        if address and words:
            self._hrefs.append((words, address))
        return False

    def _break(self, state: _State) -> None:
        """End a line."""
        text, self._text = one_line("".join(self._text)), []
        hrefs, self._hrefs = self._hrefs, []
        titles, self._titles = self._titles, []
        if not text:
            return
        if state.item is not None and state.item == self._item and self.lines:
            line = self.lines[-1]
            line.text = f"{line.text} {text}"
        else:
            line = Line(text, gap=True, head=state.head, number=state.number, fixed=state.item is not None)
            self.lines.append(line)
            if state.notes and not state.head and heading_of(text) is None:
                self.notes.append(line)
            if state.listed and not state.head and heading_of(text) is None:
                self.listed.add(id(line))
        line.titles += tuple(titles[:_MAX_TITLES])
        self._item = state.item
        if hrefs and line.url is None:
            line.url = hrefs[0][1]
        words = sum(len(each) for each, _ in hrefs)
        if not state.furniture and (state.content or words < 0.8 * len(text)):
            self.links += [(line, *each) for each in hrefs[: max(0, _MAX_LINKS - len(self.links))]]


def _inside(node: LexborNode, tag: str, state: _State) -> _State:
    names = _names(node)
    whole = tag in ("body", "main", "article")
    item, number = state.item, state.number
    if tag == "li":
        item, number = node.mem_id, _number(node)
    elif tag in ("ol", "ul") or tag in _HEADS:
        item, number = None, None
    return _State(
        notes=state.notes or (not whole and _NOTES.search(names) is not None),
        listed=state.listed or (not whole and _LISTS.search(names) is not None),
        head=tag in _HEADS or state.head,
        item=item,
        number=number,
        content=state.content or (whole and tag != "body") or "main" in names.split(),
        furniture=state.furniture or tag in _FURNITURE_TAGS or _FURNITURE.search(names) is not None,
    )


def _names(node: LexborNode) -> str:
    attributes = node.attributes
    return " ".join(attributes.get(name) or "" for name in ("class", "id", "role"))


def _number(node: LexborNode) -> str | None:
    """Return the number that a browser prints before an item of a numbered list."""
    parent = node.parent
    if parent is None or parent.tag != "ol":
        return None
    if "list-style:none" in (parent.attributes.get("style") or "").replace(" ", ""):
        return None
    at = _whole(parent.attributes.get("start"), 1)
    for child in parent.iter():
        if child.tag != "li":
            continue
        at = _whole(child.attributes.get("value"), at)
        if child.mem_id == node.mem_id:
            return str(at)
        at += 1
    return None


def _whole(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 6 else otherwise
