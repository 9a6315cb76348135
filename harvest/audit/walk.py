"""One walk over the ledger for all checks: its rows in order, read as they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.guard import host_of
from harvest.audit.chain import Chain
from store.auditing import AuditedLedger


@dataclass(frozen=True, slots=True)
class Row:
    """One ledger row with its body parsed."""

    seq: int
    at: str
    kind: str
    run: int
    body: dict[str, Any]

    def text(self, key: str) -> str:
        """Return a field as text; empty when it is missing."""
        value = self.body.get(key)
        return "" if value is None else str(value)

    def whole(self, key: str) -> int | None:
        """Return a field that is a whole number; ``None`` when it is none."""
        value = self.body.get(key)
        usable = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63
        return value if usable else None

    def number(self, key: str) -> float | None:
        """Return a field that is a number; ``None`` when it is none."""
        value = self.body.get(key)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    @property
    def host(self) -> str:
        """Host and port of its address; empty when that is none."""
        return host(self.text("url"))

    @property
    def leads(self) -> list[list[Any]]:
        """The addresses that the row found, those that can be read."""
        return leads_of(self.body.get("leads"))

    @property
    def epoch(self) -> float | None:
        """When it was written, in seconds since 1970; ``None`` when that cannot be read."""
        try:
            return datetime.fromisoformat(self.at).timestamp()
        except ValueError:
            return None


def host(url: str) -> str:
    """Return host and port of an address; empty when it is none."""
    try:
        return host_of(url)
    except ValueError:
        return ""


def leads_of(rows: object) -> list[list[Any]]:
    """Return the leads of a list that have the form of a lead: an address, five facts, a note, perhaps a key."""
    return [
        each
        for each in (rows if isinstance(rows, list) else ())
        if isinstance(each, list)
        and len(each) in (7, 8)
        and isinstance(each[0], str)
        and isinstance(each[6], dict)
    ]


def walk(ledger: AuditedLedger, upto: int, chain: Chain) -> Iterator[Row]:
    """Yield the rows of a ledger up to a number; the chain is checked on the way.

    Raises:
        StoreError: the file is damaged.
    """
    for line in ledger.lines(upto):
        chain.take(line)
        try:
            body = json.loads(line.text)
        except ValueError:
            body = None
        if not isinstance(body, dict):
            chain.unreadable(line)
            continue
        yield Row(line.seq, line.at, line.kind, line.run, body)
