"""Answers that are no answers: asked to log in, forbidden, tested for a person, shown nothing without scripts.

A refusal is a result and never an absence. What is told here is only what kind it is, and by which words of
the answer. A page that has text of its own is a document, whatever else stands in it. The signs are in
:mod:`crawler.judge.signs`, with their sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin, urlsplit

from crawler.judge import signs
from crawler.judge.kind import kind_of_bytes
from crawler.judge.page import LOOKED_AT, Page, page_of, quoted, title_of
from crawler.judge.refresh import refresh_target
from crawler.judge.signs import Sign
from crawler.trouble import Refusal, Trouble

#: Statuses that say it themselves (RFC 9110, 15.5; RFC 6585; RFC 7725).
_STATUSES: dict[int, Trouble] = {
    401: "login", 407: "login", 511: "login", 403: "forbidden", 405: "method", 429: "rate-limited", 451: "legal",
}  # fmt: skip
#: Characters of text above which no page is a test for a person.
_MOST = max(sign.most for sign in (*signs.MARKUP, *signs.TITLES, *signs.WORDS, *signs.WIDGETS))
#: Links above which a page is furnished like others of its site, and no test for a person; and those above
#: which words that anybody may use do not make it one.
_LINKS, _FEW = 40, 15
#: The longest text that is not HTML and may be a firewall's.
_PLAIN = 2000
#: Characters at the beginning of the text in which the words of a test stand.
_FIRST = 500
#: Characters of own text that a page may have and still be a form to log in, with and without a title that
#: says so; to be a cookie wall; to be nothing without scripts, where it says so or has a place for them, and
#: where it does not.
_LOGIN_TITLED, _LOGIN_BARE, _WALL, _NOTHING, _HARDLY = 1500, 400, 500, 250, 60
_CURLY = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
_SEPARATOR = re.compile(r"\s+[|\u2013\u2014\u00b7\u00bb-]+\s+|\s*[|\u00bb]\s*")


def refusal_of(status: int, headers: Mapping[str, str], body: bytes, url: str) -> Refusal | None:
    """Return what an answer refuses, or ``None`` when it is no refusal.

    Args:
        status: HTTP status.
        headers: with lower-case names.
        body: with its content coding undone.
        url: the address that gave the answer.
    """
    if 300 <= status < 400:
        return _sent_away(headers, url)
    if status in (404, 410):
        return None
    for name, value, who in signs.HEADERS:
        got = headers.get(name)
        if got is not None and value in got.lower():
            return Refusal("challenge", quoted(f"{who}: {name}: {got}"))
    refusal = _page_refusal(status, headers, body, url) if body else None
    slower = status in (403, 429) and signs.SLOWER.search(body[:4096]) is not None
    if refusal and refusal.trouble == "challenge" and not slower:
        return refusal
    if status in _STATUSES:
        return _by_status(status, headers, body)
    return refusal if 200 <= status < 300 else None


def _by_status(status: int, headers: Mapping[str, str], body: bytes) -> Refusal:
    trouble = _STATUSES[status]
    if status == 403 and (slower := signs.SLOWER.search(body[:4096])):
        return Refusal("rate-limited", quoted(f"403: {slower[0].decode('ascii', 'replace')}"))
    said = {
        "login": headers.get("www-authenticate", ""),
        "rate-limited": f"Retry-After: {headers['retry-after']}" if headers.get("retry-after") else "",
        "method": f"Allow: {headers['allow']}" if headers.get("allow") else "",
    }.get(trouble) or title_of(body)
    return Refusal(trouble, quoted(f"{status}: {said}" if said else str(status)))


def _sent_away(headers: Mapping[str, str], url: str) -> Refusal | None:
    """Judge a redirect by where it leads: to a form to log in that is to lead back, or to a test."""
    try:
        target = urlsplit(urljoin(url, headers.get("location", "")))
        host, own = target.hostname or "", urlsplit(url)
    except ValueError:
        return None
    where = quoted(f"redirected to {target.geturl()}")
    if signs.CHALLENGE_HOSTS.fullmatch(host):
        return Refusal("challenge", where)
    foreign = host != (own.hostname or "")
    asks = bool(signs.LOGIN_PATH.search(target.path) or (foreign and signs.LOGIN_HOSTS.fullmatch(host)))
    if asks and not signs.LOGIN_PATH.search(own.path) and (signs.RETURN_TO.search(target.query) or foreign):
        return Refusal("login", where)
    return None


def _page_refusal(status: int, headers: Mapping[str, str], body: bytes, url: str) -> Refusal | None:
    kind = kind_of_bytes(body, headers.get("content-type", ""), url)
    if kind != "html" and (kind != "plain" or len(body) > _PLAIN or body.lstrip()[:1] in (b"{", b"[")):
        return None
    low = body[:LOOKED_AT].lower()
    secret = b"password" in low
    if low.count(b"<a ") > _LINKS and not secret:
        return None
    page = page_of(body)
    if len(page.text) > _MOST and not secret:
        return None
    if refusal := _challenge(page, low):
        return refusal
    if not 200 <= status < 300:
        return None
    return _forbidden(page) or _login(page, url) or _wall(page, low, body, url)


def parts(title: str) -> Iterator[str]:
    """Yield a title and its parts: one of them is the name of the page, one that of the site."""
    yield title
    for part in _SEPARATOR.split(title):
        if part and part != title:
            yield part


def _challenge(page: Page, low: bytes) -> Refusal | None:
    size = len(page.text)
    text = page.text.lower().translate(_CURLY)
    few = len(page.tree.css("a[href]")) <= _FEW
    for name in (page.title, page.heading):
        for part in parts(name.lower().translate(_CURLY)):
            for sign in signs.TITLES:
                if size <= sign.most and (few or sign.who != signs.ANYBODY) and re.fullmatch(sign.what, part):
                    return Refusal("challenge", quoted(f'{sign.who}: "{name}"'))
    for sign in signs.MARKUP:
        if size <= sign.most and sign.what.encode() in low and sign.what not in text:
            return _found(sign, page)
    if not few:
        return None
    beginning = f"{page.noscript.lower().translate(_CURLY)[:_FIRST]} {text[:_FIRST]}"
    for sign in signs.WORDS:
        if size <= sign.most and (said := re.search(sign.what, beginning)):
            return Refusal("challenge", quoted(f'{sign.who}: "{said[0]}"'))
    if not page.has("textarea, input[type='email' i], input[type='text' i], input[type='search' i], article"):
        for sign in signs.WIDGETS:
            if size <= sign.most and sign.what.encode() in low and sign.what not in text:
                return _found(sign, page)
    return None


def _found(sign: Sign, page: Page) -> Refusal:
    title = f' titled "{page.title}"' if page.title else ""
    return Refusal(
        "challenge", quoted(f'{sign.who}: "{sign.what}" in a page{title} with {len(page.text)} characters')
    )


def _forbidden(page: Page) -> Refusal | None:
    for name in (page.title, page.heading):
        if len(page.text) <= _WALL and any(signs.FORBIDDEN.fullmatch(part.strip()) for part in parts(name)):
            return Refusal(
                "forbidden", quoted(f'"{name}" in a page with {len(page.text)} characters of text')
            )
    return None


def _login(page: Page, url: str) -> Refusal | None:
    asks = page.has("input[type='password' i]")
    named = next(
        (part for name in (page.title, page.heading) for part in parts(name) if signs.LOGIN.fullmatch(part)),
        "",
    )
    try:
        path = urlsplit(url).path
    except ValueError:
        path = ""
    if asks:
        bare = not named and not signs.LOGIN_PATH.search(path)
        if bare and (page.has("textarea, input[type='search' i]") or len(page.tree.css("form")) > 2):
            return None
        size = len(page.main_text())
        if size > (_LOGIN_BARE if bare else _LOGIN_TITLED):
            return None
        what = f'"{named}"' if named else f'a page titled "{page.title}"'
        return Refusal("login", quoted(f"{what} with a field for a password and {size} characters of text"))
    fills_in = "input[type='email' i], input[type='text' i], input[name*='user' i], form button, form input[type='submit' i]"
    if named and len(page.text) <= _LOGIN_BARE and page.has("form") and page.has(fills_in):
        return Refusal("login", quoted(f'"{named}" with a form and {len(page.text)} characters of text'))
    return None


def _wall(page: Page, low: bytes, body: bytes, url: str) -> Refusal | None:
    size, links = len(page.text), len(page.tree.css("a[href]"))
    # What was not looked at may hold the text; so may a frame, or a picture of a page.
    if size > _WALL or links > 10 or not page.whole or page.has("iframe, frame, object, embed, article"):
        return None
    text = page.text.translate(_CURLY)
    if said := signs.COOKIES.search(text.lower()):
        return Refusal("cookie-wall", quoted(f'"{said[0]}" in a page with {size} characters of text'))
    if not page.scripts or size > _NOTHING or refresh_target(body, url):
        return None
    shell = page.has(signs.SHELL) or b"<app-" in low
    for told, most in ((text, _NOTHING), (page.noscript, _NOTHING if shell else _HARDLY)):
        if size <= most and signs.SCRIPTS.search(told):
            return Refusal(
                "javascript-only", quoted(f'"{told[:100]}" in a page with {size} characters of text')
            )
    if (size <= _HARDLY if shell else not size) and links <= 3 and not page.has("img, picture, video, form"):
        return Refusal("javascript-only", f"{page.scripts} scripts and {size} characters of text")
    return None
