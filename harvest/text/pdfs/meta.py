"""What a PDF says of itself: title, date, authors and publisher, each with its source and what was passed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harvest.text.model import Claim
from harvest.text.pdfs.date import date_claims
from harvest.text.pdfs.meta_lines import Line, rows_of, sized_lines
from harvest.text.pdfs.people import author_claims, publisher_claims
from harvest.text.pdfs.title import title_claims

__all__ = ["FileMeta", "Line", "pdf_meta", "sized_lines"]


#: Rows of a text without places that are taken for its first page.
_ROWS = 60


@dataclass(frozen=True, slots=True)
class FileMeta:
    """Title, date, authors and publisher of a file, each with the place it was found in, and all ``claims`` made."""

    title: str | None = None
    title_source: str | None = None
    date: str | None = None
    date_source: str | None = None
    authors: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    publisher: str | None = None
    publisher_source: str | None = None


def pdf_meta(lines: list[Line], stated: Mapping[str, str], first_text: str) -> FileMeta:
    """Return what a PDF says of itself.

    Args:
        lines: those of the first page with words; none where words were read from pictures.
        stated: the file's own metadata: ``Title``, ``Author``, ``CreationDate``, ``ModDate`` and others.
        first_text: the mended text of the first pages.
    """
    rows = rows_of(lines) or [
        Line(row, 0.0) for row in first_text.split("\n")[:_ROWS] if any(map(str.isalnum, row))
    ]
    author = stated.get("Author", "")
    claims = [
        *title_claims(rows, stated.get("Title", ""), first_text),
        *date_claims(rows, (stated.get("CreationDate", ""), stated.get("ModDate", "")), first_text),
        *author_claims(rows, author, first_text),
        *publisher_claims(rows, (author,), first_text),
    ]
    title, title_source = _believed(claims, "title")
    date, date_source = _believed(claims, "date")
    publisher, publisher_source = _believed(claims, "publisher")
    authors = tuple(claim.value for claim in claims if claim.field == "author" and claim.why is None)
    return FileMeta(
        title, title_source, date, date_source, authors, tuple(claims), publisher, publisher_source
    )


def _believed(claims: list[Claim], field: str) -> tuple[str | None, str | None]:
    claim = next((claim for claim in claims if claim.field == field and claim.why is None), None)
    return (claim.value, claim.source) if claim else (None, None)
