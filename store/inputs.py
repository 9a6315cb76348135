"""What works are computed from, read out of the database in one go."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from store.counts import Queryable
from store.database import Writer

Row = dict[str, Any]

#: Outcomes that a later refusal or failure of the same address does not displace: what was had is had.
HELD = ("read", "no-file")
#: A number that no run reaches.
_ALL = 2**31 - 1


@dataclass(frozen=True)
class WorkInputs:
    """Everything observed and read, keyed for putting works together.

    Attributes:
        items: site descriptions, oldest first, with ``source`` and address.
        captures: the newest answer of each address that could be read, else the newest; ``url`` is the key of its
            lead where it has one, ``address`` what was asked for.
        gone: when an address that was read once was found to be gone, while it is: its host says so, or it
            failed in two runs with nothing better between.
        skips: the newest skip of each address.
        redirects: address to the address that it led to.
        said: what the pages that lead to it tell of a document that has no page of its own, by address or key.
        publishers: who publishes what a source has, by source, where its documents do not say.
        brought: what people brought from an address: the newest word on each.
        suggestions: what people named, by its address and by the one that answered, without a slash at the end.
        links_to: links by the address they point to.
        extractions: document of each fetch.
        documents: facts of each document, without its text, with the concepts that match in it.
        archived: by address the copy of it that a web archive holds: the capture of the copy, ``address`` in the archive.
        entries: references that people brought, the newest word on each: ``said`` is what they say, ``place`` their line
            in the file, ``document`` the file itself where that is the reference.
        mirrors: sources that the protocol calls mirrors.
    """

    items: list[Row]
    captures: dict[str, Row]
    gone: dict[str, str]
    skips: dict[str, Row]
    redirects: dict[str, str]
    said: dict[str, Row]
    publishers: dict[str, str]
    brought: dict[str, Row]
    suggestions: dict[str, Row]
    links_to: dict[str, list[Row]]
    extractions: dict[int, str]
    documents: dict[str, Row]
    archived: dict[str, Row]
    entries: list[Row]
    mirrors: frozenset[str]

    @cached_property
    def led_from(self) -> dict[str, list[str]]:
        """The addresses that lead to an address, by it."""
        found: dict[str, list[str]] = defaultdict(list)
        for before, to in self.redirects.items():
            found[to].append(before)
        return found

    def final(self, url: str) -> str:
        """Follow redirects from an address to the one that answered."""
        return _final(self.redirects, url)


def _final(redirects: dict[str, str], url: str) -> str:
    for _ in range(10):
        onward = redirects.get(url)
        if onward is None or onward == url:
            return url
        url = onward
    return url


def work_inputs(database: Queryable, upto: int | None = None) -> WorkInputs:
    """Read what works are computed from.

    Args:
        database: where from.
        upto: only what was observed up to the end of this run; everything when ``None``.
    """
    last = _ALL if upto is None else upto
    captures: dict[str, Row] = {}
    gone: dict[str, str] = {}
    failed: dict[str, int] = {}
    for row in database.rows(
        "select seq, run, fetched_at, coalesce(key, url) as url, url as address, source, kind, why, outcome, detail,"
        " sha256 from capture"
        " where run <= ? and not again and kind not in ('robots', 'probe', 'search', 'form')"
        " and hub is not true order by seq",
        (last,),
    ):
        # What is said of one item of a page is said of the page.
        page = {row["address"]} if row["url"].startswith(row["address"] + "#") else set()
        for url in {row["url"], *page}:
            before = captures.get(url)
            if before is None or before["outcome"] not in HELD or row["outcome"] in ("read", "redirect"):
                captures[url] = row
                gone.pop(url, None)
                failed.pop(url, None)
            elif row["outcome"] in ("gone", "not-found") or (
                row["outcome"] == "failed" and failed.setdefault(url, row["run"]) < row["run"]
            ):
                # The copy that was taken while it stood is what is kept.
                gone.setdefault(url, row["fetched_at"])
    links: dict[str, list[Row]] = defaultdict(list)
    redirects: dict[str, str] = {}
    said: dict[str, Row] = {}
    for row in database.rows(
        "select l.from_url, coalesce(c.key, l.from_url) as from_name, coalesce(l.to_key, l.to_url) as to_url,"
        " l.to_url as address, l.why, l.question, l.seq, l.said, coalesce(c.fetched_at, s.at_time) as fetched_at"
        " from link l left join capture c on c.seq = l.seq left join skip s on s.seq = l.seq where l.run <= ? and l.kind <> 'search' and (l.why <> 'link' or l.followed)"
        # Of the links of a walk the first to each page is enough: every page links to the front page.
        " qualify l.why <> 'link' or row_number() over (partition by coalesce(l.to_key, l.to_url), l.why"
        " order by l.seq, l.position) = 1"
        " order by l.seq, l.position",
        (last,),
    ):
        newest = captures.get(row["from_name"])
        if row["why"] == "redirect" and newest is not None and newest["seq"] == row["seq"]:
            # An address may have led elsewhere once; where it leads by its newest answer is what counts.
            redirects[row["from_name"]] = row["to_url"]
            if row["from_name"].startswith(row["from_url"] + "#"):
                redirects[row["from_url"]] = row["address"]
        if row["said"]:
            said[row["to_url"]] = json.loads(row["said"])
        links[row["to_url"]].append(row)
    documents = {
        row["document"]: row
        for row in database.rows(
            "select document, outcome, detail, title, title_source, doc_date, date_source, language, publisher,"
            " characters, close, [] as concepts, kind, doc_type, doc_type_source, summary, summary_source, authors from document"
        )
    }
    for row in database.rows(
        "select document, list(concept order by concept) as concepts, list(n order by concept) as times"
        " from (select document, concept, count(*) as n from match group by 1, 2) group by 1"
    ):
        if row["document"] in documents:
            documents[row["document"]]["concepts"] = row["concepts"]
            documents[row["document"]]["times"] = dict(zip(row["concepts"], row["times"], strict=True))
    return WorkInputs(
        items=database.rows(
            "select i.seq, i.run, c.url, c.source, i.key, i.body from item i join capture c on c.seq = i.seq"
            " where i.run <= ? order by i.seq, i.position",
            (last,),
        ),
        captures=captures,
        gone=gone,
        skips={
            row["url"]: row
            for row in database.rows(
                "select coalesce(key, url) as url, reason, detail from skip where run <= ? order by seq",
                (last,),
            )
        },
        redirects=redirects,
        said=said,
        publishers={
            row["source"]: row["publisher"]
            for row in database.rows("select source, publisher from source where publisher is not null")
        },
        brought={
            row["url"]: row
            for row in database.rows("select * from brought where run <= ? order by seq", (last,))
        },
        suggestions={
            url.rstrip("/"): row
            for row in database.rows("select seq, at_time, url from suggestion order by seq desc")
            for url in (_final(redirects, row["url"]), row["url"])
        },
        links_to=dict(links),
        extractions={
            row["seq"]: row["document"] for row in database.rows("select seq, document from extraction")
        },
        documents=documents,
        archived={
            row["of_url"]: row
            for row in database.rows(
                "select seq, of_url, url as address, archive, archived_at, outcome, detail, source, kind, sha256"
                " from capture where of_url is not null and outcome = 'read' and kind = 'archived' and run <= ?"
                " order by archived_at desc, seq desc",
                (last,),
            )
        },
        entries=_entries(database, last),
        mirrors=frozenset(row["source"] for row in database.rows("select source from source where mirror")),
    )


def _entries(database: Queryable, last: int) -> list[Row]:
    rows = database.rows(
        "select e.*, x.document from entry e left join extraction x using (seq) where e.run <= ?"
        " qualify row_number() over (partition by e.source, e.key order by e.seq desc) = 1 order by e.seq",
        (last,),
    )
    return [
        {**row, "said": json.loads(row["body"]), "place": f"{row['file']}#line={row['line']}"} for row in rows
    ]


def documents_held(writer: Writer) -> set[str]:
    """Return the documents that the database has."""
    return {row["document"] for row in writer.rows("select document from document")}


def fetches_read(writer: Writer) -> set[int]:
    """Return the fetches whose answers were read already, as a document or as a site's description."""
    return {row["seq"] for row in writer.rows("select seq from extraction union select seq from item")}


def readings(writer: Writer, fetches: list[int]) -> dict[int, list[Row]]:
    """Return what was made of the answers of some fetches: ``url``, ``kind`` and ``document`` or fields of items."""
    found: dict[int, list[Row]] = {}
    for row in writer.rows(
        "select c.seq, c.url, c.kind, e.document, i.position, i.key, i.url as item_url, i.body from capture c"
        " left join extraction e using (seq) left join item i using (seq)"
        " where list_contains(?, c.seq) and (e.document is not null or i.key is not null) order by c.seq, i.position",
        (fetches,),
    ):
        found.setdefault(row["seq"], []).append(row)
    return found


def systems_of(writer: Writer) -> dict[str, tuple[str, str]]:
    """Return who reads each source that the database has, by its id: the spider, and what is declared of its pages."""
    rows = writer.rows("select source, kind, coalesce(declared, '') as declared from source")
    return {row["source"]: (row["kind"], row["declared"]) for row in rows}


def composed_documents(writer: Writer) -> list[str]:
    """Return the documents that were put together from descriptions: they are made again with the works."""
    return [
        row["document"] for row in writer.rows("select document from document where method = 'content-api'")
    ]


def records_held(writer: Writer) -> set[str]:
    """Return the numbers of the works in the database."""
    return {row["record"] for row in writer.rows("select record from work where record is not null")}
