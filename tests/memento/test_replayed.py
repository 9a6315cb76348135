"""What an address in a web archive stands for, in the spellings that reference lists have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.judge.replayed import original_of, replayed

OF = "http://www.dh.gov.uk/en/a.pdf"
TNA, IA = "webarchive.nationalarchives.gov.uk", "web.archive.org"


@pytest.mark.parametrize(
    ("url", "original", "at"),
    [
        (f"https://{IA}/web/20140210093000/{OF}", OF, "20140210093000"),
        (f"http://{IA}/web/20140210093000id_/{OF}", OF, "20140210093000"),
        (f"https://{IA}/web/20140210093000if_/{OF}", OF, "20140210093000"),
        (f"https://{IA}/web/2014/{OF}", OF, "2014"),
        (f"https://{IA}/web/2014id_/{OF}", OF, "2014"),
        (f"https://{IA}/web/*/{OF}", OF, None),
        (f"https://{IA}/20140210093000/{OF}", OF, "20140210093000"),
        (f"https://{IA}/web/20140210093000/www.dh.gov.uk/en/a.pdf", OF, "20140210093000"),
        (f"https://{IA}/web/20140210093000/http://www.dh.gov.uk:80/en/a.pdf", OF, "20140210093000"),
        (f"https://{IA}:443/web/20140210093000/http%3A%2F%2Fwww.dh.gov.uk%2Fen%2Fa.pdf", OF, "20140210093000"),
        (f"https://{IA}/web/20140210093000/https:/www.dh.gov.uk/en/a.pdf", OF.replace("http:", "https:"), "20140210093000"),
        (f"https://www.archive.org/web/20140210093000/{OF}", OF, "20140210093000"),
        (f"https://{TNA}/ukgwa/20130107105354/http:/www.dh.gov.uk/en/a.pdf", OF, "20130107105354"),
        (f"https://{TNA}/ukgwa/20130107105354mp_/{OF}", OF, "20130107105354"),
        (f"https://{TNA}/ukgwa/nobanner/20130107105354/{OF}", OF, "20130107105354"),
        (f"http://{TNA}/20130107105354/http://www.dh.gov.uk/en/a.pdf", OF, "20130107105354"),
        (f"http://{TNA}/20130107105354/http:/www.dh.gov.uk/en/a.pdf", OF, "20130107105354"),
        (f"http://{TNA}/+/{OF}", OF, None),
        (f"http://{TNA}/+/www.dh.gov.uk/en/a.pdf", OF, None),
        (f"https://{TNA}/ukgwa/*/{OF}", OF, None),
        (f"https://www.webarchive.org.uk/wayback/archive/20130611101500/{OF}", OF, "20130611101500"),
        (f"https://www.webarchive.org.uk/wayback/en/archive/20130611101500mp_/{OF}", OF, "20130611101500"),
        (f"http://webarchive.parliament.uk/20130611101500/{OF}", OF, "20130611101500"),
        (f"https://wayback.archive-it.org/123/20130611101500/{OF}", OF, "20130611101500"),
        (f" HTTPS://{IA.upper()}/web/20140210093000/HTTP://WWW.DH.GOV.UK/en/a.pdf\n", OF, "20140210093000"),
        (f"https://{IA}/web/20140210093000/http://a.uk/?x=1&y=http://b.uk/#z", "http://a.uk/?x=1&y=http://b.uk/#z", "20140210093000"),
        (f"https://{IA}/web/20140210093000/http://a.uk", "http://a.uk/", "20140210093000"),
    ],
)  # fmt: skip
def test_an_archived_address_gives_the_original_and_the_moment(
    url: str, original: str, at: str | None
) -> None:
    assert original_of(url) == (original, at)


@pytest.mark.parametrize(
    "url",
    [
        OF, "", "https://web.archive.org/", "https://web.archive.org/web/", f"https://{IA}/save/{OF}",
        f"https://example.org/web/20140210093000/{OF}", f"https://evil-{IA}/web/20140210093000/{OF}",
        f"https://{IA}.evil.test/web/20140210093000/{OF}", f"https://{TNA}/ukgwa/search/?q=2014",
        f"https://{TNA}/ukgwa/20130107105354/search", f"https://{IA}/web/20140210093000/",
        f"ftp://{IA}/web/20140210093000/{OF}", f"https://{IA}/web/20140210093000/mailto:a@b.uk",
        f"https://{IA}/web/2014021009300000000/{OF}", f"https://{TNA}/help/20130107105354/{OF}",
    ],
)  # fmt: skip
def test_other_addresses_stand_for_nothing(url: str) -> None:
    assert original_of(url) == (None, None)


def test_the_moment_of_a_copy_is_read_in_any_archive_and_in_no_file_name() -> None:
    assert replayed(f"http://ia.webarchive.test/web/20140210093000id_/{OF}") == (OF, "20140210093000")
    assert replayed("https://a.example/files/20140210093000/report.pdf/x") == (
        "http://report.pdf/x",
        "20140210093000",
    )
    assert replayed("https://a.example/files/20140210093000-report.pdf") == (None, None)
    assert replayed(f"https://a.example/web/2014/{OF}") == (None, None)


@given(url=st.text(max_size=60), rest=st.text(max_size=30))
def test_no_text_makes_it_fail(url: str, rest: str) -> None:
    original_of(url), replayed(url)
    for known in (f"https://{IA}/web/20140210093000/{rest}", f"https://{TNA}/+/http:{rest}"):
        original, _ = original_of(known)
        assert original is None or original.startswith(("http://", "https://"))
