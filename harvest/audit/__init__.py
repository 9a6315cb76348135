"""Re-checking a whole search from its bytes: archive, ledger, robots.txt, pace, counts, reasons. Nothing is changed.

The ledger is walked once, the archive once, the database a page at a time: memory does not grow with the review.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from crawler.spec import SourceSpec
from harvest.audit.addresses import AddressesCheck
from harvest.audit.archive import Looked, check_archive, check_repeats
from harvest.audit.chain import Chain, Head, check_file, check_head
from harvest.audit.counts import CountsCheck
from harvest.audit.findings import Check, Report, many
from harvest.audit.pace import PaceCheck
from harvest.audit.protocols import ProtocolsCheck
from harvest.audit.reasons import ReasonsCheck
from harvest.audit.records import Numbers, check_paths, check_works
from harvest.audit.robots import RobotsCheck
from harvest.audit.tables import REBUILD, TablesCheck
from harvest.audit.walk import Row, walk
from harvest.errors import Exit, GreylitError
from harvest.holding import unfinished
from harvest.load import KINDS
from harvest.protocol import Protocol
from harvest.run import user_agent
from harvest.version import version
from store import views
from store.auditing import AuditedLedger, at_work, of_earlier_layout
from store.database import Reader
from store.desk import Desk
from store.errors import StoreError
from store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Database:
    """The computed database as it is found, and what it says of itself."""

    reader: Reader
    upto: int
    head: str
    query: str


class _Checks:
    """All checks of one audit, each with its findings."""

    def __init__(self) -> None:
        self.ledger, self.archive, self.robots = Check("ledger"), Check("archive"), Check("robots")
        self.pace, self.counts, self.database = Check("pace"), Check("counts"), Check("database")
        self.addresses, self.reasons = Check("addresses"), Check("reasons")
        self.records, self.paths, self.protocol = Check("records"), Check("paths"), Check("protocol")

    def all(self) -> list[Check]:
        return [
            self.ledger, self.archive, self.robots, self.pace, self.addresses, self.reasons, self.protocol,
            self.database, self.counts, self.records, self.paths,
        ]  # fmt: skip


def audit(workspace: Workspace, specs: Mapping[str, SourceSpec], run: int | None = None) -> Report:
    """Check a review from its bytes.

    Args:
        workspace: the review's folder.
        specs: what each kind of source can do: it has the published limits of single hosts.
        run: judge only the requests of this run, and read only its WARC files; the chain of the ledger and the
            record numbers are checked as a whole all the same.

    Raises:
        GreylitError: there is no such run.
        StoreError: ledger or temporary folder cannot be used.
    """
    try:
        with AuditedLedger(workspace.ledger) as ledger, Desk() as desk, ExitStack() as stack:
            last = ledger.last("run")
            if last is None or (run is not None and not 0 < run <= last.run):
                newest = last.run if last else 0
                raise GreylitError(
                    f"there is no run {run}: the newest is {newest}" if run else "there is no run yet",
                    code="NO_RUN", exit_code=Exit.NOT_FOUND, hint="greylit status lists what there is",
                )  # fmt: skip
            return _Audit(workspace, ledger, desk, stack, specs, run).report()
    except sqlite3.Error as error:
        raise StoreError(
            f"the audit needs room in the folder for temporary files: {error}",
            "Make room there, then: greylit audit",
        ) from error


class _Audit:
    def __init__(
        self, workspace: Workspace, ledger: AuditedLedger, desk: Desk, stack: ExitStack,
        specs: Mapping[str, SourceSpec], run: int | None,
    ) -> None:  # fmt: skip
        self._workspace, self._ledger, self._desk, self._run = workspace, ledger, desk, run
        self._checks = _Checks()
        self._busy = at_work(workspace)
        # What is appended from now on is for the next audit.
        self._upto, self._stored_head = ledger.head()
        self._ended = _has_ended(ledger) and not self._busy
        self._database = self._open(stack)
        self._heads: list[Head] = []
        least: dict[str, float] = {}
        for spec in specs.values():
            for host, delay in spec.min_delay.items():
                least[host] = max(delay, least.get(host, 0.0))
        checks, reader = self._checks, self._database.reader if self._database else None
        agent = user_agent("").split("/")[0]
        self._chain = Chain(checks.ledger)
        self._robots = RobotsCheck(workspace.archive, agent, checks.robots, run)
        self._pace = PaceCheck(least, checks.pace, run)
        self._reasons = ReasonsCheck(checks.reasons, run)
        self._addresses = AddressesCheck(desk, checks.addresses, run)
        self._protocols = ProtocolsCheck(checks.protocol, run)
        self._numbers = Numbers(checks.records)
        self._current = self._is_current()
        self._counts = CountsCheck(reader, self._current, checks.counts, run)
        self._protocol: Protocol | None = None
        self._tables: TablesCheck | None = None
        if self._database:
            with self._reading():
                upto = self._database.upto
                self._tables = TablesCheck(self._database.reader, upto, self._current, checks.database, run)

    def _open(self, stack: ExitStack) -> _Database | None:
        check = self._checks.database
        try:
            reader = stack.enter_context(Reader(self._workspace.database))
            meta = views.meta(reader)
            if of_earlier_layout(reader):
                raise StoreError(
                    "greylit.duckdb was computed by an earlier version, and is not compared",
                    code="EARLIER_VERSION",
                )
            return _Database(
                reader, int(meta.get("ledger_seq", 0)), meta.get("ledger_head", ""), meta.get("query", "")
            )
        except (StoreError, ValueError) as error:
            if self._ended or self._workspace.database.exists():
                said = (
                    error.message if isinstance(error, StoreError) else f"greylit.duckdb is damaged: {error}"
                )
                earlier = isinstance(error, StoreError) and error.code == "EARLIER_VERSION"
                check.found("warn" if earlier else "bad", said, REBUILD, file="greylit.duckdb")
            check.says = "there is no database yet"
            return None

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Go on without the database when it turns out to be damaged."""
        try:
            yield
        except StoreError as error:
            self._checks.database.found(
                "bad",
                f"greylit.duckdb cannot be read to its end: {error.message}",
                REBUILD,
                file="greylit.duckdb",
            )
            self._database = self._tables = self._counts.database = None

    def _is_current(self) -> bool:
        """Tell whether the database holds everything that the ledger has to say."""
        if self._database is None:
            return False
        # A suggestion waits for the next run, which takes it up.
        kinds = (*(each for each in KINDS if each != "suggestion"), "run_end", "record")
        newer = next((e for e in self._ledger.entries(after=self._database.upto, kinds=kinds)), None)
        if newer is not None and self._ended:
            self._checks.database.found(
                "warn", f"the database ends at row {self._database.upto} of the ledger, which has {self._upto}",
                REBUILD, row=newer.seq, file="greylit.duckdb",
            )  # fmt: skip
        return newer is None

    # ---- the walk

    def report(self) -> Report:
        checks = self._checks
        check_file(self._ledger, checks.ledger)
        for row in walk(self._ledger, self._upto, self._chain):
            self._take(row)
        looked = check_archive(
            self._workspace.archive, self._desk, checks.archive, run=self._run, busy=self._busy
        )
        check_repeats(self._desk, checks.archive, whole=self._run is None)
        self._say_archive(looked)
        self._compare_heads(looked.heads)
        self._robots.close()
        gaps = self._pace.close()
        self._reasons.close()
        self._addresses.close(self._ledger)
        self._protocols.close()
        self._compare_database()
        return Report(self._run, self._protocols.runs, self._chain.rows, self._chain.head, checks.all(), gaps)

    def _take(self, row: Row) -> None:
        if row.kind == "run":
            self._protocol = self._protocols.take(row)
            self._pace.begin(row, self._protocol)
        elif row.kind == "record":
            self._numbers.take(row)
        self._pace.take(row, self._robots.take(row))
        self._reasons.take(row)
        self._addresses.take(row)
        with self._reading():
            self._counts.take(row)
            if self._tables:
                self._tables.take(row)
        self._lay(row)

    def _lay(self, row: Row) -> None:
        """Put a row that names a WARC record on the desk."""
        if row.text("warc") and row.whole("offset") is not None:
            about = row.text("url") or None
            self._desk.put(
                "answer", row.seq, row.run, row.kind, row.text("warc"), row.whole("offset"), row.whole("length") or 0,
                about, row.whole("status"), row.text("mime") or None, row.whole("bytes"), row.text("sha256") or None,
                row.whole("same_as"),
            )  # fmt: skip
        if row.kind == "warc" and row.whole("ledger_seq") is not None:
            place = f"row {row.seq} of the ledger"
            self._heads.append(
                Head(row.whole("ledger_seq") or 0, row.text("ledger_head"), place, "ledger.sqlite")
            )

    # ---- what is compared at the end

    def _say_archive(self, looked: Looked) -> None:
        unnamed = f"; no row names {many(looked.unnamed, 'more answer')} (a process was stopped before it wrote one)"
        self._checks.archive.says = (
            f"{many(looked.files, 'WARC file')}, {many(looked.records, 'record')}: each can be read and fits its digests; "
            f"{many(looked.answers, 'answer')} as the ledger says{unnamed if looked.unnamed else ''}"
        )

    def _compare_heads(self, archived: list[Head]) -> None:
        heads = [*archived, *self._heads]
        if self._database and self._database.head:
            heads.append(Head(self._database.upto, self._database.head, "greylit.duckdb", "greylit.duckdb"))
        fit = sum(check_head(self._ledger, head, self._upto, self._checks.ledger) for head in heads)
        self._checks.ledger.says = (
            f"{many(self._chain.rows, 'ledger row')}: chain whole, head {self._chain.head[:12]}; "
            f"{many(fit, 'earlier head')} in archive, ledger and database fit"
        )

    def _compare_database(self) -> None:
        with self._reading():
            if self._database is not None and self._tables is not None:
                self._tables.close(self._ledger)
                self._compare_works(self._database)
                return
        with self._reading():
            self._counts.close(None)
        given = many(len(self._numbers.given), "record number")
        for check in (self._checks.records, self._checks.paths):
            check.says = f"{given} given; there is no database to compare them with"

    def _compare_works(self, database: _Database) -> None:
        checks, reader = self._checks, database.reader
        computed_with = f"{self._protocol.sha256} {version()}" if self._protocol else ""
        same = database.query == computed_with
        verdicts = check_works(
            reader, self._protocol if same and self._current else None, checks.records, checks.reasons,
            ended=self._ended and self._current,
        )  # fmt: skip
        self._counts.close(verdicts)
        held = self._numbers.compare(reader, ended=self._ended and self._current)
        numbers = f"{many(len(self._numbers.given), 'record number')}, each given once; {many(held, 'record')} in the database"
        judged = f"the verdicts on {many(verdicts.total(), 'work')} follow from their texts and the protocol"
        if not same:
            judged = "verdicts were not judged: another version or protocol computed the database"
        checks.records.says = f"{numbers}; {judged}"
        check_paths(reader, self._desk, checks.paths)


def _has_ended(ledger: AuditedLedger) -> bool:
    try:
        return unfinished(ledger) is None
    except KeyError:
        # A row that ends a run and was changed so that it no longer says how.
        return False
