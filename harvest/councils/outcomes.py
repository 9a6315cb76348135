"""What came of each council in a run: its committee papers, its own site, and what to do where there is a gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from harvest.councils.listed import Council
from store.counts import totals as summed

Row = dict[str, Any]

#: What can come of a place that was asked, worst first; ``read`` is for places without a search, and ``not in the
#: run`` for those that the run did not have.
OUTCOMES = (
    "failed", "refused", "unreadable", "not asked", "read", "results", "none", "not in the run",
)  # fmt: skip
#: Those that leave a gap.
GAPS = frozenset(OUTCOMES[:4])
#: What a person does about a gap. ``{where}`` and ``{protocol}`` name the review as a command takes it.
_BY_HAND = "search it by hand: greylit export --to manual-search{where}"
_LOOK = "greylit doctor --councils --name {code} --protocol {protocol}"
_NEXT = {
    "failed": "ask again: greylit run {protocol} --only-failed; or see whether it has moved: " + _LOOK,
    "refused": _BY_HAND,
    "unreadable": "see what it is now: " + _LOOK,
    "not asked": _BY_HAND,
}
_SITE = "site"


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a council: where its papers are, or its own site.

    Attributes:
        source: id of the source; empty where the run had none.
        outcome: one of :data:`OUTCOMES`; the worst of its questions, as a search with a gap is one.
        asked: its questions by outcome, those that are none left out.
        documents, records: what was found there.
        shared: GSS codes of councils that share it: its numbers are theirs together.
        reason: why there is a gap.
        next: what to do about it.
    """

    source: str = ""
    outcome: str = "not in the run"
    asked: Mapping[str, int] | None = None
    documents: int = 0
    records: int = 0
    shared: tuple[str, ...] = ()
    reason: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one council."""

    council: Council
    papers: Place
    site: Place

    @property
    def documents(self) -> int:
        """Documents of both places."""
        return self.papers.documents + self.site.documents

    @property
    def records(self) -> int:
        """Records of both places."""
        return self.papers.records + self.site.records

    @property
    def gap(self) -> bool:
        """Whether one of its places was not searched as it was meant to be."""
        return self.papers.outcome in GAPS or self.site.outcome in GAPS

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return {
            **asdict(self.council), "papers": _plain(self.papers), "site": _plain(self.site),
            "documents": self.documents, "records": self.records, "gap": self.gap,
        }  # fmt: skip


def _plain(place: Place) -> dict[str, Any]:
    return {**asdict(place), "asked": dict(place.asked or {}), "shared": list(place.shared)}


def outcomes(
    councils: Iterable[Council], sources: Sequence[Row], where: str = "", protocol: str = "protocol.toml"
) -> list[Outcome]:
    """Return what came of councils, in their order.

    Args:
        councils: those that are told of.
        sources: rows of :func:`store.councils.sources_of_councils`.
        where: ``" --review DIR"`` where commands that are told need it.
        protocol: path of the protocol in such commands.
    """

    def place(row: Row | None, council: Council) -> Place:
        found = _place(row, council)
        told = _NEXT.get(found.outcome, "").format(where=where, protocol=protocol, code=council.gss_code)
        return replace(found, next=told or None)

    papers: dict[str, Row] = {}
    sites: dict[str, Row] = {}
    for row in sources:
        for code in row["councils"]:
            (sites if row["kind"] == _SITE else papers).setdefault(code, row)
    return [
        Outcome(each, place(papers.get(each.gss_code), each), place(sites.get(each.gss_code), each))
        for each in councils
    ]


def totals(found: Sequence[Outcome], sources: Sequence[Row]) -> dict[str, Any]:
    """Return how many councils had which outcome, and the sums of their sources, each source counted once.

    The numbers of ``papers`` and of ``site`` each add up to ``councils``.
    """
    codes = {each.council.gss_code for each in found}
    of_these = [row for row in sources if codes & set(row["councils"])]
    return {
        "councils": len(found),
        "papers": _counted(each.papers.outcome for each in found),
        "site": _counted(each.site.outcome for each in found),
        "gaps": sum(each.gap for each in found),
        "sources": len(of_these),
        **({"of_sources": summed(of_these)} if of_these else {"of_sources": {}}),
    }


def _counted(words: Iterable[str]) -> dict[str, int]:
    number = Counter(words)
    return {word: number[word] for word in OUTCOMES}


def _place(row: Row | None, council: Council) -> Place:
    if row is None:
        return Place()
    outcome = _outcome(row)
    shared = tuple(code for code in row["councils"] if code != council.gss_code)
    asked = {
        word: row[f"asked_{word}"]
        for word in ("results", "none", "refused", "unreadable", "failed", "not_asked")
        if row[f"asked_{word}"]
    }
    reason = (row["reason"] or row["detail"] or _reason(outcome)) if outcome in GAPS else None
    return Place(row["source"], outcome, asked, row["documents"], row["records"], shared, reason)


def _outcome(row: Row) -> str:
    if row["reason"]:
        return "not asked"
    for word in ("failed", "refused", "unreadable", "not_asked", "results", "none"):
        if row[f"asked_{word}"]:
            return word.replace("_", " ")
    if row["fetched"] + row["unchanged"] + row["kept"]:
        return "read"
    for word in ("failed", "refused", "unreadable"):
        if row[word]:
            return word
    return "failed" if row["gone"] else "not asked"


def _reason(outcome: str) -> str:
    return {"not asked": "no address of it was asked"}.get(outcome, f"what was asked of it: {outcome}")
