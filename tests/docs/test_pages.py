"""Pages that follow from the code are up to date, and links lead somewhere."""

from __future__ import annotations

import html
import json
import re
import runpy
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from harvest.errors import MEANINGS, Exit
from store import counts
from store.database import Reader
from tests.docs.blocks import PAGES, ROOT
from tests.docs.conftest import Demo

GENERATED: dict[Path, str] = runpy.run_path(str(ROOT / "docs" / "generate.py"))["pages"]()
#: Left out: `[name](address)` inside code is not a link.
_CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", GENERATED, ids=lambda page: page.name)
def test_a_generated_page_is_what_the_code_says(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == GENERATED[page], "run: python docs/generate.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_lead_to_files_and_headings_that_exist(page: Path) -> None:
    for address in _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8"))):
        assert not address.startswith("/"), address
        if "://" in address:
            continue
        path, _, heading = address.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), f"{page.name}: {address}"
        if heading:
            assert heading in _anchors(target), f"{page.name}: {address}"


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_every_page_is_reached_from_the_readme() -> None:
    seen, todo = set(), [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        seen.add(page)
        for address in _LINK.findall(page.read_text(encoding="utf-8")):
            target = (page.parent / address.partition("#")[0]).resolve()
            if target.suffix == ".md" and target.exists() and target not in seen:
                todo.append(target)
    assert set(PAGES) <= seen


def test_exit_codes_on_the_page_are_those_of_the_code() -> None:
    text = (ROOT / "docs" / "reference" / "exit-codes.md").read_text(encoding="utf-8")
    rows = {int(code): name for code, name in re.findall(r"^\| (\d+) \| (\w+) \|", text, re.MULTILINE)}
    assert rows == {int(code): code.name for code in Exit}
    assert set(MEANINGS) == set(Exit)


def _ledger_kinds() -> dict[str, set[str]]:
    text = (
        (ROOT / "docs" / "reference" / "ledger.md").read_text(encoding="utf-8").split("### Kinds of rows")[1]
    )
    rows = re.findall(r"^\| `(\w+)` \| .*? \| (.*) \|$", text.split("## ")[0], re.MULTILINE)
    return {kind: set(re.findall(r"`(\w+)`", fields)) for kind, fields in rows}


def test_every_field_in_a_ledger_is_on_the_page_of_the_ledger(demo: Demo) -> None:
    kinds = _ledger_kinds()
    with sqlite3.connect(f"file:{demo.folder / 'ledger.sqlite'}?mode=ro", uri=True) as ledger:
        rows = ledger.execute("select kind, body from entry").fetchall()
    assert {"run", "source", "question", "fetch", "record", "run_end", "warc"} <= {kind for kind, _ in rows}
    for kind, body in rows:
        assert set(json.loads(body)) <= kinds[kind], kind


def test_the_sums_on_the_page_of_counts_hold(demo: Demo) -> None:
    with Reader(demo.folder / "greylit.duckdb") as database:
        source = counts.by_source(database, 1)[0]

        def one(sql: str) -> Any:
            return next(iter(database.rows(sql)[0].values()))

        assert sum(source[f"asked_{each}"] for each in counts.QUESTION_OUTCOMES) == one(
            "select count(*) from question"
        )
        addresses = sum(
            source[each] for each in ("fetched", "redirects", "refused", "failed", "gone", "unreadable")
        )
        assert addresses == one("select count(*) from capture where not again and kind <> 'robots'")
        works = sum(source[each] for each in ("records", "outside", "no_match", "merged"))
        assert works == one("select count(*) from work")
        assert source["records"] == counts.records(database)


def test_the_picture_shows_what_the_commands_say(demo: Demo) -> None:
    draw = runpy.run_path(str(ROOT / "docs" / "pictures" / "make.py"))["draw"]
    kept = (ROOT / "docs" / "pictures" / "records.svg").read_text(encoding="utf-8")
    shown = _lines(kept)
    assert len(shown) > 20
    assert shown == _lines(draw(str(demo.folder))), "run: python docs/pictures/make.py"


def _lines(picture: str) -> list[str]:
    """Return the beginnings of a picture's lines, without the numbers that differ from run to run."""
    lines = [
        html.unescape(line).replace("\xa0", " ")
        for line in re.findall(r"<text[^>]*-line-[^>]*>(.*?)</text>", picture)
    ]
    return [re.sub(r"\b[0-9a-f]{12}\b|\d+", "0", line)[:50].rstrip() for line in lines if line.strip()]


def test_the_picture_loads_nothing_from_outside() -> None:
    for picture in (ROOT / "docs" / "pictures").glob("*.svg"):
        text = picture.read_text(encoding="utf-8")
        assert not re.search(r"url\((?!['\"]?#)|@import|<script|(?:href|src)=['\"](?!#)", text), picture.name
