"""The task for Windows: well-formed UTF-16 XML with what its schema requires, in its order."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from harvest.schedule import windows
from harvest.schedule.model import When, daily, monthly, weekly
from tests.schedule.jobs import job

T = f"{{{windows.NAMESPACE}}}"
FIRST = datetime(2026, 11, 30, 2, 0)


def task(folder: Path, **how: object) -> ElementTree.Element:
    (content,) = windows.write(job(folder, **how), FIRST).files.values()  # type: ignore[arg-type]
    assert content.startswith(b"\xff\xfe")
    text = content.decode("utf-16")
    assert text.startswith('<?xml version="1.0" encoding="UTF-16"?>\r\n')
    return ElementTree.fromstring(content)


def names(element: ElementTree.Element | None) -> list[str]:
    assert element is not None
    return [child.tag.removeprefix(T) for child in element]


def test_the_task_has_the_parts_that_the_schema_requires_in_order(folder: Path) -> None:
    root = task(folder)
    assert root.tag == f"{T}Task" and root.get("version") == "1.3"
    assert names(root) == ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]
    assert root.find(f"{T}Actions").get("Context") == root.find(f"{T}Principals/{T}Principal").get("id")  # type: ignore[union-attr]
    assert names(root.find(f"{T}Triggers/{T}CalendarTrigger")) == [
        "StartBoundary", "Enabled", "RandomDelay", "ScheduleByWeek",
    ]  # fmt: skip
    assert root.findtext(f"{T}Triggers/{T}CalendarTrigger/{T}StartBoundary") == "2026-11-30T02:00:00"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("StartWhenAvailable", "true"),
        ("MultipleInstancesPolicy", "IgnoreNew"),
        ("ExecutionTimeLimit", "PT4320M"),
        ("StopIfGoingOnBatteries", "false"),
        ("RunOnlyIfNetworkAvailable", "true"),
    ],
)
def test_missed_runs_are_caught_up_one_at_a_time_and_within_a_limit(
    folder: Path, name: str, value: str
) -> None:
    assert task(folder).findtext(f"{T}Settings/{T}{name}") == value


def test_the_limit_leaves_room_beside_the_protocols_own(folder: Path) -> None:
    assert task(folder, minutes=600).findtext(f"{T}Settings/{T}ExecutionTimeLimit") == "PT720M"


@pytest.mark.parametrize(
    ("when", "kind", "inside"),
    [
        (daily("02:00"), "ScheduleByDay", ["DaysInterval"]),
        (weekly("Mon,Sun 02:00"), "ScheduleByWeek", ["DaysOfWeek", "WeeksInterval"]),
        (monthly("7 02:00"), "ScheduleByMonth", ["DaysOfMonth", "Months"]),
    ],
)
def test_the_times_are_a_trigger(folder: Path, when: When, kind: str, inside: list[str]) -> None:
    trigger = task(folder, when=when).find(f"{T}Triggers/{T}CalendarTrigger/{T}{kind}")
    assert names(trigger) == inside
    if kind == "ScheduleByWeek":
        assert names(trigger.find(f"{T}DaysOfWeek")) == ["Monday", "Sunday"]  # type: ignore[union-attr]
    if kind == "ScheduleByMonth":
        assert len(names(trigger.find(f"{T}Months"))) == 12  # type: ignore[union-attr]
        assert trigger.findtext(f"{T}DaysOfMonth/{T}Day") == "7"  # type: ignore[union-attr]


def test_what_was_stopped_is_gone_on_with_and_then_the_run_starts(folder: Path) -> None:
    made = job(folder, greylit=("C:\\Program Files\\é\\greylit.exe",))
    (content,) = windows.write(made, FIRST).files.values()
    first, second = ElementTree.fromstring(content).iter(f"{T}Exec")
    assert first.findtext(f"{T}Arguments") == "-P -m harvest.schedule ."
    assert second.findtext(f"{T}Command") == "C:\\Program Files\\é\\greylit.exe"
    assert second.findtext(f"{T}Arguments") == "run protocol.toml --update --no-progress"
    assert {each.findtext(f"{T}WorkingDirectory") for each in (first, second)} == {str(folder)}


def test_a_path_that_windows_may_read_as_a_variable_is_told(tmp_path: Path) -> None:
    assert any("% or $(" in note for note in windows.write(job(tmp_path / "%TEMP%"), FIRST).notes)
    assert not any("% or $(" in note for note in windows.write(job(tmp_path / "100%"), FIRST).notes)
