"""Files for programs that count by import: one a source and day, below the limits, with the numbers to type."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rispy  # type: ignore[import-untyped]
from export_samples import AWKWARD, CONTEXT, SAME_TITLE, record

from harvest.errors import GreylitError
from harvest.export import ExportRecord, covidence, rayyan, write
from harvest.export.batches import Limits, slug
from harvest.export.model import ExportContext, Searched
from harvest.export.ris import bare_doi
from harvest.export.titles import shared_titles

FIRST, SECOND = "2026-11-23", "2026-11-30"
SEARCH = replace(
    CONTEXT,
    searched=(
        Searched(source_id="la", source_name="Local authorities", date=FIRST, records=3, duplicates=2),
        Searched(source_id="la", source_name="Local authorities", date=SECOND, records=1, duplicates=0),
        Searched(source_id="jrf", source_name="JRF", date=FIRST, records=0, duplicates=4),
        Searched(source_id="govuk", source_name="GOV.UK", date=FIRST, records=2, duplicates=0),
    ),
    source_order=("govuk", "la", "jrf"),
)


def council(number: int, **more: Any) -> ExportRecord:
    part = f"la/{number}"
    given = {
        "source_id": part,
        "source_name": f"Council {number}",
        "part_of": "la",
        "part_of_name": "Local authorities",
        "searched_on": FIRST,
    }
    return record(number, **{**given, **more})  # fmt: skip


RECORDS = (
    council(1), record(2, source_id="govuk", source_name="GOV.UK", searched_on=FIRST), council(3),
    council(4, searched_on=SECOND), record(5, source_id="govuk", source_name="GOV.UK", searched_on=FIRST),
)  # fmt: skip


def manifest(folder: Path) -> list[dict[str, str]]:
    with (folder / "MANIFEST.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def read(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rispy.loads(path.read_bytes().decode("utf-8"))
    return found


@pytest.mark.parametrize("program", ["rayyan", "covidence", "eppi"])
def test_each_source_of_the_protocol_and_day_has_its_file_in_the_order_of_the_protocol(
    program: str, tmp_path: Path
) -> None:
    result = write(iter(RECORDS), program, tmp_path, SEARCH)
    names = ["01_gov-uk_2026-11-23.ris", "02_local-authorities_2026-11-23.ris", "03_local-authorities_2026-11-30.ris"]  # fmt: skip
    assert [path.name for path in result.paths] == [*names, "MANIFEST.csv"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [*names, "MANIFEST.csv"]
    assert (result.records, result.counts) == (5, (2, 2, 1, None))
    held = [[each["accession_number"] for each in read(path)] for path in result.paths[:-1]]
    assert held == [["R00002", "R00005"], ["R00001", "R00003"], ["R00004"]]


def test_the_manifest_has_the_numbers_to_type_and_they_add_up(tmp_path: Path) -> None:
    write(RECORDS, "covidence", tmp_path, SEARCH)
    rows = manifest(tmp_path)
    numbers = [(r["file"][:2], r["source"], r["date"], r["records"], r["duplicates_left_out"], r["not_selected"], r["identified"]) for r in rows]  # fmt: skip
    assert numbers == [
        ("01", "GOV.UK", FIRST, "2", "0", "0", "2"),
        # One of three was not selected.
        ("02", "Local authorities", FIRST, "2", "2", "1", "5"),
        ("03", "Local authorities", SECOND, "1", "0", "0", "1"),
        # Nothing is left of it but duplicates of others: told, though there is no file.
        ("", "JRF", FIRST, "0", "4", "0", "4"),
    ]
    for row in rows[:3]:
        data = (tmp_path / row["file"]).read_bytes()
        assert (row["bytes"], row["sha256"]) == (str(len(data)), hashlib.sha256(data).hexdigest())


def test_fifteen_thousand_and_one_records_are_two_files_for_covidence(tmp_path: Path) -> None:
    searched = Searched(source_id="la", source_name="LA", date=FIRST, records=15_001, duplicates=7)
    context = replace(CONTEXT, searched=(searched,))
    many = (council(n, abstract="x", passages=(), found_by=()) for n in range(15_001))
    result = write(many, "covidence", tmp_path, context)
    assert [path.name for path in result.paths[:-1]] == ["01_la_2026-11-23_part-1.ris", "02_la_2026-11-23_part-2.ris"]  # fmt: skip
    assert result.counts == (15_000, 1, None)
    assert [text.read_bytes().count(b"\r\nER  - \r\n") for text in result.paths[:-1]] == [15_000, 1]
    assert [(r["records"], r["duplicates_left_out"], r["identified"]) for r in manifest(tmp_path)] == [("15000", "7", "15007"), ("1", "0", "1")]  # fmt: skip
    assert "Covidence takes 15,000 records and 50 MB in a file: what is more is in further parts" in result.notes  # fmt: skip


def test_a_file_stays_below_the_bytes_that_a_program_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Limits(records=15_000, bytes=50_000_000) == covidence.LIMITS
    assert Limits(bytes=100_000_000, files=10) == rayyan.LIMITS
    monkeypatch.setattr(rayyan, "LIMITS", Limits(bytes=5_000, files=3))
    result = write((council(n) for n in range(1, 21)), "rayyan", tmp_path, CONTEXT)
    sizes = [path.stat().st_size for path in result.paths[:-1]]
    assert max(sizes) <= 5_000 and len(sizes) > 3
    assert sum(len(read(path)) for path in result.paths[:-1]) == 20
    goes = -(-len(sizes) // 3)
    assert f"Rayyan takes 3 files at a time: import these {len(sizes)} in {goes} goes" in result.notes
    monkeypatch.setattr(rayyan, "LIMITS", Limits(bytes=100))
    alone = write([council(1)], "rayyan", tmp_path / "alone", CONTEXT)
    assert any("one record alone is larger" in note for note in alone.notes)


def test_more_sources_than_a_system_opens_files_for(tmp_path: Path) -> None:
    several = [record(n, source_id=f"s{n % 70}", source_name=f"Source {n % 70}", searched_on=FIRST) for n in range(280)]  # fmt: skip
    result = write(several, "eppi", tmp_path, CONTEXT)
    assert len(result.paths) == 71 and set(result.counts) == {4, None}
    assert {len(read(path)) for path in result.paths[:-1]} == {4}


def test_files_of_an_earlier_export_are_gone_unless_somebody_changed_them(tmp_path: Path) -> None:
    earlier = write(RECORDS, "rayyan", tmp_path, SEARCH).paths
    earlier[2].write_text("mine now")
    (tmp_path / "notes.txt").write_text("my notes")
    result = write([RECORDS[1]], "rayyan", tmp_path, SEARCH)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["01_gov-uk_2026-11-23.ris", "03_local-authorities_2026-11-30.ris", "MANIFEST.csv", "notes.txt"]  # fmt: skip
    assert "03_local-authorities_2026-11-30.ris is of an earlier export, and was changed since: it was left where it is" in result.notes  # fmt: skip


def test_a_file_that_is_none_of_ours_is_not_replaced(tmp_path: Path) -> None:
    mine = tmp_path / "01_gov-uk_2026-11-23.ris"
    mine.write_text("mine")
    with pytest.raises(GreylitError) as caught:
        write(RECORDS, "rayyan", tmp_path, SEARCH)
    assert caught.value.code == "EXPORT_NOT_WRITTEN"
    assert mine.read_text() == "mine" and list(tmp_path.iterdir()) == [mine]


def test_a_manifest_of_somebody_else_removes_nothing(tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("kept")
    sha = hashlib.sha256(b"kept").hexdigest()
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "MANIFEST.csv").write_text(f"file,sha256\n../victim.txt,{sha}\n")
    write(RECORDS, "rayyan", folder, SEARCH)
    assert victim.read_text() == "kept"


def test_what_fails_midway_leaves_what_was_there(tmp_path: Path) -> None:
    def broken() -> Iterator[ExportRecord]:
        yield from RECORDS
        raise RuntimeError("store went away")

    before = {path: path.read_bytes() for path in write(RECORDS, "rayyan", tmp_path, SEARCH).paths}
    with pytest.raises(RuntimeError):
        write(broken(), "rayyan", tmp_path, SEARCH)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_names_of_sources_are_plain_words_in_names_of_files() -> None:
    assert slug("Cyngor Sir Ynys Môn / JSNA: tŷ") == "cyngor-sir-ynys-mon-jsna-ty"
    assert slug("../../etc") == "etc" and slug("機構") == "" and len(slug("x" * 400)) == 60


def test_a_source_whose_name_runs_in_a_spreadsheet_is_guarded_in_the_manifest(tmp_path: Path) -> None:
    write([record(1, source_name="=1+1", source_id="@x")], "eppi", tmp_path, CONTEXT)
    assert (manifest(tmp_path)[0]["source"], manifest(tmp_path)[0]["source_id"]) == ("'=1+1", "'@x")


# ---- what each program wants


def with_titles(context: ExportContext, *, add: bool) -> ExportContext:
    return replace(context, shared_titles=shared_titles(AWKWARD), disambiguate_titles=add)


def test_covidence_is_told_same_titles_apart_where_that_is_asked_for_and_the_record_says_so(
    tmp_path: Path,
) -> None:
    result = write(AWKWARD, "covidence", tmp_path, with_titles(CONTEXT, add=True))
    found = {each["accession_number"]: each for path in result.paths[:-1] for each in read(path)}
    shown = [found[each.id] for each in SAME_TITLE]
    assert [each["title"] for each in shown] == [
        "Health and Wellbeing Strategy [Plymouth City Council, R00010]",
        "Health and Wellbeing Strategy [Sandwell Metropolitan Borough Council, R00011]",
        "Health and Wellbeing Strategy [Sunderland City Council, R00012]",
    ]
    assert "Title as found: Health and Wellbeing Strategy. Added by greylit: [Plymouth City Council, R00010]" in shown[0]["notes"]  # fmt: skip
    # No other title is touched.
    assert found["R00001"]["title"] == AWKWARD[0].title
    assert any(note.startswith("3 titles have publisher and number added") for note in result.notes)
    assert sum(int(row["titles_with_publisher"]) for row in manifest(tmp_path)) == 3


def test_covidence_without_it_warns_of_titles_that_it_takes_for_duplicates(tmp_path: Path) -> None:
    result = write(AWKWARD, "covidence", tmp_path, with_titles(CONTEXT, add=False))
    assert any(note.startswith("3 titles are borne by other records as well") and "--disambiguate-titles" in note for note in result.notes)  # fmt: skip
    titles = [each["title"] for path in result.paths[:-1] for each in read(path)]
    assert titles.count("Health and Wellbeing Strategy") == 3


def test_covidence_gets_no_volume_issue_or_pages(tmp_path: Path) -> None:
    result = write(AWKWARD, "covidence", tmp_path, CONTEXT)
    for path in result.paths[:-1]:
        assert not {line[:2] for line in path.read_bytes().split(b"\r\n")} & {b"VL", b"IS", b"SP", b"EP"}


def test_eppi_gets_one_address_and_the_archived_copy_in_a_note(tmp_path: Path) -> None:
    result = write(AWKWARD, "eppi", tmp_path, CONTEXT)
    found = {each["accession_number"]: each for path in result.paths[:-1] for each in read(path)}
    assert found["R00022"]["urls"] == ["https://mirror.example/a%3Bb.pdf"]
    assert any("https://web.archive.org/web/20140210093000/" in note for note in found["R00022"]["notes"])


def test_rayyan_has_the_doi_in_a_note_as_well(tmp_path: Path) -> None:
    result = write(AWKWARD, "rayyan", tmp_path, CONTEXT)
    found = {each["accession_number"]: each for path in result.paths[:-1] for each in read(path)}
    with_doi = [each for each in AWKWARD if bare_doi(each.doi)]
    assert len(with_doi) > 1
    for each in with_doi:
        assert f"DOI: {bare_doi(each.doi)}" in found[each.id]["notes"]
    # What Rayyan takes for the journal is the journal.
    assert "secondary_title" not in found["R00001"] and found["R00023"]["secondary_title"] == "Journal of Integrated Care"  # fmt: skip
