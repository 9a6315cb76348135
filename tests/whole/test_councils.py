"""A search of councils' papers, from one protocol file to records: the councils of the miniature web, and their truth."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvest.demo.councils import truth
from harvest.demo.councils.authored import councils
from harvest.demo.councils.generator import generated
from tests.whole.council_runs import DELAY, Asked, ask, ask_with_kills
from tests.whole.harness import greylit
from tests.whole.storm import once, shown

#: Councils made from a seed that are asked beside the authored ones.
MORE, SEED = 24, 7
EVERYBODY = (*councils(), *generated(MORE, SEED))
#: Requests above the fewest that the truth table knows.
SLACK = 1.10


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    with once(tmp_path_factory, "councils") as (folder, first):
        if first:
            ask(folder, EVERYBODY)
        return Asked.of(folder)


def test_the_run_ends_as_runs_end_and_says_what_it_could_not_have(asked: Asked) -> None:
    assert asked.code == 3 and "Traceback" not in asked.said, asked.said
    assert "run 1 partial" in asked.said and "in la" in asked.said


def test_every_relevant_paper_that_a_search_names_is_a_record_or_joined_to_one_and_nothing_else_is(
    asked: Asked,
) -> None:
    rows = [row for row in truth.relevant_papers(EVERYBODY, asked.sent()) if row.system == "ModernGov"]
    expected = {(row.council, row.name) for row in rows if row.kind == "item"}
    assert len(expected) > 20
    portal = {
        key: "_".join(row.councils)
        for row in truth.council_rows(EVERYBODY, asked.sent())
        for key in row.councils
    }
    found = {
        (source.removeprefix("la."), name) for source, name in asked.works("record", "merged") if name.startswith("AI")
    }  # fmt: skip
    wanted = {(portal[council], name) for council, name in expected}
    assert found == wanted, shown(sorted(found ^ wanted))


def test_copies_and_packs_are_counted_once(asked: Asked) -> None:
    rows = [row for row in truth.relevant_papers(EVERYBODY, asked.sent()) if row.kind != "x"]
    assert truth.records_expected(rows) < len(rows)
    ((records,),) = asked.query("select count(*) from work where verdict = 'record'")
    assert records == truth.records_expected(rows)
    ((packs,),) = asked.query("select count(*) from work where verdict = 'record' and container")
    assert packs == sum(row.kind == "pack" for row in rows)


def test_the_outcome_of_each_council_is_right(asked: Asked) -> None:
    expected = {
        f"la.{'_'.join(row.councils)}": row.outcome for row in truth.council_rows(EVERYBODY, asked.sent())
    }
    outcomes = asked.outcomes()
    assert {"results", "none", "refused", "unreadable", "not_asked"} <= set(expected.values())
    assert {source: outcomes[source] for source in expected} == expected


def test_no_host_gets_more_than_a_tenth_more_requests_than_the_truth_table_knows_to_be_needed(
    asked: Asked,
) -> None:
    rows = [row for row in truth.council_rows(EVERYBODY, asked.sent()) if row.outcome in ("results", "none")]
    assert sum(row.requests for row in rows) > 100
    over = [
        (row.host, asked.requests[row.host], row.requests)
        for row in rows
        if asked.requests[row.host] > SLACK * row.requests
    ]
    assert not over


def test_a_portal_of_two_councils_is_asked_once_and_its_papers_name_both(asked: Asked) -> None:
    assert asked.requests["papers.munu.test"] == 4
    ((publishers,),) = asked.query("select publishers from record where source = 'la.mu_nu'")
    assert publishers == ["Mu Borough Council and Nu District Council"]


def test_each_host_keeps_its_own_pace_while_all_are_asked_at_once(asked: Asked) -> None:
    assert asked.shortest_pause() >= DELAY
    assert asked.at_once() >= len({each.papers for each in EVERYBODY if each.papers})


def test_papers_carry_the_date_of_their_meeting_and_never_the_day_their_page_was_made(asked: Asked) -> None:
    rows = asked.query(
        "select w.work_date, m.meeting_date, w.date_source from work w join meeting m using (meeting) where verdict = 'record'"
    )
    assert rows and all(
        date == meeting and source == "the date of the meeting" for date, meeting, source in rows
    )
    assert not asked.query("select 1 from work where work_date = '2026-11-20'")
    assert not asked.query("select 1 from record where work_date < '2000'")


def test_a_report_belongs_to_an_item_of_a_meeting_of_a_committee_on_a_date(asked: Asked) -> None:
    rows = asked.query(
        "select m.committee, m.meeting_date, w.item_number, w.title from work w join meeting m using (meeting)"
        " where w.url like '%#AI12199'"
    )
    assert rows == [("Cabinet", "2019-03-04", "12.", "Working as one for people at home")]
    ((number,),) = asked.query("select record from record where url like '%#AI12199'")
    said = greylit("show", number, "--review", str(asked.folder)).stdout
    assert "item 12 of the meeting of Cabinet on 2019-03-04" in said and "the same file" in said


def test_what_is_restricted_is_not_asked_for_and_what_is_beside_a_named_item_is_not_either(
    asked: Asked,
) -> None:
    paths = [record.path for record in asked.log if record.host == "democracy.alpha.test"]
    assert not any("s151" in path or "Reasons" in path or "s126" in path or "/g10" in path for path in paths)


def test_councils_whose_system_cannot_be_asked_are_tasks_for_a_person(asked: Asked, tmp_path: Path) -> None:
    out = tmp_path / "by-hand.csv"
    ran = greylit("export", "--to", "manual-search", "--review", str(asked.folder), "--out", str(out))
    sheet = "".join(path.read_text(encoding="utf-8", errors="replace") for path in tmp_path.rglob("*.csv"))
    assert ran.returncode == 0, ran.stderr
    for host in ("www.phi.test", "democracy.pi.test", "democracy.rho.test", "democracy.upsilon.test"):
        assert host in sheet, host


def test_the_whole_search_passes_its_audit_and_is_computed_again_alike(asked: Asked) -> None:
    ran = greylit("audit", "--review", str(asked.folder))
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.slow
def test_a_run_that_is_killed_again_and_again_ends_with_the_same_records(
    asked: Asked, tmp_path: Path
) -> None:
    killed = ask_with_kills(tmp_path, EVERYBODY, (40, 60, 90, 120))
    assert killed >= 3
    again = Asked.of(tmp_path)
    assert sorted(again.works("record", "merged")) == sorted(asked.works("record", "merged"))
    assert again.outcomes() == asked.outcomes()
    assert greylit("audit", "--review", str(again.folder)).returncode == 0


@pytest.mark.slow
def test_317_councils_are_asked_at_once_each_at_its_own_pace_and_every_outcome_is_right(
    tmp_path: Path,
) -> None:
    everybody = generated(317, 1)
    ask(tmp_path, everybody)
    found = Asked.of(tmp_path)
    assert found.shortest_pause() >= DELAY
    assert found.at_once() >= len({each.papers for each in everybody if each.papers})
    rows = truth.council_rows(everybody, found.sent())
    outcomes = found.outcomes()
    wrong = [row for row in rows if outcomes[f"la.{row.councils[0]}"] != row.outcome]
    assert len(rows) == 277 and not wrong
    papers = truth.relevant_papers(everybody, found.sent())
    assert len(papers) > 350
    ((records,),) = found.query("select count(*) from work where verdict = 'record'")
    assert records == truth.records_expected(papers)
    asked_for = sum(found.requests[row.host] for row in rows if row.outcome in ("results", "none"))
    assert asked_for <= SLACK * sum(row.requests for row in rows if row.outcome in ("results", "none"))
