"""Telling of a scheduled run that could not tell by itself: it was refused, killed, or never began."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import click

from harvest.asked import Asked
from harvest.errors import MEANINGS, Exit, GreylitError
from harvest.notify import KIND, tell_all
from harvest.notify.events import FAILED, TROUBLE, Past
from harvest.notify.sending import Message
from harvest.protocol import Protocol, load_protocol
from store.errors import StoreError
from store.ledger import Ledger
from store.workspace import Workspace

#: Exit codes of runs that went through `tell` themselves.
SPOKEN = (Exit.PARTIAL, Exit.UNREACHABLE, Exit.STORE, Exit.UNEXPECTED)


def what_happened(code: int | None, environment: Mapping[str, str]) -> tuple[str, int | None]:
    """Return what became of the command, in words, and its exit code.

    Args:
        code: as a script knows it; ``None`` for what systemd says (``MONITOR_*``, systemd.exec(5)).
        environment: where systemd says it.
    """
    result = environment.get("MONITOR_SERVICE_RESULT", "")
    ended, status = environment.get("MONITOR_EXIT_CODE", ""), environment.get("MONITOR_EXIT_STATUS", "")
    if code is None and ended == "exited" and status.isdigit():
        code = int(status)
    if code == 255:
        # What goes on with a stopped run says so, since systemd reads smaller codes as "not now".
        return "a run that was stopped could not be gone on with", None
    if code is not None and code > 128:
        return f"it was killed (signal {code - 128})", code
    if code is not None:
        meaning = MEANINGS[Exit(code)] if code in set(Exit) else "The program could not be started."
        return f"exit code {code}: {meaning.replace('`', '')}", code
    if ended:
        return f"it was {ended} ({status}{f', {result}' if result else ''})", None
    return "it did not begin, or nobody said how it ended", None


def tell_unspoken(path: Path, code: int | None, environment: Mapping[str, str] = os.environ) -> str:
    """Tell that a scheduled run failed, unless the run told that itself or it was told before.

    Args:
        path: the protocol's file, which may be what is wrong.
        code: exit code of the run, where a script knows it.
        environment: variables of addresses, and what systemd says.

    Returns:
        What was done, in a sentence.

    Raises:
        GreylitError: the protocol cannot be read, and there was no run that had one.
        StoreError: the ledger cannot be read.
    """
    workspace = Workspace(path.parent)
    sentence, code = what_happened(code, environment)
    said = f"the scheduled run failed: {sentence}"
    if not workspace.ledger.exists():
        return _told(load_protocol(path), None, 0, said, environment)
    with Ledger(workspace.ledger) as ledger:
        begun = ledger.last("run")
        run = begun.run if begun else 0
        past = Past(list(ledger.entries(kinds=(KIND,))))
        if code in SPOKEN and past.told(*TROUBLE, run=run):
            return f"run {run} has told it itself"
        if any(row.body["detail"] == said for row in past.told(FAILED, run=run)):
            return "it was told before"
        try:
            protocol = load_protocol(path)
        except (GreylitError, OSError):
            if begun is None:
                raise
            protocol = Asked.of(begun).protocol
        return _told(protocol, ledger, run, said, environment)


def _told(
    protocol: Protocol, ledger: Ledger | None, run: int, said: str, environment: Mapping[str, str]
) -> str:
    if FAILED not in protocol.notify.on or not protocol.notify.to:
        return "[notify] names nobody for it"
    body = (
        f"{said}\n   next: greylit status\nThe command is for the folder of the review {protocol.review.id}."
    )
    message = Message(f"greylit {protocol.review.id}: a scheduled run failed", body, "failure")
    told = tell_all(protocol, message, (FAILED,), environment)
    if ledger is not None:
        rows = [each.as_dict() | ({"detail": said} if each.outcome == "told" else {}) for each in told]
        ledger.append_many([(KIND, row) for row in rows], run)
    return "; ".join(
        f"{each.outcome}: {each.called}" + ("" if each.outcome == "told" else f": {each.detail}")
        for each in told
    )


def run(words: list[str], environment: Mapping[str, str] = os.environ) -> int:
    """Run ``python -m harvest.notify PROTOCOL [--exit-code N]``; return its exit code."""
    path = Path(words[0] if words else "protocol.toml")
    code = int(words[words.index("--exit-code") + 1]) if "--exit-code" in words else None
    try:
        click.echo(f"notify: {tell_unspoken(path, code, environment)}")
    except (GreylitError, StoreError) as error:
        click.echo(f"notify: nobody was told: {error.message}", err=True)
        return int(Exit.FINDINGS)
    return 0
