"""The protocol as a run has it: read back from the ledger, the same for runs, resumes and rebuilds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from harvest.protocol import Protocol, from_normalised
from store.ledger import Entry


@dataclass(frozen=True, slots=True)
class Asked:
    """A run's protocol, and the line of its file that says what a record must match."""

    protocol: Protocol
    require_line: int | None

    @staticmethod
    def row(protocol: Protocol) -> dict[str, Any]:
        """Return what the ledger row of a run keeps of its protocol."""
        return {
            "protocol_sha256": protocol.sha256,
            "protocol": json.loads(protocol.normalised()),
            "text": protocol.text,
            "lists": dict(protocol.list_hashes),
            "require_line": protocol.line("search", "require"),
        }

    @classmethod
    def of(cls, entry: Entry) -> Asked:
        """Return the protocol of a ledger row of kind ``run``."""
        body = entry.body
        protocol = from_normalised(json.dumps(body["protocol"]), body.get("lists"))
        return cls(protocol, body.get("require_line"))
