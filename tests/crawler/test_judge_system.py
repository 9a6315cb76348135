"""Which system a site runs on: only where its pages say so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crawler.judge.system import system_of

SAMPLES = Path(os.environ.get("GREYLIT_SAMPLES", "/nonexistent"))


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (b"<script>if(window.$ModernGov === undefined){}</script>", "ModernGov"),
        (b"<a href='/cmis5/Search.aspx'>Search</a>", "CMIS"),
        (b'<div class="lgd-page-title-block">x</div>', "LocalGov Drupal"),
        (b'<link href="/wp-content/themes/x.css">', "WordPress"),
        (b'<meta name="generator" content="Hugo 0.121">', "Hugo 0.121"),
        (b'<meta content="Jekyll v4" name="generator">', "Jekyll v4"),
        (b'<meta name="Generator" content="Drupal 10">', "Drupal"),
        (b"<p>A council that says nothing of its system.</p>", None),
        (b"", None),
    ],
)
def test_a_system_is_known_by_its_own_marks(page: bytes, name: str | None) -> None:
    assert system_of(page, {}) == name


def test_a_header_tells_it_where_the_page_does_not() -> None:
    assert system_of(b"<p>x</p>", {"x-generator": "Plone"}) == "Plone"


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="GREYLIT_SAMPLES is not set")
@pytest.mark.parametrize(("folder", "name"), [("moderngov/html", "ModernGov"), ("cmis/html", "CMIS")])
def test_captured_committee_pages_are_recognised(folder: str, name: str) -> None:
    pages = sorted((SAMPLES / folder).glob("*.html"))
    assert pages and {system_of(page.read_bytes(), {}) for page in pages} == {name}
