"""What is exported: one record as a reviewer screens it, and the search it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from harvest.export.clean import one_line, shorten
from harvest.export.dates import date_parts

if TYPE_CHECKING:
    from harvest.by_hand import Task

SUMMARY_LIMIT = 1_500
"""Most characters of a site's summary, or of passages in its place, that go into an abstract."""
NO_ABSTRACT = "[No abstract in source]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of text around one match: the evidence that a record belongs in the review.

    ``concept`` and ``term`` are the protocol's; ``page`` counts from 1 (None if the document has no pages);
    ``start`` and ``end`` are offsets in code points into the whole text of the document.
    """

    concept: str
    term: str
    page: int | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One way in which a record was found.

    ``route`` is in plain words ("site search", "sitemap", "backward citation searching"), ``question`` the
    phrase as sent, ``listing_url`` the page that named the record, ``fetched_at`` an ISO date-time.
    """

    route: str
    question: str | None = None
    listing_url: str | None = None
    fetched_at: str | None = None

    def sentence(self) -> str:
        """Return it as one plain sentence part: ``site search for "alliance" at https://… on 2026-11-02``."""
        parts = [one_line(self.route) or "route not recorded"]
        if self.question:
            question = one_line(self.question)
            # Phrases are mostly sent with quotation marks of their own.
            parts.append(f"for {question}" if '"' in question else f'for "{question}"')
        if self.listing_url:
            parts.append(f"at {one_line(self.listing_url)}")
        if self.fetched_at:
            parts.append(f"on {one_line(self.fetched_at)[:10]}")
        return " ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What people settled of a record: at the last stage that settled it.

    ``reason`` is that of an exclusion; ``by`` names who voted or settled it. What waits for a second screener
    is not among it.
    """

    verdict: str
    stage: str
    reason: str | None = None
    by: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Return it as one plain sentence part: ``exclude at title-text by HS, LB (Not England)``."""
        why = f" ({one_line(self.reason)})" if self.reason else ""
        return f"{self.verdict} at {self.stage} by {', '.join(map(one_line, self.by))}{why}"


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
    the source itself gives as summary. ``state`` says what we hold ("text", "needs-ocr", …); ``withdrawn``
    that the site no longer has it.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportContext:
    """The search an export comes from, so that a file that leaves the review still says what it is.

    ``generated`` (ISO date or date-time) is given, never read from the clock: the same records and context
    give the same bytes. ``search_log`` and ``sources`` are rows for the workbook; ``column_meanings`` says
    what their columns mean, for the codebook. ``permissions`` are what owners of sites allowed, as the run has
    them; ``tasks`` what is left for a person, and ``limits`` what that person keeps to. ``decisions`` are rows for
    the workbook, one without a verdict for each record to be decided; ``blinded`` counts the decisions that are
    left out of them because a second screener has not voted.
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

    def stamp(self) -> str:
        """Return the context as one line, to travel with each record."""
        parts = [
            f"review {self.review_id}",
            f"exported {self.generated} by greylit {self.software_version}",
            f"protocol sha256 {self.protocol_sha256}",
        ]
        if self.ledger_head:
            parts.append(f"ledger head {self.ledger_head}")
        return one_line("; ".join(parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportResult:
    """What was written: the file(s), how many records, and what the format could not express.

    ``tasks`` counts what a sheet for people holds in place of records.
    """

    paths: tuple[Path, ...]
    records: int
    notes: tuple[str, ...] = ()
    tasks: int | None = None


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


def abstract_for(record: ExportRecord) -> str:
    """Return what a screener reads where an abstract would stand: one line, never empty.

    Publisher, date and record id come first, then the source's own summary, or ``[No abstract in source]``
    and our passages. The head is there because screening tools treat records with equal title and abstract
    as one (measured in ASReview 3.0.8: three councils' "Health and Wellbeing Strategy" became one record),
    and cut "Published by …" from the end. The id makes every abstract differ.
    """
    publisher = one_line(record.publisher) or one_line(record.source_name) or "Publisher not known"
    when = "-".join(f"{part:02d}" for part in issued(record)) or "date not known"
    head = f"{publisher}, {when} ({one_line(record.id)})."
    summary = one_line(record.abstract)
    if summary:
        return f"{head} Summary in source: {shorten(summary, SUMMARY_LIMIT)}"
    return f"{head} {NO_ABSTRACT} {_evidence(record.passages)}"


def _evidence(passages: tuple[Passage, ...]) -> str:
    """Return as many passages as fit, each with its page and concept, and how many were left out."""
    shown: list[str] = []
    room = SUMMARY_LIMIT
    for passage in passages:
        text = passage_line(passage)
        if shown and len(text) > room:
            break
        shown.append(shorten(text, room))
        room -= len(text) + 3
    if not shown:
        return "No passage kept."
    left_out = len(passages) - len(shown)
    more = f" | {left_out} more passage{'s' if left_out > 1 else ''} not shown" if left_out else ""
    return "Passages: " + " | ".join(shown) + more


def passage_line(passage: Passage) -> str:
    """Return a passage as one line that says where it stands: ``[p. 7, A "alliance"] …``."""
    page = f"p. {passage.page}" if passage.page else "no page"
    return f'[{page}, {one_line(passage.concept)} "{one_line(passage.term)}"] {one_line(passage.text)}'
