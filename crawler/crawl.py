"""One crawl: which address is next, and what becomes of its answer. No Scrapy."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from crawler.following import Following
from crawler.guard import refusal
from crawler.held import answer_of, came_in, held
from crawler.hours import closed_for
from crawler.judging import judge, placed
from crawler.lead import Answer, Lead, Reading
from crawler.pace import LONGEST_WAIT, NOT_NOW, asked_pause, pause
from crawler.recording import Came, asked
from crawler.trouble import Trouble
from store.errors import StoreError
from store.frontier import Pending


class Crawl(Following):
    """One crawl: hands out what is to be asked and takes what came. See :class:`crawler.following.Following`."""

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
            if said := self.walks.gives_up(pending):
                self._skip(pending, "no-promise", said)
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
        if not pending.lead.get("key") or _of_one_visit(pending):
            return False
        same = came_in(self.ledger, pending.url, self.run)
        # The sitemaps that robots.txt names are read from the robots.txt that came.
        alike = {"sitemaps": "robots"}.get(pending.lead["kind"], pending.lead["kind"])
        if same is None or same.body.get("kind") != alike:
            return False
        answer = answer_of(same, self.workspace.archive, self.manners.max_bytes + 1)
        if answer is None:
            return False
        reading = self._judge(pending, answer)
        leads = self._leads(pending, reading)
        self._skip(pending, "same-page", "the page came in this run already", of=same.seq, leads=leads)
        return True

    def _stands(self, pending: Pending) -> bool:
        """In an update, take what is held where it need not be asked for; else prepare to ask for changes only."""
        kind = str(pending.lead.get("kind"))
        if not self.manners.update or _of_one_visit(pending):
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
        leads = self._leads(pending, reading)
        self._skip(pending, *reason, of=found.seq, leads=leads, worth=reading.worth)
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
        leads: Sequence[Lead] = (), worth: float | None = None,
    ) -> None:  # fmt: skip
        body = {**asked(pending), "reason": reason, "detail": detail}
        for name, value in (("line", line), ("of", of), ("worth", worth)):
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
        if reading.worth is not None:
            row["worth"] = reading.worth
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
                if lead.follow:
                    # One that says more of what is still to be asked for is kept, for it is asked for sooner.
                    if self.frontier.seen(lead.name) and not self._says_more(pending, lead):
                        continue
                elif hash(lead.name) in self._left_out:
                    continue
                if not lead.follow:
                    self._left_out.add(hash(lead.name))
            kept.append(lead)
        return kept

    def _says_more(self, pending: Pending, lead: Lead) -> bool:
        return self.walks.area(pending.source, lead) != "" and self.frontier.raises(lead.name, lead.priority)

    def _once_more(self, pending: Pending) -> bool:
        # What is posted is good for one time.
        return pending.form is None and pending.attempts + 1 < self.manners.attempts

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
            pending.lead.get("question"), pending.priority if pending.area else 0, key=pending.lead.get("key", ""),
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
        self.walks.note(body)
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


def _of_one_visit(pending: Pending) -> bool:
    """Tell whether an answer is good for this request alone: a form, whose state is good for one post, and what is posted."""
    return pending.form is not None or pending.lead["kind"] == "form"
