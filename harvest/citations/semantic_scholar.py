"""Semantic Scholar Academic Graph (api.semanticscholar.org): asked only with a key, one question a second."""

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
from harvest.citations.names import doi_name, name_of, scheme_of, value_of

#: Rows on a page of citations or references, at most.
PER_PAGE = 1000
FIELDS = "title,year,externalIds,authors,venue,citationCount"
_PREFIX = {"s2": "", "doi": "DOI:", "pmid": "PMID:"}


class SemanticScholar:
    """A client of Semantic Scholar.

    Args:
        asker: asks and archives.
        service: where it is, with its key.
    """

    name = "semantic-scholar"
    directions: frozenset[Direction] = frozenset({"backward", "forward"})

    def __init__(self, asker: Asker, service: Service) -> None:
        self._asker, self._service = asker, service

    def works(self, ids: Iterable[str]) -> Looked:
        """Return what Semantic Scholar knows of some ids."""
        return looked_up(ids, _PREFIX, self._found)

    def references(self, works: Sequence[Sought]) -> Iterator[Listed]:
        """Yield for each work what it cites; some references have a title and no id."""
        return (self._listed(work, "backward", "references", "citedPaper") for work in works)

    def citing(self, works: Sequence[Sought]) -> Iterator[Listed]:
        """Yield for each work what cites it, to the last page."""
        return (self._listed(work, "forward", "citations", "citingPaper") for work in works)

    def search(self, text: str) -> list[Found]:
        """Return the one work whose title fits best."""
        said = self._ask("/paper/search/match", {"query": text, "fields": FIELDS})
        return (
            [found_of(row) for row in rows_of(mapping(said.content).get("data"))[:1]]
            if said.status == 200
            else []
        )

    def _listed(self, work: Sought, direction: Direction, what: str, side: str) -> Listed:
        name = work.first("s2", "doi", "pmid")
        if name is None:
            return Listed(
                work, direction, "no-data", detail="no DOI or PMID, and Semantic Scholar knows no other name"
            )
        found: list[Found] = []
        offset: object = 0
        while isinstance(offset, int):
            page = {"fields": FIELDS, "offset": str(offset), "limit": str(PER_PAGE)}
            try:
                said = self._ask(f"/paper/{_path(name)}/{what}", page)
            except UnansweredError as error:
                return Listed(work, direction, error.outcome, tuple(found), error.detail)
            if said.status != 200:
                return Listed(work, direction, "no-data", detail="Semantic Scholar does not have it")
            rows = rows_of(mapping(said.content).get("data"))
            found += [found_of(mapping(row.get(side))) for row in rows]
            after = mapping(said.content).get("next")
            offset = after if isinstance(after, int) and after > offset and rows else None
        return Listed(work, direction, "citations" if found else "none", tuple(found))

    def _found(self, name: str) -> Found | None:
        said = self._ask(f"/paper/{_path(name)}", {"fields": FIELDS})
        return found_of(mapping(said.content)) if said.status == 200 else None

    def _ask(self, path: str, params: Mapping[str, str]) -> Said:
        return self._asker.get(self._service, path, params, headers=self._headers)

    def _headers(self) -> Mapping[str, str]:
        return {"x-api-key": self._service.key} if self._service.key else {}


def found_of(row: Mapping[str, object]) -> Found:
    """Return a work as Semantic Scholar has it."""
    other = mapping(row.get("externalIds"))
    pmid = name_of(f"pmid:{other.get('PubMed')}") if other.get("PubMed") else None
    own = name_of(f"s2:{row.get('paperId')}") if row.get("paperId") else None
    count = row.get("citationCount")
    return Found(
        tuple(filter(None, (own, doi_name(other.get("DOI")), pmid))), text_of(row.get("title")), year_of(row.get("year")),
        tuple(filter(None, (text_of(each.get("name")) for each in rows_of(row.get("authors"))))), text_of(row.get("venue")),
        cited_by=count if isinstance(count, int) else None,
    )  # fmt: skip


def _path(name: str) -> str:
    return _PREFIX[scheme_of(name)] + quote(value_of(name), safe="/")
