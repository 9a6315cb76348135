"""What a record carries beyond a reference, as sentences: how it was found, who decided, where its bytes lie.

One list for every format that has notes, so that what a person reads is the same wherever it was imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from harvest.export.abstracts import passage_line
from harvest.export.clean import one_line, unique
from harvest.export.dates import date_parts
from harvest.export.kinds import in_journal_or_book, kind_of
from harvest.export.model import ExportContext, ExportRecord, author_names, bodies, issued
from harvest.export.places import on_the_web, said_of_place

_PASSAGES_IN_NOTES = 3


def web_places(record: ExportRecord) -> list[str]:
    """Return the original address, then the archived one; neither where it is none of the web."""
    return unique([on_the_web(record.url), on_the_web(record.archive_url)])


def origin(record: ExportRecord) -> tuple[str, str]:
    """Return id and name of the source of the protocol that a record is of, whichever part of it found the record."""
    if record.part_of:
        return record.part_of, one_line(record.part_of_name) or record.part_of
    return record.source_id, one_line(record.source_name) or record.source_id


def sentences(
    record: ExportRecord, context: ExportContext, *, name: Callable[[str, frozenset[str]], str] | None = None
) -> Iterator[str]:
    """Yield the provenance of a record, each sentence beginning with words of ours.

    Args:
        record: the record.
        context: the export.
        name: how the format writes a name; names that it changes are given as they were written as well.
    """
    for found in record.found_by:
        yield f"Found by: {found.sentence()}"
    if record.decision:
        yield f"Decision: {record.decision.sentence()}"
        for label in record.decision.labels:
            yield f"Label: {label}"
        for note in record.decision.notes:
            yield f"Screener's note: {note}"
    whole, named = origin(record)
    part = f", part of {named} ({whole})" if record.part_of else ""
    yield f"Source: {record.source_name} ({record.source_id}){part}"
    if record.searched_on:
        yield f"Searched on: {record.searched_on}"
    if record.publisher_class:
        yield f"Kind of publisher: {record.publisher_class}"
    if record.seed_ids:
        yield f"Seed references: {', '.join(record.seed_ids)}"
    if record.run is not None or record.round is not None:
        counted = [("run", record.run), ("round", record.round)]
        yield "Found in: " + ", ".join(f"{word} {number}" for word, number in counted if number is not None)
    known = bodies(record)
    for written in author_names(record):
        if name is not None and name(written, known) != one_line(written):
            yield f"Author as written: {written}"
    if record.date and not date_parts(record.date):
        yield f"Date as written: {record.date}"
    elif record.date_source:
        yield f"Date from: {record.date_source}"
    if record.title_source:
        yield f"Title from: {record.title_source}"
    for passage in record.passages[:_PASSAGES_IN_NOTES]:
        yield f"Match: {passage_line(passage)}"
    if len(record.passages) > _PASSAGES_IN_NOTES:
        yield f"Matches: {len(record.passages)} in all, the first {_PASSAGES_IN_NOTES} given here"
    if record.container_title and not in_journal_or_book(kind_of(record.doc_type)):
        yield f"In: {record.container_title}"
    yield from said_of_place(record)
    for url in web_places(record):
        if ";" in url:
            yield f"Address as found: {url}"
    for url in unique(record.file_urls):
        if url != record.url:
            yield f"File: {url}"
    if record.isbn and kind_of(record.doc_type).ris not in ("BOOK", "CHAP"):
        yield f"ISBN: {record.isbn}"
    if record.pages is not None:
        yield f"Pages: {record.pages}"
    if record.sha256:
        yield f"SHA-256 of the file: {record.sha256}"
    if record.warc_file:
        yield f"Stored copy: {record.warc_file} at byte {record.warc_offset}"
    if record.accessed and not issued(record):
        # In RIS, Y2 without PY would be read as the date of publication.
        yield f"Accessed: {record.accessed}"
    if record.state != "text":
        yield f"State of the copy: {record.state}"
    if record.withdrawn:
        yield "Withdrawn: no longer at its address when last asked"
    for note in record.notes:
        yield f"Note: {note}"
    yield f"Export: {context.stamp()}"
