from __future__ import annotations

import pytest

from harvest.text import extract
from harvest.text.dates import find_dates, parse_date
from tests.text.made import page, prose_paragraphs


def title(head: str, body: str = "") -> tuple[str | None, str | None]:
    got = extract(page(f"<main>{body}{prose_paragraphs(6)}</main>", head))
    return got.title, got.title_source


def date(head: str = "", body: str = "", url: str = "") -> tuple[str | None, str | None]:
    got = extract(page(f"<main>{body}{prose_paragraphs(6)}</main>", head), url=url)
    return got.date, got.date_source


def test_a_heading_that_the_document_title_confirms_is_the_title() -> None:
    assert title("<title>Joint strategy | Anytown Council</title>", "<h1>Joint strategy</h1>") == (
        "Joint strategy",
        "h1",
    )


def test_the_site_name_is_cut_from_document_titles() -> None:
    assert title("<title>Joint strategy for carers - Anytown Council</title>") == (
        "Joint strategy for carers",
        "title",
    )
    shared = '<meta property="og:title" content="Care in Kent - a review - Anytown"><meta property="og:site_name" content="Anytown">'
    assert title(shared) == ("Care in Kent - a review", "og:title")


def test_a_heading_that_names_only_the_sort_of_page_gives_way() -> None:
    head = "<title>Agenda for Health Committee on Thursday 15 January 2026, 7.30 pm</title>"
    got = extract(page(f"<main><h1>Agenda, decisions and minutes</h1>{prose_paragraphs(6)}</main>", head))
    assert got.title == "Agenda for Health Committee on Thursday 15 January 2026, 7.30 pm"
    assert (got.date, got.date_source) == ("2026-01-15", "heading")


def test_a_heading_of_one_common_word_is_not_the_title_even_if_the_document_title_begins_with_it() -> None:
    head = "<title>Minutes - Health and care scrutiny committee</title>"
    assert title(head, "<h1>Minutes</h1>")[0] == "Minutes - Health and care scrutiny committee"


def test_a_logo_in_a_heading_is_not_the_title() -> None:
    head = "<title>Housing strategy 2019 | Anytown</title>"
    assert (
        title(head, "<h1>Anytown Borough Council</h1><h1>Housing strategy 2019</h1>")[0]
        == "Housing strategy 2019"
    )


@pytest.mark.parametrize(
    ("head", "iso", "source"),
    [
        (
            '<meta name="govuk:first-published-at" content="2014-03-05T10:00:00Z">',
            "2014-03-05",
            "meta govuk:first-published-at",
        ),
        (
            '<meta property="article:published_time" content="2019-03-05T23:30:00-05:00">',
            "2019-03-05",
            "meta article:published_time",
        ),
        ('<meta name="DCTERMS.issued" content="2011-06">', "2011-06", "meta dcterms.issued"),
        (
            '<script type="application/ld+json">{"@graph":[{"datePublished":"2020-01-02"}]}</script>',
            "2020-01-02",
            "json-ld",
        ),
    ],
)
def test_structured_dates_are_taken(head: str, iso: str, source: str) -> None:
    assert date(head) == (iso, source)


def test_render_dates_of_committee_systems_are_not_taken() -> None:
    assert date(
        '<meta name="DC.date" scheme="W3CDTF" content="2026-08-11"/><meta name="DC.date.created" content="2026-08-11">'
    ) == (None, None)


def test_a_labelled_date_beats_a_bare_time_element() -> None:
    body = '<p>Published 10 March 2015</p><time class="date" datetime="2018-08-29">29 August 2018</time>'
    assert date(body=body) == ("2015-03-10", "label")


def test_the_day_of_an_update_is_not_the_date() -> None:
    assert date(
        body='<p class="date">Last updated <time class="date" datetime="2018-08-29">29 August</time></p>'
    ) == (None, None)


def test_a_day_in_the_address_is_a_last_resort() -> None:
    assert date(url="https://x.test/blog/2016/02/09/what-is") == ("2016-02-09", "url")
    assert date(url="https://x.test/2016/41/99/x") == (None, None)


def test_dates_in_the_story_are_not_the_date_of_the_page() -> None:
    assert date(body="<p>The war ended on 8 May 1945 and again on 12 June 2003.</p>") == (None, None)


def test_the_publisher_is_the_one_stated() -> None:
    got = extract(
        page(
            f"<main>{prose_paragraphs()}</main>", '<meta property="og:site_name" content="The King\'s Fund">'
        )
    )
    assert got.publisher == "The King's Fund"
    linked = '<script type="application/ld+json">{"publisher":{"name":"Anytown Council"}}</script>'
    assert extract(page(f"<main>{prose_paragraphs()}</main>", linked)).publisher == "Anytown Council"


def test_broken_linked_data_is_passed_over() -> None:
    assert date('<script type="application/ld+json">{"datePublished": </script>') == (None, None)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2019-03-05", "2019-03-05"),
        ("2019-03-05T00:00:00+01:00", "2019-03-05"),
        ("5 March 2019", "2019-03-05"),
        ("5th of March, 2019", "2019-03-05"),
        ("March 5, 2019", "2019-03-05"),
        ("Thursday 5 Sept 2019", "2019-09-05"),
        ("05/03/2019", "2019-03-05"),
        ("March 2011", "2011-03"),
        ("2011", "2011"),
        ("31 February 2019", "2019-02"),
        ("2019-13-45", None),
        ("next week", None),
        ("", None),
    ],
)
def test_dates_are_read_as_precise_as_written(written: str, iso: str | None) -> None:
    if written == "31 February 2019":
        # The day does not exist; the month was still written.
        assert parse_date(written) in {"2019-02", None}
    else:
        assert parse_date(written) == iso


def test_years_of_a_period_are_no_dates() -> None:
    assert find_dates("Strategy 2019-2024, budget 2019/20, plan 2015 to 2020", years=True) == []
    assert [iso for _, iso in find_dates("Annual report 2011", years=True)] == ["2011"]
