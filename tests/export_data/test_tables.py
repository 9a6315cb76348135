"""Parquet and SQLite: read back by other programs, field by field, and alike."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from harvest.export import parquet, sqlite
from harvest.export.abstracts import abstract_for
from harvest.export.tables import TABLES
from harvest.export.whole import Whole
from tests.export_data.conftest import Open


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    return list(pq.read_table(folder / f"{name}.parquet").to_pylist())


def from_sqlite(path: Path, sql: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(sql)]


def test_every_record_reads_back_field_by_field(cited: Path, whole: Open, tmp_path: Path) -> None:
    review = whole(cited)
    result = parquet.write_from(review, tmp_path / "t")
    rows = table(tmp_path / "t", "records")
    assert result.records == len(rows) == len(review.records) > 10
    for record, row in zip(review.records, rows, strict=True):
        assert (row["record"], row["title"], row["date"], row["year"]) == (
            record.id,
            record.title,
            record.date,
            record.year,
        )
        assert row["publishers"] == list(record.publishers)
        assert row["concepts"] == list(record.concepts)
        assert row["abstract"] == record.abstract
        assert (row["summary"], row["seed_ids"], row["round"]) == (
            record.summary,
            list(record.seed_ids),
            record.round,
        )
        assert row["abstract_shown"] == abstract_for(record)
        assert (row["warc"], row["warc_offset"], row["sha256"]) == (
            record.warc_file,
            record.warc_offset,
            record.sha256,
        )
        assert row["decision"] == (record.decision.verdict if record.decision else None)


def test_records_of_citation_searching_say_their_seeds(cited: Path, whole: Open, tmp_path: Path) -> None:
    parquet.write_from(whole(cited), tmp_path / "t")
    rows = table(tmp_path / "t", "records")
    assert any(row["seed_ids"] for row in rows) and all(row["searched_on"] for row in rows)


def test_passages_and_ways_of_finding_are_all_there(cited: Path, whole: Open, tmp_path: Path) -> None:
    review = whole(cited)
    parquet.write_from(review, tmp_path / "t")
    passages = [
        (p["record"], p["position"], p["page"], p["start"], p["stop"], p["text"])
        for p in table(tmp_path / "t", "passages")
    ]
    assert passages == [
        (r.id, n, p.page, p.start, p.end, p.text) for r in review.records for n, p in enumerate(r.passages, 1)
    ] and passages  # fmt: skip
    found = [
        (f["record"], f["route"], f["question"], f["listing_url"]) for f in table(tmp_path / "t", "found")
    ]
    assert (
        found == [(r.id, f.route, f.question, f.listing_url) for r in review.records for f in r.found_by]
        and found
    )


def test_the_text_of_a_document_is_whole_and_passages_point_into_it(
    cited: Path, whole: Open, tmp_path: Path
) -> None:
    with duckdb.connect(str(cited / "greylit.duckdb"), read_only=True) as database:
        bodies = dict(database.execute("select document, body from document where body <> ''").fetchall())
    parquet.write_from(whole(cited), tmp_path / "t")
    documents = table(tmp_path / "t", "documents")
    texts = {row["document"]: row["text"] for row in documents if row["text"]}
    assert texts and all(text == bodies[name] for name, text in texts.items())
    assert {row["outcome"] for row in documents if not row["text"]} & {"not-found", "gone"}, (
        "what could not be had is told"
    )


def test_every_column_says_what_it_means(cited: Path, whole: Open, tmp_path: Path) -> None:
    parquet.write_from(whole(cited), tmp_path / "t")
    sqlite.write_from(whole(cited), tmp_path / "t.sqlite")
    meanings = {
        (row["table_name"], row["column_name"]): row["meaning"]
        for row in from_sqlite(tmp_path / "t.sqlite", "select * from columns")
    }
    for each in TABLES:
        schema = pq.read_schema(tmp_path / "t" / f"{each.name}.parquet")
        assert [field.name for field in schema] == [column.name for column in each.columns]
        for field, column in zip(schema, each.columns, strict=True):
            assert field.metadata[b"comment"].decode() == column.meaning == meanings[each.name, column.name]
        assert schema.metadata[b"greylit.export"].decode().startswith("review cited; exported 2026-11-27")


def test_sqlite_has_the_same_rows_and_whole_keys(cited: Path, whole: Open, tmp_path: Path) -> None:
    parquet.write_from(whole(cited), tmp_path / "t")
    sqlite.write_from(whole(cited), tmp_path / "t.sqlite")
    for each in TABLES:
        lists = {column.name for column in each.columns if column.kind == "list"}
        flags = {column.name for column in each.columns if column.kind == "yes-no"}
        rows = [
            {
                k: json.loads(v) if k in lists else bool(v) if k in flags and v is not None else v
                for k, v in row.items()
            }
            for row in from_sqlite(tmp_path / "t.sqlite", f"select * from {each.name} order by rowid")
        ]
        assert rows == table(tmp_path / "t", each.name), each.name
    assert from_sqlite(tmp_path / "t.sqlite", "pragma foreign_key_check") == []
    assert from_sqlite(tmp_path / "t.sqlite", "pragma integrity_check") == [{"integrity_check": "ok"}]
    pointing = from_sqlite(tmp_path / "t.sqlite", "pragma foreign_key_list(passages)")
    assert [(row["from"], row["table"]) for row in pointing] == [("record", "records")]


def test_the_views_of_the_file_answer(govuk: Path, whole: Open, tmp_path: Path) -> None:
    review = whole(govuk)
    sqlite.write_from(review, tmp_path / "t.sqlite")
    years = from_sqlite(
        tmp_path / "t.sqlite", "select sum(records) as n, sum(included) as included from records_by_year"
    )
    included = sum(r.decision is not None and r.decision.verdict == "include" for r in review.records)
    assert years == [{"n": len(review.records), "included": included}]
    questions = from_sqlite(
        tmp_path / "t.sqlite", "select question, records from questions_and_yield where records > 0"
    )
    assert questions
    for name in ("records_by_publisher", "records_with_first_passage", "records_to_decide"):
        assert from_sqlite(tmp_path / "t.sqlite", f"select count(*) as n from {name}")[0]["n"]


def test_sources_and_search_log_are_those_of_the_search(govuk: Path, whole: Open, tmp_path: Path) -> None:
    review = whole(govuk)
    parquet.write_from(review, tmp_path / "t")
    log = table(tmp_path / "t", "search_log")
    assert [row["results_returned"] for row in log] == [
        row["results returned"] for row in review.context.search_log
    ]
    assert [row["as_sent"] for row in log] == [row["as sent"] for row in review.context.search_log]
    (source,) = table(tmp_path / "t", "sources")
    assert (source["records"], source["prisma_box"]) == (len(review.records), "organisation")


def test_selected_records_bring_only_what_is_theirs(cited: Path, whole: Open, tmp_path: Path) -> None:
    parquet.write_from(whole(cited, "R00002"), tmp_path / "t")
    for name in ("records", "found", "passages", "documents", "decisions", "joined"):
        assert {row["record"] for row in table(tmp_path / "t", name)} <= {"R00002"}, name
    edges = table(tmp_path / "t", "citations")
    assert all("R00002" in (row["citing"], row["cited"]) for row in edges)
    assert len(table(tmp_path / "t", "sources")) > 1


def test_decisions_that_a_second_screener_must_not_see_are_left_out_and_counted(
    cited: Path, whole: Open, tmp_path: Path
) -> None:
    review = whole(cited)
    context = replace(
        review.context, blinded=3,
        decisions=[{"record": "R00001", "title": "x", "stage": "title-text"}, *review.context.decisions[1:]],
    )  # fmt: skip
    result = parquet.write_from(replace(review, context=context), tmp_path / "t")
    assert "3 decisions are left out: a second screener has still to vote" in result.notes
    assert all(row["verdict"] for row in table(tmp_path / "t", "decisions"))


def test_mail_addresses_leave_no_text_unless_the_protocol_keeps_them(
    with_protocol: Callable[..., Whole], copied: Path, tmp_path: Path
) -> None:
    with duckdb.connect(str(copied / "greylit.duckdb")) as database:
        database.execute(
            "update document set body = 'Write to jo.bloggs@example.org. ' || body where body <> ''"
        ).fetchall()
    kept = with_protocol("keep", personal_data="keep")
    parquet.write_from(kept, tmp_path / "kept")
    assert "jo.bloggs@example.org" in str(table(tmp_path / "kept", "documents"))
    kept.database.close()
    parquet.write_from(with_protocol("keep", personal_data="redact-emails-in-exports"), tmp_path / "out")
    documents = str(table(tmp_path / "out", "documents"))
    assert "jo.bloggs@example.org" not in documents and "[e-mail address left out]" in documents


def test_what_has_no_text_or_date_is_said_with_its_count(cited: Path, whole: Open, tmp_path: Path) -> None:
    review = whole(cited)
    notes = parquet.write_from(review, tmp_path / "t").notes
    without = [record.id for record in review.records if record.state != "text"]
    assert len(without) > 1
    assert any(note.startswith(f"{len(without)} records have no text: {without[0]}") for note in notes)


@pytest.mark.parametrize("fmt", ["parquet", "sqlite"])
def test_the_same_review_gives_the_same_bytes(cited: Path, whole: Open, tmp_path: Path, fmt: str) -> None:
    module = {"parquet": parquet, "sqlite": sqlite}[fmt]
    made = []
    for name in ("one", "two"):
        module.write_from(whole(cited), tmp_path / name)
        place = tmp_path / name
        files = [place] if place.is_file() else sorted(place.iterdir())
        made.append([path.read_bytes() for path in files])
    assert made[0] == made[1]


def test_lone_surrogates_and_formulas_do_no_harm(cited: Path, whole: Open, tmp_path: Path) -> None:
    review = whole(cited)
    odd = [replace(review.records[0], title="=1+1 \ud800 \x00 📈", notes=("\udfff",)), *review.records[1:]]
    parquet.write_from(replace(review, records=odd), tmp_path / "t")
    sqlite.write_from(replace(review, records=odd), tmp_path / "t.sqlite")
    (row,) = from_sqlite(tmp_path / "t.sqlite", "select title from records where record = 'R00001'")
    assert row["title"] == table(tmp_path / "t", "records")[0]["title"] and row["title"].startswith("=1+1")
