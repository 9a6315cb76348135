"""Lines of a document to its references: what all kinds of documents share."""

from __future__ import annotations

from collections.abc import Sequence

from harvest.reference_lists.joining import Joiner
from harvest.reference_lists.model import Line, Reference, Where
from harvest.reference_lists.sections import find_sections
from harvest.reference_lists.signs import is_citation, is_sentence
from harvest.reference_lists.splitting import Entry, split


def listed(lines: Sequence[Line], joiner: Joiner) -> tuple[list[Reference], set[int]]:
    """Return the references of all lists in the lines, and the ids of the lines that they were made of."""
    found: list[Reference] = []
    taken: set[int] = set()
    for section in find_sections(lines):
        part = lines[section.start : section.stop]
        entries = split(part, joiner)
        if not section.strong:
            sure = [is_citation(entry.text) or entry.lines[0].url is not None for entry in entries]
            # Among notes that nearly all cite, one without a year or an address cites as well, unless it is a sentence.
            mostly = sum(sure) >= 0.6 * len(sure)
            entries = [
                entry for entry, cites in zip(entries, sure, strict=True)
                if cites or (mostly and entry.number and not is_sentence(entry.text))
            ]  # fmt: skip
        found += [reference_of(entry, heading=section.heading) for entry in entries]
        taken.update(map(id, part))
    return found, taken


def reference_of(entry: Entry, *, where: Where = "list", heading: str | None = None) -> Reference:
    """Return the reference of an entry."""
    first, last = entry.lines[0], entry.lines[-1]
    url = next((line.url for line in entry.lines if line.url), None)
    return Reference(
        entry.text, page=first.page, start=first.start, stop=last.stop, number=entry.number, where=where,
        heading=heading, url=url,
    )  # fmt: skip
