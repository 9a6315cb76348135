"""The same references come out of every format, and what is damaged in a file costs no other reference."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from harvest.errors import GreylitError
from harvest.references import Entry, Fault, ReferenceFile, read_bytes
from tests.references import samples

TITLE = "The theory and practice of integrative health care governance"
EVERY = {
    "ris": samples.RIS, "bibtex": samples.BIBTEX, "endnote-xml": samples.ENDNOTE, "web-of-science": samples.WOS, "pubmed": samples.PUBMED,
    "csl-json": samples.CSL,
}  # fmt: skip
TABLES = {
    "Zotero": samples.ZOTERO,
    "Publish or Perish": samples.SCHOLAR,
    "Scopus": samples.SCOPUS,
    "Rayyan": samples.RAYYAN,
    "Covidence": samples.COVIDENCE,
}


def packed(*names: str) -> bytes:
    """A ZIP archive with parts of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        for name in names:
            whole.writestr(name, "<x/>")
    return out.getvalue()


def read(text: str, name: str = "search") -> ReferenceFile:
    return read_bytes(text.encode(), name)


def fault(found: ReferenceFile, words: str) -> Fault:
    return next(each for each in found.faults if words in each.says)


@pytest.mark.parametrize("name", [*EVERY, *TABLES])
def test_every_format_gives_the_same_reference(name: str) -> None:
    found = read(EVERY.get(name) or TABLES[name])
    entry = found.entries[0]
    assert found.format == (name if name in EVERY else "table")
    assert entry.title.rstrip(".") == TITLE
    assert entry.year == 2017
    assert entry.doi == "10.1108/jica-10-2016-0035"
    assert entry.doc_type == (
        "journal article" if name not in ("Publish or Perish", "Rayyan", "Covidence") else None
    )
    assert (entry.container or "").casefold() == "journal of integrated care"
    assert (entry.volume, entry.issue, entry.pages) == ("25", "1", "61-72")
    assert entry.authors[0] in ("Gauld, Robin", "R Gauld")
    assert entry.line > 0


@pytest.mark.parametrize("name", [*EVERY, *TABLES])
def test_a_format_is_told_by_what_is_in_the_file(name: str) -> None:
    text = EVERY.get(name) or TABLES[name]
    assert read(text, "wrong.pdf") == read(text, "x") == read(text, "wrong.ris")


def second(name: str) -> Entry:
    found = read(EVERY.get(name) or TABLES[name])
    assert len(found.entries) == 2
    return found.entries[1]


def test_bibtex_values_are_text_and_addresses_are_not_decoded() -> None:
    first = read(samples.BIBTEX).entries[0]
    assert first.abstract == "How alliances govern 50% of care & more."
    assert first.line == 4
    entry = second("bibtex")
    assert entry.title == "Alliance contracting"
    assert entry.authors == ("The King's Fund", "Müller, Jérôme")
    assert entry.url == "https://www.kingsfund.org.uk/alliance_contracting?a=1&b=2"
    assert (entry.date, entry.number, entry.publisher, entry.doc_type, entry.id) == (
        "2014-11",
        "TR-7",
        "The King's Fund",
        "report",
        "kf2014",
    )


def test_endnote_keeps_styles_out_and_the_number_of_a_record_in() -> None:
    entry = second("endnote-xml")
    assert entry.authors == ("The King's Fund",)
    assert (entry.date, entry.accessed, entry.doc_type, entry.urls) == (
        "2014-11-05",
        "2026-11-03",
        "report",
        ("https://www.kingsfund.org.uk/alliance",),
    )
    assert read(samples.ENDNOTE).faults == ()


def test_web_of_science_joins_wrapped_lines_and_takes_the_month_from_its_field() -> None:
    first = read(samples.WOS).entries[0]
    assert (first.abstract, first.date, first.keywords, first.id) == (
        "How alliances govern.",
        "2017-02-15",
        ("alliance", "governance"),
        "WOS:000393852800007",
    )
    entry = second("web-of-science")
    assert (entry.authors, entry.isbn, entry.doc_type) == (("Ham, C", "Smith, J"), "9781447149996", "book")


def test_pubmed_takes_full_names_and_bodies() -> None:
    assert read(samples.PUBMED).entries[0].authors == ("Gauld, Robin",)
    assert read(samples.PUBMED).entries[0].date == "2017-02-15"
    assert second("pubmed").authors == ("The King's Fund",)
    assert (second("pubmed").year, second("pubmed").doc_type) == (2014, "report")


def test_csl_takes_bodies_whole_and_has_a_line_for_each_item() -> None:
    entry = second("csl-json")
    assert (entry.authors, entry.date, entry.line) == (("The King's Fund",), "2014-11-05", 7)


def test_tables_split_names_as_their_programs_join_them() -> None:
    assert read(samples.ZOTERO).entries[0].authors == ("Gauld, Robin", "Horsburgh, Simon")
    assert read(samples.SCOPUS).entries[0].authors == ("Gauld, Robin", "Horsburgh, Simon")
    assert read(samples.RAYYAN).entries[0].authors == ("Gauld, Robin", "Horsburgh, Simon")
    assert read(samples.SCHOLAR).entries[0].authors == ("R Gauld", "S Horsburgh")
    assert second("Rayyan").authors == ("Department of Health and Social Care",)


def test_tables_have_lines_and_dates() -> None:
    entry = second("Zotero")
    # The abstract of the first row has a line end in it.
    assert (entry.line, entry.date, entry.accessed, entry.doc_type) == (
        4,
        "2014-11-05",
        "2026-11-03",
        "report",
    )
    assert (second("Rayyan").date, read(samples.RAYYAN).entries[0].date) == ("2014", "2017-02")


def test_what_google_scholar_cuts_off_is_told() -> None:
    found = read(samples.SCHOLAR)
    assert found.entries[1].authors == ("C Ham",)
    assert {each.field for each in found.faults if each.line == 3} == {"Authors", "Title", "Year"}


def test_a_workbook_is_read_like_a_table() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Search of 3 November"],
        ["Title", "Authors", "Year", "URL"],
        ["A plan", "Smith, J.", 2019, "https://a.test"],
    ):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    found = read_bytes(stream.getvalue(), "x")
    entry = found.entries[0]
    assert (found.format, entry.title, entry.year, entry.line, entry.url) == (
        "table",
        "A plan",
        2019,
        3,
        "https://a.test",
    )


# ---- damage


def test_a_quotation_mark_that_is_not_closed_swallows_no_row() -> None:
    text = 'Title,Year\nOne,2010\n"Two,2011\nThree,2012\nFour,2013\n'
    found = read(text)
    assert [entry.title for entry in found.entries][0::2] == ["One", "Three"]
    assert found.entries[-1].title == "Four"
    assert fault(found, "quotation mark is not closed").line == 3


def test_a_row_with_too_many_columns_is_told_and_read() -> None:
    found = read("Title,Year\nOne, two,2010\nThree,2012\n")
    assert len(found.entries) == 2
    assert fault(found, "3 columns where the header has 2").line == 2


def test_damaged_bibtex_costs_no_other_reference() -> None:
    text = "@article{a, title = {One}, year = 2010}\n@article{b,\n title = {Two, year = 2011\n}\n@book{c, title = {Three}, year = 2012}\n@misc{d, title = {Four}, year = {20"
    found = read(text)
    assert [entry.id for entry in found.entries] == ["a", "b", "c", "d"]
    assert [entry.title.partition(",")[0] for entry in found.entries] == ["One", "Two", "Three", "Four"]
    assert [each.line for each in found.faults if "damaged" in each.says] == [2, 6]


def test_bibtex_of_one_key_twice_and_of_brackets_closed_too_early_is_all_read() -> None:
    found = read(
        "@misc{a, title = {One}, year = 2010}\n@misc{a, title = {Two}},\n year = 2011\n}\n@misc{b, title = {Three}, title = {Four}, year = 2012}\n"
    )
    assert [(entry.title, entry.year) for entry in found.entries] == [
        ("One", 2010),
        ("Two", 2011),
        ("Three", 2012),
    ]
    assert fault(found, "stands a second time in the file").line == 2
    assert fault(found, "closes too early").line == 3
    assert fault(found, "title stands a second time").line == 5


def test_endnote_that_was_cut_off_gives_what_is_before_the_cut() -> None:
    cut = samples.ENDNOTE[: samples.ENDNOTE.index("<dates><year>2014")]
    found = read(cut)
    assert [entry.title for entry in found.entries] == [TITLE, "Alliance contracting"]
    assert fault(found, "damaged or cut off").line == 8
    found = read(samples.ENDNOTE[: samples.ENDNOTE.index("<record><rec-number>2")])
    assert len(found.entries) == 1
    assert fault(found, "cut off")


def test_a_damaged_record_of_endnote_costs_no_other() -> None:
    broken = samples.ENDNOTE.replace(
        "<pages><style>61-72</style></pages>", "<pages><style>61-72</pages>"
    ).replace("Alliance contracting", "Alliance & contracting&nbsp;\x07")
    found = read(broken)
    assert [entry.title for entry in found.entries] == [TITLE, "Alliance & contracting"]
    assert fault(found, "damaged or cut off").line == 2
    assert fault(found, "bare").line == 10
    assert fault(found, "XML forbids").line == 10


def test_endnote_with_entities_of_its_own_expands_none() -> None:
    text = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><xml><records><record><ref-type name="Report">27</ref-type><titles><title>T &a;</title></titles></record></records></xml>'
    try:
        found = read(text)
    except GreylitError:
        return
    assert all("aaaa" not in entry.title for entry in found.entries)


def test_web_of_science_without_ends_is_read_to_its_end() -> None:
    found = read(samples.WOS.replace("\nER\n\nPT B", "\nPT B").replace("\nER\n\nEF", ""))
    assert [entry.title for entry in found.entries] == [TITLE, "Alliance contracting"]
    assert fault(found, "has no ER").line == 23
    assert fault(found, "may be cut off")


def test_a_damaged_item_of_csl_costs_no_other() -> None:
    found = read(samples.CSL.replace('"volume": 25,', '"volume": 25 oops,'))
    assert [entry.title for entry in found.entries] == [TITLE, "Alliance contracting"]
    assert fault(found, "is damaged").line == 2
    cut = read(samples.CSL[: samples.CSL.index('"publisher"')])
    assert [entry.title for entry in cut.entries] == [TITLE, "Alliance contracting"]
    assert fault(cut, "may be cut off")


def test_csl_may_be_an_object_with_items_or_one_item_a_line() -> None:
    items = '{"type": "report", "title": "One", "issued": {"raw": "2010"}}\n{"type": "book", "title": "Two", "issued": {"literal": "2011"}}'
    assert [entry.year for entry in read(items).entries] == [2010, 2011]
    held = (
        '{"version": 1, "items": ['
        + items.replace("}}\n", "}},\n")
        + '], "other": {"title": "no reference"}}'
    )
    assert [entry.title for entry in read(held).entries] == ["One", "Two"]


# ---- files that are none


@pytest.mark.parametrize(
    ("data", "name", "title"),
    [
        (b"%PDF-1.4\n1 0 obj\nendobj\nstream", "Kings_Fund-alliance_2014.pdf", "Kings Fund alliance 2014"),
        (
            b"<!DOCTYPE html><html><head><style>@media{a,b}</style></head><body>TY  - RPRT</body></html>",
            "page.html",
            "page",
        ),
        (packed("[Content_Types].xml", "word/document.xml"), "Plan 2019.docx", "Plan 2019"),
    ],
    ids=["PDF", "HTML", "Word"],
)
def test_a_document_is_one_entry_named_after_its_file(data: bytes, name: str, title: str) -> None:
    found = read_bytes(data, name)
    assert (found.format, [entry.title for entry in found.entries], found.faults) == ("document", [title], ())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n \n",
        b"just some words, and more",
        b"PK\x03\x04other",
        b"PK\x03\x04xl/broken",
        b"\x89PNG\r\n\x1a\n",
        b'{"a": 1}',
        b"Name,Year\nA,2010\n",
        b"[" + b'{"title": "x", ' * 20_000,
    ],
)
def test_a_file_in_which_nothing_can_be_read_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(GreylitError) as raised:
        read_bytes(data, "search.ris")
    assert raised.value.code == "REFERENCES_INVALID"
    assert "search.ris" in raised.value.message
    assert raised.value.hint


def test_columns_that_are_empty_at_the_end_of_a_row_are_no_fault() -> None:
    found = read("No\tTitle\tAuthors\tYear\n1\tA plan\tSmith, J.; Jones, A.\t2019\t\t\n")
    assert (found.entries[0].title, found.entries[0].authors, found.entries[0].issue) == (
        "A plan",
        ("Smith, J.", "Jones, A."),
        None,
    )
    assert found.faults == ()


def test_the_names_of_columns_may_come_after_other_lines_and_in_any_case() -> None:
    found = read(
        "sep=;\nSearch of 3 November\nTITLE;Year;Web address\nA plan; with care;2019;https://a.test\n".replace(
            "plan; with", "plan, with"
        )
    )
    assert [(each.title, each.year, each.url, each.line) for each in found.entries] == [
        ("A plan, with care", 2019, "https://a.test", 4)
    ]
