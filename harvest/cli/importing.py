"""The command ``import``."""

from __future__ import annotations

from pathlib import Path

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
    skip_bad: bool,
    workers: int | None,
    review: Path | None,
    as_json: bool,
) -> int:
    """Take back what people did elsewhere: a filled-in manual-search sheet with its documents, or decisions.

    Decisions come from ASReview (CSV, RIS, XLSX), Rayyan (CSV, RIS), Covidence (CSV), EPPI-Reviewer (RIS), or the
    sheet decisions of our own workbook. Every row is checked first; nothing is taken in while one is wrong. The
    same file again changes nothing.

    \b
    Example:  greylit import exports/myreview_2026-11-23_manual-search.xlsx --by LB
              greylit import asreview_dataset_all_myreview.csv --by HS
    """
    from harvest.importing import Options, take_in

    workspace = find_review(review)
    require_runs(workspace)
    done = take_in(workspace, file, Options(files, by, skip_bad, workers, stage, verdict))
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
    click.echo(f"{clean(file.name)}: {counted(done.searches, 'task')} and {counted(done.documents, 'document')} taken in, "
               f"{counted(done.without_file, 'document')} without a file; {counted(done.known, 'row')} known already; "
               f"{counted(done.waiting, 'task')} not done yet")  # fmt: skip
    for wrong in done.left_out:
        click.echo(f"left out: {clean(wrong.sentence)}")
    for note in done.notes:
        click.echo(f"note: {clean(note)}")
    new = f", {len(done.new_records)} new: {', '.join(done.new_records[:5])}" if done.new_records else ""
    more = " ..." if done.new_records[5:] else ""
    waits = f"; {done.unnumbered} without a number until the run has ended" if done.unnumbered else ""
    click.echo(f"{counted(done.records, 'record')}{new}{more}{waits}")
    click.echo(f"next: greylit status{place(workspace)}")
    return int(code)
