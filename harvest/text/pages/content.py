"""Where the content of a web page stands: in its ``<main>``, or in the container that holds its title and most of its prose."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from harvest.text.clean import ink, one_line
from harvest.text.pages.furniture import lineage, link_ink, strip_beside, strip_furniture
from harvest.text.render import UNSEEN

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

#: A <main> with less text than this does not bound the search for content where there is prose beside it.
SCOPE_INK = 150
#: A container with this share of the weight of what it stands in is looked into; one that holds the title, with HALF.
MOST, HALF = 0.75, 0.5
#: Links weigh this much less than prose.
_LINKS = 0.8
#: Prose in paragraphs beside a container that shows that the content goes on there.
_GOES_ON = 250
#: Most of a title with its introduction above a <main>.
_ABOVE_INK = 1_000
#: Levels that are looked into: more are no page of somebody's writing.
_DEPTH = 100
_BOXES = frozenset(
    {"div", "section", "article", "main", "td", "table", "tbody", "tr", "center", "form", "body", "span"}
)
#: Headings of accordions and tabs are buttons, which otherwise are no text.
_OPENERS = "h1 button,h2 button,h3 button,h4 button,h5 button,h6 button,dt button,summary button,button[aria-controls]"


class Content(NamedTuple):
    """Where the content stands, in order; ``method`` says how it was found; ``facts`` are words on who and when beside it.

    ``sure`` is False where another reader should be asked.
    """

    nodes: list[LexborNode]
    method: str
    facts: str
    sure: bool


def content_of(tree: LexborHTMLParser) -> Content | None:
    """Return where the content of a page stands, and take furniture off it, in place. ``None``: the page has no body."""
    body = tree.body
    if body is None:
        return None
    heading = page_heading(tree)
    for opener in body.css(_OPENERS):
        opener.unwrap()
    for gone in body.css(UNSEEN):
        gone.decompose()
    main = max(tree.css("main,[role=main]"), key=lambda node: len(node.text()), default=None)
    if main is not None and main.parent is not None:
        inside = heading if main.mem_id in lineage(heading) else None
        facts = strip_furniture(main, inside)
        if inside is not None:
            strip_beside(main, inside)
        if ink(main.text()) >= SCOPE_INK or _prose(body) - _prose(main) < _GOES_ON:
            above = _above(heading, main) if heading is not None and inside is None else None
            return Content([main] if above is None else [above, main], "main", facts, True)
    return _densest(body, heading, strip_furniture(body, heading))


def page_heading(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the heading that the document title confirms, else the first ``<h1>``."""
    node = tree.css_first("head title")
    whole = one_line(node.text()).casefold() if node is not None else ""
    heads = [head for head in tree.css("h1") if len(one_line(head.text())) > 3]
    for head in [*heads, *tree.css("h2")]:
        text = one_line(head.text()).casefold()
        if len(text) > 3 and text in whole:
            return head
    return heads[0] if heads else None


def _above(heading: LexborNode, main: LexborNode) -> LexborNode | None:
    """Return the box with the page's title and introduction that stands above ``<main>``, where it is no head of a site."""
    if heading.tag != "h1" or heading.parent is None or main.css_first("h1") is not None:
        return None
    around = lineage(main)
    box = heading
    while (parent := box.parent) is not None and parent.mem_id not in around:
        size = ink(parent.text())
        if size > _ABOVE_INK or 2 * link_ink(parent) > size:
            break
        box = parent
    strip_furniture(box, heading)
    return box


def _weight(node: LexborNode) -> float:
    return ink(node.text()) - _LINKS * link_ink(node)


def _prose(node: LexborNode) -> int:
    return sum(ink(part.text()) - link_ink(part) for part in node.css("p"))


def _densest(body: LexborNode, heading: LexborNode | None, facts: str) -> Content:
    titled = lineage(heading)
    node, whole = body, _weight(body)
    for _ in range(_DEPTH):
        inner = _inner(node, titled)
        if inner is None:
            break
        node = inner
    nodes = _from_heading(node, titled) if node.tag in _BOXES else [node]
    return Content(nodes, "densest", facts, sum(map(_weight, nodes)) >= HALF * whole)


def _inner(node: LexborNode, titled: set[int]) -> LexborNode | None:
    """Return the one child to look into, or ``None`` where the content is parted among several."""
    total = _weight(node)
    boxes = [(_weight(child), child) for child in node.iter() if child.tag in _BOXES]
    if not boxes or total <= 0:
        return None
    holder = next((child for child in node.iter() if child.mem_id in titled), None)
    if holder is None:
        weight, child = max(boxes, key=lambda pair: pair[0])
        return child if weight >= MOST * total else None
    weight = next((weight for weight, child in boxes if child.mem_id == holder.mem_id), 0.0)
    if weight >= MOST * total:
        return holder
    goes_on = any(_prose(child) >= _GOES_ON for _, child in boxes if child.mem_id != holder.mem_id)
    return holder if weight >= HALF * total and not goes_on else None


def _from_heading(node: LexborNode, titled: set[int]) -> list[LexborNode]:
    """Return the children of a container from that with the title on, without boxes of links; itself if these are most."""
    children = list(node.iter(include_text=True))
    start = next((at for at, child in enumerate(children) if child.mem_id in titled), 0)
    kept = [child for child in children[start:] if child.mem_id in titled or not _links_only(child)]
    whole = len(kept) == len(children) or sum(map(_weight, kept)) < HALF * _weight(node)
    return [node] if whole else kept


def _links_only(node: LexborNode) -> bool:
    return node.tag in _BOXES and link_ink(node) > 0.8 * ink(node.text())
