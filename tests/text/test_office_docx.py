from __future__ import annotations

import pytest

from harvest.text import Extracted, extract
from tests.text.made import PROSE
from tests.text.office_made import docx, notes, para, rel, style, unzipped, zipped

BREAK = '<w:r><w:br w:type="page"/></w:r>'
RENDERED = "<w:r><w:lastRenderedPageBreak/></w:r>"


def read(body: str, **parts: object) -> Extracted:
    return extract(docx(body, **parts), name="a.docx")  # type: ignore[arg-type]


def cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(paragraphs)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_paragraphs_lists_and_tables_stand_in_reading_order() -> None:
    item = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    got = read(
        para("One", " and ", "two.") + para("first", inside=item) + para("second", inside=item)
        + table(cell(para("Year")) + cell(para("Cost")), cell(para("2019")) + cell(para("£5"), para("million"))) + para("After.")
    )  # fmt: skip
    assert (got.outcome, got.kind, got.method) == ("text", "docx", "docx")
    assert got.text == "One and two.\n\nfirst\nsecond\n\nYear | Cost\n2019 | £5 million\n\nAfter."


def test_what_is_struck_out_or_hidden_is_left_out_and_what_is_put_in_is_kept() -> None:
    run = "<w:r>{}<w:t>{}</w:t></w:r>".format
    gone = (
        "<w:del><w:r><w:delText>struck</w:delText><w:t>out</w:t></w:r></w:del><w:moveFrom>"
        + run("", "moved")
        + "</w:moveFrom>"
    )
    got = read(
        para("Kept ", gone, "<w:ins>" + run("", "put in") + "</w:ins>", run("<w:rPr><w:vanish/></w:rPr>", "secret"),
             run('<w:rPr><w:vanish w:val="0"/></w:rPr>', " shown"), run('<w:rPr><w:rStyle w:val="H"/></w:rPr>', "veiled"))
        + f"<w:ins>{para('A whole paragraph put in.')}</w:ins>" + para("In a hidden style", style="Hid"),
        styles=style("H", "Veil", "<w:rPr><w:vanish/></w:rPr>", kind="character") + style("Hid", "Hid", "<w:rPr><w:vanish/></w:rPr>"),
    )  # fmt: skip
    assert got.text == "Kept put in shown\n\nA whole paragraph put in."


def test_fields_give_what_they_show() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>inner instruction</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert read(para("Contents ", field, ".")).text == "Contents 12."


def test_notes_come_at_the_end_in_the_order_of_the_text() -> None:
    refer = '<w:r><w:{}Reference w:id="{}"/></w:r>'.format
    got = read(
        para("First", refer("footnote", 2), " second", refer("footnote", 1), refer("endnote", 1)) + para("Last paragraph."),
        parts={
            "word/footnotes.xml": notes("footnote", "See the report of 2018.", "Ibid."),
            "word/endnotes.xml": notes("endnote", "An end note."),
        },
    )  # fmt: skip
    assert got.text == "First second\n\nLast paragraph.\n\nIbid.\n\nSee the report of 2018.\n\nAn end note."


def test_a_text_box_is_read_once() -> None:
    box = (
        f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>{para('In the box')}</w:txbxContent></wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{para('In the box')}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert read(para("Around", box)).text == "Around\n\nIn the box"


def test_headers_footers_and_comments_are_no_text() -> None:
    got = read(para("Body", '<w:r><w:commentReference w:id="0"/></w:r>'), parts={
        "word/header1.xml": para("HEAD"), "word/comments.xml": para("REMARK")})  # fmt: skip
    assert got.text == "Body"


def test_headings_are_told_by_level_whatever_the_language_of_the_styles() -> None:
    level = "<w:pPr><w:outlineLvl w:val='{}'/></w:pPr>".format
    got = read(
        para("Erstes", style="berschrift1") + para("Own style", style="Mine") + para("Text") + para("Unnamed level", inside='<w:outlineLvl w:val="2"/>')
        + para("Called back", style="berschrift1", inside='<w:outlineLvl w:val="9"/>'),
        styles=style("berschrift1", "heading 1", level(0)) + style("Mine", "Council Head", based="berschrift1"),
    )  # fmt: skip
    assert [(h.level, h.text, h.page) for h in got.headings] == [
        (1, "Erstes", 1),
        (1, "Own style", 1),
        (3, "Unnamed level", 1),
    ]


def test_pages_end_where_word_ended_them_and_paragraphs_stay_whole() -> None:
    got = read(
        para("Page one", BREAK) + para(RENDERED, "Page two begins ", RENDERED, "and ends on three.") + para("Page three")
        + para("Four", inside="<w:pageBreakBefore/>")
    )  # fmt: skip
    assert [got.text[p.start : p.end] for p in got.pages] == [
        "Page one", "Page two begins and ends on three.", "Page three", "Four",
    ]  # fmt: skip
    assert [p.number for p in got.pages] == [1, 2, 3, 4]


def test_a_table_that_frames_the_whole_text_keeps_its_paragraphs() -> None:
    inner = table(cell(para("a")) + cell(para("b")))
    got = read(table(cell(para("One."), para("Two."), inner)))
    assert got.text == "One.\n\nTwo.\n\na | b"


def test_the_title_as_printed_goes_before_that_of_the_file() -> None:
    core = "<dc:title>Microsoft Word - final v3.docx</dc:title><dc:creator>jsmith</dc:creator><dcterms:created>2011-02-03T00:00:00Z</dcterms:created>"
    got = read(
        para("Alliance contracting in Northshire: an evaluation", style="T") + para("Published: 5 March 2019") + para(PROSE),
        styles=style("T", "Title"), core=core,
    )  # fmt: skip
    assert (got.title, got.title_source) == (
        "Alliance contracting in Northshire: an evaluation",
        "title style",
    )
    assert got.date == "2019-03-05"
    assert got.authors == ()
    passed = {(c.field, c.value): c.why for c in got.claims if c.why}
    assert ("title", "Microsoft Word - final v3.docx") in passed
    assert passed["date", "2011-02-03"] == "the day the file was made"


def test_a_file_that_says_nothing_of_its_day_has_none() -> None:
    got = read(para(PROSE), core="<dcterms:created>2011-02-03T00:00:00Z</dcterms:created>")
    assert (got.title, got.date) == (None, None)


def test_the_largest_type_is_the_title_where_no_style_says_so() -> None:
    big = '<w:r><w:rPr><w:sz w:val="48"/></w:rPr><w:t>Commissioning together: a strategy for care</w:t></w:r>'
    got = read(para("Agenda item 7") + para(big) + "".join(para(PROSE) for _ in range(6)))
    assert (got.title, got.title_source) == ("Commissioning together: a strategy for care", "largest type")


def test_strict_documents_read_the_same() -> None:
    usual, strict = (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    parts = {name: part.replace(usual, strict) for name, part in unzipped(docx(para("Strict words"))).items()}
    assert extract(zipped(parts)).text == "Strict words"


def test_a_web_page_in_place_of_the_text_is_read() -> None:
    page = f"<html><body><main><h1>Report</h1><p>{PROSE}</p></main></body></html>"
    got = read(
        '<w:altChunk r:id="rIdA"/>',
        rels=rel("rIdA", "aFChunk", "afchunk.htm"),
        parts={"word/afchunk.htm": page},
    )
    assert "alliance contracting would be tried" in got.text


def test_a_document_embedded_as_an_object_is_read_and_a_workbook_named() -> None:
    got = read(para("Outer"), parts={
        "word/embeddings/Annex.docx": docx(para("Words of the annex")), "word/embeddings/Microsoft_Excel_Sheet1.xlsx": b"PK"})  # fmt: skip
    assert [(p.label, got.text[p.start : p.end]) for p in got.pages] == [
        (None, "Outer"),
        ("Annex.docx", "Words of the annex"),
    ]
    assert got.detail == "1 embedded workbook not read"


def test_text_beyond_the_limit_is_cut_and_said() -> None:
    got = extract(docx("".join(para(PROSE) for _ in range(40))), max_chars=500)
    assert len(got.text) <= 500
    assert got.detail == "text cut after 500 characters"
    assert got.pages[-1].end == len(got.text)


@pytest.mark.parametrize("missing", ["word/styles.xml", "word/_rels/document.xml.rels"])
def test_what_is_only_good_to_have_may_be_missing(missing: str) -> None:
    parts = unzipped(docx(para("Heading", style="Heading1") + para("Words")))
    del parts[missing]
    got = extract(zipped(parts))
    assert got.text == "Heading\n\nWords"
    assert [h.level for h in got.headings] == [1]
