"""A second run of the same review: what changed on the web shows, what was found keeps its number."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from harvest.demo.hosts import HOSTS
from harvest.demo.server import MiniWeb
from harvest.demo.truth import truth_rows
from tests.whole.harness import Web, greylit, write_review


def numbers(folder: Path) -> dict[str, str]:
    connection = duckdb.connect(str(folder / "greylit.duckdb"), read_only=True)
    try:
        return {
            work.split(":", 1)[1]: record
            for work, record in connection.execute("select work, record from record").fetchall()
        }
    finally:
        connection.close()


@pytest.mark.slow
def test_a_second_run_finds_what_is_new_and_keeps_every_number(tmp_path: Path) -> None:
    assert HOSTS
    protocol = write_review(tmp_path / "review")
    found = []
    with MiniWeb() as served:
        web = Web(served.proxy, tmp_path / "unused")
        for epoch in (1, 2):
            served.set_epoch(epoch)
            ran = greylit("run", str(protocol), "--quiet", web=web)
            assert ran.returncode in (0, 3), ran.stderr
            found.append(numbers(tmp_path / "review"))
    first, second = found
    assert first.items() <= second.items()
    relevant = {row.content_id for row in truth_rows(2) if row.relevant}
    assert relevant <= set(second)
    assert set(second) - set(first) == relevant - set(first)
