"""A task for the Windows Task Scheduler, as the XML that ``schtasks /Create /XML`` reads."""

from __future__ import annotations

import re
import subprocess
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from harvest.schedule.model import DAYS, SPREAD, Job, When, Written

#: The namespace of tasks (MS-TSCH, 2.5).
NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
#: Minutes that a task may take when the protocol sets no limit: three days.
LONGEST = 3 * 24 * 60
#: Minutes beside the protocol's limit: what was fetched has to be read as well.
BESIDE = 120


def write(job: Job, first: datetime) -> Written:
    """Return the task of a job, and how it is switched on.

    Args:
        job: what is started.
        first: the first start. A task begins at a date; one in the past would be caught up with at once.
    """
    task = Element("Task", {"version": "1.3", "xmlns": NAMESPACE})
    about = SubElement(task, "RegistrationInfo")
    _add(about, "Description", f"greylit: {job.when.sentence}, the search {job.review}")
    _add(about, "URI", f"\\greylit\\{job.review}")
    _trigger(SubElement(task, "Triggers"), job.when, first)
    principal = SubElement(SubElement(task, "Principals"), "Principal", {"id": "Author"})
    # Of a user: while logged in, and nobody has to be asked. Of the machine: always, without a password being kept.
    _add(principal, "LogonType", "InteractiveToken" if job.scope == "user" else "S4U")
    _add(principal, "RunLevel", "LeastPrivilege")
    _settings(SubElement(task, "Settings"), job)
    actions = SubElement(task, "Actions", {"Context": "Author"})
    for program, *words in (job.first, job.run):
        action = SubElement(actions, "Exec")
        _add(action, "Command", program)
        _add(action, "Arguments", subprocess.list2cmdline(words))
        _add(action, "WorkingDirectory", str(job.root))
    indent(task)
    text = '<?xml version="1.0" encoding="UTF-16"?>\n' + tostring(task, encoding="unicode") + "\n"
    name, title = f"{job.name}.xml", f'"greylit\\{job.review}"'
    return Written(
        # Windows writes them so: little endian, with a byte order mark.
        {name: b"\xff\xfe" + text.replace("\n", "\r\n").encode("utf-16-le")},
        (f"schtasks /Create /TN {title} /XML {{out}}\\{name}",),
        (f"schtasks /Query /TN {title} /V /FO LIST",),
        (f"schtasks /Delete /TN {title}",),
        _notes(job),
    )


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _trigger(parent: Element, when: When, first: datetime) -> None:
    trigger = SubElement(parent, "CalendarTrigger")
    # Without a zone it is local time, in summer and in winter.
    _add(trigger, "StartBoundary", f"{first:%Y-%m-%d}T{when.time}:00")
    _add(trigger, "Enabled", "true")
    _add(trigger, "RandomDelay", f"PT{SPREAD}S")
    if when.every == "day":
        _add(SubElement(trigger, "ScheduleByDay"), "DaysInterval", "1")
    elif when.every == "week":
        by_week = SubElement(trigger, "ScheduleByWeek")
        days = SubElement(by_week, "DaysOfWeek")
        for each in when.days:
            SubElement(days, DAYS[each])
        _add(by_week, "WeeksInterval", "1")
    else:
        by_month = SubElement(trigger, "ScheduleByMonth")
        _add(SubElement(by_month, "DaysOfMonth"), "Day", str(when.day))
        months = SubElement(by_month, "Months")
        for name in MONTHS:
            SubElement(months, name)


def _settings(parent: Element, job: Job) -> None:
    for name, value in (
        # A second start while one is at work does not happen.
        ("MultipleInstancesPolicy", "IgnoreNew"),
        ("DisallowStartIfOnBatteries", "false"),
        ("StopIfGoingOnBatteries", "false"),
        ("AllowHardTerminate", "true"),
        # A run that was missed is caught up with.
        ("StartWhenAvailable", "true"),
        ("RunOnlyIfNetworkAvailable", "true"),
        ("AllowStartOnDemand", "true"),
        ("Enabled", "true"),
        ("Hidden", "false"),
        ("WakeToRun", "false"),
        ("ExecutionTimeLimit", f"PT{_minutes(job)}M"),
        ("Priority", "7"),
    ):
        _add(parent, name, value)


def _minutes(job: Job) -> int:
    return LONGEST if job.minutes is None else job.minutes + BESIDE


def _notes(job: Job) -> tuple[str, ...]:
    notes = [
        "a run that is missed while the machine is off is started when it is on again",
        f"Windows ends a task after {_minutes(job) // 60} hours; the next one goes on with its run",
        "variables such as addresses of [notify], keys and proxies: set them for your account (setx NAME value)",
    ]
    if job.scope == "user":
        notes.append(
            "it runs while you are logged in; with --system always, which an administrator has to allow"
        )
    if any(re.search(r"%[^%]+%|\$\(", text) for text in (str(job.root), job.protocol, *job.first, *job.run)):
        notes.append(
            "a path has % or $( in it, which Windows may read as a variable: move the review to a folder without"
        )
    return tuple(notes)
