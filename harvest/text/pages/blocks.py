"""The visible lines of a web page in order, with the marks that their elements carry.

Dates and names of authors stand in short lines near the heading; what surrounds them in the markup tells whether they
are of this page or of another one that it points to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SKIPPED = frozenset(
    {
        "script", "style", "noscript", "template", "svg", "nav", "select", "button", "iframe", "object",
        "textarea", "video", "audio", "canvas", "dialog", "math",
    }
)  # fmt: skip
_INLINE = frozenset(
    {
        "a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "ins", "label", "mark", "q", "s", "small", "span",
        "strong", "sub", "sup", "time", "u", "data", "wbr",
    }
)  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Parts of a page that are of other pages, or of readers. A word must end there: "card" is not in "cardiff".
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:related\w*|teasers?|cards?|carousels?|sliders?|slides?|swiper|comments?|commentlist|respond"
    r"|widgets?|recent|latest|upcoming|popular|trending|recommend\w*|promos?|featured?-(?:news|posts|items)|more-\w+"
    r"|read-?next|you-may|also-?(?:see|like)|see-?also|feeds?|rss|twitter|tweets?|menu|mega-?menu|nav(?:bar|igation)?"
    r"|breadcrumbs?|cookies?|banner-?(?:alert|notice)|alerts?|emergency|modal|popup|share|sharing|social|subnav"
    r"|pagination|pager|prev(?:ious)?-?(?:post|article)|next-?(?:post|article)|post-navigation|footer|site-footer"
    r"|calendar|newsletter|toc|advert\w*|search-?results?|references?|bibliography|footnotes?)(?=$|[\s_-])"
)
_ASIDE = re.compile(r"sidebar|(?:^|[\s_-])(?:aside|rail|secondary)(?=$|[\s_-])")
_MAX_DEPTH = 150
_MAX_BLOCKS = 700
_MAX_NODES = 12_000
# Share of the text of all articles from which one is the page's own.
_MOST = 0.6
_UNSHOWN = re.compile(r"display\s*:\s*none")


@dataclass(slots=True)
class Block:
    """One line of a page: its words, and what the markup says of them.

    ``marks`` are classes and the like of its element and the two around it; ``inline`` are (start, stop, marks, day)
    of elements within the line, ``day`` the machine-readable one; ``level`` is that of a heading, else 0; ``aside`` is
    for what stands beside the content, ``content`` for what is in ``<main>`` or ``<article>``, ``listed`` for an entry of
    a list, ``linked`` for a line that is one link; ``path`` is alike for lines of one sort.
    """

    text: str
    marks: str
    path: str
    level: int
    aside: bool
    listed: bool
    linked: bool
    content: bool
    inline: list[tuple[int, int, str, str]] = field(default_factory=list)


def marks_of(node: LexborNode) -> str:
    """Return what an element is called: class, id, ``itemprop`` and ``property``, in lower case."""
    found = node.attributes
    if not found:
        return ""
    named = [found.get(key) or "" for key in ("class", "id", "itemprop", "property", "rel") if key in found]
    if "pubdate" in found:
        named.append("pubdate")
    return " ".join(named).casefold()


class _Walk:
    """One pass over a body, collecting its lines."""

    def __init__(self, kept: set[int], heading: int | None) -> None:
        self.blocks: list[Block] = []
        self.kept, self.heading = kept, heading
        self.place: int | None = None
        self.text = ""
        self.inline: list[tuple[int, int, str, str]] = []
        self.links = self.nodes = 0
        self.around: list[tuple[str, str]] = []
        self.level = 0
        self.aside = self.listed = False

    def flush(self) -> None:
        text = self.text.strip()
        if text:
            shift = len(self.text) - len(self.text.lstrip())
            near = self.around[-3:]
            self.blocks.append(
                Block(
                    text, " ".join(marks for _, marks in near if marks), ">".join(f"{tag}.{marks}" for tag, marks in near),
                    self.level, self.aside, self.listed, self.links >= len(text) - 1, self.in_content(),
                    [(start - shift, stop - shift, marks, day) for start, stop, marks, day in self.inline],
                )
            )  # fmt: skip
        self.text, self.inline, self.links = "", [], 0

    def add(self, piece: str) -> None:
        words = " ".join(piece.split())
        if self.text and not self.text.endswith(" ") and (not words or piece[:1].isspace()):
            self.text += " "
        if words:
            self.text += words + (" " if piece[-1:].isspace() else "")

    def visit(self, node: LexborNode, depth: int) -> None:
        child = node.first_child
        while child is not None and len(self.blocks) < _MAX_BLOCKS and self.nodes < _MAX_NODES:
            self.nodes += 1
            tag = child.tag or ""
            if tag == "-text":
                self.add(child.text_content or "")
            elif tag == "br":
                self.flush()
            elif tag and tag not in _SKIPPED and not tag.startswith(("-", "_", "!")) and depth < _MAX_DEPTH:
                self.element(child, tag, depth)
            child = child.next

    def element(self, node: LexborNode, tag: str, depth: int) -> None:
        marks = marks_of(node)
        if tag in _INLINE:
            start, before = len(self.text), len(self.blocks)
            self.visit(node, depth + 1)
            if len(self.blocks) > before:
                # Lines within an inline element: only the last one is still open.
                start = 0
            if tag == "a":
                self.links += len(self.text) - start
            if marks or tag == "time":
                day = (node.attributes.get("datetime") or "") if tag == "time" else ""
                self.inline.append((start, len(self.text), f"{tag} {marks}", day))
            return
        whole = node.mem_id in self.kept
        if not whole and self.gone(node, tag, marks):
            return
        self.flush()
        if node.mem_id == self.heading:
            self.place = len(self.blocks)
        outer = self.aside, self.level, self.listed
        self.aside = self.aside or (not whole and (tag == "aside" or _ASIDE.search(marks) is not None))
        self.listed = self.listed or (not whole and tag == "li")
        self.level = _HEADINGS.get(tag, self.level)
        self.around.append((tag, marks))
        self.visit(node, depth + 1)
        self.flush()
        self.around.pop()
        self.aside, self.level, self.listed = outer

    def gone(self, node: LexborNode, tag: str, marks: str) -> bool:
        if tag in {"article", "form"} or (tag == "footer" and not self.in_content()):
            return True
        if marks and _ELSEWHERE.search(marks):
            return True
        shown = node.attributes
        return "hidden" in shown or _UNSHOWN.search(shown.get("style") or "") is not None

    def in_content(self) -> bool:
        return any(tag in {"main", "article"} for tag, _ in self.around)


def page_blocks(tree: LexborHTMLParser, heading: LexborNode | None) -> tuple[list[Block], int | None]:
    """Return the visible lines of a page and the place of its heading among them.

    Args:
        tree: the page; it is not changed.
        heading: the element that is the heading; what holds it is never taken for a part of another page.
    """
    body = tree.body
    if body is None:
        return [], None
    kept: set[int] = {main.mem_id for main in tree.css("main,[role=main]")}
    node = heading
    while node is not None:
        kept.add(node.mem_id)
        node = node.parent
    articles = tree.css("article")
    if articles and not any(one.mem_id in kept for one in articles):
        kept |= _content(articles)
    walk = _Walk(kept, heading.mem_id if heading is not None else None)
    walk.visit(body, 0)
    walk.flush()
    place = walk.place
    return walk.blocks, place if place is not None and place < len(walk.blocks) else None


def _content(articles: list[LexborNode]) -> set[int]:
    """Return the article that is the page's own, if one holds most of the text of all: the others are teasers."""
    sized = sorted(((len(one.text()), one) for one in articles), key=lambda pair: -pair[0])
    largest, own = sized[0]
    inner = {one.mem_id for one in own.css("article")}
    others = sum(size for size, one in sized[1:] if one.mem_id not in inner)
    return {own.mem_id} if largest >= _MOST * (largest + others) else set()
