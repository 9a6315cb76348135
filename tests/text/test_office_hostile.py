"""Office files that are broken, or made to break their reader: an outcome each, in bounded time and memory."""

from __future__ import annotations

import gzip
import io
import random
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from harvest.text import extract
from harvest.text.office.model import RefusedError
from harvest.text.office.package import parse_xml
from tests.text.made import PROSE
from tests.text.office_made import W, compound, docx, notes, odf, para, pptx, shape, zipped
from tests.text.test_office_formats import workbook
from tests.text.test_office_within import letter, message_streams

FILES = Path(__file__).parent / "office"


def samples() -> dict[str, bytes]:
    mail = letter()
    mail.add_attachment(docx(para("Words")), maintype="application", subtype="zip", filename="a.docx")
    return {
        "docx": docx("".join(para(PROSE) for _ in range(5)), parts={"word/footnotes.xml": notes("footnote", "x")}),
        "odt": odf("text", "<text:p>Words of it</text:p>"), "pptx": pptx([shape("One"), shape("Two")]), "xlsx": workbook(),
        "rtf": rb"{\rtf1{\stylesheet{\s1 heading 1;}}\s1 Head\par\u321? words\par\trowd\cell\row}", "eml": mail.as_bytes(),
        "doc": (FILES / "evaluation.doc").read_bytes(), "ppt": gzip.decompress((FILES / "slides.ppt.gz").read_bytes())[:90_000],
        "msg": compound(message_streams("", "Subject", "Words", head=32)), "zip": zipped({"a.docx": docx(para("x")), "b.txt": "y"}),
    }  # fmt: skip


OUTCOMES = {"text", "empty", "needs-ocr", "encrypted", "broken", "too-large", "unsupported"}


@pytest.mark.parametrize("kind", list(samples()))
def test_no_cut_or_garbled_file_makes_the_reader_raise_or_hang(kind: str) -> None:
    whole = samples()[kind]
    chance = random.Random(kind)
    made = [whole[: len(whole) * i // 12] for i in range(12)]
    for _ in range(25):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 8, 60))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        made.append(bytes(data))
    for data in made:
        began = time.process_time()
        got = extract(data, name=f"a.{kind}")
        assert got.outcome in OUTCOMES
        assert got.outcome == "text" or got.detail
        assert all(a.end <= b.start for a, b in zip(got.pages, got.pages[1:], strict=False))
        assert not got.pages or got.pages[-1].end <= len(got.text)
        assert time.process_time() - began < 5


def peak_of(data: bytes, name: str) -> tuple[str, str | None, float]:
    """Return outcome, detail and megabytes of Python's own memory at the peak."""
    tracemalloc.start()
    got = extract(data, name=name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return got.outcome, got.detail, peak / 1e6


def test_a_part_that_unpacks_to_hundreds_of_megabytes_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * 1_000_000)
    outcome, detail, peak = peak_of(out.getvalue(), "a.docx")
    assert outcome == "too-large"
    assert detail is not None and "unpacked" in detail
    assert peak < 250


def test_entities_are_neither_expanded_nor_fetched() -> None:
    lols = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    xml = f'<!DOCTYPE x [<!ENTITY l0 "lol"><!ENTITY f SYSTEM "file:///etc/passwd">{lols}]>'
    body = f"{xml}<w:document {W}><w:body>{para('Before')}<w:p><w:r><w:t>&l9;&f;</w:t></w:r></w:p></w:body></w:document>"
    outcome, _, peak = peak_of(docx("", parts={"word/document.xml": body}), "a.docx")
    assert outcome in OUTCOMES
    assert peak < 100
    assert "root:" not in extract(docx("", parts={"word/document.xml": body})).text


def test_deep_nesting_ends_with_an_outcome() -> None:
    deep = "<w:sdt><w:sdtContent>" * 5_000 + para("x") + "</w:sdtContent></w:sdt>" * 5_000
    assert extract(docx(para("Top") + deep)).outcome in OUTCOMES
    tables = "<w:tbl><w:tr><w:tc>" * 200 + para("x") + "</w:tc></w:tr></w:tbl>" * 200
    assert extract(docx(para("Top") + tables)).text.startswith("Top")
    assert extract(b"{\\rtf1 " + b"{" * 100_000 + b"x").outcome in OUTCOMES


def test_archives_within_archives_end_at_the_second() -> None:
    data = zipped({"x.txt": "words"})
    for _ in range(30):
        data = zipped({"a.zip": data, "b.zip": data})[:2_000_000]
    got = extract(data)
    assert got.outcome == "unsupported"


def test_an_archive_is_unpacked_up_to_a_sum() -> None:
    piece = zipped({f"{i}.txt": b"word " * 12_000_000 for i in range(3)})
    got = extract(zipped({f"{i}.zip": piece for i in range(4)}), max_chars=1_000)
    assert got.outcome in {"too-large", "text"}


def test_a_sheet_that_spans_the_whole_grid_is_refused_before_it_is_read() -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    book = workbook()
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    got = extract(zipped({**parts, "xl/worksheets/sheet1.xml": sheet}))
    assert got.outcome == "too-large"
    assert got.detail is not None and "1,048,576 rows" in got.detail


def test_a_cell_repeated_without_end_does_not_fill_the_memory() -> None:
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell>'
    rows = f'<table:table table:name="S"><table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row></table:table>'
    assert extract(odf("spreadsheet", rows)).outcome == "too-large"
    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    one = '<table:table-row><table:table-cell office:value-type="string"><text:p>Words</text:p></table:table-cell></table:table-row>'
    assert (
        extract(odf("spreadsheet", f'<table:table table:name="S">{one}{blank}</table:table>')).text == "Words"
    )


def test_a_chain_of_sectors_that_bites_its_tail_ends() -> None:
    data = bytearray(compound({"WordDocument": b"x" * 5000}))
    at = data.index(struct.pack("<III", 1, 2, 3))
    data[at + 8 : at + 12] = struct.pack("<I", 0)
    assert extract(bytes(data)).outcome in OUTCOMES


def test_broken_xml_is_read_as_far_as_it_goes_and_none_at_all_is_refused() -> None:
    assert parse_xml(b"<a><b>x</b>").tag == "a"
    with pytest.raises(RefusedError):
        parse_xml(b"\x00\x01\x02")
