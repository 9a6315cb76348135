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
        if row["why"] == "redirect":
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
