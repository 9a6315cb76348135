"""Everything that reports say, read once from ledger and database.

Every number is one that a command shows too: of sources and questions :mod:`store.counts` (``greylit status``), of screening
:func:`harvest.screening.report.screening_status` (``greylit screen status``), of citations and dead links
:mod:`store.citing` and :mod:`store.recovery` (``greylit citations``, ``greylit dead-links``), of saturation
:func:`harvest.saturating.review_saturation` (``greylit saturation``), and else the rows of :data:`store.reports.LISTS`
(``greylit query``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from crawler.spec import SourceSpec
from harvest.asked import Asked
from harvest.errors import Exit, GreylitError
from harvest.protocol import Protocol
from harvest.report.notes import Notes, read_notes
from harvest.report.numbers import Number, query
from harvest.report.routes import Group, Yield, groups, yields
from harvest.saturating import ReviewSaturation, review_saturation
from harvest.screening.desk import open_desk
from harvest.screening.model import State
from harvest.screening.report import screening_status
from harvest.screening.states import settled
from harvest.search_log import search_log
from harvest.verified import trials, verification
from store import citing, counts, hosts, recovery, reports, searches, views
from store.database import Reader
from store.ledger import Ledger
from store.workspace import Workspace

Row = dict[str, Any]


@dataclass(frozen=True)
class Facts:
    """What one review is made of, for its reports.

    Attributes:
        date: that the reports carry, ISO.
        protocol: as the newest run had it; ``text`` the file as it was read then (``None`` for runs that kept none);
            ``changed_since``: the file in the folder is another one by now.
        runs: every run, oldest first, without its protocol, ``software`` as names and versions, ``records`` first found in it.
        sources: rows of :func:`store.counts.by_source` for each source, of the newest run that had it (``run``), with
            ``kind``, ``url``, ``prisma`` and ``verified``.
        questions: rows of :func:`store.counts.questions` of all runs; ``log`` of :func:`harvest.search_log.search_log`.
        requests: what was sent for each question; ``results`` what became of what it listed.
        stages: of :func:`harvest.screening.report.screening_status`, ``screening`` all of it.
        states: where each record stands, by number and stage.
        lists: number of rows of each of :data:`store.reports.LISTS`.
    """

    date: str
    protocol: Protocol
    text: str | None
    list_hashes: Mapping[str, str | None]
    changed_since: bool
    notes: Notes
    runs: tuple[Row, ...]
    sources: tuple[Row, ...]
    questions: tuple[Row, ...]
    log: tuple[Row, ...]
    requests: tuple[Row, ...]
    results: Mapping[tuple[int, str], Row]
    times: tuple[Row, ...]
    entry_points: tuple[Row, ...]
    robots: tuple[Row, ...]
    searches: tuple[Row, ...]
    imports: tuple[Row, ...]
    works: tuple[Row, ...]
    ways: tuple[Row, ...]
    merge_rules: tuple[Row, ...]
    relations: tuple[Row, ...]
    rulings: tuple[Row, ...]
    passed_over: tuple[Row, ...]
    suggested: tuple[Row, ...]
    permissions: tuple[Row, ...]
    records: int
    citations: Mapping[str, int]
    dead: Mapping[str, int]
    lists: Mapping[str, int]
    screening: Row
    states: Mapping[tuple[str, str], State]
    stages: tuple[str, ...]
    saturation: ReviewSaturation
    ledger_rows: int
    ledger_head: str

    @property
    def run(self) -> int:
        """The number of the newest run."""
        return int(self.runs[-1]["run"])

    @cached_property
    def groups(self) -> list[Group]:
        """The works as they stand after merging, with the ways in which they were found."""
        return groups(self.works, self.ways)

    @cached_property
    def yields(self) -> dict[str, Yield]:
        """The records of each source: first found, found, found by it alone."""
        return yields(self.groups, [row["source"] for row in self.sources])

    @cached_property
    def settled(self) -> dict[str, State]:
        """What was settled of each record, at the last stage that settled it."""
        return settled(dict(self.states))

    @cached_property
    def totals(self) -> dict[str, int]:
        """The sums of the sources of the newest run, as ``greylit status`` has them."""
        return counts.totals([row for row in self.sources if row["run"] == self.run])

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the sources by id."""
        return {row["source"]: row["name"] for row in self.sources}

    def included(self) -> tuple[str, ...]:
        """Return the records that were included at the last stage of the review."""
        last = self.stages[-1]
        return tuple(
            sorted(
                record
                for record, state in self.settled.items()
                if state.verdict == "include" and state.stage == last
            )
        )

    def listed(self, name: str, says: str) -> Number:
        """Return the number of rows of one of :data:`store.reports.LISTS`."""
        return Number(name, says, self.lists[name], query(reports.LISTS[name]), "rows")

    def total(self, key: str, says: str) -> Number:
        """Return a sum over the sources of the newest run."""
        return Number(key, says, self.totals.get(key, 0), "greylit status", f"totals.{key}")

    def lists_of(self, source: str) -> int:
        """Return how many works a source described, whatever became of them."""
        return sum(row["source"] == source for row in self.works)


def facts(workspace: Workspace, specs: dict[str, SourceSpec], date: str) -> Facts:
    """Read a review for its reports.

    Raises:
        GreylitError: it has no finished run, or its notes have a key that means nothing.
        StoreError: ledger or database cannot be read.
    """
    with Ledger(workspace.ledger, read_only=True) as ledger, Reader(workspace.database) as database:
        if not views.runs(database):
            raise GreylitError(
                "there is no finished run to report on", code="NO_RUN", exit_code=Exit.NOT_FOUND,
                hint="Go on with it: greylit resume",
            )  # fmt: skip
        desk = open_desk(workspace, ledger, database)
        runs = _runs(database)
        newest = runs[-1]["run"]
        entry = next(each for each in ledger.entries(kinds=("run",)) if each.run == newest)
        protocol = Asked.of(entry).protocol
        sources = _sources(database, trials(workspace.ledger), specs, newest)
        rows, head = ledger.head()
        every = tuple(row["run"] for row in runs)
        return Facts(
            date=date, protocol=protocol, text=entry.body.get("text"), list_hashes=entry.body.get("lists") or {},
            changed_since=desk.protocol.sha256 != protocol.sha256,
            notes=read_notes(workspace.root, {row["source"]: row["name"] for row in _of_protocol(sources)}),
            runs=runs, sources=sources,
            questions=tuple(each for run in every for each in counts.questions(database, run)),
            log=_log(database, every), requests=tuple(reports.requests(database)),
            results={(row["run"], row["question"]): row for row in reports.results_read(database)},
            times=tuple(reports.times(database)), entry_points=tuple(reports.entry_points(database)),
            robots=tuple(reports.robots(database)), searches=tuple(searches.searches(database, newest)),
            imports=tuple(reports.imports(database)), works=tuple(reports.all_works(database)),
            ways=tuple(reports.ways(database)), merge_rules=tuple(reports.merge_rules(database)),
            relations=tuple(reports.kinds_of_relations(database)),
            rulings=tuple(reports.listing("rulings", database)), passed_over=tuple(reports.passed_over(database)),
            suggested=tuple(reports.suggested_by(database)), permissions=tuple(hosts.permissions(database, newest)),
            records=counts.records(database), citations=citing.citation_counts(database),
            dead=recovery.dead_counts(database),
            lists={name: len(reports.listing(name, database)) for name in reports.LISTS},
            screening=screening_status(workspace), states=desk.states, stages=desk.stages,
            saturation=review_saturation(workspace), ledger_rows=rows, ledger_head=head,
        )  # fmt: skip


def _runs(database: Reader) -> tuple[Row, ...]:
    new: dict[int, int] = {}
    for row in views.records(database):
        new[row["run"]] = new.get(row["run"], 0) + 1
    return tuple(
        {**{key: value for key, value in row.items() if key != "protocol"}, "software": json.loads(row["software"]),
         "records": new.get(row["run"], 0)}
        for row in views.runs(database)
    )  # fmt: skip


def _sources(
    database: Reader, tried: Any, specs: dict[str, SourceSpec], newest: int
) -> tuple[Row, ...]:  # fmt: skip
    found: list[Row] = []
    known = views.sources(database)
    counted = {run: {row["source"]: row for row in counts.by_source(database, run)}
               for run in sorted({row["run"] for row in known} | {newest})}  # fmt: skip
    for source in known:
        run = newest if source["source"] in counted[newest] else source["run"]
        row = counted[run].get(source["source"])
        if row is None:
            continue
        word = verification(tried, source["source"], source["kind"], source["url"], specs)
        more = {key: source[key] for key in ("kind", "url", "prisma", "parser", "mirror", "publisher")}
        found.append({**row, **more, "run": run, "verified": word.sentence})
    return tuple(sorted(found, key=lambda row: row["source"]))


def _of_protocol(sources: tuple[Row, ...]) -> list[Row]:
    """Return the sources as the protocol names them: those that stand for several once."""
    return [
        {**row, "source": row["part_of"] or row["source"], "name": row["part_of_name"] or row["name"]}
        for row in sources
    ]


def _log(database: Reader, runs: tuple[int, ...]) -> tuple[Row, ...]:
    """Return the search log of all runs; searches that people made stand once, with the newest run."""
    rows: list[Row] = []
    for run in runs:
        found = search_log(database, run)
        rows += found if run == runs[-1] else found[: len(counts.questions(database, run))]
    return tuple(rows)
