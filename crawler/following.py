"""The state of a crawl, as it follows from the ledger: sources, what is pending, what hosts asked for. No Scrapy.

Everything that happens is a row of the ledger first; the frontier follows the ledger.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from crawler.clock import Clock
from crawler.closures import Closures
from crawler.gate import Gate
from crawler.guard import host_of
from crawler.hostbook import HostBook
from crawler.lead import Lead
from crawler.manners import Manners
from crawler.pace import LONGEST_WAIT, Pace
from crawler.probes import Probes
from crawler.reader import Reader
from crawler.recording import Recorder
from crawler.spec import Question, Source
from crawler.walks import Walks
from store.archive import Archive
from store.frontier import Frontier
from store.ledger import Entry, Ledger
from store.workspace import Workspace

#: Kinds of fetches that are no page of a source.
PRELIMINARY = frozenset({"robots", "probe"})


class Following:
    """What a crawl process knows and works with, brought up to what the ledger says has happened.

    Args:
        workspace: the review's folder, already prepared and locked by the caller's parent.
        run: number of the run.
        manners: the numbers it is run by.
        readers: what reads each kind of source, by spider name.
        clock: where time comes from.
        software: name and version written into the WARC files.
        chance: gives numbers from 0 to 1 that spread out the pauses of a host in trouble.
    """

    def __init__(
        self,
        workspace: Workspace,
        run: int,
        manners: Manners,
        readers: Mapping[str, Reader],
        clock: Clock,
        software: str,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.workspace, self.run, self.manners, self.readers, self.clock = (
            workspace, run, manners, readers, clock
        )  # fmt: skip
        self._chance = chance
        self.ledger = Ledger(workspace.ledger)
        self.archive = Archive(
            workspace.archive,
            run,
            software,
            {"robots": "RFC 9309", "http-header-user-agent": manners.user_agent},
            self._last_words,
        )
        self.frontier = Frontier(workspace.frontier, run)
        least: dict[str, float] = {}
        for reader in readers.values():
            for host, delay in reader.spec.min_delay.items():
                least[host] = max(delay, least.get(host, 0.0))
        self.pace = Pace(clock, manners.delay, least, manners.per_host)
        self.gate = Gate(workspace, run, self.ledger, self.pace, manners, clock, chance)
        self.probes = Probes(run, self.ledger, self.pace)
        self.recorder = Recorder(workspace, run, self.ledger, manners, self.archive)
        self.sources: dict[str, Source] = {}
        self._hosts: dict[str, frozenset[str]] = {}
        self.book = HostBook(manners.refusals)
        #: Links that were left out, each told once a run; eight bytes each, as in the frontier.
        self._left_out: set[int] = set()
        self.closures = Closures(self.ledger, run)
        self.walks = Walks(manners.patience)
        self.frontier.move = self.walks.move
        self._handed_out = 0
        #: Why the crawl cannot go on, once it cannot: nothing is handed out any more.
        self.fatal: str | None = None
        self._follow_ledger()

    # ---- what the ledger says has happened

    def _follow_ledger(self) -> None:
        """Bring the frontier up to the ledger: new questions and sources, and rows a crash cut off."""
        behind = self.frontier.seq
        newest: dict[str, Entry] = {}
        for entry in self.ledger.entries(kinds=("source", "question", "fetch", "skip"), run=self.run):
            if entry.kind == "source":
                # One that is left out of the run has its reason in the row, and is neither asked nor walked.
                if not entry.body.get("not_asked"):
                    self._know(Source.from_row(entry.body))
            elif entry.kind == "fetch":
                host = host_of(entry.body["url"])
                newest[host] = entry
                if entry.body.get("kind") == "probe":
                    self.probes.know(entry.body)
                elif not entry.body.get("again") and entry.body.get("kind") != "robots":
                    self.book.count(host)
                    self.book.note(host, entry.body)
            if entry.kind in ("fetch", "skip"):
                self.walks.note(entry.body)
            self._left_out.update(
                hash(Lead.from_row(row).name) for row in entry.body.get("leads", ()) if not row[5]
            )
            # Questions are written by others: one may stand before a row that was followed already.
            if entry.seq > behind or entry.kind in ("source", "question"):
                self._follow(entry)
                self.frontier.followed(max(entry.seq, behind))
        self.frontier.write()
        for entry in self.ledger.waits(before=self.run):
            # A host asked for time in an earlier run: that it is another run now is no affair of the host's.
            newest.setdefault(host_of(entry.body["url"]), entry)
        for host, entry in newest.items():
            # What the host's own rules ask for holds from the first request on.
            self.gate.rules(entry.body["url"])
            self._rest(host, entry)

    def _rest(self, host: str, entry: Entry) -> None:
        """Keep the pause after the last request that was made before this process began."""
        body = entry.body
        at = datetime.fromisoformat(entry.at).timestamp()
        if body.get("asked_at"):
            at = float(body["asked_at"]) + float(body.get("took") or 0.0)
        passed = self.clock.epoch() - at
        waits = float(body.get("wait") or 0.0)
        if waits > LONGEST_WAIT:
            if waits > passed:
                self.book.leave(host, waits)
            waits = 0.0
        self.pace.wait(host, max(waits, self.pace.delay(host)) - passed)

    def _follow(self, entry: Entry) -> None:
        body = entry.body
        if entry.kind == "source":
            source = self.sources.get(str(body["source"]))
            if source is None or body.get("not_asked"):
                return
            if "retry" in body:
                for depth, row in body["retry"]:
                    self._add(source, [Lead.from_row(row)], int(depth))
            else:
                reader = self.readers[source.kind]
                self._add(source, reader.suggested_leads(source), 0)
                self._add(source, reader.start_leads(source), 0)
                for depth, row in body.get("also", ()):
                    self._add(source, [Lead.from_row(row)], int(depth))
        elif entry.kind == "question":
            question = Question.from_row(body)
            if (source := self.sources.get(question.source)) and not body.get("not_asked"):
                self._add(source, [self.readers[source.kind].ask(source, question)], 0)
        elif body.get("kind") in PRELIMINARY:
            return
        else:
            if source := self.sources.get(str(body.get("source"))):
                self._add(source, [Lead.from_row(row) for row in body.get("leads", ())], int(body["depth"]))
            name = str(body.get("key") or body["url"])
            if body.get("again"):
                self.frontier.attempted_name(name)
            else:
                self.frontier.done_name(name)

    def _know(self, source: Source) -> None:
        reader = self.readers.get(source.kind)
        if reader is not None:
            self.sources[source.id] = source
            self._hosts[source.id] = reader.hosts(source)
            self.walks.know(source)

    def _add(self, source: Source, leads: Iterable[Lead], depth: int) -> None:
        for lead in leads:
            if lead.follow:
                deeper = depth + (lead.why == "link")
                details = {
                    "kind": lead.kind, "why": lead.why, "question": lead.question, "note": dict(lead.note)
                }  # fmt: skip
                if lead.key:
                    details["key"] = lead.key
                area = self.walks.area(source.id, lead)
                host = host_of(lead.url)
                new = self.frontier.add(
                    lead.url, host, source.kind, source.id, lead.priority, deeper, details, area
                )
                if area and not new:
                    self.frontier.promote(lead.name, lead.priority)

    def _last_words(self) -> dict[str, str]:
        seq, head = self.ledger.head()
        return {"ledger-rows": str(seq), "ledger-head": head}
