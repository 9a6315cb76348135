"""What an answer is taken for, before any reader sees it."""

from __future__ import annotations

from crawler.judging import judge
from crawler.lead import Answer, Lead, Reading
from crawler.soft404 import fingerprint
from crawler.spec import Source
from tests.crawler.crawling import SITE, ScriptedReader

SOURCE = Source("s", "scripted", "S", SITE)
PAGE = (
    b"<html><head><title>A report on alliances</title></head><body><main>"
    + b"<p>Words.</p>" * 200
    + b"</main></body>"
)


def judged(path: str, status: int = 200, body: bytes = PAGE, known: object = None, **headers: str) -> Reading:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    reader = ScriptedReader({path: Reading("read", detail="the reader saw it")})
    return judge(
        reader, SOURCE, Lead(SITE + path, "page", "link"), Answer(SITE + path, status, fields, body), known  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_page_goes_to_its_reader() -> None:
    assert judged("/a").detail == "the reader saw it"


def test_a_refusal_never_reaches_a_reader() -> None:
    reading = judged("/a", 403, b"<title>Forbidden</title>")
    assert (reading.outcome, reading.trouble) == ("refused", "forbidden")


def test_a_redirect_to_the_same_address_with_a_mark_of_the_visit_is_followed() -> None:
    reading = judged("/a", 302, b"", location="/(S(lit3py55t21z5v55vlm25s55))/a")
    assert reading.outcome == "redirect"
    assert reading.leads[0].url == SITE + "/(S(lit3py55t21z5v55vlm25s55))/a"


def test_a_redirect_to_itself_is_a_circle_however_it_is_tracked() -> None:
    reading = judged("/a", 302, b"", location="/a?utm_source=x#top")
    assert (reading.outcome, reading.trouble) == ("unreadable", "redirect-loop")


def test_a_redirect_to_where_nonsense_is_sent_is_not_found() -> None:
    known = fingerprint(302, {"location": "/sorry-no-such-page"}, b"", SITE + "/qzxvk")
    assert known is not None
    reading = judged("/gone", 302, b"", known, location="/sorry-no-such-page")
    assert (reading.outcome, reading.trouble) == ("not-found", "soft-404")
    assert judged("/moved", 302, b"", known, location="/elsewhere").outcome == "redirect"


def test_a_reader_that_fails_after_a_refusal_leaves_the_refusal_and_is_told() -> None:
    class Failing(ScriptedReader):
        def instead(self, source: Source, lead: Lead) -> tuple[Lead, ...]:
            raise LookupError("no such archive")

    lead = Lead(SITE + "/a", "page", "link")
    reading = judge(Failing({}), SOURCE, lead, Answer(SITE + "/a", 403, {}, b"<title>Forbidden</title>"))
    assert (reading.outcome, reading.trouble, reading.leads) == ("refused", "forbidden", ())
    assert "LookupError: no such archive" in reading.detail
