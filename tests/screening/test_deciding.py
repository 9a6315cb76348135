"""`greylit decide`: one or two people, two stages, and nothing that is ever overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvest.errors import Exit
from harvest.screening import latest
from store.database import Reader
from store.ledger import Ledger
from store.workspace import Workspace
from tests.cli.said import Greylit, check_json_error, check_refusal
from tests.cli.test_json_shapes import check_shape
from tests.screening.reviews import REASONS, decisions, make_review, write_protocol


def known(review: Path) -> dict[str, str]:
    with Reader(review / "greylit.duckdb") as database:
        return latest(database)


def test_a_decision_is_a_row_with_who_what_and_the_documents_that_were_shown(
    say: Greylit, review: Path
) -> None:
    words = (
        "decide",
        "R1",
        "exclude",
        "--reason",
        "not  england",
        "--by",
        "hs",
        "--note",
        "Wales\nonly",
        "--label",
        "trust",
    )
    said = say(*words, "--json", cwd=review).json()
    check_shape(said, "decide")
    assert (said["recorded"], said["decisions"][0]["standing"], said["decisions"][0]["verdict"]) == (
        1,
        "settled",
        "exclude",
    )
    (row,) = decisions(review)
    work = "wexmoor:http://www.wexmoor.test/documents/1"
    assert row == {
        "record": "R00001", "work": work, "stage": "title-text", "verdict": "exclude", "reason": "Not England", "by": "HS",
        "note": "Wales only", "labels": ["trust"], "documents": ["0" * 63 + "1"], "via": "decide",
    }  # fmt: skip
    assert known(review) == {"R00001": "exclude"}
    again = say(*words, "--json", cwd=review).json()
    assert again["recorded"] == 0 and again["decisions"][0]["seq"] is None and len(decisions(review)) == 1


def test_undo_is_a_new_row_and_what_was_said_before_stands_again(say: Greylit, review: Path) -> None:
    say("decide", "R00001", "include", "--by", "HS", cwd=review)
    say("decide", "R00001", "maybe", "--by", "HS", cwd=review)
    assert known(review) == {"R00001": "maybe"}
    assert "include" in say("decide", "R00001", "undo", "--by", "HS", cwd=review).out
    assert known(review) == {"R00001": "include"}
    assert "undecided" in say("decide", "R00001", "undo", "--by", "HS", cwd=review).out
    assert known(review) == {}
    rows = decisions(review)
    assert [row["verdict"] for row in rows] == ["include", "maybe", "undo", "undo"]
    with Ledger(review / "ledger.sqlite", read_only=True) as ledger:
        first, second, *_ = ledger.entries(kinds=("decision",))
    assert [row.get("of") for row in rows] == [None, None, second.seq, first.seq]
    check_refusal(
        say("decide", "R00001", "undo", "--by", "HS", cwd=review), Exit.NOT_FOUND, "has decided nothing"
    )


@pytest.mark.parametrize(
    ("words", "code", "name", "says"),
    [
        ("R00009 include --by HS", Exit.NOT_FOUND, "NOT_FOUND", "there is no record R00009"),
        ("R00001 include --by XY", Exit.USAGE, "WHO", "XY is not in the team"),
        ("R00001 include", Exit.USAGE, "WHO", "who decides?"),
        ("R00001 exclude --by HS", Exit.USAGE, "REASON", "needs a reason"),
        ("R00001 exclude --by HS --reason Scotland", Exit.USAGE, "REASON", "'Scotland' is not a reason"),
        ("R00001 include --by HS --reason 'Not England'", Exit.USAGE, "REASON", "a reason is for exclude"),
        ("R00001 include --by HS --stage abstract", Exit.USAGE, "STAGE", "'abstract' is not a stage"),
        ("R00001 include --by HS --stage full-text", Exit.USAGE, "STAGE", "has not been decided at title-text"),
        ("R00001 include --by HS --resolve", Exit.USAGE, "NO_CONFLICT", "has not been decided by everybody"),
        ("R00002 R00001 R00009 include --by HS", Exit.NOT_FOUND, "NOT_FOUND", "there is no record R00009"),
        ("R00001 include --by HS --note " + "x" * 6000, Exit.USAGE, "NOTE", "longer than"),
    ],
)  # fmt: skip
def test_what_is_not_right_is_told_and_nothing_is_recorded(
    say: Greylit, review: Path, words: str, code: int, name: str, says: str
) -> None:
    import shlex

    check_refusal(say("decide", *shlex.split(words), cwd=review), code, says)
    error = check_json_error(say("decide", *shlex.split(words), "--json", cwd=review), code, name)
    check_shape({"error": error}, "error")
    assert decisions(review) == [] and known(review) == {}


@pytest.mark.parametrize("words", ["include", "R00001 perhaps", "R00001"])
def test_a_command_without_record_or_verdict_says_how_it_is_written(
    say: Greylit, review: Path, words: str
) -> None:
    said = say("decide", *words.split(), "--by", "HS", cwd=review)
    assert said.code == Exit.USAGE and "greylit decide R00012 include" in said.err


def test_an_unknown_reason_is_answered_with_the_list(say: Greylit, review: Path) -> None:
    said = say("decide", "R00001", "exclude", "--reason", "Not Engand", "--by", "HS", "--json", cwd=review)
    error = check_json_error(said, Exit.USAGE, "REASON")
    assert error["where"] == {"reasons": list(REASONS)} and "Did you mean 'Not England'?" in error["hint"]


def test_reasons_may_be_missing_at_title_and_text_where_the_protocol_lists_none(
    say: Greylit, tmp_path: Path
) -> None:
    review = make_review(tmp_path / "free", ["A", "B"], exclude=(), team=())
    assert say("decide", "R00001", "exclude", "--by", "Zoë", cwd=review).code == 0
    say("decide", "R00002", "include", "--by", "Zoë", cwd=review)
    words = ("decide", "R00002", "exclude", "--by", "Zoë", "--stage", "full-text")
    check_refusal(say(*words, cwd=review), Exit.USAGE, "an exclusion needs a reason")
    assert say(*words, "--reason", "written in free words", cwd=review).code == 0
    assert known(review) == {"R00001": "exclude", "R00002": "exclude"}


def test_reasons_that_are_written_into_the_protocol_later_hold_at_once(say: Greylit, review: Path) -> None:
    write_protocol(review, exclude=(*REASONS, "A duplicate"))
    assert say("decide", "R00001", "exclude", "--reason", "A duplicate", "--by", "HS", cwd=review).code == 0


def test_two_screeners_see_each_other_only_when_both_have_voted(say: Greylit, double: Path) -> None:
    first = say("decide", "R00001", "include", "--by", "HS", "--note", "clear case", cwd=double)
    assert "one vote of 2" in first.out and known(double) == {}
    for words in (("screen", "status"), ("screen", "next", "--by", "LB")):
        for form in ((), ("--json",)):
            said = say(*words, *form, cwd=double)
            assert "clear case" not in said.out and said.code == 0
    for fmt in ("csv", "ris", "jsonl", "xlsx", "csl-json"):
        assert say("export", "--to", fmt, "--out", f"out.{fmt}", cwd=double).code == 0
        # A workbook is packed; what its sheet of decisions leaves out is tested where it is imported.
        assert b"clear case" not in (double / f"out.{fmt}").read_bytes()
    status = say("screen", "status", "--json", cwd=double).json()
    check_shape(status, "screen")
    assert status["conflicts"] == [] and status["agreement"] == []
    mine = next(each for each in status["people"] if (each["by"], each["stage"]) == ("HS", "title-text"))
    assert (mine["voted"], mine["include"], mine["blinded"], mine["left"]) == (1, 0, 1, 3)
    second = say("decide", "R00001", "exclude", "--reason", "Not alliancing", "--by", "LB", cwd=double)
    assert "conflict: HS include, LB exclude" in second.out and known(double) == {}
    status = say("screen", "status", "--json", cwd=double).json()
    check_shape(status, "screen")
    ((conflict,), (agreed,)) = status["conflicts"], status["agreement"]
    assert conflict["kind"] == "conflict" and conflict["votes"][0]["note"] == "clear case"
    assert (agreed["both"], agreed["agreed"], agreed["differed"], agreed["raw"]) == (1, 0, 1, 0.0)


def test_a_conflict_is_settled_by_anybody_named_and_a_later_vote_opens_it_again(
    say: Greylit, double: Path
) -> None:
    say("decide", "R00001", "include", "--by", "HS", cwd=double)
    say("decide", "R00001", "exclude", "--reason", "Not England", "--by", "LB", cwd=double)
    settled = say("decide", "R00001", "include", "--resolve", "--by", "Professor Third", cwd=double)
    assert "include, settled by Professor Third" in settled.out and known(double) == {"R00001": "include"}
    assert decisions(double)[-1]["resolves"] is True
    assert (
        "settled by Professor Third"
        in say("decide", "R00001", "maybe", "--resolve", "--by", "Professor Third", cwd=double).out
    )
    assert say("decide", "R00001", "undo", "--resolve", "--by", "Professor Third", cwd=double).code == 0
    assert known(double) == {"R00001": "include"}
    # LB thinks again: what was settled was settled over another vote.
    assert "conflict" in say("decide", "R00001", "maybe", "--by", "LB", cwd=double).out
    assert known(double) == {}
    assert "include" in say("decide", "R00001", "include", "--by", "LB", cwd=double).out
    assert known(double) == {"R00001": "include"}


def test_full_text_is_for_what_was_included_and_the_last_stage_counts(say: Greylit, review: Path) -> None:
    say("decide", "R00001", "R00002", "include", "--by", "HS", cwd=review)
    say("decide", "R00003", "exclude", "--reason", "Not England", "--by", "HS", cwd=review)
    check_refusal(
        say("decide", "R00003", "include", "--stage", "full-text", "--by", "HS", cwd=review),
        Exit.USAGE,
        "was excluded at title-text",
    )
    say(
        "decide",
        "R00001",
        "exclude",
        "--reason",
        "Not alliancing",
        "--stage",
        "full-text",
        "--by",
        "HS",
        cwd=review,
    )
    assert known(review) == {"R00001": "exclude", "R00002": "include", "R00003": "exclude"}
    first, full = say("screen", "status", "--json", cwd=review).json()["stages"]
    assert (full["records"], full["not_offered"], full["undecided"], full["settled"]) == (2, 2, 1, 1)
    for stage in (first, full):
        assert stage["records"] == sum(
            stage[each] for each in ("undecided", "waiting", "conflict", "clash", "settled")
        )
        assert stage["settled"] == stage["include"] + stage["exclude"] + stage["maybe"]
        assert sum(stage["reasons"].values()) == stage["exclude"]


def test_people_decide_while_a_run_is_at_work(say: Greylit, review: Path) -> None:
    lock = Workspace(review).lock()
    try:
        assert say("decide", "R00001", "include", "--by", "HS", cwd=review).code == 0
        assert known(review) == {}
        assert say("screen", "status", "--json", cwd=review).json()["stages"][0]["include"] == 1
    finally:
        lock.release()
    # The next that finds the database free brings both.
    say("decide", "R00002", "include", "--by", "HS", cwd=review)
    assert known(review) == {"R00001": "include", "R00002": "include"}


def test_a_rebuild_brings_every_decision_again(say: Greylit, finished: Path, tmp_path: Path) -> None:
    import shutil

    review = Path(shutil.copytree(finished, tmp_path / "again"))
    say("decide", "R00001", "include", "--by", "HS", cwd=review)
    say("decide", "R00002", "exclude", "--reason", "Not England", "--by", "LB", cwd=review)
    say("decide", "R00002", "undo", "--by", "LB", cwd=review)
    query = ("query", "select * from decision order by seq", "--json")
    before = say(*query, cwd=review).json()
    (review / "greylit.duckdb").unlink()
    assert say("rebuild", cwd=review).code == 0
    assert say(*query, cwd=review).json() == before and len(before["rows"]) == 3
    assert known(review) == {"R00001": "include"}


def test_another_number_of_screeners_in_the_file_is_told(say: Greylit, review: Path) -> None:
    write_protocol(review, screeners=2)
    assert "protocol.toml says 2 screeners" in say("screen", "status", cwd=review).out
    (review / "protocol.toml").write_text("nonsense")
    assert "cannot be read" in say("screen", "next", "--by", "HS", cwd=review).out
