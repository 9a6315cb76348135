"""`greylit screen next`: the card, the order, and what is left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.said import DANGEROUS, Greylit
from tests.cli.test_json_shapes import check_shape
from tests.screening.reviews import change_works, decisions, make_review


def following(say: Greylit, review: Path, *words: str) -> Any:
    said = say("screen", "next", *words, "--json", cwd=review)
    assert said.code == 0, said
    check_shape(said.json(), "screen")
    return said.json()


def test_the_card_has_what_a_screener_needs_with_the_matches_at_their_places(
    say: Greylit, review: Path
) -> None:
    found = following(say, review, "--by", "HS")
    card = found["card"]
    assert (card["record"], card["title"], card["year"], card["pages"]) == (
        "R00004",
        "Schools of Wexmoor",
        2005,
        1,
    )
    assert card["publishers"] == ["Wexmoor Unitary Authority"] and card["headings"] == ["Preface"]
    (passage,) = card["passages"]
    assert (
        passage["text"] == "The council and the trust chose alliancing for social" and passage["label"] == "i"
    )
    (mark,) = passage["highlights"]
    assert passage["text"][mark["start"] : mark["end"]] == "alliancing" and mark["concept"] == "A"
    assert found["criteria"]["include"] == ["Alliancing"] and len(found["criteria"]["exclude"]) == 3
    assert found["progress"] == {"records": 4, "voted": 0, "left": 4, "settled_without": 0}
    plain = say("screen", "next", "--by", "HS", cwd=review).out
    assert "chose [alliancing] for social" in plain and "next: greylit decide R00004" in plain


def test_what_was_decided_does_not_come_again_and_in_the_end_nothing_is_left(
    say: Greylit, review: Path
) -> None:
    seen = []
    for _ in range(4):
        seen.append(following(say, review, "--by", "HS")["card"]["record"])
        say("decide", seen[-1], "maybe", "--by", "HS", cwd=review)
    found = following(say, review, "--by", "HS")
    assert sorted(seen) == ["R00001", "R00002", "R00003", "R00004"] and found["card"] is None
    assert found["progress"] == {"records": 4, "voted": 4, "left": 0, "settled_without": 0}
    assert "nothing is left for HS" in say("screen", "next", "--by", "HS", cwd=review).out
    other = following(say, review, "--by", "LB")
    assert other["card"] is None and other["progress"]["settled_without"] == 4
    full = following(say, review, "--by", "HS", "--stage", "full-text")
    assert full["progress"]["records"] == 4 and full["card"]["before"][0]["verdict"] == "maybe"


@pytest.mark.parametrize(
    ("order", "expected"),
    [("date", ["R00019", "R00018", "R00017"]), ("source", ["R00001", "R00002", "R00003"])],
)
def test_records_come_in_the_order_that_the_protocol_says(
    say: Greylit, tmp_path: Path, order: str, expected: list[str]
) -> None:
    review = make_review(tmp_path / "r", [f"Report {n}" for n in range(19)], order=order)
    seen = []
    for _ in expected:
        seen.append(following(say, review, "--by", "HS")["card"]["record"])
        say("decide", seen[-1], "include", "--by", "HS", cwd=review)
    assert seen == expected


def test_a_random_order_is_the_same_for_everybody_and_not_that_of_the_numbers(
    say: Greylit, tmp_path: Path
) -> None:
    orders = []
    for name in ("one", "two"):
        review, seen = make_review(tmp_path / name, [f"Report {n}" for n in range(12)], order="random"), []
        for _ in range(6):
            seen.append(following(say, review, "--by", "HS")["card"]["record"])
            say("decide", seen[-1], "include", "--by", "HS", cwd=review)
        orders.append(seen)
    assert orders[0] == orders[1] != sorted(orders[0])


def test_by_score_the_record_with_more_evidence_comes_first_and_every_tenth_by_chance(
    say: Greylit, tmp_path: Path
) -> None:
    titles = [f"Report {n}" for n in range(14)]
    titles[6] = "Alliancing in practice"
    review = make_review(tmp_path / "r", titles, order="score")
    controls = []
    for turn in range(10):
        card = following(say, review, "--by", "HS")["card"]
        if turn == 0:
            assert (
                card["record"] == "R00007" and card["order"]["order"] == "score" and card["order"]["reasons"]
            )
        controls.append(card["order"]["control"])
        say("decide", card["record"], "include", "--by", "HS", cwd=review)
    assert controls == [False] * 9 + [True]


def test_after_a_merge_the_clash_is_listed_and_deciding_anew_settles_it(say: Greylit, review: Path) -> None:
    say("decide", "R00001", "include", "--by", "HS", cwd=review)
    say("decide", "R00002", "exclude", "--reason", "Not England", "--by", "HS", cwd=review)
    change_works(
        review,
        R00002={
            "verdict": "merged",
            "record": None,
            "into_work": "wexmoor:http://www.wexmoor.test/documents/1",
        },
    )
    status = say("screen", "status", "--json", cwd=review).json()
    check_shape(status, "screen")
    assert [each["kind"] for each in status["conflicts"]] == ["clash"] and status["stages"][0]["clash"] == 1
    assert [each["given_for"] for each in status["follow"]["moved"]] == ["R00002"]
    assert "one person, two words: R00001" in say("screen", "status", cwd=review).out
    assert "has been merged into R00001" in say("decide", "R00002", "include", "--by", "HS", cwd=review).err
    assert (
        "R00001 title-text: exclude"
        in say("decide", "R00001", "exclude", "--reason", "Not England", "--by", "HS", cwd=review).out
    )
    assert [row["verdict"] for row in decisions(review)] == ["include", "exclude", "undo", "exclude"]
    assert say("screen", "status", "--json", cwd=review).json()["conflicts"] == []


def test_titles_from_the_web_cannot_move_the_cursor(say: Greylit, tmp_path: Path) -> None:
    review = make_review(tmp_path / "r", ["\x1b[2JAlliancing\u202egnicnailla\r\nR00099 include"])
    for words in (("screen", "next", "--by", "HS"), ("screen", "next", "--by", "HS", "--json")):
        assert not DANGEROUS.search(say(*words, cwd=review).out)
