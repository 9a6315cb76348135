"""Web archives: asked which captures they hold of an address that answers no more, and for the bytes of one of them.

Rates: the Internet Archive's limits are 30 questions and 600 copies a minute, of which its own users take four fifths
(the ``wayback`` client of EDGI, agreed with the archive): one request in 2.5 seconds. The others publish none. An
archive that asks for a person is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from crawler.guard import host_of
from crawler.judge.memento import (
    Capture,
    is_captcha,
    iso,
    judge_captures,
    memento_datetime,
    nearest,
)
from crawler.lead import Answer, Lead, Reading
from crawler.soft404 import says_not_found
from crawler.spec import Question, Source, SourceSpec
from crawler.spider import SourceSpider

PARSER = "webarchive/1"
#: Captures of one address that are kept with the answer: the nearest ones.
KEPT = 8
#: What an archive writes on a page of its own where the capture was a redirect.
_REDIRECT = b"HTTP 30"
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

    def instead(self, source: Source, lead: Lead) -> tuple[Lead, ...]:
        """Return the short answer of an archive whose list was refused; nothing for archives without one."""
        short = source.options.get("availability")
        if lead.kind != "captures" or not short or lead.note.get("form"):
            return ()
        url = str(lead.note["of"])
        address = str(short).format(url=quote(url, safe=""), plain=url)
        note = {**lead.note, "short": True}
        return (Lead(address, "captures", "dead-link", note, key=f"{address}#{lead.note.get('near') or ''}"),)

    def read(self, source: Source, lead: Lead, answer: Answer) -> Reading:
        """Judge a list of captures, or a copy."""
        if answer.status in (401, 403, 405, 429) or (answer.status in (200, 503) and is_captcha(answer.body)):
            return Reading("refused", detail=f"the archive answered {answer.status}, and asks for a person")
        if lead.kind == "captures":
            return _captures(source, lead, answer)
        if lead.kind == "archived":
            return _copy(lead, answer)
        return Reading(
            "unreadable" if answer.status == 200 else "failed", detail=f"the archive answered {answer.status}"
        )


def _captures(source: Source, lead: Lead, answer: Answer) -> Reading:
    if answer.status >= 500:
        return Reading("failed", detail=f"the archive answered {answer.status}")
    form = "availability" if lead.note.get("short") else str(source.options.get("form") or "timemap")
    found = judge_captures(form, answer.status, answer.headers, answer.body)
    if found.outcome == "unreadable":
        return Reading("unreadable", detail=found.detail)
    near = lead.note.get("near")
    first = nearest(found.captures, str(near) if near else None)[:KEPT]
    said = {
        "of": lead.note.get("of"), "held": len(found.captures), "passed": found.passed,
        "captures": [_row(each) for each in first],
    }  # fmt: skip
    return Reading("results" if found.outcome == "results" else "none", answer=said)


def _row(each: Capture) -> list[str | None]:
    return [each.at, each.original, each.mime, each.digest]


def _copy(lead: Lead, answer: Answer) -> Reading:
    """Take a copy as it is, with the date at which it was taken: where it led to another capture, that one's."""
    if answer.status in (404, 410):
        return Reading("not-found", detail="the archive has no such copy")
    if answer.status != 200:
        return Reading("failed", detail=f"the archive answered {answer.status}")
    at = memento_datetime(answer.headers) or _in(answer.url)
    if at is None:
        return Reading(
            "unreadable", detail="the archive does not say when this was taken: it may be a page of its own"
        )
    if b"crawl time" in answer.body[:4096] and _REDIRECT in answer.body[:4096]:
        return Reading("not-found", detail="the capture is a redirect, and no copy")
    if said := says_not_found(answer.body):
        return Reading("not-found", detail=f"{_OF_THE_SITE}: {said}")
    if not answer.body.strip():
        return Reading("not-found", detail="the capture is empty")
    said_ = {
        "of": lead.note.get("of"),
        "archive": lead.note.get("archive"),
        "archived_at": iso(at),
        "asked": lead.note.get("at"),
    }
    return Reading("read", answer=said_)


def _in(url: str) -> str | None:
    """Return the moment in the address of a copy, 14 digits."""
    parts = (part[:14] for part in url.split("/"))
    return next((part for part in parts if len(part) == 14 and part.isdigit()), None)
