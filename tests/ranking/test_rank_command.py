"""`greylit rank` on a review that was run: undecided records, best first, with what counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.again.pages import site, town, write_town
from tests.cli.said import Greylit
from tests.whole.harness import greylit


def test_it_lists_undecided_records_with_what_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = Greylit(monkeypatch)
    with site(town(4)) as served:
        path = write_town(tmp_path / "review", served.url)
        assert greylit("run", str(path), "--quiet", "--test-host", served.host).returncode == 0
    folder = ("--review", str(path.parent))
    first = say("rank", *folder)
    assert first.code == 0 and "4 of 4 undecided records, by query evidence" in first.err
    assert all("alliance contract* x1" in line for line in first.out.splitlines())
    assert say("decide", "R00002", "include", "--by", "HS", *folder).code == 0
    then = say("rank", "--json", "--limit", "2", *folder).json()
    assert then["undecided"] == 3 and then["shown"] == 2
    assert "R00002" not in {row["record"] for row in say("rank", "--json", *folder).json()["records"]}
