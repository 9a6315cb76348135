"""`greylit diff`: what became of every record between two runs, and what else is different."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import duckdb
import pytest

from harvest.states import State
from store import comparing, counts
from store.database import Reader, Writer
from store.inputs import work_inputs
from tests.again.pages import site, town, write_town
from tests.again.reviews import SELWICK, WEXCOMBE, Review
from tests.cli.said import Greylit, check_json_error, check_refusal
from tests.cli.test_json_shapes import check_shape


def changed(document: dict, word: str) -> set[str]:
    return {row["title"] for row in document["records"] if row["change"] == word}


def rows(folder: Path, sql: str) -> list[tuple]:
    connection = duckdb.connect(str(folder / "greylit.duckdb"), read_only=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_an_update_shows_what_the_second_web_changed(say: Greylit, thrice: Review) -> None:
    found = say("diff", "1", "2", "--json", cwd=thrice.folder).json()
    check_shape(found, "diff")
    assert changed(found, "new") == {
        "Bellcombe: interim findings", "Selwick: peer review", "Wexcombe pilot: closing report",
    }  # fmt: skip
    assert changed(found, "text") == {
        "Dunmere: seven organisations, one promise", "Alliance readiness toolkit", "Care closer to home: a plan",
    }  # fmt: skip
    assert changed(found, "bytes") == {"Thornley homelessness services: annual report 2021 to 2022"}
    assert changed(found, "gone") == {"Working as one: speech to the county councils’ conference"}
    gone = next(row for row in found["records"] if row["change"] == "gone")
    assert gone["gone_at"] and gone["verdict"] == "record", "its copy stays, and it stays a record"


def test_each_record_falls_under_exactly_one_word_and_the_sums_are_those_of_the_ledger(
    say: Greylit, thrice: Review
) -> None:
    numbered = rows(thrice.folder, "select count(*) from work where record is not null")[0][0]
    for a, b in ((1, 2), (2, 3), (1, 3), (2, 2)):
        found = say("diff", str(a), str(b), "--json", cwd=thrice.folder).json()
        assert sum(found["counts"].values()) == len(found["records"]) == found["records_b"] == numbered
        assert found["records_a"] == numbered - (found["counts"]["new"] if a < b else 0)
        assert len({row["record"] for row in found["records"]}) == numbered
    assert found["counts"]["same"] == numbered, "a run does not differ from itself"


def test_nothing_changed_between_an_update_and_a_full_run_on_the_same_web(
    say: Greylit, thrice: Review
) -> None:
    found = say("diff", "2", "3", "--json", cwd=thrice.folder).json()
    assert set(found["counts"]) - {"same"} == {word for word, n in found["counts"].items() if n == 0}
    unseen = {row["title"] for row in found["records"] if not row["seen"]}
    # A full run does not ask again for what people named, nor for what no list has any more.
    assert unseen == {
        "Working as one: speech to the county councils’ conference", "Selwick: peer review", "Wexcombe pilot: closing report",
    }  # fmt: skip


def test_a_changed_record_shows_the_lines_that_changed(say: Greylit, thrice: Review) -> None:
    found = say("diff", "1", "2", "--json", cwd=thrice.folder).json()
    by_title = {row["title"]: row["record"] for row in found["records"]}
    dunmere = by_title["Dunmere: seven organisations, one promise"]
    said = say("diff", "1", "2", "--record", dunmere.lower(), cwd=thrice.folder)
    assert said.code == 0
    minus = [
        line for line in said.out.splitlines() if line.startswith("-Dunmere is a coastal borough of 148,000")
    ]
    plus = [
        line for line in said.out.splitlines() if line.startswith("+Dunmere is a coastal borough of 151,000")
    ]
    assert len(minus) == len(plus) == 1
    one = say("diff", "1", "2", "--record", dunmere, "--json", cwd=thrice.folder).json()
    check_shape(one, "record-diff")
    assert one["record"]["change"] == "text" and "--- run 1" in one["lines"] and one["lines_left"] == 0
    plan = by_title["Care closer to home: a plan"]
    assert (
        "+withdrawn 2026-02-01: The plan ended in 2025."
        in say("diff", "1", "2", "--record", plan, cwd=thrice.folder).out
    )
    bytes_only = by_title["Thornley homelessness services: annual report 2021 to 2022"]
    assert say("diff", "1", "2", "--record", bytes_only, "--json", cwd=thrice.folder).json()["lines"] == []


def test_csv_lists_every_record_and_text_names_what_changed(say: Greylit, thrice: Review) -> None:
    listed = list(csv.DictReader(io.StringIO(say("diff", "1", "2", "--csv", cwd=thrice.folder).out)))
    assert {row["change"] for row in listed} == {"new", "text", "bytes", "gone", "same"}
    said = say("diff", "1", "2", cwd=thrice.folder).out
    assert "+3 new   4 changed (3 in text, 1 only in bytes)   1 gone from their site (copies kept)" in said
    assert "terms     no change" in said and f"= {len(listed)} records by the end of run 2" in said
    next_command = said.rstrip().splitlines()[-1].removeprefix("next: greylit ")
    assert say(*next_command.split(), cwd=thrice.folder).code == 0


def test_one_host_can_be_looked_at_by_itself(say: Greylit, thrice: Review) -> None:
    found = say("diff", "1", "2", "--host", "assets.publishing.gov.test", "--json", cwd=thrice.folder).json()
    assert [row["host"] for row in found["hosts"]] == ["assets.publishing.gov.test"]
    assert found["records"] and all("assets.publishing.gov.test" in row["hosts"] for row in found["records"])
    assert "Wexcombe pilot: closing report" in changed(found, "new")
    said = say("diff", "1", "2", "--host", "www.gov.tst", cwd=thrice.folder)
    check_refusal(said, 4, "www.gov.tst", "www.gov.test")


@pytest.mark.parametrize("words", ["1 4", "0 1", "7 9"])
def test_a_run_that_does_not_exist_ends_with_4(say: Greylit, thrice: Review, words: str) -> None:
    check_refusal(say("diff", *words.split(), cwd=thrice.folder), 4, "there is no run", "Runs go from 1 to 3")
    check_json_error(say("diff", *words.split(), "--json", cwd=thrice.folder), 4, "NOT_FOUND")


def test_wrong_questions_are_answered_in_sentences(say: Greylit, thrice: Review) -> None:
    check_refusal(say("diff", "3", "1", cwd=thrice.folder), 2, "greylit diff 1 3")
    check_refusal(say("diff", "1", "2", "--record", "R99999", cwd=thrice.folder), 4, "R99999")
    check_refusal(say("diff", "1", "2", "--record", "R00001", "--csv", cwd=thrice.folder), 2)


def test_changed_terms_and_sources_are_named(say: Greylit, tmp_path: Path) -> None:
    with site({"/": "<p>Nothing yet.</p>"}) as pages, site(town(2)) as other:
        path = write_town(tmp_path / "review", pages.url)
        words = ("run", str(path), "--quiet", "--test-host", pages.host, "--test-host", other.host)
        assert say(*words).code == 0
        text = path.read_text().replace('"alliance contract*"', '"alliance agreement*", "pact"')
        more = (
            f'[[sources]]\nid = "other"\nname = "Other"\ntype = "site"\nurl = "{other.url}"\nstart = ["/"]\n'
        )
        path.write_text(text + more)
        assert say(*words).code == 0
        assert say(*words, "--source", "other").code == 3
    found = say("diff", "1", "2", "--json", cwd=path.parent).json()
    assert found["terms"] == {
        "added": [{"concept": "A", "term": "alliance agreement*"}, {"concept": "A", "term": "pact"}],
        "removed": [{"concept": "A", "term": "alliance contract*"}],
    }
    assert found["sources"]["added"] == ["other"] and found["sources"]["removed"] == []
    assert not found["protocol"]["same"] and "concepts.A.terms" in found["protocol"]["changed"]
    found = say("diff", "2", "3", "--json", cwd=path.parent).json()
    assert [(each["source"], each["run"]) for each in found["sources"]["not_asked"]] == [("town", 3)]
    assert [each["host"] for each in found["hosts"] if each["less"]] == [pages.host]
    said = say("diff", "2", "3", cwd=path.parent).out
    assert f"{pages.host}: 0 answers, 1 in run 2" in said and "terms     no change" in said


def test_pages_of_a_walked_site_are_compared_by_their_text(say: Greylit, tmp_path: Path) -> None:
    with site(town(6)) as pages:
        path = write_town(tmp_path / "review", pages.url)
        words = ("run", str(path), "--quiet", "--test-host", pages.host)
        assert say(*words).code == 0
        pages.html(
            "/report-0", "<p>The town ended its alliance contract for social care.</p>", title="/report-0"
        )
        kind, body = pages.pages["/report-1"]
        pages.pages["/report-1"] = kind, body.replace(b"<body>", b"<body><!-- served at noon -->")
        del pages.pages["/report-2"]
        # No list has it any more: only asking shows that it is gone.
        pages.html("/", pages.pages["/"][1].decode().replace("/report-2", "/report-6"), title="/")
        pages.html("/report-6", "<p>An alliance contract of another town.</p>", title="/report-6")
        assert say(*words, "--update").code in (0, 3)
    found = say("diff", "1", "2", "--json", cwd=path.parent).json()
    change = {row["url"].rpartition("/")[2]: row["change"] for row in found["records"]}
    assert change == {
        "report-0": "text", "report-1": "bytes", "report-2": "gone", "report-3": "same", "report-4": "same",
        "report-5": "same", "report-6": "new",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("outcomes", "gone"),
    [
        (("read", "gone"), True),
        (("read", "not-found"), True),
        (("read", "failed"), False),
        (("read", "failed", "failed"), True),
        (("read", "failed", "refused", "failed"), True),
        (("read", "refused", "refused"), False),
        (("read", "gone", "read"), False),
        (("read", "failed", "read", "failed"), False),
        (("gone", "gone"), False),
    ],
)
def test_an_address_is_gone_when_it_is_said_so_or_failed_in_two_runs(
    tmp_path: Path, outcomes: tuple[str, ...], gone: bool
) -> None:
    url = "http://a.example.org/"
    writer = Writer(tmp_path / "greylit.duckdb")
    for run, outcome in enumerate(outcomes, 1):
        writer.add("capture", [{"seq": run, "run": run, "fetched_at": f"day {run}", "url": url, "source": "s",
                                "kind": "page", "outcome": outcome, "again": False}])  # fmt: skip
    seen = work_inputs(writer)
    assert (url in seen.gone) is gone
    assert seen.captures[url]["outcome"] == ("read" if "read" in outcomes else "gone"), "the copy is kept"
    assert not work_inputs(writer, upto=1).gone


def test_white_space_is_no_change_of_text() -> None:
    one, two, three = (
        State("w", "s", "u", "t", text, (), frozenset(), None) for text in ("a  b\nc", "a b c", "a bc")
    )
    assert one.digest == two.digest != three.digest


def test_answers_of_a_host_and_of_a_source_are_counted_like_those_of_the_run(thrice: Review) -> None:
    with Reader(thrice.folder / "greylit.duckdb") as database:
        for run in (1, 2, 3):
            whole = counts.totals(counts.by_source(database, run))
            for by in ("source", "host"):
                gave = comparing.yields(database, by, {run})
                assert (
                    sum(row["answers"] for row in gave)
                    == whole["fetched"] + whole["unchanged"] + whole["kept"]
                )


def test_what_people_named_is_new_in_the_run_that_asked_for_it(say: Greylit, thrice: Review) -> None:
    found = say("diff", "1", "2", "--json", cwd=thrice.folder).json()
    urls = {row["url"]: row for row in found["records"]}
    assert urls[SELWICK]["change"] == urls[WEXCOMBE]["change"] == "new"
    assert urls[SELWICK]["first_run"] == 2
