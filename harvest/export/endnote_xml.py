"""EndNote XML, for EndNote itself and whatever reads its files.

The elements are those that Zotero's reader knows (Endnote XML.js of zotero/translators, 28143701), with
``accession-num`` and ``remote-database-name``, which EndNote has for the number and the database of a record. Types are
EndNote's numbers: 27, report, for everything that bodies publish; 46, government document, becomes a bill in Zotero.
The name of a body ends in a comma, which is how EndNote knows that it is not to be split, and has no comma inside.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from harvest.export.abstracts import abstract_for, passage_line
from harvest.export.clean import one_line, unique, web_address
from harvest.export.dates import day_of
from harvest.export.files import replacing
from harvest.export.kinds import REPORT, in_journal_or_book, kind_of
from harvest.export.model import (
    ExportContext,
    ExportRecord,
    ExportResult,
    author_names,
    bodies,
    issued,
    title_of,
)
from harvest.export.names import personal_name, ris_name
from harvest.export.notes import Tally, tally_common
from harvest.export.places import on_the_web
from harvest.export.provenance import sentences, web_places
from harvest.export.ris import bare_doi

#: Name and number of EndNote's types, by RIS type.
TYPES = {
    "RPRT": ("Report", 27), "ELEC": ("Web Page", 12), "BLOG": ("Blog", 56), "THES": ("Thesis", 32), "CPAPER": ("Conference Paper", 47),
    "JOUR": ("Journal Article", 17), "BOOK": ("Book", 6), "CHAP": ("Book Section", 5), "STAND": ("Standard", 58),
}  # fmt: skip
_START = '<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n'
_END = "</records></xml>\n"


def write(records: Iterable[ExportRecord], out: Path, context: ExportContext) -> ExportResult:
    """Write ``records`` as EndNote XML to the file ``out``, one record a line.

    Raises GreylitError if the file cannot be written; then no file, or the old one, is there.
    """
    tally, count = Tally(), 0
    with replacing(out) as part, part.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(_START)
        for record in records:
            count += 1
            stream.write(tostring(element(record, count, context, tally), encoding="unicode") + "\n")
        stream.write(_END)
    return ExportResult(paths=(out,), records=count, notes=tally.sentences())


def element(record: ExportRecord, number: int, context: ExportContext, tally: Tally) -> Element:
    """Return one record, the ``number``-th of its file, as an element; fields without a value are left out."""
    tally_common(tally, record, left_out="year")
    kind = kind_of(record.doc_type)
    name, code = TYPES[kind.ris]
    root = Element("record")
    _put(root, "database", context.review_id, name=one_line(context.review_id), path="")
    _put(root, "source-app", "EndNote", name="EndNote", version="20.0")
    _put(root, "rec-number", str(number))
    _put(root, "ref-type", str(code), name=name)
    known = bodies(record)
    _put_all(root, "contributors/authors", "author", [_name(each, known) for each in author_names(record)])
    container = one_line(record.container_title)
    titles = [
        ("title", title_of(record)[0]),
        ("secondary-title", container if in_journal_or_book(kind) else ""),
    ]
    if not in_journal_or_book(kind):
        titles.append(("tertiary-title", container))
    _put_named(root, "titles", titles)
    _put_named(root, "periodical", [("full-title", container if kind.ris == "JOUR" else "")])
    _put_all(root, "keywords", "keyword", [one_line(each) for each in record.concepts])
    parts = issued(record)
    dates = SubElement(root, "dates") if parts else None
    if dates is not None:
        _put(dates, "year", str(parts[0]))
        if len(parts) > 1:
            _put(SubElement(dates, "pub-dates"), "date", "-".join(f"{part:02d}" for part in parts))
    _put(root, "publisher", record.publisher)
    _put(root, "isbn", record.isbn)
    _put(root, "accession-num", record.id)
    _put(root, "electronic-resource-num", bare_doi(record.doi))
    _put(root, "abstract", abstract_for(record))
    if kind is REPORT:
        _put(root, "work-type", record.doc_type)
        _put(root, "report-id", record.report_number)
    files = [web_address(on_the_web(each)) for each in unique(record.file_urls) if each != record.url]
    if web_places(record) or any(files):
        urls = SubElement(root, "urls")
        _put_all(urls, "related-urls", "url", [web_address(each) for each in web_places(record)])
        _put_all(urls, "pdf-urls", "url", files)
    _put(root, "remote-database-name", record.source_name)
    if accessed := day_of(record.accessed):
        _put(root, "access-date", "{}-{:02d}-{:02d}".format(*accessed))
    _put(root, "language", record.language)
    _put(root, "notes", "; ".join(filter(None, map(one_line, sentences(record, context, name=ris_name)))))
    _put(root, "research-notes", " | ".join(map(passage_line, record.passages)))
    return root


def _name(name: str, known: frozenset[str]) -> str:
    written = ris_name(name, known)
    return written if personal_name(name, known) else f"{written},"


def _put(parent: Element, tag: str, text: str | None, **attributes: str) -> None:
    """Add an element with text; none for an empty one. ``one_line`` takes away what XML 1.0 forbids."""
    line = one_line(text)
    if line:
        SubElement(parent, tag, attributes).text = line


def _put_all(parent: Element, path: str, tag: str, texts: Iterable[str]) -> None:
    """Add elements of one name below a path of elements; nothing where all are empty."""
    _put_named(parent, path, [(tag, each) for each in texts])


def _put_named(parent: Element, path: str, texts: Iterable[tuple[str, str]]) -> None:
    found = [(tag, text) for tag, text in texts if text]
    if not found:
        return
    for name in path.split("/"):
        parent = SubElement(parent, name)
    for tag, text in found:
        _put(parent, tag, text)
