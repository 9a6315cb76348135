"""What citation searching found, brought into a review as records to be screened, each with how it was found.

What indexes know, and references of included records that are of nothing held. The list is a file of the review, one
work a line, kept in the archive like any other file that is brought.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from crawler.guard import host_of
from harvest.citations.model import year_of
from harvest.citations.names import value_of
from harvest.citing.graph import fields_of
from harvest.citing.source import SOURCE, WHY, has_citations, source_row
from harvest.errors import GreylitError
from harvest.holding import held
from harvest.importing.bringing_up import bring_up
from harvest.importing.references import FOLDER
from harvest.importing.sealing import seal
from harvest.references.model import Entry
from harvest.suggestions import checked
from harvest.version import version
from store import citing
from store.archive import Archive
from store.database import Reader
from store.ledger import Ledger
from store.workspace import Workspace

if TYPE_CHECKING:
    from harvest.citations import Cited, Work
    from harvest.citations.identifying import Identified
    from harvest.citations.model import Found
    from harvest.reference_fields import Fields

Row = dict[str, Any]

FORMAT, MIME = "citation-search", "application/x-ndjson"
#: How indexes call kinds of works, and the field's words.
TYPES = {
    "article": "journal article", "journal-article": "journal article", "book-chapter": "chapter", "chapter": "chapter",
    "dissertation": "thesis", "preprint": "preprint", "report": "report", "book": "book", "web": "web page",
    "conference": "conference paper", "proceedings-article": "conference paper", "posted-content": "preprint",
}  # fmt: skip
#: Who names the addresses that references give, and hosts that only lead on.
BY, DOI_HOSTS = "citation searching", frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
#: Letters that a title parsed from a reference must have to be looked for by anybody.
LEAST_TITLE = 12


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What came of bringing: works and references that are new as records to be, those known before, records by now."""

    new: int
    known: int
    untitled: int
    records: int
    new_records: tuple[str, ...]


def bring_in(
    workspace: Workspace,
    cited: Cited | None,
    included: Iterable[str],
    directions: Iterable[str],
    strategy: str,
    workers: int | None = None,
) -> BroughtIn:
    """Bring what was found into a review.

    Args:
        workspace: the review; it has been run.
        cited: what indexes found; ``None`` when none was asked.
        included: numbers of the records whose own references are brought, and what is held that cites them.
        directions: ``backward``, ``forward`` or both.
        strategy: how was searched, in a sentence.
        workers: text worker processes.

    Raises:
        StoreError: the folder cannot be used, or another run is at work in it.
    """
    with held(workspace) as ledger:
        last = ledger.last("run")
        assert last is not None, "the review has not been run"
        with Reader(workspace.database) as database:
            before = set(citing.numbered(database))
            identified = cited.identifying.found if cited else {}
            wanted, ways = set(included), set(directions)
            rows = [*_of_indexes(cited, database), *_of_held(database, wanted, ways)]
            if "backward" in ways:
                rows += _of_references(database, wanted, identified)
        titled = [row for row in rows if row["entry"].title]
        new = _new(ledger, titled)
        if new:
            _write(workspace, ledger, last.run, new, strategy)
            after, _ = bring_up(workspace, ledger, last, workers)
        else:
            after = before
    return BroughtIn(
        len(new), len(titled) - len(new), len(rows) - len(titled), len(after), tuple(sorted(after - before))
    )


# ---- what was found


def _of_indexes(cited: Cited | None, database: Reader) -> Iterator[Row]:
    if cited is None:
        return
    numbers = {doi: record for record, doi in citing.numbered(database).items() if doi}
    for work in cited.searched.ranked():
        if work.round:
            yield {
                "entry": _entry(work, work.id, work.doi),
                "found_by": _how(work, numbers),
                "detail": work.as_dict(),
            }
    for told in cited.mentioned:
        for found in told.works:
            how = f'forward citation searching: its text mentions "{told.title}" ({told.index})'
            entry = _entry(found, found.ids[0], _doi(found))
            yield {"entry": entry, "found_by": how, "detail": {"id": found.ids[0], "mentions": told.title}}


def _entry(work: Work | Found, id_: str, doi: str | None) -> Entry:
    return Entry(
        position=0, line=0, title=work.title or "", authors=work.authors, year=work.year,
        date=str(work.year) if work.year else None, container=work.container,
        doc_type=TYPES.get((work.type or "").lower(), work.type), doi=doi, url=f"https://doi.org/{doi}" if doi else None,
        urls=(f"https://doi.org/{doi}",) if doi else (), id=id_,
    )  # fmt: skip


def _how(work: Work, numbers: Mapping[str, str]) -> str:
    """Return in one sentence how a work was found: direction, from which records, by which indexes, in which round."""
    ways: dict[str, list[str]] = defaultdict(list)
    for link in work.links:
        of = numbers.get(link.of.doi or "") or link.of.doi or link.of.id
        ways["cited by" if link.direction == "backward" else "cites"].append(of)
    indexes = ", ".join(sorted({link.index for link in work.links}))
    said = "; ".join(f"{way} {', '.join(dict.fromkeys(of))}" for way, of in sorted(ways.items()))
    return f"citation searching, round {work.round}: {said} ({indexes})"


def wanted_references(database: Reader, included: Iterable[str]) -> dict[str, tuple[str, Fields | None]]:
    """Return the references of included records that are of nothing held, as indexes are to be asked for them.

    By document and position: as written, and parsed.
    """
    numbers = set(included)
    return {
        f"{row['document']}:{row['position']}": (row["as_written"], fields_of(row["fields"]))
        for row in citing.not_held(database) if row["record"] in numbers and row["place"] != "link"
    }  # fmt: skip


def _of_held(database: Reader, included: set[str], directions: set[str]) -> Iterator[Row]:
    """Yield what is held already, does not match the question, and cites an included record or is cited by one.

    It becomes a record at its own address: citation searching has found it, whatever its words are.
    """
    found: dict[str, tuple[Row, list[str]]] = {}
    for row in citing.beside_the_question(database, included):
        if row["direction"] in directions:
            way = (
                "backward citation searching: in the references of"
                if row["direction"] == "backward"
                else "forward citation searching: cites"
            )
            found.setdefault(row["work"], (row, []))[1].append(f"{way} {'; '.join(row['at'])}")
    for row, said in found.values():
        year = year_of(row["work_date"])
        entry = Entry(
            position=0, line=0, title=row["title"], authors=tuple(row["authors"] or ()), year=year, date=row["work_date"],
            publisher=next(iter(row["publishers"] or ()), None), doc_type=row["doc_type"], doi=row["doi"], isbn=row["isbn"],
            url=row["url"], urls=(row["url"],),
        )  # fmt: skip
        yield {"entry": entry, "found_by": "; ".join(said), "detail": {"work": row["work"]}, "held": True}


def _of_references(
    database: Reader, included: set[str], identified: Mapping[str, Identified]
) -> Iterator[Row]:
    """Yield the references of included records that are of nothing held, each work once."""
    seen: dict[str, Row] = {}
    for row in citing.not_held(database):
        if row["record"] not in included or row["place"] == "link":
            continue
        known = identified.get(f"{row['document']}:{row['position']}")
        entry = _parsed(row) if known is None else _identified(row, known)
        page = f", p. {row['page']}" if row["page"] else ""
        at = f"{row['record']}{page}"
        if entry.key in seen and entry.title:
            seen[entry.key]["of"].append(at)
        else:
            seen[entry.key if entry.title else f"{entry.key}-{len(seen)}"] = {
                "entry": entry,
                "of": [at],
                "by": f" (identified in {known.index}, {known.score:.2f})" if known else "",
                "detail": {"as_written": row["as_written"]},
            }
    for found in seen.values():
        where = "; ".join(dict.fromkeys(found.pop("of")))
        by = found.pop("by")
        yield {**found, "found_by": f"backward citation searching: in the references of {where}{by}"}


def _identified(row: Row, known: Identified) -> Entry:
    """Return a reference as the index has it that it was identified in; what was written is kept beside it."""
    found = known.found
    doi = _doi(found)
    parsed = _parsed(row)
    return replace(
        parsed, title=found.title or parsed.title, authors=found.authors or parsed.authors, year=found.year or parsed.year,
        date=str(found.year) if found.year else parsed.date, container=found.container or parsed.container, doi=doi or parsed.doi,
        doc_type=TYPES.get((found.type or "").lower(), found.type) or parsed.doc_type, id=found.ids[0],
        url=parsed.url or (f"https://doi.org/{doi}" if doi else None),
    )  # fmt: skip


def _doi(found: Found) -> str | None:
    return next((value_of(each) for each in found.ids if each.startswith("doi:")), None)


def _parsed(row: Row) -> Entry:
    said = json.loads(row["fields"]) if row["fields"] else {}
    title = str(said.get("title") or "")
    doi = said.get("doi")
    url = said.get("url") or (f"https://doi.org/{doi}" if doi else None)
    return Entry(
        position=0, line=0, title=title if len(title) >= LEAST_TITLE else "", authors=tuple(said.get("authors") or ()),
        year=said.get("year"), date=str(said["year"]) if said.get("year") else None, publisher=said.get("publisher"),
        container=said.get("container"), doc_type=TYPES.get(said.get("type") or "", said.get("type")), doi=doi,
        isbn=said.get("isbn"), url=url, urls=(url,) if url else (), number=said.get("number"), pages=said.get("pages"),
        accessed=said.get("accessed"), note=row["as_written"],
    )  # fmt: skip


# ---- into ledger and archive


def _new(ledger: Ledger, rows: Sequence[Row]) -> list[Row]:
    known = {
        entry.body["key"] for entry in ledger.entries(kinds=("entry",)) if entry.body["source"] == SOURCE
    }
    found: dict[str, Row] = {}
    for row in rows:
        if row["entry"].key not in known:
            found.setdefault(row["entry"].key, row)
    return list(found.values())


def _write(workspace: Workspace, ledger: Ledger, run: int, rows: Sequence[Row], strategy: str) -> None:
    """Write the list as a file of the review, and its rows. Bytes go first: the ledger never names what is not there."""
    lines = [
        json.dumps({"found_by": row["found_by"], **row["detail"]}, ensure_ascii=False, sort_keys=True)
        for row in rows
    ]
    data = ("\n".join(lines) + "\n").encode()
    sha256 = hashlib.sha256(data).hexdigest()
    name = f"{FOLDER}/citation-search-{date.today().isoformat()}-{sha256[:8]}.jsonl"
    path = workspace.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    workspace.check_room(len(data))
    archive = Archive(
        workspace.archive, 0, f"greylit/{version()}", {"description": "what citation searching found"}
    )
    try:
        place = archive.bring(f"urn:sha256:{sha256}", data, MIME)
        imported = {
            "source": SOURCE, "file": name, "sha256": sha256, "bytes": len(data), "format": FORMAT, "mime": MIME,
            "entries": len(rows), "faults": [], "searched_on": date.today().isoformat(), "by": None, "strategy": strategy,
            "seen": None, "screened": None, "url": f"urn:sha256:{sha256}", "warc": place.warc, "offset": place.offset,
            "length": place.length,
        }  # fmt: skip
        begun = [] if has_citations(ledger) else [("source", source_row())]
        ledger.append_many(
            [
                *begun,
                *_addresses(rows),
                ("imported", imported),
                *(("entry", _row(row, line, name, sha256)) for line, row in enumerate(rows, 1)),
            ],
            run,
        )
        seal(archive, ledger)
    finally:
        archive.close()


def _addresses(rows: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """Yield a suggestion for each address of a reference: the next run asks for it, and web archives if it is dead.

    A DOI leads to a publisher's page of it, and not to the document; what is held needs no asking.
    """
    for row in rows:
        url = row["entry"].url
        if url and host_of(url) not in DOI_HOSTS and not row.get("held"):
            try:
                yield "suggestion", checked(url, row["found_by"], BY)
            except GreylitError:
                # What can never be asked for stays a record without its document.
                continue


def _row(row: Row, line: int, name: str, sha256: str) -> Row:
    entry: Entry = row["entry"]
    said = {**entry.as_dict(), "position": line, "line": line, "found_by": row["found_by"]}
    return {
        "source": SOURCE, "file": name, "file_sha256": sha256, "position": line, "line": line, "key": entry.key,
        "url": entry.url or f"{name}#line={line}", "kind": "entry", "why": WHY, "outcome": "no-file", "entry": said,
    }  # fmt: skip
