"""The command ``export``."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

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

if TYPE_CHECKING:
    from harvest.export import ExportResult
    from harvest.export.selecting import Selection
    from store.workspace import Workspace


@click.command()
@click.option("--to", "fmt", required=True, help="Program or format: see below.")
@click.option(
    "--select",
    "query",
    metavar="QUERY",
    help="Only these records: included, excluded, undecided, maybe, source:ID, year:2015..2020, type:strategy, "
    'class:"local authority", record:R00012,R00013, words; joined by spaces, turned round by not.',
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="File or folder; by default in exports/ of the review."
)
@click.option("--date", "generated", help="Date that the files carry, ISO; today by default.")
@click.option(
    "--disambiguate-titles",
    is_flag=True,
    help="For covidence: add publisher and number to titles that several records bear, so that it does not take them for duplicates.",
)
@review_option
@json_option
def export(
    fmt: str, query: str | None, out: Path | None, generated: str | None, disambiguate_titles: bool,
    review: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Write the records for another program, each with its provenance.

    \b
    Programs  zotero rayyan covidence eppi asreview endnote
    Formats   ris csv xlsx csl-json bibtex jsonl
    Analysis  parquet sqlite graphml corpus
    Keeping   wacz ro-crate
    By hand   manual-search

    What rayyan, covidence and eppi are given is a folder with a file for each source and date, and MANIFEST.csv with
    the numbers to type there.

    With manual-search it is a sheet for a person: what the crawler was refused or could not ask. A file name that
    ends in .csv gives it as CSV. `greylit import` takes it back.

    \b
    Example:  greylit export --to covidence --select undecided --out out
    """
    from harvest.export import format_of

    format_of(fmt)
    if disambiguate_titles and fmt != "covidence":
        raise click.UsageError(
            "--disambiguate-titles is for covidence alone: the others keep same-titled records apart."
        )
    workspace = find_review(review)
    require_runs(workspace)
    result, selection = _written(workspace, fmt, out, _Wishes(query, _day(generated), disambiguate_titles))
    if as_json:
        print_json("export", _as_json(result, selection))
    else:
        _show(result, selection)
    return int(Exit.OK)


class _Wishes(NamedTuple):
    query: str | None
    day: str
    disambiguate_titles: bool


#: Formats that hold what was decided, and not only what was settled.
_WITH_DECISIONS = frozenset({"xlsx", "parquet", "sqlite", "corpus", "ro-crate"})


def _written(
    workspace: Workspace, fmt: str, out: Path | None, wishes: _Wishes
) -> tuple[ExportResult, Selection | None]:
    """Read the review and write the export."""
    from crawler.sources import sources
    from harvest.export import SHEETS, WHOLE, default_place, write, write_whole
    from harvest.export.selectable import everything
    from harvest.export.selecting import ALL, select
    from harvest.export.titles import shared_titles
    from harvest.export.whole import Whole
    from harvest.exporting import export_context, export_records
    from harvest.protocol import from_normalised
    from harvest.screening.desk import open_desk
    from harvest.screening.sheet import sheet_rows
    from store import views
    from store.database import Reader

    query = wishes.query
    if query is not None and fmt in SHEETS:
        raise click.UsageError(f"--select chooses records, and {fmt} is a sheet of searches.")
    with Reader(workspace.database) as database:
        runs = views.runs(database)
        if not runs:
            raise GreylitError(
                "there is no finished run to export", code="NO_RUN", exit_code=Exit.NOT_FOUND,
                hint="Go on with it: greylit resume",
            )  # fmt: skip
        protocol = from_normalised(json.dumps(json.loads(runs[-1]["protocol"])))
        desk = open_desk(workspace, database=database)
        selection = select(everything(database, desk.states), query) if query is not None else None
        records = [] if fmt in SHEETS else export_records(database, protocol, desk.states)
        rows = sheet_rows(desk, database) if fmt in _WITH_DECISIONS else ((), 0)
        context = replace(
            export_context(workspace, database, protocol, sources(), wishes.day, rows),
            shared_titles=shared_titles(records), disambiguate_titles=wishes.disambiguate_titles,
        )  # fmt: skip
        if selection is not None:
            chosen = set(selection.records)
            records = [record for record in records if record.id in chosen]
            context = replace(
                context, selection=selection.query or ALL, selected_of=selection.of,
                decisions=[row for row in context.decisions if row.get("record") in chosen],
            )  # fmt: skip
        place = out or default_place(fmt, workspace.exports, context)
        if fmt in WHOLE:
            whole = Whole(
                workspace=workspace, database=database, records=records, context=context,
                everything=selection is not None and selection.query.casefold() == ALL,
            )  # fmt: skip
            return write_whole(whole, fmt, place), selection
    return write(records, fmt, place, context), selection


def _as_json(result: ExportResult, selection: Selection | None) -> dict[str, Any]:
    counts = result.counts or tuple(result.records for _ in result.paths)
    chosen = (
        {"select": selection.query, "selected": len(selection.records), "of": selection.of}
        if selection
        else {}
    )
    return {
        "paths": [str(path) for path in result.paths],
        "files": [
            {"path": str(path), "records": count} for path, count in zip(result.paths, counts, strict=True)
        ],
        "records": result.records,
        **chosen,
        "notes": list(result.notes),
        **({} if result.tasks is None else {"tasks": result.tasks}),
    }


def _show(result: ExportResult, selection: Selection | None) -> None:
    if selection is not None:
        click.echo(clean(selection.sentence()))
    counts: tuple[int | None, ...] = result.counts or (result.records, *(None for _ in result.paths[1:]))
    for path, count in zip(result.paths, counts, strict=False):
        what = counted(count, "record") if count is not None else ""
        if result.tasks is not None:
            what = counted(result.tasks, "task") if path == result.paths[0] else ""
        click.echo(f"{path}   {what}".rstrip())
    for note in result.notes:
        click.echo(f"note: {clean(note)}")


def _day(given: str | None) -> str:
    if given is None:
        return date.today().isoformat()
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise GreylitError(f"--date {given!r} is not a date", hint="Write it as 2026-11-23") from None
