"""Pages as a walk reads them: links with their surroundings, hubs, chapters of books, pages of files."""

from __future__ import annotations

import pytest

from crawler.judge.listing import listed
from crawler.lead import Answer, Lead, Reading
from spiders.site import SiteSpider
from tests.walking.walked import BASE, SOURCE, page


def read(body: bytes, path: str = "/x", **note: object) -> Reading:
    url = BASE + path
    return SiteSpider().read(SOURCE, Lead(url, "page", "link", note), Answer(url, 200, {}, body))


def order(reading: Reading) -> list[str]:
    return [each.url.removeprefix(BASE) for each in sorted(reading.leads, key=lambda each: -each.priority)]


def test_leads_are_ranked_by_what_they_promise() -> None:
    body = page("Housing", ("/bins", "Bins"), ("/c", "Homelessness"), ("/d", "Alliance contract for homelessness"), ("/e", "Visit us"))  # fmt: skip
    reading = read(body)
    assert order(reading) == ["/d", "/c", "/e", "/bins"]
    assert all(-1000 <= each.priority < 0 for each in reading.leads)


def test_a_link_is_read_with_the_heading_above_it_and_the_line_it_is_in() -> None:
    body = b"<nav><a href=/n>N</a></nav><main><h2>Papers on alliancing</h2><ul><li>Homelessness 2019: <a href=/a title=Big>PDF</a></li></ul></main>"
    links = {each.url.removeprefix(BASE): each for each in listed(body, BASE + "/x").links}
    assert links["/n"].around and not links["/n"].line
    assert (links["/a"].heading, links["/a"].line, links["/a"].title, links["/a"].around) == (
        "Papers on alliancing", "Homelessness 2019: PDF", "Big", False,
    )  # fmt: skip


def test_of_two_links_to_one_place_the_one_in_the_text_that_says_more_is_taken() -> None:
    body = b"<nav><a href=/a>A much longer text in the menu</a></nav><main><a href=/a>more</a><p><a href=/a>The whole report</a></main>"
    (link,) = listed(body, BASE + "/x").links
    assert (link.text, link.around) == ("The whole report", False)


@pytest.mark.parametrize(
    "path, title",
    [("/a_to_z/B", "B"), ("/x", "A to Z of services"), ("/sitemap", "All"), ("/site-map", "x"), ("/x", "Publication scheme"), ("/publication-scheme", "x")],
)  # fmt: skip
def test_a_page_that_only_leads_on_is_walked_and_said_to_be_no_document(path: str, title: str) -> None:
    reading = read(page(title, ("/a", "Homelessness"), ("/b", "Bins")), path)
    assert reading.answer == {"hub": True} and len(reading.leads) == 2


def test_a_list_of_links_is_a_hub_and_a_text_with_links_is_not() -> None:
    many = [(f"/{n}", f"Something about number {n}") for n in range(30)]
    assert read(page("Documents", *many, text="")).answer == {"hub": True}
    assert read(page("Documents", *many, text="A long text. " * 200)).answer is None
    assert read(page("Documents", *many[:3], text="")).answer == {"hub": True}
    assert (
        read(page("Documents", *many[:3], text="What the council has decided on bins this year.")).answer
        is None
    )


def test_the_chapters_of_a_publication_are_told_as_parts_of_its_first_page() -> None:
    def chapter(target: str) -> bytes:
        return page("Homelessness", rest=f"<ul class='book-navigation book-navigation--publication'><li><a rel=prev href=/up>Previous</a><li><a rel=next href='{target}'>Next</a></ul>")  # fmt: skip

    (lead,) = (each for each in read(chapter("/book/2"), "/book").leads if each.url == BASE + "/book/2")
    assert lead.note == {"text": "Next", "book": BASE + "/book", "part": 2}
    (lead,) = (
        each
        for each in read(chapter("/book/3"), "/book/2", **lead.note).leads
        if each.url == BASE + "/book/3"
    )
    assert (lead.note["book"], lead.note["part"]) == (BASE + "/book", 3)


@pytest.mark.parametrize("path", ["/downloads/file/12/homelessness-alliancing", "/downloads/download/12/x"])
def test_the_page_of_a_file_leads_to_the_file_under_the_title_of_the_page(path: str) -> None:
    body = page(
        "Alliance contract for homelessness",
        ("/downloads/download/13/y", "Download now"),
        ("/other", "Cookies"),
    )
    reading = read(body, path)
    assert reading.answer == {"hub": True} and order(reading)[0] == "/downloads/download/13/y"
    file = next(each for each in reading.leads if each.url.endswith("/y"))
    assert file.note["title"] == "Alliance contract for homelessness" and file.follow


def test_the_files_of_a_publication_in_drupal_are_known_by_their_place() -> None:
    body = b"<main><h1>X</h1><div class='publication-document'><a href='/get/1'>Here</a></div><p><a href='/get/2'>Here</a></p></main>"
    assert order(read(body)) == ["/get/1", "/get/2"]


def test_a_page_says_what_it_is_worth_and_a_file_does_not() -> None:
    good = read(page("Homelessness", text="An alliance contract for homelessness. The alliance contract."))
    assert good.worth is not None and good.worth > 0.5
    assert read(page("Bins")).worth == 0.0
    assert read(b"%PDF-1.7").worth is None


@pytest.mark.parametrize("body", [b"<", b"<a href", b"<a href='http://[x'>y</a>", b"\xff\xfe<\x00a\x00", b"<ul>" * 5000, b"<a href=/x>" * 3000, b"<base href='http://['><a href=y>"])  # fmt: skip
def test_careless_and_hostile_pages_are_read(body: bytes) -> None:
    assert read(body + b"<p>").outcome == "read"


def test_without_words_links_are_taken_in_the_order_of_the_page() -> None:
    plain = type(SOURCE)("s", "site", "S", BASE + "/", {"start": ["sitemap"]})
    body = page("Housing", ("/bins", "Bins"), ("/d", "Alliance contract for homelessness"))
    reading = SiteSpider().read(plain, Lead(BASE + "/x", "page", "link"), Answer(BASE + "/x", 200, {}, body))
    assert (
        [each.priority for each in reading.leads] == [0, 0]
        and reading.worth is None
        and reading.answer is None
    )
