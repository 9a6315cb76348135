"""Repeating a run from the archive, with the network off: the same observations must give the same answer."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from crawler.sources import readers
from harvest.asked import Asked
from harvest.errors import Exit, GreylitError
from harvest.follow import Follower, Progress
from harvest.holding import unfinished
from harvest.numbering import given
from harvest.protocol import ProtocolError, hash_file, load_protocol
from harvest.rereading import Reread, reread
from store import counts
from store.inputs import records_held
from store.ledger import Entry, Ledger
from store.repeating import copy_ledger, end_of, files_named, link
from store.workspace import Workspace

#: The file that marks a folder as a repeat, so that it may be made anew: never a review of its own.
MARK = "repeat.json"


@dataclass(frozen=True, slots=True)
class Repeated:
    """What repeating a run came to.

    Attributes:
        run: the run.
        folder: where it was repeated: a review like any other, as it stood at the end of the run.
        rows, head: the end of its ledger, which is the ledger of the review up to there.
        records: records that were computed.
        lost: numbers that were given then and could not be computed now.
        waiting: records that are computed now and were given no number then.
        reread: what reading every archived answer again came to.
        missing: WARC files that the ledger names and the archive lacks.
        notes: what else a person should know.
    """

    run: int
    folder: Path
    rows: int
    head: str
    records: int
    lost: list[str]
    waiting: int
    reread: Reread
    missing: list[str]
    notes: list[str]

    @property
    def exit_code(self) -> Exit:
        """0 when everything is as it was, 3 when something is missing, 1 when something is read otherwise."""
        if self.missing or self.lost:
            return Exit.PARTIAL
        return Exit.FINDINGS if self.reread.changes or self.waiting else Exit.OK


def repeat(
    workspace: Workspace,
    run: int,
    out: Path | None = None,
    workers: int | None = None,
    report: Callable[[Progress], None] = lambda _progress: None,
    *,
    again: bool = False,
) -> Repeated:
    """Repeat a run in a folder of its own from ledger and archive alone; nothing is asked of anybody.

    Args:
        workspace: the review.
        run: the run.
        out: the folder; ``as-of/run-N`` in the review when ``None``.
        workers: text worker processes.
        report: told how it ended.
        again: make the folder anew if it holds an earlier repeat.

    Raises:
        GreylitError: there is no such run, it has not ended, or the folder is not empty.
        StoreError: the review cannot be read, or the folder cannot be written.
    """
    with Ledger(workspace.ledger, read_only=True) as ledger:
        upto = _end(ledger, run)
        begun = ledger.last("run", run)
    assert begun is not None
    copy = Workspace(out or workspace.root / "as-of" / f"run-{run}")
    _make(copy.root, again)
    copy.prepare()
    mark = {"schema": "greylit/repeat/1", "run": run, "made_from": "ledger and archive alone"}
    (copy.root / MARK).write_text(json.dumps(mark) + "\n", encoding="utf-8")
    rows, head = copy_ledger(workspace.ledger, copy.ledger, upto)
    notes = _protocol(workspace, copy, begun)
    with Ledger(copy.ledger) as ledger:
        named = files_named(ledger)
        missing = [name for name in named if not link(workspace.archive / name, copy.archive / name)]
        follower = Follower(copy, ledger, Asked.of(begun), fresh=True, workers=workers)
        try:
            waiting = follower.finish(run, number=False)
            held = records_held(follower.writer)
            sources = counts.by_source(follower.writer, run)
            follower.close()
        finally:
            follower.abandon()
        report(Progress(run, follower.seconds(), sources, 0, ended=True))
        lost = sorted(set(given(ledger).values()) - held)
        found = reread(ledger, copy.archive, readers())
    return Repeated(run, copy.root, rows, head, len(held), lost, waiting, found, missing, notes)


def _end(ledger: Ledger, run: int) -> int:
    last = ledger.last("run")
    newest = last.run if last else 0
    if not 0 < run <= newest:
        raise GreylitError(
            f"there is no run {run}", code="NOT_FOUND", exit_code=Exit.NOT_FOUND, where={"run": run},
            hint=f"Runs go from 1 to {newest}" if newest else "Start one: greylit run protocol.toml",
        )  # fmt: skip
    end = end_of(ledger, run)
    if end is None or unfinished(ledger) == run:
        raise GreylitError(
            f"run {run} has not ended, so there is no end of it to repeat", code="UNFINISHED",
            hint=f"Go on with it: greylit resume {run}",
        )  # fmt: skip
    return end


def _make(folder: Path, again: bool) -> None:
    """Make the folder, or empty it of an earlier repeat. What a person put there beside it stays."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        if not again or not (folder / MARK).is_file():
            hint = "Name another with --out" + (
                ", or --again to make it anew" if (folder / MARK).is_file() else ""
            )
            raise GreylitError(
                f"{folder} is not empty; nothing was written", code="FOLDER_NOT_EMPTY", where={"folder": str(folder)},
                hint=hint,
            )  # fmt: skip
        old = Workspace(folder)
        for path in (*folder.glob("ledger*.sqlite*"), *folder.glob("frontier.sqlite*"), old.database):
            path.unlink(missing_ok=True)
        shutil.rmtree(old.archive, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)


def _protocol(workspace: Workspace, copy: Workspace, begun: Entry) -> list[str]:
    """Write the protocol as the run had it, with the lists it names; return what is different by now."""
    notes = []
    path, text, sha256 = (
        workspace.root / "protocol.toml",
        begun.body.get("text"),
        begun.body["protocol_sha256"],
    )
    target = copy.root / "protocol.toml"
    try:
        on_disk = load_protocol(path).sha256
    except ProtocolError:
        on_disk = ""
    if on_disk != sha256:
        notes.append(
            f"{path.name} is not the protocol of run {begun.run} ({sha256[:10]}): that of the run was used"
        )
    if text is not None:
        target.write_text(text, encoding="utf-8", newline="")
    elif on_disk == sha256:
        shutil.copyfile(path, target)
    else:
        target.unlink(missing_ok=True)
        notes.append(
            f"run {begun.run} was made by a version that did not keep the file itself: none was written"
        )
    for name, digest in (begun.body.get("lists") or {}).items():
        if digest and hash_file(workspace.root / name) == digest:
            (copy.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(workspace.root / name, copy.root / name)
        elif digest:
            notes.append(f"{name} is not what it was in run {begun.run}: it was not copied")
    return notes
