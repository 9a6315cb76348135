"""A reference while its file is read: values by what they are, each with its line, made into an entry at its end.

The readers know formats; what a value means (a year, a DOI, an address) and what may be wrong with it is the same in
all of them, and is judged here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

from harvest.export.clean import one_line, unique
from harvest.references.dates import day, when
from harvest.references.identifiers import addresses, doi_in, doi_of, isbn_of
from harvest.references.model import Entry, Fault

#: Characters that no text has; tabs and line ends are blanks, and files are full of them.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_OTHERS = re.compile(r"(?:and\s+)?(?:et\.?\s*al\.?|others|\.{2,}|…)", re.IGNORECASE)
_SINGLE = ("publisher", "container", "doc_type", "language", "number", "volume", "issue", "pages")


class Value(NamedTuple):
    """One value: its text on one line, the line that it begins at, and what the file calls its field."""

    text: str
    line: int
    field: str


class Draft:
    """One reference that is being read.

    Attributes:
        line: where it begins in its file.
        values: what was read so far, by the name of the field in :class:`Entry`.
        faults: what is wrong with it.
    """

    def __init__(self, line: int) -> None:
        self.line = line
        self.values: defaultdict[str, list[Value]] = defaultdict(list)
        self.faults: list[Fault] = []

    def add(self, name: str, text: str, line: int, field: str) -> None:
        """Add a value of the field ``name``; ``field`` is what the file calls it. Empty ones are passed over."""
        found = _CONTROL.search(text)
        if found:
            self.fault(
                line,
                field,
                f"{field} has control characters (U+{ord(found[0]):04X}): blanks were put for them",
            )
        clean = one_line(text)
        if clean:
            self.values[name].append(Value(clean, line, field))
        elif name == "year":
            self.fault(line, field, f"{field} is empty: no year was taken")

    def fault(self, line: int, field: str | None, says: str) -> None:
        """Report what is wrong at a line."""
        self.faults.append(Fault(line, field, says))

    def has(self, name: str) -> bool:
        """Tell whether a field has a value."""
        return bool(self.values.get(name))

    @property
    def empty(self) -> bool:
        """Whether nothing is known of it but perhaps its type."""
        return not any(values for name, values in self.values.items() if name != "doc_type")

    def entry(self, position: int) -> Entry:
        """Return the entry; its faults are in ``faults`` afterwards, by line."""
        year, date = self._dated()
        urls = self._urls()
        doi = self._doi(urls)
        single = {name: self._first(name) for name in _SINGLE}
        title = self._first("title") or ""
        if not title:
            self.fault(self.line, None, "the reference has no title")
        authors = self._authors()
        entry = Entry(
            position=position, line=self.line, title=title, authors=authors, year=year, date=date, doi=doi,
            isbn=self._isbn(), url=urls[0] if urls else None, urls=tuple(urls), abstract=self._abstract(),
            accessed=self._accessed(), keywords=tuple(unique(each.text for each in self.values["keywords"])),
            id=self._first("id", quiet=True), note=" | ".join(unique(each.text for each in self.values["note"])) or None,
            **single,
        )  # fmt: skip
        self.faults.sort(key=lambda fault: fault.line)
        return entry

    def _first(self, name: str, *, quiet: bool = False) -> str | None:
        """Return the first value; another one of a field of the same name is told and left in the note."""
        values = self.values[name]
        if not values:
            return None
        first = values[0]
        for other in values[1:]:
            if other.field == first.field and not quiet:
                kept = "it says the same" if other.text == first.text else "the second was left in the note"
                self.fault(
                    other.line, other.field, f"{other.field} stands a second time in this reference: {kept}"
                )
                if other.text != first.text:
                    self.values["note"].append(Value(f"{other.field}: {other.text}", other.line, other.field))
        return first.text

    def _dated(self) -> tuple[int | None, str | None]:
        year: int | None = None
        date: str | None = None
        dated = ""
        values = [(each, True) for each in self.values["year"]] + [
            (each, False) for each in self.values["date"]
        ]
        if not values:
            self.fault(self.line, None, "the reference has no year")
        seen: set[str] = set()
        for value, is_year in values:
            # Web of Science and EndNote have month and day in one field, and the year in another.
            part = year is not None and not is_year and not re.search(r"\d{4}", value.text)
            told = when(f"{value.text} {year}" if part else value.text)
            exact = told.date is not None and len(told.date) > 4
            if told.odd and (is_year or not exact):
                self.fault(value.line, value.field, f"{value.field} {told.odd}")
            if is_year and value.field in seen:
                self.fault(value.line, value.field, f"{value.field} stands a second time in this reference")
            seen.add(value.field)
            if told.year is None:
                continue
            if year is None:
                year, date, dated = told.year, told.date, value.field
            elif told.year != year:
                self.fault(
                    value.line,
                    value.field,
                    f"{value.field} says {told.year} where {dated} says {year}: {year} was kept",
                )
            elif exact and len(told.date or "") > len(date or ""):
                date = told.date
        return year, date

    def _urls(self) -> list[str]:
        urls: list[str] = []
        for value in self.values["url"]:
            found = addresses(value.text)
            urls += found.urls
            for odd in found.odd:
                self.fault(value.line, value.field, f"{value.field} {odd}")
            if found.rest:
                self.values["note"].append(Value(found.rest, value.line, value.field))
        return unique(urls)

    def _doi(self, urls: list[str]) -> str | None:
        doi: str | None = None
        for value in self.values["doi"]:
            told = doi_of(value.text)
            if told.odd:
                self.fault(value.line, value.field, f"{value.field} {told.odd}")
            if doi and told.doi and told.doi != doi:
                self.fault(
                    value.line,
                    value.field,
                    f"{value.field} gives a second DOI, {told.doi}: the first was kept",
                )
            doi = doi or told.doi
        if doi:
            return doi
        for value in self.values["url"]:
            found = next(filter(None, map(doi_in, addresses(value.text).urls)), None)
            if found:
                self.fault(
                    value.line,
                    value.field,
                    f"{value.field} is the address of a DOI: {found} was taken as its DOI",
                )
                return found
        return None

    def _isbn(self) -> str | None:
        for value in self.values["isbn"]:
            isbn, odd = isbn_of(value.text)
            if odd:
                self.fault(value.line, value.field, f"{value.field} {odd}")
            if isbn:
                return isbn
        return None

    def _authors(self) -> tuple[str, ...]:
        editors = unique(each.text for each in self.values["editors"])
        if editors and self.values["authors"]:
            self.values["note"].append(Value(f"Editors: {'; '.join(editors)}", self.line, "editors"))
        names = []
        # A collection has editors in the place of authors.
        for value in self.values["authors"] or self.values["editors"]:
            if _OTHERS.fullmatch(value.text):
                self.fault(
                    value.line,
                    value.field,
                    f"{value.field} says {value.text!r}: the file does not name every author",
                )
            else:
                names.append(value.text)
        return tuple(unique(names))

    def _abstract(self) -> str | None:
        values = self.values["abstract"]
        for before, value in pairwise(values):
            if value.field == before.field and value.text != before.text:
                self.fault(
                    value.line,
                    value.field,
                    f"{value.field} stands a second time in this reference: the texts were joined",
                )
        return " ".join(unique(each.text for each in values)) or None

    def _accessed(self) -> str | None:
        for value in self.values["accessed"]:
            if date := day(value.text):
                return date
            self.fault(
                value.line,
                value.field,
                f"{value.field} is {value.text[:60]!r}, which is no date: it was left out",
            )
        return None


def gathered(drafts: list[Draft], faults: list[Fault]) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """Return the entries of the drafts in order, and all faults by line. Drafts with nothing in them are told."""
    entries: list[Entry] = []
    found = list(faults)
    for draft in drafts:
        if draft.empty:
            draft.fault(draft.line, None, "the record is empty: there is no reference in it")
        else:
            entries.append(draft.entry(len(entries) + 1))
        found += draft.faults
    return tuple(entries), tuple(sorted(found, key=lambda fault: fault.line))
