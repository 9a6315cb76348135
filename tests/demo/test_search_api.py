"""/api/search.json: strict parameters, phrases, filters, order, paging and the shape of results."""

from __future__ import annotations

from typing import Any

import pytest
import requests

SEARCH = "http://www.gov.test/api/search.json"


def ask(client: requests.Session, **params: Any) -> dict[str, Any]:
    answer = client.get(SEARCH, params=params)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def links(found: dict[str, Any]) -> list[str]:
    return [result["link"] for result in found["results"]]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"colour": "red", "size": "1"}, "Unexpected parameters: colour, size"),
        ({"count": "1501"}, "Maximum result set size (as specified in 'count') is 1500"),
        ({"start": "900001"}, "Maximum result set start point"),
        ({"count": "-1"}, "expected positive integer"),
        ({"q": "x" * 513}, "512"),
        ({"order": "shoe_size"}, '"shoe_size" is not a valid sort field'),
        ({"fields": "title,shoe"}, "not valid return fields"),
        ({"filter_shoe": "1"}, '"shoe" is not a valid filter field'),
        ({"reject_shoe": "1"}, '"shoe" is not a valid reject field'),
        ({"aggregate_title": "10"}, '"title" is not a valid aggregate field'),
        ({"filter_public_timestamp": "from:yesterday"}, "Invalid value"),
        ({"filter_public_timestamp": ["from:2000-01-01", "to:2001-01-01"]}, "Too many values (2)"),
        ({"q": ["one", "two"]}, 'Too many values (2) for parameter "q"'),
    ],
)
def test_bad_parameters_are_a_422_that_names_them(
    client: requests.Session, params: dict[str, Any], words: str
) -> None:
    answer = client.get(SEARCH, params=params)
    assert answer.status_code == 422
    assert words in answer.json()["error"]


def test_limits_themselves_are_allowed(client: requests.Session) -> None:
    found = ask(client, count=1500, start=0)
    assert len(found["results"]) == found["total"]
    assert ask(client, q="y" * 512)["total"] == 0
    assert ask(client, count=0)["results"] == []


def test_a_quoted_phrase_needs_its_words_together_and_unquoted_words_do_not(client: requests.Session) -> None:
    together = set(links(ask(client, q='"alliance partner"', count=100)))
    apart = set(links(ask(client, q="alliance partner", count=100)))
    market_study = "/government/publications/stourmouth-home-care-market-study"
    assert market_study in apart
    assert market_study not in together
    assert "/government/publications/valley-voices-community-report" in apart


def test_phrases_are_found_in_other_forms_of_their_words(client: requests.Session) -> None:
    found = links(ask(client, q='"alliance contract"', count=100))
    assert "/government/publications/commissioning-carers-services-through-alliances" in found  # contracts
    assert (
        "/government/publications/learning-disability-contracts-lessons-from-harrowby" in found
    )  # contracting


def test_an_unbalanced_quote_is_read_as_plain_words(client: requests.Session) -> None:
    assert ask(client, q='"alliance contract')["total"] == ask(client, q="alliance contract")["total"]


def test_three_words_need_two_of_them(client: requests.Session) -> None:
    assert "/government/publications/our-oldest-alliance" in links(
        ask(client, q="oldest alliance xylophone", count=100)
    )
    assert ask(client, q="oldest xylophone")["total"] == 0


def test_words_that_stand_only_in_a_pdf_are_not_found(client: requests.Session) -> None:
    # the PDF of this work says "supper" on its first page, its own page does not
    assert ask(client, q='"the pilot began with a supper"')["total"] == 0
    assert ask(client, q='"checked by two outside readers"')["total"] == 1


def test_words_of_html_attachments_and_guide_parts_are_found_under_the_parent(
    client: requests.Session,
) -> None:
    assert links(ask(client, q='"the buyer joins the sellers"')) == [
        "/government/publications/contracting-for-outcomes-in-local-services"
    ]
    assert links(ask(client, q='"homelessness and for carers"')) == ["/working-in-alliances"]


def test_withdrawn_works_are_found_gone_and_translated_ones_not(client: requests.Session) -> None:
    everything = links(ask(client, count=1500))
    assert "/government/publications/commissioning-carers-services-through-alliances" in everything
    assert "/government/publications/oakhanger-pilot-report" not in everything
    assert "/government/publications/care-closer-to-home-a-plan.cy" not in everything


def test_paging_gives_every_result_once_and_an_empty_page_past_the_end(client: requests.Session) -> None:
    total = ask(client, q="alliancing", count=0)["total"]
    assert total > 20
    seen: list[str] = []
    for start in range(0, total + 10, 7):
        page = ask(client, q="alliancing", count=7, start=start, order="public_timestamp")
        assert page["total"] == total
        assert page["start"] == start
        seen += links(page)
    assert len(seen) == len(set(seen)) == total


def test_ten_results_are_given_unless_asked_otherwise(client: requests.Session) -> None:
    assert len(ask(client)["results"]) == 10


def test_order_by_date_runs_both_ways_and_the_undated_come_first_or_last(client: requests.Session) -> None:
    rising = [
        r.get("public_timestamp", "") for r in ask(client, order="public_timestamp", count=1500)["results"]
    ]
    assert rising == sorted(rising)
    falling = [
        r.get("public_timestamp", "") for r in ask(client, order="-public_timestamp", count=1500)["results"]
    ]
    assert falling == rising[::-1]


def test_without_words_or_order_the_most_viewed_come_first(client: requests.Session) -> None:
    plain = ask(client, count=1500, fields="link,popularity")["results"]
    views = [result["popularity"] for result in plain]
    assert views == sorted(views, reverse=True)


def test_filters_are_or_within_a_field_and_and_between_fields(client: requests.Session) -> None:
    two = ask(client, filter_content_store_document_type=["speech", "case_study"], count=100)
    assert {r["display_type"] for r in two["results"]} == {"Speech", "Case study"}
    both = ask(
        client,
        filter_content_store_document_type=["speech", "case_study"],
        filter_organisations="public-health-england",
    )
    assert links(both) == ["/government/speeches/vaccination-and-trust"]
    rest = ask(client, reject_content_store_document_type=["speech", "case_study"], count=0)
    assert rest["total"] == ask(client, count=0)["total"] - two["total"]


def test_array_style_and_comma_lists_mean_the_same(client: requests.Session) -> None:
    first = client.get(SEARCH + "?fields[]=title&fields[]=link&q=alliancing").json()
    assert first == client.get(SEARCH + "?fields=title,link&q=alliancing").json()


def test_date_filters_include_both_ends_and_leave_out_the_undated(client: requests.Session) -> None:
    day = ask(client, filter_public_timestamp="from:2018-03-14,to:2018-03-14")
    assert links(day) == ["/government/publications/redcliffe-recovery-partnership-evaluation"]
    since = ask(client, filter_public_timestamp="from:1900-01-01", count=0)["total"]
    missing = ask(client, filter_public_timestamp="_MISSING")
    assert links(missing) == ["/government/publications/alliance-readiness-toolkit"]
    assert since + 1 == ask(client, count=0)["total"]


def test_a_named_organisation_is_walked_over_more_than_one_page(client: requests.Session) -> None:
    found = ask(
        client, filter_organisations="office-for-place-partnerships", order="public_timestamp", count=100
    )
    assert found["total"] > 10
    assert "/government/publications/selwick-peer-review" in links(found)


def test_results_carry_the_default_fields_and_the_five_that_are_always_there(
    client: requests.Session,
) -> None:
    first = ask(client, q='"alliance contract"', count=1)["results"][0]
    always = {"index", "es_score", "_id", "elasticsearch_type", "document_type"}
    assert always <= set(first)
    assert {"title", "link", "description", "format", "organisations", "public_timestamp"} <= set(first)
    assert first["link"].startswith("/")
    narrow = ask(client, q='"alliance contract"', count=1, fields="title")["results"][0]
    assert set(narrow) == always | {"title"}


def test_parts_are_given_for_the_three_top_ranks_only(client: requests.Session) -> None:
    top = ask(client, q='"the buyer joins the sellers"')["results"][0]
    assert [part["slug"] for part in top["parts"]] == ["contracting-for-outcomes-guidance-for-commissioners"]
    by_title = ask(client, order="title", count=1500)["results"]
    ranks = {result["link"]: (rank, "parts" in result) for rank, result in enumerate(by_title)}
    assert ranks["/working-in-alliances"][0] > 2
    assert not any(has_parts for rank, has_parts in ranks.values() if rank > 2)


def test_aggregates_count_all_results_and_ignore_the_filter_of_their_own_field(
    client: requests.Session,
) -> None:
    found = ask(
        client,
        count=0,
        aggregate_content_store_document_type="2",
        filter_content_store_document_type="speech",
    )
    facet = found["aggregates"]["content_store_document_type"]
    assert len(facet["options"]) == 2
    assert facet["options"][0]["value"]["slug"] != "speech"
    assert facet["missing_options"] == facet["total_options"] - 2
