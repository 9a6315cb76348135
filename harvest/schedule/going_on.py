"""Before a scheduled run: one that was stopped is ended first, or every later run would be refused for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from harvest.errors import Exit
from harvest.holding import unfinished
from store.errors import StoreError
from store.ledger import Ledger
from store.workspace import Workspace

#: A new run may begin; none may yet, which is no failure; going on failed. ``ExecCondition=`` of systemd
#: takes 1 to 254 as "not now" and 255 as a failure (systemd.service(5)).
MAY_BEGIN, NOT_YET, FAILED = 0, 1, 255


def _resume(folder: Path) -> int:
    from harvest.cli import main

    try:
        main(["resume", "--review", str(folder), "--no-progress"])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def go_on(folder: Path, resume: Callable[[Path], int] = _resume) -> int:
    """Go on with the review's unfinished run, if there is one.

    Args:
        folder: of the review.
        resume: what goes on with a run and returns its exit code.

    Returns:
        0 when a new run may begin; 1 when not yet, since the old one reached a limit, was stopped again, or is at
        work; 255 when going on failed.
    """
    path = Workspace(folder).ledger
    if not path.exists():
        return MAY_BEGIN
    try:
        with Ledger(path, read_only=True) as ledger:
            number = unfinished(ledger)
    except StoreError as error:
        click.echo(f"error: {error.message}", err=True)
        return FAILED
    if number is None:
        return MAY_BEGIN
    code = resume(folder)
    if code in (Exit.OK, Exit.PARTIAL):
        return MAY_BEGIN
    return NOT_YET if code in (Exit.LOCKED, Exit.INTERRUPTED, Exit.LIMIT) else FAILED
