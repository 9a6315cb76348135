from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from export_samples import AWKWARD, CONTEXT, record
from openpyxl import load_workbook

import harvest.export.xlsx as xlsx
from harvest.export import ExportRecord, ExportResult, Passage, write
from harvest.export.columns import RECORD_COLUMNS


def book(tmp_path: Path, *records: ExportRecord) -> tuple[Any, ExportResult]:
    out = tmp_path / "out.xlsx"
    result = write(records, "xlsx", out, CONTEXT)
    return load_workbook(out), result


def rows(sheet: Any) -> list[dict[str, Any]]:
    header, *found = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in found]


def test_sheets_have_frozen_headers_and_filters_over_all_rows(tmp_path: Path) -> None:
    workbook, _ = book(tmp_path, *AWKWARD)
    assert workbook.sheetnames == ["records", "passages", "search log", "sources", "codebook"]
    for sheet in workbook:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet["A1"].font.bold
    assert workbook["records"].max_row == len(AWKWARD) + 1
    assert workbook["records"].column_dimensions["B"].width == 60


def test_values_come_back_with_numbers_as_numbers(tmp_path: Path) -> None:
    workbook, _ = book(tmp_path, record())
    row = rows(workbook["records"])[0]
    assert (row["id"], row["year"], row["warc_offset"], row["page"]) == ("R00001", 2019, 123456, "7")
    passage = rows(workbook["passages"])[0]
    assert (passage["record"], passage["page"], passage["start"]) == ("R00001", 7, 1200)
    assert passage["text"] == "an alliance contract with the trust"


def test_addresses_are_links_and_an_overlong_one_is_text(tmp_path: Path) -> None:
    long = "https://www.oakham.example.gov.uk/" + "a" * 2100
    workbook, result = book(
        tmp_path, record(1), record(2, url=long), record(3, url="javascript:alert(1)"), AWKWARD[3]
    )
    column = [c.name for c in RECORD_COLUMNS].index("url") + 1
    cells = [workbook["records"].cell(n, column) for n in range(2, 6)]
    assert cells[0].hyperlink.target == cells[0].value == "https://www.ashford.example.gov.uk/documents/1"
    assert cells[1].hyperlink is None and cells[1].value == long
    assert cells[2].hyperlink is None and cells[2].value is None
    assert "1 address is text, not a link (Excel's limits): R00002" in result.notes


def test_an_archived_copy_is_a_link_with_its_archive_and_its_time(tmp_path: Path) -> None:
    workbook, _ = book(tmp_path, AWKWARD[14], AWKWARD[15])
    first, second = rows(workbook["records"])
    assert (first["archive"], first["archived_at"]) == ("Internet Archive", "2014-02-10T09:30:00Z")
    column = [c.name for c in RECORD_COLUMNS].index("archive_url") + 1
    link = workbook["records"].cell(2, column).hyperlink
    assert link.target == first["archive_url"] == AWKWARD[14].archive_url
    assert second["archive_url"] is second["url"] is None
    assert second["notes"] == "Imported from imports/wos.ris, line 120"


def test_no_cell_is_a_formula_or_an_error(tmp_path: Path) -> None:
    workbook, result = book(tmp_path, *AWKWARD)
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type in ("f", "e")]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [text for text in texts if text[0] in "=+-@\t\r"]
    assert "#N/A" in texts
    assert any("apostrophe" in note for note in result.notes)


def test_text_that_excel_would_decode_is_escaped(tmp_path: Path) -> None:
    workbook, _ = book(tmp_path, AWKWARD[13])
    assert "says _x005F_x000D_ here" in rows(workbook["records"])[0]["abstract"]


def test_a_cell_over_excels_limit_is_cut_and_noted(tmp_path: Path) -> None:
    passage = Passage(concept="A", term="t", page=1, start=0, end=9, text="📈" * 20_000)
    workbook, result = book(tmp_path, record(passages=(passage,)))
    text = rows(workbook["passages"])[0]["text"]
    assert len(text.encode("utf-16-le")) // 2 <= 32_767
    assert text.endswith(" [cut]")
    assert "2 cells were cut at 32,767 characters (jsonl has them whole): R00001" in result.notes


def test_search_log_and_sources_are_given_rows_under_their_keys(tmp_path: Path) -> None:
    workbook, _ = book(tmp_path)
    log = rows(workbook["search log"])
    assert list(log[0]) == ["source", "url", "query", "results", "refused"]
    assert (log[0]["results"], log[1]["refused"], log[1]["query"]) == (12, "robots", "'-1+1")
    assert workbook["search log"]["B2"].hyperlink.target == "https://www.ashford.example.gov.uk/search"
    assert rows(workbook["sources"]) == [{"id": "la", "name": "English local authorities", "share": -0.5}]


def test_codebook_gives_every_column_a_meaning_and_says_what_the_file_is(tmp_path: Path) -> None:
    workbook, _ = book(tmp_path, record())
    meanings = {(row["sheet"], row["column"]): row["meaning"] for row in rows(workbook["codebook"])}
    for sheet in workbook.worksheets[:-1]:
        for cell in sheet[1]:
            assert meanings[sheet.title, cell.value] not in (None, "No meaning recorded")
    assert meanings["sources", "share"] == "Share of records"
    assert meanings["(this file)", "protocol sha256"] == "a1" * 32
    assert meanings["(this file)", "records"] == 1


def test_rows_and_links_beyond_excels_limits_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "EXCEL_ROWS", 100)
    monkeypatch.setattr(xlsx, "EXCEL_LINKS", 1)
    passages = tuple(Passage(concept="A", term="t", page=1, start=0, end=9, text="x") for _ in range(120))
    workbook, result = book(tmp_path, record(1, passages=passages), record(2, passages=()))
    assert workbook["passages"].max_row == 100
    assert "21 rows left out of sheet passages (Excel's limit; jsonl has them): R00001" in result.notes
    assert any("not a" in note or "not links" in note for note in result.notes)


def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[ExportRecord]:
        yield record()
        raise RuntimeError("store went away")

    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    write([record()], "xlsx", tmp_path / "whole.xlsx", CONTEXT)
    with pytest.raises(RuntimeError):
        write(broken(), "xlsx", tmp_path / "broken.xlsx", CONTEXT)
    assert list((tmp_path / "temporary").iterdir()) == []
