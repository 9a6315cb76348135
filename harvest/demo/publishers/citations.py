"""The citation graph of the miniature publishers, which no index has: derived from their corpus alone, with no DOI in it.

Nothing here uses greylit's own reading or matching. Links in the running text are edges; margins, lists of the site and
links of a page to its own files are none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import urljoin, urlsplit

from harvest.demo.publishers.citing import Cite, How, set_entry
from harvest.demo.publishers.model import (
    CORPUS,
    JRF,
    JRF_BARE,
    KINGS_FUND,
    KINGS_FUND_BARE,
    DeadLink,
    Publication,
    by_id,
    dead_links,
    publications,
)
from harvest.demo.publishers.truth import file_words

#: Before the last part of the address of what answers no more and is no publication of the corpus.
DEAD = "dead:"
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_BARE = {KINGS_FUND_BARE: KINGS_FUND, JRF_BARE: JRF}


@dataclass(frozen=True, slots=True)
class Edge:
    """One place where a work cites or mentions another.

    Attributes:
        citing: id of the work that does so.
        cited: id of the work that is cited; ``dead:`` and the last part of an address for what only answered once;
            empty for what the miniature web does not hold or what the words leave open.
        how: ``list``, ``page-list``, ``footnote``, ``link``, ``inline`` or ``mention``.
        written: the string as written, line ends undone and list numbers left out; for a link its words.
        kind: ``mention`` where the title stands alone in running text, else ``citation``.
        year: that the string gives.
        document: address of the page or file that it stands in, the first of those that it has.
        page: of the file, from 1; None for what is on a page of the site.
        url: for links, the address as it resolves.
        trap: what might go wrong with it; empty for nothing.
    """

    citing: str
    cited: str
    how: How
    written: str
    kind: Literal["citation", "mention"]
    year: int | None
    document: str
    page: int | None = None
    url: str = ""
    trap: str = ""


@lru_cache(maxsize=1)
def edges() -> tuple[Edge, ...]:
    """Return every edge: by host and publication as they were written down, links after the others.

    Raise ValueError for one whose words stand nowhere in its publication, and for a target that there is not.
    """
    known = {*by_id(), *(dead_id(each) for each in dead_links())}
    found = tuple(
        edge for host in CORPUS for each in publications(host) for edge in (*_written(each), *_links(each))
    )
    for edge in found:
        if edge.cited and edge.cited not in known:
            raise ValueError(f"{edge.citing} cites {edge.cited!r}, which there is not")
    return found


def _written(each: Publication) -> Iterator[Edge]:
    for cite in each.cites:
        document, page = _place(each, cite)
        kind: Literal["citation", "mention"] = "mention" if cite.how == "mention" else "citation"
        yield Edge(
            each.id, cite.to, cite.how, cite.written, kind, cite.year or None, document, page, trap=cite.trap
        )


def _place(each: Publication, cite: Cite) -> tuple[str, int | None]:
    """Return the address of the document that an entry stands in, and its page there."""
    if cite.how == "footnote":
        return each.addresses_of(each.files[0])[0], cite.page
    if cite.how != "list":
        if cite.written in each.page_words:
            return each.url, None
    else:
        entry = set_entry(cite)
        for number, words in enumerate(each.files[0].pages, 1):
            if entry in words:
                return each.addresses_of(each.files[0])[0], number
    raise ValueError(f"{each.id}: {cite.written!r} stands nowhere in it")


def _links(each: Publication) -> Iterator[Edge]:
    for words, address in _LINK.findall(each.body):
        url = urljoin(each.url, address)
        cited = work_at(url)
        if cited:
            trap = "its address answers no more" if _dead_at(url) else ""
            yield Edge(
                each.id,
                cited,
                "link",
                " ".join(words.split()),
                "citation",
                None,
                each.url,
                url=url,
                trap=trap,
            )


def dead_id(dead: DeadLink) -> str:
    """Return the id that stands for what an address had: that of its publication where the corpus has one."""
    if dead.twin:
        return dead.twin
    for each in by_id().values():
        if any(file.lost and dead.url in each.addresses_of(file) for file in each.files):
            return each.id
    return DEAD + urlsplit(dead.url).path.rstrip("/").rpartition("/")[2]


def _dead_at(url: str) -> DeadLink | None:
    return next((each for each in dead_links() if each.url == _www(url)), None)


def _www(url: str) -> str:
    """Return an address with the host that its publisher calls its own, without what advertisers add."""
    parts = urlsplit(url)
    query = "" if "utm_" in parts.query or "gclid" in parts.query else parts.query
    return parts._replace(netloc=_BARE.get(parts.netloc, parts.netloc), query=query, fragment="").geturl()


@lru_cache(maxsize=1)
def _addresses() -> dict[str, str]:
    found = {}
    for each in by_id().values():
        for path in (each.path, *each.old):
            found[f"http://{each.host}{path}"] = each.id
        for file in each.files:
            found |= dict.fromkeys(each.addresses_of(file), each.id)
    return found


def work_at(url: str) -> str:
    """Return the id of the work whose page or file an address is, answering or dead; empty for none."""
    dead = _dead_at(url)
    return dead_id(dead) if dead else _addresses().get(_www(url), "")


def address_of(work_id: str) -> str:
    """Return the present address of a work, or the dead one of ``dead:`` ids; raise KeyError for an unknown id."""
    if work_id in by_id():
        return by_id()[work_id].url
    return {dead_id(each): each.url for each in dead_links()}[work_id]


def graph(*, mentions: bool = False) -> frozenset[tuple[str, str]]:
    """Return the pairs (citing, cited) among works of the miniature web; with ``mentions`` those as well."""
    return frozenset(
        (edge.citing, edge.cited) for edge in edges() if edge.cited and (mentions or edge.kind == "citation")
    )


def counts(*, held: bool | None = None) -> dict[str, int]:
    """Return the number of edges by ``how``; of those to works of the miniature web or to others alone, where said."""
    return dict(Counter(edge.how for edge in edges() if held is None or bool(edge.cited) == held))


def external() -> tuple[Edge, ...]:
    """Return the edges to what the miniature web does not hold, and those that leave open what they mean."""
    return tuple(edge for edge in edges() if not edge.cited)


def self_citations() -> tuple[str, ...]:
    """Return the ids of works that cite themselves."""
    return tuple(sorted(citing for citing, cited in graph() if citing == cited))


def loops() -> tuple[tuple[str, ...], ...]:
    """Return the loops of citations, each once and from its first id on: ``(a, b)`` for a that cites b that cites a.

    Works that cite themselves are no loops here.
    """
    to: dict[str, list[str]] = {}
    for citing, cited in sorted(graph()):
        if citing != cited:
            to.setdefault(citing, []).append(cited)
    found: list[tuple[str, ...]] = []

    def walk(path: tuple[str, ...]) -> None:
        for following in to.get(path[-1], ()):
            if following == path[0]:
                found.append(path)
            elif following > path[0] and following not in path:
                walk((*path, following))

    for start in sorted(to):
        walk((start,))
    return tuple(sorted(found, key=lambda loop: (len(loop), loop)))


def lures() -> tuple[tuple[str, str], ...]:
    """Return pairs of a work and another whose title stands in its text by chance, and is no mention of it."""
    return tuple((each.id, name) for each in by_id().values() for name in each.lures)


def words_of(work_id: str) -> str:
    """Return all words of a work: those of its page and of its files."""
    each = by_id()[work_id]
    return "\n".join((each.page_words, *map(file_words, each.files)))
