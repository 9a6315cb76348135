"""Which addresses are never connected to, however they are dressed up."""

from __future__ import annotations

import socket

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.guard import NotPublicError, host_of, look_up, public_address, refusal
from tests.crawler.disguises import NAMES, NOT_FOR_US, PRIVATE


@pytest.mark.parametrize("url", PRIVATE)
def test_a_private_address_is_refused_in_every_disguise(url: str) -> None:
    reason = refusal(url)
    assert reason and ("public" in reason or "host name" in reason)
    assert refusal(url.replace("http:", "https:"))


@pytest.mark.parametrize("url", NOT_FOR_US)
def test_what_no_public_site_needs_is_refused(url: str) -> None:
    assert refusal(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.gov.uk/a", "http://www.gov.uk", "HTTPS://WWW.GOV.UK/", "http://www.gov.uk:80/", "https://www.gov.uk:443/",
        "https://www.gov.uk./", "http://8.8.8.8/", "https://[2606:4700:4700::1111]/", "http://[::ffff:8.8.8.8]/",
        "https://xn--bcher-kva.example/", "https://b\u00fccher.example/", "https://my_council.gov.uk/", "https://3com.com/",
        "https://0xabc.com/", "https://10.example.com/", "https://localhost.example.org/", "https://internal.gov.uk/", "https://1.fm/",
    ],
)  # fmt: skip
def test_a_public_address_may_be_asked(url: str) -> None:
    assert refusal(url) is None


def test_a_host_that_a_test_names_is_exempt_and_only_it() -> None:
    allowed = ("127.0.0.1:8000", "www.gov.test")
    assert refusal("http://127.0.0.1:8000/a", allowed) is None
    assert refusal("http://www.gov.test/a", allowed) is None
    assert refusal("http://127.0.0.1:8001/a", allowed) and refusal("http://127.0.0.1/a", allowed)
    assert refusal("ftp://www.gov.test/a", allowed) and refusal("http://u:p@www.gov.test/a", allowed)


def test_the_host_is_what_is_behind_names_and_in_lower_case() -> None:
    assert host_of("http://User:P@WWW.Gov.UK:8080/a") == "www.gov.uk:8080"


@settings(max_examples=400)
@given(
    st.one_of(st.text(max_size=60), st.text(max_size=40).map("http://{}/".format), st.ip_addresses().map(str))
)
@example("http://[")
@example("http://\ud800/")
@example("http://\u2100/")
def test_arbitrary_text_never_raises(text: str) -> None:
    assert refusal(text) is None or isinstance(refusal(text), str)
    assert public_address(text) in (True, False)


@settings(max_examples=300)
@given(st.ip_addresses(v=4))
def test_every_private_ipv4_address_is_refused_in_plain_mapped_and_decimal_spelling(address: object) -> None:
    from ipaddress import IPv4Address

    assert isinstance(address, IPv4Address)
    if not address.is_global or address.is_multicast:
        for text in (
            str(address),
            f"[::ffff:{address}]",
            str(int(address)),
            hex(int(address)),
            f"[64:ff9b::{address}]",
        ):
            assert refusal(f"http://{text}/")


# ---- what a name leads to


@pytest.fixture
def dns(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Answers of the DNS by name; only numbers are looked up for real."""
    plain, names = socket.getaddrinfo, dict[str, list[str]]()

    def resolve(name: bytes, port: int, **options: int) -> list[object]:
        found = names.get(name.decode().lower())
        if found is None:
            return list(plain(name, port, **options, flags=socket.AI_NUMERICHOST))
        return [entry for each in found for entry in plain(each, port, **options)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return names


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_inside_only_is_refused(dns: dict[str, list[str]], name: str) -> None:
    dns[name] = NAMES[name][0]
    with pytest.raises(NotPublicError, match="is not a public address"):
        look_up(name, 80)
    assert len(look_up(name, 80, (name,))) == len(look_up(name, 80, (f"{name}:80",))) == len(dns[name])


def test_a_name_that_leads_inside_as_well_leads_outside_only(dns: dict[str, list[str]]) -> None:
    dns["h.example.org"] = ["::1", "10.0.0.1", "2606:4700:4700::1111", "151.101.0.144", "fe80::1"]
    found = look_up("h.example.org", 443)
    assert [each.address[:2] for each in found] == [("151.101.0.144", 443), ("2606:4700:4700::1111", 443)]
    assert [each.family for each in found] == [socket.AF_INET, socket.AF_INET6]


def test_a_host_is_exempt_with_its_port_where_one_is_given(dns: dict[str, list[str]]) -> None:
    dns["localhost"] = ["127.0.0.1"]
    assert look_up("localhost", 8000, ("localhost:8000",)) and look_up("LOCALHOST", 80, ("localhost",))
    assert look_up("::1", 8000, ("[::1]:8000",))
    for exempt in (("localhost:8000",), ("other",), ("127.0.0.1",), ()):
        with pytest.raises(NotPublicError):
            look_up("localhost", 8001, exempt)


@pytest.mark.parametrize("name", ["0x7f.1", "2130706433", "0177.1", "127.1", "::ffff:127.0.0.1"])
def test_a_number_in_any_spelling_is_checked_as_it_is_read(dns: dict[str, list[str]], name: str) -> None:
    with pytest.raises(NotPublicError):
        look_up(name, 80)


@pytest.mark.parametrize(
    "name", ["b\u00fccher.example", "a\0b", "no.such.name", "", "x" * 70 + ".org", "a..b"]
)
def test_what_is_no_name_leads_nowhere(dns: dict[str, list[str]], name: str) -> None:
    with pytest.raises(socket.gaierror):
        look_up(name, 80)
