"""Counting what a format could not express: an export never loses something without saying so."""

from __future__ import annotations

from harvest.export.clean import one_line
from harvest.export.dates import date_parts
from harvest.export.model import ExportRecord, issued, title_of

_SHOWN_IDS = 3


class Tally:
    """Counts of records by remark, in the order in which the remarks first came up."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], list[str]] = {}
        self._counts: dict[tuple[str, str], int] = {}

    def add(self, one: str, many: str, record_id: str = "", count: int = 1) -> None:
        """Count a remark, worded for one ("record has no year") and for many ("records have no year")."""
        key = (one, many)
        self._counts[key] = self._counts.get(key, 0) + count
        ids = self._ids.setdefault(key, [])
        shown = one_line(record_id)
        # One more than is shown: enough to know that there are others.
        if shown and shown not in ids and len(ids) <= _SHOWN_IDS:
            ids.append(shown)

    def count_of(self, begins: str) -> int:
        """Return how often remarks were counted whose wording for one begins with these words."""
        return sum(count for (one, _), count in self._counts.items() if one.startswith(begins))

    def sentences(self) -> tuple[str, ...]:
        """Return the remarks as sentences: ``31 records have no year (PY left out): R00001, R00005, …``."""
        found = []
        for key, count in self._counts.items():
            ids = self._ids[key]
            shown = ", ".join(ids[:_SHOWN_IDS]) + (", …" if len(ids) > _SHOWN_IDS else "")
            found.append(f"{count:,} {key[0] if count == 1 else key[1]}" + (f": {shown}" if shown else ""))
        return tuple(found)


def tally_common(tally: Tally, record: ExportRecord, *, left_out: str) -> None:
    """Count what no bibliographic format can hold of this record; ``left_out`` names its year field."""
    if not issued(record):
        tally.add(
            f"record has no year ({left_out} left out)",
            f"records have no year ({left_out} left out)",
            record.id,
        )
    if record.date and not date_parts(record.date):
        tally.add("date is not an ISO date", "dates are not ISO dates", record.id)
    elif record.date and date_parts(record.date)[:1] != issued(record)[:1]:
        tally.add(
            "record has a date of another year than its year (the year is used)",
            "records have a date of another year than their year (the year is used)",
            record.id,
        )
    if not title_of(record)[1]:
        tally.add(
            "record has no title (its file name, address or id stands in)",
            "records have no title (their file name, address or id stands in)",
            record.id,
        )
    elif record.title_source == "file-name":
        tally.add("title comes from a file name", "titles come from file names", record.id)
    if not one_line(record.abstract) and one_line(record.summary):
        tally.add(
            "record has no abstract in its source (the document's own summary stands in)",
            "records have no abstract in their source (the documents' own summaries stand in)",
            record.id,
        )
    elif not one_line(record.abstract):
        tally.add(
            "record has no abstract in its source (passages stand in)",
            "records have no abstract in their source (passages stand in)",
            record.id,
        )
