"""What is looked at when one source is tried: does it answer, may it be asked, is it what its spider expects?"""

from __future__ import annotations

import time
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from crawler.guard import host_of
from crawler.judge.described import described, describes
from crawler.judge.item import Item
from crawler.judge.system import system_of
from crawler.judging import judge
from crawler.lead import Answer, Lead, Reading
from crawler.robots import MAX_BYTES, Robots, robots_url
from crawler.soft404 import fingerprint, nonsense_url
from crawler.spec import Question, Source
from harvest.planned import PlannedSource
from harvest.publisher_trial import try_publisher
from harvest.trial_parts import Asker, Check

#: A phrase that no site has: its own words for nothing found are what comes back.
NONSENSE = '"qzxv kwyjibo nonexistent phrase"'
#: Requests that one phrase may take: a form, what is posted, what that leads to.
MOST_STEPS = 4
#: Seconds by which a clock may differ from a host's before dates in ``Retry-After`` go wrong.
SKEW = 300


def try_source(asker: Asker, reader: Any, place: Source, planned: PlannedSource) -> list[Check]:
    """Return what a source does: its robots.txt first, then its search, or its pages where it has none."""
    answer = asker.get(robots_url(place.url), place.id, "robots")
    robots = Robots.from_answer(
        answer.status,
        answer.headers.get("content-type", ""),
        answer.body[:MAX_BYTES],
        asker.agent.split("/")[0],
    )
    declared = place.options.get("declared")
    searched = reader.spec.search is not None or bool(declared and planned.questions)
    question = Question(f"{place.id}:doctor", place.id, None, None, NONSENSE)
    first = reader.ask(place, question).url if searched else place.url
    allowed = robots.check(first)
    saw = robots.detail if allowed.allowed else f"forbids it: {allowed.rule}"
    checks = [Check("robots", allowed.allowed, saw)]
    if not allowed.allowed:
        return checks
    checks += _clock(answer)
    if declared:
        checks += try_publisher(asker, reader, place, robots)
    if searched:
        return checks + _search(asker, reader, place, planned)
    return checks if declared else checks + _site(asker, reader, place, robots)


def _clock(answer: Answer) -> list[Check]:
    try:
        skew = abs(time.time() - parsedate_to_datetime(answer.headers.get("date", "")).timestamp())
    except (TypeError, ValueError):
        return []
    return [Check("clock", skew < SKEW, f"{skew:.0f} s apart from the host's")]


def _search(asker: Asker, reader: Any, place: Source, planned: PlannedSource) -> list[Check]:
    nothing, _ = _asked(asker, reader, place, NONSENSE)
    checks = [Check("nothing found", nothing.outcome == "none", f"{nothing.outcome}: {nothing.detail or ''}")]
    asked = next((each for each in planned.questions if each.sent), None)
    if asked is None:
        return checks
    page, found = _asked(asker, reader, place, asked.sent or "")
    said = page.answer or {}
    counted = said.get("total") if said.get("total") is not None else said.get("returned", 0)
    saw = f"{asked.sent}: {page.outcome}, {counted} results" + (f" ({page.detail})" if page.detail else "")
    checks.append(Check("a phrase", page.outcome in ("results", "none"), saw))
    if found is not None:
        answer = asker.get(found.url, place.id, found.kind)
        reading = judge(reader, place, found, answer)
        titles = [each.title for each in _items(place.kind, found, answer)]
        told = found.note.get("title") or next(iter(titles), None) or reading.detail or found.url
        checks.append(Check("a page", reading.outcome in ("read", "redirect"), f"{reading.outcome}: {told}"))
    return checks


def _items(system: str, lead: Lead, answer: Answer) -> Sequence[Item]:
    return (
        described(system, lead.kind, answer.status, answer.body, answer.url)[1]
        if describes(system, lead.kind)
        else ()
    )


def _asked(asker: Asker, reader: Any, place: Source, sent: str) -> tuple[Reading, Lead | None]:
    """Put a phrase to a search, by way of its form where it has one; return the verdict and the first result."""
    lead: Lead = reader.ask(place, Question(f"{place.id}:doctor", place.id, None, None, sent))
    reading = Reading("unreadable")
    for _ in range(MOST_STEPS):
        answer = asker.get(lead.url, place.id, lead.kind, lead.note.get("form"))
        reading = judge(reader, place, lead, answer)
        onward = next(
            (each for each in reading.leads if each.follow and each.kind in ("search", "form")), None
        )
        if reading.outcome in ("results", "none") or onward is None:
            break
        lead = onward
    results = (each for each in reading.leads if each.follow and each.kind not in ("search", "form"))
    return reading, next(results, None)


def _site(asker: Asker, reader: Any, place: Source, robots: Robots) -> list[Check]:
    front = asker.get(place.url, place.id, "page")
    reading = judge(reader, place, Lead(place.url, "page", "start"), front)
    moved = reading.outcome == "redirect"
    hint = f"Put the new address into the protocol as url of source {place.id}." if moved else None
    if reading.outcome == "refused":
        hint = "Search it by hand: greylit export --to manual-search; or ask its owner for permission."
    saw = f"{front.status}, {len(front.body)} bytes, " + (reading.detail or f"{len(reading.leads)} links")
    checks = [Check("the front page", reading.outcome == "read", saw, hint)]
    if reading.outcome != "read":
        return checks
    system = system_of(front.body, front.headers)
    checks.append(Check("system", True, system or "not known: its pages do not say"))
    nonsense = nonsense_url(place.url, host_of(place.url))
    if robots.check(nonsense).allowed:
        answer = asker.get(nonsense, place.id, "probe")
        known = fingerprint(answer.status, answer.headers, answer.body, answer.url)
        said = (
            f"says so with status {answer.status}"
            if known is None
            else f"sends a page with status {answer.status}, which a run tells from documents by its likeness"
        )
        checks.append(Check("no such page", True, said))
    sitemap = urljoin(place.url, "/sitemap.xml")
    if robots.check(sitemap).allowed:
        answer = asker.get(sitemap, place.id, "sitemap")
        listed = judge(reader, place, Lead(sitemap, "sitemap", "start"), answer)
        saw = (
            f"{len(listed.leads)} addresses"
            if listed.outcome == "read"
            else f"none ({listed.outcome}, {answer.status})"
        )
        checks.append(Check("sitemap", True, saw))
    return checks
