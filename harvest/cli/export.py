"""The command ``export``."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from harvest.cli.common import (
    clean,
    counted,
    find_review,
    json_option,
    print_json,
    require_runs,
    review_option,
)
from harvest.errors import Exit, GreylitError


@click.command()
@click.option(
    "--to",
    "fmt",
    required=True,
    help="csv, ris, csl-json, jsonl, xlsx; or manual-search, a sheet of what the crawler was refused.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="File or folder; by default exports/ of the review."
)
@click.option("--date", "generated", help="Date that the files carry, ISO; today by default.")
@review_option
@json_option
def export(fmt: str, out: Path | None, generated: str | None, review: Path | None, as_json: bool) -> int:
    """Write the records for another program, each with its provenance.

    With manual-search it is a sheet for a person: what the crawler was refused or could not ask. A file name that
    ends in .csv gives it as CSV. `greylit import` takes it back.

    \b
    Example:  greylit export --to ris --out records.ris
    """
    from crawler.sources import sources
    from harvest.export import SHEETS, write
    from harvest.exporting import export_context, export_records
    from harvest.protocol import from_normalised
    from harvest.screening.desk import open_desk
    from harvest.screening.sheet import sheet_rows
    from store import views
    from store.database import Reader

    workspace = find_review(review)
    require_runs(workspace)
    day = _day(generated)
    with Reader(workspace.database) as database:
        runs = views.runs(database)
        if not runs:
            raise GreylitError(
                "there is no finished run to export", code="NO_RUN", exit_code=Exit.NOT_FOUND,
                hint="Go on with it: greylit resume",
            )  # fmt: skip
        protocol = from_normalised(json.dumps(json.loads(runs[-1]["protocol"])))
        desk = open_desk(workspace, database=database)
        records = [] if fmt in SHEETS else export_records(database, protocol, desk.states)
        sheet = sheet_rows(desk, database) if fmt == "xlsx" else ((), 0)
        context = export_context(workspace, database, protocol, sources(), day, sheet)
    target = out or workspace.exports
    result = write(records, fmt, target, context)
    if as_json:
        print_json(
            "export",
            {
                "paths": [str(path) for path in result.paths],
                "records": result.records,
                "notes": list(result.notes),
                **({} if result.tasks is None else {"tasks": result.tasks}),
            },
        )
        return int(Exit.OK)
    what = counted(result.records, "record") if result.tasks is None else counted(result.tasks, "task")
    for number, path in enumerate(result.paths):
        click.echo(f"{path}   {what}" if number == 0 else f"{path}")
    for note in result.notes:
        click.echo(f"note: {clean(note)}")
    return int(Exit.OK)


def _day(given: str | None) -> str:
    if given is None:
        return date.today().isoformat()
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise GreylitError(f"--date {given!r} is not a date", hint="Write it as 2026-11-23") from None
