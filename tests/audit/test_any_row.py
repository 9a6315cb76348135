"""Whatever stands in a row, the audit ends with findings and never with a trace."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.audit.planting import Row, audited, flip, forge, of, rows, says, unguarded

#: How a DuckDB file is laid out, in bytes.
HEADERS, BLOCK = 3 * 4096, 1 << 18

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20)
    | st.sampled_from(["http://[", "//", "http://www.gov.test/x", "robots", "search", "R00002", "0001-00000.warc.gz"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_rows_with_anything_in_them_end_no_audit(finished: Path, tmp_path: Path, data: st.DataObject) -> None:
    folder = tmp_path / "spoilt"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(finished, folder)
    count = len(rows(folder))
    changes = data.draw(st.dictionaries(st.integers(0, count - 1), st.lists(anything, min_size=1, max_size=4), min_size=1, max_size=8))  # fmt: skip

    def spoil(ledger: list[Row]) -> None:
        for number, values in changes.items():
            keys = sorted(ledger[number].body)
            for value in values:
                key = data.draw(st.sampled_from(keys))
                ledger[number].text = json.dumps(ledger[number].body | {key: value})

    forge(folder, spoil)
    assert audited(folder).rows == count


def test_rows_that_are_no_json_at_all_are_findings(review: Path) -> None:
    for kind in ("run", "run_end", "question", "source", "record"):
        with unguarded(review) as ledger:
            ledger.execute("update entry set body = 'nonsense' where kind = ?", (kind,))
        assert [each for each in says(audited(review)) if f"({kind}) is no JSON object" in each]


def test_a_number_that_json_does_not_have_is_a_finding(review: Path) -> None:
    forge(review, lambda ledger: ledger[0].change(lists={"a": float("inf")}))
    assert [each for each in says(audited(review)) if "not the one that its hash was made of" in each]


def test_a_database_whose_blocks_are_damaged_is_a_finding_and_the_rest_is_checked(review: Path) -> None:
    path = review / "greylit.duckdb"
    whole = path.read_bytes()
    named = 0
    for start in range(HEADERS, len(whole), BLOCK):
        flip(path, start + 5000)
        report = audited(review)
        named += [check.name for check in report.checks if not check.ok] == ["database"]
        assert of(report, "archive") == of(report, "robots") == of(report, "addresses") == []
        path.write_bytes(whole)
    assert named >= 5, "blocks that are read were damaged"
