"""A job as a command would make it, with any path and any time."""

from __future__ import annotations

import sys
from pathlib import Path

from harvest.schedule.model import Job, Scope, When, weekly
from harvest.schedule.planning import greylit_of

PYTHON = Path(sys.executable)


def job(
    root: Path, *, when: When | None = None, scope: Scope = "user", greylit: tuple[str, ...] | None = None,
    minutes: int | None = None, secrets: Path = Path("/etc/greylit/made.env"), update: bool = True,
) -> Job:  # fmt: skip
    return Job(
        review="made", root=root, protocol="protocol.toml", when=when or weekly("Mon 02:00"), update=update, scope=scope,
        python=PYTHON, greylit=greylit or greylit_of(PYTHON), account="root", secrets=secrets, zone="Europe/London",
        minutes=minutes,
    )  # fmt: skip
