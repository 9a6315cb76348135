"""Jobs in worker processes, where a document that hangs, crashes or devours memory costs itself and no other.

Built on pebble's ProcessPool, which gives each job its own time limit counted from its start and replaces a worker
that dies. Added here: a memory limit, workers forked from a prepared server (so that threads and open databases of
the parent do not matter), outcomes in place of exceptions, chunks, and recovery when the pool itself breaks.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessPool

from harvest.text.model import Outcome

T = TypeVar("T")
R = TypeVar("R")

_LOG = logging.getLogger(__name__)
#: A worker is replaced after this many tasks, so that what libraries leak stays bounded.
MAX_TASKS = 200
#: Jobs handed over in advance for each worker: enough that none waits, few enough that little is held in memory.
AHEAD = 4
#: A pool in which nothing happens for this long beyond its jobs' own limit has lost a job, and is built anew.
STALL_SECONDS = 30.0
#: So many rebuildings in a row without one finished job mean that workers cannot start at all.
MAX_REBUILDS = 3


@dataclass(frozen=True, slots=True)
class Failure:
    """What became of a job that gave no result: "crashed", "timeout" or "too-large", and how."""

    outcome: Outcome
    detail: str


@dataclass(slots=True, eq=False)
class _Task(Generic[T]):
    jobs: list[T]


class TextPool:
    """A pool of ``workers`` processes. Use it in a ``with`` block; leaving it stops the workers at once.

    ``timeout`` is the time limit of one job in seconds, counted from its start, not from its submission.
    ``memory_bytes`` is how much address space a job may take beyond what a fresh worker holds (Linux; elsewhere
    the limit may not be enforced). ``initializer(*initargs)`` runs once in each new worker. ``preload`` names
    modules that the fork server imports before it makes workers; only the first pool of a program decides.
    """

    def __init__(
        self,
        workers: int,
        timeout: float,
        memory_bytes: int,
        *,
        initializer: Callable[..., object] | None = None,
        initargs: Sequence[Any] = (),
        max_tasks: int = MAX_TASKS,
        preload: Sequence[str] = ("harvest.text.warm",),
    ) -> None:
        if workers < 1 or timeout <= 0 or memory_bytes <= 0:
            raise ValueError("workers, timeout and memory_bytes must be positive")
        self.workers = workers
        self.timeout = timeout
        self.memory_bytes = memory_bytes
        self._initargs = (memory_bytes, initializer, tuple(initargs))
        self._max_tasks = max_tasks
        self._context = _process_context(preload)
        self._pool = self._new_pool()

    def __enter__(self) -> TextPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the workers now; jobs not finished are dropped. Safe to call twice."""
        pool: Any = self._pool
        pool.stop()
        pool.join()

    def submit(self, fn: Callable[..., R], *args: Any) -> Future[R | Failure]:
        """Run ``fn(*args)`` in a worker. The future gives its result or a ``Failure``, and never raises.

        ``fn`` must be a function at the top of a module; arguments and result must pickle. Should the pool itself
        break, what was submitted gives a ``Failure``; ``run`` instead tries such jobs again.
        """
        answer: Future[R | Failure] = Future()
        inner = self._pool.schedule(fn, args=args, timeout=self.timeout)

        def done(finished: Future[R]) -> None:
            if not answer.set_running_or_notify_cancel():
                return
            if finished.cancelled():
                answer.set_result(Failure("crashed", "the pool was stopped"))
                return
            error = finished.exception()
            answer.set_result(finished.result() if error is None else _failure(error, self.timeout))

        inner.add_done_callback(done)
        return answer

    def run(
        self, jobs: Iterable[T], fn: Callable[[T], R], *, chunk: int = 1
    ) -> Iterator[tuple[T, R | Failure]]:
        """Yield each job with its result or ``Failure``, in the order they finish.

        ``jobs`` is read as workers become free and may be endless. With ``chunk`` above 1 that many jobs travel
        together, under the sum of their time limits; if one of them fails, all of the chunk run again one by one, so
        only the guilty job is lost. Worth it for jobs of under some 2 ms.
        """
        source = iter(jobs)
        again: deque[_Task[T]] = deque()
        running: dict[Future[list[R | Failure]], _Task[T]] = {}
        rebuilds = 0
        while True:
            while len(running) < self.workers * AHEAD:
                task = again.popleft() if again else _next_task(source, chunk)
                if task is None:
                    break
                try:
                    running[self._schedule(task, fn)] = task
                except RuntimeError:
                    # The pool broke between two jobs; the tasks in flight tell of it below.
                    again.append(task)
                    break
            if not running and not again:
                return
            finished = self._wait(running)
            broken = not finished
            for future in finished:
                task = running.pop(future)
                error = future.exception()
                if isinstance(error, BrokenProcessPool):
                    again.append(task)
                    broken = True
                elif error is None:
                    rebuilds = 0
                    yield from zip(task.jobs, future.result(), strict=True)
                elif len(task.jobs) > 1:
                    again.extend(_Task([job]) for job in task.jobs)
                else:
                    rebuilds = 0
                    yield task.jobs[0], _failure(error, self.timeout)
            if broken:
                rebuilds += 1
                again.extend(running.values())
                running.clear()
                if rebuilds > MAX_REBUILDS:
                    raise BrokenProcessPool("text workers cannot be started; see the messages above")
                self._rebuild()

    def _schedule(self, task: _Task[T], fn: Callable[[T], R]) -> Future[list[R | Failure]]:
        limit = self.timeout * len(task.jobs)
        future: Future[list[R | Failure]] = self._pool.schedule(
            _run_chunk, args=(fn, task.jobs), timeout=limit
        )
        return future

    def _wait(self, running: dict[Future[list[R | Failure]], _Task[T]]) -> set[Future[list[R | Failure]]]:
        """Wait for a job to finish; an empty set says that the pool no longer works."""
        longest = max((len(task.jobs) for task in running.values()), default=0)
        patience = time.monotonic() + self.timeout * longest + STALL_SECONDS
        while running and time.monotonic() < patience:
            finished, _ = wait(running, timeout=1.0, return_when=FIRST_COMPLETED)
            if finished:
                return finished
        return set()

    def _rebuild(self) -> None:
        _LOG.warning("the pool of text workers broke and is built anew")
        with contextlib.suppress(Exception):
            self.close()
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self.workers,
            max_tasks=self._max_tasks,
            initializer=_start_worker,
            initargs=self._initargs,
            context=self._context,
        )


def _next_task(source: Iterator[T], chunk: int) -> _Task[T] | None:
    taken: list[T] = []
    for job in source:
        taken.append(job)
        if len(taken) == chunk:
            break
    return _Task(taken) if taken else None


def _run_chunk(fn: Callable[[T], R], jobs: list[T]) -> list[R]:
    return [fn(job) for job in jobs]


def _failure(error: BaseException, timeout: float) -> Failure:
    if isinstance(error, TimeoutError):
        return Failure("timeout", f"stopped after {timeout:g} s")
    if isinstance(error, MemoryError):
        return Failure("too-large", "needed more memory than a worker may have")
    if isinstance(error, ProcessExpired):
        return Failure("crashed", f"the worker died: {_death(error.exitcode)}")
    return Failure("crashed", f"{type(error).__name__}: {error}"[:300])


def _death(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


def _start_worker(
    memory_bytes: int, initializer: Callable[..., object] | None, initargs: tuple[Any, ...]
) -> None:
    """Prepare a fresh worker: limits, signals, then the caller's own state."""
    # A worker told to stop inside a C library never gets to run a Python handler: let the signal kill it.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if initializer is not None:
        initializer(*initargs)
    _limit_memory(memory_bytes)


def _limit_memory(memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:
        return
    statm = Path("/proc/self/statm")
    held = int(statm.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE") if statm.exists() else 0
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = held + memory_bytes
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


_server_started = threading.Lock()


def _process_context(preload: Sequence[str]) -> multiprocessing.context.BaseContext:
    """Return the way to start workers: a fork server where there is one, else fresh processes."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver, resource_tracker

    context = multiprocessing.get_context("forkserver")
    with _server_started:
        context.set_forkserver_preload(list(preload))
        resource_tracker.ensure_running()
        with _quiet_start():
            forkserver.ensure_running()
    return context


@contextlib.contextmanager
def _quiet_start() -> Iterator[None]:
    """Give processes started meanwhile a blocked interrupt signal and numeric libraries without threads.

    An interrupt from the keyboard goes to all processes of the terminal. The server and its children inherit the
    blocked signal, so that only the parent hears it and no worker prints a traceback. Threads, which numeric libraries
    start on import, must not exist in a process that forks.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if sys.platform != "win32" else None
    set_here = [name for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS") if name not in os.environ]
    os.environ.update(dict.fromkeys(set_here, "1"))
    try:
        yield
    finally:
        for name in set_here:
            os.environ.pop(name, None)
        if before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
