"""What stands on a web page but is no part of its text: menus, banners, forms to rate the page, links to other pages."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from harvest.text.clean import ink, one_line
from harvest.text.pages.words import (
    BESIDE,
    HEADER_NAMES,
    HEADINGS,
    HIDDEN_NAMES,
    LINES,
    LINK_HEADINGS,
    META_NAMES,
    NAMES,
    PANELS,
    SHOWN_NAMES,
    UNSEEN_NAMES,
)
from harvest.text.render import UNSEEN

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_ALWAYS_GONE = f"{UNSEEN},nav,[role=navigation],[role=search],[role=menu],[role=menubar],[role=dialog],[role=alertdialog],input"
_FURNITURE_TAGS = frozenset({"footer", "aside", "form"})
_FURNITURE_ROLES = frozenset({"banner", "contentinfo", "complementary", "form"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: Where "parkFooter" is parted.
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: Something that looks like furniture by its name but holds this share of the text is the content in a wrapper.
WRAPPER = 0.4
#: Headings that say it plainly are believed of this many times as much, of all such sections together.
_BELIEVED = 1.5
#: A heading that stands oftener than this is no furniture.
_REPEATED = 2
#: Most boxes that look like furniture and hold the content, and most links in lists, that are looked at in one page: a page
#: with more is nested beyond what anybody writes, and looking at each would take for ever.
_WRAPPERS, _LISTED = 200, 50_000
#: Most of the text of a box of facts about the page.
META_INK = 400
_BOXES = frozenset({"div", "section", "article", "td", "ul", "ol"})
#: What a heading never leads out of: an item or cell is no section.
_CELLS = frozenset({"li", "td", "th", "dd"})
_FILES = "a[href*='.pdf' i],a[href*='.doc' i],a[href*='.xls' i],a[href*='.ppt' i],a[href*='.od' i],a[href*=download i]"
#: Words for screen readers alone are asides of less than this.
_ASIDE_INK = 200
#: What an aside that belongs to a text stands behind.
_TEXT = frozenset({"p", "ul", "ol", "table", "blockquote", "figure", "h2", "h3", "h4", "h5", "h6"})
_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")


def link_ink(node: LexborNode) -> int:
    """Return how much of the text of a node stands in links, in characters that are not white space."""
    return sum(ink(link.text()) for link in node.css("a"))


def lineage(node: LexborNode | None) -> set[int]:
    """Return the ids of a node and of all that it stands in."""
    found: set[int] = set()
    while node is not None:
        found.add(node.mem_id)
        node = node.parent
    return found


def strip_furniture(within: LexborNode, heading: LexborNode | None) -> str:
    """Take furniture off a page, in place, and return the words of its boxes of facts (who and when), one box a line.

    Args:
        within: where to look: the body, or the container of the content.
        heading: the title of the page as it stands in the page, which no furniture holds; ``None`` where there is none.
    """
    for gone in within.css(_ALWAYS_GONE):
        gone.decompose()
    limit = WRAPPER * ink(within.text())
    kept = lineage(heading) | {within.mem_id}
    facts = _strip_boxes(within, kept, limit)
    # Menus are gone by now, and what is left is what sections are measured by.
    limit = WRAPPER * ink(within.text())
    _strip_sections(within, kept, limit)
    _strip_jumps(within, limit)
    return "\n".join(facts)


def without_furniture_lines(text: str) -> str:
    """Return a text without the lines that are furniture wherever they stand, such as "Back to top"."""
    lines = text.split("\n")
    kept = [line for line in lines if len(line) > 400 or not LINES.fullmatch(line)]
    return text if len(kept) == len(lines) else re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _strip_boxes(within: LexborNode, kept: set[int], limit: float) -> list[str]:
    facts: list[str] = []
    wrappers = 0
    for box in within.css("header,footer,aside,form,[role],[class],[id],[hidden],[style]"):
        # What stood in something that is gone by now has no parent any more, or one that has none.
        if box.mem_id in kept or box.parent is None or box.tag == "body":
            continue
        kind = _furniture(box)
        if kind is None:
            continue
        if ink(box.text()) >= (min(limit, META_INK) if kind == "facts" else limit):
            wrappers += 1
            if wrappers > _WRAPPERS:
                break
            continue
        if kind == "facts":
            facts.append(one_line(box.text(separator=" ")))
        box.decompose()
    return facts


def _furniture(box: LexborNode) -> str | None:
    """Tell whether a box is "furniture", or "facts" about the page, by its element, role, name and style."""
    attributes = box.attributes
    if box.tag in _FURNITURE_TAGS or attributes.get("role") in _FURNITURE_ROLES:
        return None if box.tag == "aside" and _called_out(box) else "furniture"
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if len(names) > 1:
        names = _CAMEL.sub("-", BESIDE.sub(" ", names))
        if NAMES.search(names):
            return "furniture"
        if META_NAMES.search(names) and box.tag != "p":
            return "facts"
    # The head of a section is no head of a site, and tells what stands under it.
    headed = box.tag == "header" or HEADER_NAMES.search(names)
    if headed and 2 * link_ink(box) > ink(box.text()) and box.css_first("h2,h3,h4,h5,h6") is None:
        return "furniture"
    if (
        UNSEEN_NAMES.search(names)
        and ink(box.text()) < _ASIDE_INK
        and box.css_first(",".join(_LEVELS)) is None
    ):
        return "furniture"
    if (
        "hidden" in attributes
        or (HIDDEN_NAMES.search(names) and not SHOWN_NAMES.search(names))
        or _HIDDEN.search(attributes.get("style") or "")
    ):
        opens = (
            attributes.get("role") == "tabpanel"
            or attributes.get("hidden") == "until-found"
            or PANELS.search(attributes.get("class") or "")
        )
        return None if opens else "furniture"
    return None


def _called_out(aside: LexborNode) -> bool:
    """Tell whether an aside is a box of prose among the paragraphs of a text, and no column beside it."""
    before = aside.prev
    while before is not None and before.tag == "-text":
        before = before.prev
    if before is None or before.tag not in _TEXT:
        return False
    names = f"{aside.attributes.get('class') or ''} {aside.attributes.get('id') or ''}"
    size = ink(aside.text())
    return size > _ASIDE_INK and 3 * link_ink(aside) < size and NAMES.search(names) is None


def _strip_jumps(within: LexborNode, limit: float) -> None:
    """Take off lists of nothing but links to places in the same page: the headings stand there anyway."""
    seen = 0
    for listed in within.css("ul,ol"):
        links = listed.css("a")
        seen += len(links)
        if seen > _LISTED:
            break
        if len(links) < 3 or not all((link.attributes.get("href") or "").startswith("#") for link in links):
            continue
        size = ink(listed.text())
        if link_ink(listed) >= 0.9 * size and size < limit:
            listed.decompose()


def _strip_sections(within: LexborNode, kept: set[int], limit: float) -> None:
    found = []
    for head in within.css("h2,h3,h4,h5,h6,p,div,span,strong,b,legend"):
        if (head.tag in _LEVELS or _only_text(head)) and head.mem_id not in kept:
            text = one_line(head.text())
            if len(text) <= 90 and (HEADINGS.fullmatch(text) or LINK_HEADINGS.fullmatch(text)):
                found.append((head, text.casefold()))
    times = Counter(text for _, text in found)
    left = limit * _BELIEVED
    for head, text in found:
        # What stands over one section after the other is a part of the document's plan ("Comments" on each proposal).
        if head.parent is None or times[text] > _REPEATED:
            continue
        if HEADINGS.fullmatch(text):
            # Single words ("Feedback") are believed over links alone, and so is what is no heading.
            plain = " " in text and head.tag in {*_LEVELS, "p", "div"}
            left -= _drop_section(head, kept, left, 0.0 if plain else 0.2)
        else:
            left -= _drop_section(head, kept, min(left, limit), 0.8)


def _only_text(node: LexborNode) -> bool:
    child = node.child
    return child is not None and child.next is None and child.tag == "-text"


def _drop_section(head: LexborNode, kept: set[int], limit: float, links: float) -> int:
    """Take off the largest box that begins with a heading or, if it has none of its own, all up to the next heading.

    ``links`` is the least share of links in the text below the heading. Returned is the size of what was taken off.
    """
    start = "".join(head.text().split())
    box = head
    while (parent := box.parent) is not None and parent.mem_id not in kept and box.tag not in _CELLS:
        inside = "".join(parent.text().split())
        if not inside.startswith(start) or len(inside) >= limit:
            break
        box = parent
    gone, size = [box], ink(box.text()) - len(start)
    if not size and box.tag not in _CELLS:
        gone += _up_to_heading(box, head.tag if head.tag in _LEVELS else "h6", kept)
        size = sum(ink(node.text()) for node in gone) - len(start)
    if size >= limit or sum(map(link_ink, gone)) < links * size:
        return 0
    for node in gone:
        node.decompose()
    return size


def _up_to_heading(box: LexborNode, level: str, kept: set[int]) -> list[LexborNode]:
    """Return what follows a box up to that which is or holds a heading of a level or a higher one.

    Where nothing follows in the container of the box, what follows that container is taken, and so on.
    """
    tags = _LEVELS[: _LEVELS.index(level) + 1]
    higher = ",".join(tags)
    found: list[LexborNode] = []
    while not any(ink(node.text()) for node in found):
        node = box.next
        while node is not None:
            if node.tag in tags or node.css_first(higher) is not None:
                return found
            found.append(node)
            node = node.next
        parent = box.parent
        if parent is None or parent.mem_id in kept:
            break
        box = parent
    return found


def strip_beside(within: LexborNode, heading: LexborNode) -> None:
    """Take off boxes of links that stand before the title, and short ones beside the content."""
    gone = []
    node = heading
    while node.mem_id != within.mem_id and (parent := node.parent) is not None:
        before = True
        for child in parent.iter():
            if child.mem_id == node.mem_id:
                before = False
                continue
            size = ink(child.text())
            if (
                size
                and child.tag in _BOXES
                and link_ink(child) > (0.5 if before else 0.75) * size
                and not child.css_first(_FILES)
            ):
                gone.append((size, child))
        node = parent
    if sum(size for size, _ in gone) < WRAPPER * ink(within.text()):
        for _, child in gone:
            child.decompose()
