"""What the spider makes of the answers of web archives: lists of captures, copies, and what only looks like a copy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from crawler.judging import judge, placed
from crawler.lead import Answer, Lead, Reading
from crawler.pace import LONGEST_WAIT
from crawler.spec import Source
from harvest.archives import ARCHIVES
from spiders.webarchive import KEPT, WebArchiveSpider

OF = "http://www.example.org/pubs/report.pdf"
PAGE_OF = "http://www.example.org/pubs/report"
ARCHIVE = "http://a.example"
RAW = f"{ARCHIVE}/web/20140210093000id_/{OF}"
RAW_PAGE = f"{ARCHIVE}/web/20140210093000id_/{PAGE_OF}"
MOMENT = {"memento-datetime": "Mon, 10 Feb 2014 09:30:00 GMT", "content-type": "text/html"}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n" + b"words " * 400 + b"\n%%EOF\n"
CAPTCHA = b"<html><head><title>Human Verification</title></head><body><h1>Please confirm</h1><form id='captcha'></form></body></html>"
ARTICLE = (
    b"<html><title>Alliances</title><body><h1>Alliances</h1><p>"
    + b"Care is a matter of trust. " * 200
    + b"</p></body></html>"
)


def source(form: str = "cdx", availability: str = "") -> Source:
    options = {
        "form": form,
        "index": f"{ARCHIVE}/cdx?url={{url}}",
        "raw": f"{ARCHIVE}/web/{{at}}id_/{{plain}}",
    }
    if availability:
        options["availability"] = availability
    return Source("web-archives.a", "webarchive", "An Archive", f"{ARCHIVE}/", options)


def captures_lead(near: str | None = "2013-11", **note: Any) -> Lead:
    url = f"{ARCHIVE}/cdx?url=x"
    return Lead(url, "captures", "dead-link", {"of": OF, "near": near, **note}, key=f"{url}#{near or ''}")


def copy_lead(url: str = RAW, of: str = OF) -> Lead:
    note = {"of": of, "at": "20140210093000", "archive": "An Archive", "digest": "A", "near": "2013-11"}
    return Lead(url, "archived", "dead-link", note)


def read(
    lead: Lead, body: bytes | object, status: int = 200, headers: Mapping[str, str] | None = None,
    *, where: Source | None = None, url: str = "",
) -> Reading:  # fmt: skip
    """Judge an answer as a crawl does: refusals and redirects first, then the spider."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = Answer(url or lead.url, status, headers or {}, sent)
    return judge(WebArchiveSpider(), where or source(), lead, answer)


def listed(*rows: tuple[str, str, str]) -> list[list[str]]:
    return [
        ["timestamp", "statuscode", "original", "mimetype", "digest"],
        *([*row, "application/pdf", f"D{row[0]}"] for row in rows),
    ]


# ---- lists of captures


def test_the_nearest_captures_stand_with_the_answer() -> None:
    rows = [("20190501120000", "200", OF), ("20140210093000", "200", OF), ("20150101000000", "301", OF)]
    reading = read(captures_lead(), listed(*rows))
    assert (reading.outcome, reading.leads) == ("results", ())
    assert reading.answer == {
        "of": OF, "held": 2, "passed": 1,
        "captures": [
            ["20140210093000", OF, "application/pdf", "D20140210093000"],
            ["20190501120000", OF, "application/pdf", "D20190501120000"],
        ],
    }  # fmt: skip


def test_only_the_nearest_are_kept_and_all_are_counted() -> None:
    rows = [(f"20{year:02}0101000000", "200", OF) for year in range(40)]
    answer = read(captures_lead("2013-11"), listed(*rows)).answer or {}
    assert answer["held"] == 40
    assert len(answer["captures"]) == KEPT
    assert answer["captures"][0][0] == "20140101000000"


def test_two_spellings_at_one_moment_are_one_copy_to_ask_for() -> None:
    rows = [("20140210093000", "200", OF), ("20140210093000", "200", OF.replace("http:", "https:"))]
    answer = read(captures_lead(), listed(*rows)).answer or {}
    assert [each[:2] for each in answer["captures"]] == [["20140210093000", OF]]


def test_an_archive_that_has_none_says_so() -> None:
    reading = read(captures_lead(), [])
    assert reading.outcome == "none"
    assert reading.answer == {"of": OF, "held": 0, "passed": 0, "captures": []}


def test_a_list_of_redirects_alone_is_no_none() -> None:
    reading = read(captures_lead(), listed(("20140210093000", "302", OF)))
    assert (reading.outcome, (reading.answer or {})["passed"]) == ("results", 1)


def test_a_flaw_of_the_list_is_told() -> None:
    reading = read(captures_lead(), [*listed(("20140210093000", "200", OF)), ["cut"]])
    assert (reading.outcome, reading.detail) == ("results", "1 of 2 rows could not be read")


def test_a_timemap_is_read_where_the_archive_has_timemaps() -> None:
    body = (
        f'<{OF}>; rel="original", <{RAW}>; rel="memento"; datetime="Mon, 10 Feb 2014 09:30:00 GMT"'.encode()
    )
    reading = read(captures_lead(), body, where=source("timemap"))
    assert (reading.answer or {})["captures"] == [["20140210093000", OF, None, None]]


@pytest.mark.parametrize("status", [200, 202, 403, 405, 429, 503])
@pytest.mark.parametrize("lead", [captures_lead(), copy_lead()])
def test_a_test_for_a_person_is_a_refusal_whatever_its_status(lead: Lead, status: int) -> None:
    assert read(lead, CAPTCHA, status, {"content-type": "text/html"}).outcome in (
        ("refused",) if status != 503 else ("refused", "failed")
    )


@pytest.mark.parametrize("form", ["cdx", "cdxj", "timemap"])
def test_a_few_words_that_ask_for_a_test_are_a_refusal(form: str) -> None:
    reading = read(captures_lead(), b'{"action": "captcha"}', where=source(form))
    assert (reading.outcome, reading.trouble) == ("refused", "challenge")
    bare = b'<html><body><script>go({action:"captcha"})</script></body></html>'
    assert read(captures_lead(), bare, where=source(form)).outcome == "refused"
    headed = read(captures_lead(), b"", 405, {"x-amzn-waf-action": "captcha"}, where=source(form))
    assert (headed.outcome, headed.trouble) == ("refused", "challenge")


@pytest.mark.parametrize("status", [401, 403, 405, 429])
@pytest.mark.parametrize("lead", [captures_lead(), copy_lead()])
def test_a_refusal_by_its_status_is_one_and_leads_nowhere(lead: Lead, status: int) -> None:
    reading = read(lead, b"no", status)
    assert (reading.outcome, reading.leads) == ("refused", ())


@pytest.mark.parametrize("status", [500, 502, 503, 504, 520])
@pytest.mark.parametrize("lead", [captures_lead(), copy_lead()])
def test_an_archive_in_trouble_has_failed(lead: Lead, status: int) -> None:
    reading = read(lead, b"<html><title>Error</title></html>", status)
    assert (reading.outcome, reading.trouble) == ("failed", "server-error")


def test_a_list_that_failed_is_asked_for_by_the_short_answer_once_and_one_that_was_refused_never() -> None:
    where = source(availability="http://short.example/available?url={url}")
    lead = captures_lead()
    assert read(lead, b"no", 403, where=where).leads == ()
    assert read(lead, b"<html><title>Down for repairs</title></html>", 200, where=where).leads
    reading = read(lead, b"no", 502, where=where)
    (instead,) = reading.leads
    assert (
        instead.url == "http://short.example/available?url=http%3A%2F%2Fwww.example.org%2Fpubs%2Freport.pdf"
    )
    assert (instead.kind, instead.key) == ("captures", f"{instead.url}#2013-11")
    assert instead.note == {"of": OF, "near": "2013-11", "short": True}
    assert all(each.follow for each in placed(reading.leads, WebArchiveSpider().hosts(where)))
    assert "form" not in instead.note, "what stands there is posted"
    assert read(instead, b"no", 502, where=where).leads == ()
    assert read(copy_lead(), b"no", 502, where=where).leads == ()


def test_the_short_answer_says_one_capture_or_does_not_say() -> None:
    where = source(availability="http://short.example/available?url={url}")
    (lead,) = read(captures_lead(), b"no", 502, where=where).leads
    closest = {
        "url": f"http://web.archive.org/web/20140210093000/{OF}",
        "timestamp": "20140210093000",
        "status": "200",
    }
    found = read(lead, {"archived_snapshots": {"closest": closest}}, where=where)
    assert (found.answer or {})["captures"] == [["20140210093000", OF, None, None]]
    empty = read(lead, {"archived_snapshots": {}}, where=where)
    assert (empty.outcome, empty.detail) == (
        "unreadable",
        "none, or too many requests: it does not say which",
    )


# ---- copies


def test_a_copy_says_of_what_whose_and_when() -> None:
    reading = read(copy_lead(), PDF, headers={**MOMENT, "content-type": "application/pdf"})
    assert reading.outcome == "read"
    assert reading.answer == {
        "of": OF, "archive": "An Archive", "archived_at": "2014-02-10T09:30:00+00:00", "asked": "20140210093000",
    }  # fmt: skip


def test_without_the_header_the_moment_is_that_of_the_address_that_answered() -> None:
    reading = read(copy_lead(), PDF)
    assert (reading.answer or {})["archived_at"] == "2014-02-10T09:30:00+00:00"


def test_what_the_header_says_goes_before_the_address() -> None:
    reading = read(copy_lead(), PDF, headers={"memento-datetime": "Tue, 11 Feb 2014 00:00:00 GMT"})
    assert (reading.answer or {})["archived_at"] == "2014-02-11T00:00:00+00:00"


def test_a_short_page_of_the_site_that_speaks_of_archives_is_a_copy() -> None:
    body = b"<html><title>Minutes</title><body><p>The tapes of the alliance board are not archived.</p></body></html>"
    assert read(copy_lead(RAW_PAGE, PAGE_OF), body, headers=MOMENT).outcome == "read"
    assert (
        read(copy_lead(RAW_PAGE, PAGE_OF), body, headers={"content-type": "text/html"}).outcome == "not-found"
    )


def test_a_redirect_to_another_moment_is_followed_and_gives_the_moment_where_it_led() -> None:
    other = RAW.replace("20140210093000", "20140301000000")
    reading = read(copy_lead(), b"", 302, {"location": other})
    assert reading.outcome == "redirect"
    (onward,) = reading.leads
    assert (onward.url, onward.kind) == (other, "archived")
    assert onward.note["of"] == OF and onward.note["at"] == "20140210093000"
    copied = read(onward, PDF)
    assert (copied.answer or {})["archived_at"] == "2014-03-01T00:00:00+00:00"
    assert (copied.answer or {})["asked"] == "20140210093000"


def test_a_redirect_out_of_the_archive_is_not_followed() -> None:
    reading = read(copy_lead(), b"", 302, {"location": OF})
    assert [each.follow for each in placed(reading.leads, WebArchiveSpider().hosts(source()))] == [False]


@pytest.mark.parametrize(
    "led_to",
    ["http://www.example.org/", "https://www.example.org/home", "http://www.example.org/pubs/other.pdf", "http://shop.example/"],
)  # fmt: skip
def test_a_capture_that_led_to_another_page_is_no_copy(led_to: str) -> None:
    url = f"{ARCHIVE}/web/20140210093000id_/{led_to}"
    reading = read(copy_lead(url), PDF, headers=MOMENT)
    assert reading.outcome == "not-found" and "another page" in str(reading.detail)


@pytest.mark.parametrize(
    "led_to",
    ["https://www.example.org/pubs/report.pdf", "http://example.org/pubs/report.pdf/", "http://www.example.org:80/pubs/report.pdf",
     "http://files.example.org/2015/report.pdf"],
)  # fmt: skip
def test_the_same_document_in_another_spelling_or_place_is_a_copy(led_to: str) -> None:
    assert read(copy_lead(f"{ARCHIVE}/web/20140210093000id_/{led_to}"), PDF, headers=MOMENT).outcome == "read"


@pytest.mark.parametrize("status", [404, 410])
def test_a_copy_that_is_not_there_is_not_found(status: int) -> None:
    assert read(copy_lead(), b"", status).detail == "the archive has no such copy"
    assert read(copy_lead(), b"", status, MOMENT).detail == f"the site answered {status} then"


@pytest.mark.parametrize("status", [401, 403, 405, 429, 500, 503])
def test_what_a_site_refused_then_is_no_refusal_of_the_archive(status: int) -> None:
    answer = Answer(RAW, status, MOMENT, b"<html><title>Forbidden</title></html>")
    reading = WebArchiveSpider().read(source(), copy_lead(), answer)
    assert (reading.outcome, reading.detail) == ("not-found", f"the site answered {status} then")


def test_the_page_of_the_site_for_what_it_has_not_is_no_copy() -> None:
    body = b"<html><title>Page not found | Example</title><body><h1>Page not found</h1><p>Sorry.</p></body></html>"
    reading = read(copy_lead(RAW_PAGE, PAGE_OF), body, headers=MOMENT)
    assert reading.outcome == "not-found"
    assert str(reading.detail).startswith(
        "the archived copy is the site's page for addresses that do not exist"
    )


@pytest.mark.parametrize(
    ("words", "headers"),
    [
        ("Got an HTTP 302 response at crawl time. Redirecting to ...", MOMENT),
        ("Got an HTTP 301 response at crawl time", {}),
        ("The Wayback Machine has not archived that URL.", {}),
        ("This URL has been excluded from the Wayback Machine.", {}),
        ("The url http://x.org/ could not be found in this collection.", {}),
    ],
)
def test_a_page_of_the_archive_itself_is_no_copy(words: str, headers: Mapping[str, str]) -> None:
    body = f"<html><title>Wayback Machine</title><body><p>{words}</p></body></html>".encode()
    assert read(copy_lead(RAW_PAGE, PAGE_OF), body, headers=headers).outcome == "not-found"


def test_an_article_that_speaks_of_such_things_is_a_copy() -> None:
    said = b"<p>Are you human? It got an HTTP 302 response at crawl time, and the archive has not archived that URL.</p>"
    body = ARTICLE.replace(b"<p>", said + b"<p>") + b"<form action='/captcha'></form>"
    for headers in (MOMENT, {"content-type": "text/html"}):
        assert read(copy_lead(RAW_PAGE, PAGE_OF), body, headers=headers).outcome == "read"


def test_a_file_is_not_read_for_words() -> None:
    body = PDF.replace(b"words words", b"human verification, has not archived that url, page not found")
    assert read(copy_lead(), body).outcome == "read"


def test_an_answer_without_a_moment_is_no_copy() -> None:
    reading = read(copy_lead(f"{ARCHIVE}/latest/{OF}"), PDF)
    assert reading.outcome == "unreadable" and "when this was taken" in str(reading.detail)


def test_an_empty_capture_is_no_copy() -> None:
    assert read(copy_lead(), b" \n", headers=MOMENT).outcome == "not-found"


# ---- the archives there are


def test_every_archive_answers_on_hosts_that_its_source_has_and_none_is_asked_too_often() -> None:
    spec = WebArchiveSpider.spec
    for archive in ARCHIVES:
        planned = archive.planned()
        where = Source(planned.id, planned.kind, planned.name, planned.url, planned.options)
        hosts = WebArchiveSpider().hosts(where)
        assert hosts <= set(spec.live_hosts)
        for host in hosts:
            assert 2.5 <= spec.min_delay[host] < LONGEST_WAIT
        leads = [archive.lookup(OF, "2013"), archive.copy(OF, "20140210093000", None, "2013")]
        assert all(each.follow for each in placed(leads, hosts))


def test_nothing_is_asked_before_something_is_handed_over() -> None:
    assert list(WebArchiveSpider().start_leads(source())) == []
