"""Corruptions of the database: the audit finds each and names its place, with both numbers where two differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import counts
from tests.audit.planting import (
    Row,
    audited,
    first,
    forge,
    rows,
    sql,
    told,
)


def test_a_fetch_that_was_deleted_from_the_database_is_named_and_both_numbers_are(review: Path) -> None:
    row = first(review, "fetch", kind="content", outcome="read")
    fetched = sql(
        review,
        "select count(*) from capture where outcome in ('read', 'results', 'none') and kind <> 'robots'",
    )[0][0]
    sql(review, "delete from capture where seq = ?", row.seq)
    report = audited(review)
    told(report, f"row {row.seq} of the ledger (fetch, {row.body['url']}) is not in the table capture")
    told(report, f"fetched of govuk in run 1: {fetched} by the ledger, {fetched - 1} by the database")


def test_an_outcome_that_was_changed_in_the_database_is_named(review: Path) -> None:
    row = first(review, "fetch", kind="content", outcome="read")
    sql(review, "update capture set outcome = 'refused' where seq = ?", row.seq)
    told(audited(review), f"row {row.seq} of the ledger says outcome = 'read'", "'refused'")


def test_a_skip_a_link_and_a_question_that_were_changed_in_the_database_are_named(review: Path) -> None:
    skip, page = first(review, "skip"), next(row for row in rows(review) if row.body.get("leads"))
    sql(review, "update skip set reason = 'depth' where seq = ?", skip.seq)
    sql(review, "update link set to_url = to_url || 'x' where seq = ? and position = 0", page.seq)
    sql(review, "update question set reason = 'no wish' where question = 'govuk:A1'")
    report = audited(review)
    told(report, f"row {skip.seq} of the ledger says reason = 'robots'", "'depth'")
    told(report, f"row {page.seq} of the ledger found", "not those of the table link")
    told(report, "question govuk:A1 of run 1 is another one in the database")


def test_a_link_that_was_deleted_from_the_database_is_named(review: Path) -> None:
    page = next(row for row in rows(review) if row.body.get("leads"))
    links = len(page.body["leads"])
    sql(review, "delete from link where seq = ? and position = 0", page.seq)
    told(
        audited(review),
        f"row {page.seq} of the ledger found {links} addresses",
        f"the table link has {links - 1}",
    )


@pytest.mark.parametrize("verdict", ["no-match", "outside-limits"])
def test_a_verdict_that_was_changed_is_named(review: Path, verdict: str) -> None:
    sql(review, "update work set verdict = ?, record = null where record = 'R00003'", verdict)
    report = audited(review)
    told(report, f"is {verdict} in the database, but by its texts and the protocol it is record")


def test_a_work_that_was_made_a_record_is_named(review: Path) -> None:
    work, url = sql(
        review,
        "update work set verdict = 'record' where verdict = 'no-match' and work = (select min(work) from work where verdict = 'no-match') returning work, url",
    )[0]
    report = audited(review)
    told(report, work, url, "is record in the database, but by its texts and the protocol it is no-match")
    told(report, work, "is a record, and has no number")


def test_a_number_that_two_records_have_is_named(review: Path) -> None:
    sql(review, "update work set record = 'R00004' where record = 'R00003'")
    report = audited(review)
    told(report, "R00004 is the number of two works")
    told(report, "R00003 was given to", "no such record")


def test_a_number_that_was_given_twice_or_left_out_is_named(review: Path) -> None:
    given = [row for row in rows(review) if row.kind == "record"]

    def change(ledger: list[Row]) -> None:
        ledger[given[2].seq - 1].change(record="R00002")
        ledger[given[-1].seq - 1].change(record="R00099")

    forge(review, change)
    report = audited(review)
    told(report, f"row {given[2].seq} of the ledger gives R00002", f"which row {given[1].seq} gave")
    told(report, f"row {given[-1].seq} of the ledger gives R00099")
    told(report, "has the number R00003 in the database, which the ledger never gave")


def test_a_match_that_was_deleted_is_named_by_the_verdict_that_rests_on_it(review: Path) -> None:
    work, record, url = sql(
        review, "select work, record, url from work where record is not null"
        " and not regexp_matches(lower(title || description), 'care|health') limit 1",
    )[0]  # fmt: skip
    held = "select document from work_document where work = ?"
    sql(review, f"delete from match where concept = 'C' and document in ({held})", work)
    told(audited(review), record, url, "is said to match A, C")


def test_a_work_without_a_reason_is_named(review: Path) -> None:
    (work,) = sql(
        review,
        "update work set reason = ' ' where work = (select min(work) from work where verdict = 'no-match') returning work",
    )[0]
    told(audited(review), work, "is no-match, and nothing says why")


def test_a_record_without_a_path_back_is_named(review: Path) -> None:
    sql(review, "delete from found where work = (select work from work where record = 'R00005')")
    told(audited(review), "R00005", "has no path back")


def test_a_database_that_is_damaged_or_missing_is_named_and_the_rest_is_still_checked(review: Path) -> None:
    (review / "greylit.duckdb").write_bytes(b"no database" * 1000)
    report = audited(review)
    told(report, "greylit.duckdb cannot be opened")
    assert [check.name for check in report.checks if not check.ok] == ["database"]
    (review / "greylit.duckdb").unlink()
    told(audited(review), "no greylit.duckdb")


def test_rows_that_follow_from_nothing_are_named(review: Path) -> None:
    count = len(rows(review))
    sql(review, "insert into suggestion values (?, 'now', 'http://x', 'n', 'HS')", count + 1)
    sql(review, "insert into skip (seq, run, at_time, url, reason, detail) values (?, 1, 'now', 'http://x', 'depth', 'd')", count + 2)  # fmt: skip
    sql(review, "insert into merge values ('govuk:a', 'govuk:b', 'rule', 1, 'e')")
    report = audited(review)
    told(report, "the ledger has 0 rows for the table suggestion, which has 1")
    told(report, "the ledger has 1 row for the table skip, which has 2")
    told(report, "merged works, by their verdicts and by the table merge: 0", "1 by the database")


def test_a_count_that_is_made_wrong_is_named_with_both_numbers(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The numbers that all commands show are made in one place: here it makes mistakes."""
    by_source, questions = counts.by_source, counts.questions
    monkeypatch.setattr(counts, "by_source", lambda *a: [{**row, "redirects": 7, "records": 99} for row in by_source(*a)])  # fmt: skip
    monkeypatch.setattr(counts, "questions", lambda *a: questions(*a)[1:])
    report = audited(review)
    told(report, "redirects of govuk in run 1: 4 by the ledger, 7 by the database")
    told(report, "works that are record: 13 counted one by one, 99 by source")
    told(report, "questions results in run 1: 2 by the ledger, 1 by the database")
