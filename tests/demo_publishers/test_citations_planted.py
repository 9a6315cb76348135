"""The planted citations stand where the truth says, in what is served, and the traps are what they are called."""

from __future__ import annotations

import io
import re
from collections import Counter
from urllib.parse import urljoin, urlsplit

import pypdfium2
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from harvest.demo.publishers.citations import (
    DEAD,
    Edge,
    address_of,
    counts,
    edges,
    external,
    graph,
    loops,
    lures,
    self_citations,
    words_of,
    work_at,
)
from harvest.demo.publishers.model import by_id, dead_links, publications
from tests.demo_publishers.conftest import Ask

DOI = re.compile(r"\b10\.\d{4,}/|\bdoi\b", re.IGNORECASE)
#: Titles of one word are words of the language as well: nobody can say of each place that it is no mention.
LONG = {name: each.title for name, each in by_id().items() if " " in each.title and not each.is_empty}


def of(*how: str) -> list[Edge]:
    return [edge for edge in edges() if edge.how in how]


def named(edge: Edge) -> str:
    return f"{edge.citing}-{edge.how}-{edge.cited or edge.written[:20]}"


def pages_of(body: bytes) -> list[str]:
    """The words of the pages of a PDF, words and addresses that a line end broke mended."""
    with pypdfium2.PdfDocument(io.BytesIO(body)) as file:  # type: ignore[no-untyped-call]
        read = [page.get_textpage().get_text_range() for page in file]
    return [" ".join(re.sub(r"\ufffe(?:\r?\n)?|(?<=/)\r?\n", "", page).split()) for page in read]


def squeezed(text: str) -> str:
    return " ".join(text.split())


def trapped(words: str) -> list[Edge]:
    return [edge for edge in edges() if words in edge.trap]


@pytest.mark.parametrize("edge", of("list"), ids=named)
def test_an_entry_of_a_list_is_in_its_file_below_the_heading(ask: Ask, edge: Edge) -> None:
    pages = pages_of(ask(edge.document).content)
    assert edge.page is not None and edge.written in pages[edge.page - 1]
    whole = " ".join(pages)
    assert 0 < whole.index(by_id()[edge.citing].cite_heading) < whole.index(edge.written)


def test_no_line_of_a_file_goes_off_its_page_and_some_end_within_a_word_or_an_address(ask: Ask) -> None:
    words, addresses = 0, 0
    for document in sorted({edge.document for edge in of("list", "footnote")}):
        with pypdfium2.PdfDocument(io.BytesIO(ask(document).content)) as file:  # type: ignore[no-untyped-call]
            for page in file:
                text = page.get_textpage()
                assert max(text.get_rect(at)[2] for at in range(text.count_rects())) < 560, document
                words += text.get_text_range().count("\ufffe")
                addresses += len(re.findall(r"(?<=/)\r?\n", text.get_text_range()))
    assert words >= 3 and addresses >= 2


@pytest.mark.parametrize("edge", of("footnote"), ids=named)
def test_a_note_is_numbered_small_and_at_the_foot_of_the_page_that_refers_to_it(ask: Ask, edge: Edge) -> None:
    body = ask(edge.document).content
    assert edge.page is not None
    text = pages_of(body)[edge.page - 1]
    found = re.search(rf"(\d) {re.escape(edge.written)}", text)
    assert found and "\u00b9\u00b2\u00b3"[int(found[1]) - 1] in text[: found.start()]
    with pypdfium2.PdfDocument(io.BytesIO(body)) as file:  # type: ignore[no-untyped-call]
        heights = {}
        words = file[edge.page - 1].get_textpage()
        for at in range(words.count_rects()):
            left, bottom, right, top = words.get_rect(at)
            heights[squeezed(words.get_text_bounded(left, bottom, right, top))] = (top - bottom, bottom)
    note = [place for line, place in heights.items() if line and line[2:] and line[2:] in edge.written]
    above = [place for line, place in heights.items() if line and line not in text[found.start() :]]
    assert note and all(height < 11 and bottom < 120 for height, bottom in note)
    assert above and min(bottom for _, bottom in above) > max(bottom for _, bottom in note)


@pytest.mark.parametrize("edge", of("page-list"), ids=named)
def test_an_entry_of_a_page_is_in_the_ordered_list_at_its_end(ask: Ask, edge: Edge) -> None:
    tree = HTMLParser(ask(edge.document).text)
    lists = tree.css("ol")
    assert edge.written in [squeezed(row.text()) for row in lists[-1].css("li")]
    assert by_id()[edge.citing].cite_heading in [head.text() for head in tree.css("h2")]


def test_an_address_in_a_list_of_a_page_is_a_link_that_leads_to_what_is_cited(ask: Ask) -> None:
    seen = 0
    for edge in of("page-list"):
        for row in HTMLParser(ask(edge.document).text).css("ol li"):
            if squeezed(row.text()) == edge.written and (link := row.css_first("a")) is not None:
                assert work_at(str(link.attributes["href"])) == edge.cited
                seen += 1
    assert seen == sum("http://" in edge.written for edge in of("page-list")) >= 4


@pytest.mark.parametrize("edge", of("inline", "mention"), ids=named)
def test_what_is_named_in_running_text_is_in_a_paragraph_and_no_link(ask: Ask, edge: Edge) -> None:
    tree = HTMLParser(ask(edge.document).text)
    assert any(edge.written in squeezed(each.text()) for each in tree.css("p"))
    assert edge.written not in [squeezed(link.text()) for link in tree.css("p a")]


@pytest.mark.parametrize("edge", of("link"), ids=named)
def test_a_link_leads_to_the_work_or_to_what_answers_no_more(ask: Ask, edge: Edge) -> None:
    tree = HTMLParser(ask(edge.document).text)
    links = {squeezed(link.text()): link.attributes["href"] for link in tree.css("p a")}
    assert urljoin(edge.document, str(links[edge.written])) == edge.url
    answer = ask(edge.url)
    for _ in range(3):
        answer = ask(answer.headers["Location"]) if answer.is_redirect else answer
    if "no more" in edge.trap:
        assert answer.status_code == {each.url: each.status for each in dead_links()}[edge.url]
    else:
        assert answer.status_code == 200 and work_at(answer.url) == edge.cited


def test_there_is_enough_of_each_kind_and_across_publishers() -> None:
    held, others = counts(held=True), counts(held=False)
    assert {how: number >= 4 for how, number in held.items()} == dict.fromkeys(
        ("list", "page-list", "footnote", "link", "inline", "mention"), True
    )
    assert sum(held.values()) >= 35 and sum(others.values()) >= 20 and len(edges()) == sum(counts().values())
    hosts = Counter(
        (by_id()[citing].host, by_id()[cited].host) for citing, cited in graph() if not cited.startswith(DEAD)
    )
    assert len([pair for pair in hosts if pair[0] != pair[1]]) >= 8
    both = Counter(
        (by_id()[citing].relevant, by_id()[cited].relevant) for citing, cited in graph() if cited in by_id()
    )
    assert len(both) == 4, "relevant and irrelevant works cite and are cited"
    styles = {each.cite_style for each in by_id().values() if each.cites}
    headings = {each.cite_heading for each in by_id().values() if each.cites}
    assert styles == {"harvard", "apa", "vancouver", "plain"}
    assert headings == {"References", "Bibliography", "Notes", "Endnotes"}


def test_no_doi_is_anywhere_and_every_target_has_an_address() -> None:
    assert not [name for name in by_id() if DOI.search(words_of(name))]
    assert all(urlsplit(address_of(edge.cited)).netloc for edge in edges() if edge.cited)
    with pytest.raises(KeyError):
        address_of("dead:nothing-of-the-kind")


def test_works_cite_each_other_in_loops_and_one_cites_itself() -> None:
    found = loops()
    assert ("kf-budget-table", "kf-glossary") in found
    assert ("jrf-care-homes", "kf-closing-the-ward", "kf-partners") in found
    assert Counter(map(len, found)) == {2: 1, 3: 1, 4: 2}
    assert self_citations() == ("jrf-commissioning",)


def test_works_of_one_title_are_cited_each_by_its_publisher_and_once_by_neither() -> None:
    pair = {"kf-commissioning-outcomes", "jrf-commissioning-outcomes"}
    by_publisher = trapped("another publisher has a work of the same title")
    assert {edge.cited for edge in by_publisher} == pair and len(by_publisher) == 3
    assert all(
        ("King's Fund" in edge.written) == (edge.cited == "kf-commissioning-outcomes")
        for edge in by_publisher
    )
    (open_,) = trapped("it is neither of them")
    titles = {by_id()[name].title for name in pair}
    assert titles == {open_.written} and not open_.cited and open_.year is None


def test_titles_within_titles_and_an_edition_of_no_year_are_not_held() -> None:
    longer = trapped("its title begins with that") + trapped("is the beginning of one that is held")
    (edition,) = trapped("an edition that exists nowhere")
    assert len(longer) == 4 and not any(edge.cited for edge in [*longer, edition])
    for edge in longer:
        assert any(
            title in edge.written or title.partition(":")[0] in edge.written for title in LONG.values()
        )
    assert by_id()["kf-last-mile"].title in edition.written
    assert edition.year and edition.year > int(by_id()["kf-last-mile"].date[:4])


def test_what_answers_no_more_is_cited_by_title_by_its_dead_address_and_by_that_of_an_archive() -> None:
    cited = {edge.cited for edge in of("list", "inline")}
    assert {"kf-lessons", "jrf-pooled", "dead:alliance-commissioning-explained"} <= cited
    dead = {each.url for each in dead_links()}
    written = [edge.written for edge in of("list")]
    assert sum(any(url in text for url in dead) for text in written) >= 4
    assert any("http://ia.webarchive.test/web/2017" in text for text in written)
    assert {edge.cited for edge in of("link") if "no more" in edge.trap} >= {
        "dead:the-last-trust",
        "jrf-neighbourhood",
    }


def test_no_work_names_a_title_that_the_truth_does_not_know_of() -> None:
    declared = {(edge.citing, edge.cited) for edge in edges()}
    allowed = {(edge.citing, name) for edge in edges() for name in LONG if edge.trap and not edge.cited}
    for name in by_id():
        text = words_of(name).replace("\n", " ")
        for other, title in LONG.items():
            if title in text and other != name and by_id()[other].host != "mirror.docs.test":
                same = by_id()[other].sibling or by_id()[name].twin_of == other
                assert same or (name, other) in declared | allowed, (name, title)


def test_the_words_of_a_work_from_which_its_relevance_follows_have_all_that_it_cites() -> None:
    assert not [edge for edge in edges() if edge.how != "link" and edge.written not in _joined(edge.citing)]


def _joined(name: str) -> str:
    # in the words of a file an address that a line end broke has a space there
    return words_of(name).replace("\n", " ").replace("/ ", "/")


def test_lures_are_titles_in_small_letters_and_no_edges() -> None:
    assert len(lures()) >= 2
    for name, other in lures():
        assert by_id()[other].title.lower() in words_of(name)
        assert by_id()[other].title not in words_of(name)
        assert (name, other) not in graph(mentions=True)


def test_what_is_not_held_is_of_authors_and_years_that_no_work_here_has() -> None:
    known = {(each.title, each.date[:4]) for each in by_id().values()}
    assert len({edge.written for edge in external()}) == len(external()) >= 20
    assert not [
        edge
        for edge in external()
        for title, year in known
        if title in edge.written and str(edge.year) == year
    ]
    assert all(publications(host) for host in {each.host for each in by_id().values()})
