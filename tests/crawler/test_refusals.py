"""Answers that are no answers, and pages that only speak of them."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.judge.refusals import refusal_of
from crawler.trouble import EVIDENCE, MEANINGS, Refusal

PAGES = Path(__file__).parent / "pages"
URL = "https://www.anytown.test/reports/alliance"
HTML = {"content-type": "text/html; charset=utf-8"}


def pages(*beginnings: str) -> list[str]:
    return sorted(path.stem for path in PAGES.glob("*.html") if path.stem.startswith(beginnings))


def judged(name: str, status: int = 200, **headers: str) -> Refusal | None:
    return refusal_of(status, {**HTML, **headers}, (PAGES / f"{name}.html").read_bytes(), URL)


def trouble(status: int, body: bytes = b"", url: str = URL, **headers: str) -> str | None:
    refusal = refusal_of(
        status, {name.replace("_", "-"): value for name, value in headers.items()}, body, url
    )
    return refusal.trouble if refusal else None


@pytest.mark.parametrize("status", [200, 403, 503])
@pytest.mark.parametrize("name", pages("challenge-"))
def test_a_page_of_a_firewall_is_a_challenge_whatever_its_status(name: str, status: int) -> None:
    refusal = judged(name, status)
    assert refusal is not None and refusal.trouble == "challenge"
    assert refusal.evidence and len(refusal.evidence) <= EVIDENCE and refusal.evidence.isprintable()


@pytest.mark.parametrize("name", pages("login-", "cookie-wall", "javascript-only-", "forbidden-"))
def test_walls_answered_with_200_are_told_apart(name: str) -> None:
    refusal = judged(name)
    assert refusal is not None and name.startswith(refusal.trouble) and refusal.evidence


@pytest.mark.parametrize("name", pages("page-", "not-found-"))
def test_a_page_with_text_of_its_own_is_no_refusal(name: str) -> None:
    assert judged(name) is None


@pytest.mark.parametrize(
    "status, word",
    [
        (401, "login"),
        (403, "forbidden"),
        (405, "method"),
        (429, "rate-limited"),
        (451, "legal"),
        (511, "login"),
    ],
)
def test_a_status_that_refuses_says_so_by_itself(status: int, word: str) -> None:
    assert trouble(status) == word
    assert trouble(status, b"<html><title>No</title><p>Not here.</p>") == word
    assert word in MEANINGS


@pytest.mark.parametrize(
    "status", [200, 202, 204, 206, 301, 302, 304, 400, 404, 406, 410, 500, 502, 503, 520]
)
def test_other_statuses_refuse_nothing_by_themselves(status: int) -> None:
    assert trouble(status) is None
    assert trouble(status, b"<html><title>Report</title><h1>Report</h1><p>The board met in May.</p>") is None


def test_the_evidence_quotes_the_answer() -> None:
    def evidence(status: int, body: bytes = b"", **headers: str) -> str:
        refusal = refusal_of(
            status, {name.replace("_", "-"): value for name, value in headers.items()}, body, URL
        )
        assert refusal is not None
        return refusal.evidence

    assert evidence(401, www_authenticate='Basic realm="Staff"') == '401: Basic realm="Staff"'
    assert evidence(403, b"<title>403 Forbidden</title>") == "403: 403 Forbidden"
    assert evidence(405, allow="POST") == "405: Allow: POST"
    assert evidence(429, retry_after="120") == "429: Retry-After: 120"
    assert evidence(403, b"<title>\x1b[31mred\xe2\x80\xae</title>") == "403: [31mred"
    assert len(evidence(403, b"<title>" + b"x" * 5000 + b"</title>")) == EVIDENCE


@pytest.mark.parametrize(
    "status, headers",
    [
        (403, {"cf_mitigated": "challenge"}), (202, {"x_amzn_waf_action": "challenge"}), (405, {"x_amzn_waf_action": "captcha"}),
        (429, {"x_vercel_mitigated": "challenge"}), (403, {"x_sucuri_block": "Access Denied"}),
    ],
)  # fmt: skip
def test_headers_that_say_it_are_enough(status: int, headers: dict[str, str]) -> None:
    assert trouble(status, b"", **headers) == "challenge"


def test_a_403_that_asks_to_slow_down_is_a_limit_of_rate() -> None:
    said = b"You have made too many requests; no further requests will be answered until after 5 minutes."
    assert trouble(403, said) == "rate-limited"
    assert trouble(403, b"12 request limit in 2 minute exceeded") == "rate-limited"
    assert trouble(429, b"<title>Access denied</title><p>You are being rate limited.</p>") == "rate-limited"
    blocked = b"<title>Attention Required! | Cloudflare</title><h1>Sorry, you have been blocked</h1>"
    assert (
        trouble(429, blocked) == "challenge"
        and trouble(429, blocked + b"<p>You are being rate limited.</p>") == "rate-limited"
    )


def test_being_sent_to_log_in_is_a_refusal_and_being_sent_elsewhere_is_none() -> None:
    def sent(target: str, url: str = URL) -> str | None:
        return trouble(302, b"", url, location=target)

    assert sent("/login?ReturnUrl=%2freports%2falliance") == "login"
    assert sent("https://login.microsoftonline.com/common/oauth2/authorize?client_id=1") == "login"
    assert sent("https://sso.anytown.test/adfs/ls/?wa=wsignin1.0") == "login"
    assert sent("https://validate.perfdrive.com/0?ssc=https%3A%2F%2Fwww.anytown.test") == "challenge"
    assert sent("/reports/alliance/") is None and sent("https://new.anytown.test/reports") is None
    assert sent("/login") is None  # nothing says that it leads back
    assert sent("/user/login?destination=x", "https://www.anytown.test/login") is None
    assert sent("http://[bad") is None and trouble(302) is None


def test_a_form_reached_as_a_page_to_log_in_may_stand_in_furniture() -> None:
    links = b"".join(b"<li><a href='/%d'>Service %d of the council</a></li>" % (n, n) for n in range(60))
    body = (
        b"<title>Anytown Council</title><nav>"
        + links
        + b"</nav><main><h1>My account</h1><form><input name=u>"
        b"<input type=password name=p></form></main><footer>" + b"Opening hours. " * 200 + b"</footer>"
    )
    assert (
        trouble(
            200,
            body,
            "https://www.anytown.test/Account/Login.aspx?ReturnUrl=/x",
            **{"content-type": "text/html"},
        )
        == "login"
    )


@pytest.mark.parametrize(
    "body, kind",
    [
        (b'{"title": "Just a moment...", "error": "Attention Required!"}', "application/json"),
        (b"%PDF-1.7\n<title>Just a moment...</title>", "text/html"),
        (b'<?xml version="1.0"?><report><title>Just a moment...</title></report>', "text/xml"),
        (b"Pardon Our Interruption was a play at the town hall. " * 60, "text/plain"),
        (b"", "text/html"),
    ],
)
def test_only_pages_are_judged_as_pages(body: bytes, kind: str) -> None:
    assert trouble(200, body, content_type=kind) is None


def test_a_short_page_that_names_the_marks_of_firewalls_in_its_text_is_a_page() -> None:
    body = b"<title>Log of the web team</title><p>The scripts of captcha-delivery.com and the variable gokuProps were seen in May.</p>"
    assert trouble(200, body, **{"content-type": "text/html"}) is None


def test_a_firewall_that_sends_plain_words_is_known_by_them() -> None:
    assert (
        trouble(200, b"Request unsuccessful. Incapsula incident ID: 0-0", content_type="text/html")
        == "challenge"
    )


def test_what_lies_beyond_the_beginning_of_a_page_is_not_taken_for_nothing() -> None:
    body = b"<title>Report</title><body><script>" + b"x=1;" * 30_000 + b"</script><p>The report.</p>"
    assert trouble(200, body, **{"content-type": "text/html"}) is None


def test_a_page_that_leads_on_is_not_one_for_scripts_only() -> None:
    body = b"<script>location.href='https://'+location.host+location.pathname</script>"
    assert trouble(200, body, "http://www.anytown.test/a") is None
    assert trouble(200, body, "https://www.anytown.test/a") == "javascript-only"


def real_pages() -> Iterator[tuple[str, bytes]]:
    for path in sorted(Path(os.environ["GREYLIT_TEST_DATA"]).glob("html/*/*.html.gz")):
        yield str(path), gzip.decompress(path.read_bytes())
    for path in sorted(Path(os.environ["GREYLIT_SAMPLES"]).glob("*/html/*.html")):
        yield str(path), path.read_bytes()


@pytest.mark.samples
@pytest.mark.skipif(
    "GREYLIT_SAMPLES" not in os.environ or "GREYLIT_TEST_DATA" not in os.environ, reason="no samples"
)
def test_no_real_page_is_taken_for_a_refusal() -> None:
    seen = list(real_pages())
    assert len(seen) > 100
    assert [(path, refusal) for path, body in seen if (refusal := refusal_of(200, HTML, body, URL))] == []
