"""A run that comes again asks only for what is new or has changed, and ends where an ordinary run ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from harvest.demo.server import MiniWeb
from tests.whole.harness import Web, greylit, plain_csv, write_review

AT_ONCE = {'recheck_after = "30d"': 'recheck_after = "0s"'}


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = duckdb.connect(str(folder / "greylit.duckdb"), read_only=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def run(folder: Path, web: MiniWeb, *words: str) -> None:
    ran = greylit(
        "run", str(folder / "protocol.toml"), "--quiet", *words, web=Web(web.proxy, folder / "unused")
    )
    assert ran.returncode in (0, 3), ran.stdout + ran.stderr


def exported(folder: Path, to: Path) -> list[dict[str, str]]:
    done = greylit("export", "--to", "csv", "--date", "2026-01-01", "--out", str(to), "--review", str(folder))
    assert done.returncode == 0, done.stderr
    return plain_csv(to)


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int], list[int]]:
    """A run, an update when nothing had changed, and an update on the web of the second harvest."""
    folder = tmp_path_factory.mktemp("again") / "review"
    write_review(folder, **AT_ONCE)
    sent, asked = [], []
    with MiniWeb() as web:
        for epoch, words in ((1, ()), (1, ("--update",)), (2, ("--update",))):
            web.set_epoch(epoch)
            before = len(web.requests)
            run(folder, web, *words)
            new = web.requests[before:]
            sent.append(sum(each.bytes_sent for each in new))
            asked.append(len(new))
    return folder, sent, asked


def test_an_update_of_what_has_not_changed_moves_few_bytes_and_makes_no_version(
    again: tuple[Path, list[int], list[int]],
) -> None:
    folder, sent, asked = again
    assert asked[1] == asked[0], "everything is asked, in few bytes"
    assert sent[1] < 0.05 * sent[0], f"{sent[1] / sent[0]:.1%} of the bytes of the first run"
    new = "select count(*) from extraction e join capture c using (seq) where c.run = 2 and e.document not in"
    held = "(select e.document from extraction e join capture c using (seq) where c.run = 1)"
    assert rows(folder, f"{new} {held}") == [(0,)]
    # Each address is counted once.
    counted = "from capture where run = 2 and not again and kind <> 'robots'"
    answers = rows(folder, f"select count(*) {counted}")[0][0]
    assert 0 < rows(folder, f"select count(*) {counted} and unchanged")[0][0] <= answers < asked[1]


@pytest.mark.slow
def test_updates_end_where_ordinary_runs_end(
    again: tuple[Path, list[int], list[int]], tmp_path: Path
) -> None:
    folder, _, _ = again
    other = tmp_path / "review"
    write_review(other, **AT_ONCE)
    with MiniWeb() as web:
        for epoch in (1, 1, 2):
            web.set_epoch(epoch)
            run(other, web)
    assert exported(folder, tmp_path / "updated.csv") == exported(other, tmp_path / "plain.csv")


@pytest.mark.slow
def test_a_young_answer_is_not_asked_for_and_stands(tmp_path: Path) -> None:
    folder = tmp_path / "review"
    write_review(folder)
    with MiniWeb() as web:
        run(folder, web)
        before, first = len(web.requests), exported(folder, tmp_path / "first.csv")
        run(folder, web, "--update")
        asked = {each.path.split("?")[0] for each in web.requests[before:]}
    assert {path for path in asked if not path.startswith("/api/search")} <= {"/robots.txt"} | {
        path for path in asked if "/uploads/" in path or "/placeholder" in path or "/media/" in path
    }
    assert rows(folder, "select count(*) from skip where run = 2 and reason = 'fresh'")[0][0] > 50
    assert exported(folder, tmp_path / "second.csv") == first


def test_what_failed_is_asked_again_alone(tmp_path: Path) -> None:
    folder = tmp_path / "review"
    write_review(folder)
    with MiniWeb() as web:
        web.fault("assets.publishing.gov.test", "403", times=3, path="/media/")
        run(folder, web)
        refused = {url for (url,) in rows(folder, "select url from capture where outcome = 'refused'")}
        assert len(refused) == 3
        before = len(web.requests)
        run(folder, web, "--only-failed")
        asked = [f"http://{each.host}{each.path}" for each in web.requests[before:]]
    others = [url for url in asked if url not in refused and not url.endswith("/robots.txt")]
    assert refused <= set(asked) and all("placeholder" in url or "/media/" in url for url in others), others
    whole = tmp_path / "whole"
    write_review(whole)
    with MiniWeb() as web:
        run(whole, web)
    mended, expected = exported(folder, tmp_path / "mended.csv"), exported(whole, tmp_path / "whole.csv")
    # Numbers differ: what was found later got a later one.
    alike = ("title", "url", "date", "publisher", "sha256", "state")
    assert sorted([row[each] for each in alike] for row in mended) == sorted(
        [row[each] for each in alike] for row in expected
    )
