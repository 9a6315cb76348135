"""What works are computed from, read out of the database in one go."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from store.database import Writer

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WorkInputs:
    """Everything observed and read, keyed for putting works together.

    Attributes:
        items: site descriptions, oldest first, with ``source`` and address.
        captures: the newest answer of each address.
        skips: the newest skip of each address.
        redirects: address to the address that it led to.
        links_to: links by the address they point to.
        extractions: document of each fetch.
        documents: facts of each document, without its text, with the concepts that match in it.
    """

    items: list[Row]
    captures: dict[str, Row]
    skips: dict[str, Row]
    redirects: dict[str, str]
    links_to: dict[str, list[Row]]
    extractions: dict[int, str]
    documents: dict[str, Row]

    def final(self, url: str) -> str:
        """Follow redirects from an address to the one that answered."""
        for _ in range(10):
            onward = self.redirects.get(url)
            if onward is None or onward == url:
                return url
            url = onward
        return url


def work_inputs(writer: Writer) -> WorkInputs:
    """Read what works are computed from."""
    captures: dict[str, Row] = {}
    for row in writer.rows(
        "select seq, run, fetched_at, url, source, kind, why, outcome, detail from capture"
        " where not again and kind not in ('robots', 'search') order by seq"
    ):
        captures[row["url"]] = row
    links: dict[str, list[Row]] = defaultdict(list)
    redirects: dict[str, str] = {}
    for row in writer.rows(
        "select l.from_url, l.to_url, l.why, l.question, l.seq, c.fetched_at from link l join capture c"
        " on c.seq = l.seq where l.why not in ('link') and l.kind <> 'search' order by l.seq, l.position"
    ):
        newest = captures.get(row["from_url"])
        if row["why"] == "redirect" and newest is not None and newest["seq"] == row["seq"]:
            # An address may have led elsewhere once; where it leads by its newest answer is what counts.
            redirects[row["from_url"]] = row["to_url"]
        links[row["to_url"]].append(row)
    documents = {
        row["document"]: row
        for row in writer.rows(
            "select document, outcome, detail, title, title_source, doc_date, date_source, language, publisher,"
            " characters, close, [] as concepts from document"
        )
    }
    for row in writer.rows(
        "select document, list(distinct concept order by concept) as concepts from match group by 1"
    ):
        if row["document"] in documents:
            documents[row["document"]]["concepts"] = row["concepts"]
    return WorkInputs(
        items=writer.rows(
            "select i.seq, i.run, c.url, c.source, i.body from item i join capture c on c.seq = i.seq order by i.seq"
        ),
        captures=captures,
        skips={row["url"]: row for row in writer.rows("select url, reason, detail from skip order by seq")},
        redirects=redirects,
        links_to=dict(links),
        extractions={
            row["seq"]: row["document"] for row in writer.rows("select seq, document from extraction")
        },
        documents=documents,
    )


def documents_held(writer: Writer) -> set[str]:
    """Return the documents that the database has."""
    return {row["document"] for row in writer.rows("select document from document")}


def fetches_read(writer: Writer) -> set[int]:
    """Return the fetches whose answers were read already, as a document or as a site's description."""
    return {row["seq"] for row in writer.rows("select seq from extraction union select seq from item")}


def composed_documents(writer: Writer) -> list[str]:
    """Return the documents that were put together from descriptions: they are made again with the works."""
    return [
        row["document"] for row in writer.rows("select document from document where method = 'content-api'")
    ]


def records_held(writer: Writer) -> set[str]:
    """Return the numbers of the works in the database."""
    return {row["record"] for row in writer.rows("select record from work where record is not null")}
