"""Taking a filled-in manual-search sheet into a review: what people did, and the documents they brought.

What was done is a row of kind ``by_hand`` for each task, what was brought one of kind ``brought`` for each
document; the files and the sheet itself lie in the archive as ``resource`` records.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from crawler.sources import sources
from harvest.by_hand import Task, by_hand
from harvest.catchup import behind
from harvest.errors import Exit, GreylitError
from harvest.holding import held
from harvest.importing.bringing_up import bring_up
from harvest.importing.checked import Checked, Checker, Found, Search
from harvest.importing.model import Imported, Options, not_right
from harvest.importing.sealing import seal
from harvest.importing.sheet import read_sheet
from harvest.version import version
from store import hosts, views
from store.archive import Archive, Place
from store.database import Reader
from store.ledger import Ledger
from store.workspace import MIN_FREE_BYTES, Workspace

Row = dict[str, Any]

#: What a person does next.
HINT = "Mend the rows and import the sheet again, or take in the others with --skip-bad."
#: Of a row of the ledger, what does not belong to what was said: where the bytes lie, and which sheet said it.
_NOT_SAID = frozenset({"warc", "offset", "length", "sheet", "sheet_sha256"})
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def take_in(workspace: Workspace, path: Path, options: Options) -> Imported:
    """Take a filled-in sheet in. Nothing is recorded unless every row is right, or ``options.skip_bad`` is set.

    Raises:
        GreylitError: something in the sheet is wrong, or there is no run that it could belong to.
        StoreError: the folder cannot be used, or another run is at work in it.
    """
    sheet = read_sheet(path)
    with held(workspace) as ledger:
        last = ledger.last("run")
        if last is None:
            raise GreylitError(
                f"{workspace.root} has not been run yet", code="NO_RUN", exit_code=Exit.NOT_FOUND,
                hint="A manual-search sheet belongs to a run: greylit run protocol.toml",
            )  # fmt: skip
        if behind(workspace, ledger):
            # What a kill left undone is done first: tasks follow from the database.
            bring_up(workspace, ledger, last, options.workers)
        files = options.files if options.files is not None else path.parent
        with Reader(workspace.database) as database:
            before = {row["record"] for row in views.records(database)}

            @cache
            def tasks(run: int) -> Mapping[str, Task]:
                return {task.id: task for task in by_hand(database, run, sources()).tasks}

            checker = Checker(
                tasks, last.run, files, options.by, date.today(), hosts.held_addresses(database)
            )  # fmt: skip
            checked = checker.check(sheet)
        if checked.wrong and not options.skip_bad:
            raise not_right(path, checked.wrong, "SHEET_INVALID", HINT)
        new = _record(workspace, ledger, path, checked)
        after, waiting = bring_up(workspace, ledger, last, options.workers) if new else (before, 0)
    searches = sum(1 for kind, _ in new if kind == "by_hand")
    documents = sum(1 for kind, row in new if kind == "brought" and row.get("warc"))
    return Imported(
        kind="manual-search",
        searches=searches,
        documents=documents,
        without_file=len(new) - searches - documents,
        known=len(checked.searches) + len(checked.documents) - len(new),
        waiting=checked.waiting,
        left_out=tuple(checked.wrong),
        notes=tuple(dict.fromkeys(checked.notes)),
        records=len(after),
        new_records=tuple(sorted(after - before)),
        unnumbered=waiting,
    )


# ---- what goes into ledger and archive


def _record(workspace: Workspace, ledger: Ledger, path: Path, checked: Checked) -> list[tuple[str, Row]]:
    """Write what is new; return its rows. Bytes go first: the ledger never names what is not there."""
    known = _known(ledger)
    rows: defaultdict[int, list[tuple[str, Row]]] = defaultdict(list)
    files: list[tuple[Row, Found]] = []
    for search in checked.searches:
        row = _by_hand_row(search)
        if _said(search.task.run, "by_hand", row) not in known:
            rows[search.task.run].append(("by_hand", row))
    for found in checked.documents:
        row = _brought_row(found)
        if _said(found.search.task.run, "brought", row) not in known:
            rows[found.search.task.run].append(("brought", row))
            if found.file is not None:
                files.append((row, found))
    new = [each for each_run in rows.values() for each in each_run]
    if not new:
        return []
    data = path.read_bytes()
    sheet = {"sheet": path.name, "sheet_sha256": hashlib.sha256(data).hexdigest()}
    for _, row in new:
        row.update(sheet)
    _check_room(workspace, sum(found.file.size for _, found in files if found.file) + len(data))
    archive = Archive(
        workspace.archive, 0, f"greylit/{version()}", {"description": "documents that people found by hand"}
    )
    try:
        _bring(archive, ledger, files)
        lies = archive.bring(f"urn:sha256:{sheet['sheet_sha256']}", data, _sheet_type(path))
        for run, of_run in sorted(rows.items()):
            ledger.append_many(of_run, run)
        ledger.append(
            "warc",
            {"warc": lies.warc, "offset": lies.offset, "length": lies.length,
             "url": f"urn:sha256:{sheet['sheet_sha256']}", "kind": "sheet", "why": "import", "file": path.name},
        )  # fmt: skip
        seal(archive, ledger)
    finally:
        archive.close()
    return new


def _sheet_type(path: Path) -> str:
    return _XLSX if path.suffix.lower() == ".xlsx" else "text/csv"


def _bring(archive: Archive, ledger: Ledger, files: list[tuple[Row, Found]]) -> None:
    """Put the files into the archive, each address and body once, and write into the rows where they lie."""
    places: dict[tuple[str, str], Place] = {}
    for entry in ledger.entries(kinds=("brought",)):
        if warc := entry.body.get("warc"):
            place = Place(str(warc), int(entry.body["offset"]), int(entry.body["length"]))
            places[entry.body["url"], entry.body["sha256"]] = place
    for row, found in files:
        assert found.file is not None
        key = (found.url, found.file.sha256)
        if key not in places:
            data = found.file.path.read_bytes()
            if hashlib.sha256(data).hexdigest() != found.file.sha256:
                raise GreylitError(
                    f"{found.file.path.name} changed while it was taken in; nothing was taken in", code="FILES",
                    exit_code=Exit.STORE, hint="Close the program that has it open, and import the sheet again.",
                )  # fmt: skip
            places[key] = archive.bring(found.url, data, found.file.mime)
        place = places[key]
        row.update(warc=place.warc, offset=place.offset, length=place.length)


def _check_room(workspace: Workspace, needed: int) -> None:
    free = shutil.disk_usage(workspace.root).free
    if free < needed + MIN_FREE_BYTES:
        raise GreylitError(
            f"the disk that holds {workspace.root} has {free / 1e6:.0f} MB left, and the documents take "
            f"{needed / 1e6:.0f} MB; nothing was taken in",
            code="DISK_FULL", exit_code=Exit.STORE, hint="Free some space, then import the sheet again.",
        )  # fmt: skip


def _known(ledger: Ledger) -> set[str]:
    """Return what the newest rows say: an older word that was changed may be said again."""
    newest: dict[tuple[Any, ...], str] = {}
    for entry in ledger.entries(kinds=("by_hand", "brought")):
        body = entry.body
        about = (entry.kind, entry.run, body["task"], body.get("url") if entry.kind == "brought" else None)
        newest[about] = _said(entry.run, entry.kind, body)
    return set(newest.values())


def _said(run: int, kind: str, row: Mapping[str, Any]) -> str:
    said = {key: value for key, value in row.items() if key not in _NOT_SAID and value is not None}
    return json.dumps([run, kind, said], sort_keys=True)


def _by_hand_row(search: Search) -> Row:
    task = search.task
    return {
        "task": task.id, "source": task.source, "host": task.host, "question": task.question if task.kind == "search" else None,
        "url": task.opens, "searched_on": search.searched_on, "by": search.by, "outcome": search.outcome,
        "seen": search.seen, "kept": search.kept, "note": search.note,
    }  # fmt: skip


def _brought_row(found: Found) -> Row:
    task, file = found.search.task, found.file
    row: Row = {
        "url": found.url, "source": task.source, "kind": "page", "why": hosts.BY_HAND, "question": task.question,
        "task": task.id, "opened": task.opens, "by": found.search.by, "found_on": found.search.searched_on,
        "title": found.title, "date": found.date, "publisher": found.publisher, "note": found.note,
        "outcome": "read" if file else "no-file",
    }  # fmt: skip
    if file is not None:
        row.update(file=file.path.name, mime=file.mime, bytes=file.size, sha256=file.sha256)
    return row
