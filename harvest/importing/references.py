"""Taking one file of references, or one document, in as a part of a search that a person made."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from harvest.asked import Asked
from harvest.catchup import behind
from harvest.errors import Exit, GreylitError
from harvest.holding import held
from harvest.importing.bringing_up import bring_up
from harvest.importing.model import Imported, Options
from harvest.importing.searches import bring
from harvest.protocol import AnySource, ManualSource, Protocol, SeedsSource
from store import views
from store.database import Reader
from store.ledger import Entry, Ledger
from store.workspace import Workspace

#: Where files lie that people bring.
FOLDER = "imports"


def take_in(workspace: Workspace, path: Path, options: Options) -> Imported:
    """Take the references of a file in, as those of a source of the protocol; the file is copied into the review.

    Raises:
        GreylitError: there is no such source, it is none that people bring files for, or the file cannot be read; then
            nothing was taken.
        StoreError: the folder cannot be used, or another run is at work in it.
    """
    with held(workspace) as ledger:
        last = ledger.last("run")
        if last is None:
            raise GreylitError(
                f"{workspace.root} has not been run yet", code="NO_RUN", exit_code=Exit.NOT_FOUND,
                hint="Name the file in the protocol, under files of its source: greylit run takes it in.",
            )  # fmt: skip
        protocol = Asked.of(last).protocol
        source = _source(protocol, options.source or "")
        if behind(workspace, ledger):
            bring_up(workspace, ledger, last, options.workers)
        with Reader(workspace.database) as database:
            before = {row["record"] for row in views.records(database)}
        after_seq = ledger.head()[0]
        name, copied = _inside(workspace, path)
        try:
            brought = bring(workspace, ledger, last.run, protocol, [_with(source, name, options)])
        except GreylitError:
            if copied:
                (workspace.root / name).unlink(missing_ok=True)
            raise
        faults = _faults(ledger, after_seq)
        (of_source,) = brought.sources
        changed = bool(of_source.files)
        after, waiting = bring_up(workspace, ledger, last, options.workers) if changed else (before, 0)
    return Imported(
        kind="references", searches=0, documents=0, without_file=0, known=of_source.known + of_source.passed,
        waiting=0, left_out=(), notes=faults, records=len(after), new_records=tuple(sorted(after - before)),
        unnumbered=waiting, references=of_source.new,
    )  # fmt: skip


def _source(protocol: Protocol, name: str) -> ManualSource | SeedsSource:
    own = [source for source in protocol.sources if isinstance(source, ManualSource | SeedsSource)]
    for source in own:
        if source.id == name:
            return source
    known = ", ".join(each.id for each in own) or "none"
    raise GreylitError(
        f"{name!r} is no source that people bring files for; nothing was taken in", code="UNKNOWN_SOURCE",
        where={"source": name},
        hint=f"Sources of type manual or seeds in the protocol of the last run: {known}. Add one, and run.",
    )  # fmt: skip


def _with(source: ManualSource | SeedsSource, name: str, options: Options) -> AnySource:
    """Return the source with this file alone, and with what is told of this search."""
    told = {
        "searched_by": options.by, "searched_on": date.fromisoformat(options.searched_on) if options.searched_on else None,
        "strategy": options.strategy, "seen": options.seen, "screened": options.screened,
    }  # fmt: skip
    if isinstance(source, SeedsSource):
        return source.model_copy(update={"list": name})
    return source.model_copy(
        update={"files": (name,), **{key: value for key, value in told.items() if value is not None}}
    )


def _inside(workspace: Workspace, path: Path) -> tuple[str, bool]:
    """Return the name of the file within the review, and whether it was copied there."""
    if not path.is_file():
        raise GreylitError(
            f"{path} is not there; nothing was taken in", code="NOT_FOUND", exit_code=Exit.NOT_FOUND,
            where={"file": str(path)}, hint="Name the file that you saved.",
        )  # fmt: skip
    root = workspace.root.resolve()
    whole = path.resolve()
    if whole.is_relative_to(root):
        return whole.relative_to(root).as_posix(), False
    target = workspace.root / FOLDER / path.name
    target.parent.mkdir(exist_ok=True)
    if target.exists() and target.read_bytes() != path.read_bytes():
        raise GreylitError(
            f"{FOLDER}/{path.name} is another file already; nothing was taken in", code="FILES", where={"file": str(path)},
            hint="Give the file another name: what was brought before is kept as it is.",
        )  # fmt: skip
    new = not target.exists()
    if new:
        shutil.copyfile(path, target)
    return f"{FOLDER}/{path.name}", new


def _faults(ledger: Ledger, after: int) -> tuple[str, ...]:
    entries: list[Entry] = list(ledger.entries(after=after, kinds=("imported",)))
    return tuple(
        f"{entry.body['file']}, line {fault['line']}: {fault['says']}"
        for entry in entries for fault in entry.body["faults"]
    )  # fmt: skip
