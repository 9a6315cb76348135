"""The site in a real browser: WCAG 2.2 AA by axe, keyboard, narrow windows, print, and no request to anywhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.browser import browser, needs_browser, opened, violations
from tests.site.conftest import Built, served

pytestmark = needs_browser

#: One of every kind of page.
KINDS = (
    "index.html", "records.html", "records/R00001.html", "records/R00002.html", "records/R00003.html", "filters.html",
    "sources.html", "sources/govuk.html", "search-log.html", "protocol.html", "runs.html", "saturation.html",
    "citations.html", "excluded.html", "reports.html", "reports/prisma-s.html", "files.html", "about.html",
    "decision/exclude.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def running() -> Iterator[Any]:
    with browser() as each:
        yield each


@pytest.fixture(scope="module")
def address(built: Built) -> Iterator[str]:
    # In a subfolder, as on a page of a project.
    with served(built.folder.parent) as root:
        yield f"{root}/{built.folder.name}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(running: Any, address: str, scheme: str) -> None:
    found = {}
    with opened(running, color_scheme=scheme, bypass_csp=True) as (page, elsewhere, complaints):
        for kind in KINDS:
            page.goto(f"{address}/{kind}")
            if wrong := violations(page):
                found[kind] = wrong
    assert not found
    assert elsewhere == [] and complaints == []


def test_axe_does_see_what_is_wrong(running: Any, address: str) -> None:
    with opened(running, bypass_csp=True) as (page, _, _):
        page.goto(f"{address}/index.html")
        page.evaluate("document.documentElement.removeAttribute('lang')")
        assert any(each.startswith("html-has-lang") for each in violations(page))


@pytest.mark.parametrize("contrast", [{"forced_colors": "active"}, {"contrast": "more"}])
def test_axe_finds_nothing_in_high_contrast(running: Any, address: str, contrast: dict[str, str]) -> None:
    with opened(running, bypass_csp=True, **contrast) as (page, _, _):
        for kind in ("index.html", "records.html", "records/R00001.html"):
            page.goto(f"{address}/{kind}")
            assert not violations(page), kind


def test_no_page_asks_for_anything_elsewhere_or_breaks_its_own_policy(
    running: Any, built: Built, address: str
) -> None:
    with opened(running) as (page, elsewhere, complaints):
        for kind in built.pages():
            page.goto(f"{address}/{kind}")
    assert elsewhere == [] and complaints == []


def test_the_site_opens_as_files(running: Any, built: Built) -> None:
    with opened(running) as (page, elsewhere, complaints):
        page.goto((built.folder / "index.html").as_uri())
        assert page.evaluate("getComputedStyle(document.querySelector('.review')).fontWeight") == "600"
        page.get_by_role("link", name="Reports", exact=True).first.click()
        page.wait_for_function("document.images[0].complete")
        assert page.locator("img").first.evaluate("each => each.naturalWidth") > 0
        page.get_by_role("link", name="Records", exact=True).first.click()
        page.get_by_role("link", name="R00001").click()
        assert page.url.endswith("/records/R00001.html")
    assert elsewhere == [] and complaints == []


@pytest.mark.parametrize("width", [320, 400, 1280])
def test_no_page_scrolls_sideways(running: Any, address: str, width: int) -> None:
    wide = {}
    with opened(running, viewport={"width": width, "height": 640}) as (page, _, _):
        for kind in KINDS:
            page.goto(f"{address}/{kind}")
            over = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if over > 0:
                wide[kind] = over
    assert not wide


def test_the_keyboard_reaches_the_content_first_and_shows_where_it_is(running: Any, address: str) -> None:
    with opened(running) as (page, _, _):
        page.goto(f"{address}/records/R00001.html")
        page.keyboard.press("Tab")
        focused = "document.activeElement"
        assert page.evaluate(f"{focused}.textContent") == "Skip to the content"
        box = page.evaluate(f"(({focused}).getBoundingClientRect()).left")
        assert box >= 0
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate(f"{focused}.closest('main') !== null")
        seen = set()
        for _ in range(60):
            style = page.evaluate(
                f"(each => [each.tagName, each === document.body ? '' : getComputedStyle(each).outlineStyle])({focused})"
            )
            seen.add(style[0])
            if style[0] == "BODY":
                break
            assert style[1] not in ("none", ""), style
            page.keyboard.press("Tab")
        assert {"A", "DIV"} <= seen, "neither links nor regions of tables can be reached"


def test_targets_are_large_enough_or_stand_in_text(running: Any, address: str) -> None:
    with opened(running) as (page, _, _):
        page.goto(f"{address}/records.html")
        small = page.evaluate(
            "[...document.querySelectorAll('nav a, .values a, summary')].map(each => each.getBoundingClientRect())"
            ".filter(box => box.height && (box.height < 24 || box.width < 24)).length"
        )
        assert small == 0


def test_a_page_prints_on_a4_with_its_tables_inside(running: Any, address: str, tmp_path: Path) -> None:
    import pypdfium2

    for kind in ("index.html", "records/R00001.html", "search-log.html"):
        with opened(running) as (page, _, _):
            page.goto(f"{address}/{kind}")
            page.emulate_media(media="print")
            assert page.evaluate("getComputedStyle(document.querySelector('header nav')).display") == "none"
            # A4 without its margins, at 96 pixels an inch.
            page.set_viewport_size({"width": 680, "height": 980})
            over = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            data = page.pdf(prefer_css_page_size=True)
        printed = pypdfium2.PdfDocument(data)
        width, height = printed[0].get_size()
        assert (round(width), round(height)) in ((595, 842), (594, 841), (595, 841)), (width, height)
        assert over <= 0, kind
        text = "".join(each.get_textpage().get_text_range() for each in printed)
        assert re.search(rf"page 1 of {len(printed)}", text), kind
        assert "protocol SHA-256" in " ".join(text.split())


def test_the_filters_work_without_scripts(running: Any, address: str) -> None:
    with opened(running, java_script_enabled=False) as (page, _, _):
        page.goto(f"{address}/records.html")
        page.get_by_text("Filter by decision").click()
        page.get_by_role("link", name="exclude: 1").click()
        assert page.locator("h1").inner_text() == "Decision: exclude"
        assert page.locator("tbody tr").count() == 1
