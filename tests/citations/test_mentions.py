"""Titles of works that no index knows, looked for in the texts of one that reads them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from harvest.citations import Cited, FolderShelf, Found, Seed, cite
from harvest.citations.asker import Asker
from harvest.citations.mentioning import MOST_TITLES
from harvest.citations.model import Direction
from harvest.citations.searching import Asked
from harvest.errors import Exit
from tests.citations.scripted import LittleOpenAlex, Request, scripted
from tests.citations.turning import TurningClock

TITLE = "Alliances in the shire: a board paper"
OPENALEX = LittleOpenAlex(
    {"W1": [], "W2": [], "W3": []}, titles={"W1": "On commissioning", "W2": "On wards", "W3": TITLE},
    texts={"W1": f"as {TITLE} has it", "W2": "alliances in a shire", "W3": TITLE}, year=2020,
)  # fmt: skip


def cited(
    folder: Path,
    server: LittleOpenAlex,
    *titles: str,
    directions: frozenset[Direction] = frozenset({"forward"}),
) -> Cited:
    clock = TurningClock()
    # Of another year than the work of that title in the index: it is not the seed.
    seeds = [Seed(each, Found((), each, 2001)) for each in titles]
    with scripted(server) as openalex:
        shelf = FolderShelf(folder, "test")
        try:
            asked = Asked(seeds, directions, urls={"openalex": openalex.url})
            return cite(asked, shelf, make=partial(Asker, clock=clock, wait=clock.wait))
        finally:
            shelf.close()


def test_works_whose_text_has_the_title_are_mentions_and_the_work_of_that_title_is_none(
    tmp_path: Path,
) -> None:
    found = cited(tmp_path, OPENALEX, TITLE)
    (told,) = found.as_dict()["titles_looked_for"]
    assert told["outcome"] == "mentions" and [each["id"] for each in told["works"]] == ["W1"]
    assert not found.searched.told and not found.searched.ranked(), "a mention is no citation"


def test_a_title_in_no_text_is_none_and_a_short_one_is_not_asked(tmp_path: Path) -> None:
    none, short = cited(tmp_path, OPENALEX, "A title that nobody has", "Two words").mentioned
    assert none.outcome == "none" and not none.works
    assert short.outcome == "no-data" and "too short" in short.detail


def test_backward_alone_looks_for_no_title(tmp_path: Path) -> None:
    assert not cited(tmp_path, OPENALEX, TITLE, directions=frozenset({"backward"})).mentioned


def test_a_refusal_is_a_gap_that_the_end_tells(tmp_path: Path) -> None:
    def refusing(request: Request):  # type: ignore[no-untyped-def]
        return (403, {}, {"error": "Forbidden"}) if "search" in request.params else None

    found = cited(tmp_path, replace(OPENALEX, trouble=refusing), TITLE)
    assert [each.outcome for each in found.mentioned] == ["refused"]
    assert any(gap["outcome"] == "refused" for gap in found.gaps) and found.exit_code is Exit.PARTIAL


def test_titles_over_the_most_are_told_as_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_TITLES >= 50
    monkeypatch.setattr("harvest.citations.mentioning.MOST_TITLES", 1)
    first, second = cited(tmp_path, OPENALEX, TITLE, "Another title that nobody has").mentioned
    assert first.works and second.outcome == "no-data" and "not asked" in second.detail
