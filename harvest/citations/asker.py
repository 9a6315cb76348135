"""Asking indexes: one at a time, politely, every answer kept, retried with waits, stopped by refusals and budgets."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from crawler.clock import Clock, SystemClock
from crawler.guard import NotPublicError, host_of
from crawler.pace import NOT_NOW, Pace
from crawler.safe_requests import NO_ANSWER, Client, Got
from harvest.citations.budget import Budget, budget_of, pace_of, used_up
from harvest.citations.model import Outcome, UnansweredError
from harvest.citations.shelf import STANDING, Kept, Shelf

#: How often one question is put, the first time included.
ATTEMPTS = 7
#: The longest pause that is waited for within a search, in seconds; after a longer one is asked for, the index is
#: left for another day.
LONGEST = 120.0
#: Questions in a row that failed for good after which an index is left alone.
GIVEN_UP = 3
#: Answers that a key makes no better.
_REFUSED = frozenset({401, 403, 405, 407, 451})


@dataclass(slots=True)
class Service:
    """One index as it is reached, and how it went.

    Attributes:
        name: of the index.
        base: its address, without a slash at the end.
        delay: seconds between questions.
        backoff: seconds before the first retry; each further one waits twice as long.
        seconds: time for one answer.
        key: what opens it, ``""`` without one.
        key_named: where the key came from, for sentences.
        contact: whom to write to, for indexes that want to know.
        cap: at most so many citing works are taken of one work; ``None`` for all.
        closed: outcome and sentence, once nothing more is asked.
        refused_key: what was said of a key that was not taken; asking went on without it.
        broke: a budget for paid questions is used up; free ones go on.
        budget: as last heard.
        counts: requests, answers from the archive, retries, statuses.
    """

    name: str
    base: str
    delay: float
    backoff: float = 1.0
    seconds: float = 60.0
    key: str = ""
    key_named: str = ""
    contact: str = ""
    cap: int | None = None
    closed: tuple[Outcome, str] | None = None
    refused_key: str = ""
    broke: str = ""
    budget: Budget | None = None
    in_vain: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def host(self) -> str:
        """Host, and port where there is one."""
        return host_of(self.base)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer whose body is JSON, or one that says there is nothing.

    Attributes:
        status: HTTP status.
        fields: headers by lower-case name.
        content: the parsed body; ``None`` where it is not JSON and the status is not 200.
    """

    status: int
    fields: Mapping[str, str]
    content: Any


class Asker:
    """Asks indexes.

    Args:
        shelf: keeps the answers, and is asked first.
        agent: the honest name under which it goes.
        exempt: hosts, with their ports, that may be at private addresses.
        secrets: what is sent and must not be kept.
        proxy: a proxy that all requests go through.
        offline: only the shelf is asked.
        clock, wait: for tests.
    """

    def __init__(
        self,
        shelf: Shelf,
        agent: str,
        services: Mapping[str, Service],
        *,
        exempt: frozenset[str] = frozenset(),
        proxy: str | None = None,
        offline: bool = False,
        clock: Clock | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._shelf, self._offline, self._clock = shelf, offline, clock or SystemClock()
        # A secret of a few letters would be "found" everywhere; as a parameter it is left off in any case.
        self._secrets = frozenset(
            each for one in services.values() for each in (one.key, one.contact) if len(each) > 3
        )
        self._pace = Pace(self._clock, 0.0, {each.host: each.delay for each in services.values()})
        self._clients = {
            each.seconds: Client(
                agent, self._pace, proxy=proxy, exempt=exempt, secrets=self._secrets, seconds=each.seconds,
                max_bytes=200_000_000, clock=self._clock, wait=wait,
            )
            for each in services.values()
        }  # fmt: skip

    def get(
        self,
        service: Service,
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        private: Callable[[], Mapping[str, str]] = dict,
        headers: Callable[[], Mapping[str, str]] = dict,
        cost: float = 0.0,
        also: frozenset[int] = frozenset(),
        fresh: bool = False,
    ) -> Said:
        """Put one question, from the archive when it is answered there.

        Args:
            service: whom to ask.
            path: below its address, quoted.
            params: parameters of the question.
            private: parameters with keys and contacts: sent and never kept. Asked for before every request.
            headers: lines of the request with keys. Asked for before every request.
            cost: in USD, by the index's own list of prices.
            also: statuses that the client can do something with, beside 200 and "not found".
            fresh: ask, even where the archive has an answer.

        Raises:
            UnansweredError: it was refused, is over the budget, or failed.
        """
        url = service.base + path + query(params or {})
        kept = None if fresh else self._shelf.held(service.name, url)
        if kept and (said := _said(kept)) and not _passing(kept):
            service.counts["from_archive"] += 1
            return _wanted(service, said, also)
        if self._offline:
            raise UnansweredError("failed", f"{service.name}: the archive has no answer to it")
        if service.closed:
            raise UnansweredError(*service.closed)
        if cost and not service.broke and service.budget and service.budget.short_of(cost):
            service.broke = _sentence(service, "its budget is used up", service.budget)
        if cost and service.broke:
            raise UnansweredError("over-budget", service.broke)
        return _wanted(service, self._ask(service, url, private, headers, cost), also)

    def _ask(
        self, service: Service, url: str, private: Callable[[], Mapping[str, str]],
        headers: Callable[[], Mapping[str, str]], cost: float,
    ) -> Said:  # fmt: skip
        last, reached = "", False
        for attempt in range(ATTEMPTS):
            if attempt:
                service.counts["retries"] += 1
                self._pace.wait(service.host, min(LONGEST, service.backoff * 2.0 ** (attempt - 1)))
            self._may_wait(service)
            service.counts["requests"] += 1
            try:
                got = self._clients[service.seconds].get(_with(url, private()), headers())
            except NotPublicError as error:
                raise self._close(service, "refused", f"{service.name} is not asked: {error}") from error
            except NO_ANSWER as error:
                known = self._clients[service.seconds].told(error)
                last = f"{service.name}: {known.sentence}"
                self._shelf.note(service.name, url, {"outcome": "failed", "detail": known.sentence, "trouble": known.trouble,
                                                     "evidence": known.evidence})  # fmt: skip
                if known.lasting:
                    break
                continue
            reached = True
            kept = self._keep(service, url, got)
            if said := _said(kept):
                service.in_vain = 0
                return said
            last = f"{service.name} answered {got.status}"
            if used_up(got.status, got.fields, got.body):
                raise self._over(service, cost, got)
            if got.status == 401 and service.key:
                service.refused_key = (
                    f"{service.name} did not take the key in {service.key_named}; it was asked without one"
                )
                service.key = ""
                continue
            if got.status in _REFUSED:
                raise self._close(service, "refused", f"{service.name} refused to answer ({got.status})")
            if got.status not in NOT_NOW and got.status != 200:
                break
            if got.status == 200:
                last = f"{service.name} sent what is not JSON"
        service.in_vain += 1
        if service.in_vain >= GIVEN_UP or not reached:
            raise self._close(service, "failed", f"{last}; it was asked no further")
        raise UnansweredError("failed", last)

    def _keep(self, service: Service, url: str, got: Got) -> Kept:
        """Keep an answer, and obey what it says of rates and budgets."""
        service.counts[f"status_{got.status}"] += 1
        budget = budget_of(got.fields)
        service.budget = budget or service.budget
        if (seconds := pace_of(got.fields)) and seconds <= LONGEST:
            self._pace.slow_to(service.host, seconds)
        said = {"budget": budget.as_dict()} if budget else {}
        self._shelf.keep(service.name, url, got, self._secrets, said)
        return Kept(got.status, got.fields, got.body, False)

    def _may_wait(self, service: Service) -> None:
        """Leave an index for another day when it asked for a longer pause than is waited for."""
        asked = self._pace.next_at([service.host]) or 0.0
        if asked > LONGEST:
            detail = f"{service.name} asks to be left alone for {asked:.0f} s; go on after that"
            raise self._close(service, "over-budget" if service.broke else "refused", service.broke or detail)

    def _over(self, service: Service, cost: float, got: Got) -> UnansweredError:
        detail = _sentence(
            service, f"its budget is used up ({got.status})", budget_of(got.fields) or service.budget
        )
        if cost:
            service.broke = detail
            return UnansweredError("over-budget", detail)
        return self._close(service, "over-budget", detail)

    def _close(self, service: Service, outcome: Outcome, detail: str) -> UnansweredError:
        service.closed = (outcome, detail)
        return UnansweredError(outcome, detail)

    def close(self) -> None:
        """Close the connections."""
        for each in self._clients.values():
            each.close()


def query(params: Mapping[str, str]) -> str:
    """Return parameters as the end of an address, in their order."""
    pairs = [f"{name}={quote(value, safe=':,*')}" for name, value in params.items()]
    return "?" + "&".join(pairs) if pairs else ""


def _with(url: str, private: Mapping[str, str]) -> str:
    pairs = query({name: value for name, value in private.items() if value})[1:]
    return f"{url}{'&' if '?' in url else '?'}{pairs}" if pairs else url


def _said(kept: Kept) -> Said | None:
    """Return an answer that stands, or ``None`` when it has to be asked for again."""
    if kept.status not in STANDING:
        return None
    try:
        content = json.loads(kept.body)
    except ValueError:
        if kept.status == 200:
            return None
        content = None
    return Said(kept.status, kept.fields, content)


def _passing(kept: Kept) -> bool:
    """Tell whether an answer that a question was wrong may be another one today: a cursor is good for a while only."""
    return kept.status == 400 and b"between 1 and" not in kept.body


def _wanted(service: Service, said: Said, also: frozenset[int]) -> Said:
    if said.status not in (200, 404, 410) and said.status not in also:
        raise UnansweredError("failed", f"{service.name} answered {said.status}")
    return said


def _sentence(service: Service, what: str, budget: Budget | None) -> str:
    resets = f"; it is given anew in {budget.resets:.0f} s" if budget and budget.resets else ""
    return f"{service.name}: {what}{resets}"
