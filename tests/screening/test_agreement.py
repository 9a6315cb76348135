"""Agreement of two screeners, against published figures and by hand."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.screening.agreement import agreement, agreements, first_words
from harvest.screening.model import VERDICTS
from tests.screening.test_standing import said, undo

PEOPLE = ("HS", "LB")


def pairs(**cells: int) -> list[tuple[str, str]]:
    """Return pairs of words: ``ie=5`` is five that the first includes and the second excludes."""
    words = {"i": "include", "e": "exclude", "m": "maybe"}
    return [(words[name[0]], words[name[1]]) for name, number in cells.items() for _ in range(number)]


def test_kappa_and_its_interval_are_those_of_the_textbook() -> None:
    """Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, table 18.1: .68, s.e. .087."""
    found = agreement("title-text", PEOPLE, pairs(ii=75, ie=1, im=4, ei=5, ee=4, em=1, mi=0, me=0, mm=10))
    assert (found.both, found.agreed, found.differed) == (100, 89, 11)
    assert found.raw == pytest.approx(0.89)
    assert found.kappa is not None and found.kappa_low is not None and found.kappa_high is not None
    assert found.kappa == pytest.approx(0.6765, abs=5e-4)
    assert (found.kappa_high - found.kappa_low) / 2 / 1.959964 == pytest.approx(0.0877, abs=5e-4)


def test_the_variance_is_that_of_the_delta_method() -> None:
    """The closed formula against a derivative taken numerically over the four cells of a table."""
    counts = [40, 9, 6, 45]

    def kappa(cells: list[float]) -> float:
        n = sum(cells)
        a, b, c, d = (each / n for each in cells)
        chance = (a + b) * (a + c) + (c + d) * (b + d)
        return ((a + d) - chance) / (1 - chance)

    n = sum(counts)
    slopes = []
    for cell in range(4):
        up, down = list(map(float, counts)), list(map(float, counts))
        up[cell] += 1e-4
        down[cell] -= 1e-4
        # With respect to the share, the total held: the multinomial covariance does the rest.
        slopes.append((kappa(up) - kappa(down)) / 2e-4 * n)
    shares = [each / n for each in counts]
    mean = sum(s * p for s, p in zip(slopes, shares, strict=True))
    variance = sum(p * (s - mean) ** 2 for s, p in zip(slopes, shares, strict=True)) / n
    found = agreement("title-text", PEOPLE, pairs(ii=40, ie=9, ei=6, ee=45))
    assert found.kappa is not None and found.kappa_low is not None
    assert found.kappa == pytest.approx(kappa(list(map(float, counts))))
    assert found.kappa - found.kappa_low == pytest.approx(1.959964 * math.sqrt(variance), rel=1e-5)


def test_pabak_shows_what_prevalence_hides_from_kappa() -> None:
    """Feinstein and Cicchetti's paradox: 90 % agreement, and a kappa near nought, for one word is rare."""
    found = agreement("title-text", PEOPLE, pairs(ee=90, ie=5, ei=5))
    assert found.words == ("include", "exclude") and found.table == {
        "exclude/exclude": 90,
        "exclude/include": 5,
        "include/exclude": 5,
    }
    assert found.pabak == pytest.approx(0.8)
    assert found.kappa == pytest.approx(-0.0526, abs=1e-4)


def test_one_word_throughout_leaves_kappa_undefined_and_nothing_divides_by_nought() -> None:
    found = agreement("title-text", PEOPLE, pairs(ee=7))
    assert (found.raw, found.kappa, found.kappa_low, found.pabak) == (1.0, None, None, 1.0)
    empty = agreement("title-text", PEOPLE, [])
    assert (empty.both, empty.raw, empty.kappa, empty.pabak) == (0, None, None, None)


@given(st.lists(st.sampled_from(list(itertools.product(VERDICTS, VERDICTS))), max_size=60))
def test_whatever_they_say_the_figures_are_figures(words: list[tuple[str, str]]) -> None:
    found = agreement("title-text", PEOPLE, words)
    assert found.both == found.agreed + found.differed == len(words) == sum(found.table.values())
    if found.kappa is not None:
        assert found.kappa_low is not None and found.kappa_high is not None
        assert -1 <= found.kappa_low <= found.kappa <= found.kappa_high <= 1


def test_agreement_is_over_what_they_said_before_they_knew_of_each_other() -> None:
    rows = [
        said(1, "R00001", "include", "HS"), said(2, "R00001", "exclude", "LB"),
        # After a talk LB gives in: that is no agreement.
        said(3, "R00001", "include", "LB"),
        # HS thinks again before LB has voted: that is what counts.
        said(4, "R00002", "include", "HS"), said(5, "R00002", "maybe", "HS"), undo(6, 5, "R00002", "HS"),
        said(7, "R00002", "include", "LB"), said(8, "R00003", "include", "HS"),
    ]  # fmt: skip
    assert first_words(rows) == {
        ("R00001", "title-text"): {"HS": "include", "LB": "exclude"},
        ("R00002", "title-text"): {"HS": "include", "LB": "include"},
    }
    (found,) = agreements(rows, ("title-text", "full-text"))
    assert (found.people, found.both, found.agreed) == (("HS", "LB"), 2, 1)
