"""What web archives list, and what comes instead of a list: nothing of it passes for "none" unless the archive says so."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.judge.captures import LARGEST, MOST, Captures, judge_captures
from crawler.judge.memento import Capture

OF = "http://www.example.org/report.pdf"
HEADER = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
FORMS = ("cdx", "cdxj", "timemap", "availability")
CAPTCHA = b"<html><title>Human Verification</title><body><div id='captcha'></div><script>x({action: 'captcha'})</script></body></html>"


def judged(
    form: str, body: bytes | str | object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Captures:
    if not isinstance(body, bytes):
        body = (body if isinstance(body, str) else json.dumps(body)).encode()
    return judge_captures(form, status, headers or {}, body)


def row(at: str, status: str = "200", original: str = OF) -> list[str]:
    return ["org,example)/report.pdf", at, original, "application/pdf", status, "A" * 32, "1234"]


def line(at: str, status: str = "200") -> dict[str, str]:
    return {
        "urlkey": "org,example)/report.pdf",
        "timestamp": at,
        "url": OF,
        "mime": "application/pdf",
        "status": status,
        "digest": "A" * 32,
    }


def timemap(*mementos: str, rel: str = "memento") -> str:
    head = f'<{OF}>; rel="original",\n<http://archive.example/timemap/link/{OF}>; rel="self"; type="application/link-format"'
    lines = [f'<http://archive.example/x/{OF}>; rel="{rel}"; datetime="{each}"' for each in mementos]
    return ",\n".join([head, *lines])


# ---- the Internet Archive's CDX server


def test_a_cdx_list_gives_captures_by_its_header() -> None:
    found = judged("cdx", [HEADER, row("20140210093000")])
    assert found == Captures(
        "results", (Capture("20140210093000", OF, 200, "application/pdf", "A" * 32),), 0, None
    )


def test_columns_are_read_by_name_in_any_order() -> None:
    found = judged("cdx", [["digest", "original", "timestamp"], ["B", OF, "20140210093000"]])
    assert found.captures == (Capture("20140210093000", OF, None, None, "B"),)


def test_redirects_and_errors_are_counted_and_are_no_copies() -> None:
    rows = [
        row("20140210093000", "301"),
        row("20140211093000", "404"),
        row("20140212093000"),
        row("20140213093000", "503"),
    ]
    found = judged("cdx", [HEADER, *rows])
    assert ([each.at for each in found.captures], found.passed) == (["20140212093000"], 3)


def test_only_redirects_is_not_none_but_a_list_without_copies() -> None:
    found = judged("cdx", [HEADER, row("20140210093000", "302")])
    assert (found.outcome, found.captures, found.passed) == ("results", (), 1)


def test_a_revisit_has_no_status_and_may_be_a_copy() -> None:
    assert judged("cdx", [HEADER, row("20140210093000", "-")]).captures[0].status is None


@pytest.mark.parametrize("body", ["[]", "[ ]\n", json.dumps([HEADER]), ""])
def test_an_empty_cdx_list_says_that_there_is_none(body: str) -> None:
    assert judged("cdx", body).outcome == "none"


def test_the_key_to_go_on_with_is_no_capture_and_says_that_there_are_more() -> None:
    found = judged("cdx", [HEADER, row("20140210093000"), [], ["org,example)/report.pdf+20150101000000"]])
    assert len(found.captures) == 1
    assert found.detail == "the archive has more captures than it listed"


def test_rows_that_cannot_be_read_are_told_of_and_do_not_hide_the_others() -> None:
    found = judged(
        "cdx",
        [HEADER, ["short"], row("not a moment"), row("20141399000000"), "a word", row("20140210093000")],
    )
    assert [each.at for each in found.captures] == ["20140210093000"]
    assert found.detail == "4 of 5 rows could not be read"


@pytest.mark.parametrize(
    "body",
    [
        json.dumps([["a", "b"], ["1", "2"]]),
        json.dumps([HEADER, ["too", "short"]]),
        json.dumps([HEADER, row("99999999999999")]),
        json.dumps({"error": "x"}),
        json.dumps([1, 2, 3]),
        json.dumps("text"),
        "null",
        json.dumps([HEADER, row("20140210093000")])[:-9],
        "[" * 100_000,
        "org.archive.util.io.RuntimeIOException: Blocked Site Error",
        "<html><title>Internet Archive: Temporarily Offline</title><body><h1>Temporarily Offline</h1></body></html>",
        "org,example)/report.pdf 20140210093000 http://www.example.org/report.pdf application/pdf 200 A 1234",
        b"\xff\xfe\x00\x01",
    ],
)
def test_what_is_no_cdx_list_is_unreadable_and_says_what_came(body: str | bytes) -> None:
    found = judged("cdx", body)
    assert found.outcome == "unreadable" and found.detail


def test_a_page_in_place_of_a_list_is_named_by_its_title() -> None:
    found = judged("cdx", "<html><title>Temporarily Offline</title><body>Sorry</body></html>")
    assert found.detail == "not a list of captures: a page, Temporarily Offline"


# ---- pywb's index


def test_cdxj_lines_are_captures() -> None:
    body = "\n".join(json.dumps(line(at)) for at in ("20060115000000", "20070115000000")) + "\n"
    assert [each.at for each in judged("cdxj", body).captures] == ["20060115000000", "20070115000000"]


def test_cdxj_lines_may_begin_with_key_and_moment() -> None:
    rest = {"url": OF, "mime": "application/pdf", "status": "200", "digest": "A"}
    found = judged("cdxj", f"org,example)/report.pdf 20060115000000 {json.dumps(rest)}\n")
    assert found.captures == (Capture("20060115000000", OF, 200, "application/pdf", "A"),)


def test_an_index_may_come_as_one_json_list_of_either_kind() -> None:
    assert judged("cdxj", [line("20060115000000")]).captures[0].at == "20060115000000"
    assert judged("cdxj", [HEADER, row("20060115000000")]).captures[0].at == "20060115000000"


def test_a_last_line_that_was_cut_off_does_not_hide_the_others() -> None:
    body = json.dumps(line("20060115000000")) + "\n" + json.dumps(line("20070115000000"))[:40]
    found = judged("cdxj", body)
    assert [each.at for each in found.captures] == ["20060115000000"]
    assert found.detail == "1 of 2 rows could not be read"


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, "", "text/x-cdxj"),
        (404, "", "text/plain"),
        (404, '{"message": "No Captures found for: http://www.example.org/report.pdf"}', "application/json"),
        (404, "No Captures found for: http://www.example.org/report.pdf", "text/plain"),
        (200, '{"error": "No captures found"}', "application/json"),
        (404, "<html><title>Url Not Found</title><body>The url could not be found in this collection.</body></html>", "text/html"),
    ],
)  # fmt: skip
def test_the_ways_of_pywb_to_say_that_there_is_none(status: int, body: str, kind: str) -> None:
    assert judged("cdxj", body, status, {"content-type": kind}).outcome == "none"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1><hr>nginx</body></html>"),
        (404, "No handler for /ukgwa/cdx"),
        (200, "<html><body></body></html>"),
        (200, '{"status": "busy"}'),
        (500, ""),
        (400, "No captures found"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["cdx", "cdxj", "timemap"])
def test_a_server_that_has_no_such_service_does_not_say_that_there_is_none(
    form: str, status: int, body: str
) -> None:
    assert judged(form, body, status).outcome == "unreadable"


def test_an_empty_page_is_no_empty_list() -> None:
    assert judged("cdxj", "", 200, {"content-type": "text/html"}).outcome == "unreadable"


def test_words_in_a_captured_address_do_not_say_that_there_is_none() -> None:
    body = json.dumps({**line("20060115000000"), "url": "http://www.example.org/?q=no captures found"})
    assert judged("cdxj", body).outcome == "results"


# ---- TimeMaps


def test_a_timemap_gives_its_mementos_by_their_dates() -> None:
    found = judged("timemap", timemap("Tue, 11 Jun 2013 10:15:00 GMT", "Tue, 02 Jan 2018 03:04:05 GMT"))
    assert found.captures == (Capture("20130611101500", OF), Capture("20180102030405", OF))


def test_a_timemap_in_any_spelling_of_its_links() -> None:
    body = (
        f"\ufeff<{OF}>;rel=original,<http://a.example/1/{OF}?a=1,2;b=3> ; datetime = \"Tue, 11 Jun 2013 10:15:00 GMT\" ;"
        f"rel = 'x' ; REL=\"first last MEMENTO\";flag; license=\"a, b; c\" , <http://a.example/20180102030405mp_/{OF}>; rel=memento;"
        'datetime="no date at all"; collection="x"'
    )  # fmt: skip
    assert [each.at for each in judged("timemap", body).captures] == ["20130611101500", "20180102030405"]


def test_dates_without_a_zone_are_in_gmt_and_others_are_turned_into_it() -> None:
    found = judged("timemap", timemap("Tue, 11 Jun 2013 10:15:00", "Tue, 11 Jun 2013 10:15:00 +0100"))
    assert [each.at for each in found.captures] == ["20130611101500", "20130611091500"]


def test_a_timemap_whose_dates_are_all_wrong_is_unreadable() -> None:
    found = judged("timemap", timemap("yesterday", "Tue, 99 Jun 2013 10:15:00 GMT"))
    assert found.outcome == "unreadable" and "no row of it is a capture" in str(found.detail)


def test_a_timemap_that_lists_none_and_a_404_say_that_there_is_none() -> None:
    assert judged("timemap", timemap()).outcome == "none"
    assert judged("timemap", "", 404).outcome == "none"


def test_an_index_of_timemaps_does_not_say_that_there_is_none() -> None:
    body = f'<{OF}>; rel="original", <http://a.example/timemap/2/{OF}>; rel="timemap"; type="application/link-format"'
    assert judged("timemap", body).outcome == "unreadable"


@pytest.mark.parametrize(
    "body", ["<!DOCTYPE html><title>x</title>", "<html><a href=x>", "{}", "<a> <b>", "<" * 50_000, "<x>;" * 5000]
)  # fmt: skip
def test_what_is_no_timemap_is_unreadable(body: str) -> None:
    assert judged("timemap", body).outcome == "unreadable"


# ---- the short answer


def test_the_short_answer_gives_one_capture() -> None:
    closest = {
        "available": True, "url": f"http://web.archive.org/web/20140210093000/{OF}", "timestamp": "20140210093000",
        "status": "200",
    }  # fmt: skip
    found = judged("availability", {"url": OF, "archived_snapshots": {"closest": closest}})
    assert found.captures == (Capture("20140210093000", OF, 200),)


def test_an_empty_short_answer_does_not_say_whether_there_is_none() -> None:
    found = judged("availability", {"url": OF, "archived_snapshots": {}})
    assert found == Captures("unreadable", detail="none, or too many requests: it does not say which")


@pytest.mark.parametrize("body", ["[]", "{}", "", "null", '{"archived_snapshots": []}', '{"archived_snapshots": {"closest": "x"}}'])  # fmt: skip
def test_a_broken_short_answer_is_unreadable(body: str) -> None:
    assert judged("availability", body).outcome == "unreadable"


# ---- all of them


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("status", [200, 403, 405, 429, 503])
def test_a_test_for_a_person_is_never_none(form: str, status: int) -> None:
    assert judged(form, CAPTCHA, status).outcome == "unreadable"


@pytest.mark.parametrize("form", ["cdx", "cdxj", "timemap"])
def test_a_test_for_a_person_is_named(form: str) -> None:
    assert judged(form, CAPTCHA).detail == "the archive asks for a person"


def test_more_captures_than_are_read_are_told_of() -> None:
    rows = [row(f"2014{month:02}{day:02}{hour:02}{minute:02}00") for month in range(1, 13) for day in range(1, 29)
            for hour in range(24) for minute in (0, 20, 40)]  # fmt: skip
    found = judged("cdx", [HEADER, *rows])
    assert len(rows) > MOST and len(found.captures) == MOST
    assert found.detail == "the archive has more captures than it listed"


def test_an_enormous_answer_is_not_read_as_a_list() -> None:
    found = judged("cdxj", b" " * LARGEST + json.dumps(line("20060115000000")).encode())
    assert (found.outcome, found.detail) == ("unreadable", "a list of captures of more than 32 MiB")


def test_the_same_capture_twice_is_one() -> None:
    assert len(judged("cdx", [HEADER, row("20140210093000"), row("20140210093000")]).captures) == 1


@settings(max_examples=150, deadline=None)
@given(
    form=st.sampled_from(FORMS), status=st.sampled_from([200, 404, 410, 500]), body=st.binary(max_size=200)
)
def test_no_bytes_make_it_fail(form: str, status: int, body: bytes) -> None:
    assert judged(form, body, status).outcome in ("results", "none", "unreadable")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=15),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["timestamp", "url", "original", "status", "archived_snapshots", "closest", "x"]),
        inner, max_size=4,
    ),
    max_leaves=15,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(form=st.sampled_from(FORMS), data=_JSON)
def test_no_json_makes_it_fail_or_invents_a_capture(form: str, data: object) -> None:
    found = judged(form, json.dumps(data))
    assert all(len(each.at) == 14 and each.original for each in found.captures)


@given(cut=st.integers(min_value=1))
def test_a_list_that_was_cut_off_is_never_none(cut: int) -> None:
    whole = json.dumps([HEADER, row("20140210093000"), row("20150210093000")])
    assert judged("cdx", whole[: 1 + cut % (len(whole) - 1)]).outcome != "none"
