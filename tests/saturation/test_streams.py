"""The labelled streams, reference values and captures that lie outside the project."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path
from statistics import mean, median

import numpy as np
import pyarrow.parquet as pq
import pytest

from bench.stopping import measure, streams
from harvest.saturation import (
    Plan,
    chao2,
    chapman,
    coverage,
    incidence,
    independent_sources,
    most_missed,
    recent_documents_p,
)

pytestmark = pytest.mark.samples

#: Work saved that must be reached, by target and order.
SAVED = {
    (0.8, "al"): 0.28,
    (0.8, "real runs"): 0.18,
    (0.8, "crawl"): 0.10,
    (0.9, "al"): 0.15,
    (0.9, "real runs"): 0.09,
}


@pytest.fixture(scope="module")
def folder() -> Path:
    if not (place := os.environ.get("GREYLIT_TEST_DATA")):
        pytest.skip("GREYLIT_TEST_DATA is not set")
    return Path(place) / "stopping"


def near(ours: float, theirs: float) -> bool:
    return abs(ours - theirs) <= 1e-9


def test_the_reference_values_are_met(folder: Path) -> None:
    values = json.loads((folder / "reference_values.json").read_text(encoding="utf-8"))
    for case in values["buscar"] + [{**case, "p": case["correct"]} for case in values["buscar_nan_cases"]]:
        at = [number for number, label in enumerate(case["labels"], 1) if label == "1"]
        assert near(recent_documents_p(at, len(case["labels"]), case["N"], case["recall_target"]), case["p"])
    for case in values["audit_bound"]:
        ours = most_missed(case["remaining"], case["sampled"], case["relevant_in_sample"], case["alpha"])
        assert ours == case["max_relevant_in_remaining"]
    for case in values["incidence"]:
        counts = incidence(case["lists"])
        estimate, share, pair = chao2(counts), coverage(counts), chapman(*case["lists"][:2])
        assert (counts.seen, counts.once, counts.twice) == (case["S"], case["q1"], case["q2"])
        assert near(estimate.estimate, case["chao2_bias_corrected"])
        assert near(estimate.low, case["ci95"][0]) and near(estimate.high, case["ci95"][1])
        assert share is not None and near(share, case["coverage_chao_jost"])
        assert pair is not None and near(pair.estimate, case["chapman_first_two"])


def test_the_rule_saves_work_and_its_bound_holds(folder: Path) -> None:
    """Two audit seeds of the twenty that ``python -m bench.stopping`` measures, so with a little less asked for."""
    plans = [Plan(target=target, seed=seed) for target in (0.8, 0.9) for seed in (0, 1)]
    groups = defaultdict(list)
    for stream in streams(folder):
        for row in measure((stream, plans)):
            groups[row["target"], row["order"]].append(
                (float(str(row["recall"])), float(str(row["saved"])), float(str(row["recall_lower_bound"])))
            )
    for (target, order), rows in groups.items():
        recall = [each[0] for each in rows]
        assert median(recall) >= (0.94 if target == 0.8 else 0.97), order
        assert np.quantile(recall, 0.05) >= 0.85
        assert mean(bound > true + 1e-9 for true, _, bound in rows) <= 0.05
        assert mean(true < float(str(target)) - 1e-9 for true in recall) <= 0.04
        assert mean(each[1] for each in rows) >= 0.95 * SAVED.get((float(str(target)), str(order)), 0.0), (
            order
        )


def test_a_veto_is_given_only_where_something_is_missing(folder: Path) -> None:
    lists: dict[tuple[str, float], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    totals = {}
    for row in pq.read_table(folder / "captures.parquet").to_pylist():
        lists[row["topic"], row["depth"]][row["source"]].add(row["doc_id"])
        totals[row["topic"], row["depth"]] = row["relevant_total"]
    vetoed = []
    for case, found in lists.items():
        check = independent_sources(list(found.values()))
        if check.verdict == "veto":
            vetoed.append(case)
            assert check.counts.seen / totals[case] < 0.95, case
            assert f"at least {check.missing} more" in check.sentence
    assert len(vetoed) >= 7
