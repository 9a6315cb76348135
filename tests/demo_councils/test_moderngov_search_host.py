"""The search of a ModernGov host of the miniature web, read with plain patterns."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.demo_councils.conftest import QUESTION, Ask

SAMPLES = os.environ.get("GREYLIT_SAMPLES", "")
ALPHA, BETA = "democracy.alpha.test", "beta.moderngov.test"
SEARCH = "ieSearchResults2.aspx"
NOTHING = "No results found for your query"


def blocks(page: str) -> list[str]:
    """Return the results of a page: what stands between its lines."""
    return page.split("<hr />")[1:-1]


def anchors(page: str) -> list[str]:
    return re.findall(r"#AI(\d+)", page)


def all_pages(ask: Ask, host: str, question: str) -> Iterator[str]:
    """Yield every page of results, going on by the link to the next one alone."""
    params = {"SS": question, "ADV": "1", "SD": "01/01/2000", "SB": "true"}
    while True:
        page = ask(host, SEARCH, **params).text
        yield page
        onward = re.search(r'href="([^"]*)" title="Next page of search results"', page)
        if onward is None:
            return
        params = {name: values[0] for name, values in parse_qs(urlsplit(unescape(onward[1])).query).items()}


def test_a_phrase_stands_together_and_or_joins_phrases(ask: Ask) -> None:
    one = set(anchors(ask(ALPHA, SEARCH, SS='"alliance agreement"').text))
    other = set(anchors(ask(ALPHA, SEARCH, SS='"alliance contract"').text))
    both = set(anchors(ask(ALPHA, SEARCH, SS='"alliance agreement" OR "alliance contract"').text))
    assert one and other and both == one | other
    assert NOTHING in ask(ALPHA, SEARCH, SS='"agreement alliance"').text


def test_the_search_knows_titles_minutes_and_the_words_of_files(ask: Ask) -> None:
    assert "12199" in anchors(ask(ALPHA, SEARCH, SS='"working as one"').text)
    assert anchors(ask(ALPHA, SEARCH, SS='"alliancing had begun in two towns"').text) == ["12500"]
    inside = ask(ALPHA, SEARCH, SS='"held in an alliance contract until 2023"').text
    assert anchors(inside) == ["12301"]
    assert "mgConvert2PDF.aspx?ID=131&amp;ISATT=1#search=" in inside


def test_what_is_not_public_is_not_found(ask: Ask) -> None:
    assert NOTHING in ask(ALPHA, SEARCH, SS='"alliancing in social care prices"').text


def test_ten_results_make_a_page_and_the_last_page_leads_no_further(ask: Ask) -> None:
    pages = list(all_pages(ask, BETA, QUESTION))
    assert [len(blocks(page)) for page in pages] == [10, 6]
    found = [number for page in pages for number in dict.fromkeys(anchors(page))]
    assert len(found) == len(set(found)) == 16
    assert "Results 11 to 16 for your search" in pages[1]


def test_dates_are_obeyed_only_in_the_advanced_search(ask: Ask) -> None:
    asked = {"SS": '"alliancing"', "SD": "01/01/2019", "ED": "31/12/2019"}
    within = ask(ALPHA, SEARCH, ADV="1", **asked).text
    assert "19/00012" in within
    assert anchors(within) == []
    assert anchors(ask(ALPHA, SEARCH, ADV="0", **asked).text)
    iso = ask(ALPHA, SEARCH, SS='"alliancing"', ADV="1", SD="2019-01-01", ED="2019-12-31").text
    assert anchors(iso)


def test_papers_from_before_2000_are_found_by_those_who_set_no_date(ask: Ask) -> None:
    assert "SSC19980311.pdf" in ask(ALPHA, SEARCH, SS='"alliancing"', ADV="0").text
    assert "SSC19980311.pdf" not in ask(ALPHA, SEARCH, SS='"alliancing"', ADV="1", SD="01/01/2000").text


def test_what_has_no_date_is_found_whatever_the_dates(ask: Ask) -> None:
    page = ask("committees.omega.test", f"mgInternet/{SEARCH}", SS=QUESTION, ADV="1", SD="01/01/2000").text
    assert "mgIssueHistoryHome.aspx?IId=700" in page
    assert (
        "Date of decision"
        not in ask("committees.omega.test", "mgInternet/mgIssueHistoryHome.aspx", IId="700").text
    )


def test_the_best_match_comes_first(ask: Ask) -> None:
    page = ask(ALPHA, SEARCH, SS=QUESTION, SB="true").text
    kept = [re.search(r'alt="(\w+) match"', block) for block in blocks(page)]
    stars = [found[1] for found in kept if found]
    order = ["Excellent", "Good", "Average"]
    assert set(stars) == set(order)
    assert stars == sorted(stars, key=order.index)


def test_nothing_found_is_said_in_so_many_words(ask: Ask) -> None:
    page = ask("democracy.xi.test", SEARCH, SS=QUESTION).text
    assert NOTHING in page
    assert not blocks(page)


def test_an_issue_and_the_old_archive_are_among_the_results(ask: Ask) -> None:
    page = ask(ALPHA, SEARCH, SS=QUESTION).text
    assert re.search(r'Key issue&#58; <a class="mgAiTitleLnk" href="mgIssueHistoryHome.aspx\?IId=901', page)
    assert re.search(r'href="ceListDocuments.aspx\?MeetingId=77&amp;DF=08%2F03%2F2004"', page)
    assert "olddocuments/HSCP20040308Report.pdf" in page


def test_snippets_name_people_and_mark_words(ask: Ask) -> None:
    page = ask(ALPHA, SEARCH, SS='"alliance agreement"').text
    assert "Cllr A Surname" in page
    assert "<strong>alliance</strong>" in page


def test_a_number_that_is_none_is_passed_over(ask: Ask) -> None:
    for number in ("", "x", "-3", "0", "9" * 40):
        assert ask(ALPHA, SEARCH, SS='"alliancing"', PG=number).status_code == 200


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES, reason="GREYLIT_SAMPLES is not set")
def test_its_results_have_the_structure_of_captured_ones(ask: Ask) -> None:
    """Each class that a captured result has, a result of the miniature web has, in the same kind of element."""

    def shape(page: str) -> set[tuple[str, str]]:
        tree = LexborHTMLParser(page)
        wanted = (
            "mgAiTitleTxt",
            "mgAiTitleLnk",
            "mgWordPara",
            "mgBulletList",
            "mgContent",
            "mgMainTxtBold",
            "mgFileSize",
        )
        return {
            (str(node.tag), name)
            for name in wanted
            for node in tree.css(f".{name}")
        }  # fmt: skip

    captured: set[tuple[str, str]] = set()
    for path in sorted((Path(SAMPLES) / "moderngov" / "html").glob("moderngov_search_*.html")):
        captured |= shape(path.read_text("utf-8", "replace"))
    assert captured
    assert captured - shape(ask(ALPHA, SEARCH, SS=QUESTION).text) == set()
