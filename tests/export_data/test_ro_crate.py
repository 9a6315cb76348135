"""RO-Crate: another program reads the description, every hash holds, and the crate is a review that can be audited."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace
from pathlib import Path

from rocrate.rocrate import ROCrate

from harvest.export import ro_crate
from tests.export_data.conftest import Open
from tests.whole.harness import greylit


def unpacked(folder: Path, whole: Open, tmp_path: Path) -> Path:
    ro_crate.write_from(whole(folder), tmp_path / "crate.zip")
    with zipfile.ZipFile(tmp_path / "crate.zip") as package:
        package.extractall(tmp_path / "crate")
    return tmp_path / "crate"


def test_every_file_is_described_with_the_hash_of_its_bytes(cited: Path, whole: Open, tmp_path: Path) -> None:
    crate = unpacked(cited, whole, tmp_path)
    read = ROCrate(str(crate))
    files = {entity.id: entity for entity in read.get_by_type("File")}
    there = {path.relative_to(crate).as_posix() for path in crate.rglob("*") if path.is_file()}
    assert set(files) == there - {"ro-crate-metadata.json"}
    for name, entity in files.items():
        data = (crate / name).read_bytes()
        assert entity["sha256"] == hashlib.sha256(data).hexdigest() and entity["contentSize"] == str(
            len(data)
        )
    assert {
        "protocol.toml",
        "ledger.sqlite",
        "greylit.duckdb",
        "exports/records.csv",
        "imports/wos.ris",
    } <= set(files)


def test_the_description_names_runs_software_and_people_and_leaves_the_licence_blank(
    govuk: Path, whole: Open, tmp_path: Path
) -> None:
    read = ROCrate(str(unpacked(govuk, whole, tmp_path)))
    assert read.root_dataset["license"]["name"] == "NOT RECORDED - please fill in"
    (run,) = read.get_by_type("CreateAction")
    assert {each["name"] for each in run["instrument"]} >= {"greylit", "scrapy"}
    assert {each["name"] for each in run["agent"]} == {"HS", "LB"}
    assert [each.id for each in run["object"]] == ["protocols/run-0001.json"]
    assert "archive/0001-00000.warc.gz" in [each.id for each in run["result"]]
    assert run["startTime"] < run["endTime"]
    graph = json.loads((tmp_path / "crate" / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    known = {entity["@id"] for entity in graph}
    assert len(known) == len(graph)

    def pointed(value: object) -> set[str]:
        if isinstance(value, dict):
            return (
                {str(value["@id"])}
                if set(value) == {"@id"}
                else {p for v in value.values() for p in pointed(v)}
            )
        return {p for v in value for p in pointed(v)} if isinstance(value, list) else set()

    missing = {p for entity in graph for p in pointed(entity)} - known
    assert missing == {"https://w3id.org/ro/crate/1.1"}, "every other thing that is pointed to is described"


def test_the_crate_alone_is_enough_for_audit_and_why(cited: Path, whole: Open, tmp_path: Path) -> None:
    crate = unpacked(cited, whole, tmp_path)
    said = greylit("audit", "--review", str(crate))
    assert said.returncode == 0 and "audit passed" in said.stdout, said.stdout + said.stderr
    said = greylit("why", "http://www.jrf.test/a-contract-for-kindness", "--review", str(crate))
    assert said.returncode == 0 and "R00001" in said.stdout, said.stdout + said.stderr


def test_zip_and_folder_hold_the_same_and_twice_is_the_same(cited: Path, whole: Open, tmp_path: Path) -> None:
    crate = unpacked(cited, whole, tmp_path)
    ro_crate.write_from(whole(cited), tmp_path / "folder")
    ro_crate.write_from(whole(cited), tmp_path / "again.zip")
    contents = [
        {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (crate, tmp_path / "folder")
    ]
    assert contents[0] == contents[1]
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "crate.zip").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.zip", "crate", "crate.zip", "folder"]


def test_what_must_not_be_given_away_yet_is_said(cited: Path, whole: Open, tmp_path: Path) -> None:
    review = whole(cited)
    blind = replace(review, context=replace(review.context, blinded=2))
    notes = " ".join(ro_crate.write_from(blind, tmp_path / "crate.zip").notes)
    assert "2 decisions that second screeners must not see yet are in the ledger" in notes
    assert "licence is blank" in notes and "left out: letters of site owners" in notes
