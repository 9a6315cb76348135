"""A site that is walked from its start pages."""

from __future__ import annotations

import pytest

from crawler.lead import Answer, Lead, Reading
from crawler.spec import Question, Source
from spiders.site import MAX_LINKS, NO_DOCUMENT, PART, SiteSpider, links

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
        "http://[bad",
        "mailto:a@b.uk",
        "javascript:void(0)",
        "#top",
        "",
        "tel:123",
        "data:text/html,x",
        "http://www.example.org:99999/",
        "ftp://www.example.org/a",
        "whatsapp://send?text=x",
    ],
)
def test_what_is_no_address_of_a_page_is_left_out(href: str) -> None:
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
    assert [url for url, _ in links(foreign, BASE)] == [
        "https://other.example/a",
        "https://other.example/b",
        "https://www.example.org/c",
    ]


@pytest.mark.parametrize(
    "href, reason",
    [
        ("/events/2093/05", "a calendar more than 2 years ahead (2093/05)"),
        ("/a/b/a/b/a/b", "the path repeats itself: a/b, 3 times in a row"),
        ("?sort=title", "another order of the same list (sort)"),
        ("/papers/index.html/print", "the page that it is on, laid out for printing"),
        ("/login?next=/papers", "a page to log in, register or log out (login)"),
        ("/logo.png", NO_DOCUMENT),
        ("/style.CSS?v=3", NO_DOCUMENT),
        ("/film.mp4", NO_DOCUMENT),
        ("/papers/1.pdf", None),
        ("https://other.example/x", None),
    ],
)
def test_links_that_lead_nowhere_are_kept_with_their_reason_and_not_followed(
    href: str, reason: str | None
) -> None:
    (lead,) = read(f"<a href='{href}'>Words</a>".encode()).leads
    assert (lead.follow, lead.note.get("reason"), lead.note["text"]) == (reason is None, reason, "Words")


def test_an_address_without_end_is_kept_in_part_and_not_followed() -> None:
    (lead,) = read(
        b"<a href='/" + b"a/" * 20_000 + b"'>x</a><a href='javascript:" + b"x" * 9000 + b"'>y</a>"
    ).leads
    assert not lead.follow and "longer than 2,000" in lead.note["reason"] and len(lead.url) < 2100


def test_traps_that_depend_on_the_page_are_judged_anew_on_each_page() -> None:
    body = b"<a href='/list?page=2&sort=title'>2</a>"
    assert read(body, url="https://www.example.org/list?sort=title").leads[0].follow
    assert not read(body, url="https://www.example.org/list?sort=date").leads[0].follow


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf\r\n%PDF-1.7 <a href='/x'>",
        b"PK\x03\x04<a href='/x'>",
        b"\x89PNG\r\n\x1a\n<a href='/x'>",
    ],
)
def test_no_file_reaches_the_reader_of_pages_whatever_its_header_says(body: bytes) -> None:
    answer = Answer(BASE, 200, {"content-type": "text/html"}, body)
    assert SiteSpider().read(SOURCE, Lead(BASE, "page", "start"), answer) == Reading("read")


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


def test_the_links_of_a_page_of_any_length_are_found_each_once() -> None:
    filler = "<p>" + "words and words " * 300 + "</p>"
    page = "<base href='/deep/'>" + "".join(f"{filler}<a href='{n}'>Paper {n}</a>" for n in range(600))
    assert len(page) > 10 * PART
    assert links(page.encode(), BASE) == [
        (f"https://www.example.org/deep/{n}", f"Paper {n}") for n in range(600)
    ]


def test_a_tag_that_is_longer_than_what_is_read_at_a_time_does_no_harm() -> None:
    page = b"<img src='data:" + b"x" * 3 * PART + b"'>" + b"y" * 3 * PART + b"<a href='a'>A</a>"
    assert links(page, BASE) == [("https://www.example.org/papers/a", "A")]


def test_a_page_with_more_links_than_anybody_reads_is_taken_in_part_and_says_so() -> None:
    page = b"".join(b"<a href=/%d>" % number for number in range(MAX_LINKS + 5))
    found = read(page)
    assert found.outcome == "read" and len(found.leads) == MAX_LINKS
    assert found.detail == f"only its first {MAX_LINKS} links were taken"
    assert read(page[: len(page) // 2]).detail is None
