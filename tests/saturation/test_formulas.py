"""The formulas, against enumeration, against each other, and against what they must be at their ends."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from harvest.saturation import (
    Anytime,
    allowed,
    anytime_audit_size,
    anytime_most_missed,
    audit_size,
    certifies_in_passing,
    chao2,
    chapman,
    coverage,
    incidence,
    independent_sources,
    most_missed,
    new_themes,
    recall_bound,
    recent_documents_p,
    run_length,
    spent,
    yield_curve,
)


def test_the_yield_curve_counts_new_and_found_per_batch() -> None:
    labels = [True, False, True, False, False, False, True]
    assert [(each.read, each.new, each.found) for each in yield_curve(labels, 3)] == [
        (3, 2, 2),
        (6, 0, 2),
        (7, 1, 3),
    ]
    assert (run_length(labels), run_length([True, False, False]), run_length([])) == (0, 2, 0)


@settings(deadline=None)
@given(
    st.lists(st.booleans(), min_size=1, max_size=60), st.integers(0, 60), st.sampled_from([0.8, 0.9, 0.95])
)
def test_urns_that_begin_after_a_relevant_document_give_the_smallest_p_of_all_urns(
    labels: list[bool], rest: int, target: float
) -> None:
    pool, found = len(labels) + rest, sum(labels)
    at = [number for number, label in enumerate(labels, 1) if label]
    every = []
    for start in range(len(labels)):
        recent = sum(labels[start:])
        hypothesis = math.floor(found / target + 1 - (found - recent))
        left = pool - start
        every.append(
            0.0 if hypothesis > left else hypergeom.cdf(recent, left, hypothesis, len(labels) - start)
        )
    expected = min(1.0, *every) if found else 1.0
    assert recent_documents_p(at, len(labels), pool, target) == pytest.approx(expected, abs=1e-9)


def test_an_urn_that_cannot_hold_what_is_missing_has_p_zero_and_large_counts_stay_exact() -> None:
    assert recent_documents_p(range(1, 21), 99, 100, 0.8) == 0.0
    assert recent_documents_p(range(1, 301), 301, 100_000, 0.95) > 0.05
    assert recent_documents_p([], 50, 100, 0.8) == 1.0


@pytest.mark.parametrize(("unread", "sampled", "relevant"), [(12, 5, 0), (12, 5, 2), (9, 9, 3), (10, 0, 0)])
def test_what_an_audit_leaves_possible_is_what_enumeration_says(
    unread: int, sampled: int, relevant: int
) -> None:
    possible = []
    for missed in range(relevant, unread - (sampled - relevant) + 1):
        samples = list(combinations(range(unread), sampled))
        few = sum(sum(each < missed for each in sample) <= relevant for sample in samples)
        if few / len(samples) > 0.05:
            possible.append(missed)
    assert most_missed(unread, sampled, relevant) == max(possible)


def test_a_sample_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="a sample of 11 of 10 documents"):
        most_missed(10, 11, 0)
    with pytest.raises(ValueError, match="4 relevant"):
        recall_bound(1, 10, 3, 4)


@settings(deadline=None)
@given(st.integers(1, 80), st.integers(1, 400), st.sampled_from([0.8, 0.9, 0.95]), st.integers(0, 2))
def test_the_size_of_an_audit_is_the_smallest_that_shows_the_target(
    found: int, unread: int, target: float, relevant: int
) -> None:
    size = audit_size(found, unread, target, relevant=relevant)
    if size is None:
        assert relevant > unread
        return
    assert recall_bound(found, unread, size, relevant) >= target - 1e-9
    if size > relevant:
        assert recall_bound(found, unread, size - 1, relevant) < target + 1e-9


def test_the_cost_law_is_what_is_known_of_it() -> None:
    for found, target, share in [(30, 0.95, 0.78), (30, 0.9, 0.53), (30, 0.8, 0.31), (10, 0.9, 0.78)]:
        assert audit_size(found, 1000, target) == pytest.approx(1000 * share, abs=15)
    assert audit_size(0, 100, 0.8) is None and anytime_audit_size(0, 100, 0.8) is None


def test_the_shares_of_alpha_never_add_up_to_more_than_it() -> None:
    assert sum(spent(0.05, look) for look in range(1, 60)) <= 0.05
    assert spent(0.05, 1) == 0.025


def test_repeated_looks_without_correction_stop_no_later_than_with_it() -> None:
    found, unread, target = 40, 500, 0.8
    first = next(n for n in range(unread) if certifies_in_passing(found, unread, n, 0, target))
    strict = anytime_audit_size(found, unread, target)
    assert strict is not None and first < strict < first * 1.5


@settings(deadline=None)
@given(st.integers(1, 60), st.data())
def test_the_formula_of_an_audit_and_its_draws_one_by_one_agree(unread: int, data: st.DataObject) -> None:
    labels = data.draw(st.lists(st.booleans(), max_size=unread))
    state = Anytime(unread)
    state.expect(1.0, unread)
    for number, label in enumerate(labels):
        state.draw(label, found=sum(labels[:number]), unread=unread - number)
    stepwise = state.most_relevant(found=sum(labels), unread=unread - len(labels))
    assert anytime_most_missed(unread, len(labels), sum(labels)) == stepwise


def test_chapman_has_its_variance_and_says_nothing_without_overlap() -> None:
    found = chapman(range(10), range(4, 20))
    assert found is not None
    assert found.estimate == pytest.approx(11 * 17 / 7 - 1)
    assert found.variance == pytest.approx(11 * 17 * 4 * 10 / (49 * 8))
    assert found.low < found.estimate < found.high
    assert chapman(range(3), range(5, 9)) is None


def test_lists_that_hardly_overlap_are_a_veto_and_too_small_ones_say_nothing() -> None:
    apart = [set(range(14)), set(range(11, 25)), set(range(22, 36))]
    check = independent_sources(apart)
    assert (
        check.verdict == "veto" and check.missing >= 10 and f"at least {check.missing} more" in check.sentence
    )
    alike = [set(range(20)), set(range(20)), set(range(15))]
    assert independent_sources(alike).verdict == "none"
    assert "no proof" in independent_sources(alike).sentence
    for few in (
        [set(range(9))] * 3,
        [set(range(20)), set(range(20))],
        [set(range(5)), set(), set(range(50))],
    ):
        assert independent_sources(few).verdict == "no evidence"


def test_estimates_of_nothing_are_nothing() -> None:
    assert chao2(incidence([])).estimate == 0
    assert coverage(incidence([set()])) is None
    assert chao2(incidence([{1, 2}, {1, 2}, {1, 2}])).high == 2


def test_new_themes_are_counted_against_the_first_units() -> None:
    units = [{"cost", "trust"}, {"cost", "risk"}, {"trust"}, {"staff"}, {"cost"}, {"risk"}, {"trust"}]
    themes = new_themes(units)
    assert themes.per_unit == (2, 1, 0, 1, 0, 0, 0) and themes.base == 4
    assert themes.ratio == 0 and themes.reached
    assert not new_themes([*units, {"power"}]).reached
    assert new_themes(units[:5]).ratio is None


def test_what_may_be_missing_is_counted_without_rounding_errors() -> None:
    assert [allowed(found, 0.8) for found in (4, 8, 40)] == [1, 2, 10]
    assert allowed(9, 0.9) == 1 and allowed(30, 0.95) == 1
