"""A site that is walked from its start pages."""

from __future__ import annotations

import pytest

from crawler.lead import Answer, Lead, Reading
from crawler.spec import Question, Source
from spiders.site import SiteSpider, links

BASE = "https://www.example.org/papers/index.html"
SOURCE = Source(
    "s",
    "site",
    "S",
    "https://www.example.org/papers/",
    {"start": ["/reports/*", "no-slash", "/about?utm_source=x"]},
)


def read(body: bytes, status: int = 200, url: str = BASE) -> Reading:
    return SiteSpider().read(SOURCE, Lead(url, "page", "start"), Answer(url, status, {}, body))


def test_the_walk_begins_at_the_address_and_the_start_paths() -> None:
    leads = list(SiteSpider().start_leads(SOURCE))
    assert [lead.url for lead in leads] == [
        "https://www.example.org/papers/",
        "https://www.example.org/reports/",
        "https://www.example.org/about",
    ]


def test_there_is_nothing_to_ask() -> None:
    with pytest.raises(ValueError, match="no search"):
        SiteSpider().ask(SOURCE, Question("q", "s", "A", "x", "x"))


@pytest.mark.parametrize(
    "href, url",
    [
        ("a.html", "https://www.example.org/papers/a.html"), ("/b", "https://www.example.org/b"), ("../c?x=1#top", "https://www.example.org/c?x=1"),
        ("//www.example.org/d", "https://www.example.org/d"), ("https://www.example.org/e?utm_source=x", "https://www.example.org/e"),
        (" /f ", "https://www.example.org/f"), ("https://WWW.EXAMPLE.ORG/g", "https://www.example.org/g"), ("/h i.pdf", "https://www.example.org/h%20i.pdf"),
        ("?page=2", "https://www.example.org/papers/index.html?page=2"),
    ],
)  # fmt: skip
def test_links_to_the_own_host_are_found_in_one_spelling(href: str, url: str) -> None:
    assert links(f"<a href='{href}'>Words</a>".encode(), BASE) == [(url, "Words")]


@pytest.mark.parametrize(
    "href",
    [
        "https://other.example/x",
        "http://[bad",
        "mailto:a@b.uk",
        "javascript:void(0)",
        "#top",
        "",
        "tel:123",
        "/logo.png",
        "/style.CSS",
        "data:text/html,x",
        "http://www.example.org:99999/",
    ],
)
def test_what_leads_elsewhere_or_to_no_page_is_left_out(href: str) -> None:
    assert links(f"<a href='{href}'>x</a><a href='/ok'>ok</a>".encode(), BASE) == [
        ("https://www.example.org/ok", "ok")
    ]


def test_each_address_is_found_once_with_its_first_words() -> None:
    assert links(b"<a href=/a>First</a><a href=/a#x>Again</a>", BASE) == [
        ("https://www.example.org/a", "First")
    ]


def test_a_page_that_names_its_own_base_is_read_from_there() -> None:
    body = b"<base href='/deep/er/'><a href='a'>x</a><a href='/b'>y</a>"
    assert [url for url, _ in links(body, BASE)] == [
        "https://www.example.org/deep/er/a",
        "https://www.example.org/b",
    ]
    foreign = b"<base href='https://other.example/'><a href='a'>x</a><a href='/b'>y</a><a href='https://www.example.org/c'>z</a>"
    assert [url for url, _ in links(foreign, BASE)] == ["https://www.example.org/c"]


def test_a_file_is_taken_as_it_is_and_a_page_gives_its_links() -> None:
    assert read(b"%PDF-1.7 <a href='/x'>") == Reading("read")
    assert read(b"plain words") == Reading("read")
    reading = read(b"<a href='/x'>X</a>")
    assert reading.outcome == "read" and [(lead.url, lead.why, lead.note) for lead in reading.leads] == [
        ("https://www.example.org/x", "link", {"text": "X"})
    ]


@pytest.mark.parametrize(
    "status, outcome",
    [
        (401, "refused"),
        (403, "refused"),
        (429, "refused"),
        (404, "not-found"),
        (410, "gone"),
        (500, "failed"),
        (304, "failed"),
    ],
)
def test_a_page_that_could_not_be_had_gives_no_links(status: int, outcome: str) -> None:
    reading = read(b"<a href='/x'>X</a>", status)
    assert reading.outcome == outcome and reading.leads == ()
