"""WACZ: other programs read the archive, the index leads to its records, and the bytes are those of the review's archive."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from harvest.errors import GreylitError
from harvest.export import cdxj, wacz
from harvest.export.surt import surt
from harvest.export.whole import Whole
from store import copying
from store.archive import Archive, Original
from store.database import Reader
from tests.export_data.conftest import Open


def index(package: zipfile.ZipFile) -> list[tuple[str, str, dict[str, Any]]]:
    import gzip

    lines = gzip.decompress(package.read("indexes/index.cdx.gz")).decode().splitlines()
    return [(key, at, json.loads(rest)) for key, at, rest in (line.split(" ", 2) for line in lines)]


def warcs(package: zipfile.ZipFile) -> list[str]:
    return [name for name in package.namelist() if name.startswith("archive/")]


def pages(package: zipfile.ZipFile) -> list[dict[str, Any]]:
    return [json.loads(line) for line in package.read("pages/pages.jsonl").decode().splitlines()]


def captured(folder: Path, sql: str) -> set[str]:
    with Reader(folder / "greylit.duckdb") as database:
        return {next(iter(row.values())) for row in database.rows(sql)}


def test_warcio_reads_every_record_and_its_digests_hold(cited: Path, whole: Open, tmp_path: Path) -> None:
    wacz.write_from(whole(cited), tmp_path / "a.wacz")
    with zipfile.ZipFile(tmp_path / "a.wacz") as package:
        kinds = []
        for name in warcs(package):
            for record in ArchiveIterator(io.BytesIO(package.read(name)), check_digests="raise"):
                record.content_stream().read()
                kinds.append(record.rec_type)
    assert kinds.count("response") + kinds.count("revisit") == kinds.count("request") > 10
    assert "warcinfo" in kinds


def test_the_index_is_in_order_and_leads_to_each_answer(cited: Path, whole: Open, tmp_path: Path) -> None:
    wacz.write_from(whole(cited), tmp_path / "a.wacz")
    with zipfile.ZipFile(tmp_path / "a.wacz") as package:
        lines = index(package)
        assert [(key, at) for key, at, _ in lines] == sorted((key, at) for key, at, _ in lines) and lines
        for key, at, about in lines:
            data = package.read(f"archive/{about['filename']}")
            piece = data[int(about["offset"]) : int(about["offset"]) + int(about["length"])]
            (record,) = list(ArchiveIterator(io.BytesIO(piece)))
            assert record.rec_headers["WARC-Target-URI"] == about["url"]
            assert record.http_headers.get_statuscode() == about["status"]
            assert about["digest"] == record.rec_headers["WARC-Payload-Digest"]
            assert key == surt(about["url"]) and record.rec_headers["WARC-Date"].startswith(
                f"{at[:4]}-{at[4:6]}"
            )
        blocks = package.read("indexes/index.idx").decode().splitlines()
        assert json.loads(blocks[0].split(" ", 2)[2]) == {
            "format": "cdxj-gzip-1.0",
            "filename": "index.cdx.gz",
        }
        assert sum(json.loads(line.split(" ", 2)[2])["length"] for line in blocks[1:]) == len(
            package.read("indexes/index.cdx.gz")
        )


def test_every_file_is_described_and_archives_are_stored_as_they_are(
    cited: Path, whole: Open, tmp_path: Path
) -> None:
    wacz.write_from(whole(cited), tmp_path / "a.wacz")
    with zipfile.ZipFile(tmp_path / "a.wacz") as package:
        described = json.loads(package.read("datapackage.json"))
        assert described["wacz_version"] == "1.1.1" and described["created"] == "2026-11-27T00:00:00Z"
        listed = {each["path"]: each for each in described["resources"]}
        assert set(listed) == set(package.namelist()) - {"datapackage.json", "datapackage-digest.json"}
        for path, each in listed.items():
            data = package.read(path)
            assert each["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}" and each["bytes"] == len(data)
        digest = json.loads(package.read("datapackage-digest.json"))
        assert digest["hash"] == f"sha256:{hashlib.sha256(package.read('datapackage.json')).hexdigest()}"
        for info in package.infolist():
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert info.filename.startswith("archive/") <= (info.compress_type == zipfile.ZIP_STORED)


def test_answers_are_the_very_bytes_of_the_archive(cited: Path, whole: Open, tmp_path: Path) -> None:
    wacz.write_from(whole(cited), tmp_path / "a.wacz")
    with zipfile.ZipFile(tmp_path / "a.wacz") as package:
        for name in warcs(package):
            kept = (cited / "archive" / name.removeprefix("archive/").replace("-records", "")).read_bytes()
            copied = package.read(name)
            (tmp_path / "copy.warc.gz").write_bytes(copied)
            for member in copying.members(tmp_path / "copy.warc.gz"):
                assert copied[member.offset : member.offset + member.length] in kept


def test_pages_are_the_documents_of_the_records_with_title_and_text(
    cited: Path, whole: Open, tmp_path: Path
) -> None:
    review = whole(cited)
    result = wacz.write_from(review, tmp_path / "a.wacz")
    with zipfile.ZipFile(tmp_path / "a.wacz") as package:
        head, *found = pages(package)
        inside = {about["url"] for _, _, about in index(package)}
    assert head == {"format": "json-pages-1.0", "id": "pages", "title": "Records", "hasText": True}
    assert len({page["id"] for page in found}) == len(found) and found
    assert {page["url"] for page in found} <= inside
    assert all(page["title"].startswith(page["id"].partition("-")[0]) and page["text"] for page in found)
    gone = captured(cited, "select url from capture where status in (404, 410)")
    assert gone and not gone & {page["url"] for page in found}
    without = {record.id for record in review.records} - {page["id"] for page in found}
    assert without and any(
        note.startswith(f"{len(without)} records have nothing in the archive") for note in result.notes
    )


def test_a_selection_holds_its_records_and_the_redirects_to_them_and_nothing_else(
    cited: Path, whole: Open, tmp_path: Path
) -> None:
    wacz.write_from(whole(cited, "R00001"), tmp_path / "a.wacz")
    with zipfile.ZipFile(tmp_path / "a.wacz") as package:
        assert {about["url"] for _, _, about in index(package)} == {
            "http://www.jrf.test/a-contract-for-kindness"
        }
    redirected = captured(
        cited,
        "select r.record from record r join work_document wd using (work) join link l on l.to_url = wd.final_url"
        " where l.why = 'redirect'",
    )
    assert redirected
    record = min(redirected)
    wacz.write_from(whole(cited, record), tmp_path / "b.wacz")
    with zipfile.ZipFile(tmp_path / "b.wacz") as package:
        assert "301" in {about["status"] for _, _, about in index(package)}


def test_everything_is_the_archive_as_it_is(cited: Path, whole: Open, tmp_path: Path) -> None:
    wacz.write_from(whole(cited, everything=True), tmp_path / "a.wacz")
    with zipfile.ZipFile(tmp_path / "a.wacz") as package:
        found = {name.removeprefix("archive/"): package.read(name) for name in warcs(package)}
        assert found == {path.name: path.read_bytes() for path in (cited / "archive").glob("*.warc.gz")}
        asked = captured(
            cited, "select distinct url from capture where warc is not null and status is not null"
        )
        assert asked <= {about["url"] for _, _, about in index(package)}


def test_the_end_that_a_run_is_still_writing_is_left_out(copied: Path, whole: Open, tmp_path: Path) -> None:
    path = max((copied / "archive").glob("*.warc.gz"))
    before = path.read_bytes()
    path.write_bytes(before + before[:100])
    wacz.write_from(whole(copied, everything=True), tmp_path / "a.wacz")
    with zipfile.ZipFile(tmp_path / "a.wacz") as package:
        assert package.read(f"archive/{path.name}") == before


def test_nothing_is_replayed_where_the_protocol_keeps_no_bytes(
    with_protocol: Callable[..., Whole], tmp_path: Path
) -> None:
    with pytest.raises(GreylitError, match="keeps no bytes"):
        wacz.write_from(with_protocol("keep", bytes="none"), tmp_path / "a.wacz")
    assert not (tmp_path / "a.wacz").exists()


def test_only_matched_bytes_leave_the_review_where_the_protocol_keeps_only_those(
    with_protocol: Callable[..., Whole], tmp_path: Path, copied: Path
) -> None:
    from dataclasses import replace

    review = with_protocol("keep", bytes="matched")
    wacz.write_from(replace(review, everything=True), tmp_path / "a.wacz")
    with zipfile.ZipFile(tmp_path / "a.wacz") as package:
        inside = {about["url"] for _, _, about in index(package)}
    unmatched = captured(copied, "select url from work where verdict = 'no-match' and url like 'http%'")
    assert unmatched and not unmatched & inside
    assert any(url.endswith("/robots.txt") for url in inside), "what is about sites stays"


def test_the_same_review_gives_the_same_bytes(cited: Path, whole: Open, tmp_path: Path) -> None:
    for name in ("one.wacz", "two.wacz"):
        wacz.write_from(whole(cited), tmp_path / name)
    assert (tmp_path / "one.wacz").read_bytes() == (tmp_path / "two.wacz").read_bytes()
    assert sorted(path.name for path in tmp_path.glob("*")) == ["one.wacz", "two.wacz"], (
        "nothing is left behind"
    )


def test_the_validator_of_the_wacz_package_takes_it(cited: Path, whole: Open, tmp_path: Path) -> None:
    validate = pytest.importorskip("wacz.validate", reason="the package wacz is not installed")
    wacz.write_from(whole(cited), tmp_path / "a.wacz")
    made = validate.Validation(str(tmp_path / "a.wacz"))
    assert made.check_required_contents() == 0
    assert (
        made.frictionless_validate()
        and made.check_file_paths()
        and made.check_file_hashes()
        and made.check_compression()
    )
    with zipfile.ZipFile(tmp_path / "a.wacz") as package, zipfile.ZipFile(tmp_path / "bad.wacz", "w") as bad:
        for name in package.namelist():
            bad.writestr(name, package.read(name) + (b"x" if name.startswith("archive/") else b""))
    assert not validate.Validation(str(tmp_path / "bad.wacz")).check_file_hashes()


def test_keys_of_addresses_are_those_of_web_archives() -> None:
    assert surt("https://www.Example.com/A/b/?b=2&a=1#part") == "com,example)/a/b?a=1&b=2"
    assert surt("http://example.com") == "com,example)/"
    assert surt("http://example.com:8080//x/../y%20z") == "com,example:8080)/y%20z"
    assert surt("urn:sha256:AB") == "urn:sha256:ab"


def test_keys_equal_those_of_the_surt_package(cited: Path, govuk: Path) -> None:
    theirs = pytest.importorskip("surt", reason="the package surt is not installed")
    sql = "select url from capture where url like 'http%' union select to_url from link where to_url like 'http%'"
    urls = captured(cited, sql) | captured(govuk, sql)
    assert len(urls) > 100
    assert {url: surt(url) for url in urls} == {url: theirs.surt(url) for url in urls}


def test_forms_and_what_had_not_changed_have_their_own_lines(tmp_path: Path) -> None:
    archive = Archive(tmp_path, 1, "test", {})
    url = "http://council.test/search"
    post = (
        b"POST /search HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nq=alliance&page=2"
    )
    place = archive.add(
        url, request=post, status_line="HTTP/1.1 200 OK", headers=[(b"Content-Type", b"text/html")], body=b"x"
    )
    archive.add(
        url, request=b"GET /search HTTP/1.1\r\n\r\n", status_line="HTTP/1.1 304 Not Modified", headers=[], body=b"",
        same_as=Original(url, "2026-11-02T03:04:05Z", place.warc, place.offset), unmodified=True,
    )  # fmt: skip
    archive.bring("urn:sha256:ab", b"%PDF", "application/pdf")
    archive.close()
    lines = [
        line.split(" ", 2) for line in cdxj.lines(archive.name, copying.members(tmp_path / archive.name))
    ]
    keys, abouts = [key for key, _, _ in lines], [json.loads(rest) for _, _, rest in lines]
    assert keys[0] == "test,council)/search?__wb_method=post&page=2&q=alliance"
    assert (abouts[0]["method"], abouts[0]["requestBody"]) == ("POST", "q=alliance&page=2")
    assert (keys[1], abouts[1]["mime"], abouts[1]["status"]) == (
        "test,council)/search",
        "warc/revisit",
        "304",
    )
    assert (abouts[2]["url"], abouts[2]["mime"]) == ("urn:sha256:ab", "application/pdf")
