"""`greylit import`: what it takes, what it refuses, and that nothing is lost or doubled on the way."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harvest.errors import Exit
from store.ledger import Ledger
from store.workspace import Workspace
from tests.cli.said import Greylit, check_json_error, check_refusal
from tests.cli.test_json_shapes import check_shape
from tests.importing.person import Sheet, done, opened, rows, titles

Write = Callable[[Path], Sheet]


@pytest.fixture
def sheet(say: Greylit, review: Path, tmp_path: Path) -> Sheet:
    """A fresh sheet of the refused review, in a folder of its own."""
    out = tmp_path / "desk" / "sheet.xlsx"
    assert say("export", "--to", "manual-search", "--out", str(out), cwd=review).code == 0
    return Sheet(out)


def head(review: Path) -> tuple[int, str]:
    with Ledger(review / "ledger.sqlite", read_only=True) as ledger:
        return ledger.head()


def first_document(sheet: Sheet, file: str | None = "report.pdf") -> str:
    """Do the first document task, as a person would; return its number."""
    task = sheet.of_kind("document")[0]
    if file:
        (sheet.path.parent / file).write_bytes(opened(sheet.tasks()[task]["open this address"]))
        sheet.document(task, file_name=file)
    sheet.fill(task, **done())
    return task


def test_one_wrong_row_keeps_everything_out_and_every_mistake_is_listed(
    say: Greylit, review: Path, sheet: Sheet
) -> None:
    first_document(sheet)
    (search,) = sheet.of_kind("search")
    sheet.fill(search, **done(outcome="lots"))
    sheet.document(search, title="A plan", address="nowhere", file_name="plan.pdf")
    sheet.save()
    before = head(review)
    said = say("import", str(sheet.path), cwd=review)
    check_refusal(
        said, Exit.USAGE, "nothing was taken in", "sheet Searches, row", "column outcome: 'lots' is not an outcome",
        "column task: left out with its task",
    )  # fmt: skip
    error = check_json_error(
        say("import", str(sheet.path), "--json", cwd=review), Exit.USAGE, "SHEET_INVALID"
    )
    assert {each["column"] for each in error["where"]["problems"]} == {"outcome", "task"}
    check_shape({"error": error}, "error")
    assert head(review) == before and not list((review / "archive").glob("0000-*"))


def test_the_rows_that_are_right_can_be_taken_and_the_others_are_listed(
    say: Greylit, review: Path, sheet: Sheet
) -> None:
    first_document(sheet)
    (search,) = sheet.of_kind("search")
    sheet.fill(search, **done(outcome="lots"))
    sheet.save()
    said = say("import", str(sheet.path), "--skip-bad", "--json", cwd=review)
    assert said.code == Exit.PARTIAL
    check_shape(said.json(), "import")
    assert (said.json()["searches"], said.json()["documents"], said.json()["waiting"]) == (1, 1, 1)
    assert [each["column"] for each in said.json()["left_out"]] == ["outcome"]
    plain = say("import", str(sheet.path), "--skip-bad", cwd=review)
    assert plain.code == Exit.PARTIAL and "left out: sheet Searches, row" in plain.out
    # Mended, the same sheet brings what was left out, and nothing twice.
    sheet.fill(search, **done(outcome="none"))
    sheet.save()
    mended = say("import", str(sheet.path), "--json", cwd=review).json()
    assert (mended["searches"], mended["documents"], mended["known"], mended["left_out"]) == (1, 0, 2, [])


def test_a_document_without_a_file_becomes_a_work_without_text_and_is_told(
    say: Greylit, review: Path, sheet: Sheet
) -> None:
    (search,) = sheet.of_kind("search")
    title = "Alliancing in social care: the printed report"
    sheet.document(
        search, title=title, address="https://shop.example.org/report", date=2014, publisher="The Press"
    )
    sheet.fill(search, **done())
    sheet.save()
    said = say("import", str(sheet.path), "--json", cwd=review).json()
    assert (said["documents"], said["without_file"]) == (0, 1)
    (work,) = rows(review, f"select state, work_date, publishers[1], url from work where title = '{title}'")
    assert work == ("no-text", "2014", "The Press", "https://shop.example.org/report")
    status = say("status", "--json", cwd=review).json()
    assert any("1 document found by hand without a file" in each["says"] for each in status["findings"])
    assert title in say("why", "https://shop.example.org/report", cwd=review).out


def test_a_document_that_is_named_first_and_brought_later_is_one_work(
    say: Greylit, review: Path, sheet: Sheet
) -> None:
    (search,) = sheet.of_kind("search")
    missed = "http://www.gov.test/government/case-studies/dunmere-mental-health-alliance"
    sheet.document(search, title="Dunmere: seven organisations, one promise", address=missed)
    sheet.fill(search, **done())
    sheet.save()
    assert say("import", str(sheet.path), "--json", cwd=review).json()["without_file"] == 1
    (sheet.path.parent / "dunmere.html").write_bytes(opened(missed))
    row = sheet.documents.max_row
    sheet.documents.cell(row, 6).value = "dunmere.html"
    sheet.save()
    assert say("import", str(sheet.path), "--json", cwd=review).json()["documents"] == 1
    assert rows(review, f"select verdict, state from work where url = '{missed}'") == [("record", "text")]


def test_a_corrected_title_is_taken_and_the_bytes_are_not_stored_again(
    say: Greylit, review: Path, sheet: Sheet
) -> None:
    (search,) = sheet.of_kind("search")
    url = "http://www.gov.test/government/case-studies/dunmere-mental-health-alliance"
    (sheet.path.parent / "d.html").write_bytes(opened(url))
    sheet.document(
        search, title="Dunmere: sevn organisations", address=url, file_name="d.html", date="2018-05"
    )
    sheet.fill(search, **done())
    sheet.save()
    first = say("import", str(sheet.path), "--json", cwd=review).json()
    numbered = rows(review, f"select record, title, title_source, work_date from work where url = '{url}'")
    assert numbered == [
        (first["new_records"][0], "Dunmere: sevn organisations", "the person who found it", "2018-05")
    ]
    row = sheet.documents.max_row
    sheet.documents.cell(row, 2).value = "Dunmere: seven organisations"
    sheet.save()
    again = say("import", str(sheet.path), "--json", cwd=review).json()
    assert (again["documents"], again["new_records"]) == (1, [])
    assert rows(review, f"select record, title from work where url = '{url}'") == [
        (first["new_records"][0], "Dunmere: seven organisations")
    ]
    places = rows(
        review, f"select distinct warc, warc_offset from capture where url = '{url}' and sha256 is not null"
    )
    assert len(places) == 1


def test_a_search_that_refused_the_person_as_well_stays_unanswered(
    say: Greylit, review: Path, sheet: Sheet
) -> None:
    (search,) = sheet.of_kind("search")
    sheet.fill(search, **done(outcome="refused", note="asked me to prove I am no robot"))
    sheet.save()
    assert say("import", str(sheet.path), cwd=review).code == 0
    findings = say("status", "--json", cwd=review).json()["findings"]
    (told,) = [each for each in findings if "questions refused" in each["says"]]
    assert told["severity"] == "bad" and "refused by hand as well: govuk:A1" in told["says"]
    assert "by hand: refused" in say("why", "govuk:A1", cwd=review).out


@pytest.mark.parametrize("form", ["as written", "as Excel saves it in half of Europe"])
def test_the_pair_of_csv_files_does_as_well(say: Greylit, review: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "desk" / "left.csv"
    said = say("export", "--to", "manual-search", "--out", str(out), "--json", cwd=review).json()
    assert [Path(path).name for path in said["paths"]] == [
        "left.csv",
        "left-documents.csv",
        "left-what-to-do.txt",
    ]
    tables = {}
    for path in (out, out.with_name("left-documents.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            tables[path] = list(csv.DictReader(file))
    task = next(row for row in tables[out] if row["kind"] == "document")
    task.update({"searched on": "2026-11-24", "by": "Zoë", "outcome": "Results"})
    (out.parent / "r.pdf").write_bytes(opened(task["open this address"]))
    prepared = next(row for row in tables[out.with_name("left-documents.csv")] if row["task"] == task["task"])
    prepared["file name"] = "r.pdf"
    excel = form != "as written"
    for path, lines in tables.items():
        with path.open("w", encoding="cp1252" if excel else "utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, lines[0], delimiter=";" if excel else ",")
            writer.writeheader()
            writer.writerows(lines)
    # Either of the two names both.
    done = say("import", str(out.with_name("left-documents.csv")), "--json", cwd=review)
    assert done.code == 0, done
    assert (done.json()["searches"], done.json()["documents"], done.json()["waiting"]) == (1, 1, 2)
    assert rows(review, "select by_whom from brought") == [("Zoë",)]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("records.bib", b"@techreport{a, title={A}}", "a BibTeX file"),
        ("report.pdf", b"%PDF-1.4\n", "a PDF"),
        ("page.html", b"<!doctype html><html><title>A</title></html>", "a web page"),
        ("list.csv", b"title,year\nA,2019\n", "not a manual-search sheet"),
        ("empty.xlsx", b"", "empty"),
        ("torn.xlsx", b"PK\x03\x04 xl/workbook.xml", "a workbook, but not a manual-search sheet"),
    ],
)
def test_a_file_of_another_kind_is_told_by_what_it_is_with_what_can_be_imported(
    say: Greylit, refused_run: Path, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(content)
    said = say("import", str(tmp_path / name), cwd=refused_run)
    check_refusal(said, Exit.USAGE, says, "What can be imported: a manual-search sheet")


def test_a_sheet_without_its_columns_or_damaged_is_refused_in_a_sentence(
    say: Greylit, refused_run: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sheet.xlsx"
    assert say("export", "--to", "manual-search", "--out", str(out), cwd=refused_run).code == 0
    sheet = Sheet(out)
    sheet.searches.cell(1, [cell.value for cell in sheet.searches[1]].index("outcome") + 1).value = "result"
    sheet.save(tmp_path / "renamed.xlsx")
    said = say("import", str(tmp_path / "renamed.xlsx"), cwd=refused_run)
    check_refusal(said, Exit.USAGE, "sheet Searches has no column outcome")
    whole = out.read_bytes()
    damaged = whole.replace(b"sheet2.xml", b"sheet9.xml")
    (tmp_path / "damaged.xlsx").write_bytes(damaged)
    check_refusal(
        say("import", str(tmp_path / "damaged.xlsx"), cwd=refused_run), Exit.USAGE, "nothing was taken in"
    )
    check_refusal(
        say("import", str(tmp_path / "none.xlsx"), cwd=refused_run), Exit.NOT_FOUND, "cannot be read"
    )


def test_a_sheet_of_another_review_is_refused(say: Greylit, review: Path, sheet: Sheet) -> None:
    task = first_document(sheet)
    for name in ("searches", "documents"):
        for row in getattr(sheet, name).iter_rows(min_row=2, max_col=1):
            if row[0].value == task:
                row[0].value = "M-council-00000000"
    sheet.save()
    said = say("import", str(sheet.path), cwd=review)
    check_refusal(said, Exit.USAGE, "M-council-00000000 is not a task of run 1 of this review")


def test_a_folder_that_is_in_use_is_left_alone(say: Greylit, review: Path, sheet: Sheet) -> None:
    first_document(sheet)
    sheet.save()
    lock = Workspace(review).lock()
    try:
        check_refusal(say("import", str(sheet.path), cwd=review), Exit.LOCKED, "another greylit run")
    finally:
        lock.release()
    assert say("import", str(sheet.path), cwd=review).code == 0


def test_an_import_that_was_killed_before_its_database_is_made_good_by_the_next_one(
    say: Greylit, review: Path, sheet: Sheet, tmp_path: Path
) -> None:
    first_document(sheet)
    sheet.save()
    shutil.copy(review / "greylit.duckdb", tmp_path / "before.duckdb")
    records = titles(review)
    assert say("import", str(sheet.path), cwd=review).code == 0
    after, brought = (
        titles(review),
        rows(review, "select b.url, c.sha256 from brought b join capture c using (seq)"),
    )
    shutil.copy(tmp_path / "before.duckdb", review / "greylit.duckdb")
    assert titles(review) == records
    again = say("import", str(sheet.path), "--json", cwd=review).json()
    assert (again["searches"], again["documents"], again["known"]) == (0, 0, 2)
    assert titles(review) == after
    assert rows(review, "select b.url, c.sha256 from brought b join capture c using (seq)") == brought


def test_files_may_lie_in_a_folder_of_their_own(
    say: Greylit, review: Path, sheet: Sheet, tmp_path: Path
) -> None:
    first_document(sheet)
    sheet.save()
    (tmp_path / "downloads").mkdir()
    (sheet.path.parent / "report.pdf").rename(tmp_path / "downloads" / "report.pdf")
    check_refusal(
        say("import", str(sheet.path), cwd=review), Exit.USAGE, "there is no file report.pdf", "--files"
    )
    said = say("import", str(sheet.path), "--files", str(tmp_path / "downloads"), cwd=review)
    assert said.code == 0 and "1 document taken in" in said.out
