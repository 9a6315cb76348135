"""Network weather: every way in which an answer can be no answer, by name.

A test lets a kind strike with :meth:`harvest.demo.server.MiniWeb.fault` or ``/__fault``; the stormy hosts have
pages on which one always strikes.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from email.utils import formatdate
from functools import lru_cache
from importlib import resources

from harvest.demo.answers import Answer, Delivery, Request, html_answer, redirect, text_answer
from harvest.demo.scene import Scene

LOGIN_PATH = "/login"
#: Where ``redirect-away`` leads: a host with a robots.txt of its own.
AWAY = "http://rules.robots.test"
_MEBI = 1024 * 1024
#: What the gzip bomb of 3 MB holds, unpacked.
BOMB_BYTES = 3072 * _MEBI
HUGE_HEADER_BYTES = 10 * _MEBI
_HTML = ("Content-Type", "text/html; charset=utf-8")
_PDF = ("Content-Type", "application/pdf")
_SLOW_STEPS = 20
_WORDS = {
    401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 410: "Gone",
    451: "Unavailable For Legal Reasons", 500: "Internal Server Error", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Timeout",
}  # fmt: skip
_WITH: Mapping[int, tuple[str, str]] = {
    401: ("WWW-Authenticate", 'Basic realm="Members"'),
    405: ("Allow", "POST"),
    451: ("Link", '<https://authority.test/>; rel="blocked-by"'),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure waiting for the next ``times`` requests to ``host`` whose path starts with ``path``.

    ``host`` may be ``*``, and ``times`` is ``None`` for one that never ends. ``seconds`` is the Retry-After of
    429 and 503-later, the silence of hang and late, the whole length of slow, and the time of each byte of
    drip. ``form`` is ``date`` for a Retry-After that is a date.
    """

    host: str
    kind: str
    times: int | None = 1
    seconds: float = 1.0
    path: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Strike:
    """One request on which a fault strikes; ``real`` gives the answer that it would have got."""

    request: Request
    scene: Scene
    fault: Fault
    real: Callable[[], Answer]


@lru_cache(maxsize=16)
def weather_page(name: str) -> bytes:
    """Return a page of bad weather from the corpus."""
    return resources.files("harvest.demo.corpus").joinpath("weather", f"{name}.html").read_bytes()


def _page(name: str, status: int = 200, *headers: tuple[str, str]) -> Answer:
    return Answer(status, weather_page(name), (_HTML, *headers))


def _trouble(status: int, *headers: tuple[str, str]) -> Answer:
    page = weather_page("trouble").replace(b"{words}", _WORDS[status].encode())
    extra = (_WITH[status],) if status in _WITH else ()
    return Answer(status, page, (_HTML, *extra, *headers))


def _retry_after(strike: Strike) -> tuple[str, str]:
    wait = max(0, round(strike.fault.seconds))
    if strike.fault.form == "date":
        return "Retry-After", formatdate(strike.scene.clock.epoch() + wait, usegmt=True)
    return "Retry-After", str(wait)


def _too_many(strike: Strike) -> Answer:
    return text_answer(429, "Too many requests\n", _retry_after(strike))


def _travels(strike: Strike, how: Delivery) -> Answer:
    return replace(strike.real(), how=how)


def _slow(strike: Strike) -> Answer:
    answer = strike.real()
    step = max(1, len(answer.body) // _SLOW_STEPS)
    return replace(answer, how=Delivery(step=step, pause=strike.fault.seconds / _SLOW_STEPS))


def _halved(strike: Strike, *, reset: bool) -> Answer:
    answer = strike.real()
    return replace(answer, how=Delivery(cut=len(answer.body) // 2, reset=reset))


def _wrong_length(strike: Strike) -> Answer:
    answer = strike.real()
    return replace(answer, how=Delivery(declared=len(answer.body) // 2))


def _login(strike: Strike) -> Answer:
    return redirect(302, f"http://{strike.request.host}{LOGIN_PATH}?ReturnUrl={strike.request.path}")


def login_page() -> Answer:
    """Answer with the form that asks for a name and a password."""
    return _page("login", 200, ("Cache-Control", "no-store"))


@lru_cache(maxsize=1)
def gzip_bomb() -> bytes:
    """Return 3 MB of gzip that unpack to 3 GB of zeros (RFC 1952), made without ever holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    chunk = bytes(_MEBI)
    # a full flush makes each block independent of what came before: one block can stand for all others
    head = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum, once = 0, BOMB_BYTES // _MEBI
    tail = packer.flush()
    # nobody unpacks it to the end, so the checksum there stays a guess
    ending = checksum.to_bytes(4, "little") + (BOMB_BYTES & 0xFFFFFFFF).to_bytes(4, "little")
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff" + head + block * (once - 1) + tail + ending


def _huge_headers(strike: Strike) -> Answer:
    answer = strike.real()
    return replace(answer, headers=(*answer.headers, ("X-Weather", "9" * HUGE_HEADER_BYTES)))


def _loop(strike: Strike) -> Answer:
    """Lead to the same path with another query and back again."""
    here = f"http://{strike.request.host}{strike.request.path}"
    return redirect(302, here if strike.request.query else f"{here}?turn=1")


def _local(strike: Strike) -> Answer:
    return redirect(302, f"http://127.0.0.1:{strike.scene.port}/")


def _encoded(strike: Strike) -> Answer:
    answer = strike.real()
    return replace(answer, headers=(*answer.headers, ("Content-Encoding", "gzip")))


def _garbage(strike: Strike) -> Answer:
    # always the same bytes for the same address, in every process
    noise = random.Random(strike.request.host + strike.request.path).randbytes(4096)
    return Answer(200, noise, (_HTML,))


_Kind = tuple[str, Callable[[Strike], Answer]]


def _status(number: int) -> _Kind:
    return f"{number} {_WORDS[number]}", lambda strike: _trouble(number)


_KINDS: Mapping[str, _Kind] = {
    **{str(number): _status(number) for number in _WORDS},
    "429": ("429 with Retry-After, as seconds or as a date", _too_many),
    "503-later": ("503 with Retry-After", lambda strike: _trouble(503, _retry_after(strike))),
    "hang": (
        "says nothing, then ends the connection",
        lambda strike: Answer(0, how=Delivery(silence=strike.fault.seconds)),
    ),
    "late": (
        "says nothing for a while, then answers",
        lambda strike: _travels(strike, Delivery(silence=strike.fault.seconds)),
    ),
    "reset": ("resets the connection at once", lambda strike: Answer(0, how=Delivery(reset=True))),
    "reset-midway": (
        "resets the connection in the middle of the body",
        lambda strike: _halved(strike, reset=True),
    ),
    "slow": ("the answer comes in twenty steps", _slow),
    "drip": (
        "one byte at a time",
        lambda strike: _travels(strike, Delivery(step=1, pause=strike.fault.seconds)),
    ),
    "truncated": (
        "ends in the middle of the body that Content-Length promised",
        lambda strike: _halved(strike, reset=False),
    ),
    "wrong-length": ("more bytes than Content-Length says", _wrong_length),
    "endless": ("a body without end", lambda strike: _travels(strike, Delivery(repeat=0))),
    "empty": ("200 without a body", lambda strike: Answer(200, b"", (_HTML,))),
    "challenge": ("200 with a page that tests for a person", lambda strike: _page("challenge")),
    "challenge-403": (
        "403 with a page that tests for a person",
        lambda strike: _page("just-a-moment", 403, ("Server", "cloudflare"), ("CF-Mitigated", "challenge")),
    ),
    "login": ("302 to a page that asks for a password", _login),
    "login-page": ("200 with a page that asks for a password", lambda strike: login_page()),
    "cookie-wall": (
        "200 with nothing until cookies are accepted",
        lambda strike: _page("cookie-wall", 200, ("Set-Cookie", "wall=seen; Domain=weather.test; Path=/")),
    ),
    "javascript": ("200 with a page that is nothing without scripts", lambda strike: _page("javascript")),
    "gzip-bomb": (
        "3 MB of gzip that unpack to 3 GB",
        lambda strike: Answer(200, gzip_bomb(), (_HTML, ("Content-Encoding", "gzip"))),
    ),
    "huge-headers": ("a header of 10 MB", _huge_headers),
    "html-for-pdf": (
        "a web page that says it is a PDF",
        lambda strike: Answer(200, weather_page("not-a-file"), (_PDF,)),
    ),
    "html": ("200 with a web page in place of anything else", lambda strike: _page("not-a-file")),
    "redirect-loop": ("redirects to itself and back", _loop),
    "redirect-away": (
        "redirects to the same path on another host",
        lambda strike: redirect(302, AWAY + strike.request.path),
    ),
    "redirect-private": (
        "redirects to the metadata service of a cloud",
        lambda strike: redirect(302, "http://169.254.169.254/latest/meta-data/"),
    ),
    "redirect-local": ("redirects to this very server on 127.0.0.1", _local),
    "redirect-localhost": (
        "redirects to localhost",
        lambda strike: redirect(302, f"http://localhost:{strike.scene.port}/"),
    ),
    "wrong-encoding": ("says gzip, and is not", _encoded),
    "garbage": ("random bytes", _garbage),
    "304": ("304 to a question that had no condition", lambda strike: Answer(304)),
}  # fmt: skip
FAULT_KINDS: Mapping[str, str] = {kind: sentence for kind, (sentence, _) in _KINDS.items()}
"""Every kind of fault, with what it does."""


def check_fault(fault: Fault) -> None:
    """Raise ValueError, with the kinds there are, for a fault that cannot strike."""
    if fault.kind not in _KINDS:
        raise ValueError(f"unknown fault {fault.kind!r}: use one of {', '.join(_KINDS)}")
    if fault.form not in ("", "seconds", "date"):
        raise ValueError(f"unknown form {fault.form!r} of Retry-After: use seconds or date")
    if fault.times is not None and fault.times < 1:
        raise ValueError(f"a fault strikes at least once, not {fault.times} times")
    if not 0 <= fault.seconds <= 10 * 366 * 86_400:
        raise ValueError(f"{fault.seconds} is not a number of seconds from 0 to ten years")


def struck(strike: Strike) -> Answer:
    """Return what a request gets on which a fault strikes."""
    return _KINDS[strike.fault.kind][1](strike)


def page_that_leads(target: str, seconds: int = 0) -> Answer:
    """Answer with a page that sends its reader on by refreshing itself."""
    return html_answer(
        200,
        "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'><title>This page has moved</title>"
        f"<meta http-equiv='refresh' content='{seconds}; url={target}'></head>"
        f"<body><p>This page has moved. <a href='{target}'>Go on to the new page</a>.</p></body></html>\n",
    )
