"""What is said of a work: title, date, publisher, authors; by the page that describes it, a reference, a person, or its text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from crawler.judge.item import Item
from harvest.gathering import Work
from harvest.jobs import SITE_SAYS
from store.inputs import WorkInputs

Row = dict[str, Any]

#: How a title or a date is known that stands in the list, or with the link, that leads to a document.
THE_LIST = "the list that names it"
#: How a title or a date is known that somebody wrote on a manual-search sheet.
A_PERSON = "the person who found it"
#: How a title or a date is known that stands in a reference which a person brought.
A_REFERENCE = "the reference as imported"
#: How a date is known that is printed in the document, and may stand for one that its page does not tell.
PRINTED = "first-page"


def facts(work: Work, main: Row | None, seen: WorkInputs) -> Row:
    """Return the columns of the table ``work`` that are said of a work, whatever the protocol asks.

    Args:
        work: the work, with its documents.
        main: facts of its longest readable document.
        seen: everything observed.
    """
    if work.entry is not None:
        return _of_entry(work.entry, main)
    if work.item is not None:
        return _of_item(work, work.item, main, seen)
    return _of_page(work, main, seen)


#: Languages by their English and own names and by three letters (ISO 639-2), as databases of references write them.
_LANGUAGES = {
    name: code
    for code, names in {
        "en": "english eng", "cy": "welsh cymraeg wel cym", "gd": "gaelic gla", "ga": "irish gaeilge gle",
        "fr": "french fre fra", "de": "german deutsch ger deu", "es": "spanish spa", "it": "italian italiano ita",
        "pt": "portuguese por", "nl": "dutch nederlands dut nld", "da": "danish dansk dan", "sv": "swedish svenska swe",
        "no": "norwegian norsk nor", "fi": "finnish suomi fin", "pl": "polish polski pol", "ru": "russian rus",
        "zh": "chinese chi zho", "ja": "japanese jpn", "ko": "korean kor", "ar": "arabic ara", "tr": "turkish tur",
        "el": "greek gre ell", "cs": "czech cze ces", "hu": "hungarian hun",
    }.items()
    for name in names.split()
}  # fmt: skip
_NOTHING: Row = {
    "description": None, "country": [], "withdrawn": None, "authors": [], "doi": None, "isbn": None,
    "container_title": None, "notice": None,
}  # fmt: skip


def _of_item(work: Work, item: Item, main: Row | None, seen: WorkInputs) -> Row:
    publisher = seen.publishers.get(work.source)
    named = list(item.publishers) or ([publisher] if publisher else [])
    date, source = item.date, item.date_source
    if date is None and main is not None and main["date_source"] == PRINTED:
        date, source = main["doc_date"], PRINTED
    isbn = next((each.isbn for each in item.attachments if each.isbn), None)
    return {
        **_NOTHING, "title": item.title, "title_source": SITE_SAYS, "description": item.description, "work_date": date,
        "date_source": source, "publishers": [] if work.mirror else named,
        "site_type": item.doc_type, "language": item.language, "country": list(item.country),
        "withdrawn": item.withdrawn, "authors": list(item.authors or (main or {}).get("authors") or ()), "isbn": isbn, "notice": item.notice,
    }  # fmt: skip


def _of_page(work: Work, main: Row | None, seen: WorkInputs) -> Row:
    told_by_list = seen.said.get(work.name, {})
    title, source = _page_title(work, main)
    known = dict(main or {})
    if told_by_list.get("title"):
        title, source = told_by_list["title"], THE_LIST
        known |= _listed(told_by_list)
    publisher = seen.publishers.get(work.source) or known.get("publisher")
    if work.mirror:
        # On the page of an item as well: what the page of a mirror names as publisher is the mirror.
        publisher = None
    if told := seen.brought.get(work.url):
        # What a person wrote of a document that they held is better than what can be read from its bytes.
        title, source = (told["title"], A_PERSON) if told["title"] else (title, source)
        known |= {"doc_date": told["doc_date"], "date_source": A_PERSON} if told["doc_date"] else {}
        publisher = told["publisher"] or publisher
    return {
        **_NOTHING, "title": title, "title_source": source, "work_date": known.get("doc_date"),
        "date_source": known.get("date_source"), "publishers": [publisher] if publisher else [],
        "site_type": told_by_list.get("doc_type"), "language": known.get("language"),
        "authors": list(known.get("authors") or ()),
    }  # fmt: skip


def _of_entry(row: Row, main: Row | None) -> Row:
    said: Mapping[str, Any] = row["said"]
    if main is not None:
        # The file itself was brought: it tells more than its name does.
        title, source = (
            (main["title"], main["title_source"]) if main["title"] else (said.get("title"), "the address")
        )
        return {
            **_NOTHING, "title": title or row["file"], "title_source": source, "work_date": main["doc_date"],
            "date_source": main["date_source"], "publishers": [main["publisher"]] if main["publisher"] else [],
            "site_type": None, "language": main["language"],
        }  # fmt: skip
    date = said.get("date") or (str(said["year"]) if said.get("year") else None)
    title = said.get("title") or f"[no title] {row['file']}, line {row['line']}"
    return {
        **_NOTHING, "title": title, "title_source": A_REFERENCE, "description": said.get("abstract"),
        "work_date": date, "date_source": A_REFERENCE if date else None,
        "publishers": [said["publisher"]] if said.get("publisher") else [], "site_type": said.get("doc_type"),
        "language": _language(said.get("language")), "authors": list(said.get("authors") or ()), "doi": said.get("doi"),
        "isbn": said.get("isbn"), "container_title": said.get("container"),
    }  # fmt: skip


def _language(said: str | None) -> str | None:
    """Return the code of a language that a reference names: "English", "eng" and "en_GB" are ``en``.

    One that is not known by name is none: nothing is left out for what its language is called.
    """
    word = re.split(r"[^a-z]", (said or "").strip().lower(), maxsplit=1)[0]
    return word if len(word) == 2 else _LANGUAGES.get(word)


def _listed(said: Row) -> Row:
    """Return the facts of a document that the list which names it tells."""
    if not said.get("date"):
        return {}
    return {"doc_date": said["date"], "date_source": said.get("date_source") or THE_LIST}


def _page_title(work: Work, main: Row | None) -> tuple[str, str]:
    if main and main["title"]:
        return main["title"], main["title_source"] or "the document"
    return work.url.rstrip("/").rsplit("/", 1)[-1] or work.url, "the address"
