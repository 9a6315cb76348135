"""`check` says a protocol in words, tests its terms on what is held, and notices a change since the last run."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.reviews import small_review
from tests.cli.said import Greylit, check_refusal


def test_a_protocol_is_told_in_words(say: Greylit, finished: Path) -> None:
    said = say("check", cwd=finished)
    assert said.code == 0
    lines = {line[:14].strip(): line[14:] for line in said.out.splitlines()}
    said_of = r"3 concepts, \d+ terms   1 source   4 limits, each with a reason   demo @ [0-9a-f]{10}"
    assert re.fullmatch(said_of, lines["protocol ok"].strip())
    assert lines["reads as"].startswith(
        '("alliance contract*" OR "alliance agreement*") AND ("social care" OR '
    )
    assert lines["reads as"].endswith("A and C")
    assert "because " in lines["limit"] and "line" in lines["warning"]


def test_strict_makes_a_finding_of_warnings(say: Greylit, finished: Path) -> None:
    assert say("check", cwd=finished).code == 0
    said = say("check", "--strict", cwd=finished)
    assert said.code == 1 and "warning" in said.out
    machine = say("check", "--strict", "--json", cwd=finished)
    assert machine.code == 1 and machine.json()["ok"] is True


def test_terms_are_tested_on_the_documents_that_are_held(
    say: Greylit, finished: Path, tmp_path: Path
) -> None:
    said = say("check", "--sample", "20", cwd=finished)
    assert said.code == 0
    assert "matches none of 20 documents in the sample (dead term)" in said.out
    protocol = small_review(tmp_path / "new")
    check_refusal(say("check", "--sample", "20", str(protocol)), 4, "has not been run yet")


def test_a_change_since_the_last_run_is_named_by_key_until_it_is_accounted_for(
    say: Greylit, review: Path
) -> None:
    assert "changed since" not in say("check", cwd=review).out
    path = review / "protocol.toml"
    text = path.read_text()
    path.write_text(text.replace('"public health", ', "").replace('"20ms"', '"30ms"'))
    warned = [
        line for line in say("check", cwd=review).out.splitlines() if "changed since the last run" in line
    ]
    assert len(warned) == 1 and "concepts.C.terms" in warned[0] and "delay" not in warned[0]
    amended = '\n[[amendments]]\ndate = 2026-01-05\nwhat = "left a term out"\nby = "HS"\nwhy = "it matched nothing"\n'
    path.write_text(path.read_text() + amended)
    said = say("check", cwd=review)
    assert said.code == 0 and "changed since" not in said.out, said
