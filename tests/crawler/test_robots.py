"""robots.txt as RFC 9309 reads it, with the rule and its line for whoever asks why."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.robots import MAX_BYTES, Robots, robots_url

AGENT = "greylit"


def said(text: str | bytes, status: int = 200, kind: str = "text/plain") -> Robots:
    body = text.encode() if isinstance(text, str) else text
    return Robots.from_answer(status, kind, body, AGENT)


def allowed(robots: Robots, path: str) -> bool:
    return robots.check("http://h" + path).allowed


CLOSED = "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451])
def test_without_a_file_there_are_no_rules(status: int) -> None:
    robots = said(CLOSED, status)
    assert robots.state == "none" and allowed(robots, "/anything") and str(status) in robots.detail


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 301, 302, 304, 199, 600])
def test_a_file_that_could_not_be_had_closes_the_host(status: int) -> None:
    robots = said("User-agent: *\nAllow: /\n", status)
    verdict = robots.check("http://h/")
    assert robots.state == "closed" and not verdict.allowed
    assert verdict.rule is not None and str(status) in verdict.rule and verdict.line is None


def test_a_host_that_does_not_answer_is_closed_with_the_reason() -> None:
    verdict = Robots.unreachable("the connection was refused", AGENT).check("http://h/a")
    assert not verdict.allowed and verdict.rule is not None and "the connection was refused" in verdict.rule


@pytest.mark.parametrize(
    "text, kind",
    [
        ("<!DOCTYPE html><title>Not found</title>" + CLOSED, "text/plain"),
        ("\n <html lang='en'><body>" + CLOSED, ""),
        ("<?xml version='1.0'?>\n" + CLOSED, "application/xml"),
        ("Please enable JavaScript", "text/html; charset=utf-8"),
    ],
)
def test_a_web_page_in_its_place_has_no_rules(text: str, kind: str) -> None:
    robots = said(text, kind=kind)
    assert robots.state == "none" and allowed(robots, "/a") and "web page" in robots.detail


def test_true_rules_hold_even_when_they_are_labelled_as_a_web_page() -> None:
    robots = said("# ours\nUser-Agent : *\nDisallow: /private\n", kind="text/html")
    assert robots.state == "rules" and not allowed(robots, "/private")


@pytest.mark.parametrize("body", [b"", b"   \r\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_has_no_rules(body: bytes) -> None:
    assert said(body).state == "none" and allowed(said(body), "/a")


def test_a_byte_order_mark_does_not_hide_the_first_group() -> None:
    assert not allowed(said(b"\xef\xbb\xbfUser-agent: *\nDisallow: /a\n"), "/a")


def test_bytes_that_are_not_utf8_do_not_hide_the_rules() -> None:
    assert not allowed(said(b"# caf\xe9 \xff\nUser-agent: *\nDisallow: /a\n"), "/a")


def test_rules_within_500_kib_are_read_and_what_follows_is_not() -> None:
    filler = "# " + "x" * 97 + "\n"
    head = "User-agent: *\nDisallow: /early\n"
    count = (MAX_BYTES - len(head)) // len(filler)
    text = head + filler * (count - 1) + "Disallow: /late\n" + filler * 20 + "Disallow: /too-late\n"
    robots = said(text)
    assert not allowed(robots, "/early") and not allowed(robots, "/late") and allowed(robots, "/too-late")


def test_a_rule_that_the_cut_goes_through_is_left_out_not_widened() -> None:
    head = "User-agent: *\nDisallow: /early\n#"
    text = head + "x" * (MAX_BYTES - len(head) - len("\nDisallow: /p")) + "\nDisallow: /private\n"
    assert text[:MAX_BYTES].endswith("\nDisallow: /p")
    robots = said(text)
    assert allowed(robots, "/public") and not allowed(robots, "/early")


@pytest.mark.parametrize(
    "rules, path, may",
    [
        ("Disallow: /a", "/a", False), ("Disallow: /a", "/abc", False), ("Disallow: /a", "/A", True),
        ("Disallow: /a$", "/a", False), ("Disallow: /a$", "/abc", True),
        ("Disallow: /*/print$", "/x/print", False), ("Disallow: /*/print$", "/x/y/print", False),
        ("Disallow: /*/print$", "/x/printer", True), ("Disallow: /*/print$", "/x/print?y=1", True),
        ("Disallow: /search/all*", "/search/all?keywords=x", False), ("Disallow: /search/all*", "/search", True),
        ("Disallow: *.pdf", "/x/y.pdf", False), ("Disallow: /*.pdf$", "/x.pdf?a", True),
        ("Disallow: /*?", "/x?y=1", False), ("Disallow: /*?", "/x", True),
        ("Disallow: /a\nAllow: /a/b", "/a/b/c", True), ("Disallow: /a/b\nAllow: /a", "/a/b", False),
        ("Disallow: /a\nAllow: /a", "/a", True),
        ("Disallow:", "/anything", True), ("Disallow: /", "/robots.txt", True),
        ("Disallow: /caf%C3%A9", "/caf\u00e9", False), ("Disallow: /a # words", "/a", False),
        ("Allow: /", "/x", True), ("Disallow: /a\nCrawl-delay: 3\nDisallow: /b", "/b", False),
    ],
)  # fmt: skip
def test_wildcards_anchors_and_the_longest_rule_wins(rules: str, path: str, may: bool) -> None:
    assert allowed(said(f"User-agent: *\n{rules}\n"), path) is may


def test_the_group_that_names_us_holds_and_the_general_one_does_not() -> None:
    robots = said(
        "User-agent: *\nDisallow: /all\n\nUser-agent: other\nUser-agent: GREYLIT\nDisallow: /ours\n"
    )
    assert allowed(robots, "/all") and not allowed(robots, "/ours")


def test_groups_of_the_same_name_are_one() -> None:
    robots = said(
        "User-agent: *\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: *\nDisallow: /b\n"
    )
    assert not allowed(robots, "/a") and not allowed(robots, "/b") and allowed(robots, "/c")


RULES = """\
User-agent: deepcrawl
Disallow: /x/y/print/long/and/longer
Disallow: /

# ours
User-agent: *
Disallow: /x
  disallow :  /*/print$   # no printing
Allow: /x/y/z
Disallow: /x/y
"""


@pytest.mark.parametrize(
    "path, rule, line",
    [("/x/1", "Disallow: /x", 7), ("/q/print", "Disallow: /*/print$", 8), ("/x/y/1", "Disallow: /x/y", 10)],
)
def test_the_rule_and_its_line_are_told(path: str, rule: str, line: int) -> None:
    verdict = said(RULES).check("http://h" + path)
    assert (verdict.allowed, verdict.rule, verdict.line) == (False, rule, line)


def test_the_line_of_a_group_for_others_is_never_told() -> None:
    verdict = said(RULES).check("http://h/x/y/print/long/and/longer")
    assert (verdict.rule, verdict.line) == ("Disallow: /x/y", 10)


def test_what_is_allowed_has_no_rule_to_tell() -> None:
    verdict = said(RULES).check("http://h/x/y/z")
    assert verdict.allowed and verdict.rule is None and verdict.line is None


def test_a_rule_in_a_spelling_of_its_own_still_forbids_and_says_so() -> None:
    verdict = said("User-agent: *\nDisalow: /a\n").check("http://h/a")
    assert not verdict.allowed and verdict.rule == "a rule of robots.txt"


@pytest.mark.parametrize(
    "text, seconds",
    [
        ("User-agent: *\nCrawl-delay: 10\n", 10.0), ("User-agent: *\nCrawl-delay: 2.5\n", 2.5),
        ("User-agent: AhrefsBot\nCrawl-delay: 10\n\nUser-agent: *\nDisallow: /a\n", 0.0),
        ("User-agent: greylit\nCrawl-delay: 7\n\nUser-agent: *\nCrawl-delay: 99\n", 7.0),
        ("User-agent: *\nCrawl-delay: soon\n", 0.0), ("User-agent: *\nCrawl-delay: nan\n", 0.0),
        ("User-agent: *\nCrawl-delay: inf\n", 0.0), ("User-agent: *\nCrawl-delay: -5\n", 0.0), ("", 0.0),
    ],
)  # fmt: skip
def test_the_crawl_delay_is_that_of_our_group(text: str, seconds: float) -> None:
    assert said(text).crawl_delay == seconds


def test_each_scheme_host_and_port_has_its_own_file() -> None:
    assert robots_url("https://h/a/b?c#d") == "https://h/robots.txt"
    assert robots_url("http://h:8080/") == "http://h:8080/robots.txt"


@settings(max_examples=150, deadline=None)
@given(body=st.binary(max_size=300), status=st.integers(0, 700), path=st.text(max_size=20))
def test_no_answer_can_raise(body: bytes, status: int, path: str) -> None:
    robots = Robots.from_answer(status, "text/plain", b"User-agent: *\n" + body, AGENT)
    verdict = robots.check("http://h/" + path)
    assert robots.crawl_delay >= 0 and (verdict.allowed or verdict.rule)


# ---- real files


def real() -> list[Path]:
    folder = os.environ.get("GREYLIT_SAMPLES")
    return sorted(Path(folder, "robots").glob("*.txt")) if folder else []


@pytest.mark.samples
@pytest.mark.skipif(not real(), reason="GREYLIT_SAMPLES is not set")
def test_the_files_of_real_hosts_can_be_read() -> None:
    for path in real():
        robots = said(path.read_bytes())
        assert robots.state in ("rules", "none"), path.name
        for address in ("/", "/a/print", "/search/all", "/x.pdf"):
            verdict = robots.check("https://h" + address)
            assert verdict.allowed or verdict.rule, path.name


@pytest.mark.samples
@pytest.mark.skipif(not real(), reason="GREYLIT_SAMPLES is not set")
def test_a_real_file_of_govuk_forbids_printing_and_allows_its_search_api() -> None:
    (path,) = [each for each in real() if each.name.startswith("www.gov.uk")]
    robots = said(path.read_bytes())
    site = "https://www.gov.uk"
    printing = robots.check(site + "/x/print")
    assert not printing.allowed and printing.rule == "Disallow: /*/print$"
    assert (
        printing.line is not None
        and path.read_text().splitlines()[printing.line - 1] == "Disallow: /*/print$"
    )
    for may in (
        "/api/search.json?q=x",
        "/api/content/government/publications/a",
        "/government/publications/a",
    ):
        assert robots.check(site + may).allowed, may
    assert robots.crawl_delay == 0.0
