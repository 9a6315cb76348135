"""Decisions out of the ledger: which of them stand."""

from __future__ import annotations

from collections.abc import Iterable

from harvest.screening.model import Row
from store.ledger import Entry


def decision_rows(entries: Iterable[Entry]) -> list[Row]:
    """Return ledger rows of kind ``decision`` as the database keeps them, oldest first.

    A decision stands unless it was taken back, or the same person said something newer of the same record at
    the same stage. What was taken back replaces nothing: the word before it stands again. Votes and
    resolutions are apart: who settles a conflict keeps their own vote.
    """
    rows = [_row(entry) for entry in entries if entry.kind == "decision"]
    undone = {row["of_seq"] for row in rows if row["verdict"] == "undo"}
    newest: dict[tuple[str, str, str, bool], Row] = {}
    for row in rows:
        if row["verdict"] != "undo" and row["seq"] not in undone:
            newest[row["record"], row["stage"], row["by_whom"], row["resolves"]] = row
    for row in newest.values():
        row["standing"] = True
    return rows


def _row(entry: Entry) -> Row:
    body = entry.body
    return {
        "seq": entry.seq, "at_time": entry.at, "record": body["record"], "work": body.get("work"),
        "stage": body["stage"], "verdict": body["verdict"], "reason": body.get("reason"), "by_whom": body["by"],
        "note": body.get("note"), "labels": list(body.get("labels") or ()),
        "documents": list(body.get("documents") or ()), "via": body.get("via") or "decide", "of_seq": body.get("of"),
        "standing": False, "resolves": bool(body.get("resolves")), "file": body.get("file"),
    }  # fmt: skip
