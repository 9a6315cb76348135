"""Markdown, Word, PDF, CSV and JSON of one report, read back by other programs; twice the same bytes."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from harvest.errors import GreylitError
from harvest.report.model import BLANK, Paragraph, Report, Table, text
from harvest.report.writing import FORMATS, common, write
from tests.report_writing.report_samples import STRATEGY, sample

docx = pytest.importorskip("docx", reason="no python-docx: pip install 'greylit[report]'")
pdfium = pytest.importorskip("pypdfium2")
AGAIN = """
import sys, hashlib
from pathlib import Path
from harvest.report.writing import write
from tests.report_writing.report_samples import sample
for path in write(sample(), sys.argv[1], Path(sys.argv[2])):
    print(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
"""


@pytest.mark.parametrize("fmt", FORMATS)
def test_another_process_at_another_time_writes_the_same_bytes(fmt: str, tmp_path: Path) -> None:
    import hashlib

    ours = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in write(sample(), fmt, tmp_path / "a")
    }
    run = subprocess.run(
        [sys.executable, "-c", AGAIN, fmt, str(tmp_path / "b")], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[2], env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PATH": "/usr/bin", "SOURCE_DATE_EPOCH": "99999"},
    )  # fmt: skip
    assert dict(line.split(" ") for line in run.stdout.splitlines()) == ours


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_file_is_named_as_asked(fmt: str, tmp_path: Path) -> None:
    report = Report("r", "R", "2026-11-23", (Table("One", ("A",), ((text("1"),),)),))
    assert write(report, fmt, tmp_path / f"mine.{fmt}")[0] == tmp_path / f"mine.{fmt}"
    assert write(report, fmt, tmp_path / "folder")[0].parent == tmp_path / "folder"


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(GreylitError, match="odt"):
        write(sample(), "odt", Path("x"))


def test_several_tables_do_not_go_into_one_csv(tmp_path: Path) -> None:
    with pytest.raises(GreylitError) as error:
        write(sample(), "csv", tmp_path / "all.csv")
    assert error.value.code == "SEVERAL_TABLES" and not list(tmp_path.iterdir())


def test_csv_has_each_table_and_no_formula(tmp_path: Path) -> None:
    paths = write(
        Report(
            "r",
            "R",
            "2026-11-23",
            (Table("T", ("a", "n"), ((text("=1+1"), text("-3")),), frozenset({1}), "t"),),
        ),
        "csv",
        tmp_path,
    )
    assert list(csv.reader(paths[0].open())) == [["a", "n"], ["'=1+1", "-3"]]
    names = [path.name for path in write(sample(), "csv", tmp_path / "all")]
    assert len(names) == len(set(names)) == 5 and "records.csv" in names


def test_json_is_the_data(tmp_path: Path) -> None:
    found = json.loads(write(sample(), "json", tmp_path)[0].read_text())
    assert (
        found["schema"] == "greylit/report/1"
        and found["date"] == "2026-11-23"
        and found["data"]["records"] == 3
    )


# -- Markdown


def test_markdown_is_read_back_as_it_was_meant(tmp_path: Path) -> None:
    source = write(sample(), "md", tmp_path)[0].read_text()
    assert f"**{BLANK}: who peer reviewed it**" in source
    assert STRATEGY in source, "a strategy is not as it was sent"
    assert "<script" not in source.replace("\\<script", "")
    rows = [line for line in source.splitlines() if line.startswith("| R0000")]
    assert len(rows) == 3
    for row in rows:
        assert row.replace("\\|", "").count("|") == 6
    assert {path.name for path in tmp_path.iterdir()} == {
        "sample.md",
        "sample-flow.svg",
        "sample-flow-2.svg",
        "sample-bars.svg",
    }


@pytest.mark.parametrize(
    "words",
    [
        "# no heading",
        "- no list",
        "1. no list",
        "1) no list",
        "+ x",
        "=== x",
        "a | b",
        "![x](y)",
        "[x](y)",
        "`x`",
        "&amp;",
    ],
)
def test_no_words_become_markup(words: str, tmp_path: Path) -> None:
    source = write(Report("r", "R", "2026-11-23", (Paragraph(text(words)),)), "md", tmp_path)[0].read_text()
    markdown_it = pytest.importorskip("markdown_it", reason="no markdown-it-py")
    html = markdown_it.MarkdownIt("commonmark").enable("table").render(source)
    import html as entities

    assert (
        f"<p>{words}</p>" in html.replace("&amp;amp;", "&amp;") or f"<p>{entities.escape(words)}</p>" in html
    )


# -- Word


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return docx.Document(str(write(sample(), "docx", tmp_path_factory.mktemp("docx"))[0]))


def test_word_has_real_headings_and_marked_blanks(word: Any) -> None:
    heads = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert ("Heading 1", "Strategies & blanks") in heads and ("Heading 2", "Tables") in heads
    marked = [run.text for p in word.paragraphs for run in p.runs if run.font.highlight_color is not None]
    assert marked == [f"{BLANK}: who peer reviewed it"]
    assert "\n".join(p.text for p in word.paragraphs).count(STRATEGY) == 1


def test_word_tables_repeat_their_heads_and_hold_every_cell(word: Any) -> None:
    table = word.tables[0]
    assert "w:tblHeader" in table.rows[0]._tr.xml and "w:tblHeader" not in table.rows[1]._tr.xml
    assert [cell.text for cell in table.rows[0].cells] == ["Record", "Title", "Pages", "Long", "Reason"]
    assert [row.cells[0].text for row in table.rows[1:]] == ["R00000", "R00001", "R00002"]
    assert "<script>alert(1)</script>" in table.rows[1].cells[1]._tc.xml.replace("&lt;", "<").replace(
        "&gt;", ">"
    )


def test_word_drawings_say_what_they_show(word: Any) -> None:
    assert [shape._inline.docPr.get("descr")[:26] for shape in word.inline_shapes] == [
        "PRISMA 2020 flow diagram. "
    ] * 2 + ["Bars. Two bars, one larger"]


def test_word_carries_the_given_date_and_no_other(word: Any, tmp_path: Path) -> None:
    assert word.core_properties.created.isoformat().startswith("2026-11-23")
    path = write(sample(), "docx", tmp_path)[0]
    assert {entry.date_time for entry in zipfile.ZipFile(path).infolist()} == {(1980, 1, 1, 0, 0, 0)}


# -- PDF


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return pdfium.PdfDocument(write(sample(), "pdf", tmp_path_factory.mktemp("pdf"))[0])


def test_pdf_pages_are_numbered_and_bear_title_and_protocol(pdf: Any) -> None:
    words = [page.get_textpage().get_text_range() for page in pdf]
    for number, each in enumerate(words, 1):
        assert f"page {number} of {len(words)}" in each and "Search report" in each
    assert pdf[0].get_size() == pytest.approx((595.3, 841.9), abs=0.5)


def test_pdf_has_bookmarks_for_each_heading(pdf: Any) -> None:
    marks = [(mark.level, mark.get_title()) for mark in pdf.get_toc()]
    assert (1, "Strategies & blanks") in marks and (2, "Tables") in marks and len(marks) == 5


def test_pdf_has_welsh_letters_and_says_what_it_cannot_show(pdf: Any, tmp_path: Path) -> None:
    words = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "ŵ ŷ Llŷr" in words and "shown as" not in words
    other = write(Report("r", "R", "2026-11-23", (Paragraph(text("報告 report")),)), "pdf", tmp_path)[0]
    said = pdfium.PdfDocument(other)[0].get_textpage().get_text_range()
    assert "2 characters of other scripts" in said


def test_pdf_repeats_the_head_of_a_table_on_every_page(tmp_path: Path) -> None:
    table = Table("T", ("Headword",), tuple((text(f"row {n}"),) for n in range(200)))
    document = pdfium.PdfDocument(write(Report("r", "R", "2026-11-23", (table,)), "pdf", tmp_path)[0])
    assert len(document) > 2
    assert all("Headword" in page.get_textpage().get_text_range() for page in document)


def test_pdf_takes_cells_that_are_longer_than_a_page(tmp_path: Path) -> None:
    cell = " ".join(f"word{number}" for number in range(3000))
    table = Table("T", ("A", "B"), ((text(cell), text("y" * 9000)), (text("a\n" * 400, "code"), text("z"))))
    document = pdfium.PdfDocument(write(Report("r", "R", "2026-11-23", (table,)), "pdf", tmp_path)[0])
    words = "".join(page.get_textpage().get_text_range() for page in document)
    assert words.count("word2999") == 1 and words.replace("\n", "").replace("\r", "").count("y") >= 9000


@pytest.mark.parametrize("fmt", ["docx", "pdf"])
def test_a_table_that_is_too_long_is_cut_visibly_and_is_whole_beside_it(
    fmt: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common, "MOST_ROWS", 10)
    table = Table("T", ("A",), tuple((text(f"row {n}"),) for n in range(25)), name="rows")
    paths = write(Report("r", "R", "2026-11-23", (table,)), fmt, tmp_path)
    assert [path.name for path in paths] == [f"r.{fmt}", "r-rows.csv"]
    assert len(paths[1].read_text().splitlines()) == 26
    said = (
        "\n".join(p.text for p in docx.Document(str(paths[0])).paragraphs)
        if fmt == "docx"
        else pdfium.PdfDocument(paths[0])[0].get_textpage().get_text_range()
    )
    assert "The first 10 of 25 rows" in said and "r-rows.csv" in said


@pytest.mark.parametrize("fmt", ["docx", "pdf"])
def test_a_missing_library_is_a_sentence(fmt: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common, "find_spec", lambda name: None)
    with pytest.raises(GreylitError) as error:
        write(sample(), fmt, tmp_path)
    assert error.value.code == "EXTRA" and "greylit[report]" in str(error.value.hint)
    assert not list(tmp_path.iterdir())
