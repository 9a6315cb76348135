"""The rows of the tables of an export for analysis, a piece at a time, so that many records need little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from harvest.export.abstracts import abstract_for
from harvest.export.clean import encodable
from harvest.export.emails import shown
from harvest.export.left_out import tally_held
from harvest.export.model import ExportContext, ExportRecord, author_names, issued, title_of
from harvest.export.notes import Tally
from harvest.export.places import on_the_web
from harvest.export.ris import bare_doi
from harvest.export.tables import (
    CITATIONS,
    DECISIONS,
    DOCUMENTS,
    FOUND,
    JOINED,
    PASSAGES,
    RECORDS,
    REVIEW,
    RUNS,
    SEARCH_LOG,
    SOURCES,
    Table,
)
from store import citing, exported, views
from store.database import Reader

Row = dict[str, Any]

#: Records whose rows are made at a time.
BATCH = 500


def rows(
    database: Reader, records: Iterable[ExportRecord], context: ExportContext, tally: Tally
) -> Iterator[tuple[Table, Sequence[Row]]]:
    """Yield the rows of all tables, a piece at a time; what cannot be held is counted in ``tally``.

    A table may come several times, and only after those that it points to. Every text can be written as UTF-8.
    """
    for table, some in _rows(database, records, context, tally):
        yield table, [{name: _encodable(value) for name, value in row.items()} for row in some]


def _encodable(value: object) -> object:
    if isinstance(value, str):
        return encodable(value)
    return [_encodable(each) for each in value] if isinstance(value, list | tuple) else value


def _rows(
    database: Reader, records: Iterable[ExportRecord], context: ExportContext, tally: Tally
) -> Iterator[tuple[Table, Sequence[Row]]]:
    clean = shown(database)
    yield REVIEW, _facts(context)
    yield RUNS, [{name: row[name] for name in names_of(RUNS)} for row in views.runs(database)]
    yield SOURCES, _sources(database, context)
    documents = _by_record(exported.documents(database))
    decisions = _by_record(context.decisions)
    joined = _by_record(exported.joined(database))
    taken: set[str] = set()
    waiting = iter(records)
    while some := tuple(islice(waiting, BATCH)):
        for record in some:
            taken.add(record.id)
            tally_held(tally, record)
        yield RECORDS, [_record(record) for record in some]
        yield FOUND, [row for record in some for row in _found(record)]
        yield PASSAGES, [row for record in some for row in _passages(record)]
        yield DOCUMENTS, _documents(database, some, documents, clean)
        yield DECISIONS, [row for record in some for row in _decisions(decisions.get(record.id, ()))]
        yield JOINED, [row for record in some for row in _joined(joined.get(record.id, ()))]
    yield CITATIONS, list(_citations(database, taken, clean))
    log = ({key.replace(" ", "_"): value for key, value in row.items()} for row in context.search_log)
    yield SEARCH_LOG, [{name: row.get(name) for name in names_of(SEARCH_LOG)} for row in log]


def names_of(table: Table) -> list[str]:
    """Return the names of a table's columns, in order."""
    return [column.name for column in table.columns]


def _by_record(found: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for row in found:
        grouped.setdefault(row["record"], []).append(row)
    return grouped


def _facts(context: ExportContext) -> list[Row]:
    facts = {
        "review": context.review_id, "title": context.review_title, "exported": context.generated,
        "software": f"greylit {context.software_version}", "protocol_sha256": context.protocol_sha256,
        "ledger_head": context.ledger_head, "decisions_left_out": str(context.blinded),
    }  # fmt: skip
    return [{"name": name, "value": value} for name, value in facts.items() if value is not None]


def _sources(database: Reader, context: ExportContext) -> list[Row]:
    """Return the sources of the newest run with their counts, and those of earlier runs without."""
    counted = {str(row["source"]): {**row, "prisma_box": row.get("PRISMA box")} for row in context.sources}
    for row in views.sources(database):
        about = {
            "source": row["source"],
            "name": row["name"],
            "part_of": row["part_of"],
            "url": row["url"],
            "prisma_box": row["prisma"],
        }
        counted.setdefault(row["source"], {**about, "reason": "not in the newest run"})
    return [{name: counted[source].get(name) for name in names_of(SOURCES)} for source in sorted(counted)]


def _record(record: ExportRecord) -> Row:
    parts, said = issued(record), record.decision
    return {
        "record": record.id, "title": title_of(record)[0], "title_source": record.title_source, "abstract": record.abstract,
        "abstract_shown": abstract_for(record), "authors": list(author_names(record)), "publisher": record.publisher,
        "publishers": list(record.publishers), "publisher_class": record.publisher_class, "doc_type": record.doc_type,
        "date": record.date, "date_source": record.date_source, "year": parts[0] if parts else None, "language": record.language,
        "source": record.source_id, "url": record.url, "file_urls": list(record.file_urls), "archive_url": on_the_web(record.archive_url) or None,
        "archived_at": record.archived_at, "accessed": record.accessed, "pages": record.pages, "doi": bare_doi(record.doi) or None,
        "isbn": record.isbn, "container_title": record.container_title, "concepts": list(record.concepts), "run": record.run, "summary": record.summary, "seed_ids": list(record.seed_ids), "round": record.round, "searched_on": record.searched_on,
        "state": record.state, "withdrawn": record.withdrawn, "mirror": record.mirror, "sha256": record.sha256,
        "warc": record.warc_file, "warc_offset": record.warc_offset, "decision": said.verdict if said else None,
        "decision_stage": said.stage if said else None, "decision_reason": said.reason if said else None,
        "decision_by": list(said.by) if said else [], "notes": list(record.notes),
    }  # fmt: skip


def _found(record: ExportRecord) -> Iterator[Row]:
    for number, each in enumerate(record.found_by, 1):
        yield {"record": record.id, "position": number, "route": each.route, "question": each.question,
               "listing_url": each.listing_url, "fetched_at": each.fetched_at}  # fmt: skip


def _passages(record: ExportRecord) -> Iterator[Row]:
    for number, each in enumerate(record.passages, 1):
        yield {"record": record.id, "position": number, "concept": each.concept, "term": each.term, "page": each.page,
               "start": each.start, "stop": each.end, "text": each.text}  # fmt: skip


def _documents(
    database: Reader, some: Sequence[ExportRecord], documents: Mapping[str, Sequence[Mapping[str, Any]]], clean: Callable[[str], str]
) -> list[Row]:  # fmt: skip
    held = [row for record in some for row in documents.get(record.id, ())]
    texts = exported.texts(database, sorted({row["document"] for row in held if row["characters"]}))
    names = names_of(DOCUMENTS)
    found = []
    for row in held:
        text = texts.get(row["document"] or "")
        values = {**row, "position": row["position"] + 1, "text": clean(text) if text else None}
        found.append({name: values[name] for name in names})
    return found


def _decisions(rows_of_one: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    for number, row in enumerate((row for row in rows_of_one if row.get("verdict")), 1):
        yield {"record": row["record"], "position": number, "stage": row["stage"], "verdict": row["verdict"],
               "reason": row.get("reason"), "decided_by": row.get("by"), "decided_at": row.get("at"), "note": row.get("note"),
               "labels": row.get("labels"), "settles": row.get("settles") == "yes"}  # fmt: skip


def _joined(rows_of_one: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    for number, row in enumerate(rows_of_one, 1):
        yield {"record": row["record"], "position": number, "url": row["url"], "title": row["title"], "rule": row["rule"],
               "score": row["score"], "evidence": row["evidence"]}  # fmt: skip


def _citations(database: Reader, taken: set[str], clean: Callable[[str], str]) -> Iterator[Row]:
    number = 0
    for row in citing.edges(database):
        ends = {
            end: row[f"{end}_record"] if row[f"{end}_record"] in taken else None
            for end in ("citing", "cited")
        }
        if not any(ends.values()):
            continue
        number += 1
        written = row["as_written"]
        yield {"position": number, **ends, "citing_title": row["citing_title"], "cited_title": row["cited_title"],
               "kind": row["kind"], "rule": row["rule"], "score": row["score"], "page": row["page"],
               "as_written": clean(written) if written else None}  # fmt: skip
