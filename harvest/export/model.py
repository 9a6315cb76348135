"""What is exported: one record as a reviewer screens it, and the search it comes from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from harvest.export.clean import one_line
from harvest.export.dates import date_parts
from harvest.export.parts import Decision as Decision
from harvest.export.parts import Found as Found
from harvest.export.parts import Passage as Passage

if TYPE_CHECKING:
    from harvest.by_hand import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRecord:
    """One record: a work, with the evidence for it and the way it came in.

    ``date`` is a partial ISO date ("2019", "2019-03", "2019-03-05") or None and ``date_source`` says where it
    was read; ``title_source`` likewise (``"file-name"`` marks a title made from one). ``url`` is the address
    as found, or the place in an imported file ("imports/wos.ris#line=120"); ``file_urls`` those of its files.
    ``archive_url`` is a copy in the web archive ``archive``, taken at ``archived_at`` (ISO date-time).
    ``authors`` are as the page or the reference has them, the publishers where it names none; ``publishers`` are
    all bodies that publish it, ``publisher`` the first of them. ``container_title`` is the journal, book or series
    that it stands in, ``notice`` the site's own warning on it; ``mirror`` says that only others than its
    publisher hold it. ``accessed`` is the ISO date-time of our capture. ``sha256`` is that of the main file. ``abstract`` is only ever what
    the source itself gives as summary; ``summary`` is what the document says of itself (its executive summary, or its
    first page). ``state`` says what we hold ("text", "needs-ocr", …); ``withdrawn`` that the site no longer has it.
    ``part_of`` and ``part_of_name`` are the source of the protocol that its source is a part of, ``searched_on`` the
    day (ISO) of the run that first found it. ``citation_key`` is unique in the whole review, whatever is selected.
    """

    id: str
    title: str
    source_id: str
    source_name: str
    url: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    publishers: tuple[str, ...] = ()
    publisher_class: str | None = None
    doc_type: str | None = None
    title_source: str | None = None
    date: str | None = None
    date_source: str | None = None
    year: int | None = None
    language: str | None = None
    file_urls: tuple[str, ...] = ()
    archive: str | None = None
    archive_url: str | None = None
    archived_at: str | None = None
    accessed: str | None = None
    pages: int | None = None
    sha256: str | None = None
    doi: str | None = None
    report_number: str | None = None
    isbn: str | None = None
    container_title: str | None = None
    notice: str | None = None
    mirror: bool = False
    abstract: str | None = None
    summary: str | None = None
    passages: tuple[Passage, ...] = ()
    concepts: tuple[str, ...] = ()
    found_by: tuple[Found, ...] = ()
    seed_ids: tuple[str, ...] = ()
    round: int | None = None
    run: int | None = None
    state: str = "text"
    withdrawn: bool = False
    notes: tuple[str, ...] = ()
    warc_file: str | None = None
    warc_offset: int | None = None
    decision: Decision | None = None
    part_of: str | None = None
    part_of_name: str | None = None
    searched_on: str | None = None
    citation_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What one source of the protocol gave on one day: works that matched, and those left out as duplicates of others."""

    source_id: str
    source_name: str
    date: str
    records: int
    duplicates: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportContext:
    """The search an export comes from, so that a file that leaves the review still says what it is.

    ``generated`` (ISO date or date-time) is given, never read from the clock: the same records and context
    give the same bytes. ``search_log`` and ``sources`` are rows for the workbook; ``column_meanings`` says
    what their columns mean, for the codebook. ``permissions`` are what owners of sites allowed, as the run has
    them; ``tasks`` what is left for a person, and ``limits`` what that person keeps to. ``decisions`` are rows for
    the workbook, one without a verdict for each record to be decided; ``blinded`` counts the decisions that are
    left out of them because a second screener has not voted. ``searched`` is what each source gave on each day,
    whatever is selected; ``source_order`` the sources in the order of the protocol. ``selection`` is the query that the
    records were selected by, ``selected_of`` how many there are in all. ``shared_titles`` are those (as
    :func:`harvest.export.titles.title_key` has them) that several records of the review bear; with
    ``disambiguate_titles`` such a title is followed by its publisher, in formats for programs that go by titles.
    """

    review_id: str
    review_title: str
    protocol_sha256: str
    software_version: str
    generated: str
    ledger_head: str | None = None
    search_log: Sequence[Mapping[str, object]] = ()
    sources: Sequence[Mapping[str, object]] = ()
    column_meanings: Mapping[str, str] = field(default_factory=dict)
    permissions: Sequence[Mapping[str, object]] = ()
    tasks: Sequence[Task] = ()
    limits: str = ""
    decisions: Sequence[Mapping[str, object]] = ()
    blinded: int = 0
    searched: Sequence[Searched] = ()
    source_order: Sequence[str] = ()
    selection: str | None = None
    selected_of: int | None = None
    shared_titles: Collection[str] = frozenset()
    disambiguate_titles: bool = False

    def stamp(self) -> str:
        """Return the context as one line, to travel with each record."""
        parts = [
            f"review {self.review_id}",
            f"exported {self.generated} by greylit {self.software_version}",
            f"protocol sha256 {self.protocol_sha256}",
        ]
        if self.ledger_head:
            parts.append(f"ledger head {self.ledger_head}")
        if self.selection:
            parts.append(f"selected by {self.selection}")
        return one_line("; ".join(parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportResult:
    """What was written: the file(s), how many records, and what the format could not express.

    ``tasks`` counts what a sheet for people holds in place of records. ``counts`` says how many records each path
    holds, ``None`` for one that holds none (a manifest); without it, all are in each of them.
    """

    paths: tuple[Path, ...]
    records: int
    notes: tuple[str, ...] = ()
    tasks: int | None = None
    counts: tuple[int | None, ...] = ()


def issued(record: ExportRecord) -> tuple[int, ...]:
    """Return the parts of the record's date that hold: (), (year,), (year, month) or (year, month, day).

    ``year`` wins if it contradicts ``date``: the two come from different rules, and the year is the one the
    limits of the protocol were judged by.
    """
    parts = date_parts(record.date)
    year = record.year if record.year and 1000 <= record.year <= 9999 else None
    if year is None or (parts and parts[0] == year):
        return parts
    return (year,)


def author_names(record: ExportRecord) -> tuple[str, ...]:
    """Return the authors with words in them; the publishers where there are none, as librarians catalogue."""
    for names in (record.authors, record.publishers, (record.publisher or "",)):
        if worded := tuple(name for name in names if one_line(name)):
            return worded
    return ()


def bodies(record: ExportRecord) -> frozenset[str]:
    """Return the names that are known to be no persons: those of its publishers and of its source."""
    names = (record.publisher, *record.publishers, record.source_name)
    return frozenset(filter(None, map(one_line, names)))


def title_of(record: ExportRecord) -> tuple[str, bool]:
    """Return (title, is it one): a record without title is named by its file, its address, or its id."""
    title = one_line(record.title)
    if title:
        return title, True
    for url in (*record.file_urls, record.url or ""):
        # Not urlsplit().path alone: a broken address must not end an export.
        try:
            name = one_line(unquote(urlsplit(url).path.rsplit("/", 1)[-1]))
        except ValueError:
            continue
        if name:
            return f"[No title in source] {name}", False
    return f"[No title in source] {one_line(record.id)}", False
