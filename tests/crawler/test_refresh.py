"""Pages that only lead on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crawler.judge.refresh import refresh_target

URL = "http://www.anytown.test/old/page.html"


def meta(content: str, more: str = "") -> bytes:
    return f'<html><head><meta http-equiv="Refresh" content="{content}">{more}</head><body>Moved.</body></html>'.encode()


@pytest.mark.parametrize(
    "content, target",
    [
        ("0;url=/new", "http://www.anytown.test/new"), ("0; URL='next.html'", "http://www.anytown.test/old/next.html"),
        ("5,URL=https://new.anytown.test/a#b", "https://new.anytown.test/a"), ("0;/new", "http://www.anytown.test/new"),
        ("0 url = ../x", "http://www.anytown.test/x"), ("2.5; url=/a?utm_source=z", "http://www.anytown.test/a"),
        ("30;url=/new", "http://www.anytown.test/new"), ("0;url=&quot;/q&quot; junk", "http://www.anytown.test/q"),
    ],
)  # fmt: skip
def test_the_address_of_a_refresh_is_found(content: str, target: str) -> None:
    assert refresh_target(meta(content), URL) == target


@pytest.mark.parametrize(
    "content",
    ["0", "60;url=/new", "0;url=page.html", "0;url=", "x;url=/new", "0;url=javascript:go()", "0;url=http://[bad",
     "", ";url=/new", "0;url=page.html#top", "1e9;url=/n"],
)  # fmt: skip
def test_pages_that_reload_themselves_or_wait_are_pages(content: str) -> None:
    assert refresh_target(meta(content), URL) is None


def test_a_page_with_text_of_its_own_is_a_page() -> None:
    text = "<p>" + "The council moved its papers to a new site in May. " * 15
    assert refresh_target(meta("10;url=/new") + text.encode(), URL) is None


def test_the_base_of_the_page_is_heeded() -> None:
    assert (
        refresh_target(meta("0;url=a", '<base href="/deep/er/">'), URL) == "http://www.anytown.test/deep/er/a"
    )


TO_HTTPS = b"""<script>
function go() { var at = window.location.hostname + window.location.pathname; window.location = "https://" + at; }
go();
</script>"""


def test_a_page_that_only_sends_to_https_leads_to_the_same_address_there() -> None:
    url = "http://democracy.anytown.test/mgWebService.asmx/GetMeetings?lCommitteeId=1"
    assert refresh_target(TO_HTTPS, url) == url.replace("http:", "https:")


@pytest.mark.parametrize(
    "body, url",
    [
        (TO_HTTPS, "https://www.anytown.test/a"),
        (TO_HTTPS + b"<p>Welcome to the council.</p>", URL),
        (TO_HTTPS + b"<form><input></form>", URL),
        (b'<script>window.location = "https://other.test/"</script>', URL),
        (b"<script>if (window.location == 'https:') x()</script>", URL),
        (TO_HTTPS, "http://www.anytown.test:8080/a"),
        (TO_HTTPS, "http://[bad"),
        (b"", URL),
        (b"{}", URL),
    ],
)
def test_other_scripts_lead_nowhere(body: bytes, url: str) -> None:
    assert refresh_target(body, url) is None


@pytest.mark.samples
@pytest.mark.skipif("GREYLIT_SAMPLES" not in os.environ, reason="no samples")
def test_the_page_that_moderngov_sent_in_place_of_xml_leads_to_https() -> None:
    body = next(Path(os.environ["GREYLIT_SAMPLES"]).glob("moderngov/xml/denbighshire*")).read_bytes()
    url = "http://moderngov.test/mgWebService.asmx/GetCouncillorsByWard"
    assert refresh_target(body, url) == "https://moderngov.test/mgWebService.asmx/GetCouncillorsByWard"
