"""The archive of a search without a review: repeated without a network, damaged, and no other's."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvest.citations import FolderShelf
from harvest.errors import Exit, GreylitError
from tests.citations.scripted import LittleOpenAlex, scripted
from tests.citations.searches import GRAPH, outcomes, rounds, search


def test_a_search_is_repeated_from_its_archive_without_a_network(tmp_path: Path) -> None:
    with scripted(LittleOpenAlex(GRAPH)) as server:
        first = search(server.url, tmp_path)
    again = search(server.url, tmp_path, offline=True)
    assert again.as_dict()["works"] == first.as_dict()["works"] and rounds(again) == rounds(first)
    assert again.services["openalex"].counts["requests"] == 0
    nothing = search(server.url, tmp_path / "other", offline=True)
    assert outcomes(nothing) == {"failed"} and nothing.exit_code == Exit.UNREACHABLE


@pytest.mark.parametrize("where", [-300, -1, 900])
def test_an_archive_that_is_damaged_is_gone_on_with_and_nothing_of_it_is_thrown_away(
    where: int, tmp_path: Path
) -> None:
    with scripted(LittleOpenAlex(GRAPH)) as server:
        search(server.url, tmp_path)
        path = next(tmp_path.glob("*.warc.gz"))
        data = path.read_bytes()
        damaged = data[:where] if where < 0 else data[:where] + b"\0" * 40 + data[where + 40 :]
        path.write_bytes(damaged)
        with (tmp_path / "asked.jsonl").open("a", encoding="utf-8") as log:
            log.write('{"at": "torn')
        before = len(server.requests)
        assert rounds(search(server.url, tmp_path)) == [(1, 4, 1), (1, 1, 0)]
        assert len(server.requests) - before <= before and path.read_bytes() == damaged
        asked = len(server.requests)
        assert rounds(search(server.url, tmp_path)) == [(1, 4, 1), (1, 1, 0)]
        assert len(server.requests) == asked


def test_the_archive_of_a_review_is_not_taken_for_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    for name in ("ledger.sqlite", "archive/0001-00000.warc.gz"):
        (tmp_path / name).touch()
    with pytest.raises(GreylitError, match="archive of a review"):
        FolderShelf(tmp_path / "archive", "test")
