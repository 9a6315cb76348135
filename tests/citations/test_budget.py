"""Headers of rates and budgets, as indexes send them."""

from __future__ import annotations

import pytest

from harvest.citations.budget import Budget, budget_of, pace_of, used_up

GONE = {"x-ratelimit-limit-usd": "1", "x-ratelimit-remaining-usd": "0", "x-ratelimit-reset": "41000"}


def test_a_budget_in_money_counts_before_one_in_requests() -> None:
    fields = {**GONE, "x-ratelimit-limit": "10000", "x-ratelimit-remaining": "9"}
    assert budget_of(fields) == Budget("USD", 1.0, 0.0, 41000.0)
    assert budget_of({"x-ratelimit-limit": "1000", "x-ratelimit-remaining": "9"}) == Budget(
        "requests", 1000.0, 9.0
    )
    assert budget_of({"x-ratelimit-remaining": "many"}) is None and budget_of({}) is None


@pytest.mark.parametrize(
    ("status", "fields", "body", "over"),
    [
        (429, GONE, b"", True), (402, {}, b"", True), (429, {}, b"Daily budget of $1 is used up", True), (200, GONE, b"", False),
        (429, {}, b"Too many requests", False), (429, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "41000"}, b"", True),
        # Nothing left of this second: a rate, and no budget.
        (429, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1"}, b"", False), (500, {}, b"daily", False),
    ],
)  # fmt: skip
def test_a_budget_that_is_used_up_is_told_from_questions_that_come_too_fast(
    status: int, fields: dict[str, str], body: bytes, over: bool
) -> None:
    assert used_up(status, fields, body) is over


def test_a_question_is_only_put_when_it_can_be_paid() -> None:
    budget = Budget("USD", 1.0, 0.0001, None)
    assert not budget.short_of(0.0001) and budget.short_of(0.001)
    assert Budget("requests", 100.0, 0.0, 4000.0).short_of(0.1)
    assert not Budget("requests", 100.0, 0.0, 1.0).short_of(0.1) and not Budget("USD", 1.0, None).short_of(
        9.0
    )


@pytest.mark.parametrize(
    ("limit", "interval", "seconds"),
    [
        ("50", "1s", 0.02),
        ("5", "10s", 2.0),
        ("60", "1m", 1.0),
        ("0", "1s", None),
        ("", "1s", None),
        ("50", "soon", None),
    ],
)
def test_the_pace_that_crossref_names_is_read(limit: str, interval: str, seconds: float | None) -> None:
    assert pace_of({"x-rate-limit-limit": limit, "x-rate-limit-interval": interval}) == seconds
