"""How a run ended: its exit code, and the sentence for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from harvest.errors import Exit
from harvest.monitor import monitor
from harvest.protocol.running import Monitor
from harvest.steering import Steering
from store import counts, views

#: Counts of a source that show that it was reached: somebody answered, whatever it was.
ANSWERED = ("fetched", "unchanged", "kept", "redirects", "refused", "gone", "unreadable", "brought")
#: Counts that make a run partial, with the words for one and for more.
TROUBLE = (
    ("failed", "address failed", "addresses failed"),
    ("refused", "address was refused", "addresses were refused"),
    ("unreadable", "answer was unreadable", "answers were unreadable"),
    ("asked_failed", "question failed", "questions failed"),
    ("asked_refused", "question was refused", "questions were refused"),
    ("asked_unreadable", "question was not answered readably", "questions were not answered readably"),
    ("asked_not_asked", "question was not asked", "questions were not asked"),
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: the exit code with the sentence for it."""

    run: int
    outcome: str
    detail: str
    exit_code: Exit
    sources: list[dict[str, Any]]


def ending(
    database: counts.Queryable, run: int, code: int, interrupted: bool, limit: str | None, said: str,
    limits: Monitor, steering: Steering | None = None,
) -> Ended:  # fmt: skip
    """Return how a run ended.

    Args:
        database: what was computed so far.
        run: number of the run.
        code: exit code of the crawl process.
        interrupted: it was asked to stop.
        limit: the limit that was reached, in a sentence.
        said: what the crawl process said last on its standard error.
        limits: from when on a source that gave too little makes the run partial.
        steering: what closed walks that slowed down, where the protocol wants that.
    """
    sources = counts.by_source(database, run)
    total = counts.totals(sources)
    if code == 7:
        fatal = _fatal(said)
        return Ended(run, "failed", fatal, Exit.STORE, sources)
    if limit and code == 11:
        return Ended(run, "limit", limit, Exit.LIMIT, sources)
    if code == 11 or (interrupted and code != 0):
        return Ended(
            run, "interrupted", "stopped by hand before everything was asked", Exit.INTERRUPTED, sources
        )
    if code != 0:
        return Ended(
            run,
            "failed",
            f"the crawl process ended with code {code}: {said.strip()[-500:]}",
            Exit.UNEXPECTED,
            sources,
        )
    tried = [row for row in sources if not row["reason"]]
    if tried and not any(row[each] for row in tried for each in ANSWERED):
        hosts = "; ".join(f"{each['host']}: {each['detail']}" for each in views.troubled_hosts(database, run))
        detail = f"no source could be reached{f' ({hosts})' if hosts else ''}"
        return Ended(run, "partial", detail, Exit.UNREACHABLE, sources)
    trouble = [
        f"{total[name]} {one if total[name] == 1 else more}" for name, one, more in TROUBLE if total.get(name)
    ]
    left_out = [
        row["source"] if row["reason"] else f"{row['parts_not_asked']} of {row['parts']} in {row['source']}"
        for row in counts.grouped(sources)
        if row["reason"] or row.get("parts_not_asked")
    ]
    if left_out:
        trouble.append(f"not asked at all: {', '.join(left_out)}")
    trouble += [each.sentence for each in monitor(database, run, limits)]
    if steering and steering.says and not steering.met:
        trouble.insert(0, steering.says)
    elif steering and steering.says and trouble:
        trouble.append(steering.says)
    if trouble:
        return Ended(run, "partial", "; ".join(trouble), Exit.PARTIAL, sources)
    done = (steering and steering.says) or "everything that was to be asked was asked"
    return Ended(run, "ok", done, Exit.OK, sources)


def _fatal(said: str) -> str:
    for line in reversed(said.splitlines()):
        try:
            return str(json.loads(line)["fatal"])
        except (ValueError, KeyError, TypeError):
            continue
    return said.strip()[-500:] or "the crawl process could not write"
