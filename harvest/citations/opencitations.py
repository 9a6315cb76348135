"""OpenCitations Index v2 (api.opencitations.net): citations in both directions, all in one answer.

An empty list may mean that nobody cites a work, or that it was never indexed: it is ``no-data``, never ``none``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from harvest.citations.asker import Asker, Service
from harvest.citations.model import (
    Direction,
    Found,
    Listed,
    Looked,
    Sought,
    UnansweredError,
    rows_of,
    year_of,
)
from harvest.citations.names import in_order, name_of, scheme_of, value_of

_SCHEMES = ("doi", "pmid", "omid")


class OpenCitations:
    """A client of the OpenCitations Index.

    Args:
        asker: asks and archives.
        service: where it is; a token is sent where there is one.
    """

    name = "opencitations"
    directions: frozenset[Direction] = frozenset({"backward", "forward"})

    def __init__(self, asker: Asker, service: Service) -> None:
        self._asker, self._service = asker, service

    def works(self, ids: Iterable[str]) -> Looked:
        """Return nothing: the Index holds pairs of ids, and no titles."""
        return Looked()

    def references(self, works: Sequence[Sought]) -> Iterator[Listed]:
        """Yield for each work what it cites."""
        return (self._listed(work, "backward", "references", "cited") for work in works)

    def citing(self, works: Sequence[Sought]) -> Iterator[Listed]:
        """Yield for each work what cites it."""
        return (self._listed(work, "forward", "citations", "citing") for work in works)

    def search(self, text: str) -> list[Found]:
        """Return nothing: the Index has no search."""
        return []

    def _listed(self, work: Sought, direction: Direction, what: str, side: str) -> Listed:
        name = work.first(*_SCHEMES)
        if name is None:
            return Listed(
                work, direction, "no-data", detail="no DOI or PMID, and OpenCitations knows no other name"
            )
        # Without its scheme an id gives an empty list and no error.
        path = f"/{what}/{scheme_of(name)}:{quote(value_of(name), safe='/')}"
        try:
            said = self._asker.get(self._service, path, headers=self._headers)
        except UnansweredError as error:
            return Listed(work, direction, error.outcome, detail=error.detail)
        found = tuple(
            filter(lambda each: each.ids, (self._found(row, side) for row in rows_of(said.content)))
        )
        if found:
            return Listed(work, direction, "citations", found)
        return Listed(work, direction, "no-data", detail="an empty list: none, or never indexed")

    def _headers(self) -> Mapping[str, str]:
        token = {"authorization": self._service.key} if self._service.key else {}
        return {"Accept": "application/json", **token}

    def _found(self, row: Mapping[str, object], side: str) -> Found:
        # Several ids in one cell, several DOIs among them where a work has versions.
        names = filter(None, map(name_of, str(row.get(side, "")).split()))
        # The year of a citation is that of the citing work.
        year = year_of(row.get("creation")) if side == "citing" else None
        return Found(tuple(sorted(dict.fromkeys(names), key=in_order)), year=year)
