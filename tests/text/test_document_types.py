"""What type of document a title, a first page or a kind of file tells."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.text.describing.describe import described
from harvest.text.describing.document_types import document_type, type_claims, type_of_title
from harvest.text.model import Claim, Extracted, Heading, Page
from harvest.types import TYPES, doc_type, known_type

COMMITTEE = """Health and Adults Scrutiny Committee
12 March 2019
Care at home: what we found in the evaluation
Report of the Director of Adults
Wards affected: All
Recommendations
That the report be noted."""


def read(
    title: str | None, text: str = "", kind: str = "pdf", headings: tuple[Heading, ...] = ()
) -> Extracted:
    return Extracted(
        "text", kind, text=text, pages=(Page(1, None, 0, len(text)),), title=title, headings=headings
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Evaluation of the dementia strategy", "evaluation"),
        ("Dementia strategy: equality impact assessment", "impact assessment"),
        ("Dementia Strategy 2020–2025 (final draft)", "strategy"),
        ("Report on the evaluation of the Good Friends pilot", "evaluation"),
        ("Minutes, Cabinet, 3 May 2011", "minutes"),
        ("Summary of responses to the consultation", "consultation"),
        ("Commissioning for carers toolkit", "guidance"),
        ("Framework agreement for day services", "contract or specification"),
        ("A qualitative study of care homes", "research report"),
    ],
)
def test_a_title_tells_its_type_by_its_head(title: str, expected: str) -> None:
    assert type_of_title(title) == expected


@pytest.mark.parametrize(
    "title",
    [
        "Developing the strategy together", "Strategy Board terms of reference", "My care plan", "Why evaluation matters",
        "From policy to practice", "Write a market position statement", "Final report", "Learning disability contracts: lessons", "",
        "Report a missed bin", "x" * 5_000,
    ],
)  # fmt: skip
def test_a_title_that_only_speaks_of_a_type_tells_none(title: str) -> None:
    assert type_of_title(title) is None


def test_a_paper_laid_out_for_a_committee_is_one_whatever_its_title_and_the_title_is_told_as_passed_over() -> (
    None
):
    claims = type_claims(read("Care at home evaluation", COMMITTEE))
    assert claims[0] == Claim("type", "committee report", "first-page")
    assert Claim("type", "evaluation", "title", "the first page says committee report") in claims


def test_two_labels_do_not_make_a_committee_paper() -> None:
    text = "Kirk Council\nHousing strategy\nReport by: Head of Housing\nClassification: Public\nVersion: 4"
    assert document_type(read("Housing strategy", text)) == ("strategy", "title")


def test_a_report_on_the_nhs_to_councillors_is_no_board_paper() -> None:
    text = "NHS 111 in the county\nOverview and Scrutiny Committee\nReport by: Chief Officer\nWards affected: all\nRecommendation\nTo note."
    assert document_type(read("NHS 111 in the county", text)) == ("committee report", "first-page")


def test_lines_of_the_cover_tell_what_the_title_does_not_and_running_text_tells_nothing() -> None:
    cover = "Growing older in Dale\nAn evaluation of three pilots\n2012"
    assert document_type(read("Growing older in Dale", cover)) == ("evaluation", "first-page")
    body = "Growing older in Dale\nThis is about age.\nHousing strategy\nmore words"
    assert document_type(read("Growing older in Dale", body)) == (None, None)


def test_a_marked_heading_and_the_name_of_the_file_are_asked_last() -> None:
    assert document_type(read(None, "Words.", headings=(Heading(1, "Service specification"),))) == (
        "contract or specification",
        "headings",
    )
    assert document_type(read(None, "Words."), "https://a.test/files/Housing-Strategy_2019.pdf") == (
        "strategy",
        "address",
    )


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("html", "web page"), ("xlsx", "data or spreadsheet"), ("pptx", "presentation"), ("pdf", None)],
)
def test_the_kind_of_file_tells_where_nothing_else_does(kind: str, expected: str | None) -> None:
    assert document_type(read("Growing older in Dale", "Words.", kind))[0] == expected


def test_the_type_that_govuk_prints_above_a_title_is_believed_and_a_list_of_documents_is_a_web_page() -> None:
    page = read("Caring for our future", "Policy paper\nCaring for our future\nPublished 2012", "html")
    assert document_type(page) == ("policy paper", "first-page")
    assert document_type(read("Policies and plans", "See below.", "html")) == ("web page", "kind")


def test_one_vocabulary_holds_whatever_names_a_type() -> None:
    assert doc_type("policy_paper") == doc_type("strategy or policy paper") == "policy paper"
    assert doc_type("independent_report") == doc_type("research report") == "research report"
    assert doc_type("reports pack") == "agenda pack"
    assert doc_type("some_other_thing") == "some other thing" and doc_type(None) is None
    assert known_type("Research and analysis") == "research report" and known_type("About us") is None
    assert all(known_type(each) == each for each in TYPES)


def test_a_reading_is_described_with_its_type_and_its_claims_are_kept() -> None:
    before = Extracted(
        "text", "pdf", text="Words.", title="Annual report 2019", claims=(Claim("title", "A", "title"),)
    )
    after = described(before)
    assert (after.doc_type, after.doc_type_source) == ("annual report", "title")
    assert after.claims == (Claim("title", "A", "title"), Claim("type", "annual report", "title"))


def test_nothing_is_claimed_of_what_could_not_be_read() -> None:
    after = described(Extracted("broken", "html", detail="cut off"), url="https://a.test/strategy.html")
    assert (after.doc_type, after.parts, after.claims) == (None, (), ())


WORDS = st.sampled_from(
    [
        "strategy",
        "report",
        "to",
        "of",
        "the",
        "Board",
        "2019",
        "–",
        ":",
        "Dear",
        "\n",
        "and",
        "£",
        "",
        "a",
        "care plan",
        "²",
        "Minutes",
    ]
)


@given(
    st.lists(WORDS, max_size=12).map(" ".join),
    st.lists(WORDS, max_size=40).map(" ".join),
    st.text(max_size=30),
)
@settings(max_examples=300, deadline=None)
def test_no_title_text_or_address_raises(title: str, text: str, url: str) -> None:
    for kind in ("html", "pdf"):
        claims = described(read(title, text, kind), url=url).claims
        assert all(each.value in TYPES for each in claims) and [each.why for each in claims[:1]] in (
            [],
            [None],
        )
