"""What is held, and becomes a record because a reference is of it."""

from __future__ import annotations

from typing import Any

from harvest.gathering import Work
from harvest.identity.same_reference import same_references
from tests.identity.made import held, reference, standing

TITLE = "Alliance contracting for health and social care"
KF: dict[str, Any] = {"publishers": ["The King's Fund"], "work_date": "2014-05-01"}


def spare(id_: str, title: str, **row: Any) -> Work:
    """Return a work that is held, and is no record only because its words do not match the question."""
    work = held(id_, title, verdict="no-match", reason="matched nothing", **row)
    work.spare = True
    return work


def test_what_is_held_becomes_a_record_where_a_reference_is_of_it() -> None:
    page = spare("a", TITLE, **KF)
    brought = reference("r", TITLE, **KF)
    brought.row["reason"] = "brought in imports/refs.ris, line 1"
    assert [row["into_work"] for row in same_references([brought, page])] == ["s:a"]
    assert page.row["verdict"] == "record" and page.row["reason"] == "brought in imports/refs.ris, line 1"


def test_a_record_goes_before_what_would_only_become_one() -> None:
    news, report = spare("a", TITLE, **KF), held("b", TITLE, **KF)
    rows = list(same_references([news, report, reference("r", TITLE, **KF)]))
    assert [row["into_work"] for row in rows] == ["s:b"] and news.row["verdict"] == "no-match"


def test_of_two_that_would_become_records_neither_does() -> None:
    one, two = spare("a", TITLE, **KF), spare("b", TITLE, **KF)
    assert not list(same_references([one, two, reference("r", TITLE, **KF)]))
    assert one.row["verdict"] == two.row["verdict"] == "no-match"


def test_what_is_beyond_the_limits_stays_what_it_is() -> None:
    page = held("a", TITLE, verdict="no-match", **KF)
    assert not list(same_references([page, reference("r", TITLE, **KF)]))


def test_references_of_one_held_work_join_it_one_after_the_other() -> None:
    page = spare("a", TITLE, **KF)
    brought = [reference(each, TITLE, **KF) for each in ("r", "t")]
    assert [row["into_work"] for row in same_references([*brought, page])] == ["s:a", "s:a"]
    standing([page, *brought])
