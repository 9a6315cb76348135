"""RIS, for Zotero, Rayyan, EPPI-Reviewer, EndNote and Covidence.

RIS has no standard that importers keep; each choice here follows what their code does with a tag:

- ``AU`` people as "Family, Given", organisations without commas (Zotero makes the words after a comma a first
  name); the exact name stays in ``PB`` and, where we changed one, in ``N1``.
- ``PY`` four digits or nothing; ``Y2`` (accessed) only beside ``PY``, since Rayyan otherwise takes the
  access date for the date of publication.
- ``UR`` only addresses of the web, the archived copy second, with ``;`` as ``%3B`` (readers split there). No
  ``L1``: Zotero would try to fetch each file.
- ``T2`` for articles and chapters only: Rayyan shows it as the journal.
- ``SP`` stays empty: it is a page range, we know a number of pages.
- ``M3`` (report type) and ``SN`` (report number) for reports only: elsewhere they mean DOI and ISSN.
- ``AN`` carries our record id out and back in.
- ``DB``, ``C7`` and ``C8`` are source, label and string of CiteSource. Not its ``C1`` (duplicate_id) and ``C2`` (record_ids):
  Zotero takes ``C1`` for the place of a conference and ``C2`` for an author of the book that a chapter is in. It leaves
  ``C7`` and ``C8`` out (RIS.js, f50d446: mapped to nothing), and ASReview 3.0.8 reads them as columns it has no use for.
- ``N1`` has what was settled of a record in ASReview's words and in ours.

Lines end in CRLF; there is no byte-order mark. Every value is one line, so no value can start a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from harvest.export import citesource
from harvest.export.clean import one_line, unique, web_address
from harvest.export.dates import date_parts, day_of
from harvest.export.files import replacing
from harvest.export.kinds import REPORT, in_journal_or_book, kind_of
from harvest.export.model import (
    ExportContext,
    ExportRecord,
    ExportResult,
    abstract_for,
    author_names,
    bodies,
    issued,
    passage_line,
    title_of,
)
from harvest.export.names import ris_name
from harvest.export.notes import Tally, tally_common
from harvest.export.places import on_the_web, said_of_place

_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
# Screening tools keep decisions in N1 and read them back: words of a crawled page must not look like one.
_DECISION = re.compile(r"(ASReview|RAYYAN)(?=[_-])", re.IGNORECASE)
#: How ASReview writes and reads a decision (asreview.data.ris, version 3).
_MARKS = {"include": "ASReview_relevant", "exclude": "ASReview_irrelevant"}
_PASSAGES_IN_NOTES = 3


def write(records: Iterable[ExportRecord], out: Path, context: ExportContext) -> ExportResult:
    """Write ``records`` as RIS to the file ``out``.

    Raises GreylitError if the file cannot be written; then no file, or the old one, is there.
    """
    tally = Tally()
    count = 0
    with replacing(out) as part, part.open("w", encoding="utf-8", newline="") as stream:
        for record in records:
            lines = [f"{tag}  - {value}" for tag, value in fields(record, context, tally) if value]
            stream.write("\r\n".join([*lines, "ER  - ", "", ""]))
            count += 1
    return ExportResult(paths=(out,), records=count, notes=tally.sentences())


def fields(record: ExportRecord, context: ExportContext, tally: Tally) -> Iterator[tuple[str, str]]:
    """Yield the (tag, value) pairs of one record, ``TY`` first, without the final ``ER``."""
    tally_common(tally, record, left_out="RIS PY")
    kind = kind_of(record.doc_type)
    yield "TY", kind.ris
    yield "TI", title_of(record)[0]
    known = bodies(record)
    for name in author_names(record):
        yield "AU", ris_name(name, known)
    if in_journal_or_book(kind):
        yield "T2", one_line(record.container_title)
    yield from _dates(record)
    yield "PB", one_line(record.publisher)
    if kind is REPORT:
        yield "M3", one_line(record.doc_type)
        yield "SN", one_line(record.report_number)
    elif kind.ris in ("BOOK", "CHAP"):
        yield "SN", one_line(record.isbn)
    yield "LA", one_line(record.language)
    for url in _addresses(record):
        yield "UR", web_address(url, encode_semicolon=True)
        if ";" in url:
            tally.add("address has ; written as %3B", "addresses have ; written as %3B", record.id)
    yield "DO", bare_doi(record.doi)
    yield "AB", abstract_for(record)
    for concept in record.concepts:
        # Rayyan and Zotero split keywords at these.
        yield "KW", one_line(concept).replace(";", ",").replace("--", "-")
    yield "AN", one_line(record.id)
    yield "DB", one_line(record.source_name)
    yield "C7", citesource.label(record)
    yield "C8", citesource.string(record)
    if record.decision and (mark := _MARKS.get(record.decision.verdict)):
        yield "N1", mark
    for note in _notes(record, context):
        yield "N1", _DECISION.sub(r"\1 ", one_line(note))


def bare_doi(doi: str | None) -> str:
    """Return a DOI without its resolver's address; ``""`` for anything that is not a DOI."""
    bare = _DOI_PREFIX.sub("", one_line(doi), count=1)
    return bare if _DOI.fullmatch(bare) else ""


def _addresses(record: ExportRecord) -> list[str]:
    """Return the original address, then the archived one; neither where it is none of the web."""
    return unique([on_the_web(record.url), on_the_web(record.archive_url)])


def _dates(record: ExportRecord) -> Iterator[tuple[str, str]]:
    parts = issued(record)
    if not parts:
        return
    yield "PY", str(parts[0])
    if len(parts) > 1:
        # Year, month, day, other: the empty places keep their slashes.
        numbers = [str(parts[0]), *(f"{part:02d}" for part in parts[1:])]
        yield "DA", "/".join(numbers) + "/" * (4 - len(parts))
    accessed = day_of(record.accessed)
    if accessed:
        yield "Y2", "{}/{:02d}/{:02d}/".format(*accessed)


def _notes(record: ExportRecord, context: ExportContext) -> Iterator[str]:
    """Yield the provenance of a record as notes, each beginning with words of ours."""
    for found in record.found_by:
        yield f"Found by: {found.sentence()}"
    if record.decision:
        yield f"Decision: {record.decision.sentence()}"
        for label in record.decision.labels:
            yield f"Label: {label}"
        for note in record.decision.notes:
            yield f"Screener's note: {note}"
    yield f"Source: {record.source_name} ({record.source_id})"
    if record.publisher_class:
        yield f"Kind of publisher: {record.publisher_class}"
    if record.seed_ids:
        yield f"Seed references: {', '.join(record.seed_ids)}"
    if record.run is not None or record.round is not None:
        counted = [("run", record.run), ("round", record.round)]
        yield "Found in: " + ", ".join(f"{word} {number}" for word, number in counted if number is not None)
    known = bodies(record)
    for name in author_names(record):
        if ris_name(name, known) != one_line(name):
            yield f"Author as written: {name}"
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
    for url in _addresses(record):
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
        # Y2 without PY would be read as the date of publication.
        yield f"Accessed: {record.accessed}"
    if record.state != "text":
        yield f"State of the copy: {record.state}"
    if record.withdrawn:
        yield "Withdrawn: no longer at its address when last asked"
    for note in record.notes:
        yield f"Note: {note}"
    yield f"Export: {context.stamp()}"
