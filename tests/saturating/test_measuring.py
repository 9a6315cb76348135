"""What is measured of a source, and what its numbers are called."""

from __future__ import annotations

import json

from harvest.measuring import log_rows, measured, verdict_of
from harvest.reading_order import Document, Reading, Unread
from harvest.saturation.hypergeometric import recent_documents_p


def document(seq: int, relevant: bool, source: str = "town") -> Document:
    return Document(
        seq, 1, f"2026-01-01T00:00:{seq % 60:02d}Z", f"http://x/{seq}", source, 1, relevant, None, False
    )


def test_a_source_that_was_read_to_its_end_is_exhausted_whatever_it_gave() -> None:
    assert verdict_of([True, True], 2) == "exhausted"
    assert verdict_of([True, True], 3) == "not_shown"


def test_a_long_run_without_a_relevant_document_slows_a_source_and_one_more_ends_that() -> None:
    slow = [True] * 10 + [False] * 100
    assert verdict_of(slow, 150) == "slowing"
    assert verdict_of([*slow, True], 150) == "not_shown"


def test_a_source_that_was_opened_again_must_slow_down_anew() -> None:
    slow = [True] * 10 + [False] * 100
    assert verdict_of(slow, 150, opened_at=[110]) == "not_shown"
    assert verdict_of([*slow, *[False] * 10], 150, opened_at=[110]) == "slowing"


def test_the_numbers_of_a_scope() -> None:
    found = measured("town", [True, False, False, True, False, False, False], 20, 3, "query", barred=2)
    assert (found.n, found.pool, found.r, found.unread, found.barred) == (7, 20, 2, 13, 2)
    assert found.run == 3 and found.new == 0, "the last batch has one document"
    assert found.p["0.8"] == recent_documents_p([1, 4], 7, 20, 0.8)


def test_the_log_has_each_batch_with_the_pool_as_it_was_known_then() -> None:
    read = tuple(document(seq, seq in (2, 3)) for seq in range(2, 9))
    late = Unread("http://x/late", "town", 6, "budget")
    rows = log_rows(Reading(read, (late,), {}, "query"), 3)
    town = [row for row in rows if row["scope"] == "town"]
    assert {row["round"] for row in town} == {1, 2, 3}
    by_round = {row["round"]: row for row in town if row["indicator"] == "new"}
    assert [by_round[n]["value"] for n in (1, 2, 3)] == [2.0, 0.0, 0.0]
    assert [by_round[n]["pool"] for n in (1, 2, 3)] == [7, 8, 8], "the late one was discovered by row 6"
    assert {json.loads(row["params"])["target"] for row in town if row["indicator"] == "p"} == {
        0.8,
        0.9,
        0.95,
    }
    assert [row for row in rows if row["scope"] == "all"], "all sources together have their own log"


def test_nothing_read_gives_no_log() -> None:
    assert log_rows(Reading((), (), {}, "query"), 25) == []
