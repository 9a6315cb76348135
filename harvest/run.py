"""A run: the crawl process beside the text workers, and the follower between them."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from subprocess import Popen
from typing import Any

from crawler.manners import Manners
from crawler.spec import SourceSpec
from crawler.start import start
from harvest.asked import Asked
from harvest.budget import Budget
from harvest.errors import Exit, GreylitError
from harvest.follow import Follower, Progress
from harvest.protocol import Protocol
from harvest.questions import plan
from harvest.version import software, version
from store import counts
from store.archive import mend
from store.ledger import Ledger
from store.workspace import Workspace

#: Seconds between looks at the ledger.
LOOK = 0.15


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may set for one run; recorded with it.

    Attributes:
        proxy: address of a proxy.
        test_hosts: hosts exempt from the public-address check.
        workers: text worker processes.
        per_host: requests under way to one host; only for hosts of one's own.
        only: ids of the sources to ask; all when empty.
        max_pages: instead of the protocol's ``crawl.max_pages``.
    """

    proxy: str | None = None
    test_hosts: tuple[str, ...] = ()
    workers: int | None = None
    per_host: int = 1
    only: tuple[str, ...] = ()
    max_pages: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: the exit code with the sentence for it."""

    run: int
    outcome: str
    detail: str
    exit_code: Exit
    sources: list[dict[str, Any]]


Report = Callable[[Progress], None]


def user_agent(contact: str) -> str:
    """Return the honest name under which a review's crawler goes."""
    return f"greylit/{version()} (evidence review; contact: {contact})"


@contextmanager
def _held(workspace: Workspace) -> Iterator[Ledger]:
    workspace.prepare()
    lock = workspace.lock()
    try:
        with Ledger(workspace.ledger) as ledger:
            yield ledger
    finally:
        lock.release()


def unfinished(ledger: Ledger) -> int | None:
    """Return the newest run when it has not ended for good: killed, interrupted or out of budget."""
    run = ledger.last("run")
    if run is None:
        return None
    end = ledger.last("run_end", run.run)
    if end is None or end.body["outcome"] in ("interrupted", "limit", "failed"):
        return run.run
    return None


def begin(
    workspace: Workspace,
    protocol: Protocol,
    specs: Mapping[str, SourceSpec],
    options: Options,
    report: Report,
) -> Ended:
    """Start a new run of a protocol in its folder and see it through.

    Raises:
        GreylitError: the run before it is unfinished, or a source named in ``options.only`` is unknown.
        StoreError: the folder cannot be used, or another run is at work in it.
    """
    with _held(workspace) as ledger:
        if (open_run := unfinished(ledger)) is not None:
            raise GreylitError(
                f"run {open_run} in {workspace.root} is unfinished; nothing was fetched",
                code="UNFINISHED",
                exit_code=Exit.USAGE,
                hint=f"Go on with it: greylit resume {open_run}",
            )
        last = ledger.last("run")
        run = (last.run if last else 0) + 1
        sources = plan(protocol, specs)
        known = {each.id for each in sources}
        for name in options.only:
            if name not in known:
                raise GreylitError(
                    f"there is no source {name!r} in the protocol",
                    code="UNKNOWN_SOURCE",
                    hint=f"Its sources are: {', '.join(sorted(known))}",
                )
        rows: list[tuple[str, dict[str, Any]]] = [
            (
                "run",
                {
                    **Asked.row(protocol),
                    "software": software(), "only": list(options.only), "max_pages": options.max_pages,
                },
            )
        ]  # fmt: skip
        for source in sources:
            row = source.as_row()
            if options.only and source.id not in options.only:
                row["not_asked"] = "left out of this run with --source"
            rows.append(("source", row))
            for question in source.questions:
                asked = question.as_row()
                if row.get("not_asked"):
                    asked["not_asked"] = row["not_asked"]
                rows.append(("question", asked))
        ledger.append_many(rows, run)
        first = ledger.last("run", run)
        assert first is not None
        return _see_through(workspace, ledger, run, Asked.of(first), options, report)


def resume(workspace: Workspace, number: int | None, options: Options, report: Report) -> Ended:
    """Go on with a run that was killed, interrupted or out of budget.

    Args:
        workspace: the review's folder.
        number: the run; the newest one when not given.
        options: as for :func:`begin`; ``only`` and ``max_pages`` stay as the run was begun.
        report: told of the progress.

    Raises:
        GreylitError: there is no such run, or it has ended.
        StoreError: the folder cannot be used, or another run is at work in it.
    """
    with _held(workspace) as ledger:
        open_run = unfinished(ledger)
        if open_run is None or (number is not None and number != open_run):
            last = ledger.last("run")
            raise GreylitError(
                f"run {number or (last.run if last else 1)} is not one that can be resumed"
                + (f": it has ended; run {open_run} is unfinished" if open_run else ""),
                code="NOTHING_TO_RESUME",
                exit_code=Exit.NOT_FOUND,
                hint="Start a new one: greylit run protocol.toml",
            )
        first = ledger.last("run", open_run)
        assert first is not None
        ledger.append("resume", {"software": software()}, open_run)
        kept = Options(
            options.proxy, options.test_hosts, options.workers, options.per_host,
            tuple(first.body.get("only") or ()), first.body.get("max_pages"),
        )  # fmt: skip
        return _see_through(workspace, ledger, open_run, Asked.of(first), kept, report)


def mend_archive(workspace: Workspace, ledger: Ledger) -> None:
    """Cut torn last records off the WARC files, each with a ledger row that says so."""
    for path in sorted(workspace.archive.glob("*.warc.gz")):
        cut = mend(workspace.archive, path.name, ledger.archive_end(path.name))
        if cut:
            ledger.append(
                "archive_cut",
                {"warc": cut.warc, "named_end": cut.named_end, "cut_from": cut.cut_from, "bytes": cut.cut_bytes,
                 "why": "the last record was torn when the process that wrote it was stopped"},
            )  # fmt: skip


def _see_through(
    workspace: Workspace, ledger: Ledger, run: int, asked: Asked, options: Options, report: Report
) -> Ended:
    mend_archive(workspace, ledger)
    protocol = asked.protocol
    crawl = protocol.crawl
    manners = Manners(
        user_agent=user_agent(protocol.review.contact), delay=crawl.delay, concurrency=crawl.concurrency,
        per_host=options.per_host, max_pages=options.max_pages or crawl.max_pages, max_depth=crawl.max_depth,
        max_bytes=crawl.max_bytes, proxy=options.proxy, test_hosts=options.test_hosts,
    )  # fmt: skip
    follower = Follower(workspace, ledger, asked, workers=options.workers)
    process: Popen[bytes] | None = None
    interrupted = False
    budget = Budget(crawl.budget, run)
    try:
        process = start(workspace.root, run, manners, f"greylit/{version()}")
        with _patient() as wishes:
            while process.poll() is None:
                follower.look()
                report(follower.progress(run))
                if wishes.stop or budget.spent(ledger):
                    process.send_signal(signal.SIGINT)
                    interrupted, wishes.stop = True, False
                time.sleep(LOOK)
            follower.finish(run)
        said = process.stderr.read().decode(errors="replace") if process.stderr else ""
        ended = _ending(follower, run, process.returncode, interrupted, budget.reason, said)
        ledger.append("run_end", {"outcome": ended.outcome, "detail": ended.detail}, run)
        follower.close()
        report(Progress(run, follower.seconds(), ended.sources, 0, ended=True))
        return ended
    finally:
        if process is not None and process.poll() is None:
            process.kill()
        follower.abandon()


def _ending(
    follower: Follower, run: int, code: int, interrupted: bool, limit: str | None, said: str
) -> Ended:
    sources = counts.by_source(follower.writer, run)
    total = counts.totals(sources)
    if code == 7:
        fatal = _fatal(said)
        return Ended(run, "failed", fatal, Exit.STORE, sources)
    if limit and code == 11:
        return Ended(run, "limit", limit, Exit.LIMIT, sources)
    if code == 11 or interrupted:
        return Ended(
            run, "interrupted", "stopped by hand before everything was asked", Exit.INTERRUPTED, sources
        )
    if code != 0:
        return Ended(
            run,
            "failed",
            f"the crawl process ended with code {code}: {said.strip()[-500:]}",
            Exit.UNEXPECTED,
            sources,
        )
    if sources and not any(row["fetched"] for row in sources if not row["reason"]):
        return Ended(run, "partial", "no source could be reached", Exit.UNREACHABLE, sources)
    trouble = [
        f"{total[name]} {words}"
        for name, words in (
            ("failed", "addresses failed"), ("refused", "were refused"), ("unreadable", "answers were unreadable"),
            ("asked_failed", "questions failed"), ("asked_refused", "questions were refused"),
            ("asked_unreadable", "questions were not answered readably"), ("asked_not_asked", "questions were not asked"),
        )
        if total.get(name)
    ]  # fmt: skip
    left_out = [row["source"] for row in sources if row["reason"]]
    if left_out:
        trouble.append(f"not asked at all: {', '.join(left_out)}")
    if trouble:
        return Ended(run, "partial", "; ".join(trouble), Exit.PARTIAL, sources)
    return Ended(run, "ok", "everything that was to be asked was asked", Exit.OK, sources)


def _fatal(said: str) -> str:
    for line in reversed(said.splitlines()):
        try:
            return str(json.loads(line)["fatal"])
        except (ValueError, KeyError, TypeError):
            continue
    return said.strip()[-500:] or "the crawl process could not write"


@dataclass(slots=True)
class _Wishes:
    stop: bool = False


@contextmanager
def _patient() -> Iterator[_Wishes]:
    """Turn the first Ctrl-C into a wish to stop cleanly; the second one stops at once."""
    wishes = _Wishes()
    asked = 0

    def handle(_number: int, _frame: Any) -> None:
        nonlocal asked
        asked += 1
        wishes.stop = True
        if asked > 1:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, handle)
    terminate = signal.signal(signal.SIGTERM, handle)
    try:
        yield wishes
    finally:
        signal.signal(signal.SIGINT, before)
        signal.signal(signal.SIGTERM, terminate)


def rebuild(workspace: Workspace, workers: int | None = None) -> tuple[list[tuple[int, str, str]], int]:
    """Compute the database again from ledger and archive alone.

    Returns:
        The verdicts on search answers that changed, and how many records wait for a number because
        the run that found them is unfinished.

    Raises:
        GreylitError: there is no run yet.
        StoreError: ledger or archive cannot be read.
    """
    with _held(workspace) as ledger:
        last = ledger.last("run")
        if last is None:
            raise GreylitError(
                f"{workspace.root} has no run yet", code="NO_RUN", exit_code=Exit.NOT_FOUND,
                hint="Start one: greylit run protocol.toml",
            )  # fmt: skip
        mend_archive(workspace, ledger)
        follower = Follower(workspace, ledger, Asked.of(last), fresh=True, workers=workers)
        try:
            waiting = follower.finish(last.run, number=unfinished(ledger) is None)
            changed = follower.changed_verdicts
            follower.close()
            return changed, waiting
        finally:
            follower.abandon()
