"""Requests that got no answer: real failures on loopback, met by Scrapy's downloader and by requests."""

from __future__ import annotations

import json
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
import requests

from crawler.failures import Failure, failure_of
from crawler.trouble import EVIDENCE, MEANINGS
from tests.crawler.foul import (
    answers,
    breaks_off,
    certificate,
    closed_port,
    closes,
    hangs,
    resets,
    serving,
    talks_nonsense,
    tls,
)

#: Which trouble each server is, in which words, and whether it would be the same the next time.
EXPECTED: dict[str, tuple[str, str, bool]] = {
    "expired": ("tls", "its certificate has expired", True),
    "not yet valid": ("tls", "its certificate is not valid yet", True),
    "self-signed": ("tls", "signed by itself", True),
    "no chain": ("tls", "does not send its intermediate certificate", True),
    "unknown authority": ("tls", "an authority that is not a known one", True),
    "wrong host": ("tls", "its certificate is for another host", True),
    "old TLS": ("tls", "it speaks no version of TLS that is still safe", True),
    "other ciphers": ("tls", "no cipher in common", True),
    "no TLS": ("tls", "it does not speak TLS on this port", True),
    "hangs": ("timeout", "no whole answer within the time limit", False),
    "closes": ("connection-broken", "the connection broke before an answer came", False),
    "resets": ("connection-broken", "the connection broke before an answer came", False),
    "breaks off": ("connection-broken", "the connection broke before the answer was whole", False),
    "nonsense": ("other", "what the host sent is not HTTP", False),
    "nobody there": ("connection-refused", "the connection was refused", False),
    "no name": ("dns", "does not resolve", False),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture(scope="module")
def places(folder: Path) -> Iterator[dict[str, str]]:
    """Addresses of servers that fail, and one that does not: ``good``."""
    authority = certificate("Authority", host=None)
    middle = certificate("Middle", authority, host=None)
    private = certificate("Private", host=None)
    (folder / "authority.pem").write_bytes(authority.pem())
    old, other = (tls(folder, certificate("Good", authority)) for _ in range(2))
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning):
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    other.maximum_version = ssl.TLSVersion.TLSv1_2
    other.set_ciphers("ECDHE-ECDSA-NULL-SHA:NULL-SHA256:@SECLEVEL=0")
    treatments: dict[str, tuple[Callable[[socket.socket], None], ssl.SSLContext | None, str]] = {
        "good": (answers, tls(folder, certificate("Good", authority)), "https"),
        "good with its chain": (answers, tls(folder, certificate("Leaf", middle), middle), "https"),
        "expired": (answers, tls(folder, certificate("Old", authority, days=(-60, -30))), "https"),
        "not yet valid": (answers, tls(folder, certificate("New", authority, days=(10, 30))), "https"),
        "self-signed": (answers, tls(folder, certificate("Self")), "https"),
        "no chain": (answers, tls(folder, certificate("Leaf", middle)), "https"),
        "unknown authority": (answers, tls(folder, certificate("Leaf", private), private), "https"),
        "wrong host": (answers, tls(folder, certificate("Other", authority, host="www.other.test")), "https"),
        "old TLS": (answers, old, "https"),
        "other ciphers": (answers, other, "https"),
        "no TLS": (answers, None, "https"),
        "hangs": (hangs, None, "http"),
        "closes": (closes, None, "http"),
        "resets": (resets, None, "http"),
        "breaks off": (breaks_off, None, "http"),
        "nonsense": (talks_nonsense, None, "http"),
    }
    with ExitStack() as stack:
        found = {
            name: f"{scheme}://127.0.0.1:{stack.enter_context(serving(treat, context))}/"
            for name, (treat, context, scheme) in treatments.items()
        }
        yield {
            **found,
            "nobody there": f"http://127.0.0.1:{closed_port()}/",
            "no name": "http://nobody.invalid/",
        }


ASKING = """
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess
from crawler.failures import failure_of

class Asking(scrapy.Spider):
    name = "asking"

    async def start(self):
        for name, url in json.load(sys.stdin).items():
            yield scrapy.Request(url, self.answered, errback=self.failed, meta={"name": name, "download_timeout": 3})

    def answered(self, response):
        print(json.dumps([response.meta["name"], response.take().decode()]))

    def failed(self, failure):
        for known in (failure_of(failure.type.__name__, str(failure.value)), failure_of(failure.value)):
            print(json.dumps([failure.request.meta["name"], known.trouble, known.sentence, known.evidence, known.lasting]))

process = CrawlerProcess({
    "LOG_ENABLED": False, "RETRY_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
    "DOWNLOAD_VERIFY_CERTIFICATES": True, "DOWNLOADER_MIDDLEWARES_BASE": {}, "SPIDER_MIDDLEWARES_BASE": {}, "EXTENSIONS_BASE": {},
    "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "crawler.download.GuardedHandler"),
})
process.crawl(Asking)
process.start()
"""


@pytest.fixture(scope="module")
def by_scrapy(places: dict[str, str], folder: Path) -> dict[str, list[list[object]]]:
    ran = subprocess.run(
        [sys.executable, "-c", ASKING],
        input=json.dumps(places),
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
        env={
            **os.environ,
            "SSL_CERT_FILE": str(folder / "authority.pem"),
            "SSL_CERT_DIR": str(folder / "none"),
        },
    )
    found: dict[str, list[list[object]]] = {}
    for name, *said in map(json.loads, ran.stdout.splitlines()):
        found.setdefault(name, []).append(said)
    assert set(found) == set(places), ran.stderr
    return found


@pytest.mark.parametrize("name", EXPECTED)
def test_what_scrapy_met_is_told_in_words(by_scrapy: dict[str, list[list[object]]], name: str) -> None:
    trouble, words, lasting = EXPECTED[name]
    assert len(by_scrapy[name]) == 2  # by the name of the exception with its text, and by the exception
    for told in by_scrapy[name]:
        assert told[0] == trouble and words in str(told[1]) and told[3] is lasting and told[2]


@pytest.mark.parametrize("name", ["good", "good with its chain"])
def test_a_good_certificate_is_taken_and_is_no_failure(
    by_scrapy: dict[str, list[list[object]]], name: str
) -> None:
    assert by_scrapy[name] == [["hello"]]


def test_the_evidence_names_the_certificate(by_scrapy: dict[str, list[list[object]]]) -> None:
    said = str(by_scrapy["no chain"][0][2])
    assert "unable to get local issuer certificate" in said and "CN=Leaf by CN=Middle" in said


@pytest.mark.parametrize("name", EXPECTED)
def test_what_requests_met_is_told_in_words(places: dict[str, str], folder: Path, name: str) -> None:
    trouble, words, lasting = EXPECTED[name]
    ask = partial(requests.get, places[name], timeout=1, verify=str(folder / "authority.pem"))
    with pytest.raises(requests.RequestException) as met:
        ask()
    for told in (failure_of(met.value), failure_of(type(met.value).__name__, str(met.value))):
        assert told.trouble == trouble and words in told.sentence and told.lasting is lasting
        assert told.evidence and len(told.evidence) <= EVIDENCE


@pytest.mark.parametrize(
    "name, text, trouble, lasting",
    [
        ("DownloadCancelledError", "", "too-large", True), ("AnswerTooLargeError", "more than 10 bytes came", "too-large", True),
        ("HeadersTooLargeError", "", "headers-too-large", True), ("TookTooLongError", "", "timeout", True),
        ("TCPTimedOutError", "", "timeout", False), ("ResponseNeverReceived", "", "connection-broken", False),
        ("ConnectionRefusedError", "", "connection-refused", False), ("DNSLookupError", "ssl.anytown.test", "dns", False),
        ("NoRouteError", "", "connection-broken", False), ("TooManyRedirects", "", "redirect-loop", True),
        ("InvalidURL", "", "other", True), ("Nobody", "knows this", "other", False), ("", "", "other", False),
        ("OSError", "[Errno 113] No route to host", "connection-broken", False),
    ],
)  # fmt: skip
def test_names_are_enough(name: str, text: str, trouble: str, lasting: bool) -> None:
    told = failure_of(name, text)
    assert (told.trouble, told.lasting) == (trouble, lasting) and told.sentence and told.evidence
    assert told.trouble in MEANINGS


@pytest.mark.parametrize(
    "said, words",
    [
        ("dh key too small", "too short to be safe (Diffie-Hellman)"), ("unsafe legacy renegotiation disabled", "renegotiation"),
        ("unsupported protocol", "no version of TLS"), ("sslv3 alert handshake failure", "no cipher in common"),
        ("certificate revoked", "was revoked"), ("EE certificate key too weak", "too short to be safe"),
        ("CA signature digest algorithm too weak", "no longer safe"), ("unexpected eof while reading", "breaks the handshake off"),
        ("tlsv1 unrecognized name", "does not know itself"), ("something new", "(TLS)"),
    ],
)  # fmt: skip
def test_what_openssl_says_is_put_in_words(said: str, words: str) -> None:
    told = failure_of(
        "DownloadFailedError",
        f"[<twisted.python.failure.Failure OpenSSL.SSL.Error: [('SSL routines', '', '{said}')]>]",
    )
    assert told.trouble == "tls" and words in told.sentence and said in told.evidence


def test_a_private_address_keeps_the_words_of_the_guard() -> None:
    said = "router.test leads to 10.0.0.1, which is not a public address"
    assert failure_of("NotPublicError", said) == Failure(
        "private-address", said, f"NotPublicError: {said}", True
    )
    assert failure_of("DNSLookupError", said).trouble == "dns"


def test_evidence_holds_no_keys_and_no_passwords() -> None:
    told = failure_of(
        "ConnectionError",
        "Max retries exceeded with url: /works?api_key=SECRET&mailto=me@x.test (via http://me:SECRET@proxy:1/)",
    )
    assert "SECRET" not in told.evidence + told.sentence and "/works?..." in told.evidence
    told = failure_of(ValueError("\x1b[31m" + "x" * 9999))
    assert told.evidence.isprintable() and len(told.evidence) == EVIDENCE


def test_exceptions_wrapped_without_end_are_read_to_a_depth() -> None:
    error = inner = ValueError("one")
    for _ in range(50):
        error = ValueError("one")
        error.__cause__ = inner
        inner = error
    inner.__context__ = error
    assert failure_of(error).trouble == "other"
