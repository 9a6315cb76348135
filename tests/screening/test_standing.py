"""What stands of many decisions, and to which record they belong after records were merged or split."""

from __future__ import annotations

from typing import Any

import pytest

from harvest.screening import Places, decision_rows, followed, settled, standing
from store.ledger import Entry

AT = "2026-11-24T10:00:00.000Z"


def entry(seq: int, **body: Any) -> Entry:
    whole = {"record": "R00001", "work": "w:R00001", "stage": "title-text", "reason": None, "note": None, "labels": [],
             "documents": ["a"], "via": "decide", **body}  # fmt: skip
    return Entry(seq, AT, "decision", 0, whole)


def said(seq: int, record: str, verdict: str, by: str, **more: Any) -> dict[str, Any]:
    """Return one decision row by itself."""
    (row,) = decision_rows([entry(seq, record=record, verdict=verdict, by=by, work=f"w:{record}", **more)])
    return row


def undo(seq: int, of: int, record: str, by: str) -> dict[str, Any]:
    return said(seq, record, "undo", by, of=of)


def state(rows: list[dict[str, Any]], screeners: int = 2) -> Any:
    return standing(rows, screeners).get(("R00001", "title-text"))


@pytest.mark.parametrize(
    ("words", "screeners", "expected"),
    [
        ([("HS", "include")], 1, ("settled", "include")),
        ([("HS", "include")], 2, ("waiting", None)),
        ([("HS", "include"), ("LB", "include")], 2, ("settled", "include")),
        ([("HS", "include"), ("LB", "maybe")], 2, ("conflict", None)),
        ([("HS", "include"), ("HS", "exclude")], 1, ("settled", "exclude")),
        ([("HS", "include"), ("LB", "exclude")], 1, ("conflict", None)),
        ([("HS", "include"), ("LB", "include"), ("MK", "exclude")], 2, ("conflict", None)),
    ],
)
def test_a_record_stands_where_those_who_voted_put_it(
    words: list[tuple[str, str]], screeners: int, expected: tuple[str, str | None]
) -> None:
    rows = decision_rows(entry(seq, by=by, verdict=verdict) for seq, (by, verdict) in enumerate(words, 1))
    found = state(rows, screeners)
    assert (found.standing, found.verdict) == expected


def test_two_who_exclude_for_different_reasons_agree_on_excluding_and_it_shows() -> None:
    rows = decision_rows([
        entry(1, by="HS", verdict="exclude", reason="Not England"), entry(2, by="LB", verdict="exclude", reason="Before 2000"),
    ])  # fmt: skip
    found = state(rows)
    assert (found.verdict, found.reason, found.reasons_differ) == ("exclude", "Not England", True)


def test_the_last_stage_that_settled_counts_and_title_text_closes_full_text() -> None:
    rows = decision_rows([
        entry(1, by="HS", verdict="include"), entry(2, by="HS", verdict="exclude", stage="full-text", reason="x"),
        entry(3, record="R00002", by="HS", verdict="include"), entry(4, record="R00002", by="HS", verdict="maybe", stage="full-text"),
        entry(5, record="R00002", by="HS", verdict="exclude"),
    ])  # fmt: skip
    found = settled(standing(rows, 1))
    assert {record: (each.stage, each.verdict) for record, each in found.items()} == {
        "R00001": ("full-text", "exclude"), "R00002": ("title-text", "exclude"),
    }  # fmt: skip


def places(**documents: tuple[str, ...]) -> Places:
    """Return places in which each record has its documents, and each work the number that it was made with."""
    holders: dict[str, list[str]] = {}
    for record, held in documents.items():
        for document in held:
            holders.setdefault(document, []).append(record)
    return Places(
        {record: f"w:{record}" for record in documents}, documents, {f"w:{record}": record for record in documents},
        {document: tuple(having) for document, having in holders.items()},
    )  # fmt: skip


def test_after_a_merge_decisions_go_with_the_work_and_differing_ones_of_one_person_clash() -> None:
    rows = [
        said(1, "R00001", "include", "HS"),
        said(2, "R00002", "exclude", "HS", documents=["b"]),
        said(3, "R00002", "exclude", "LB"),
    ]
    merged = Places(
        {"R00001": "w:R00001"},
        {"R00001": ("a",)},
        {"w:R00001": "R00001", "w:R00002": "R00001"},
        {"a": ("R00001",)},
    )
    found = followed(rows, merged)
    assert [(row["record"], row["now"]) for row in found.moved] == [("R00002", "R00001")] * 2
    both = state(list(found.rows))
    assert (both.standing, both.verdict) == ("clash", None)
    assert state(list(found.rows[:1]), 1).verdict == "include"


def test_a_decision_goes_with_its_document_where_the_work_has_gone_and_is_lost_where_it_may_be_of_two() -> (
    None
):
    rows = [said(1, "R00009", "include", "HS", documents=["b"])]
    (row,) = followed(rows, places(R00001=("a",), R00002=("b",))).rows
    assert row["now"] == "R00002"
    unsure = followed(rows, places(R00001=("b",), R00002=("b",)))
    assert unsure.rows == () and [each["seq"] for each in unsure.lost] == [1]


def test_after_a_split_the_number_keeps_the_decision_and_the_other_part_is_named() -> None:
    found = followed(
        [said(1, "R00001", "include", "HS", documents=["a", "b"])], places(R00001=("a",), R00002=("b",))
    )
    assert found.rows[0]["now"] == "R00001"
    ((row, others),) = found.shared
    assert row["seq"] == 1 and others == ("R00002",)


def test_a_decision_on_documents_that_were_replaced_is_to_be_looked_at() -> None:
    found = followed([said(1, "R00001", "include", "HS", documents=["old"])], places(R00001=("new",)))
    assert [row["seq"] for row in found.changed] == [1] and len(found.rows) == 1
    assert (
        followed([said(1, "R00001", "include", "HS", documents=["new"])], places(R00001=("new",))).changed
        == ()
    )
