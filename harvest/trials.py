"""What is looked at when one source is tried: does it answer, may it be asked, is it what its spider expects?"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Protocol
from urllib.parse import urljoin

from crawler.guard import host_of
from crawler.judge.govuk import judge_content, judge_search
from crawler.judge.system import system_of
from crawler.judging import judge
from crawler.lead import Answer, Lead
from crawler.robots import MAX_BYTES, Robots, robots_url
from crawler.soft404 import fingerprint, nonsense_url
from crawler.spec import Question, Source
from harvest.planned import PlannedSource

#: A phrase that no site has: its own words for nothing found are what comes back.
NONSENSE = '"qzxv kwyjibo nonexistent phrase"'
#: Seconds by which a clock may differ from a host's before dates in ``Retry-After`` go wrong.
SKEW = 300


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what, whether it is as it should be, what was seen, and what to do about it."""

    name: str
    ok: bool
    saw: str
    next: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data; ``next`` only where there is something to do."""
        return {key: value for key, value in asdict(self).items() if value is not None}


class Asker(Protocol):
    """Asks for an address, politely, and keeps the answer."""

    agent: str

    def get(self, url: str, source: str, kind: str) -> Answer:
        """Return the answer."""
        ...


def try_source(asker: Asker, reader: Any, place: Source, planned: PlannedSource) -> list[Check]:
    """Return what a source does: its robots.txt first, then its search, or its pages where it has none."""
    answer = asker.get(robots_url(place.url), place.id, "robots")
    robots = Robots.from_answer(
        answer.status,
        answer.headers.get("content-type", ""),
        answer.body[:MAX_BYTES],
        asker.agent.split("/")[0],
    )
    searched = reader.spec.search is not None
    first = (
        reader.ask(place, Question(f"{place.id}:doctor", place.id, None, None, NONSENSE)).url
        if searched
        else place.url
    )
    allowed = robots.check(first)
    saw = robots.detail if allowed.allowed else f"forbids it: {allowed.rule}"
    checks = [Check("robots", allowed.allowed, saw)]
    if not allowed.allowed:
        return checks
    checks += _clock(answer)
    if searched:
        return checks + _search(asker, reader, place, planned, first)
    return checks + _site(asker, reader, place, robots)


def _clock(answer: Answer) -> list[Check]:
    try:
        skew = abs(time.time() - parsedate_to_datetime(answer.headers.get("date", "")).timestamp())
    except (TypeError, ValueError):
        return []
    return [Check("clock", skew < SKEW, f"{skew:.0f} s apart from the host's")]


def _search(asker: Asker, reader: Any, place: Source, planned: PlannedSource, first: str) -> list[Check]:
    nothing = judge_search(*_status_body(asker.get(first, place.id, "search")))
    saw = f"{nothing.outcome}: {nothing.detail or ''}"
    checks = [Check("nothing found", nothing.outcome == "none", saw)]
    asked = next((each for each in planned.questions if each.sent), None)
    if asked is None:
        return checks
    lead = reader.ask(place, Question(f"{place.id}:doctor", place.id, asked.concept, asked.meant, asked.sent))
    page = judge_search(*_status_body(asker.get(lead.url, place.id, "search")))
    saw = f"{asked.sent}: {page.outcome}, {page.total} results"
    checks.append(Check("a phrase", page.outcome in ("results", "none"), saw))
    if page.results:
        found = reader.result_lead(place, page.results[0], "doctor")
        content = judge_content(*_status_body(asker.get(found.url, place.id, "content")), found.url)
        title = content.item.title if content.item else content.detail
        checks.append(Check("a page", content.outcome in ("read", "redirect"), f"{content.outcome}: {title}"))
    return checks


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


def _status_body(answer: Answer) -> tuple[int, bytes]:
    return answer.status, answer.body
