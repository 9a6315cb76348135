"""The hash chain of the ledger, and the heads of it that were written elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from harvest.audit.findings import Check
from store.auditing import AuditedLedger, Line
from store.ledger import GENESIS

BACKUP = "Put ledger.sqlite back from your backup, then: greylit audit"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the chain as it was written outside the ledger: after so many rows the hash was this.

    ``place`` says where in words, ``file`` and ``offset`` for programs.
    """

    rows: int
    hash: str
    place: str
    file: str
    offset: int | None = None


class Chain:
    """Follows the chain row by row; a break is told, and following goes on behind it.

    Args:
        check: where findings go.
    """

    def __init__(self, check: Check) -> None:
        self._check, self._before, self._expected, self._at = check, GENESIS, 1, ""
        self.rows = 0

    @property
    def head(self) -> str:
        """The stored hash of the last row."""
        return self._before

    def take(self, line: Line) -> None:
        """Look at the next row."""
        self.rows += 1
        seq = line.seq
        if seq != self._expected:
            last = seq - 1
            rows = f"row {last} is" if last == self._expected else f"rows {self._expected} to {last} are"
            self._check.found(
                "bad", f"{rows} missing from the ledger", BACKUP, row=self._expected, file="ledger.sqlite"
            )
        elif not line.follows(self._before):
            # Which of two neighbours was changed cannot be told: whoever changes one may give it a new hash.
            earlier = f", or row {seq - 1} was changed and given a new hash" if seq > 1 else ""
            self._check.found(
                "bad", f"row {seq} of the ledger ({line.kind}, run {line.run}) is not what was written{earlier}: "
                f"its hash does not follow from row {seq - 1}", BACKUP, row=seq, file="ledger.sqlite",
            )  # fmt: skip
        if line.at < self._at:
            self._check.found(
                "warn", f"row {seq} is dated {line.at}, before the row it follows ({self._at}): the clock was set back",
                "greylit doctor", row=seq, file="ledger.sqlite",
            )  # fmt: skip
        self._before, self._expected, self._at = line.hash, seq + 1, line.at

    def unreadable(self, line: Line) -> None:
        """Note a row whose body is no JSON object."""
        self._check.found(
            "bad", f"row {line.seq} of the ledger ({line.kind}) is no JSON object", BACKUP, row=line.seq,
            file="ledger.sqlite",
        )  # fmt: skip


def check_file(ledger: AuditedLedger, check: Check) -> None:
    """Look at the file itself: SQLite's own check, and the guards that keep rows from being changed.

    Raises:
        StoreError: it cannot be read.
    """
    for flaw in ledger.flaws():
        check.found("bad", f"ledger.sqlite is damaged: {flaw}", BACKUP, file="ledger.sqlite")
    for name in ledger.guards_missing():
        check.found(
            "bad", f"the ledger has lost its guard {name}: rows could be changed or deleted",
            "Find out who opened ledger.sqlite with another program, and put it back from your backup.",
            file="ledger.sqlite",
        )  # fmt: skip


def check_head(ledger: AuditedLedger, head: Head, rows: int, check: Check) -> bool:
    """Compare a head that was written elsewhere with the ledger; return whether it fits.

    Args:
        ledger: the ledger.
        head: what was written.
        rows: number of the ledger's last row.
        check: where findings go.
    """
    if head.rows > rows:
        check.found(
            "bad", f"the ledger ends at row {rows}, but {head.place} was written when it had {head.rows} rows: "
            f"{head.rows - rows} are cut off its end", BACKUP,
            row=rows, file=head.file, offset=head.offset,
        )  # fmt: skip
        return False
    stored = ledger.hash_of(head.rows)
    if stored is None or stored == head.hash:
        # A row that is missing from the middle is told by the chain.
        return stored is not None
    check.found(
        "bad", f"some row up to {head.rows} was changed and all hashes after it made anew: the head of row {head.rows} "
        f"is {stored[:12]}, but {head.hash[:12]} in {head.place}", BACKUP,
        row=head.rows, file=head.file, offset=head.offset,
    )  # fmt: skip
    return False
