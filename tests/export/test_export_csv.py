from __future__ import annotations

import csv
from pathlib import Path

from export_samples import AWKWARD, CONTEXT, SAME_TITLE, record

from harvest.export import ExportRecord, Passage, write


def read(tmp_path: Path, *records: ExportRecord) -> list[dict[str, str]]:
    out = tmp_path / "out.csv"
    write(records, "csv", out, CONTEXT)
    with out.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_provenance_is_in_columns_of_its_own(tmp_path: Path) -> None:
    row = read(tmp_path, record(seed_ids=("R00031", "R00032")))[0]
    assert row["found_by"].startswith("site search for")
    assert row["question"] == '"alliance contract"'
    assert row["listing_url"] == "https://www.ashford.example.gov.uk/search?q=alliance"
    assert (row["page"], row["run"], row["round"], row["seed_ids"]) == ("7", "5", "1", "R00031; R00032")
    assert row["passage"] == '[p. 7, A "alliance contract*"] an alliance contract with the trust'
    assert (row["warc_file"], row["warc_offset"]) == ("archive/0001-00000.warc.gz", "123456")
    assert row["keywords"] == "alliancing; health and social care context"
    assert row["export"].startswith(
        "review alliancing; exported 2026-11-23 by greylit 0.1.0; protocol sha256 a1a1"
    )


def test_file_has_one_line_a_record_and_no_byte_order_mark(tmp_path: Path) -> None:
    read(tmp_path, *AWKWARD)
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"id,title,abstract,authors,year,")
    assert len(data.decode("utf-8").splitlines()) == len(AWKWARD) + 1


def test_header_needs_no_quotes(tmp_path: Path) -> None:
    read(tmp_path)
    assert b'"' not in (tmp_path / "out.csv").read_bytes()


def test_year_is_a_whole_number_or_empty(tmp_path: Path) -> None:
    years = [row["year"] for row in read(tmp_path, *AWKWARD)]
    assert years[3] == years[8] == ""
    assert all(year == "" or (year.isdigit() and len(year) == 4) for year in years)


def test_a_cell_never_runs_as_a_formula(tmp_path: Path) -> None:
    rows = read(tmp_path, *AWKWARD)
    assert rows[7]["title"] == '\'=HYPERLINK("http://bad.example/","open")'
    assert rows[7]["publisher"] == "'@SUM(1+1)*cmd"
    assert rows[7]["authors"] == "'+44 Group"
    assert rows[7]["keywords"] == "'-2+3"
    assert rows[7]["doc_type"] == "'=1"
    assert not [
        c for row in rows for c in row.values() if c[:1] in {"=", "+", "-", "@", "\t", "\r"} and c[:1]
    ]


def test_names_are_not_split_at_and_while_the_publisher_is_exact(tmp_path: Path) -> None:
    rows = read(tmp_path, AWKWARD[2], SAME_TITLE[1])
    assert rows[0]["authors"] == "Department of Health & Social Care; Bate, Angela"
    assert rows[0]["publisher"] == "Department of Health and Social Care"
    assert rows[1]["authors"] == "Sandwell Metropolitan Borough Council"


def test_records_of_one_title_make_as_many_groups(tmp_path: Path) -> None:
    rows = read(tmp_path, *SAME_TITLE)
    assert len({(r["title"], r["abstract"]) for r in rows}) == 3


def test_a_cell_that_no_reader_would_take_is_cut_and_noted(tmp_path: Path) -> None:
    passages = tuple(
        Passage(concept="A", term="t", page=1, start=0, end=9, text="x " * 40_000) for _ in range(2)
    )
    out = tmp_path / "out.csv"
    result = write([record(passages=passages)], "csv", out, CONTEXT)
    with out.open(encoding="utf-8", newline="") as stream:
        row = next(csv.DictReader(stream))
    assert len(row["passage"]) == 131_072
    assert row["passage"].endswith(" [cut]")
    assert "1 cell was cut at 131,072 characters (jsonl has it whole): R00001" in result.notes


def test_people_are_turned_round_and_an_archived_copy_has_columns_of_its_own(tmp_path: Path) -> None:
    row = read(tmp_path, AWKWARD[14])[0]
    assert row["authors"] == "Ham, Chris; ap Rhys, Siân; Research & Policy Unit"
    assert (row["archive"], row["archived_at"]) == ("Internet Archive", "2014-02-10T09:30:00Z")
    assert row["archive_url"] == "https://web.archive.org/web/20140210093000/https://www.fund.example/a;b.pdf"
    assert row["container_title"] == "Future trends"
    for part in (
        "Archived copy of 10 February 2014 in the Internet Archive: ",
        "Held only by mirror.example, which is not its publisher",
        "Notice on the site: This content is more than five years old.",
    ):
        assert part in row["notes"]


def test_a_publisher_with_a_name_like_a_persons_is_not_turned_round(tmp_path: Path) -> None:
    row = read(tmp_path, record(authors=("Carnegie Dunfermline",), publisher="Carnegie Dunfermline"))[0]
    assert row["authors"] == "Carnegie Dunfermline"


def test_a_place_in_a_file_is_no_address(tmp_path: Path) -> None:
    row = read(tmp_path, AWKWARD[15])[0]
    assert (row["url"], row["doi"]) == ("", "10.1108/JICA-01-2019")
    assert row["notes"] == "Imported from imports/wos.ris, line 120"
    assert row["authors"] == "Gruffydd, Siân; Ŵyn-Jones, Llŷr"


def test_what_is_no_address_of_the_web_is_no_archived_copy(tmp_path: Path) -> None:
    row = read(tmp_path, record(archive="Internet Archive", archive_url="javascript:alert(1)"))[0]
    assert (row["archive"], row["archive_url"]) == ("", "")
