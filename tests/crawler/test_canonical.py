"""One spelling for each address."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.canonical import _PLAIN, SESSIONS, TRACKING, as_written, canonical


@pytest.mark.parametrize(
    "url, spelled",
    [
        ("HTTP://WWW.Gov.UK/A/b", "http://www.gov.uk/A/b"), ("http://h:80/a", "http://h/a"), ("https://h:443/a", "https://h/a"),
        ("https://h:80/a", "https://h:80/a"), ("http://h:8080/a", "http://h:8080/a"), ("http://h", "http://h/"),
        ("http://h/a#part", "http://h/a"), ("http://h/a?", "http://h/a"), ("http://h:/a", "http://h/a"), ("  http://h/a\n", "http://h/a"),
        ("http://h/a b", "http://h/a%20b"), ("http://h/caf\u00e9", "http://h/caf%C3%A9"), ("http://h/%7ea", "http://h/~a"),
        ("http://h/a%2Fb", "http://h/a%2Fb"), ("http://h/?b=2&a=1", "http://h/?a=1&b=2"), ("http://h/?a=2&a=1", "http://h/?a=1&a=2"),
        ("http://www.gov.uk./a", "http://www.gov.uk/a"), ("http://h.:8080/a", "http://h:8080/a"), ("http://h/a/../b/./c", "http://h/b/c"),
        ("http://h\\a\\b.pdf?x=\\", "http://h/a/b.pdf?x=%5C"), ("http://h/?a=1&amp;amp;b=2", "http://h/?a=1&b=2"), ("http://h/a #x", "http://h/a"),
        ("http://h/?q=bridge+works", "http://h/?q=bridge+works"), ("http://[::1]:80/", "http://[::1]/"),
    ],
)  # fmt: skip
def test_spellings_of_one_address_become_one(url: str, spelled: str) -> None:
    assert canonical(url) == spelled


@pytest.mark.parametrize(
    "name", [*TRACKING, *SESSIONS, "ASPSESSIONIDQQ", "PHPSESSID", "UTM_Source", "jsessionid"]
)
def test_parameters_that_track_people_are_dropped_and_no_others(name: str) -> None:
    assert canonical(f"http://h/a?{name}=x") == "http://h/a"
    assert canonical(f"http://h/a?id=7&{name}=x&{name}=y&z=1") == "http://h/a?id=7&z=1"
    assert canonical(f"http://h/a?x{name}=1") == f"http://h/a?x{name}=1"


@pytest.mark.parametrize(
    "url, spelled",
    [
        ("http://h/a;jsessionid=0A1B2C3D.node1?x=1", "http://h/a?x=1"), ("http://h/a;JSESSIONID=0A", "http://h/a"),
        ("http://h/(S(lit3py55t21z5v55vlm25s55))/a.aspx", "http://h/a.aspx"), ("http://h/x/(A(abcdefghij)S(lit3py55t21z5v55vlm25s55))/a", "http://h/x/a"),
        ("http://h/%28S%28lit3py55t21z5v55vlm25s55%29%29/a", "http://h/a"), ("http://h/(Draft)/a", "http://h/(Draft)/a"),
        ("http://h/a?sid=8f3a91c2d4e5", "http://h/a"), ("http://h/a?sid=412", "http://h/a?sid=412"), ("http://h/a?sid=minutes", "http://h/a?sid=minutes"),
        ("http://h/a?CFID=123&CFTOKEN=456&id=7", "http://h/a?id=7"), ("http://h/a?uid=12345678901234567890", "http://h/a?uid=12345678901234567890"),
        ("http://h/Plan;final.pdf", "http://h/Plan;final.pdf"),
    ],
)  # fmt: skip
def test_marks_of_a_visit_are_dropped_and_what_names_a_document_is_kept(url: str, spelled: str) -> None:
    assert canonical(url) == spelled


@pytest.mark.parametrize(
    "written",
    [
        "ieListDocuments.aspx?CId=711&MId=10221&Ver=4", "ieListDocuments.aspx?CId=711&MID=10221", "ieListDocuments.aspx?CId=711&MeetingId=10221",
        "IELISTDOCUMENTS.ASPX?cid=711&mid=10221&EVT=101&DT=A", "ieListDocuments.aspx?MId=10221&CommitteeId=711&J=4&bcr=1&info=1#AI5",
        "ieListDocuments.aspx?CId=711&MId=10221&MId=10221&Opt=3&PlanId=5", "%69eListDocuments.aspx?%43Id=711&MId=10221&Ver=4",
    ],
)  # fmt: skip
def test_one_meeting_of_moderngov_has_one_address(written: str) -> None:
    base = "https://democracy.test/moderngov/mgListCommittees.aspx?bcr=1"
    assert (
        canonical(written, base) == "https://democracy.test/moderngov/ieListDocuments.aspx?CId=711&MId=10221"
    )


@pytest.mark.parametrize(
    "written, spelled",
    [
        ("mgListCommittees.aspx?bcr=1", "mgListCommittees.aspx"), ("ieSearchResults2.aspx?SS=a&DT=3&PG=2&bcr=1", "ieSearchResults2.aspx?DT=3&PG=2&SS=a"),
        ("mgListPlanItems.aspx?PlanId=12&RP=117&bcr=1", "mgListPlanItems.aspx?PlanId=12&RP=117"), ("mgConvert2PDF.aspx?id=5", "mgConvert2PDF.aspx?ID=5"),
        ("ieListMeetings.aspx?Act=earlier&CommitteeId=4&D=201901010000&MD=ielistmeetings", "ieListMeetings.aspx?Act=earlier&CId=4&D=201901010000"),
        ("documents/s12/Report.pdf?T=10", "documents/s12/Report.pdf?T=10"), ("other.aspx?bcr=1&Ver=4", "other.aspx?Ver=4&bcr=1"),
        ("mgAi.aspx?ID=9&Foo=1", "mgAi.aspx?ID=9&foo=1"),
    ],
)  # fmt: skip
def test_what_tells_pages_of_moderngov_apart_is_kept(written: str, spelled: str) -> None:
    assert canonical("https://democracy.test/" + written) == "https://democracy.test/" + spelled


def test_the_same_address_but_for_the_mark_of_a_visit_can_be_asked_for_as_it_is_written() -> None:
    assert (
        as_written("/(S(lit3py55t21z5v55vlm25s55))/a b?sid=1#x", "http://h/a")
        == "http://h/(S(lit3py55t21z5v55vlm25s55))/a%20b?sid=1"
    )
    with pytest.raises(ValueError):
        as_written("http://[", "http://h/a")


def test_a_repeated_parameter_keeps_all_its_values() -> None:
    assert canonical("http://h/?f=a&f=b&utm_source=x") == "http://h/?f=a&f=b"


def test_a_link_is_read_from_the_page_it_is_on() -> None:
    assert canonical("../b?x=1#y", "http://h/a/c/d") == "http://h/a/b?x=1"
    assert canonical("//other/b", "https://h/a") == "https://other/b"


@pytest.mark.parametrize("url", ["http://[", "http://[::1", "http://h:port/", "http://h:99999/"])
def test_what_is_no_address_is_a_value_error(url: str) -> None:
    with pytest.raises(ValueError):
        canonical(url)


hosts = st.sampled_from(
    [
        "h",
        "www.Gov.UK",
        "h:80",
        "h:8080",
        "h:443",
        "\u00fcber.de",
        "1.2.3.4",
        "h.",
        "h.:80",
        "u:p@h",
        "[::1]:80",
        ".",
    ]
)
words = st.text(alphabet="abcXYZ019-_.~%/?&=+;:@!$'()*, \u00e9\u6f22#[]\\", max_size=30)
known = st.sampled_from(
    ["ieListDocuments.aspx?", "IELISTMEETINGS.ASPX?", "(S(lit3py55t21z5v55vlm25s55))/a", "%28S%28lit3py55t21z5v55vlm25s55%29%29", "a;jsessionid=AB",
     "MID=1", "mid=1", "CId=2", "Ver=4", "&amp;", "amp;", "sid=3f9a3f9a", "utm_source=x", "%75tm_source=1", "../", "./", "bcr=1", "&", "?", "/", ";", "="]
)  # fmt: skip
rests = words | st.lists(known | words, max_size=8).map("".join)


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from(["http", "https", "HTTP"]), hosts, rests)
def test_the_one_spelling_is_spelled_the_same(scheme: str, host: str, rest: str) -> None:
    try:
        once = canonical(f"{scheme}://{host}/{rest}")
    except ValueError:
        return
    assert canonical(once) == once and "#" not in once


@settings(max_examples=100, deadline=None)
@given(st.from_regex(_PLAIN, fullmatch=True))
def test_what_is_plain_is_spelled_already(url: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        short = canonical(url)
        patch.setattr("crawler.canonical._PLAIN", re.compile("never"))
        assert canonical(url) == short
