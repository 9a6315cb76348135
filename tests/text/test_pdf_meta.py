"""Title, date, authors and publisher of PDFs, each with its source, and what was passed over and why."""

from __future__ import annotations

import random

import pytest

from harvest.text.model import Claim
from harvest.text.pdf import extract_pdf
from harvest.text.pdfs.date import printed_date
from harvest.text.pdfs.meta import Line, pdf_meta
from harvest.text.pdfs.people import is_junk_author
from harvest.text.pdfs.title import is_junk_title
from tests.text import first_pages, first_pages_more, first_pages_second, unseen_pages
from tests.text.first_pages import made_pages
from tests.text.made_sheets import Facts, FirstPage, Sheet


def facts() -> Facts:
    return Facts(random.Random(1), "Anytown", "Carers", 2019, 3, 5, ["Jane Okafor", "Peter Lindqvist"])


def passed_over(claims: tuple[Claim, ...], field: str) -> dict[str, str]:
    return {claim.value: claim.why for claim in claims if claim.field == field and claim.why is not None}


def letters(text: str | None) -> str:
    return "".join(filter(str.isalnum, (text or "").casefold()))


def shares(pages: list[FirstPage]) -> tuple[float, float, float]:
    """Return the shares of titles right, of dates right, and of undated files with a date."""
    read = [(page, extract_pdf(page.data)) for page in pages]
    titles = [letters(got.title) in {letters(title) for title in page.titles} for page, got in read]
    dates = [got.date == page.date for page, got in read if page.date]
    claimed = [got.date is not None for page, got in read if not page.date]
    return sum(titles) / len(titles), sum(dates) / len(dates), sum(claimed) / len(claimed)


def test_titles_and_dates_of_the_pages_that_rules_were_tried_on_are_right() -> None:
    titles, dates, claimed = shares(
        made_pages(
            (*first_pages.TEMPLATES, *first_pages_more.TEMPLATES, *first_pages_second.TEMPLATES),
            each=2,
            seed=1,
        )
    )
    assert titles >= 0.95
    assert dates >= 0.95
    assert claimed <= 0.05


def test_titles_and_dates_of_pages_that_no_rule_was_made_for_are_mostly_right() -> None:
    titles, dates, claimed = shares(made_pages(unseen_pages.TEMPLATES, each=2, seed=1))
    assert titles >= 0.8
    assert dates >= 0.8
    assert claimed <= 0.1


@pytest.mark.parametrize(
    "junk",
    [
        "Microsoft Word - final v3.docx", "cover_v2.indd", "untitled", "Document1", "2019-report-final", "Agenda", "DRAFT", "OFFICIAL",
        "OFFICIAL - SENSITIVE", "Agenda item 7", "Report", "Appendix A", "[Insert title here]", "PowerPoint Presentation", "", "...",
        "Executive summary", "Strategy v2.3", "https://www.example.org/a", "C:\\Users\\jb\\plan.doc",
    ],
)  # fmt: skip
def test_names_of_files_programs_and_parts_are_no_titles(junk: str) -> None:
    assert is_junk_title(junk)


@pytest.mark.parametrize(
    "title",
    [
        "Review of alliance contracting", "Green Paper", "West Sussex Joint Dementia Strategy 2020 - 2023", "Carers",
        "Integrated care: what next?", "Evidence-based commissioning", "Summary of responses", "Contract award: home care",
    ],
)  # fmt: skip
def test_titles_are_not_taken_for_junk(title: str) -> None:
    assert not is_junk_title(title)


@pytest.mark.parametrize(
    ("line", "date", "source"),
    [
        ("Published: 5 March 2019", "2019-03-05", "label"),
        ("Date of meeting: 14 September 2021", "2021-09-14", "label"),
        ("Date: 14/09/21", "2021-09-14", "label"),
        ("Report to Cabinet 14 September 2021", "2021-09-14", "meeting"),
        ("MINUTES of the meeting of the Board held on Monday, 5 March 2018", "2018-03-05", "meeting"),
        ("March 2021", "2021-03", "first-page"),
        ("Anytown Council | March 2021", "2021-03", "first-page"),
        ("Thursday 5th March, 2020 at 10.00 am", "2020-03-05", "first-page"),
        ("First published in 2016 by the Otherley Foundation", "2016", "imprint"),
        ("Version 2.3, approved 4 May 2020", "2020-05-04", "version"),
        ("Draft of 3 March 2020", "2020-03-03", "version"),
        ("Last updated 3 May 2019", "2019-05-03", "updated"),
        ("© NHS England 2019", "2019", "copyright-line"),
        ("Volume 12, Issue 3, March 2019, pages 1-9", "2019-03", "first-page"),
    ],
)
def test_printed_dates_are_read_with_their_source(line: str, date: str, source: str) -> None:
    assert printed_date([line]) == (date, source)


@pytest.mark.parametrize(
    "line",
    [
        "Review date: 2025", "Next review: March 2022", "for the period 2019-2024", "Year ending June 2017", "Effective from 1 April 2019",
        "In 2011, onshore wind:", "Carers strategy 2020", "Printed on 12/03/2021", "12/03/2021, 10:42 Carers https://www.example.org/",
        "Minutes of the last meeting held on 3 May 2019", "Date of next meeting: 4 June 2020", "Closing date: 4 June 2020",
        "The plan was agreed on 4 May 2020 by the board and it was good.", "1 April 2019 - 31 March 2022",
    ],
)  # fmt: skip
def test_periods_deadlines_reviews_and_days_of_printing_are_not_the_date(line: str) -> None:
    assert printed_date([line]) == (None, None)


def test_a_label_on_a_line_of_its_own_is_read_with_the_next() -> None:
    assert printed_date(["Date:", "Thursday 5 March 2019"]) == ("2019-03-05", "label")


def test_a_date_broken_over_two_lines_is_one() -> None:
    lines = ["Ordered by the House of Commons to be printed 8 March", "2017."]
    assert printed_date(lines) == ("2017-03-08", "label")


def test_a_month_at_the_foot_of_a_page_of_text_is_a_weak_date_and_figures_there_are_none() -> None:
    def foot(text: str) -> tuple[str | None, str | None]:
        got = extract_pdf(Sheet(facts()).put("Notes for new staff", 18, bold=True).body(6).foot(text).done())
        return got.date, got.date_source

    assert foot("Notes v2 | March 2019 | Page 1 of 12") == ("2019-03", "foot")
    assert foot("12/03/2021    1") == (None, None)
    assert foot("H:\\teams\\notes.doc 12 March 2021") == (None, None)


def test_the_day_a_file_was_made_is_passed_over() -> None:
    meta = pdf_meta(
        [Line("Carers strategy", 20.0)], {"CreationDate": "D:20190305101500Z", "ModDate": "D:20190306"}, ""
    )
    assert (meta.date, meta.date_source) == (None, None)
    assert passed_over(meta.claims, "date") == {
        "2019-03-05": "the day the file was made",
        "2019-03-06": "the day the file was last changed",
    }


def test_a_paper_made_before_its_meeting_bears_the_meetings_date_but_a_plans_end_is_passed_over() -> None:
    stated = {"CreationDate": "D:20190305101500Z"}
    meeting = pdf_meta([Line("Cabinet", 12.0), Line("20 March 2019", 12.0)], stated, "")
    assert meeting.date == "2019-03-20"
    plan = pdf_meta([Line("Carers plan", 12.0), Line("31 March 2024", 12.0)], stated, "")
    assert plan.date is None
    assert passed_over(plan.claims, "date")["2024-03-31"] == "much later than the file itself"


def test_a_file_name_in_the_metadata_is_passed_over_and_so_is_a_larger_council() -> None:
    sheet = (
        Sheet(facts())
        .put("Anytown City Council", 40, bold=True)
        .space(100)
        .put("Joint plan for carers", 24, bold=True)
    )
    got = extract_pdf(sheet.done("Microsoft Word - final v3.docx", "jsmith"))
    assert (got.title, got.title_source, got.publisher) == (
        "Joint plan for carers",
        "cover-font",
        "Anytown City Council",
    )
    assert passed_over(got.claims, "title") == {
        "Microsoft Word - final v3.docx": "the name of a file, a program or a part, not of a document",
        "Anytown City Council": "the name of a body",
    }
    assert passed_over(got.claims, "author") == {"jsmith": "a user name or a program"}


def test_a_page_with_nothing_but_a_bodys_name_has_no_title() -> None:
    got = extract_pdf(Sheet(facts()).put("Anytown City Council", 40, bold=True).done())
    assert got.title is None


def test_a_title_in_a_form_keeps_its_further_lines() -> None:
    title = "Options appraisal for the future of community services across Anytown and the boroughs that border on it"
    sheet = (
        Sheet(facts())
        .row("Report to:", "Cabinet")
        .row("Title:", title)
        .row("Report of:", "Director of Adults")
        .body(2)
    )
    got = extract_pdf(sheet.done())
    assert (got.title, got.title_source) == (title, "cover-label")


def test_letter_spaced_type_is_closed_up_and_line_end_hyphens_are_kept_where_words_have_them() -> None:
    spaced = extract_pdf(Sheet(facts()).spaced("HOUSING STRATEGY", 34).done())
    assert spaced.title == "HOUSING STRATEGY"
    broken = Sheet(facts()).put("Evidence-", 32, bold=True).put("based commissioning", 32, bold=True).body(2)
    assert extract_pdf(broken.done()).title == "Evidence-based commissioning"


def test_printed_authors_go_before_whoever_set_up_the_file() -> None:
    sheet = (
        Sheet(facts())
        .put("Carers in the county: a review", 26, bold=True)
        .put("By Jane Okafor and Peter Lindqvist, Head of Research", 12)
    )
    got = extract_pdf(sheet.body(2).done(author="Verity Typist"))
    assert got.authors == ("Jane Okafor", "Peter Lindqvist")
    assert passed_over(got.claims, "author") == {
        "Verity Typist": "whoever set up the file, not named on its first pages"
    }


@pytest.mark.parametrize(
    "name", ["jsmith", "python-docx", "Administrator", "Microsoft Office User", "Canon iR-ADV", "user1", ""]
)
def test_user_names_and_programs_are_no_authors(name: str) -> None:
    assert is_junk_author(name)
    assert not is_junk_author("Sue D’Authreau")


def test_an_imprint_names_the_publisher_before_a_copyright_line_and_a_committee_is_none() -> None:
    text = "Carers\n\nFirst published in March 2019 by the Otherley Foundation\n© NHS England 2019"
    meta = pdf_meta([Line("Health Scrutiny Committee", 20.0), Line("Carers in the county", 14.0)], {}, text)
    assert (meta.publisher, meta.publisher_source) == ("Otherley Foundation", "imprint")
    over = passed_over(meta.claims, "publisher")
    assert over["NHS England"] == "another body is named more plainly"
    assert over["Health Scrutiny Committee"] == "a committee or a board, which is part of a body"


def test_words_read_from_pictures_have_a_title_and_a_date_too() -> None:
    meta = pdf_meta([], {}, "Anytown Council\nReview of carers services\nDate: 5 March 2019\n")
    assert (meta.title, meta.title_source) == ("Review of carers services", "first-line")
    assert (meta.date, meta.date_source) == ("2019-03-05", "label")


@pytest.mark.parametrize(
    "odd",
    ["." * 4_000, "report " + "- " * 2_000, "A " * 2_000, "by " + "Ann Bob " * 500, "\u2010", "(*", "1"],
)
def test_odd_lines_are_read_without_error(odd: str) -> None:
    meta = pdf_meta(
        [Line(odd, 12.0), Line(odd, 0.0)], {"Title": odd, "Author": odd, "CreationDate": odd}, odd
    )
    assert len(meta.claims) <= 40
    assert all(len(claim.value) <= 300 for claim in meta.claims)
