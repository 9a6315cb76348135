"""The HTML page: nothing of what it holds can act, and everybody can read it. A real browser opens it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from harvest.plots.model import ACCENT
from harvest.report.model import BLANK, Figure, Report
from harvest.report.writing import write
from tests.report_writing.report_samples import bars, sample

CHROMIUM = Path("/usr/bin/chromium")
VIOLATIONS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(sample(), "html", tmp_path_factory.mktemp("html"))[0]


@pytest.fixture(scope="module")
def html(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip("no chromium on this machine: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright: pip install playwright")
    with playwright.sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


def test_nothing_in_a_page_can_act_or_be_loaded(html: str) -> None:
    page = Page(html)
    assert not {tag for tag, _ in page.tags} & {
        "script",
        "iframe",
        "object",
        "embed",
        "form",
        "link",
        "img",
        "base",
    }
    assert not [(tag, name) for tag, attributes in page.tags for name in attributes if name.startswith("on")]
    hrefs = [str(each["href"]) for _, each in page.tags if "href" in each]
    assert hrefs and all(re.match(r"https?://|#", href) for href in hrefs)
    assert "url(" not in html and "@import" not in html


def test_hostile_words_stay_words(html: str) -> None:
    assert "<script>alert(1)</script>" in Page(html).words
    assert "\u202e" not in html and "\x07" not in html


def test_a_link_to_a_place_that_is_not_there_is_text(html: str) -> None:
    ids = [str(each["id"]) for _, each in Page(html).tags if "id" in each]
    assert len(ids) == len(set(ids))
    inside = {
        str(each["href"])[1:] for _, each in Page(html).tags if str(each.get("href", "")).startswith("#")
    }
    assert inside <= set(ids) and "nowhere" not in inside


def test_a_table_has_caption_heads_and_row_heads(html: str) -> None:
    tags = [tag for tag, _ in Page(html).tags]
    assert tags.count("caption") == tags.count("table") > 3
    scopes = [each.get("scope") for tag, each in Page(html).tags if tag == "th"]
    assert set(scopes) == {"col", "row"}


def test_a_blank_is_marked_as_such(html: str) -> None:
    assert f'<mark class="blank">{BLANK}: who peer reviewed it</mark>' in html


def test_a_strategy_keeps_its_spaces(html: str) -> None:
    assert "\n  OR   (alliancing AND `place`)\n" in Page(html).words


def test_a_title_cannot_end_the_style_sheet(tmp_path: Path) -> None:
    report = Report("t", '"}</style><b>x', "2026-11-23", ())
    html = write(report, "html", tmp_path)[0].read_text()
    assert html.count("</style>") == 1 and "<b>" not in html


def test_a_figure_without_drawing_shows_its_numbers(tmp_path: Path) -> None:
    figure = bars()
    report = Report(
        "t", "T", "2026-11-23", (Figure(figure.name, figure.title, figure.says, "", figure.table),)
    )
    html = write(report, "html", tmp_path)[0].read_text()
    assert "greylit[report]" in html and "<details" not in html and "<table" in html


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 320])
def test_axe_finds_nothing_and_the_page_asks_for_nothing(
    browser: Any, path: Path, scheme: str, width: int
) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="no axe: pip install axe-playwright-python"
    )
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.eval_on_selector_all("details", "all => all.forEach(each => each.open = true)")
    found = axe.Axe().run(page, options=VIOLATIONS).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found] == []
    assert asked == [path.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        "the page scrolls sideways"
    )
    context.close()


def test_drawings_follow_the_theme_and_paper(browser: Any, path: Path) -> None:
    colours = set()
    for scheme, media in (("light", "screen"), ("dark", "screen"), ("dark", "print")):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(path.as_uri())
        page.emulate_media(media=media)
        bar = f'svg rect[fill="{ACCENT}"]'
        colours.add((media, scheme, page.eval_on_selector(bar, "each => getComputedStyle(each).fill")))
        context.close()
    assert {each[2] for each in colours if each[0] == "print"} == {"rgb(11, 110, 117)"}
    assert len({each[2] for each in colours}) == 2


def test_a_printed_page_has_every_row_and_page_numbers(browser: Any, path: Path, tmp_path: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.pdf(path=str(tmp_path / "p.pdf"), prefer_css_page_size=True)
    document = pdfium.PdfDocument(tmp_path / "p.pdf")
    words = " ".join(each.get_textpage().get_text_range() for each in document)
    assert f"page 1 of {len(document)}" in words and "R00002" in words and "9fab07df28cc" in words
    assert "Web of Science" in words
    assert "Numbers of the diagram" in words, "closed details are not printed"
    page.close()
