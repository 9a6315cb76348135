"""OpenAlex (developers.openalex.org): works by id in batches, references, and citing works page by page.

A single work costs nothing, a page of a list 0.0001 USD, a page of a search 0.001 USD (2026). At most 100 values in a
filter, 100 works on a page, about 4 KB of address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote, unquote, urlsplit

from harvest.citations.asker import Asker, Said, Service
from harvest.citations.model import (
    Direction,
    Found,
    Listed,
    Looked,
    Outcome,
    Sought,
    UnansweredError,
    mapping,
    rows_of,
    text_of,
    texts,
    year_of,
)
from harvest.citations.names import doi_name, name_of, scheme_of, value_of

#: Prices in USD of a page of a list and of a search.
LIST, SEARCH = 1e-4, 1e-3
#: Values in one filter, works on a page, bytes of one filter (the whole address has about 4,096).
MANY, PER_PAGE, FILTER_BYTES = 100, 100, 3_000
#: Fields that are asked for.
SELECT = "id,doi,ids,title,publication_year,type,authorships,primary_location,referenced_works,cited_by_count"
#: With this many ids or fewer each is asked for by itself, which is free; so are at most so many when a budget for
#: lists is used up.
FEW, FREE = 5, 200
_MAX_HOPS = 5
#: Statuses that are answers: moved, and a question that was put wrongly.
_ALSO = frozenset({301, 302, 307, 308, 400})
_LIMIT = re.compile(r"between 1 and (\d+)")
_FILTERS = {"openalex": "openalex", "doi": "doi", "pmid": "pmid"}


class OpenAlex:
    """A client of OpenAlex; what it has learned of works it keeps in memory.

    Args:
        asker: asks and archives.
        service: where it is.
    """

    name = "openalex"
    directions: frozenset[Direction] = frozenset({"backward", "forward"})

    def __init__(self, asker: Asker, service: Service) -> None:
        self._asker, self._service = asker, service
        self._per_page = PER_PAGE
        self._known: dict[str, Found] = {}
        self._moved: dict[str, str] = {}
        self._missing: set[str] = set()

    def works(self, ids: Iterable[str]) -> Looked:
        """Return what OpenAlex knows of some ids: batches first, then one by one what vanished from them."""
        looked = Looked()
        wanted = [each for each in dict.fromkeys(ids) if scheme_of(each) in _FILTERS]
        unknown = [each for each in wanted if each not in self._known and each not in self._missing]
        gap: UnansweredError | None = None
        if len(unknown) > FEW:
            for scheme in _FILTERS:
                for batch in _batches([each for each in unknown if scheme_of(each) == scheme]):
                    try:
                        self._batch(scheme, batch)
                    except UnansweredError as error:
                        gap = error
                        break
        singly = 0
        for each in wanted:
            if each not in self._known and each not in self._missing:
                singly += 1
                if gap and singly > FREE:
                    looked.gaps[each] = (gap.outcome, gap.detail)
                    continue
                try:
                    self._one(each)
                except UnansweredError as error:
                    looked.gaps[each] = (error.outcome, error.detail)
                    continue
            if found := self._known.get(each):
                looked.found[each] = found
                if each in self._moved:
                    looked.moved[each] = self._moved[each]
            else:
                looked.missing.add(each)
        return looked

    def references(self, works: Sequence[Sought]) -> Iterator[Listed]:
        """Yield for each work what it cites."""
        looked = self.works(filter(None, (_id(each) for each in works)))
        for work in works:
            known = _id(work)
            if known in looked.gaps:
                yield Listed(work, "backward", *_gap(looked.gaps[known]))
            elif known not in looked.found:
                yield Listed(work, "backward", "no-data", detail="OpenAlex does not have it")
            else:
                cited = looked.found[known].references or ()
                # Its own record where it is known, so that the caller need not ask again.
                found = tuple(self._known.get(each, Found((each,))) for each in cited)
                yield Listed(work, "backward", "citations" if found else "none", found)

    def citing(self, works: Sequence[Sought]) -> Iterator[Listed]:
        """Yield for each work what cites it; works are asked for together, and told apart by what the citing ones cite."""
        looked = self.works(filter(None, (_id(each) for each in works)))
        ours: dict[str, list[Sought]] = {}
        for work in works:
            known = _id(work)
            if known in looked.gaps:
                yield Listed(work, "forward", *_gap(looked.gaps[known]))
            elif known not in looked.found:
                yield Listed(work, "forward", "no-data", detail="OpenAlex does not have it")
            else:
                ours.setdefault(looked.found[known].ids[0], []).append(work)
        cap = self._service.cap
        hubs = [each for each in ours if cap and (self._known[each].cited_by or 0) > cap]
        for hub in hubs:
            yield from self._newest(hub, ours[hub], cap or 0)
        for batch in _batches([each for each in ours if each not in hubs]):
            found, outcome, detail = self._all({"filter": f"cites:{'|'.join(batch)}"})
            yield from self._told_apart(batch, ours, found, outcome, detail)

    def _newest(self, hub: str, works: Sequence[Sought], cap: int) -> Iterator[Listed]:
        """Yield the newest of the works that cite one which very many cite."""
        found, outcome, detail = self._all({"filter": f"cites:{hub}", "sort": "publication_date:desc"}, cap)
        left = max(0, (self._known[hub].cited_by or 0) - cap)
        told: Outcome = "citations" if outcome == "none" and found else outcome
        for work in works:
            yield Listed(
                work, "forward", told, tuple(found[:cap]), detail, left=left if found[cap - 1 :] else 0
            )

    def mentioning(self, phrase: str, most: int) -> tuple[list[Found], Outcome, str]:
        """Return works with this phrase in title, abstract or full text, best first, at most so many.

        Quotation marks keep the words together (OpenAlex, *Search entities*); it has full texts of a part of its works only.
        """
        found, outcome, detail = self._all({"search": f'"{phrase}"'}, most, SEARCH)
        return found[:most], outcome, detail

    def _all(
        self, params: Mapping[str, str], cap: int | None = None, cost: float = LIST
    ) -> tuple[list[Found], Outcome, str]:
        """Return a list to its last page, or to the page on which it breaks off or a cap is reached."""
        found: dict[str, Found] = {}
        outcome: Outcome = "none"
        detail = ""
        try:
            for page in self._pages(params, cost):
                found.update((each.ids[0], each) for each in page)
                if cap and len(found) >= cap:
                    break
        except UnansweredError as error:
            outcome, detail = error.outcome, error.detail
        return list(found.values()), outcome, detail

    def _told_apart(
        self, batch: Sequence[str], ours: Mapping[str, Sequence[Sought]], found: Sequence[Found], outcome: Outcome, detail: str
    ) -> Iterator[Listed]:  # fmt: skip
        cited = [{self._moved.get(one, one) for one in each.references or ()} for each in found]
        stray = [each for each, ids in zip(found, cited, strict=True) if not ids & set(batch)]
        for known in batch:
            here = [each for each, ids in zip(found, cited, strict=True) if known in ids]
            # The index says that they cite one of the batch, and not which: named under all of it.
            unsure = frozenset(each.ids[0] for each in stray) if len(batch) > 1 else frozenset()
            listed = (*here, *stray)
            for work in ours[known]:
                told: Outcome = "citations" if outcome == "none" and listed else outcome
                yield Listed(work, "forward", told, listed, detail, unsure)

    def search(self, text: str) -> list[Found]:
        """Return at most two works with these words in their title."""
        words = " ".join(re.findall(r"\w+", text))
        if not words:
            return []
        said = self._ask(
            "/works", {"filter": f"title.search:{words}", "per-page": "2", "select": SELECT}, SEARCH
        )
        return [self._learn(row) for row in rows_of(mapping(said.content).get("results"))[:2] if _own_id(row)]

    def _batch(self, scheme: str, batch: Sequence[str]) -> None:
        values = "|".join(value_of(each) for each in batch)
        for _ in self._pages({"filter": f"{_FILTERS[scheme]}:{values}"}, LIST, one_page=True):
            pass

    def _pages(self, params: Mapping[str, str], cost: float, one_page: bool = False) -> Iterator[list[Found]]:
        """Yield the pages of a list to the last; a batch of ids that fits on one page needs no second one."""
        cursor: object = "*"
        taken, fresh = 0, False
        while isinstance(cursor, str) and cursor:
            page = {**params, "per-page": str(self._per_page), "cursor": cursor, "select": SELECT}
            said = self._ask("/works", page, cost, fresh)
            if said.status == 400 and (limit := _LIMIT.search(str(mapping(said.content).get("message", "")))):
                fewer = int(limit[1])
                if 1 <= fewer < self._per_page:
                    self._per_page, cursor, taken = fewer, "*", 0
                    continue
            if said.status == 400 and cursor != "*" and not fresh:
                # The cursor of an archived page is not good any more: the list is asked for anew.
                cursor, taken, fresh = "*", 0, True
                continue
            if said.status != 200:
                raise UnansweredError(
                    "failed", f"openalex answered {said.status}: {mapping(said.content).get('message', '')}"
                )
            meta, rows = (
                mapping(mapping(said.content).get("meta")),
                rows_of(mapping(said.content).get("results")),
            )
            if not rows:
                return
            taken += len(rows)
            yield [self._learn(row) for row in rows if _own_id(row)]
            # The page after the last is empty and costs as much; the count spares it where it is told.
            count = meta.get("count")
            if isinstance(count, int) and taken >= count and (one_page or len(rows) < self._per_page):
                return
            cursor = meta.get("next_cursor")

    def _one(self, name: str) -> None:
        """Ask for one work, and follow it when it was merged into another."""
        path = f"/works/{_path(name)}"
        seen = [name]
        for _ in range(_MAX_HOPS):
            said = self._ask(path, {"select": SELECT}, 0.0)
            if said.status == 200 and _own_id(mapping(said.content)):
                found = self._learn(mapping(said.content))
                for each in seen:
                    self._known[each] = found
                    if scheme_of(each) == "openalex" and each != found.ids[0]:
                        self._moved[each] = found.ids[0]
                return
            target = name_of(unquote(urlsplit(said.fields.get("location", "")).path.rpartition("/")[2]))
            if not 300 <= said.status < 400 or target is None or target in seen:
                break
            seen.append(target)
            path = f"/works/{_path(target)}"
        self._missing.add(name)

    def _ask(self, path: str, params: Mapping[str, str], cost: float, fresh: bool = False) -> Said:
        return self._asker.get(
            self._service, path, params, private=lambda: {"api_key": self._service.key}, cost=cost, also=_ALSO, fresh=fresh
        )  # fmt: skip

    def _learn(self, row: Mapping[str, object]) -> Found:
        found = found_of(row)
        for each in found.ids:
            self._known[each] = found
        return found


def found_of(row: Mapping[str, object]) -> Found:
    """Return a work as a row of OpenAlex has it."""
    ids = mapping(row.get("ids"))
    pmid = name_of(str(ids.get("pmid"))) if ids.get("pmid") else None
    source = mapping(mapping(row.get("primary_location")).get("source"))
    cited = texts(row.get("referenced_works"))
    count = row.get("cited_by_count")
    authors = (mapping(each.get("author")).get("display_name") for each in rows_of(row.get("authorships")))
    return Found(
        tuple(filter(None, (_own_id(row), doi_name(row.get("doi")), pmid))), text_of(row.get("title")),
        year_of(row.get("publication_year")), tuple(filter(None, map(text_of, authors))),
        text_of(source.get("display_name")), text_of(row.get("type")),
        references=tuple(dict.fromkeys(filter(None, map(name_of, cited)))) if "referenced_works" in row else None,
        cited_by=count if isinstance(count, int) else None,
    )  # fmt: skip


def _own_id(row: Mapping[str, object]) -> str | None:
    name = name_of(str(row.get("id")))
    return name if name and scheme_of(name) == "openalex" else None


def _id(work: Sought) -> str:
    return work.first("openalex", "doi", "pmid") or ""


def _gap(gap: tuple[Outcome, str]) -> tuple[Outcome, tuple[Found, ...], str]:
    return gap[0], (), gap[1]


def _path(name: str) -> str:
    return name if scheme_of(name) == "openalex" else f"{scheme_of(name)}:{quote(value_of(name), safe='/')}"


def _batches(names: Sequence[str]) -> Iterator[list[str]]:
    """Yield ids in batches by number and bytes; those whose characters a filter would read as its own are left out."""
    batch: list[str] = []
    size = 0
    for name in names:
        if re.search(r"[,|+!&<>]", name):
            continue
        # The bar between two values is sent as %7C.
        length = len(quote(value_of(name), safe=":,*")) + 3
        if batch and (len(batch) == MANY or size + length > FILTER_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(name)
        size += length
    if batch:
        yield batch
