"""What was read from the pictures of pages: rows of the ledger, for no other machine can be counted on to read the same."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from harvest.text import OcrPage
from store.ledger import Entry, Ledger

Row = dict[str, Any]


def pages_read(ledger: Ledger, after: int = 0) -> dict[str, dict[int, OcrPage]]:
    """Return what was read from pictures, by document and page; the newest word on each page.

    Args:
        ledger: where it stands.
        after: only from rows after this one.
    """
    found: dict[str, dict[int, OcrPage]] = defaultdict(dict)
    for entry in ledger.entries(after=after, kinds=("ocr",)):
        found[str(entry.body["document"])][int(entry.body["page"])] = _page(entry.body)
    return dict(found)


def _page(body: Row) -> OcrPage:
    return OcrPage(
        int(body["page"]), str(body["text"]), body.get("confidence"), str(body["engine"]), body.get("detail")
    )


def ledger_row(document: str, page: OcrPage) -> Row:
    """Return the body of a row of kind ``ocr``."""
    return {
        "document": document, "page": page.number, "text": page.text, "confidence": page.confidence,
        "engine": page.engine, "detail": page.detail,
    }  # fmt: skip


def table_row(entry: Entry) -> Row:
    """Return the row of the table ``ocr_page`` of a ledger row."""
    body = entry.body
    return {
        "seq": entry.seq, "at_time": entry.at, "document": body["document"], "page": body["page"],
        "engine": body["engine"], "confidence": body.get("confidence"), "characters": len(body["text"]),
        "detail": body.get("detail"),
    }  # fmt: skip
