"""Which works there are: what sites describe, pages and files by themselves, references, copies in web archives."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from crawler.canonical import canonical
from crawler.guard import host_of
from crawler.judge.described import DESCRIBING
from crawler.judge.item import Item, Meeting
from harvest.identity.mirrors import is_mirror
from harvest.jobs import PUBLICATION
from harvest.load import NO_WORKS
from store.inputs import HELD, WorkInputs

Row = dict[str, Any]


@dataclass(slots=True)
class Work:
    """One work while it is being put together."""

    id: str
    source: str
    url: str
    seq: int
    run: int
    item: Item | None = None
    #: What its address is known by where that changes, or is told apart by more than itself.
    name: str = ""
    aliases: set[str] = field(default_factory=set)
    #: Where it stands now: aliases without the addresses that only lead to it.
    addresses: frozenset[str] = frozenset()
    files: list[Row] = field(default_factory=list)
    row: Row = field(default_factory=dict)
    #: Where it was tabled, for papers of committees.
    meeting: Meeting | None = None
    #: The further chapters of a publication in pages, in order.
    chapters: tuple[str, ...] = ()
    #: The reference that a person brought: a row of the table ``entry`` with its body read.
    entry: Row | None = None
    #: It is on a site that only holds copies.
    mirror: bool = False
    #: It can be read, is within the limits, and is no record only because its words do not match the question.
    spare: bool = False
    #: What was joined to it, each with its row of the table ``merge``.
    absorbed: list[tuple[Work, Row]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The works that there are, without their documents, and what sites' pages say of them.

    Attributes:
        works: in the order of their ids.
        items: what a page says, by source and key.
        texts: title and text of each of its parts, by the same.
        pages: which item an address of a source describes.
    """

    works: list[Work]
    items: dict[tuple[str, str], Item]
    texts: dict[tuple[str, str], list[Any]]
    pages: dict[tuple[str, str], tuple[str, str]]


def gather(seen: WorkInputs) -> Gathered:
    """Return the works that there are, in the order of their ids, without their documents."""
    described_by: dict[tuple[str, str], tuple[int, int, str, Item, list[Any]]] = {}
    for row in seen.items:
        body = json.loads(row["body"])
        item = Item.from_dict({name: value for name, value in body.items() if name != "texts"})
        # The newest description of a page stands.
        described_by[(row["source"], item.key)] = (row["seq"], row["run"], row["url"], item, body["texts"])
    items = {key: value[3] for key, value in described_by.items()}
    pages = {(source, item.url): (source, key) for (source, key), item in items.items()}
    # A page that names another address as its own is found by either.
    pages |= {(key[0], value[2]): key for key, value in described_by.items()}
    parts = set(_parts(items, pages))
    works: list[Work] = []
    for (source, key), (seq, run, url, item, _) in described_by.items():
        if (source, key) in parts:
            continue
        work = Work(f"{source}:{key}", source, item.url, seq, run, item)
        work.aliases = {url, item.url}
        work.addresses = frozenset({url})
        work.meeting = item.meeting
        works.append(work)
    by_key = {(work.source, work.item.key): work for work in works if work.item}
    for row in seen.items:
        # One page, met at several addresses: all of them are its own.
        if work_ := by_key.get((row["source"], row["key"])):
            work_.aliases.add(row["url"])
            work_.addresses |= {row["url"]}
    filed = {
        (source, url)
        for (source, _), item in items.items() for each in item.attachments if each.kind == "file"
        for url in (canonical(each.url), seen.final(canonical(each.url)))
    } | set(pages)  # fmt: skip
    described = {value[2] for value in described_by.values()} | {row["url"] for row in seen.items}
    # A file that was asked for by itself, or brought by a person, belongs to the work whose page has it.
    works += [each for each in _page_works(seen, described) if (each.source, each.url) not in filed]
    works += [each for each in _archived_works(seen) if (each.source, each.url) not in filed]
    for work in works:
        _aliases(work, seen)
        work.mirror = is_mirror(host_of(work.url), work.source, seen.mirrors)
    works += _entry_works(seen)
    # Answers come in any order; what is computed from them must not show it.
    works = sorted({work.id: work for work in works}.values(), key=lambda each: each.id)
    return Gathered(works, items, {key: value[4] for key, value in described_by.items()}, pages)


def _parts(
    items: dict[tuple[str, str], Item], pages: dict[tuple[str, str], tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield the pages that are parts of a work which another page describes."""
    for (source, key), item in items.items():
        if item.parent and (source, item.parent) in items:
            yield source, key
        for each in item.attachments:
            child = pages.get((source, canonical(each.url))) if each.kind == "html" else None
            if child and child != (source, key):
                yield child


def _aliases(work: Work, seen: WorkInputs) -> None:
    """Add the addresses that lead to a work."""
    waiting = list(work.aliases)
    while waiting:
        earlier = [each for each in seen.led_from.get(waiting.pop(), ()) if each not in work.aliases]
        work.aliases.update(earlier)
        waiting += earlier


def _archived_works(seen: WorkInputs) -> Iterator[Work]:
    """Yield a work for each address that answers no more and of which a web archive holds a copy."""
    for address in seen.archived:
        dead = seen.captures.get(address) or _never_asked(address, seen)
        answers = seen.captures.get(seen.final(address)) or dead
        if dead is None or dead["kind"] in NO_WORKS or (answers and answers["outcome"] in HELD):
            # Where it leads to what is there again, that is the work.
            continue
        work = Work(
            f"{dead['source']}:{address}", dead["source"], address, dead["seq"], dead["run"], name=address
        )
        work.aliases = {address}
        work.addresses = frozenset({address})
        yield work


def _never_asked(address: str, seen: WorkInputs) -> Row | None:
    """Return what stands for the capture of an address on a host without a name, which could not even be asked for."""
    copy = seen.captures.get(seen.archived[address]["address"])
    citing = (seen.captures.get(row["from_name"]) for row in seen.links_to.get(address, ()))
    source = next((row["source"] for row in citing if row is not None), None)
    return {**copy, "source": source, "outcome": "failed"} if copy and source else None


def _entry_works(seen: WorkInputs) -> Iterator[Work]:
    """Yield a work for each reference that a person brought."""
    for row in seen.entries:
        url = row["url"]
        work = Work(
            f"{row['source']}:{row['key']}", row["source"], url, row["seq"], row["run"], name=row["place"]
        )
        work.aliases = {url, row["place"]}
        work.addresses = frozenset({row["place"]})
        work.entry = row
        yield work


def _page_works(seen: WorkInputs, described: set[str]) -> list[Work]:
    """Return a work for each page that no site's description speaks of.

    A description whose reading failed (a worker died of it) is one of these too: it must not vanish.
    """
    works = []
    books = _books(seen)
    parts = {name for chapters in books.values() for name in chapters}
    for name, capture in seen.captures.items():
        if name in parts:
            continue
        undescribed = capture["kind"] in ("content", PUBLICATION) or (
            capture["kind"] in DESCRIBING
            and capture["seq"] in seen.extractions
            and name == capture["address"]
        )
        undescribed = undescribed and capture["address"] not in described
        if capture["outcome"] in HELD and (capture["kind"] in ("page", "document") or undescribed):
            work = Work(
                f"{capture['source']}:{name}", capture["source"], capture["address"], capture["seq"],
                capture["run"], name=name,
            )  # fmt: skip
            work.aliases = {name, work.url}
            work.addresses = frozenset({name})
            work.chapters = books.get(name, ())
            work.aliases.update(work.chapters)
            told = seen.said.get(name, {}).get("meeting")
            work.meeting = Meeting(**told) if told else None
            works.append(work)
    return works


def _books(seen: WorkInputs) -> dict[str, tuple[str, ...]]:
    """Return the further chapters of each publication in pages, by the address of its first one, those that came."""
    before = {name: str(said["book"]) for name, said in seen.said.items() if said.get("book")}
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for name in before:
        # Chapters that were come upon one after the other each name the one before as the book.
        book, steps, seen_of = name, 0, set[str]()
        while book in before and book not in seen_of:
            seen_of.add(book)
            steps += int(seen.said[book].get("part") or 2) - 1
            book = before[book]
        capture = seen.captures.get(name)
        if book not in seen_of and capture and capture["outcome"] in HELD and book in seen.captures:
            found[book].append((steps, name))
    return {book: tuple(name for _, name in sorted(chapters)) for book, chapters in found.items()}
