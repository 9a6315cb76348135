"""Long lists are parted into pages, each light, each linked to its neighbours."""

from __future__ import annotations

import re
from pathlib import Path

from harvest.site.frame import Frame
from harvest.site.pages import Page, slugs
from harvest.site.parts import BUDGET, ROWS, row, table
from tests.site.browser import browser, needs_browser, opened, violations
from tests.site.conftest import served


def written(rows: int, words: str = "a title") -> dict[str, str]:
    listed = table("All", ("Record", "Title"), [row((f"R{n:05d}", words)) for n in range(rows)], name="list")
    return dict(
        Page("records.html", "Records", [listed], "records.html", most=ROWS).written(Frame("Review", "stamp"))
    )


def numbers(text: str) -> list[str]:
    return re.findall(r"R\d{5}", text)


def test_a_list_is_parted_at_200_rows_and_loses_none() -> None:
    pages = written(450)
    assert list(pages) == ["records.html", "records-2.html", "records-3.html"]
    assert [len(numbers(each)) for each in pages.values()] == [200, 200, 50]
    assert [n for each in pages.values() for n in numbers(each)] == [f"R{n:05d}" for n in range(450)]


def test_each_page_of_a_list_leads_to_the_others_and_has_its_own_title() -> None:
    pages = written(450)
    for at, (name, text) in enumerate(pages.items(), 1):
        assert f"<title>Records - page {at} of 3 - Review</title>" in text
        for other in pages:
            assert f'href="{other}"' in text
        assert f'href="{name}" aria-current="page"' in text
    assert "pages" not in re.findall(r'class="([^"]+)"', written(200)["records.html"])


def test_rows_that_are_heavy_are_parted_earlier() -> None:
    pages = written(200, "\u4e2d" * 2_000)
    assert len(pages) > 2
    assert all(len(each.encode()) <= 150_000 for each in pages.values()) and BUDGET < 150_000
    assert [n for each in pages.values() for n in numbers(each)] == [f"R{n:05d}" for n in range(200)]


def test_no_two_names_become_one_file() -> None:
    names = ["a", "A", "a-2", "a!", "", "../a", "\u4e2d", "a" * 100, "a" * 101]
    found = slugs(names)
    assert len(set(found.values())) == len(names)
    assert all(re.fullmatch(r"[a-z0-9-]{1,70}", each) for each in found.values())


@needs_browser
def test_axe_finds_nothing_on_a_page_of_a_long_list(tmp_path: Path) -> None:
    pages = written(2_000)
    for name, text in pages.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    style = Path(__file__).parents[2] / "harvest" / "site" / "style.css"
    (tmp_path / "style.css").write_bytes(style.read_bytes())
    with browser() as running, served(tmp_path) as root:
        for scheme in ("light", "dark"):
            with opened(running, color_scheme=scheme, bypass_csp=True) as (page, _, _):
                page.goto(f"{root}/records-5.html")
                assert not violations(page), scheme
