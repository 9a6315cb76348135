"""The publications that a search must find: which source found each, and why the others are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import unquote

from harvest.protocol import Protocol
from harvest.protocol.sections import KnownItem
from harvest.why import spellings_of, why
from store import known, views
from store.database import Reader
from store.workspace import Workspace

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One known item.

    Attributes:
        named: as the protocol names it.
        found: it is a record, or a copy of one.
        record: the record.
        sources: the sources that found it.
        by: what it was recognised by: ``url``, ``doi`` or ``title``.
        why: where it is missing, why.
    """

    named: str
    found: bool
    record: str | None
    sources: tuple[str, ...]
    by: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class RelativeRecall:
    """How many of the known items a search has found.

    ``low`` and ``high`` are the ends of the exact 95 % interval (Clopper and Pearson 1934) for the share of such
    items that the search finds, were the known ones drawn at random from all of them.
    """

    items: tuple[Item, ...]
    found: int
    low: float
    high: float

    @property
    def missing(self) -> tuple[Item, ...]:
        """The items that were not found."""
        return tuple(each for each in self.items if not each.found)

    @property
    def sentence(self) -> str:
        """The count with its interval."""
        return (
            f"relative recall {self.found} of {len(self.items)} known items "
            f"(exact 95 % interval {self.low:.0%} to {self.high:.0%})"
        )

    def as_dict(self) -> Row:
        """Return plain JSON data."""
        return {**asdict(self), "of": len(self.items), "sentence": self.sentence}


def exact_interval(found: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact two-sided interval of a share (Clopper and Pearson 1934).

    Raises:
        ValueError: there are more found than there are.
    """
    from scipy.stats import beta

    if not 0 <= found <= of or of == 0:
        raise ValueError(f"{found} of {of} is no share")
    tail = (1 - confidence) / 2
    low = float(beta.ppf(tail, found, of - found + 1)) if found else 0.0
    high = float(beta.ppf(1 - tail, found + 1, of - found)) if found < of else 1.0
    return low, high


def relative_recall(workspace: Workspace, protocol: Protocol) -> RelativeRecall | None:
    """Return which known items the search has found; ``None`` when the protocol names none.

    An item is found when the work at its address, with its DOI or under its title is a record or was merged into one.

    Raises:
        StoreError: the database cannot be read.
    """
    if not protocol.known_items:
        return None
    with Reader(workspace.database) as database:
        titles: defaultdict[str, list[Row]] = defaultdict(list)
        works = known.works(database)
        for work in works:
            titles[_plain(work["title"])].append(work)
        items = tuple(_item(workspace, database, each, works, titles) for each in protocol.known_items)
    found = sum(each.found for each in items)
    return RelativeRecall(items, found, *exact_interval(found, len(items)))


def _item(
    workspace: Workspace,
    database: Reader,
    item: KnownItem,
    works: Sequence[Row],
    titles: dict[str, list[Row]],
) -> Item:
    named = item.title or str(item.url or item.doi)
    candidates: list[tuple[str, list[Row]]] = []
    if item.url:
        at = {work["work"] for work in views.works_at(database, spellings_of(str(item.url)))}
        candidates.append(("url", [work for work in works if work["work"] in at]))
    if item.doi:
        doi = item.doi.casefold()
        with_doi = {work for work, url in known.addresses(database, "doi.org/") if _doi_of(url) == doi}
        with_doi |= set(known.works_naming(database, item.doi))
        candidates.append(("doi", [work for work in works if work["work"] in with_doi]))
    if item.title:
        candidates.append(("title", titles.get(_plain(item.title), [])))
    for by, rows in candidates:
        records = [row for row in rows if row["record"]]
        if records:
            sources = tuple(sorted({row["source"] for row in records}))
            return Item(named, True, str(records[0]["record"]), sources, by, None)
    reason = _reason(workspace, item, candidates)
    return Item(named, False, None, (), None, reason)


def _reason(workspace: Workspace, item: KnownItem, candidates: Sequence[tuple[str, list[Row]]]) -> str:
    if item.url:
        return why(workspace, str(item.url)).headline
    for _, rows in candidates:
        if rows:
            return why(workspace, str(rows[0]["work"])).headline
    return "never seen under this title or DOI: no address of it is known"


def _doi_of(url: str) -> str:
    return unquote(url).partition("doi.org/")[2].casefold().rstrip("/")


def _plain(title: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in title.casefold()).split())
