"""Links that lead nowhere new, and good ones that look a little like them."""

from __future__ import annotations

import gzip
import os
import re
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

import pytest

from crawler.canonical import canonical
from crawler.traps import DEEPEST, LONGEST, trap_of

TODAY = date(2026, 11, 26)
AT = "https://www.anytown.test"


def why(path: str, parent: str | None = None) -> str | None:
    return trap_of(AT + path, AT + parent if parent else None, TODAY)


@pytest.mark.parametrize(
    "path, words",
    [
        ("/a/b/a/b/a/b/c", "a/b, 3 times in a row"), ("/news/news/news/", "news, 3 times in a row"), ("/x/a/y/a/z/a/w/a", "a, 4 times"),
        ("/1/1/1/1/1", "1, 5 times in a row"), ("/a/b/c/a/b/c/a/b/c", "a/b/c, 3 times in a row"), ("/a////////b", "slashes"),
        ("/" + "/".join(f"d{n}" for n in range(DEEPEST + 1)), f"more than {DEEPEST} parts"), ("/?q=" + "x" * LONGEST, "longer than 2,000"),
    ],
)  # fmt: skip
def test_paths_that_repeat_or_grow_are_traps(path: str, words: str) -> None:
    assert words in str(why(path))


def test_a_path_that_is_added_to_itself_is_a_trap_from_the_page_that_adds_it() -> None:
    assert why("/about/board/about/board", "/about/board") is not None
    assert why("/about/board/about/board", "/elsewhere") is None and why("/about/board/about/board") is None


@pytest.mark.parametrize(
    "path",
    [
        "/events/2043/05", "/events/2043", "/calendar/2043-05", "/whats-on/2030-01-15/", "/diary?month=5&year=2043", "/calendar?date=2043-05-01",
        "/calendar?date=01/05/2043", "/2043/05/", "/blog/2043/05/17", "/events/?tribe-bar-date=2043-05", "/x?year=2043&month=5",
        "/tabid/1/ctl/MeetingCalendarPublicNoJava/mid/2/Date/2043-05-01/Default.aspx", "/tabid/1/ctl/MeetingCalendarPublicNoJava/mid/2/Date/1901-05-01/Default.aspx",
        "/mgCalendarMonthView.aspx?M=5&DD=2043&CID=0&OT=&C=-1&MR=1", "/mgCalendarMonthView.aspx?M=5&DD=1899", "/ieListMeetings.aspx?Act=later&CId=4&D=204305010000",
        "/ieListMeetings.aspx?Act=earlier&CId=4&D=190105010000", "/events/1987/05", "/calendar?year=1901", "/list?view=calendar&date=20430501",
    ],
)  # fmt: skip
def test_calendars_far_from_today_are_traps(path: str) -> None:
    assert "a calendar" in str(why(path))


def test_calendars_near_today_are_followed_and_the_bound_moves_with_the_day() -> None:
    assert why("/events/2028/11") is None and why("/events/2028/12") is not None
    assert trap_of(AT + "/events/2028/12", None, date(2027, 1, 1)) is None
    assert why("/mgCalendarMonthView.aspx?GL=1") is None and why("/calendar?year=1995") is None
    assert why("/ieListMeetings.aspx?Act=earlier&CId=4&D=201901010000") is None


@pytest.mark.parametrize(
    "path, parent, words",
    [
        ("/list?sort=title", "/list", "another order"), ("/list?orderby=date&page=2", "/list?orderby=title&page=2", "another order"),
        ("/a/print", "/a", "printing"), ("/a?print=1", None, "printing"), ("/a?view=print", None, "printing"), ("/a?tmpl=component&print=1", None, "printing"),
        ("/a?share=facebook", None, "share"), ("/a?replytocom=4", None, "share"), ("/a?add-to-cart=4", None, "buy"),
        ("/login", None, "log in"), ("/user/Login.aspx?ReturnUrl=/a", None, "log in"), ("/log-out", None, "log"), ("/wp-login.php", None, "log in"),
        ("/sign-in/", None, "log in"), ("/a?action=login", None, "action=login"), ("/w/index.php?title=A&action=edit", None, "action=edit"),
        ("/event/fair/?ical=1", None, "calendar program"), ("/event/fair.ics", None, "calendar program"), ("/event/fair/ical/", None, "calendar program"),
        ("/cdn-cgi/l/email-protection", None, "Cloudflare"), ("/s?f%5B0%5D=a&f%5B1%5D=b", None, "filters: f"), ("/s?t[]=a&t[]=b", None, "filters: t"),
        ("/s?t=a&t=b&t=c", None, "filters: t"), ("/s?" + "&".join(f"p{n}=1" for n in range(9)), None, "more than 8 parameters"),
    ],
)  # fmt: skip
def test_other_forms_of_a_page_and_doors_are_traps(path: str, parent: str | None, words: str) -> None:
    assert words in str(why(path, parent))


@pytest.mark.parametrize(
    "path, parent",
    [
        ("/list?sort=title&page=2", "/list?page=1&sort=title"), ("/list?sort=date&page=2", "/list"), ("/list?sort=", "/list"),
        ("/services/print", None), ("/services/print", "/services/all"), ("/a?view=printers", None), ("/printing/guidance", None),
        ("/guidance/log-in-and-register-hmrc-online-services", None), ("/documents/s12/login.pdf", None), ("/sign-in-guidance", None),
        ("/documents/2040/05/Local-Plan.pdf", None), ("/local-plan-2040", None), ("/strategy/2043/05/annex", None), ("/ukpga/1990/11", None),
        ("/population?year=2043", None), ("/hansard?date=1987-05-01", None), ("/publications?year=1990", None), ("/2010/10/10/10-things", None),
        ("/2010/10/10/10/", None), ("/info/1/roads/1/roads", None), ("/news/2019/news/a.pdf", None), ("/a//b", None), ("/planning/2043/12", None),
        ("/Meetings/tabid/1/ctl/ViewMeetingPublic/mid/1/Meeting/5/Committee/1/Default.aspx", None), ("/article/2043/Housing", None),
        ("/ieSearchResults2.aspx?SS=a&SD=01/01/1980&ED=31/12/2100&DT=3&CI=4&ADV=1&CA=false&SB=true&PG=2", None),
        ("/mgDelegatedDecisions.aspx?bcr=1&DM=0&DS=2&K=0&DR=01%2f01%2f2026-14%2f01%2f2026&V=0", None), ("/s?t=a&t=b", None), ("/s?t[]=a", None),
        ("/cmis5/Document.ashx?" + "&".join(f"k{n}%3D%3D=v" for n in range(12)), None), ("/file/51422/download?token=W9&filetype=full-report", None),
        ("/documents/g10230/Agenda%20frontsheet%2026th-Feb-2026%2019.30.pdf?T=0", None), ("/events/annual-conference", None), ("/", None), ("", None),
    ],
)  # fmt: skip
def test_documents_and_lists_are_let_through(path: str, parent: str | None) -> None:
    assert why(path, parent) is None


def test_what_is_no_address_is_not_followed() -> None:
    assert trap_of("http://[bad") == "it cannot be read as an address"
    assert (
        trap_of(AT + "/a/print", "http://[bad") is None
        and trap_of(AT + "/a?sort=x", "http://[bad") is not None
    )


def written() -> set[str]:
    """Return every address of a document or page in the captured samples and the notes about them."""
    samples = Path(os.environ["GREYLIT_SAMPLES"])
    found = {line.split("\t")[1] for line in (samples / "INDEX.tsv").read_text().splitlines()[1:]}
    for name in ("sites.md", "councils.md"):
        found |= set(
            re.findall(r"https?://[^\s`\"'<>)|,\]]+", (samples.parent / "field-notes" / name).read_text())
        )
    for path in samples.rglob("*"):
        if path.suffix in (".html", ".xml", ".json"):
            found |= {urljoin("https://democracy.test/", each.decode("utf-8", "replace")) for each in re.findall(
                rb'href="([^"]+)"|<loc>\s*([^<\s]+)|"(https?://[^"\s]+)"', path.read_bytes()) for each in each if each}  # fmt: skip
    for path in Path(os.environ["GREYLIT_TEST_DATA"]).glob("html/*/*.html.gz"):
        for each in re.findall(rb'href="([^"]+)"', gzip.decompress(path.read_bytes())):
            found.add(urljoin("https://pages.test/", each.decode("utf-8", "replace")))
    return {each for each in found if each.startswith("http")}


@pytest.mark.samples
@pytest.mark.skipif(
    "GREYLIT_SAMPLES" not in os.environ or "GREYLIT_TEST_DATA" not in os.environ, reason="no samples"
)
def test_of_the_addresses_in_the_samples_only_doors_orders_and_filters_are_traps() -> None:
    seen, traps = 0, {}
    for url in written():
        try:
            spelled = canonical(url)
        except ValueError:
            continue
        seen += 1
        if reason := trap_of(spelled, None, TODAY):
            traps[spelled] = reason
    assert seen > 4000
    assert len(traps) < 40
    for url, reason in traps.items():
        assert reason.startswith(("a page to log in", "another order", "a choice of filters", "an e-mail")), (
            url,
            reason,
        )
        assert not re.search(r"\.(?:pdf|docx?|ashx)(?:$|\?)", url)
