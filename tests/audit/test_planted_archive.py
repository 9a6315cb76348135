"""Corruptions of the archive: the audit finds each and names its place."""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from pathlib import Path

import pytest

from store.archive import Archive
from tests.audit.planting import (
    Row,
    audited,
    findings,
    first,
    flip,
    forge,
    member_at,
    of,
    replace_record,
    rows,
    told,
    warc,
)


def test_a_sound_review_has_no_findings_and_is_not_changed(review: Path) -> None:
    before = {path: path.read_bytes() for path in review.rglob("*") if path.is_file()}
    report = audited(review)
    assert findings(report) == []
    assert report.ok and all(check.says for check in report.checks)
    assert {path: path.read_bytes() for path in review.rglob("*") if path.is_file()} == before


def test_a_flipped_byte_in_a_body_is_named_with_its_address(review: Path) -> None:
    row = first(review, "fetch", kind="file", status=200)
    length = member_at(warc(review), row.body["offset"]).length
    flip(warc(review), row.body["offset"] + length // 2)
    report = audited(review)
    told(
        report, f"byte {row.body['offset']} of archive/0001-00000.warc.gz", f"row {row.seq}", row.body["url"]
    )
    assert report.bad == len(of(report, "archive"))


@pytest.mark.parametrize("byte", range(0, 24, 3))
def test_a_flipped_byte_at_the_beginning_of_a_record_is_named(review: Path, byte: int) -> None:
    row = first(review, "fetch", kind="content", status=200)
    flip(warc(review), row.body["offset"] + byte)
    finding = of(audited(review), "archive")[0]
    assert finding.where["offset"] == row.body["offset"]
    assert f"byte {row.body['offset']} of archive/0001-00000.warc.gz" in finding.says


def test_a_flipped_byte_in_a_request_is_named_with_the_row_whose_request_it_was(review: Path) -> None:
    row = first(review, "fetch", kind="file", status=200)
    flip(warc(review), row.body["offset"] + row.body["length"] - 20)
    told(audited(review), "the request of", f"row {row.seq}", row.body["url"])


def test_any_flipped_bit_of_the_archive_is_found(review: Path) -> None:
    path = warc(review)
    whole = path.read_bytes()
    for offset in range(7, len(whole), len(whole) // 12):
        flip(path, offset, offset % 8)
        assert of(audited(review), "archive"), offset
        path.write_bytes(whole)


def test_a_missing_file_is_named_with_the_number_of_answers_in_it(review: Path) -> None:
    answers = sum("warc" in row.body and "offset" in row.body for row in rows(review))
    warc(review).unlink()
    told(audited(review), "archive/0001-00000.warc.gz is missing", f"{answers} answers")


def test_a_truncated_file_is_named_with_what_is_lost(review: Path) -> None:
    last = [row for row in rows(review) if row.kind == "fetch"][-4]
    data = warc(review).read_bytes()
    warc(review).write_bytes(data[: last.body["offset"] + 50])
    report = audited(review)
    told(
        report,
        "50 bytes",
        f"byte {last.body['offset']} of archive/0001-00000.warc.gz",
        "ends in the middle",
        f"row {last.seq}",
    )
    told(
        report,
        "archive/0001-00000.warc.gz ends at byte",
        "before what the ledger names in it",
        "the end of a crawl",
    )


def test_a_file_cut_between_two_records_is_named_too(review: Path) -> None:
    last = [row for row in rows(review) if row.kind == "fetch"][-4]
    data = warc(review).read_bytes()
    warc(review).write_bytes(data[: last.body["offset"]])
    told(audited(review), f"ends at byte {last.body['offset']}", f"row {last.seq}", last.body["url"])


def test_records_that_were_swapped_are_named(review: Path) -> None:
    one, other = [row for row in rows(review) if row.kind == "fetch" and row.body["kind"] == "content"][:2]
    path, whole = warc(review), warc(review).read_bytes()
    first_end, second_end = (
        one.body["offset"] + one.body["length"],
        other.body["offset"] + other.body["length"],
    )
    between = whole[first_end : other.body["offset"]]
    swapped = whole[other.body["offset"] : second_end] + between + whole[one.body["offset"] : first_end]
    path.write_bytes(whole[: one.body["offset"]] + swapped + whole[second_end:])
    report = audited(review)
    told(report, f"row {one.seq} of the ledger is about {one.body['url']}", f"about {other.body['url']}")


def test_offsets_that_were_swapped_in_the_ledger_are_named(review: Path) -> None:
    one, other = [row for row in rows(review) if row.kind == "fetch" and row.body["kind"] == "content"][:2]

    def swap(ledger: list[Row]) -> None:
        for row, from_ in ((ledger[one.seq - 1], other), (ledger[other.seq - 1], one)):
            row.change(offset=from_.body["offset"], length=from_.body["length"])

    forge(review, swap)
    report = audited(review)
    told(report, f"row {one.seq} of the ledger is about", one.body["url"])
    told(report, f"row {other.seq} of the ledger is about", other.body["url"])
    told(report, f"row {one.seq} of the ledger says warc_offset")


def test_a_body_that_was_replaced_with_a_right_digest_is_named(review: Path) -> None:
    """The checksum of the record and its digest fit: only the ledger knows better."""
    row = first(review, "fetch", kind="robots")
    _replace_robots(review, row, b"/*/print$", b"/*/prinx$")
    report = audited(review)
    told(report, "http://www.gov.test/robots.txt", f"is not the one that row {row.seq} of the ledger states")
    told(report, "requests cannot be judged", f"row {row.seq}", "is not the file that the ledger states")


def _replace_robots(review: Path, row: Row, old: bytes, new: bytes) -> bytes:
    data = member_at(warc(review), row.body["offset"]).data
    head, http, body = data.split(b"\r\n\r\n", 2)
    body = body.removesuffix(b"\r\n\r\n").replace(old, new)
    assert len(old) == len(new) and new in body
    digest = b"sha1:" + b32encode(hashlib.sha1(body).digest())
    head = re.sub(rb"sha1:\w+", digest, head)
    replace_record(warc(review), row.body["offset"], b"\r\n\r\n".join([head, http, body]) + b"\r\n\r\n")
    return body


def test_a_revisit_record_whose_original_is_gone_is_named(review: Path) -> None:
    row = next(row for row in rows(review) if "same_as" in row.body)
    original = rows(review)[row.body["same_as"] - 1]
    flip(warc(review), original.body["offset"] + 40)
    report = audited(review)
    told(
        report,
        f"revisit record at byte {row.body['offset']}",
        row.body["url"],
        f"byte {original.body['offset']}",
    )


def test_a_row_that_says_it_repeats_another_answer_is_named(review: Path) -> None:
    row = next(row for row in rows(review) if "same_as" in row.body)
    other = first(review, "fetch", kind="content")
    forge(review, lambda ledger: ledger[row.seq - 1].change(same_as=other.seq))
    told(audited(review), f"row {row.seq} of the ledger", f"repeats row {other.seq}", "another SHA-256")


def test_a_body_that_does_not_fit_its_own_digest_is_named(review: Path) -> None:
    row = first(review, "fetch", kind="robots")
    data = member_at(warc(review), row.body["offset"]).data
    replace_record(warc(review), row.body["offset"], data.replace(b"/*/print$", b"/*/prinx$"))
    told(
        audited(review),
        f"the body at byte {row.body['offset']} of archive/0001-00000.warc.gz does not fit its digest",
    )


def test_two_rows_that_name_one_record_are_named(review: Path) -> None:
    one, other = [row for row in rows(review) if row.kind == "fetch" and row.body["kind"] == "content"][:2]
    place = {key: one.body[key] for key in ("offset", "length")}
    forge(review, lambda ledger: ledger[other.seq - 1].change(**place))
    told(audited(review), f"2 ledger rows name the record at byte {one.body['offset']}", f"row {other.seq}")


def test_a_length_that_is_not_that_of_the_records_is_named(review: Path) -> None:
    row = first(review, "fetch", kind="file", status=200)
    forge(review, lambda ledger: ledger[row.seq - 1].change(length=row.body["length"] - 3))
    told(audited(review), f"row {row.seq} of the ledger says that its records end at byte", "where none ends")


def test_answers_that_no_row_names_are_counted_and_no_finding(review: Path) -> None:
    archive = Archive(review / "archive", 1, "test", {})
    archive.add("http://www.gov.test/x", request=b"GET / HTTP/1.1\r\n\r\n", status_line="HTTP/1.1 200 OK", headers=[], body=b"x")  # fmt: skip
    archive.close()
    report = audited(review)
    assert findings(report) == []
    assert any("no row names 1 more answer" in check.says for check in report.checks)
