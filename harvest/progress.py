"""What a person sees while a run is under way: a table by source, or plain lines."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from harvest.cli.common import clean, is_terminal
from harvest.follow import Progress
from store.counts import grouped

#: Heading and count of each column; the counts are those of :func:`store.counts.by_source`.
COLUMNS = (
    ("asked", lambda row: f"{_answered(row)}/{_questions(row)}"),
    ("fetched", lambda row: row["fetched"]),
    ("unchanged", lambda row: row["unchanged"] + row["kept"]),
    ("moved", lambda row: row["redirects"]),
    ("refused", lambda row: row["refused"]),
    ("failed", lambda row: row["failed"]),
    ("unreadable", lambda row: row["unreadable"]),
    ("gone", lambda row: row["gone"]),
    ("skipped", lambda row: row["skipped"]),
    ("records", lambda row: row["records"]),
)

#: Seconds between two plain lines.
PLAIN_EVERY = 10.0


def _questions(row: dict[str, Any]) -> int:
    return sum(value for key, value in row.items() if key.startswith("asked_"))


def _answered(row: dict[str, Any]) -> int:
    return _questions(row) - int(row["asked_not_asked"])


@contextmanager
def watcher(headline: str, quiet: bool, plain: bool) -> Iterator[Callable[[Progress], None]]:
    """Yield the function that a run reports its progress to.

    Args:
        headline: first line: which protocol.
        quiet: show nothing.
        plain: lines instead of a table that lives in place, also when this is a terminal.
    """
    if quiet:
        yield lambda _progress: None
    elif plain or not is_terminal():
        yield _plain_lines(headline)
    else:
        with _live_table(headline) as report:
            yield report


def _plain_lines(headline: str) -> Callable[[Progress], None]:
    said_at = -PLAIN_EVERY
    first = True

    def report(progress: Progress) -> None:
        nonlocal said_at, first
        if first:
            _print(f"{headline}   run {progress.run}")
            first = False
        if progress.ended or time.monotonic() - said_at >= PLAIN_EVERY:
            said_at = time.monotonic()
            for row in grouped(progress.sources):
                counts = "  ".join(f"{name} {count(row)}" for name, count in COLUMNS)
                state = f"not asked: {clean(row['reason'])}" if row["reason"] else counts
                _print(f"{_clock(progress.seconds)}  {clean(row['name'])}: {state}")

    return report


def _print(line: str) -> None:
    # Whoever watched may have gone, as in `2>&1 | head`; the run goes on.
    with suppress(OSError):
        print(line, file=sys.stderr, flush=True)  # noqa: T201


@contextmanager
def _live_table(headline: str) -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.live import Live
    from rich.table import Table
    from rich.text import Text

    console = Console(stderr=True, highlight=False, markup=False)

    def drawn(progress: Progress) -> Table:
        table = Table(box=None, pad_edge=False, caption_justify="left")
        table.title, table.title_justify = Text(f"{headline}   run {progress.run}"), "left"
        table.add_column("source")
        for name, _ in COLUMNS:
            table.add_column(name, justify="right")
        for row in grouped(progress.sources):
            if row["reason"]:
                table.add_row(Text(clean(row["name"])), Text(f"not asked: {clean(row['reason'])}"))
            else:
                table.add_row(Text(clean(row["name"])), *(Text(str(count(row))) for _, count in COLUMNS))
        ended = (
            "ended" if progress.ended else f"{progress.waiting} documents being read. Ctrl-C stops cleanly."
        )
        table.caption = Text(f"{_clock(progress.seconds)} elapsed, {ended}")
        return table

    with Live(console=console, refresh_per_second=4, transient=False) as live:
        yield lambda progress: live.update(drawn(progress), refresh=progress.ended)


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
