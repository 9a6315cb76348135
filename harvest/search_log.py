"""The log of a search: every question to every source, and every search that a person made, as rows for a table."""

from __future__ import annotations

from typing import Any

from store import counts, hosts, searches
from store.counts import Queryable

Row = dict[str, Any]


def search_log(database: Queryable, run: int) -> list[Row]:
    """Return the rows of the log of a run: questions that the crawler put, then searches that people brought in files."""
    done = hosts.questions_by_hand(database, run)
    asked = [
        {
            "run": each["run"], "source": each["source"], "question": each["question"], "concept": each["concept"],
            "as meant": each["meant"], "as sent": each["sent"], "outcome": each["outcome"], "pages asked": each["pages"],
            "results counted by the site": each["total"], "results returned": each["returned"],
            "asked from": each["first_at"], "asked to": each["last_at"],
            "by hand": done_in_words(done.get(each["question"])),
            "notes": "; ".join(filter(None, [*(each["notes"] or []), each["reason"], each["detail"]])),
        }
        for each in counts.questions(database, run)
    ]  # fmt: skip
    return asked + [_by_hand(each, run) for each in searches.searches(database, run)]


def _by_hand(row: Row, run: int) -> Row:
    looked = f"{row['screened']} looked at; " if row["screened"] is not None else ""
    by = f" by {row['by_whom']}" if row["by_whom"] else ""
    on = f"searched on {row['searched_on']}{by}; " if row["searched_on"] or by else ""
    return {
        "run": run, "source": row["source"], "question": f"{row['source']}:by-hand", "concept": None, "as meant": None,
        "as sent": row["strategy"], "outcome": "results" if row["entries"] else "none", "pages asked": None,
        "results counted by the site": row["seen"], "results returned": row["entries"], "asked from": row["searched_on"],
        "asked to": row["searched_on"],
        "by hand": f"{on}{looked}{row['entries']} references from {row['files']} files, {row['faults']} places not as the format has it",
        "notes": "",
    }  # fmt: skip


def done_in_words(row: Row | None) -> str:
    """Return what came of a search that a person made where the crawler was refused; empty when nobody made it."""
    if row is None:
        return ""
    seen = f", {row['seen']} seen" if row["seen"] is not None else ""
    note = f" ({row['note']})" if row["note"] else ""
    return f"{row['outcome']}{seen}, {row['kept']} kept; searched on {row['searched_on']} by {row['by_whom']}{note}"
