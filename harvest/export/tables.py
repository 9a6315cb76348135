"""The tables of an export for analysis: their columns and what each means. Parquet and SQLite share them."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["text", "integer", "number", "yes-no", "list"]


class Column(NamedTuple):
    """One column: its name, its kind (``list`` is a list of texts), what it means, and the table it points to."""

    name: str
    kind: Kind
    meaning: str
    of: str = ""


class Table(NamedTuple):
    """One table: its name, what one row is, its columns, and the columns that tell one row from another."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()


_RECORD = Column("record", "text", "Number of the record", "records")

RECORDS = Table(
    "records",
    "one record: what a reviewer screens",
    (
        Column("record", "text", "Number of the record: given once, never reused"),
        Column("title", "text", "Title as the source gives it"),
        Column("title_source", "text", "Where the title was read"),
        Column("abstract", "text", "The source's own summary; empty if it has none"),
        Column("summary", "text", "Its own executive summary, from its text; empty if it has none"),
        Column("abstract_shown", "text", "What screening tools are given in its place: publisher, date, number, then summary or passages"),
        Column("authors", "list", "Authors as the page or the reference has them; the publisher where it names none"),
        Column("publisher", "text", "Institution that published it, exact name"),
        Column("publishers", "list", "All institutions that published it"),
        Column("publisher_class", "text", "Kind of institution"),
        Column("doc_type", "text", "Kind of document"),
        Column("date", "text", "Date of publication: ISO 8601, as precise as known"),
        Column("date_source", "text", "Where the date was read"),
        Column("year", "integer", "Year of publication; empty if not known"),
        Column("language", "text", "Language code (ISO 639)"),
        Column("source", "text", "Source in the protocol", "sources"),
        Column("url", "text", "Address as found; for an imported reference its place in the file"),
        Column("file_urls", "list", "Addresses of its files"),
        Column("archive_url", "text", "Address of a copy in a web archive"),
        Column("archived_at", "text", "When the archive took that copy (ISO 8601)"),
        Column("accessed", "text", "When our copy was captured (ISO 8601)"),
        Column("pages", "integer", "Number of pages"),
        Column("doi", "text", "DOI, if it has one"),
        Column("isbn", "text", "ISBN, if it has one"),
        Column("container_title", "text", "Journal, book or series that it stands in"),
        Column("concepts", "list", "Concepts of the protocol that matched"),
        Column("seed_ids", "list", "Seeds that it was reached from by citation searching"),
        Column("round", "integer", "Round of citation searching; empty if it was not found that way"),
        Column("searched_on", "text", "Day of the run that found it first (ISO 8601)"),
        Column("run", "integer", "Number of the run that found it first", "runs"),
        Column("state", "text", "What is held of it: text, needs-ocr, no-text"),
        Column("withdrawn", "yes-no", "No longer at its address when last asked"),
        Column("mirror", "yes-no", "Held only by a site that is not its publisher"),
        Column("sha256", "text", "SHA-256 of the main file"),
        Column("warc", "text", "WARC file that holds the captured bytes"),
        Column("warc_offset", "integer", "Byte at which its WARC record starts"),
        Column("decision", "text", "What was settled: include, exclude, maybe; empty if nothing is"),
        Column("decision_stage", "text", "Stage that settled it"),
        Column("decision_reason", "text", "Reason for the exclusion"),
        Column("decision_by", "list", "Who decided"),
        Column("notes", "list", "Remarks"),
    ),
    ("record",),
)  # fmt: skip
FOUND = Table(
    "found",
    "one way in which a record was found",
    (
        _RECORD,
        Column("position", "integer", "From 1, in the order in which they came"),
        Column("route", "text", "site search, sitemap, citation searching ..."),
        Column("question", "text", "Phrase as sent to the source's search"),
        Column("listing_url", "text", "Page that named the record"),
        Column("fetched_at", "text", "When that page was fetched (ISO 8601)"),
    ),
    ("record", "position"),
)
PASSAGES = Table(
    "passages",
    "a stretch of text around matches",
    (
        _RECORD,
        Column("position", "integer", "From 1, in the order of documents and pages"),
        Column("concept", "text", "Concept of the protocol that matches first in it"),
        Column("term", "text", "Terms that match first in it, separated by ;"),
        Column("page", "integer", "Page, from 1; empty where the document has none"),
        Column("start", "integer", "Where it begins in the text of its document, in code points"),
        Column("stop", "integer", "Where it ends"),
        Column("text", "text", "Its words"),
    ),
    ("record", "position"),
)
DOCUMENTS = Table(
    "documents",
    "a document of a record: a page, a file, or one that could not be had",
    (
        _RECORD,
        Column("position", "integer", "From 1, in the order of the record"),
        Column("document", "text", "What its text is known by (SHA-256); empty where nothing was read"),
        Column("role", "text", "html, file, page"),
        Column("title", "text", "Its own title"),
        Column("url", "text", "Address given for it"),
        Column("final_url", "text", "Address that answered"),
        Column("outcome", "text", "text, empty, needs-ocr, encrypted, broken, not-found ..."),
        Column("detail", "text", "Why it gave no text"),
        Column("kind", "text", "html, pdf, text ..."),
        Column("language", "text", "Language code (ISO 639)"),
        Column("page_count", "integer", "Number of pages"),
        Column("characters", "integer", "Characters of its text"),
        Column("ocr_pages", "integer", "Pages whose words were read from their pictures"),
        Column("confidence", "number", "How sure the engine was of them, 0 to 1"),
        Column("fetched_at", "text", "When it was fetched (ISO 8601)"),
        Column("mime", "text", "Media type that the server named"),
        Column("bytes", "integer", "Bytes of the answer"),
        Column("sha256", "text", "SHA-256 of the answer"),
        Column("warc", "text", "WARC file that holds it"),
        Column("warc_offset", "integer", "Byte at which its WARC record starts"),
        Column("archive_url", "text", "Address of the copy in a web archive, where that was read"),
        Column("archived_at", "text", "When the archive took that copy (ISO 8601)"),
        Column("text", "text", "Its whole text, as it was read"),
    ),
    ("record", "position"),
)
DECISIONS = Table(
    "decisions",
    "one word of one person on one record; what waits for a second screener is left out",
    (
        _RECORD,
        Column("position", "integer", "From 1 for each record, in the order of stages"),
        Column("stage", "text", "title-text or full-text"),
        Column("verdict", "text", "include, exclude, maybe"),
        Column("reason", "text", "Reason for an exclusion"),
        Column("decided_by", "text", "Who decided"),
        Column("decided_at", "text", "When (ISO 8601)"),
        Column("note", "text", "The screener's note"),
        Column("labels", "text", "Labels, separated by ;"),
        Column("settles", "yes-no", "It settles a conflict"),
    ),
    ("record", "position"),
)
CITATIONS = Table(
    "citations",
    "one work that is held cites, or mentions, another one; at least one of them is a record of this export",
    (
        Column("position", "integer", "From 1"),
        Column("citing", "text", "Record that cites; empty where the work is no record", "records"),
        Column("citing_title", "text", "Its title"),
        Column("cited", "text", "Record that is cited; empty where the work is no record", "records"),
        Column("cited_title", "text", "Its title"),
        Column("kind", "text", "citation or mention"),
        Column("rule", "text", "By what the cited work was told: doi, isbn, url, title ..."),
        Column("score", "number", "How sure that is, 0 to 1"),
        Column("page", "integer", "Page on which it stands"),
        Column("as_written", "text", "The reference as written"),
    ),
    ("position",),
)
JOINED = Table(
    "joined",
    "another place of a record: a work that was found to be the same",
    (
        _RECORD,
        Column("position", "integer", "From 1 for each record"),
        Column("url", "text", "Address of that place"),
        Column("title", "text", "Title there"),
        Column("rule", "text", "By which rule it is the same"),
        Column("score", "number", "How sure that is, 0 to 1"),
        Column("evidence", "text", "What shows it"),
    ),
    ("record", "position"),
)
SOURCES = Table(
    "sources",
    "a source of the newest run, with what came of it",
    (
        Column("source", "text", "Id in the protocol"),
        Column("name", "text", "Its name"),
        Column("part_of", "text", "The source of the protocol that it is a part of"),
        Column("url", "text", "Its address"),
        Column("prisma_box", "text", "Which box of the PRISMA 2020 diagram"),
        Column("reason", "text", "Why it was not asked, when it was not"),
        Column("verified", "text", "Whether its site was seen to answer as expected"),
        *(Column(f"asked_{name}", "integer", f"Questions with the outcome {name.replace('_', ' ')}")
          for name in ("results", "none", "refused", "unreadable", "failed", "not_asked")),
        Column("fetched", "integer", "Addresses that were fetched"),
        Column("unchanged", "integer", "Addresses that had not changed"),
        Column("redirects", "integer", "Addresses that led elsewhere"),
        Column("refused", "integer", "Addresses that were refused"),
        Column("failed", "integer", "Addresses that failed"),
        Column("gone", "integer", "Addresses that are gone"),
        Column("unreadable", "integer", "Answers that could not be read"),
        Column("kept", "integer", "Addresses whose earlier answer stands"),
        Column("skipped", "integer", "Addresses that were not asked for"),
        Column("not_followed", "integer", "Links that were not followed"),
        Column("brought", "integer", "References that people brought"),
        Column("documents", "integer", "Documents"),
        Column("unread", "integer", "Documents that gave no text"),
        Column("records", "integer", "Works that are records"),
        Column("outside", "integer", "Works outside the limits"),
        Column("merged", "integer", "Works that are the same as another"),
        Column("no_match", "integer", "Works that do not match the question"),
    ),
    ("source",),
)  # fmt: skip
SEARCH_LOG = Table(
    "search_log",
    "one question to one source in the newest run, or one search that a person made",
    (
        Column("run", "integer", "Number of the run", "runs"),
        Column("source", "text", "Source in the protocol", "sources"),
        Column("question", "text", "Id of the question"),
        Column("concept", "text", "Concept of the protocol"),
        Column("as_meant", "text", "Term of the protocol"),
        Column("as_sent", "text", "String as it was sent"),
        Column("outcome", "text", "results, none, refused, unreadable, failed, not_asked"),
        Column("pages_asked", "integer", "Pages of results that were fetched"),
        Column("results_counted_by_the_site", "integer", "Results that the site counts"),
        Column("results_returned", "integer", "Results that it returned"),
        Column("asked_from", "text", "When its first page was asked for (ISO 8601)"),
        Column("asked_to", "text", "When its last page was asked for"),
        Column("by_hand", "text", "What came of the same search by a person"),
        Column("notes", "text", "Remarks"),
    ),
    ("run", "question"),
)
RUNS = Table(
    "runs",
    "one run of the search",
    (
        Column("run", "integer", "Its number"),
        Column("started_at", "text", "When it began (ISO 8601, UTC)"),
        Column("ended_at", "text", "When it ended"),
        Column("outcome", "text", "ok, partial, interrupted, failed"),
        Column("detail", "text", "Why it is not ok"),
        Column("protocol_sha256", "text", "SHA-256 of the protocol as run"),
        Column("protocol", "text", "The protocol as run (JSON)"),
        Column("software", "text", "Names and versions of the software (JSON)"),
    ),
    ("run",),
)
REVIEW = Table(
    "review",
    "one fact on this export",
    (Column("name", "text", "What it is of"), Column("value", "text", "What it is")),
    ("name",),
)

#: In the order in which they can be written: what a table points to comes before it.
TABLES = (
    REVIEW,
    RUNS,
    SOURCES,
    RECORDS,
    FOUND,
    PASSAGES,
    DOCUMENTS,
    DECISIONS,
    JOINED,
    CITATIONS,
    SEARCH_LOG,
)
