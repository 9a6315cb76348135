"""GOV.UK: what is asked of its two APIs, and what its answers lead to."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler.canonical import canonical
from crawler.guard import host_of
from crawler.lead import Answer, Lead, Reading
from crawler.spec import Question, Source
from spiders.govuk import FIRST_YEAR, GovukSpider

SITE = "https://www.gov.uk/"


def source(**options: Any) -> Source:
    return Source("gov", "govuk", "GOV.UK", SITE, options)


def question(sent: str | None = '"alliance contract"', **options: Any) -> Question:
    return Question("q1", "gov", "A", sent, sent, options)


def asked(lead: Lead) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in parse_qsl(urlsplit(lead.url).query):
        found.setdefault(key, []).append(value)
    return found


def read(where: Source, lead: Lead, data: Any, status: int = 200) -> Reading:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    return GovukSpider().read(where, lead, Answer(lead.url, status, {}, body))


def page_of(count: int, total: int, start: int = 0) -> dict[str, Any]:
    results = [
        {"link": f"/government/publications/p{n}", "title": f"T{n}"} for n in range(start, start + count)
    ]
    return {"results": results, "total": total, "start": start}


# ---- asking


def test_a_question_asks_for_its_phrase_within_the_named_types() -> None:
    lead = GovukSpider().ask(source(document_types=["guidance", "policy_paper"], page_size=50), question())
    query = asked(lead)
    assert lead.url.startswith(SITE + "api/search.json?") and lead.url == canonical(lead.url)
    assert query["q"] == ['"alliance contract"'] and query["count"] == ["50"] and query["start"] == ["0"]
    assert query["filter_content_store_document_type"] == ["guidance", "policy_paper"]
    assert (lead.kind, lead.why, lead.question, lead.priority) == ("search", "question", "q1", 10)


def test_an_organisation_is_walked_without_a_phrase() -> None:
    query = asked(
        GovukSpider().ask(source(), question(None, organisation="infrastructure-and-projects-authority"))
    )
    assert "q" not in query and query["filter_organisations"] == ["infrastructure-and-projects-authority"]


def test_no_more_is_asked_for_at_a_time_than_the_api_gives() -> None:
    assert asked(GovukSpider().ask(source(page_size=99_999), question()))["count"] == ["1500"]


def test_collections_that_the_protocol_names_are_walked() -> None:
    leads = list(
        GovukSpider().start_leads(
            source(collections=["/government/collections/a", "government/collections/b"])
        )
    )
    assert [lead.url for lead in leads] == [
        SITE + "api/content/government/collections/a",
        SITE + "api/content/government/collections/b",
    ]
    assert {(lead.kind, lead.why) for lead in leads} == {("content", "collection")}
    assert list(GovukSpider().start_leads(source())) == []


def test_the_hosts_are_the_site_and_its_files() -> None:
    assert GovukSpider().hosts(source()) == {"www.gov.uk", "assets.publishing.service.gov.uk"}
    test = Source("t", "govuk", "T", "http://www.gov.test/")
    assert GovukSpider().hosts(test) == {"www.gov.test", "assets.publishing.gov.test"}


# ---- paging


def pages(where: Source, total: int, *, start_told: bool = True) -> list[list[str]]:
    """Ask page after page as a crawl would; return the links of each."""
    lead: Lead | None = GovukSpider().ask(where, question())
    found, seen = [], set()
    while lead is not None:
        assert lead.url not in seen, "the same page again"
        seen.add(lead.url)
        start, count = int(asked(lead)["start"][0]), int(asked(lead)["count"][0])
        data = page_of(max(0, min(count, total - start)), total, start)
        if not start_told:
            del data["start"]
        reading = read(where, lead, data)
        assert (
            reading.answer is not None
            and reading.answer["start"] == start
            and reading.answer["total"] == total
        )
        found.append([each.url for each in reading.leads if each.kind == "content"])
        lead = next((each for each in reading.leads if each.kind == "search"), None)
        assert len(found) < 50
    return found


@pytest.mark.parametrize(
    "total, sizes", [(0, [0]), (1, [1]), (10, [10]), (11, [10, 1]), (35, [10, 10, 10, 5])]
)
@pytest.mark.parametrize("start_told", [True, False])
def test_pages_are_asked_to_the_total_and_no_further(total: int, sizes: list[int], start_told: bool) -> None:
    found = pages(source(page_size=10), total, start_told=start_told)
    assert [len(links) for links in found] == sizes
    links = [link for each in found for link in each]
    assert links == [f"{SITE}api/content/government/publications/p{n}" for n in range(total)]


def test_a_next_page_keeps_question_filters_and_window() -> None:
    where = source(page_size=2, document_types=["guidance"])
    first = GovukSpider().ask(where, question(window="from:1999-01-01,to:1999-12-31", organisation="x"))
    after = read(where, first, page_of(2, 5)).leads[-1]
    assert asked(after) == {**asked(first), "start": ["2"]} and after.question == "q1"


def test_none_needs_the_api_to_say_so() -> None:
    lead = GovukSpider().ask(source(), question())
    assert read(source(), lead, page_of(0, 0)).outcome == "none"
    assert read(source(), lead, {"results": [], "total": 5, "start": 0}).outcome == "unreadable"
    assert read(source(), lead, b"<html>").outcome == "unreadable"
    refused = read(source(), lead, {}, 429)
    assert refused.outcome == "refused" and refused.leads == () and refused.detail


# ---- windows


def test_a_question_with_too_many_results_is_asked_again_year_by_year_and_for_the_undated() -> None:
    where = source(window_over=100, page_size=10)
    reading = read(where, GovukSpider().ask(where, question()), page_of(10, 101))
    windows = [asked(lead)["filter_public_timestamp"][0] for lead in reading.leads]
    assert windows[0] == "_MISSING" and windows[1] == f"to:{FIRST_YEAR - 1}-12-31"
    assert windows[2] == f"from:{FIRST_YEAR}-01-01,to:{FIRST_YEAR}-12-31"
    years = [int(window[5:9]) for window in windows[2:]]
    assert years == list(range(FIRST_YEAR, years[-1] + 1)), "no year is left out"
    from datetime import UTC, datetime

    assert years[-1] == datetime.now(UTC).year + 1
    assert all(
        asked(lead)["q"] == ['"alliance contract"'] and lead.question == "q1" for lead in reading.leads
    )
    assert reading.detail is not None and "asked again year by year" in reading.detail
    assert all(lead.kind == "search" for lead in reading.leads), "the windows bring the results themselves"
    assert len({lead.url for lead in reading.leads}) == len(reading.leads)


def test_a_window_is_not_split_again_and_is_paged() -> None:
    where = source(window_over=100, page_size=10)
    lead = GovukSpider().ask(where, question(window="_MISSING"))
    reading = read(where, lead, page_of(10, 500))
    assert len([each for each in reading.leads if each.kind == "content"]) == 10
    assert asked(reading.leads[-1])["filter_public_timestamp"] == ["_MISSING"]


def test_as_many_results_as_allowed_are_paged_not_split() -> None:
    where = source(window_over=100, page_size=10)
    reading = read(where, GovukSpider().ask(where, question()), page_of(10, 100))
    assert not any("filter_public_timestamp" in asked(lead) for lead in reading.leads)


# ---- results


def test_a_result_on_another_site_is_recorded_and_not_followed() -> None:
    results = [
        {"link": "https://elsewhere.example/x", "title": "Elsewhere"},
        {"link": "/guidance/y", "title": "Y"},
    ]
    leads = read(
        source(), GovukSpider().ask(source(), question()), {"results": results, "total": 2, "start": 0}
    ).leads
    assert [(lead.url, lead.follow) for lead in leads] == [
        ("https://elsewhere.example/x", False),
        (SITE + "api/content/guidance/y", True),
    ]
    assert "another site" in leads[0].note["reason"] and leads[0].note["title"] == "Elsewhere"


# ---- content


CONTENT = Lead(SITE + "api/content/government/publications/p", "content", "question", {}, "q1")


def test_attachments_parts_members_and_parents_are_leads_with_their_reason() -> None:
    data = {
        "title": "P", "schema_name": "document_collection", "base_path": "/government/publications/p", "content_id": "id",
        "details": {"attachments": [
            {"attachment_type": "file", "url": "https://assets.publishing.service.gov.uk/media/1/a.pdf", "title": "A"},
            {"attachment_type": "html", "url": "/government/publications/p/web"},
            {"attachment_type": "external", "url": "https://other.example/z"},
        ]},
        "links": {"documents": [{"base_path": "/government/publications/member"}]},
    }  # fmt: skip
    leads = read(source(), CONTENT, data).leads
    assert [(lead.kind, lead.why, lead.follow) for lead in leads] == [
        ("file", "attachment", True), ("content", "part", True), ("page", "attachment", False), ("content", "collection", True),
    ]  # fmt: skip
    assert (
        leads[0].note == {"title": "A", "order": 0, "of": "id"}
        and leads[1].url == SITE + "api/content/government/publications/p/web"
    )
    assert leads[3].url == SITE + "api/content/government/publications/member" and {
        lead.question for lead in leads
    } == {"q1"}


def test_a_page_of_a_publication_found_by_itself_leads_to_the_whole() -> None:
    data = {
        "title": "W",
        "schema_name": "html_publication",
        "links": {"parent": [{"base_path": "/government/publications/whole"}]},
    }
    (lead,) = read(source(), CONTENT, data).leads
    assert (lead.url, lead.why) == (SITE + "api/content/government/publications/whole", "parent")
    assert read(source(), Lead(CONTENT.url, "content", "part"), data).leads == ()


def test_a_moved_and_a_gone_page_lead_to_what_replaces_them_on_the_same_site() -> None:
    moved = read(
        source(),
        CONTENT,
        {
            "schema_name": "redirect",
            "redirects": [{"destination": "/new"}, {"destination": "https://other.example/x"}],
        },
    )
    assert moved.outcome == "redirect" and [(lead.url, lead.why) for lead in moved.leads] == [
        (SITE + "api/content/new", "redirect")
    ]
    gone = read(
        source(), CONTENT, {"schema_name": "gone", "details": {"alternative_path": "/guidance/instead"}}, 410
    )
    assert gone.outcome == "gone" and [(lead.url, lead.why) for lead in gone.leads] == [
        (SITE + "api/content/guidance/instead", "replacement")
    ]


def test_one_link_that_is_no_address_does_not_cost_the_others() -> None:
    listed = [{"url": "http://[bad"}, {"url": "https://assets.publishing.service.gov.uk/media/1/a.pdf"}]
    reading = read(source(), CONTENT, {"title": "P", "details": {"attachments": listed}})
    assert reading.outcome == "read" and [lead.url.rsplit("/", 1)[-1] for lead in reading.leads] == ["a.pdf"]


def test_every_lead_is_in_its_one_spelling() -> None:
    data = {
        "title": "P",
        "details": {
            "attachments": [
                {
                    "attachment_type": "file",
                    "url": "HTTPS://Assets.Publishing.Service.GOV.UK/media/1/a b.pdf#page=2",
                }
            ]
        },
    }
    (lead,) = read(source(), CONTENT, data).leads
    assert lead.url == "https://assets.publishing.service.gov.uk/media/1/a%20b.pdf" and host_of(
        lead.url
    ) in GovukSpider().hosts(source())


# ---- files


@pytest.mark.parametrize(
    "status, outcome",
    [
        (200, "read"),
        (401, "refused"),
        (403, "refused"),
        (405, "refused"),
        (429, "refused"),
        (404, "not-found"),
        (410, "gone"),
        (500, "failed"),
    ],
)
def test_the_status_of_a_file_is_its_outcome(status: int, outcome: str) -> None:
    lead = Lead("https://assets.publishing.service.gov.uk/media/1/a.pdf", "file", "attachment")
    reading = read(source(), lead, b"%PDF-1.7", status)
    assert reading.outcome == outcome and (outcome == "read" or reading.detail)


def test_a_placeholder_is_never_a_document() -> None:
    lead = Lead(SITE + "government/placeholder", "file", "redirect")
    reading = read(source(), lead, b"<html>This file is being scanned", 200)
    assert reading.outcome == "unreadable" and reading.detail is not None and "placeholder" in reading.detail
