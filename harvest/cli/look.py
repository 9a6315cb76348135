"""Commands that look at what is held: status and records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from harvest.archives import PART_OF
from harvest.cli.common import (
    clean,
    counted,
    find_review,
    json_option,
    json_text,
    print_csv,
    print_json,
    require_runs,
    review_option,
    table,
)
from harvest.errors import Exit, GreylitError

#: What `status` shows of each source: its questions, its addresses, its documents and works. Every table holds
#: all outcomes, so that each count stands beside its complement.
STATUS_TABLES = (
    (
        ("name", "questions", "<"), ("asked_results", "results", ">"), ("asked_none", "none", ">"),
        ("asked_refused", "refused", ">"), ("asked_failed", "failed", ">"), ("asked_unreadable", "unreadable", ">"),
        ("asked_not_asked", "not asked", ">"),
    ),
    (
        ("name", "addresses", "<"), ("fetched", "fetched", ">"), ("unchanged", "unchanged", ">"), ("redirects", "moved", ">"),
        ("gone", "gone", ">"), ("refused", "refused", ">"), ("failed", "failed", ">"), ("unreadable", "unreadable", ">"),
        ("kept", "kept", ">"), ("skipped", "skipped", ">"), ("not_followed", "not followed", ">"),
    ),
    (
        ("name", "works", "<"), ("records", "records", ">"), ("outside", "outside limits", ">"),
        ("no_match", "no match", ">"), ("merged", "merged", ">"), ("documents", "documents", ">"),
        ("unread", "unread", ">"),
    ),
)  # fmt: skip


@click.command()
@review_option
@json_option
def status(review: Path | None, as_json: bool) -> int:
    """Say how the last run went, worst first, and what to do next.

    \b
    Example:  greylit status --review myreview --json
    """
    from crawler.sources import sources
    from harvest.permissions import sentence as permission
    from harvest.status import status as state_of
    from store.counts import grouped

    workspace = find_review(review)
    require_runs(workspace)
    state = state_of(workspace, sources())
    if as_json:
        print_json("status", state.as_dict())
        return int(Exit.OK)
    click.echo(f"run {state.run} {state.outcome}  {clean(state.detail)}".rstrip())
    if state.runs:
        click.echo(f"  began {state.runs[-1]['started_at']}, ended {state.runs[-1]['ended_at'] or 'not yet'}")
    groups = grouped(state.sources)
    for columns in STATUS_TABLES if state.sources else ():
        # Sites that are walked are asked no questions, and a line of noughts tells nothing.
        shown = [row for row in groups if any(row[key] for key, *_ in columns[1:])]
        for line in table(shown, columns) if shown else ():
            click.echo(f"  {line}")
    for source in groups:
        click.echo(f"  {clean(source['name'])}: {clean(_verified(source, state.sources))}")
    for each in state.permissions:
        click.echo(
            f"  permission for {clean(each['host'])}: {clean(permission(each, state.runs[-1]['started_at'][:10]))}"
        )
    for number, (severity, sentence, command) in enumerate(state.findings, 1):
        click.echo(f"{number:3} {severity:10} {clean(sentence)}")
        click.echo(f"               next: {command}")
    waiting = f" and {state.waiting} without a number yet" if state.waiting else ""
    click.echo(f"{counted(state.records, 'record')}{waiting}; ledger {state.ledger_rows} rows, head {state.ledger_head[:12]}; "
               f"disk {state.disk_bytes / 1e6:.1f} MB, {state.free_bytes / 1e9:.0f} GB free")  # fmt: skip
    return int(Exit.OK)


def _verified(source: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> str:
    """Return whether a source was seen on the live web; for one that stands for several, how many of them were."""
    if "parts" not in source:
        return str(source["verified"])
    own = [each for each in parts if each["part_of"] == source["source"] and not each["reason"]]
    seen = sum(str(each["verified"]).startswith("verified") for each in own)
    lists = "greylit dead-links" if source["source"] == PART_OF else "greylit councils"
    return f"{counted(len(own), 'site')} asked, {seen} of them verified against the live site: {lists} lists them"


@click.command()
@review_option
@click.option("--source", help="Only records of this source.")
@click.option(
    "--state", type=click.Choice(["text", "needs-ocr", "no-text"]), help="Only records in this state."
)
@click.option("--year", help="2015, 2015..2020, 2015.. or ..2020; records without a date are left out.")
@click.option("--search", "words", help="Words in title or description.")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@click.option(
    "--unread", is_flag=True, help="List documents that gave no text instead, whether records or not."
)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option("--jsonl", "as_jsonl", is_flag=True, help="Print one JSON object a line.")
@json_option
def records(
    review: Path | None, source: str | None, state: str | None, year: str | None, words: str | None,
    limit: int | None, unread: bool, as_csv: bool, as_jsonl: bool, as_json: bool,
) -> int:  # fmt: skip
    """List records in the order of their numbers.

    \b
    Example:  greylit records --year 2015.. --search alliance --csv
    """
    from harvest.beginning import unknown_source
    from store import counts, views
    from store.database import Reader

    workspace = find_review(review)
    require_runs(workspace)
    low, high = _years(year)
    if unread and (source or state or year or words):
        raise click.UsageError("--unread lists documents, not records: it goes with --limit only.")
    with Reader(workspace.database) as database:
        total = counts.records(database)
        listed = views.sources(database)
        known = [row["source"] for row in listed] + [row["part_of"] for row in listed if row["part_of"]]
        if source and source not in known:
            raise unknown_source(source, known)
        if unread:
            rows = views.unread_documents(database)[:limit]
        else:
            rows = views.records(
                database, source=source, state=state, from_year=low, to_year=high, words=words, limit=limit
            )
    if as_json and unread:
        print_json("unread", {"shown": len(rows), "documents": rows})
    elif as_json:
        print_json("records", {"total": total, "shown": len(rows), "records": rows})
    elif as_jsonl:
        for row in rows:
            click.echo(json_text(row))
    elif as_csv:
        print_csv(rows)
    elif unread:
        for line in table(rows, (("outcome", "outcome", "<"), ("url", "document", "<"), ("record", "record", "<"), ("detail", "why", "<"))):  # fmt: skip
            click.echo(line)
    else:
        for row in rows:
            publisher = "; ".join(row["publishers"][:1])
            click.echo(f"{row['record']}  {(row['work_date'] or 'no date')[:7]:7}  {clean(row['doc_type'] or '-'):30.30}  "
                       f"{clean(row['title'])}  ({clean(publisher)})")  # fmt: skip
        click.echo(f"{len(rows)} of {counted(total, 'record')}", err=True)
    return int(Exit.OK)


def _years(year: str | None) -> tuple[int | None, int | None]:
    if year is None:
        return None, None
    low, dots, high = year.partition("..")
    numbers = all(not part or (part.isdecimal() and len(part) == 4) for part in (low, high))
    first, last = (int(part) if part and numbers else None for part in (low, high))
    backwards = first is not None and last is not None and first > last
    if not numbers or not (low or high) or backwards:
        raise GreylitError(
            f"--year {year!r} is not a year or a range of years", code="USAGE",
            hint="Write 2015, 2015..2020, 2015.. or ..2020",
        )  # fmt: skip
    return first, last if dots else first
