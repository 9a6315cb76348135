"""Following the ledger into the database while it grows: observations, texts, works, numbers."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crawler.judge.described import describes
from harvest.asked import Asked
from harvest.batch import Batch
from harvest.citing.updating import cites, update
from harvest.documents import TABLES, put_document
from harvest.held_texts import HeldTexts
from harvest.jobs import PUBLICATION, Done, Job
from harvest.load import KINDS, System, conclude, job_of, observe, run_rows, write
from harvest.matching import Matcher
from harvest.measuring import log_rows
from harvest.numbering import give, given, unnumbered
from harvest.pictures import pages_read
from harvest.reading_order import reading
from harvest.recovering import dead_rows
from harvest.ruling import ruling_rows
from harvest.screening import latest
from harvest.screening.rows import decision_rows
from harvest.text import extractor
from harvest.version import version
from harvest.workers import Workers
from harvest.works import Concluder
from store import counts
from store.database import Writer
from store.errors import StoreError
from store.inputs import composed_documents, documents_held, fetches_read, readings, systems_of
from store.ledger import Entry, Ledger
from store.pictures import fetches_of
from store.workspace import Workspace

#: Seconds between two published copies of the database, at least, and how many times longer than it took
#: to compute the works again the pause is.
PUBLISH, PAUSE = 20.0, 10.0
#: Seconds between two counts for a person to watch, and between two batches.
COUNT = 1.0
#: Kinds of answers that are no document by themselves, whatever their bytes.
NO_FILES = frozenset({"search", PUBLICATION})
#: Rows after which a batch is written.
BATCH_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: the counts of each source as :func:`store.counts.by_source` gives them."""

    run: int
    seconds: float
    sources: list[dict[str, Any]]
    waiting: int
    ended: bool = False


def _writer(workspace: Workspace, fresh: bool) -> Writer:
    """Open the database for writing; a damaged one is computed again, since all of it can be.

    Raises:
        StoreError: a newer version wrote it.
    """
    try:
        return Writer(workspace.database, fresh=fresh)
    except StoreError as error:
        if error.code == "NEWER_VERSION":
            raise
        return Writer(workspace.database, fresh=True)


class Follower:
    """Follows the ledger into the database: observations, texts, works, numbers.

    Args:
        workspace: the review's folder.
        ledger: its ledger, open for appending.
        asked: the protocol whose query and limits decide, as the run has it.
        fresh: begin with an empty database, as ``rebuild`` does.
        workers: text worker processes.
    """

    def __init__(
        self, workspace: Workspace, ledger: Ledger, asked: Asked, *, fresh: bool = False,
        workers: int | None = None,
    ) -> None:  # fmt: skip
        self._ledger, self._fresh = ledger, fresh
        self._protocol = protocol = asked.protocol
        self._began = time.monotonic()
        self.writer = _writer(workspace, fresh)
        told = {"query": f"{protocol.sha256} {version()}", "readers": extractor()}
        self._held: HeldTexts | None = None
        if self.writer.migrated or any(
            self.writer.meta(name) not in (None, now) for name, now in told.items()
        ):
            # Another layout, query, version or reader: everything that was concluded is concluded again, from the texts that
            # the same readers have read.
            migrated = self.writer.migrated
            self.writer.close()
            self._held = None if migrated else HeldTexts(workspace, extractor())
            self.writer = Writer(workspace.database, fresh=True)
        for name, now in told.items():
            self.writer.meta(name, now)
        self._workers = Workers(workspace.archive, protocol.normalised(), workers)
        self._batch_size = protocol.stop.batch
        self._matcher = Matcher.of(protocol)
        self._concluder = Concluder(protocol, self._matcher, asked.require_line)
        self._batch = Batch()
        self._runs_of: dict[int, int] = {}
        self._known, self._extracted = documents_held(self.writer), fetches_read(self.writer)
        self._systems = {name: System(*known) for name, known in systems_of(self.writer).items()}
        self._after = int(self.writer.meta("ledger_seq") or 0)
        self._counted = self._written = 0.0
        self._publish_at = self._began + PUBLISH
        self._changed: list[tuple[int, str, str]] = []
        self._outcomes: dict[int, str] = {}
        self._decided = False
        self._ruled = True
        self._ocr = pages_read(ledger)
        if self._after:
            self.read_again(pages_read(ledger, after=self._after))

    def seconds(self) -> float:
        """Return the seconds since it began."""
        return time.monotonic() - self._began

    def look(self) -> None:
        """Take what is new in the ledger and what the workers have done."""
        seq = self._after
        entries = []
        for entry in self._ledger.entries(after=self._after):
            seq = entry.seq
            self._decided |= entry.kind == "decision"
            self._ruled |= entry.kind == "ruling"
            if entry.kind in KINDS:
                entries.append(entry)
        self._take_over(entries)
        for job in observe(self._batch, entries, self._systems):
            self._submit(job)
        if self._fresh:
            for entry in entries:
                searched = entry.kind == "fetch" and entry.body["kind"] == "search"
                if searched and (judged := job_of(entry, self._systems, again=True)):
                    self._outcomes[entry.seq] = str(entry.body["outcome"])
                    self._submit(judged)
        for entry in entries:
            self._runs_of[entry.seq] = entry.run
        self._after = seq
        self._take(all_of_them=False)
        if self._batch.size() > BATCH_ROWS or time.monotonic() - self._written > COUNT:
            self._write()

    def _take_over(self, entries: Sequence[Entry]) -> None:
        """Give an answer that nothing has changed the reading that it had before, without reading it again."""
        same = {
            entry.seq: entry
            for entry in entries
            if entry.kind == "fetch" and entry.body.get("unchanged") and entry.body["outcome"] == "read"
        }
        if not same:
            return
        before = readings(self.writer, [int(entry.body["same_as"]) for entry in same.values()])
        for seq, entry in same.items():
            for one in before.get(int(entry.body["same_as"]), ()):
                if (one["url"], one["kind"]) != (entry.body["url"], entry.body["kind"]):
                    continue
                self._extracted.add(seq)
                if one["document"]:
                    self._batch.add("extraction", {"seq": seq, "document": one["document"]})
                else:
                    item = {"key": one["key"], "url": one["item_url"], "body": one["body"]}
                    self._batch.add(
                        "item", {"seq": seq, "position": one["position"], "run": entry.run, **item}
                    )

    def _submit(self, job: Job) -> None:
        if job.seq in self._extracted:
            return
        self._extracted.add(job.seq)
        if job.sha256 in self._known and job.kind not in NO_FILES and not describes(job.system, job.kind):
            # A file that came from another address as well: its text is the same.
            self._batch.add("extraction", {"seq": job.seq, "document": job.sha256})
            return
        read = self._ocr.get(job.sha256)
        if read:
            job = replace(job, ocr=tuple(read[number] for number in sorted(read)))
        elif self._held is not None and job.kind != "search":
            job = replace(job, held=self._held.of(job.seq))
        self._workers.submit(job)

    def read_again(self, documents: Collection[str]) -> None:
        """Read documents again, of whose pages words have been read from pictures since."""
        self._ocr = pages_read(self._ledger)
        fetches = fetches_of(self.writer, documents)
        for table in TABLES:
            self.writer.forget(table, "document", sorted(fetches))
        for document, seq in sorted(fetches.items()):
            self._known.discard(document)
            self._extracted.discard(seq)
            entry = self._ledger.entry(seq)
            if entry is not None and (job := job_of(entry, self._systems)):
                self._submit(job)

    def _take(self, *, all_of_them: bool) -> None:
        for done in self._workers.ready(all_of_them=all_of_them):
            self._conclude(done)
            if self._batch.size() > BATCH_ROWS:
                self._write()

    def _conclude(self, done: Done) -> None:
        logged = self._outcomes.get(done.seq)
        if logged is not None:
            # A page of search results judged again: it is a verdict, never a document.
            if done.verdict and done.verdict != logged:
                self._changed.append((done.seq, logged, done.verdict))
            return
        conclude(self._batch, done, self._runs_of.get(done.seq, 0), self._known)

    def _write(self) -> None:
        self._written = time.monotonic()
        write(self.writer, self._batch)
        if self._decided:
            # What stands follows from all decisions: a new one may take an old one back.
            self.writer.replace("decision", decision_rows(self._ledger.entries(kinds=("decision",))))
            self._decided = False
        if self._ruled:
            self.writer.replace("ruling", ruling_rows(self._ledger.entries(kinds=("ruling",))))
            self._ruled = False

    def progress(self, run: int) -> Progress | None:
        """Return the counts when it is time for new ones, else ``None``; works are counted again more seldom."""
        now = time.monotonic()
        if now - self._counted < COUNT:
            return None
        self._counted = now
        if now > self._publish_at:
            self._write()
            self._works(run, number=False)
            self.writer.publish()
            took = time.monotonic() - now
            self._publish_at = time.monotonic() + max(PUBLISH, PAUSE * took)
        return Progress(run, self.seconds(), counts.by_source(self.writer, run), self._workers.waiting())

    def finish(self, run: int, *, number: bool = True) -> int:
        """Take everything that is left, compute the works, number the records.

        Returns:
            How many records wait for a number, which is 0 unless ``number`` is false.
        """
        self.look()
        self._take(all_of_them=True)
        self._write()
        self._runs()
        waiting = self._works(run, number=number)
        self.writer.replace("dead_link", dead_rows(self._ledger, self.writer, self._protocol))
        if cites(self._protocol):
            update(self.writer, self._workers, self._protocol)
        self._saturation()
        return waiting

    def _saturation(self) -> None:
        """Write the log of saturation: what was measured after each batch follows from what was read and decided."""
        rows = log_rows(reading(self.writer, latest(self.writer)), self._batch_size)
        self.writer.replace("saturation", rows)

    def _runs(self) -> None:
        """Say how each run ended: a run that is at its end is measured by those before it."""
        self.writer.replace("run", run_rows(self._ledger.entries(kinds=("run", "run_end"))))

    def _works(self, run: int, *, number: bool) -> int:
        documents, rows = self._concluder.conclude(self.writer, given(self._ledger))
        if number:
            give(self._ledger, run, rows)
        old = composed_documents(self.writer)
        for table in TABLES:
            self.writer.forget(table, "document", old)
        composed = Batch()
        for document in documents:
            put_document(composed, document)
        write(self.writer, composed)
        self.writer.begin()
        for table in ("work", "work_document", "found", "merge", "meeting", "relation"):
            self.writer.replace(table, rows[table])
        self.writer.commit()
        return unnumbered(rows["work"])

    @property
    def changed_verdicts(self) -> list[tuple[int, str, str]]:
        """Verdicts on search answers that this version judges otherwise: ledger row, then and now."""
        return self._changed

    def close(self) -> None:
        """Write what the ledger holds by now, publish, and end the workers."""
        self._let_go()
        self.look()
        self._write()
        self._runs()
        seq, head = self._ledger.head()
        self.writer.meta("ledger_seq", str(seq))
        self.writer.meta("ledger_head", head)
        self.writer.close()
        self._closed = True

    _closed = False

    def abandon(self) -> None:
        """End the workers and leave the published database as it is, after a failure."""
        if not self._closed:
            self._let_go()

    def _let_go(self) -> None:
        self._workers.close()
        if self._held is not None:
            self._held.close()
