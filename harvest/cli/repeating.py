"""``run --as-of``: what repeating a run came to, in words and as JSON."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harvest.cli.common import clean, counted, find_review, place, print_json, require_runs
from store.workspace import Workspace

if TYPE_CHECKING:
    from harvest.as_of import Repeated

#: Differences that are named one by one.
NAMED = 20


def run_number(text: str) -> int:
    """Read ``run:3`` or ``3``.

    Raises:
        click.UsageError: it is neither.
    """
    if found := re.fullmatch(r"(?:run:)?([0-9]{1,9})", text.strip()):
        return int(found[1])
    raise click.UsageError(f"--as-of {text!r} is not a run: write run:3")


def repeat_run(
    protocol: Path, as_of: str, out: Path | None, workers: int | None, *, again: bool, quiet: bool, plain: bool,
    as_json: bool,
) -> int:  # fmt: skip
    """Repeat a run of the review that a protocol file is of, and say what came of it; return the exit code."""
    from harvest.as_of import repeat
    from harvest.progress import watcher

    number = run_number(as_of)
    workspace = find_review(protocol.parent)
    require_runs(workspace)
    with watcher(f"run {number} as it was, from the archive", quiet or as_json, plain) as report:
        done = repeat(workspace, number, out, workers, report, again=again)
    if as_json:
        _json(done)
    else:
        _say(done)
    return int(done.exit_code)


def _json(done: Repeated) -> None:
    print_json(
        "as-of",
        {"run": done.run, "folder": str(done.folder), "ledger_rows": done.rows, "ledger_head": done.head,
         "records": done.records, "lost_records": done.lost, "new_records": done.waiting,
         "answers_read": done.reread.answers, "answers_left": dict(sorted(done.reread.left.items())),
         "changes": [asdict(each) for each in done.reread.changes], "missing_files": done.missing,
         "notes": done.notes, "exit_code": int(done.exit_code)},
    )  # fmt: skip


def _say(done: Repeated) -> None:
    changes = done.reread.changes
    click.echo(f"run {done.run} repeated in {done.folder}: {counted(done.records, 'record')}, "
               f"ledger {done.rows} rows, head {done.head[:12]}")  # fmt: skip
    left = ", ".join(f"{n} {why}" for why, n in sorted(done.reread.left.items()))
    click.echo(
        f"{counted(done.reread.answers, 'archived answer')} read again, {len(changes)} read otherwise"
        + (f"; not read: {left}" if left else "")
    )
    for each in changes[:NAMED]:
        click.echo(f"ledger row {each.seq}: {each.what} of {clean(each.url)}")
        click.echo(f"  then {clean(each.then)}")
        click.echo(f"  now  {clean(each.now)}")
    if len(changes) > NAMED:
        click.echo(f"and {len(changes) - NAMED} more: --json")
    for name in done.missing:
        click.echo(f"missing: archive/{name}")
    if done.lost:
        click.echo(
            f"not computed: {counted(len(done.lost), 'record')} that had a number ({', '.join(done.lost[:5])})"
        )
    if done.waiting:
        click.echo(
            f"{counted(done.waiting, 'work is a record', 'works are records')} now and had no number then"
        )
    for note in done.notes:
        click.echo(f"note: {clean(note)}")
    click.echo(f"next: greylit records{place(Workspace(done.folder))}")
