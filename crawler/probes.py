"""Finding out how a host answers for addresses that do not exist, before any page of it is believed.

Many sites send "page not found" with status 200; taken for documents, such pages would fill a review. One
address that nobody can have made is asked of each host that is walked. No Scrapy.
"""

from __future__ import annotations

from typing import Any

from crawler.guard import host_of
from crawler.lead import Answer
from crawler.pace import Pace
from crawler.soft404 import Fingerprint, fingerprint, nonsense_url
from store.frontier import Pending
from store.ledger import Ledger


class Probes:
    """Knows, or finds out, how every walked host answers for what it does not have.

    Args:
        run: number of the run.
        ledger: where every probe is a row.
        pace: how fast hosts may be asked.
    """

    def __init__(self, run: int, ledger: Ledger, pace: Pace) -> None:
        self._run, self._ledger, self._pace = run, ledger, pace
        self._known: dict[str, Fingerprint | None] = {}
        self._asking: set[str] = set()

    def know(self, body: dict[str, Any]) -> None:
        """Take a probe that this run made before it was stopped."""
        row = body.get("print")
        self._known[host_of(body["url"])] = Fingerprint.from_row(row) if row else None

    def known(self, host: str) -> bool:
        """Tell whether a host has been probed."""
        return host in self._known

    def print_of(self, host: str) -> Fingerprint | None:
        """Return how a host answers for nonsense, where it does not say "not found"."""
        return self._known.get(host)

    def asking(self, host: str) -> bool:
        """Tell whether a host is being probed: nothing else is asked of it then."""
        return host in self._asking

    def give_up(self, host: str) -> None:
        """Go on without a probe: robots.txt forbids the address, or nothing can be learnt."""
        self._known[host] = None

    def url(self, url: str) -> str:
        """Return the address that is asked for on the host of ``url``."""
        return nonsense_url(url, host_of(url))

    def ask(self, pending: Pending) -> Pending:
        """Return the request that an address waits for."""
        self._asking.add(pending.host)
        self._pace.started(pending.host)
        lead = {"kind": "probe"}
        return Pending(-2, self.url(pending.url), pending.host, pending.spider, pending.source, 0, 0, lead)

    def answered(self, pending: Pending, answer: Answer, row: dict[str, Any]) -> None:
        """Take the answer to a request of :meth:`ask`; ``row`` is the ledger row begun for it."""
        found = fingerprint(answer.status, answer.headers, answer.body, answer.url)
        row.update(
            outcome="not-found" if found is None else "read", detail="asked to see how the host says no"
        )
        if found is not None:
            row["print"] = found.as_row()
        self._note(pending, row, found)

    def failed(self, pending: Pending, row: dict[str, Any]) -> None:
        """Take the news that no answer came: the host goes on without a probe."""
        self._note(pending, row, None)

    def _note(self, pending: Pending, row: dict[str, Any], found: Fingerprint | None) -> None:
        self._ledger.append("fetch", row, self._run)
        self._known[pending.host] = found
        self._asking.discard(pending.host)
