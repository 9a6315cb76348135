"""Works and record numbers: each verdict made anew from what the database holds, each number given once, each record found somehow."""

from __future__ import annotations

from collections import Counter
from typing import Any

from harvest.audit.chain import BACKUP
from harvest.audit.findings import Check, many
from harvest.audit.tables import REBUILD
from harvest.audit.walk import Row
from harvest.identity.merging import APART
from harvest.limits import outside
from harvest.matching import Matcher
from harvest.protocol import Protocol
from store import auditing
from store.counts import Queryable
from store.desk import Desk

VERDICTS = frozenset({"record", "outside-limits", "no-match", "merged"})


class Numbers:
    """The record numbers that the ledger gave, in order.

    Args:
        check: where findings go.
    """

    def __init__(self, check: Check) -> None:
        self._check = check
        self.given: dict[str, tuple[int, str]] = {}
        self._works: dict[str, str] = {}

    def take(self, row: Row) -> None:
        """Take a row of kind ``record``."""
        number, work = row.text("record"), row.text("work")
        expected = f"R{len(self.given) + 1:05d}"
        if number in self.given:
            self._bad(
                f"row {row.seq} of the ledger gives {number} to {work}, which row {self.given[number][0]} gave to {self.given[number][1]}",
                row,
            )
            return
        if number != expected:
            self._bad(f"row {row.seq} of the ledger gives {number} where {expected} was next", row)
        if work and work in self._works:
            self._bad(
                f"row {row.seq} of the ledger gives {number} to {work}, which has {self._works[work]} already",
                row,
            )
        self.given[number] = row.seq, work
        self._works.setdefault(work, number)

    def _bad(self, says: str, row: Row) -> None:
        self._check.found("bad", says, BACKUP, row=row.seq, record=row.text("record"), file="ledger.sqlite")

    def compare(self, database: Queryable, *, ended: bool) -> int:
        """Compare with the numbers in the database; return how many works have one.

        Args:
            database: the computed database.
            ended: no run is unfinished, so that every record has its number.
        """
        held: dict[str, str] = {}
        for row in auditing.record_numbers(database):
            number, work = str(row["record"]), str(row["work"])
            if number in held:
                self._wrong(
                    f"{number} is the number of two works in the database, {held[number]} and {work}",
                    number,
                    work,
                )
            elif number not in self.given:
                self._wrong(
                    f"{work} has the number {number} in the database, which the ledger never gave",
                    number,
                    work,
                )
            if row["verdict"] != "record":
                self._wrong(
                    f"{work} has the number {number} in the database, and is no record ({row['verdict']})",
                    number,
                    work,
                )
            held[number] = work
        for number, (seq, work) in self.given.items():
            # A work that is no record any more keeps its number in the ledger; what became of it is its verdict.
            if number not in held and auditing.verdict_of(database, work) in (
                None,
                *(["record"] if ended else []),
            ):
                self._wrong(
                    f"{number} was given to {work} (row {seq} of the ledger), and the database has no such record",
                    number,
                    work,
                )
        return len(held)

    def _wrong(self, says: str, number: str, work: str) -> None:
        self._check.found("bad", says, REBUILD, record=number, work=work, file="greylit.duckdb")


def check_works(
    database: Queryable, protocol: Protocol | None, check: Check, reasons: Check, *, ended: bool
) -> Counter[str]:
    """Judge every work anew from its own row and the matches in its texts; return how many have which verdict.

    Args:
        database: the computed database.
        protocol: the protocol that it was computed with; ``None`` where that is not known.
        check: where findings go.
        reasons: where verdicts without a reason go.
        ended: no run is unfinished.
    """
    matcher = Matcher.of(protocol) if protocol else None
    counted: Counter[str] = Counter()
    for work in auditing.works(database):
        counted[work["verdict"]] += 1
        where = {"work": work["work"], "record": work["record"], "url": work["url"], "file": "greylit.duckdb"}
        if not str(work["reason"]).strip():
            reasons.found(
                "bad",
                f"{work['work']} ({work['url']}) is {work['verdict']}, and nothing says why",
                REBUILD,
                **where,
            )
        if work["verdict"] not in VERDICTS:
            check.found(
                "bad", f"{work['work']} has the verdict {work['verdict']!r}, which is none", REBUILD, **where
            )
        if (work["verdict"] == "merged") != bool(work["into_work"] and work["merged_by"] == 1):
            check.found(
                "bad",
                f"{work['work']} is {work['verdict']}, and the table merge does not say so",
                REBUILD,
                **where,
            )
        if ended and work["verdict"] == "record" and work["record"] is None:
            check.found(
                "bad", f"{work['work']} ({work['url']}) is a record, and has no number", REBUILD, **where
            )
        if protocol and matcher:
            _verdict(work, protocol, matcher, check, where)
    return counted


def _verdict(
    work: dict[str, Any], protocol: Protocol, matcher: Matcher, check: Check, where: dict[str, Any]
) -> None:
    said = f"{work['title']}\n{work['description'] or ''}" if "title" in protocol.search.fields else ""
    concepts = matcher.present(said) | set(work["found_in"] or ())
    name = work["record"] or work["work"]
    if concepts != set(work["concepts"]):
        check.found(
            "bad", f"{name} ({work['url']}) is said to match {_listed(work['concepts'])}, but its texts match "
            f"{_listed(concepts)}", REBUILD, **where,
        )  # fmt: skip
        return
    close = matcher.near is None or bool(work["near_together"])
    files = [{"outcome": each} for each in work["files"] or ()]
    if work["referenced"]:
        # What a person's search found is no matter of the protocol's terms; its limits hold.
        expected = "outside-limits" if outside(protocol.limits, work, ()) else "record"
    elif not (matcher.met(concepts) and close):
        expected = "no-match"
    else:
        expected = "outside-limits" if outside(protocol.limits, work, files) else "record"
    # A work is merged when it is a record otherwise; and a pack is set aside when its reports tell that it is none.
    set_aside = (
        bool(work["container"]) and work["verdict"] == "no-match" and str(work["reason"]).startswith(APART)
    )
    stands = "record" if work["verdict"] == "merged" or set_aside else work["verdict"]
    if stands != expected:
        check.found(
            "bad", f"{name} ({work['url']}) is {work['verdict']} in the database, but by its texts and the protocol it is "
            f"{expected}", REBUILD, **where,
        )  # fmt: skip


def _listed(concepts: Any) -> str:
    return ", ".join(sorted(concepts)) or "nothing"


def check_paths(database: Queryable, desk: Desk, check: Check) -> None:
    """Follow every record back to where its search began."""
    count = 0
    ends: dict[int, tuple[bool, int]] = {}
    for row in auditing.record_paths(database):
        count += 1
        traces = []
        for seq in row["rows"] or ():
            if seq not in ends:
                ends[seq] = desk.traced(seq)
            traces.append(ends[seq])
        if not any(good for good, _ in traces):
            broken = f": the path breaks off at row {traces[0][1]} of the ledger" if traces else ""
            check.found(
                "bad", f"{row['record']} ({row['url']}) has no path back to a question, a start, a listing, a suggestion or a file that was brought{broken}",
                f"greylit why {row['record']}", record=row["record"], work=row["work"], url=row["url"],
                row=traces[0][1] if traces else None,
            )  # fmt: skip
    check.says = f"{many(count, 'record')}, each with a path back to a question, a start, a listing, a suggestion or a search by hand"
