"""The files beside the pages: records for other programs, how to cite the site, and the checksums of everything."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from harvest.export import ExportRecord, write
from harvest.site.gathered import Gathered
from harvest.site.markup import tag
from harvest.site.pages import Page
from harvest.site.parts import Part, heading, row, table

#: Downloads: name of the file, format of the export, what it is for.
DOWNLOADS = (
    ("records.ris", "ris", "references for Zotero, Rayyan, Covidence, EndNote, EPPI-Reviewer"),
    ("records.csv", "csv", "one table for ASReview, R, pandas"),
    ("records.csl.json", "csl-json", "typed references for Zotero and citation processors"),
    ("records.jsonl", "jsonl", "everything, one JSON object a record, for programs"),
)  # fmt: skip
CHECKSUMS, CITATION, README = "checksums.txt", "CITATION.cff", "README.txt"


def exports(review: Gathered, folder: Path) -> Iterator[str]:
    """Write the downloads into ``files/`` of a folder; yield what their formats cannot express."""
    records = [_public(review, each) for each in review.records]
    for name, fmt, _ in DOWNLOADS:
        yield from write(records, fmt, folder / "files" / name, review.context).notes


def _public(review: Gathered, record: ExportRecord) -> ExportRecord:
    """Return a record without mail addresses in what people wrote of it: a site is for everybody."""
    told = review.words.file
    decision = record.decision and replace(record.decision, notes=tuple(map(told, record.decision.notes)))
    return replace(record, title=told(record.title), notes=tuple(map(told, record.notes)), decision=decision)


def page(review: Gathered, folder: Path) -> Page:
    """Return the page of files; the downloads lie in the folder already."""
    return Page("files.html", "Files", list(_parts(review, folder)), "files.html")


def _parts(review: Gathered, folder: Path) -> Iterator[Part]:
    known = {name: what for name, _, what in DOWNLOADS}
    rows = []
    top = folder / "files"
    for path in sorted(each for each in top.rglob("*") if each.is_file()):
        name = path.relative_to(top).as_posix()
        data = path.read_bytes()
        rows.append(row((
            tag("a", name, href=f"files/{quote(name)}"), _what(known, name), len(data),
            tag("code", hashlib.sha256(data).hexdigest()),
        ), numbers=(2,)))  # fmt: skip
    yield table("Files", ("File", "For", "Bytes", "SHA-256"), rows, name="t-files", numbers=(2,),
                caption=f"All {len(review.records)} records and the numbers of the reports, for other programs")  # fmt: skip
    yield heading(2, "All files")
    yield tag("p", tag("a", CHECKSUMS, href=CHECKSUMS), " has the SHA-256 of every file of this site; ",
              tag("code", f"sha256sum -c {CHECKSUMS}"), " checks them. ", tag("a", CITATION, href=CITATION),
              " says how the site is cited, ", tag("a", README, href=README), " what it is.")  # fmt: skip


def _what(known: Mapping[str, str], name: str) -> str:
    if name == "PRISMA.csv":
        return "numbers of the PRISMA 2020 flow diagram, as its template has them"
    if name.startswith("search-histories/"):
        return "search history of one source, for tools that read it"
    return known.get(name, "a part of the records")


def texts(review: Gathered) -> Mapping[str, str]:
    """Return the text files beside the pages, by path."""
    about, say = review.protocol.review, review.words.say
    title = f"{say(about.title) or say(about.id)}: records and provenance of the search"
    quoted = json.dumps(title, ensure_ascii=False)
    blank = "NOT RECORDED - please fill in"
    return {
        CITATION: (
            "cff-version: 1.2.0\n"
            'message: "Please cite this site as below."\n'
            "type: dataset\n"
            f"title: {quoted}\n"
            f'authors:\n  - name: "{blank}"\n'
            f"date-released: {review.date[:10]}\n"
            f"# licence: {blank}\n# doi: {blank}\n"
        ),
        README: (
            f"{title}\n\nMade with greylit {review.context.software_version}, {review.date}. Protocol SHA-256 "
            f"{say(review.context.protocol_sha256)}; ledger head {say(review.context.ledger_head)}.\n\n"
            "Open index.html in a browser; nothing need be installed, and nothing is loaded from elsewhere. The folder can be\n"
            "put on any web server, into any subfolder, or into a deposit such as OSF or Zenodo.\n\n"
            f"Check the files:  sha256sum -c {CHECKSUMS}\nLicence:          {blank}\n"
        ),
    }


def checksums(folder: Path) -> str:
    """Return the SHA-256 of every file of a folder, in the form that ``sha256sum -c`` reads."""
    lines = []
    for path in sorted(folder.rglob("*"), key=lambda each: each.relative_to(folder).as_posix()):
        if path.is_file() and path.name != CHECKSUMS:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            lines.append(f"{digest}  {path.relative_to(folder).as_posix()}\n")
    return "".join(lines)
