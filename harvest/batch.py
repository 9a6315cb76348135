"""Rows on their way into the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]


@dataclass(slots=True)
class Batch:
    """Rows on their way into the database, by table."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, row: Row) -> None:
        """Add one row."""
        self.rows.setdefault(table, []).append(row)

    def size(self) -> int:
        """Return the number of rows."""
        return sum(map(len, self.rows.values()))
