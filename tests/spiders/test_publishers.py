"""Publishers: how pages are told apart, what a page shows, what a page of results says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.judge.publication import publication
from crawler.judge.results import results_of
from crawler.lead import Answer, Lead
from crawler.publisher import Publisher
from crawler.sources import sources, spiders
from crawler.spec import Source
from spiders.base import ELSEWHERE, FILTERED, PublisherSpider
from spiders.kingsfund import KingsFundSpider

FRONT = "https://www.example.org/"
SITE = Publisher(
    name="Example Trust",
    documents=("/reports/*",),
    perhaps=("/*/*",),
    listings=("/reports",),
    files=("https://files.example.org/**", "/file/*/download"),
    search="/find?q={words}",
    nothing_found="Sorry, nothing matches.",
    document_type="research report",
    types=(("long read", "article"), ("reports", "research report")),
    notices=("This content is more than",),
    hosts=("www.example.org", "example.org", "files.example.org"),
)
TEXT = "<p>" + "Alliances of providers share gains and losses for the care of people at home. " * 3 + "</p>"


def page(main: str, head: str = "") -> bytes:
    return (
        f"<html><head><title>A | Example</title>{head}</head><body><main>{main}</main></body></html>".encode()
    )


def seen(main: str, head: str = "", path: str = "/reports/a") -> Any:
    return publication(page(main, head), "https://www.example.org" + path, SITE)


# ---- addresses


def test_a_declaration_survives_the_ledger() -> None:
    assert Publisher.from_dict(json.loads(json.dumps(SITE.as_dict()))) == SITE


@pytest.mark.parametrize(
    ("path", "document", "listing"),
    [("/reports/a", True, False), ("/reports/a/", True, False), ("/reports", False, True), ("/reports?page=3", False, True),
     ("/reports/a/b", False, False), ("/Reports/A", True, False), ("/about", False, False)],
)  # fmt: skip
def test_an_asterisk_stands_for_anything_within_one_part(path: str, document: bool, listing: bool) -> None:
    url = "https://www.example.org" + path
    assert (SITE.is_document(url), SITE.is_listing(url)) == (document, listing)


def test_files_are_told_by_where_they_lie_as_well_as_by_their_ending() -> None:
    assert SITE.is_file("https://files.example.org/x/1/a")
    assert SITE.is_file("https://www.example.org/file/12/download?token=a")
    assert not SITE.is_file("https://www.example.org/x/1/a")


@pytest.mark.parametrize("name", [name for name, spec in sorted(sources().items()) if spec.publisher])
def test_every_publisher_that_greylit_knows_is_declared_in_full(name: str) -> None:
    spec = sources()[name]
    assert spec.publisher is not None and spec.publisher.name and spec.live_hosts
    assert spec.publisher.documents or spec.publisher.perhaps
    assert spec.publisher.files, "where its files lie must be said"
    assert not spec.publisher.search or spec.publisher.nothing_found, (
        "without its sentence nothing is ever none"
    )
    assert issubclass(spiders()[name], PublisherSpider) and spiders()[name].publisher is spec.publisher


# ---- the page of a publication


def test_structured_data_tells_the_authors_before_anything_printed() -> None:
    linked = {"@type": "Report", "author": [{"name": "Ann Ash"}, {"name": "Bo Birch"}]}
    found = seen(
        f"<h1>A</h1><p class=byline>By Somebody Else</p>{TEXT}",
        f'<script type="application/ld+json">{json.dumps(linked)}</script>',
    )
    assert found.authors == ("Ann Ash", "Bo Birch")


@pytest.mark.parametrize(
    "printed",
    ["<p>By Ann Ash and Bo Birch</p>", "<p>Written by: Ann Ash, Bo Birch</p>",
     '<div class="author-list"><span class="authors"><a href="/p/a">Ann Ash</a> <a href="/p/b">Bo Birch</a></span></div>',
     '<a rel="author" href="/a">Ann Ash</a> <a rel="author" href="/b">Bo Birch</a>'],
)  # fmt: skip
def test_printed_names_are_read_one_by_one(printed: str) -> None:
    assert seen(f"<h1>A</h1>{printed}{TEXT}").authors == ("Ann Ash", "Bo Birch")


@pytest.mark.parametrize(
    "line", ["By 2030 all of this will be forgotten.", "By the way, nobody came.", "By post"]
)
def test_a_sentence_that_begins_with_by_is_no_author(line: str) -> None:
    assert (
        seen(f"<h1>A</h1><p>{line}</p>{TEXT}").authors in ((), ("post",))
        if "post" in line
        else not seen(f"<h1>A</h1><p>{line}</p>{TEXT}").authors
    )


def test_broken_structured_data_is_passed_over() -> None:
    found = seen(
        f"<h1>A</h1><p>By Ann Ash</p>{TEXT}", '<script type="application/ld+json">{"@type": "Rep</script>'
    )
    assert found.outcome == "read" and found.authors == ("Ann Ash",)


def test_the_label_above_the_heading_is_the_type_and_else_a_part_of_the_path() -> None:
    assert seen(f'<span class="content-type">Long read</span><h1>A</h1>{TEXT}').doc_type == "article"
    assert seen(f"<h1>A</h1>{TEXT}").doc_type == "research report"


def test_the_warning_of_a_page_is_kept_as_its_first_sentence() -> None:
    found = seen(
        f'<div class="banner">This content is more than five years old. Read on.</div><h1>A</h1>{TEXT}'
    )
    assert found.notice == "This content is more than five years old."


def test_a_block_of_downloads_decides_which_files_are_the_publication_s() -> None:
    found = seen(
        f'<h1>A</h1><p>We said so in <a href="/sites/old.pdf">an earlier paper</a> already.</p>{TEXT}'
        '<div class="downloads"><a href="https://files.example.org/x/9f">Download (2 MB)</a></div>'
        '<aside><a href="/sites/other.pdf">Another</a></aside>'
        '<a href="https://elsewhere.example/b.pdf">theirs</a>'
    )
    assert [each.url for each in found.files] == ["https://files.example.org/x/9f"]
    assert [each.url for each in found.cited] == ["https://www.example.org/sites/old.pdf"]


def test_a_file_in_the_middle_of_a_paragraph_is_cited_and_one_by_itself_is_offered() -> None:
    long = (
        "This is what we found when we looked at ten years of agreements between councils and those who nurse. "
        * 2
    )
    found = seen(
        f'<h1>A</h1><p>{long}<a href="/b.pdf">See there</a></p><p><a href="/a.pdf">Read the report</a></p>{TEXT}'
    )
    assert [each.url for each in found.files] == ["https://www.example.org/a.pdf"]
    assert [each.url for each in found.cited] == ["https://www.example.org/b.pdf"]


def test_a_file_that_is_named_by_its_isbn_tells_it() -> None:
    found = seen(f'<h1>A</h1><a href="/files/1859354149.pdf">PDF</a>{TEXT}')
    assert found.files[0].isbn == "1859354149"


@pytest.mark.parametrize(
    ("href", "own"),
    [("https://example.org/reports/b", "https://example.org/reports/b"), ("/reports/b", "https://www.example.org/reports/b"),
     ("https://elsewhere.example/reports/b", ""), ("https://www.example.org/", ""), ("mailto:a@b.example", "")],
)  # fmt: skip
def test_only_an_address_of_its_own_is_taken_as_the_page_s_own_name(href: str, own: str) -> None:
    assert seen(f"<h1>A</h1>{TEXT}", f'<link rel="canonical" href="{href}">').canonical == own


@pytest.mark.parametrize("main", ["", "<div id=app></div>", "<h1>A</h1>", f"{TEXT}"])
def test_a_declared_publication_that_does_not_look_like_one_is_unreadable(main: str) -> None:
    body = f"<html><head></head><body><main>{main}</main></body></html>".encode()
    found = publication(body, "https://www.example.org/reports/a", SITE)
    assert found.outcome == "unreadable" and "Example Trust" in (found.detail or "")


def test_a_page_that_may_be_a_publication_is_one_only_where_it_says_so() -> None:
    assert seen(f"<h1>Housing</h1>{TEXT}", path="/topics/housing").outcome == "hub"
    assert seen(f"<h1>A</h1><p>Written by: Ann Ash</p>{TEXT}", path="/housing/a").outcome == "read"
    assert (
        seen(f"<h1>A</h1>{TEXT}", '<meta property="og:type" content="article">', "/housing/a").outcome
        == "read"
    )


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_no_bytes_make_the_judge_fail(body: bytes) -> None:
    publication(b"<html><main><h1>A</h1>" + body, FRONT + "reports/a", SITE)
    results_of(body, FRONT + "find?q=a", SITE)


# ---- results


def test_results_are_links_to_publications_and_files_with_the_next_page() -> None:
    body = page(
        '<nav><a href="/reports/menu">M</a></nav><ol><li><a href="/reports/a">A</a></li><li><a href="/f.pdf">F</a></li></ol>'
        '<a href="/about">About</a><a href="/find?q=a&page=2">Next page ›</a>'
    )
    found = results_of(body, "https://www.example.org/find?q=a", SITE)
    assert found.outcome == "results" and [each.url[24:] for each in found.results] == ["reports/a", "f.pdf"]
    assert found.next == "https://www.example.org/find?page=2&q=a"


def test_nothing_is_none_only_in_the_site_s_own_words() -> None:
    said = page('<p>Sorry, nothing  matches.</p><h2>Popular</h2><ul><li><a href="/reports/a">A</a></li></ul>')
    assert results_of(said, FRONT, SITE).outcome == "none"
    other = results_of(page("<h1>Something went wrong</h1>"), FRONT, SITE)
    assert other.outcome == "unreadable" and "Sorry, nothing matches." in (other.detail or "")
    silent = results_of(page("<p>0 results</p>"), FRONT, Publisher(documents=("/reports/*",)))
    assert silent.outcome == "unreadable" and "not known how" in (silent.detail or "")


# ---- the spider


def source(**options: Any) -> Source:
    return Source("s", "publisher", "S", FRONT, {"declared": SITE.as_dict(), "start": ["sitemap"], **options})


def read(body: bytes, kind: str, path: str) -> Any:
    url = "https://www.example.org" + path
    answer = Answer(url, 200, {"content-type": "text/html"}, body)
    return spiders()["publisher"]().read(source(), Lead(url, kind, "link"), answer)


def test_a_walk_begins_at_front_page_sitemaps_and_lists() -> None:
    leads = {(each.url, each.kind) for each in spiders()["publisher"]().start_leads(source())}
    assert leads == {
        (FRONT, "listing"), (FRONT + "robots.txt", "sitemaps"), (FRONT + "sitemap.xml", "sitemap"), (FRONT + "reports", "listing")
    }  # fmt: skip


def test_a_list_leads_to_publications_and_its_further_pages_and_says_why_not_to_others() -> None:
    body = page(
        '<a href="/reports/a">A</a><a href="/reports?page=2">2</a><a href="/reports?topic=care">Care</a><a href="/about">About</a>'
    )
    reading = read(body, "listing", "/reports")
    told = {each.url[24:]: (each.kind, each.follow, each.note.get("reason")) for each in reading.leads}
    assert told == {
        "reports/a": ("publication", True, None), "reports?page=2": ("listing", True, None),
        "reports?topic=care": ("listing", False, FILTERED), "about": ("listing", False, ELSEWHERE),
    }  # fmt: skip
    assert reading.answer == {"hub": True}


def test_titles_that_promise_come_before_lists_and_those_before_the_rest() -> None:
    body = page(
        '<a href="/reports/a">Bins</a><a href="/reports?page=2">2</a><a href="/reports/b">An alliance contract for social care</a>'
    )
    options = {"rank": {"A": ["alliance contract"], "C": ["social care"]}}
    url = FRONT + "reports"
    reading = spiders()["publisher"]().read(
        source(**options),
        Lead(url, "listing", "start"),
        Answer(url, 200, {"content-type": "text/html"}, body),
    )
    order = sorted(reading.leads, key=lambda each: -each.priority)
    assert [each.url[24:] for each in order] == ["reports/b", "reports?page=2", "reports/a"]


def test_a_publication_leads_to_its_files_and_to_other_publications() -> None:
    body = page(
        f'<h1>A</h1>{TEXT}<p><a href="https://files.example.org/x/9f">PDF</a></p><p><a href="/reports/b">B</a></p>'
    )
    reading = read(body, "publication", "/reports/a")
    assert [(each.url, each.kind, each.why) for each in reading.leads] == [
        ("https://files.example.org/x/9f", "file", "attachment"), (FRONT + "reports/b", "publication", "link")
    ]  # fmt: skip


def test_both_generations_of_the_king_s_fund_s_addresses_are_publications() -> None:
    declared = KingsFundSpider.publisher
    for path in (
        "/insight-and-analysis/reports/a", "/insight-and-analysis/long-reads/a", "/publications/a", "/publications/articles/a",
        "/projects/a", "/press/press-releases/a",
    ):  # fmt: skip
        assert declared.is_document("https://www.kingsfund.org.uk" + path), path
    assert declared.is_listing("https://www.kingsfund.org.uk/insight-and-analysis/reports?page=4")
    assert not declared.is_document("https://www.kingsfund.org.uk/insight-and-analysis/reports")
    assert declared.is_file("https://assets.kingsfund.org.uk/f/256914/x/0123456789/a.pdf")
