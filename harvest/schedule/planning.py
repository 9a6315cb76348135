"""From a protocol and a time to the files of a scheduler."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from harvest.protocol import Protocol
from harvest.schedule import clock, cron, systemd, windows
from harvest.schedule.model import Job, Scope, When, Written, check_paths

Target = Literal["systemd", "cron", "windows-task"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a scheduler is given, and when it starts the first run.

    Attributes:
        job: what is started.
        target: the scheduler.
        written: its files and commands.
        next: the first start, in the zone of the machine.
        next_by: who says so: ``systemd-analyze`` or ``greylit``.
        notes: what a person has to know.
    """

    job: Job
    target: Target
    written: Written
    next: datetime
    next_by: str
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data; ``{out}`` in a command stands for the folder of the files."""
        when = self.job.when
        return {
            "review": self.job.review, "folder": str(self.job.root), "target": self.target, "scope": self.job.scope,
            "when": {"every": when.every, "time": when.time, "days": list(when.days), "day": when.day,
                     "sentence": when.sentence, "zone": self.job.zone},
            "mode": "update" if self.job.update else "whole", "command": list(self.job.run),
            "next": self.next.isoformat(), "next_by": self.next_by, "variables": str(self.job.secrets),
            "enable": list(self.written.enable), "look": list(self.written.look),
            "disable": list(self.written.disable), "notes": list(self.notes),
        }  # fmt: skip


def greylit_of(python: Path) -> tuple[str, ...]:
    """Return the words that call the greylit of a Python, the first an absolute path."""
    for name in ("greylit", "greylit.exe"):
        if (script := python.with_name(name)).exists():
            return (str(script),)
    return (str(python), "-P", "-m", "harvest")


def secrets_of(review: str, scope: Scope, account: str) -> Path:
    """Return the file that the variables of a scheduled run are read from: outside the review, which is handed on."""
    if scope == "system":
        return Path("/etc/greylit") / f"{review}.env"
    home = Path(os.path.expanduser(f"~{account}"))  # noqa: PTH111 -- another user's home
    return (home if home.is_absolute() else Path.home()) / ".config" / "greylit" / f"{review}.env"


def owner(folder: Path) -> str:
    """Return the name of the account whose a folder is."""
    try:
        return folder.owner()
    except (KeyError, NotImplementedError, OSError):
        import getpass

        return getpass.getuser()


def plan(
    protocol: Protocol, path: Path, when: When, target: Target, out: Path, now: datetime, *, update: bool, scope: Scope
) -> Plan:  # fmt: skip
    """Return what a scheduler is given for a protocol.

    Args:
        protocol: as it was read.
        path: its file.
        when: when runs are started.
        target: the scheduler.
        out: the folder that its files will lie in.
        now: the present.
        update: ask only for what is new or has changed.
        scope: for one user, or for the whole machine.

    Raises:
        GreylitError: a path has characters that no scheduler takes.
    """
    root = path.parent.resolve()
    # Not resolved: a virtual environment is known by the link to its Python.
    python = Path(sys.executable).absolute()
    account = owner(root)
    here, zone = clock.local(now)
    job = Job(
        review=protocol.review.id, root=root, protocol=path.name if path.name[0] != "-" else f"./{path.name}", when=when, update=update, scope=scope, python=python,
        greylit=greylit_of(python), account=account, secrets=secrets_of(protocol.review.id, scope, account), zone=zone,
        minutes=protocol.crawl.budget.minutes,
    )  # fmt: skip
    check_paths(job)
    first, by = when.next_after(here), "greylit"
    if target == "systemd":
        written = systemd.write(job)
        said = clock.systemd_says(systemd.calendar(when), here)
        first, by = (said, "systemd-analyze") if said else (first, by)
    elif target == "cron":
        written = cron.write(job, out.resolve())
    else:
        written = windows.write(job, first)
    return Plan(job, target, written, first, by, (*written.notes, *_notes(protocol, job, here, target)))


def _notes(protocol: Protocol, job: Job, now: datetime, target: Target) -> list[str]:
    notes = []
    if (target == "windows-task") != (os.name == "nt"):
        made_for = "Windows" if target == "windows-task" else target
        notes.append(
            f"the paths in it are of this machine: for another one with {made_for}, run greylit schedule there"
        )
    if day := job.when.left_out(now):
        notes.append(
            f"on {day:%d %B %Y} the clocks go forward and show no {job.when.time}: that run may be left out; "
            "take another time if that matters"
        )
    if hours := protocol.crawl.hours:
        begin, _, end = hours.partition("-")
        if not _within(job.when.time, begin, end):
            notes.append(
                f"crawl.hours lets requests be made from {begin} to {end} only: a run that starts at {job.when.time} waits"
            )
    if not (protocol.notify.on and protocol.notify.to):
        notes.append("[notify] of the protocol names nobody: when a run fails, nobody is told")
    return notes


def _within(at: str, begin: str, end: str) -> bool:
    begin, end = begin.strip().zfill(5), end.strip().zfill(5)
    return begin <= at < end if begin < end else at >= begin or at < end
