"""The source that citation searching is: what it is called, and the row of a run that has it."""

from __future__ import annotations

from typing import Any

from store.ledger import Ledger

Row = dict[str, Any]

#: Id and kind of the source, its name, and the way in which its works are found.
SOURCE, NAME, WHY = "citations", "Citation searching", "citation"


def source_row() -> Row:
    """Return the row of the source, as a run keeps it."""
    return {
        "source": SOURCE,
        "kind": SOURCE,
        "name": NAME,
        "url": "",
        "prisma": "citation",
        "parser": "",
        "options": {},
    }


def has_citations(ledger: Ledger) -> bool:
    """Tell whether citation searching has brought anything to a review."""
    return any(entry.body["source"] == SOURCE for entry in ledger.entries(kinds=("imported",)))
