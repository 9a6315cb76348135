"""The text workers of a run: archived answers in, documents out; what a bad file costs is itself."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from harvest.jobs import Document, Done, Job, prepare, work_on_all
from harvest.text import Extracted
from harvest.text.pool import Failure, TextPool

Work = TypeVar("Work")
Result = TypeVar("Result")

#: Seconds and bytes of memory that one document may take.
TIMEOUT = 60.0
MEMORY = 2_000_000_000
#: Jobs that travel together, and how many groups are kept ahead of the workers before they do.
GROUP, AHEAD = 8, 8


class Workers:
    """A pool of text workers with the jobs that are under way.

    Args:
        archive: the folder of WARC files.
        protocol_json: the normalised protocol.
        count: worker processes; by default one for each core: the crawl waits most of the time.
    """

    def __init__(self, archive: Path, protocol_json: str, count: int | None = None) -> None:
        self._archive = str(archive)
        self._pool = TextPool(
            workers=count or os.cpu_count() or 1,
            timeout=TIMEOUT,
            memory_bytes=MEMORY,
            initializer=prepare,
            initargs=(protocol_json,),
            preload=("harvest.text.warm", "harvest.jobs"),
        )
        self._under_way: deque[tuple[list[Job], Future[list[Done] | Failure]]] = deque()
        self._gathered: list[Job] = []

    def submit(self, job: Job) -> None:
        """Put a job in the queue. Jobs travel in small groups while there are more than enough of them."""
        self._gathered.append(job)
        if len(self._gathered) >= (GROUP if len(self._under_way) > AHEAD else 1):
            self.flush()

    def flush(self) -> None:
        """Hand over the jobs that wait for company."""
        if self._gathered:
            self._start(self._gathered)
            self._gathered = []

    def _start(self, jobs: list[Job]) -> None:
        self._under_way.append((jobs, self._pool.submit(work_on_all, self._archive, jobs)))

    def waiting(self) -> int:
        """Return the number of jobs whose results were not taken."""
        return sum(len(jobs) for jobs, _ in self._under_way) + len(self._gathered)

    def ready(self, *, all_of_them: bool = False) -> Iterator[Done]:
        """Yield results in the order of submission: those at hand, or all, waiting for them."""
        if all_of_them or len(self._under_way) <= AHEAD:
            self.flush()
        while self._under_way and (all_of_them or self._under_way[0][1].done()):
            jobs, future = self._under_way.popleft()
            done = future.result()
            if isinstance(done, list):
                yield from done
            elif len(jobs) > 1:
                # One of them is to blame; by itself each costs nobody but itself.
                for job in jobs:
                    self._start([job])
            else:
                yield self._failed(jobs[0], done)

    @staticmethod
    def _failed(job: Job, failure: Failure) -> Done:
        extracted = Extracted(
            outcome=failure.outcome, kind="unknown", text="", pages=(), title=None, title_source=None, date=None,
            date_source=None, language=None, publisher=None, method="none", detail=failure.detail,
        )  # fmt: skip
        return Done(job.seq, Document(job.sha256, extracted, [], []), verdict="unreadable")

    def each(
        self, function: Callable[[str, Work], Result], jobs: Iterable[Work]
    ) -> Iterator[tuple[Work, Result | Failure]]:
        """Let the workers do another thing with single jobs; yield each with its result, in their order.

        Args:
            function: takes the folder of WARC files and a job; a plain function of a module.
            jobs: what is to be done.
        """
        under_way: deque[tuple[Work, Future[Result | Failure]]] = deque()
        for job in jobs:
            under_way.append((job, self._pool.submit(function, self._archive, job)))
            if len(under_way) > AHEAD:
                first, future = under_way.popleft()
                yield first, future.result()
        while under_way:
            first, future = under_way.popleft()
            yield first, future.result()

    def close(self) -> None:
        """End the workers."""
        self._pool.close()
