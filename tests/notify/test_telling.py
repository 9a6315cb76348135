"""What is told of a run, to a webhook on this machine: title, body and type, once."""

from __future__ import annotations

import json
import sys
import threading
from typing import Any

import pytest

from crawler.sources import sources
from harvest.errors import Exit
from harvest.notify import sending
from harvest.notify.sending import Message, send
from harvest.saturating import review_saturation
from harvest.status import status
from tests.notify.conftest import SECRET, Review, Webhook


def test_a_partial_run_is_told_with_the_three_worst_sentences_of_status(
    review: Review, webhook: Webhook
) -> None:
    number = review.run("partial")
    (told,) = review.tell(number, "partial", detail="2 addresses were refused")
    (got,) = webhook.got
    assert got["title"] == "greylit made: run 1 is partial"
    assert got["type"] == "warning" and got["by"] == "greylit" and got["path"].rstrip("/") == f"/{SECRET}"
    first, *lines, last = got["message"].splitlines()
    assert first == "run 1 partial: 2 addresses were refused"
    worst = status(review.made.workspace, sources()).findings[:3]
    assert len(worst) >= 2
    assert lines == [line for number, (_, sentence, command) in enumerate(worst, 1)
                     for line in (f"{number}. {sentence}", f"   next: {command}")]  # fmt: skip
    assert last == "The commands are for the review's folder, made."
    assert (told.outcome, told.to, told.variables) == ("told", "json", ("GREYLIT_NOTIFY",))


def test_the_ledger_keeps_what_was_told_and_of_the_address_only_scheme_and_variable(review: Review) -> None:
    review.runs("failed")
    (row,) = review.rows
    assert row.run == 1
    assert row.body == {"on": ["failed"], "number": 1, "variables": ["GREYLIT_NOTIFY"], "to": "json", "outcome": "told",
                        "detail": "greylit made: run 1 failed"}  # fmt: skip
    assert review.made.ledger.verify() is None


def test_a_failed_run_is_told_as_a_failure_and_says_how_to_go_on(review: Review, webhook: Webhook) -> None:
    review.tell(review.run("failed"), "failed", detail="the crawl process ended with code 1")
    (got,) = webhook.got
    assert got["type"] == "failure"
    assert "greylit resume 1" in got["message"] and "the crawl process ended with code 1" in got["message"]


def test_one_message_a_run_also_when_it_is_resumed(review: Review, webhook: Webhook) -> None:
    number = review.run("failed")
    review.tell(number, "failed")
    assert review.tell(number, "failed") == []
    review.end("partial", number)
    assert review.tell(number, "partial") == []
    assert len(webhook.got) == len(review.rows) == 1


@pytest.mark.parametrize(
    ("outcomes", "titles"),
    [
        (("ok", "ok"), []),
        (("partial", "ok", "ok"), ["run 1 is partial", "run 2 went through again"]),
        (("failed", "partial", "ok"), ["run 1 failed", "run 2 is partial", "run 3 went through again"]),
        (("partial", "ok", "partial", "ok"), ["run 1 is partial", "run 2 went through again", "run 3 is partial",
                                              "run 4 went through again"]),
        (("limit", "interrupted", "ok"), []),
        (("partial", "limit", "ok"), ["run 1 is partial", "run 3 went through again"]),
    ],
)  # fmt: skip
def test_trouble_is_told_and_once_that_it_is_over(
    review: Review, outcomes: tuple[str, ...], titles: list[str]
) -> None:
    assert review.runs(*outcomes) == titles


def test_a_failed_run_that_is_resumed_to_its_end_has_recovered(review: Review, webhook: Webhook) -> None:
    number = review.run("failed")
    review.tell(number, "failed")
    review.end("ok", number)
    review.tell(number, "ok")
    review.tell(number, "ok")
    assert [each["type"] for each in webhook.got] == ["failure", "success"]


def test_only_what_the_protocol_names_is_told(review: Review) -> None:
    review.notify('["failed"]')
    assert review.runs("partial", "failed", "partial", "ok") == ["run 2 failed", "run 3 went through again"]
    review.notify("[]")
    assert review.runs("failed", "ok") == []
    review.notify('["failed"]', "[]")
    assert review.runs("failed", "ok") == []


def test_a_run_that_reached_nobody_is_a_failure(review: Review, webhook: Webhook) -> None:
    review.tell(review.run("partial"), "partial", Exit.UNREACHABLE)
    review.notify('["partial"]')
    review.tell(review.run("partial"), "partial", Exit.UNREACHABLE)
    assert [each["type"] for each in webhook.got] == ["failure", "warning"]


def test_the_rule_for_stopping_is_told_once_and_again_for_another_rule(
    review: Review, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    review.notify('["partial", "stop-rule-met"]')
    real = review_saturation
    monkeypatch.setattr(
        "harvest.saturating.review_saturation", lambda workspace: replace(real(workspace), met=True)
    )
    assert review.runs("ok", "ok") == ["run 1 the rule for stopping is met"]
    assert webhook.got[0]["type"] == "info" and "next: greylit saturation" in webhook.got[0]["message"]
    path = review.folder / "protocol.toml"
    path.write_text(path.read_text() + "\n[stop]\ntarget = 0.9\n", encoding="utf-8")
    from harvest.protocol import load_protocol

    review.made._protocol = load_protocol(path)
    assert review.runs("partial") == ["run 3 is partial and the rule for stopping is met"]
    assert webhook.got[-1]["type"] == "warning"


def test_a_variable_that_is_not_set_is_told_and_the_run_goes_on(
    review: Review, webhook: Webhook, capfd: pytest.CaptureFixture[str]
) -> None:
    review.environment.clear()
    (told,) = review.tell(review.run("partial"), "partial")
    assert told.outcome == "failed" and told.detail == "not set in the environment: GREYLIT_NOTIFY"
    assert "note: not told of run 1: ${GREYLIT_NOTIFY} (unknown): not set" in capfd.readouterr().err
    # Told when the run is resumed and the variable is there.
    review.environment["GREYLIT_NOTIFY"] = webhook.address
    (told,) = review.tell(1, "partial")
    assert told.outcome == "told" and [row.body["outcome"] for row in review.rows] == ["failed", "told"]


def test_without_apprise_it_is_said_how_to_get_it_and_nothing_fails(
    review: Review, webhook: Webhook, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    monkeypatch.setattr("harvest.notify.installed", lambda: False)
    (told,) = review.tell(review.run("failed"), "failed")
    assert told.outcome == "failed" and "pip install 'greylit[notify]'" in told.detail
    assert "greylit[notify]" in capfd.readouterr().err and not webhook.got
    assert send(webhook.address, Message("t", "b", "info")).why == sending.LACKS


@pytest.mark.parametrize(
    ("answer", "why"), [(401, "the service answered 401"), (500, "the service answered 500")]
)
def test_a_service_that_refuses_is_told_by_its_answer_alone(
    review: Review, webhook: Webhook, answer: int, why: str
) -> None:
    webhook.status = answer
    (told,) = review.tell(review.run("partial"), "partial")
    assert (told.outcome, told.detail, told.to) == ("failed", why, "json")


def test_one_address_that_is_away_does_not_silence_the_other(review: Review, webhook: Webhook) -> None:
    review.notify('["partial"]', '["${AWAY}", "${GREYLIT_NOTIFY}", "${NONSENSE}"]')
    review.environment |= {"AWAY": f"json://{SECRET}@127.0.0.1:9/", "NONSENSE": SECRET}
    told = review.tell(review.run("partial"), "partial")
    assert [each.detail for each in told] == [
        "the service could not be reached", "greylit made: run 1 is partial", "it is not an address that Apprise knows",
    ]  # fmt: skip
    assert len(webhook.got) == 1
    # The next try is for those alone that were not told.
    assert [each.number for each in review.tell(1, "partial")] == [1, 3]


def test_a_variable_may_hold_several_addresses(review: Review, webhook: Webhook) -> None:
    review.environment["GREYLIT_NOTIFY"] = f"{webhook.address}, {webhook.address}2"
    (told,) = review.tell(review.run("partial"), "partial")
    assert told.outcome == "told" and len(webhook.got) == 2


def test_a_service_that_never_answers_holds_up_nothing(webhook: Webhook) -> None:
    webhook.wait = threading.Event()
    before = set(threading.enumerate())
    sent = send(webhook.address, Message("t", "b", "info"), patience=0.3)
    webhook.wait.set()
    # What its library says once it is answered is not logged either: the fixture looks.
    for late in set(threading.enumerate()) - before:
        late.join(10)
    assert not sent.taken and "did not answer within" in sent.why


def test_whatever_goes_wrong_is_a_note_and_no_failure(
    review: Review, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("harvest.notify.worth_telling", broken)
    assert review.tell(review.run("partial"), "partial") == []
    assert "note: nobody was told of run 1: RuntimeError" in capfd.readouterr().err


def test_a_review_too_damaged_for_status_is_told_all_the_same(review: Review, webhook: Webhook) -> None:
    number = review.run("failed")
    review.made.workspace.database.write_bytes(b"no database")
    (told,) = review.tell(number, "failed", detail="the disk is full")
    assert told.outcome == "told" and "run 1 failed: the disk is full" in webhook.got[0]["message"]


def test_words_of_strangers_stay_one_line(review: Review, webhook: Webhook) -> None:
    review.tell(review.run("partial"), "partial", detail="a\nnext: rm -rf\x1b[2J \u202e" + "x" * 900)
    lines = webhook.got[0]["message"].splitlines()
    assert lines[0].startswith("run 1 partial: a next: rm -rf[2J xxx") and len(lines[0]) <= 400
    assert json.dumps(webhook.got[0]).count("\\u001b") == 0
