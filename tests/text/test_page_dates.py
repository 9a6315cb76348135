"""Which day a page is dated with, by where and how it is written, and which days are not its own."""

from __future__ import annotations

import pytest

from harvest.text import extract
from harvest.text.pages.dates import Order, order_of, page_spans, tag_date
from tests.text.made import page, prose_paragraphs

HEADING = "<h1>Strategy for carers</h1>"
PROSE = prose_paragraphs(6)
DAY = "2021-03-03"


def dated(
    body: str, head: str = "", *, url: str = "https://www.anytown.test/a/b", lang: str = "en"
) -> str | None:
    made = page(body, f"<title>Strategy for carers - Anytown</title>{head}")
    return extract(
        made.replace(b'lang="en"', f'lang="{lang}"'.encode()), url=url, content_type="text/html"
    ).date


@pytest.mark.parametrize(
    "line",
    [
        "Published: 3 March 2021",
        "First published 3 March 2021",
        "Posted on March 3, 2021",
        "Publication date: 03 Mar 2021",
        "Date: 3 March 2021",
        "3 March 2021 | News",
        "By Jane Smith, March 3, 2021",
        "Wednesday, 3 March 2021",
        "3 March 2021, 10:30am",
        "Published 3 March 2021 Last updated 5 May 2022",
        "Last updated 5 May 2022. Published 3 March 2021",
        "Published by Jane Smith on 3rd March 2021",
        "March 3, 2021 by Jane Smith",
        "Jane Smith \u2022 Mar 3, 2021 \u2022 5 min read",
        "For immediate release: March 3, 2021",
        "Submitted by admin on Wed, 13/01/2021 - 10:00",
    ],
)
def test_a_day_in_a_line_below_the_heading_is_read(line: str) -> None:
    expected = "2021-01-13" if "13/01" in line else DAY
    assert dated(f"<main>{HEADING}<p>{line}</p>{PROSE}</main>") == expected


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("de", "Veröffentlicht am 3. März 2021"),
        ("de", "03.03.2021"),
        ("fr", "Publié le 3 mars 2021"),
        ("es", "3 de marzo de 2021"),
        ("it", "Pubblicato il 3 marzo 2021"),
        ("nl", "Gepubliceerd op 3 maart 2021"),
        ("pl", "3 marca 2021"),
        ("pt", "Publicado em 03/03/2021 10h30"),
        ("sv", "Publicerad 3 mars 2021"),
        ("fi", "Julkaistu 3.3.2021"),
        ("cs", "3. března 2021"),
        ("ja", "2021年3月3日"),
    ],
)
def test_days_are_read_in_other_languages(lang: str, line: str) -> None:
    assert dated(f"<main>{HEADING}<p>{line}</p>{PROSE}</main>", lang=lang) == DAY


@pytest.mark.parametrize(
    "body",
    [
        f"<main>{HEADING}<dl><dt>Published</dt><dd>3 March 2021</dd><dt>Updated</dt><dd>4 May 2022</dd></dl>{PROSE}</main>",
        f'<main><p class="date">3 March 2021</p>{HEADING}{PROSE}</main>',
        f'<main>{HEADING}<p>News</p><p><time datetime="2021-03-03">3 March</time></p>{PROSE}</main>',
        f'<main>{HEADING}{PROSE}<div class="field field--name-created">3 March 2021</div></main>',
        f"<main>{HEADING}<table><tr><th>Publication date</th><td>3 March 2021</td></tr></table>{PROSE}</main>",
        f"<main>{HEADING}<p>LONDON, 3 March 2021 - {PROSE.replace('<p>', '').replace('</p>', ' ')}</p></main>",
        f'<article><header>{HEADING}<p><time class="entry-date published" datetime="2021-03-03T10:00:00+00:00">March 3, 2021</time>'
        f'<time class="updated" datetime="2022-05-05">May 5, 2022</time></p></header>{PROSE}</article>',
        f"<main>{HEADING}{PROSE}<aside><h2>Publication date</h2><p>3 March 2021</p></aside></main>",
        f'<main>{HEADING}<span itemprop="datePublished" content="2021-03-03">3.3.21</span>{PROSE}</main>',
        f"<form><div>{HEADING}<p>3 March 2021</p>{PROSE}</div></form>",
        f'<main>{HEADING}<h2 class="date">3 March 2021</h2>{PROSE}</main>',
    ],
)  # fmt: skip
def test_a_day_is_read_from_many_layouts(body: str) -> None:
    assert dated(body) == DAY


@pytest.mark.parametrize(
    "body",
    [
        f"<main>{HEADING}<p>Last updated: 3 March 2021</p>{PROSE}</main>",
        f"<main>{HEADING}<p>Page last reviewed:</p><p>3 March 2021</p><p>Next review due:</p><p>3 March 2024</p>{PROSE}</main>",
        f"<main>{HEADING}<p>Stand: 3.3.2021</p>{PROSE}</main>",
        f"<main>{HEADING}{PROSE}</main><footer>\u00a9 3 March 2021</footer>",
        f"<header><div>Wednesday 3 March 2021</div></header><div>{HEADING}{PROSE}</div>",
        f"<main>{HEADING}<p>Deadline: 3 March 2021</p>{PROSE}</main>",
        f"<main>{HEADING}<p>From 3 March 2021 to 5 April 2021</p>{PROSE}</main>",
        f"<main>{HEADING}<p>The Act came into force on 3 March 2021.</p>{PROSE}</main>",
        f"<main>{HEADING}{PROSE}<h2>Comments</h2><div><p>Joe</p><p>Posted on 3 March 2021</p></div></main>",
        f'<main>{HEADING}{PROSE}<div class="card"><h3>Another</h3><time class="date" datetime="2021-03-03">3 March 2021</time></div></main>',
        f"<main>{HEADING}<h2>History</h2><p>It began early.</p><h2>Opening</h2><p>3 March 2021</p>{PROSE}</main>",
        f"<main>{HEADING}<ul>"
        + "".join(f'<li><a href="/{n}">Story</a> <span>{n} March 2021</span></li>' for n in (3, 4, 5))
        + f"</ul>{PROSE}</main>",
    ],
)  # fmt: skip
def test_other_days_are_not_that_of_publication(body: str) -> None:
    assert dated(body) is None


def test_the_day_of_an_event_is_not_that_of_its_page() -> None:
    body = f"<main>{HEADING}<p>3 March 2021</p>{PROSE}</main>"
    assert dated(body, url="https://www.anytown.test/events/fair") is None
    assert dated(body) == DAY


def test_numbers_are_read_only_where_the_page_tells_their_order() -> None:
    body = f"<main>{HEADING}<p>03/05/2021</p>{PROSE}</main>"
    assert dated(body) is None
    assert dated(body, lang="en-GB") == "2021-05-03"
    assert dated(body, lang="en-US") == "2021-03-05"
    # "en-US" is what systems declare unasked: a British address speaks against it.
    assert dated(body, lang="en-US", url="https://www.anytown.gov.uk/a") is None


def test_the_day_an_entry_was_made_is_believed_only_if_the_page_bears_it_out() -> None:
    made = '<script type="application/ld+json">{"@type":"WebPage","datePublished":"2021-03-03T10:00:00+00:00"%s}</script>'
    body = f"<main>{HEADING}{PROSE}</main>"
    got = extract(page(body, made % ""), url="https://x.test/about/us")
    assert got.date is None
    assert [(one.value, one.why is None) for one in got.claims if one.field == "date"] == [(DAY, False)]
    assert dated(body, made % "", url="https://x.test/news/strategy") == DAY
    assert dated(body, made % ',"dateModified":"2021-03-04"') == DAY
    assert dated(body, made % ',"dateModified":"2024-03-04"') is None


def test_a_label_overrules_a_later_tag_but_not_an_earlier_one() -> None:
    body = f"<main>{HEADING}<p>Published: 3 March 2021</p>{PROSE}</main>"
    assert dated(body, '<meta property="article:published_time" content="2023-01-01">') == DAY
    assert dated(body, '<meta property="article:published_time" content="2020-01-01">') == "2020-01-01"


def test_the_label_wins_where_a_tag_is_in_another_zone() -> None:
    body = f"<main>{HEADING}<p>Published: 3 March 2021</p>{PROSE}</main>"
    assert dated(body, '<meta property="article:published_time" content="2021-03-02T23:30:00Z">') == DAY


def test_articles_of_a_list_do_not_date_the_list() -> None:
    two = '[{"@type":"NewsArticle","datePublished":"2021-03-03"},{"@type":"NewsArticle","datePublished":"2021-04-03"}]'
    body = f"<main>{HEADING}{PROSE}</main>"
    assert dated(body, f'<script type="application/ld+json">{two}</script>') is None


def test_a_month_in_the_address_is_no_day() -> None:
    body = f"<main>{HEADING}{PROSE}</main>"
    assert dated(body, url="https://x.test/blog/a-post/2022/12") is None
    assert dated(body, url="https://x.test/blog/20221204/a-post") == "2022-12-04"


def test_what_was_passed_over_is_told_with_the_reason() -> None:
    head = '<meta property="article:modified_time" content="2024-01-02">'
    got = extract(page(f"<main>{HEADING}<p>Published: 3 March 2021</p>{PROSE}</main>", head))
    told = [(one.value, one.why) for one in got.claims if one.field == "date"]
    assert told[0] == (DAY, None)
    assert ("2024-01-02", "the day of a change") in told


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("20190305", "2019-03-05"),
        ("2019/03/05", "2019-03-05"),
        ("2019/03", "2019-03"),
        ("2019", "2019"),
        ("Tue Mar 05 10:00:00 EST 2019", "2019-03-05"),
        ("2019-03-05T23:30:00-05:00", "2019-03-05"),
        ("13/11/2025 09:21:40", "2025-11-13"),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01", None),
        ("soon", None),
    ],
)
def test_values_of_tags_are_read_in_their_spellings(value: str, iso: str | None) -> None:
    assert tag_date(value) == iso


@pytest.mark.parametrize(
    ("language", "url", "order"),
    [
        ("en-US", "https://x.org/", "month"),
        ("en", "https://x.gov/", "month"),
        ("en", "https://x.org.uk/", "day"),
        ("de", "https://x.com/", "day"),
        ("en", "https://x.com/", None),
    ],
)
def test_the_order_of_numbers_follows_language_and_country(language: str, url: str, order: Order) -> None:
    assert order_of(language, url) == order


def test_a_day_beats_the_month_within_it() -> None:
    assert [iso for _, _, iso in page_spans("5 de abril 2021 und März 2021")] == ["2021-04-05"]
