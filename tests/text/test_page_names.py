"""Titles among other headings, and the names of authors and publishers."""

from __future__ import annotations

import pytest

from harvest.text import Extracted, extract
from harvest.text.pages.names import split_names
from tests.text.made import page, prose_paragraphs


def read(
    head: str, body: str = "<h1>Strategy for carers</h1>", url: str = "https://www.anytown.test/a"
) -> Extracted:
    return extract(page(f"<main>{body}{prose_paragraphs(6)}</main>", head), url=url, content_type="text/html")


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Anytown Council - Home repair scheme</title>", "<h1>Home repair scheme</h1>", "Home repair scheme"),
        ("<title>Anytown Department: Home repair scheme</title>", "<h1>Home repair scheme</h1>", "Home repair scheme"),
        ("<title>Research &amp;amp; evidence | Anytown</title>", "<h1>Research &amp;amp; evidence</h1>", "Research & evidence"),
        ('<title>Calendar \u2022 Market day</title><meta property="og:title" content="Market day">', "<h1>Calendar</h1>", "Market day"),
        ("<title>Browse: plans | The Anytown Page</title>", "<h1>The Anytown Page</h1>", "Browse: plans"),
        ('<title>Short | Site</title><script type="application/ld+json">{"@type":"Article","headline":"Long and telling"}</script>',
         "<h1>Long and telling</h1>", "Long and telling"),
    ],
)  # fmt: skip
def test_the_title_is_that_of_the_document(head: str, body: str, title: str) -> None:
    assert read(head, body).title == title


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        ('<meta name="citation_author" content="Bee, Ann"><meta name="citation_author" content="Dee, Cy">', "", ("Bee, Ann", "Dee, Cy")),
        ('<meta name="author" content="Ann Bee and Cy Dee">', "", ("Ann Bee", "Cy Dee")),
        ('<meta name="author" content="Department of Health and Social Care">', "", ("Department of Health and Social Care",)),
        ('<meta name="author" content="admin">', "", ()),
        ('<meta name="author" content="web@anytown.test">', "", ()),
        ('<meta name="author" content="webmaster">', "<p>By Ann Bee, 3 March 2021</p>", ("Ann Bee",)),
        ('<meta name="author" content="Anytown"><meta property="og:site_name" content="Anytown">', "<p>By Ann Bee</p>", ("Ann Bee",)),
        ('<meta name="author" content="Anytown"><meta property="og:site_name" content="Anytown">', "", ("Anytown",)),
        ('<meta property="article:author" content="https://social.test/ann">', "", ()),
        ('<script type="application/ld+json">{"@graph":[{"@type":"Article","author":{"@id":"#a"}},{"@type":"Person","@id":"#a","name":"Ann Bee"}]}</script>', "", ("Ann Bee",)),
        ("", '<p>Posted by <a rel="author" href="/ann">Ann Bee</a></p>', ("Ann Bee",)),
    ],
)  # fmt: skip
def test_authors_are_names(head: str, body: str, authors: tuple[str, ...]) -> None:
    assert read(head, f"<h1>Strategy for carers</h1>{body}").authors == authors


def test_names_that_are_passed_over_are_told_with_the_reason() -> None:
    got = read('<meta name="author" content="admin">')
    assert [(one.value, one.why) for one in got.claims if one.field == "author"] == [
        ("admin", "an account, an address or a system, no name")
    ]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("By Ann Bee; Cy Dee & Eve Eff", ["Ann Bee", "Cy Dee", "Eve Eff"]),
        ("Ann Bee, Cy Dee", ["Ann Bee", "Cy Dee"]),
        ("Bee, Ann", ["Bee, Ann"]),
        ("Ann Bee, Dietitian", ["Ann Bee, Dietitian"]),
        ("", []),
    ],
)
def test_names_are_split(written: str, names: list[str]) -> None:
    assert split_names(written) == names


def test_the_organisation_comes_before_the_name_of_the_site() -> None:
    head = '<meta property="og:site_name" content="Anytown news"><meta name="DC.publisher" content="Anytown Council">'
    got = read(head)
    assert got.publisher == "Anytown Council"
    assert ("Anytown news", "another source is stronger") in [(one.value, one.why) for one in got.claims]
    assert read('<meta property="og:site_name" content="GOV.UK">').publisher == "GOV.UK"
    assert read('<meta property="og:site_name" content="www.anytown.test">').publisher is None
