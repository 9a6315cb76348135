"""What a ledger has of files of references, and of the references in them."""

from __future__ import annotations

from typing import Any

from store.archive import Place
from store.ledger import Ledger

Row = dict[str, Any]

#: What a person tells of a search: with other words of it the same file is recorded again.
TOLD = ("searched_on", "by", "strategy", "seen", "screened")


class Held:
    """What the ledger has of files and references, and what of this call goes there."""

    def __init__(self, ledger: Ledger) -> None:
        self._files: dict[tuple[str, str], list[Any]] = {}
        self._entries: set[tuple[str, str, str, str | None]] = set()
        self.places: dict[str, Place] = {}
        for entry in ledger.entries(kinds=("imported", "entry")):
            body = entry.body
            if entry.kind == "imported":
                self.add_file(body)
                self.places[body["sha256"]] = Place(body["warc"], body["offset"], body["length"])
            else:
                self._entries.add(
                    (body["source"], _base(body["key"]), _content(body["entry"]), body.get("sha256"))
                )

    def has_file(self, row: Row) -> bool:
        """Tell whether the newest row of this file and source says the same of the search."""
        return self._files.get((row["source"], row["sha256"])) == [row.get(name) for name in TOLD]

    def add_file(self, row: Row) -> None:
        """Note a file and what is said of its search."""
        self._files[row["source"], row["sha256"]] = [row.get(name) for name in TOLD]

    def take(self, row: Row) -> bool:
        """Note a reference; tell whether its source did not have it, word by word."""
        said = (row["source"], _base(row["key"]), _content(row["entry"]), row.get("sha256"))
        new = said not in self._entries
        self._entries.add(said)
        return new


def _base(key: str) -> str:
    """Return a key without the number that tells it from an equal one: that depends on the order in a file."""
    return key.partition("-")[0]


def _content(said: Row) -> str:
    # Only what is said: fields that a later version adds make no reference a new one.
    kept = {
        name: value
        for name, value in said.items()
        if value not in (None, "", []) and name not in ("position", "line")
    }
    return repr(sorted(kept.items()))
