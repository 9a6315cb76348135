"""Every cell that a person may get wrong is named by sheet, row and column, with what to write instead."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import harvest.importing.documents as documents
from harvest.by_hand import Task
from harvest.importing.checked import Checked, Checker
from harvest.importing.sheet import Line, Sheet

PDF = b"%PDF-1.4\n1 0 obj\nstream\nendobj"
PAGE = b"<!DOCTYPE html><html><head><title>Our plan</title></head><body><h1>Our plan</h1><p>Care together.</p></body></html>"
TODAY = date(2026, 11, 25)


def task(name: str, kind: Any = "search", opens: str = "http://www.site.test/search") -> Task:
    return Task(
        id=name, run=1, kind=kind, source="site", name="Site", host="www.site.test", opens=opens,
        why="the host answers that it is forbidden", trouble="forbidden", question="site:A1",
    )  # fmt: skip


TASKS = {
    "M-1": task("M-1"),
    "M-2": task("M-2"),
    "M-9": task("M-9", "document", "http://www.site.test/report.pdf"),
}
DONE = {"task": "M-1", "searched on": "2026-11-24", "by": "LB", "outcome": "results"}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "report.pdf").write_bytes(PDF)
    (tmp_path / "Plan 2019.html").write_bytes(PAGE)
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "page.pdf").write_bytes(PAGE)
    (tmp_path / "old.docx").write_bytes(b"PK\x03\x04....word/document.xml")
    (tmp_path / "plan.mhtml").write_bytes(b"From: <Saved by a browser>\nMIME-Version: 1.0\n\n<html>")
    (tmp_path / "challenge.html").write_bytes(
        b"<html><head><title>Just a moment...</title></head><body><h1>www.site.test</h1>"
        b"<p>Checking if the site connection is secure</p><div id='cf-challenge-running'></div>"
        b"<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script></body></html>"
    )
    (tmp_path / "folder").mkdir()
    return tmp_path


def check(
    desk: Path, searches: list[dict[str, Any]], found: list[dict[str, Any]] | None = None, by: str | None = None,
    held: frozenset[str] = frozenset(),
) -> Checked:  # fmt: skip
    lines = [Line("Searches", number, row) for number, row in enumerate(searches, 2)]
    rows = [Line("Documents found", number, row) for number, row in enumerate(found or [], 2)]
    checker = Checker(lambda run: TASKS if run == 1 else {}, 1, desk, by, TODAY, held)
    return checker.check(Sheet(lines, rows))


def places(checked: Checked) -> list[tuple[str, int, str]]:
    return [(each.sheet, each.row, each.column) for each in checked.wrong]


def test_a_row_that_is_right_is_taken_as_it_was_meant(desk: Path) -> None:
    found = {"task": "M-1", "title": " Our  plan ", "address": "HTTP://WWW.Site.Test/plan?utm_source=x", "date": "2019-03",
             "publisher": "Site Council", "file name": "Plan 2019.html"}  # fmt: skip
    checked = check(desk, [{**DONE, "results seen": 12.0, "documents kept": 1, "note": "page 1"}], [found])
    assert not checked.wrong and not checked.notes
    (search,), (document,) = checked.searches, checked.documents
    assert (search.outcome, search.seen, search.kept, search.by) == ("results", 12, 1, "LB")
    assert (document.title, document.url, document.date) == (
        "Our plan",
        "http://www.site.test/plan",
        "2019-03",
    )
    assert document.file is not None and (document.file.kind, document.file.mime) == ("html", "text/html")


def test_a_task_that_nobody_has_done_waits_and_its_prepared_document_is_no_mistake(desk: Path) -> None:
    prepared = {"task": "M-9", "title": "Report", "address": "http://www.site.test/report.pdf"}
    checked = check(desk, [{"task": "M-9"}, {"task": "M-1"}], [prepared])
    assert (checked.waiting, checked.wrong, checked.searches, checked.documents) == (2, [], [], [])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (datetime(2026, 11, 24, 0, 0), "2026-11-24"), (date(2026, 11, 24), "2026-11-24"), ("2026-11-24", "2026-11-24"),
        ("24/11/2026", "2026-11-24"), ("11/24/2026", "2026-11-24"), ("24.11.2026", "2026-11-24"),
        ("24 Nov 2026", "2026-11-24"), ("4 november 2026", "2026-11-04"), ("5/5/2026", "2026-05-05"),
        ("2026-11-26", "2026-11-26"),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(desk: Path, written: object, meant: str) -> None:
    checked = check(desk, [{**DONE, "searched on": written, "outcome": "none"}])
    assert [each.searched_on for each in checked.searches] == [meant]


@pytest.mark.parametrize(
    ("changes", "column", "says"),
    [
        ({"searched on": "11/12/2026"}, "searched on", "write it as 2026-11-23"),
        ({"searched on": "2026-11-31"}, "searched on", "not a day of the calendar"),
        ({"searched on": "2026-11"}, "searched on", "names no day"),
        ({"searched on": "2027-01-01"}, "searched on", "in the future"),
        ({"searched on": "last week"}, "searched on", "is not a date"),
        ({"searched on": None}, "searched on", "the day is missing"),
        ({"by": None}, "by", "who searched"),
        ({"outcome": "maybe"}, "outcome", "write results, none or refused"),
        ({"outcome": None}, "outcome", "the outcome is missing"),
        ({"results seen": "many"}, "results seen", "not a whole number"),
        ({"results seen": -1}, "results seen", "not a whole number"),
        ({"results seen": 2.5}, "results seen", "not a whole number"),
        ({"results seen": datetime(1900, 1, 5)}, "results seen", "not a whole number"),
        ({"outcome": "none", "results seen": 3}, "results seen", "3 were seen"),
        ({"documents kept": 2}, "documents kept", "Documents found has 0"),
        ({"task": "M-8"}, "task", "not a task of run 1 of this review"),
        ({"task": ""}, "task", "number of the task is missing"),
        ({"run": 4}, "task", "not a task of run 4"),
        ({"run": "one"}, "run", "not a whole number"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_with_what_to_write(
    desk: Path, changes: dict[str, Any], column: str, says: str
) -> None:
    checked = check(desk, [{"task": "M-2"}, {**DONE, **changes}])
    assert places(checked) == [("Searches", 3, column)]
    assert says in checked.wrong[0].says
    assert not checked.searches


@pytest.mark.parametrize(
    ("changes", "column", "says"),
    [
        ({"file name": "reprot.pdf"}, "file name", "did you mean report.pdf?"),
        ({"file name": "REPORT.PDF"}, "file name", "did you mean report.pdf?"),
        ({"file name": "empty.pdf"}, "file name", "is empty"),
        ({"file name": "folder"}, "file name", "is a folder"),
        ({"file name": "../report.pdf"}, "file name", "is outside"),
        ({"file name": "/etc/hostname"}, "file name", "is outside"),
        ({"file name": "plan.mhtml"}, "file name", "as HTML only"),
        ({"file name": "challenge.html"}, "file name", "is not the document: the host answers with the page of a firewall"),
        ({"file name": "a\x00b"}, "file name", "there is no file"),
        ({"file name": None, "title": None}, "title", "write it"),
        ({"file name": None, "address": None}, "address", "write the address"),
        ({"address": "www.site.test/plan"}, "address", "with https://"),
        ({"address": "ftp://www.site.test/plan"}, "address", "with https://"),
        ({"address": "http://name:secret@www.site.test/"}, "address", "name or password"),
        ({"date": "spring 2019"}, "date", "2019, 2019-03 or 2019-03-05"),
        ({"date": "0019"}, "date", "not a year"),
        ({"task": "M-2"}, "task", "is not filled in on the sheet Searches (row 3)"),
        ({"task": "M-77"}, "task", "is not on the sheet Searches"),
        ({"task": None}, "task", "which task"),
    ],
)  # fmt: skip
def test_a_wrong_document_is_named_with_what_to_write(
    desk: Path, changes: dict[str, Any], column: str, says: str
) -> None:
    found = {
        "task": "M-1",
        "title": "Plan",
        "address": "http://www.site.test/plan",
        "file name": "report.pdf",
    }
    checked = check(desk, [DONE, {"task": "M-2"}], [{**found, **changes}])
    assert places(checked) == [("Documents found", 2, column)]
    assert says in checked.wrong[0].says, checked.wrong[0].says
    assert not checked.documents
    # No secret that a person pasted is said again.
    assert "secret" not in checked.wrong[0].says


def test_a_file_that_is_too_large_to_be_read_is_told_and_not_taken(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MAX_BODY", len(PDF) - 1)
    checked = check(
        desk,
        [DONE],
        [{"task": "M-1", "title": "Plan", "address": "http://a.test/", "file name": "report.pdf"}],
    )
    assert places(checked) == [("Documents found", 2, "file name")]
    assert "leave the file name empty" in checked.wrong[0].says


@pytest.mark.parametrize(("name", "says"), [("page.pdf", "is a web page"), ("old.docx", "reads no text")])
def test_a_file_that_is_not_what_it_seems_is_taken_with_a_word(desk: Path, name: str, says: str) -> None:
    checked = check(desk, [DONE], [{"task": "M-1", "address": "http://a.test/x", "file name": name}])
    assert not checked.wrong and len(checked.documents) == 1
    assert [says in note for note in checked.notes] == [True]


@pytest.mark.parametrize("outcome", ["none", "refused"])
def test_documents_of_a_search_without_results_contradict_it(desk: Path, outcome: str) -> None:
    found = {"task": "M-1", "title": "Plan", "address": "http://a.test/", "file name": "report.pdf"}
    checked = check(desk, [{**DONE, "outcome": outcome}], [found])
    assert ("Searches", 2, "outcome") in places(checked)
    assert not checked.searches and not checked.documents


@pytest.mark.parametrize("outcome", ["none", "refused"])
def test_a_document_that_could_not_be_had_needs_nothing_in_its_prepared_row(desk: Path, outcome: str) -> None:
    prepared = {"task": "M-9", "title": "Report", "address": "http://www.site.test/report.pdf"}
    checked = check(desk, [{**DONE, "task": "M-9", "outcome": outcome}], [prepared])
    assert not checked.wrong and not checked.documents
    assert [(each.outcome, each.kept) for each in checked.searches] == [(outcome, 0)]


def test_the_one_document_of_a_document_task_is_known_by_the_address_of_the_task(desk: Path) -> None:
    found = {
        "task": "M-9",
        "title": "Report",
        "address": "http://cdn.site.test/r.pdf",
        "file name": "report.pdf",
    }
    (document,) = check(desk, [{**DONE, "task": "M-9"}], [found]).documents
    assert document.url == "http://www.site.test/report.pdf"
    assert document.note == "opened at http://cdn.site.test/r.pdf"


def test_a_document_without_an_address_is_known_by_its_bytes(desk: Path) -> None:
    (document,) = check(
        desk, [DONE], [{"task": "M-1", "title": "By post", "file name": "report.pdf"}]
    ).documents
    assert document.file is not None and document.url == f"urn:sha256:{document.file.sha256}"


def test_one_address_with_two_files_is_a_mistake_and_one_file_for_two_tasks_is_not(desk: Path) -> None:
    found = {"task": "M-1", "title": "Plan", "address": "http://a.test/x", "file name": "report.pdf"}
    second = {**DONE, "task": "M-2"}
    both = check(desk, [DONE, second], [found, {**found, "task": "M-2"}])
    assert not both.wrong and len(both.documents) == 2
    clash = check(desk, [DONE, second], [found, {**found, "task": "M-2", "file name": "page.pdf"}])
    assert places(clash) == [("Documents found", 3, "address")]


def test_a_task_that_stands_twice_is_a_mistake(desk: Path) -> None:
    checked = check(desk, [DONE, DONE])
    assert places(checked) == [("Searches", 3, "task")] and "row 2" in checked.wrong[0].says


def test_every_row_is_either_right_wrong_or_waiting_and_one_mistake_hides_no_other(desk: Path) -> None:
    found = {"task": "M-1", "title": "Plan", "address": "http://a.test/x", "file name": "report.pdf"}
    checked = check(
        desk,
        [{**DONE, "outcome": "perhaps", "by": None}, {**DONE, "task": "M-2"}, {"task": "M-9"}],
        [
            found,
            {**found, "task": "M-2", "file name": "gone.pdf"},
            {**found, "task": "M-2", "address": "http://a.test/y"},
        ],
    )
    assert {each.row for each in checked.wrong if each.sheet == "Searches"} == {2}
    assert {each.row for each in checked.wrong if each.sheet == "Documents found"} == {2, 3}
    assert [(each.task.id, each.kept) for each in checked.searches] == [("M-2", 1)]
    assert len(checked.documents) == 1 and checked.waiting == 1


def test_initials_given_for_the_whole_sheet_stand_where_a_row_has_none(desk: Path) -> None:
    checked = check(
        desk, [{**DONE, "by": None, "outcome": "none"}, {**DONE, "task": "M-2", "outcome": "none"}], by="HS"
    )
    assert [each.by for each in checked.searches] == ["HS", "LB"]


def test_a_title_that_the_export_kept_from_running_as_a_formula_comes_back_as_it_was(desk: Path) -> None:
    found = {"task": "M-1", "title": "'=2+2 reasons", "address": "http://a.test/x", "file name": "report.pdf"}
    assert check(desk, [DONE], [found]).documents[0].title == "=2+2 reasons"


def test_a_document_that_is_held_already_is_not_taken_as_one_without_a_file(desk: Path) -> None:
    found = {"task": "M-1", "title": "Plan", "address": "http://a.test/x"}
    checked = check(desk, [DONE], [found], held=frozenset({"http://a.test/x"}))
    assert not checked.wrong and not checked.documents and "held already" in checked.notes[0]
