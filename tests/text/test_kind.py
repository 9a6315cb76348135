from __future__ import annotations

import io
import zipfile

import pytest

from harvest.text import extract
from harvest.text.kind import kind_of
from tests.text.made import PROSE, lines_pdf, page
from tests.text.office_made import compound


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def test_a_pdf_is_a_pdf_whatever_the_server_calls_it() -> None:
    data = lines_pdf([["A line of words"]])
    assert kind_of(data, url="https://x.test/page.html", content_type="text/html") == "pdf"
    assert kind_of(b"\n\n" + data, content_type="text/html") == "pdf"
    assert extract(data, content_type="text/html; charset=utf-8").method == "pdfium"


def test_a_page_served_as_pdf_is_read_as_the_page_it_is() -> None:
    data = page(f"<main><p>{PROSE}</p></main>")
    got = extract(data, url="https://x.test/report.pdf", content_type="application/pdf", name="report.pdf")
    assert (got.kind, got.outcome) == ("html", "text")
    assert "alliance contracting" in got.text


def test_a_page_that_speaks_of_pdf_in_its_first_bytes_stays_a_page() -> None:
    assert kind_of(b"<html><head><title>What %PDF-1.7 means</title></head></html>") == "html"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x00" * 40, "empty"),
        (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (zipped("notes.txt"), "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ole"),
        (b"{\\rtf1\\ansi hello}", "rtf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "png"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', "html"),
        (b'<?xml version="1.0"?><urlset></urlset>', "xml"),
        ("<html><body>wide</body></html>".encode("utf-16"), "html"),
        (b"Just words.", "plain"),
        (b"\x01\x02\x03\x04 not text \x05", "binary"),
    ],
)
def test_bytes_tell_the_kind(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


def test_names_only_separate_what_bytes_cannot() -> None:
    assert kind_of(b"a,b\n1,2\n", url="https://x.test/data.csv?v=1") == "csv"
    assert kind_of(b"a,b\n1,2\n", content_type="text/csv; charset=utf-8") == "csv"
    assert kind_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", name="minutes.DOC") == "doc"
    assert kind_of(b"words", url="http://[bad") == "plain"


def test_what_cannot_be_read_yet_is_named() -> None:
    got = extract(b"7z\xbc\xaf\x27\x1c\0\4", name="a.7z")
    assert got.outcome == "unsupported"
    assert got.detail is not None and "7-Zip archive" in got.detail


def test_an_archive_of_documents_is_no_document_though_its_bytes_hold_the_marks_of_one() -> None:
    inner = zipped("[Content_Types].xml", "word/document.xml")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("report.docx", inner)
        archive.writestr("word/notes.txt", "a folder of that name")
    assert kind_of(out.getvalue()) == "zip"
    assert kind_of(out.getvalue()[:200]) == "zip"


def test_an_old_document_is_told_by_its_streams_whatever_it_is_called_and_holds() -> None:
    with_workbook = compound({"WordDocument": b"x", "ObjectPool/_1/Workbook": b"y"})
    assert kind_of(with_workbook, name="a.xls") == "doc"
    assert kind_of(compound({"__properties_version1.0": b"x", "a/WordDocument": b"y"})) == "msg"
    assert kind_of(compound({"EncryptedPackage": b"x"}), name="a.docx") == "ole"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"Received: from a by b\r\nFrom: x@y.test\r\nSubject: z\r\n\r\nwords", "eml"),
        (b"From: <Saved by Internet Explorer>\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n<html>", "eml"),
        (b"From: The Director\nTo: All staff\nDate: 5 March 2019\nSubject: Budget\n\nwords", "plain"),
        (b"Content-Type: text/html\r\nX-Powered-By: PHP\r\n\r\n<html><body>x</body></html>", "html"),
        ("Łódź and more words".encode("utf-16"), "plain"),
    ],
)
def test_letters_are_told_from_texts_that_begin_like_one(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


def test_an_empty_file_says_so() -> None:
    assert (extract(b"").outcome, extract(b"").detail) == ("empty", "the file is empty")


def test_no_prefix_of_a_file_makes_extract_raise() -> None:
    for whole in (lines_pdf([["Some words here"], ["and there"]]), page(f"<main>{PROSE}</main>")):
        for cut in range(0, len(whole), max(1, len(whole) // 60)):
            assert extract(whole[:cut]).outcome in {"text", "empty", "broken", "unsupported"}
