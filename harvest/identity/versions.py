"""The versions of what stands at an address: other bytes at an old address are a new version of the same work. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """One reading of an address: which document it was, and when (ISO date and time)."""

    address: str
    document: str
    fetched_at: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a file or page of a work.

    Attributes:
        of: the first address of what it is a version of, by name; a work of several files has several of these.
        number: 1 for the first that was seen.
        document: the document.
        first_at, last_at: when it was first and last seen.
        addresses: where it was seen, in the order of names.
        current: it is what one of these addresses had when it was last read.
    """

    of: str
    number: int
    document: str
    first_at: str
    last_at: str
    addresses: tuple[str, ...]
    current: bool


def versions(seen: Iterable[Seen]) -> list[Version]:
    """Return the versions of the files and pages of one work, each file's in the order in which they were first seen.

    Addresses that had the same document at some time are places of the same thing. One that comes back is the version
    that it was.

    Args:
        seen: every reading of the work's addresses, in any order.
    """
    readings = sorted(set(seen), key=lambda each: (each.fetched_at, each.address, each.document))
    place: dict[str, str] = {}

    def root(name: str) -> str:
        while place.setdefault(name, name) != name:
            name = place[name]
        return name

    newest: dict[str, str] = {}
    by_document: dict[str, list[Seen]] = defaultdict(list)
    for each in readings:
        newest[each.address] = each.document
        by_document[each.document].append(each)
    for same in by_document.values():
        for each in same:
            one, two = sorted((root(same[0].address), root(each.address)))
            place[two] = one
    things: dict[str, list[str]] = defaultdict(list)
    for document, same in by_document.items():
        things[root(same[0].address)].append(document)
    found = []
    for of in sorted(things):
        for number, document in enumerate(things[of], 1):
            same = by_document[document]
            addresses = tuple(sorted({each.address for each in same}))
            current = any(newest[each] == document for each in addresses)
            found.append(
                Version(of, number, document, same[0].fetched_at, same[-1].fetched_at, addresses, current)
            )
    return found
