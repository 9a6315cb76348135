"""On labelled reviews the ranking saves no less work than plain TF-IDF and logistic regression."""

from __future__ import annotations

import os
from pathlib import Path
from statistics import mean

import pytest

from bench.ranking import ours, plain, review, saved

DATA = os.environ.get("GREYLIT_TEST_DATA")


@pytest.mark.samples
@pytest.mark.skipif(not DATA, reason="GREYLIT_TEST_DATA is not set")
def test_it_saves_no_less_work_than_the_plain_model() -> None:
    figures = []
    for name in ("Jeyaraman_2020", "Oud_2018", "Sep_2021"):
        titles, bodies, labels = review(Path(str(DATA)) / "citations" / name)
        seeds = range(2)
        figures.append([
            mean(saved(make(titles, bodies), labels, seed) for seed in seeds) for make in (ours, plain)
        ])  # fmt: skip
    assert mean(each[0] for each in figures) >= mean(each[1] for each in figures), figures
    assert all(each[0] > 0.2 for each in figures), figures
