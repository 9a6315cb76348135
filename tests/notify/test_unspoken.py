"""What a scheduler tells when a run could not: it was refused, killed, or never began."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from harvest.notify.unspoken import tell_unspoken, what_happened
from tests.notify.conftest import Review, Webhook


@pytest.mark.parametrize(
    ("code", "monitor", "says"),
    [
        (2, {}, "exit code 2: The command line, the protocol or a query is not valid"),
        (127, {}, "exit code 127: The program could not be started"),
        (137, {}, "it was killed (signal 9)"),
        (255, {}, "a run that was stopped could not be gone on with"),
        (None, {"MONITOR_SERVICE_RESULT": "exit-code", "MONITOR_EXIT_CODE": "exited", "MONITOR_EXIT_STATUS": "7"},
         "exit code 7: The disk is full"),
        (None, {"MONITOR_SERVICE_RESULT": "oom-kill", "MONITOR_EXIT_CODE": "killed", "MONITOR_EXIT_STATUS": "KILL"},
         "it was killed (KILL, oom-kill)"),
        (None, {}, "it did not begin"),
    ],
)  # fmt: skip
def test_what_happened_is_said_in_words(code: int | None, monitor: dict[str, str], says: str) -> None:
    assert says in what_happened(code, monitor)[0]


def test_a_run_that_could_not_begin_is_told_once(review: Review, webhook: Webhook) -> None:
    path = review.folder / "protocol.toml"
    review.run("ok")
    assert tell_unspoken(path, 2, review.environment) == "told: ${GREYLIT_NOTIFY} (json)"
    assert tell_unspoken(path, 2, review.environment) == "it was told before"
    (got,) = webhook.got
    assert got["type"] == "failure" and "exit code 2" in got["message"] and "greylit status" in got["message"]
    # The next run that goes through says so.
    assert review.runs("ok") == ["run 2 went through again"]


def test_what_the_run_told_itself_is_not_told_again(review: Review, webhook: Webhook) -> None:
    review.runs("failed")
    assert tell_unspoken(review.folder / "protocol.toml", 9, review.environment) == "run 1 has told it itself"
    assert len(webhook.got) == 1


def test_a_protocol_that_cannot_be_read_any_more_is_told_to_those_of_the_last_run(
    review: Review, webhook: Webhook
) -> None:
    review.run("ok")
    path = review.folder / "protocol.toml"
    path.write_text("[review", encoding="utf-8")
    assert tell_unspoken(path, 2, review.environment).startswith("told")
    assert len(webhook.got) == 1


def test_before_the_first_run_no_ledger_is_made(review: Review, webhook: Webhook) -> None:
    review.made.ledger.close()
    for path in review.folder.glob("ledger.sqlite*"):
        path.unlink()
    assert tell_unspoken(review.folder / "protocol.toml", 2, review.environment).startswith("told")
    assert not list(review.folder.glob("ledger*")) and len(webhook.got) == 1


def test_who_does_not_want_to_hear_of_failures_hears_nothing(review: Review, webhook: Webhook) -> None:
    review.notify('["partial"]')
    review.run("ok")
    assert "names nobody" in tell_unspoken(review.folder / "protocol.toml", 2, review.environment)
    assert not webhook.got and not review.rows


def test_the_command_of_the_unit_tells_it(review: Review, webhook: Webhook) -> None:
    review.run("ok")
    ran = subprocess.run(
        [sys.executable, "-P", "-m", "harvest.notify", "protocol.toml"], cwd=review.folder, capture_output=True, text=True,
        timeout=60, env={**os.environ, **review.environment, "MONITOR_SERVICE_RESULT": "signal",
                         "MONITOR_EXIT_CODE": "killed", "MONITOR_EXIT_STATUS": "KILL"},
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (0, "notify: told: ${GREYLIT_NOTIFY} (json)\n"), ran.stderr
    assert "it was killed (KILL, signal)" in webhook.got[0]["message"]
    nowhere = subprocess.run(
        [sys.executable, "-P", "-m", "harvest.notify", "none/protocol.toml"], cwd=review.folder, capture_output=True,
        text=True, timeout=60,
    )  # fmt: skip
    assert nowhere.returncode == 1 and nowhere.stderr.startswith("notify: nobody was told: ")
