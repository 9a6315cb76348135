"""Titles that many bodies use alike, for programs that take records of one title and year for duplicates.

Covidence leaves out as duplicates what agrees in title, year and volume and is similar in its authors (library guides
of the University of Pennsylvania and the University of Victoria). Strategies of councils have no volume, and bear one title.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from harvest.export.clean import one_line
from harvest.export.model import ExportContext, ExportRecord, title_of
from harvest.export.notes import Tally


def title_key(record: ExportRecord) -> str:
    """Return the title as titles are compared: letters and digits alone, whatever their case."""
    title = title_of(record)[0].casefold()
    return " ".join("".join(each if each.isalnum() else " " for each in title).split())


def shared_titles(records: Iterable[ExportRecord]) -> frozenset[str]:
    """Return the titles that several of the records bear, as :func:`title_key` has them."""
    known = Counter(map(title_key, records))
    return frozenset(title for title, count in known.items() if count > 1)


def shown_title(record: ExportRecord, context: ExportContext, tally: Tally) -> tuple[str, str]:
    """Return the title to write, and the sentence that says what was added to it; ``""`` where nothing was.

    A title that other records of the review bear as well is followed by publisher and number, if the person asked for
    that; else it is counted, so that the person knows of it. The number is there for two editions of one body.
    """
    title = title_of(record)[0]
    if title_key(record) not in context.shared_titles:
        return title, ""
    if not context.disambiguate_titles:
        tally.add(
            "title is borne by another record as well, and may be taken for its duplicate (--disambiguate-titles adds the publisher)",
            "titles are borne by other records as well, and may be taken for their duplicates (--disambiguate-titles adds the publisher)",
            record.id,
        )
        return title, ""
    publisher = one_line(record.publisher) or one_line(record.source_name) or "publisher not known"
    added = f"[{publisher}, {one_line(record.id)}]"
    tally.add(
        "title has publisher and number added, so that it is not taken for a duplicate",
        "titles have publisher and number added, so that they are not taken for duplicates",
        record.id,
    )
    return f"{title} {added}", f"Title as found: {title}. Added by greylit: {added}"
