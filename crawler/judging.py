"""What an answer is: refused, led elsewhere, not there, or something for its source's reader. Pure.

In this order, so that no reader ever takes a refusal for a page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from crawler.canonical import as_written, canonical
from crawler.guard import host_of
from crawler.judge.refresh import refresh_target
from crawler.judge.refusals import refusal_of
from crawler.lead import Answer, Lead, Reading
from crawler.reader import Reader
from crawler.soft404 import Fingerprint, is_soft_404, says_not_found
from crawler.spec import Source
from crawler.traps import trap_of
from crawler.trouble import Trouble

MAX_HOPS = 5
#: Added to the key of a form whose answer leads elsewhere: what it leads to is not the form.
LED_ON = "/answer"
#: Kinds of leads whose answers are meant for people: pages that only say "not found" come as these.
FOR_PEOPLE = frozenset({"page", "file", "document", "meeting", "issue", "listing", "publication"})


def judge(
    reader: Reader, source: Source, lead: Lead, answer: Answer, known: Fingerprint | None = None
) -> Reading:
    """Return what an answer is.

    Args:
        reader: reads the kind of source.
        source: whose address it is.
        lead: why it was asked for.
        answer: what came.
        known: how the host answers for addresses that do not exist, where it does not say so.
    """
    # Before redirects: one that leads to a form to log in is a refusal, and says where it was sent.
    # What a web archive replays, with the moment at which it was taken, was refused by the site then, and not by the archive.
    replay = lead.kind == "archived" and "memento-datetime" in answer.headers
    if not replay and (refusal := refusal_of(answer.status, answer.headers, answer.body, answer.url)):
        instead, problem = _instead(reader, source, lead)
        return Reading(
            "refused",
            instead,
            f"{refusal.sentence}; {problem}" if problem else refusal.sentence,
            trouble=refusal.trouble,
            evidence=refusal.evidence,
        )
    if 300 <= answer.status < 400:
        onward = _redirected(lead, answer)
        if (
            known
            and onward.leads
            and (said := is_soft_404(known, answer.status, answer.body, onward.leads[0].url))
        ):
            return _not_there(said)
        return onward
    if answer.status == 200 and lead.kind in FOR_PEOPLE:
        said = says_not_found(answer.body)
        if said is None and known is not None:
            said = is_soft_404(known, answer.status, answer.body, answer.url)
        if said:
            return _not_there(said)
        if lead.kind in ("page", "listing", "publication") and (
            target := refresh_target(answer.body, answer.url)
        ):
            return _onward(lead, answer, target, "refresh")
    try:
        reading = reader.read(source, lead, answer)
    except Exception as error:
        return Reading("unreadable", detail=f"the reader failed on it: {type(error).__name__}: {error}")
    if reading.outcome in ("refused", "failed") and reading.trouble is None:
        trouble: Trouble = "server-error" if answer.status >= 500 else "other"
        return Reading(
            reading.outcome, reading.leads, reading.detail, reading.answer, trouble, reading.evidence
        )
    return reading


def _instead(reader: Reader, source: Source, lead: Lead) -> tuple[tuple[Lead, ...], str]:
    """Return what is asked instead of what was refused; nothing, and why, where the reader fails on it."""
    try:
        return reader.instead(source, lead), ""
    except Exception as error:
        # A refusal stays one, whatever a reader makes of it.
        return (), f"the reader failed on what to ask instead: {type(error).__name__}: {error}"


def placed(leads: Iterable[Lead], hosts: Collection[str]) -> Iterator[Lead]:
    """Yield leads as they are to be taken: those to hosts that are none of their source's are not followed."""
    for lead in leads:
        try:
            foreign = host_of(lead.url) not in hosts
        except ValueError:
            foreign = True
        if lead.follow and foreign:
            reason = "on a host that is not one of this source's"
            lead = replace(lead, follow=False, note={**lead.note, "reason": reason})
        yield lead


def _not_there(said: str) -> Reading:
    detail = f"the page for addresses that do not exist, sent as if it were one: {said}"
    return Reading("not-found", detail=detail, trouble="soft-404", evidence=said)


def _redirected(lead: Lead, answer: Answer) -> Reading:
    if answer.status == 304:
        return Reading("failed", detail="it answered 304 without being asked for changes", trouble="other")
    location = answer.headers.get("location")
    if not location:
        return Reading("unreadable", detail=f"status {answer.status} without an address to go to")
    try:
        target = canonical(location, answer.url)
    except ValueError as error:
        return Reading("unreadable", detail=f"redirected to what is no address: {error}")
    if target == answer.url and (written := as_written(location, answer.url)) != answer.url:
        # A site that answers only to an address with its mark of the visit in it.
        target = written
    return _onward(lead, answer, target, "redirect")


def _onward(lead: Lead, answer: Answer, target: str, how: str) -> Reading:
    """Follow a redirect or a refresh, unless it has led here before or too often."""
    loop: Trouble = "refresh-loop" if how == "refresh" else "redirect-loop"
    # A form is often answered by a redirect to its own address, which is then asked for.
    posted = "form" in lead.note
    via = [*lead.note.get("via", ()), *(() if posted else (answer.url,))]
    if target in via and not posted:
        what = "to itself" if target == answer.url else "round in a circle"
        return Reading("unreadable", detail=f"redirected {what}", trouble=loop, evidence=" > ".join(via[-3:]))
    hops = int(lead.note.get("hops", 0)) + 1
    if hops > MAX_HOPS:
        return Reading(
            "unreadable", detail=f"redirected more than {MAX_HOPS} times", trouble=loop,
            evidence=" > ".join(via[-3:]),
        )  # fmt: skip
    note = {**lead.note, "hops": hops, "via": via}
    # Where a form leads to, is asked for and not posted to (RFC 9110, 15.4.4; browsers do so for 301 and 302 as well).
    note.pop("form", None)
    trap = trap_of(target, answer.url)
    if trap:
        note["reason"] = trap
    _, mark, part = lead.key.partition("#")
    # The part of a page that was meant is meant of the page that it led to as well (RFC 9110, 10.2.2).
    key = target + mark + part + (LED_ON if posted else "") if lead.key and mark else ""
    onward = Lead(target, lead.kind, "redirect", note, lead.question, lead.priority, trap is None, key)
    return Reading("redirect", (onward,), f"redirected to {target}")
