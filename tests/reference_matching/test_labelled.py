"""Labelled strings against altered titles, half of the works removed: precision and recall."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.reference_matching import measured, setting
from harvest.reference_matching import Index

DATA = os.environ.get("GREYLIT_TEST_DATA")
pytestmark = [pytest.mark.samples, pytest.mark.skipif(not DATA, reason="GREYLIT_TEST_DATA is not set")]


@pytest.mark.parametrize(
    ("level", "precision", "recall"), [(0, 0.99, 0.985), (1, 0.99, 0.985), (2, 0.985, 0.97)]
)
def test_labelled_strings_are_matched(level: int, precision: float, recall: float) -> None:
    catalogue, strings, held = setting(Path(DATA or "") / "references")
    told = measured(Index.build(catalogue), strings, held, level)
    assert told["precision"] >= precision
    assert told["recall"] >= recall
