"""ASReview 3 itself reads what is written for it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from export_samples import AWKWARD, CONTEXT, record

from harvest.export import ExportRecord, write
from harvest.export.model import Decision

#: Reads a file as ASReview does when a project is made, and prints every record with the group that it is in.
READS = """
import json, sys, asreview, tempfile, pathlib
project = asreview.Project.create(pathlib.Path(tempfile.mkdtemp()) / "p", project_id="p", project_name="p")
project.add_dataset(pathlib.Path(sys.argv[1]), dataset_id="d")
data = project.read_input_data()
with project.db as database:
    groups = {record: group for group, record in database.input.get_groups()}
wanted = ("title", "abstract", "authors", "keywords", "year", "url", "doi", "included")
rows = [{key: (None if str(row.get(key)) in ("nan", "None", "<NA>") else row.get(key)) for key in wanted} for row in data.to_dict("records")]
print(json.dumps({"version": asreview.__version__, "groups": len(set(groups.values())), "rows": rows}, default=str))
"""


def settled(number: int, verdict: str) -> ExportRecord:
    return record(
        number, title=f"Settled {number}", decision=Decision(verdict=verdict, stage="title-text", by=("HS",))
    )


RECORDS = (*AWKWARD, settled(40, "include"), settled(41, "exclude"), settled(42, "maybe"))


def test_asreview_reads_every_record_as_a_group_of_its_own_with_its_address(tmp_path: Path) -> None:
    pytest.importorskip("asreview")
    out = tmp_path / "out.csv"
    result = write(RECORDS, "asreview", out, CONTEXT)
    ran = subprocess.run(
        [sys.executable, "-c", READS, str(out)], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    said = json.loads(ran.stdout.splitlines()[-1])
    assert said["version"].startswith("3.")
    assert (len(said["rows"]), said["groups"]) == (len(RECORDS), len(RECORDS))
    with out.open(encoding="utf-8", newline="") as stream:
        written = list(csv.DictReader(stream))
    for row, line in zip(said["rows"], written, strict=True):
        assert (row["title"], row["abstract"]) == (line["title"], line["abstract"])
        assert (row["url"] or "") == line["url"] and (row["doi"] or "") == line["doi"]
        assert str(row["year"] or "").removesuffix(".0") == line["year"]
        assert (
            str("" if row["included"] in (None, "-1", -1) else row["included"]).removesuffix(".0")
            == line["included"]
        )
    assert sum(bool(row["url"]) for row in said["rows"]) == len(RECORDS) - 1
    assert [line["included"] for line in written[-3:]] == ["1", "0", ""]
    assert "1 decision is maybe, which ASReview has no word for (included is empty): R00042" in result.notes


def test_provenance_travels_in_columns_that_asreview_leaves_alone(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    write([record()], "asreview", out, CONTEXT)
    with out.open(encoding="utf-8", newline="") as stream:
        row = next(csv.DictReader(stream))
    assert list(row)[:8] == ["title", "abstract", "authors", "keywords", "year", "doi", "url", "included"]
    assert (row["id"], row["seed_ids"], row["round"], row["run"]) == ("R00001", "R00031", "1", "5")
    assert row["found_by"].startswith("site search") and row["question"] == '"alliance contract"'
