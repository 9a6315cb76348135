"""Named queries: each does what its sentence says, and agrees with the functions that count for everything else."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from harvest.demo.truth import truth_rows
from harvest.named_queries import find, put, settings
from harvest.screening.desk import open_desk
from store import citing, counts, exported, hosts, named, views
from store.database import Reader
from store.workspace import Workspace
from tests.cli.said import Greylit
from tests.whole.harness import greylit

Rows = list[dict[str, Any]]
NAMES = sorted(named.queries())


def ask(folder: Path, name: str, *given: str) -> Rows:
    query = find(name)
    with Reader(folder / "greylit.duckdb") as database:
        return put(database, query, settings(query, given))


def change(folder: Path, *statements: str) -> None:
    with duckdb.connect(str(folder / "greylit.duckdb")) as database:
        for sql in statements:
            database.execute(sql).fetchall()


def test_there_are_twenty() -> None:
    assert len(NAMES) == 20


@pytest.mark.parametrize("name", NAMES)
def test_a_query_says_what_it_asks_and_explains_the_columns_that_it_gives(
    name: str, cited: Path, govuk: Path
) -> None:
    query = named.queries()[name]
    assert re.fullmatch(r"[A-Z].+\.", query.sentence) and "$" not in query.sentence
    assert {setting.name for setting in query.settings} == set(re.findall(r"\$([a-z_]+)", query.sql)), (
        "all are used"
    )
    with Reader(govuk / "greylit.duckdb") as database:
        sql, values = named.statement(query, settings(query, ()))
        described = database.rows(f"describe {sql}", values) if not values else None
    for folder in (govuk, cited):
        for row in ask(folder, name)[:1]:
            assert [(column, bool(meaning)) for column, meaning in query.columns] == [
                (column, True) for column in row
            ]
    if described is not None:
        assert [row["column_name"] for row in described] == [column for column, _ in query.columns]


@pytest.mark.parametrize("name", NAMES)
def test_a_query_gives_the_same_rows_each_time(name: str, cited: Path) -> None:
    assert ask(cited, name) == ask(cited, name)


def test_records_by_year_and_without_date_are_those_of_the_truth(govuk: Path) -> None:
    true = Counter(int(row.date[:4]) if row.date else None for row in truth_rows() if row.relevant)
    assert {row["year"]: row["records"] for row in ask(govuk, "records-by-year")} == true
    late = ask(govuk, "records-by-year", "from_year=2015", "to_year=2018")
    assert {row["year"]: row["records"] for row in late} == {
        y: n for y, n in true.items() if y and 2015 <= y <= 2018
    }
    undated = {row["title"] for row in ask(govuk, "undated-records")}
    assert undated == {row.title for row in truth_rows() if row.relevant and row.date is None} and undated


@pytest.mark.parametrize("review", ["govuk", "cited"])
def test_sums_are_the_count_of_records(review: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(review)
    with Reader(folder / "greylit.duckdb") as database:
        total = counts.records(database)
        unread = [row["record"] for row in views.records(database) if row["state"] != "text"]
    assert sum(row["records"] for row in ask(folder, "records-by-publisher-class")) == total
    assert sum(row["records"] for row in ask(folder, "records-by-year")) == total
    assert [row["record"] for row in ask(folder, "records-without-text")] == unread


def test_the_log_has_the_pages_and_results_that_every_report_counts(govuk: Path) -> None:
    with Reader(govuk / "greylit.duckdb") as database:
        counted = counts.questions(database, 1)
    log = ask(govuk, "search-log")
    assert [(r["question"], r["pages"], r["results"]) for r in log] == [
        (r["question"], r["pages"], r["returned"]) for r in counted
    ]
    assert [
        (r["question"], r["results"])
        for r in sorted(ask(govuk, "question-yield"), key=lambda r: r["question"])
    ] == [(r["question"], r["returned"]) for r in counted]
    assert ask(govuk, "search-log", "source=nobody") == []


def test_yield_counts_records_and_those_that_only_one_question_found(govuk: Path) -> None:
    with Reader(govuk / "greylit.duckdb") as database:
        found = views.record_found(database)
    ways: dict[str, set[str]] = {}
    for row in found:
        ways.setdefault(row["record"], set()).add(row["question"] or row["route"])
    for row in ask(govuk, "question-yield"):
        mine = {record for record, by in ways.items() if row["question"] in by}
        assert row["records"] == len(mine)
        assert row["only_by_this"] == sum(len(ways[record]) == 1 for record in mine)
    assert any(row["only_by_this"] for row in ask(govuk, "question-yield"))


def test_records_of_one_source_only_add_up(cited: Path) -> None:
    with Reader(cited / "greylit.duckdb") as database:
        sources = Counter(row["source"] for row in views.records(database))
        total = counts.records(database)
    rows = {row["source"]: row for row in ask(cited, "found-by-one-source-only")}
    assert set(sources) <= set(rows)
    assert all(rows[source]["records"] >= n for source, n in sources.items())
    assert 0 < sum(row["only_here"] for row in rows.values()) < total, "some record was found by two sources"


def test_hosts_are_counted_as_in_the_command_hosts(cited: Path) -> None:
    with Reader(cited / "greylit.duckdb") as database:
        run = counts.newest_run(database)
        requests = {row["host"]: row["requests"] for row in hosts.requests(database, run) if row["host"]}
        troubles = {
            (row["host"], row["trouble"], row["addresses"])
            for row in hosts.troubles(database, run)
            if row["outcome"] == "refused"
        }
    assert {row["host"]: row["requests"] for row in ask(cited, "largest-hosts", f"run={run}")} == requests
    refused = {
        (row["host"], row["trouble"], row["addresses"]) for row in ask(cited, "refused-hosts", f"run={run}")
    }
    assert refused == troubles and refused
    waits = [row["seconds"] for row in ask(cited, "longest-waits", "limit=3", f"run={run}")]
    assert len(waits) == 3 and waits == sorted(waits, reverse=True)


def test_merged_works_and_dead_links_are_all_listed(cited: Path) -> None:
    with Reader(cited / "greylit.duckdb") as database:
        joined = [(row["record"], row["url"], row["rule"]) for row in exported.joined(database)]
        dead = {row["url"]: row["outcome"] for row in database.rows("select * from dead_link")}
    rows = ask(cited, "merged-works")
    assert [(r["record"], r["joined_url"], r["rule"]) for r in rows if r["record"]] == joined and joined
    assert {r["rule"] for r in ask(cited, "merged-works", f"rule={joined[0][2]}")} == {joined[0][2]}
    assert {row["url"]: row["outcome"] for row in ask(cited, "dead-links")} == dead and dead
    assert {row["outcome"] for row in ask(cited, "dead-links", "outcome=recovered")} == {"recovered"}


def test_references_without_a_doi_are_neither_links_nor_with_one(cited: Path) -> None:
    rows = ask(cited, "citations-without-doi")
    with Reader(cited / "greylit.duckdb") as database:
        written = {row["body"]: row for row in citing.read_references(database)}
    assert rows and all(
        "doi.org" not in row["as_written"] and written[row["as_written"]]["place"] != "link" for row in rows
    )
    assert any(row["held"] for row in rows) and any(not row["held"] for row in rows)
    with_doi = [body for body, row in written.items() if json.loads(row["fields"] or "{}").get("doi")]
    assert not set(with_doi) & {row["as_written"] for row in rows}


def test_decisions_are_counted_as_the_desk_has_settled_them(govuk: Path) -> None:
    with Reader(govuk / "greylit.duckdb") as database:
        states = open_desk(Workspace(govuk), database=database).states.values()
    settled = Counter((s.stage, s.verdict, s.reason) for s in states if s.verdict)
    assert {
        (r["stage"], r["verdict"], r["reason"]): r["records"] for r in ask(govuk, "decisions-by-reason")
    } == settled
    assert settled


def test_a_conflict_is_listed_until_it_is_settled(copied: Path) -> None:
    assert ask(copied, "conflicts") == []
    assert (
        greylit(
            "decide", "R00001", "exclude", "--reason", "Not alliances", "--by", "HS", "--review", str(copied)
        ).returncode
        == 0
    )
    (row,) = ask(copied, "conflicts")
    assert (row["record"], row["stage"], row["said"]) == (
        "R00001",
        "title-text",
        ["LB: include", "HS: exclude"],
    )
    with Reader(copied / "greylit.duckdb") as database:
        states = open_desk(Workspace(copied), database=database).states
        settled = Counter((s.stage, s.verdict, s.reason) for s in states.values() if s.verdict)
    assert states["R00001", "title-text"].verdict is None
    assert {
        (r["stage"], r["verdict"], r["reason"]): r["records"] for r in ask(copied, "decisions-by-reason")
    } == settled


def test_words_that_were_read_with_little_certainty_are_found(copied: Path) -> None:
    assert ask(copied, "ocr-to-check") == []
    change(
        copied,
        "update document set ocr_pages = 1, confidence = 0.6 where document = (select document from work_document"
        " join record using (work) where document is not null order by record limit 1)",
        "update page set method = 'engine', confidence = 0.6 where document = (select document from document where ocr_pages = 1)",
    )
    (row,) = ask(copied, "ocr-to-check")
    assert (row["confidence"], row["pages"], row["unsure_pages"]) == (0.6, 1, [1])
    assert ask(copied, "ocr-to-check", "below=0.5") == []


def test_titles_that_were_passed_over_come_with_the_reason(cited: Path) -> None:
    rows = ask(cited, "passed-over", "field=title")
    assert rows and all(
        row["field"] == "title" and row["why"] and row["value"] != row["taken"] for row in rows
    )
    record = next(row["record"] for row in rows if row["record"])
    assert {row["record"] for row in ask(cited, "passed-over", f"record={record.lower()}")} == {record}


def test_relations_name_both_records(copied: Path) -> None:
    assert ask(copied, "relations") == []
    change(
        copied,
        "insert into relation select a.work, b.work, 'edition', 'test', 0.9, 'x' from record a, record b"
        " where a.record = 'R00001' and b.record = 'R00002'",
    )
    (row,) = ask(copied, "relations", "kind=edition")
    assert (row["record"], row["kind"], row["other_record"]) == ("R00001", "edition", "R00002")
    assert ask(copied, "relations", "kind=translation") == []


def test_a_change_of_the_protocol_is_named_with_its_amendment(copied: Path) -> None:
    first = ask(copied, "protocol-amendments")[0]
    assert first["changed"] is None and first["sections_changed"] == []
    amendment = {"date": "2026-12-01", "by": "HS", "what": "a term more", "why": "seen in reports"}
    with duckdb.connect(str(copied / "greylit.duckdb")) as database:
        (run, text) = database.execute("select run, protocol from run order by run desc limit 1").fetchall()[
            0
        ]
        protocol = json.loads(text)
        protocol["amendments"] = [amendment]
        protocol["limits"] = {**protocol["limits"], "from_year": None}
        database.execute(
            "insert into run select run + 1, '2026-12-02T00:00:00Z', ended_at, outcome, detail, 'ff', ?, software, only_changed, only_failed"
            " from run where run = ?",
            [json.dumps(protocol), run],
        ).fetchall()
    last = ask(copied, "protocol-amendments")[-1]
    assert last["changed"] is True and last["sections_changed"] == ["amendments", "limits"]
    assert last["new_amendments"] == ["2026-12-01 HS: a term more (seen in reports)"]


def test_what_changed_since_a_run_is_new_other_or_gone(copied: Path) -> None:
    with Reader(copied / "greylit.duckdb") as database:
        run = counts.newest_run(database)
    assert ask(copied, "changed-since", f"run={run}") == []
    assert {row["change"] for row in ask(copied, "changed-since", "run=0")} >= {"new"}
    change(
        copied,
        f"insert into run select {run} + 1, '2099-01-01', '2099-01-02', outcome, detail, protocol_sha256, protocol, software, false, null"
        f" from run where run = {run}",
        "update work set gone_at = '2099-01-01' where record = 'R00002'",
        f"update work set run = {run} + 1 where record = 'R00003'",
        f"insert into capture select * replace (seq + 1000000 as seq, {run} + 1 as run, 'other' as sha256, '2099-01-01' as fetched_at)"
        " from capture where seq = (select min(wd.seq) from work_document wd join record using (work) where record = 'R00001')",
    )
    rows = {row["record"]: row["change"] for row in ask(copied, "changed-since", f"run={run}")}
    assert rows == {"R00001": "changed", "R00002": "gone", "R00003": "new"}
    assert {row["record"]: row["change"] for row in ask(copied, "changed-since")} == rows, (
        "the run before the newest"
    )


def test_the_command_lists_shows_and_puts_them(govuk: Path, say: Greylit) -> None:
    listed = say("query", "--list")
    assert listed.code == 0 and all(name in listed.out for name in NAMES)
    shown = say("query", "--show", "ocr-to-check")
    assert (
        shown.code == 0
        and "--set below=" in shown.out
        and "0.8 if not set" in shown.out
        and "select" in shown.out
    )
    assert {each["name"] for each in say("query", "--list", "--json").json()["queries"]} == set(NAMES)
    review = ("--review", str(govuk))
    asked = say("query", "records-by-year", "--set", "from_year=2017", "--json", *review).json()
    assert (
        asked["schema"] == "greylit/query/1"
        and asked["query"] == "records-by-year"
        and set(asked["columns"]) >= {"year"}
    )
    assert min(row["year"] for row in asked["rows"]) == 2017
    table = say("query", "records-by-year", "--csv", *review)
    assert table.out.splitlines()[0] == "year,records,with_text"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("records-by-yaer",), "Did you mean 'records-by-year'?"),
        (("records-by-year", "--set", "from_year=soon"), "is not a whole number"),
        (("ocr-to-check", "--set", "below=nan"), "is not a number"),
        (("records-by-year", "--set", "year=2015"), "It takes: from_year=2015"),
        (("undated-records", "--set", "year=2015"), "It takes no settings."),
        (("records-by-year", "--set", "from_year"), "is not NAME=VALUE"),
        (("select 1", "--set", "a=b"), "--set goes with a named query"),
        ((), "greylit query --list"),
    ],
)
def test_a_slip_is_said_in_a_sentence(words: tuple[str, ...], says: str, govuk: Path, say: Greylit) -> None:
    said = say("query", *words, "--review", str(govuk))
    assert said.code != 0 and says in said.err


def test_sql_of_ones_own_reads_and_does_nothing_else(govuk: Path, say: Greylit) -> None:
    review = ("--review", str(govuk))
    assert say("query", "select count(*) as n from record", "--json", *review).json()["rows"][0]["n"] == len(
        [row for row in truth_rows() if row.relevant]
    )
    for sql in (
        "delete from work",
        "select * from read_csv('/etc/passwd')",
        "copy work to 'x.csv'",
        "select 1; select 2",
    ):
        said = say("query", sql, *review)
        assert said.code != 0 and "error:" in said.err, sql
