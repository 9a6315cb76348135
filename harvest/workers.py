"""The text workers of a run: archived answers in, documents out; what a bad file costs is itself."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

from harvest.jobs import Document, Done, Job, prepare, work_on
from harvest.text import Extracted
from harvest.text.pool import Failure, TextPool

#: Seconds and bytes of memory that one document may take.
TIMEOUT = 60.0
MEMORY = 2_000_000_000


class Workers:
    """A pool of text workers with the jobs that are under way.

    Args:
        archive: the folder of WARC files.
        protocol_json: the normalised protocol.
        count: worker processes; by default one for each core but one, at least one.
    """

    def __init__(self, archive: Path, protocol_json: str, count: int | None = None) -> None:
        self._archive = str(archive)
        self._pool = TextPool(
            workers=count or max(1, (os.cpu_count() or 2) - 1),
            timeout=TIMEOUT,
            memory_bytes=MEMORY,
            initializer=prepare,
            initargs=(protocol_json,),
        )
        self._under_way: deque[tuple[Job, Future[Done | Failure]]] = deque()

    def submit(self, job: Job) -> None:
        """Put a job in the queue."""
        self._under_way.append((job, self._pool.submit(work_on, self._archive, job)))

    def waiting(self) -> int:
        """Return the number of jobs whose results were not taken."""
        return len(self._under_way)

    def ready(self, *, all_of_them: bool = False) -> Iterator[Done]:
        """Yield results in the order of submission: those at hand, or all, waiting for them."""
        while self._under_way and (all_of_them or self._under_way[0][1].done()):
            job, future = self._under_way.popleft()
            yield self._result(job, future)

    @staticmethod
    def _result(job: Job, future: Future[Done | Failure]) -> Done:
        done = future.result()
        if isinstance(done, Done):
            return done
        extracted = Extracted(
            outcome=done.outcome, kind="unknown", text="", pages=(), title=None, title_source=None, date=None,
            date_source=None, language=None, publisher=None, method="none", detail=done.detail,
        )  # fmt: skip
        return Done(job.seq, Document(job.sha256, extracted, [], []), verdict="unreadable")

    def close(self) -> None:
        """End the workers."""
        self._pool.close()
