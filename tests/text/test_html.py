from __future__ import annotations

from harvest.text import extract
from tests.text.made import SENTENCES, menu, page, prose_paragraphs


def test_prose_in_main_is_read_whole_without_the_site_around_it() -> None:
    body = f"<header>{menu()}</header><main><h1>Report</h1>{prose_paragraphs(6)}</main><footer>{menu(9)}</footer>"
    got = extract(page(body))
    assert (got.outcome, got.method, got.language) == ("text", "main", "en")
    assert all(sentence in got.text for sentence in SENTENCES)
    assert "Menu entry" not in got.text
    assert (got.pages[0].number, got.pages[0].start, got.pages[0].end) == (1, 0, len(got.text))


def test_a_page_without_main_goes_to_trafilatura() -> None:
    got = extract(
        page(f"<div class=nav>{menu()}</div><div class=content><h1>Report</h1>{prose_paragraphs(8)}</div>")
    )
    assert got.method == "trafilatura"
    assert SENTENCES[0] in got.text and "Menu entry" not in got.text


def test_a_list_of_links_that_is_the_content_is_not_lost() -> None:
    links = "".join(
        f'<li><a href="/r/{i}">Annual report of the partnership board {i}</a></li>' for i in range(40)
    )
    body = f"<nav>{menu()}</nav><main><h1>Reports</h1><p>{SENTENCES[0]} {SENTENCES[1]}</p><ul>{links}</ul></main>"
    got = extract(page(body))
    assert got.method == "main"
    assert "partnership board 0" in got.text and "partnership board 39" in got.text
    assert "Menu entry" not in got.text


def test_furniture_inside_main_is_left_out() -> None:
    body = (
        '<main><nav class="breadcrumb">You are here</nav><div class="cookie-banner">We use cookies</div>'
        f'{prose_paragraphs(8)}<aside>See other pages</aside><div class="share-links">Tell a friend</div></main>'
    )
    got = extract(page(body))
    assert got.method == "main"
    for furniture in ("You are here", "We use cookies", "See other pages", "Tell a friend"):
        assert furniture not in got.text


def test_content_wrapped_in_something_named_like_furniture_is_kept() -> None:
    body = (
        f'<main class="has-sidebar"><div class="with sidebar"><form>{prose_paragraphs(8)}</form></div></main>'
    )
    got = extract(page(body))
    assert got.method == "main"
    assert SENTENCES[2] in got.text


def test_tables_keep_their_rows() -> None:
    rows = "".join(f"<tr><td>Ward {i}</td><td>{i * 7} beds</td></tr>" for i in range(12))
    table = f"<table><tr><th>Ward</th><th>Beds</th></tr>{rows}</table>"
    for wrapper in ("main", "article"):
        got = extract(page(f"<{wrapper}><h1>Beds</h1>{prose_paragraphs(8)}{table}</{wrapper}>"))
        lines = got.text.split("\n")
        assert "Ward | Beds" in lines and "Ward 11 | 77 beds" in lines
        assert not any(line.startswith("|") for line in lines)


def test_a_page_without_words_is_empty() -> None:
    got = extract(page("<div><img src=a.png></div>"))
    assert (got.outcome, got.detail) == ("empty", "the page holds no words")


def test_a_very_short_page_still_gives_its_words() -> None:
    assert "Minutes not available" in extract(page("<p>Minutes not available.</p>")).text


def test_deeply_nested_markup_is_survived() -> None:
    got = extract(b"<html><body>" + b"<div>" * 4000 + b"deep words")
    assert "deep words" in got.text


def test_a_long_page_is_cut_and_says_so() -> None:
    got = extract(page(f"<main>{prose_paragraphs(50)}</main>"), max_chars=1000)
    assert len(got.text) == 1000 and got.detail is not None and "cut" in got.detail


def test_the_same_bytes_give_the_same_result() -> None:
    data = page(f"<main>{prose_paragraphs(9)}</main>", "<title>A report</title>")
    assert extract(data) == extract(data)
