"""The manifest beside files that are imported one by one: what each holds, in the numbers that a flow diagram asks for."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from harvest.errors import GreylitError
from harvest.export.clean import guard_formula, one_line
from harvest.export.files import replacing

MANIFEST = "MANIFEST.csv"
COLUMNS = (
    "file", "source", "source_id", "date", "records", "duplicates_left_out", "not_selected", "identified",
    "titles_with_publisher", "bytes", "sha256",
)  # fmt: skip


class Row(NamedTuple):
    """One file, or a source of which nothing was written (``file`` is empty then).

    ``duplicates`` are works of that source and day that were found to be ones of other records, ``not_selected`` records
    that the selection left out; both stand in the first file of a source and day.
    """

    file: str
    source: str
    source_id: str
    date: str
    records: int
    duplicates: int = 0
    not_selected: int = 0
    retitled: int = 0
    bytes: int = 0
    sha256: str = ""

    @property
    def identified(self) -> int:
        """How many works the search of the source identified: records, those not selected, and duplicates."""
        return self.records + self.not_selected + self.duplicates

    def cells(self) -> list[str | int]:
        """Return its cells in the order of ``COLUMNS``, none of which a spreadsheet runs as a formula."""
        name, source, source_id, date = (guard_formula(one_line(text)) for text in self[:4])
        return [
            name, source, source_id, date, self.records, self.duplicates, self.not_selected, self.identified,
            self.retitled, self.bytes, self.sha256,
        ]  # fmt: skip


def write_manifest(rows: Sequence[Row], folder: Path) -> None:
    """Write the manifest of ``rows`` into ``folder``.

    Raises:
        GreylitError: it cannot be written.
    """
    with replacing(folder / MANIFEST) as part, part.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(COLUMNS)
        table.writerows(row.cells() for row in rows)


def forget_earlier(folder: Path, names: Collection[str]) -> tuple[str, ...]:
    """Remove the files of an earlier export from ``folder``, so that nobody imports them with the new ones.

    Only what a manifest there lists, if its bytes are still those that were written, and not what is in ``names``,
    which is replaced. Returns a sentence on each file that was changed and so is left.

    Raises:
        GreylitError: a file that the export would replace is none of an earlier export (``EXPORT_NOT_WRITTEN``).
    """
    known = _earlier(folder / MANIFEST)
    for name in sorted(names):
        if name and name not in known and (folder / name).exists():
            raise GreylitError(
                f"{folder / name} is there already, and no manifest of an earlier export lists it",
                code="EXPORT_NOT_WRITTEN", where={"file": str(folder / name)}, hint="choose another folder with --out",
            )  # fmt: skip
    left = []
    for name, sha256 in known.items():
        path = folder / name
        if name in names or not path.is_file():
            continue
        if hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
            path.unlink()
        else:
            left.append(f"{name} is of an earlier export, and was changed since: it was left where it is")
    return tuple(left)


def _earlier(manifest: Path) -> dict[str, str]:
    """Return name and hash of the files that a manifest lists; nothing of what is no manifest of ours."""
    try:
        with manifest.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, ValueError, csv.Error):
        return {}
    return {
        row["file"]: row["sha256"]
        for row in rows
        # A name only: a manifest that somebody else wrote must not lead out of its folder.
        if row.get("file") and row.get("sha256") and Path(row["file"]).name == row["file"]
    }
