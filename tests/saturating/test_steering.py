"""With `[stop] steer = true` a walk that slows down is closed, and what it left is audited and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvest.saturating import review_saturation
from store.workspace import Workspace
from tests.again.pages import site, write_town
from tests.saturating.thinning import BATCH, REPORTS, THIN, Ran, thinning
from tests.whole.harness import greylit

#: Documents read after the last relevant one by when the walk must be closed: p for 80 % recall falls below 5 % some
#: seventy after it; a batch more, and what was asked for while texts were read.
WINDOW = 120


def test_the_rule_fires_within_the_window_and_not_before_it_can(thinned: Ran) -> None:
    close = next(entry.body for entry in thinned.rows("close"))
    assert close["source"] == "town" and close["verdict"] == "slowing"
    assert THIN + 20 < close["numbers"]["n"] < THIN + WINDOW
    assert close["numbers"]["p"]["0.8"] < 0.05


def test_what_a_closed_walk_left_is_not_asked_for_and_says_why(thinned: Ran) -> None:
    skipped = [entry.body for entry in thinned.rows("skip") if entry.body["reason"] == "saturated"]
    assert len(skipped) > 20
    asked = {entry.body["url"] for entry in thinned.rows("fetch")}
    assert not asked & {body["url"] for body in skipped}
    assert all("the last" in body["detail"] and "without one" in body["detail"] for body in skipped)
    pages = {body["url"] for body in skipped} | {url for url in asked if "/report-" in url}
    assert len(pages) == REPORTS, "every report is either asked for or has its reason"


def test_a_sample_of_what_was_left_is_looked_at_and_shows_the_target(thinned: Ran) -> None:
    sample = next(entry for entry in thinned.rows("audit_sample"))
    asked = {entry.body["url"] for entry in thinned.rows("fetch") if entry.seq > sample.seq}
    assert set(sample.body["documents"]) <= asked
    end = thinned.rows("run_end")[-1].body
    assert thinned.code == 0 and end["outcome"] == "ok", thinned.said
    assert "saturated. With 97.5 % confidence at least" in end["detail"]
    state = review_saturation(Workspace(thinned.folder))
    assert state.bound is not None and state.bound >= 0.8 and state.met and state.verdict.name == "saturated"
    assert state.audit is not None and state.audit.relevant == 0
    # The truth: nothing was missed, and something was saved.
    assert state.overall.r == 23 and state.overall.unread > 20
    assert state.unread == {"town": {"saturated": state.overall.unread}}


def test_the_run_and_status_name_what_remained_unread(thinned: Ran) -> None:
    left = len([entry for entry in thinned.rows("skip") if entry.body["reason"] == "saturated"])
    assert f"{left} documents remained unread" in thinned.rows("run_end")[-1].body["detail"]
    said = greylit("status", "--review", str(thinned.folder)).stdout
    assert "remained unread" in said
    assert "were read to the end" in said or "slowed down" in said
    assert "query-matching documents" in said and "nothing of documents that no source led to" in said


@pytest.mark.slow
def test_relevant_documents_in_the_sample_open_the_walk_again(remainder: Ran) -> None:
    kinds = [entry.kind for entry in remainder.rows("close", "reopen", "audit_sample")]
    assert kinds[:3] == ["close", "audit_sample", "reopen"], remainder.said
    # All of the last forty are relevant, so that whatever was left unread, a sample of it shows some: the walk goes on
    # until nothing that matters is left. (With fewer of them a sample may miss them, as often as its confidence says.)
    state = review_saturation(Workspace(remainder.folder))
    assert state.overall.r / (23 + 40) >= 0.8, remainder.said


@pytest.mark.slow
def test_a_steered_run_that_was_stopped_goes_on_with_its_walk_closed(tmp_path: Path) -> None:
    with site(thinning()) as served:
        path = write_town(tmp_path / "review", served.url, f"[stop]\nsteer = true\nbatch = {BATCH}\n")
        text = path.read_text().replace("[crawl]", "[crawl.budget]\nrequests = 200\n\n[crawl]")
        path.write_text(text.replace('delay = "10ms"', 'delay = "25ms"'))
        host = ("--test-host", served.host)
        first = greylit("run", str(path), "--quiet", *host)
        for _ in range(3):
            if first.returncode != 4 and "limit" not in first.stdout:
                break
            first = greylit("resume", "--review", str(path.parent), "--quiet", *host)
    ran = Ran(path.parent, served.url, first.returncode, first.stdout + first.stderr)
    assert ran.rows("run_end")[-1].body["outcome"] == "ok", ran.said
    assert [entry.kind for entry in ran.rows("close")], ran.said
    urls = [entry.body["url"] for entry in ran.rows("skip") if entry.body["reason"] == "saturated"]
    assert len(urls) == len(set(urls)) > 0
