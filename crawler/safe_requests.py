"""Asking over HTTP without Scrapy, under the same guard, limits and pace as the crawl: for the smaller clients.

One request at a time; no redirect, cookie, password file or proxy of the environment is followed unasked.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from http.client import HTTPException
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Self
from urllib.parse import urlencode, urljoin

import requests
from requests import RequestException
from urllib3.exceptions import HTTPError

from crawler.clock import Clock, SystemClock
from crawler.failures import Failure, failure_of
from crawler.guard import NotPublicError, host_of, refusal
from crawler.lead import Answer
from crawler.limits import AnswerTooLargeError, Head, HeadersTooLargeError, LeftAloneError, LimitError
from crawler.pace import LONGEST_WAIT, Pace, asked_pause
from crawler.proxies import Proxy, proxy_of
from crawler.safe_transport import Deadline, GuardedAdapter
from store.coding import decoded
from store.redact import redact

#: What a small client takes and waits, unless told otherwise: bytes, packed and unpacked, and seconds.
MAX_BYTES, SECONDS = 20_000_000, 30.0
#: Redirects that :meth:`Client.follow` goes along with.
MAX_HOPS = 5
_PIECE = 1 << 16

#: What :meth:`Client.get` raises when there is no answer; :meth:`Client.told` says what it means.
NO_ANSWER = (RequestException, NotPublicError, LimitError)


@dataclass(frozen=True, slots=True)
class Got:
    """An answer, byte for byte.

    Attributes:
        url: what was asked for, without secrets.
        request: the request as it went out, without secrets, and without what only a proxy was told.
        status_line: as WARC has it.
        status: HTTP status.
        headers: names and values as they came.
        raw: the body as it came, content coding and all.
        body: the body with its content coding undone.
    """

    url: str
    request: bytes
    status_line: str
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    raw: bytes
    body: bytes

    @property
    def fields(self) -> dict[str, str]:
        """The headers by lower-case name; of two with one name the last."""
        return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in self.headers}

    def answer(self) -> Answer:
        """Return it as judges take it."""
        return Answer(self.url, self.status, self.fields, self.body)


class Client:
    """Asks hosts, one request at a time.

    Args:
        agent: the honest name under which it goes.
        pace: how fast each host may be asked; it waits where the pace says so.
        proxy: a proxy that all requests go through. The environment is not looked at.
        exempt: hosts that may be at private addresses, with their port where they have one.
        secrets: keys that are sent and must not be kept: they are replaced in what :meth:`get` returns of
            the request, and in what :meth:`told` says.
        max_bytes: the largest body that is taken, as sent and as unpacked.
        seconds: time for one whole answer.
        clock: where the time for a ``Retry-After`` comes from.
        wait: how it waits.
    """

    def __init__(
        self,
        agent: str,
        pace: Pace,
        *,
        proxy: str | None = None,
        exempt: Collection[str] = (),
        secrets: Collection[str] = (),
        max_bytes: int = MAX_BYTES,
        seconds: float = SECONDS,
        clock: Clock | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pace, self._exempt, self._max_bytes, self._seconds = pace, frozenset(exempt), max_bytes, seconds
        self._clock, self._wait = clock or SystemClock(), wait
        self._proxy: Proxy | None = proxy_of(proxy) if proxy else None
        self._secrets = {*secrets, *(self._proxy.secrets if self._proxy else ())}
        self._adapter = GuardedAdapter(self._exempt | ({self._proxy.host} if self._proxy else set()))
        self._session = requests.Session()
        # No proxy of the environment, and no passwords of ~/.netrc.
        self._session.trust_env = False
        self._session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or True
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        if self._proxy:
            self._session.proxies = {"http": self._proxy.whole, "https": self._proxy.whole}
        self._session.headers.clear()
        self._session.headers.update({"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "gzip"})
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, self._adapter)

    def get(
        self, url: str, headers: Mapping[str, str] | None = None, form: Sequence[Sequence[str]] | None = None
    ) -> Got:
        """Ask for an address, when its host may be asked.

        Args:
            url: what to ask for.
            headers: more lines of the request.
            form: names and values that are posted to it, urlencoded; it is only asked for when left out.

        Raises:
            NotPublicError: the address, or what its name leads to, is not public; nothing was asked.
            LimitError: the answer is larger, or took longer, than is taken.
            requests.RequestException: no answer came.
        """
        if reason := refusal(url, self._exempt):
            raise NotPublicError(f"{url} is not asked: {reason}")
        host = host_of(url)
        while seconds := self._pace.next_at([host]):
            if seconds > LONGEST_WAIT:
                raise LeftAloneError(f"{host} asked to be left alone for {seconds:.0f} s more")
            self._wait(seconds)
        self._pace.started(host)
        try:
            got = self._exchange(url, headers, form)
        finally:
            self._pace.ended(host)
        if asked := asked_pause(got.status, got.fields, got.body, self._clock):
            self._pace.wait(host, asked)
        return got

    def follow(self, url: str) -> list[Got]:
        """Ask for an address and go along with up to :data:`MAX_HOPS` redirects, each target checked.

        Returns:
            All answers, the final one last. It is a redirect itself where there were too many, or where
            it led to what is not asked.

        Raises:
            NotPublicError, LimitError, requests.RequestException: as :meth:`get`, for the first request.
        """
        found = [self.get(url)]
        while 300 <= found[-1].status < 400 and len(found) <= MAX_HOPS:
            target = urljoin(found[-1].url, found[-1].fields.get("location", ""))
            if target in {each.url for each in found} or refusal(target, self._exempt):
                break
            found.append(self.get(target))
        return found

    def _exchange(
        self, url: str, headers: Mapping[str, str] | None, form: Sequence[Sequence[str]] | None
    ) -> Got:
        posted = None if form is None else urlencode([(name, value) for name, value in form]).encode()
        own = {} if posted is None else {"Content-Type": "application/x-www-form-urlencoded"}
        with Deadline(self._seconds) as self._adapter.deadline:
            try:
                response = self._session.request(
                    "GET" if posted is None else "POST", url, headers={**own, **(headers or {})}, data=posted,
                    timeout=self._seconds, stream=True, allow_redirects=False,
                )  # fmt: skip
                with response:
                    return self._taken(url, response)
            except (RequestException, HTTPError) as error:
                raise _plainer(error) from error

    def _taken(self, url: str, response: requests.Response) -> Got:
        pairs = tuple((k.encode("latin-1"), v.encode("latin-1")) for k, v in response.raw.headers.items())
        head = Head()
        for name, value in pairs:
            head.line(len(name) + len(value) + 4)
        length = response.raw.headers.get("Content-Length", "")
        if length.isascii() and length.isdigit() and int(length) > self._max_bytes:
            raise AnswerTooLargeError(f"Content-Length: {length}")
        body = bytearray()
        # Not ``iter_content``, which undoes the coding first.
        while piece := response.raw.read(_PIECE, decode_content=False):
            body += piece
            if len(body) > self._max_bytes:
                raise AnswerTooLargeError(f"more than {self._max_bytes} bytes came")
        raw = bytes(body)
        found = decoded(raw, response.headers.get("Content-Encoding", ""), self._max_bytes)
        if found.flaw == "too-large":
            raise AnswerTooLargeError(f"more than {self._max_bytes} bytes when unpacked")
        reason = f" {response.reason}" if response.reason else ""
        return Got(
            redact(url, self._secrets), self._sent(response.request), f"HTTP/1.1 {response.status_code}{reason}", response.status_code,
            pairs, raw, found.body,
        )  # fmt: skip

    def _sent(self, request: Any) -> bytes:
        lines = [f"{request.method} {request.path_url} HTTP/1.1", f"Host: {host_of(request.url)}"]
        lines += [f"{name}: {value}" for name, value in request.headers.items()]
        head = redact("\r\n".join(lines) + "\r\n\r\n", self._secrets).encode("latin-1", "replace")
        return head + (request.body if isinstance(request.body, bytes) else b"")

    def told(self, error: BaseException) -> Failure:
        """Return why no answer came, fit to be kept: libraries quote whole addresses."""
        found = failure_of(error)
        sentence, evidence = (redact(each, self._secrets) for each in (found.sentence, found.evidence))
        return replace(found, sentence=sentence, evidence=evidence)

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _plainer(error: RequestException | HTTPError) -> Exception:
    """Return the limit of ``http.client`` that an error wraps, else the error as one of requests."""
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, HTTPException) and ("header" in str(inner) or "LineTooLong" in repr(inner)):
            return HeadersTooLargeError(str(inner))
        inner = inner.__cause__ or inner.__context__
    return error if isinstance(error, RequestException) else requests.ConnectionError(error)
