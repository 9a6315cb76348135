"""Record numbers: given once, by a ledger row, never used again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from store.ledger import Ledger


def given(ledger: Ledger) -> dict[str, str]:
    """Return the numbers given so far, by work and by the document that they were given for."""
    numbers: dict[str, str] = {}
    for entry in ledger.entries(kinds=("record",)):
        for name in ("work", "document"):
            if key := entry.body.get(name):
                numbers.setdefault(str(key), str(entry.body["record"]))
    return numbers


def give(ledger: Ledger, run: int, rows: Mapping[str, list[dict[str, Any]]]) -> int:
    """Number the records that have no number yet, and write the numbers into their rows.

    They are numbered in the order of source and address, so that neither the order in which answers
    came nor an interruption shows in them.

    Args:
        ledger: where the numbers are given.
        run: the run that found them.
        rows: the computed rows of ``work`` and ``work_document``.

    Returns:
        How many were numbered.
    """
    new = [row for row in rows["work"] if row["verdict"] == "record" and row["record"] is None]
    new.sort(key=lambda row: (row["source"], row["url"], row["work"]))
    if not new:
        return 0
    highest = max((int(str(e.body["record"])[1:]) for e in ledger.entries(kinds=("record",))), default=0)
    first_document: dict[str, str] = {}
    for row in rows["work_document"]:
        if row["document"]:
            first_document.setdefault(row["work"], row["document"])
    entries: list[tuple[str, dict[str, Any]]] = []
    for number, row in enumerate(new, highest + 1):
        row["record"] = f"R{number:05d}"
        entries.append(
            (
                "record",
                {"record": row["record"], "document": first_document.get(row["work"]), "work": row["work"]},
            )
        )
    ledger.append_many(entries, run)
    return len(new)


def unnumbered(rows: Sequence[Mapping[str, Any]]) -> int:
    """Return how many records among the computed rows wait for a number."""
    return sum(1 for row in rows if row["verdict"] == "record" and row["record"] is None)
