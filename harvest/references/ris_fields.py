"""What the tags of a RIS record hold: which field of a reference each value belongs to."""

from __future__ import annotations

import re

from harvest.references.draft import Draft
from harvest.references.ris_tags import FIELDS, KNOWN, TYPES

_NAME = dict(FIELDS)
_ORDER = {tag: place for place, tag in enumerate(_NAME)}


def fill(draft: Draft, values: list[tuple[str, str, int]]) -> None:
    """Put the values of a record where they belong; of fields with several tags the first in order stands first."""
    written = next((value for tag, value, _ in values if tag == "TY"), "").upper()
    line = next((number for tag, _, number in values if tag == "TY"), draft.line)
    if written and written not in TYPES:
        draft.fault(
            line, "TY", f"TY is {written[:20]!r}, which is no type of RIS: it was read without its type"
        )
    if any(tag == "TY" for tag, _, _ in values) and not written:
        draft.fault(line, "TY", "TY is empty: the reference was read without its type")
    book = written in ("BOOK", "EBOOK", "EDBOOK")
    for tag, value, number in sorted(values, key=lambda each: _ORDER.get(each[0], len(_ORDER))):
        name = _NAME.get(tag)
        if not draft.has("title") and (tag == "BT" or (tag == "T2" and book)):
            # A whole book has its title there in some programs.
            name = "title"
        if tag == "TY":
            continue
        if tag == "SN":
            _serial(draft, written, value, number)
        elif tag == "M3":
            _kind(draft, written, value, number)
        elif tag in ("SP", "EP"):
            continue
        elif name in ("authors", "editors") and ";" in value:
            draft.fault(number, tag, f"{tag} holds several names: it was split at the semicolons")
            for each in value.split(";"):
                draft.add(name, each, number, tag)
        elif name == "keywords":
            for each in value.split(";"):
                draft.add(name, each, number, tag)
        elif tag in ("L1", "L2"):
            if value.lower().startswith("http"):
                draft.add("url", value, number, tag)
        elif name:
            draft.add(name, value, number, tag)
        elif tag not in KNOWN:
            draft.add("note", f"{tag}: {value}", number, tag)
    if TYPES.get(written) and not draft.has("doc_type"):
        draft.add("doc_type", TYPES[written], line, "TY")
    _pages(draft, values)


def _serial(draft: Draft, written: str, value: str, number: int) -> None:
    """SN is an ISSN, an ISBN or the number of a report (Zotero's reading)."""
    if re.search(r"(?:\d[- ]?){9}[\dXx]", value):
        draft.add("isbn", value, number, "SN")
    elif written in ("RPRT", "GOVDOC", "STAND"):
        draft.add("number", value, number, "SN")


def _kind(draft: Draft, written: str, value: str, number: int) -> None:
    """M3 is the kind of a report; elsewhere some programs keep the DOI in it (Zotero's reading)."""
    if re.match(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?10\.\d{4}", value, re.IGNORECASE):
        draft.add("doi", value, number, "M3")
    elif written == "RPRT":
        draft.add("doc_type", value, number, "M3")


def _pages(draft: Draft, values: list[tuple[str, str, int]]) -> None:
    first = next(((value, number) for tag, value, number in values if tag == "SP" and value), None)
    last = next((value for tag, value, _ in values if tag == "EP" and value), "")
    if first:
        pages, number = first
        joined = f"{pages}-{last}" if last and last != pages and "-" not in pages else pages
        draft.add("pages", joined, number, "SP")
