"""Units for systemd: a service, its timer, and a service that tells of what the first could not tell."""

from __future__ import annotations

import shlex

from harvest.schedule.model import DAYS, NO_FAILURE, SPREAD, Job, When, Written

#: Seconds in which a run that is asked to stop may finish the pages in hand.
STOPPING = 300


def calendar(when: When) -> str:
    """Return times as ``OnCalendar=`` takes them (systemd.time(7)); without a zone they are local."""
    at = f"{when.time}:00"
    if when.every == "week":
        return f"{','.join(DAYS[each][:3] for each in when.days)} *-*-* {at}"
    return f"*-*-{when.day:02} {at}" if when.every == "month" else f"*-*-* {at}"


def _plain(text: str) -> str:
    """Return text as settings without quotes take it: ``%`` begins a specifier (systemd.unit(5))."""
    return text.replace("%", "%%")


def _command(words: tuple[str, ...]) -> str:
    """Return words as ``ExecStart=`` takes them (systemd.service(5), "Command lines")."""
    if set("'\"\\") & set(words[0]):
        # The path of a program may not have these in it, quoted or not; an argument may.
        words = ("/usr/bin/env", *words)
    first, *rest = (_quoted(_plain(word)) for word in words)
    # Variables are put in everywhere but in the path of the program.
    return " ".join([first, *(word.replace("$", "$$") for word in rest)])


def _quoted(word: str) -> str:
    if word and all(each.isalnum() or each in "-_./:=%@+," for each in word):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write(job: Job) -> Written:
    """Return the units of a job, and how they are switched on."""
    system = job.scope == "system"
    online = "Wants=network-online.target\nAfter=network-online.target\n" if system else ""
    shared = f"Type=oneshot\n{f'User={_plain(job.account)}' + chr(10) if system else ''}"
    shared += (
        f"WorkingDirectory={_plain(str(job.root))}\n"
        "# variables such as addresses of [notify], keys and proxies: one NAME='value' a line, readable by you alone\n"
        f"EnvironmentFile=-{_plain(str(job.secrets))}\n"
    )
    service = f"""\
[Unit]
Description=greylit: the search {job.review}
{online}OnFailure={job.name}-notify.service

[Service]
{shared}# a run that was stopped is gone on with first; while it cannot be ended, no new one begins, and that is no failure
ExecCondition={_command(job.first)}
ExecStart={_command(job.run)}
# 3: finished with gaps, which the run itself tells; 5: another run is at work; 11: stopped; 12: a limit was reached
SuccessExitStatus={" ".join(map(str, NO_FAILURE))}
# one SIGINT: the pages in hand are finished and kept
KillMode=mixed
KillSignal=SIGINT
TimeoutStopSec={STOPPING}
TimeoutStartSec=infinity
Nice=10
"""
    timer = f"""\
[Unit]
Description=greylit: {job.when.sentence}, the search {job.review}

[Timer]
# local time of the machine
OnCalendar={calendar(job.when)}
# a run that was missed while the machine was off is caught up with
Persistent=true
RandomizedDelaySec={SPREAD}
AccuracySec=1min

[Install]
WantedBy=timers.target
"""
    notify = f"""\
[Unit]
Description=greylit: tell that the search {job.review} failed
{online}
[Service]
{shared}ExecStart={_command(job.after_failure)}
"""
    names = (f"{job.name}.service", f"{job.name}.timer", f"{job.name}-notify.service")
    files = dict(zip(names, (each.encode() for each in (service, timer, notify)), strict=True))
    return Written(files, *_commands(job, names), notes=_notes(job))


def _commands(job: Job, names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    system = job.scope == "system"
    sudo, user = ("sudo ", "") if system else ("", " --user")
    folder = "/etc/systemd/system" if system else "~/.config/systemd/user"
    copied = " ".join(f"{{out}}/{name}" for name in names)
    enable = [f"{sudo}cp {copied} {folder}/", f"{sudo}systemctl{user} daemon-reload",
              f"{sudo}systemctl{user} enable --now {job.name}.timer"]  # fmt: skip
    if not system:
        enable.insert(0, f"mkdir -p {folder}")
        enable.append(f"loginctl enable-linger {shlex.quote(job.account)}")
    look = (f"systemctl{user} list-timers {job.name}.timer", f"journalctl{user} -u {job.name}.service")
    return tuple(enable), look, (f"{sudo}systemctl{user} disable --now {job.name}.timer",)


def _notes(job: Job) -> tuple[str, ...]:
    notes = ["a run that is missed while the machine is off is started when it is on again"]
    if job.scope == "user":
        notes.append("loginctl enable-linger lets it start while you are not logged in")
    return tuple(notes)
