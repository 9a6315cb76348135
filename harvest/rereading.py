"""Reading every archived answer again, with the spider of its source, and comparing with what was found then."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.guard import host_of
from crawler.judging import judge, placed
from crawler.lead import Answer, Lead
from crawler.reader import Reader
from crawler.soft404 import Fingerprint, fingerprint
from crawler.spec import Question, Source
from harvest.asked import Asked
from store.archive import read
from store.errors import StoreError
from store.ledger import Entry, Ledger, as_kept

#: Leads that are named one by one in a difference.
NAMED = 3
#: Why an answer is not read again.
NO_ANSWER, ASKED_AGAIN, ROBOTS, TOO_LARGE, MISSING = (
    "no answer came", "asked again later in the run", "rules for robots", "larger than was taken", "missing or damaged in the archive",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that is read otherwise now than by the run that fetched it.

    ``what`` is ``outcome``, ``leads`` or ``bytes`` (they are not those that the ledger speaks of).
    """

    seq: int
    url: str
    what: str
    then: str
    now: str


@dataclass(slots=True)
class Reread:
    """What reading all archived answers again came to: how many, what changed, and why others were not read."""

    answers: int = 0
    changes: list[Change] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)


def reread(ledger: Ledger, archive: Path, readers: Mapping[str, Reader]) -> Reread:
    """Read every archived answer of a ledger again. Asks nothing of anybody.

    Args:
        ledger: the ledger; its rows are followed as the crawl process followed them.
        archive: the WARC files.
        readers: what reads each kind of source.
    """
    found = Reread()
    again: _Run | None = None
    for entry in ledger.entries(kinds=("run", "source", "question", "fetch", "skip")):
        if entry.kind == "run":
            again = _Run(entry, archive, readers, ledger)
        if again is not None and entry.run == again.run:
            found.changes += again.follow(entry, found)
    return found


class _Run:
    """One run, followed from row to row: which leads there were, and what was known of each host."""

    def __init__(self, begun: Entry, archive: Path, readers: Mapping[str, Reader], ledger: Ledger) -> None:
        self.run = begun.run
        self._archive, self._readers, self._ledger = archive, readers, ledger
        self._limit = Asked.of(begun).protocol.crawl.max_bytes
        self._sources: dict[str, Source] = {}
        self._leads: dict[str, Lead] = {}
        self._left_out: set[str] = set()
        self._prints: dict[str, Fingerprint | None] = {}

    def follow(self, entry: Entry, found: Reread) -> Iterator[Change]:
        """Take the next row; yield what is read otherwise now."""
        body = entry.body
        if entry.kind == "source" and not body.get("not_asked"):
            self._source(body)
        elif entry.kind == "question" and not body.get("not_asked"):
            question = Question.from_row(body)
            if source := self._sources.get(question.source):
                self._add([self._readers[source.kind].ask(source, question)])
        elif entry.kind == "fetch":
            if reason := _left(body):
                found.left[reason] += 1
            elif (answer := self._answer(body)) is None:
                found.left[MISSING] += 1
            else:
                found.answers += 1
                if (now := hashlib.sha256(answer.body).hexdigest()) != body["sha256"]:
                    yield Change(entry.seq, answer.url, "bytes", str(body["sha256"]), now)
                yield from self._fetch(entry, answer)
        elif entry.kind == "skip" and body.get("of"):
            yield from self._stood(entry)
        if entry.kind in ("fetch", "skip"):
            self._add(Lead.from_row(row) for row in body.get("leads", ()))

    def _source(self, body: Mapping[str, Any]) -> None:
        reader = self._readers.get(str(body["kind"]))
        if reader is None:
            return
        source = self._sources[str(body["source"])] = Source.from_row(body)
        if "retry" in body:
            self._add(Lead.from_row(row) for _, row in body["retry"])
        else:
            self._add(reader.suggested_leads(source))
            self._add(reader.start_leads(source))
            self._add(Lead.from_row(row) for _, row in body.get("also", ()))

    def _add(self, leads: Iterable[Lead]) -> None:
        for lead in leads:
            if lead.follow:
                self._leads.setdefault(lead.name, lead)
            else:
                self._left_out.add(lead.name)

    def _answer(self, body: Mapping[str, Any]) -> Answer | None:
        try:
            stored = read(self._archive, str(body["warc"]), int(body["offset"]))
        except StoreError:
            return None
        return Answer(str(body["url"]), stored.status, stored.headers, stored.body(self._limit + 1))

    def _fetch(self, entry: Entry, answer: Answer) -> Iterator[Change]:
        body = entry.body
        if body["kind"] == "probe":
            told = fingerprint(answer.status, answer.headers, answer.body, answer.url)
            self._prints[host_of(answer.url)] = (
                Fingerprint.from_row(body["print"]) if body.get("print") else None
            )
            now = "not-found" if told is None else "read"
            if now != body["outcome"]:
                yield Change(entry.seq, answer.url, "outcome", str(body["outcome"]), now)
            return
        yield from self._compared(entry, answer, str(body["outcome"]))

    def _stood(self, entry: Entry) -> Iterator[Change]:
        """Compare the leads of an answer that was not asked for again, because it stood."""
        of = self._ledger.entry(int(entry.body["of"]))
        answer = self._answer(of.body) if of else None
        if answer is not None:
            yield from self._compared(
                entry, Answer(entry.body["url"], answer.status, answer.headers, answer.body)
            )

    def _compared(self, entry: Entry, answer: Answer, then: str | None = None) -> Iterator[Change]:
        body = entry.body
        source = self._sources.get(str(body.get("source")))
        if source is None:
            return
        reader = self._readers[source.kind]
        lead = self._leads.get(str(body.get("key") or answer.url)) or Lead.of(body)
        reading = judge(reader, source, lead, answer, self._prints.get(host_of(answer.url)))
        if then is not None and reading.outcome != then:
            yield Change(entry.seq, answer.url, "outcome", then, reading.outcome)
        leads = [
            each.as_row()
            for each in placed(reading.leads, reader.hosts(source))
            # A link to what was known already, or was left out before, was not kept a second time.
            if each.why != "link" or each.name not in (self._leads if each.follow else self._left_out)
        ]
        before, now = body.get("leads", []), as_kept({"leads": leads})["leads"]
        if before != now:
            yield Change(entry.seq, answer.url, "leads", *_told(before, now))


def _left(body: Mapping[str, Any]) -> str | None:
    """Return why the answer of a fetch is not read again, ``None`` when it is."""
    if not body.get("warc"):
        return NO_ANSWER
    if body.get("again"):
        return ASKED_AGAIN
    if body["kind"] == "robots":
        return ROBOTS
    return TOO_LARGE if body.get("sha256") is None else None


def _told(before: list[Any], now: list[Any]) -> tuple[str, str]:
    """Return two lists of leads in words: how many, and those that only one of them has."""
    told = []
    for mine, other in ((before, now), (now, before)):
        only = [row[0] for row in mine if row not in other]
        shown = ", ".join(only[:NAMED]) + (f" and {len(only) - NAMED} more" if len(only) > NAMED else "")
        told.append(f"{len(mine)} leads" + (f", among them {shown}" if only else ""))
    return told[0], told[1]
