"""One crawl: which address is next, and what becomes of its answer. No Scrapy.

Everything that happens is a row of the ledger first; the frontier follows the ledger.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from crawler.clock import Clock
from crawler.closures import Closures
from crawler.gate import Gate
from crawler.guard import host_of, refusal
from crawler.held import answer_of, came_in, held
from crawler.hostbook import HostBook
from crawler.hours import closed_for
from crawler.judging import judge, placed
from crawler.lead import Answer, Lead, Reading
from crawler.manners import Manners
from crawler.pace import LONGEST_WAIT, NOT_NOW, Pace, asked_pause, pause
from crawler.probes import Probes
from crawler.reader import Reader
from crawler.recording import Came, Recorder, asked
from crawler.spec import Question, Source
from crawler.trouble import Trouble
from store.archive import Archive
from store.errors import StoreError
from store.frontier import Frontier, Pending
from store.ledger import Entry, Ledger
from store.workspace import Workspace

#: Kinds of fetches that are no page of a source.
PRELIMINARY = frozenset({"robots", "probe"})


class Crawl:
    """The state of one crawl process.

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

    def _add(self, source: Source, leads: Iterable[Lead], depth: int) -> None:
        for lead in leads:
            if lead.follow:
                deeper = depth + (lead.why == "link")
                details = {
                    "kind": lead.kind, "why": lead.why, "question": lead.question, "note": dict(lead.note)
                }  # fmt: skip
                if lead.key:
                    details["key"] = lead.key
                self.frontier.add(
                    lead.url, host_of(lead.url), source.kind, source.id, lead.priority, deeper, details
                )

    # ---- what is asked next

    def next(self, spider: str) -> Pending | None:
        """Return the next address that a spider may ask for now, or ``None``."""
        try:
            return self._next(spider)
        except Exception as error:
            self._stop(error)
            return None

    @property
    def spent(self) -> bool:
        """Whether the requests of this sitting are used up."""
        most = self.manners.max_requests
        return most is not None and self._handed_out >= most

    def _next(self, spider: str) -> Pending | None:
        for source in self.closures.look():
            self.frontier.unpark(source)
        while self.fatal is None and not self.spent and not self._closed():
            pending = self.frontier.pull(spider, self._may_ask)
            if pending is None:
                return None
            if self.closures.closes(pending):
                self.frontier.park(pending)
                continue
            if reason := self._not_to_be_asked(pending):
                self._skip(pending, *reason)
                continue
            if self._came_already(pending):
                continue
            robots = self.gate.rules(pending.url)
            if robots is None:
                self.frontier.give_back(pending)
                if request := self.gate.ask(pending):
                    return self._hand_out(request)
                continue
            verdict = robots.check(pending.url)
            if not verdict.allowed:
                self._skip(pending, "robots", verdict.rule or "", line=verdict.line)
                continue
            if reason := self._over_budget(pending):
                self._skip(pending, *reason)
                continue
            if self._to_be_probed(pending):
                if robots.check(self.probes.url(pending.url)).allowed:
                    self.frontier.give_back(pending)
                    return self._hand_out(self.probes.ask(pending))
                self.probes.give_up(pending.host)
            if self._stands(pending):
                continue
            self.book.count(pending.host)
            self.pace.started(pending.host)
            return self._hand_out(pending)
        return None

    def _hand_out(self, pending: Pending) -> Pending:
        self._handed_out += 1
        pending.asked_at, pending.began = self.clock.epoch(), self.clock.monotonic()
        return pending

    def _ended(self, pending: Pending) -> None:
        """Note that a request has ended: what is done with its answer is no part of it."""
        self.pace.ended(pending.host)
        pending.took = max(0.0, self.clock.monotonic() - pending.began)

    def _not_to_be_asked(self, pending: Pending) -> tuple[str, str] | None:
        if reason := refusal(pending.url, self.manners.test_hosts):
            return "address", reason
        if self.manners.clock and pending.host not in self.manners.test_hosts:
            return "address", f"{pending.host} is not a test host, and time is skipped in this run"
        return self.book.left(pending.host)

    def _over_budget(self, pending: Pending) -> tuple[str, str] | None:
        most, depth = self.manners.max_pages, self.manners.max_depth
        if self.book.asked(pending.host) >= most:
            return "budget", f"crawl.max_pages = {most} requests were made to {pending.host}"
        if pending.depth > depth:
            return "depth", f"more than crawl.max_depth = {depth} links away"
        return None

    def _to_be_probed(self, pending: Pending) -> bool:
        source = self.sources[pending.source]
        return self.readers[source.kind].spec.probe and not self.probes.known(pending.host)

    def _came_already(self, pending: Pending) -> bool:
        """Read a page that this run has already for another lead to it: another item of the same meeting."""
        if not pending.lead.get("key") or pending.form:
            return False
        same = came_in(self.ledger, pending.url, self.run)
        if same is None or same.body.get("kind") != pending.lead["kind"]:
            return False
        answer = answer_of(same, self.workspace.archive, self.manners.max_bytes + 1)
        if answer is None:
            return False
        leads = self._leads(pending, self._judge(pending, answer))
        self._skip(pending, "same-page", "the page came in this run already", of=same.seq, leads=leads)
        return True

    def _stands(self, pending: Pending) -> bool:
        """In an update, take what is held where it need not be asked for; else prepare to ask for changes only."""
        kind = str(pending.lead.get("kind"))
        if not self.manners.update or pending.form:
            return False
        found = held(self.ledger, self.workspace.archive, pending.url, self.run)
        if found is None:
            return False
        # A question is put again, however young its last answer: the site may have found something since.
        reason = None if kind == "search" else found.stands(kind, self.manners, self.clock.epoch())
        if reason is None:
            pending.held = found if found.conditions else None
            return False
        reading = self._judge(pending, found.answer(pending.url, self.manners.max_bytes + 1))
        self._skip(pending, *reason, of=found.seq, leads=self._leads(pending, reading))
        return True

    def _closed(self) -> float:
        return closed_for(self.manners.hours, self.clock.epoch())

    def _may_ask(self, host: str) -> bool:
        return not self.gate.asking(host) and not self.probes.asking(host) and self.pace.may_ask(host)

    def wait(self) -> float | None:
        """Return seconds until some host may be asked; ``None`` when all are in flight or none is left."""
        hosts = [host for host in self.frontier.hosts() if not self.gate.asking(host)]
        waits = self.pace.next_at([host for host in hosts if not self.probes.asking(host)])
        return None if waits is None else max(waits, self._closed())

    def _skip(
        self, pending: Pending, reason: str, detail: str, line: int | None = None, of: int | None = None,
        leads: Sequence[Lead] = (),
    ) -> None:  # fmt: skip
        body = {**asked(pending), "reason": reason, "detail": detail}
        for name, value in (("line", line), ("of", of)):
            if value is not None:
                body[name] = value
        if leads:
            body["leads"] = [lead.as_row() for lead in leads]
        self._log("skip", body, pending, leads)

    # ---- what became of it

    def answered(
        self, pending: Pending, request: bytes, status: int, headers: Sequence[tuple[bytes, bytes]], raw: bytes,
        ip: str | None = None,
    ) -> None:  # fmt: skip
        """Take the answer to an address: archive it, judge it, log it, follow its leads.

        Args:
            pending: what was asked.
            request: the request as it went out.
            status: HTTP status.
            headers: names and values as they came.
            raw: the body as it came, content coding and all.
            ip: the address that answered, where known.
        """
        self._ended(pending)
        try:
            self.workspace.check_room(len(raw))
            self._take(pending, Came(request, status, headers, raw, ip))
        except Exception as error:
            # An address that is neither done nor asked again would keep the crawl waiting for ever.
            self._stop(error)

    def _take(self, pending: Pending, came: Came) -> None:
        row, answer = self.recorder.record(pending, came)
        kind = pending.lead.get("kind")
        if kind == "robots":
            self.gate.answered(pending, answer, row)
            return
        if kind == "probe":
            self.probes.answered(pending, answer, row)
            return
        waits = asked_pause(came.status, came.fields, answer.body, self.clock)
        if waits is not None and waits > LONGEST_WAIT:
            row["wait"] = waits
            self.book.leave(pending.host, waits)
        elif (waits is not None or came.status in NOT_NOW) and self._once_more(pending):
            self._again(pending, row, f"the host answered {came.status}", waits)
            return
        if row["bytes"] is None:
            # What was read of it is not the answer, so it is not judged.
            detail = "the answer is larger than crawl.max_bytes when unpacked"
            reading = Reading("failed", detail=detail, trouble="too-large")
        else:
            reading = self._judge(pending, answer)
        row["outcome"] = reading.outcome
        for name in ("detail", "trouble", "evidence"):
            if value := getattr(reading, name):
                row[name] = value
        if reading.answer:
            row["answer"] = dict(reading.answer)
        leads = self._leads(pending, reading)
        if leads:
            row["leads"] = [lead.as_row() for lead in leads]
        self._log("fetch", row, pending, leads)
        self.book.note(pending.host, row)

    def _leads(self, pending: Pending, reading: Reading) -> list[Lead]:
        kept = []
        for lead in placed(reading.leads, self._hosts[pending.source]):
            if lead.why == "link":
                # The links of a site's navigation stand on every page, followed or not: the first tells of them.
                if self.frontier.seen(lead.name) if lead.follow else hash(lead.name) in self._left_out:
                    continue
                if not lead.follow:
                    self._left_out.add(hash(lead.name))
            kept.append(lead)
        return kept

    def _once_more(self, pending: Pending) -> bool:
        return pending.attempts + 1 < self.manners.attempts

    def failed(
        self, pending: Pending, reason: str, *, lasting: bool = False, trouble: Trouble = "other",
        evidence: str = "",
    ) -> None:  # fmt: skip
        """Take the news that no answer came.

        Args:
            pending: what was asked.
            reason: one sentence: the name did not resolve, the connection was refused, time ran out ...
            lasting: it would be the same the next time, so the host is spared it.
            trouble: the reason in a word.
            evidence: the library's own words for it.
        """
        self._ended(pending)
        row: dict[str, Any] = {
            **asked(pending), "status": None, "outcome": "failed", "detail": reason, "trouble": trouble,
        }  # fmt: skip
        if evidence:
            row["evidence"] = evidence
        try:
            kind = pending.lead.get("kind")
            if kind == "robots":
                self.gate.failed(pending, row, reason, lasting=lasting)
            elif kind == "probe":
                self.probes.failed(pending, row)
            elif not lasting and self._once_more(pending):
                self._again(pending, row, reason, None)
            else:
                self._log("fetch", row, pending)
                self.book.note(pending.host, row)
        except Exception as error:
            self._stop(error)

    def _judge(self, pending: Pending, answer: Answer) -> Reading:
        source = self.sources[pending.source]
        lead = Lead(
            pending.url, pending.lead["kind"], pending.lead["why"], pending.lead.get("note") or {},
            pending.lead.get("question"), key=pending.lead.get("key", ""),
        )  # fmt: skip
        return judge(self.readers[source.kind], source, lead, answer, self.probes.print_of(pending.host))

    def _again(self, pending: Pending, row: dict[str, Any], reason: str, waits: float | None) -> None:
        pending.attempts += 1
        wait = pause(self.pace.delay(pending.host), pending.attempts, waits, self._chance())
        row.update(
            outcome="failed", again=True, wait=wait, detail=f"{reason}; asked again after {wait:.0f} s"
        )
        seq = self.ledger.append("fetch", row, self.run)
        pending.began = 0.0
        self.book.count(pending.host, -1)
        self.pace.wait(pending.host, wait)
        self.frontier.attempted_name(pending.name)
        self.frontier.give_back(pending)
        self.frontier.followed(seq)

    def _log(self, kind: str, body: dict[str, Any], pending: Pending, leads: Sequence[Lead] = ()) -> None:
        seq = self.ledger.append(kind, body, self.run)
        if leads:
            self._add(self.sources[pending.source], leads, pending.depth)
        self.frontier.done(pending)
        self.frontier.followed(seq)

    def _stop(self, error: Exception) -> None:
        said = getattr(error, "message", None) or getattr(error, "strerror", None) or str(error)
        if isinstance(error, OSError | sqlite3.Error | StoreError):
            self.fatal = f"nothing more can be written to {self.workspace.root}: {said}"
        else:
            self.fatal = f"the crawl met an error of its own: {type(error).__name__}: {said}"

    def _last_words(self) -> dict[str, str]:
        seq, head = self.ledger.head()
        return {"ledger-rows": str(seq), "ledger-head": head}

    def close(self, reason: str) -> None:
        """Write the head of the chain into the archive and close all files.

        Args:
            reason: ``finished``, ``interrupted``, ``limit`` or ``store``.
        """
        try:
            if self.fatal is None:
                seq, head = self.ledger.head()
                place = self.archive.note(self._last_words())
                self.ledger.append(
                    "warc",
                    {"warc": place.warc, "offset": place.offset, "length": place.length, "ledger_seq": seq,
                     "ledger_head": head, "reason": reason},
                    self.run,
                )  # fmt: skip
                self.archive.sync()
            self.archive.close()
            self.frontier.close()
        except (OSError, sqlite3.Error) as error:
            self._stop(error)
        self.ledger.close()
