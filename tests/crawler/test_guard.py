"""Which addresses are never connected to, however they are dressed up."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from twisted.internet.defer import Deferred, succeed
from twisted.internet.error import DNSLookupError

from crawler import resolver as module
from crawler.guard import host_of, public_address, refusal
from crawler.resolver import GuardResolver

PRIVATE = [
    # plain
    "http://127.0.0.1/", "http://10.0.0.1/", "http://172.16.5.4/", "http://192.168.0.1/", "http://169.254.169.254/latest/meta-data/",
    "http://0.0.0.0/", "http://0.1.2.3/", "http://100.64.0.1/", "http://198.18.0.1/", "http://224.0.0.1/", "http://255.255.255.255/",
    "http://240.0.0.1/", "http://192.0.2.1/", "http://127.255.255.254/",
    # decimal, octal, hexadecimal, mixed, short
    "http://2130706433/", "http://017700000001/", "http://0x7f000001/", "http://0X7F.0.0.1/", "http://0177.0.0.1/",
    "http://0x7f.0x0.0x0.0x1/", "http://127.0x0.0.1/", "http://127.0.0.0x1/", "http://127.1/", "http://127.0.1/", "http://10.1/",
    "http://192.0xa8.1/", "http://0300.0250.0.1/", "http://000127.0.0.1/", "http://3232235521/", "http://0/", "http://0x/",
    # IPv6
    "http://[::1]/", "http://[::]/", "http://[0:0:0:0:0:0:0:1]/", "http://[fe80::1]/", "http://[fe80::1%25eth0]/", "http://[fc00::1]/",
    "http://[fd12:3456::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::ffff:10.0.0.1]/", "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/", "http://[64:ff9b::10.0.0.1]/", "http://[2002:7f00:1::]/", "http://[2002:a00:1::]/", "http://[2001::1]/",
    "http://[ff02::1]/", "http://[2001:db8::1]/", "http://[fec0::1]/", "http://[100::1]/",
    # trailing dots, wide digits, dots of other scripts, percent signs
    "http://127.0.0.1./", "http://127.0.0.1../", "http://localhost./", "http://\uff11\uff12\uff17.0.0.1/", "http://127\u30020\u30020\u30021/",
    "http://127.0.0\u30021/", "http://127.0.0\uff0e1/", "http://127.0.0.\u2460/", "http://127.0.0.%31/", "http://%31%32%37.0.0.1/",
    # names
    "http://localhost/", "http://LOCALHOST/", "http://localhost.localdomain/", "http://printer.local/", "http://db.internal/",
    "http://metadata.google.internal/computeMetadata/", "http://router.lan/", "http://nas.home/", "http://nas.home.arpa/",
    "http://wiki.corp/", "http://a.localhost/", "http://intranet/", "http://x.\u24db\u24de\u24d2\u24d0\u24db/", "http://server/",
]  # fmt: skip


@pytest.mark.parametrize("url", PRIVATE)
def test_a_private_address_is_refused_in_every_disguise(url: str) -> None:
    reason = refusal(url)
    assert reason and ("public" in reason or "host name" in reason)
    assert refusal(url.replace("http:", "https:"))


@pytest.mark.parametrize(
    "url",
    [
        "http://user:secret@www.gov.uk/", "http://user@www.gov.uk/", "http://@www.gov.uk/", "http://:@www.gov.uk/",
        "http://www.gov.uk@127.0.0.1/", "http://www.gov.uk\\@127.0.0.1/", "http://127.0.0.1\\.www.gov.uk/",
        "http://www.gov.uk:22/", "http://www.gov.uk:8080/", "https://www.gov.uk:6379/", "http://www.gov.uk:0/",
        "http://www.gov.uk:99999/", "http://www.gov.uk:port/", "http://[::1/", "http://]/",
        "file:///etc/passwd", "data:text/html,hello", "ftp://ftp.gov.uk/a", "gopher://www.gov.uk/", "javascript:alert(1)",
        "mailto:a@gov.uk", "s3://bucket/a", "//www.gov.uk/a", "/a/b", "www.gov.uk/a", "", "http://", "http:///a", "https:www.gov.uk",
        "http://./", "http://.../", "http://a b.gov.uk/", "http://www..gov.uk/", "http://www.gov.uk%00.evil/", "http://*.gov.uk/",
    ],
)  # fmt: skip
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


def resolved(monkeypatch: pytest.MonkeyPatch, name: str, address: str) -> object:
    monkeypatch.setattr(module.CachingThreadedResolver, "getHostByName", lambda *_, **__: succeed(address))
    found: list[object] = []
    answer: Deferred[str] = GuardResolver.__new__(GuardResolver).getHostByName(name)
    answer.addBoth(found.append)
    return found[0]


def test_a_public_name_that_leads_to_a_private_address_is_not_resolved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failure = resolved(monkeypatch, "rebinding.example.org", "169.254.169.254")
    assert isinstance(getattr(failure, "value", None), DNSLookupError) and "not a public address" in str(
        failure.value
    )  # type: ignore[attr-defined]
    assert resolved(monkeypatch, "www.gov.uk", "151.101.0.144") == "151.101.0.144"
    monkeypatch.setattr(GuardResolver, "exempt", frozenset({"localhost"}))
    assert resolved(monkeypatch, "localhost", "127.0.0.1") == "127.0.0.1"
