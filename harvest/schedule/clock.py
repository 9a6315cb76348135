"""The zone of this machine, and when a timer of systemd would start next."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

_NEXT = re.compile(r"^\s*Next elapse: \w+ (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (\S+)", re.MULTILINE)
_IN_UTC = re.compile(r"^\s*\(in UTC\): \w+ (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC", re.MULTILINE)


def local(now: datetime, localtime: Path = Path("/etc/localtime")) -> tuple[datetime, str]:
    """Return an instant in the zone of this machine, and the name of the zone.

    The name is that of the IANA database where it can be found, so that changes to summer time are known; else an
    abbreviation with its distance from UTC.
    """
    for name in (os.environ.get("TZ", "").lstrip(":"), _linked(localtime)):
        if name:
            try:
                return now.astimezone(ZoneInfo(name)), name
            except (ValueError, OSError, KeyError):
                continue
    here = now.astimezone()
    return here, f"{here.tzname()} (UTC{here:%z})"


def _linked(localtime: Path) -> str:
    _, found, name = str(localtime.resolve()).partition("/zoneinfo/")
    return name.removeprefix("posix/") if found else ""


def systemd_says(calendar: str, now: datetime) -> datetime | None:
    """Return the next start that ``systemd-analyze calendar`` gives, in the zone of ``now``; ``None`` where it is missing."""
    program = shutil.which("systemd-analyze")
    if program is None:
        return None
    base = now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    try:
        ran = subprocess.run(
            [program, "calendar", f"--base-time={base}", calendar],
            capture_output=True, text=True, timeout=10, env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    if ran.returncode:
        return None
    if found := _IN_UTC.search(ran.stdout):
        return datetime.fromisoformat(found[1]).replace(tzinfo=UTC).astimezone(now.tzinfo)
    found = _NEXT.search(ran.stdout)
    if found is None or found[2] != "UTC":
        return None
    return datetime.fromisoformat(found[1]).replace(tzinfo=UTC).astimezone(now.tzinfo)
