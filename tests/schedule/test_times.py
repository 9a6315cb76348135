"""When runs are started: read from words, computed by the clock of the machine, the same as systemd computes it."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from harvest.errors import GreylitError
from harvest.schedule import clock, cron, systemd
from harvest.schedule.model import When, daily, monthly, weekly

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 26, 12, 0, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("when", "sentence", "on_calendar", "fields"),
    [
        (daily("02:00"), "every day at 02:00", "*-*-* 02:00:00", "0 2 * * *"),
        (daily("7:05"), "every day at 07:05", "*-*-* 07:05:00", "5 7 * * *"),
        (weekly("Mon 02:00"), "every Monday at 02:00", "Mon *-*-* 02:00:00", "0 2 * * 1"),
        (weekly("sunday 23:59"), "every Sunday at 23:59", "Sun *-*-* 23:59:00", "59 23 * * 0"),
        (weekly("Thu, mon,THURS 02:00"), "every Monday and Thursday at 02:00", "Mon,Thu *-*-* 02:00:00", "0 2 * * 1,4"),
        (monthly("1 02:00"), "on day 1 of every month at 02:00", "*-*-01 02:00:00", "0 2 1 * *"),
    ],
)  # fmt: skip
def test_times_are_read_and_written_for_each_scheduler(
    when: When, sentence: str, on_calendar: str, fields: str
) -> None:
    assert (when.sentence, systemd.calendar(when), cron.calendar(when)) == (sentence, on_calendar, fields)


@pytest.mark.parametrize(
    ("read", "text", "says"),
    [
        (daily, "25:00", "there is no time 25:00"),
        (daily, "02:60", "there is no time 02:60"),
        (daily, "2am", "'2am' is not a time of day"),
        (daily, "", "'' is not a time of day"),
        (weekly, "Mnoday 02:00", "'Mnoday' is not a day of the week. Did you mean Monday?"),
        (weekly, "Mo 02:00", "'Mo' is not a day of the week"),
        (weekly, "Mon,, 02:00", "'' is not a day of the week"),
        (weekly, "02:00", "is not a day of the week and a time"),
        (weekly, "Mon 24:00", "there is no time 24:00"),
        (monthly, "31 02:00", "not every month has a day 31"),
        (monthly, "32 02:00", "there is no day 32 in any month"),
        (monthly, "0 02:00", "there is no day 0 in any month"),
        (monthly, "first 02:00", "'first' is not a day of the month"),
    ],
)
def test_a_time_that_does_not_exist_is_refused_in_a_sentence(read: object, text: str, says: str) -> None:
    assert callable(read)
    with pytest.raises(GreylitError) as refused:
        read(text)
    assert says in refused.value.message and (refused.value.hint or "").startswith(("Write", "Take"))


def test_the_next_start_is_after_now_and_in_the_same_zone() -> None:
    assert weekly("Mon 02:00").next_after(NOW) == datetime(2026, 11, 30, 2, tzinfo=LONDON)
    assert daily("12:00").next_after(NOW) == datetime(2026, 11, 27, 12, tzinfo=LONDON)
    assert daily("12:01").next_after(NOW) == datetime(2026, 11, 26, 12, 1, tzinfo=LONDON)
    assert monthly("26 12:00").next_after(NOW) == datetime(2026, 12, 26, 12, tzinfo=LONDON)
    assert monthly("28 02:00").next_after(datetime(2027, 1, 29, tzinfo=LONDON)).date() == date(2027, 2, 28)


def test_in_summer_the_same_time_of_day_is_another_instant() -> None:
    start = weekly("Mon 02:00").next_after(datetime(2027, 6, 1, tzinfo=LONDON))
    assert (start.hour, start.astimezone(UTC).hour) == (2, 1)


def test_a_time_that_the_clocks_leave_out_is_no_start_and_is_known() -> None:
    sunday = weekly("Sun 01:30")
    before = datetime(2027, 3, 27, 12, tzinfo=LONDON)
    assert sunday.next_after(before) == datetime(2027, 4, 4, 1, 30, tzinfo=LONDON)
    assert sunday.left_out(NOW) == date(2027, 3, 28)
    assert daily("02:00").left_out(NOW) is None and weekly("Mon 01:30").left_out(NOW) is None


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC"])
@pytest.mark.parametrize(
    "when",
    [daily("01:30"), weekly("Sun 01:30"), weekly("Sun 02:10"), monthly("28 02:30"), weekly("Tue,Fri 00:00")],
)
def test_systemd_computes_the_same_start(zone: str, when: When, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    for now in (datetime(2026, 11, 26, 12, tzinfo=UTC), datetime(2027, 3, 27, 12, 30, tzinfo=UTC),
                datetime(2026, 10, 25, 0, 45, tzinfo=UTC), datetime(2027, 10, 3, 1, tzinfo=UTC)):  # fmt: skip
        here, name = clock.local(now)
        assert name == zone and here.timestamp() == now.timestamp()
        said, own = clock.systemd_says(systemd.calendar(when), here), when.next_after(here)
        assert said is not None
        assert (said.timestamp(), said.utcoffset()) == (own.timestamp(), own.utcoffset()), (now, said, own)


def test_the_zone_is_that_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    zones = tmp_path / "zoneinfo" / "Europe"
    zones.mkdir(parents=True)
    (zones / "London").touch()
    (tmp_path / "localtime").symlink_to(zones / "London")
    monkeypatch.delenv("TZ", raising=False)
    here, name = clock.local(datetime(2026, 7, 1, 12, tzinfo=UTC), tmp_path / "localtime")
    assert (name, here.hour) == ("Europe/London", 13)
    monkeypatch.setenv("TZ", "No/Where")
    here, name = clock.local(datetime(2026, 7, 1, 12, tzinfo=UTC), tmp_path / "nothing")
    assert "UTC" in name and here == datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_without_systemd_greylit_computes_by_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(os.environ, "PATH", str(tmp_path))
    assert clock.systemd_says("Mon *-*-* 02:00:00", NOW) is None
