"""The sheet as a spreadsheet program opens it, the archive behind it, and the edges of taking it back."""

from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import harvest.importing.manual_search as manual_search
import harvest.importing.sheet as sheet_module
from harvest.by_hand import Task
from harvest.export import ExportContext, write
from harvest.export.manual_search import DOCUMENTS, INSTRUCTIONS, OUTCOMES, SEARCHES
from store.archive import Archive, read
from store.errors import StoreError
from tests.cli.said import Greylit, check_refusal
from tests.hosts.made import SITE, Made
from tests.importing.person import Sheet, done, rows

EVIL = '=HYPERLINK("http://bad.example/","open")'


def context(*tasks: Task) -> ExportContext:
    return ExportContext(
        review_id="made", review_title="What helps?", protocol_sha256="a1" * 32, software_version="0.1.0",
        generated="2026-11-23", tasks=tasks, limits="published 2000 or later",
    )  # fmt: skip


def task(number: int = 1, **changes: Any) -> Task:
    values: dict[str, Any] = {
        "id": f"M-council-{number:08x}", "run": 1, "kind": "document", "source": "council", "name": "A council",
        "host": "www.council.example", "opens": f"{SITE}/{number}.pdf", "why": "the host answers that it is forbidden",
        "trouble": "forbidden", "title": f"Report {number}", "evidence": "403: Forbidden",
    }  # fmt: skip
    return Task(**(values | changes))


def test_a_spreadsheet_shows_what_to_do_first_and_helps_to_fill_it_in(tmp_path: Path) -> None:
    result = write(
        [], "manual-search", tmp_path / "x.xlsx", context(task(), task(2, kind="search", sent="alliance"))
    )
    assert result.tasks == 2
    book = load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == [INSTRUCTIONS, SEARCHES, DOCUMENTS]
    told = [cell.value for cell in book[INSTRUCTIONS]["A"]]
    assert any("1 to search, 1 to fetch" in text for text in told) and any(
        "published 2000" in text for text in told
    )
    searches = book[SEARCHES]
    assert searches.freeze_panes == "B2" and book[DOCUMENTS].freeze_panes == "A2"
    lists = {each.formula1: str(each.sqref) for each in searches.data_validations.dataValidation}
    column = next(cell.column_letter for cell in searches[1] if cell.value == "outcome")
    assert lists[f'"{",".join(OUTCOMES)}"'] == f"{column}2:{column}3"
    address = next(cell for cell in searches[2] if cell.value == f"{SITE}/1.pdf")
    assert address.hyperlink.target == f"{SITE}/1.pdf"
    # What a person fills in is empty, and the row of the document is prepared.
    assert [cell.value for cell in book[DOCUMENTS][2]] == [
        "M-council-00000001",
        "Report 1",
        f"{SITE}/1.pdf",
        None,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize("name", ["x.xlsx", "x.csv"])
def test_words_of_strangers_never_run_as_formulas(tmp_path: Path, name: str) -> None:
    write(
        [],
        "manual-search",
        tmp_path / name,
        context(task(title=EVIL, evidence="+1\x07\u202e", opens="javascript:alert(1)")),
    )
    if name == "x.csv":
        text = (tmp_path / "x.csv").read_text("utf-8-sig") + (tmp_path / "x-documents.csv").read_text(
            "utf-8-sig"
        )
        assert text.count("'=HYPERLINK") == 2 and "'+1" in text and "\x07" not in text
        return
    for sheet in load_workbook(tmp_path / name).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" and not str(cell.value or "").startswith(("=", "+"))
                assert cell.hyperlink is None


def test_the_same_tasks_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    write([], "manual-search", tmp_path / "a.xlsx", context(task()))
    later = time.time() + 86_400 * 400
    monkeypatch.setattr(time, "time", lambda: later)
    write([], "manual-search", tmp_path / "b.xlsx", context(task()))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_sheet_does_not_take_the_place_of_the_workbook_of_records(tmp_path: Path) -> None:
    (path,) = write([], "manual-search", tmp_path, context(task())).paths
    assert path.name == "made_2026-11-23_manual-search.xlsx"


def test_what_a_person_brought_is_read_back_and_a_flipped_byte_is_noticed(tmp_path: Path) -> None:
    body = b"%PDF-1.4\r\n\r\nHTTP/1.1 200 OK\r\n\r\n\x00\xff" * 500
    archive = Archive(tmp_path, 0, "test", {})
    place = archive.bring("urn:sha256:abc", body, "application/pdf")
    archive.close()
    stored = read(tmp_path, place.warc, place.offset)
    assert (stored.status, stored.headers, stored.body()) == (200, {"content-type": "application/pdf"}, body)
    path = tmp_path / place.warc
    data = bytearray(path.read_bytes())
    data[place.offset + place.length // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(StoreError):
        read(tmp_path, place.warc, place.offset)


def refused(made: Made, desk: Path, say: Greylit, *, ended: bool = True) -> Sheet:
    """Return the sheet of a run of which one file was refused, filled in."""
    made.run()
    made.fetch("/report.txt", "refused", status=403, trouble="forbidden")
    made.fetch("/report.pdf", "refused", status=403, trouble="forbidden")
    if ended:
        made.ended("partial")
    made.database().__exit__()
    out = desk / "sheet.xlsx"
    assert say("export", "--to", "manual-search", "--out", str(out), cwd=made.workspace.root).code == 0
    sheet = Sheet(out)
    (desk / "report.pdf").write_bytes(b"Alliancing helps councils to share risk. " * 20)
    (number,) = [
        name for name in sheet.of_kind("document") if "report.pdf" in sheet.tasks()[name]["open this address"]
    ]
    sheet.fill(number, **done())
    sheet.document(number, title="A report", file_name="report.pdf")
    sheet.save()
    return sheet


@pytest.fixture
def made(tmp_path: Path) -> Made:
    (tmp_path / "made").mkdir()
    return Made(tmp_path / "made")


def test_records_of_a_run_that_has_not_ended_wait_for_their_number(
    say: Greylit, made: Made, tmp_path: Path
) -> None:
    sheet = refused(made, tmp_path / "desk", say, ended=False)
    said = say("import", str(sheet.path), "--workers", "1", "--json", cwd=made.workspace.root).json()
    assert (said["documents"], said["unnumbered"], said["records"], said["new_records"]) == (1, 1, 0, [])
    assert rows(made.workspace.root, "select verdict, record from work where title = 'A report'") == [
        ("record", None)
    ]


def test_a_disk_without_room_is_met_before_anything_is_written(
    say: Greylit, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = refused(made, tmp_path / "desk", say)
    before = made.ledger.head()
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(manual_search.shutil, "disk_usage", lambda _: usage(10**9, 10**9, 64 * 1024 * 1024))
    check_refusal(say("import", str(sheet.path), cwd=made.workspace.root), 7, "nothing was taken in")
    assert made.ledger.head() == before and not list(made.workspace.archive.glob("0000-*"))
    monkeypatch.undo()
    assert say("import", str(sheet.path), "--workers", "1", cwd=made.workspace.root).code == 0


def test_bytes_that_the_ledger_does_not_name_yet_are_no_harm(
    say: Greylit, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill between archive and ledger: the file lies there, nothing speaks of it, and the next import is whole."""
    sheet = refused(made, tmp_path / "desk", say)
    before = made.ledger.head()

    def killed(*_: object) -> None:
        raise OSError(5, "killed")

    with monkeypatch.context() as patch:
        patch.setattr(manual_search.Ledger, "append_many", killed)
        assert say("import", str(sheet.path), cwd=made.workspace.root).code == 7
    assert made.ledger.head() == before
    said = say("import", str(sheet.path), "--workers", "1", "--json", cwd=made.workspace.root).json()
    assert (said["documents"], len(said["new_records"])) == (1, 1)
    ((warc, offset),) = rows(
        made.workspace.root, "select warc, warc_offset from capture where why = 'manual-search'"
    )
    assert read(made.workspace.archive, warc, offset).body().startswith(b"Alliancing")


def test_a_workbook_that_unpacks_without_end_is_refused(
    say: Greylit, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = refused(made, tmp_path / "desk", say)
    monkeypatch.setattr(sheet_module, "MAX_UNPACKED", 1000)
    check_refusal(say("import", str(sheet.path), cwd=made.workspace.root), 2, "far too large")


def test_a_copy_of_the_review_takes_the_sheet_as_well(say: Greylit, made: Made, tmp_path: Path) -> None:
    sheet = refused(made, tmp_path / "desk", say)
    made.ledger.close()
    copy = Path(shutil.copytree(made.workspace.root, tmp_path / "copy"))
    said = say("import", str(sheet.path), "--workers", "1", "--json", cwd=copy).json()
    assert len(said["new_records"]) == 1
