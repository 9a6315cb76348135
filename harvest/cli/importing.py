"""The command ``import``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harvest.cli.common import (
    clean,
    counted,
    find_review,
    json_option,
    place,
    print_json,
    require_runs,
    review_option,
)
from harvest.errors import Exit

if TYPE_CHECKING:
    from harvest.importing import Imported


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--files", type=click.Path(path_type=Path), help="Folder of the documents; by default that of the sheet."
)
@click.option("--by", help="Who searched or decided, for rows that do not say it: a name or initials.")
@click.option(
    "--stage",
    metavar="STAGE",
    help="Of decisions: title-text or full-text; the first of the protocol by default.",
)
@click.option(
    "--verdict",
    type=click.Choice(["include", "exclude", "maybe"]),
    help="Of decisions: what a list says that has no column for it (Covidence, EPPI-Reviewer).",
)
@click.option(
    "--source",
    metavar="ID",
    help="Take the references of the file in as those of this source (manual or seeds).",
)
@click.option(
    "--searched-on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="With --source: day of the search.",
)
@click.option("--strategy", help="With --source: the search exactly as it was made.")
@click.option("--seen", type=click.IntRange(0), help="With --source: results that the search gave.")
@click.option("--screened", type=click.IntRange(0), help="With --source: results that were looked at.")
@click.option("--skip-bad", is_flag=True, help="Take in the rows that are right, and list the others.")
@click.option("--workers", type=click.IntRange(1, 64), help="Text worker processes.")
@review_option
@json_option
def import_(
    file: Path,
    files: Path | None,
    by: str | None,
    stage: str | None,
    verdict: str | None,
    source: str | None,
    searched_on: datetime | None,
    strategy: str | None,
    seen: int | None,
    screened: int | None,
    skip_bad: bool,
    workers: int | None,
    review: Path | None,
    as_json: bool,
) -> int:
    """Take back what people did elsewhere: a filled-in manual-search sheet with its documents, decisions, references.

    Decisions come from ASReview (CSV, RIS, XLSX), Rayyan (CSV, RIS), Covidence (CSV), EPPI-Reviewer (RIS), or the
    sheet decisions of our own workbook. Every row is checked first; nothing is taken in while one is wrong. The
    same file again changes nothing.

    With --source the references of a file (RIS, BibTeX, EndNote XML, Web of Science, PubMed, CSL-JSON, a table), or one
    document, become records of that source; what is wrong in it is told by line, and nothing is left out.

    \b
    Example:  greylit import exports/myreview_2026-11-23_manual-search.xlsx --by LB
              greylit import asreview_dataset_all_myreview.csv --by HS
              greylit import scholar.ris --source scholar --by LB --searched-on 2026-11-02 --seen 1840 --screened 200
    """
    from harvest.importing import Options, take_in

    workspace = find_review(review)
    require_runs(workspace)
    told = {"searched_on": searched_on, "strategy": strategy, "seen": seen, "screened": screened}
    if source is None and any(value is not None for value in told.values()):
        raise click.UsageError(
            "--searched-on, --strategy, --seen and --screened speak of a search: name it with --source."
        )
    day = searched_on.date().isoformat() if searched_on else None
    options = Options(files, by, skip_bad, workers, stage, verdict, source, day, strategy, seen, screened)
    done = take_in(workspace, file, options)
    code = Exit.PARTIAL if done.left_out else Exit.OK
    if as_json:
        print_json("import", {"file": str(file), **done.as_dict()})
        return int(code)
    if done.kind == "decisions":
        click.echo(f"{clean(file.name)}: {counted(done.decisions, 'decision')} taken in, {done.known} known already, "
                   f"{counted(len(done.left_out), 'row')} left out; {counted(done.waiting, 'record')} not decided yet")  # fmt: skip
        for wrong in done.left_out:
            click.echo(f"left out: {clean(wrong.sentence)}")
        for note in done.notes:
            click.echo(f"note: {clean(note)}")
        click.echo(f"next: greylit screen status{place(workspace)}")
        return int(code)
    if done.kind == "references":
        click.echo(f"{clean(file.name)}: {counted(done.references, 'reference')} taken in, {done.known} known already, "
                   f"{counted(len(done.notes), 'place')} not as the format has it")  # fmt: skip
        for note in done.notes:
            click.echo(f"note: {clean(note)}")
        _records(done, place(workspace))
        return int(code)
    click.echo(f"{clean(file.name)}: {counted(done.searches, 'task')} and {counted(done.documents, 'document')} taken in, "
               f"{counted(done.without_file, 'document')} without a file; {counted(done.known, 'row')} known already; "
               f"{counted(done.waiting, 'task')} not done yet")  # fmt: skip
    for wrong in done.left_out:
        click.echo(f"left out: {clean(wrong.sentence)}")
    for note in done.notes:
        click.echo(f"note: {clean(note)}")
    _records(done, place(workspace))
    return int(code)


def _records(done: Imported, here: str) -> None:
    """Print how many records there are now, and which are new."""
    new = f", {len(done.new_records)} new: {', '.join(done.new_records[:5])}" if done.new_records else ""
    more = " ..." if done.new_records[5:] else ""
    waits = f"; {done.unnumbered} without a number until the run has ended" if done.unnumbered else ""
    click.echo(f"{counted(done.records, 'record')}{new}{more}{waits}")
    click.echo(f"next: greylit status{here}")
