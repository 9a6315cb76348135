"""Commands that fetch and compute: run, resume, rebuild."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harvest.cli.common import (
    clean,
    counted,
    find_review,
    json_option,
    place,
    print_json,
    proxy_option,
    require_runs,
    review_option,
)
from harvest.cli.repeating import repeat_run
from harvest.errors import Exit, GreylitError

if TYPE_CHECKING:
    from harvest.beginning import Options
    from harvest.ending import Ended
    from store.workspace import Workspace

F = Callable[..., Any]


def run_options(command: F) -> F:
    """Add the options that runs and resumes share."""
    for decorate in (
        click.option("--quiet", is_flag=True, help="Say nothing while it runs."),
        click.option("--no-progress", is_flag=True, help="Plain lines instead of a table that lives in place."),
        click.option("--workers", type=click.IntRange(1, 64), help="Text worker processes."),
        click.option("--test-host", "test_hosts", multiple=True, metavar="HOST[:PORT]",
                     help="A host of your own that is exempt from the public-address check."),
        proxy_option,
        click.option("--clock", envvar="GREYLIT_CLOCK", metavar="FILE", hidden=True,
                     help="Skip waits, for the miniature web alone."),
    ):  # fmt: skip
        command = decorate(command)
    return json_option(command)


def _options(proxy: str | None, test_hosts: tuple[str, ...], workers: int | None, **more: Any) -> Options:
    from harvest.beginning import Options

    return Options(proxy=proxy, test_hosts=test_hosts, workers=workers, **more)


@click.command()
@click.argument("protocol", type=click.Path(path_type=Path), default="protocol.toml")
@click.option("--source", "only", multiple=True, help="Ask only this source; may be given several times.")
@click.option("--max-pages", type=click.IntRange(1), help="Requests to one host; recorded with the run.")
@click.option("--anew", is_flag=True, help="Give up a run that is unfinished; what it found is kept.")
@click.option("--update", is_flag=True, help="Ask only for what is new or has changed since earlier runs.")
@click.option(
    "--only-failed",
    type=click.IntRange(0),
    is_flag=False,
    flag_value=0,
    metavar="[RUN]",
    help="Ask only for what failed in a run: the newest, or the one whose number is given.",
)
@click.option("--as-of", metavar="run:N", help="Repeat run N from the archive, and ask nothing of anybody.")
@click.option("--out", type=click.Path(path_type=Path), help="Where --as-of writes; by default as-of/run-N.")
@click.option("--again", is_flag=True, help="Let --as-of make anew what it wrote there before.")
@run_options
def run(
    protocol: Path, only: tuple[str, ...], max_pages: int | None, anew: bool, update: bool, only_failed: int | None,
    as_of: str | None, out: Path | None, again: bool, proxy: str | None, test_hosts: tuple[str, ...], clock: str | None, workers: int | None, no_progress: bool,
    quiet: bool, as_json: bool,
) -> int:  # fmt: skip
    """Search every source of a protocol.

    The review is the folder of the protocol file: ledger, archive and database are written there.
    Ctrl-C once stops cleanly; go on with `greylit resume`.

    \b
    Example:  greylit run protocol.toml --source govuk
    """
    if as_of is not None:
        if only or max_pages or anew or update or only_failed is not None:
            raise click.UsageError("--as-of repeats a run as it was: it goes with --out and --again only.")
        return repeat_run(
            protocol, as_of, out, workers, again=again, quiet=quiet, plain=no_progress, as_json=as_json
        )
    if out or again:
        raise click.UsageError("--out and --again go with --as-of.")
    from crawler.sources import sources
    from harvest.check import check as examine
    from harvest.progress import watcher
    from harvest.protocol import load_protocol
    from harvest.run import begin
    from store.workspace import Workspace

    loaded = load_protocol(protocol)
    errors = examine(loaded).errors
    if errors:
        raise GreylitError(
            f"{protocol.name}: {errors[0].message}"
            + (f" (and {len(errors) - 1} more)" if errors[1:] else ""),
            code="PROTOCOL_INVALID",
            where={"file": str(protocol), "key": errors[0].key, "line": errors[0].line},
            hint=f"greylit check {protocol}",
        )
    workspace = Workspace(protocol.parent)
    options = _options(
        proxy, test_hosts, workers, clock=clock, only=only, max_pages=max_pages, anew=anew, update=update,
        only_failed=only_failed,
    )  # fmt: skip
    headline = f"protocol {loaded.review.id} @ {loaded.sha256[:10]}"
    with watcher(headline, quiet or as_json, no_progress) as report:
        ended = begin(workspace, loaded, sources(), options, report)
    return _say(ended, workspace, as_json)


@click.command()
@click.argument("number", type=int, required=False)
@review_option
@run_options
def resume(
    number: int | None, review: Path | None, proxy: str | None, test_hosts: tuple[str, ...], clock: str | None,
    workers: int | None, no_progress: bool, quiet: bool, as_json: bool,
) -> int:  # fmt: skip
    """Go on with a run that was interrupted. Nothing that was answered is asked again.

    \b
    Example:  greylit resume --review myreview
    """
    from harvest.progress import watcher
    from harvest.run import resume as go_on

    workspace = find_review(review)
    require_runs(workspace)
    with watcher("resumed", quiet or as_json, no_progress) as report:
        ended = go_on(workspace, number, _options(proxy, test_hosts, workers, clock=clock), report)
    return _say(ended, workspace, as_json)


def _say(ended: Ended, workspace: Workspace, as_json: bool) -> int:
    from store.counts import totals

    total = totals(ended.sources)
    code = ended.exit_code
    if as_json:
        print_json(
            "run",
            {"run": ended.run, "outcome": ended.outcome, "detail": ended.detail, "exit_code": int(code),
             "sources": ended.sources, "totals": total},
        )  # fmt: skip
        return int(code)
    click.echo(f"run {ended.run} {ended.outcome}: {clean(ended.detail)}")
    unfinished = code in (Exit.INTERRUPTED, Exit.LIMIT, Exit.STORE, Exit.UNEXPECTED)
    waits = " (without a number until the run has ended)" if unfinished and total.get("records") else ""
    click.echo(f"{counted(total.get('records', 0), 'record')}{waits}, "
               f"{counted(total.get('no_match', 0), 'work')} without a match, "
               f"{total.get('outside', 0)} outside the limits, {total.get('merged', 0)} merged, "
               f"{total.get('unread', 0)} of {counted(total.get('documents', 0), 'document')} unread")  # fmt: skip
    if unfinished:
        click.echo(f"next: greylit resume {ended.run}{place(workspace)}")
    else:
        click.echo(f"next: greylit {'records' if code == Exit.OK else 'status'}{place(workspace)}")
    return int(code)


@click.command()
@review_option
@click.option("--workers", type=click.IntRange(1, 64), help="Text worker processes.")
@json_option
def rebuild(review: Path | None, workers: int | None, as_json: bool) -> int:
    """Compute the database again from ledger and archive. Asks nothing of anybody.

    \b
    Example:  greylit rebuild --review myreview
    """
    from harvest.rebuilding import rebuild as compute
    from store import counts
    from store.database import Reader

    workspace = find_review(review)
    require_runs(workspace)
    done = compute(workspace, workers)
    with Reader(workspace.database) as database:
        records = counts.records(database)
    code = Exit.PARTIAL if done.missing or done.lost else Exit.FINDINGS if done.changed else Exit.OK
    if as_json:
        listed = [{"seq": seq, "then": then, "now": now} for seq, then, now in done.changed]
        print_json(
            "rebuild",
            {"records": records, "unnumbered": done.waiting, "changed_verdicts": listed,
             "missing_files": done.missing, "lost_records": done.lost},
        )  # fmt: skip
        return int(code)
    click.echo(f"{workspace.database}: {counted(records, 'record')}")
    for seq, then, now in done.changed:
        click.echo(f"judged otherwise now: ledger row {seq} was {then}, is {now}")
    for name, answers in done.missing.items():
        click.echo(f"missing: archive/{name}, with {counted(answers, 'answer')} that the ledger names")
    if done.lost:
        shown = ", ".join(done.lost[:5]) + (" ..." if done.lost[5:] else "")
        click.echo(f"not computed: {counted(len(done.lost), 'record')} that had a number ({shown})")
    if done.missing:
        click.echo(f"next: put the missing files back, then: greylit rebuild{place(workspace)}")
    elif done.waiting:
        click.echo(
            f"{counted(done.waiting, 'record waits', 'records wait')} for a number: their run is unfinished"
        )
        click.echo(f"next: greylit resume{place(workspace)}")
    return int(code)
