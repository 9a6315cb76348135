"""Corruptions of the ledger: the audit finds each and names its place."""

from __future__ import annotations

from pathlib import Path

from store.ledger import chain_hash
from tests.audit.planting import (
    audited,
    change_row,
    findings,
    first,
    forge,
    rows,
    told,
    unguarded,
)


def test_a_deleted_row_is_named(review: Path) -> None:
    row = first(review, "fetch", kind="content")
    with unguarded(review) as ledger:
        ledger.execute("delete from entry where seq = ?", (row.seq,))
    report = audited(review)
    told(report, f"row {row.seq} is missing from the ledger")
    told(report, f"the table capture has {row.body['url']} for row {row.seq}")


def test_a_tail_that_was_cut_off_is_named_by_what_the_database_was_computed_from(review: Path) -> None:
    count = len(rows(review))
    with unguarded(review) as ledger:
        ledger.execute("delete from entry where seq > ?", (count - 3,))
    told(audited(review), f"the ledger ends at row {count - 3}", "greylit.duckdb", "3 are cut off its end")


def test_a_tail_that_was_cut_off_is_named_by_the_archive_when_the_database_is_gone(review: Path) -> None:
    end = first(review, "warc")
    with unguarded(review) as ledger:
        ledger.execute("delete from entry where seq > ?", (end.body["ledger_seq"] - 2,))
    (review / "greylit.duckdb").unlink()
    report = audited(review)
    place = f"the record at byte {end.body['offset']} of archive/0001-00000.warc.gz"
    told(report, f"the ledger ends at row {end.body['ledger_seq'] - 2}", place, "2 are cut off its end")


def test_an_edited_row_is_named(review: Path) -> None:
    row = first(review, "fetch", kind="content")
    change_row(review, row.seq, status=404)
    report = audited(review)
    told(report, f"row {row.seq} of the ledger", "is not what was written")
    told(report, f"row {row.seq} of the ledger says that", "answered 404", "says 200")


def test_an_edited_row_with_a_new_hash_of_its_own_is_named(review: Path) -> None:
    row = first(review, "skip")
    change_row(review, row.seq, detail="Disallow: /made-up")
    edited = rows(review)[row.seq - 1]

    before = rows(review)[row.seq - 2].hash
    new = chain_hash(before, edited.seq, edited.at, edited.kind, edited.run, edited.text)
    with unguarded(review) as ledger:
        ledger.execute("update entry set hash = ? where seq = ?", (new, row.seq))
    report = audited(review)
    told(report, f"row {row.seq + 1} of the ledger", f"or row {row.seq} was changed and given a new hash")
    told(report, f"row {row.seq} of the ledger", "that line of robots.txt has 'Disallow: /*/print$'")


def test_a_whole_chain_that_was_made_anew_is_named_by_the_head_in_the_archive(review: Path) -> None:
    """Ledger and database agree, and the chain is whole: only the archive has the old head."""
    row = first(review, "fetch", kind="content")
    forge(review, lambda ledger: ledger[row.seq - 1].change(depth=7))
    end = first(review, "warc")
    report = audited(review)
    assert [each.check for each in findings(report)] == ["ledger", "ledger"]
    told(
        report,
        f"some row up to {end.body['ledger_seq']} was changed",
        f"byte {end.body['offset']} of archive/0001-00000.warc.gz",
    )


def test_a_ledger_without_its_guards_is_named(review: Path) -> None:
    with unguarded(review) as ledger:
        ledger.execute("delete from entry where seq = (select max(seq) from entry)")
        ledger.commit()
        report = audited(review)
    for guard in ("entry_no_update", "entry_no_delete", "entry_in_order"):
        told(report, f"has lost its guard {guard}")


def test_a_row_that_is_no_json_is_named_and_the_rest_is_still_checked(review: Path) -> None:
    row = first(review, "fetch", kind="content")
    with unguarded(review) as ledger:
        ledger.execute("update entry set body = '[1]' where seq = ?", (row.seq,))
    report = audited(review)
    told(report, f"row {row.seq} of the ledger (fetch) is no JSON object")
    assert report.rows == len(rows(review))
