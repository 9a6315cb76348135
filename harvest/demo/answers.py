"""What passes between the server and its hosts: one request in, one answer out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """One request as a host sees it: ``path`` without the query, header names in lower case.

    ``body`` is what was posted, empty for everything but POST.
    """

    method: str
    host: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def params(self) -> list[tuple[str, str]]:
        """Return the query as name-value pairs in the order sent, empty values kept."""
        return parse_qsl(self.query, keep_blank_values=True)

    @property
    def form(self) -> list[tuple[str, str]]:
        """Return the fields of a posted form in the order sent, empty values kept; none for what is no form."""
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            return []
        return parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer travels, where it does not travel whole and at once.

    Attributes:
        silence: seconds in which nothing is sent at all.
        step: bytes sent at a time; 0 sends everything at once.
        pause: seconds between two steps.
        declared: the Content-Length that is stated; the true one when ``None``.
        cut: bytes of the body after which the connection ends; none is left out when ``None``.
        repeat: how often the body is sent, one after the other; 0 is without end.
        reset: the connection ends with a reset (RST), not with an ordinary end.
    """

    silence: float = 0.0
    step: int = 0
    pause: float = 0.0
    declared: int | None = None
    cut: int | None = None
    repeat: int = 1
    reset: bool = False

    @property
    def breaks(self) -> bool:
        """Whether the connection cannot be used for another request afterwards."""
        return self.reset or self.cut is not None or self.declared is not None or self.repeat == 0


#: At once, whole, and with its true length.
PLAINLY = Delivery()


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers (without Content-Length, which the server adds), body, and how they travel.

    Status 0 is no answer at all: the connection ends in the way that ``how`` says.
    """

    status: int
    body: bytes = b""
    headers: Headers = ()
    how: Delivery = PLAINLY

    def header(self, name: str) -> str | None:
        """Return the first header of that name, in any case, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def strong_etag(body: bytes) -> str:
    """Return a quoted validator that changes with any byte of the body."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def text_answer(status: int, text: str, *headers: tuple[str, str]) -> Answer:
    """Answer with plain text."""
    return Answer(status, text.encode(), (("Content-Type", "text/plain; charset=utf-8"), *headers))


def html_answer(status: int, html: str, *headers: tuple[str, str]) -> Answer:
    """Answer with an HTML page."""
    return Answer(status, html.encode(), (("Content-Type", "text/html; charset=utf-8"), *headers))


def json_answer(status: int, value: Any, *headers: tuple[str, str]) -> Answer:
    """Answer with JSON, keys in the order given."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status, body, (("Content-Type", "application/json; charset=utf-8"), *headers))


def not_allowed() -> Answer:
    """Answer a POST to what only answers GET and HEAD."""
    return text_answer(405, "this web only answers GET and HEAD\n", ("Allow", "GET, HEAD"))


def redirect(status: int, location: str, *headers: tuple[str, str]) -> Answer:
    """Answer with a redirect and the short page that servers send along with it."""
    page = f'<html><body>You are being <a href="{location}">redirected</a>.</body></html>'
    return html_answer(status, page, ("Location", location), *headers)


def conditional(request: Request, answer: Answer) -> Answer:
    """Turn a 200 into a 304 when the client's validators show that it holds these bytes.

    ``If-None-Match`` is compared weakly and wins over ``If-Modified-Since`` (RFC 9110, 13.1). The second
    is compared as text: clients send back the date they were given.
    """
    if answer.status != 200 or request.method not in ("GET", "HEAD"):
        return answer
    etag, modified = answer.header("ETag"), answer.header("Last-Modified")
    asked = request.headers.get("if-none-match")
    if asked is not None:
        known = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
        same = "*" in known or (etag is not None and etag.removeprefix("W/") in known)
    else:
        since = request.headers.get("if-modified-since")
        same = modified is not None and since == modified
    if not same:
        return answer
    kept = tuple(h for h in answer.headers if h[0].lower() not in ("content-type", "content-length"))
    return Answer(304, b"", kept)
