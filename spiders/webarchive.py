"""Web archives: asked which captures they hold of an address that answers no more, and for the bytes of one of them.

Rates: the Internet Archive's limits are 30 questions and 600 copies a minute, of which its own users take four fifths
(the ``wayback`` client of EDGI, agreed with the archive): one request in 2.5 seconds. The others publish none. An
archive that asks for a person is left alone.

What a copy is: the bytes with the moment at which they were taken. The page that a site sent for what it had not, and
the redirect to its front page, were archived as well, and are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from crawler.guard import host_of
from crawler.judge.captures import is_captcha, judge_captures
from crawler.judge.kind import kind_of_bytes
from crawler.judge.memento import Capture, iso, memento_datetime, nearest
from crawler.judge.page import page_of, quoted
from crawler.judge.replayed import replayed
from crawler.lead import Answer, Lead, Reading
from crawler.soft404 import says_not_found
from crawler.spec import Question, Source, SourceSpec
from crawler.spider import SourceSpider

PARSER = "webarchive/1"
#: Captures of one address that are kept with the answer: the nearest ones.
KEPT = 8
#: What the Internet Archive writes on a page of its own where the capture was a redirect.
_REDIRECT = re.compile(r"got an HTTP 30\d response at crawl time", re.IGNORECASE)
#: What archives write on pages of their own where they have no such copy, or show it to nobody.
_NO_COPY = re.compile(
    r"has not archived that url|\bnot (?:been )?archived\b|excluded from the wayback machine|not available in this archive"
    r"|could not be found in this collection|this (?:snapshot|page) cannot be displayed|no (?:captures?|mementos?) "
    r"|only available (?:on|in) (?:the )?(?:library premises|reading rooms?)",
    re.IGNORECASE,
)
#: Characters of text that such pages have at most.
_SHORT = 3000
_OF_THE_SITE = "the archived copy is the site's page for addresses that do not exist"


class WebArchiveSpider(SourceSpider):
    """Asks one web archive. What is asked for next, once all have answered, is not decided here."""

    name = "webarchive"
    spec = SourceSpec(
        kind="webarchive", title="A web archive", parser=PARSER, timeout=120.0,
        live_hosts=(
            "web.archive.org", "archive.org", "webarchive.nationalarchives.gov.uk", "www.webarchive.org.uk",
        ),
        min_delay={
            "web.archive.org": 2.5, "archive.org": 2.5, "webarchive.nationalarchives.gov.uk": 5.0,
            "www.webarchive.org.uk": 5.0,
        },
    )  # fmt: skip

    def hosts(self, source: Source) -> frozenset[str]:
        """The hosts of its index, its copies and its short answer."""
        named = (str(source.options.get(name) or "") for name in ("index", "raw", "availability"))
        return frozenset({host_of(source.url), *(host_of(each.partition("{")[0]) for each in named if each)})

    def start_leads(self, source: Source) -> Iterable[Lead]:
        """None: what is looked for is handed over with the source."""
        return ()

    def ask(self, source: Source, question: Question) -> Lead:
        """Questions are addresses, and are handed over with the source."""
        raise ValueError(f"{source.id} is asked for addresses only")

    def read(self, source: Source, lead: Lead, answer: Answer) -> Reading:
        """Judge a list of captures, or a copy."""
        # What is replayed with its moment is the answer of the site then, and no refusal of the archive.
        if answer.status in (401, 403, 405, 429) and memento_datetime(answer.headers) is None:
            return Reading("refused", detail=f"the archive answered {answer.status}")
        if lead.kind == "captures":
            return _captures(source, lead, answer)
        if lead.kind == "archived":
            return _copy(lead, answer)
        return Reading(
            "unreadable" if answer.status == 200 else "failed", detail=f"the archive answered {answer.status}"
        )


def _captures(source: Source, lead: Lead, answer: Answer) -> Reading:
    if answer.status >= 500:
        return Reading("failed", _short(source, lead), f"the archive answered {answer.status}")
    form = "availability" if lead.note.get("short") else str(source.options.get("form") or "timemap")
    found = judge_captures(form, answer.status, answer.headers, answer.body)
    if found.outcome == "unreadable":
        if is_captcha(answer.body):
            return _asks_for_a_person()
        return Reading("unreadable", _short(source, lead), found.detail)
    near = lead.note.get("near")
    # Two spellings of the address at one moment are asked for as the same copy.
    by_moment = {each.at: each for each in reversed(found.captures)}
    first = nearest(tuple(by_moment.values()), str(near) if near else None)[:KEPT]
    said = {
        "of": lead.note.get("of"), "held": len(found.captures), "passed": found.passed,
        "captures": [_row(each) for each in first],
    }  # fmt: skip
    return Reading("results" if found.outcome == "results" else "none", (), found.detail, said)


def _short(source: Source, lead: Lead) -> tuple[Lead, ...]:
    """Return the short answer of an archive whose list could not be had; never after a refusal."""
    short = source.options.get("availability")
    if not short or lead.note.get("short"):
        return ()
    address = str(short).replace("{url}", quote(str(lead.note["of"]), safe=""))
    note = {**lead.note, "short": True}
    return (Lead(address, "captures", "dead-link", note, key=f"{address}#{lead.note.get('near') or ''}"),)


def _asks_for_a_person() -> Reading:
    return Reading("refused", detail="the archive asks for a person", trouble="challenge")


def _row(each: Capture) -> list[str | None]:
    return [each.at, each.original, each.mime, each.digest]


def _copy(lead: Lead, answer: Answer) -> Reading:
    """Take a copy as it is, with the moment at which it was taken: where it led to another capture, that one's."""
    said_so, (original, moment) = memento_datetime(answer.headers), replayed(answer.url)
    if answer.status != 200 and said_so:
        return Reading("not-found", detail=f"the site answered {answer.status} then")
    if answer.status in (404, 410):
        return Reading("not-found", detail="the archive has no such copy")
    if answer.status != 200:
        return Reading("failed", detail=f"the archive answered {answer.status}")
    at = said_so or moment
    if at is None:
        return Reading(
            "unreadable", detail="the archive does not say when this was taken: it may be a page of its own"
        )
    if not answer.body.strip():
        return Reading("not-found", detail="the capture is empty")
    kind = kind_of_bytes(answer.body, answer.headers.get("content-type", ""), original or "")
    if kind in ("html", "plain") and (no_copy := _no_copy(answer.body, by_archive=said_so is None)):
        return no_copy
    of = str(lead.note.get("of") or "")
    if original and of and not _same(original, of):
        return Reading(
            "not-found", detail=f"the capture leads to another page of the site then: {quoted(original)}"
        )
    found = {"of": lead.note.get("of"), "archive": lead.note.get("archive"), "archived_at": iso(at)}
    return Reading("read", answer={**found, "asked": lead.note.get("at")})


def _no_copy(body: bytes, *, by_archive: bool) -> Reading | None:
    """Judge a page that is no copy: of the archive, where no header says that it is a capture, or of the site."""
    page = page_of(body)
    short = len(page.text) <= _SHORT
    if short and _REDIRECT.search(page.text):
        return Reading("not-found", detail="the capture is a redirect, and no copy")
    if short and by_archive and is_captcha(body):
        return _asks_for_a_person()
    if short and by_archive and (words := _NO_COPY.search(f"{page.title} {page.text}")):
        return Reading("not-found", detail=f'the archive has no such copy to show: "{quoted(words[0])}"')
    if said := says_not_found(body):
        return Reading("not-found", detail=f"{_OF_THE_SITE}: {said}")
    return None


def _same(one: str, other: str) -> bool:
    """Tell whether two addresses mean one document, as archives and sites that are rebuilt spell it.

    Scheme, ``www``, a slash at the end and the order of parameters tell nothing; a file that moved keeps its name.
    """
    first, second = _parts(one), _parts(other)
    name = first[1].rpartition("/")[2]
    return first == second or (bool(name) and "." in name and name == second[1].rpartition("/")[2])


def _parts(url: str) -> tuple[str, str, list[tuple[str, str]]]:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return url, "", []
    return (
        host,
        unquote(parts.path).rstrip("/").lower(),
        sorted(parse_qsl(parts.query, keep_blank_values=True)),
    )
