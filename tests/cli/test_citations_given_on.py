"""What a review has of citations goes out: as a picture by year, and as labels of its RIS."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import rispy  # type: ignore[import-untyped]

from tests.cli.said import Greylit
from tests.cli.test_json_shapes import CITED
from tests.whole.publisher_runs import ask_publishers

SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_has_the_sums_of_the_command_and_the_ris_tells_what_citations_brought(
    say: Greylit, tmp_path: Path
) -> None:
    folder = ask_publishers(tmp_path, CITED).folder
    said = say("citations", "--picture", "drawn/years.svg", "--json", cwd=folder).json()
    root = ElementTree.parse(folder / "drawn" / "years.svg").getroot()
    sums = re.search(r"In all (\d+) citations?, (\d+) mentions?\.$", root.findtext(f"{SVG}desc") or "")
    assert sums and [int(each) for each in sums.groups()] == [
        said["counts"]["citations"],
        said["counts"]["mentions"],
    ]
    assert said["counts"]["citations"] and len(root.findall(f"{SVG}g")) > 1

    say("decide", "R00002", "include", "--by", "LB", cwd=folder)
    assert say("cite", "--seeds", "included", "--offline", "--json", cwd=folder).json()["brought"]["new"]
    say("export", "--to", "ris", "--out", "all.ris", cwd=folder)
    records = rispy.loads((folder / "all.ris").read_bytes().decode())
    brought = [each for each in records if each["name_of_database"] == "Citation searching"]
    others = [each for each in records if each not in brought]
    assert brought and {each["custom7"] for each in brought} == {"backward citation searching"}
    assert others and {each["custom7"] for each in others} == {"search"}


def test_a_picture_that_cannot_be_written_is_an_error_with_its_place(say: Greylit, finished: Path) -> None:
    said = say("citations", "--picture", "protocol.toml/years.svg", "--json", cwd=finished)
    assert said.code and said.json()["error"]["code"] == "EXPORT_NOT_WRITTEN"


def test_the_picture_of_a_review_whose_references_were_not_read_says_that_there_is_nothing(
    say: Greylit, finished: Path, tmp_path: Path
) -> None:
    assert say("citations", "--picture", str(tmp_path / "none.svg"), cwd=finished).code == 0
    assert "No work that is held cites" in (tmp_path / "none.svg").read_text(encoding="utf-8")
