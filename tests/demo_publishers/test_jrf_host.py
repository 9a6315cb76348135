"""The miniature JRF: two hosts with the same pages, slugs that changed, files by number and token."""

from __future__ import annotations

import io
import re

import pypdfium2

from harvest.demo.publishers.model import JRF, by_id, dead_links, publications
from tests.demo_publishers.conftest import Ask

WWW = f"http://{JRF}"
BARE = "http://jrf.test"


def test_both_hosts_answer_with_the_same_page_which_names_www_as_its_own(ask: Ask) -> None:
    for each in publications(JRF):
        www, bare = ask(WWW + each.path), ask(BARE + each.path)
        assert (www.status_code, bare.status_code) == (200, 200)
        assert www.content == bare.content
        assert f'<link rel="canonical" href="{WWW}{each.path}">' in bare.text


def test_old_addresses_lead_to_a_topic_and_another_slug(ask: Ask) -> None:
    differs = 0
    for each in publications(JRF):
        for old in each.old:
            for host in (WWW, BARE):
                answer = ask(host + old)
                assert (answer.status_code, answer.headers["Location"]) == (301, host + each.path)
            assert old.startswith("/report/")
            differs += old.rsplit("/", 1)[1] != each.path.rsplit("/", 1)[1]
    assert differs > 8


def test_pages_are_under_topics_or_at_the_top(ask: Ask) -> None:
    depths = {each.path.count("/") for each in publications(JRF)}
    assert depths == {1, 2}


def test_a_page_of_before_says_by_whom_and_when_in_words(ask: Ask) -> None:
    page = ask(by_id()["jrf-commissioning"].url).text
    assert "<p>Written by: Imogen Cray and Silas Wetherby</p>" in page
    assert "<p>Date published: 18 March 2014</p>" in page
    assert "ld+json" not in page and "<time" not in page


def test_a_new_page_says_it_in_structured_data_as_well(ask: Ask) -> None:
    page = ask(by_id()["jrf-care-homes"].url).text
    assert '"datePublished": "2019-07-10"' in page and '"@graph"' in page
    assert '<time datetime="2019-07-10">10 July 2019</time>' in page


def test_one_page_has_no_date_and_its_file_only_the_day_on_which_it_was_made(ask: Ask) -> None:
    each = by_id()["jrf-undated"]
    page = ask(each.url).text
    assert not each.date
    assert not re.search(r"(?:19|20)\d\d", page)
    body = ask(each.addresses_of(each.files[0])[0]).content
    with pypdfium2.PdfDocument(io.BytesIO(body)) as file:  # type: ignore[no-untyped-call]
        assert file.get_metadata_dict()["CreationDate"].startswith("D:20110704")


def test_a_file_by_number_needs_its_token_and_has_its_name_only_in_a_header(ask: Ask) -> None:
    place = f"{WWW}/file/51422/download"
    given = ask(f"{place}?token=W92ukE_4&filetype=full-report")
    assert given.status_code == 200
    assert given.headers["Content-Type"] == "application/pdf"
    assert given.headers["Content-Disposition"] == 'attachment; filename="when-care-homes-share.pdf"'
    assert ask(f"{place}?filetype=full-report&token=W92ukE_4").content == given.content
    assert ask(place).status_code == 403
    assert ask(f"{place}?token=wrong&filetype=full-report").status_code == 403
    assert ask(f"{WWW}/file/99999/download?token=W92ukE_4").status_code == 404
    page = ask(by_id()["jrf-care-homes"].url).text
    assert 'href="/file/51422/download?token=W92ukE_4&amp;filetype=full-report"' in page


def test_a_file_is_named_by_its_isbn_and_its_link_by_name_and_size(ask: Ask) -> None:
    page = ask(by_id()["jrf-commissioning-outcomes"].url).text
    found = re.search(
        r'<a href="(/sites/default/files/jrf/migrated/files/9781859359105\.pdf)">([^<]+)</a>', page
    )
    assert found and re.fullmatch(r"9781859359105\.pdf \(\d+\.\d\d KB\)", found[2])
    assert ask(BARE + found[1]).content[:5] == b"%PDF-"


def test_links_with_where_readers_came_from_answer_with_the_same_page(ask: Ask) -> None:
    for name, topic, query in (
        ("jrf-commissioning-outcomes", "/housing", "?gclid=EAIaIQobChMI8pXy"),
        ("jrf-care-homes", "/care", "?utm_source=newsletter&utm_medium=email"),
    ):
        each = by_id()[name]
        assert each.path + query in ask(WWW + topic).text.replace("&amp;", "&")
        assert ask(each.url + query).content == ask(each.url).content


def test_topics_only_list_and_name_what_the_sitemap_does_not(ask: Ask) -> None:
    named = re.findall(r"<loc>([^<]+)</loc>", ask(f"{WWW}/sitemap.xml").text)
    assert f"{WWW}/care" in named and f"{WWW}/about-us" in named
    assert not [address for address in named if "/report/" in address]
    missing = [each for each in publications(JRF) if each.url not in named]
    topics = "".join(ask(WWW + path).text for path in ("/care", "/neighbourhoods", "/housing", "/income"))
    assert len(missing) == 3
    assert all(f'"{each.old[0]}"' in topics for each in missing)


def test_the_dead_page_and_the_one_that_took_its_place_have_one_title_and_two_slugs() -> None:
    (dead,) = [each for each in dead_links() if each.twin == "jrf-neighbourhood"]
    each = by_id()[dead.twin]
    assert dead.title == each.title
    assert dead.url.rsplit("/", 1)[1] not in {path.rsplit("/", 1)[1] for path in (each.path, *each.old)}
