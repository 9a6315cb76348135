"""What is different between two runs of a review: records, hosts, terms, sources, protocol."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from crawler.guard import host_of
from harvest.asked import Asked
from harvest.check import changed_keys
from harvest.errors import Exit, GreylitError
from harvest.states import State, states
from store import comparing, views
from store.database import Reader
from store.ledger import Ledger
from store.workspace import Workspace

Row = dict[str, Any]

#: What may have become of a record, each record falling under exactly one: new since; gone from its site,
#: the copy kept; another text; the same text in other bytes; the same; numbered, but not to be compared, because
#: what it was read from is not held any more, or belongs to another work by now.
CHANGES = ("new", "gone", "text", "bytes", "same", "unknown")


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different between two runs.

    Attributes:
        a, b: the runs, the earlier one first.
        before, after: records that had a number at the end of each.
        counts: records under each word of :data:`CHANGES`; their sum is ``after``, or what ``--host`` leaves of it.
        records: every record with its ``change``; ``seen`` tells whether the later run met an address of it.
        terms: ``added`` and ``removed`` terms, each with its concept.
        sources: ``added``, ``removed`` and ``changed`` sources, and those ``not_asked`` in one of the runs.
        protocol: both hashes, and the keys that differ.
        hosts: what each host gave in both runs; ``less`` marks those that gave less in the later one.
        unfinished: runs that have not come to their end, so that what they found has no number yet.
    """

    a: int
    b: int
    before: int
    after: int
    counts: dict[str, int]
    records: list[Row]
    terms: dict[str, list[Row]]
    sources: dict[str, list[Any]]
    protocol: Row
    hosts: list[Row]
    unfinished: list[int]


def difference(workspace: Workspace, a: int, b: int, host: str | None = None) -> Difference:
    """Return what is different between two runs.

    Args:
        workspace: the review.
        a: the earlier run.
        b: the later one.
        host: only records that lie on this host, and only its answers.

    Raises:
        GreylitError: a run does not exist, or nothing was asked of the host in either.
        StoreError: ledger or database cannot be read.
    """
    with Ledger(workspace.ledger, read_only=True) as ledger, Reader(workspace.database) as database:
        runs = _runs(ledger, database, a, b)
        known = comparing.yields(database, "host", {a, b})
        hosts = _hosts(known, a, b)
        if host is not None:
            host = host.lower()
            _check_host(host, [row["host"] for row in hosts], a, b)
            hosts = [row for row in hosts if row["host"] == host]
        given = _given(ledger, b)
        before, after = _both_states(ledger, database, given, a, b)
        verdicts, seen = comparing.verdicts(database), comparing.seen(database, b)
        rows = [
            _record(number, run, a, before.get(number), after.get(number), verdicts, seen)
            for number, (run, _) in sorted(given.items())
        ]
        if host is not None:
            rows = [row for row in rows if host in row["hosts"]]
        return Difference(
            a=a,
            b=b,
            before=sum(run <= a for run, _ in given.values()),
            after=len(given),
            counts={word: sum(row["change"] == word for row in rows) for word in CHANGES},
            records=rows,
            terms=_terms(runs[a], runs[b]),
            sources=_sources(ledger, runs, a, b),
            protocol=_protocol(runs[a], runs[b]),
            hosts=hosts,
            unfinished=[run for run in sorted({a, b}) if not runs[run]["outcome"]],
        )


def both_texts(workspace: Workspace, a: int, b: int, record: str) -> tuple[Row, str, str]:
    """Return what became of one record, with its text as of each run; empty where there was none yet.

    Raises:
        GreylitError: there is no such run, or no such record by the end of the later one.
        StoreError: ledger or database cannot be read.
    """
    with Ledger(workspace.ledger, read_only=True) as ledger, Reader(workspace.database) as database:
        _runs(ledger, database, a, b)
        number = record.upper()
        given = {key: value for key, value in _given(ledger, b).items() if key == number}
        if not given:
            raise GreylitError(
                f"there is no record {record!r} by the end of run {b}", code="NOT_FOUND", exit_code=Exit.NOT_FOUND,
                where={"record": record}, hint="Record numbers look like R00012: greylit records",
            )  # fmt: skip
        before, after = _both_states(ledger, database, given, a, b)
        was, now = before.get(number), after.get(number)
        verdicts, seen = comparing.verdicts(database), comparing.seen(database, b)
        row = _record(number, given[number][0], a, was, now, verdicts, seen)
        return row, was.text if was else "", now.text if now else ""


def _both_states(
    ledger: Ledger, database: Reader, given: dict[str, tuple[int, Row]], a: int, b: int
) -> tuple[dict[str, State], dict[str, State]]:
    """Return the records as of both runs."""
    newest = ledger.last("run")
    assert newest is not None
    # What was concluded follows from the newest protocol; so must what is compared.
    protocol = Asked.of(newest).protocol
    early = {number: row for number, (run, row) in given.items() if run <= a}
    after = states(database, protocol, {number: row for number, (_, row) in given.items()}, b)
    return (after if a == b else states(database, protocol, early, a)), after


def _runs(ledger: Ledger, database: Reader, a: int, b: int) -> dict[int, Row]:
    if a > b:
        raise GreylitError(
            f"run {a} is later than run {b}", code="USAGE", hint=f"Name the earlier run first: greylit diff {b} {a}"
        )  # fmt: skip
    known = {row["run"]: row for row in views.runs(database)}
    newest = ledger.last("run")
    last = newest.run if newest else 0
    for run in (a, b):
        if not 0 < run <= last:
            raise GreylitError(
                f"there is no run {run}", code="NOT_FOUND", exit_code=Exit.NOT_FOUND, where={"run": run},
                hint=f"Runs go from 1 to {last}" if last else "Start one: greylit run protocol.toml",
            )  # fmt: skip
        if run not in known:
            raise GreylitError(
                f"the database does not have run {run} yet", code="BEHIND", exit_code=Exit.STORE,
                where={"run": run}, hint="Compute it: greylit rebuild",
            )  # fmt: skip
    return known


def _check_host(host: str, known: list[str], a: int, b: int) -> None:
    if host not in known:
        near = get_close_matches(host, known, n=1)
        raise GreylitError(
            f"nothing was asked of {host!r} in run {a} or {b}", code="NOT_FOUND", exit_code=Exit.NOT_FOUND,
            where={"host": host},
            hint=f"Did you mean {near[0]!r}?" if near else f"Hosts: {', '.join(known[:8])}",
        )  # fmt: skip


def _given(ledger: Ledger, upto: int) -> dict[str, tuple[int, Row]]:
    """Return the record numbers given by the end of a run, each with the run that gave it and its row."""
    given: dict[str, tuple[int, Row]] = {}
    for entry in ledger.entries(kinds=("record",)):
        if entry.run <= upto:
            given.setdefault(str(entry.body["record"]), (entry.run, entry.body))
    return given


def _record(
    number: str, run: int, a: int, was: State | None, now: State | None, verdicts: Mapping[str, Row],
    seen: set[str],
) -> Row:  # fmt: skip
    state = now or was
    judged: Mapping[str, Any] = (verdicts.get(state.work) if state else None) or {}
    return {
        "record": number,
        "change": _change(run, a, was, now),
        "title": state.title if state else None,
        "url": state.url if state else None,
        "source": state.source if state else None,
        "hosts": sorted({host_of(url) for each in (was, now) if each for url in each.addresses}),
        "gone_at": now.gone_at if now else None,
        "verdict": judged.get("verdict") or "not computed",
        "reason": judged.get("reason"),
        "first_run": run,
        "seen": bool(now and now.addresses & seen),
    }


def _change(run: int, a: int, was: State | None, now: State | None) -> str:
    """Return the one word of :data:`CHANGES` that holds for a record."""
    if now is None:
        return "unknown"
    if run > a:
        return "new"
    if was is None:
        return "unknown"
    if now.gone_at and not was.gone_at:
        return "gone"
    if was.digest != now.digest:
        return "text"
    return "same" if was.sha256 == now.sha256 else "bytes"


def _terms(before: Row, after: Row) -> dict[str, list[Row]]:
    old, new = (
        {
            (concept, term): None
            for concept, each in json.loads(run["protocol"])["concepts"].items()
            for term in each["terms"]
        }
        for run in (before, after)
    )
    return {
        "added": [{"concept": concept, "term": term} for concept, term in new if (concept, term) not in old],
        "removed": [{"concept": concept, "term": term} for concept, term in old if (concept, term) not in new],
    }  # fmt: skip


def _sources(ledger: Ledger, runs: Mapping[int, Row], a: int, b: int) -> dict[str, list[Any]]:
    asked: dict[int, dict[str, str | None]] = {a: {}, b: {}}
    for run, rows in asked.items():
        for entry in ledger.entries(kinds=("source",), run=run):
            rows[str(entry.body["source"])] = entry.body.get("not_asked")
    old, new = asked[a], asked[b]
    changed: dict[str, list[str]] = {}
    for key in changed_keys(runs[a]["protocol"], runs[b]["protocol"]):
        section, _, rest = key.partition(".")
        name, _, what = rest.partition(".")
        if section == "sources" and name in old and name in new:
            changed.setdefault(name, []).append(what)
    return {
        "added": sorted(new.keys() - old.keys()),
        "removed": sorted(old.keys() - new.keys()),
        "changed": [{"source": name, "keys": keys} for name, keys in sorted(changed.items())],
        "not_asked": [
            {"source": name, "run": run, "reason": rows[name]}
            for run, rows, other in ((a, old, new), (b, new, old))
            for name in sorted(rows)
            if rows[name] and name in other and not other[name]
        ],
    }


def _protocol(before: Row, after: Row) -> Row:
    a, b = before["protocol_sha256"], after["protocol_sha256"]
    keys = changed_keys(before["protocol"], after["protocol"])
    if a != b and not keys:
        keys = ["the content of a list file"]
    return {"a": a, "b": b, "same": a == b, "changed": keys}


def _hosts(yields: list[Row], a: int, b: int) -> list[Row]:
    gave = {(row["name"], row["run"]): row for row in yields}
    hosts = []
    for host in sorted({name for name, _ in gave}):
        counts = [gave.get((host, run), {}) for run in (a, b)]
        row: Row = {"host": host}
        for what in ("answers", "results", "troubled"):
            row[what] = [int(each.get(what, 0)) for each in counts]
        row["less"] = row["answers"][1] < row["answers"][0]
        hosts.append(row)
    return hosts
