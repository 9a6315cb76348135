"""`greylit export` on a review with parts of a source, two runs, duplicates and decisions."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from harvest.export import FORMATS
from harvest.export.reached import citation_round, seeds
from store import counts, exports
from store.database import Reader, Writer
from store.workspace import Workspace
from tests.cli.said import Greylit
from tests.screening.reviews import make_review, put_works, work_row

SHAPES = Path(__file__).parents[2] / "docs" / "json"


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Greylit:
    monkeypatch.delenv("GREYLIT_BY", raising=False)
    return Greylit(monkeypatch)


def work(number: int, source: str, **changes: Any) -> dict[str, Any]:
    row = work_row(number, changes.pop("title", f"Alliancing {number}"), **changes)
    return {**row, "source": source, "work": f"{source}:{row['url']}"}


@pytest.fixture
def review(tmp_path: Path, say: Greylit) -> Path:
    folder = make_review(tmp_path / "review", ())
    writer = Writer(Workspace(folder).database)
    first = writer.rows("select * from run")[0]
    writer.add(
        "run",
        [
            {
                **first,
                "run": 2,
                "started_at": "2026-11-27T23:59:59.000Z",
                "ended_at": "2026-11-28T01:00:00.000Z",
            }
        ],
    )
    parts = [{"run": 1, "source": f"la/{n}", "name": f"Council {n}", "part_of": "la", "part_of_name": "Local authorities", "kind": "site", "url": f"http://c{n}.test/"} for n in (1, 2)]  # fmt: skip
    writer.add(
        "source",
        [*parts, {"run": 1, "source": "jrf", "name": "JRF", "kind": "jrf", "url": "http://jrf.test/"}],
    )
    writer.add("asked_source", [{"run": run, "source": each} for run in (1, 2) for each in ("la/1", "la/2", "jrf", *(("wexmoor",) if run == 2 else ()))])  # fmt: skip
    put_works(
        writer,
        [
            work(1, "wexmoor"), work(2, "wexmoor"),
            work(3, "la/1", publisher_class="local authority", summary="What partners promise each other.", summary_source="summary"),
            work(4, "la/2", run=2), work(5, "la/1", title="Alliancing 3", doc_type="minutes"),
            work(6, "jrf", verdict="merged", record=None, into_work="wexmoor:http://www.wexmoor.test/documents/1"),
            work(7, "la/2", verdict="merged", record=None, into_work="la/1:http://www.wexmoor.test/documents/3"),
            work(8, "la/2", verdict="no-match", record=None),
        ],
    )  # fmt: skip
    writer.close()
    assert say("decide", "R00001", "include", "--by", "HS", cwd=folder).code == 0
    assert say("decide", "R00002", "exclude", "--reason", "Not England", "--by", "HS", cwd=folder).code == 0
    return folder


def manifest(folder: Path) -> list[dict[str, str]]:
    with (folder / "MANIFEST.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_numbers_to_type_are_those_of_the_one_count(review: Path, say: Greylit) -> None:
    assert say("export", "--to", "covidence", "--out", "out", "--date", "2026-12-01", cwd=review).code == 0
    rows = manifest(review / "out")
    assert [
        (r["file"], r["date"], r["records"], r["duplicates_left_out"], r["identified"]) for r in rows
    ] == [
        ("01_wexmoor_2026-11-20.ris", "2026-11-20", "2", "0", "2"),
        ("", "2026-11-20", "0", "1", "1"),
        ("02_local-authorities_2026-11-20.ris", "2026-11-20", "2", "1", "3"),
        ("03_local-authorities_2026-11-27.ris", "2026-11-27", "1", "0", "1"),
    ]
    with Reader(Workspace(review).database) as database:
        whole = counts.totals(counts.by_source(database, 2))
        told = exports.searched(database)
        assert sum(row["records"] for row in told) == whole["records"] == counts.records(database) == 5
        assert sum(row["duplicates"] for row in told) == whole["merged"] == 2
    assert sum(int(row["records"]) for row in rows) == whole["records"]
    assert sum(int(row["duplicates_left_out"]) for row in rows) == whole["merged"]


def test_a_selection_is_told_with_what_it_leaves_and_stands_in_every_record(
    review: Path, say: Greylit
) -> None:
    said = say("export", "--to", "rayyan", "--select", "not excluded source:la", "--out", "out", cwd=review)
    assert said.code == 0
    assert said.out.splitlines()[0] == "3 of 5 records selected (not excluded source:la), 2 not"
    rows = manifest(review / "out")
    assert [(r["records"], r["not_selected"], r["duplicates_left_out"]) for r in rows] == [("0", "2", "0"), ("0", "0", "1"), ("2", "0", "1"), ("1", "0", "0")]  # fmt: skip
    text = next((review / "out").glob("01_*.ris")).read_text(encoding="utf-8")
    assert text.count("selected by not excluded source:la") == 2


def test_a_slip_in_a_selection_ends_before_anything_is_written(review: Path, say: Greylit) -> None:
    said = say("export", "--to", "rayyan", "--select", "source:lla", "--out", "out", cwd=review)
    assert said.code == 2 and "did you mean 'la'?" in said.err and not (review / "out").exists()
    assert say("export", "--to", "ris", "--select", "record:R00099", cwd=review).code == 4
    assert say("export", "--to", "manual-search", "--select", "included", cwd=review).code == 2


def test_every_format_holds_what_was_selected_and_says_so_in_the_documented_shape(
    review: Path, say: Greylit, tmp_path: Path
) -> None:
    shape = json.loads((SHAPES / "export.schema.json").read_text())
    for fmt in FORMATS:
        out = tmp_path / fmt
        said = say(
            "export", "--to", fmt, "--select", "included", "--out", str(out), "--json", cwd=review
        ).json()
        jsonschema.validate(said, shape)
        assert (said["records"], said["select"], said["selected"], said["of"]) == (1, "included", 1, 5)
        assert sum(each["records"] or 0 for each in said["files"]) == (2 if fmt == "zotero" else 1)
        assert all(Path(path).stat().st_size for path in said["paths"])


def test_without_out_a_folder_of_files_has_a_place_of_its_own(review: Path, say: Greylit) -> None:
    say("export", "--to", "zotero", "--date", "2026-12-01", cwd=review)
    say("export", "--to", "bibtex", "--date", "2026-12-01", cwd=review)
    assert {each.name for each in (review / "exports").iterdir()} == {
        "alliances_2026-12-01_zotero",
        "alliances_2026-12-01.bib",
    }


def test_summary_and_class_of_publisher_come_from_the_database(review: Path, say: Greylit) -> None:
    say("export", "--to", "csv", "--out", "out.csv", cwd=review)
    with (review / "out.csv").open(encoding="utf-8", newline="") as stream:
        row = next(each for each in csv.DictReader(stream) if each["id"] == "R00003")
    assert "[No abstract in source] Executive summary: What partners promise each other." in row["abstract"]
    assert (row["publisher_class"], row["part_of"], row["searched_on"]) == (
        "local authority",
        "la",
        "2026-11-20",
    )


def test_titles_are_told_apart_for_covidence_alone_and_only_where_it_is_asked_for(
    review: Path, say: Greylit
) -> None:
    warned = say("export", "--to", "covidence", "--out", "out", cwd=review).out
    assert "2 titles are borne by other records as well" in warned
    # The other one of that title need not be selected.
    said = say(
        "export",
        "--to",
        "covidence",
        "--out",
        "out",
        "--select",
        "type:minutes",
        "--disambiguate-titles",
        cwd=review,
    )
    assert "1 title has publisher and number added" in said.out
    assert (
        "TI  - Alliancing 3 [Wexmoor Unitary Authority, R00005]"
        in next((review / "out").glob("*.ris")).read_text()
    )
    assert say("export", "--to", "rayyan", "--disambiguate-titles", cwd=review).code == 2


def test_keys_of_citations_are_the_same_whatever_is_selected(review: Path, say: Greylit) -> None:
    def keys(*select: str) -> set[str]:
        say("export", "--to", "bibtex", "--out", "out.bib", *select, cwd=review)
        lines = (review / "out.bib").read_text(encoding="utf-8").splitlines()
        return {line.partition("{")[2].rstrip(",") for line in lines if line.startswith("@")}

    every = keys()
    assert len(every) == 5 and all(key.isascii() for key in every)
    assert keys("--select", "source:la") < every


def test_two_exports_of_one_day_are_the_same_bytes(review: Path, say: Greylit) -> None:
    for fmt in ("covidence", "zotero", "endnote", "bibtex"):
        for name in ("a", "b"):
            say("export", "--to", fmt, "--out", f"{name}/{fmt}", "--date", "2026-12-01", cwd=review)
    files = [sorted(path for path in (review / name).rglob("*") if path.is_file()) for name in ("a", "b")]
    assert len(files[0]) == len(files[1]) == 9
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


@pytest.mark.parametrize(
    ("told", "numbers", "number"),
    [
        ("citation searching, round 2: cited by R00002, 10.1/x; cites R00003 (openalex)", ("R00002", "R00003"), 2),
        ("backward citation searching: in the references of R00031, p. 14; R00002, p. 3", ("R00031", "R00002"), None),
        ("forward citation searching: cites R00007; R00007", ("R00007",), None), ("matches A", (), None),
    ],
)  # fmt: skip
def test_seeds_and_round_are_read_from_how_a_record_was_found(
    told: str, numbers: tuple[str, ...], number: int | None
) -> None:
    assert (seeds(told), citation_round(told)) == (numbers, number)
