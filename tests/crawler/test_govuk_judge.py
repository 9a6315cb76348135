"""What GOV.UK's answers mean. `none` only when the API says so, and nothing that is sent can raise."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.judge.govuk import api_url, judge_content, judge_search, page_url, read_item
from crawler.judge.item import Item
from tests.crawler.govuk_expected import EXPECTED, NO_PAGE

SITE = "https://www.gov.uk"
URL = SITE + "/api/content/government/publications/bridges"


def search(status: int = 200, **data: Any) -> Any:
    return judge_search(status, json.dumps(data).encode())


def content(status: int = 200, **data: Any) -> Any:
    return judge_content(status, json.dumps(data).encode(), URL)


def item(**data: Any) -> Item:
    found = read_item(
        json.dumps({"title": "Bridges", "base_path": "/government/publications/bridges", **data}).encode(),
        URL,
    )
    assert found is not None
    return found


def results(count: int, first: int = 0) -> list[dict[str, str]]:
    return [{"link": f"/p/{number}", "title": f"T{number}"} for number in range(first, first + count)]


# ---- searches


def test_results_are_results() -> None:
    page = search(results=results(3), total=7, start=0)
    assert (page.outcome, page.total, page.start, len(page.results)) == ("results", 7, 0, 3)
    assert page.results[1]["link"] == "/p/1"


def test_none_is_said_only_when_the_api_says_total_0() -> None:
    assert search(results=[], total=0, start=0).outcome == "none"
    assert search(results=[], total=0).outcome == "none"


@pytest.mark.parametrize(
    "data",
    [
        {"results": [], "total": 12, "start": 0}, {"results": [], "start": 0}, {"total": 0}, {"results": None, "total": 0},
        {"results": {}, "total": 0}, {"results": [], "total": "0"}, {"results": [], "total": None}, {"results": [], "total": False},
        {"results": [], "total": -1}, {"results": [], "total": 0, "start": "x"}, {"results": [{"title": "no link"}], "total": 1},
        {"results": [{"link": None}], "total": 1}, {"results": [{"link": ""}], "total": 1}, {"results": ["/p/1"], "total": 1},
        {"results": [*results(1), {}], "total": 2}, {}, {"error": "internal"},
    ],
)  # fmt: skip
def test_an_answer_that_is_not_what_the_api_sends_is_unreadable(data: dict[str, Any]) -> None:
    assert search(**data).outcome == "unreadable"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><p>0 results",
        b"[]",
        b"null",
        b"0",
        b'{"results": [',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_an_answer_that_is_not_a_json_object_is_unreadable(body: bytes) -> None:
    assert judge_search(200, body).outcome == "unreadable"
    assert judge_content(200, body, URL).outcome == "unreadable"


def test_a_page_beyond_the_last_result_is_not_an_error() -> None:
    assert search(results=[], total=12, start=12).outcome == "results"
    assert search(results=[], total=12, start=11).outcome == "unreadable"


def test_a_refused_form_tells_what_the_api_said() -> None:
    page = search(422, error='"x" is not a valid filter field')
    assert (
        page.outcome == "unreadable"
        and page.detail is not None
        and '"x" is not a valid filter field' in page.detail
    )
    assert judge_search(422, b"<html>").outcome == "unreadable"


@pytest.mark.parametrize(
    "status, outcome",
    [(401, "refused"), (403, "refused"), (405, "refused"), (429, "refused"), (404, "failed"), (500, "failed"), (503, "failed"), (406, "failed")],
)  # fmt: skip
def test_other_statuses_are_refused_or_failed_whatever_the_body_says(status: int, outcome: str) -> None:
    page = search(status, results=[], total=0, start=0)
    assert page.outcome == outcome and str(status) in page.detail


# ---- pages


def test_a_page_is_read() -> None:
    page = content(
        title=" A \n bridge ",
        content_id="id-1",
        base_path="/b",
        document_type="guidance",
        locale="cy",
        description="Words",
    )
    assert page.outcome == "read" and page.item is not None
    assert (page.item.title, page.item.key, page.item.url) == ("A bridge", "id-1", SITE + "/b")
    assert (page.item.doc_type, page.item.language, page.item.description) == ("guidance", "cy", "Words")


def test_a_page_without_its_own_identity_is_known_by_its_address() -> None:
    found = read_item(b'{"title": "T"}', URL)
    assert found is not None and found.key == found.url == SITE + "/government/publications/bridges"


@pytest.mark.parametrize("data", [{}, {"title": ""}, {"title": None}, {"title": 7}, {"title": "  "}])
def test_an_answer_that_describes_no_page_is_unreadable(data: dict[str, Any]) -> None:
    assert content(**data).outcome == "unreadable"


@pytest.mark.parametrize(
    "status, data",
    [
        (410, {}),
        (200, {"schema_name": "gone", "title": None}),
        (410, {"details": None}),
        (410, {"details": []}),
    ],
)
def test_gone_is_gone(status: int, data: dict[str, Any]) -> None:
    page = content(status, **data)
    assert (page.outcome, page.targets, page.item) == ("gone", (), None)


def test_a_gone_page_may_name_what_replaces_it() -> None:
    page = content(
        200, schema_name="gone", details={"alternative_path": "/guidance/new", "explanation": "moved"}
    )
    assert page.targets == (SITE + "/guidance/new",)
    assert content(410, details={"alternative_path": "http://[bad"}).targets == ()


def test_a_gone_answer_need_not_be_json() -> None:
    assert judge_content(410, b"<html>gone</html>", URL).outcome == "gone"


def test_a_page_that_moved_leads_on() -> None:
    moves = [
        {"path": "/old", "destination": "/new"},
        {"destination": "https://other.example/x"},
        {"destination": None},
        "x",
    ]
    page = content(schema_name="redirect", title=None, redirects=moves)
    assert (page.outcome, page.targets) == ("redirect", (SITE + "/new", "https://other.example/x"))
    assert content(document_type="redirect", redirects=[{"destination": "/new"}]).outcome == "redirect"
    for nothing in ([], None, "x", [{}], [{"destination": "http://["}]):
        assert content(schema_name="redirect", redirects=nothing).outcome == "unreadable"


@pytest.mark.parametrize(
    "status, outcome",
    [
        (404, "not-found"),
        (401, "refused"),
        (403, "refused"),
        (405, "refused"),
        (429, "refused"),
        (500, "failed"),
        (504, "failed"),
    ],
)
def test_a_page_that_could_not_be_had_says_why(status: int, outcome: str) -> None:
    page = content(status, title="An error page")
    assert page.outcome == outcome and page.item is None and page.detail


# ---- dates


@pytest.mark.parametrize(
    "data, date, source",
    [
        ({"first_published_at": "2014-05-29T10:48:35+00:00", "public_updated_at": "2019-01-01T00:00:00Z"}, "2014-05-29", "first_published_at"),
        ({"first_published_at": "2016-02-29T09:00:00Z", "details": {"first_public_at": "2012-02-01T09:00:00Z"}}, "2012-02-01", "details.first_public_at"),
        ({"first_published_at": "2012-02-01T09:00:00Z", "details": {"first_public_at": "2016-02-29T09:00:00Z"}}, "2012-02-01", "first_published_at"),
        ({"details": {"first_public_at": "2011-01-02T00:00:00Z", "change_history": [{"public_timestamp": "2009-01-01T00:00:00Z"}]}},
         "2011-01-02", "details.first_public_at"),
        ({"details": {"change_history": [{"public_timestamp": "2015-01-28T00:00:00Z"}, {"public_timestamp": "2012-09-12T00:00:00Z"}, {}]},
          "public_updated_at": "2018-01-01T00:00:00Z"}, "2012-09-12", "details.change_history"),
        ({"details": {"public_timestamp": "2016-01-17T14:19:42Z"}, "public_updated_at": "2018-01-01T00:00:00Z"}, "2016-01-17", "details.public_timestamp"),
        ({"public_updated_at": "2018-01-01T00:00:00Z"}, "2018-01-01", "public_updated_at"),
        ({"first_published_at": "not a date at all", "public_updated_at": "2018-01-01"}, "2018-01-01", "public_updated_at"),
        ({"first_published_at": "2018-13-45T00:00:00Z"}, None, None), ({"first_published_at": 20180101}, None, None), ({}, None, None),
    ],
)  # fmt: skip
def test_the_date_is_the_first_publication_and_tells_its_field(
    data: dict[str, Any], date: str | None, source: str | None
) -> None:
    found = item(**data)
    assert (found.date, found.date_source) == (date, f"GOV.UK {source}" if source else None)


# ---- who, where, withdrawn


def test_the_primary_organisation_comes_first_and_each_once() -> None:
    found = item(
        links={
            "organisations": [{"title": "B"}, {"title": "A"}],
            "primary_publishing_organisation": [{"title": "A"}],
        }
    )
    assert found.publishers == ("A", "B")


def test_nations_it_does_not_apply_to_are_left_out() -> None:
    nations = {
        "england": {"label": "England", "applicable": True},
        "wales": {"label": "Wales", "applicable": False},
        "scotland": {"applicable": True},
    }
    assert item(details={"national_applicability": nations}).country == ("England", "scotland")


def test_a_withdrawn_page_keeps_the_sites_own_words() -> None:
    notice = {
        "explanation": "<div><p>It is <b>out</b> of date.</p></div>",
        "withdrawn_at": "2015-01-13T13:05:30Z",
    }
    assert item(withdrawn_notice=notice).withdrawn == "withdrawn 2015-01-13: It is out of date."
    assert item(withdrawn_notice={"explanation": ""}).withdrawn is not None
    assert item(withdrawn_notice={}).withdrawn is None and item().withdrawn is None


# ---- attachments


def test_attachments_of_three_kinds() -> None:
    listed = [
        {"attachment_type": "file", "url": "https://assets.publishing.service.gov.uk/media/1/a.pdf", "title": "A", "content_type": "application/pdf",
         "filename": "a.pdf", "number_of_pages": 12, "unique_reference": "X/1", "isbn": "978"},
        {"attachment_type": "html", "url": "/government/publications/bridges/b", "title": "B"},
        {"attachment_type": "external", "url": "https://other.example/c", "title": "C"},
        {"url": "/government/publications/bridges/d"}, {"url": "https://assets.example/e.csv"}, {"title": "no address"}, {"url": "http://["}, 7,
    ]  # fmt: skip
    found = item(details={"attachments": listed}).attachments
    assert [(each.kind, each.url.rsplit("/", 1)[-1]) for each in found] == [
        ("file", "a.pdf"), ("html", "b"), ("external", "c"), ("html", "d"), ("file", "e.csv"),
    ]  # fmt: skip
    first = found[0]
    assert (first.title, first.content_type, first.filename, first.pages, first.reference, first.isbn) == (
        "A",
        "application/pdf",
        "a.pdf",
        12,
        "X/1",
        "978",
    )
    assert found[1].url == SITE + "/government/publications/bridges/b"


OLD_BLOCK = """<section class="attachment embedded"><div class="attachment-thumb"><a href="/government/uploads/x/9/old.pdf"><img></a></div>
<div class="attachment-details"><h2 class="title"><a href="/government/uploads/x/9/old.pdf">Old report</a></h2>
<p class="metadata"><span class="references">Ref: <span class="unique_reference">BIS/9</span></span></p>
<a class="toggler" href="#help">Request</a></div></section>"""
NEW_BLOCK = """<p>Words</p><section class="gem-c-attachment"><div class="gem-c-attachment__thumbnail"><a href="https://assets.publishing.service.gov.uk/media/2/new.pdf">
</a></div><h2 class="gem-c-attachment__title"><a href="https://assets.publishing.service.gov.uk/media/2/new.pdf">New report</a></h2></section>
<section class="gem-c-attachment"><h2 class="gem-c-attachment__title"><a href="/government/publications/bridges/web">As a page</a></h2></section>
<section class="gem-c-attachment"><h2 class="gem-c-attachment__title"><a href="https://other.example/z">Elsewhere</a></h2></section>
<p>See <span class="attachment-inline"><a href="/government/uploads/x/7/inline.pdf">the terms</a> (PDF)</span>, <a href="/guidance/x">guidance</a>
and <span class="gem-c-attachment-link"><a class="govuk-link" href="https://assets.publishing.service.gov.uk/media/8/link.ods">the data</a></span></p>"""


def test_the_blocks_of_old_documents_lists_are_read() -> None:
    (found,) = item(details={"documents": [OLD_BLOCK]}).attachments
    assert (found.kind, found.url, found.title, found.reference) == (
        "file",
        SITE + "/government/uploads/x/9/old.pdf",
        "Old report",
        "BIS/9",
    )


@pytest.mark.parametrize(
    "body",
    [
        NEW_BLOCK,
        [
            {"content_type": "text/govspeak", "content": "x"},
            {"content_type": "text/html", "content": NEW_BLOCK},
        ],
    ],
)
def test_attachments_in_the_body_are_read(body: Any) -> None:
    found = item(details={"body": body}).attachments
    assert [(each.kind, each.url.rsplit("/", 1)[-1], each.title) for each in found] == [
        ("file", "new.pdf", "New report"), ("html", "web", "As a page"), ("external", "z", "Elsewhere"),
        ("file", "inline.pdf", "the terms"), ("file", "link.ods", "the data"),
    ]  # fmt: skip


def test_an_attachment_named_in_several_places_is_one_and_the_fullest() -> None:
    listed = {
        "attachment_type": "file",
        "url": "/government/uploads/x/9/old.pdf",
        "title": "From the list",
        "number_of_pages": 3,
    }
    (found,) = item(
        details={"attachments": [listed], "documents": [OLD_BLOCK], "featured_attachments": ["old.pdf"]}
    ).attachments
    assert (found.title, found.pages) == ("From the list", 3)


def test_the_pages_of_a_publication_are_its_attachments() -> None:
    children = [
        {"schema_name": "html_publication", "base_path": "/p/web", "title": "Web"},
        {"schema_name": "guide", "base_path": "/g"},
    ]
    (found,) = item(links={"children": children}).attachments
    assert (found.kind, found.url, found.title) == ("html", SITE + "/p/web", "Web")


def test_the_page_of_a_publication_knows_the_publication() -> None:
    parent = [{"content_id": "parent-id", "base_path": "/government/publications/whole"}]
    found = item(schema_name="html_publication", links={"parent": parent})
    assert (found.parent, found.parent_url) == ("parent-id", SITE + "/government/publications/whole")
    other = item(schema_name="guide", links={"parent": parent})
    assert other.parent is None and other.parent_url is None


def test_only_a_collection_has_members() -> None:
    links = {"documents": [{"base_path": "/a"}, {"base_path": "/b"}, {"title": "nowhere"}]}
    assert item(schema_name="document_collection", links=links).members == (SITE + "/a", SITE + "/b")
    assert item(schema_name="publication", links=links).members == ()


def test_the_words_of_a_page_come_in_reading_order() -> None:
    details = {
        "body": "<p>body</p>", "introductory_paragraph": "<p>intro</p>", "parts": [{"title": "One", "body": "<p>1</p>"}, {"title": "Empty", "body": " "}],
        "final_outcome_detail": "<p>outcome</p>", "public_feedback_detail": "<p>feedback</p>",
        "collection_groups": [{"title": "Group", "body": [{"content_type": "text/html", "content": "<p>g</p>"}]}],
    }  # fmt: skip
    assert [(part.title, part.html) for part in item(details=details).parts] == [
        (None, "<p>intro</p>"), (None, "<p>body</p>"), ("One", "<p>1</p>"), ("Outcome", "<p>outcome</p>"),
        ("Feedback received", "<p>feedback</p>"), ("Group", "<p>g</p>"),
    ]  # fmt: skip


def test_an_item_survives_a_trip_through_json() -> None:
    found = item(
        details={"attachments": [{"url": "/x"}], "body": "<p>x</p>"},
        links={"organisations": [{"title": "A"}]},
    )
    assert Item.from_dict(json.loads(json.dumps(found.as_dict()))) == found


def test_addresses_of_the_api_and_of_the_page_belong_together() -> None:
    assert api_url(SITE + "/", "/government/p/x/?a=b#c") == SITE + "/api/content/government/p/x"
    assert page_url(api_url(SITE, "/government/p/x")) == SITE + "/government/p/x"


# ---- anything at all

NAMES = (
    "title", "details", "links", "schema_name", "document_type", "base_path", "results", "total", "start", "link", "attachments", "documents",
    "body", "parts", "collection_groups", "url", "change_history", "public_timestamp", "redirects", "destination", "withdrawn_notice",
    "explanation", "national_applicability", "organisations", "children", "parent", "content_id", "alternative_path", "content", "content_type",
)  # fmt: skip
words = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["gone", "redirect", "html_publication", "document_collection", "http://[", "/x", "<section class=attachment><a href=http://[>", "\ud800",
                     "2019-01-01T00", "text/html", NEW_BLOCK]),
)  # fmt: skip
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(NAMES), words), inner, max_size=5),
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.sampled_from(NAMES), anything, max_size=8), st.sampled_from([200, 410, 404, 422, 500])
)
@example(
    {"title": "x", "details": {"parts": 5, "collection_groups": True, "attachments": [{"url": "http://["}]}},
    200,
)
@example({"title": "\ud800", "details": {"body": "\udfff<section class=attachment>"}}, 200)
def test_arbitrary_json_never_raises(data: dict[str, Any], status: int) -> None:
    body = json.dumps(data).encode()
    assert judge_search(status, body).outcome in ("results", "none", "refused", "unreadable", "failed")
    page = judge_content(status, body, URL)
    assert page.outcome in ("read", "redirect", "gone", "not-found", "refused", "unreadable", "failed")
    json.dumps(page.item.as_dict() if page.item else None, ensure_ascii=False).encode()


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_arbitrary_bytes_never_raise(body: bytes) -> None:
    assert judge_search(200, body).outcome == "unreadable" or body
    judge_content(200, body, URL)


# ---- the examples that GOV.UK publishes

SAMPLES = os.environ.get("GREYLIT_SAMPLES")
samples = pytest.mark.skipif(not SAMPLES, reason="GREYLIT_SAMPLES is not set")


def folder(name: str) -> Path:
    return Path(SAMPLES or ".", "govuk", name)


@pytest.mark.samples
@samples
def test_the_table_of_facts_covers_every_example() -> None:
    assert {path.stem for path in folder("content_api").glob("*.json")} == set(EXPECTED) | set(NO_PAGE)


@pytest.mark.samples
@samples
@pytest.mark.parametrize("name", EXPECTED)
def test_each_example_of_the_content_api_is_read_as_a_person_reads_it(name: str) -> None:
    body, facts = (folder("content_api") / f"{name}.json").read_bytes(), EXPECTED[name]
    path = json.loads(body).get("base_path") or "/unknown"
    page = judge_content(200, body, SITE + "/api/content" + path)
    found = page.item
    assert page.outcome == "read" and found is not None
    assert (found.title, found.date, found.publishers) == (facts.title, facts.date, facts.publishers)
    assert found.date_source == (f"GOV.UK {facts.source}" if facts.source else None)
    for kind, expected in (("file", facts.files), ("html", facts.pages), ("external", ())):
        assert (
            tuple(each.url.rsplit("/", 1)[-1] for each in found.attachments if each.kind == kind) == expected
        )
    assert (found.withdrawn or "").partition(":")[0] == (
        f"withdrawn {facts.withdrawn}" if facts.withdrawn else ""
    )
    assert (len(found.members), len(found.parts), found.country, found.language) == (
        facts.members,
        facts.parts,
        facts.country,
        facts.language,
    )
    assert found.url == SITE + path and found.key == (json.loads(body).get("content_id") or found.url)
    assert (found.parent_url is not None) == (name.startswith("html_publication"))


@pytest.mark.samples
@samples
def test_the_examples_that_are_no_page_say_what_they_are() -> None:
    for name, outcome in NO_PAGE.items():
        assert (
            judge_content(200, (folder("content_api") / f"{name}.json").read_bytes(), URL).outcome == outcome
        )


@pytest.mark.samples
@samples
def test_the_examples_of_the_search_api() -> None:
    tribunals = judge_search(200, (folder("search_api") / "govuk_search_tribunals.json").read_bytes())
    assert (tribunals.outcome, tribunals.total, len(tribunals.results)) == ("results", 37, 5)
    assert all(each["link"].startswith("/employment-tribunal-decisions/") for each in tribunals.results)
    # This one was asked for facets only: 314,216 results are counted and none is shown.
    facets = judge_search(200, (folder("search_api") / "search-api-app-search-response.json").read_bytes())
    assert (facets.outcome, facets.total) == ("unreadable", 314216)


@pytest.mark.samples
@samples
def test_real_error_pages_are_never_taken_for_an_answer() -> None:
    for path in folder("html").glob("*.html"):
        assert judge_search(200, path.read_bytes()).outcome == "unreadable"
        assert judge_content(200, path.read_bytes(), URL).outcome == "unreadable"
