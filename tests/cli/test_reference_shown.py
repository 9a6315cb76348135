"""What a reference says of a work - who wrote it, where it appeared, its archived copy - in `show` and in exports."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest
import rispy  # type: ignore[import-untyped]

from tests.cli.said import DANGEROUS, Greylit

COPY = "https://web.archive.org/web/20140210093000/https://www.fund.test/a.pdf"


@pytest.fixture
def told(review: Path) -> Path:
    """A review in which R00001 has everything that a reference can say, and R00002 no address of its own."""
    with duckdb.connect(str(review / "greylit.duckdb")) as database:
        database.execute(
            "update work set authors = ['Chris Ham', 'Gruffydd, Siân'], doi = '10.1234/abc.5', isbn = '978-1-4028-9462-6',"
            " container_title = 'Journal of Integrated Care', notice = 'This is old. Write to old@fund.test.', mirror = true,"
            " url = 'https://mirror.test/a.pdf', archive = 'Internet Archive', archive_url = $copy,"
            " archived_at = '2014-02-10T09:30:00Z', gone_at = '2026-11-02T03:00:00Z' where record = 'R00001'",
            {"copy": COPY},
        )
        database.execute(
            "update work_document set archive = 'Internet Archive', archive_url = $copy, archived_at = '2014-02-10T09:30:00Z'"
            " where work = (select work from work where record = 'R00001')",
            {"copy": COPY},
        )
        database.execute("update work set url = 'imports/wos.ris#line=120' where record = 'R00002'")
        database.execute(
            "update found set route = 'import', from_url = 'imports/wos.ris', question = null"
            " where work = (select work from work where record = 'R00002')"
        )
    return review


def test_show_tells_author_journal_notice_and_archived_copy_in_words(say: Greylit, told: Path) -> None:
    lines = say("show", "R00001", cwd=told).out.splitlines()
    copy = f"Archived copy of 10 February 2014 in the Internet Archive: {COPY}"
    assert lines[2:8] == [
        "  https://mirror.test/a.pdf",
        "  by Chris Ham; Gruffydd, Siân",
        "  in Journal of Integrated Care · DOI 10.1234/abc.5 · ISBN 978-1-4028-9462-6",
        "  Notice on the site: This is old. Write to old@fund.test.",
        "  Held only by mirror.test, which is not its publisher",
        f"  {copy}",
    ]
    assert "no longer at its address when it was asked on 2026-11-02; what is held is a copy from a web archive" in lines[8]  # fmt: skip
    documents = lines[lines.index("documents") : lines.index("found by")]
    assert f"             {copy}" in documents


def test_show_says_nothing_of_what_no_reference_tells(say: Greylit, told: Path) -> None:
    out = say("show", "R00003", cwd=told).out
    for word in ("  by ", "DOI", "ISBN", "Notice", "Held only", "Archived copy", "None"):
        assert word not in out.partition("documents\n")[0], word


def test_show_tells_the_place_of_a_reference_without_an_address(say: Greylit, told: Path) -> None:
    assert "  Imported from imports/wos.ris, line 120\n" in say("show", "R00002", cwd=told).out


def test_show_as_json_has_the_fields_as_they_are(say: Greylit, told: Path) -> None:
    said = say("show", "R00001", "--json", cwd=told).json()
    assert said["record"]["authors"] == ["Chris Ham", "Gruffydd, Siân"]
    for part in (said["record"], said["documents"][0]):
        assert (part["archive"], part["archive_url"], part["archived_at"]) == ("Internet Archive", COPY, "2014-02-10T09:30:00Z")  # fmt: skip


def test_hostile_words_of_a_reference_never_reach_the_terminal(say: Greylit, told: Path) -> None:
    hostile = "\x1b[2J\x07 fake\r\nR00099 \u202etxt"
    with duckdb.connect(str(told / "greylit.duckdb")) as database:
        database.execute(
            "update work set authors = [$text], doi = $text, container_title = $text, notice = $text, archive = $text"
            " where record = 'R00001'",
            {"text": hostile},
        )
    said = say("show", "R00001", cwd=told)
    assert said.code == 0 and "fake" in said.out
    assert not DANGEROUS.search(said.out)
    assert not [line for line in said.out.splitlines() if line.startswith("R00099")]


def test_an_export_has_what_the_reference_says(say: Greylit, told: Path, tmp_path: Path) -> None:
    for fmt in ("csv", "ris", "jsonl"):
        assert say("export", "--to", fmt, "--out", str(tmp_path / f"out.{fmt}"), cwd=told).code == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        first, second, third = list(csv.DictReader(stream))[:3]
    assert (first["authors"], first["doi"]) == ("Ham, Chris; Gruffydd, Siân", "10.1234/abc.5")
    assert (first["archive"], first["archive_url"]) == ("Internet Archive", COPY)
    assert "old@fund.test" not in first["notes"]
    assert second["url"] == "" and second["notes"].startswith("Imported from imports/wos.ris, line 120")
    assert second["found_by"].startswith("reference imported from a search by hand at imports/wos.ris on ")
    assert third["authors"] == third["publisher"].replace(" and ", " & ") and third["archive"] == ""
    references = rispy.loads((tmp_path / "out.ris").read_bytes().decode("utf-8"))
    assert references[0]["urls"] == ["https://mirror.test/a.pdf", COPY]
    assert "urls" not in references[1]
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines[0]["authors"] == ["Chris Ham", "Gruffydd, Siân"] and lines[0]["mirror"] is True
