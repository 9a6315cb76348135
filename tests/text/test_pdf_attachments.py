from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pypdfium2
import pytest

from harvest.text import extract
from harvest.text.pdfs import attachments
from tests.text.made import SENTENCES, lines_pdf

_PDFIUM: Any = pypdfium2
COVER = [
    "For the best experience, open this PDF portfolio in",
    "Acrobat X or Adobe Reader X, or later.",
    "Get Adobe Reader Now!",
]


def with_files(data: bytes, files: Sequence[tuple[str, bytes]]) -> bytes:
    document = _PDFIUM.PdfDocument(data)
    for name, content in files:
        document.new_attachment(name).set_data(content)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def report(title: str, leaves: int = 1) -> bytes:
    return lines_pdf([[f"{title} leaf {leaf}", *SENTENCES] for leaf in range(1, leaves + 1)])


def test_attached_files_follow_as_pages_labelled_with_their_names() -> None:
    got = extract(
        with_files(
            report("Main"), [("annex.pdf", report("Annex", 2)), ("notes.txt", b"Plain words of the notes")]
        )
    )
    assert got.outcome == "text"
    assert [(page.number, page.label) for page in got.pages] == [
        (1, None),
        (2, "annex.pdf"),
        (3, "annex.pdf"),
        (4, "notes.txt"),
    ]
    assert got.text[got.pages[2].start : got.pages[2].end].startswith("Annex leaf 2")
    assert got.text[got.pages[3].start : got.pages[3].end] == "Plain words of the notes"
    assert got.detail == "with the text of 2 files attached to it (annex.pdf; notes.txt)"


def test_the_cover_of_a_portfolio_does_not_stand_for_its_contents() -> None:
    got = extract(with_files(lines_pdf([COVER]), [("plan.pdf", report("Plan"))]))
    assert got.outcome == "text"
    assert "Acrobat" not in got.text and "Plan leaf 1" in got.text
    assert got.title is None or "portfolio" not in got.title.lower()


def test_files_that_cannot_be_read_are_named_and_pictures_are_no_documents() -> None:
    broken = b"%PDF-1.7\n" + b"\x80rubbish" * 50
    got = extract(with_files(report("Main"), [("bad.pdf", broken), ("logo.png", b"\x89PNG\r\n\x1a\n0000")]))
    assert got.outcome == "text" and len(got.pages) == 1
    assert got.detail is not None and got.detail.startswith(
        "1 file attached to it could not be read (bad.pdf: "
    )
    assert "logo" not in got.detail


def test_files_in_files_are_followed_two_deep() -> None:
    data = report("Deepest")
    for name in ("third.pdf", "second.pdf", "first.pdf"):
        data = with_files(report(f"Holds {name}"), [(name, data)])
    got = extract(data)
    assert "Holds third.pdf" in got.text
    assert "Deepest" not in got.text
    assert got.detail is not None and "third.pdf: a file in a file in a file" in got.detail
    # The count of levels starts anew with each document.
    assert "Holds third.pdf" in extract(data).text


def test_count_size_and_text_of_attached_files_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MAX_FILES", 2)
    monkeypatch.setattr(attachments, "MAX_BYTES", 3_000)
    big = b"Large words " * 1_000
    got = extract(
        with_files(report("Main"), [("big.txt", big), ("b.txt", b"Second words"), ("c.txt", b"Third words")])
    )
    assert (
        got.detail is not None
        and "big.txt: too large" in got.detail
        and "c.txt: only 2 files are read" in got.detail
    )
    assert "Second words" in got.text and "Third words" not in got.text
    short = extract(
        with_files(lines_pdf([["Main words"]]), [("b.txt", b"Second words " * 50)]), max_chars=100
    )
    assert len(short.text) <= 100 and short.text.startswith("Main words")
    assert all(page.end <= len(short.text) for page in short.pages)
