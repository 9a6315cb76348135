"""The robots.txt of every host: asked for before anything else, kept for a day, found again after a crash.

No Scrapy. Each request is a row of the ledger; what it said is in the archive.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime
from typing import Any

from crawler.canonical import canonical
from crawler.clock import Clock
from crawler.guard import host_of, refusal
from crawler.lead import Answer, Lead
from crawler.manners import Manners
from crawler.pace import LONGEST_WAIT, Pace, pause, retry_after
from crawler.robots import Robots, robots_url
from store.archive import read
from store.errors import StoreError
from store.frontier import Pending
from store.ledger import Entry, Ledger
from store.workspace import Workspace

#: RFC 9309, 2.4: robots.txt is not kept longer than a day.
KEPT_SECONDS = 24 * 3600.0
#: RFC 9309, 2.3.1.2: at least five redirects in a row are followed, to other hosts as well.
MAX_HOPS = 5


class Gate:
    """Knows, or finds out, what every host allows.

    Args:
        workspace: where the archive is.
        run: number of the run.
        ledger: where every request for a robots.txt is a row.
        pace: how fast hosts may be asked; a ``Crawl-delay`` goes there.
        manners: the numbers of the crawl.
        clock: where time comes from.
        chance: gives numbers from 0 to 1 that spread out the pauses of a host in trouble.
    """

    def __init__(
        self, workspace: Workspace, run: int, ledger: Ledger, pace: Pace, manners: Manners, clock: Clock,
        chance: Callable[[], float] = random.random,
    ) -> None:  # fmt: skip
        self._chance = chance
        self._archive, self._run, self._ledger = workspace.archive, run, ledger
        self._pace, self._manners, self._clock = pace, manners, clock
        # All by the address of robots.txt: there is one for each scheme, host and port.
        self._known: dict[str, tuple[float, Robots]] = {}
        self._moved: dict[str, tuple[str, int]] = {}
        self._attempts: dict[str, int] = {}
        self._asking: set[str] = set()

    def asking(self, host: str) -> bool:
        """Tell whether the robots.txt of a host is being asked for: nothing else is asked of it then."""
        return host in self._asking

    def rules(self, url: str) -> Robots | None:
        """Return the rules that govern an address, less than a day old; ``None`` when they must be asked for."""
        key = robots_url(url)
        known = self._known.get(key) or self._logged(key)
        if known is None or self._clock.epoch() - known[0] > KEPT_SECONDS:
            return None
        if key not in self._known:
            self._keep(key, *known)
        return known[1]

    def _keep(self, key: str, at: float, robots: Robots) -> None:
        self._known[key] = at, robots
        self._moved.pop(key, None)
        self._attempts.pop(key, None)
        self._asking.discard(host_of(key))
        if robots.crawl_delay:
            self._pace.slow_to(host_of(key), robots.crawl_delay)

    def _logged(self, key: str) -> tuple[float, Robots] | None:
        """Find the rules in what this run has archived before it was stopped."""
        url = key
        for _ in range(MAX_HOPS + 1):
            rows = [
                entry
                for entry in self._ledger.by_url(url)
                if entry.run == self._run
                and entry.body.get("kind") == "robots"
                and not entry.body.get("again")
            ]
            if not rows:
                return None
            if not rows[-1].body.get("leads"):
                try:
                    return datetime.fromisoformat(rows[-1].at).timestamp(), self._said(rows[-1])
                except StoreError:
                    # What it said is lost with its WARC file: it is asked for again.
                    return None
            url = Lead.from_row(rows[-1].body["leads"][0]).url
        return None

    def _said(self, entry: Entry) -> Robots:
        body, agent = entry.body, self._manners.robots_agent
        if body.get("status") is None:
            return Robots.unreachable(str(body.get("detail")), agent)
        stored = read(self._archive, str(body["warc"]), int(body["offset"]))
        return Robots.from_answer(int(body["status"]), str(body.get("mime") or ""), stored.body(), agent)

    def ask(self, pending: Pending) -> Pending | None:
        """Return the request for the robots.txt that an address waits for.

        Returns:
            ``None`` when robots.txt has moved to another host that may not be asked now; then the host of
            the address waits with it.
        """
        key = robots_url(pending.url)
        url, hops = self._moved.get(key, (key, 0))
        asked = host_of(url)
        if asked != pending.host and not self._pace.may_ask(asked):
            wait = self._pace.next_at([asked])
            self._pace.wait(pending.host, 1.0 if wait is None else wait)
            return None
        self._asking.add(pending.host)
        self._pace.started(asked)
        lead = {"kind": "robots", "of": key, "hops": hops, **({"why": "redirect"} if hops else {})}
        return Pending(-1, url, asked, pending.spider, pending.source, 0, 0, lead)

    def answered(self, pending: Pending, answer: Answer, row: dict[str, Any]) -> None:
        """Take the answer to a request of :meth:`ask`; ``row`` is the ledger row begun for it."""
        key, agent = str(pending.lead["of"]), self._manners.robots_agent
        robots = Robots.from_answer(answer.status, answer.headers.get("content-type", ""), answer.body, agent)
        if 300 <= answer.status < 400:
            hops = int(pending.lead["hops"]) + 1
            target = self._target(answer)
            if target is not None and hops <= MAX_HOPS:
                row.update(outcome="redirect", detail=f"redirected to {target}")
                row["leads"] = [Lead(target, "robots", "redirect", {"hops": hops}).as_row()]
                self._ledger.append("fetch", row, self._run)
                self._moved[key] = target, hops
                self._asking.discard(host_of(key))
                return
        row.update(outcome="read", detail=robots.detail)
        later = answer.status >= 500 or answer.status == 429
        if later:
            row.update(outcome="failed", trouble="server-error" if answer.status >= 500 else "rate-limited")
        if later and self._again(pending, row, answer.headers.get("retry-after", "")):
            return
        self._ledger.append("fetch", row, self._run)
        self._keep(key, self._clock.epoch(), robots)

    def _target(self, answer: Answer) -> str | None:
        try:
            target = canonical(answer.headers["location"], answer.url)
        except (KeyError, ValueError):
            return None
        return None if refusal(target, self._manners.test_hosts) else target

    def failed(self, pending: Pending, row: dict[str, Any], reason: str, *, lasting: bool = False) -> None:
        """Take the news that no answer came to a request of :meth:`ask`."""
        if lasting or not self._again(pending, row, ""):
            self._ledger.append("fetch", row, self._run)
            robots = Robots.unreachable(reason, self._manners.robots_agent)
            self._keep(str(pending.lead["of"]), self._clock.epoch(), robots)

    def _again(self, pending: Pending, row: dict[str, Any], asked: str) -> bool:
        """Log that robots.txt is asked for again later, unless that was tried often enough."""
        key = str(pending.lead["of"])
        attempts = self._attempts[key] = self._attempts.get(key, 0) + 1
        seconds = retry_after(asked, self._clock)
        if attempts >= self._manners.attempts or (seconds or 0.0) > LONGEST_WAIT:
            return False
        wait = pause(self._pace.delay(pending.host), attempts, seconds, self._chance())
        row.update(again=True, wait=wait)
        self._ledger.append("fetch", row, self._run)
        for host in {host_of(key), pending.host}:
            self._pace.wait(host, wait)
        self._asking.discard(host_of(key))
        return True
