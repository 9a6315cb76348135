"""From ledger rows to the computed database: the one way in, for runs, resumes and rebuilds alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from harvest.batch import Batch, Row
from harvest.documents import put_document
from harvest.jobs import Done, Job
from harvest.pictures import table_row
from store.database import Writer
from store.ledger import Entry

#: Ledger kinds that the database is computed from.
KINDS = (
    "run",
    "source",
    "question",
    "fetch",
    "skip",
    "suggestion",
    "by_hand",
    "brought",
    "imported",
    "entry",
    "ocr",
    "ruling",
)


#: Kinds of answers that are neither works nor speak of any: they only lead on, or say how a host is to be asked.
NO_WORKS = frozenset(
    {"robots", "probe", "sitemap", "sitemaps", "form", "committees", "meetings", "calendar", "listing", "captures"}
)  # fmt: skip
#: Tables that are only ever added to; in the others a row with the same key is replaced.
_NO_KEY = frozenset({"match"})


class System(NamedTuple):
    """Who reads a source: its spider, and how its pages are told apart (JSON) where that is declared."""

    kind: str
    declared: str = ""


def observe(batch: Batch, entries: Iterable[Entry], systems: dict[str, System]) -> Iterator[Job]:
    """Put ledger rows into a batch and yield the jobs that the archived answers among them need.

    Args:
        batch: where to.
        entries: rows of the ledger, in order.
        systems: who reads each source, by its id; added to.
    """
    for entry in entries:
        body = entry.body
        if entry.kind == "run":
            batch.add("run", _run(entry))
            for position, permission in enumerate(body.get("permissions") or ()):
                batch.add("permission", {**permission, "run": entry.run, "position": position})
        elif entry.kind == "source":
            batch.add("source", row := _source(entry))
            systems[str(body["source"])] = System(str(body["kind"]), row["declared"] or "")
            batch.add(
                "asked_source",
                {"run": entry.run, "source": body["source"], "reason": body.get("not_asked")},
            )
        elif entry.kind == "question":
            row = _pick(body, "question", "source", "concept", "meant", "sent", "widened", "notes")
            batch.add("question", {**row, "run": entry.run, "reason": body.get("not_asked")})
        elif entry.kind == "skip":
            row = _pick(body, "url", "key", "source", "kind", "why", "question", "reason", "detail", "line")
            batch.add(
                "skip",
                {**row, "seq": entry.seq, "run": entry.run, "at_time": entry.at, "of_seq": body.get("of")},
            )
            for position, lead in enumerate(body.get("leads", ())):
                batch.add("link", _link(entry, position, lead))
        elif entry.kind == "fetch":
            batch.add("capture", _capture(entry))
            for position, lead in enumerate(body.get("leads", ())):
                batch.add("link", _link(entry, position, lead))
            if job := job_of(entry, systems):
                yield job
        elif entry.kind == "brought":
            batch.add("capture", _brought_capture(entry))
            batch.add("brought", _brought(entry))
            if job := job_of(entry, systems):
                yield job
        elif entry.kind == "imported":
            batch.add("imported", _imported(entry))
            for position, fault in enumerate(entry.body["faults"], 1):
                batch.add(
                    "import_fault",
                    {**_pick(fault, "line", "field", "says"), "seq": entry.seq, "position": position},
                )
        elif entry.kind == "entry":
            batch.add("capture", _entry_capture(entry))
            batch.add("entry", _entry(entry))
            if job := job_of(entry, systems):
                yield job
        elif entry.kind == "by_hand":
            row = _pick(body, "task", "source", "host", "question", "url", "searched_on", "outcome", "seen", "kept", "note")  # fmt: skip
            batch.add("by_hand", {**row, **_by_whom(entry), "run": entry.run})
        elif entry.kind == "ocr":
            batch.add("ocr_page", table_row(entry))
        elif entry.kind == "suggestion":
            batch.add("suggestion", {**_pick(body, "url", "note"), **_by_whom(entry)})


def _pick(body: Row, *names: str) -> Row:
    return {name: body.get(name) for name in names}


def _source(entry: Entry) -> Row:
    body = entry.body
    options = body.get("options") or {}
    return {
        **_pick(body, "source", "name", "kind", "url", "prisma", "parser", "part_of", "part_of_name"), "run": entry.run,
        "reason": body.get("not_asked"), "publisher": options.get("publisher"),
        "councils": options.get("councils"), "mirror": bool(options.get("mirror")),
        "declared": json.dumps(options["declared"], sort_keys=True) if options.get("declared") else None,
    }  # fmt: skip


def _run(entry: Entry) -> Row:
    body = entry.body
    return {
        "run": entry.run, "started_at": entry.at, "protocol_sha256": body["protocol_sha256"],
        "protocol": json.dumps(body["protocol"], sort_keys=True, ensure_ascii=False),
        "software": json.dumps(body.get("software"), sort_keys=True),
        "only_changed": bool(body.get("update")), "only_failed": body.get("only_failed"),
    }  # fmt: skip


def run_rows(entries: Iterable[Entry]) -> list[Row]:
    """Return a row for each run, with how it ended by the newest word on it."""
    rows: dict[int, Row] = {}
    for entry in entries:
        if entry.kind == "run":
            rows[entry.run] = _run(entry)
        elif entry.run in rows:
            rows[entry.run].update(
                ended_at=entry.at, outcome=entry.body["outcome"], detail=entry.body.get("detail")
            )
    return list(rows.values())


def _capture(entry: Entry) -> Row:
    body = entry.body
    answer = body.get("answer") or {}
    names = ("url", "key", "method", "source", "kind", "why", "question", "status", "outcome", "detail", "mime", "bytes",
             "sha256", "warc", "same_as", "trouble", "evidence", "asked_at", "took")  # fmt: skip
    return {
        **_pick(body, *names), "hub": bool(answer.get("hub")), "seq": entry.seq, "run": entry.run, "fetched_at": entry.at,
        "again": bool(body.get("again")), "unchanged": bool(body.get("unchanged")), "warc_offset": body.get("offset"), "warc_length": body.get("length"),
        "start": answer.get("start"), "total": answer.get("total"), "returned": answer.get("returned"),
        "of_url": answer.get("of"), "archive": answer.get("archive"), "archived_at": answer.get("archived_at"),
    }  # fmt: skip


def _by_whom(entry: Entry) -> Row:
    return {"seq": entry.seq, "at_time": entry.at, "by_whom": entry.body["by"]}


def _brought(entry: Entry) -> Row:
    names = ("task", "source", "question", "url", "opened", "title", "publisher", "found_on", "file", "note")
    row = _pick(entry.body, *names)
    return {**row, **_by_whom(entry), "run": entry.run, "doc_date": entry.body.get("date")}


def _brought_capture(entry: Entry) -> Row:
    """Return the row that lets what a person brought be read like an answer of the site."""
    body = entry.body
    file = f"file {body['file']}" if body.get("file") else "without a file"
    said = f"found by hand by {body['by']} on {body['found_on']}, task {body['task']}, {file}"
    return {**_capture(entry), "detail": said}


def _imported(entry: Entry) -> Row:
    body = entry.body
    names = (
        "source",
        "file",
        "sha256",
        "bytes",
        "format",
        "entries",
        "searched_on",
        "strategy",
        "seen",
        "screened",
        "warc",
    )
    return {
        **_pick(body, *names), "seq": entry.seq, "run": entry.run, "at_time": entry.at, "by_whom": body.get("by"),
        "faults": len(body["faults"]), "warc_offset": body.get("offset"), "warc_length": body.get("length"),
    }  # fmt: skip


def _entry(entry: Entry) -> Row:
    row = _pick(entry.body, "source", "file", "file_sha256", "position", "line", "key", "url")
    said = json.dumps(entry.body["entry"], ensure_ascii=False, sort_keys=True)
    return {**row, "seq": entry.seq, "run": entry.run, "at_time": entry.at, "body": said}


def _entry_capture(entry: Entry) -> Row:
    """Return the row by which a reference is found like an answer: at its line in the file that it came in."""
    place = f"{entry.body['file']}#line={entry.body['line']}"
    return {
        **_capture(entry),
        "url": place,
        "key": None,
        "detail": f"a reference in {entry.body['file']}, line {entry.body['line']}",
    }


def _link(entry: Entry, position: int, lead: Sequence[Any]) -> Row:
    url, kind, why, question, _, follow, note, *key = lead
    return {
        "seq": entry.seq, "position": position, "run": entry.run, "from_url": entry.body["url"], "to_url": url,
        "kind": kind, "why": why, "question": question, "followed": bool(follow),
        "title": note.get("title") or note.get("text"), "reason": note.get("reason"), "to_key": key[0] if key else None,
        "said": json.dumps(note, ensure_ascii=False, sort_keys=True) if _tells(kind, note) else None,
    }  # fmt: skip


def _tells(kind: str, note: Row) -> bool:
    """Tell whether a link says something of a document that has no page of its own, or that is a part of a book."""
    return kind == "document" or (kind == "page" and ("book" in note or "title" in note))


def job_of(entry: Entry, systems: Mapping[str, System], *, again: bool = False) -> Job | None:
    """Return the job that an archived answer needs, or ``None``.

    Args:
        entry: a row of kind ``fetch`` or ``brought``.
        systems: who reads each source.
        again: also judge pages of search results again, as ``rebuild`` does.
    """
    body = entry.body
    if (
        body.get("again")
        or not body.get("warc")
        or body["kind"] in NO_WORKS
        or (body.get("answer") or {}).get("hub")
    ):
        return None
    if body["kind"] == "search" and not again:
        return None
    if body["kind"] != "search" and body["outcome"] != "read":
        return None
    return Job(
        # Of an answer that nothing has changed, what stands is the answer before it.
        entry.seq, body["kind"], body["url"], int(body.get("original_status") or body.get("status") or 0), body.get("mime") or "",
        body["sha256"], body["warc"], int(body["offset"]), *systems.get(str(body.get("source")), System("")),
    )  # fmt: skip


def conclude(batch: Batch, done: Done, run: int, known: set[str]) -> None:
    """Put what a worker made of an answer into a batch.

    Args:
        batch: where to.
        done: the worker's result.
        run: the run of the fetch.
        known: documents that the database or the batch has; added to.
    """
    for position, (each, texts) in enumerate(done.items):
        # The HTML of the parts is in the archive; here their text is enough.
        item = {**each.as_dict(), "texts": [list(text) for text in texts], "parts": []}
        batch.add(
            "item",
            {"seq": done.seq, "position": position, "run": run, "key": each.key, "url": each.url,
             "body": json.dumps(item, ensure_ascii=False)},
        )  # fmt: skip
    if done.document is not None:
        batch.add("extraction", {"seq": done.seq, "document": done.document.id})
        if done.document.id not in known:
            known.add(done.document.id)
            put_document(batch, done.document)


def write(writer: Writer, batch: Batch) -> None:
    """Write a batch in one transaction and empty it."""
    writer.begin()
    for table, rows in batch.rows.items():
        if table in _NO_KEY:
            writer.append(table, rows)
        else:
            writer.add(table, rows)
    writer.commit()
    batch.rows.clear()
