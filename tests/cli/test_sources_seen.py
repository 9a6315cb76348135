"""`doctor` tries a source and keeps what it saw; only the live site makes a source a verified one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from crawler.sources import sources
from harvest.demo.server import MiniWeb
from harvest.verified import trials, verification
from store.ledger import Ledger
from tests.cli.said import Greylit, check_refusal

LIVE = "https://www.gov.uk/"


def _seen(path: Path, **changes: Any) -> None:
    body: Mapping[str, Any] = {
        "source": "govuk",
        "kind": "govuk",
        "host": "www.gov.uk",
        "ok": True,
        "checks": [],
        **changes,
    }
    with Ledger(path) as ledger:
        ledger.append("doctor", body)


def test_trying_a_source_of_the_miniature_web_is_recorded_but_verifies_nothing(
    say: Greylit, review: Path, web: MiniWeb
) -> None:
    asked = len(web.requests)
    said = say("doctor", "govuk", "--proxy", web.proxy, cwd=review)
    assert said.code == 0, said
    assert len(web.requests) - asked <= 5
    with Ledger(review / "ledger.sqlite", read_only=True) as ledger:
        row = ledger.last("doctor")
        assert ledger.verify() is None
    assert (
        row is not None
        and row.body["ok"]
        and row.body["host"] == "www.gov.test"
        and len(row.body["checks"]) >= 4
    )
    assert list((review / "archive").glob("0000-*.warc.gz"))
    assert "not yet verified: www.gov.test is not the live site" in say("status", cwd=review).out


def test_a_source_that_does_not_answer_or_refuses_is_told(say: Greylit, review: Path, web: MiniWeb) -> None:
    check_refusal(say("doctor", "govuk", "--proxy", "http://127.0.0.1:9", cwd=review), 6, "did not answer")
    web.fault("www.gov.test", "403", times=10, path="/api/search.json")
    try:
        said = say("doctor", "govuk", "--proxy", web.proxy, cwd=review)
    finally:
        web.reset()
    assert said.code == 1 and "BAD" in said.out and "403" in said.out


def test_a_plan_asks_for_robots_alone_and_says_how_long_a_run_takes(
    say: Greylit, finished: Path, web: MiniWeb
) -> None:
    asked = len(web.requests)
    said = say("plan", "--proxy", web.proxy, cwd=finished)
    assert said.code == 0 and {each.path for each in web.requests[asked:]} == {"/robots.txt"}
    assert "robots.txt with" in said.out and "2 questions" in said.out
    assert "govuk:A1" in said.out and "alliance contract*" in said.out
    assert "2 requests at least, under 1 s at the stated pace" in said.out
    assert max(len(line) for line in said.out.splitlines() if not line.startswith("note")) <= 120
    asked = len(web.requests)
    assert "not asked (offline)" in say("plan", "--offline", cwd=finished).out
    assert len(web.requests) == asked


def test_a_plan_of_many_sources_names_those_that_cannot_be_asked(say: Greylit, tmp_path: Path) -> None:
    assert say("init", str(tmp_path / "big"), "--template", "alliancing").code == 0
    said = say("plan", "--offline", cwd=tmp_path / "big")
    assert said.code == 0 and "requests at least" in said.out
    assert "136 of kind moderngov" in said.out and "11 of kind cmis" in said.out
    assert "4 not asked: it is not known where its committee papers are" in said.out
    assert "searched by a person; read from imports/web-of-science_example.ris: nobody is asked" in said.out
    assert "\n\n\n" not in said.out


@pytest.mark.parametrize("path", ["missing", "empty"])
def test_a_source_nobody_has_tried_is_not_verified(tmp_path: Path, path: str) -> None:
    ledger = tmp_path / "ledger.sqlite"
    if path == "empty":
        Ledger(ledger).close()
    word = verification(trials(ledger), "govuk", "govuk", LIVE, sources())
    assert (
        not word.verified and word.sentence == "not yet verified against the live site: greylit doctor govuk"
    )
    assert (
        verification(trials(ledger), "x", "nokind", LIVE, sources()).sentence
        == "cannot be asked by this version"
    )


def test_a_source_that_answered_on_its_live_host_is_verified_with_the_date(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.sqlite"
    _seen(ledger)
    word = verification(trials(ledger), "govuk", "govuk", LIVE, sources())
    with Ledger(ledger, read_only=True) as opened:
        day = opened.last("doctor").at[:10]  # type: ignore[union-attr]
    assert word.verified and word.sentence == f"verified against www.gov.uk on {day} (greylit doctor)"


@pytest.mark.parametrize("changes", [{"ok": False}, {"host": "www.gov.test"}, {"kind": "site"}], ids=str)
def test_a_failed_try_or_another_host_verifies_nothing(tmp_path: Path, changes: dict[str, Any]) -> None:
    ledger = tmp_path / "ledger.sqlite"
    _seen(ledger, **changes)
    assert not verification(trials(ledger), "govuk", "govuk", LIVE, sources()).verified
    _seen(ledger, host="www.gov.test")
    word = verification(trials(ledger), "govuk", "govuk", "http://www.gov.test/", sources())
    assert not word.verified and word.sentence == "not yet verified: www.gov.test is not the live site"
