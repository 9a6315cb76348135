"""The command, and the reports and plots of the review itself in the site."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from harvest.report.all_of_it import REPORTS
from tests.cli.said import Greylit
from tests.site.browser import browser, needs_browser, opened, violations
from tests.site.conftest import DATE, served


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Greylit:
    return Greylit(monkeypatch)


@pytest.fixture(scope="module")
def whole(reviewed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as the command writes it."""
    out = tmp_path_factory.mktemp("whole-site") / "site"
    with pytest.MonkeyPatch.context() as patch:
        said = Greylit(patch)(
            "report", "site", "--out", str(out), "--date", DATE, "--review", str(reviewed), "--json"
        )
    told = said.json()
    assert told["out"] == str(out) and told["pages"] == len(list(out.rglob("*.html")))
    assert told["bytes"] == sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    return out


def test_the_command_says_where_the_site_is(say: Greylit, reviewed: Path, tmp_path: Path) -> None:
    said = say("report", "site", "--out", "site", "--date", DATE, "--review", str(reviewed), cwd=tmp_path)
    assert said.code == 0 and re.search(r"site   \d+ pages, \d+ records, \d+\.\d MB", said.out)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_every_report_is_a_page(whole: Path) -> None:
    listed = (whole / "reports.html").read_text(encoding="utf-8")
    assert "What could not be made" not in listed
    for name in REPORTS:
        page = (whole / "reports" / f"{name}.html").read_text(encoding="utf-8")
        assert f'href="reports/{name}.html"' in listed and "<main" in page, name
        assert len(page.encode()) <= 150_000
    assert "NOT RECORDED" in (whole / "reports" / "prisma-s.html").read_text(encoding="utf-8")
    assert '<img src="../plots/flow.svg"' in (whole / "reports" / "flow.html").read_text(encoding="utf-8")


def test_the_files_of_the_reports_lie_beside_the_records(whole: Path) -> None:
    page = html.unescape((whole / "files.html").read_text(encoding="utf-8"))
    names = {path.relative_to(whole).as_posix() for path in (whole / "files").rglob("*") if path.is_file()}
    assert "files/PRISMA.csv" in names and any(name.startswith("files/search-histories/") for name in names)
    for name in names:
        assert f'href="{name}"' in page


def test_two_builds_with_reports_and_plots_are_equal(
    whole: Path, say: Greylit, reviewed: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    assert say("report", "site", "--out", str(again), "--date", DATE, "--review", str(reviewed)).code == 0
    first = {path.relative_to(whole): path.read_bytes() for path in whole.rglob("*") if path.is_file()}
    second = {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()}
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


def test_a_review_without_a_run_is_refused(say: Greylit, tmp_path: Path) -> None:
    said = say("report", "site", "--out", str(tmp_path / "site"), "--review", str(tmp_path))
    assert said.code in (2, 4) and not (tmp_path / "site").exists()


@needs_browser
def test_axe_finds_nothing_on_the_pages_of_reports_and_all_drawings_show(whole: Path) -> None:
    found = {}
    kinds = ["reports.html", "files.html", *(f"reports/{name}.html" for name in REPORTS)]
    with browser() as running, served(whole.parent) as root:
        for scheme in ("light", "dark"):
            with opened(running, color_scheme=scheme, bypass_csp=True) as (page, elsewhere, complaints):
                for kind in kinds:
                    page.goto(f"{root}/{whole.name}/{kind}")
                    if wrong := violations(page):
                        found[scheme, kind] = wrong
                    assert page.evaluate("[...document.images].every(each => each.naturalWidth > 0)"), kind
            assert elsewhere == [] and complaints == []
        with opened(running, viewport={"width": 320, "height": 640}) as (page, _, _):
            for kind in kinds:
                page.goto(f"{root}/{whole.name}/{kind}")
                over = page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                )
                assert over <= 0, kind
    assert not found
