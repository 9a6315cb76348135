"""The command ``dead-links``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from harvest.cli.common import (
    clean,
    counted,
    find_review,
    json_option,
    place,
    print_csv,
    print_json,
    require_runs,
    review_option,
    shortened,
)
from harvest.errors import Exit
from store.recovery import OUTCOMES

#: What each outcome is called for people.
TOLD = {
    "recovered": "recovered from a web archive", "not-held": "held by no archive that was asked",
    "refused": "an archive refused to say", "failed": "an archive did not answer", "not-asked": "not looked for",
}  # fmt: skip


@click.command("dead-links")
@click.option("--outcome", type=click.Choice(OUTCOMES), help="Only those with this outcome.")
@review_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@json_option
def dead_links(outcome: str | None, review: Path | None, as_csv: bool, as_json: bool) -> int:
    """List addresses that answer no more, and what web archives have of them.

    \b
    Example:  greylit dead-links --outcome refused
    """
    from store import recovery
    from store.database import Reader

    workspace = find_review(review)
    require_runs(workspace)
    with Reader(workspace.database) as database:
        rows = recovery.dead_links(database, outcome)
        numbers = recovery.dead_counts(database)
    if as_json:
        print_json("dead-links", {"counts": numbers, "links": rows})
    elif as_csv:
        print_csv([{**row, "asked": "; ".join(row["asked"]), "look": " ".join(row["look"])} for row in rows])
    else:
        for row in rows:
            for line in _told(row):
                click.echo(line)
    said = ", ".join(f"{numbers[each]} {each}" for each in OUTCOMES if numbers[each])
    click.echo(
        f"{counted(sum(numbers.values()), 'dead address', 'dead addresses')}{': ' if said else ''}{said}",
        err=True,
    )
    if numbers["not-asked"] and numbers["not-asked"] == sum(numbers.values()):
        click.echo(f"next: add [web_archives] to the protocol, then greylit run{place(workspace)}", err=True)
    return int(Exit.OK)


def _told(row: dict[str, Any]) -> Iterator[str]:
    """Yield what is known of one dead address."""
    yield shortened(clean(row["url"]))
    near = f", wanted near {row['near']}" if row["near"] else ""
    by = f", linked from {shortened(clean(row['cited_by']))}" if row["cited_by"] else ""
    yield f"  {clean(row['said'])}{by}{near}"
    copy = (
        f": {row['archive']}, {row['archived_at'][:10]}, {clean(row['archive_url'])}"
        if row["archive_url"]
        else ""
    )
    yield f"  {TOLD[row['outcome']]}{copy}"
    for each, look in zip(row["asked"], row["look"], strict=True):
        open_ = f"; a person can look at {clean(look)}" if row["outcome"] in ("refused", "failed") else ""
        yield f"  {clean(each)}{open_ if 'none held' not in each else ''}"
