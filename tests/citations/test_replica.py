"""Rounds on real reviews: the replica of OpenAlex, and the exact result of each case."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.citations import MODES, run

pytestmark = pytest.mark.samples

#: The smallest review, and how many of its cases are run every time.
SMALL, FEW = "Oud_2018", 6


@pytest.fixture(scope="module")
def reviews() -> Path:
    if not (place := os.environ.get("GREYLIT_TEST_DATA")):
        pytest.skip("GREYLIT_TEST_DATA is not set")
    return Path(place) / "citations"


@pytest.fixture(scope="module")
def server() -> Path:
    if not (place := os.environ.get("GREYLIT_TEST_SERVERS")):
        pytest.skip("GREYLIT_TEST_SERVERS is not set")
    return Path(place) / "openalex_replica.py"


@pytest.mark.parametrize("mode", MODES)
def test_a_small_review_ends_as_expected_whatever_the_trouble(mode: str, reviews: Path, server: Path) -> None:
    number, equal = run(reviews / SMALL, server, mode, FEW if mode == "plain" else 2)
    assert number and equal == number


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("review", ["Chou_2004", "Jeyaraman_2020", "Menon_2022", "Oud_2018", "Sep_2021"])
def test_every_case_of_every_review_ends_as_expected(
    review: str, mode: str, reviews: Path, server: Path
) -> None:
    number, equal = run(reviews / review, server, mode, None)
    assert number and equal == number
