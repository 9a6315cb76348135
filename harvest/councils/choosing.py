"""Which councils of the list a protocol means, and the portals that they publish their papers in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from crawler.canonical import canonical
from harvest.councils.listed import Council
from harvest.protocol.sources import Select


@dataclass(frozen=True, slots=True)
class Portal:
    """One committee system with the councils whose papers are in it.

    Attributes:
        slug: of its councils, joined by ``_``.
        name: of its councils.
        councils: one, or those that share it.
        system: ``ModernGov``, ``CMIS`` or ``other``.
        url: where it is mounted; empty where that is not known.
    """

    slug: str
    name: str
    councils: tuple[Council, ...]
    system: str
    url: str


def named(councils: Iterable[Council], name: str) -> tuple[Council, ...]:
    """Return the councils that a name means: its name, short name, slug or code, in any case."""
    folded = _folded(name)
    return tuple(
        each for each in councils
        if folded in {_folded(value) for value in (each.name, each.nice_name, each.slug, each.gss_code)}
    )  # fmt: skip


def unknown_names(councils: tuple[Council, ...], names: Iterable[str]) -> list[tuple[str, str]]:
    """Return the names that no council has, each with the nearest one; empty where none is near."""
    known = [each.nice_name for each in councils]
    unknown = []
    for name in names:
        if not named(councils, name):
            near = get_close_matches(name, known, n=1, cutoff=0.6)
            unknown.append((name, near[0] if near else ""))
    return unknown


def select(councils: tuple[Council, ...], wanted: Select) -> tuple[Council, ...]:
    """Return the councils for which every key that is given holds, in the order of the list."""
    chosen = {each.gss_code for name in wanted.names for each in named(councils, name)}
    return tuple(
        each for each in councils
        if (wanted.duty is None or each.duty == wanted.duty)
        and (not wanted.tier or each.tier in wanted.tier)
        and (not wanted.region or each.region in wanted.region)
        and (not wanted.names or each.gss_code in chosen)
    )  # fmt: skip


def portals(councils: Iterable[Council]) -> tuple[Portal, ...]:
    """Return the portals of councils, in the order of the list; councils at one address share one."""
    shared: dict[str, list[Council]] = defaultdict(list)
    for each in councils:
        url = each.committee_url
        shared[_place(url) or each.gss_code].append(each)
    found = []
    for same in shared.values():
        first = next((each for each in same if each.committee_url.startswith("https:")), same[0])
        found.append(
            Portal(
                "_".join(each.slug for each in same), " and ".join(each.name for each in same), tuple(same),
                first.committee_system, first.committee_url,
            )
        )  # fmt: skip
    return tuple(found)


def sites(councils: Iterable[Council]) -> tuple[tuple[Council, ...], ...]:
    """Return councils by web site, in the order of the list: some neighbours have one together. Those without are left out."""
    shared: dict[str, list[Council]] = defaultdict(list)
    for each in councils:
        if each.website:
            shared[_place(each.website)].append(each)
    return tuple(map(tuple, shared.values()))


def _place(url: str) -> str:
    """Return host and path of an address: one council may be written with http and its neighbour with https."""
    return canonical(url).partition("://")[2].rstrip("/").lower() if url else ""


def _folded(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())
