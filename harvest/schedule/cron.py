"""A line for cron, the script that it starts, and a line for anacron, which catches up."""

from __future__ import annotations

import shlex
from pathlib import Path

from harvest.schedule.model import NO_FAILURE, Job, When, Written

#: Where programs are looked for besides the folder of greylit's own: cron gives jobs next to nothing.
PATHS = ("/usr/local/bin", "/usr/bin", "/bin")
#: Minutes that anacron waits after the start of the machine.
WAIT = 10


def calendar(when: When) -> str:
    """Return the five fields of a crontab (crontab(5)): minute, hour, day of the month, month, day of the week."""
    # cron counts the days of the week from Sunday, which is 0.
    days = ",".join(str((each + 1) % 7) for each in when.days) if when.days else "*"
    return f"{when.minute} {when.hour} {when.day or '*'} * {days}"


def _cron(command: str) -> str:
    """Return a command as a crontab takes it: an unescaped ``%`` would be a line break."""
    return command.replace("%", r"\%")


def write(job: Job, out: Path) -> Written:
    """Return script, cron line and anacron line of a job, and how they are switched on.

    Args:
        job: what is started.
        out: the folder that the script will lie in, absolute: the lines name it.
    """
    script, system = f"{job.name}.sh", job.scope == "system"
    start = f"/bin/sh {shlex.quote(str(out / script))}"
    user = f"{job.account} " if system else ""
    line = f"{calendar(job.when)} {user}{_cron(start)}"
    period = {"day": "1", "week": "7", "month": "@monthly"}[job.when.every]
    as_user = f"runuser -u {shlex.quote(job.account)} -- {start}"
    files = {
        script: _script(job),
        f"{job.name}.cron": f"# {script}: {job.when.sentence}, local time of the machine\n{line}\n",
        f"{job.name}.anacron": f"{period} {WAIT} {job.name} {as_user}\n",
    }
    here = f"{{out}}/{job.name}"
    others = f"crontab -l 2>/dev/null | grep -vF {shlex.quote(script)}"
    if system:
        enable: tuple[str, ...] = (f"sudo cp {here}.cron /etc/cron.d/{job.name}",)
        disable: tuple[str, ...] = (f"sudo rm /etc/cron.d/{job.name}",)
        look: tuple[str, ...] = (f"cat /etc/cron.d/{job.name}",)
    else:
        enable = (f"({others}; cat {here}.cron) | crontab -",)
        disable = (f"({others}) | crontab -",)
        look = ("crontab -l",)
    notes = (
        "cron does not catch up: a run that is missed while the machine is off does not take place",
        f"anacron catches up, in days and not at a time of day; instead of the cron line: "
        f"sudo sh -c 'cat >> /etc/anacrontab' < {here}.anacron",
        "what the runs say is added to logs/schedule.log in the review's folder",
    )
    return Written(
        {name: text.encode() for name, text in files.items()},
        enable,
        (*look, "tail logs/schedule.log"),
        disable,
        notes,
    )


def _script(job: Job) -> str:
    paths = dict.fromkeys((str(Path(job.greylit[0]).parent), *PATHS))
    secrets = shlex.quote(str(job.secrets))
    quiet = "|".join(map(str, (0, *NO_FAILURE)))
    return f"""\
#!/bin/sh
# greylit: the search {job.review}, {job.when.sentence}. Written by greylit schedule.
PATH={shlex.quote(":".join(paths))}
export PATH
cd {shlex.quote(str(job.root))} || exit 7
# variables such as addresses of [notify], keys and proxies: one NAME='value' a line, readable by you alone
if [ -r {secrets} ]; then
    set -a
    . {secrets}
    set +a
fi
mkdir -p logs
exec >>logs/schedule.log 2>&1
echo "--- $(date '+%Y-%m-%d %H:%M:%S %Z')"
# A run that was stopped is gone on with first; while it cannot be ended, no new one begins.
{shlex.join(job.first)}
code=$?
if [ "$code" -eq 1 ]; then
    exit 0
fi
# Of two runs at the same time the second ends at once with 5: no lock of cron's is needed.
if [ "$code" -eq 0 ]; then
    {shlex.join(job.run)}
    code=$?
fi
case "$code" in
{quiet}) ;;
*) {shlex.join(job.after_failure)} --exit-code "$code" ;;
esac
exit "$code"
"""
