"""The command ``ocr``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from harvest.cli.common import (
    clean,
    counted,
    find_review,
    is_terminal,
    json_option,
    place,
    print_json,
    require_runs,
    review_option,
    table,
)
from harvest.errors import Exit

if TYPE_CHECKING:
    from harvest.reading_pictures import Pictured
    from store.workspace import Workspace

#: Numbers of pages of one document that are named.
NAMED = 8


@click.command()
@click.argument("records", metavar="[RECORD...]", nargs=-1)
@click.option("--list", "listing", is_flag=True, help="Only list the documents that have pages to read.")
@click.option(
    "--minutes",
    type=click.FloatRange(min=0.1),
    help="Begin no page after so many minutes; the rest is for another time.",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Pages read at the same time; by default one a core."
)
@click.option("--again", is_flag=True, help="Also read pages that were tried before.")
@review_option
@json_option
def ocr(
    records: tuple[str, ...], listing: bool, minutes: float | None, workers: int | None, again: bool,
    review: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Read the pages that are pictures of text, or whose characters are not told.

    Without RECORD, of every document of the search: what cannot be read cannot match. What is read is kept with the
    engine and its confidence, and documents whose words match become records. Needs an engine:
    pip install "greylit[ocr]".

    \b
    Example:  greylit ocr --minutes 30
    """
    workspace = find_review(review)
    require_runs(workspace)
    if listing:
        return _list(workspace, as_json)
    from harvest.reading_pictures import read_pictures

    def report(said: str) -> None:
        if is_terminal() and not as_json:
            click.echo(f"\r{said}", err=True, nl=False)

    done = read_pictures(workspace, records, again=again, minutes=minutes, workers=workers, report=report)
    if is_terminal() and not as_json:
        click.echo("", err=True)
    if as_json:
        print_json("ocr", {"view": "read", **done.as_dict()})
    else:
        _say(workspace, done)
    return int(Exit.PARTIAL if done.failed or done.left else Exit.OK)


def _say(workspace: Workspace, done: Pictured) -> None:
    if not done.asked:
        click.echo("there are no pages to read from pictures, or all were tried: --again tries them again")
        return
    click.echo(
        f"{counted(done.asked, 'page')} of {counted(done.documents, 'document')}: {done.read} read, {done.wordless} without "
        f"words, {done.failed} failed, {done.left} left ({clean(done.engine)})"
    )
    for said in done.troubles:
        click.echo(f"  {clean(said)}")
    if done.records:
        click.echo(f"{counted(len(done.records), 'new record')}: {', '.join(done.records[:10])}")
    if done.left:
        click.echo(f"next: greylit ocr{place(workspace)}", err=True)


def _list(workspace: Workspace, as_json: bool) -> int:
    from store.database import Reader
    from store.pictures import unread

    with Reader(workspace.database) as database:
        rows = unread(database)
    documents = [
        {
            "record": row["record"], "title": row["title"], "url": row["url"], "document": row["document"],
            "outcome": row["outcome"], "page_count": row["page_count"], "pages": row["pages"], "tried": row["tried"],
        } for row in rows
    ]  # fmt: skip
    if as_json:
        print_json("ocr", {"view": "list", "documents": documents})
        return int(Exit.OK)
    shown = [{**row, "which": _which(row["pages"], row["tried"])} for row in documents]
    columns = (
        ("record", "record", "<"),
        ("outcome", "state", "<"),
        ("which", "pages to read", "<"),
        ("url", "address", "<"),
    )
    for line in table(shown, columns) if shown else ["every page that was fetched has words"]:
        click.echo(line)
    return int(Exit.OK)


def _which(pages: list[int], tried: int) -> str:
    named = ", ".join(map(str, pages[:NAMED])) + (
        f" and {len(pages) - NAMED} more" if len(pages) > NAMED else ""
    )
    return "; ".join(filter(None, (named, f"{tried} tried" if tried else "")))
