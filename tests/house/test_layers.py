"""Who may know whom: the directions of imports, read from the source."""

from __future__ import annotations

import re

import pytest

from tests.house.sources import MODULES, PACKAGES, ROOT, imports, loaded_by, python_files, strings

#: Modules of crawler that harvest may use: fronts, and what they are made of. None imports Scrapy.
FRONTS = {
    "start", "sources", "spec", "guard", "pace", "robots", "clock", "judge", "manners", "canonical", "lead",
    "trouble", "reader", "judging", "soft404", "safe_requests", "safe_transport", "limits", "proxies",
    "failures", "publisher",
}  # fmt: skip
#: Which packages a package may import.
MAY_KNOW = {
    "store": {"store"},
    "crawler": {"crawler", "store"},
    "spiders": {"spiders", "crawler"},
    "harvest": {"harvest", "store", "crawler"},
}
HEAVY = {"scrapy", "twisted"}
SQL = re.compile(
    r"\s*(?:select\b.*\sfrom\b|insert\s+(?:or\s+\w+\s+)?into\b|update\s+\w+\s+set\b|delete\s+from\b|with\s+\w+.*\bas\s*\("
    r"|create\s+(?:or\s+replace\s+)?(?:temp\w*\s+)?(?:table|view|index)\b)",
    re.IGNORECASE | re.DOTALL,
)
#: Where SQL is words for a person and not put to the database: queries that are suggested.
SUGGESTED = {"harvest/status.py", "harvest/status_searches.py", "harvest/status_sources.py"}


def front_modules() -> list[str]:
    return [name for name in MODULES if name.startswith("crawler.") and name.split(".")[1] in FRONTS]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_its_arrow_allows(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {each.name}"
        for path in python_files(package)
        for each in imports(path)
        if each.name.split(".")[0] in MAY_KNOW and each.name.split(".")[0] not in MAY_KNOW[package]
    ]
    assert not wrong


def test_harvest_uses_only_the_fronts_of_crawler() -> None:
    used = {
        (str(path.relative_to(ROOT)), each.name)
        for path in python_files("harvest")
        for each in imports(path)
        if each.name.split(".")[0] == "crawler"
    }
    assert used, "the check reads nothing"
    wrong = {(path, name) for path, name in used if "." not in name or name.split(".")[1] not in FRONTS}
    assert not wrong


@pytest.mark.parametrize("module", front_modules())
def test_a_front_of_crawler_loads_no_scrapy(module: str) -> None:
    heavy = {name for name in loaded_by(module) if name.split(".")[0] in HEAVY}
    assert not heavy


def test_the_reader_of_imports_sees_scrapy_where_it_is() -> None:
    assert any(name.split(".")[0] == "scrapy" for name in loaded_by("crawler.spider"))
    assert any(name.split(".")[0] == "scrapy" for name in loaded_by("spiders.govuk"))


def test_only_the_list_of_sources_loads_scrapy_later() -> None:
    later = {
        name
        for name in front_modules()
        for each in imports(MODULES[name])
        if each.name.split(".")[0] in HEAVY
    }
    assert later <= {"crawler.sources"}


def test_nothing_in_tests_or_docs_is_imported_by_the_product() -> None:
    wrong = [
        (name, each.name)
        for name, path in MODULES.items()
        for each in imports(path)
        if each.name.split(".")[0] in ("tests", "bench", "docs")
    ]
    assert not wrong


def test_only_store_holds_sql() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text.split()[:6]}"
        for path in python_files("harvest", "crawler", "spiders")
        for line, text in strings(path)
        if SQL.match(text) and str(path.relative_to(ROOT)) not in SUGGESTED
    ]
    assert not found


def test_store_does_hold_sql_by_the_same_rule() -> None:
    assert any(SQL.match(text) for path in python_files("store") for _, text in strings(path))
