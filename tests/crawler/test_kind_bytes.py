"""What a file is: by its bytes, whatever headers and names say, and whether it is what they promised."""

from __future__ import annotations

import pytest

from crawler.judge.kind import kind_of_bytes, not_as_promised, promised

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\nstartxref\n0\n%%EOF\n"
PAGE = b"<!DOCTYPE html><html><head><title>Sorry</title></head><body>gone</body></html>"


@pytest.mark.parametrize(
    "body, kind",
    [
        (PDF, "pdf"), (b"\xef\xbb\xbf\r\n" + PDF, "pdf"), (b"HTTP/1.1 200 OK\r\n\r\n" + PDF, "pdf"), (PAGE, "html"),
        (b"<br />\n<b>Warning</b>: x in y<br />\n" + PDF, "pdf"), (b"<!-- a note --><p>%PDF-1.4 is the mark", "html"),
        (b"<p>A file begins with %PDF-1.7 and has endobj, startxref and %%EOF in it</p></html>", "html"),
        (b"<!-- %PDF-1.4 -->" + PAGE, "html"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("says", ["application/pdf", "text/html", ""])
@pytest.mark.parametrize("url", ["https://h.test/a.pdf", "https://h.test/a.html", ""])
def test_no_page_counts_as_a_pdf_and_no_pdf_as_a_page(body: bytes, kind: str, says: str, url: str) -> None:
    assert kind_of_bytes(body, says, url) == kind


@pytest.mark.parametrize(
    "url, says, what",
    [
        ("https://h.test/a/Report.PDF?T=10", "text/html", "pdf"), ("https://h.test/a", "application/pdf; charset=binary", "pdf"),
        ("https://h.test/mgConvert2PDF.aspx?ID=5", "", "pdf"), ("https://h.test/a.docx", "application/octet-stream", "docx"),
        ("https://h.test/a.doc#x", "", "doc"), ("https://h.test/a.pdf", "application/msword", "doc"),
        ("https://h.test/a.html", "text/html", None), ("https://h.test/a", "", None), ("https://h.test/a.css", "", None),
        ("https://wiki.test/File:Plan.pdf", "text/html", None), ("https://code.test/x/blob/main/a.pdf", "", None),
        ("http://[bad.pdf", "", "pdf"),
    ],
)  # fmt: skip
def test_headers_and_names_promise_documents(url: str, says: str, what: str | None) -> None:
    assert promised(url, says) == what


def test_a_page_in_place_of_a_document_is_not_that_file() -> None:
    refusal = not_as_promised(PAGE, "application/pdf", "https://h.test/report")
    assert refusal is not None and refusal.trouble == "not-that-file"
    assert refusal.evidence == "a web page in place of a pdf file, titled 'Sorry'"
    assert not_as_promised(PAGE, "text/html", "https://h.test/report.pdf") is not None
    assert not_as_promised(b'{"status":"gone"}', "application/json", "https://h.test/report.pdf") is not None


@pytest.mark.parametrize(
    "body, says, url",
    [
        (PDF, "text/html", "https://h.test/a.pdf"),
        (PDF, "", "https://h.test/a.doc"),
        (PAGE, "text/html", "https://h.test/a"),
        (b"{\\rtf1 x}", "application/msword", "https://h.test/a.doc"),
        (b"a,b\n1,2", "application/vnd.ms-excel", "https://h.test/a.xls"),
        (
            b'<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>',
            "application/msword",
            "https://h.test/a.doc",
        ),
        (b"", "application/pdf", "https://h.test/a.pdf"),
    ],
)
def test_another_kind_of_document_is_a_document(body: bytes, says: str, url: str) -> None:
    assert not_as_promised(body, says, url) is None
