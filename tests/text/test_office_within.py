"""Files within files: archives, e-mails and their attachments."""

from __future__ import annotations

import io
import struct
import zipfile
from email.message import EmailMessage

import pytest

from harvest.text import Extracted, extract
from tests.text.made import PROSE, lines_pdf
from tests.text.office_made import compound, docx, para, zipped


def pages(got: Extracted) -> list[tuple[str | None, str]]:
    return [(page.label, got.text[page.start : page.end]) for page in got.pages]


def test_an_archive_gives_the_words_of_its_files_by_name() -> None:
    got = extract(zipped({
        "pack/report.docx": docx(para("Words of the report")), "pack/two pages.pdf": lines_pdf([["First page of the paper here"], ["Second page of it"]]),
        "note.txt": "A note.", "__MACOSX/pack/._report.docx": b"\x00\x05junk", "pack/Thumbs.db": b"junk", "pack/": b"",
        "inner.zip": zipped({"deep.txt": "Deep words", "deeper.zip": zipped({"x.txt": "Too deep"})}), "film.mp3": b"ID3 film",
    }))  # fmt: skip
    assert (got.kind, got.outcome, got.method) == ("zip", "text", "zip")
    assert pages(got) == [
        ("pack/report.docx", "Words of the report"), ("pack/two pages.pdf", "First page of the paper here"),
        ("pack/two pages.pdf", "Second page of it"), ("note.txt", "A note."), ("inner.zip/deep.txt", "Deep words"),
    ]  # fmt: skip
    assert got.detail is not None
    assert "film.mp3" in got.detail and "deeper.zip" in got.detail and "Thumbs" not in got.detail
    assert got.title is None


def test_headings_of_a_file_within_know_their_page() -> None:
    got = extract(zipped({"a.txt": "x y", "b.docx": docx(para("Aims", style="Heading1") + para("Words"))}))
    assert [(h.text, h.page) for h in got.headings] == [("Aims", 2)]


def test_an_archive_of_one_document_bears_its_title() -> None:
    inner = docx(
        para("Alliance contracting in Northshire", style="Title")
        + para("Published: 5 March 2019")
        + para(PROSE)
    )
    got = extract(zipped({"report.docx": inner}))
    assert (got.title, got.date) == ("Alliance contracting in Northshire", "2019-03-05")


@pytest.mark.parametrize(
    ("members", "outcome"),
    [
        ({}, "empty"),
        ({"a.mp3": b"ID3 x"}, "unsupported"),
        ({"scan.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 9}, "needs-ocr"),
        ({"a.pdf": b"%PDF-1.4 cut"}, "broken"),
    ],
)
def test_an_archive_without_words_says_what_was_in_the_way(members: dict[str, bytes], outcome: str) -> None:
    got = extract(zipped(members))
    assert got.outcome == outcome
    assert got.detail


def test_a_locked_archive_says_so() -> None:
    data = bytearray(zipped({"a.txt": "words"}))
    # The flag of encryption, in the file's own head and in the directory.
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    got = extract(bytes(data))
    assert got.outcome == "encrypted"
    assert got.detail is not None and "a.txt" in got.detail


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "Jane Smith <jane@council.test>", "foi@x.test"
    message["Subject"], message["Date"] = "RE: Alliance contract – café", "Tue, 05 Mar 2019 23:30:00 +0000"
    message["Message-ID"] = "<1@x.test>"
    message.set_content("Please find the report.\n\n> On Monday you wrote:\n> send it\n")
    return message


def test_an_email_gives_its_plain_words_its_day_and_its_attachments() -> None:
    message = letter()
    message.add_alternative("<p>Please find <b>HTML</b></p>", subtype="html")
    message.add_attachment(
        docx(para("Words attached")), maintype="application", subtype="octet-stream", filename="Report ü.docx"
    )
    message.add_attachment(
        b"\x89PNG\r\n\x1a\n" + b"\0" * 20, maintype="image", subtype="png", filename="logo.png"
    )
    message.add_attachment(letter())
    got = extract(message.as_bytes())
    assert (got.kind, got.outcome, got.method) == ("eml", "text", "e-mail")
    assert (got.title, got.date, got.date_source, got.authors) == (
        "RE: Alliance contract – café",
        "2019-03-05",
        "e-mail header",
        ("Jane Smith",),
    )
    assert (
        pages(got)[0][1]
        == "RE: Alliance contract – café\n\nPlease find the report.\n\n> On Monday you wrote:\n> send it"
    )
    assert [label for label, _ in pages(got)] == [None, "Report ü.docx", "RE: Alliance contract – café"]
    assert pages(got)[1][1] == "Words attached"
    assert got.detail is None


def test_an_email_of_html_alone_is_read_as_such_in_its_own_encoding() -> None:
    raw = b"From: a@b.test\r\nDate: nonsense\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=iso-8859-2\r\n\r\n<p>\xa3\xf3d\xbc</p><p>two</p>"
    got = extract(raw, name="a.eml")
    assert got.text == "Łódź\n\ntwo"
    assert (got.date, got.title) == (None, None)


def test_a_saved_web_page_is_read_as_the_page_it_is() -> None:
    html = f"<html><head><title>Council report - Anytown</title></head><body><main><h1>Council report</h1><p>{PROSE}</p></main></body></html>"
    raw = f'From: <Saved by WebKit>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n{html}\r\n--b--\r\n'
    got = extract(raw.encode())
    assert (got.kind, got.outcome) == ("eml", "text")
    assert "alliance contracting would be tried" in got.text


def message_streams(prefix: str, subject: str, body: str, *, head: int) -> dict[str, bytes]:
    sent = (struct.unpack("<Q", struct.pack("<Q", 131962986000000000)))[0]
    fixed = b"\0" * head + struct.pack("<HHIQ", 0x40, 0x39, 6, sent)
    return {
        f"{prefix}__properties_version1.0": fixed, f"{prefix}__substg1.0_0037001F": subject.encode("utf-16-le"),
        f"{prefix}__substg1.0_1000001F": body.encode("utf-16-le"), f"{prefix}__substg1.0_0C1A001F": "Jane Smith".encode("utf-16-le"),
    }  # fmt: skip


def test_an_outlook_message_gives_its_words_and_attachments() -> None:
    one, two = "__attach_version1.0_#00000000/", "__attach_version1.0_#00000001/"
    got = extract(compound({
        **message_streams("", "Alliance contract – café", "Please find the report.\r\n\r\nJane", head=32),
        f"{one}__properties_version1.0": b"", f"{one}__substg1.0_3707001F": "Note.txt".encode("utf-16-le"), f"{one}__substg1.0_37010102": b"Words attached" + b" " * 5000,
        f"{two}__properties_version1.0": b"", f"{two}__substg1.0_3001001F": "Earlier letter".encode("utf-16-le"),
        **message_streams(f"{two}__substg1.0_3701000D/", "Earlier", "The first letter.", head=24),
    }))  # fmt: skip
    assert (got.kind, got.outcome, got.method) == ("msg", "text", "msg")
    assert (got.title, got.date, got.authors) == ("Alliance contract – café", "2019-03-05", ("Jane Smith",))
    assert pages(got) == [
        (None, "Alliance contract – café\n\nPlease find the report.\n\nJane"), ("Note.txt", "Words attached"), ("Earlier letter", "Earlier\n\nThe first letter."),
    ]  # fmt: skip


def test_a_message_kept_as_rtf_gives_the_html_that_it_was() -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252\fromhtml1{\*\htmltag19 <html>}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Caf\'e9 one\htmlrtf\par}\htmlrtf0"
        rb"{\*\htmltag72 </p>}{\*\htmltag64 <p>}\u321?two{\*\htmltag72 </p>}}"
    )
    stored = struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf
    got = extract(compound({
        "__properties_version1.0": b"\0" * 32, "__substg1.0_0037001F": "Letter".encode("utf-16-le"), "__substg1.0_10090102": stored}))  # fmt: skip
    assert got.text == "Letter\n\nCafé one\n\nŁtwo"


def test_names_in_an_archive_are_read_as_utf_8_where_they_are() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("x.txt")
        archive.writestr(info, "Words")
    data = out.getvalue().replace(b"x.txt", b"\xc5\x81.tx")
    assert [page.label for page in extract(data).pages] == ["Ł.tx"]
