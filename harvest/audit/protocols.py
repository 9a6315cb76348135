"""The protocol of each run: is it what its hash says, and does an amendment account for every change?"""

from __future__ import annotations

from hashlib import sha256

from harvest.asked import Asked
from harvest.audit.chain import BACKUP
from harvest.audit.findings import Check, many
from harvest.audit.walk import Row
from harvest.check.changes import change_findings
from harvest.errors import GreylitError
from harvest.protocol import Protocol
from harvest.protocol.model import canonical_json
from store.ledger import Entry


class ProtocolsCheck:
    """Follows the runs of a ledger in order.

    Args:
        check: where findings go.
        run: only the change that came with this run is told; all when ``None``.
    """

    def __init__(self, check: Check, run: int | None) -> None:
        self._check, self._only = check, run
        self._before: tuple[int, Protocol] | None = None
        self.runs = 0
        self.changes = 0

    def take(self, row: Row) -> Protocol | None:
        """Take the first row of a run; return its protocol, ``None`` where it cannot be read."""
        self.runs += 1
        judged = self._only in (None, row.run)
        made_of = hash_of(row)
        if judged and row.text("protocol_sha256") != made_of:
            self._check.found(
                "bad", f"the protocol of run {row.run} (row {row.seq} of the ledger) is not the one that its hash was made of",
                BACKUP, row=row.seq, run=row.run,
            )  # fmt: skip
        if not made_of:
            return None
        try:
            protocol = Asked.of(Entry(row.seq, row.at, row.kind, row.run, row.body)).protocol
        except (GreylitError, ValueError, KeyError, TypeError) as error:
            self._check.found(
                "bad", f"the protocol of run {row.run} (row {row.seq} of the ledger) cannot be read: {error}",
                BACKUP, row=row.seq, run=row.run,
            )  # fmt: skip
            return None
        if self._before is not None:
            number, earlier = self._before
            self.changes += earlier.sha256 != protocol.sha256
            for finding in change_findings(protocol, earlier.sha256, earlier.normalised()) if judged else ():
                said = finding.message.partition(": ")[2].removesuffix("; add [[amendments]]")
                self._check.found(
                    "warn", f"the protocol changed between runs {number} and {row.run} without an amendment: {said}",
                    "Add [[amendments]] to protocol.toml, then: greylit check", row=row.seq, run=row.run,
                )  # fmt: skip
        self._before = row.run, protocol
        return protocol

    def close(self) -> None:
        """Put what was looked at into a sentence."""
        changes = f"{many(self.changes, 'change')} of it, none without an amendment where the search changed"
        self._check.says = (
            f"{many(self.runs, 'run')}, each with the protocol that its hash was made of; {changes}"
        )


def hash_of(row: Row) -> str:
    """Return the hash of the protocol that a run's row holds; empty when that is no JSON.

    It is made as :attr:`harvest.protocol.Protocol.sha256` is.
    """
    try:
        text = canonical_json(row.body.get("protocol"))
        whole = canonical_json({"protocol": text, "lists": row.body.get("lists") or {}})
    except ValueError:
        # Python reads numbers out of JSON that JSON does not have.
        return ""
    return sha256(whole.encode()).hexdigest()
