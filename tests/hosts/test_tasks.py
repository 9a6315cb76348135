"""What a run leaves for a person: each thing once, by a number that stays."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.sources import sources
from harvest.by_hand import PAGES, ByHand, Task, by_hand
from store.inputs import work_inputs
from tests.hosts.made import SITE, Made

REFUSED: dict[str, Any] = {"status": 403, "trouble": "forbidden", "evidence": "403: Forbidden"}


def left(made: Made, run: int | None = None) -> ByHand:
    with made.database() as database:
        return by_hand(database, run or made.number, sources())


def only(made: Made) -> Task:
    (task,) = left(made).tasks
    return task


def test_a_refused_question_is_a_search_with_the_page_that_people_use(made: Made) -> None:
    made.run(sources={"govuk": "govuk"})
    made.question("govuk:A1", '"alliance contract"', source="govuk")
    made.fetch(
        f"{SITE}/api/search.json?q=x",
        "refused",
        kind="search",
        source="govuk",
        question="govuk:A1",
        **REFUSED,
    )
    made.ended("partial")
    task = only(made)
    assert (task.kind, task.question, task.sent, task.host) == (
        "search", "govuk:A1", '"alliance contract"', "www.council.example",
    )  # fmt: skip
    assert task.opens == f"{SITE}/search/all?keywords=%22alliance+contract%22&order=relevance"
    assert (task.why, task.evidence) == ("the host answers that it is forbidden", "403: Forbidden")


@pytest.mark.parametrize("outcome", ["results", "none"])
def test_an_answered_question_is_no_task_however_often_it_was_refused_before(
    made: Made, outcome: str
) -> None:
    made.run()
    made.question("council:A1")
    made.fetch("/s", "refused", kind="search", question="council:A1", again=True, **REFUSED)
    made.fetch(
        "/s", outcome, kind="search", question="council:A1", answer={"start": 0, "total": 1, "returned": 1}
    )
    made.ended()
    assert not left(made).tasks


@pytest.mark.parametrize(
    ("outcome", "more", "why"),
    [
        ("failed", {"status": None, "trouble": "timeout"}, "does not answer in time"),
        (
            "unreadable",
            {"detail": "no results and no words that there are none"},
            "could not be read: no results and",
        ),
        ("refused", {"status": 429}, "asked too often"),
    ],
)
def test_every_way_of_not_being_answered_is_told(
    made: Made, outcome: str, more: dict[str, Any], why: str
) -> None:
    made.run()
    made.question("council:A1")
    made.fetch("/s", outcome, kind="search", question="council:A1", **more)
    made.ended("partial")
    assert why in only(made).why


def test_a_question_that_was_passed_over_is_a_task_where_a_person_may_ask(made: Made) -> None:
    made.run()
    for name, reason, detail, line in (
        ("council:A1", "robots", "Disallow: /search", 3), ("council:A2", "refusing", "refused five times in a row", None),
        ("council:A3", "budget", "crawl.max_pages = 5 requests were made", None), ("council:A4", "address", "private", None),
    ):  # fmt: skip
        made.question(name, sent=name)
        more = {"line": line} if line else {}
        made.skip(f"/s?q={name}", reason, detail, kind="search", question=name, **more)
    made.ended("partial")
    told = {task.question: task.why for task in left(made).tasks}
    assert told == {
        "council:A1": "robots.txt forbids it to crawlers: Disallow: /search (line 3)",
        "council:A2": "refused five times in a row",
    }


def test_a_question_that_the_site_cannot_take_is_a_task_once_the_run_has_ended(made: Made) -> None:
    made.run()
    made.question("council:A1", sent=None, not_asked="the site's search knows no truncation")
    made.question("council:A2", sent="left", not_asked="left out of this run with --source")
    assert not left(made).tasks, "resume may still ask"
    made.ended("partial")
    assert [task.question for task in left(made).tasks] == ["council:A1"]
    assert "knows no truncation" in only(made).why


def test_the_number_of_a_task_is_the_same_in_a_later_run_under_another_name(made: Made) -> None:
    numbers = []
    for name in ("council:A1", "council:A7"):
        made.run()
        made.question(name, "alliance")
        made.fetch("/s", "refused", kind="search", question=name, **REFUSED)
        made.fetch("/report.pdf", "refused", **REFUSED)
        made.ended("partial")
        numbers.append({task.id for task in left(made).tasks})
    assert numbers[0] == numbers[1] and len(numbers[0]) == 2
    assert all(number.startswith("M-council-") and len(number) == 18 for number in numbers[0])


def test_a_refused_file_is_a_document_and_one_that_came_later_is_none(made: Made) -> None:
    made.run()
    links = [[f"{SITE}/report.pdf", "page", "link", None, 0, 1, {"text": "The report"}]]
    made.fetch("/", leads=links)
    made.fetch("/report.pdf", "refused", **REFUSED)
    made.fetch("/other.pdf", "refused", **REFUSED)
    made.fetch("/other.pdf")
    made.ended("partial")
    task = only(made)
    assert (task.kind, task.opens, task.title) == ("document", f"{SITE}/report.pdf", "The report")


def test_a_file_that_robots_forbids_is_a_task_and_a_page_that_it_forbids_is_not(made: Made) -> None:
    made.run()
    made.fetch("/")
    made.skip("/minutes.PDF?v=2", "robots", "Disallow: /", line=2)
    made.skip("/print/page", "robots", "Disallow: /print", line=3)
    made.skip("/deep.pdf", "depth", "too deep")
    made.ended()
    assert [task.opens for task in left(made).tasks] == [f"{SITE}/minutes.PDF?v=2"]


@pytest.mark.parametrize(
    ("outcome", "trouble"), [("failed", "too-large"), ("failed", "private-address"), ("refused", "legal")]
)
def test_what_no_person_gets_past_is_no_task(made: Made, outcome: str, trouble: str) -> None:
    made.run()
    made.fetch("/report.pdf", outcome, status=200, trouble=trouble)
    made.ended("partial")
    assert not left(made).tasks


def test_a_walk_that_was_refused_at_its_start_is_one_task_with_the_question_of_the_review(made: Made) -> None:
    made.run()
    made.fetch("/", "refused", why="start", **REFUSED)
    made.fetch("/sitemap.xml", "refused", kind="sitemap", why="start", **REFUSED)
    made.ended("partial")
    task = only(made)
    assert (task.kind, task.opens) == ("site", f"{SITE}/")
    assert "alliancing OR" in str(task.meant)
    assert "1 page not read" in task.why


def test_many_refused_pages_are_one_task_and_their_files_are_still_single_ones(made: Made) -> None:
    made.run()
    made.fetch("/")
    for number in range(PAGES + 1):
        made.fetch(f"/page/{number}", "refused", **REFUSED)
    made.fetch("/report.pdf", "refused", **REFUSED)
    made.ended("partial")
    assert [(task.kind, task.opens) for task in left(made).tasks] == [
        ("document", f"{SITE}/report.pdf"), ("site", f"{SITE}/"),
    ]  # fmt: skip
    assert f"{PAGES + 1} pages not read" in left(made).tasks[1].why


def test_a_source_that_this_version_cannot_ask_is_a_site_to_look_through(made: Made) -> None:
    made.run()
    for name, kind, url, reason in (
        (
            "index",
            "index",
            "https://index.example/",
            "this version of greylit cannot ask sources of type index",
        ),
        ("wos", "manual", "https://wos.example/", "searched by a person"),
        ("later", "site", "https://later.example/", "left out of this run with --source"),
        ("councils", "councils", "", "this version of greylit cannot ask sources of type councils"),
    ):
        body = {
            "source": name,
            "kind": kind,
            "name": name,
            "url": url,
            "prisma": "website",
            "not_asked": reason,
        }
        made.ledger.append("source", body, made.number)
    made.fetch("/")
    made.ended("partial")
    task = only(made)
    assert (task.kind, task.source, task.opens) == ("site", "index", "https://index.example/")


def test_what_was_done_by_hand_is_no_longer_waiting_and_the_newest_word_counts(made: Made) -> None:
    made.run()
    made.question("council:A1")
    made.fetch("/s", "refused", kind="search", question="council:A1", **REFUSED)
    made.ended("partial")
    number = only(made).id
    row = {"task": number, "source": "council", "host": "www.council.example", "question": "council:A1", "url": SITE,
           "searched_on": "2026-11-24", "by": "LB", "seen": 3, "kept": 0, "note": None}  # fmt: skip
    for outcome in ("refused", "results"):
        made.ledger.append("by_hand", {**row, "outcome": outcome}, 1)
    found = left(made)
    assert not found.waiting and [task.id for task in found.answered] == [number]
    assert found.done[number]["outcome"] == "results"
    # A later run that is refused again asks for a search of its own.
    made.run()
    made.question("council:A1")
    made.fetch("/s", "refused", kind="search", question="council:A1", **REFUSED)
    made.ended("partial")
    assert [task.id for task in left(made).waiting] == [number]
    assert not left(made, 1).waiting


def test_a_document_that_a_person_brought_is_not_asked_for_again_in_a_later_run(made: Made) -> None:
    made.run()
    made.fetch("/report.pdf", "refused", **REFUSED)
    made.ended("partial")
    number = only(made).id
    body = {"url": f"{SITE}/report.pdf", "source": "council", "kind": "page", "why": "manual-search", "outcome": "read",
            "task": number, "opened": f"{SITE}/report.pdf", "by": "LB", "found_on": "2026-11-24", "file": "report.pdf",
            "mime": "application/pdf", "bytes": 9, "sha256": "ab" * 32}  # fmt: skip
    made.ledger.append("brought", body, 1)
    assert [task.id for task in left(made, 1).tasks] == [number], "a sheet of that run can be taken in again"
    made.run()
    made.fetch("/report.pdf", "refused", **REFUSED)
    made.ended("partial")
    assert not left(made).tasks


def test_a_run_that_does_not_exist_has_no_tasks(made: Made) -> None:
    made.run()
    assert left(made, 9).tasks == ()


def test_a_document_that_a_person_could_only_name_is_not_lost_when_it_is_refused_again(made: Made) -> None:
    made.run()
    made.fetch("/report.pdf", "refused", **REFUSED)
    body = {"url": f"{SITE}/report.pdf", "source": "council", "kind": "page", "why": "manual-search", "outcome": "no-file",
            "task": "M-council-1", "opened": f"{SITE}/report.pdf", "by": "LB", "found_on": "2026-11-24", "title": "Report"}  # fmt: skip
    made.ledger.append("brought", body, 1)
    made.run()
    made.fetch("/report.pdf", "refused", **REFUSED)
    with made.database() as database:
        assert work_inputs(database).captures[f"{SITE}/report.pdf"]["outcome"] == "no-file"
    made.fetch("/report.pdf", "read")
    with made.database() as database:
        assert work_inputs(database).captures[f"{SITE}/report.pdf"]["outcome"] == "read"


def test_a_file_that_is_still_to_be_asked_for_again_is_no_task_yet(made: Made) -> None:
    made.run()
    made.fetch("/report.pdf", "failed", status=503, trouble="server-error", again=True)
    assert not left(made).tasks
    made.fetch("/report.pdf", "failed", status=503, trouble="server-error")
    assert only(made).why == "the host answers with an error of its own (5xx)"
