"""What `check`, `status` and the trial say of addresses, and that none of them gives one away."""

from __future__ import annotations

import pytest

from harvest.notify.addresses import holds_secret
from harvest.notify.findings import notify_findings
from harvest.notify.untold import untold
from harvest.protocol import Protocol, load_protocol
from tests.cli.said import Greylit, check_refusal
from tests.notify.conftest import SECRET, Review, Webhook


def protocol(review: Review) -> Protocol:
    return load_protocol(review.folder / "protocol.toml")


def test_check_says_what_keeps_it_from_working(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(notify_findings(protocol(review), review.environment)) == []
    (found,) = notify_findings(protocol(review), {})
    assert (found.level, found.key) == ("note", "notify.to.0") and "GREYLIT_NOTIFY" in found.message
    monkeypatch.setattr("harvest.notify.findings.installed", lambda: False)
    (found,) = notify_findings(protocol(review), review.environment)
    assert found.level == "warning" and "greylit[notify]" in found.message
    review.notify("[]")
    assert list(notify_findings(protocol(review), {})) == []


@pytest.mark.parametrize(
    ("written", "secret"),
    [
        ("${GREYLIT_NOTIFY}", False),
        ("mailto://${USER_NAME}:${PASSWORD}@example.ac.uk", False),
        ("mailto://library@example.ac.uk", False),
        ("json://127.0.0.1:8080/hooks/reviews", False),
        ("mailto://me:pass@example.ac.uk", True),
        ("tgram://123456789:AAbb12CCdd34EEff56/777", True),
        ("https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", True),
        ("json://[broken", True),
    ],
)
def test_an_address_with_a_secret_in_it_is_known(written: str, secret: bool) -> None:
    assert holds_secret(written) is secret


def test_check_warns_of_a_secret_in_the_protocol_and_does_not_repeat_it(review: Review) -> None:
    review.notify('["failed"]', f'["mailto://me:{SECRET}@example.ac.uk"]')
    (found,) = notify_findings(protocol(review), {})
    assert found.level == "warning" and found.key == "notify.to.0" and SECRET not in found.message


def test_status_says_that_nobody_was_told(review: Review, webhook: Webhook) -> None:
    webhook.status = 403
    review.runs("partial")
    (finding,) = untold(review.made.ledger, 1, "greylit schedule protocol.toml --try-notify")
    assert finding[0] == "warn" and "through ${GREYLIT_NOTIFY}: the service answered 403" in finding[1]
    webhook.status = 200
    review.tell(1, "partial")
    assert list(untold(review.made.ledger, 1, "x")) == []


def test_a_trial_message_is_sent_to_every_address(
    review: Review, webhook: Webhook, say: Greylit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREYLIT_NOTIFY", webhook.address)
    said = say("schedule", "protocol.toml", "--try-notify", cwd=review.folder)
    assert (said.code, said.out) == (0, "told: ${GREYLIT_NOTIFY} (json): greylit made: a trial\n")
    assert webhook.got[0]["title"] == "greylit made: a trial" and review.rows == []
    monkeypatch.delenv("GREYLIT_NOTIFY")
    said = say("schedule", "protocol.toml", "--try-notify", "--json", cwd=review.folder)
    assert said.code == 1 and said.json()["told"][0]["detail"] == "not set in the environment: GREYLIT_NOTIFY"
    review.notify("[]", "[]")
    check_refusal(say("schedule", "--try-notify", cwd=review.folder), 2, "names nobody")
