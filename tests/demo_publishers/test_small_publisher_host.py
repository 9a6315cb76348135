"""Health Commons, which no spider was written for, and the mirror, which publishes nothing itself."""

from __future__ import annotations

import io
import re

import pypdfium2

from harvest.demo.corpus.build import build_site
from harvest.demo.corpus.markup import to_html
from harvest.demo.publishers.commons import NOTHING, matching
from harvest.demo.publishers.model import COMMONS, KINGS_FUND, MIRROR, by_id, publications
from tests.demo_publishers.conftest import Ask

WWW = f"http://{COMMONS}"
COPIES = f"http://{MIRROR}"


def library(page: str) -> list[str]:
    return re.findall(r'<li><a href="(/library/[^"]+)">', page)


def test_robots_names_no_sitemap_and_there_is_none(ask: Ask) -> None:
    assert "Sitemap" not in ask(f"{WWW}/robots.txt").text
    assert ask(f"{WWW}/sitemap.xml").status_code == 404


def test_the_library_has_three_pages_and_relevant_ones_only_on_the_third(ask: Ask) -> None:
    pages = [library(ask(f"{WWW}/library?page={number}").text) for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [4, 4, 4, 0]
    assert by_id()["hc-lending-library"].path in pages[2]
    assert '<a href="/library?page=3">Next</a>' in ask(f"{WWW}/library?page=2").text
    assert "Next" not in ask(f"{WWW}/library?page=3").text


def test_one_publication_is_found_by_the_search_page_alone(ask: Ask) -> None:
    hidden = by_id()["hc-only-search"]
    others = [ask(each.url).text for each in publications(COMMONS) if each is not hidden]
    lists = [ask(f"{WWW}{path}").text for path in ("/", "/library", "/library?page=2", "/library?page=3")]
    assert not any(hidden.path in page for page in others + lists)
    assert hidden.path in library(ask(f"{WWW}/find?q=%22alliance+contracts%22").text)


def test_the_search_page_goes_on_by_a_link_and_ends(ask: Ask) -> None:
    first = ask(f"{WWW}/find?q=alliance").text
    following = re.search(r'<a href="([^"]+)">Next</a>', first)
    assert following
    second = ask(WWW + following[1].replace("&amp;", "&")).text
    assert len(library(first)) == 3 and "Next" not in second
    assert library(first) + library(second) == [each.path for each in matching("alliance")]


def test_the_search_page_says_in_words_that_there_is_nothing(ask: Ask) -> None:
    page = ask(f"{WWW}/find?q=%22alliance+commissioning%22").text
    assert NOTHING in page and not library(page)
    assert NOTHING not in ask(f"{WWW}/find?q=soup").text


def test_the_search_knows_phrases_and_word_endings_and_no_files() -> None:
    assert {each.id for each in matching('"alliance agreement*"')} == {"hc-lending-library", "hc-undated"}
    assert {each.id for each in matching('"alliance agreement"')} == {"hc-undated"}
    assert matching("contract alliance") and not matching('"contract alliance"')
    assert not matching("alliancing"), "it is in a file only"
    assert not matching("") and not matching("*")


def test_its_pages_have_markup_of_their_own_and_files_without_a_name(ask: Ask) -> None:
    page = ask(by_id()["hc-baker"].url).text
    assert '<div class="pub-date">3 October 2017</div>' in page
    assert '<div class="by">Ottoline Marsh and Bram Quill</div>' in page
    assert (
        "<article>" in page and "<main" not in page and "<meta property" not in page and "ld+json" not in page
    )
    answer = ask("http://files.healthcommons.test/pub/117")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert 'filename="the-baker-on-the-board.pdf"' in answer.headers["Content-Disposition"]
    assert ask("http://files.healthcommons.test/pub/118").status_code == 404


def test_the_mirror_holds_a_file_of_the_kings_fund_byte_for_byte(ask: Ask) -> None:
    each = by_id()["kf-nine-signatures"]
    original = ask(each.addresses_of(each.files[0])[0])
    copy = ask(f"{COPIES}/doc/48213.pdf")
    assert copy.status_code == 200
    assert copy.content == original.content
    page = ask(f"{COPIES}/doc/48213").text
    assert '<meta property="og:site_name" content="DocsMirror">' in page
    assert '<a href="/doc/48213.pdf">' in page
    assert "King" not in page


def test_the_mirror_holds_the_words_of_a_page_of_another_site(ask: Ask) -> None:
    work = build_site(1).works["dunmere-mental-health"]
    page = ask(f"{COPIES}/doc/50177").text
    assert to_html(work.body) in page and to_html(work.body) in ask(f"http://www.gov.test{work.path}").text
    assert f"<h1>{work.title}</h1>" in page
    assert ask(f"{COPIES}/doc/50177.pdf").status_code == 404


def test_the_mirror_alone_has_a_file_that_its_publisher_has_no_more(ask: Ask) -> None:
    answer = ask(f"{COPIES}/doc/39902.pdf")
    with pypdfium2.PdfDocument(io.BytesIO(answer.content)) as file:  # type: ignore[no-untyped-call]
        assert "The King's Fund, March 2010" in file[0].get_textpage().get_text_range()
    held = {
        ask(address).content
        for each in publications(KINGS_FUND)
        for file in each.files
        if not file.lost
        for address in each.addresses_of(file)
    }
    assert answer.content not in held
    assert by_id()["mirror-lost"].title not in {each.title for each in publications(KINGS_FUND)}
