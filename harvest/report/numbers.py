"""Numbers that are printed, each with the command that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: Most ids that are written into a command line.
MOST_IDS = 2000


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it is seen.

    ``command`` is what a reader types in the folder of the review; with ``--json`` it gives a document in which ``where``
    (names joined by dots) is the number, or the list whose length it is.
    """

    name: str
    says: str
    n: int
    command: str
    where: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return {
            "name": self.name, "says": self.says, "n": self.n, "shown_by": self.command, "where": self.where,
        }  # fmt: skip


def query(sql: str) -> str:
    """Return the command that puts SQL to the database; :mod:`store.reports` writes no double quotes into it."""
    escaped = sql.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$").replace("`", "\\`")
    return f'greylit query "{escaped}"'
