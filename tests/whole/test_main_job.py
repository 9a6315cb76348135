"""The main job on the miniature web: everything that is relevant is found, nothing that is not, each with its evidence."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from harvest.demo.truth import truth_rows
from tests.whole.conftest import Finished
from tests.whole.harness import greylit, plain_csv


def rows(folder: Path, sql: str) -> list[tuple]:
    connection = duckdb.connect(str(folder / "greylit.duckdb"), read_only=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_every_relevant_work_of_the_truth_table_is_a_record_and_nothing_else_is(finished: Finished) -> None:
    found = {work.split(":", 1)[1] for (work,) in rows(finished.folder, "select work from record")}
    relevant = {row.content_id for row in truth_rows() if row.relevant}
    assert len(relevant) >= 20
    assert found == relevant


def test_titles_dates_and_publishers_of_records_are_those_of_the_truth(finished: Finished) -> None:
    truth = {row.content_id: row for row in truth_rows()}
    for work, title, date, publishers in rows(
        finished.folder, "select work, title, work_date, publishers from record"
    ):
        row = truth[work.split(":", 1)[1]]
        assert (title, date, publishers[0]) == (row.title, row.date, row.publisher)


def test_works_outside_the_limits_are_not_lost_but_say_which_limit(finished: Finished) -> None:
    outside = {
        w.split(":", 1)[1]: why
        for w, why in rows(finished.folder, "select work, reason from work where verdict = 'outside-limits'")
    }
    expected = {
        row.content_id
        for row in truth_rows()
        if row.words and not row.in_scope and row.found_by != "translation"
    }
    assert expected and expected <= set(outside)
    assert all(reason.startswith("limits.") for reason in outside.values())


def test_each_record_has_its_way_of_finding_its_fetch_and_a_passage_with_a_page(finished: Finished) -> None:
    without = rows(
        finished.folder,
        "select record from record r where not exists (select 1 from found f where f.work = r.work)"
        " or not exists (select 1 from work_document d join capture c on c.seq = d.seq where d.work = r.work and c.warc is not null)"
        " or not exists (select 1 from work_document d join passage p using (document) where d.work = r.work and p.page >= 1)",
    )
    assert without == []


def test_works_whose_words_are_only_in_a_pdf_are_found_by_walking(finished: Finished) -> None:
    routes = {
        (work.split(":", 1)[1], route, question)
        for work, route, question in rows(finished.folder, "select work, route, question from found")
    }
    for row in truth_rows():
        if row.relevant and row.found_by == "collection":
            assert any(c == row.content_id and route == "collection" for c, route, _ in routes), row.title
        if row.relevant and row.found_by == "organisation":
            assert (
                row.content_id,
                "question",
                "govuk:organisation:office-for-place-partnerships",
            ) in routes, row.title


def test_the_first_match_of_a_file_is_on_the_page_of_the_truth(finished: Finished) -> None:
    first = dict(
        rows(
            finished.folder,
            "select r.work, min(m.page) from record r join work_document d using (work) join match m using (document)"
            " where d.role = 'file' and m.concept = 'A' group by 1",
        )
    )
    checked = 0
    for row in truth_rows():
        if row.relevant and row.matched_page is not None:
            assert first[f"govuk:{row.content_id}"] == row.matched_page, row.title
            checked += 1
    assert checked >= 5


def test_unreadable_files_are_stated_outcomes_not_silence(finished: Finished) -> None:
    outcomes = {outcome for (outcome,) in rows(finished.folder, "select distinct outcome from work_document")}
    assert {"needs-ocr", "encrypted", "broken", "empty", "text"} <= outcomes


def test_no_request_goes_where_robots_forbids_or_beyond_the_test_hosts(finished: Finished) -> None:
    log = finished.web.requests()
    assert log
    assert all(each["host"].endswith(".test") for each in log)
    assert not [each for each in log if "/print" in each["path"] or each["path"].startswith("/search/all")]
    assert {each["path"] for each in log if each["path"].endswith("/robots.txt")} == {"/robots.txt"}
    assert all(
        "greylit/" in each["user_agent"] and "library@example.ac.uk" in each["user_agent"] for each in log
    )


def test_nothing_is_fetched_twice_and_no_host_faster_than_stated(finished: Finished) -> None:
    log = finished.web.requests()
    addresses = [(each["host"], each["path"]) for each in log]
    assert len(addresses) == len(set(addresses))
    for host in {each["host"] for each in log}:
        times = sorted(each["t"] for each in log if each["host"] == host)
        gaps = [later - earlier for earlier, later in pairwise(times)]
        # The clock starts when a request is answered; what travels between may eat a few milliseconds.
        assert min(gaps) >= 0.045, host


def test_the_newest_page_of_every_question_accounts_for_its_total(finished: Finished) -> None:
    counted = rows(
        finished.folder,
        "select question, max(total), sum(returned) from capture where kind = 'search' group by 1",
    )
    assert counted
    assert [row for row in counted if row[1] != row[2]] == []


def test_why_answers_for_a_record_a_page_without_match_a_listing_and_an_unknown_address(
    finished: Finished,
) -> None:
    truth = truth_rows()
    relevant = next(row for row in truth if row.relevant)
    other = next(row for row in truth if not row.words and row.trap and row.found_by == "search")
    for address, code, verdict in (
        (relevant.urls[0], 0, "record"),
        (other.urls[0], 0, "no-match"),
        ("http://www.gov.test/robots.txt", 0, "listing"),
        (
            "http://www.gov.test/government/publications/northern-highways-alliance-contract/print",
            0,
            "skipped",
        ),
        ("http://www.gov.test/nobody/links/here", 4, "never-seen"),
        ("not an address at all", 4, "never-seen"),
    ):
        said = greylit("why", address, "--json", "--review", str(finished.folder))
        assert said.returncode == code, said.stdout + said.stderr
        assert json.loads(said.stdout)["verdict"] == verdict


@pytest.mark.parametrize("fmt", ["csv", "ris", "csl-json", "jsonl", "xlsx"])
def test_every_export_holds_every_record(finished: Finished, tmp_path: Path, fmt: str) -> None:
    said = greylit("export", "--to", fmt, "--out", str(tmp_path), "--json", "--review", str(finished.folder))
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["records"] == len(rows(finished.folder, "select 1 from record"))


def test_exported_rows_say_how_they_were_found_and_where(finished: Finished, tmp_path: Path) -> None:
    greylit("export", "--to", "csv", "--out", str(tmp_path / "x.csv"), "--review", str(finished.folder))
    for row in plain_csv(tmp_path / "x.csv"):
        assert row["page"] and row["passage"] and row["listing_url"].startswith("http://www.gov.test/")


def test_status_names_the_source_as_not_yet_verified_and_counts_like_the_database(finished: Finished) -> None:
    said = greylit("status", "--json", "--review", str(finished.folder))
    state = json.loads(said.stdout)
    assert "not yet verified" in state["sources"][0]["verified"]
    (records,) = rows(finished.folder, "select count(*) from record")
    assert state["records"] == state["totals"]["records"] == records[0]


def test_rebuild_gives_the_same_rows_and_the_same_export(finished: Finished, tmp_path: Path) -> None:
    import shutil

    from tests.whole.harness import plain_tables

    copy = tmp_path / "copy"
    shutil.copytree(finished.folder, copy)
    export = ("export", "--to", "csv", "--date", "2026-01-01", "--out")
    greylit(*export, str(tmp_path / "before.csv"), "--review", str(copy))
    (copy / "greylit.duckdb").unlink()
    (copy / "frontier.sqlite").unlink()
    said = greylit("rebuild", "--json", "--review", str(copy))
    assert said.returncode == 0, said.stdout + said.stderr
    assert json.loads(said.stdout)["changed_verdicts"] == []
    greylit(*export, str(tmp_path / "after.csv"), "--review", str(copy))
    assert plain_tables(copy / "greylit.duckdb") == plain_tables(finished.folder / "greylit.duckdb")
    assert (tmp_path / "after.csv").read_bytes() == (tmp_path / "before.csv").read_bytes()
