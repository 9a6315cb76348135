"""When runs are started, and what is started: the same for every scheduler."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from harvest.errors import GreylitError

#: Days of the week from Monday on, as they are written and read.
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: The last day that every month has.
LAST_DAY = 28
#: Seconds that a start is put off at most, at random, so that not every review asks at the same second.
SPREAD = 600
#: Exit codes of a run that are no failure: gaps (told by the run itself), another run at work, stopped, a limit.
NO_FAILURE = (3, 5, 11, 12)

_TIME = re.compile(r"(\d{1,2}):(\d{2})")

Scope = Literal["user", "system"]


def _wrong(said: str, hint: str) -> GreylitError:
    return GreylitError(said, code="SCHEDULE_INVALID", hint=hint)


@dataclass(frozen=True, slots=True)
class When:
    """Times at which runs are started, by the clock of the machine.

    Attributes:
        every: ``day``, ``week`` or ``month``.
        hour, minute: the time of day.
        days: of the week, 0 for Monday; empty unless ``every`` is ``week``.
        day: of the month, 1 to 28; ``None`` unless ``every`` is ``month``.
    """

    every: Literal["day", "week", "month"]
    hour: int
    minute: int
    days: tuple[int, ...] = ()
    day: int | None = None

    @property
    def time(self) -> str:
        """The time of day, ``02:00``."""
        return f"{self.hour:02}:{self.minute:02}"

    @property
    def sentence(self) -> str:
        """The times in words."""
        if self.every == "week":
            names = [DAYS[each] for each in self.days]
            listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
            return f"every {listed} at {self.time}"
        if self.every == "month":
            return f"on day {self.day} of every month at {self.time}"
        return f"every day at {self.time}"

    def falls_on(self, day: date) -> bool:
        """Tell whether a run is started on a day."""
        if self.every == "week":
            return day.weekday() in self.days
        return self.every == "day" or day.day == self.day

    def next_after(self, now: datetime) -> datetime:
        """Return the first start after an instant, in the zone of that instant.

        A time that the change to summer time leaves out is no start: systemd passes over it.
        """
        day = now.date()
        while True:
            start = self._on(day, now.tzinfo) if self.falls_on(day) else None
            # Compared in UTC: of two times with the same zone Python compares what the clock shows.
            if start is not None and start.astimezone(UTC) > now.astimezone(UTC):
                return start
            day += timedelta(days=1)

    def left_out(self, now: datetime, days: int = 400) -> date | None:
        """Return the first of so many days on which the clock does not show the time of a start, or ``None``."""
        ahead = (now.date() + timedelta(days=number) for number in range(days))
        return next((day for day in ahead if self.falls_on(day) and self._on(day, now.tzinfo) is None), None)

    def _on(self, day: date, zone: tzinfo | None) -> datetime | None:
        wall = datetime.combine(day, time(self.hour, self.minute), zone)
        # There and back: a time that the clock leaves out comes back as another.
        shown = wall.astimezone(UTC).astimezone(zone)
        return wall if (shown.hour, shown.minute) == (self.hour, self.minute) else None


def daily(text: str) -> When:
    """Read ``02:00``.

    Raises:
        GreylitError: there is no such time.
    """
    return When("day", *_time(text, "--daily 02:00"))


def weekly(text: str) -> When:
    """Read ``Mon 02:00``, or several days: ``Mon,Thu 02:00``.

    Raises:
        GreylitError: a day is unknown, or there is no such time.
    """
    example = '--weekly "Mon 02:00"'
    names, _, at = text.strip().rpartition(" ")
    if not names.strip():
        raise _wrong(f"{text!r} is not a day of the week and a time", f"Write for example: {example}")
    days = {_day(name.strip(), example) for name in names.split(",")}
    return When("week", *_time(at, example), days=tuple(sorted(days)))


def monthly(text: str) -> When:
    """Read ``1 02:00``: the day of the month and the time.

    Raises:
        GreylitError: not every month has the day, or there is no such time.
    """
    example = '--monthly "1 02:00"'
    number, _, at = text.strip().rpartition(" ")
    if not number.strip():
        raise _wrong(f"{text!r} is not a day of the month and a time", f"Write for example: {example}")
    try:
        day = int(number)
    except ValueError:
        raise _wrong(
            f"{number.strip()!r} is not a day of the month", f"Write for example: {example}"
        ) from None
    if not 1 <= day <= 31:
        raise _wrong(f"there is no day {day} in any month", f"Take a day from 1 to {LAST_DAY}: {example}")
    if day > LAST_DAY:
        raise _wrong(
            f"not every month has a day {day}: runs would be left out",
            f"Take a day from 1 to {LAST_DAY}: {example}",
        )
    return When("month", *_time(at, example), day=day)


def _day(name: str, example: str) -> int:
    found = [
        number for number, day in enumerate(DAYS) if len(name) >= 3 and day.lower().startswith(name.lower())
    ]
    if not found:
        near = get_close_matches(name.capitalize(), DAYS, n=1, cutoff=0.5)
        meant = f" Did you mean {near[0]}?" if near else ""
        raise _wrong(f"{name!r} is not a day of the week.{meant}", f"Write for example: {example}")
    return found[0]


def _time(text: str, example: str) -> tuple[int, int]:
    read = _TIME.fullmatch(text.strip())
    if read is None:
        raise _wrong(f"{text.strip()!r} is not a time of day", f"Write for example: {example}")
    hour, minute = int(read[1]), int(read[2])
    if hour > 23 or minute > 59:
        raise _wrong(
            f"there is no time {text.strip()}: hours go from 00 to 23 and minutes from 00 to 59",
            f"Write for example: {example}",
        )
    return hour, minute


@dataclass(frozen=True, slots=True)
class Job:
    """What is started.

    Attributes:
        review: id of the review; letters, digits, ``-`` and ``_``.
        root: its folder, absolute.
        protocol: name of the protocol's file in it.
        when: when.
        update: ask only for what is new or has changed.
        scope: for one user, or for the whole machine.
        python: the Python that has greylit, absolute.
        greylit: the words that call it, the first an absolute path.
        account: the user whose the folder is; the runs go under this name.
        secrets: the file that variables of the environment are read from, absolute.
        zone: name of the zone that the times are in.
        minutes: the protocol's limit of one run, if it has one.
    """

    review: str
    root: Path
    protocol: str
    when: When
    update: bool
    scope: Scope
    python: Path
    greylit: tuple[str, ...]
    account: str
    secrets: Path
    zone: str
    minutes: int | None = None

    @property
    def name(self) -> str:
        """The name that files and entries of the schedule have."""
        return f"greylit-{self.review}"

    @property
    def run(self) -> tuple[str, ...]:
        """The words of the command that is scheduled."""
        how = ("--update",) if self.update else ()
        return (*self.greylit, "run", self.protocol, *how, "--no-progress")

    @property
    def first(self) -> tuple[str, ...]:
        """The words of the command before it, which goes on with a run that was stopped."""
        # -P: the review's folder is no place to import from.
        return (str(self.python), "-P", "-m", "harvest.schedule", ".")

    @property
    def after_failure(self) -> tuple[str, ...]:
        """The words of the command that tells of a run which could not tell by itself."""
        return (str(self.python), "-P", "-m", "harvest.notify", self.protocol)


@dataclass(frozen=True, slots=True)
class Written:
    """What one scheduler is given.

    Attributes:
        files: name and bytes of each file.
        enable: commands that hand it to the scheduler, in order; ``{out}`` stands for the folder of the files.
        look: commands that show when it ran and will run.
        disable: commands that take it back.
        notes: what a person has to know.
    """

    files: dict[str, bytes]
    enable: tuple[str, ...]
    look: tuple[str, ...]
    disable: tuple[str, ...]
    notes: tuple[str, ...]


def check_paths(job: Job) -> None:
    """Refuse paths that no scheduler can be given.

    Raises:
        GreylitError: a path has a line break or another control character in it, is not Unicode, or begins or ends
            with what a scheduler would cut off.
    """
    for text in (str(job.root), job.protocol, str(job.python), *job.greylit, str(job.secrets)):
        if _unfit(text):
            raise GreylitError(
                f"the path {text!r} has characters in it that schedulers do not take", code="SCHEDULE_INVALID",
                hint="Move the review to a folder with an ordinary name.",
            )  # fmt: skip


def _unfit(text: str) -> bool:
    lone = any("\ud800" <= each <= "\udfff" for each in text)
    return (
        lone
        or any(ord(each) < 32 or ord(each) == 127 for each in text)
        or text != text.strip()
        or text[-1] == "\\"
    )
