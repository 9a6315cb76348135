"""What one reference string says, field by field."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fields:
    """One reference, read. What it does not say is ``None`` (of ``authors``: empty); nothing is guessed.

    Attributes:
        authors: persons as "Family, Given" (or "Family, A.B." as far as it is written), bodies by their whole name.
        year: of publication, the first one of a span such as 2019/20.
        title: without the quotation marks around it.
        container: journal, book, conference or series that it stands in.
        publisher: as written, without the place.
        number: of the report, as written ("Cm 1234", "Research Report 12").
        volume, issue: of the journal, as written, without "vol." and "no.".
        pages: "61-72", or an article number such as "e33693".
        doi: bare, in small letters.
        isbn: digits, without hyphens.
        url: its first web address, mended where a line broke in it.
        accessed: when somebody looked at it, ISO 8601, as precise as written.
        type: "article", "chapter", "conference", "thesis", "report", "book", "legislation" or "web", where it shows.
    """

    authors: tuple[str, ...] = ()
    year: int | None = None
    title: str | None = None
    container: str | None = None
    publisher: str | None = None
    number: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    isbn: str | None = None
    url: str | None = None
    accessed: str | None = None
    type: str | None = None
