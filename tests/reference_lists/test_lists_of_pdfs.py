"""Reference lists of PDFs, in every layout that reports have."""

from __future__ import annotations

from typing import Any

import pytest

from harvest.reference_lists import references_of
from tests.reference_lists.made import PROSE, REFERENCES, Setter, list_pdf, notes_pdf

LAYOUTS: dict[str, dict[str, Any]] = {
    "hanging indents": {"hanging": 18},
    "hanging indents in two columns": {"hanging": 14, "columns": 2},
    "hanging indents in three columns": {"hanging": 10, "columns": 3, "size": 8},
    "first lines indented": {"first": 16},
    "space between entries": {"gap": 6},
    "space between entries in two columns": {"gap": 5, "columns": 2},
    "nothing but words between entries": {},
    "numbers in brackets": {"number": "[{}]"},
    "numbers in round brackets": {"number": "({})"},
    "numbers with a full stop": {"number": "{}.", "hanging": 18},
    "numbers in the margin": {"number": "{}.", "aside": True},
    "numbers in the margin in two columns": {"number": "[{}]", "aside": True, "columns": 2},
    "numbers alone in the margin in two columns": {"number": "{}", "aside": True, "columns": 2},
    "a running head": {"hanging": 18, "head": "Integrated care 2014", "prose": 9},
    "nothing after the list": {"hanging": 18, "after": ""},
    "a list at the end of each chapter": {"number": "{}.", "aside": True, "chapters": 3},
    "endnotes": {"number": "{}.", "heading": "Endnotes"},
    "notes": {"number": "{}", "aside": True, "heading": "Notes"},
    "a numbered heading": {"hanging": 18, "heading": "7. References"},
    "further reading": {"hanging": 18, "heading": "Sources and further reading"},
}


def words(data: bytes) -> list[str]:
    return [each.text for each in references_of(data) if each.where != "link"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_reference_of_a_list_is_found_whole_and_nothing_else(layout: str) -> None:
    assert words(list_pdf(**LAYOUTS[layout])) == list(REFERENCES)


NOTES: dict[str, dict[str, Any]] = {
    "small type below a rule": {},
    "small type": {"rule": False},
    "raised numbers": {"raised": True},
    "the type of the text below a rule": {"size": 11},
    "the type of the text and no rule": {"size": 11, "rule": False},
    "numbers with a full stop": {"dot": True},
}


@pytest.mark.parametrize("layout", NOTES)
def test_publications_in_notes_at_page_feet_are_found_with_number_and_page(layout: str) -> None:
    found = references_of(notes_pdf(**NOTES[layout]))
    assert [each.text for each in found] == list(REFERENCES)
    assert [each.number for each in found] == [str(count) for count in range(1, 13)]
    assert [each.page for each in found] == [1 + count // 3 for count in range(12)]
    assert {each.where for each in found} == {"footnote"}


def test_a_note_that_only_explains_is_no_reference() -> None:
    notes = [
        "This was agreed by the board in the spring.",
        "See also the section on budgets below.",
        REFERENCES[0],
    ]
    assert words(notes_pdf(notes)) == [REFERENCES[0]]


def test_two_publications_in_one_note_are_two_references() -> None:
    assert words(notes_pdf([f"See {REFERENCES[0]}; {REFERENCES[5]}"])) == [REFERENCES[0], REFERENCES[5]]


def test_roman_numbers_are_list_numbers() -> None:
    setter = Setter()
    setter.heading("Endnotes")
    for number, entry in zip(("i", "ii", "iii", "iv", "v", "vi"), REFERENCES, strict=False):
        setter.paragraph(f"{number} {entry}")
    found = references_of(setter.done())
    assert [(each.number, each.text) for each in found] == list(
        zip(("i", "ii", "iii", "iv", "v", "vi"), REFERENCES, strict=False)
    )


def test_what_stands_below_the_notes_is_none_of_them() -> None:
    setter = Setter(size=11)
    setter.paragraph(PROSE + " Agreed.1", gap=8)
    setter.show("1 " + REFERENCES[1], 60, 120, 8)
    setter.show("What: review the policy. Who: the authority, in 2020.", 60, 80, 8)
    assert words(setter.done()) == [REFERENCES[1]]


def test_a_line_under_a_link_is_no_rule_above_notes() -> None:
    setter = Setter(size=11)
    setter.paragraph(PROSE + " Agreed.1 Noted.2", gap=8)
    setter.canvas.line(60, 115, 200, 115)
    setter.show("1 " + REFERENCES[1], 60, 100, 11)
    setter.canvas.line(60, 99, 160, 99)
    setter.show("2 " + REFERENCES[7], 60, 80, 11)
    assert words(setter.done()) == [REFERENCES[1], REFERENCES[7]]


def test_running_text_after_a_list_without_a_heading_is_none_of_it() -> None:
    setter = Setter()
    setter.heading("References")
    for count, entry in enumerate(REFERENCES, 1):
        setter.paragraph(f"[{count}] {entry}")
    setter.y -= 14
    setter.paragraph(PROSE)
    assert words(setter.done()) == list(REFERENCES)


def test_notes_with_more_words_than_the_text_of_the_page_are_notes() -> None:
    setter = Setter(size=11)
    setter.paragraph("The board agreed.1 It noted the report.2 It asked for more.3", gap=8)
    setter.show("1 " + REFERENCES[1], 60, 120, 8)
    setter.show("2 " + REFERENCES[7], 60, 105, 8)
    setter.show(
        "3 Association of Plumbers, Of those who came: annual survey (AoP, 2011), table 9.", 60, 90, 8
    )
    assert words(setter.done()) == [
        REFERENCES[1],
        REFERENCES[7],
        "Association of Plumbers, Of those who came: annual survey (AoP, 2011), table 9.",
    ]


def test_an_archived_address_is_put_together_again() -> None:
    setter = Setter()
    setter.heading("References")
    setter.line("[1] Evans, R. (2003) Contracts. Available at: https://webarchive.test/20170702200102/")
    setter.line("https://www.example.gov.uk/contracts.pdf")
    setter.line("[2] Brown, K. (2018) Care. Leeds: Press.")
    assert words(setter.done())[0].endswith(
        "https://webarchive.test/20170702200102/https://www.example.gov.uk/contracts.pdf"
    )


def test_a_note_goes_on_at_the_foot_of_the_next_page() -> None:
    setter = Setter(size=11)
    setter.paragraph(PROSE + " Agreed.1", gap=8)
    setter.show("1 Evans, R. (2003) Contracting out and the", 60, 70, 8)
    setter.new_page()
    setter.paragraph(PROSE + " Noted.2", gap=8)
    setter.show("councils. Bristol: Severn University Press.", 60, 80, 8)
    setter.show("2 " + REFERENCES[7], 60, 70, 8)
    assert words(setter.done()) == [
        "Evans, R. (2003) Contracting out and the councils. Bristol: Severn University Press.",
        REFERENCES[7],
    ]


def test_pages_numbers_and_headings_are_kept() -> None:
    found = references_of(list_pdf(number="[{}]", prose=10, chapters=2))
    assert [each.number for each in found] == [str(count) for count in (1, 2, 3, 4, 5, 6) * 2]
    assert {each.heading for each in found} == {"References"}
    assert found[0].page is not None and found[-1].page is not None and found[-1].page > found[0].page


def test_numbered_paragraphs_of_a_report_are_no_notes() -> None:
    setter = Setter(size=11)
    for _ in range(5):
        setter.paragraph(PROSE, gap=8)
    for count in range(1, 16):
        setter.paragraph(f"{count}. In 2015 the Council agreed a report on the budget. {PROSE[:150]}", gap=8)
    assert words(setter.done()) == []


def test_a_table_of_contents_is_no_list() -> None:
    setter = Setter()
    setter.heading("References")
    for count in range(1, 14):
        setter.line(f"{count}. The plan of the council, London: Press, 2015 {'.' * 40} {count * 3}")
    setter.paragraph(PROSE)
    assert words(setter.done()) == []


def test_an_address_that_runs_over_into_the_next_column_leaves_the_columns_apart() -> None:
    long = (
        "https://www.example.gov.uk/sites/default/files/a-very-long-address-without-any-break-2019-final.pdf"
    )
    setter = Setter(columns=2)
    setter.heading("References")
    for count in range(1, 40):
        setter.paragraph(
            f"{count}. Author{count}, A. (2010) Title number {count} of the series. London: Press."
        )
        if count == 3:
            setter.line(long)
    found = words(setter.done())
    assert len(found) == 39
    assert found[2] == f"Author3, A. (2010) Title number 3 of the series. London: Press. {long}"


def test_hyphens_of_line_ends_stay_where_a_document_breaks_no_words() -> None:
    setter = Setter()
    setter.heading("References")
    for text in (
        "[1] Brown, K. (2018) Place-",
        "based working. Leeds: Press.",
        "[2] Co-",
        "operatives UK (2009) Shares. London: UK.",
    ):
        setter.line(text)
    assert words(setter.done()) == [
        "Brown, K. (2018) Place-based working. Leeds: Press.",
        "Co-operatives UK (2009) Shares. London: UK.",
    ]


def test_hyphens_of_line_ends_go_where_a_document_breaks_words() -> None:
    setter = Setter()
    for _ in range(12):
        for text in ("the committee asked about com-", "missioning and the con-", "tract of the service"):
            setter.line(text)
    setter.heading("References")
    for text in (
        "[1] Brown, K. (2018) Alliance contract-",
        "ing. Leeds: Press.",
        "[2] Evans, R. (2003) Commis-",
        "sioning now. Hull: Press.",
    ):
        setter.line(text)
    assert words(setter.done()) == [
        "Brown, K. (2018) Alliance contracting. Leeds: Press.",
        "Evans, R. (2003) Commissioning now. Hull: Press.",
    ]


def test_a_link_in_the_text_keeps_its_words_and_one_in_a_list_belongs_to_its_entry() -> None:
    setter = Setter()
    setter.line("Read the annual plan before you go on.")
    y = setter.y
    setter.canvas.linkURL("https://example.org/plan", (75, y - 2, 165, y + 9))
    setter.heading("References")
    for count in range(1, 4):
        setter.line(f"[{count}] Author{count}, A. (2010) Title number {count}. London: Press.")
        setter.canvas.linkURL(f"https://example.org/{count}", (60, setter.y - 2, 300, setter.y + 9))
    found = references_of(setter.done())
    assert [each.url for each in found if each.where == "list"] == [
        f"https://example.org/{n}" for n in (1, 2, 3)
    ]
    [link] = [each for each in found if each.where == "link"]
    assert link.url == "https://example.org/plan" and "annual plan" in link.text and link.page == 1


def test_a_title_with_publisher_and_year_in_the_text_is_a_mention() -> None:
    setter = Setter()
    setter.paragraph(
        'The review followed "Integrated care in rural districts" (Rowan Foundation, 2014) and was told that it "went '
        'well and was liked by all who came" in the end.'
    )
    [found] = references_of(setter.done())
    assert found.text == '"Integrated care in rural districts" (Rowan Foundation, 2014)'
    assert (found.where, found.page) == ("inline", 1)
