"""DataCite (api.datacite.org): DOIs of universities, think tanks and repositories, and what they say they are related to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from harvest.citations.asker import Asker, Service
from harvest.citations.model import (
    Direction,
    Found,
    Listed,
    Looked,
    Outcome,
    Sought,
    UnansweredError,
    looked_up,
    mapping,
    rows_of,
    text_of,
    year_of,
)
from harvest.citations.names import doi_name, name_of, value_of

#: Relations of the DataCite metadata schema (4.x, relationType) that are citations, by direction.
RELATIONS: dict[Direction, frozenset[str]] = {
    "backward": frozenset({"Cites", "References"}),
    "forward": frozenset({"IsCitedBy", "IsReferencedBy"}),
}
#: Lists of the REST API that hold the same as found by others, and the counts that go with them.
_LISTS: dict[Direction, tuple[str, str]] = {
    "backward": ("references", "referenceCount"),
    "forward": ("citations", "citationCount"),
}


class DataCite:
    """A client of DataCite.

    Args:
        asker: asks and archives.
        service: where it is; its contact is sent.
    """

    name = "datacite"
    directions: frozenset[Direction] = frozenset({"backward", "forward"})

    def __init__(self, asker: Asker, service: Service) -> None:
        self._asker, self._service = asker, service

    def works(self, ids: Iterable[str]) -> Looked:
        """Return what DataCite knows of some DOIs."""
        return looked_up(ids, {"doi"}, self._found)

    def references(self, works: Sequence[Sought]) -> Iterator[Listed]:
        """Yield for each work what it says it cites."""
        return (self._listed(work, "backward") for work in works)

    def citing(self, works: Sequence[Sought]) -> Iterator[Listed]:
        """Yield for each work what says that it cites it."""
        return (self._listed(work, "forward") for work in works)

    def search(self, text: str) -> list[Found]:
        """Return at most two works with these words in their title, in their order."""
        words = " ".join(re.findall(r"\w+", text))
        if not words:
            return []
        params = {"query": f'titles.title:"{words}"', "page[size]": "2"}
        said = self._asker.get(self._service, "/dois", params, private=self._contact)
        return [found_of(row) for row in rows_of(mapping(said.content).get("data"))[:2]]

    def _listed(self, work: Sought, direction: Direction) -> Listed:
        doi = work.first("doi")
        if doi is None:
            return Listed(work, direction, "no-data", detail="no DOI, and DataCite knows no other name")
        try:
            data = self._work(doi)
        except UnansweredError as error:
            return Listed(work, direction, error.outcome, detail=error.detail)
        if data is None:
            return Listed(work, direction, "no-data", detail="DataCite does not have it")
        about = mapping(data.get("attributes"))
        found: dict[str, Found] = {}
        for row in rows_of(about.get("relatedIdentifiers")):
            if row.get("relationType") in RELATIONS[direction]:
                written = text_of(row.get("relatedIdentifier")) or ""
                name = name_of(written)
                found[name or written] = Found((name,) if name else (), text=written or None)
        name_of_list, count = _LISTS[direction]
        for row in rows_of(mapping(mapping(data.get("relationships")).get(name_of_list)).get("data")):
            if name := doi_name(row.get("id")):
                found.setdefault(name, Found((name,)))
        number = about.get(count)
        told: Outcome = "citations" if found else "none" if number == 0 else "no-data"
        short = isinstance(number, int) and number > len(found)
        return Listed(
            work,
            direction,
            told,
            tuple(found.values()),
            f"{len(found)} of {number} were listed" if short else "",
        )

    def _found(self, name: str) -> Found | None:
        data = self._work(name)
        return None if data is None else found_of(data)

    def _work(self, name: str) -> Mapping[str, object] | None:
        said = self._asker.get(
            self._service, f"/dois/{quote(value_of(name), safe='/')}", private=self._contact
        )
        return mapping(mapping(said.content).get("data")) if said.status == 200 else None

    def _contact(self) -> Mapping[str, str]:
        return {"mailto": self._service.contact}


def found_of(data: Mapping[str, object]) -> Found:
    """Return a work as DataCite has it."""
    about = mapping(data.get("attributes"))
    doi = doi_name(about.get("doi") or data.get("id"))
    title = next(filter(None, (text_of(each.get("title")) for each in rows_of(about.get("titles")))), None)
    publisher = about.get("publisher")
    count = about.get("citationCount")
    return Found(
        (doi,) if doi else (), title, year_of(about.get("publicationYear")),
        tuple(filter(None, (text_of(each.get("name")) for each in rows_of(about.get("creators"))))),
        text_of(publisher) or text_of(mapping(publisher).get("name")),
        text_of(mapping(about.get("types")).get("resourceTypeGeneral")), cited_by=count if isinstance(count, int) else None,
    )  # fmt: skip
