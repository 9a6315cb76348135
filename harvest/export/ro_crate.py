"""The whole search as a described research object: RO-Crate 1.1, as a zip or a folder.

The crate has the layout of a review's folder, so that ``greylit audit`` and ``greylit why`` work on it: protocol, ledger,
archive, database, imported files, reports; beside them the selected records as CSV, RIS and JSON Lines. Each file is described
with its SHA-256, each run with when, by which software, from what it was made and what came of it. What only a person can
say, such as the licence, is a visible blank.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harvest.export import write
from harvest.export.crate import BLANK, Part, graph
from harvest.export.emails import protocol_part
from harvest.export.files import replacing
from harvest.export.folders import add_file, replacing_folder
from harvest.export.model import ExportResult
from harvest.export.whole import Whole
from store import copying, views
from store.copying_ledgers import copy_ledger

METADATA = "ro-crate-metadata.json"
#: The file by which an earlier export is known.
OURS = METADATA
#: What stays at home: letters of site owners, logs, what is still to be asked, and earlier exports.
LEFT_OUT = "letters of site owners, logs and earlier exports"
_FORMATS = (
    ("csv", ".csv", "text/csv", "one table"),
    ("ris", ".ris", "application/x-research-info-systems", "references"),
    ("jsonl", ".jsonl", "application/jsonl", "everything, one JSON object a record"),
)
_SQLITE = "application/vnd.sqlite3"
_TYPES = {
    ".md": "text/markdown", ".html": "text/html", ".pdf": "application/pdf", ".csv": "text/csv", ".json": "application/json",
    ".svg": "image/svg+xml", ".png": "image/png", ".ris": "application/x-research-info-systems", ".txt": "text/plain",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".jsonl": "application/jsonl",
}  # fmt: skip


def write_from(whole: Whole, out: Path) -> ExportResult:
    """Write the review as an RO-Crate: a zip where ``out`` ends in ``.zip``, else a folder.

    Raises:
        GreylitError: it cannot be written (``EXPORT_NOT_WRITTEN``).
        StoreError: the archive or the ledger cannot be read.
    """
    if out.suffix == ".zip":
        with (
            replacing(out) as target,
            _made(whole, target.parent) as parts,
            zipfile.ZipFile(target, "w") as into,
        ):
            for part in parts:
                add_file(into, part.name, part.path, stored=part.path.suffix in (".gz", ".pdf", ".png"))
    else:
        with replacing_folder(out, ours=OURS) as folder, _made(whole, folder.parent) as parts:
            for part in parts:
                target = folder / part.name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(part.path, target)
    return ExportResult(paths=(out,), records=len(whole.records), notes=_notes(whole))


@contextmanager
def _made(whole: Whole, beside: Path) -> Iterator[list[Part]]:
    """Yield the files of the crate, the description first; what had to be made for it is removed afterwards."""
    with tempfile.TemporaryDirectory(dir=beside, prefix=".crate-") as kept:
        parts = list(_parts(whole, Path(kept)))
        described = Path(kept) / METADATA
        runs = views.runs(whole.database)
        review = protocol_part(whole.database, "review")
        described.write_bytes(graph(parts, runs, review, whole.context))
        yield [Part(METADATA, described, "application/ld+json", "the description"), *parts]


def _parts(whole: Whole, kept: Path) -> Iterator[Part]:
    """Yield every file of the review that is given away, in the layout of its folder."""
    workspace = whole.workspace
    if (protocol := workspace.root / "protocol.toml").exists():
        yield Part("protocol.toml", protocol, "application/toml", "The protocol as it stands now")
    for run in views.runs(whole.database):
        path = kept / f"run-{run['run']:04d}.json"
        path.write_text(
            json.dumps(json.loads(run["protocol"]), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
        says = (
            f"The protocol as run {run['run']} had it; its SHA-256 in the ledger is {run['protocol_sha256']}"
        )
        yield Part(f"protocols/{path.name}", path, "application/json", says)
    for ledger in workspace.ledgers():
        copy_ledger(ledger, kept / ledger.name)
        says = "The ledger: everything that was asked, answered and decided, as a chain of hashes"
        yield Part(ledger.name, kept / ledger.name, _SQLITE, says)
    yield Part(
        workspace.database.name,
        workspace.database,
        "application/vnd.duckdb",
        "The database, computed from ledger and archive",
    )
    for path in sorted(workspace.archive.glob("*.warc.gz")):
        whole_file = copying.without_torn_end(path, kept / path.name)
        yield Part(
            f"archive/{path.name}",
            whole_file,
            "application/warc",
            "Requests and answers, byte for byte (WARC 1.1, gzip)",
        )
    for fmt, ending, media_type, says in _FORMATS:
        write(whole.records, fmt, kept / f"records{ending}", whole.context)
        yield Part(
            f"exports/records{ending}",
            kept / f"records{ending}",
            media_type,
            f"{len(whole.records):,} records: {says}",
        )
    for folder, says in (("imports", "Brought by a person"), ("reports", "Report on the search")):
        yield from _own(workspace.root, folder, says)


def _own(root: Path, folder: str, says: str) -> Iterator[Part]:
    for path in sorted((root / folder).rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield Part(
                path.relative_to(root).as_posix(),
                path,
                _TYPES.get(path.suffix.lower(), "application/octet-stream"),
                says,
            )


def _notes(whole: Whole) -> tuple[str, ...]:
    notes = [
        f"the licence is blank ({BLANK}): ro-crate-metadata.json",
        f"left out: {LEFT_OUT}",
        "ledger, database and archive hold the whole search, mail addresses included",
    ]
    if whole.context.blinded:
        notes.append(
            f"{whole.context.blinded:,} decisions that second screeners must not see yet are in the ledger: do not give it to them"
        )
    if any("${" not in address for address in protocol_part(whole.database, "notify").get("to") or ()):
        notes.append(
            "the protocol names addresses in [notify]: see that they hold no password before you publish it"
        )
    return tuple(notes)
