"""The commands ``same`` and ``split``: people who know which works are one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from harvest.cli.common import clean, find_review, json_option, place, print_json, require_runs, review_option
from harvest.errors import Exit

if TYPE_CHECKING:
    from harvest.overruling import Ruled
    from store.workspace import Workspace

_by = click.option(
    "--by", envvar="GREYLIT_BY", required=True, metavar="NAME", help="Who says so; or set GREYLIT_BY."
)
_note = click.option("--note", help="Why; it is kept with the word.")


@click.command()
@click.argument("names", metavar="RECORD RECORD...", nargs=-1, required=True)
@_by
@_note
@review_option
@json_option
def same(names: tuple[str, ...], by: str, note: str | None, review: Path | None, as_json: bool) -> int:
    """Say that records are one work. Your word stands above every rule, in every later run.

    A record is named by its number, or by its address. `greylit split` takes it back.

    \b
    Example:  greylit same R00012 R00031 --by HS --note "the PDF of the same report"
    """
    from harvest.overruling import same as of

    if len(names) < 2:
        raise click.UsageError("Name two records at least: greylit same R00012 R00031 --by HS.")
    workspace = find_review(review)
    require_runs(workspace)
    return _say(workspace, of(workspace, names, by, note), as_json)


@click.command()
@click.argument("names", metavar="RECORD [ADDRESS...]", nargs=-1, required=True)
@_by
@_note
@review_option
@json_option
def split(names: tuple[str, ...], by: str, note: str | None, review: Path | None, as_json: bool) -> int:
    """Say that a record is not one with what was joined to it: all of it, or what is at the addresses named.

    Your word stands above every rule, in every later run. `greylit same` takes it back.

    \b
    Example:  greylit split R00012 --by HS --note "two editions"
    """
    from harvest.overruling import apart

    workspace = find_review(review)
    require_runs(workspace)
    return _say(workspace, apart(workspace, names[0], names[1:], by, note), as_json)


def _say(workspace: Workspace, ruled: Ruled, as_json: bool) -> int:
    if as_json:
        print_json("ruling", ruled.as_dict())
        return int(Exit.OK)
    for row in ruled.works:
        click.echo(f"{row['record'] or 'joined'}  {clean(row['title'])}  {clean(row['url'])}")
    click.echo(clean(ruled.sentence))
    if ruled.now:
        click.echo(f"next: greylit show {ruled.now[0]}{place(workspace)}", err=True)
    return int(Exit.OK)
