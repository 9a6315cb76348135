"""The columns of tables of references, whichever program wrote them, and the names within one cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

#: Headings by field, in small letters and without punctuation; the better one of a field first. From exports of Zotero,
#: Publish or Perish, Scopus, Rayyan, Covidence, ASReview, EPPI-Reviewer, Web of Science, PubMed and our own.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "primary title", "article title", "document title", "titles", "title primary", "ti", "reference title", "name of document"),
    "authors": ("author full names", "authors", "author", "author s", "author names", "first authors", "authors names", "af", "au",
                "primary authors", "creator", "creators"),
    "editors": ("editor", "editors"),
    "year": ("publication year", "year", "published year", "pub year", "year published", "py", "year of publication"),
    "date": ("date", "publication date", "date published", "date of publication", "pub date", "published", "create date"),
    "month": ("month", "published month"),
    "day": ("day",),
    "container": ("publication title", "journal", "source title", "container title", "journal book", "journal title", "source", "so",
                  "secondary title", "publication", "journal name", "series", "book title", "parent title"),
    "publisher": ("publisher", "institution", "pu", "publisher name", "organisation", "organization"),
    "doc_type": ("item type", "document type", "doc type", "publication type", "type of work", "reference type", "dt", "type", "type name"),
    "doi": ("doi", "di", "dois"),
    "isbn": ("isbn", "isbns", "bn"),
    "url": ("url", "urls", "article url", "articleurl", "link", "links", "web address", "website", "full text url", "fulltexturl", "file urls",
            "link attachments", "weblink"),
    "abstract": ("abstract note", "abstract", "abstracts", "notes abstract", "summary", "description", "ab"),
    "language": ("language", "language of original document", "languages", "la"),
    "number": ("report number", "number of report"),
    "volume": ("volume", "vl", "vol"),
    "issue": ("issue", "is", "issue number"),
    "pages": ("pages", "page s", "page range"),
    "first": ("page start", "start page", "startpage", "bp", "first page"),
    "last": ("page end", "end page", "endpage", "ep", "last page"),
    "accessed": ("access date", "accessed", "date accessed", "querydate", "query date"),
    "keywords": ("author keywords", "keywords", "manual tags", "keyword", "de", "index keywords", "automatic tags"),
    "id": ("id", "key", "record", "record id", "accession number", "eid", "ut", "ut unique wos id", "pmid", "covidence", "item id", "itemid", "ref"),
    "note": ("notes", "extra", "note", "comments"),
}  # fmt: skip
_BY_HEADING: Mapping[str, tuple[str, int]] = {
    heading: (name, place) for name, headings in _HEADINGS.items() for place, heading in enumerate(headings)
}
#: Types of Zotero, Scopus, Rayyan, Web of Science and Publish or Perish, in the field's words; ``""`` says nothing.
_TYPES: Mapping[str, str] = {
    "journalarticle": "journal article", "article": "journal article", "review": "journal article", "letter": "journal article",
    "editorial": "journal article", "note": "journal article", "short survey": "journal article", "journal": "journal article",
    "article in press": "journal article", "articlejournal": "journal article", "jour": "journal article", "rprt": "report", "book": "book",
    "booksection": "chapter", "book section": "chapter", "book chapter": "chapter", "chapter": "chapter", "webpage": "web page", "web page": "web page",
    "website": "web page", "blogpost": "blog post", "conferencepaper": "conference paper", "conference paper": "conference paper",
    "proceedings paper": "conference paper", "conference review": "conference proceedings", "magazinearticle": "magazine article",
    "newspaperarticle": "newspaper article", "manuscript": "manuscript", "document": "", "pdf": "", "html": "", "citation": "", "doc": "",
    "attachment": "", "presentation": "presentation", "dataset": "data set", "b": "book", "j": "journal article", "s": "book series",
}  # fmt: skip
_INITIALS_FIRST = re.compile(
    r"(?:[A-Z]{1,4}|(?:[A-Z]\.[ -]?)+) (?:(?:de|van|von|der|den|la|le|di|da|del|dos|el|al|bin) )*[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?"
)
_INITIALS_LAST = re.compile(
    r"(?:(?:de|van|von|der|den|la|le|di|da|del|dos|el|al|bin) )*[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)? (?:[A-Z]{1,3}|(?:[A-Z]\.[ -]?)+)"
)
_FAMILY_GIVEN = re.compile(r"([^,]+, (?:[A-Z]\.?[ -]?){1,4})(?:, (?:& |and )?| & | and |$)")
_SCOPUS_ID = re.compile(r"\s*\(\d{6,}\)$")
_CUT = re.compile(r"\.{3}|…")


def heading(text: str) -> str:
    """Return a heading as the list above spells them."""
    return " ".join(re.sub(r"[^\w]|_", " ", text.casefold()).split())


def fields_of(header: Sequence[str]) -> dict[int, tuple[str, int]]:
    """Return, for each column that is known, its field and its rank among the headings of the field."""
    return {
        place: known for place, text in enumerate(header) if (known := _BY_HEADING.get(heading(text)))
    }  # fmt: skip


def has_title(header: Sequence[str]) -> bool:
    """Tell whether a line is the header of a table of references: it has a title, and is no single word of prose."""
    return any(name == "title" for name, _ in fields_of(header).values())


def type_word(text: str) -> str:
    """Return a type in the field's words; one that is not known as it is written."""
    return _TYPES.get(text.strip().casefold(), text)


def names(text: str, *, scholar: bool = False) -> list[str]:
    """Return the names in a cell.

    Separated by semicolons, else as a list of commas or of ``and`` only where each part is a person's name: "Department
    of Health and Social Care" is one name, and so is "Ministry of Housing, Communities & Local Government".

    Args:
        text: the cell.
        scholar: whether the table is of Google Scholar, which separates names by commas and writes them "J Smith".
    """
    text = text.strip()
    if ";" in text:
        parts = text.split(";")
    elif scholar:
        parts = text.split(",")
    elif " and " in text and all("," in each for each in text.split(" and ")):
        parts = text.split(" and ")
    elif _each(text, _INITIALS_FIRST) or _each(text, _INITIALS_LAST):
        parts = text.split(",")
    elif text.count(",") > 1 and "".join(each[0] for each in _FAMILY_GIVEN.finditer(text)) == text:
        parts = [each[1] for each in _FAMILY_GIVEN.finditer(text)]
    else:
        parts = [text]
    return [name for name in (_SCOPUS_ID.sub("", each).strip() for each in parts) if name]


def _each(text: str, pattern: re.Pattern[str]) -> bool:
    parts = [each.strip() for each in text.split(",")]
    return len(parts) > 1 and all(pattern.fullmatch(each) or _CUT.fullmatch(each) for each in parts)
