"""What a file is: by its bytes, whatever headers and names say."""

from __future__ import annotations

import pytest

from crawler.judge.kind import kind_of_bytes

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
