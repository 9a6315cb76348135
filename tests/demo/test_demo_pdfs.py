"""The PDFs made here: readable page by page by another library, and broken just as they should be."""

from __future__ import annotations

import re
from typing import Any

import pypdfium2
import pytest

from harvest.demo.corpus.build import Site, build_site
from harvest.demo.corpus.files import USER_PASSWORD, file_bytes
from harvest.demo.corpus.markup import to_text
from harvest.demo.corpus.model import Attachment, Work
from harvest.demo.pdfs import text_pdf

pdfium: Any = pypdfium2  # the library has no types of its own
SITE: Site = build_site(1)
FILES = [
    (w, a)
    for w in SITE.works.values()
    for a in w.attachments
    if a.kind == "file" and a.layout in ("one", "two")
]


def words_of(text: str) -> list[str]:
    # U+FFFE stands where the library undid a hyphen at the end of a line
    return text.replace("\ufffe", "").replace("•", "").split()


def page_words(document: Any, number: int) -> list[str]:
    return words_of(str(document[number].get_textpage().get_text_range()))


@pytest.mark.parametrize(("work", "attachment"), FILES, ids=[a.name for _, a in FILES])
def test_each_page_gives_back_its_words(work: Work, attachment: Attachment) -> None:
    if attachment.copy_of:
        return
    document = pdfium.PdfDocument(file_bytes(attachment))
    assert len(document) == len(attachment.pages)
    for number, page in enumerate(attachment.printed_pages):
        found = page_words(document, number)
        if attachment.running_head:
            head = attachment.running_head.split()
            assert found[: len(head)] == head
            found = [w for w in found[len(head) :] if w != str(number + 1)]
        wanted = words_of(to_text(page))
        assert [w for w in found if w in wanted] == [w for w in wanted if w in found]
        assert len(found) >= len(wanted) - 1


def test_title_and_date_stand_in_the_metadata() -> None:
    document = pdfium.PdfDocument(text_pdf([["Words"]], title="Ärger & “quotes”", date="2018-03-09"))
    meta = document.get_metadata_dict()
    assert meta["Title"] == "Ärger & “quotes”"
    assert meta["CreationDate"].startswith("D:20180309")


def test_the_two_column_file_breaks_its_phrases_over_line_ends() -> None:
    attachment = SITE.works["kelmarsh-two-columns"].attachments[0]
    raw = file_bytes(attachment)
    assert b"alli-)" in raw
    assert b"alliancing" not in raw
    assert b"alliance con-)" in raw
    assert b"contract" not in raw
    xs = set(re.findall(rb"1 0 0 1 (\S+) \S+ Tm", raw))
    assert len(xs) == 2


def test_a_page_that_is_too_full_is_refused() -> None:
    with pytest.raises(ValueError, match="too many words"):
        text_pdf([["word " * 2000]], title="x")


def test_the_encrypted_file_opens_with_its_password_only() -> None:
    raw = file_bytes(SITE.works["holmbury-encrypted"].attachments[0])
    with pytest.raises(pdfium.PdfiumError, match=r"[Pp]assword"):
        pdfium.PdfDocument(raw)
    text = pdfium.PdfDocument(raw, password=USER_PASSWORD)[0].get_textpage().get_text_range()
    assert "alliance contract" in text
    assert b"alliance" not in raw


def test_the_scan_holds_a_picture_and_no_words() -> None:
    document = pdfium.PdfDocument(file_bytes(SITE.works["marlsea-scan"].attachments[0]))
    assert document[0].get_textpage().get_text_range() == ""
    kinds = [item.type for item in document[0].get_objects()]
    assert kinds == [pdfium.raw.FPDF_PAGEOBJ_IMAGE]
    shades = bytes(document[0].render(scale=1, grayscale=True).buffer)
    assert 0.002 < sum(v < 128 for v in shades) / len(shades) < 0.2


def test_broken_empty_and_disguised_files() -> None:
    broken = file_bytes(SITE.works["upton-broken"].attachments[0])
    assert broken.startswith(b"%PDF")
    with pytest.raises(pdfium.PdfiumError):
        pdfium.PdfDocument(broken)
    assert file_bytes(SITE.works["fenwick-zero"].attachments[0]) == b""
    disguised = SITE.assets[SITE.works["lydbrook-web-page-as-pdf"].attachments[0].media_path]
    assert disguised.content_type == "application/pdf"
    assert disguised.body.startswith(b"<!DOCTYPE html>")
