"""What a command costs: CPU of its whole process tree, wall clock, memory; and fair comparisons of two commands.

    python -m bench.measure -- COMMAND ...

CPU is what the kernel says of processes which have ended (``wait4``): exact, however short they lived, all
descendants included. So that this holds for descendants whose parent did not wait for them, this process
adopts orphans (``PR_SET_CHILD_SUBREAPER``) and waits for them itself. Missed are only children of a process
which ignores SIGCHLD. Polling (psutil) adds what the kernel does not keep: peak memory, and the share of
single children while they run.

Absolute times on a busy machine say little. Compare arms run in turns (``interleave``) and their ratios pair
by pair (``ratios``): what slows one run slows the run beside it.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol, TypeVar

import psutil

PR_SET_CHILD_SUBREAPER = 36

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Child:
    """Processes of a tree whose command line held a given string, as last seen by polling."""

    processes: int
    cpu_seconds: float  # a lower bound: the last moments of a process are not seen
    peak_mb: float  # of the largest of them


@dataclass(frozen=True, slots=True)
class Measured:
    """Cost of one run of a command."""

    command: tuple[str, ...]
    returncode: int
    wall_seconds: float
    user_seconds: float
    system_seconds: float
    peak_mb: float  # of the process itself, from the kernel's high-water mark
    tree_peak_mb: float  # of the whole tree at one time; shared pages are counted once a process
    leftovers: int  # processes which outlived the command and were ended
    load: float  # of the machine when the run began (1 minute mean)
    children: Mapping[str, Child]
    stdout: str

    @property
    def cpu_seconds(self) -> float:
        """User and system time of the whole tree."""
        return self.user_seconds + self.system_seconds


@dataclass(slots=True)
class _Seen:
    """What polling has found out about one process."""

    command: str = ""
    cpu_seconds: float = 0.0
    peak_mb: float = 0.0


@dataclass(slots=True)
class _Watch:
    root: int
    seen: dict[int, _Seen] = field(default_factory=dict)
    tree_peak_mb: float = 0.0

    def poll(self) -> None:
        try:
            root = psutil.Process(self.root)
            processes = [root, *root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        together = 0.0
        for process in processes:
            try:
                status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8", errors="replace")
                if "VmHWM:" not in status:  # a zombie
                    continue
                seen = self.seen.setdefault(process.pid, _Seen())
                # Read anew each time: right after a fork a child still carries its parent's command line.
                seen.command = " ".join(process.cmdline()) or seen.command
                times = process.cpu_times()
            except (psutil.Error, OSError):
                continue
            seen.cpu_seconds = times.user + times.system
            # Not ru_maxrss: Linux lets a process inherit the peak of the one which started it.
            seen.peak_mb = max(seen.peak_mb, _kilobytes(status, "VmHWM:") / 1024)
            together += _kilobytes(status, "VmRSS:") / 1024
        self.tree_peak_mb = max(self.tree_peak_mb, together)

    def child(self, needle: str) -> Child:
        found = [seen for pid, seen in self.seen.items() if pid != self.root and needle in seen.command]
        peak = max((seen.peak_mb for seen in found), default=0.0)
        return Child(len(found), sum(seen.cpu_seconds for seen in found), peak)


def _kilobytes(status: str, name: str) -> int:
    return int(status.partition(name)[2].split(None, 1)[0])


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    watch: Mapping[str, str] | None = None,
    cpus: Collection[int] | None = None,
    poll: float = 0.1,
    grace: float = 2.0,
    timeout: float | None = None,
) -> Measured:
    """Run a command to its end and measure its process tree.

    ``watch`` names children by a string of their command line; ``cpus`` are the cores the tree may use; ``poll`` is
    in seconds. Processes which outlive the command by ``grace`` seconds are ended, and counted. Standard error goes
    where ours goes. Raises ``subprocess.TimeoutExpired``, with the tree ended, after ``timeout`` seconds.
    """
    _adopt_orphans()
    load = os.getloadavg()[0]
    arguments = [str(part) for part in command]
    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        # Its own session: what the command leaves behind can be told from everything else by it.
        process = subprocess.Popen(
            arguments, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=out, start_new_session=True
        )
        if cpus is not None:
            os.sched_setaffinity(process.pid, cpus)
        watcher = _Watch(process.pid)
        try:
            usage = _wait(process, watcher, poll, timeout)
            wall = time.perf_counter() - began
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            _reap(process.pid, watcher, 0.0)
            raise
        leftovers, more = _reap(process.pid, watcher, grace)
        usages = [usage, *more]
        return Measured(
            command=tuple(arguments),
            returncode=process.returncode,
            wall_seconds=wall,
            user_seconds=sum(used.ru_utime for used in usages),
            system_seconds=sum(used.ru_stime for used in usages),
            peak_mb=watcher.seen.get(process.pid, _Seen()).peak_mb,
            tree_peak_mb=watcher.tree_peak_mb,
            leftovers=leftovers,
            load=load,
            children={name: watcher.child(needle) for name, needle in (watch or {}).items()},
            stdout=_text(out),
        )


def _adopt_orphans() -> None:
    if sys.platform == "linux" and ctypes.CDLL(None, use_errno=True).prctl(
        PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0
    ):
        raise OSError(ctypes.get_errno(), "cannot adopt orphaned processes")


def _text(out: IO[bytes]) -> str:
    out.seek(0)
    return out.read().decode("utf-8", "replace")


def _wait(process: subprocess.Popen[bytes], watcher: _Watch, poll: float, timeout: float | None) -> Any:
    """Resource usage of the command and of all descendants that were waited for, once it has ended."""
    pause = min(poll, 0.01)  # close together at first, so that a short run is seen at all
    deadline = time.perf_counter() + (timeout or float("inf"))
    while True:
        watcher.poll()
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage
        if timeout and time.perf_counter() > deadline:
            raise subprocess.TimeoutExpired(process.args, timeout)
        time.sleep(pause)
        pause = min(poll, pause * 1.5)


def _orphans(session: int, watcher: _Watch) -> list[int]:
    """Processes of the ended command which are now our children; not those we have besides."""
    found = []
    for child in psutil.Process().children():
        try:
            ours = child.pid in watcher.seen or os.getsid(child.pid) == session
        except ProcessLookupError:
            continue
        if ours:
            found.append(child.pid)
    return found


def _reap(session: int, watcher: _Watch, grace: float) -> tuple[int, list[Any]]:
    """Wait for what the command left running, ending it after ``grace`` seconds; their number and usages."""
    ended: set[int] = set()
    usages = []
    began = time.perf_counter()
    while pids := _orphans(session, watcher):
        late = time.perf_counter() - began - grace
        for pid in pids:
            if late > 0:
                os.kill(pid, signal.SIGKILL if late > 2 else signal.SIGTERM)
                ended.add(pid)
            done, _, usage = os.wait4(pid, os.WNOHANG)
            if done:
                usages.append(usage)
        time.sleep(0.02)
    return len(ended), usages


class Counting(Protocol):
    """A server which counts what it is asked: ``bench.server.Server``."""

    def reset(self) -> None: ...
    def log(self) -> dict[str, Any]: ...
    def cpu(self) -> dict[str, float]: ...


@dataclass(frozen=True, slots=True)
class Crawl:
    """A measured command, with what the server saw of it."""

    measured: Measured
    documents: int  # different pages and PDFs served
    requests: int
    duplicates: int
    robots_breaches: int
    server_cpu_seconds: float

    @property
    def cpu_per_thousand(self) -> float:
        """CPU seconds for 1,000 documents, the server's own not included."""
        return 1000 * self.measured.cpu_seconds / self.documents if self.documents else float("nan")

    @property
    def documents_per_second(self) -> float:
        """Documents per second of wall clock."""
        return self.documents / self.measured.wall_seconds


def crawl(server: Counting, command: Sequence[str | Path], **options: Any) -> Crawl:
    """Run a crawler against a server, both counted from zero; ``options`` are those of ``run``."""
    server.reset()
    measured = run(command, **options)
    cpu, log = server.cpu()["since_reset"], server.log()
    counts = (log[name] for name in ("documents", "requests", "duplicates", "robots_breaches"))
    return Crawl(measured, *counts, server_cpu_seconds=cpu)


def interleave(arms: Mapping[str, Callable[[], T]], repeats: int) -> dict[str, list[T]]:
    """Run the arms in turns, ``repeats`` times, every other round backwards (A B, B A, ...).

    The n-th runs of two arms stand next to each other in time and make a pair.
    """
    results: dict[str, list[T]] = {name: [] for name in arms}
    for number in range(repeats):
        for name in list(arms) if number % 2 == 0 else list(arms)[::-1]:
            results[name].append(arms[name]())
    return results


@dataclass(frozen=True, slots=True)
class Spread:
    """Smallest, middle and largest of some values."""

    low: float
    median: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{_number(self.median)} ({_number(self.low)}-{_number(self.high)})"


def spread(values: Sequence[float]) -> Spread:
    """Spread of at least one value."""
    return Spread(min(values), statistics.median(values), max(values), len(values))


def ratios(a: Sequence[float], b: Sequence[float]) -> Spread:
    """Spread of a/b taken pair by pair: above 1 where ``a`` is the larger."""
    return spread([x / y for x, y in zip(a, b, strict=True)])


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Plain text table; numbers are shortened and set to the right, ``Spread`` as median (low-high)."""
    cells = [[_number(c) if isinstance(c, float) else str(c) for c in row] for row in rows]
    widths = [max(len(line[k]) for line in [list(headings), *cells]) for k in range(len(headings))]
    right = [bool(rows) and all(not isinstance(row[k], str) for row in rows) for k in range(len(headings))]

    def line(values: Sequence[str]) -> str:
        padded = (
            v.rjust(w) if at_right else v.ljust(w)
            for v, w, at_right in zip(values, widths, right, strict=True)
        )
        return "  ".join(padded).rstrip()

    return "\n".join([line(headings), "  ".join("-" * width for width in widths), *map(line, cells)])


def crawl_table(results: Mapping[str, Sequence[Crawl]]) -> str:
    """One row an arm: what it fetched and what that cost, as median (lowest-highest) of its runs."""
    headings = ["arm", "runs", "documents", "twice", "breaches", "CPU-s/1000", "docs/s", "wall s", "peak MB",
                "tree MB", "server CPU ms/request", "load"]  # fmt: skip
    rows = []
    for name, runs in results.items():
        counts = [
            "/".join(sorted({str(getattr(r, key)) for r in runs}))
            for key in ("documents", "duplicates", "robots_breaches")
        ]
        rows.append(
            [
                name,
                len(runs),
                *counts,
                spread([r.cpu_per_thousand for r in runs]),
                spread([r.documents_per_second for r in runs]),
                spread([r.measured.wall_seconds for r in runs]),
                spread([r.measured.peak_mb for r in runs]),
                spread([r.measured.tree_peak_mb for r in runs]),
                spread([1000 * r.server_cpu_seconds / max(1, r.requests) for r in runs]),
                spread([r.measured.load for r in runs]),
            ]
        )
    return table(headings, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description="Run a command and print what its process tree cost.")
    parser.add_argument(
        "--watch", metavar="TEXT", action="append", default=[], help="child with TEXT in its command"
    )
    parser.add_argument("command", nargs="+", metavar="COMMAND")
    options = parser.parse_args()
    measured = run(options.command, watch={text: text for text in options.watch})
    sys.stdout.write(measured.stdout)
    rows: list[list[object]] = [
        ["exit code", measured.returncode],
        ["wall s", measured.wall_seconds],
        ["CPU s, user", measured.user_seconds],
        ["CPU s, system", measured.system_seconds],
        ["peak MB", measured.peak_mb],
        ["peak MB, tree", measured.tree_peak_mb],
        ["processes ended", measured.leftovers],
        ["load before", measured.load],
    ]
    for name, child in measured.children.items():
        rows += [[f"{name}: CPU s", child.cpu_seconds], [f"{name}: peak MB", child.peak_mb]]
    print(table(["measure", "value"], rows), file=sys.stderr)


if __name__ == "__main__":
    main()
