from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from harvest.text import Heading, extract
from harvest.text.html import extract_html
from tests.text.made import PROSE, SENTENCES, menu, page, prose_paragraphs


def test_prose_in_main_is_read_whole_without_the_site_around_it() -> None:
    body = f"<header>{menu()}</header><main><h1>Report</h1>{prose_paragraphs(6)}</main><footer>{menu(9)}</footer>"
    got = extract(page(body))
    assert (got.outcome, got.method, got.language) == ("text", "main", "en")
    assert all(sentence in got.text for sentence in SENTENCES)
    assert "Menu entry" not in got.text
    assert (got.pages[0].number, got.pages[0].start, got.pages[0].end) == (1, 0, len(got.text))


@pytest.mark.parametrize(
    "content",
    [
        f"<div class=content><h1>Report</h1>{prose_paragraphs(8)}</div>",
        f"<div><div><h1>Report</h1></div><article><section>{prose_paragraphs(8)}</section></article></div>",
        f"<table><tr><td>{menu(9)}</td><td><h1>Report</h1>{prose_paragraphs(8)}</td></tr></table>",
        prose_paragraphs(8),
    ],
)
def test_a_page_without_main_is_read_where_its_title_and_prose_stand(content: str) -> None:
    got = extract(page(f"<div class=nav>{menu()}</div>{content}<div>{menu(8)}</div>"))
    assert got.method == "densest"
    assert all(got.text.count(sentence) == 2 for sentence in SENTENCES)
    assert "Menu entry" not in got.text


def test_sections_after_the_first_stay_where_nothing_bounds_the_content() -> None:
    parts = "".join(f"<div><h2>Part {i}</h2>{prose_paragraphs(4)}</div>" for i in range(1, 4))
    got = extract(page(f"<div>{menu()}</div><div><div><h1>Plan</h1>{prose_paragraphs(6)}</div>{parts}</div>"))
    assert all(f"Part {i}" in got.text for i in (1, 2, 3))


def test_a_list_of_links_that_is_the_content_is_not_lost() -> None:
    links = "".join(
        f'<li><a href="/r/{i}">Annual report of the partnership board {i}</a></li>' for i in range(40)
    )
    body = f"<nav>{menu()}</nav><main><h1>Reports</h1><p>{SENTENCES[0]} {SENTENCES[1]}</p><ul>{links}</ul></main>"
    got = extract(page(body))
    assert got.method == "main"
    assert "partnership board 0" in got.text and "partnership board 39" in got.text
    assert "Menu entry" not in got.text


def test_cards_with_their_descriptions_are_content_even_under_a_heading_of_menus() -> None:
    cards = "".join(
        f'<div class=card><h3><a href="/{i}">Step {i}</a></h3><p>{SENTENCES[i]}</p></div>' for i in range(4)
    )
    got = extract(page(f"<main><h1>Guide</h1><p>{PROSE}</p><h2>In this guide</h2><div>{cards}</div></main>"))
    assert all(f"Step {i}" in got.text for i in range(4))


FURNITURE = (
    '<nav class="breadcrumb">gone</nav>',
    '<div class="cookie-banner">gone</div>',
    '<div id="cookieNotice">gone</div><div class="parkFooter">gone</div>',
    "<aside>gone</aside>",
    '<div class="share-links">gone</div>',
    '<a class="skip-link" href="#main">gone</a>',
    '<div role="complementary">gone</div>',
    '<div class="gem-c-contextual-sidebar">gone</div>',
    "<form><label>gone</label><input></form>",
    '<div hidden>gone</div><p style="display: none">gone</p><div class="hidden">gone</div>',
    '<h2>Is this page useful?</h2><p>gone <a href="/y">gone</a></p>',
    "<div><h2>Was this page helpful?</h2><button>Yes</button><p>gone</p></div>",
    '<section><h2>Related content</h2><ul><li><a href="/x">gone</a></li></ul></section>',
    '<div><p>You might also be interested in</p><div><a href="/x">gone</a></div></div>',
    '<h2>On this page</h2><ul><li><a href="#a">gone</a></li><li><a href="#b">gone</a></li><li><a href="#c">gone</a></li></ul>',
    '<h2>Quick links</h2><ul><li><a href="/f">gone</a></li><li><a href="/g">gone</a></li></ul>',
    '<h2>Share this page</h2><ul><li><a href="/f">gone</a></li></ul>',
    '<ul><li><a href="#a">gone</a></li><li><a href="#b">gone</a></li><li><a href="#c">gone</a></li></ul>',
    "<div class='field'><h3>Related stories</h3></div></div><div><div><a href='/s'>gone</a></div>",
)


@pytest.mark.parametrize("furniture", FURNITURE)
def test_furniture_in_the_content_is_left_out(furniture: str) -> None:
    inside = f"<h1>Plan</h1>{prose_paragraphs(8)}<div><p>Words that stay in the plan.</p>{furniture}</div>"
    for tag in ("main", "div"):
        got = extract(page(f"<{tag}>{inside}</{tag}>", "<title>Plan</title>"))
        assert "gone" not in got.text
        assert "stay in the plan" in got.text
        assert "useful" not in got.text and "helpful" not in got.text and "Related" not in got.text
        assert all(got.text.count(sentence) == 2 for sentence in SENTENCES)


@pytest.mark.parametrize(
    "line",
    ["Back to top", "Skip to main content", "Print this page", "Share on Facebook", "Last updated: 3 May 2023",
     "We use cookies to make this website work for you.", "Accept all cookies", "Show all updates"],
)  # fmt: skip
def test_lines_that_are_furniture_anywhere_are_left_out(line: str) -> None:
    assert line not in extract(page(f"<main>{prose_paragraphs(4)}<p>{line}</p></main>")).text


@pytest.mark.parametrize(
    "kept",
    [
        '<div class="accordion-panel" style="display:none">kept</div>',
        '<div role="tabpanel" hidden>kept</div>',
        "<details><summary>kept</summary><p>words</p></details>",
        "<h3><button aria-expanded=false>kept</button></h3><div>words</div>",
        "<dl><dt>Lead</dt><dd>kept</dd></dl>",
        "<h2>Feedback</h2><p>kept, said forty of the people who answered the consultation on the new service.</p>",
        "<p><strong>Comments</strong> kept</p>",
        f"<p>Before.</p><aside><p>kept {PROSE}</p></aside>",
        '<div class="no-footer has-sidebar">kept</div>',
        "<table><tr><td><p>Tell us what you think</p></td><td>kept</td></tr></table>",
        "<ul><li>We read more about how people live. kept</li></ul>",
        '<h2>Documents</h2><ul><li><a href="/plan.pdf">kept (PDF, 2 MB)</a></li></ul>',
    ],
)
def test_what_only_looks_like_furniture_is_kept(kept: str) -> None:
    assert "kept" in extract(page(f"<main><h1>Plan</h1>{prose_paragraphs(8)}{kept}</main>")).text


def test_a_heading_that_stands_over_many_sections_is_no_furniture() -> None:
    parts = "".join(f"<h2>Proposal {i}</h2><h3>Related information</h3><p>Said {i}.</p>" for i in range(5))
    got = extract(page(f"<main><h1>Replies</h1>{prose_paragraphs(8)}{parts}</main>"))
    assert got.text.count("Related information") == 5 and "Said 4." in got.text


def test_content_wrapped_in_something_named_like_furniture_is_kept() -> None:
    body = (
        f'<main class="has-sidebar"><div class="with sidebar"><form>{prose_paragraphs(8)}</form></div></main>'
    )
    got = extract(page(body))
    assert got.method == "main"
    assert SENTENCES[2] in got.text


def test_title_and_introduction_above_main_are_kept() -> None:
    hero = f'<div class="hero"><div class="breadcrumb">Home &gt; Plans</div><h1>Our plan</h1><p>{SENTENCES[3]}</p></div>'
    got = extract(
        page(f"<header>{menu()}</header>{hero}<main>{prose_paragraphs(2)}</main>", "<title>Our plan</title>")
    )
    assert got.text.startswith("Our plan") and SENTENCES[3] in got.text
    assert "Menu entry" not in got.text and "Home" not in got.text


def test_a_main_that_holds_next_to_nothing_does_not_bound_the_content() -> None:
    got = extract(page(f"<main>Loading</main><div><h1>Plan</h1>{prose_paragraphs(8)}</div>"))
    assert got.method == "densest" and SENTENCES[0] in got.text


def test_tables_keep_their_rows() -> None:
    rows = "".join(f"<tr><td>Ward {i}</td><td>{i * 7} beds</td></tr>" for i in range(12))
    table = f"<table><tr><th>Ward</th><th>Beds</th></tr>{rows}</table>"
    for wrapper in ("main", "article"):
        got = extract(page(f"<{wrapper}><h1>Beds</h1>{prose_paragraphs(8)}{table}</{wrapper}>"))
        lines = got.text.split("\n")
        assert "Ward | Beds" in lines and "Ward 11 | 77 beds" in lines
        assert not any(line.startswith("|") for line in lines)


def test_headings_of_the_content_are_told_in_order_with_their_levels() -> None:
    body = f"<nav><h2>Menu</h2></nav><main><h1>A\n plan</h1><h2></h2>{prose_paragraphs(4)}<h3><b>Aims</b></h3><h2>Costs</h2></main>"
    got = extract(page(body))
    assert got.headings == (Heading(1, "A plan"), Heading(3, "Aims"), Heading(2, "Costs"))
    many = extract(page(f"<main>{'<h2>One more</h2><p>And words.</p>' * 300}</main>"))
    assert len(many.headings) == 200


def test_a_date_in_a_box_of_facts_is_found_though_the_box_is_no_text() -> None:
    facts = "<dl class='page-metadata'><dt>Published:</dt><dd>5 March 2019</dd></dl>"
    got = extract(page(f"<main><h1>Plan</h1>{facts}{prose_paragraphs(6)}</main>"))
    assert got.date == "2019-03-05" and "2019" not in got.text


def test_a_page_without_words_is_empty() -> None:
    got = extract(page("<div><img src=a.png></div>"))
    assert (got.outcome, got.detail) == ("empty", "the page holds no words")


def test_a_very_short_page_still_gives_its_words() -> None:
    assert "Minutes not available" in extract(page("<p>Minutes not available.</p>")).text


def test_trafilatura_is_asked_where_we_find_next_to_nothing() -> None:
    # All words stand in what is named a footer: too much to be one for us in one piece, too little in three.
    parts = "".join(f"<div class=footer><p>{PROSE}</p></div>" for _ in range(4))
    got = extract(page(f"<article>{parts}</article><p>Short.</p>"))
    assert got.method == "trafilatura" and SENTENCES[0] in got.text


def test_words_for_browsers_without_frames_are_read() -> None:
    got = extract(
        b"<html><head><title>Plan</title></head><frameset><frame src=a><noframes><p>Read the plan</p></noframes></frameset>"
    )
    assert (got.method, got.text) == ("noframes", "Read the plan")


def test_xhtml_sections_of_characters_are_text() -> None:
    data = b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p><![CDATA[Bread & <b> roses]]></p></body></html>'
    assert extract(data, content_type="application/xhtml+xml").text == "Bread & <b> roses"


def test_html_mail_is_read_as_paragraphs_and_not_as_a_table() -> None:
    inner = f"<table><tr><td><h1>News</h1></td><td>{prose_paragraphs(4)}</td></tr></table>"
    got = extract(
        page(f"<table role=presentation><tr><td>&nbsp;</td><td>{inner}</td><td>&nbsp;</td></tr></table>")
    )
    assert SENTENCES[0] in got.text.split("\n") and "|" not in got.text


@pytest.mark.parametrize(
    "data",
    [
        b"<div>" * 4000,
        b"<div class='related footer'>some words " * 5000,
        b"<table><tr><td>" * 1500,
        b"<ul><li><a href='#a'>x</a>" * 6000,
        b"<main>" * 5000,
        b'<p "' * 20_000 + b">",
        b"\x00<html>\x00" * 20_000,
        b"<h3>Comments</h3><p>words " * 10_000,
        b"<table><div><form><p><a>" * 5000,
    ],
)
def test_markup_nobody_would_write_is_survived_in_seconds(data: bytes) -> None:
    started = time.process_time()
    got = extract_html(b"<html><body>" + data + b" deep words " * 40)
    assert "deep words" in got.text
    assert time.process_time() - started < 8


@pytest.mark.samples
def test_every_item_of_an_agenda_stays() -> None:
    root = os.environ.get("GREYLIT_SAMPLES")
    if not root:
        pytest.skip("GREYLIT_SAMPLES is not set")
    got = extract(Path(root, "moderngov/html/kingston_Agenda_151.html").read_bytes())
    items = re.findall(r"^(\d\d)\. \| \w", got.text, re.MULTILINE)
    assert items == [str(number) for number in range(54, 66)]
    assert "Skip to main content" not in got.text and "Election results" not in got.text


def test_a_long_page_is_cut_and_says_so() -> None:
    got = extract(page(f"<main>{prose_paragraphs(50)}</main>"), max_chars=1000)
    assert len(got.text) == 1000 and got.detail is not None and "cut" in got.detail


def test_the_same_bytes_give_the_same_result() -> None:
    data = page(f"<main>{prose_paragraphs(9)}</main>", "<title>A report</title>")
    assert extract(data) == extract(data)
