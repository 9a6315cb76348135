"""The miniature King's Fund: two generations of addresses, markup of several ages, files on a host of their own."""

from __future__ import annotations

import io
import json
import re
from html import escape

import pypdfium2
import pytest

from harvest.demo.publishers.common import day_in_words
from harvest.demo.publishers.model import KINGS_FUND, NOTICE, OLD_BEFORE, by_id, dead_links, publications
from tests.demo_publishers.conftest import Ask

WWW = f"http://{KINGS_FUND}"
SHOWN = [each for each in publications(KINGS_FUND) if not each.is_empty]


def words_of(body: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(body)) as file:  # type: ignore[no-untyped-call]
        return "\n".join(page.get_textpage().get_text_range() for page in file)


def linked_data(page: str) -> list[str]:
    return re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)


def listed(page: str) -> list[str]:
    return re.findall(r'<h3><a href="([^"]+)">', page)


def test_the_bare_host_sends_everybody_to_www(ask: Ask) -> None:
    answer = ask("http://kingsfund.test/insight-and-analysis?page=2")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{WWW}/insight-and-analysis?page=2"


def test_robots_names_the_sitemap_and_the_sitemap_names_new_old_and_other_pages(ask: Ask) -> None:
    assert f"Sitemap: {WWW}/sitemap.xml" in ask(f"{WWW}/robots.txt").text.splitlines()
    named = re.findall(r"<loc>([^<]+)</loc>", ask(f"{WWW}/sitemap.xml").text)
    assert {f"{WWW}{path}" for path in ("/about", "/events", "/news-and-blogs")} <= set(named)
    for each in publications(KINGS_FUND):
        assert (each.url in named) == (each.sitemap == "new")
        assert any(WWW + old in named for old in each.old) == (each.sitemap == "old")
    assert {each.sitemap for each in publications(KINGS_FUND)} == {"new", "old", "no"}


def test_the_sitemap_gives_no_day_of_publication(ask: Ask) -> None:
    days = set(re.findall(r"<lastmod>([^<]+)</lastmod>", ask(f"{WWW}/sitemap.xml").text))
    assert len(days) == 1
    assert not days & {each.date for each in publications(KINGS_FUND)}


def test_old_addresses_lead_to_the_same_slug(ask: Ask) -> None:
    forms = set()
    for each in publications(KINGS_FUND):
        for old in each.old:
            answer = ask(WWW + old)
            assert (answer.status_code, answer.headers["Location"]) == (301, each.url)
            assert old.rsplit("/", 1)[1] == each.path.rsplit("/", 1)[1]
            forms.add(old.rsplit("/", 1)[0])
    assert forms == {"/publications", "/publications/articles", "/projects", "/press/press-releases"}


@pytest.mark.parametrize("path", ["/insight-and-analysis", "/insight-and-analysis/reports"])
def test_a_list_goes_page_by_page_newest_first_to_its_end(ask: Ask, path: str) -> None:
    found: list[str] = []
    address = f"{WWW}{path}"
    sizes = []
    while address:
        page = ask(address).text
        sizes.append(len(listed(page)))
        found += listed(page)
        following = re.search(r'<a href="([^"]+)" rel="next">', page)
        address = WWW + following[1] if following else ""
    assert max(sizes) == 6 and len(sizes) > 1
    expected = [each for each in publications(KINGS_FUND) if each.listed and each.path.startswith(path)]
    assert sorted(found) == sorted(each.path for each in expected)
    dates = {each.path: each.date for each in expected}
    assert [dates[each] for each in found] == sorted(dates.values(), reverse=True)


def test_what_is_in_no_list_is_linked_from_a_page_at_its_old_address(ask: Ask) -> None:
    hidden = [each for each in publications(KINGS_FUND) if not each.listed and each.sitemap == "no"]
    assert len(hidden) == 2
    pages = [ask(each.url).text for each in publications(KINGS_FUND) if each.listed]
    for each in hidden:
        assert any(f'<a href="{each.old[0]}">' in page for page in pages)


@pytest.mark.parametrize("name", [each.id for each in SHOWN])
def test_a_page_shows_label_title_day_authors_and_its_warning(ask: Ask, name: str) -> None:
    each = by_id()[name]
    page = ask(each.url).text
    assert page.index(f">{each.kind}</") < page.index("<h1>")
    assert f"<h1>{escape(each.title)}</h1>" in page
    assert day_in_words(each.date) in page
    for author in each.authors:
        assert re.search(rf'<a href="/about-us/whos-who/[a-z-]+">{author}</a>', page)
    assert (NOTICE in page) == (each.date < OLD_BEFORE)


def test_the_move_left_four_kinds_of_markup(ask: Ask) -> None:
    seen = set()
    for each in SHOWN:
        page = ask(each.url).text
        blocks = linked_data(page)
        seen.add(each.markup)
        assert ("article:published_time" in page) == (each.markup == "meta")
        assert bool(blocks) == (each.markup in ("json-ld", "broken"))
        if each.markup == "json-ld":
            said = json.loads(blocks[0])
            assert said["datePublished"].startswith(each.date)
            assert [person["name"] for person in said["author"]] == list(each.authors)
        if each.markup == "broken":
            with pytest.raises(ValueError, match="Expecting"):
                json.loads(blocks[0])
    assert seen == {"json-ld", "meta", "labels", "broken"}


def test_one_page_answers_with_scripts_and_nothing_to_read(ask: Ask) -> None:
    (each,) = [each for each in publications(KINGS_FUND) if each.markup == "shell"]
    answer = ask(each.url)
    assert answer.status_code == 200
    assert "<h1" not in answer.text and "<script" in answer.text
    assert not re.sub(r"<script.*?</script>|<[^>]+>", "", answer.text, flags=re.S).strip()


def test_one_page_answers_with_the_frame_of_the_site_and_nothing_in_it(ask: Ask) -> None:
    (each,) = [each for each in publications(KINGS_FUND) if each.markup == "bare"]
    answer = ask(each.url)
    assert answer.status_code == 200
    assert '<main id="main-content">\n</main>' in answer.text
    assert "<h1" not in answer.text and "<script" not in answer.text and each.title not in answer.text


def test_files_lie_on_a_host_of_their_own_whose_addresses_say_nothing(ask: Ask) -> None:
    each = by_id()["kf-budget-table"]
    (address,) = each.addresses_of(each.files[0])
    assert re.fullmatch(r"http://assets\.kingsfund\.test/f/256914/x/[0-9a-f]{10}/[a-z-]+\.pdf", address)
    assert (
        f'<section class="downloads"><h2>Downloads</h2>\n<ul>\n<li><a href="{address}">' in ask(each.url).text
    )
    answer = ask(address)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "alliance contract" in words_of(answer.content)
    assert "alliance contract" not in ask(each.url).text
    again = ask(address, If_None_Match=answer.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_old_files_still_answer_where_they_were(ask: Ask) -> None:
    each = by_id()["kf-commissioning-outcomes"]
    (old,) = each.addresses_of(each.files[0])
    assert old.startswith(f"{WWW}/sites/default/files/field/field_publication_file/")
    assert ask(old).headers["Content-Type"] == "application/pdf"
    moved = by_id()["kf-closing-the-ward"]
    new, before = moved.addresses_of(moved.files[0])
    assert new.startswith("http://assets.") and before.startswith(f"{WWW}/sites/default/files/2016-01/")
    assert ask(new).content == ask(before).content


def test_what_never_moved_answers_no_more_on_any_host_and_is_linked_by_those_that_cite_it(ask: Ask) -> None:
    for dead in dead_links():
        assert ask(dead.url).status_code == dead.status
        bare = ask(dead.url.replace("www.", "", 1))
        assert (bare.headers["Location"] if bare.is_redirect else "") in ("", dead.url)
        assert bare.is_redirect or bare.status_code == dead.status
        citing = ask(by_id()[dead.cited_by].url).text.replace("&amp;", "&")
        assert dead.url in citing or dead.url.removeprefix("http://www.jrf.test") in citing


def test_the_margin_names_other_publications(ask: Ask) -> None:
    page = ask(by_id()["kf-alliance-football"].url).text
    margin = re.search(r'<aside class="related">(.*?)</aside>', page, re.S)
    assert margin and by_id()["kf-partners"].title in margin[1]


def test_an_unknown_page_is_404_and_a_form_is_not_taken(ask: Ask) -> None:
    assert ask(f"{WWW}/publications/nothing-of-the-kind").status_code == 404
    assert ask("http://assets.kingsfund.test/f/256914/x/0000000000/a.pdf").status_code == 404
