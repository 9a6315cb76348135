"""EndNote XML, as EndNote, Zotero, Rayyan and others write it.

Each ``record`` is parsed by itself, without a document type and so without entities to expand: a damaged record, or a
file that was cut off, costs that record alone. Text stands in ``style`` elements, which say nothing of a reference.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from harvest.references.decode import LINE_END
from harvest.references.draft import Draft, gathered
from harvest.references.model import Entry, Fault

_BEGIN = re.compile(r"<record(?:\s[^<>]*)?>", re.IGNORECASE)
_END = re.compile(r"</record\s*>", re.IGNORECASE)
_TITLE = re.compile(r"<title(?:\s[^<>]*)?>(.*?)</title\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
#: What XML 1.0 does not have (2.2), as it is or as a number; and names of HTML, and bare ampersands.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NUMBERED = re.compile(r"&#(?:x([0-9a-f]{1,8})|(\d{1,9}));", re.IGNORECASE)
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,9}|#x[0-9a-fA-F]{1,8});)(\w{1,31};)?")
#: Fields of an entry by the path of the element (the list is that of Zotero's importer), the better one first.
_FIELDS: tuple[tuple[str, str], ...] = (
    ("titles/title", "title"), ("contributors/authors/author", "authors"), ("contributors/secondary-authors/author", "editors"),
    ("dates/year", "year"), ("periodical/full-title", "container"), ("titles/secondary-title", "container"),
    ("titles/tertiary-title", "container"), ("publisher", "publisher"), ("electronic-resource-num", "doi"),
    ("urls/related-urls/url", "url"), ("urls/web-urls/url", "url"), ("urls/pdf-urls/url", "file"), ("abstract", "abstract"),
    ("language", "language"), ("volume", "volume"), ("number", "issue"), ("pages", "pages"), ("keywords/keyword", "keywords"),
    ("accession-num", "id"), ("access-date", "accessed"), ("report-id", "number"), ("notes", "note"), ("research-notes", "note"),
)  # fmt: skip
#: Numbers of reference types (EndNote's list), in the field's words.
TYPES = {
    3: "book", 5: "chapter", 6: "book", 10: "conference proceedings", 12: "web page", 13: "", 16: "web page", 17: "journal article",
    19: "magazine article", 23: "newspaper article", 27: "report", 28: "book", 31: "legislation", 32: "thesis", 34: "manuscript",
    36: "manuscript", 43: "journal article", 44: "book", 46: "government document", 47: "conference paper", 56: "blog post", 58: "standard",
    59: "data set", 60: "chapter",
}  # fmt: skip
_BY_NAME = {
    "report": "report", "web page": "web page", "government document": "government document", "journal article": "journal article",
    "thesis": "thesis", "book": "book", "book section": "chapter", "edited book": "book", "conference paper": "conference paper",
    "conference proceedings": "conference proceedings", "blog": "blog post", "standard": "standard", "generic": "",
    "newspaper article": "newspaper article", "magazine article": "magazine article", "manuscript": "manuscript",
}  # fmt: skip


def is_endnote(head: str) -> bool:
    """Tell whether a text is EndNote XML: records with a type, a number or titles, and no other root around them."""
    start = head.lstrip("\ufeff \t\r\n")
    root = re.match(
        r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*<(xml|records|record)\b",
        start,
        re.IGNORECASE | re.DOTALL,
    )
    return root is not None and bool(
        re.search(r"<records\b", start, re.I) or re.search(r"<(?:ref-type|rec-number|titles)\b", start)
    )  # fmt: skip


def read(text: str) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """Return the references of such a file and its faults."""
    drafts: list[Draft] = []
    faults: list[Fault] = []
    for line, record, whole in _records(text):
        draft = Draft(line)
        drafts.append(draft)
        _read(draft, record, whole)
    root = re.search(r"<(xml|records|record)\b", text, re.IGNORECASE)
    ended = root is None or re.search(rf"</{root[1]}\s*>\s*$", text[-1000:], re.IGNORECASE)
    if not ended and (not drafts or _END.search(text, text.lower().rfind("<record"))):
        end = len(LINE_END.findall(text)) + 1
        faults.append(
            Fault(end, None, "the file has no end: it may be cut off, and was read up to where it stops")
        )
    return gathered(drafts, faults)


def _records(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield line and text of each record, and whether it has an end."""
    line, counted = 1, 0
    begins = [found.start() for found in _BEGIN.finditer(text)]
    for begin, following in zip(begins, [*begins[1:], len(text)], strict=False):
        line, counted = line + len(LINE_END.findall(text, counted, begin)), begin
        end = _END.search(text, begin, following)
        yield line, text[begin : end.end() if end else following], end is not None


def _read(draft: Draft, record: str, whole: bool) -> None:
    why = "it has no end"
    if whole:
        try:
            _fill(draft, fromstring(_mended(draft, record), forbid_dtd=True))
            return
        except (ParseError, ValueError, DefusedXmlException, RecursionError) as error:
            why = str(error) or type(error).__name__
    _salvage(draft, record, why)


def _salvage(draft: Draft, record: str, why: str) -> None:
    """Read what stands whole in a record that is no XML: its titles, names, years and addresses."""
    for tag, name in (
        ("title", "title"),
        ("author", "authors"),
        ("year", "year"),
        ("electronic-resource-num", "doi"),
        ("url", "url"),
    ):
        for found in re.finditer(rf"<{tag}(?:\s[^<>]*)?>(.*?)</{tag}\s*>", record, re.IGNORECASE | re.DOTALL):
            draft.add(name, html.unescape(_TAG.sub("", found[1])), draft.line, tag)
            if name in ("title", "year"):
                break
    made = "what stands whole in it was read" if not draft.empty else "nothing of it could be read"
    draft.fault(draft.line, None, f"the record that begins here is damaged or cut off ({why}): {made}")


def _mended(draft: Draft, record: str) -> str:
    """Return a record with what XML does not have made into what it has."""

    def at(offset: int) -> int:
        return draft.line + len(LINE_END.findall(record, 0, offset))

    if found := _ILLEGAL.search(record):
        draft.fault(
            at(found.start()),
            None,
            f"the record has characters that XML forbids (U+{ord(found[0]):04X}): blanks were put for them",
        )
        record = _ILLEGAL.sub(" ", record)
    if found := _AMPERSAND.search(record):
        draft.fault(
            at(found.start()),
            None,
            "an & stands bare, or before a name that XML does not know: it was read as it is meant",
        )
        record = _AMPERSAND.sub(_as_meant, record)
    return _NUMBERED.sub(lambda each: each[0] if _is_legal(each) else " ", record)


def _as_meant(found: re.Match[str]) -> str:
    spelt = html.unescape(found[0])
    return spelt.replace("&", "&amp;").replace("<", "&lt;")


def _is_legal(found: re.Match[str]) -> bool:
    code = int(found[1], 16) if found[1] else int(found[2])
    return code <= 0x10FFFF and not _ILLEGAL.match(chr(code))


def _words(element: Element) -> str:
    """Return the text of an element, that of its styles taken in."""
    return "".join(element.itertext())


def _fill(draft: Draft, record: Element) -> None:
    for path, name in _FIELDS:
        for element in record.findall(path):
            text, field = _words(element), path.rsplit("/", 1)[-1]
            if name == "file":
                if text.strip().lower().startswith("http"):
                    draft.add("url", text, draft.line, field)
            elif name in ("authors", "editors"):
                # EndNote puts a comma at the end of the name of a body.
                draft.add(name, text.strip().rstrip(","), draft.line, field)
            elif name == "keywords":
                for each in re.split(r"[;\r\n]+", text):
                    draft.add(name, each, draft.line, field)
            else:
                draft.add(name, text, draft.line, field)
    _type(draft, record)
    _dates(draft, record)
    isbn = record.find("isbn")
    if isbn is not None and re.search(r"(?:\d[- ]?){9}[\dXx]", _words(isbn)):
        draft.add("isbn", _words(isbn), draft.line, "isbn")
    number = record.find("rec-number")
    if not draft.has("id") and number is not None:
        draft.add("id", _words(number), draft.line, "rec-number")


def _type(draft: Draft, record: Element) -> None:
    given = record.find("ref-type")
    work = record.find("work-type")
    number = _words(given).strip() if given is not None else ""
    kind = TYPES.get(int(number)) if re.fullmatch(r"\d{1,3}", number) else None
    if kind is None and given is not None:
        kind = _BY_NAME.get((given.get("name") or "").casefold())
    if kind is None:
        draft.fault(draft.line, "ref-type", "the record has no type that is known: it was read without one")
    if kind == "report" and work is not None and _words(work).strip():
        draft.add("doc_type", _words(work), draft.line, "work-type")
    else:
        draft.add("doc_type", kind or "", draft.line, "ref-type")
    if kind == "report" and draft.values["issue"]:
        # EndNote keeps the number of a report in ``number``.
        draft.values["number"] += draft.values.pop("issue")


def _dates(draft: Draft, record: Element) -> None:
    date = record.find("dates/pub-dates/date")
    text = _words(date).strip() if date is not None else ""
    years = [each.text for each in draft.values["year"]]
    if text and years and not re.search(r"\d{4}", text):
        text = f"{text} {years[0]}"
    if re.search(r"\d{4}", text):
        draft.add("date", text, draft.line, "pub-dates")
