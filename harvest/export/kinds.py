"""Which type of reference a document is, in the words of each format.

Everything that councils, departments and think tanks publish is a report: ``RPRT`` is the one RIS type that
Zotero imports as a report with its institution and that Rayyan leaves alone (``GOVDOC`` becomes a bill in
Zotero by way of EndNote, ``GEN`` a journal article). References that people import have the field's words for
other kinds; "report" and "government document" are reports like all the rest.
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """One type of reference: its RIS ``TY`` code and its CSL ``type``."""

    ris: str
    csl: str


REPORT = Kind("RPRT", "report")
_WEB_PAGE = Kind("ELEC", "webpage")
_CHAPTER = Kind("CHAP", "chapter")
_BY_WORD = {
    "web page": _WEB_PAGE,
    "webpage": _WEB_PAGE,
    "blog": Kind("BLOG", "post-weblog"),
    "blog post": Kind("BLOG", "post-weblog"),
    "thesis": Kind("THES", "thesis"),
    "dissertation": Kind("THES", "thesis"),
    "conference paper": Kind("CPAPER", "paper-conference"),
    "journal article": Kind("JOUR", "article-journal"),
    "book": Kind("BOOK", "book"),
    "book chapter": _CHAPTER,
    "book section": _CHAPTER,
    "chapter": _CHAPTER,
    "standard": Kind("STAND", "standard"),
}


def kind_of(doc_type: str | None) -> Kind:
    """Return the type of reference for a document type in plain words; a report unless it is another kind."""
    return _BY_WORD.get((doc_type or "").strip().casefold(), REPORT)


def in_journal_or_book(kind: Kind) -> bool:
    """Tell whether what it stands in is its ``T2``: Rayyan shows that as a journal, which a report has none of."""
    return kind.ris in ("JOUR", "CHAP")
