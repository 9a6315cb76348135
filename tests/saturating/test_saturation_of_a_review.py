"""`greylit saturation` on a review: the rule, what remained unread, samples by hand, and whose word counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvest.saturating import draw_audit, review_saturation
from store.ledger import Ledger
from store.workspace import Workspace
from tests.again.pages import site, town, write_town
from tests.cli.said import Greylit, check_refusal
from tests.cli.test_json_shapes import check_shape
from tests.saturating.thinning import Ran
from tests.whole.harness import greylit

MATCH = "<p>The town signed an alliance contract for social care. Number {}.</p>"
OTHER = "<p>The town mended street number {} last winter.</p>"


def test_the_command_says_the_rule_the_sources_what_is_unread_and_no_more_than_that(
    thinned: Ran, say: Greylit
) -> None:
    said = say("saturation", "--review", str(thinned.folder)).out
    lines = said.splitlines()
    assert lines[0].startswith("relative recall 2 of 4 known items"), "missing known items come first"
    assert "stop when every source is read to its end or slows down (1 of 1)" in said
    assert "town: slowing down" in said and "remained unread, saturated: " in said
    assert "basis: query (counted are query-matching documents)" in said
    assert "to show 95 %: look at" not in said, "the rule is met, so that no further audit is offered"
    assert "complete" not in said.lower()
    assert "nothing of documents that no source led to" in lines[-1]


def test_the_answer_for_programs_has_its_shape(thinned: Ran, say: Greylit) -> None:
    document = say("saturation", "--json", "--review", str(thinned.folder)).json()
    check_shape(document, "saturation")
    assert document["met"] is True and document["known_items"]["found"] == 2
    check_shape(say("rank", "--json", "--review", str(thinned.folder)).json(), "rank")


def test_the_log_of_a_run_is_computed_and_the_same_after_a_rebuild(thinned: Ran, tmp_path: Path) -> None:
    import shutil

    sql = "select scope, round, n, pool, r, indicator, value, verdict, basis from saturation order by all"
    before = thinned.query(sql)
    assert {row[0] for row in before} == {"all", "town"} and {row[5] for row in before} == {"new", "run", "p"}
    assert sum(row[6] for row in before if row[0] == "town" and row[5] == "new") == 23
    copy = Ran(Path(shutil.copytree(thinned.folder, tmp_path / "copy")), thinned.url, 0, "")
    done = greylit("rebuild", "--review", str(copy.folder))
    assert done.returncode == 0, done.stderr
    assert copy.query(sql) == before


@pytest.fixture
def half(tmp_path: Path) -> tuple[Workspace, str]:
    """A review that stopped at the limit of its requests: half of its pages were found and not asked for."""
    pages = {"/": "".join(f'<p><a href="/r-{n:02d}">Report {n}</a></p>' for n in range(60))}
    pages |= {f"/r-{n:02d}": (MATCH if n < 20 else OTHER).format(n) for n in range(60)}
    with site(pages) as served:
        path = write_town(tmp_path / "review", served.url, "max_pages = 31\n[stop]\nbatch = 10\n")
        ran = greylit("run", str(path), "--quiet", "--test-host", served.host)
        assert ran.returncode in (0, 3), ran.stdout + ran.stderr
        workspace = Workspace(path.parent)
        state = review_saturation(workspace)
        assert state.overall.unread == 30 and state.verdict.name == "not_shown" and state.bound is None
        assert state.price["0.8"] is not None and 0 < state.price["0.8"] < 30
        row, left = draw_audit(workspace, 12, seed=3)
        assert len(left) == len(row["documents"]) == 12 and left[0]["title"].startswith("Report")
        again = greylit("run", str(path), "--quiet", "--update", "--test-host", served.host)
        assert again.returncode in (0, 3), again.stdout + again.stderr
    return workspace, served.url


def test_the_next_run_asks_for_a_sample_and_its_labels_give_a_bound(
    half: tuple[Workspace, str], say: Greylit
) -> None:
    workspace, _ = half
    state = review_saturation(workspace)
    assert say("saturation", "--exit-code", "--review", str(workspace.root)).code in (0, 10)
    assert state.audit is not None
    assert state.audit.looked_at == 12 and not state.audit.waiting and state.audit.relevant == 0
    assert state.bound is not None and 0.5 < state.bound <= 1.0
    with Ledger(workspace.ledger, read_only=True) as ledger:
        assert {entry.body["by"] for entry in ledger.entries(kinds=("suggestion",))} == {"audit"}


@pytest.mark.slow
def test_a_decision_counts_before_the_query(half: tuple[Workspace, str], say: Greylit) -> None:
    workspace, _ = half
    assert review_saturation(workspace).basis == "query"
    said = say(
        "decide",
        "R00001",
        "exclude",
        "--reason",
        "no evaluation",
        "--by",
        "HS",
        "--review",
        str(workspace.root),
    )
    assert said.code == 0, said.err
    state = review_saturation(workspace)
    assert state.basis == "mixed" and state.overall.r == 19
    assert state.screening is not None and (state.screening.n, state.screening.r) == (1, 0)


def test_a_review_where_everything_was_read_has_nothing_to_draw(say: Greylit, tmp_path: Path) -> None:
    with site(town(3)) as served:
        path = write_town(tmp_path / "review", served.url)
        assert greylit("run", str(path), "--quiet", "--test-host", served.host).returncode == 0
    said = say("saturation", "--draw", "5", "--review", str(path.parent))
    check_refusal(said, 4, "no discovered document is unread")
    assert say("saturation", "--exit-code", "--review", str(path.parent)).code == 0
