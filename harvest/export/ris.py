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
from typing import NamedTuple

from harvest.export import citesource
from harvest.export.abstracts import abstract_for
from harvest.export.clean import one_line, web_address
from harvest.export.dates import day_of
from harvest.export.files import replacing
from harvest.export.kinds import REPORT, in_journal_or_book, kind_of
from harvest.export.model import (
    ExportContext,
    ExportRecord,
    ExportResult,
    author_names,
    bodies,
    issued,
    title_of,
)
from harvest.export.names import ris_name
from harvest.export.notes import Tally, tally_common
from harvest.export.provenance import sentences, web_places
from harvest.export.titles import shown_title

_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
# Screening tools keep decisions in N1 and read them back: words of a crawled page must not look like one.
_DECISION = re.compile(r"(ASReview|RAYYAN)(?=[_-])", re.IGNORECASE)
#: How ASReview writes and reads a decision (asreview.data.ris, version 3).
_MARKS = {"include": "ASReview_relevant", "exclude": "ASReview_irrelevant"}


class Dialect(NamedTuple):
    """What a program that reads RIS wants otherwise.

    ``one_address``: it joins several ``UR`` into one, so only the first is written and the archived copy stays in the
    notes. ``goes_by_titles``: it takes records of one title and year for duplicates. ``doi_in_notes``: it does not read
    ``DO``, so the DOI stands in a note as well.
    """

    one_address: bool = False
    goes_by_titles: bool = False
    doi_in_notes: bool = False


PLAIN = Dialect()


def write(records: Iterable[ExportRecord], out: Path, context: ExportContext) -> ExportResult:
    """Write ``records`` as RIS to the file ``out``.

    Raises GreylitError if the file cannot be written; then no file, or the old one, is there.
    """
    tally = Tally()
    count = 0
    with replacing(out) as part, part.open("w", encoding="utf-8", newline="") as stream:
        for record in records:
            stream.write(text_of(record, context, tally))
            count += 1
    return ExportResult(paths=(out,), records=count, notes=tally.sentences())


def text_of(
    record: ExportRecord, context: ExportContext, tally: Tally, dialect: Dialect | None = None
) -> str:
    """Return one record as RIS, with the empty line that follows it."""
    lines = [f"{tag}  - {value}" for tag, value in fields(record, context, tally, dialect or PLAIN) if value]
    return "\r\n".join([*lines, "ER  - ", "", ""])


def fields(
    record: ExportRecord, context: ExportContext, tally: Tally, dialect: Dialect | None = None
) -> Iterator[tuple[str, str]]:
    """Yield the (tag, value) pairs of one record, ``TY`` first, without the final ``ER``."""
    dialect = dialect or PLAIN
    tally_common(tally, record, left_out="RIS PY")
    kind = kind_of(record.doc_type)
    yield "TY", kind.ris
    title, added = (
        shown_title(record, context, tally) if dialect.goes_by_titles else (title_of(record)[0], "")
    )
    yield "TI", title
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
    for url in web_places(record)[: 1 if dialect.one_address else None]:
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
    own = [added, f"DOI: {bare_doi(record.doi)}" if dialect.doi_in_notes and bare_doi(record.doi) else ""]
    for note in (*filter(None, own), *sentences(record, context, name=ris_name)):
        yield "N1", _DECISION.sub(r"\1 ", one_line(note))


def bare_doi(doi: str | None) -> str:
    """Return a DOI without its resolver's address; ``""`` for anything that is not a DOI."""
    bare = _DOI_PREFIX.sub("", one_line(doi), count=1)
    return bare if _DOI.fullmatch(bare) else ""


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
