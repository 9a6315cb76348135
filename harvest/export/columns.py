"""The flat table of a record: its columns, what each means, and how a cell is made safe.

CSV and XLSX share it, and the workbook's codebook is printed from it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from harvest.export.abstracts import abstract_for, passage_line
from harvest.export.clean import fit, guard_formula, join_list, one_line, unique, web_address
from harvest.export.model import (
    ExportRecord,
    author_names,
    bodies,
    issued,
    title_of,
)
from harvest.export.names import table_name
from harvest.export.notes import Tally
from harvest.export.places import archive_name, on_the_web, said_of_place
from harvest.export.ris import bare_doi

Cell = str | int | float | None


class Column(NamedTuple):
    """One column: its name, its meaning, how its value is read from a record, and its width in characters."""

    name: str
    meaning: str
    value: Callable[[ExportRecord], Cell]
    width: int = 14


def _pages(record: ExportRecord) -> str:
    return join_list(unique(str(passage.page) if passage.page else None for passage in record.passages))


def _year(record: ExportRecord) -> int | None:
    parts = issued(record)
    return parts[0] if parts else None


def _authors(record: ExportRecord) -> str:
    known = bodies(record)
    return "; ".join(filter(None, (table_name(name, known) for name in author_names(record))))


def _archive(record: ExportRecord) -> str:
    url = on_the_web(record.archive_url)
    return archive_name(record.archive, url) if url else ""


def _passages(record: ExportRecord) -> str:
    return join_list(map(passage_line, record.passages), " | ")


def _listings(record: ExportRecord) -> str:
    return _addresses(tuple(found.listing_url or "" for found in record.found_by))


def _addresses(urls: tuple[str, ...]) -> str:
    return join_list(web_address(url, encode_semicolon=True) for url in unique(urls))


def _included(record: ExportRecord) -> int | None:
    return {"include": 1, "exclude": 0}.get(record.decision.verdict) if record.decision else None


RECORD_COLUMNS: tuple[Column, ...] = (
    Column("id", "Record id of the review: given once, never reused", lambda r: r.id),
    Column("title", "Title as the source gives it", lambda r: title_of(r)[0], 60),
    Column(
        "abstract",
        "Publisher, date and id, then the source's own summary, or '[No abstract in source]' and the executive summary "
        "or passages",
        abstract_for,
        60,
    ),
    Column(
        "authors",
        "Authors, separated by ; (people as Family, Given; 'and' inside a name is written &, so that importers "
        "do not split it; the exact name of the institution is in publisher)",
        _authors,
        30,
    ),
    Column("year", "Year of publication; empty if not known", _year, 7),
    Column("date", "Date of publication as found: ISO 8601, as precise as known", lambda r: r.date, 12),
    Column("date_source", "Where the date was read", lambda r: r.date_source),
    Column("publisher", "Institution that published it, exact name", lambda r: r.publisher, 30),
    Column("publisher_class", "Kind of institution", lambda r: r.publisher_class),
    Column("doc_type", "Kind of document", lambda r: r.doc_type, 18),
    Column("container_title", "Journal, book or series that it stands in", lambda r: r.container_title, 30),
    Column("language", "Language code (ISO 639)", lambda r: r.language, 9),
    Column(
        "url",
        "Address as found; empty for an imported reference without one (its place is in notes)",
        lambda r: on_the_web(r.url),
        50,
    ),
    Column("file_urls", "Addresses of its files, separated by ;", lambda r: _addresses(r.file_urls), 50),
    Column("archive", "Web archive that holds a copy", _archive, 18),
    Column("archive_url", "Address of that copy", lambda r: on_the_web(r.archive_url), 40),
    Column("archived_at", "When the archive took that copy (ISO 8601)", lambda r: r.archived_at, 22),
    Column("accessed", "When our copy was captured (ISO 8601)", lambda r: r.accessed, 22),
    Column("pages", "Number of pages", lambda r: r.pages, 7),
    Column("doi", "DOI, if it has one", lambda r: bare_doi(r.doi)),
    Column("isbn", "ISBN, if it has one", lambda r: r.isbn),
    Column("report_number", "Number given by the publisher", lambda r: r.report_number),
    Column(
        "keywords",
        "Concepts of the protocol that matched, separated by ;",
        lambda r: join_list(unique(r.concepts)),
        24,
    ),
    Column(
        "found_by",
        "Every way in which the record was found, separated by ;",
        lambda r: join_list(f.sentence() for f in r.found_by),
        50,
    ),
    Column(
        "question",
        "Phrases as sent to the source's search, separated by ;",
        lambda r: join_list(unique(f.question for f in r.found_by)),
        24,
    ),
    Column("listing_url", "Pages that named the record, separated by ;", _listings, 40),
    Column(
        "seed_ids",
        "Seed references it was reached from by citation searching, separated by ;",
        lambda r: join_list(r.seed_ids),
    ),
    Column("round", "Round of citation searching; empty if not found that way", lambda r: r.round, 7),
    Column("run", "Number of the run that first found it", lambda r: r.run, 7),
    Column("source_id", "Source in the protocol", lambda r: r.source_id),
    Column("source_name", "Name of the source", lambda r: r.source_name, 24),
    Column(
        "part_of",
        "Source of the protocol that the source is a part of; empty if it stands alone",
        lambda r: r.part_of,
    ),
    Column("searched_on", "Day of the run that first found it (ISO 8601)", lambda r: r.searched_on, 12),
    Column("page", "Pages with matches, separated by ;", _pages, 10),
    Column(
        "passage", "Text around the matches, each with [page, concept, term], separated by |", _passages, 60
    ),
    Column("passage_count", "Number of passages", lambda r: len(r.passages), 9),
    Column("state", "What we hold of it: text, needs-ocr, encrypted, broken, ...", lambda r: r.state),
    Column(
        "withdrawn",
        "yes if it was no longer at its address when last asked",
        lambda r: "yes" if r.withdrawn else "no",
        10,
    ),
    Column("title_source", "Where the title was read", lambda r: r.title_source),
    Column("sha256", "SHA-256 of the main file", lambda r: r.sha256, 20),
    Column("warc_file", "WARC file that holds the captured bytes", lambda r: r.warc_file, 24),
    Column("warc_offset", "Byte at which its WARC record starts", lambda r: r.warc_offset, 12),
    Column("notes", "Remarks, separated by ;", lambda r: join_list([*said_of_place(r), *r.notes]), 40),
    Column(
        "included",
        "1 if people included it, 0 if they excluded it; empty if not settled, or maybe",
        _included,
        9,
    ),
    Column(
        "decision",
        "What was settled: include, exclude, maybe; empty if nothing is",
        lambda r: r.decision.verdict if r.decision else None,
        10,
    ),
    Column("decision_stage", "Stage that settled it", lambda r: r.decision.stage if r.decision else None, 12),
    Column(
        "decision_reason", "Reason for the exclusion", lambda r: r.decision.reason if r.decision else None, 24
    ),
    Column(
        "decision_by",
        "Who decided, separated by ;",
        lambda r: join_list(r.decision.by) if r.decision else None,
    ),
    Column(
        "decision_labels",
        "Labels that screeners gave, separated by ;",
        lambda r: join_list(r.decision.labels) if r.decision else None,
        24,
    ),
    Column(
        "decision_notes",
        "Notes of screeners, separated by ;",
        lambda r: join_list(r.decision.notes) if r.decision else None,
        40,
    ),
)

EXPORT_COLUMN = ("export", "Review, date, software, protocol and ledger head of this export")


def safe_cell(value: object, tally: Tally, limit: int, *, record_id: str = "", utf16: bool = False) -> Cell:
    """Return ``value`` as a cell: numbers as they are, text on one line, guarded and cut to ``limit``."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value if not isinstance(value, float) or math.isfinite(value) else None
    text = one_line(value if isinstance(value, str) else str(value))
    guarded = guard_formula(text)
    if guarded is not text:
        tally.add(
            "cell begins with an apostrophe, put there so that it does not run as a formula",
            "cells begin with an apostrophe, put there so that they do not run as formulas",
            record_id,
        )
    fitted = fit(guarded, limit, utf16=utf16)
    if fitted is not guarded:
        tally.add(
            f"cell was cut at {limit:,} characters (jsonl has it whole)",
            f"cells were cut at {limit:,} characters (jsonl has them whole)",
            record_id,
        )
    return fitted or None
