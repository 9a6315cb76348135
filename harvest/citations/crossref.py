"""Crossref (api.crossref.org): the references that publishers deposited, with and without DOI. It lists no citing works.

One work at a time; who gives a contact is asked for less patience ("polite pool"), at the pace its headers name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from harvest.citations.asker import Asker, Said, Service
from harvest.citations.model import (
    Direction,
    Found,
    Listed,
    Looked,
    Sought,
    UnansweredError,
    looked_up,
    mapping,
    rows_of,
    text_of,
    year_of,
)
from harvest.citations.names import doi_name, value_of

#: Parts of a deposited reference that make a title, in the order in which they are taken.
_TITLES = ("article-title", "volume-title", "series-title")
_WORDS = ("author", "year", *_TITLES, "journal-title", "volume", "issue", "first-page", "edition", "ISBN", "standard-designator")  # fmt: skip


class Crossref:
    """A client of Crossref.

    Args:
        asker: asks and archives.
        service: where it is; its contact is sent.
    """

    name = "crossref"
    directions: frozenset[Direction] = frozenset({"backward"})

    def __init__(self, asker: Asker, service: Service) -> None:
        self._asker, self._service = asker, service

    def works(self, ids: Iterable[str]) -> Looked:
        """Return what Crossref knows of some DOIs."""
        return looked_up(ids, {"doi"}, self._found)

    def references(self, works: Sequence[Sought]) -> Iterator[Listed]:
        """Yield for each work the references that its publisher deposited; those without a DOI have words and no ids.

        No reference deposited is ``no-data`` and not ``none``: many publishers deposit none at all.
        """
        for work in works:
            doi = work.first("doi")
            if doi is None:
                yield Listed(work, "backward", "no-data", detail="no DOI, and Crossref knows no other name")
                continue
            try:
                message = self._work(doi)
            except UnansweredError as error:
                yield Listed(work, "backward", error.outcome, detail=error.detail)
                continue
            if message is None:
                yield Listed(work, "backward", "no-data", detail="Crossref does not have it")
                continue
            found = tuple(map(reference_of, rows_of(message.get("reference"))))
            detail = "" if found else "no references were deposited"
            yield Listed(work, "backward", "citations" if found else "no-data", found, detail)

    def citing(self, works: Sequence[Sought]) -> Iterator[Listed]:
        """Yield nothing: the list of citing works is not public."""
        yield from ()

    def search(self, text: str) -> list[Found]:
        """Return the two works that fit a reference as written best; of two with one score neither."""
        said = self._ask("/works", {"query.bibliographic": text, "rows": "2"})
        rows = rows_of(mapping(mapping(said.content).get("message")).get("items"))[:2]
        if len(rows) == 2 and rows[0].get("score") == rows[1].get("score"):
            return []
        return [found_of(row) for row in rows]

    def _found(self, name: str) -> Found | None:
        message = self._work(name)
        return None if message is None else found_of(message)

    def _work(self, name: str) -> Mapping[str, object] | None:
        # Its slash is quoted as well: a DOI may have several, and may end in one.
        said = self._ask(f"/works/{quote(value_of(name), safe='')}", {})
        return mapping(mapping(said.content).get("message")) if said.status == 200 else None

    def _ask(self, path: str, params: Mapping[str, str]) -> Said:
        return self._asker.get(self._service, path, params, private=lambda: {"mailto": self._service.contact})


def found_of(message: Mapping[str, object]) -> Found:
    """Return a work as Crossref has it."""
    date = mapping(message.get("issued")).get("date-parts")
    first = date[0] if isinstance(date, list) and date else None
    count = message.get("is-referenced-by-count")
    doi = doi_name(message.get("DOI"))
    return Found(
        (doi,) if doi else (), _first(message.get("title")),
        year_of(first[0]) if isinstance(first, list) and first else None,
        tuple(filter(None, map(_author, rows_of(message.get("author"))))),
        _first(message.get("container-title")) or text_of(message.get("publisher")), text_of(message.get("type")),
        cited_by=count if isinstance(count, int) else None,
    )  # fmt: skip


def reference_of(row: Mapping[str, object]) -> Found:
    """Return a deposited reference: its DOI where it has one, and always its words."""
    doi = doi_name(row.get("DOI"))
    words = (text_of(row.get(each)) for each in _WORDS)
    author = text_of(row.get("author"))
    title = next(filter(None, (text_of(row.get(each)) for each in _TITLES)), None)
    return Found(
        (doi,) if doi else (), title, year_of(row.get("year")), (author,) if author else (),
        text_of(row.get("journal-title")), text=text_of(row.get("unstructured")) or ", ".join(filter(None, words)) or None,
    )  # fmt: skip


def _author(row: Mapping[str, object]) -> str | None:
    family, given = text_of(row.get("family")), text_of(row.get("given"))
    return ", ".join(filter(None, (family, given))) or text_of(row.get("name"))


def _first(value: object) -> str | None:
    return text_of(value[0]) if isinstance(value, list) and value else text_of(value)
