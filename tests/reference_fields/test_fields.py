"""References are read into the fields that a reader would see in them."""

from __future__ import annotations

import pytest

from harvest.reference_fields import Fields, parse_reference


def test_a_harvard_reference_of_a_ministry_is_read_whole_and_its_address_mended() -> None:
    fields = parse_reference(
        "Ministry of Housing, Communities and Local Government (2019) Rough sleeping: the next steps. London: MHCLG.\n"
        "Available at: https:// www.gov.uk/government/publications/ rough-sleeping-next-steps (Accessed: 5 March 2019)."
    )
    assert fields.authors == ("Ministry of Housing, Communities and Local Government",)
    assert (fields.year, fields.title, fields.publisher) == (2019, "Rough sleeping: the next steps", "MHCLG")
    assert fields.url == "https://www.gov.uk/government/publications/rough-sleeping-next-steps"
    assert fields.accessed == "2019-03-05"


def test_a_vancouver_article_has_every_field() -> None:
    assert parse_reference(
        "12. Lewis G, Patel S, et al. Outcomes of social prescribing: systematic review. BMJ Open 2018;8(3):e021230. "
        "doi:10.1136/BMJOPEN-2017-021230."
    ) == Fields(
        authors=("Lewis, G", "Patel, S"), year=2018, title="Outcomes of social prescribing: systematic review", container="BMJ Open",
        volume="8", issue="3", pages="e021230", doi="10.1136/bmjopen-2017-021230", type="article",
    )  # fmt: skip


def test_a_vancouver_report_has_place_and_publisher_apart() -> None:
    fields = parse_reference(
        "Ham C, Alderwick H. Systems of care for places: a way forward. London: The King’s Fund, 2015."
    )
    assert fields.authors == ("Ham, C", "Alderwick, H")
    assert (fields.year, fields.publisher) == (2015, "The King’s Fund")
    assert fields.title == "Systems of care for places: a way forward"


def test_a_chapter_stands_in_its_book_and_not_in_its_editor() -> None:
    fields = parse_reference(
        "Jones P. Contracts that last. In: Smith J (ed). Handbook of public purchasing. Oxford: Oxford University Press, 2012: 45-67."
    )
    assert (fields.authors, fields.title) == (("Jones, P",), "Contracts that last")
    assert (fields.container, fields.pages, fields.type) == (
        "Handbook of public purchasing",
        "45-67",
        "chapter",
    )


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Smith, J. (2019/20) Housing in two towns. York: A Trust.", 2019),
        ("Smith, J. (2013a) Housing in two towns. York: A Trust.", 2013),
        ("Smith, J. (in press) Housing in two towns. York: A Trust.", None),
        (
            "Leeds City Council (n.d.) Housing strategy 2018 [online]. Available at: http://www.leeds.gov.uk/housing",
            None,
        ),
        ("Leeds City Council. Spending Review 2020: our reply. Leeds: Leeds City Council, 2021.", 2021),
        ("National Audit Office, ‘Local government’, HC 1865, Session 2017–2019, 15 January 2019.", 2019),
    ],
)
def test_the_year_is_that_of_publication(text: str, year: int | None) -> None:
    assert parse_reference(text).year == year


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Smith J, Jones K. Is it working? Evidence from five councils. York: A Trust; 2016.", "Is it working? Evidence from five councils"),
        ("Marsh, K. (2008) “Better together”: joint working in two counties. Bristol: Policy Press.", "“Better together”: joint working in two counties"),
        ('G. Dayson and C. Wells, "Measuring social value," Voluntary Sector Review, vol. 4, no. 2, pp. 213-229, 2013.', "Measuring social value"),
        ("Ashford Borough Council (2017) Housing strategy [online]. Available at: http://www.ashford.gov.uk/housing", "Housing strategy"),
        ("Carter, Helen. Alliances in practice. PhD thesis, University of Leeds, 2016.", "Alliances in practice"),
        ("Green, A. (2011) The politics of buses: who pays? London: Sage.", "The politics of buses: who pays?"),
    ],
)  # fmt: skip
def test_the_title_keeps_its_own_signs_and_loses_those_around_it(text: str, title: str) -> None:
    assert parse_reference(text).title == title


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Department of Health. Caring for our future. Cm 8378. London: TSO; 2012.", "Cm 8378"),
        ("National Audit Office (2016) Discharging older patients. HC 18. London: NAO.", "HC 18"),
        ("Smith, J. (2014) Five councils. Research Report 12. York: A Trust.", "Research Report 12"),
        (
            "Brown K. Growth and towns. Working Paper No. 204. London: A Centre; 2001.",
            "Working Paper No. 204",
        ),
        ("Smith, J. (2014) Five councils. York: A Trust.", None),
    ],
)
def test_the_number_of_a_report_is_kept_as_written(text: str, number: str | None) -> None:
    assert parse_reference(text).number == number


def test_an_act_is_its_own_title_and_nobodys() -> None:
    fields = parse_reference("Local Government Act 2003, c. 26. London: The Stationery Office.")
    assert (fields.authors, fields.title, fields.year, fields.type) == (
        (),
        "Local Government Act 2003",
        2003,
        "legislation",
    )


def test_a_report_of_a_body_named_as_its_publisher_again_has_author_and_publisher() -> None:
    fields = parse_reference(
        "Wirral Wellbeing Forum. Family 2015 - a draft for partners. Birkenhead: Wirral Wellbeing Forum 2014."
    )
    assert fields.authors == ("Wirral Wellbeing Forum",)
    assert (fields.title, fields.year) == ("Family 2015 - a draft for partners", 2014)
    assert fields.publisher == "Wirral Wellbeing Forum"


def test_what_is_no_reference_says_nothing() -> None:
    assert parse_reference("") == Fields()
    assert parse_reference(" . ; ,") == Fields()
