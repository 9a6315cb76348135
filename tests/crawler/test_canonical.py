"""One spelling for each address."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.canonical import TRACKING, canonical


@pytest.mark.parametrize(
    "url, spelled",
    [
        ("HTTP://WWW.Gov.UK/A/b", "http://www.gov.uk/A/b"), ("http://h:80/a", "http://h/a"), ("https://h:443/a", "https://h/a"),
        ("https://h:80/a", "https://h:80/a"), ("http://h:8080/a", "http://h:8080/a"), ("http://h", "http://h/"),
        ("http://h/a#part", "http://h/a"), ("http://h/a?", "http://h/a"), ("http://h:/a", "http://h/a"), ("  http://h/a\n", "http://h/a"),
        ("http://h/a b", "http://h/a%20b"), ("http://h/caf\u00e9", "http://h/caf%C3%A9"), ("http://h/%7ea", "http://h/~a"),
        ("http://h/a%2Fb", "http://h/a%2Fb"), ("http://h/?b=2&a=1", "http://h/?a=1&b=2"), ("http://h/?a=2&a=1", "http://h/?a=1&a=2"),
        ("http://h/ieListDocuments.aspx?CId=1&MId=2&Ver=4", "http://h/ieListDocuments.aspx?CId=1&MId=2&Ver=4"),
        ("http://h/?q=bridge+works", "http://h/?q=bridge+works"), ("http://[::1]:80/", "http://[::1]/"),
    ],
)  # fmt: skip
def test_spellings_of_one_address_become_one(url: str, spelled: str) -> None:
    assert canonical(url) == spelled


@pytest.mark.parametrize("name", TRACKING)
def test_parameters_that_track_people_are_dropped_and_no_others(name: str) -> None:
    assert canonical(f"http://h/a?{name}=x") == "http://h/a"
    assert canonical(f"http://h/a?id=7&{name}=x&{name}=y&z=1") == "http://h/a?id=7&z=1"
    assert canonical(f"http://h/a?x{name}=1") == f"http://h/a?x{name}=1"


def test_a_repeated_parameter_keeps_all_its_values() -> None:
    assert canonical("http://h/?f=a&f=b&utm_source=x") == "http://h/?f=a&f=b"


def test_a_link_is_read_from_the_page_it_is_on() -> None:
    assert canonical("../b?x=1#y", "http://h/a/c/d") == "http://h/a/b?x=1"
    assert canonical("//other/b", "https://h/a") == "https://other/b"


@pytest.mark.parametrize("url", ["http://[", "http://[::1", "http://h:port/", "http://h:99999/"])
def test_what_is_no_address_is_a_value_error(url: str) -> None:
    with pytest.raises(ValueError):
        canonical(url)


hosts = st.sampled_from(["h", "www.Gov.UK", "h:80", "h:8080", "\u00fcber.de", "1.2.3.4"])
pieces = st.text(alphabet="abcXYZ019-_.~%/?&=+;:@!$'()*, \u00e9\u6f22#[]", max_size=30)


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(["http", "https", "HTTP"]), hosts, pieces)
def test_the_one_spelling_is_spelled_the_same(scheme: str, host: str, rest: str) -> None:
    try:
        once = canonical(f"{scheme}://{host}/{rest}")
    except ValueError:
        return
    assert canonical(once) == once and "#" not in once
