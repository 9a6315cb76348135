"""Commands that fetch and compute: run, resume, rebuild."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harvest.cli.common import find_review, json_option, print_json, require_runs, review_option
from harvest.errors import Exit

if TYPE_CHECKING:
    from harvest.run import Ended, Options

F = Callable[..., Any]


def run_options(command: F) -> F:
    """Add the options that runs and resumes share."""
    for decorate in (
        click.option("--quiet", is_flag=True, help="Say nothing while it runs."),
        click.option("--no-progress", is_flag=True, help="Plain lines instead of a table that lives in place."),
        click.option("--workers", type=click.IntRange(1, 64), help="Text worker processes."),
        click.option("--test-host", "test_hosts", multiple=True, metavar="HOST[:PORT]",
                     help="A host of your own that is exempt from the public-address check."),
        click.option("--proxy", envvar="GREYLIT_PROXY", metavar="URL", help="Send every request through this proxy."),
    ):  # fmt: skip
        command = decorate(command)
    return json_option(command)


def _options(proxy: str | None, test_hosts: tuple[str, ...], workers: int | None, **more: Any) -> Options:
    from harvest.run import Options

    return Options(proxy=proxy, test_hosts=test_hosts, workers=workers, **more)


@click.command()
@click.argument("protocol", type=click.Path(path_type=Path), default="protocol.toml")
@click.option("--source", "only", multiple=True, help="Ask only this source; may be given several times.")
@click.option("--max-pages", type=click.IntRange(1), help="Requests to one host; recorded with the run.")
@run_options
def run(
    protocol: Path, only: tuple[str, ...], max_pages: int | None, proxy: str | None, test_hosts: tuple[str, ...],
    workers: int | None, no_progress: bool, quiet: bool, as_json: bool,
) -> int:  # fmt: skip
    """Search every source of a protocol.

    The review is the folder of the protocol file: ledger, archive and database are written there.
    Ctrl-C once stops cleanly; go on with `greylit resume`.
    """
    from crawler.sources import sources
    from harvest.progress import watcher
    from harvest.protocol import load_protocol
    from harvest.run import begin
    from store.workspace import Workspace

    loaded = load_protocol(protocol)
    workspace = Workspace(protocol.parent)
    options = _options(proxy, test_hosts, workers, only=only, max_pages=max_pages)
    headline = f"protocol {loaded.review.id} @ {loaded.sha256[:10]}"
    with watcher(headline, quiet or as_json, no_progress) as report:
        ended = begin(workspace, loaded, sources(), options, report)
    return _say(ended, workspace.root, as_json)


@click.command()
@click.argument("number", type=int, required=False)
@review_option
@run_options
def resume(
    number: int | None, review: Path | None, proxy: str | None, test_hosts: tuple[str, ...], workers: int | None,
    no_progress: bool, quiet: bool, as_json: bool,
) -> int:  # fmt: skip
    """Go on with a run that was interrupted. Nothing that was answered is asked again."""
    from harvest.progress import watcher
    from harvest.run import resume as go_on

    workspace = find_review(review)
    require_runs(workspace)
    with watcher("resumed", quiet or as_json, no_progress) as report:
        ended = go_on(workspace, number, _options(proxy, test_hosts, workers), report)
    return _say(ended, workspace.root, as_json)


def _say(ended: Ended, root: Path, as_json: bool) -> int:
    from store.counts import totals

    total = totals(ended.sources)
    if as_json:
        print_json(
            "run",
            {"run": ended.run, "outcome": ended.outcome, "detail": ended.detail, "exit_code": int(ended.exit_code),
             "sources": ended.sources, "totals": total},
        )  # fmt: skip
        return int(ended.exit_code)
    click.echo(f"run {ended.run} {ended.outcome}: {ended.detail}")
    click.echo(f"{total.get('records', 0)} records, {total.get('no_match', 0)} works without a match, "
               f"{total.get('outside', 0)} outside the limits, {total.get('merged', 0)} merged, "
               f"{total.get('unread', 0)} of {total.get('documents', 0)} documents unread")  # fmt: skip
    if ended.exit_code in (Exit.INTERRUPTED, Exit.LIMIT, Exit.STORE, Exit.UNEXPECTED):
        click.echo(f"next: greylit resume {ended.run} --review {root}")
    else:
        click.echo(f"next: greylit records --review {root}")
    return int(ended.exit_code)


@click.command()
@review_option
@click.option("--workers", type=click.IntRange(1, 64), help="Text worker processes.")
@json_option
def rebuild(review: Path | None, workers: int | None, as_json: bool) -> int:
    """Compute the database again from ledger and archive. Asks nothing of anybody."""
    from harvest.run import rebuild as compute
    from store import counts
    from store.database import Reader

    workspace = find_review(review)
    require_runs(workspace)
    changed, waiting = compute(workspace, workers)
    with Reader(workspace.database) as database:
        records = counts.records(database)
    if as_json:
        listed = [{"seq": seq, "then": then, "now": now} for seq, then, now in changed]
        print_json("rebuild", {"records": records, "unnumbered": waiting, "changed_verdicts": listed})
        return int(Exit.FINDINGS if changed else Exit.OK)
    click.echo(f"{workspace.database}: {records} records")
    for seq, then, now in changed:
        click.echo(f"judged otherwise now: ledger row {seq} was {then}, is {now}")
    if waiting:
        click.echo(f"{waiting} records wait for a number: their run is unfinished. next: greylit resume")
    return int(Exit.FINDINGS if changed else Exit.OK)
