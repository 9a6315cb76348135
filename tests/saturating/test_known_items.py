"""Known items: which were found, by what, and why the others are missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvest.asked import Asked
from harvest.known_items import exact_interval, relative_recall
from store.ledger import Ledger
from store.workspace import Workspace
from tests.cli.said import Greylit
from tests.saturating.thinning import Ran


def test_the_interval_is_the_exact_one() -> None:
    """Figures of Clopper and Pearson for 8 of 10, 0 of 10 and 10 of 10, as R's binom.test gives them."""
    assert exact_interval(8, 10) == pytest.approx((0.4439045, 0.9747893), abs=1e-6)
    assert exact_interval(0, 10) == pytest.approx((0.0, 0.3084971), abs=1e-6)
    assert exact_interval(10, 10) == pytest.approx((0.6915029, 1.0), abs=1e-6)
    with pytest.raises(ValueError, match="no share"):
        exact_interval(3, 2)


def test_each_known_item_is_found_by_a_source_or_missing_for_a_reason(thinned: Ran) -> None:
    workspace = Workspace(thinned.folder)
    with Ledger(workspace.ledger, read_only=True) as ledger:
        run = ledger.last("run")
        assert run is not None
        recall = relative_recall(workspace, Asked.of(run).protocol)
    assert recall is not None
    by_url, by_title, other, doi = recall.items
    assert by_url.found and by_url.by == "url" and by_url.sources == ("town",) and by_url.record
    assert by_title.found and by_title.by == "title"
    assert not other.found and other.why is not None and other.why.startswith("not a record: matched nothing")
    assert not doi.found and doi.why is not None and doi.why.startswith("never seen")
    assert (recall.found, len(recall.missing)) == (2, 2)
    assert recall.sentence.startswith("relative recall 2 of 4 known items")


def test_status_says_first_that_known_items_are_missing(thinned: Ran, say: Greylit, tmp_path: Path) -> None:
    findings = say("status", "--json", "--review", str(thinned.folder)).json()["findings"]
    assert findings[0]["severity"] == "bad" and findings[0]["says"].startswith(
        "relative recall 2 of 4 known items"
    )
    assert "/report-001" in findings[0]["says"]
