"""One crawl: which address is next, and what becomes of its answer. No Scrapy.

Everything that happens is a row of the ledger first; the frontier follows the ledger.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from http.client import responses
from typing import Any

from crawler.canonical import canonical
from crawler.clock import Clock
from crawler.gate import Gate
from crawler.guard import host_of, refusal
from crawler.lead import Answer, Lead, Reading
from crawler.manners import Manners
from crawler.pace import LONGEST_WAIT, Pace, pause, retry_after
from crawler.reader import Reader
from crawler.spec import Question, Source
from store.archive import Archive, Headers, Original, decode_body, read
from store.errors import StoreError
from store.frontier import Frontier, Pending
from store.ledger import Entry, Ledger
from store.workspace import Workspace

#: Answers that say "not now": asked again, later.
NOT_NOW = frozenset({429, 500, 502, 503, 504})
MAX_HOPS = 5


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
            self._last_words,
        )
        self.frontier = Frontier(workspace.frontier, run)
        least: dict[str, float] = {}
        for reader in readers.values():
            for host, delay in reader.spec.min_delay.items():
                least[host] = max(delay, least.get(host, 0.0))
        self.pace = Pace(clock, manners.delay, least, manners.per_host)
        self.gate = Gate(workspace, run, self.ledger, self.pace, manners, clock)
        self.sources: dict[str, Source] = {}
        self._hosts: dict[str, frozenset[str]] = {}
        self._asked: dict[str, int] = {}
        self._left: dict[str, str] = {}
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
                if not entry.body.get("again") and entry.body.get("kind") != "robots":
                    self._asked[host] = self._asked.get(host, 0) + 1
            # Questions are written by others: one may stand before a row that was followed already.
            if entry.seq > behind or entry.kind in ("source", "question"):
                self._follow(entry)
                self.frontier.followed(max(entry.seq, behind))
        self.frontier.write()
        for host, entry in newest.items():
            self._rest(host, entry)

    def _rest(self, host: str, entry: Entry) -> None:
        """Keep the pause after the last request that was made before this process began."""
        passed = self.clock.epoch() - datetime.fromisoformat(entry.at).timestamp()
        asked = float(entry.body.get("wait") or 0.0)
        if asked > LONGEST_WAIT:
            if asked > passed:
                self._leave(host, asked)
            asked = 0.0
        self.pace.wait(host, max(asked, self.pace.delay(host)) - passed)

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
        while self.fatal is None and not self.spent:
            pending = self.frontier.pull(spider, self._may_ask)
            if pending is None:
                return None
            host = pending.host
            if reason := refusal(pending.url, self.manners.test_hosts):
                self._skip(pending, "address", reason)
                continue
            if host in self._left:
                self._skip(pending, "retry-after", self._left[host])
                continue
            robots = self.gate.rules(pending.url)
            if robots is None:
                self.frontier.give_back(pending)
                if request := self.gate.ask(pending):
                    self._handed_out += 1
                    return request
                continue
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
            self._handed_out += 1
            self.pace.started(host)
            return pending
        return None

    def _may_ask(self, host: str) -> bool:
        return not self.gate.asking(host) and self.pace.may_ask(host)

    def wait(self) -> float | None:
        """Return seconds until some host may be asked; ``None`` when all are in flight or none is left."""
        return self.pace.next_at([host for host in self.frontier.hosts() if not self.gate.asking(host)])

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
        except Exception as error:
            # An address that is neither done nor asked again would keep the crawl waiting for ever.
            self._stop(error)

    def _take(
        self, pending: Pending, request: bytes, status: int, headers: Sequence[tuple[bytes, bytes]], raw: bytes,
        ip: str | None,
    ) -> None:  # fmt: skip
        known = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}
        body = decode_body(raw, known.get("content-encoding", ""), self.manners.max_bytes + 1)
        sha256 = hashlib.sha256(body).hexdigest()
        earlier, original = self._held(sha256, raw)
        place = self.archive.add(
            pending.url,
            request=request,
            status_line=f"HTTP/1.1 {status} {responses.get(status, '')}".rstrip(),
            headers=_decoded_headers(headers),
            body=raw,
            same_as=original,
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
            self.gate.answered(pending, answer, row)
            return
        asked = retry_after(known.get("retry-after", ""), self.clock) if status in NOT_NOW else None
        if asked is not None and asked > LONGEST_WAIT:
            row["wait"] = asked
            self._leave(pending.host, asked)
        elif status in NOT_NOW and pending.attempts + 1 < self.manners.attempts:
            self._again(pending, row, f"the host answered {status}", asked)
            return
        if len(body) > self.manners.max_bytes:
            # What was read of it is not the answer, so it has no digest and is not judged.
            row.update(bytes=None, sha256=None)
            reading = Reading("failed", detail="the answer is larger than crawl.max_bytes when unpacked")
        else:
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

    def _held(self, sha256: str, raw: bytes) -> tuple[Entry | None, Original | None]:
        """Return the fetch that already brought the very same bytes, and where they lie."""
        earlier = self.ledger.stored_body(sha256) if raw else None
        if earlier is None:
            return None, None
        warc, offset = str(earlier.body["warc"]), int(earlier.body["offset"])
        try:
            stored = read(self.workspace.archive, warc, offset)
        except StoreError:
            return None, None
        if stored.raw != raw:
            # The same text in another coding is not the same payload.
            return None, None
        return earlier, Original(earlier.body["url"], stored.date, warc, offset)

    def _leave(self, host: str, asked: float) -> None:
        self._left[host] = f"{host} asked to be left alone for {asked:.0f} s, which is for a later run"

    def failed(self, pending: Pending, reason: str, *, lasting: bool = False) -> None:
        """Take the news that no answer came.

        Args:
            pending: what was asked.
            reason: one sentence: the name did not resolve, the connection was refused, time ran out ...
            lasting: it would be the same the next time, so the host is spared it.
        """
        self.pace.ended(pending.host)
        row: dict[str, Any] = {
            "url": pending.url, "source": pending.source, **self._found(pending), "depth": pending.depth,
            "status": None, "outcome": "failed", "detail": reason,
        }  # fmt: skip
        try:
            if pending.id < 0:
                self.gate.failed(pending, row, reason, lasting=lasting)
            elif not lasting and pending.attempts + 1 < self.manners.attempts:
                self._again(pending, row, reason, None)
            else:
                self._log("fetch", row, pending)
        except Exception as error:
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
            try:
                foreign = host_of(lead.url) not in hosts
            except ValueError:
                foreign = True
            if lead.follow and foreign:
                reason = "on a host that is not one of this source's"
                return replace(lead, follow=False, note={**lead.note, "reason": reason})
            return lead

        return place

    def _again(self, pending: Pending, row: dict[str, Any], reason: str, asked: float | None) -> None:
        pending.attempts += 1
        wait = pause(self.pace.delay(pending.host), pending.attempts, asked)
        row.update(
            outcome="failed", again=True, wait=wait, detail=f"{reason}; asked again after {wait:.0f} s"
        )
        seq = self.ledger.append("fetch", row, self.run)
        self._asked[pending.host] -= 1
        self.pace.wait(pending.host, wait)
        self.frontier.attempted_url(pending.url)
        self.frontier.give_back(pending)
        self.frontier.followed(seq)

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
    if target == lead.url:
        return Reading("unreadable", detail="redirected to itself")
    if hops > MAX_HOPS:
        return Reading("unreadable", detail=f"redirected more than {MAX_HOPS} times")
    onward = Lead(target, lead.kind, "redirect", {**lead.note, "hops": hops}, lead.question, lead.priority)
    return Reading("redirect", (onward,), f"redirected to {target}")
