"""How a review stands: sentences, worst first, each with the next command."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from typing import Any

from crawler.spec import SourceSpec
from harvest.run import unfinished
from harvest.verified import verification
from store import counts, views
from store.database import Reader
from store.ledger import Ledger
from store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a review.

    ``findings`` are ``(severity, sentence, next command)``; ``sources`` the counts of the newest run as
    :func:`store.counts.by_source` gives them, each with ``verified``.
    """

    run: int
    outcome: str
    detail: str
    runs: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    totals: dict[str, int]
    records: int
    findings: list[tuple[str, str, str]]
    ledger_rows: int
    ledger_head: str
    disk_bytes: int
    free_bytes: int

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        data = asdict(self)
        data["findings"] = [
            {"severity": severity, "says": sentence, "next": command}
            for severity, sentence, command in self.findings
        ]
        return data


def status(workspace: Workspace, specs: dict[str, SourceSpec]) -> Status:
    """Return how a review stands.

    Raises:
        StoreError: ledger or database cannot be read.
    """
    with Ledger(workspace.ledger, read_only=True) as ledger:
        open_run = unfinished(ledger)
        last = ledger.last("run")
        rows, head = ledger.head()
        end = ledger.last("run_end", last.run if last else 0)
    run = last.run if last else 0
    findings: list[tuple[str, str, str]] = []
    if open_run is not None:
        said = (
            end.body["outcome"]
            if end and end.run == open_run
            else "neither ended nor stopped: at work now, or killed"
        )
        findings.append(("unfinished", f"run {open_run} is {said}", f"greylit resume {open_run}"))
    disk = sum(path.stat().st_size for path in workspace.root.rglob("*") if path.is_file())
    free = shutil.disk_usage(workspace.root).free
    if not workspace.database.exists():
        findings.append(("bad", "nothing has been computed yet", "greylit rebuild"))
        return Status(run, "unfinished", "", [], [], {}, 0, findings, rows, head, disk, free)
    with Reader(workspace.database) as database:
        sources = counts.by_source(database, run)
        total = counts.totals(sources)
        findings += _findings(database, run, sources)
        runs = [{k: v for k, v in row.items() if k != "protocol"} for row in views.runs(database)]
        kinds = {row["source"]: row for row in views.sources(database)}
        records = counts.records(database)
    for source in sources:
        known = kinds[source["source"]]
        word = verification(workspace.ledger, source["source"], known["kind"], known["url"], specs)
        source["verified"] = word.sentence
        if not source["reason"] and not word.verified:
            findings.append(
                (
                    "note",
                    f"{source['name']}: {word.sentence.split(': greylit')[0]}",
                    f"greylit doctor {source['source']}",
                )
            )
    outcome = str(end.body["outcome"]) if end and open_run is None else "unfinished"
    detail = str(end.body.get("detail") or "") if end else ""
    return Status(run, outcome, detail, runs, sources, total, records, findings, rows, head, disk, free)


def _findings(database: Reader, run: int, sources: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    found = []
    for row in sources:
        if row["reason"]:
            found.append(("bad", f"{row['name']} was not asked: {row['reason']}", "greylit check"))
    for question in counts.questions(database, run):
        if question["outcome"] in ("refused", "unreadable", "failed"):
            said = f"question {question['question']} {question['outcome']}: {question['detail'] or ''}"
            found.append(("bad", said.rstrip(": "), f"greylit why {question['question']}"))
        elif question["outcome"] == "not_asked" and question["reason"]:
            said = f"question {question['question']} was not asked: {question['reason']}"
            found.append(("warn", said, "greylit plan"))
    for host in views.troubled_hosts(database, run):
        said = f"{host['host']}: {host['n']} addresses {host['outcome']} ({host['detail']})"
        found.append(
            (
                "warn",
                said,
                f"greylit query \"select url, detail from capture where outcome = '{host['outcome']}'\"",
            )
        )
    unread = views.unread_documents(database)
    if unread:
        kinds = sorted({row["outcome"] for row in unread})
        said = f"{len(unread)} documents gave no text ({', '.join(kinds)})"
        found.append(("warn", said, "greylit records --unread"))
    order = {"bad": 0, "warn": 1, "note": 2}
    return sorted(found, key=lambda each: order[each[0]])
