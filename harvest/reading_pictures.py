"""Reading the pictures of pages whose words could not be read: one page a job, each with its own limits."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from harvest.asked import Asked
from harvest.errors import Exit, GreylitError
from harvest.follow import Follower
from harvest.holding import held, unfinished
from harvest.pictures import ledger_row
from harvest.text import OcrPage
from harvest.text.pool import Failure, TextPool
from store.counts import Queryable
from store.database import Reader
from store.ledger import Ledger
from store.pictures import records, unread
from store.workspace import Workspace

Row = dict[str, Any]
Report = Callable[[str], None]

#: Bytes of memory that an engine holds for one page; more workers than there is room for would only wait for the disk.
HELD = 2_000_000_000


class Page(NamedTuple):
    """One page to be read: its document, its number, and where its bytes lie in the archive."""

    document: str
    number: int
    archive: str
    warc: str
    offset: int


@dataclass(slots=True)
class Pictured:
    """What reading pictures came to, in pages; ``asked`` is the sum of ``read``, ``wordless``, ``failed`` and ``left``.

    Attributes:
        engine: what read them.
        documents: how many documents they are of.
        asked: pages whose words could not be read as they stand.
        read: pages that gave words.
        wordless: pages in which the engine found none.
        failed: pages that it could not read, each with the reason in the ledger.
        left: pages that there was no time for; the next call reads them.
        records: records that are new since.
        troubles: the first few failures in words.
    """

    engine: str
    documents: int = 0
    asked: int = 0
    read: int = 0
    wordless: int = 0
    failed: int = 0
    left: int = 0
    records: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return asdict(self)


#: Failures that are told one by one.
TOLD = 5


def engine_or_why() -> tuple[str | None, str]:
    """Return the engines of this machine by name and version, or ``None`` and what to install."""
    from harvest.text.ocr import available, missing

    found = available()
    return found, "" if found else missing()


def read_pictures(
    workspace: Workspace, names: Collection[str] = (), *, again: bool = False, minutes: float | None = None,
    workers: int | None = None, report: Report = lambda _: None,
) -> Pictured:  # fmt: skip
    """Read the pictures of pages in a review, and compute what follows from their words.

    Args:
        workspace: the review.
        names: only documents of these records; every document of the search when empty, for what cannot be read
            cannot match either.
        again: also ask for pages that were asked for before.
        minutes: stop beginning pages after so long.
        workers: pages that are read at the same time.
        report: told how far it is.

    Raises:
        GreylitError: no engine is installed, or there is no such record.
        StoreError: the folder cannot be used, or a run is at work in it.
    """
    engine, why = engine_or_why()
    if engine is None:
        raise GreylitError(
            f"no page was read: {why}",
            code="NO_ENGINE",
            exit_code=Exit.USAGE,
            hint='pip install "greylit[ocr]"',
        )
    with held(workspace) as ledger:
        last = ledger.last("run")
        if last is None:
            raise GreylitError(
                f"{workspace.root} has no run yet", code="NO_RUN", exit_code=Exit.NOT_FOUND,
                hint="Start one: greylit run protocol.toml",
            )  # fmt: skip
        with Reader(workspace.database) as database:
            before = records(database)
            pages = wanted(database, workspace.archive, names, again=again)
        done = read_pages(ledger, pages, engine, minutes=minutes, workers=workers, report=report)
        if done.read or done.wordless or done.failed:
            _take_up(workspace, ledger, Asked.of(last), last.run, workers)
            with Reader(workspace.database) as database:
                done.records = sorted(records(database) - before)
    return done


def read_in_run(
    ledger: Ledger, follower: Follower, archive: Path, run: int, workers: int | None, stop: Callable[[], bool]
) -> Pictured | None:
    """Read the pictures of pages at the end of a run; return what it came to, ``None`` where no engine is installed.

    Args:
        ledger: where every result becomes a row.
        follower: has the works of the run so far; reads the documents again that gave words.
        archive: the WARC files.
        run: the run.
        workers: pages that are read at the same time.
        stop: tells whether a person wants to stop; no page is begun then.
    """
    engine, _ = engine_or_why()
    if engine is None:
        return None
    pages = wanted(follower.writer, archive)
    done = read_pages(ledger, pages, engine, run=run, workers=workers, stop=stop)
    follower.read_again({page.document for page in pages})
    return done


def _take_up(workspace: Workspace, ledger: Ledger, asked: Asked, run: int, workers: int | None) -> None:
    follower = Follower(workspace, ledger, asked, workers=workers)
    try:
        follower.finish(run, number=unfinished(ledger) is None)
        follower.close()
    finally:
        follower.abandon()


def wanted(
    database: Queryable, archive: Path, names: Collection[str] = (), *, again: bool = False
) -> list[Page]:
    """Return the pages that are to be read, those of records first.

    Raises:
        GreylitError: one of the names is no record with such pages.
    """
    rows = unread(database)
    if names:
        given = {name.strip().upper() for name in names}
        if unknown := sorted(given - {str(row["record"]) for row in rows}):
            raise GreylitError(
                f"{', '.join(unknown)}: no such record, or all of its pages have words; nothing was read",
                code="NOT_FOUND", exit_code=Exit.NOT_FOUND, hint="greylit ocr --list names those that have pages to read.",
            )  # fmt: skip
        rows = [row for row in rows if row["record"] in given]
    return [
        Page(row["document"], number, str(archive), row["warc"], row["warc_offset"])
        for row in rows for number in (row["unread_pages"] if again else row["pages"])
    ]  # fmt: skip


def read_pages(
    ledger: Ledger, pages: Collection[Page], engine: str, *, run: int = 0, minutes: float | None = None,
    workers: int | None = None, report: Report = lambda _: None, stop: Callable[[], bool] = lambda: False,
) -> Pictured:  # fmt: skip
    """Read pages, each result a row of the ledger as soon as it is there."""
    from harvest.text.ocr import JOB_SECONDS, MEMORY

    done = Pictured(engine, documents=len({page.document for page in pages}), asked=len(pages))
    if not pages:
        return done
    ends = time.monotonic() + 60 * minutes if minutes is not None else float("inf")
    begun = 0

    def in_time() -> Any:
        nonlocal begun
        for page in pages:
            if time.monotonic() > ends or stop():
                return
            begun += 1
            yield page

    count = workers or min(os.cpu_count() or 1, max(1, _free_bytes() // HELD))
    with TextPool(count, timeout=JOB_SECONDS, memory_bytes=MEMORY) as pool:
        for page, read in pool.run(in_time(), read_page):
            if isinstance(read, Failure):
                read = OcrPage(page.number, "", None, engine, read.detail)
            ledger.append("ocr", ledger_row(page.document, read), run)
            _count(done, page, read)
            report(
                f"{done.read + done.wordless + done.failed} of {done.asked} pages read from their pictures"
            )
    done.left = done.asked - begun
    return done


def _free_bytes() -> int:
    """Return the memory that is free, as far as the system tells it."""
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return HELD


def read_page(page: Page) -> OcrPage:
    """Read one page. Runs in a worker."""
    from harvest.text.ocr import read_archived_page

    return read_archived_page(page.archive, page.warc, page.offset, page.number)


def _count(done: Pictured, page: Page, read: OcrPage) -> None:
    if read.text.strip():
        done.read += 1
    elif read.detail:
        done.failed += 1
        if len(done.troubles) < TOLD:
            done.troubles.append(f"page {page.number} of {page.document[:12]}: {read.detail}")
    else:
        done.wordless += 1
