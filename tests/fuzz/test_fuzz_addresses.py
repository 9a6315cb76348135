"""Addresses and headers that nobody would write: one spelling or a ValueError, and never anything else."""

from __future__ import annotations

import gzip
import json
import math
from datetime import date

import pytest
from hypothesis import strategies as st

from crawler.canonical import as_written, canonical
from crawler.guard import host_of, refusal
from crawler.judge.kind import kind_of_bytes
from crawler.judge.refusals import refusal_of
from crawler.pace import retry_after
from crawler.robots import robots_url
from crawler.soft404 import Fingerprint, fingerprint, nonsense_url
from crawler.traps import trap_of
from crawler.trouble import MEANINGS, Refusal
from store.archive import decode_body
from tests.fuzz.cases import both, fuzz

PIECES = [
    "http:", "https:", "//", "/", "www.anytown.test", "[::1]", "[::ffff:10.0.0.1]", "0x7f.1", "2130706433", "%31%32%37.1", ".", "..", ":80", ":99999",
    ":", "@", "user:pass", "?", "&", "=", "#", "%", "%00", "%zz", "%2e%2e", "\\", "\t", "\n", "\x00", "\u202e", "\u2024", "\uff0e", "\u0660", "\ud800",
    "ieListDocuments.aspx", "MId=1", "mid=2", "Ver=4", "bcr=1", ";jsessionid=A1", "(S(lit3py55t21z5v55vlm25s55))", "sid=3f9a3f9a", "utm_source=x", "&amp;",
    "events", "calendar", "2043", "05", "date=2043-05-01", "sort=title", "page=2", "print", "login", "a/b/", "f[0]=x", "f[1]=y", "a" * 300, "javascript:", "data:",
]  # fmt: skip
addresses = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=14).map("".join)


class Clock:
    def monotonic(self) -> float:
        return 5.0

    def epoch(self) -> float:
        return 1.7e9


def spelled(url: str, base: str | None = None) -> str | None:
    try:
        return canonical(url, base)
    except ValueError:
        return None


@both
def test_addresses(request: pytest.FixtureRequest, cases: int) -> None:
    def check(case: tuple[str, str, str]) -> None:
        raw, base, start = case
        url = start + raw
        for each in (
            spelled(url),
            spelled(raw, "https://www.anytown.test/a/b?c"),
            spelled(raw, start + base),
        ):
            if each is None:
                continue
            if each.startswith(("http:", "https:")):
                assert spelled(each) == each
            host_of(each)
            reason = refusal(each)
            assert reason is None or reason
            trap = trap_of(each, spelled(base), date(2026, 11, 26))
            assert trap is None or trap
            robots_url(each)
            made = nonsense_url(each, raw)
            assert made == nonsense_url(each, raw)
        for each in (raw, url):
            refusal(each)
            trap_of(each, base)
            try:
                as_written(each, base)
                host_of(each)
            except ValueError:
                pass

    fuzz(
        request,
        cases,
        check,
        st.tuples(addresses, addresses, st.sampled_from(["", "http://h", "https://h/", "https://"])),
    )


NAMES = [
    "content-type",
    "location",
    "retry-after",
    "www-authenticate",
    "allow",
    "content-encoding",
    "cf-mitigated",
    "x-amzn-waf-action",
    "server",
    "link",
]
VALUES = [
    "text/html", "text/html; charset=\x00", "application/pdf", ";", "", "gzip, br", "120", "-1", "1e400", "9" * 400, "\u0661\u0662", "nan", "inf",
    "Wed, 21 Oct 2043 07:28:00 GMT", "Wed, 99 Oct 9999 99:99:99 GMT", "Fri, 31 Dec 0000 23:59:59 -9999", "/login?next=/", "http://[", "//", "\r\nX: y",
    "\x1b[2J", "challenge", "captcha", 'Basic realm="\xff"', "https://login.microsoftonline.com/", "x" * 9000,
]  # fmt: skip
headers = st.dictionaries(
    st.sampled_from(NAMES) | st.text(max_size=8),
    st.sampled_from(VALUES) | addresses | st.text(max_size=20),
    max_size=6,
)


@both
def test_headers(request: pytest.FixtureRequest, cases: int) -> None:
    def check(case: tuple[int, dict[str, str], bytes, str]) -> None:
        status, given, body, url = case
        found = refusal_of(status, given, body, url)
        assert found is None or (
            isinstance(found, Refusal) and found.trouble in MEANINGS and found.evidence.isprintable()
        )
        for value in given.values():
            wait = retry_after(value, Clock())
            assert wait is None or (wait >= 0 and math.isfinite(wait))
            kind_of_bytes(body, value, url)
        decode_body(body, given.get("content-encoding", ""), 10_000)
        print_ = fingerprint(status, given, body, url)
        assert print_ is None or Fingerprint.from_row(json.loads(json.dumps(print_.as_row()))) == print_

    statuses = st.sampled_from([200, 202, 301, 302, 304, 401, 403, 405, 429, 451, 503, 0, 999]) | st.integers(
        -5, 1200
    )
    some = st.sampled_from(
        [b"", b"<html><title>Not found</title>gone", b"%PDF-1.4", b"{}", gzip.compress(b"<p>x</p>")]
    ) | st.binary(max_size=80)
    fuzz(request, cases, check, st.tuples(statuses, headers, some, addresses))
