"""Before a scheduled run: a run that was stopped is gone on with, and blocks no later run for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvest.schedule.going_on import FAILED, MAY_BEGIN, NOT_YET, go_on
from tests.hosts.made import Made


def never(folder: Path) -> int:
    raise AssertionError("nothing is to be resumed")


def test_nothing_is_done_before_the_first_run_or_after_a_run_that_ended(made: Made, tmp_path: Path) -> None:
    assert go_on(tmp_path, never) == MAY_BEGIN
    assert go_on(made.workspace.root, never) == MAY_BEGIN
    made.run()
    made.ended("partial")
    assert go_on(made.workspace.root, never) == MAY_BEGIN


@pytest.mark.parametrize(
    ("code", "then"),
    [
        (0, MAY_BEGIN),
        (3, MAY_BEGIN),
        (5, NOT_YET),
        (11, NOT_YET),
        (12, NOT_YET),
        (6, FAILED),
        (7, FAILED),
        (9, FAILED),
    ],
)
@pytest.mark.parametrize("outcome", ["interrupted", "limit", "failed", None])
def test_a_stopped_run_is_gone_on_with(made: Made, outcome: str | None, code: int, then: int) -> None:
    made.run()
    if outcome:
        made.ended(outcome)
    asked = []

    def resume(folder: Path) -> int:
        asked.append(folder)
        return code

    assert go_on(made.workspace.root, resume) == then
    assert asked == [made.workspace.root]


def test_the_real_command_says_that_a_run_is_at_work(made: Made, capfd: pytest.CaptureFixture[str]) -> None:
    made.run()
    lock = made.workspace.lock()
    try:
        assert go_on(made.workspace.root) == NOT_YET
    finally:
        lock.release()
    assert "another greylit run is at work" in capfd.readouterr().err


def test_a_ledger_that_cannot_be_read_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"no ledger" * 200)
    assert go_on(tmp_path, never) == FAILED
