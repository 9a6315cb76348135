"""Bodies that nobody would send: pages, sitemaps, robots.txt, XML of committee systems."""

from __future__ import annotations

import gzip
import json
import math
import time
from pathlib import Path

import pytest
from hypothesis import strategies as st

from crawler.judge.kind import kind_of_bytes
from crawler.judge.refresh import refresh_target
from crawler.judge.refusals import refusal_of
from crawler.judge.xml import local_name, unescaped_twice, xml_root
from crawler.judging import judge
from crawler.lead import Answer, Lead, Reading
from crawler.robots import Robots
from crawler.soft404 import Fingerprint, fingerprint, is_soft_404, says_not_found
from crawler.spec import Source
from crawler.trouble import EVIDENCE, MEANINGS
from spiders.site import SiteSpider, links
from tests.fuzz.cases import bodies, both, fuzz

PAGES = [
    path.read_bytes() for path in sorted((Path(__file__).parents[1] / "crawler" / "pages").glob("*.html"))
]
URL = "https://www.anytown.test/reports/alliance.pdf?x=1"
SOURCE = Source("s", "site", "S", "https://www.anytown.test/", {})

TAGS = [
    b"<title>", b"</title>", b"<h1>", b"<script>", b"</script>", b"<noscript>", b"<body>", b"<!--", b"-->", b"<![CDATA[", b"<svg><title>", b"<template>",
    b"<a href='http://[bad'>", b"<a href='javascript:x()'>", b"<a href='/events/2043/05'>", b"<base href='//'>", b"<base href='http://['>", b"<input type=password>",
    b"<meta http-equiv=refresh content='0;url=", b"'>", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"&#0;", b"&#x110000;", b"&amp;", b"<div>" * 200, b" " * 500, b"404",
    b"Page not found", b"Just a moment...", b"_cf_chl_opt", b"%PDF-1.4", b"enable cookies", b"\x1b[31m", b"\xe2\x80\xae", b"<?xml version='1.0'?>", b"<p>" + b"words " * 300,
]  # fmt: skip


@both
def test_pages(request: pytest.FixtureRequest, cases: int) -> None:
    known = fingerprint(200, {}, (PAGES[0] + b"<p>Page not found</p>"), "https://www.anytown.test/qz")
    other = Fingerprint(title="page not found", heading="", says=frozenset({1}), pieces=((1, 3),), words=3)

    def check(case: tuple[bytes, int, str]) -> None:
        body, status, url = case
        found = refusal_of(status, {"content-type": "text/html"}, body, url)
        assert found is None or (
            found.trouble in MEANINGS and len(found.evidence) <= EVIDENCE and found.evidence.isprintable()
        )
        target = refresh_target(body, url)
        assert target is None or target.startswith(("http://", "https://"))
        said = says_not_found(body)
        assert said is None or said.isprintable()
        own = fingerprint(200, {}, body, url)
        if own is not None:
            assert Fingerprint.from_row(json.loads(json.dumps(own.as_row()))) == own
        for each in (own, known, other):
            if each is not None:
                reason = is_soft_404(each, status, body, url)
                assert reason is None or reason.isprintable()
        for address, _ in links(body, url):
            assert address.startswith(("http://", "https://"))

    places = st.sampled_from(
        [URL, "http://www.anytown.test/", "http://www.anytown.test/Login.aspx", "https://h/(404)/%ff"]
    )
    fuzz(request, cases, check, st.tuples(bodies(PAGES, TAGS), st.sampled_from([200, 403, 503]), places))


@both
def test_the_whole_judging(request: pytest.FixtureRequest, cases: int) -> None:
    spider = SiteSpider()

    def check(case: tuple[bytes, int, str, str]) -> None:
        body, status, kind, location = case
        headers = {"content-type": "text/html", "location": location}
        reading = judge(spider, SOURCE, Lead(URL, kind, "link"), Answer(URL, status, headers, body))
        assert isinstance(reading, Reading)
        assert "the reader failed" not in (reading.detail or "")
        json.dumps([lead.as_row() for lead in reading.leads])

    statuses = st.sampled_from([200, 200, 200, 301, 302, 304, 401, 403, 404, 410, 429, 500])
    kinds = st.sampled_from(["page", "page", "file", "sitemap"])
    locations = st.sampled_from(
        ["", "/", "/a", "http://[", "//", URL, "javascript:x", "/login?next=1", "\x00", "/events/2043/05"]
    )
    fuzz(request, cases, check, st.tuples(bodies(PAGES + SITEMAPS, TAGS), statuses, kinds, locations))


SITEMAPS = [
    b"<?xml version='1.0' encoding='UTF-8'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://www.anytown.test/a?x=1&amp;y=2</loc>"
    b"<lastmod>2012-10-17</lastmod></url><url><loc> /b </loc></url></urlset>",
    b"<sitemapindex><sitemap><loc>https://www.anytown.test/s/1.xml.gz</loc></sitemap></sitemapindex>",
    gzip.compress(b"<urlset><url><loc>https://www.anytown.test/c</loc></url></urlset>", mtime=0),
    b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><urlset><url><loc>&b;</loc></url></urlset>",
]
XML = [
    b"<!DOCTYPE x [", b"]>", b"<!ENTITY a 'b'>", b"<!ENTITY % p SYSTEM 'file:///etc/hostname'>", b"&a;", b"%p;", b"&nbsp;", b"&", b"&#x1f;", b"&#xd800;", b"&#99999999;", b"<![CDATA[",
    b"]]>", b"<!--", b"-->", b"<?php", b"?>", b"<loc>", b"</loc>", b"<url>" * 80, b"</url>", b"\x00", b"\xff", b"\xed\xa0\x80", b"xmlns:x='y'", b"<x:y/>", b"encoding='utf-7'",
    b"\xfe\xff", b"\x1f\x8b\x08", b"http://[", b"<html>", b"<script>", b"\xc0\xaf",
]  # fmt: skip


@both
def test_sitemaps(request: pytest.FixtureRequest, cases: int) -> None:
    spider = SiteSpider()

    def check(body: bytes) -> None:
        lead = Lead("https://www.anytown.test/sitemap.xml", "sitemap", "start")
        reading = spider.read(SOURCE, lead, Answer(lead.url, 200, {}, body))
        assert reading.outcome in ("read", "unreadable")
        for each in reading.leads:
            assert each.url.startswith(("http://", "https://"))

    fuzz(request, cases, check, bodies(SITEMAPS, XML))


MODERNGOV = [
    b"<?xml version='1.0' encoding='utf-8'?><committees><committeescount> 2</committeescount><committee><committeeid>142</committeeid>"
    b"<committeetitle>Adults &amp;amp; Health</committeetitle><committeedeleted>False</committeedeleted></committee></committees>",
    b"<meeting><meetingid>10221</meetingid><meetingdate>26/02/2026</meetingdate><agendaitems><agendaitem><agendaitemtitle>Alliance&amp;#32;report</agendaitemtitle>"
    b"<minutesnonemptyhtmlbody>&lt;p class=&quot;MsoNormal&quot;&gt;AGREED&lt;/p&gt;</minutesnonemptyhtmlbody><linkeddocuments><linkeddoc><title>Report</title>"
    b"<url>http://democracy.test/mgConvert2PDF.aspx?ID=1</url></linkeddoc></linkeddocuments></agendaitem></agendaitems></meeting>",
    b'<!-- beginning of HttpRedirect.htm file --><script type="text/javascript">window.location = "https://" + window.location.hostname;</script>',
    "<?xml version='1.0' encoding='utf-16'?><a>\u00e9</a>".encode("utf-16"),
]


@both
def test_xml_of_moderngov(request: pytest.FixtureRequest, cases: int) -> None:
    def check(body: bytes) -> None:
        root = xml_root(body)
        kind_of_bytes(body)
        refresh_target(body, "http://democracy.test/mgWebService.asmx/GetMeeting")
        if root is not None:
            assert local_name(root).lower() not in ("html", "script")
            for element in root.iter():
                assert isinstance(unescaped_twice(element.text), str)

    fuzz(request, cases, check, bodies(MODERNGOV, XML))


ROBOTS = [
    b"User-agent: *\nDisallow: /private/\nAllow: /private/open\nCrawl-delay: 2\nSitemap: https://h/sitemap.xml\n",
    b"\xef\xbb\xbfUser-agent: greylit # us\r\nUser-agent: other\rDisallow: /*/print$\nDisallow: /search/all*\nCrawl-delay: 10 # ten\n",
    b"<!DOCTYPE html><html><title>Welcome</title></html>",
    b"User-agent: *\nDisallow:\n\nUser-agent: greylit\nDisallow: /",
]
RULES = [
    b"User-agent:", b"Disallow: ", b"Allow: ", b"Crawl-delay: ", b"*", b"$", b"%", b"%zz", b"%2F", b"\n", b"\r", b"\x00", b"\xff", b":", b"#", b"1e999", b"nan", b"-5",
    b"\xe2\x80\xa8", b"*" * 300, b"/a" * 300, b"User-agent: greylit\nDisallow: /", b"Request-rate: 1/5", b"Visit-time: 0600-0845", b"\xd9\xa3",
]  # fmt: skip


@both
def test_robots(request: pytest.FixtureRequest, cases: int) -> None:
    def check(case: tuple[bytes, int, str]) -> None:
        body, status, kind = case
        robots = Robots.from_answer(status, kind, body, "greylit")
        delay = robots.crawl_delay
        assert delay >= 0 and math.isfinite(delay)
        for url in (
            "https://h/",
            "https://h/private/open",
            "https://h/a/print",
            "https://h/%2f/%zz?x=%",
            "https://h/\u00e9\U0001f600",
        ):
            verdict = robots.check(url)
            assert verdict.allowed or verdict.rule
            if robots.state == "closed":
                assert not verdict.allowed

    kinds = st.sampled_from(["text/plain", "text/html", ""])
    fuzz(
        request,
        cases,
        check,
        st.tuples(bodies(ROBOTS, RULES), st.sampled_from([200, 200, 200, 404, 429, 500]), kinds),
    )


#: Pages and files of 64 kB that are made to take long, each once a fault of a first version or of a library.
SLOW: dict[str, bytes] = {
    "titles that never close": b"<title>" * 9_000,
    "title tags that never end": b"<title " * 9_000,
    "headings that never close": b"<h1>" * 16_000,
    "a refresh of digits": b'<meta http-equiv=refresh content="' + b"0" * 60_000 + b'">',
    "a refresh of points": b'<meta http-equiv=refresh content="' + b"0." * 30_000 + b'">',
    "refreshes": b"<meta http-equiv=refresh content='1;url=x y'>" * 1_400,
    "one within another": b"<div>" * 13_000,
    "angles": b"<" * 65_000,
    "comments": b"<!--" * 16_000,
    "ampersands": b"<a>" + b"&" * 60_000 + b"</a>",
    "references": b"<a>" + b"&#x" * 20_000 + b"</a>",
    "numbers": b"<p>" + b"a1" * 30_000,
    "one word": b"<p>" + b"a" * 60_000,
    "words of a not-found page": b"<title>" + b"the this that page you " * 80 + b"</title>",
    "words of a page to log in": b"<title>" + b"please member " * 140 + b"</title>x<input type=password>",
    "words of a firewall": b"you don't have permission to access " * 40 + b" on this server",
    "inputs": b"<form><input type=password>" * 2_000,
    "links": b"<a href=x>" * 6_000 + b"password",
    "an address of folders": b'<a href="/' + b"a/" * 30_000 + b'">x</a>',
    "an address of marks": b'<a href="/' + b"(S(;sid=a" * 6_000 + b'">x</a>',
    "an address of percent signs": b'<a href="/?' + b"%2525&amp;amp;" * 4_000 + b'">x</a>',
}


@pytest.mark.parametrize("name", SLOW)
def test_no_page_is_judged_for_long(name: str) -> None:
    body, url = SLOW[name], "http://www.anytown.test/a"
    known = Fingerprint(says=frozenset({1}), pieces=((1, 3),), words=60_000)
    began = time.process_time()
    refusal_of(200, {"content-type": "text/html"}, body, url)
    refresh_target(body, url)
    says_not_found(body)
    fingerprint(200, {}, body, url)
    is_soft_404(known, 200, body, url)
    xml_root(body)
    links(body, url)
    # The faults took ten seconds and more; a machine under load is given its time.
    assert time.process_time() - began < 4
