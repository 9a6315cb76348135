from __future__ import annotations

import gzip
import io
import struct
from pathlib import Path

import openpyxl
import pytest

from harvest.text import extract
from tests.text.made import PROSE
from tests.text.office_made import compound, odf, pptx, shape, zipped

FILES = Path(__file__).parent / "office"


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def test_an_open_document_text_reads_like_a_word_document() -> None:
    row = "<table:table-row>{}</table:table-row>".format
    cell = "<table:table-cell>{}</table:table-cell>".format
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body></text:note>".format
    got = extract(odf(
        "text",
        f"<text:tracked-changes><text:changed-region><text:deletion>{p('struck')}</text:deletion></text:changed-region></text:tracked-changes>"
        + p("The strategy for care", "Title") + '<text:h text:outline-level="2">Aims</text:h>'
        + p(f"One<text:s/>two<text:tab/>three<text:line-break/>four{note(p('See page 3.'))}<text:span text:style-name='V'>veiled</text:span>.")
        + f"<text:list><text:list-item>{p('first')}</text:list-item><text:list-item>{p('second')}</text:list-item></text:list>"
        + f"<table:table>{row(cell(p('Year')) + cell(p('Cost')))}{row(cell(p('2019')) + cell(p('5')))}</table:table>"
        + p("After<office:annotation>a remark</office:annotation> it", "Break") + p("On<text:soft-page-break/> goes") + p("Last"),
        styles='<style:style style:name="V" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="Break" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/></style:style>',
        meta="<dc:title>untitled</dc:title><meta:creation-date>2010-01-02T00:00:00</meta:creation-date>",
    ))  # fmt: skip
    assert got.text == (
        "The strategy for care\n\nAims\n\nOne two three\nfour.\n\nfirst\nsecond\n\nYear | Cost\n2019 | 5\n\n"
        "After it\n\nOn goes\n\nLast\n\nSee page 3."
    )
    assert [got.text[each.start : each.end][:5] for each in got.pages] == ["The s", "After", "Last\n"]
    assert [(h.level, h.text) for h in got.headings] == [(2, "Aims")]
    assert (got.title, got.title_source, got.date) == ("The strategy for care", "title style", None)


def test_an_encrypted_open_document_says_so() -> None:
    locked = {"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}
    assert extract(odf("text", p("x"), parts=locked)).outcome == "encrypted"


def test_slides_are_pages_read_from_the_title_down_and_hidden_ones_left_out() -> None:
    table = "<p:graphicFrame><a:graphic><a:tbl>" + "".join(
        f"<a:tr><a:tc><a:txBody><a:p><a:r><a:t>{a}</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>{b}</a:t></a:r></a:p></a:txBody></a:tc></a:tr>"
        for a, b in (("Year", "Cost"), ("2019", "5"))
    ) + "</a:tbl></a:graphic></p:graphicFrame>"  # fmt: skip
    got = extract(pptx([
        shape("First point", "Second point", holder="body") + shape("Working together for care", holder="ctrTitle") + shape("7", holder="sldNum"),
        "HIDDEN" + shape("unseen"),
        "<p:grpSp>" + shape("In a group") + shape("unseen too", hidden=True) + "</p:grpSp>" + table,
    ]))  # fmt: skip
    assert [got.text[each.start : each.end] for each in got.pages] == [
        "Working together for care\n\nFirst point\nSecond point", "", "In a group\n\nYear | Cost\n2019 | 5",
    ]  # fmt: skip
    assert (got.title, got.title_source) == ("Working together for care", "first slide")
    assert got.detail == "1 hidden slide left out"


def test_old_slides_read_the_same() -> None:
    got = extract(gzip.decompress((FILES / "slides.ppt.gz").read_bytes()))
    assert (got.kind, got.outcome, len(got.pages)) == ("ppt", "text", 4)
    assert got.text.startswith("Slide title 0 café\n\npoint one0\npoint two0\n\nnote words0")
    assert [(h.level, h.text, h.page) for h in got.headings][3] == (1, "Slide title 3 café", 4)


def test_an_old_word_document_reads_like_a_new_one() -> None:
    got = extract((FILES / "evaluation.doc").read_bytes())
    assert (got.kind, got.outcome, got.method) == ("doc", "text", "doc")
    assert got.text == (
        "Alliance contracting in Northshire: an evaluation\n\nPublished: 5 March 2019\n\nBackground and aims\n\n"
        "The council agreed – in its ‘own’ words – a café budget of £5 million.\n\nKept putinword and the shown link.\n\n"
        "first item\nsecond item\n\nYear | Cost | Note\n2019 | | none known\n\nWhat was found\n\nEnds page one.\n\n"
        "Łódź and 日本 on page two.\n\nA foot note on §4.\n\nAn end note."
    )
    assert [(h.level, h.text, h.page) for h in got.headings] == [
        (1, "Background and aims", 1),
        (2, "What was found", 1),
    ]
    assert (got.title, got.title_source, got.date) == (
        "Alliance contracting in Northshire: an evaluation",
        "title style",
        "2019-03-05",
    )
    assert len(got.pages) == 2


def old_word(version: int, flags: int, text: bytes) -> bytes:
    main = bytearray(4096)
    struct.pack_into("<HH6xH", main, 0, 0xA5DC, version, flags)
    struct.pack_into("<II", main, 0x18, 1024, 1024 + len(text))
    struct.pack_into("<2i", main, 0x34, len(text), 0)
    main[1024 : 1024 + len(text)] = text
    return compound({"WordDocument": bytes(main)})


def test_word_95_gives_its_bare_text() -> None:
    got = extract(old_word(104, 0, b"Caf\xe9 report\rYear\x07Cost\x07\x07" + PROSE.encode() + b"\r"))
    assert got.text == f"Café report\n\nYear | Cost\n\n{PROSE}"


def test_a_word_document_with_a_password_says_so() -> None:
    assert extract(old_word(193, 0x100, b"")).outcome == "encrypted"
    assert (
        extract(compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), name="a.docx").outcome
        == "encrypted"
    )


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Spend 2019"
    for row in (["Supplier", "Amount", "Share"], ["A Ltd", 1000.0, 0.25], ["B Ltd", None, True]):
        sheet.append(row)
    book.create_sheet("Notes")["C4"] = "A note on its own"
    hidden = book.create_sheet("Working")
    hidden["A1"], hidden.sheet_state = "unseen", "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_sheets_are_pages_with_their_names_and_hidden_ones_are_named_only() -> None:
    got = extract(workbook())
    assert [(each.label, got.text[each.start : each.end]) for each in got.pages] == [
        ("Spend 2019", "Supplier | Amount | Share\nA Ltd | 1000 | 0.25\nB Ltd | | TRUE"), ("Notes", "A note on its own"),
    ]  # fmt: skip
    assert (got.kind, got.outcome, got.detail) == ("xlsx", "text", "hidden sheets left out: Working")


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (r"{\rtf1\ansi Plain \b bold\b0\par Next\line line\par}", "Plain bold\n\nNext\nline"),
        (r"{\rtf1\ansi\ansicpg1252 caf\'e9 \u8364\'80 \uc2\u321\'3f\'3f\'f3d\u378 ??.\par}", "café € Łódź."),
        (r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 A;}{\f1\fcharset204 B;}}\f1\'cc\'e8\'f0\par}", "Мир"),
        (r"{\rtf1 a{\v hidden}b{\deleted struck}c{\*\unknown gone}d{\pict 0102ff}e\par}", "abcde"),
        (
            r"{\rtf1 {\header Head}Body{\footnote {\super 1} A note.}\par Last\par}",
            "Body\n\nLast\n\n1 A note.",
        ),
        (
            r"{\rtf1\trowd\intbl Year\cell Cost\cell\row\trowd\intbl 2019\cell\cell\row\pard After\par}",
            "Year | Cost\n2019 |\n\nAfter",
        ),
        (r"{\rtf1{\field{\*\fldinst HYPERLINK x}{\fldrslt shown}} here\par}", "shown here"),
        (r"{\rtf1{\listtext\'b7\tab}one\par{\listtext (b)\tab}two\par}", "one\n(b) two"),
        (r"{\rtf1 \u-10179?\u-8704?\emdash\~x\par}", "😀— x"),
        (r"{\rtf1 cut off in the mid", "cut off in the mid"),
    ],
)
def test_rich_text_gives_its_words(rtf: str, text: str) -> None:
    got = extract(rtf.encode("ascii"))
    assert (got.kind, got.outcome) == ("rtf", "text")
    assert got.text == text.removesuffix(" |").replace("2019 |\n", "2019\n")


def test_rich_text_names_its_headings_pages_and_title() -> None:
    got = extract(
        rb"{\rtf1{\stylesheet{\s0 Normal;}{\s3\outlinelevel1 Our Head;}{\s4 Title;}}{\info{\title The care strategy}{\author jsmith}"
        rb"{\creatim\yr2011\mo2\dy3}}{\pard\s4 A plan for care in Northshire\par}{\pard\s3 Aims\par}\pard words\par\page next\par}"
    )
    assert [(h.level, h.text, h.page) for h in got.headings] == [(2, "Aims", 1)]
    assert len(got.pages) == 2
    assert (got.title, got.date) == ("A plan for care in Northshire", None)
    assert any(c.value == "2011-02-03" and c.why == "the day the file was made" for c in got.claims)


def test_a_book_is_read_in_the_order_of_its_spine() -> None:
    def chapter(name: str, words: str) -> str:
        return f"<html xmlns='http://www.w3.org/1999/xhtml'><head><title>t</title></head><body><h1>{name}</h1><p>{words}</p></body></html>"

    book = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Care together</dc:title>'
        "<dc:creator>A. Writer</dc:creator><dc:date>2019-03</dc:date><dc:publisher>The Fund</dc:publisher></metadata><manifest>"
        '<item id="b" href="two%20b.xhtml"/><item id="a" href="one.xhtml"/><item id="n" href="nav.xhtml" properties="nav"/></manifest>'
        '<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="lost"/></spine></package>'
    )
    got = extract(zipped({
        "mimetype": "application/epub+zip", "META-INF/container.xml": '<container><rootfile full-path="OPS/x.opf"/></container>',
        "OPS/x.opf": book, "OPS/one.xhtml": chapter("First", "alpha"), "OPS/two b.xhtml": chapter("Second", "beta"), "OPS/nav.xhtml": chapter("Nav", "x"),
    }, packed=False))  # fmt: skip
    assert [got.text[each.start : each.end] for each in got.pages] == ["First\n\nalpha", "Second\n\nbeta"]
    assert (got.title, got.date, got.authors, got.publisher) == (
        "Care together",
        "2019-03",
        ("A. Writer",),
        "The Fund",
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_of_plain_text_has_its_cells_parted_whatever_parts_them(delimiter: str) -> None:
    rows = [["Name", "Town", "Cost"], ['"A, B; C|D\tLtd"', "Łódź", "5"], ["E", '"two\nlines"', ""]]
    data = "\n".join(delimiter.join(row) for row in rows)
    got = extract(data.encode("utf-16"), name="spend.csv")
    assert got.text == "Name | Town | Cost\nA, B; C|D Ltd | Łódź | 5\nE | two lines"


def test_a_huge_text_is_cut_and_said() -> None:
    got = extract(b"word " * 100_000, max_chars=1_000)
    assert (len(got.text), got.detail) == (1_000, "text cut after 1,000 characters")


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"\xff\xd8\xff\xe0" + b"\0" * 40, b"II*\x00" + b"\0" * 40]
)
def test_a_picture_waits_for_ocr(data: bytes) -> None:
    got = extract(data)
    assert (got.outcome, got.unread_pages) == ("needs-ocr", (1,))
