"""Records as they stood at the end of a run: their texts, their bytes, whether their site still had them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crawler.canonical import canonical
from crawler.judge.govuk import api_url
from harvest.gathering import Work, gather
from harvest.jobs import Document
from harvest.matching import Matcher
from harvest.protocol import Protocol
from harvest.works import Concluder
from store import comparing
from store.counts import Queryable
from store.inputs import WorkInputs, work_inputs

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class State:
    """One record as of the end of a run.

    Attributes:
        work: the work that it is.
        source: where it was found.
        url: its address.
        title: its title then.
        text: title, description and notice of withdrawal as the site gives them, and the texts of its
            documents, in order.
        sha256: of the bytes that its page, the parts of it and its files were read from.
        addresses: where these lie.
        gone_at: when its page was found to be gone, where it was.
    """

    work: str
    source: str
    url: str
    title: str
    text: str
    sha256: tuple[str, ...]
    addresses: frozenset[str]
    gone_at: str | None

    @property
    def digest(self) -> str:
        """A hash of the words, whatever the white space between them."""
        return hashlib.sha256(" ".join(self.text.split()).encode()).hexdigest()


def states(
    database: Queryable, protocol: Protocol, numbers: Mapping[str, Row], upto: int
) -> dict[str, State]:
    """Return the records with these numbers as they stood at the end of a run.

    Works are put together by the code that a run has them put together by, from what was observed up to
    then: the newest answer of each address that could be read.

    Args:
        database: where from.
        protocol: the protocol that the database was computed with.
        numbers: by record number the ledger row that gave it: its ``work`` and its ``document``.
        upto: the run.
    """
    seen = work_inputs(database, upto)
    concluder = Concluder(protocol, Matcher.of(protocol), None)
    composed: dict[str, Document] = {}
    works = _works_of(concluder, seen, numbers, composed)
    wanted = {each["document"] for work in works.values() for each in work.files if each["document"]}
    texts = comparing.texts(database, wanted - composed.keys())
    texts |= {id_: document.extracted.text for id_, document in composed.items()}
    return {number: _state(work, seen, texts) for number, work in works.items()}


def _works_of(
    concluder: Concluder, seen: WorkInputs, numbers: Mapping[str, Row], composed: dict[str, Document]
) -> dict[str, Work]:
    gathered = gather(seen)
    by_id = {work.id: work for work in gathered.works}
    found = {number: by_id[row["work"]] for number, row in numbers.items() if row["work"] in by_id}
    for work in found.values():
        concluder.documents_of(work, gathered, seen, composed)
    missing = {row["document"]: number for number, row in numbers.items() if number not in found}
    taken = {work.id for work in found.values()}
    for work in gathered.works if any(missing) else ():
        # A work that moved in a way that its site does not tell is known by the document it was given for.
        if work.id not in taken:
            concluder.documents_of(work, gathered, seen, composed)
            for each in work.files:
                number = missing.get(each["document"]) if each["document"] else None
                if number and number not in found:
                    found[number] = work
    return found


def _state(work: Work, seen: WorkInputs, texts: Mapping[str, str]) -> State:
    item = work.item
    read = [texts[each["document"]] for each in work.files if texts.get(each["document"])]
    documents = [
        seen.documents[each["document"]] for each in work.files if each["document"] in seen.documents
    ]
    title = item.title if item else next((each["title"] for each in documents if each["title"]), work.url)
    if work.entry is not None:
        title = work.entry["said"].get("title") or title
    said = [item.title, item.description, item.withdrawn] if item else []
    addresses = _addresses(work)
    held = [seen.captures[seen.final(url)] for url in addresses if seen.final(url) in seen.captures]
    gone = [seen.gone[each] for each in work.addresses if each in seen.gone]
    return State(
        work=work.id,
        source=work.source,
        url=work.url,
        title=title,
        text="\n\n".join([*filter(None, said), *read]),
        sha256=tuple(row["sha256"] for row in held if row["sha256"]),
        addresses=frozenset({work.url, *(seen.final(url) for url in addresses)}),
        gone_at=min(gone, default=None),
    )


def _addresses(work: Work) -> list[str]:
    """Return the addresses whose bytes a work is read from: its description, its parts, its files."""
    found = sorted(work.addresses)
    for each in work.item.attachments if work.item else ():
        if each.kind == "html":
            found.append(canonical(api_url(each.url, each.url)))
    return found + [each["url"] for each in work.files if each["role"] == "file"]
