"""Leads that their address does not tell apart: items of one page, what is put into a form, addresses that change."""

from __future__ import annotations

from pathlib import Path

from crawler.judging import LED_ON, judge
from crawler.lead import Answer, Lead, Reading
from crawler.spec import Source
from crawler.spider import Asker
from tests.crawler.crawling import SITE, ScriptedReader, answer, page, site, turn_until_asked, walk

MEETING = f"{SITE}/meeting"
SOURCE = Source("s", "scripted", "S", SITE)


def item(number: int) -> Lead:
    return Lead(MEETING, "page", "question", {"n": number}, key=f"{MEETING}#AI{number}")


def posted(words: str) -> Lead:
    note = {"form": [["for", words], ["state", "a+b/c=="]]}
    return Lead(f"{SITE}/form", "search", "question", note, "q", key=f"{SITE}/form#{words}")


class ReaderOfItems(ScriptedReader):
    """Leads from the page of a meeting to the file of the item that was meant."""

    def read(self, source: Source, lead: Lead, answer: Answer) -> Reading:
        if lead.url == MEETING and answer.status == 200:
            return Reading("read", (page(f"/file{lead.note['n']}", "attachment"),))
        return super().read(source, lead, answer)


def test_two_items_of_one_page_cost_one_request_and_both_are_followed(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.reader = ReaderOfItems({"/": Reading("read", (item(1), item(2)))})
    here.plan("/")
    assert walk(here.crawl(), here.clock) == ["/robots.txt", "/", "/meeting", "/file1", "/file2"]
    (fetched,) = here.bodies("fetch", url=MEETING)
    (passed,) = here.bodies("skip")
    assert fetched["key"] == f"{MEETING}#AI1" and passed["key"] == f"{MEETING}#AI2"
    assert passed["reason"] == "same-page" and [lead[0] for lead in passed["leads"]] == [f"{SITE}/file2"]
    assert passed["of"] == next(row.seq for row in here.rows("fetch") if row.body["url"] == MEETING)


def test_a_page_that_came_before_a_stop_is_not_asked_again_for_its_other_items(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.reader = ReaderOfItems({"/": Reading("read", (item(1), item(2)))})
    here.plan("/")
    crawl = here.crawl()
    for _ in range(3):
        pending = turn_until_asked(crawl, here.clock)
        assert pending is not None
        answer(crawl, pending, body=b"User-agent: *\nDisallow:\n")
    assert here.bodies("fetch")[-1]["url"] == MEETING
    # Dropped here, as by a kill: what it had in memory is gone.
    crawl.archive.close()
    crawl.frontier.close()
    crawl.ledger.close()
    assert walk(here.crawl(), here.clock) == ["/file1", "/file2"]


def test_a_page_that_failed_is_asked_for_its_other_items_too(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.reader = ReaderOfItems({"/": Reading("read", (item(1), item(2)))})
    here.plan("/")
    asked = walk(here.crawl(), here.clock, {"/meeting": (500, b"")})
    assert asked.count("/meeting") > 1 and not here.bodies("skip")


def test_what_is_put_into_a_form_twice_is_two_requests_to_one_address(tmp_path: Path) -> None:
    here = site(tmp_path, {"/": Reading("read", (posted("one"), posted("two"), posted("one")))})
    here.plan("/")
    assert walk(here.crawl(), here.clock) == ["/robots.txt", "/", "/form", "/form"]
    rows = here.bodies("fetch", url=f"{SITE}/form")
    assert [row["method"] for row in rows] == ["POST", "POST"]
    assert [row["key"].partition("#")[2] for row in rows] == ["one", "two"]
    assert not any("method" in row for row in here.bodies("fetch", kind="page"))


def test_a_form_goes_out_as_a_post_with_its_values_encoded(tmp_path: Path) -> None:
    here = site(tmp_path, {"/": Reading("read", (posted("health & care"),))})
    here.plan("/")
    crawl = here.crawl()
    for _ in range(2):
        pending = turn_until_asked(crawl, here.clock)
        assert pending is not None
        assert Asker(crawl).request(pending).method == "GET"
        answer(crawl, pending, body=b"User-agent: *\nDisallow:\n")
    pending = turn_until_asked(crawl, here.clock)
    assert pending is not None
    request = Asker(crawl).request(pending)
    assert request.method == "POST" and request.url == f"{SITE}/form"
    assert request.body == b"for=health+%26+care&state=a%2Bb%2Fc%3D%3D"
    assert request.headers["Content-Type"] == b"application/x-www-form-urlencoded"


def test_a_form_that_is_answered_by_a_redirect_to_its_own_address_is_asked_for_and_not_posted_again() -> None:
    led = judge(
        ScriptedReader(), SOURCE, posted("one"), Answer(f"{SITE}/form", 302, {"location": "/form"}, b"")
    )
    (onward,) = led.leads
    assert led.outcome == "redirect" and onward.url == f"{SITE}/form"
    assert "form" not in onward.note and onward.key == f"{SITE}/form#one{LED_ON}" and onward.question == "q"
    again = judge(ScriptedReader(), SOURCE, onward, Answer(f"{SITE}/form", 302, {"location": "/form"}, b""))
    assert again.outcome == "unreadable" and again.trouble == "redirect-loop"


def test_the_item_that_was_meant_is_meant_of_the_page_that_the_meeting_moved_to() -> None:
    led = judge(ScriptedReader(), SOURCE, item(7), Answer(MEETING, 301, {"location": "/moved"}, b""))
    assert [lead.key for lead in led.leads] == [f"{SITE}/moved#AI7"]


def test_an_address_that_changes_with_every_visit_is_asked_once_by_its_key(tmp_path: Path) -> None:
    def opaque(visit: str) -> Lead:
        return Lead(f"{SITE}/Document.ashx?{visit}", "page", "question", {}, key=f"{MEETING}#report")

    here = site(tmp_path, {"/": Reading("read", (opaque("aa"), opaque("bb")))})
    here.plan("/")
    assert walk(here.crawl(), here.clock) == ["/robots.txt", "/", "/Document.ashx?aa"]


def test_a_lead_survives_the_ledger_with_and_without_a_key() -> None:
    for lead in (item(3), posted("one"), page("/a")):
        assert Lead.from_row(lead.as_row()) == lead
    assert len(page("/a").as_row()) == 7
