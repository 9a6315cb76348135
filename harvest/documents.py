"""The rows of a document that was read."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from harvest.batch import Batch, Row
from harvest.jobs import Document
from harvest.text import Page

#: Tables that hold what was made of a document, each by its column ``document``.
TABLES = ("document", "page", "match", "passage", "claim", "part")


def put_document(batch: Batch, document: Document) -> None:
    """Put a document with its pages, matches and passages into a batch."""
    found = document.extracted
    batch.add(
        "document",
        {
            "document": document.id, "kind": found.kind, "outcome": found.outcome, "title": found.title,
            "title_source": found.title_source, "doc_date": found.date, "date_source": found.date_source,
            "language": found.language, "publisher": found.publisher, "page_count": len(found.pages),
            "characters": len(found.text), "method": found.method, "detail": found.detail,
            "extractor": document.extractor, "body": found.text, "close": document.close,
            "authors": list(found.authors), "doc_type": found.doc_type, "doc_type_source": found.doc_type_source,
            "unread_pages": list(found.unread_pages), "signature": document.signature,
            "summary": document.summary, "summary_source": document.summary_source, **_from_pictures(found.pages),
        },
    )  # fmt: skip
    for page in found.pages:
        batch.add(
            "page",
            {"document": document.id, "page": page.number, "label": page.label, "start": page.start, "stop": page.end,
             "method": page.method, "confidence": page.confidence},
        )  # fmt: skip
    for position, claim in enumerate(found.claims):
        batch.add(
            "claim",
            {"document": document.id, "position": position, "field": claim.field, "value": claim.value,
             "source": claim.source, "why": claim.why},
        )  # fmt: skip
    for position, part in enumerate(found.parts):
        batch.add(
            "part",
            {"document": document.id, "position": position, "kind": part.kind, "title": part.title, "level": part.level,
             "start": part.start, "stop": part.end},
        )  # fmt: skip
    for match in document.matches:
        batch.add(
            "match",
            {"document": document.id, "concept": match.concept, "term": match.term, "page": match.page,
             "start": match.start, "stop": match.stop},
        )  # fmt: skip
    for position, passage in enumerate(document.passages):
        batch.add(
            "passage",
            {"document": document.id, "position": position, "page": passage.page, "start": passage.start,
             "stop": passage.stop, "concepts": list(passage.concepts), "body": passage.body},
        )  # fmt: skip


def _from_pictures(pages: Sequence[Page]) -> Row:
    """Return how many pages were read from their pictures, and how sure the engine was of them."""
    read = [page for page in pages if page.method]
    sure = [page.confidence for page in read if page.confidence is not None]
    return {"ocr_pages": len(read), "confidence": fmean(sure) if sure else None}
