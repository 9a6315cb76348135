"""`greylit audit` says what it found, worst named with what to do next, and ends with the code for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.ledger import Ledger
from tests.audit.planting import first, flip, forge, unguarded, warc
from tests.cli.said import DANGEROUS, Greylit, check_json_error, check_refusal
from tests.cli.test_json_shapes import check_shape


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Greylit:
    return Greylit(monkeypatch)


def test_a_sound_review_passes_with_a_sentence_for_every_check(say: Greylit, finished: Path) -> None:
    said = say("audit", cwd=finished)
    assert said.code == 0 and said.err == ""
    *checks, last = said.out.splitlines()
    assert last == "audit passed" and len(checks) == 11
    assert all(line.startswith("  ok  ") for line in checks)
    for part in (
        "61 ledger rows: chain whole, head ", "1 WARC file, 84 records", "39 requests, each allowed",
        "0.02 s due by the protocol", "41 addresses found = 39 asked for + 1 passed over + 1 left out with a reason + 0 waiting",
        "2 questions = 2 results", "19 works = 13 records + 1 outside limits + 5 without a match",
        "13 records, each with a path back",
    ):  # fmt: skip
        assert part in said.out, part


def test_findings_are_named_with_what_to_do_next(say: Greylit, review: Path) -> None:
    row = first(review, "fetch", kind="file", status=200)
    flip(warc(review), row.body["offset"] + 60)
    said = say("audit", cwd=review)
    assert said.code == 1
    lines = said.out.splitlines()
    (at,) = [number for number, line in enumerate(lines) if line.startswith(" BAD  ")]
    assert row.body["url"] in lines[at]
    assert (
        lines[at + 1]
        == "      next: Put archive/0001-00000.warc.gz back from your backup, then: greylit audit"
    )
    assert lines[-1] == "audit failed: 1 error, 0 warnings"


def test_many_findings_of_one_kind_are_counted(say: Greylit, review: Path) -> None:
    forge(review, lambda ledger: [row.change(outcome="failed", detail=None) for row in ledger if row.kind == "fetch"] and None)  # fmt: skip
    said = say("audit", cwd=review)
    assert "findings more of this kind" in said.out
    report = say("audit", "--json", cwd=review).json()
    reasons = next(check for check in report["checks"] if check["name"] == "reasons")
    assert reasons["bad"] == 41 and reasons["says"] is None


def test_what_is_printed_under_json_has_the_documented_shape(say: Greylit, review: Path) -> None:
    sound = say("audit", "--json", cwd=review)
    check_shape(sound.json(), "audit")
    assert sound.code == 0 and sound.json()["ok"] is True
    assert [each["due_to"] for each in sound.json()["gaps"]] == ["protocol"]
    skip = first(review, "skip")
    forge(review, lambda ledger: ledger[skip.seq - 1].change(detail=""))
    spoilt = say("audit", "--json", "--run", "1", cwd=review)
    check_shape(spoilt.json(), "audit")
    assert spoilt.code == 1 and spoilt.json()["bad"] == len(spoilt.json()["findings"]) > 0


def test_an_address_that_would_turn_a_terminal_round_is_printed_without_doing_it(
    say: Greylit, review: Path
) -> None:
    skip = first(review, "skip")
    forge(
        review,
        lambda ledger: ledger[skip.seq - 1].change(url="http://www.gov.test/\x1b[2J\u202e/x", detail=""),
    )
    said = say("audit", cwd=review)
    assert said.code == 1 and not DANGEROUS.search(said.out)


def test_a_run_that_there_is_not_is_named(say: Greylit, finished: Path) -> None:
    check_refusal(say("audit", "--run", "7", cwd=finished), 4, "there is no run 7: the newest is 1")


def test_a_folder_that_has_not_been_run_is_named(say: Greylit, tmp_path: Path) -> None:
    (tmp_path / "protocol.toml").write_text("")
    check_refusal(say("audit", cwd=tmp_path), 4, "has not been run yet")


def test_a_ledger_that_cannot_be_read_ends_the_audit(say: Greylit, review: Path) -> None:
    data = (review / "ledger.sqlite").read_bytes()
    (review / "ledger.sqlite").write_bytes(b"no ledger" * 1000)
    check_refusal(say("audit", cwd=review), 7, "ledger.sqlite")
    # Pages in the middle are gone: it opens, and ends in the middle of its rows.
    (review / "ledger.sqlite").write_bytes(data[: len(data) // 2 // 4096 * 4096])
    assert say("audit", cwd=review).code in (1, 7)
    check = say("audit", "--json", cwd=review)
    assert check.code in (1, 7) and check.json()


def test_a_ledger_of_a_newer_version_is_left_alone(say: Greylit, review: Path) -> None:
    with unguarded(review) as ledger:
        ledger.execute("pragma user_version = 99")
    check_json_error(say("audit", "--json", cwd=review), 7, "NEWER_VERSION")


def test_a_run_that_is_at_work_is_no_finding(say: Greylit, review: Path) -> None:
    """Its last record may be half written, and the database is behind."""
    from store.workspace import Workspace

    with Ledger(review / "ledger.sqlite") as ledger:
        ledger.append("resume", {"software": {}}, 1)
    with warc(review).open("ab") as file:
        file.write(b"\x1f\x8b\x08\x00\x00")
    lock = Workspace(review).lock()
    try:
        assert say("audit", cwd=review).code == 0
    finally:
        lock.release()
    said = say("audit", cwd=review)
    assert (
        said.code == 1
        and "the last record of archive/0001-00000.warc.gz" in said.out
        and "is torn" in said.out
    )
