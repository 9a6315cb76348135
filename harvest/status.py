"""How a review stands: sentences, worst first, each with the next command."""

from __future__ import annotations

import json
import shlex
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from crawler.spec import SourceSpec
from harvest.by_hand import ByHand, by_hand
from harvest.cli.common import counted, place, protocol_of
from harvest.holding import unfinished
from harvest.notify.untold import untold
from harvest.saturating import review_saturation
from harvest.status_searches import dead_links, searches_by_hand
from harvest.status_sources import TOLD, monitored, not_asked, unanswered
from harvest.suggestions import waiting
from harvest.verified import trials, verification
from store import counts, hosts, pictures, views
from store.database import Reader
from store.errors import StoreError
from store.ledger import Entry, Ledger
from store.workspace import MIN_FREE_BYTES, Workspace

#: Severity, sentence, next command.
Finding = tuple[str, str, str]
Row = dict[str, Any]

#: How bad each severity is, worst first.
SEVERITIES = ("unfinished", "bad", "warn", "note")


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a review.

    ``findings`` are ``(severity, sentence, next command)``; ``sources`` the counts of the newest run as
    :func:`store.counts.by_source` gives them, each with ``verified``; ``waiting`` the records that have no
    number yet because their run has not ended; ``by_hand`` what was done by hand where the run was refused, and
    what still waits; ``permissions`` what owners of sites had allowed when it began.
    """

    run: int
    outcome: str
    detail: str
    runs: list[Row]
    sources: list[Row]
    totals: dict[str, int]
    records: int
    waiting: int
    findings: list[Finding]
    by_hand: Row
    permissions: list[Row]
    ledger_rows: int
    ledger_head: str
    disk_bytes: int
    free_bytes: int

    def as_dict(self) -> Row:
        """Return plain JSON data."""
        data = asdict(self)
        data["findings"] = [
            {"severity": severity, "says": sentence, "next": command}
            for severity, sentence, command in self.findings
        ]
        return data


def status(workspace: Workspace, specs: dict[str, SourceSpec]) -> Status:
    """Return how a review stands. The commands in it work as they are written, from the present folder.

    Raises:
        StoreError: ledger or database cannot be read.
    """
    with Ledger(workspace.ledger, read_only=True) as ledger:
        open_run = unfinished(ledger)
        last = ledger.last("run")
        rows, head = ledger.head()
        end = ledger.last("run_end", last.run if last else 0)
        resumed = ledger.last("resume", last.run if last else 0)
        missing = _missing_files(workspace, ledger)
        named = len(waiting(ledger))
        not_told = (
            list(untold(ledger, last.run, f"greylit schedule {protocol_of(workspace)} --try-notify"))
            if last
            else []
        )
    if end and resumed and resumed.seq > end.seq:
        end = None
    run = last.run if last else 0
    here = place(workspace)
    findings: list[Finding] = [*not_told]
    if open_run is not None:
        findings.append(_unfinished(workspace, open_run, end))
    if named:
        said = f"{counted(named, 'suggested address waits', 'suggested addresses wait')} for the next run"
        findings.append(("note", said, f"greylit run {protocol_of(workspace)}"))
    free = shutil.disk_usage(workspace.root).free
    if free < MIN_FREE_BYTES:
        said = f"the disk has {free / 1e6:.0f} MB left: nothing can be fetched"
        findings.append(("bad", said, f"greylit doctor --protocol {protocol_of(workspace)}"))
    if missing:
        said = f"{missing[0]} is missing from the archive" + (
            f", and {len(missing) - 1} more" if missing[1:] else ""
        )
        findings.append(("bad", f"{said}: put back what your backup has", f"greylit rebuild{here}"))
    sources: list[Row] = []
    runs: list[Row] = []
    permissions: list[Row] = []
    left = ByHand((), {})
    records = 0
    if workspace.database.exists():
        with Reader(workspace.database) as database:
            sources = counts.by_source(database, run)
            left = by_hand(database, run, specs)
            permissions = hosts.permissions(database, run)
            findings += _findings(database, workspace, run, sources, left, ended=open_run is None)
            runs = [
                {key: value for key, value in row.items() if key != "protocol"}
                | {"software": json.loads(row["software"])}
                for row in views.runs(database)
            ]
            kinds = {row["source"]: row for row in views.sources(database)}
            records = counts.records(database)
        findings += _saturation(workspace, ended=open_run is None)
        tried = trials(workspace.ledger)
        for source in sources:
            known = kinds[source["source"]]
            word = verification(tried, source["source"], known["kind"], known["url"], specs)
            source["verified"] = word.sentence
            if not source["reason"] and not word.verified and not source["part_of"]:
                said = f"{source['name']}: {word.sentence.split(': greylit')[0]}"
                findings.append(("note", said, _doctor(workspace, source["source"])))
    elif open_run is None:
        findings.append(("bad", "the database is missing; it can be computed", f"greylit rebuild{here}"))
    findings.sort(key=lambda each: SEVERITIES.index(each[0]))
    total = counts.totals(sources)
    return Status(
        run=run,
        outcome=str(end.body["outcome"])
        if end and (open_run is None or end.run == open_run)
        else "unfinished",
        detail=str(end.body.get("detail") or "") if end else "",
        runs=runs,
        sources=sources,
        totals=total,
        records=records,
        waiting=max(0, total.get("records", 0) - records) if open_run is not None else 0,
        findings=findings,
        by_hand=left.as_dict(),
        permissions=permissions,
        ledger_rows=rows,
        ledger_head=head,
        disk_bytes=sum(path.stat().st_size for path in workspace.root.rglob("*") if path.is_file()),
        free_bytes=free,
    )


def _saturation(workspace: Workspace, *, ended: bool) -> Iterator[Finding]:
    """Yield the known items that are missing, and how the rule for stopping stands."""
    command = f"greylit saturation{place(workspace)}"
    state = review_saturation(workspace)
    if state.recall and state.recall.missing:
        first = state.recall.missing[0]
        said = f"{state.recall.sentence}; missing: {first.named} ({first.why})"
        more = len(state.recall.missing) - 1
        yield "bad" if ended else "note", said + (f", and {more} more" if more else ""), command
    if state.overall.n:
        yield "note", state.sentence, command


def _unfinished(workspace: Workspace, run: int, end: Entry | None) -> Finding:
    here = place(workspace)
    if end is not None:
        told = {"interrupted": "was interrupted", "limit": "reached a limit", "failed": "failed"}
        said = f"run {run} {told[end.body['outcome']]}: {end.body['detail']}"
        return "unfinished", said, f"greylit resume {run}{here}"
    try:
        workspace.lock().release()
    except StoreError as error:
        if error.code == "LOCKED":
            return "unfinished", f"run {run} is at work now", f"greylit status{here}"
        raise
    return "unfinished", f"run {run} was stopped before it ended", f"greylit resume {run}{here}"


def _missing_files(workspace: Workspace, ledger: Ledger) -> list[str]:
    """Return the WARC files that must be there: each crawl process numbers its own from where the last one ended."""
    newest: dict[str, int] = {}
    for entry in ledger.entries(kinds=("warc",)):
        run, _, rest = str(entry.body["warc"]).partition("-")
        newest[run] = max(newest.get(run, -1), int(rest[:5]))
    named = (f"{run}-{number:05d}.warc.gz" for run, last in newest.items() for number in range(last + 1))
    return [name for name in named if not (workspace.archive / name).exists()]


def _doctor(workspace: Workspace, source: str) -> str:
    protocol = protocol_of(workspace)
    return f"greylit doctor {source}" + ("" if protocol == "protocol.toml" else f" --protocol {protocol}")


def _findings(
    database: Reader, workspace: Workspace, run: int, sources: list[Row], left: ByHand, *, ended: bool
) -> Iterator[Finding]:
    here = place(workspace)
    yield from not_asked(sources, workspace)
    yield from unanswered(database, workspace, run, sources, left, ended=ended)
    yield from _for_a_person(database, workspace, left)
    yield from monitored(database, workspace, run) if ended else ()
    done = Counter(task.host for task in left.answered if task.kind == "document")
    for host in views.troubled_hosts(database, run):
        by_person = f"; {done[host['host']]} tried by hand" if done[host["host"]] else ""
        said = f"{host['host']}: {counted(host['n'], 'address', 'addresses')} {TOLD[host['outcome']]} ({host['detail']}){by_person}"
        asked = f"select url, detail from capture where run = {run} and outcome = '{host['outcome']}'"
        yield "warn", said, f'greylit query "{asked}"{here}'
    yield from searches_by_hand(database, run, here)
    yield from dead_links(database, here)
    yield from _pictured(database, here)
    if unread := views.unread_documents(database):
        kinds = ", ".join(
            f"{n} {kind}" for kind, n in sorted(Counter(row["outcome"] for row in unread).items())
        )
        yield (
            "warn",
            f"{counted(len(unread), 'document')} gave no text ({kinds})",
            f"greylit records --unread{here}",
        )


def _pictured(database: Reader, here: str) -> Iterator[Finding]:
    """Yield what can only be read from pictures of pages, and has not been."""
    rows = [row for row in pictures.unread(database) if row["pages"]]
    if rows:
        said = (
            f"{counted(len(rows), 'document')} with {counted(sum(len(row['pages']) for row in rows), 'page')} that "
            f"are pictures of text, or whose characters are not told; of {sum(1 for row in rows if row['record'])} records"
        )
        yield "warn", said, f"greylit ocr{here}"


def _for_a_person(database: Reader, workspace: Workspace, left: ByHand) -> Iterator[Finding]:
    """Yield what waits for a person, and documents that a person could only name."""
    here = place(workspace)
    if left.waiting:
        kinds: Counter[str] = Counter(task.kind for task in left.waiting)
        words = (
            ("search", "search", "searches"),
            ("site", "site", "sites"),
            ("document", "document", "documents"),
        )
        listed = ", ".join(counted(kinds[kind], one, more) for kind, one, more in words if kinds[kind])
        done = (
            f"; {len(left.answered)} of {counted(len(left.tasks), 'task')} done by hand"
            if left.answered
            else ""
        )
        yield "warn", f"left for a person: {listed}{done}", f"greylit export --to manual-search{here}"
    elif left.tasks:
        yield (
            "note",
            f"all {counted(len(left.tasks), 'task')} for a person done by hand",
            f"greylit hosts --blocked{here}",
        )
    held = hosts.held_addresses(database)
    named = {
        row["url"]: row for row in hosts.brought(database) if row["file"] is None and row["url"] not in held
    }
    if named:
        first = next(iter(named.values()))
        said = f"{counted(len(named), 'document')} found by hand without a file, such as {first['title']}"
        yield "warn", said, f"greylit why {shlex.quote(first['url'])}{here}"
