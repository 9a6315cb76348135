from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from harvest.check import check
from harvest.errors import GreylitError
from harvest.init import TEMPLATES, init
from harvest.protocol import load_protocol, reference_markdown

TEMPLATE_ROOT = Path(__file__).parents[2] / "harvest" / "templates"


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_makes_a_review_that_loads_and_checks_without_errors(
    tmp_path: Path, template: str
) -> None:
    folder = tmp_path / "new" / "review"
    written = init(folder, template)
    assert set(written) == {path for path in folder.rglob("*") if path.is_file()}
    names = {path.relative_to(folder).as_posix() for path in written}
    assert {"protocol.toml", ".gitignore", "README.md", "permissions.csv"} <= names
    assert (folder / "sources").is_dir() and (folder / "imports").is_dir()
    report = check(load_protocol(folder / "protocol.toml"))
    assert report.ok, report.errors


def test_the_alliancing_review_is_whole_and_says_that_its_lists_are_examples(tmp_path: Path) -> None:
    init(tmp_path / "r", "alliancing")
    protocol = load_protocol(tmp_path / "r/protocol.toml")
    assert [source.type for source in protocol.sources] == [
        "councils",
        "site",
        "site",
        "site",
        "seeds",
        "manual",
    ]
    report = check(protocol)
    assert [found.key for found in report.warnings if "made-up" in found.message] == [
        "sources.4.list",
        "sources.5.files.0",
    ]


def test_the_alliancing_template_speaks_of_every_key() -> None:
    text = (TEMPLATE_ROOT / "alliancing/protocol.toml").read_text(encoding="utf-8")
    keys = {
        name.split(".")[-1] for name in re.findall(r"^\| `([a-z_.]+)`", reference_markdown(), re.MULTILINE)
    }
    assert {key for key in keys if not re.search(rf"\b{key}\b", text)} == set()


def test_examples_that_are_commented_out_are_right_too(tmp_path: Path) -> None:
    init(tmp_path / "r", "alliancing")
    path = tmp_path / "r/protocol.toml"
    text = re.sub(
        r"^# (?=\[\[|[a-z_]+ +=|[a-z]+ = )", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    path.write_text(text, encoding="utf-8")
    protocol = load_protocol(path)
    assert protocol.amendments and protocol.known_items and protocol.crawl.budget.requests == 100_000
    assert "openalex" in [source.id for source in protocol.sources]


def test_the_minimal_review_takes_its_id_from_the_folder(tmp_path: Path) -> None:
    init(tmp_path / "trust-and-risk", "minimal")
    assert load_protocol(tmp_path / "trust-and-risk/protocol.toml").review.id == "trust-and-risk"
    init(tmp_path / "no safe name", "minimal")
    assert load_protocol(tmp_path / "no safe name/protocol.toml").review.id == "my-review"


def test_permissions_begin_empty_with_their_header(tmp_path: Path) -> None:
    init(tmp_path / "r", "minimal")
    assert (tmp_path / "r/permissions.csv").read_text().splitlines() == [
        "host,path,permits,given_by,role,given_on,expires_on,evidence,added_by"
    ]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    assert init(tmp_path, "minimal")


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    init(tmp_path / "r", "minimal")
    path = tmp_path / "r/protocol.toml"
    path.write_text("mine")
    with pytest.raises(GreylitError, match="not empty") as review:
        init(tmp_path / "r", "minimal")
    assert path.read_text() == "mine"
    assert review.value.hint and "greylit check" in review.value.hint
    (tmp_path / "other").mkdir()
    (tmp_path / "other/notes.txt").write_text("mine")
    with pytest.raises(GreylitError, match=r"notes\.txt") as other:
        init(tmp_path / "other", "minimal")
    assert other.value.hint and "greylit init NAME" in other.value.hint
    assert sorted(entry.name for entry in (tmp_path / "other").iterdir()) == ["notes.txt"]


def test_a_file_in_the_place_of_the_folder_and_an_unknown_template_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(GreylitError, match="is a file"):
        init(tmp_path / "file", "minimal")
    with pytest.raises(GreylitError, match="cannot be written"):
        init(tmp_path / "file" / "below", "minimal")
    with pytest.raises(GreylitError, match="no template") as unknown:
        init(tmp_path / "r", "alliance")
    assert unknown.value.hint and "alliancing" in unknown.value.hint
    assert not (tmp_path / "r").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights are not kept from the superuser")
def test_a_folder_without_the_right_to_write_is_told_in_words(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(GreylitError, match="cannot be written"):
            init(tmp_path / "r", "minimal")
    finally:
        tmp_path.chmod(0o700)


def test_templates_are_written_in_british_spelling_and_the_words_of_the_project() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATE_ROOT.rglob("*") if path.is_file())
    unwanted = r"\b(organization\w*|neighborhood\w*|normaliz\w*|color|license|scrap\w*|snowball\w*|hits?|compliant)\b"
    assert re.findall(unwanted, text, re.IGNORECASE) == []
