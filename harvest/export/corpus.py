"""Texts and files of the records as a BagIt bag, for qualitative software: NVivo, ATLAS.ti, MAXQDA.

- ``data/texts``: the text of each record as it was read, one UTF-8 file a record.
- ``data/files``: its files, byte for byte as their sites gave them.
- ``data/metadata.csv``: one row a record. ``Name`` is the name of its text without the ending, as NVivo names what it imports,
  so that the sheet can be taken for a classification sheet; ``Document group`` and ``Document name`` are what MAXQDA calls them.
  UTF-8 with byte-order mark, without which Excel misreads it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harvest.export import bagit
from harvest.export.clean import CSV_CELL_LIMIT, encodable, join_list
from harvest.export.columns import RECORD_COLUMNS, safe_cell
from harvest.export.emails import protocol_part, shown
from harvest.export.file_names import safe_name
from harvest.export.folders import replacing_folder
from harvest.export.left_out import blinded, tally_held
from harvest.export.model import ExportContext, ExportRecord, ExportResult, title_of
from harvest.export.notes import Tally
from harvest.export.whole import Whole
from store import archive, exported
from store.errors import StoreError
from store.workspace import Workspace

Row = Mapping[str, Any]

#: Columns of the sheet after those that name the files: heading, and the column of the table of records.
COLUMNS = (
    ("Record", "id"), ("Title", "title"), ("Authors", "authors"), ("Publisher", "publisher"),
    ("Publisher class", "publisher_class"), ("Type", "doc_type"), ("Year", "year"), ("Date", "date"), ("Language", "language"),
    ("Pages", "pages"), ("Source", "source_name"), ("Concepts", "keywords"), ("Address", "url"), ("Archived copy", "archive_url"),
    ("Accessed", "accessed"), ("DOI", "doi"), ("Found by", "found_by"), ("Seeds", "seed_ids"), ("Round", "round"), ("Decision", "decision"), ("Stage", "decision_stage"),
    ("Reason", "decision_reason"), ("Labels", "decision_labels"), ("SHA-256 of the main file", "sha256"),
)  # fmt: skip
#: The file by which an earlier export is known.
OURS = bagit.MARK
_NAMED = ("Name", "Document group", "Document name", "Text", "Files")
_VALUES = {column.name: column.value for column in RECORD_COLUMNS}
_ENDINGS = {
    "pdf": ".pdf", "docx": ".docx", "doc": ".doc", "xlsx": ".xlsx", "xls": ".xls", "pptx": ".pptx", "ppt": ".ppt", "odt": ".odt",
    "ods": ".ods", "odp": ".odp", "rtf": ".rtf", "csv": ".csv", "text": ".txt", "epub": ".epub", "zip": ".zip", "xml": ".xml",
    "image": ".img", "html": ".html",
}  # fmt: skip
_BATCH = 200


def write_from(whole: Whole, out: Path) -> ExportResult:
    """Write texts, files and metadata of the records as a bag into the folder ``out``; an earlier one there is replaced.

    Raises:
        GreylitError: it cannot be written (``EXPORT_NOT_WRITTEN``).
    """
    tally, context = Tally(), whole.context
    files_kept = protocol_part(whole.database, "keep").get("bytes") != "none"
    clean = shown(whole.database)
    documents: defaultdict[str, list[Row]] = defaultdict(list)
    for row in exported.documents(whole.database):
        documents[row["record"]].append(row)
    with replacing_folder(out, ours=OURS) as bag:
        for folder in ("data/texts", "data/files"):
            (bag / folder).mkdir(parents=True)
        with (bag / "data" / "metadata.csv").open("w", encoding="utf-8-sig", newline="") as sheet:
            writer = csv.writer(sheet, lineterminator="\r\n")
            writer.writerow([*_NAMED, *(heading for heading, _ in COLUMNS)])
            for start in range(0, len(whole.records), _BATCH):
                some = whole.records[start : start + _BATCH]
                wanted = {
                    row["document"] for record in some for row in documents[record.id] if row["characters"]
                }
                texts = exported.texts(whole.database, sorted(wanted))
                for record in some:
                    tally_held(tally, record)
                    held = documents[record.id]
                    text = _text(bag, record, held, texts, clean)
                    files = _files(bag, whole.workspace, record, held, tally) if files_kept else []
                    writer.writerow(_cells(record, text, files, tally))
        bagit.close(bag, _about(context, len(whole.records)))
    notes = [*tally.sentences(), *blinded(context)]
    if not files_kept:
        notes.append("no files: the protocol keeps no bytes of documents")
    elif any((out / "data" / "files").iterdir()):
        notes.append("files are as their sites gave them: mail addresses in them stay")
    return ExportResult(paths=(out,), records=len(whole.records), notes=tuple(notes))


def _text(
    bag: Path,
    record: ExportRecord,
    documents: Sequence[Row],
    texts: Mapping[str, str],
    clean: Callable[[str], str],
) -> str:
    """Write the text of a record; return the name of its file, empty where it has none."""
    read = {row["document"]: row for row in reversed(documents) if texts.get(row["document"] or "")}
    ordered = sorted(read.values(), key=lambda row: row["position"])
    if not ordered:
        return ""
    parts = []
    for number, row in enumerate(ordered, 1):
        head = (
            f"[{record.id}, document {number} of {len(ordered)}: {row['title'] or row['url']}]\n\n"
            if len(ordered) > 1
            else ""
        )
        parts.append(head + texts[row["document"]].rstrip() + "\n")
    name = safe_name(
        record.id, (record.publisher or record.source_name)[:40], title_of(record)[0], ending=".txt"
    )
    content = encodable(clean("\n\n".join(parts)))
    (bag / "data" / "texts" / name).write_text(content, encoding="utf-8", newline="\n")
    return name


def _files(
    bag: Path, workspace: Workspace, record: ExportRecord, documents: Sequence[Row], tally: Tally
) -> list[str]:
    """Write the files of a record, each content once; return their names."""
    names: list[str] = []
    seen: set[str] = set()
    for row in documents:
        if row["role"] != "file":
            continue
        # What answered in its place, such as a page that says "not found", is no file of it.
        if not row["warc"] or not row["document"]:
            tally.add("file could not be had", "files could not be had", record.id)
            continue
        if row["sha256"] in seen:
            continue
        seen.add(row["sha256"])
        try:
            data = archive.read(workspace.archive, row["warc"], row["warc_offset"]).body()
        except StoreError:
            tally.add("file is damaged in the archive", "files are damaged in the archive", record.id)
            continue
        name = safe_name(record.id, str(len(names) + 1), ending=_ending(row))
        (bag / "data" / "files" / name).write_bytes(data)
        names.append(name)
    return names


def _ending(row: Row) -> str:
    """Return what a file's name ends in: by what it is, else as its address has it."""
    named = Path(urlsplit(row["final_url"] or row["url"]).path).suffix.lower()
    known = _ENDINGS.get(row["kind"] or "")
    if known in (None, ".img", ".zip", ".xml"):
        plain = named[1:].isalnum() and named.isascii() and len(named) <= 6
        return named if plain else known or ".bin"
    return str(known)


def _cells(record: ExportRecord, text: str, files: Sequence[str], tally: Tally) -> list[object]:
    name = text.removesuffix(".txt") or safe_name(record.id)
    values: list[object] = [
        name, record.source_name, name, f"texts/{text}" if text else None, join_list(f"files/{each}" for each in files),
        *(_VALUES[column](record) for _, column in COLUMNS),
    ]  # fmt: skip
    return [safe_cell(value, tally, CSV_CELL_LIMIT, record_id=record.id) for value in values]


def _about(context: ExportContext, count: int) -> list[tuple[str, str]]:
    return [
        ("Bag-Software-Agent", f"greylit {context.software_version}"),
        ("Bagging-Date", context.generated[:10]),
        ("External-Identifier", context.review_id),
        ("External-Description", f"{context.review_title or context.review_id}: texts, files and metadata of {count:,} records"),
        ("Internal-Sender-Description", context.stamp()),
        ("Rights", "NOT RECORDED - please fill in. Texts and files belong to those who published them."),
    ]  # fmt: skip
