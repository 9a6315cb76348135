"""Trying one source; what is looked at, here and on this machine, is a :class:`Check`."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from crawler.clock import SystemClock
from crawler.failures import failure_of
from crawler.guard import NotPublicError, host_of
from crawler.judge.govuk import judge_content, judge_search
from crawler.lead import Answer
from crawler.pace import Pace
from crawler.robots import MAX_BYTES, Robots, robots_url
from crawler.safe_requests import NO_ANSWER, Client
from crawler.sources import spiders
from crawler.spec import Question, Source
from harvest.errors import Exit, GreylitError
from harvest.protocol import Protocol
from harvest.questions import PlannedSource
from harvest.run import user_agent
from harvest.version import software
from store.archive import Archive
from store.ledger import Ledger
from store.workspace import Workspace

#: A phrase that no site has: its own words for nothing found are what comes back.
NONSENSE = '"qzxv kwyjibo nonexistent phrase"'


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


class _Asker:
    """Asks one host politely and archives every answer."""

    def __init__(
        self, protocol: Protocol, archive: Archive, ledger: Ledger, proxy: str | None, delay: float
    ) -> None:
        self.agent = user_agent(protocol.review.contact)
        self._archive, self._ledger = archive, ledger
        self._client = Client(self.agent, Pace(SystemClock(), delay), proxy=proxy)

    def get(self, url: str, source: str, kind: str) -> Answer:
        try:
            got = self._client.get(url)
        except NotPublicError as error:
            raise GreylitError(str(error), code="ADDRESS") from error
        except NO_ANSWER as error:
            known = failure_of(error)
            self._ledger.append(
                "note",
                {"url": url, "source": source, "outcome": "failed", "detail": known.sentence,
                 "trouble": known.trouble, "evidence": known.evidence},
            )  # fmt: skip
            raise GreylitError(
                f"{host_of(url)} did not answer: {known.sentence}", code="UNREACHABLE",
                exit_code=Exit.UNREACHABLE, hint="Check the connection, and that the address opens in a browser.",
            ) from error  # fmt: skip
        place = self._archive.add(
            url, request=got.request, status_line=got.status_line, headers=got.headers, body=got.raw
        )
        self._ledger.append(
            "warc",
            {"url": url, "source": source, "kind": kind, "status": got.status, "warc": place.warc,
             "offset": place.offset, "length": place.length, "why": "doctor"},
        )  # fmt: skip
        return got.answer()


def source(
    workspace: Workspace, protocol: Protocol, planned: PlannedSource, proxy: str | None
) -> list[Check]:
    """Try one source: robots.txt, a phrase nobody has, a phrase of the protocol, one page of what it found.

    Every answer is archived, and the ledger keeps the result with its date: a source counts as verified
    when all of it was as its spider expects.

    Raises:
        GreylitError: the source has no spider, cannot be tried, or did not answer.
    """
    spider = spiders().get(planned.kind)
    if spider is None or planned.reason:
        raise GreylitError(
            f"{planned.id} cannot be tried: {planned.reason or 'no spider'}", code="NO_SPIDER",
            hint="Search it by hand, and import what you find as a manual source.",
        )  # fmt: skip
    if planned.kind != "govuk":
        raise GreylitError(
            f"{planned.id} has no search of its own to be tried", code="NO_SEARCH",
            hint="A run walks it; `greylit status` says afterwards what came back.",
        )  # fmt: skip
    workspace.prepare()
    reader = spider()
    place = Source(planned.id, planned.kind, planned.name, planned.url, {**planned.options, "page_size": 10})
    delay = max(protocol.crawl.delay, reader.spec.min_delay.get(host_of(planned.url), 0.0))
    lock = workspace.lock()
    try:
        with Ledger(workspace.ledger) as ledger:
            archive = Archive(
                workspace.archive, 0, f"greylit/{software()['greylit']}", {"robots": "RFC 9309"}
            )
            try:
                checks = _try(_Asker(protocol, archive, ledger, proxy, delay), reader, place, planned)
            finally:
                archive.close()
            ledger.append(
                "doctor",
                {"source": planned.id, "kind": planned.kind, "host": host_of(planned.url), "parser": reader.spec.parser,
                 "ok": all(each.ok for each in checks), "checks": [each.as_dict() for each in checks]},
            )  # fmt: skip
    finally:
        lock.release()
    return checks


def _try(asker: _Asker, reader: Any, place: Source, planned: PlannedSource) -> list[Check]:
    checks = []
    answer = asker.get(robots_url(place.url), place.id, "robots")
    agent = asker.agent.split("/")[0]
    robots = Robots.from_answer(
        answer.status, answer.headers.get("content-type", ""), answer.body[:MAX_BYTES], agent
    )
    first = reader.ask(place, Question(f"{place.id}:doctor", place.id, None, None, NONSENSE))
    allowed = robots.check(first.url)
    checks.append(
        Check("robots", allowed.allowed, robots.detail if allowed.allowed else f"forbids it: {allowed.rule}")
    )
    if not allowed.allowed:
        return checks
    if date := answer.headers.get("date"):
        try:
            skew = abs(time.time() - parsedate_to_datetime(date).timestamp())
            checks.append(Check("clock", skew < 300, f"{skew:.0f} s apart from the host's"))
        except (TypeError, ValueError):
            pass
    nothing = judge_search(*_status_body(asker.get(first.url, place.id, "search")))
    checks.append(
        Check("nothing found", nothing.outcome == "none", f"{nothing.outcome}: {nothing.detail or ''}")
    )
    asked = next((each for each in planned.questions if each.sent), None)
    if asked is None:
        return checks
    lead = reader.ask(place, Question(f"{place.id}:doctor", place.id, asked.concept, asked.meant, asked.sent))
    page = judge_search(*_status_body(asker.get(lead.url, place.id, "search")))
    checks.append(
        Check(
            "a phrase",
            page.outcome in ("results", "none"),
            f"{asked.sent}: {page.outcome}, {page.total} results",
        )
    )
    if page.results:
        found = reader.result_lead(place, page.results[0], "doctor")
        content = judge_content(*_status_body(asker.get(found.url, place.id, "content")), found.url)
        title = content.item.title if content.item else content.detail
        checks.append(Check("a page", content.outcome in ("read", "redirect"), f"{content.outcome}: {title}"))
    return checks


def _status_body(answer: Answer) -> tuple[int, bytes]:
    return answer.status, answer.body
