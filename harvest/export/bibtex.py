"""BibTeX, for LaTeX, JabRef and everything that reads no better format.

Councils and think tanks publish ``@techreport``; a page of the web is ``@misc`` (Zotero writes it so; ``@online`` is of
biblatex). Two pairs of braces keep the names of bodies and the letters of titles as they are (measured with
bibtexparser 2.1.0). The file is UTF-8; what means something to TeX is escaped here, and never in ``url`` and ``doi``,
which the escaping of bibtexparser breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from harvest.export.abstracts import abstract_for
from harvest.export.clean import one_line, unique, web_address
from harvest.export.dates import day_of
from harvest.export.files import replacing
from harvest.export.keys import citation_keys
from harvest.export.kinds import kind_of
from harvest.export.model import (
    ExportContext,
    ExportRecord,
    ExportResult,
    author_names,
    bodies,
    issued,
    title_of,
)
from harvest.export.names import personal_name
from harvest.export.notes import Tally, tally_common
from harvest.export.places import on_the_web
from harvest.export.provenance import sentences
from harvest.export.ris import bare_doi

#: Type of entry, and the field that holds who publishes, by RIS type.
_ENTRIES = {
    "RPRT": ("techreport", "institution"),
    "STAND": ("techreport", "institution"),
    "JOUR": ("article", "publisher"),
    "BOOK": ("book", "publisher"),
    "CHAP": ("incollection", "publisher"),
    "THES": ("phdthesis", "school"),
    "CPAPER": ("inproceedings", "organization"),
}
_WEB = ("misc", "howpublished")
_CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Braces are counted by BibTeX even where TeX is told to print them: they are written by name.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}~^&%$#_]")


def write(records: Iterable[ExportRecord], out: Path, context: ExportContext) -> ExportResult:
    """Write ``records`` as BibTeX to the file ``out``.

    Raises GreylitError if the file cannot be written; then no file, or the old one, is there.
    """
    tally, count, used = Tally(), 0, set[str]()
    with replacing(out) as part, part.open("w", encoding="utf-8", newline="\n") as stream:
        for record in records:
            key = record.citation_key or next(iter(citation_keys([record]).values()))
            while key in used:
                key += "x"
            used.add(key)
            stream.write(entry(record, key, context, tally))
            count += 1
    return ExportResult(paths=(out,), records=count, notes=tally.sentences())


def entry(record: ExportRecord, key: str, context: ExportContext, tally: Tally) -> str:
    """Return one record as an entry with the empty line that follows it."""
    tally_common(tally, record, left_out="year")
    kind, _ = _ENTRIES.get(kind_of(record.doc_type).ris, _WEB)
    lines = [f"  {name} = {value},\n" for name, value in _fields(record, context, tally) if value]
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n\n"


def escape(text: str | None) -> str:
    """Return text on one line with every character that means something to TeX escaped."""
    return _SPECIAL.sub(lambda found: _TEX[found[0]], one_line(text))


def _fields(record: ExportRecord, context: ExportContext, tally: Tally) -> Iterator[tuple[str, str]]:
    kind, publishes = _ENTRIES.get(kind_of(record.doc_type).ris, _WEB)
    known = bodies(record)
    yield "author", _braced(" and ".join(_name(name, known) for name in author_names(record)))
    yield "title", _whole(title_of(record)[0])
    yield publishes, _whole(record.publisher)
    yield _CONTAINERS.get(kind, "series"), _whole(record.container_title)
    parts = issued(record)
    if parts:
        yield "year", f"{{{parts[0]}}}"
    if len(parts) > 1:
        yield "month", _MONTHS[parts[1] - 1]
    if len(parts) > 2:
        tally.add(
            "day of publication is in date only (BibTeX has no field for it, biblatex reads date)",
            "days of publication are in date only (BibTeX has no field for them, biblatex reads date)",
        )
        yield "date", "{" + "-".join(f"{part:02d}" for part in parts) + "}"
    if kind == "techreport":
        yield "type", _braced(escape(record.doc_type))
        yield "number", _braced(escape(record.report_number))
    yield "isbn", _braced(escape(record.isbn))
    yield "doi", _bare(bare_doi(record.doi))
    yield "url", _bare(web_address(on_the_web(record.url) or on_the_web(record.archive_url)))
    if accessed := day_of(record.accessed):
        yield "urldate", "{{{}-{:02d}-{:02d}}}".format(*accessed)
    yield "language", _braced(escape(record.language))
    # A comma parts two keywords.
    yield "keywords", _braced(", ".join(unique(escape(each).replace(",", ";") for each in record.concepts)))
    yield "abstract", _braced(escape(abstract_for(record)))
    said = [f"greylit {record.id}", *sentences(record, context)]
    yield "note", _braced("; ".join(filter(None, map(escape, said))))


def _name(name: str, known: frozenset[str]) -> str:
    person = personal_name(name, known)
    return f"{{{escape(person[0])}}}, {escape(person[1])}" if person else f"{{{escape(name)}}}"


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""


def _whole(text: str | None) -> str:
    """Return text whose letters BibTeX leaves as they are."""
    return _braced(_braced(escape(text)))


def _bare(address: str) -> str:
    """Return an address as it is; only braces, which would end the field, are encoded."""
    return _braced(address.replace("{", "%7B").replace("}", "%7D"))
