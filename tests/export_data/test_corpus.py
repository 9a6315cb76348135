"""The corpus: a bag that a BagIt validator takes, with texts and files as they were read and captured."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from pathlib import Path

import bagit as validator
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.errors import GreylitError
from harvest.export import corpus
from harvest.export.file_names import LONGEST, safe_name
from harvest.export.whole import Whole
from store.database import Reader
from tests.export_data.conftest import Open


def sheet(bag: Path) -> list[dict[str, str]]:
    with (bag / "data" / "metadata.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_validator_takes_the_bag_and_notices_one_changed_byte(
    cited: Path, whole: Open, tmp_path: Path
) -> None:
    corpus.write_from(whole(cited), tmp_path / "bag")
    bag = validator.Bag(str(tmp_path / "bag"))
    assert bag.validate() and bag.version_info == (1, 0) and bag.algorithms == ["sha256"]
    assert bag.info["Bagging-Date"] == "2026-11-27" and "NOT RECORDED - please fill in" in bag.info["Rights"]
    text = next((tmp_path / "bag" / "data" / "texts").iterdir())
    text.write_bytes(text.read_bytes().replace(b"a", b"b", 1))
    with pytest.raises(validator.BagValidationError):
        validator.Bag(str(tmp_path / "bag")).validate()


def test_each_record_with_text_has_it_in_one_file_that_its_row_names(
    cited: Path, whole: Open, tmp_path: Path
) -> None:
    review = whole(cited)
    corpus.write_from(review, tmp_path / "bag")
    with Reader(cited / "greylit.duckdb") as database:
        found_rows = database.rows(
            "select r.record, d.body from record r join work_document using (work) join document d using (document) where d.body <> ''"
        )
    bodies = [tuple(row.values()) for row in found_rows]
    rows = {row["Record"]: row for row in sheet(tmp_path / "bag")}
    assert list(rows) == [record.id for record in review.records]
    for record, body in bodies:
        name = rows[record]["Text"]
        assert name == f"texts/{rows[record]['Name']}.txt" and name.startswith(f"texts/{record}_")
        assert body.strip() in (tmp_path / "bag" / "data" / name).read_text(encoding="utf-8")
    assert {row for row in rows if not rows[row]["Text"]} == {r.id for r in review.records} - {
        record for record, _ in bodies
    }


def test_files_are_the_bytes_that_the_site_gave_and_not_found_is_no_file(
    cited: Path, whole: Open, tmp_path: Path
) -> None:
    result = corpus.write_from(whole(cited), tmp_path / "bag")
    with Reader(cited / "greylit.duckdb") as database:
        found_rows = database.rows(
            "select c.sha256, c.status from record r join work_document wd using (work) join capture c on c.seq = wd.seq where wd.role = 'file'"
        )
    expected = [tuple(row.values()) for row in found_rows]
    files = list((tmp_path / "bag" / "data" / "files").iterdir())
    found = {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    assert found == {digest for digest, status in expected if status == 200} and found
    missing = sum(status != 200 for _, status in expected)
    assert missing and any(
        note.startswith(f"{missing} file") and "could not be had" in note for note in result.notes
    )
    assert all(path.suffix == ".pdf" and path.read_bytes().startswith(b"%PDF") for path in files)


def test_found_rowscarry_what_the_record_is_and_what_was_decided(
    cited: Path, whole: Open, tmp_path: Path
) -> None:
    review = whole(cited)
    corpus.write_from(review, tmp_path / "bag")
    for record, row in zip(review.records, sheet(tmp_path / "bag"), strict=True):
        assert (row["Title"], row["Publisher"], row["Date"]) == (
            record.title,
            record.publisher or "",
            record.date or "",
        )
        assert row["Decision"] == (record.decision.verdict if record.decision else "")
        assert row["Document group"] == record.source_name and row["Document name"] == row["Name"]
    assert any(row["Reason"] == "Not alliances" for row in sheet(tmp_path / "bag"))


def test_no_file_leaves_a_review_that_keeps_no_bytes(
    with_protocol: Callable[..., Whole], tmp_path: Path
) -> None:
    result = corpus.write_from(with_protocol("keep", bytes="none"), tmp_path / "bag")
    assert not list((tmp_path / "bag" / "data" / "files").iterdir()) and list(
        (tmp_path / "bag" / "data" / "texts").iterdir()
    )
    assert "no files: the protocol keeps no bytes of documents" in result.notes


def test_a_damaged_archive_costs_its_files_and_is_said(copied: Path, whole: Open, tmp_path: Path) -> None:
    for path in (copied / "archive").glob("*.warc.gz"):
        path.write_bytes(b"")
    notes = corpus.write_from(whole(copied), tmp_path / "bag").notes
    assert any("damaged in the archive" in note for note in notes)
    assert validator.Bag(str(tmp_path / "bag")).validate()


def test_an_earlier_bag_is_replaced_and_another_folder_is_not(
    cited: Path, whole: Open, tmp_path: Path
) -> None:
    corpus.write_from(whole(cited), tmp_path / "bag")
    first = {
        path.relative_to(tmp_path): path.read_bytes()
        for path in sorted((tmp_path / "bag").rglob("*"))
        if path.is_file()
    }
    corpus.write_from(whole(cited), tmp_path / "bag")
    again = {
        path.relative_to(tmp_path): path.read_bytes()
        for path in sorted((tmp_path / "bag").rglob("*"))
        if path.is_file()
    }
    assert first == again
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("years of work")
    with pytest.raises(GreylitError, match="it was left as it is"):
        corpus.write_from(whole(cited), tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.docx").read_text() == "years of work"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bag", "mine"]


def test_names_are_read_by_every_system() -> None:
    assert (
        safe_name("R00012", "Cyngor Sir Ynys Môn", "Tŷ: a/b\\c?", ending=".txt")
        == "R00012_Cyngor-Sir-Ynys-Mon_Ty-a-b-c.txt"
    )
    assert safe_name("con", ending=".txt") == "file_con.txt"
    assert safe_name("...", ending=".pdf") == "file.pdf"


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_no_name_is_too_long_or_one_that_windows_refuses(parts: list[str]) -> None:
    name = safe_name(*parts, ending=".txt")
    assert name.isascii() and 5 <= len(name) <= LONGEST and not set('<>:"/\\|?*\0 ') & set(name)
    assert (
        name.split(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"} and name[0] not in ".-"
    )
