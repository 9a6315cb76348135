"""A run: the crawl process beside the text workers, and the follower between them."""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from subprocess import Popen
from threading import Thread
from typing import Any

from crawler.manners import Manners
from crawler.sources import readers
from crawler.spec import SourceSpec
from crawler.start import start
from harvest.asked import Asked
from harvest.beginning import Options, first_rows
from harvest.budget import Budget
from harvest.catchup import behind, catch_up
from harvest.ending import Ended, ending
from harvest.errors import Exit, GreylitError
from harvest.follow import Follower, Progress
from harvest.holding import held, mend_archive, unfinished
from harvest.importing.searches import bring, check_files
from harvest.notify import tell
from harvest.protocol import AnySource, Protocol
from harvest.questions import BROUGHT
from harvest.reading_pictures import read_in_run
from harvest.recovering import next_rows
from harvest.steering import Steering
from harvest.suggestions import late
from harvest.version import software, version
from store.database import Reader
from store.errors import StoreError
from store.ledger import Ledger
from store.workspace import Workspace

#: Seconds between looks at the ledger.
LOOK = 0.15
#: What the operating system, SQLite and DuckDB say when nothing more can be written.
NO_ROOM = (
    "No space left on device", "Disk quota exceeded", "File too large", "Read-only file system",
    "disk is full", "disk I/O error", "readonly database",
)  # fmt: skip


Report = Callable[[Progress], None]


def user_agent(contact: str) -> str:
    """Return the honest name under which a review's crawler goes."""
    return f"greylit/{version()} (evidence review; contact: {contact})"


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
    with held(workspace) as ledger:
        if (open_run := unfinished(ledger)) is not None and options.anew:
            said = "given up by hand for a new run; what it found is kept"
            ledger.append("run_end", {"outcome": "given-up", "detail": said}, open_run)
        elif open_run is not None:
            raise GreylitError(
                f"run {open_run} in {workspace.root} is unfinished; nothing was fetched",
                code="UNFINISHED",
                exit_code=Exit.USAGE,
                hint=f"Go on with it: greylit resume {open_run}; or give it up: greylit run --anew",
            )
        _check_database(workspace)
        last = ledger.last("run")
        run = (last.run if last else 0) + 1
        rows = first_rows(workspace, ledger, protocol, specs, options)
        asked = {str(row["source"]) for kind, row in rows if kind == "source" and not row.get("not_asked")}
        check_files(workspace, [source for source in protocol.sources if source.id in asked])
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
    with held(workspace) as ledger:
        open_run = unfinished(ledger)
        last = ledger.last("run")
        if open_run is None and last and number in (None, last.run) and behind(workspace, ledger):
            return catch_up(workspace, ledger, last, options.workers, report)
        if open_run is None or (number is not None and number != open_run):
            newest = last.run if last else 0
            if open_run is not None:
                said, hint = f"; run {open_run} is the unfinished one", f"greylit resume {open_run}"
            else:
                said, hint = "; all have ended", "Start a new one: greylit run protocol.toml"
            what = (
                "there is no run"
                if not 0 < (number or newest) <= newest
                else "there is nothing to resume in run"
            )
            raise GreylitError(
                f"{what} {number or newest}{said}",
                code="NOTHING_TO_RESUME",
                exit_code=Exit.NOT_FOUND,
                hint=hint,
            )
        _check_database(workspace)
        first = ledger.last("run", open_run)
        assert first is not None
        ledger.append("resume", {"software": software()}, open_run)
        ledger.append_many([("source", row) for row in late(ledger, open_run, readers())], open_run)
        kept = Options(
            options.proxy, options.test_hosts, options.workers, options.per_host,
            tuple(first.body.get("only") or ()), first.body.get("max_pages"),
            update=bool(first.body.get("update")), clock=options.clock,
        )  # fmt: skip
        return _see_through(workspace, ledger, open_run, Asked.of(first), kept, report)


def _check_database(workspace: Workspace) -> None:
    """Refuse a database of a newer version before anything is recorded; a damaged one is computed again."""
    if workspace.database.exists():
        try:
            with Reader(workspace.database):
                pass
        except StoreError as error:
            if error.code == "NEWER_VERSION":
                raise


def _see_through(
    workspace: Workspace, ledger: Ledger, run: int, asked: Asked, options: Options, report: Report
) -> Ended:
    """See a run through; however it ends, the ledger says so if it can still be written."""
    try:
        ended = _attend(workspace, ledger, run, asked, options, report)
    except KeyboardInterrupt:
        _note_end(ledger, run, "interrupted", "stopped at once, by hand")
        raise
    except Exception as error:
        said = getattr(error, "message", None) or f"{type(error).__name__}: {error}"
        _note_end(ledger, run, "failed", said)
        no_room = any(words in str(error) for words in NO_ROOM)
        tell(workspace, ledger, Ended(run, "failed", said, Exit.STORE if no_room else Exit.UNEXPECTED, []))
        if no_room:
            raise GreylitError(
                f"nothing more can be written to {workspace.root}: {said}; what was found before is kept",
                code="DISK_FULL", exit_code=Exit.STORE,
                hint=f"Make room, or give yourself the right to write there; then: greylit resume {run}",
            ) from error  # fmt: skip
        raise
    tell(workspace, ledger, ended)
    return ended


def _note_end(ledger: Ledger, run: int, outcome: str, detail: str) -> None:
    # The ledger may be what cannot be written; a run without an end is known as unfinished all the same.
    with suppress(Exception):
        ledger.append("run_end", {"outcome": outcome, "detail": detail}, run)


def _attend(
    workspace: Workspace, ledger: Ledger, run: int, asked: Asked, options: Options, report: Report
) -> Ended:
    mend_archive(workspace, ledger)
    protocol = asked.protocol
    bring(workspace, ledger, run, protocol, _brought_now(ledger, protocol, run))
    crawl = protocol.crawl
    manners = Manners(
        user_agent=user_agent(protocol.review.contact), delay=crawl.delay, concurrency=crawl.concurrency,
        per_host=options.per_host, max_pages=options.max_pages or crawl.max_pages, max_depth=crawl.max_depth, patience=crawl.patience,
        max_bytes=crawl.max_bytes, max_requests=crawl.budget.requests, proxy=options.proxy, test_hosts=options.test_hosts,
        timeout=crawl.timeout, hours=crawl.hours, update=options.update, recheck_after=crawl.recheck_after,
        settled_after=crawl.settled_after, clock=options.clock,
    )  # fmt: skip
    budget = Budget(crawl.budget, run, after=ledger.head()[0])
    follower = Follower(workspace, ledger, asked, workers=options.workers)
    steering = Steering(workspace, ledger, run, protocol, follower.writer) if protocol.stop.steer else None
    process: Popen[bytes] | None = None
    interrupted = steered = False
    try:
        with _patient() as wishes:
            while True:
                process = start(workspace.root, run, manners, f"greylit/{version()}")
                said = _listen(process)
                while process.poll() is None:
                    follower.look()
                    if steering:
                        steering.look(follower.writer)
                    if (progress := follower.progress(run)) is not None:
                        report(progress)
                    if wishes.stop or budget.spent(ledger):
                        _ask_to_stop(process)
                        interrupted, wishes.stop = True, False
                    time.sleep(LOOK)
                if process.returncode != 0 or interrupted or budget.spent(ledger):
                    break
                if steering and not steered:
                    follower.finish(run, number=False)
                    if steering.goes_on(follower.writer):
                        continue
                    steering.leave()
                    steered = True
                if not _recover(ledger, follower, protocol, run):
                    break
            if protocol.reading.ocr and process.returncode == 0 and not interrupted:
                follower.finish(run, number=False)
                read_in_run(ledger, follower, workspace.archive, run, options.workers, lambda: wishes.stop)
            # Numbers are for good, so they wait until everything is known that the run will find.
            follower.finish(run, number=process.returncode == 0)
        budget.spent(ledger)
        ended = ending(
            follower.writer, run, process.returncode, interrupted, budget.reason, said(), protocol.monitor,
            steering,
        )  # fmt: skip
        ledger.append("run_end", {"outcome": ended.outcome, "detail": ended.detail}, run)
        follower.close()
        report(Progress(run, follower.seconds(), ended.sources, 0, ended=True))
        return ended
    finally:
        if process is not None and process.poll() is None:
            process.kill()
            process.wait()
        follower.abandon()


def _brought_now(ledger: Ledger, protocol: Protocol, run: int) -> list[AnySource]:
    """Return the sources that people bring files for, of those that a run asks."""
    asked = {
        str(entry.body["source"])
        for entry in ledger.entries(kinds=("source",), run=run)
        if not entry.body.get("not_asked")
    }
    return [source for source in protocol.sources if source.id in asked and source.type in BROUGHT]


def _recover(ledger: Ledger, follower: Follower, protocol: Protocol, run: int) -> bool:
    """Hand the crawl what is to be asked of web archives next; return whether there is something."""
    if protocol.web_archives is None:
        return False
    follower.finish(run, number=False)
    rows = next_rows(ledger, follower.writer, protocol, run)
    ledger.append_many([("source", row) for row in rows], run)
    return bool(rows)


def _ask_to_stop(process: Popen[bytes]) -> None:
    """Ask the crawl process to end cleanly: it does so when its standard input closes.

    Not by a signal: Ctrl-C in a terminal has sent one already, and a second one would mean "at once".
    """
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()


def _listen(process: Popen[bytes]) -> Callable[[], str]:
    """Read what a process says, so that it never waits for us; return what gives its last lines."""
    lines: deque[bytes] = deque(maxlen=100)
    reader = Thread(target=lines.extend, args=(process.stderr or (),), daemon=True)
    reader.start()

    def said() -> str:
        reader.join(5)
        return b"".join(lines).decode(errors="replace")

    return said


@dataclass(slots=True)
class _Wishes:
    stop: bool = False
    times: int = 0


@contextmanager
def _patient() -> Iterator[_Wishes]:
    """Turn the first Ctrl-C into a wish to stop cleanly; the second one stops at once."""
    wishes = _Wishes()

    def handle(_number: int, _frame: Any) -> None:
        wishes.times += 1
        wishes.stop = True
        if wishes.times > 1:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, handle)
    terminate = signal.signal(signal.SIGTERM, handle)
    try:
        yield wishes
    except Exception as error:
        # DuckDB turns the interrupt into an error of its own.
        if wishes.times > 1:
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, before)
        signal.signal(signal.SIGTERM, terminate)
