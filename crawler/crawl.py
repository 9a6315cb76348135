"""One crawl: which address is next, and what becomes of its answer. No Scrapy.

Everything that happens is a row of the ledger first; the frontier follows the ledger.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.client import responses
from typing import Any

from crawler.canonical import canonical
from crawler.clock import Clock
from crawler.guard import host_of, refusal
from crawler.lead import Answer, Lead, Reading
from crawler.manners import Manners
from crawler.pace import LONGEST_WAIT, Pace, retry_after
from crawler.reader import Reader
from crawler.robots import Robots, robots_url
from crawler.spec import Question, Source
from store.archive import Archive, Headers, decode_body, read
from store.errors import StoreError
from store.frontier import Frontier, Pending
from store.ledger import Entry, Ledger
from store.workspace import Workspace

#: Answers that say "not now": asked again, later.
NOT_NOW = frozenset({429, 500, 502, 503, 504})
MAX_HOPS = 5
#: RFC 9309, 2.4: robots.txt is not kept longer than a day.
ROBOTS_AGE = timedelta(hours=24)


class Crawl:
    """The state of one crawl process.

    Args:
        workspace: the review's folder, already prepared and locked by the caller's parent.
        run: number of the run.
        manners: the numbers it is run by.
        readers: what reads each kind of source, by spider name.
        clock: where time comes from.
        software: name and version written into the WARC files.
    """

    def __init__(
        self,
        workspace: Workspace,
        run: int,
        manners: Manners,
        readers: Mapping[str, Reader],
        clock: Clock,
        software: str,
    ) -> None:
        self.workspace, self.run, self.manners, self.readers, self.clock = (
            workspace, run, manners, readers, clock
        )  # fmt: skip
        self.ledger = Ledger(workspace.ledger)
        self.archive = Archive(
            workspace.archive,
            run,
            software,
            {"robots": "RFC 9309", "http-header-user-agent": manners.user_agent},
        )
        self.frontier = Frontier(workspace.frontier, run)
        least = {host: delay for reader in readers.values() for host, delay in reader.spec.min_delay.items()}
        self.pace = Pace(clock, manners.delay, least, manners.per_host)
        self.sources: dict[str, Source] = {}
        self._hosts: dict[str, frozenset[str]] = {}
        self._robots: dict[str, Robots] = {}
        self._robots_attempts: dict[str, int] = {}
        self._asking_robots: set[str] = set()
        self._asked: dict[str, int] = {}
        #: Why the crawl cannot go on, once it cannot: nothing is handed out any more.
        self.fatal: str | None = None
        self._follow_ledger()

    # ---- what the ledger says has happened

    def _follow_ledger(self) -> None:
        """Bring the frontier up to the ledger: new questions and sources, and rows a crash cut off."""
        behind = self.frontier.seq
        for entry in self.ledger.entries(kinds=("source", "question", "fetch", "skip"), run=self.run):
            if entry.kind == "source":
                self._know(Source.from_row(entry.body))
            elif entry.kind == "fetch" and not entry.body.get("again"):
                host = host_of(entry.body["url"])
                self._asked[host] = self._asked.get(host, 0) + 1
            if entry.seq > behind:
                self._follow(entry)
                self.frontier.followed(entry.seq)
        self.frontier.write()

    def _follow(self, entry: Entry) -> None:
        body = entry.body
        if entry.kind == "source":
            source = self.sources.get(str(body["source"]))
            if source:
                self._add(source, self.readers[source.kind].start_leads(source), 0)
        elif entry.kind == "question":
            question = Question.from_row(body)
            if (source := self.sources.get(question.source)) and not body.get("not_asked"):
                self._add(source, [self.readers[source.kind].ask(source, question)], 0)
        elif body.get("kind") == "robots":
            return
        else:
            if source := self.sources.get(str(body.get("source"))):
                self._add(source, [Lead.from_row(row) for row in body.get("leads", ())], int(body["depth"]))
            if body.get("again"):
                self.frontier.attempted_url(body["url"])
            else:
                self.frontier.done_url(body["url"])

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
                self.frontier.add(
                    lead.url, host_of(lead.url), source.kind, source.id, lead.priority, deeper, details
                )

    # ---- what is asked next

    def next(self, spider: str) -> Pending | None:
        """Return the next address that a spider may ask for now, or ``None``."""
        while self.fatal is None:
            pending = self.frontier.pull(spider, self._may_ask)
            if pending is None:
                return None
            host = pending.host
            if reason := refusal(pending.url, self.manners.test_hosts):
                self._skip(pending, "address", reason)
                continue
            robots = self._rules(host, pending.url)
            if robots is None:
                self.frontier.give_back(pending)
                self._asking_robots.add(host)
                self.pace.started(host)
                return Pending(
                    -1, robots_url(pending.url), host, spider, pending.source, 0, 0, {"kind": "robots"}
                )
            verdict = robots.check(pending.url)
            if not verdict.allowed:
                self._skip(pending, "robots", verdict.rule or "", line=verdict.line)
                continue
            if self._asked.get(host, 0) >= self.manners.max_pages:
                self._skip(
                    pending,
                    "budget",
                    f"crawl.max_pages = {self.manners.max_pages} requests were made to {host}",
                )
                continue
            if pending.depth > self.manners.max_depth:
                self._skip(
                    pending, "depth", f"more than crawl.max_depth = {self.manners.max_depth} links away"
                )
                continue
            self._asked[host] = self._asked.get(host, 0) + 1
            self.pace.started(host)
            return pending
        return None

    def _may_ask(self, host: str) -> bool:
        return host not in self._asking_robots and self.pace.may_ask(host)

    def wait(self) -> float | None:
        """Return seconds until some host may be asked; ``None`` when all are in flight or none is left."""
        return self.pace.next_at([host for host in self.frontier.hosts() if host not in self._asking_robots])

    def _rules(self, host: str, url: str) -> Robots | None:
        """Return the host's rules, from memory or from a copy of this run that is less than a day old."""
        if host in self._robots:
            return self._robots[host]
        for entry in reversed(self.ledger.by_url(robots_url(url))):
            age = datetime.now(UTC) - datetime.fromisoformat(entry.at)
            if entry.run != self.run or age > ROBOTS_AGE or entry.body.get("again"):
                continue
            self._set_robots(host, self._robots_from(entry))
            return self._robots[host]
        return None

    def _robots_from(self, entry: Entry) -> Robots:
        body = entry.body
        if body.get("status") is None:
            return Robots.unreachable(str(body.get("detail")), self.manners.robots_agent)
        stored = read(self.workspace.archive, *self._stored_at(body))
        return Robots.from_answer(
            int(body["status"]), str(body.get("mime") or ""), stored.body(), self.manners.robots_agent
        )

    def _stored_at(self, body: Mapping[str, Any]) -> tuple[str, int]:
        same = self.ledger.entry(body["same_as"]) if body.get("same_as") else None
        where = same.body if same else body
        return str(where["warc"]), int(where["offset"])

    def _set_robots(self, host: str, robots: Robots) -> None:
        self._robots[host] = robots
        if robots.crawl_delay:
            self.pace.slow_to(host, robots.crawl_delay)

    def _skip(self, pending: Pending, reason: str, detail: str, line: int | None = None) -> None:
        body = {
            "url": pending.url, "source": pending.source, **self._found(pending), "depth": pending.depth,
            "reason": reason, "detail": detail,
        }  # fmt: skip
        if line is not None:
            body["line"] = line
        self._log("skip", body, pending)

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
        self.pace.ended(pending.host)
        try:
            self._take(pending, request, status, headers, raw, ip)
        except (OSError, sqlite3.Error, StoreError) as error:
            self._stop(error)

    def _take(
        self, pending: Pending, request: bytes, status: int, headers: Sequence[tuple[bytes, bytes]], raw: bytes,
        ip: str | None,
    ) -> None:  # fmt: skip
        known = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}
        body = decode_body(raw, known.get("content-encoding", ""), self.manners.max_bytes)
        sha256 = hashlib.sha256(body).hexdigest()
        earlier = self.ledger.stored_body(sha256) if raw else None
        place = self.archive.add(
            pending.url,
            request=request,
            status_line=f"HTTP/1.1 {status} {responses.get(status, '')}".rstrip(),
            headers=_decoded_headers(headers),
            body=raw,
            same_as=(earlier.body["url"], earlier.at) if earlier else None,
            ip=ip,
        )
        answer = Answer(pending.url, status, known, body)
        row: dict[str, Any] = {
            "url": pending.url, "source": pending.source, **self._found(pending), "depth": pending.depth,
            "status": status, "mime": known.get("content-type"), "bytes": len(body), "sha256": sha256,
            "warc": place.warc, "offset": place.offset, "length": place.length,
        }  # fmt: skip
        if earlier:
            row["same_as"] = earlier.seq
        if known.get("etag") or known.get("last-modified"):
            row["validators"] = [known.get("etag"), known.get("last-modified")]
        if pending.id < 0:
            self._robots_answered(pending, answer, row)
            return
        if status in NOT_NOW and pending.attempts + 1 < self.manners.attempts:
            asked = retry_after(known.get("retry-after", ""), self.clock)
            self._again(pending, row, f"the host answered {status}", asked)
            return
        reading = self._judge(pending, answer)
        row["outcome"] = reading.outcome
        if reading.detail:
            row["detail"] = reading.detail
        if reading.answer:
            row["answer"] = dict(reading.answer)
        leads = [
            lead for lead in map(self._placed(pending.source), reading.leads)
            if lead.why != "link" or not self.frontier.seen(lead.url)
        ]  # fmt: skip
        if leads:
            row["leads"] = [lead.as_row() for lead in leads]
        self._log("fetch", row, pending, leads)

    def failed(self, pending: Pending, reason: str) -> None:
        """Take the news that no answer came.

        Args:
            pending: what was asked.
            reason: one sentence: the name did not resolve, the connection was refused, time ran out ...
        """
        self.pace.ended(pending.host)
        row: dict[str, Any] = {
            "url": pending.url, "source": pending.source, **self._found(pending), "depth": pending.depth,
            "status": None, "outcome": "failed", "detail": reason,
        }  # fmt: skip
        try:
            if pending.id < 0:
                self._robots_failed(pending, row, reason)
            elif pending.attempts + 1 < self.manners.attempts:
                self._again(pending, row, reason, None)
            else:
                self._log("fetch", row, pending)
        except (OSError, sqlite3.Error, StoreError) as error:
            self._stop(error)

    def _judge(self, pending: Pending, answer: Answer) -> Reading:
        source = self.sources[pending.source]
        lead = Lead(
            pending.url, pending.lead["kind"], pending.lead["why"], pending.lead.get("note") or {},
            pending.lead.get("question"),
        )  # fmt: skip
        if 300 <= answer.status < 400 and answer.status != 304:
            return _redirected(lead, answer)
        try:
            return self.readers[source.kind].read(source, lead, answer)
        except Exception as error:
            return Reading("unreadable", detail=f"the reader failed on it: {type(error).__name__}: {error}")

    def _placed(self, source: str) -> Any:
        hosts = self._hosts[source]

        def place(lead: Lead) -> Lead:
            if lead.follow and host_of(lead.url) not in hosts:
                reason = "on a host that is not one of this source's"
                return replace(lead, follow=False, note={**lead.note, "reason": reason})
            return lead

        return place

    def _robots_answered(self, pending: Pending, answer: Answer, row: dict[str, Any]) -> None:
        host, agent = pending.host, self.manners.robots_agent
        hops = int(pending.lead.get("hops", 0))
        location = answer.headers.get("location")
        if 300 <= answer.status < 400 and location and hops < MAX_HOPS:
            target = canonical(location, answer.url)
            if refusal(target, self.manners.test_hosts) is None and host_of(target) == host:
                # Followed at once and on the same host only: the rules of another host are not this one's.
                row["outcome"], row["again"] = "redirect", True
                self.ledger.append("fetch", row, self.run)
                self._asking_robots.discard(host)
                return
        robots = Robots.from_answer(answer.status, answer.headers.get("content-type", ""), answer.body, agent)
        row["outcome"], row["detail"] = "read", robots.detail
        if robots.state == "closed" and self._robots_again(host, row, answer.headers.get("retry-after", "")):
            return
        self.ledger.append("fetch", row, self.run)
        self._set_robots(host, robots)
        self._asking_robots.discard(host)

    def _robots_failed(self, pending: Pending, row: dict[str, Any], reason: str) -> None:
        if not self._robots_again(pending.host, row, ""):
            self.ledger.append("fetch", row, self.run)
            self._set_robots(pending.host, Robots.unreachable(reason, self.manners.robots_agent))
            self._asking_robots.discard(pending.host)

    def _robots_again(self, host: str, row: dict[str, Any], wait: str) -> bool:
        attempts = self._robots_attempts[host] = self._robots_attempts.get(host, 0) + 1
        if attempts >= self.manners.attempts:
            return False
        row["again"] = True
        self.ledger.append("fetch", row, self.run)
        self.pace.wait(host, self._pause(host, attempts, retry_after(wait, self.clock)))
        self._asking_robots.discard(host)
        return True

    def _again(self, pending: Pending, row: dict[str, Any], reason: str, asked: float | None) -> None:
        pending.attempts += 1
        wait = self._pause(pending.host, pending.attempts, asked)
        row.update(outcome="failed", again=True, detail=f"{reason}; asked again after {wait:.0f} s")
        seq = self.ledger.append("fetch", row, self.run)
        self._asked[pending.host] -= 1
        self.pace.wait(pending.host, wait)
        self.frontier.attempted_url(pending.url)
        self.frontier.give_back(pending)
        self.frontier.followed(seq)

    def _pause(self, host: str, attempts: int, asked: float | None) -> float:
        ours = max(self.pace.delay(host), 1.0) * 4.0**attempts
        return float(min(LONGEST_WAIT, max(ours, asked or 0.0)))

    def _found(self, pending: Pending) -> dict[str, Any]:
        return {key: pending.lead[key] for key in ("kind", "why", "question") if pending.lead.get(key)}

    def _log(self, kind: str, body: dict[str, Any], pending: Pending, leads: Sequence[Lead] = ()) -> None:
        seq = self.ledger.append(kind, body, self.run)
        if leads:
            self._add(self.sources[pending.source], leads, pending.depth)
        self.frontier.done(pending)
        self.frontier.followed(seq)

    def _stop(self, error: Exception) -> None:
        said = getattr(error, "message", None) or getattr(error, "strerror", None) or str(error)
        self.fatal = f"nothing more can be written to {self.workspace.root}: {said}"

    def close(self, reason: str) -> None:
        """Write the head of the chain into the archive and close all files.

        Args:
            reason: ``finished``, ``interrupted``, ``limit`` or ``store``.
        """
        try:
            if self.fatal is None:
                seq, head = self.ledger.head()
                place = self.archive.note({"ledger-rows": str(seq), "ledger-head": head})
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


def _decoded_headers(headers: Headers) -> list[tuple[bytes, bytes]]:
    """Leave out transfer coding: the archived body no longer has it (WARC 1.1, annex on HTTP)."""
    return [(name, value) for name, value in headers if name.lower() != b"transfer-encoding"]


def _redirected(lead: Lead, answer: Answer) -> Reading:
    location = answer.headers.get("location")
    if not location:
        return Reading("unreadable", detail=f"status {answer.status} without an address to go to")
    hops = int(lead.note.get("hops", 0)) + 1
    try:
        target = canonical(location, answer.url)
    except ValueError as error:
        return Reading("unreadable", detail=f"redirected to what is no address: {error}")
    if hops > MAX_HOPS:
        return Reading("unreadable", detail=f"redirected more than {MAX_HOPS} times")
    onward = Lead(target, lead.kind, "redirect", {**lead.note, "hops": hops}, lead.question, lead.priority)
    return Reading("redirect", (onward,), f"redirected to {target}")
