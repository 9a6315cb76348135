"""CSL-JSON, for Zotero, citation processors and Pandoc.

Holds typed metadata and corporate names whole (``literal``). The schema (citation-style-language/schema,
csl-data.json) allows no fields but its own, so our provenance is under ``custom``; since Zotero drops
``custom``, the main points are repeated in ``note``. There is no field for an archived copy and its date
(schema issue 387): ``archive`` and ``archive_location`` carry it, ``note`` also its date. What a report or a
book stands in is a series (``collection-title``): with a ``container-title`` it would be cited as a chapter.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from harvest.export.abstracts import abstract_for
from harvest.export.clean import one_line, unique, web_address
from harvest.export.dates import day_of
from harvest.export.files import replacing
from harvest.export.jsonl import plain
from harvest.export.kinds import REPORT, kind_of
from harvest.export.model import (
    ExportContext,
    ExportRecord,
    ExportResult,
    author_names,
    bodies,
    issued,
    title_of,
)
from harvest.export.names import personal_name
from harvest.export.notes import Tally, tally_common
from harvest.export.places import archive_name, on_the_web, said_of_place
from harvest.export.ris import bare_doi

END = "\n]\n"


def write(records: Iterable[ExportRecord], out: Path, context: ExportContext) -> ExportResult:
    """Write ``records`` as one CSL-JSON array, one item a line, to the file ``out``.

    Raises GreylitError if the file cannot be written; then no file, or the old one, is there.
    """
    tally = Tally()
    count = 0
    with replacing(out) as part, part.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("[")
        for record in records:
            stream.write(line_of(record, context, tally, count))
            count += 1
        stream.write(END)
    return ExportResult(paths=(out,), records=count, notes=tally.sentences())


def line_of(record: ExportRecord, context: ExportContext, tally: Tally, before: int) -> str:
    """Return one record as a line of the array, with the comma that parts it from those ``before`` it."""
    return (",\n" if before else "\n") + json.dumps(item(record, context, tally), ensure_ascii=False)


def item(record: ExportRecord, context: ExportContext, tally: Tally) -> dict[str, Any]:
    """Return one record as a CSL item; fields without a value are left out."""
    tally_common(tally, record, left_out="CSL issued")
    kind = kind_of(record.doc_type)
    accessed = day_of(record.accessed)
    archive_url = web_address(on_the_web(record.archive_url))
    known = bodies(record)
    container = "collection-title" if kind.csl in ("report", "book") else "container-title"
    found: dict[str, Any] = {
        "id": one_line(record.id),
        "type": kind.csl,
        "title": title_of(record)[0],
        "author": [_name(name, known) for name in author_names(record)],
        container: one_line(record.container_title),
        "issued": _issued(record),
        "accessed": {"date-parts": [list(accessed)]} if accessed else None,
        "publisher": one_line(record.publisher),
        "genre": one_line(record.doc_type) if kind is REPORT else "",
        "number": one_line(record.report_number),
        "number-of-pages": record.pages,
        "ISBN": one_line(record.isbn),
        "DOI": bare_doi(record.doi),
        "URL": web_address(on_the_web(record.url)),
        "abstract": abstract_for(record),
        "keyword": ", ".join(unique(one_line(concept) for concept in record.concepts)),
        "language": one_line(record.language),
        "source": one_line(record.source_name),
        "archive": archive_name(record.archive, archive_url) if archive_url else "",
        "archive_location": archive_url,
        "note": _note(record),
        "custom": {"greylit": _provenance(record, context)},
    }
    return {name: value for name, value in found.items() if value not in (None, "", [], {})}


def _name(name: str, known: Collection[str]) -> dict[str, str]:
    person = personal_name(name, known)
    return {"family": person[0], "given": person[1]} if person else {"literal": one_line(name)}


def _issued(record: ExportRecord) -> dict[str, Any] | None:
    parts = issued(record)
    if parts:
        return {"date-parts": [list(parts)]}
    # CSL can hold a date that is not one ("2019/20"), as words.
    return {"literal": one_line(record.date)} if one_line(record.date) else None


def _note(record: ExportRecord) -> str:
    """Return the provenance in one line. No "word: value" at its start: Zotero would read it as a field."""
    parts = [f"greylit record {record.id}", *(f"found by {found.sentence()}" for found in record.found_by)]
    parts += said_of_place(record)
    if record.withdrawn:
        parts.append("no longer at its address when last asked")
    return one_line("; ".join([*parts, *record.notes]))


def _provenance(record: ExportRecord, context: ExportContext) -> dict[str, Any]:
    """Return what CSL has no field for."""
    kept = (
        "date", "date_source", "title_source", "authors", "publishers", "publisher_class", "doc_type", "url",
        "archive", "archived_at", "container_title", "notice", "mirror", "file_urls", "sha256", "concepts",
        "passages", "source_id", "found_by", "seed_ids", "round", "run", "state", "withdrawn", "notes",
        "warc_file", "warc_offset", "decision", "summary", "part_of", "part_of_name", "searched_on",
    )  # fmt: skip
    values = {name: plain(getattr(record, name)) for name in kept}
    values["has_abstract"] = bool(one_line(record.abstract))
    values["export"] = plain(context.stamp())
    return {name: value for name, value in values.items() if value not in (None, "", [])}
