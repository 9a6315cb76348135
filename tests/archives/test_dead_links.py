"""Dead addresses: which there are, what is asked of the archives next, what is told of each, and when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.lead import Lead
from harvest.recovering import next_rows
from store.recovery import dead_addresses
from tests.archives.review import IA, SITE, UKGWA, Review

A, B, C = f"{SITE}/a.pdf", f"{SITE}/b.pdf", f"{SITE}/c.pdf"


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    made = Review(tmp_path)
    yield made
    made.close()


@pytest.fixture
def one_archive(tmp_path: Path) -> Iterator[Review]:
    made = Review(tmp_path, ask=(IA,))
    yield made
    made.close()


@pytest.fixture
def few(tmp_path: Path) -> Iterator[Review]:
    made = Review(tmp_path, ask=(IA,), most=2)
    yield made
    made.close()


def dead(review: Review) -> list[str]:
    return [row["url"] for row in dead_addresses(review.database())]


def kinds(given: list[tuple[str, Lead]]) -> list[tuple[str, str, str]]:
    """Return what was given: archive, kind, and the moment of a copy or the end of the address."""
    return [(name, lead.kind, str(lead.note.get("at") or lead.note["of"][-5:])) for name, lead in given]


# ---- which there are


def test_what_a_site_has_not_is_dead_and_what_it_refuses_is_not(review: Review) -> None:
    review.answer(A, "not-found")
    review.answer(B, "gone")
    review.answer(C, "refused")
    review.answer(f"{SITE}/timeout", "failed", trouble="timeout")
    review.answer(f"{SITE}/", "not-found", why="start")
    review.answer(f"{SITE}/sitemap.xml", "not-found", kind="sitemap")
    assert dead(review) == [A, B]


def test_what_was_held_once_is_not_dead(review: Review) -> None:
    review.answer(A, "read")
    review.answer(A, "not-found")
    review.answer(B, "not-found")
    review.answer(B, "read")
    assert dead(review) == []


def test_files_come_first(review: Review) -> None:
    review.answer(A, "not-found", kind="page")
    review.answer(C, "not-found", kind="file")
    assert dead(review) == [C, A]


def test_addresses_on_a_host_without_a_name_are_dead_although_they_were_never_asked(review: Review) -> None:
    lost = "http://old.test"
    review.answer(
        f"{lost}/robots.txt", "failed", kind="robots", trouble="dns", detail="the name does not resolve"
    )
    review.skip(f"{lost}/report.pdf", "robots", kind="file")
    review.skip(f"{SITE}/forbidden", "robots", line=3)
    review.skip(f"{SITE}/deep", "depth")
    (row,) = dead_addresses(review.database())
    assert (row["url"], row["said"]) == (f"{lost}/report.pdf", "the name does not resolve")


def test_a_host_that_does_not_answer_or_an_archive_without_a_name_makes_nothing_dead(review: Review) -> None:
    review.answer("http://slow.test/robots.txt", "failed", kind="robots", trouble="timeout")
    review.skip("http://slow.test/report.pdf", "robots", kind="file")
    review.answer("https://web.archive.org/robots.txt", "failed", kind="robots", trouble="dns")
    review.skip("https://web.archive.org/web/2019id_/http://one.test/a", "robots", kind="archived")
    assert dead(review) == []


def test_of_an_address_that_leads_to_the_page_for_what_is_lost_the_address_is_dead(review: Review) -> None:
    lost = f"{SITE}/page-not-found"
    review.answer(f"{SITE}/list", "read", A, B)
    review.answer(A, "redirect", lost)
    review.answer(B, "redirect", C)
    review.answer(C, "redirect", lost, why="redirect")
    review.answer(lost, "not-found", why="redirect")
    rows = dead_addresses(review.database())
    assert [row["url"] for row in rows] == [A, B]
    assert rows[0]["said"] == f"led to {lost}: status 404" and rows[0]["cited_by"] == f"{SITE}/list"


def test_redirects_in_a_circle_end(review: Review) -> None:
    review.answer(A, "redirect", B)
    review.answer(B, "redirect", A, why="redirect")
    assert dead(review) == []


# ---- what is asked, and when it ends


def test_all_archives_are_asked_before_the_nearest_copy_of_any_is(review: Review) -> None:
    review.answer(A, "not-found")
    first = review.given()
    assert kinds(first) == [(IA, "captures", "a.pdf"), (UKGWA, "captures", "a.pdf")]
    review.say(IA, first[0][1], "results", "20100101000000")
    review.say(UKGWA, first[1][1], "results", "20180101000000")
    second = review.given()
    # Without a date the newest is wanted, whoever has it.
    assert kinds(second) == [(UKGWA, "archived", "20180101000000")]
    review.say(UKGWA, second[0][1], "not-found", detail="the capture is empty")
    third = review.given()
    assert kinds(third) == [(IA, "archived", "20100101000000")]
    review.say(IA, third[0][1], "read")
    assert review.given() == []
    row = review.told()[A]
    assert (row["outcome"], row["archive"], row["archive_url"]) == ("recovered", IA, third[0][1].url)
    assert row["asked"] == [
        "Internet Archive: copy taken",
        "UK Government Web Archive: 1 capture; tried 20180101 the capture is empty",
    ]


def test_nothing_is_given_twice_in_a_run_whatever_came_of_it(review: Review) -> None:
    review.answer(A, "not-found")
    assert len(review.given()) == 2
    assert review.given() == [] and review.given() == []


def test_an_archive_that_refuses_is_asked_once_a_run_and_again_in_the_next(one_archive: Review) -> None:
    review = one_archive
    review.answer(A, "not-found")
    ((_, lead),) = review.given()
    review.say(IA, lead, "refused", detail="the archive answered 403", status=403)
    assert review.given() == []
    assert review.told()[A]["outcome"] == "refused"
    review.run = 2
    assert kinds(review.given()) == [(IA, "captures", "a.pdf")]
    assert review.given() == []


def test_a_refusing_archive_is_not_asked_anew_because_the_date_wanted_became_known(
    one_archive: Review,
) -> None:
    review = one_archive
    page = f"{SITE}/list"
    review.answer(page, "read", A)
    review.answer(A, "not-found")
    ((_, lead),) = review.given()
    review.say(IA, lead, "refused", status=403)
    database = review.database()
    database.rows("update work set work_date = '2013-05-01' where url = ?", (page,))
    assert dead_addresses(database)[0]["near"] == "2013-05-01"
    assert next_rows(review.ledger, database, review.protocol, review.run) == []


def test_an_archive_that_was_left_is_not_tried_copy_after_copy(one_archive: Review) -> None:
    review = one_archive
    review.answer(A, "not-found")
    ((_, lead),) = review.given()
    review.say(IA, lead, "results", *(f"20{year}0101000000" for year in range(10, 18)))
    ((_, copy),) = review.given()
    review.left(IA, copy)
    assert review.given() == []
    row = review.told()[A]
    assert row["outcome"] == "refused" and "tried 20170101 refusing: so" in row["asked"][0]
    review.run = 2
    assert kinds(review.given()) == [(IA, "archived", "20170101000000")]


def test_rules_that_forbid_the_list_are_a_refusal_and_rules_that_did_not_come_are_none(
    review: Review,
) -> None:
    review.answer(A, "not-found")
    (_, first), (_, second) = review.given()
    review.left(IA, first, "robots", line=2, detail="Disallow: /cdx")
    review.say(UKGWA, second, "none")
    row = review.told()[A]
    assert (
        row["outcome"] == "refused" and row["asked"][0] == "Internet Archive: refused: robots: Disallow: /cdx"
    )
    assert review.given() == []
    review.run = 2
    ((_, again),) = review.given()
    review.left(IA, again, "robots")
    assert review.told()[A]["outcome"] == "failed"


def test_so_many_copies_are_tried_and_no_more_in_any_run(one_archive: Review) -> None:
    review = one_archive
    review.answer(A, "not-found")
    ((_, lead),) = review.given()
    review.say(IA, lead, "results", *(f"20{year}0101000000" for year in range(10, 18)))
    tried = 0
    while given := review.given():
        tried += len(given)
        review.say(IA, given[0][1], "not-found")
    assert tried == 4 and review.told()[A]["outcome"] == "not-held"
    review.run = 2
    assert review.given() == []


def test_a_copy_that_failed_is_not_said_to_be_held_by_nobody_and_is_tried_in_the_next_run(
    one_archive: Review,
) -> None:
    review = one_archive
    review.answer(A, "not-found")
    ((_, lead),) = review.given()
    review.say(IA, lead, "results", "20100101000000")
    assert review.told()[A]["outcome"] == "failed"
    ((_, copy),) = review.given()
    review.say(IA, copy, "failed", detail="the archive answered 503", status=503)
    assert review.told()[A]["outcome"] == "failed" and review.given() == []
    review.run = 2
    ((_, again),) = review.given()
    assert again.url == copy.url
    review.say(IA, again, "read")
    assert review.told()[A]["outcome"] == "recovered"
    review.run = 3
    assert review.given() == []


def test_a_copy_that_leads_out_of_the_archive_is_none(one_archive: Review) -> None:
    review = one_archive
    review.answer(A, "not-found")
    ((_, lead),) = review.given()
    review.say(IA, lead, "results", "20100101000000")
    ((_, copy),) = review.given()
    away = Lead(f"{SITE}/", "archived", "redirect", {**copy.note, "hops": 1}, follow=False)
    review.say(IA, copy, "redirect", leads=[away.as_row()], detail=f"redirected to {SITE}/")
    row = review.told()[A]
    assert row["outcome"] == "not-held" and f"tried 20100101 redirected to {SITE}/" in row["asked"][0]
    assert review.given() == []


def test_a_copy_that_leads_to_the_next_capture_is_followed(one_archive: Review) -> None:
    review = one_archive
    review.answer(A, "not-found")
    ((_, lead),) = review.given()
    review.say(IA, lead, "results", "20100101000000")
    ((_, copy),) = review.given()
    onward = Lead(copy.url.replace("2010", "2011"), "archived", "redirect", {**copy.note, "hops": 1})
    review.say(IA, copy, "redirect", leads=[onward.as_row()])
    assert review.given() == []
    review.say(IA, onward, "read")
    assert review.told()[A]["archive_url"] == onward.url


def test_what_an_archive_said_stands_where_the_next_run_cannot_ask_it(one_archive: Review) -> None:
    review = one_archive
    review.answer(A, "not-found")
    ((_, lead),) = review.given()
    review.say(IA, lead, "results", "20100101000000")
    review.run = 2
    review.say(IA, lead, "failed", status=503)
    # It is asked for its list anew, and when that fails again the captures are those known.
    ((_, again),) = review.given()
    review.say(IA, again, "failed", status=503)
    assert kinds(review.given()) == [(IA, "archived", "20100101000000")]


def test_an_answer_that_is_held_is_not_lost_to_the_skip_that_says_so(one_archive: Review) -> None:
    review = one_archive
    review.answer(A, "not-found")
    ((_, lead),) = review.given()
    review.say(IA, lead, "none")
    review.run = 2
    review.left(IA, lead, "fresh", of=3)
    assert review.told()[A]["outcome"] == "not-held"


def test_the_next_run_goes_on_with_addresses_that_were_too_many(few: Review) -> None:
    for each in (A, B, C):
        few.answer(each, "not-found")
    given = few.given()
    assert [lead.note["of"] for _, lead in given] == [A, B]
    for name, lead in given:
        few.say(name, lead, "none")
    assert few.given() == []
    told = few.told()
    assert told[C]["outcome"] == "not-asked"
    assert told[C]["asked"] == ["Internet Archive: not asked (more than web_archives.most = 2 addresses)"]
    few.run = 2
    assert [lead.note["of"] for _, lead in few.given()] == [C]


def test_an_address_that_was_not_asked_for_because_the_run_was_stopped_is_not_said_to_be_too_many(
    few: Review,
) -> None:
    few.answer(A, "not-found")
    few.given()
    assert few.told()[A]["asked"] == ["Internet Archive: not asked"]
    assert few.told()[A]["outcome"] == "not-asked"


def test_the_short_answer_does_not_hide_that_the_list_was_refused(one_archive: Review) -> None:
    review = one_archive
    review.answer(A, "not-found")
    ((_, lead),) = review.given()
    short = Lead(
        f"https://archive.org/wayback/available?url={A}",
        "captures",
        "dead-link",
        {**lead.note, "short": True},
    )
    review.say(IA, lead, "refused", leads=[short.as_row()], detail="the archive asks for a person")
    review.say(IA, short, "unreadable", detail="none, or too many requests")
    row = review.told()[A]
    assert row["outcome"] == "refused" and "asks for a person" in row["asked"][0]
    assert review.given() == []


def test_copies_of_the_addresses_that_a_run_looks_for_are_asked_for_although_no_further_address_is(
    few: Review,
) -> None:
    for each in (A, B, C):
        few.answer(each, "not-found")
    for name, lead in few.given():
        few.say(name, lead, "results", "20100101000000")
    assert [(lead.kind, lead.note["of"]) for _, lead in few.given()] == [("archived", A), ("archived", B)]


def test_what_no_archive_was_asked_for_within_the_budget_was_not_asked(one_archive: Review) -> None:
    one_archive.answer(A, "not-found")
    ((_, lead),) = one_archive.given()
    one_archive.left(IA, lead, "budget")
    row = one_archive.told()[A]
    assert row["outcome"] == "not-asked" and row["asked"] == ["Internet Archive: not asked (budget: so)"]
